"""What a letter of each kind needs, and what sending it does (回执、通知、提醒函、反馈、报告).

Signing a letter off does what the verb that sends it in one step does; both end here or there in
the same function.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    Computed,
    File,
    Hands,
    Invalid,
    Refused,
    Work,
    compute,
    meet_clock,
    on_day,
    stop_clocks,
    today,
    value_of,
)
from plugins.filing_review import permissions, practice, rules
from plugins.filing_review.models import Filing, Letter
from plugins.filing_review.rules import (
    Ask,
    Direction,
    FilingState,
    LetterKind,
    Measure,
    PartKind,
)
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.copying import (
    Report,
    own_government,
    reported_copy,
    send_report,
    send_request,
    uncorrected_filing,
)
from plugins.filing_review.service.doubts import Passing, check_passing, report_doubt
from plugins.filing_review.service.letters import (
    Paper,
    file_or_none,
    note_next_due,
    own_filing,
    own_outgoing,
    require_filing_step,
    state_forbids,
    write_to_maker,
    write_to_reviewer,
)
from plugins.filing_review.service.noticing import (
    LateNotice,
    check_notice,
    filing_maker,
    give_notice,
)
from plugins.filing_review.service.overdue import overdue_clock
from plugins.filing_review.service.registering import (
    Refusal,
    Registration,
    Withholding,
    give_back,
    give_registration,
    give_request,
    refuse_out_of_scope,
    refuse_own_limit,
)
from plugins.filing_review.service.reviewing import require_lead
from plugins.filing_review.service.sending import Answer, give_answer
from plugins.filing_review.service.timing import start_makers_time

T = TypeVar("T")


class NewLetter(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter is about and what it says; which of it is needed follows from its kind."""

    kind: LetterKind
    filing_id: UUID | None = None
    outgoing_id: UUID | None = None
    copy_id: UUID | None = None
    finding_id: UUID | None = None
    doubt_id: UUID | None = None
    maker_organ: str | None = None
    government: str | None = None
    published_on: date | None = None
    adopted_on: date | None = None
    measure: Measure | None = None
    ask: Ask | None = None
    missing: tuple[PartKind, ...] = ()
    note: str | None = None
    paper_received_on: date | None = None
    title: str | None = None
    number: str | None = None
    text: str = ""
    due_on: date | None = None
    file_id: UUID | None = None


