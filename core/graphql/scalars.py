"""Scalars, fixed once: moments are written in +08:00 with milliseconds."""

from datetime import datetime

import strawberry
from strawberry.types.scalar import ScalarDefinition

from core import clock


def write_moment(moment: datetime) -> str:
    """2025-01-13T09:30:00.000+08:00."""
    return moment.astimezone(clock.ZONE).isoformat(timespec="milliseconds")


def read_moment(text: str) -> datetime:
    """A moment; without a zone it is read as Asia/Shanghai."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE)


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="时刻，ISO 8601，东八区，精确到毫秒，例如 2025-01-13T09:30:00.000+08:00",
        serialize=write_moment,
        parse_value=read_moment,
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
    ),
}
