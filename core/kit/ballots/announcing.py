"""The result: computed, announced, frozen; then a further round, or a re-count, where one is due.

The one who announces adds nothing: the tally follows from counts that the scrutineers confirmed, or
from the named ballots. What was announced is never changed; a re-count is a round of its own beside
it, with its reason, and both stay readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.congress import Meeting, own_meeting, require_sitting
from core.errors import Invalid, Refused
from core.kit.ballots.officials import same_officials
from core.kit.ballots.papers import agreed_counts, heads_of
from core.kit.ballots.rounds import (
    NewItem,
    NewRound,
    own_round,
    require_state,
    rules_of,
    write_round,
)
from core.kit.ballots.sheets import Ballot, Counts, Next, Outcome, Papers, Tally
from core.kit.ballots.stock import papers_of
from core.kit.ballots.tables import (
    Cast,
    PaperCount,
    PaperFigure,
    RollPlace,
    Round,
    RoundItem,
    RoundState,
    VotingMode,
)
from core.kit.ballots.tallying import items_for_next_round, rules_for_next_round, tally

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work


@dataclass(frozen=True)
class Announced:
    """A round that was just announced, its tally, and what the items point to."""

    round: Round
    tally: Tally
    items: tuple[RoundItem, ...]

    @property
    def chosen(self) -> list["UUID"]:
        """The plugin's records that this round chose, in the order of their votes."""
        return [self.items[place].subject_id for place in self.tally.chosen]


async def announce_round(work: "Work", round_id: "UUID") -> Announced:
    """Announce the result as the executive chairperson (执行主席宣布); from now it is frozen."""
    row = await own_round(work, round_id)
    items = await round_items(work, row)
    counted = await count_round(work, row, items)
    row.result = msgspec.to_builtins(counted)
    row.announced_at, row.announced_by_name = clock.now(), work.acting_person.name
    row.state = RoundState.ANNOUNCED if counted.valid else RoundState.VOID
    await work.session.flush()
    return Announced(row, counted, items)


async def count_round(work: "Work", row: Round, items: Sequence[RoundItem]) -> Tally:
    """The tally that follows from what was counted; nobody adds anything to it."""
    papers, votes = await _votes(work, row)
    failed = {place: item.failed_before for place, item in enumerate(items)}
    titles = [item.title for item in items]
    return tally(rules_of(row), titles, heads_of(row), papers, votes, failed)


async def _votes(work: "Work", row: Round) -> tuple[Papers, Counts | Sequence[Ballot]]:
    if row.mode is VotingMode.NAMED_ELECTRONIC:
        require_state(row, RoundState.COUNTING)
        ballots = await named_ballots(work, row)
        return Papers(row.entitled or 0, len(ballots)), ballots
    require_state(row, RoundState.CONFIRMED)
    counts = await agreed_counts(work, row)
    return await papers_of(work, row), counts if counts is not None else ()


async def named_ballots(work: "Work", row: Round) -> list[Ballot]:
    """The ballots without the voters, in an order that says nothing of when they were cast."""
    found = await work.session.scalars(
        sa.select(Cast.marks).where(Cast.round_id == row.id).order_by(Cast.place_id)
    )
    return [{int(number) - 1: mark for number, mark in marks.items()} for marks in found]


async def round_items(work: "Work", row: Round) -> tuple[RoundItem, ...]:
    """The items in the order of the ballot."""
    found = await work.session.scalars(
        sa.select(RoundItem).where(RoundItem.round_id == row.id).order_by(RoundItem.number)
    )
    return tuple(found)


def tally_of(row: Round) -> Tally:
    """The tally of an announced round."""
    if row.result is None:
        raise Refused("NOT_ANNOUNCED", "这次表决还没有宣布结果。")
    return msgspec.convert(row.result, Tally)


AGAIN = (Outcome.VOID, Outcome.NO_QUORUM)


async def follow_round(
    work: "Work", round_id: "UUID", title: str, meeting_id: "UUID | None" = None
) -> Round:
    """Prepare the round that the rules order next: among the tied, for empty places, or anew.

    It is held in the same meeting, or in a later one of the same assembly (`meeting_id`), which
    adopts method and scrutineers itself.
    """
    earlier = await own_round(work, round_id)
    require_state(earlier, RoundState.ANNOUNCED, RoundState.VOID)
    await _refuse_second(work, earlier)
    meeting = await _meeting_of_next(work, earlier, meeting_id)
    counted = tally_of(earlier)
    items = await round_items(work, earlier)
    rules, places = rules_of(earlier), tuple(range(len(items)))
    if counted.outcome not in AGAIN:
        _require_ordered(counted, same_meeting=meeting.id == earlier.meeting_id)
        rules, places = rules_for_next_round(rules, counted), items_for_next_round(counted)
    new = NewRound(
        plugin=earlier.plugin,
        subject_type=earlier.subject_type,
        subject_id=earlier.subject_id,
        meeting_id=meeting.id,
        title=title.strip() or (await _counted_first(work, earlier)).title,
        mode=earlier.mode,
        rules=rules,
        items=tuple(_as_new(items[one]) for one in places),
        changeable=earlier.changeable,
    )
    row = await write_round(work, new, number=earlier.number + 1, previous=earlier)
    if meeting.id == earlier.meeting_id:
        await same_officials(work, earlier, row)
    else:
        row.method_adopted_on = row.method_adopted_by = row.method_text = None
    await work.session.flush()
    return row


async def _counted_first(work: "Work", row: Round) -> Round:
    """What follows a re-count is another round of the vote, not of the re-count."""
    if row.recount_of_id is None:
        return row
    return await work.session.get_one(Round, (row.tenant_id, row.recount_of_id))


