"""What hangs on lines of the ledger: committees, opinion, answer; in one query a kind."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import Work
from plugins.filing_review.models import Letter, Opinion, ReviewTask
from plugins.filing_review.rules import Direction, LetterKind, OpinionState


class Around(msgspec.Struct):
    """What hangs on the lines of one batch, by the line."""

    own_organ: str
    committees: dict[UUID, list[str]] = {}
    opinions: dict[UUID, Opinion] = {}
    answers: dict[UUID, Letter] = {}


async def around_of(work: Work, filing_ids: Sequence[UUID]) -> Around:
    """What hangs on these lines, the latest of each kind."""
    own = work.acting_organ
    around = Around(own.name)
    tasks = await work.session.scalars(
        select(ReviewTask).where(
            ReviewTask.filing_id.in_(filing_ids), ReviewTask.reviewer_organ != own.code
        )
    )
    for task in tasks:
        if task.filing_id is not None:
            around.committees.setdefault(task.filing_id, []).append(task.reviewer_name)
    opinions = await work.session.scalars(
        select(Opinion)
        .where(Opinion.filing_id.in_(filing_ids), Opinion.state == OpinionState.ISSUED)
        .order_by(Opinion.id)
    )
    around.opinions = {opinion.filing_id: opinion for opinion in opinions}
    letters = await work.session.scalars(
        select(Letter)
        .where(
            Letter.filing_id.in_(filing_ids),
            Letter.kind == LetterKind.ANSWER,
            Letter.direction == Direction.RECEIVED,
        )
        .order_by(Letter.id)
    )
    # The note that comes with a supplement is an answer too, but to no opinion.
    around.answers = {
        letter.filing_id: letter
        for letter in letters
        if letter.filing_id and "measure" in letter.facts
    }
    return around
