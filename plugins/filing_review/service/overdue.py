"""What a maker owes and has not done in time."""

from sqlalchemy import select

from core import ClockState, Deadline, Refused, Work, today
from plugins.filing_review import practice
from plugins.filing_review.models import Filing

_MAKERS_CLOCKS = (
    practice.SUPPLEMENT_PERIOD,
    practice.ANSWER_PERIOD,
    practice.REPLY_PERIOD,
    practice.CORRECTION_PERIOD,
    practice.PLAN_PERIOD,
)


async def overdue_clock(work: Work, filing: Filing) -> Deadline:
    """The oldest clock that waits for the maker and has run out; refused where none has."""
    clock = await work.session.scalar(
        select(Deadline)
        .where(
            Deadline.subject_id == filing.id,
            Deadline.state == ClockState.RUNNING,
            Deadline.rule.in_(_MAKERS_CLOCKS),
            Deadline.due_on < today(),
        )
        .order_by(Deadline.due_on)
        .limit(1)
    )
    if clock is None:
        raise Refused("NOT_OVERDUE", "制定机关没有逾期未办的事项，不必催办，也不必报告。")
    return clock
