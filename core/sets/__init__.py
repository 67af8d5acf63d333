"""Sets of practice: of a place that others follow (样板), or recommended by the body above.

A set is compared with what holds here before anything is written, and is adopted as the body's own
values, on a paper of the body's own: what holds elsewhere is no law here.
"""

from core.sets.adopting import Adoption, adopt
from core.sets.comparing import Change, PracticeSet, SetValue, Verdict, compare, digest_of
from core.sets.recommending import (
    RECEIVERS,
    AnswerState,
    Asked,
    ReceivedRecommendation,
    Recommendation,
    accept_recommendation,
    contents_of,
    decline_recommendation,
    no_recommendation,
    recommend_practice,
)
from core.sets.templates import Template, apply_template, template_list, template_set

__all__ = [
    "RECEIVERS",
    "Adoption",
    "AnswerState",
    "Asked",
    "Change",
    "PracticeSet",
    "ReceivedRecommendation",
    "Recommendation",
    "SetValue",
    "Template",
    "Verdict",
    "accept_recommendation",
    "adopt",
    "apply_template",
    "compare",
    "contents_of",
    "decline_recommendation",
    "digest_of",
    "no_recommendation",
    "recommend_practice",
    "template_list",
    "template_set",
]
