"""The order of a list, as an input type names it: one column of the record and a direction."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from core.graphql.nodes import enum


class SortDirection(StrEnum):
    """Upwards or downwards; what has no value stands last either way."""

    ASCENDING = "ascending"
    DESCENDING = "descending"


enum(
    SortDirection,
    "排序方向",
    {SortDirection.ASCENDING: "由小到大、由早到晚", SortDirection.DESCENDING: "由大到小、由晚到早"},
)


def ordered(listing: sa.Select[Any], column: Any, direction: SortDirection) -> sa.Select[Any]:
    """The listing in this order instead of its own; `pages` makes it total by the id."""
    term = column.desc() if direction is SortDirection.DESCENDING else column.asc()
    return listing.order_by(None).order_by(term)
