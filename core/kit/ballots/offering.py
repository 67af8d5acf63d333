"""Which steps of a round whoever asks could take now: what is left out would surely be refused."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.congress import Meeting
from core.errors import Refused
from core.kit.ballots.announcing import AGAIN, tally_of
from core.kit.ballots.papers import agreed_counts, may_enter
from core.kit.ballots.sheets import Next
from core.kit.ballots.stock import require_accounted
from core.kit.ballots.tables import (
    Cast,
    Official,
    OfficialRole,
    RollPlace,
    Round,
    RoundState,
    VotingMode,
)

if TYPE_CHECKING:
    from core.work import Work


class RoundStep(StrEnum):
    """A step of a round."""

    ADOPT_METHOD = "adopt_method"
    NAME_OFFICIALS = "name_officials"
    REPLACE_OFFICIAL = "replace_official"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"
    ENTER_PAPERS = "enter_papers"
    ENTER_COUNT = "enter_count"
    CONFIRM_COUNT = "confirm_count"
    CAST = "cast"
    ANNOUNCE = "announce"
    FOLLOW = "follow"
    RECOUNT = "recount"


FOLLOWED = (Next.FURTHER_ROUND, Next.NEXT_ROUND, Next.NEXT_MEETING)


async def round_steps(work: "Work", keys: Sequence[UUID]) -> list[frozenset[RoundStep]]:
    """By round: which steps the state and what the asker is in it leave open."""
    person_id = work.acting_person.person_id
    rows = {
        one.id: one
        for one in await work.session.scalars(sa.select(Round).where(Round.id.in_(keys)))
    }
    serving = await _serving(work, keys)
    closed = await _closed_meetings(work, list(rows.values()))
    followed = await _followed(work, keys)
    later = await _later_meetings(work, list(rows.values()))
    voters = await _may_vote(work, keys, person_id)
    steps = list[frozenset[RoundStep]]()
    for key in keys:
        row = rows.get(key)
        if row is None:
            steps.append(frozenset())
            continue
        named = serving.get(key, {})
        found = set(_of_state(row, has_officials=bool(named), sits=row.meeting_id not in closed))
        found |= await _of_officials(work, row, named.get(person_id, []))
        if key not in followed:
            found |= _after(row, has_later=key in later)
        if key in voters and row.state is RoundState.OPEN:
            found.add(RoundStep.CAST)
        steps.append(frozenset(found))
    return steps


def _of_state(row: Round, *, has_officials: bool, sits: bool) -> set[RoundStep]:
    paper = row.mode is VotingMode.PAPER
    if row.state is RoundState.PREPARED:
        steps = {RoundStep.ADOPT_METHOD, RoundStep.NAME_OFFICIALS, RoundStep.CANCEL}
        ready = has_officials and row.method_adopted_on is not None and sits
        return steps | {RoundStep.OPEN} if ready else steps
    if row.state is RoundState.OPEN:
        return {RoundStep.CLOSE, RoundStep.CANCEL, RoundStep.REPLACE_OFFICIAL}
    if row.state is RoundState.COUNTING:
        return {RoundStep.REPLACE_OFFICIAL} if paper else {RoundStep.ANNOUNCE}
    return {RoundStep.ANNOUNCE} if row.state is RoundState.CONFIRMED else set()


async def _of_officials(work: "Work", row: Round, own: Sequence[Official]) -> set[RoundStep]:
    """Papers and counts are the tellers', the word for them the scrutineers'."""
    if row.mode is not VotingMode.PAPER:
        return set()
    found = set[RoundStep]()
    counting = row.state is RoundState.COUNTING
    for one in own:
        if one.role is not OfficialRole.TELLER:
            if counting and one.confirmed_at is None and await _agrees(work, row):
                found.add(RoundStep.CONFIRM_COUNT)
            continue
        if counting or row.state in (RoundState.PREPARED, RoundState.OPEN):
            found.add(RoundStep.ENTER_PAPERS)
        if counting and await may_enter(work, row):
            found.add(RoundStep.ENTER_COUNT)
    return found


async def _agrees(work: "Work", row: Round) -> bool:
    """Whether there is something to confirm."""
    try:
        await agreed_counts(work, row)
        await require_accounted(work, row)
    except Refused:
        return False
    return True


def _after(row: Round, *, has_later: bool) -> set[RoundStep]:
    """What may follow an announced result that nothing has followed yet.

    What is left to the next meeting waits until there is one.
    """
    if row.state not in (RoundState.ANNOUNCED, RoundState.VOID):
        return set()
    counted = tally_of(row)
    found = {RoundStep.RECOUNT} if row.mode is VotingMode.PAPER else set[RoundStep]()
    waits = counted.outcome not in AGAIN and counted.then is Next.NEXT_MEETING and not has_later
    if not waits and (counted.outcome in AGAIN or counted.then in FOLLOWED):
        found.add(RoundStep.FOLLOW)
    return found


async def _serving(work: "Work", keys: Sequence[UUID]) -> dict[UUID, dict[UUID, list[Official]]]:
    rows = await work.session.scalars(
        sa.select(Official).where(Official.round_id.in_(keys), Official.left_on.is_(None))
    )
    found: dict[UUID, dict[UUID, list[Official]]] = {}
    for one in rows:
        found.setdefault(one.round_id, {}).setdefault(one.person_id, []).append(one)
    return found


async def _closed_meetings(work: "Work", rows: Sequence[Round]) -> set[UUID]:
    closed = sa.select(Meeting.id).where(
        Meeting.id.in_([one.meeting_id for one in rows]), Meeting.closed_on.is_not(None)
    )
    return set(await work.session.scalars(closed))


async def _later_meetings(work: "Work", rows: Sequence[Round]) -> set[UUID]:
    """Rounds after whose meeting another of the same assembly is registered and not closed."""
    held, later = aliased(Meeting), aliased(Meeting)
    found = await work.session.scalars(
        sa.select(Round.id)
        .join(held, sa.and_(held.tenant_id == Round.tenant_id, held.id == Round.meeting_id))
        .where(
            Round.id.in_([one.id for one in rows]),
            sa.exists().where(
                later.tenant_id == held.tenant_id,
                later.id != held.id,
                later.assembly == held.assembly,
                later.begins_on >= held.begins_on,
                later.closed_on.is_(None),
            ),
        )
    )
    return set(found)


async def _followed(work: "Work", keys: Sequence[UUID]) -> set[UUID]:
    """Rounds after which a further one was prepared, or whose papers were counted anew since."""
    one, later = aliased(Round), aliased(Round)
    first = sa.func.coalesce(one.recount_of_id, one.id)
    again = sa.and_(
        later.recount_of_id == first, sa.or_(one.recount_of_id.is_(None), later.id > one.id)
    )
    rows = await work.session.scalars(
        sa.select(one.id).where(
            one.id.in_(keys),
            sa.exists().where(
                later.tenant_id == one.tenant_id,
                later.state != RoundState.CANCELLED,
                sa.or_(later.previous_id == one.id, again),
            ),
        )
    )
    return set(rows)


async def _may_vote(work: "Work", keys: Sequence[UUID], person_id: UUID) -> set[UUID]:
    """Rounds on whose roll the person is, and has not voted for good."""
    cast = sa.exists().where(
        Cast.tenant_id == RollPlace.tenant_id,
        Cast.round_id == RollPlace.round_id,
        Cast.place_id == RollPlace.id,
    )
    rows = await work.session.scalars(
        sa.select(Round.id)
        .join(
            RollPlace,
            sa.and_(RollPlace.tenant_id == Round.tenant_id, RollPlace.round_id == Round.id),
        )
        .where(
            Round.id.in_(keys),
            Round.mode == VotingMode.NAMED_ELECTRONIC,
            RollPlace.person_id == person_id,
            sa.or_(Round.changeable.is_(True), ~cast),
        )
    )
    return set(rows)
