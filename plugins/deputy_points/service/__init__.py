"""The verbs and reads of points, by what they are about."""

from plugins.deputy_points.service.adopting import adopt_points_rule, open_points_year
from plugins.deputy_points.service.deducting import deduct_points, withdraw_deduction
from plugins.deputy_points.service.listening import LISTENERS
from plugins.deputy_points.service.reading import (
    account_list,
    deduction_list,
    line_list,
    names_of,
    own_accounts,
    own_lines,
    rule_list,
)
from plugins.deputy_points.service.recomputing import recompute, recompute_year

__all__ = [
    "LISTENERS",
    "account_list",
    "adopt_points_rule",
    "deduct_points",
    "deduction_list",
    "line_list",
    "names_of",
    "open_points_year",
    "own_accounts",
    "own_lines",
    "recompute",
    "recompute_year",
    "rule_list",
    "withdraw_deduction",
]
