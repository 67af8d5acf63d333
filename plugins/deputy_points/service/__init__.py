"""The verbs and reads of points, by what they are about."""

from plugins.deputy_points.service.adopting import adopt_points_rule, open_points_year
from plugins.deputy_points.service.before_rule import BeforeRule, before_rule
from plugins.deputy_points.service.comparing_below import Asked, ranking_below
from plugins.deputy_points.service.deducting import deduct_points, withdraw_deduction
from plugins.deputy_points.service.erasing import (
    AboutPoints,
    ErasedWords,
    erase_points_words,
    erasure_list,
)
from plugins.deputy_points.service.listening import LISTENERS
from plugins.deputy_points.service.listing import prepare_points_list, upheld_of_lists
from plugins.deputy_points.service.marking import (
    close_points_period,
    close_points_year,
    enter_points_mark,
)
from plugins.deputy_points.service.notifying import notify_points_deputies
from plugins.deputy_points.service.objecting import (
    answer_points_objection,
    object_to_points,
    objection_list,
    open_matters,
    own_objections,
)
from plugins.deputy_points.service.offering import (
    offered_of_lists,
)
from plugins.deputy_points.service.proposing import decide_points_proposal, proposals_of
from plugins.deputy_points.service.publishing import (
    check_points_secrecy,
    list_list,
    own_rows,
    public_lists,
    publication_list,
    publish_points_list,
    row_list,
    shown_list,
)
from plugins.deputy_points.service.reading import (
    account_list,
    deduction_list,
    distribution_of,
    grades_of,
    hands_of,
    line_list,
    mark_list,
    names_of,
    own_account_list,
    own_line_list,
    rule_list,
    taken_back,
)
from plugins.deputy_points.service.recomputing import recompute, recompute_year
from plugins.deputy_points.service.seeing import (
    accounts_of_viewer,
    erasures_of_viewer,
    lines_of_viewer,
    rows_shown_to_viewer,
)
from plugins.deputy_points.service.to_mark import (
    deputies_of,
    given_mark_list,
    mark_sheets,
    marks_of_viewer,
    to_mark_list,
    to_mark_of_viewer,
)
from plugins.deputy_points.service.trying import part_of, share, try_rule
from plugins.deputy_points.service.waiting import lists_waiting
from plugins.deputy_points.service.withdrawing import withdraw_points_list

__all__ = [
    "LISTENERS",
    "AboutPoints",
    "Asked",
    "BeforeRule",
    "ErasedWords",
    "account_list",
    "accounts_of_viewer",
    "adopt_points_rule",
    "answer_points_objection",
    "before_rule",
    "check_points_secrecy",
    "close_points_period",
    "close_points_year",
    "decide_points_proposal",
    "deduct_points",
    "deduction_list",
    "deputies_of",
    "distribution_of",
    "enter_points_mark",
    "erase_points_words",
    "erasure_list",
    "erasures_of_viewer",
    "given_mark_list",
    "grades_of",
    "hands_of",
    "line_list",
    "lines_of_viewer",
    "list_list",
    "lists_waiting",
    "mark_list",
    "mark_sheets",
    "marks_of_viewer",
    "names_of",
    "notify_points_deputies",
    "object_to_points",
    "objection_list",
    "offered_of_lists",
    "open_matters",
    "open_points_year",
    "own_account_list",
    "own_line_list",
    "own_objections",
    "own_rows",
    "part_of",
    "prepare_points_list",
    "proposals_of",
    "public_lists",
    "publication_list",
    "publish_points_list",
    "ranking_below",
    "recompute",
    "recompute_year",
    "row_list",
    "rows_shown_to_viewer",
    "rule_list",
    "share",
    "shown_list",
    "taken_back",
    "to_mark_list",
    "to_mark_of_viewer",
    "try_rule",
    "upheld_of_lists",
    "withdraw_deduction",
    "withdraw_points_list",
]
