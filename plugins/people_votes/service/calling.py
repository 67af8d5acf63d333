"""The call for ideas: opened for so long as practice asks, closed after its last day.

While it runs it can be corrected, and before the first idea withdrawn. What was published is never
edited: the entry is withdrawn, and where the call goes on another takes its place.
"""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import (
    ClockState,
    Computed,
    Context,
    Deadline,
    Event,
    Invalid,
    Published,
    Refused,
    Resolved,
    Work,
    announce,
    catalogue,
    clock_of,
    compute,
    meet_clock,
    now,
    on_day,
    practice_of,
    refuse_if_changed,
    revision_of,
    start_clock_until,
    stop_clocks,
    today,
)
from plugins.people_votes import practice
from plugins.people_votes.models import CallForIdeas, Cycle, Idea
from plugins.people_votes.rules import CycleState
from plugins.people_votes.service.cycles import move_cycle, own_cycle, refuse_state

PLUGIN = "people_votes"


class NewCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a call says, until when, and that it may be public."""

    text: str
    secrecy_note: str
    until: date | None = None
    season_reason: str | None = None


class CallChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a call says from now on, checked for secrets anew, and why it is changed."""

    text: str
    secrecy_note: str
    reason: str
    until: date | None = None


CHANGED = ("text", "until", "secrecy_note")
"""What a change of a call may change."""


async def open_call(work: Work, cycle_id: UUID, new: NewCall) -> CallForIdeas:
    """Begin to call for ideas (公开征集); from now on anybody may propose one."""
    cycle = await own_cycle(work, cycle_id)
    _check_words(new)
    move_cycle(cycle, "open_call")
    held = await practice_of(work, [practice.CALL_ALL_YEAR, practice.CALL_MONTHS], today())
    _check_season(held[practice.CALL_MONTHS], new)
    until, because = None, _rule_of(held[practice.CALL_ALL_YEAR])
    if held[practice.CALL_ALL_YEAR].value:
        _refuse_last_day(new.until)
    else:
        until, because = await _last_day(work, cycle, new.until, today())
    cycle.call_from, cycle.call_until = today(), until
    call = CallForIdeas(
        cycle_id=cycle.id,
        text=new.text.strip(),
        opened_on=today(),
        until=until,
        rule_text=because,
        season_reason=new.season_reason,
        secrecy_note=new.secrecy_note.strip(),
        opened_by=work.acting_person.person_id,
        opened_by_name=work.acting_person.name,
    )
    work.session.add(call)
    await work.session.flush()
    await _publish(work, cycle, call)
    _start_clock(work, call)
    announce(work, "people_votes.open_call", call, {"until": _day(call.until)})
    return call


async def change_call(
    work: Work, cycle_id: UUID, change: CallChange, seen: str | None = None
) -> CallForIdeas:
    """Correct a call that runs: what it says, and until when, as far as the rule lets."""
    _check_words(change)
    _check_reason(change.reason, "请写明更正征集公告的理由。")
    cycle = await own_cycle(work, cycle_id)
    if cycle.state is not CycleState.CALLING:
        refuse_state(cycle)
    call = await call_of(work, cycle.id)
    refuse_if_changed(seen, call_revision(call))
    until, because = None, call.rule_text
    if call.until is None:
        _refuse_last_day(change.until)
    else:
        until, because = await _last_day(work, cycle, change.until, call.opened_on)
    moved = until != call.until
    call.text, call.secrecy_note = change.text.strip(), change.secrecy_note.strip()
    call.until, call.rule_text = until, because
    call.changed_on, call.changed_by_name = today(), work.acting_person.name
    call.change_reason = change.reason.strip()
    cycle.call_until = until
    await _withdraw_entry(work, call)
    await _publish(work, cycle, call)
    if moved:
        await stop_clocks(work, call.id, rule=practice.CALL_PERIOD)
        _start_clock(work, call)
    told = {"until": _day(until), "reason": call.change_reason}
    announce(work, "people_votes.change_call", call, told)
    return call