async def _remind(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """A reminder (提醒函) of wording that may mislead: the document stands, the maker replies."""
    filing = await _filing_of(work, new)
    rule = await reminder_rule(work)
    due_on, because = await _time_to_reply(work, filing, new.due_on)
    facts = {"because": because, **({"rule": rule} if rule else {})}
    paper = _paper(msgspec.structs.replace(new, due_on=due_on), facts)
    letter = await write_to_maker(work, filing, paper, await _file(work, new), hands)
    await note_next_due(work, filing)
    return letter


async def _time_to_reply(
    work: Work, filing: Filing, named_on: date | None
) -> tuple[date | None, str]:
    """Until when the maker replies. The latest reminder that gives a day counts."""
    computed = await _reply_by_rule(work, named_on)
    if computed.due_on is not None or named_on is not None:
        await stop_clocks(work, filing.id, rule=practice.REPLY_PERIOD)
    return await start_makers_time(
        work, filing, computed, practice.REPLY_PERIOD, named_on, rules.LETTERS[LetterKind.REMINDER]
    )


async def _reply_by_rule(work: Work, named_on: date | None) -> Computed:
    """The rule's time from today; refused where the letter names a day beside it."""
    computed = await compute(work, practice.REPLY_PERIOD, today())
    if computed.due_on is not None and named_on is not None:
        raise Refused(
            "REPLY_BY_RULE",
            f"答复提醒函的期限由{computed.rule_text}规定，自发出之日起算，不必另行指定，请不填限期。",
        )
    return computed


async def reminder_rule(work: Work) -> str | None:
    """The article that knows reminder letters, if one is known; refused where they are not used."""
    held = await value_of(work, practice.REMINDER_LETTERS, today())
    if held.value is False:
        raise Refused("NO_REMINDERS", "本地规定不发提醒函，请用审查意见或沟通的方式办理。")
    return held.holding.rule_text if held.holding else None


async def _reply(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """The maker's reply to a reminder that it got."""
    outgoing = await own_outgoing(work, required(new.outgoing_id, "outgoing"))
    got = await work.session.scalar(
        select(Letter.id)
        .where(
            Letter.outgoing_id == outgoing.id,
            Letter.kind == LetterKind.REMINDER,
            Letter.direction == Direction.RECEIVED,
        )
        .limit(1)
    )
    if got is None:
        raise Refused("NO_REMINDER", "没有收到过关于该文件的提醒函，无须答复。")
    await meet_clock(work, practice.REPLY_PERIOD, outgoing.id, today())
    return await write_to_reviewer(work, outgoing, _paper(new, {}), await _file(work, new), hands)


async def _chase(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """A chaser (催办函), once an answer, a correction or papers asked for are overdue."""
    filing = await _filing_of(work, new)
    overdue = await overdue_clock(work, filing)
    because = f"{overdue.title}至{on_day(overdue.due_on)}" if overdue.due_on else overdue.title
    text = f"《{rules.within_marks(filing.title)}》{because}已经届满，至今没有收到。\n{new.text}"
    facts = {"was_due_on": str(overdue.due_on), "rule": overdue.rule_text}
    paper = _paper(msgspec.structs.replace(new, text=text), facts)
    return await write_to_maker(work, filing, paper, await _file(work, new), hands)


async def _notify(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    return await give_notice(work, _notice(new), hands)


def _notice(new: NewLetter) -> LateNotice:
    return LateNotice(
        maker_organ=required(new.maker_organ, "makerOrgan"),
        title=new.title or "",
        text=new.text,
        number=new.number,
        due_on=new.due_on,
        published_on=required(new.published_on, "publishedOn"),
        adopted_on=new.adopted_on,
        file_id=new.file_id,
    )


async def _answer(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    outgoing = await own_outgoing(work, required(new.outgoing_id, "outgoing"))
    answer = Answer(
        measure=required(new.measure, "measure"),
        number=new.number,
        text=new.text,
        file_id=new.file_id,
    )
    return await give_answer(work, outgoing, answer, hands)


async def _register(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """The receipt is the registration: signed off, the filing stands in the register."""
    how = Registration(
        note=new.note,
        paper_received_on=new.paper_received_on,
        text=new.text,
        file_id=new.file_id,
    )
    return await give_registration(work, await _filing_of(work, new), how, hands)


async def _return(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    filing = await _filing_of(work, new)
    return await give_back(work, filing, Refusal(new.text, new.number, new.file_id), hands)


async def _withhold(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    why = Withholding(
        ask=required(new.ask, "ask"),
        reason=new.text,
        missing=new.missing,
        due_on=new.due_on,
        number=new.number,
        file_id=new.file_id,
    )
    return await give_request(work, await _filing_of(work, new), why, hands)


async def _report(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    return await send_report(work, required(new.filing_id, "filing"), _report_of(new), hands)


async def _request(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    copy_id, government = required(new.copy_id, "copy"), required(new.government, "government")
    return await send_request(work, copy_id, government, _report_of(new), hands)


async def _pass_up(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    _, letter = await report_doubt(work, _passing(new), _report_of(new), hands)
    return letter


def _report_of(new: NewLetter) -> Report:
    return Report(number=new.number or "", title=new.title, text=new.text, file_id=new.file_id)


def _passing(new: NewLetter) -> Passing:
    return Passing(finding_id=new.finding_id, doubt_id=new.doubt_id)


SEND: dict[LetterKind, Callable[[Work, NewLetter, Hands | None], Awaitable[Letter]]] = {
    LetterKind.REGISTERED: _register,
    LetterKind.RETURNED: _return,
    LetterKind.WITHHELD: _withhold,
    LetterKind.LATE_NOTICE: _notify,
    LetterKind.REMINDER: _remind,
    LetterKind.CHASER: _chase,
    LetterKind.ANSWER: _answer,
    LetterKind.REMINDER_ANSWER: _reply,
    LetterKind.UPWARD_REPORT: _report,
    LetterKind.CORRECTION_REQUEST: _request,
    LetterKind.DOUBT_REPORT: _pass_up,
}
"""What signing off a letter does: the same as the verb that sends it in one step."""


def _paper(new: NewLetter, facts: dict[str, Any]) -> Paper:
    return Paper(
        kind=new.kind,
        text=new.text,
        title=new.title,
        number=new.number,
        dated_on=today(),
        due_on=new.due_on,
        facts=facts,
    )


async def _file(work: Work, new: NewLetter) -> File | None:
    return await file_or_none(work, new.file_id)


def required(value: T | None, field: str) -> T:
    if value is None:
        raise Invalid("LETTER_INCOMPLETE", "这种函件还缺必填的内容，请补充。", field=field)
    return value


async def _filing_of(work: Work, new: NewLetter) -> Filing:
    """The registered, or at least received, filing that a reviewer's letter is about."""
    filing = await own_filing(work, required(new.filing_id, "filing"))
    if filing.state in (FilingState.ARRIVED, FilingState.RETURNED, FilingState.ARCHIVED):
        raise state_forbids(filing)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)
    return filing


# --- what can be known to be wrong while a letter is written; the rest when it is sent ----------


async def check_draft(work: Work, new: NewLetter) -> None:
    """Refuse a draft that lacks what its kind needs, or that nobody could send as things stand."""
    if not new.text.strip() and new.kind is not LetterKind.REGISTERED:
        raise Invalid("TEXT_EMPTY", "请填写函件的内容。", field="text")
    if new.due_on is not None and new.due_on < today():
        raise Invalid("DUE_IN_PAST", "指定的日期已经过去，请改正。", field="dueOn")
    await _file(work, new)
    await _CHECK[new.kind](work, new)


async def _check_form(work: Work, new: NewLetter) -> None:
    """A form check is under way, and whoever drafts its end may also end it."""
    action, step = _FORM_CHECK[new.kind]
    filing = await _filing_of(work, new)
    work.require(action)
    require_filing_step(filing, step)
    if new.kind is LetterKind.REGISTERED:
        await refuse_out_of_scope(work, filing)
    if new.kind is LetterKind.WITHHELD:
        required(new.ask, "ask")
        await refuse_own_limit(work, new.due_on)


_FORM_CHECK = {
    LetterKind.REGISTERED: (permissions.REGISTER_FILING, "register_filing"),
    LetterKind.RETURNED: (permissions.RETURN_FILING, "return_filing"),
    LetterKind.WITHHELD: (permissions.WITHHOLD_FILING, "withhold_filing"),
}


async def _check_late(work: Work, new: NewLetter) -> None:
    check_notice(_notice(new))
    await filing_maker(work, required(new.maker_organ, "makerOrgan"))


async def _check_reminder(work: Work, new: NewLetter) -> None:
    require_lead(work, await _filing_of(work, new))
    await _reply_by_rule(work, new.due_on)


async def _check_chaser(work: Work, new: NewLetter) -> None:
    await _filing_of(work, new)


async def _check_answer(work: Work, new: NewLetter) -> None:
    await own_outgoing(work, required(new.outgoing_id, "outgoing"))
    if new.kind is LetterKind.ANSWER:
        required(new.measure, "measure")


async def _check_report(work: Work, new: NewLetter) -> None:
    await uncorrected_filing(work, required(new.filing_id, "filing"))
    work.require(permissions.REPORT_UNCORRECTED)


async def _check_request(work: Work, new: NewLetter) -> None:
    """Whoever reads what came from below may draft; the signer, who may ask, decides."""
    await reported_copy(work, required(new.copy_id, "copy"))
    await own_government(work, required(new.government, "government"))
    work.require(permissions.READ_COPIES)


async def _check_doubt(work: Work, new: NewLetter) -> None:
    await check_passing(work, _passing(new))
    work.require(permissions.PASS_UP_DOUBT)


_CHECK: dict[LetterKind, Callable[[Work, NewLetter], Awaitable[None]]] = {
    **dict.fromkeys(_FORM_CHECK, _check_form),
    LetterKind.LATE_NOTICE: _check_late,
    LetterKind.REMINDER: _check_reminder,
    LetterKind.CHASER: _check_chaser,
    LetterKind.ANSWER: _check_answer,
    LetterKind.REMINDER_ANSWER: _check_answer,
    LetterKind.UPWARD_REPORT: _check_report,
    LetterKind.CORRECTION_REQUEST: _check_request,
    LetterKind.DOUBT_REPORT: _check_doubt,
}
