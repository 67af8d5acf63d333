"""The verbs and reads of points, by what they are about."""

from plugins.deputy_points.service.adopting import adopt_points_rule, open_points_year
from plugins.deputy_points.service.deducting import deduct_points, withdraw_deduction
from plugins.deputy_points.service.listening import LISTENERS
from plugins.deputy_points.service.marking import close_points_year, enter_points_mark
from plugins.deputy_points.service.reading import (
    account_list,
    deduction_list,
    grades_of,
    line_list,
    mark_list,
    names_of,
    own_accounts,
    own_lines,
    rule_list,
)
from plugins.deputy_points.service.recomputing import recompute, recompute_year
from plugins.deputy_points.service.trying import share, try_rule

__all__ = [
    "LISTENERS",
    "account_list",
    "adopt_points_rule",
    "close_points_year",
    "deduct_points",
    "deduction_list",
    "enter_points_mark",
    "grades_of",
    "line_list",
    "mark_list",
    "names_of",
    "open_points_year",
    "own_accounts",
    "own_lines",
    "recompute",
    "recompute_year",
    "rule_list",
    "share",
    "try_rule",
    "withdraw_deduction",
]