async def withdraw_call(work: Work, cycle_id: UUID, reason: str) -> CallForIdeas:
    """Take a call back that was begun by mistake and that nobody answered; another may follow."""
    _check_reason(reason, "请写明撤回公开征集的理由。")
    cycle = await own_cycle(work, cycle_id)
    move_cycle(cycle, "withdraw_call")
    if await has_ideas(work, cycle.id):
        raise Refused(
            "CALL_ANSWERED", "已经收到建议，公开征集不能撤回；要改正的，请更正征集公告、截止日期。"
        )
    call = await call_of(work, cycle.id)
    call.withdrawn_on, call.withdrawn_by_name = today(), work.acting_person.name
    call.withdraw_reason = reason.strip()
    cycle.call_from = cycle.call_until = None
    await _withdraw_entry(work, call)
    await stop_clocks(work, call.id, rule=practice.CALL_PERIOD)
    announce(work, "people_votes.withdraw_call", call, {"reason": call.withdraw_reason})
    return call


def call_revision(call: CallForIdeas) -> str:
    """A mark of what can be changed of a call."""
    return revision_of(call, CHANGED)


def _day(day: date | None) -> str | None:
    return str(day) if day else None


def _check_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Invalid("REASON_EMPTY", sentence, field="reason")


def _start_clock(work: Work, call: CallForIdeas) -> None:
    if call.until is not None:
        told = call.rule_text or "征集机关确定的截止日期"
        start_clock_until(work, practice.CALL_PERIOD, call, call.opened_on, call.until, told)


def _check_words(new: NewCall | CallChange) -> None:
    if not new.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写征集公告的内容。", field="text")
    if not new.secrecy_note.strip():
        raise Invalid(
            "SECRECY_UNCHECKED", "征集公告将对外公开，请先填写保密审查意见。", field="secrecyNote"
        )


def _check_season(months: Resolved, new: NewCall) -> None:
    """A call in another season than the rule's is not stopped, but says why."""
    if not months.value or today().month in months.value or (new.season_reason or "").strip():
        return
    rule = months.holding.rule_text if months.holding else ""
    raise Refused(
        "CALL_OUT_OF_SEASON",
        f"{rule}规定公开征集在{'、'.join(f'{month}月' for month in months.value)}开始，"
        "请写明在其他月份征集的理由。",
    )


def _rule_of(held: Resolved) -> str | None:
    return held.holding.rule_text if held.holding else None


def _refuse_last_day(wanted: date | None) -> None:
    if wanted is not None:
        raise Refused("CALL_ALL_YEAR", "按规定常年征集，不设截止日期，请不要填写截止日期。")


class CallTerm(msgspec.Struct, frozen=True, kw_only=True):
    """Until when a call that begins today goes on where no last day is named."""

    all_year: bool
    until: date | None
    rule_text: str | None


async def call_term(context: Context) -> CallTerm:
    """What holds today: all year, until a day, or nothing, so that a day must be named."""
    async with context.previewing() as work:
        held = await practice_of(work, [practice.CALL_ALL_YEAR], today())
        all_year = held[practice.CALL_ALL_YEAR]
        if all_year.value:
            return CallTerm(all_year=True, until=None, rule_text=_rule_of(all_year))
        least = await compute(work, practice.CALL_PERIOD, today())
    return CallTerm(all_year=False, until=least.due_on, rule_text=least.rule_text)


async def _last_day(
    work: Work, cycle: Cycle, wanted: date | None, opened_on: date
) -> tuple[date, str | None]:
    """The call's last day and the rule behind it; by a rule it may be longer, never shorter.

    A call that goes on after the year in which its projects are carried out asks for nothing.
    """
    least = await compute(work, practice.CALL_PERIOD, opened_on)
    until = wanted or _by_rule(least)
    if until < today():
        raise Invalid("DUE_IN_PAST", "截止日期已经过去，请核对后改正。", field="until")
    if until.year > cycle.year:
        raise Invalid(
            "CALL_TOO_LATE",
            f"这一轮的实施年度是{cycle.year}年，征集不能晚于当年年底截止，请核对截止日期的年份；"
            "实施年度有误的，请另行启动一轮。",
            field="until",
        )
    if least.due_on is not None and until < least.due_on:
        raise Refused(
            "CALL_TOO_SHORT",
            f"{least.rule_text}规定征集时间不少于{least.span_text}，最早在{on_day(least.due_on)}截止。",
        )
    return until, least.rule_text


