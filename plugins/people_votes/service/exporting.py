"""Closed votes for the operator: a list, and the file that `recount.py` counts again."""

from uuid import UUID

import sqlalchemy as sa

from core import Round, RoundState, Work, exported_vote, tally_of
from plugins.people_votes.service.preparing import PLUGIN

ANNOUNCED = (RoundState.ANNOUNCED, RoundState.VOID)


async def list_votes(work: Work, _asked: dict[str, str]) -> str:
    """One line for each announced round: id of the vote, day, round, outcome, title."""
    found = await work.session.scalars(
        sa.select(Round)
        .where(Round.plugin == PLUGIN, Round.state.in_(ANNOUNCED))
        .order_by(Round.announced_at, Round.id)
    )
    return "\n".join(_line(one) for one in found)


def _line(row: Round) -> str:
    day = f"{row.announced_at:%Y-%m-%d}" if row.announced_at else ""
    kind = "重新计票" if row.recount_of_id else f"第{row.number}轮"
    return f"{row.subject_id}\t{day}\t{kind}\t{tally_of(row).outcome}\t{row.title}"


async def export_vote(work: Work, asked: dict[str, str]) -> str | None:
    """The closed vote as one file; None where this body has no such vote."""
    subject = await _subject(work, asked["id"])
    if subject is None:
        return None
    return await exported_vote(work, subject)


async def _subject(work: Work, text: str) -> UUID | None:
    """What the id names: a vote, or one of its rounds."""
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    return await work.session.scalar(
        sa.select(Round.subject_id)
        .where(
            Round.plugin == PLUGIN,
            Round.state.in_(ANNOUNCED),
            sa.or_(Round.subject_id == wanted, Round.id == wanted),
        )
        .limit(1)
    )
