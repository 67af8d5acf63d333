"""The call for ideas: opened for so long as practice asks, closed after its last day."""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import (
    Computed,
    Invalid,
    Published,
    Refused,
    Resolved,
    Work,
    announce,
    catalogue,
    compute,
    meet_clock,
    now,
    practice_of,
    start_clock_until,
    today,
)
from plugins.people_votes import practice
from plugins.people_votes.models import CallForIdeas, Cycle
from plugins.people_votes.service.cycles import move_cycle, own_cycle

PLUGIN = "people_votes"


class NewCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a call says, until when, and that it may be public."""

    text: str
    secrecy_note: str
    until: date | None = None
    season_reason: str | None = None


async def open_call(work: Work, cycle_id: UUID, new: NewCall) -> CallForIdeas:
    """Begin to call for ideas (公开征集); from now on anybody may propose one."""
    cycle = await own_cycle(work, cycle_id)
    _check_words(new)
    move_cycle(cycle, "open_call")
    held = await practice_of(work, [practice.CALL_ALL_YEAR, practice.CALL_MONTHS], today())
    _check_season(held[practice.CALL_MONTHS], new)
    until, because = await _last_day(work, held[practice.CALL_ALL_YEAR], new.until)
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
    if until is not None:
        told = because or "征集机关确定的截止日期"
        start_clock_until(work, practice.CALL_PERIOD, call, today(), until, told)
    announce(work, "people_votes.open_call", call, {"until": str(until) if until else None})
    return call


def _check_words(new: NewCall) -> None:
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


async def _last_day(
    work: Work, all_year: Resolved, wanted: date | None
) -> tuple[date | None, str | None]:
    """The call's last day and the rule behind it; by a rule it may be longer, never shorter."""
    if all_year.value:
        if wanted is not None:
            raise Refused("CALL_ALL_YEAR", "按规定常年征集，不设截止日期。")
        return None, all_year.holding.rule_text if all_year.holding else None
    least = await compute(work, practice.CALL_PERIOD, today())
    if wanted is None:
        return _by_rule(least)
    if wanted < today():
        raise Invalid("DUE_IN_PAST", "截止日期已经过去，请核对后改正。", field="until")
    if least.due_on is not None and wanted < least.due_on:
        raise Refused(
            "CALL_TOO_SHORT",
            f"{least.rule_text}规定征集时间不少于{least.span_text}，最早在{least.due_on}截止。",
        )
    return wanted, least.rule_text


def _by_rule(least: Computed) -> tuple[date, str | None]:
    if least.due_on is None:
        raise Invalid(
            "CALL_END_MISSING", "现行做法没有规定征集多长时间，请填写截止日期。", field="until"
        )
    return least.due_on, least.rule_text


async def _publish(work: Work, cycle: Cycle, call: CallForIdeas) -> None:
    """Opening a call makes it public: what visitors read is the public entry, nothing else."""
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
            "until": str(call.until) if call.until else None,
        },
        published_on=today(),
    )
    work.session.add(entry)
    await work.session.flush()
    call.published_id = entry.id


async def close_call(work: Work, cycle_id: UUID) -> CallForIdeas:
    """End the call after its last day; a call without one ends when the body says so."""
    cycle = await own_cycle(work, cycle_id)
    move_cycle(cycle, "close_call")
    call = await call_of(work, cycle.id)
    if call.until is not None and today() <= call.until:
        raise Refused(
            "CALL_STILL_RUNS", f"公开征集到{call.until}当日为止，请在截止日期以后再办理。"
        )
    call.closed_on, call.closed_by_name = today(), work.acting_person.name
    await work.session.execute(
        sa.update(Published)
        .where(Published.id == call.published_id, Published.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
    )
    await meet_clock(work, practice.CALL_PERIOD, call.id, call.until or today())
    announce(work, "people_votes.close_call", call)
    return call


async def call_of(work: Work, cycle_id: UUID) -> CallForIdeas:
    """The call of a cycle that has one."""
    found = sa.select(CallForIdeas).where(CallForIdeas.cycle_id == cycle_id)
    return (await work.session.scalars(found)).one()


def call_list() -> sa.Select[CallForIdeas]:
    """Calls, the latest first."""
    return sa.select(CallForIdeas).order_by(CallForIdeas.opened_on.desc())


def public_calls(body_id: UUID) -> sa.Select[Published]:
    """The calls that run, as visitors see them."""
    return catalogue(body_id, PLUGIN).where(Published.facts["kind"].astext == "call")