def _by_rule(least: Computed) -> date:
    if least.due_on is None:
        raise Invalid(
            "CALL_END_MISSING", "现行做法没有规定征集多长时间，请填写截止日期。", field="until"
        )
    return least.due_on


async def _publish(work: Work, cycle: Cycle, call: CallForIdeas) -> None:
    """A call is public while it runs: what visitors read is the public entry, nothing else."""
    entry = Published(
        body_id=work.body.id,
        plugin=PLUGIN,
        subject_id=call.id,
        title=cycle.title,
        facts={
            "kind": "call",
            "cycle": str(cycle.id),
            "year": cycle.year,
            "area": cycle.area,
            "text": call.text,
            "until": _day(call.until),
            "changed_on": _day(call.changed_on),
        },
        published_on=call.opened_on,
    )
    work.session.add(entry)
    await work.session.flush()
    call.published_id = entry.id


async def _withdraw_entry(work: Work, call: CallForIdeas) -> None:
    await work.session.execute(
        sa.update(Published)
        .where(Published.id == call.published_id, Published.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
    )


async def close_call(work: Work, cycle_id: UUID) -> CallForIdeas:
    """End the call after its last day; a call without one ends when the body says so."""
    cycle = await own_cycle(work, cycle_id)
    move_cycle(cycle, "close_call")
    call = await call_of(work, cycle.id)
    if call.until is not None and today() <= call.until:
        raise Refused(
            "CALL_STILL_RUNS", f"公开征集到{on_day(call.until)}当日为止，请在截止日期以后再办理。"
        )
    call.closed_on, call.closed_by_name = today(), work.acting_person.name
    await _withdraw_entry(work, call)
    await meet_clock(work, practice.CALL_PERIOD, call.id, call.until or today())
    announce(work, "people_votes.close_call", call)
    return call


async def follow_call(work: Work, event: Event) -> None:
    """The clock is the opening organ's: what another organ did to the call ends that one too."""
    call = await work.session.scalar(
        sa.select(CallForIdeas).where(CallForIdeas.id == event.subject_id).with_for_update()
    )
    if call is None:
        return
    last = await clock_of(work, practice.CALL_PERIOD, call.id)
    if call.closed_on is not None:
        await meet_clock(work, practice.CALL_PERIOD, call.id, call.until or call.closed_on)
    if call.closed_on is not None or call.withdrawn_on is not None:
        await stop_clocks(work, call.id, rule=practice.CALL_PERIOD)
    elif last is not None:
        await _stop_before(work, last)


async def _stop_before(work: Work, last: Deadline) -> None:
    """Of the clocks of a call that goes on, the latest runs."""
    before = await work.session.scalars(
        sa.select(Deadline)
        .where(
            Deadline.subject_id == last.subject_id,
            Deadline.rule == last.rule,
            Deadline.state.in_((ClockState.RUNNING, ClockState.PAUSED)),
            Deadline.id != last.id,
        )
        .order_by(Deadline.id)
        .with_for_update()
    )
    # Row by row: what the body knows of a clock follows each change of it.
    for one in before:
        one.state = ClockState.STOPPED


def standing_call(cycle_id: UUID | None) -> sa.Select[CallForIdeas]:
    """The call of a cycle; one that was withdrawn is none."""
    return sa.select(CallForIdeas).where(
        CallForIdeas.cycle_id == cycle_id, CallForIdeas.withdrawn_on.is_(None)
    )


async def call_of(work: Work, cycle_id: UUID) -> CallForIdeas:
    """The call of a cycle that has one."""
    return (await work.session.scalars(standing_call(cycle_id))).one()


async def has_ideas(work: Work, cycle_id: UUID) -> bool:
    """Whether somebody answered the cycle's call."""
    found = sa.select(Idea.id).where(Idea.cycle_id == cycle_id).limit(1)
    return await work.session.scalar(found) is not None


def call_list() -> sa.Select[CallForIdeas]:
    """Calls, the latest first."""
    return sa.select(CallForIdeas).order_by(CallForIdeas.opened_on.desc())


def public_calls(body_id: UUID) -> sa.Select[Published]:
    """The calls that run, as visitors see them."""
    return catalogue(body_id, PLUGIN).where(Published.facts["kind"].astext == "call")
