"""Rounds of a vote in each state, written as the kit writes them, without any plugin."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from core import clock
from core.congress import Assembly, Attendance, Meeting, MeetingMember
from core.kit.ballots.tables import (
    Cast,
    Official,
    OfficialRole,
    PaperCount,
    PaperFigure,
    RollPlace,
    Round,
    RoundItem,
    RoundState,
    TellerCount,
    VotingMode,
)
from core.testing import House

SOMEBODY = UUID(int=7)


@dataclass(frozen=True)
class Voted:
    """A round and what belongs to it."""

    id: UUID
    meeting: UUID
    members: list[UUID]
    places: list[UUID]


async def voted(
    house: House, body: str, mode: VotingMode, until: RoundState, *, changeable: bool = False
) -> Voted:
    """A round of three voters and two items that has come as far as this state."""
    made = Voted(uuid4(), uuid4(), [uuid4() for _ in range(4)], [uuid4() for _ in range(3)])
    await _prepare(house, body, made, mode, changeable=changeable)
    steps = [RoundState.OPEN, RoundState.COUNTING]
    steps += [RoundState.CONFIRMED] if mode is VotingMode.PAPER else []
    for step in (*steps, RoundState.ANNOUNCED):
        if until is RoundState.PREPARED:
            break
        await _go(house, body, made, step, mode)
        if step is until:
            break
    return made


async def _prepare(
    house: House, body: str, made: Voted, mode: VotingMode, *, changeable: bool
) -> None:
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add(
            Meeting(
                id=made.meeting,
                assembly=Assembly.CONGRESS,
                title="会议（测试）",
                begins_on=date(2025, 2, 10),
                due=4,
            )
        )
        await work.session.flush()
        work.session.add_all(
            MeetingMember(
                id=one,
                meeting_id=made.meeting,
                number=number,
                person_id=uuid4(),
                name=f"代表{number}",
                attendance=Attendance.PRESENT,
            )
            for number, one in enumerate(made.members, 1)
        )
        work.session.add(
            Round(
                id=made.id,
                plugin="people_votes",
                subject_type="Cycle",
                subject_id=uuid4(),
                meeting_id=made.meeting,
                title="票决（测试）",
                number=1,
                mode=mode,
                rules={"method": "each"},
                changeable=changeable,
                salt="ab" * 32,
            )
        )
        await work.session.flush()
        work.session.add_all(
            [
                RoundItem(round_id=made.id, number=1, title="项目甲", subject_id=uuid4()),
                RoundItem(round_id=made.id, number=2, title="项目乙", subject_id=uuid4()),
                Official(
                    round_id=made.id,
                    role=OfficialRole.CHIEF_SCRUTINEER,
                    person_id=SOMEBODY,
                    name="总监票人",
                ),
            ]
        )
        work.session.add_all(
            RollPlace(id=place, round_id=made.id, member_id=member, person_id=uuid4(), name="代表")
            for place, member in zip(made.places, made.members[:3], strict=True)
        )


async def _go(house: House, body: str, made: Voted, step: RoundState, mode: VotingMode) -> None:
    """One state further, with what is written in it."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        row = await work.session.get_one(Round, (work.body.id, made.id))
        if step is RoundState.OPEN:
            row.due, row.present, row.entitled, row.opened_at = 4, 3, 3, clock.now()
        if step is RoundState.COUNTING:
            row.closed_at = clock.now()
        if step is RoundState.ANNOUNCED:
            row.result, row.announced_at = {"outcome": "decided"}, clock.now()
        row.state = step
        await work.session.flush()
        if step is RoundState.OPEN and mode is VotingMode.NAMED_ELECTRONIC:
            work.session.add_all(
                Cast(round_id=made.id, place_id=place, marks={"1": "approve"})
                for place in made.places[:2]
            )
        if step is RoundState.COUNTING and mode is VotingMode.PAPER:
            work.session.add_all(_counted(made.id))


def _counted(round_id: UUID) -> list[PaperCount | TellerCount]:
    by = {"round_id": round_id, "entered_by": SOMEBODY, "entered_by_name": "计票人"}
    return [
        PaperCount(figure=PaperFigure.RETURNED, number=3, **by),
        TellerCount(attempt=1, counts={"valid": 3, "void": 0, "items": []}, **by),
    ]
