"""A round from its preparation to the end of the voting: method, officials, roll, opening, close.

Whoever uses it (a plugin's verb) asks the permission and announces the event; here the rules of
every vote are kept: nothing opens before the method and the scrutineers are adopted and enough
heads are counted, and what is frozen stays frozen.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import clock
from core.congress import (
    MEMBERS,
    Meeting,
    MeetingMember,
    due_now,
    entitled_present,
    own_meeting,
    require_sitting,
)
from core.errors import Invalid, NotFound, Refused
from core.kit.ballots.rules import BallotRules
from core.kit.ballots.tables import (
    CLOSED,
    ROUND_STATES,
    Official,
    OfficialRole,
    RollPlace,
    Round,
    RoundItem,
    RoundState,
    VotingMode,
)

if TYPE_CHECKING:
    from core.work import Work

MOST_ITEMS = 200
"""More fit on no ballot."""


class NewItem(msgspec.Struct, frozen=True):
    """What is voted on: its words on the ballot, and the plugin's record."""

    title: str
    subject_id: UUID
    failed_before: int = 0


class NewRound(msgspec.Struct, frozen=True, kw_only=True):
    """A round to be held: about which record of which plugin, in which meeting, by which rules."""

    plugin: str
    subject_type: str
    subject_id: UUID
    meeting_id: UUID
    title: str
    mode: VotingMode
    rules: BallotRules
    items: tuple[NewItem, ...]
    changeable: bool = False


class Adoption(msgspec.Struct, frozen=True, kw_only=True):
    """That the meeting adopted the voting method (票决办法): when, by what, what it says."""

    on: date
    by: str
    text: str


async def prepare_round(work: "Work", new: NewRound) -> Round:
    """Prepare a round; rules and items are checked now and frozen when it opens."""
    meeting = await own_meeting(work, new.meeting_id)
    require_sitting(meeting)
    _check_items(new)
    await _refuse_running(work, new.subject_id)
    return await write_round(work, new, number=1)


def _check_items(new: NewRound) -> None:
    if not new.items:
        raise Refused("ITEMS_EMPTY", "没有可以表决的项目，请先确定列入表决票的项目。")
    if len(new.items) > MOST_ITEMS:
        raise Refused("ITEMS_TOO_MANY", f"一张表决票最多{MOST_ITEMS}项，请分次表决。")
    if new.rules.secret and new.mode is not VotingMode.PAPER:
        raise Refused(
            "SECRET_ON_PAPER",
            "本机构规定无记名投票。电子记名表决不能保密，请使用纸质票。",
        )
    fault = new.rules.places.fault(len(new.items)) if new.rules.places else None
    if fault is not None:
        raise Refused("PLACES_UNFIT", f"{fault}请调整候选项目或者应选项数。")


async def _refuse_running(work: "Work", subject_id: UUID) -> None:
    running = sa.select(Round.id).where(Round.subject_id == subject_id, Round.state.not_in(CLOSED))
    if await work.session.scalar(running.limit(1)) is not None:
        raise Refused("ROUND_RUNNING", "已有一次表决正在办理，请先办完或者取消。")
    # Nobody votes again until the result pleases: what may follow, the announced result says.
    held = sa.select(Round.id).where(
        Round.subject_id == subject_id, Round.state.in_([RoundState.ANNOUNCED, RoundState.VOID])
    )
    if await work.session.scalar(held.limit(1)) is not None:
        raise Refused(
            "VOTED_BEFORE",
            "已经表决并宣布结果，不能从头再来。结果写明须另行投票的，请筹备另行投票。",
        )


async def write_round(
    work: "Work",
    new: NewRound,
    *,
    number: int,
    previous: Round | None = None,
    state: RoundState = RoundState.PREPARED,
) -> Round:
    """The rows of a new round; officials and method of a previous one are adopted already."""
    told = {name: getattr(new, name) for name in _COPIED}
    row = Round(
        id=uuid7(),
        number=number,
        rules=msgspec.to_builtins(new.rules),
        salt=secrets.token_hex(32),
        previous_id=previous.id if previous else None,
        method_adopted_on=previous.method_adopted_on if previous else None,
        method_adopted_by=previous.method_adopted_by if previous else None,
        method_text=previous.method_text if previous else None,
        **told,
    )
    work.session.add(row)
    await work.session.flush()
    work.session.add_all(
        RoundItem(round_id=row.id, number=place, **msgspec.structs.asdict(item))
        for place, item in enumerate(new.items, 1)
    )
    row.state = state
    await work.session.flush()
    return row


