"""Named electronic ballots: one for each place on the roll, by the database's own word.

Only the voter is shown what they chose. Nothing of a choice goes into an event, a log or a list.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.congress import still_entitled
from core.errors import Invalid, NotFound, Refused
from core.kit.ballots.counting import ballot_fault
from core.kit.ballots.rounds import require_state, rules_of
from core.kit.ballots.tables import Cast, RollPlace, Round, RoundItem, RoundState, VotingMode
from core.people import Mandate, MandateStatus

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work


async def cast_ballot(
    work: "Work", round_id: "UUID", marks: Mapping[int, str]
) -> tuple[Round, RollPlace]:
    """Cast one's named ballot, marks by the items' numbers; the round, and the voter's place."""
    # Shared: many cast at once; whoever closes the round waits for them, and they for the close.
    # Read anew: what the session has seen before may be from before the close.
    row = await work.session.scalar(
        sa.select(Round)
        .where(Round.id == round_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("这次表决")
    if row.mode is not VotingMode.NAMED_ELECTRONIC:
        raise Refused("ON_PAPER", "这次用纸质票表决，请到会场投票。")
    if row.state not in (RoundState.PREPARED, RoundState.OPEN):
        raise Refused("VOTING_CLOSED", "投票已经结束，您这次提交的表决没有计入。")
    require_state(row, RoundState.OPEN)
    place, size = await _own_place(work, row)
    _check_marks(row, size, marks)
    await _write(work, row, place, marks)
    return row, place


async def _own_place(work: "Work", row: Round) -> tuple[RollPlace, int]:
    """The voter's place on the roll, and how many items the ballot has: in one look."""
    size = sa.select(sa.func.count()).select_from(RoundItem).where(RoundItem.round_id == row.id)
    mandate = sa.and_(Mandate.tenant_id == RollPlace.tenant_id, Mandate.id == RollPlace.mandate_id)
    found = (
        await work.session.execute(
            sa.select(RollPlace, Mandate.status, size.scalar_subquery())
            .outerjoin(Mandate, mandate)
            .where(
                RollPlace.round_id == row.id,
                RollPlace.person_id == work.acting_person.person_id,
            )
        )
    ).one_or_none()
    if found is None:
        raise Refused("NOT_ON_ROLL", "您不在这次表决的名册上。如有疑问，请向会议秘书处了解。")
    place, status, items = found
    stands = status is MandateStatus.ACTIVE
    if place.mandate_id is None:
        stands = await still_entitled(work, row.meeting_id, place.member_id)
    if not stands:
        raise Refused("VOTER_NOT_ENTITLED", "您目前不能参加表决，请向代表资格审查的工作人员了解。")
    return place, items


def _check_marks(row: Round, size: int, marks: Mapping[int, str]) -> None:
    """A screen can say what paper cannot: a ballot that would be void is refused, not counted."""
    rules = rules_of(row)
    for number, mark in marks.items():
        if not 1 <= number <= size:
            raise Invalid(
                "ITEM_UNKNOWN", f"表决票上没有第{number}项，请刷新后重试。", field="marks"
            )
        if mark not in rules.marks:
            raise Invalid(
                "MARK_UNKNOWN",
                f"第{number}项的选择不属于本次表决的方式，请重新选择。",
                field="marks",
            )
    fault = ballot_fault(rules, {number - 1: mark for number, mark in marks.items()})
    if fault is not None:
        raise Invalid("BALLOT_VOID", f"{fault}请改正后再提交。", field="marks")


async def _write(work: "Work", row: Round, place: RollPlace, marks: Mapping[int, str]) -> None:
    kept = {str(number): mark for number, mark in sorted(marks.items())}
    written = insert(Cast).values(
        tenant_id=work.body.id,
        # A random id: one that counts up would tell in which order people voted.
        id=uuid4(),
        created_at=row.opened_at or clock.now(),
        round_id=row.id,
        place_id=place.id,
        marks=kept,
    )
    keys = ["tenant_id", "round_id", "place_id"]
    if row.changeable:
        written = written.on_conflict_do_update(index_elements=keys, set_={"marks": kept})
    else:
        written = written.on_conflict_do_nothing(index_elements=keys)
    done = await work.session.scalar(written.returning(Cast.id))
    if done is None:
        raise Refused("VOTED_ALREADY", "您已经投过票，一人一票，不能再投，也不能更改。")
