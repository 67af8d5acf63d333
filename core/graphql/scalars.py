"""Scalars, fixed once: moments are written in +08:00 with milliseconds."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

from core import clock


def write_moment(moment: datetime) -> str:
    """2025-01-13T09:30:00.000+08:00."""
    return moment.astimezone(clock.ZONE).isoformat(timespec="milliseconds")


def read_moment(text: Any) -> datetime:
    """A moment; without a zone it is read as Asia/Shanghai."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE)).astimezone(
            clock.ZONE
        )
    except (TypeError, ValueError, OverflowError):
        raise ValueError("时刻须写成 2025-01-13T09:30:00+08:00 的样子") from None


def read_day(text: Any) -> date:
    """A day."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError("日期须写成 2025-01-13 的样子") from None


def _as_it_is(value: Any) -> Any:
    return value


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="时刻，ISO 8601，东八区，精确到毫秒，例如 2025-01-13T09:30:00.000+08:00",
        serialize=write_moment,
        parse_value=read_moment,
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
    ),
    date: strawberry.scalar(
        name="Date",
        description="日期，ISO 8601，例如 2025-01-13",
        serialize=date.isoformat,
        parse_value=read_day,
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="任意 JSON 值",
        serialize=_as_it_is,
        parse_value=_as_it_is,
        specified_by_url="https://ecma-international.org/publications-and-standards/standards/ecma-404/",
    ),
}