_COPIED = (
    "plugin",
    "subject_type",
    "subject_id",
    "meeting_id",
    "title",
    "mode",
    "changeable",
)


async def own_round(work: "Work", round_id: UUID) -> Round:
    """The body's round, locked for the verb."""
    row = await work.session.scalar(sa.select(Round).where(Round.id == round_id).with_for_update())
    if row is None:
        raise NotFound("这次表决")
    return row


def require_state(row: Round, *states: RoundState) -> None:
    """Refuse what the state of a round does not allow."""
    if row.state not in states:
        wanted = "、".join(f"“{ROUND_STATES[state]}”" for state in states)
        raise Refused(
            "ROUND_STATE",
            f"这次表决的状态是“{ROUND_STATES[row.state]}”，此事只能在{wanted}时办理。",
        )


def rules_of(row: Round) -> BallotRules:
    """The rules of a round."""
    return msgspec.convert(row.rules, BallotRules)


async def adopt_method(work: "Work", round_id: UUID, adoption: Adoption) -> Round:
    """Record that the meeting adopted the voting method (票决办法); without it nothing opens."""
    row = await own_round(work, round_id)
    require_state(row, RoundState.PREPARED)
    if not adoption.by.strip() or not adoption.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写通过表决办法的会议和表决办法的内容。", field="text")
    if adoption.on > clock.today():
        raise Invalid("DATE_IN_FUTURE", "通过日期不能晚于今天，请改正。", field="on")
    row.method_adopted_on, row.method_adopted_by = adoption.on, adoption.by
    row.method_text = adoption.text
    return row


async def open_round(work: "Work", round_id: UUID) -> Round:
    """Open the voting: the heads that are counted now must suffice, and the roll is frozen."""
    row = await own_round(work, round_id)
    require_state(row, RoundState.PREPARED)
    meeting = await own_meeting(work, row.meeting_id)
    require_sitting(meeting)
    await _require_adopted(work, row)
    here = await entitled_present(work, meeting)
    due = await due_now(work, meeting)
    _require_quorum(meeting, rules_of(row), due, len(here))
    work.session.add_all(_places(row, here))
    await work.session.flush()
    row.due, row.present, row.entitled = due, len(here), len(here)
    row.opened_at, row.opened_by_name = clock.now(), work.acting_person.name
    row.state = RoundState.OPEN
    await work.session.flush()
    return row


async def _require_adopted(work: "Work", row: Round) -> None:
    if row.method_adopted_on is None:
        raise Refused("METHOD_NOT_ADOPTED", "表决办法还没有通过，不能开始投票，请先提请会议通过。")
    named = await work.session.scalar(
        sa.select(Official.id).where(
            Official.round_id == row.id, Official.role == OfficialRole.CHIEF_SCRUTINEER
        )
    )
    if named is None:
        raise Refused(
            "SCRUTINEERS_NOT_ADOPTED", "监票人名单还没有通过，不能开始投票，请先提请会议通过。"
        )


def _require_quorum(meeting: Meeting, rules: BallotRules, due: int, present: int) -> None:
    if not present:
        raise Refused("NOBODY_PRESENT", "还没有登记到会的人，请先办理签到。")
    if rules.quorum is None or rules.quorum.share.reached(present, due):
        return
    line = rules.quorum.share.line(due)
    raise Refused(
        "QUORUM_NOT_REACHED",
        f"应到{MEMBERS[meeting.assembly]}{due}人，实到{present}人，不足{line}人，"
        f"不能表决（{rules.quorum.basis}）。",
    )


def _places(row: Round, here: Sequence[MeetingMember]) -> list[RollPlace]:
    return [
        RollPlace(
            id=uuid7(),
            round_id=row.id,
            member_id=one.id,
            person_id=one.person_id,
            mandate_id=one.mandate_id,
            name=one.name,
            delegation=one.delegation,
        )
        for one in here
    ]


async def close_round(work: "Work", round_id: UUID) -> Round:
    """End the voting (投票结束): whoever has not voted by now has not voted."""
    row = await own_round(work, round_id)
    require_state(row, RoundState.OPEN)
    row.state, row.closed_at = RoundState.COUNTING, clock.now()
    return row


async def cancel_round(work: "Work", round_id: UUID, reason: str) -> Round:
    """Cancel a round before its voting ends; what was cast is counted for nothing."""
    row = await own_round(work, round_id)
    require_state(row, RoundState.PREPARED, RoundState.OPEN)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明取消这次表决的理由。", field="reason")
    row.cancel_reason = reason
    await work.session.flush()
    row.state = RoundState.CANCELLED
    return row
