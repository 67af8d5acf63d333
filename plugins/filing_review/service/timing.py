"""What day starts the time to file and to review, and the ledger's line that follows a clock."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from core import (
    Computed,
    Event,
    Invalid,
    Listener,
    Work,
    clock_of,
    compute,
    on_day,
    start_clock,
    start_clock_until,
    today,
    trigger_of,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Filing, OutgoingFiling
from plugins.filing_review.service.letters import note_next_due


async def filing_time(work: Work, filing: Filing | OutgoingFiling) -> Computed:
    """Until when a document is to be filed, from the event that the rule in force names."""
    days = {"publication": filing.published_on, "approval": filing.adopted_on}
    return await compute(work, practice.FILING_PERIOD, days)


async def filing_steps(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """How the day was counted until when each is to be filed; nothing where rules count anew."""
    rows = await work.session.scalars(select(OutgoingFiling).where(OutgoingFiling.id.in_(keys)))
    steps = {one.id: await _steps_of(work, one) for one in rows}
    return [steps.get(key, []) for key in keys]


async def _steps_of(work: Work, outgoing: OutgoingFiling) -> list[str]:
    if outgoing.filing_due_on is None:
        return []
    computed = await filing_time(work, outgoing)
    # A rule that changed since counts to another day than the one that the record holds.
    return list(computed.steps) if computed.due_on == outgoing.filing_due_on else []


async def start_makers_time(
    work: Work, filing: Filing, computed: Computed, period: str, named_on: date | None, paper: str
) -> tuple[date | None, str]:
    """Start the maker's time to do what a paper asks: by the rule, else until the day it names.

    Returns the last day and on what it rests; nothing starts where neither gives one.
    """
    if computed.due_on is not None:
        await start_clock(work, period, filing, today())
        return computed.due_on, computed.rule_text or ""
    if named_on is None:
        return None, ""
    if named_on < today():
        raise Invalid("DUE_IN_PAST", "指定的日期已经过去，请改正。", field="dueOn")
    because = f"规定没有统一期限，由{on_day(today())}的{paper}指定"
    start_clock_until(work, period, filing, today(), named_on, because)
    return named_on, because


async def start_review_on_receipt(work: Work, filing: Filing) -> None:
    """Start the time to review when the filing is received, where the rule counts from then."""
    if await trigger_of(work, practice.REVIEW_PERIOD, today()) == "receipt":
        await start_clock(work, practice.REVIEW_PERIOD, filing, {"receipt": today()})


async def start_review_on_registration(work: Work, filing: Filing) -> None:
    """Start the time to review when the filing is registered, unless its receipt started it."""
    if await clock_of(work, practice.REVIEW_PERIOD, filing.id) is None:
        days = {"registration": today(), "receipt": filing.received_on}
        await start_clock(work, practice.REVIEW_PERIOD, filing, days)


async def follow_recomputed(work: Work, event: Event) -> None:
    """A clock about a filing was counted anew: the line of the ledger follows."""
    found = select(Filing).where(Filing.id == UUID(event.payload["subject"]))
    filing = await work.session.scalar(found.with_for_update())
    if filing is not None:
        await note_next_due(work, filing)


LISTENERS = [
    Listener(
        name="ledger_days",
        events=frozenset({"core.recompute_deadline"}),
        run=follow_recomputed,
    )
]
