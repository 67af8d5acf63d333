"""That the verbs a record offers are those that go through: asked before each verb of a path.

A path that does a verb asks whether it was offered; one that is refused for whom it is, or for how
things stand, asks that it was not.
"""

import re
from typing import Any

from core.testing import House, Someone

RECORDS = {
    "idea": ("Idea", "offered"),
    "into": ("Idea", "offered"),
    "project": ("Project", "offered"),
    "report": ("ProgressReport", "offered"),
    "adjustment": ("ProjectAdjustment", "offered"),
    "round": ("VoteRound", "votesOffered"),
    "cycle": ("Cycle", "offered"),
    "draft": ("CandidateDraft EntryDraft", "offered"),
    "leave": ("LeaveRequest", "offered"),
    "card": ("DeputyCard", "offered"),
    "pointsList": ("PointsList", "offered"),
}
"""Which record a field of an input names, and which field of that tells."""

NOT_WEIGHED = {
    "printBallots",
    "printTally",
    "proposeIdea",
    "prepareAssessment",
    "requestErasure",
    "eraseWords",
}
"""Verbs about such a record that its page offers to whoever may, or does not offer."""

OF_WHAT_IS_TYPED = {"mergeIdeas", "submitCandidates", "openCall", "changeCall"}
"""Verbs that take several records, or a paper: which may be refused where others would not be."""

HOPELESS = {
    "ANSWERED_BEFORE",
    "CALL_ANSWERED",
    "CALL_STILL_RUNS",
    "CARD_NOT_CHECKED",
    "CARD_NOT_OPEN",
    "CONFIRMED_ALREADY",
    "COUNTED_AGAIN",
    "COUNTED_ALREADY",
    "ENTRY_CLOSED",
    "ENTRY_OWN",
    "ENTRY_STATE",
    "GROUP_EXISTS",
    "GROUP_MISSING",
    "HANDED_OUT",
    "IDEA_IS_CANDIDATE",
    "LEAVE_DECIDED",
    "LEAVE_DECIDER",
    "LIST_FIXED",
    "MERGED_INTO_ENDED",
    "NOT_AN_OFFICIAL",
    "NOT_CARRYING_OUT",
    "NOT_DRAFTING_ORGAN",
    "NOT_EXAMINING_ORGAN",
    "NOT_FOR_THIS_ORGAN",
    "NOT_IN_GROUP",
    "NOT_ON_ROLL",
    "NOT_THE_CONFIRMER",
    "NOT_THE_DECIDER",
    "NOT_YOUR_PROJECT",
    "POINTS_CHECKS_OWN",
    "POINTS_NOTIFIED_ALREADY",
    "POINTS_PUBLISHED_ALREADY",
    "POINTS_SAME_PERSON",
    "PROJECT_FINISHED",
    "PROJECT_PUBLISHED",
    "REPORTED_AGAIN",
    "ROUND_FOLLOWED",
    "ROUND_STATE",
    "SAME_PERSON",
    "SECRECY_UNCHECKED",
    "SIDE_WRITTEN",
    "STATE_FORBIDS",
    "VOTE_CONCLUDED",
    "VOTE_PREPARED",
}
"""Refusals for who asks, or for how things stand, whatever is typed."""


async def offers(
    house: House, by: Someone | None, verb: str, sent: dict[str, Any], body: str | None = None
) -> list[bool]:
    """For each record that the verb is about: whether it offered the verb to whoever asks."""
    found = list[bool]()
    if by is None or verb in NOT_WEIGHED:
        return found
    for name, (kinds, field) in RECORDS.items():
        if isinstance(sent.get(name), str):
            told = await _told(house, by, kinds.split(), field, sent[name], body)
            if told is not None:
                found.append(_action(verb) in {one.partition(".")[2] for one in told})
    return found


def _action(verb: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", verb)


async def _told(
    house: House, by: Someone, kinds: list[str], field: str, record: str, body: str | None
) -> list[str] | None:
    for kind in kinds:
        asked = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ told: {field} }} }} }}"
        more = {"body": body} if body else {}
        try:
            node = (await house.gql(asked, {"id": record}, by=by, **more))["node"]
        except AssertionError:
            # A type that this body does not have, or a record that whoever asks may not see.
            continue
        if node and "told" in node:
            return node["told"]
    return None


async def expect_offered(
    house: House, by: Someone | None, verb: str, sent: dict[str, Any], body: str | None = None
) -> None:
    """A verb that will go through was offered."""
    assert False not in await offers(house, by, verb, sent, body), f"{verb} was not offered"


def expect_hopeless(code: str, verb: str, offered: list[bool]) -> None:
    """A verb that is refused for who asks, or for how things stand, was not offered."""
    if code in HOPELESS and verb not in OF_WHAT_IS_TYPED:
        assert not offered or not all(offered), f"{verb} was offered, and is refused: {code}"
