"""Which rounds wait for somebody: a teller's count, a scrutineer's word, a voter's named ballot."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.kit.ballots.tables import (
    Cast,
    Official,
    OfficialRole,
    RollPlace,
    Round,
    RoundState,
    TellerCount,
    VotingMode,
)

Condition = sa.ColumnElement[bool]


def waits_for(person_id: UUID) -> Condition:
    """Rounds in which the next step is this person's; others' may go on meanwhile."""
    counting = sa.and_(Round.mode == VotingMode.PAPER, Round.state == RoundState.COUNTING)
    return sa.or_(
        sa.and_(counting, _serves(person_id, OfficialRole.TELLER), _to_count(person_id)),
        sa.and_(
            counting,
            _serves(person_id, OfficialRole.CHIEF_SCRUTINEER, OfficialRole.SCRUTINEER),
            _counted(same=True),
        ),
        sa.and_(
            Round.mode == VotingMode.NAMED_ELECTRONIC,
            Round.state == RoundState.OPEN,
            _to_vote(person_id),
        ),
    )


def _serves(person_id: UUID, *roles: OfficialRole) -> Condition:
    """A scrutineer who confirmed has nothing to do any more; a teller never confirms."""
    return sa.exists().where(
        Official.tenant_id == Round.tenant_id,
        Official.round_id == Round.id,
        Official.person_id == person_id,
        Official.role.in_(roles),
        Official.left_on.is_(None),
        Official.confirmed_at.is_(None),
    )


def _entry(of: type[TellerCount]) -> list[Condition]:
    """An entry of the round by somebody who serves as its teller."""
    return [of.tenant_id == Round.tenant_id, of.round_id == Round.id, _serving(of)]


def _serving(of: type[TellerCount]) -> Condition:
    return sa.exists().where(
        Official.tenant_id == of.tenant_id,
        Official.round_id == of.round_id,
        Official.person_id == of.entered_by,
        Official.role == OfficialRole.TELLER,
        Official.left_on.is_(None),
    )


def _to_count(person_id: UUID) -> Condition:
    """They have not entered yet, or the other has again, or both are to count anew."""
    mine, other = aliased(TellerCount), aliased(TellerCount)
    own = sa.select(sa.func.coalesce(sa.func.max(mine.attempt), 0)).where(
        *_entry(mine), mine.entered_by == person_id
    )
    others = sa.select(sa.func.coalesce(sa.func.max(other.attempt), 0)).where(
        *_entry(other), other.entered_by != person_id
    )
    own_last, other_last = own.scalar_subquery(), others.scalar_subquery()
    return sa.or_(own_last == 0, own_last < other_last, _counted(same=False))


def _counted(*, same: bool) -> Condition:
    """Both tellers have entered equally often, and their last entries agree or do not."""
    one, other, later = aliased(TellerCount), aliased(TellerCount), aliased(TellerCount)
    # Of the same round, said by its own: a subquery knows only what stands right around it.
    newer = sa.exists().where(
        later.tenant_id == one.tenant_id,
        later.round_id == one.round_id,
        _serving(later),
        later.attempt > one.attempt,
    )
    agree = one.counts == other.counts
    return sa.exists().where(
        *_entry(one),
        *_entry(other),
        one.entered_by < other.entered_by,
        one.attempt == other.attempt,
        agree if same else ~agree,
        ~newer,
    )


def _to_vote(person_id: UUID) -> Condition:
    cast = sa.exists().where(
        Cast.tenant_id == RollPlace.tenant_id,
        Cast.round_id == RollPlace.round_id,
        Cast.place_id == RollPlace.id,
    )
    return sa.exists().where(
        RollPlace.tenant_id == Round.tenant_id,
        RollPlace.round_id == Round.id,
        RollPlace.person_id == person_id,
        ~cast,
    )
