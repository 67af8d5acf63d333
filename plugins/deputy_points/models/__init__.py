"""Tables of points (履职积分)."""

from plugins.deputy_points.models.ledger import (
    EntryCopy,
    PointsAccount,
    PointsClosing,
    PointsDeduction,
    PointsLine,
    PointsMark,
    RuleVersion,
)
from plugins.deputy_points.models.lists import (
    PointsDecision,
    PointsErasure,
    PointsList,
    PointsListRow,
    PointsNotice,
    PointsObjection,
    PointsObjectionAnswer,
    PointsPublication,
    PointsSecrecyCheck,
    PointsWithdrawal,
)

__all__ = [
    "EntryCopy",
    "PointsAccount",
    "PointsClosing",
    "PointsDecision",
    "PointsDeduction",
    "PointsErasure",
    "PointsLine",
    "PointsList",
    "PointsListRow",
    "PointsMark",
    "PointsNotice",
    "PointsObjection",
    "PointsObjectionAnswer",
    "PointsPublication",
    "PointsSecrecyCheck",
    "PointsWithdrawal",
    "RuleVersion",
]