async def _meeting_of_next(work: "Work", earlier: Round, meeting_id: "UUID | None") -> Meeting:
    before = await own_meeting(work, earlier.meeting_id)
    meeting = before if meeting_id is None else await own_meeting(work, meeting_id)
    require_sitting(meeting)
    if meeting.assembly is not before.assembly or meeting.begins_on < before.begins_on:
        raise Refused(
            "WRONG_MEETING", "另行投票须在同一次会议，或者以后的同类会议上进行，请重新选择。"
        )
    return meeting


def _require_ordered(counted: Tally, *, same_meeting: bool) -> None:
    if counted.then is Next.NEXT_MEETING and same_meeting:
        raise Refused("NEXT_MEETING", f"{counted.sentence}请选择以后的会议再筹备。")
    if counted.then not in (Next.FURTHER_ROUND, Next.NEXT_ROUND, Next.NEXT_MEETING):
        raise Refused("NO_FURTHER_ROUND", f"不需要再投一轮：{counted.sentence}")


def _as_new(item: RoundItem) -> NewItem:
    return NewItem(item.title, item.subject_id, item.failed_before)


async def _refuse_second(work: "Work", earlier: Round) -> None:
    """A round is followed once; one that was counted again is followed by its re-count."""
    if await _exists(work, Round.previous_id == earlier.id):
        raise Refused("ROUND_FOLLOWED", "这一轮之后已经另行投票，不能再次办理。")
    newer = Round.id > earlier.id if earlier.recount_of_id else sa.true()
    if await _exists(work, sa.and_(Round.recount_of_id == first_of(earlier), newer)):
        raise Refused("COUNTED_AGAIN", "这一轮已经重新计票，请以最后一次重新计票的结果为准办理。")


async def _exists(work: "Work", which: sa.ColumnElement[bool]) -> bool:
    found = sa.select(Round.id).where(which, Round.state != RoundState.CANCELLED)
    return await work.session.scalar(found.limit(1)) is not None


def first_of(row: Round) -> "UUID":
    """The round whose papers are counted: a re-count of a re-count is still of the first."""
    return row.recount_of_id or row.id


async def recount_round(work: "Work", round_id: "UUID", reason: str) -> Round:
    """Have the papers of an announced round counted again (重新计票), beside the first count."""
    earlier = await own_round(work, round_id)
    require_state(earlier, RoundState.ANNOUNCED, RoundState.VOID)
    if earlier.mode is not VotingMode.PAPER:
        raise Refused(
            "NOT_ON_PAPER",
            "电子表决的票由程序计数，可以导出后用独立程序复核，没有纸质票可以重新清点。",
        )
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明重新计票的理由和决定的机关。", field="reason")
    await _refuse_second(work, earlier)
    row = await write_round(work, await _same_round(work, earlier), number=earlier.number)
    row.recount_of_id, row.recount_reason = first_of(earlier), reason
    row.due, row.present, row.entitled = earlier.due, earlier.present, earlier.entitled
    row.opened_at, row.closed_at = earlier.opened_at, earlier.closed_at
    row.opened_by_name = earlier.opened_by_name
    row.method_adopted_on, row.method_adopted_by = (
        earlier.method_adopted_on,
        earlier.method_adopted_by,
    )
    row.method_text = earlier.method_text
    await same_officials(work, earlier, row)
    await _same_roll(work, earlier, row)
    await _same_papers(work, earlier, row)
    row.state = RoundState.COUNTING
    await work.session.flush()
    return row


async def _same_round(work: "Work", earlier: Round) -> NewRound:
    items = await round_items(work, earlier)
    return NewRound(
        plugin=earlier.plugin,
        subject_type=earlier.subject_type,
        subject_id=earlier.subject_id,
        meeting_id=earlier.meeting_id,
        title=f"{earlier.title}（重新计票）",
        mode=earlier.mode,
        rules=rules_of(earlier),
        items=tuple(_as_new(one) for one in items),
    )


_PLACE = ("member_id", "person_id", "mandate_id", "name", "delegation")


async def _same_roll(work: "Work", earlier: Round, row: Round) -> None:
    found = await work.session.scalars(sa.select(RollPlace).where(RollPlace.round_id == earlier.id))
    work.session.add_all(
        RollPlace(round_id=row.id, **{name: getattr(one, name) for name in _PLACE})
        for one in found.all()
    )


KEPT = (PaperFigure.PRINTED, PaperFigure.ISSUED, PaperFigure.REPLACED, PaperFigure.LEFT_OVER)


async def _same_papers(work: "Work", earlier: Round, row: Round) -> None:
    """What was printed and issued stands; what came back is counted again too."""
    found = await work.session.scalars(
        sa.select(PaperCount)
        .where(PaperCount.round_id == earlier.id, PaperCount.figure.in_(KEPT))
        .order_by(PaperCount.id)
    )
    work.session.add_all(
        PaperCount(
            round_id=row.id,
            figure=one.figure,
            number=one.number,
            entered_by=one.entered_by,
            entered_by_name=one.entered_by_name,
        )
        for one in found.all()
    )
    await work.session.flush()


async def standing_rounds(session: AsyncSession, subject_id: "UUID") -> list[Round]:
    """The rounds whose results stand, in order: of a round that was counted again, the re-count."""
    found = await session.scalars(
        sa.select(Round)
        .where(
            Round.subject_id == subject_id,
            Round.state.in_([RoundState.ANNOUNCED, RoundState.VOID]),
        )
        .order_by(Round.announced_at, Round.id)
    )
    return list({one.recount_of_id or one.id: one for one in found}.values())
