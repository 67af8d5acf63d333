"""The one clock of the platform: what time it is, in the zone in which the law counts days.

Verbs ask this module and never `datetime.now`, so that a demo year can be played and a test can
stand on any day. The clock can only be moved from inside the process, never by a request.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_moved: ContextVar[datetime | None] = ContextVar("renda_clock", default=None)


def now() -> datetime:
    """The present moment, always with the zone Asia/Shanghai."""
    return _moved.get() or datetime.now(ZONE)


def today() -> date:
    """The present day in Asia/Shanghai."""
    return now().date()


def on_day(day: date) -> str:
    """A day as official papers and sentences for people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


@contextmanager
def moved_to(moment: datetime) -> Generator[None]:
    """Let the code inside see `moment` as the present (a naive value is read as Shanghai time)."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
    token = _moved.set(aware)
    try:
        yield
    finally:
        _moved.reset(token)
