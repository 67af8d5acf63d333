"""Letters of either side (提醒函、催办函、限期报送通知、反馈), in one step or through three hands.

How many hands a letter needs is practice (`letter_hands`); where no rule says, one person suffices.
Signing a letter off does what the verb that sends it in one step does.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    File,
    Hands,
    Invalid,
    NotFound,
    Refused,
    Work,
    announce,
    on_day,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import DraftLetter, Filing, Letter
from plugins.filing_review.rules import (
    Direction,
    FilingState,
    LetterKind,
    Measure,
    OpinionState,
)
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.letters import (
    Paper,
    file_or_none,
    hands_demanded,
    move,
    own_filing,
    own_outgoing,
    require_one_step,
    state_forbids,
    write_to_maker,
    write_to_reviewer,
)
from plugins.filing_review.service.mending import draft_anew, take_back
from plugins.filing_review.service.overdue import overdue_clock
from plugins.filing_review.service.registering import (
    LateNotice,
    check_notice,
    filing_maker,
    give_notice,
)
from plugins.filing_review.service.reviewing import require_lead
from plugins.filing_review.service.sending import Answer, give_answer

T = TypeVar("T")


class NewLetter(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter is about and what it says; which of it is needed follows from its kind."""

    kind: LetterKind
    filing_id: UUID | None = None
    outgoing_id: UUID | None = None
    maker_organ: str | None = None
    published_on: date | None = None
    measure: Measure | None = None
    title: str | None = None
    number: str | None = None
    text: str
    due_on: date | None = None
    file_id: UUID | None = None


# --- sending, by kind -----------------------------------------------------------------------


async def _remind(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """A reminder (提醒函) of wording that may mislead: the document stands, the maker replies."""
    filing = await _filing_of(work, new)
    rule = await _reminder_rule(work)
    paper = _paper(new, {"rule": rule} if rule else {})
    return await write_to_maker(work, filing, paper, await _file(work, new), hands)


async def _reminder_rule(work: Work) -> str | None:
    """The article that knows reminder letters, if one is known; refused where they are not used."""
    held = await value_of(work, practice.REMINDER_LETTERS, today())
    if held.value is False:
        raise Refused("NO_REMINDERS", "本地规定不发提醒函，请用审查意见或沟通的方式办理。")
    return held.holding.rule_text if held.holding else None


async def _reply(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """The maker's reply to a reminder that it got."""
    outgoing = await own_outgoing(work, _required(new.outgoing_id, "outgoing"))
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
    return await write_to_reviewer(work, outgoing, _paper(new, {}), await _file(work, new), hands)


async def _chase(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    """A chaser (催办函), once an answer, a correction or papers asked for are overdue."""
    filing = await _filing_of(work, new)
    overdue = await overdue_clock(work, filing)
    because = f"{overdue.title}至{on_day(overdue.due_on)}" if overdue.due_on else overdue.title
    text = f"《{filing.title}》{because}已经届满，至今没有收到。\n{new.text}"
    facts = {"was_due_on": str(overdue.due_on), "rule": overdue.rule_text}
    paper = _paper(msgspec.structs.replace(new, text=text), facts)
    return await write_to_maker(work, filing, paper, await _file(work, new), hands)


async def _notify(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    return await give_notice(work, _notice(new), hands)


def _notice(new: NewLetter) -> LateNotice:
    return LateNotice(
        maker_organ=_required(new.maker_organ, "makerOrgan"),
        title=new.title or "",
        text=new.text,
        number=new.number,
        due_on=new.due_on,
        published_on=_required(new.published_on, "publishedOn"),
        file_id=new.file_id,
    )


async def _answer(work: Work, new: NewLetter, hands: Hands | None) -> Letter:
    outgoing = await own_outgoing(work, _required(new.outgoing_id, "outgoing"))
    answer = Answer(
        measure=_required(new.measure, "measure"),
        number=new.number,
        text=new.text,
        file_id=new.file_id,
    )
    return await give_answer(work, outgoing, answer, hands)


_SEND: dict[LetterKind, Callable[[Work, NewLetter, Hands | None], Awaitable[Letter]]] = {
    LetterKind.LATE_NOTICE: _notify,
    LetterKind.REMINDER: _remind,
    LetterKind.CHASER: _chase,
    LetterKind.ANSWER: _answer,
    LetterKind.REMINDER_ANSWER: _reply,
}


def _paper(new: NewLetter, facts: dict[str, str | None]) -> Paper:
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


def _required(value: T | None, field: str) -> T:
    if value is None:
        raise Invalid("LETTER_INCOMPLETE", "这种函件还缺必填的内容，请补充。", field=field)
    return value


async def _filing_of(work: Work, new: NewLetter) -> Filing:
    """The registered, or at least received, filing that a reviewer's letter is about."""
    filing = await own_filing(work, _required(new.filing_id, "filing"))
    if filing.state in (FilingState.ARRIVED, FilingState.RETURNED, FilingState.ARCHIVED):
        raise state_forbids(filing)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)
    return filing


def _check_words(new: NewLetter) -> None:
    if not new.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写函件的内容。", field="text")
    if new.due_on is not None and new.due_on < today():
        raise Invalid("DUE_IN_PAST", "指定的日期已经过去，请改正。", field="dueOn")


# --- one step -------------------------------------------------------------------------------


async def send_letter(work: Work, new: NewLetter) -> Letter:
    """Send a reminder, a chaser or a reply in one step, where practice does not ask for more."""
    if new.kind not in rules.WITHOUT_OWN_VERB:
        raise Invalid("LETTER_KIND", "这里只发提醒函、催办函和提醒函的答复。", field="kind")
    await require_one_step(work)
    await _check_draft(work, new)
    letter = await _SEND[new.kind](work, new, None)
    await work.session.flush()
    announce(work, "filing_review.send_letter", letter, {"kind": str(new.kind)})
    return letter


# --- three hands ----------------------------------------------------------------------------

_WRITTEN = (
    "filing_id",
    "outgoing_id",
    "maker_organ",
    "published_on",
    "measure",
    "title",
    "number",
    "text",
    "due_on",
    "file_id",
)


async def draft_letter(work: Work, new: NewLetter) -> DraftLetter:
    """Draft a letter (拟稿): nothing leaves the organ yet."""
    if new.kind not in rules.DRAFTED:
        raise Invalid("LETTER_KIND", "这里不拟这种文书。", field="kind")
    await _check_draft(work, new)
    actor = work.acting_person
    draft = DraftLetter(
        organ_id=work.acting_organ.id,
        kind=new.kind,
        drafted_by=actor.person_id,
        drafted_by_name=actor.name,
    )
    _write(draft, new)
    work.session.add(draft)
    await work.session.flush()
    announce(work, "filing_review.draft_letter", draft, {"kind": str(new.kind)})
    return draft


def _write(draft: DraftLetter, new: NewLetter) -> None:
    for name in _WRITTEN:
        setattr(draft, name, getattr(new, name))


async def _check_draft(work: Work, new: NewLetter) -> None:
    """What can be known to be wrong while the letter is written; the rest when it is sent."""
    _check_words(new)
    await _file(work, new)
    if new.kind is LetterKind.LATE_NOTICE:
        check_notice(_notice(new))
        await filing_maker(work, _required(new.maker_organ, "makerOrgan"))
    elif new.kind in rules.FROM_MAKER:
        await own_outgoing(work, _required(new.outgoing_id, "outgoing"))
    else:
        filing = await _filing_of(work, new)
        if new.kind is LetterKind.REMINDER:
            require_lead(work, filing)
    if new.kind is LetterKind.ANSWER:
        _required(new.measure, "measure")


async def _own_draft(work: Work, draft_id: UUID) -> DraftLetter:
    draft = await work.session.scalar(
        select(DraftLetter).where(DraftLetter.id == draft_id).with_for_update()
    )
    if draft is None:
        raise NotFound("函件稿")
    return draft


async def _refuse_maker(work: Work, draft: DraftLetter) -> None:
    """Whoever works for the maker has no hand in what is written to it."""
    person_id = work.acting_person.person_id
    if draft.filing_id is not None:
        filing = await own_filing(work, draft.filing_id)
        await refuse_makers_person(work, maker_of(filing), person_id)
    elif draft.maker_organ is not None:
        await refuse_makers_person(work, (work.body.code, draft.maker_organ), person_id)


async def check_letter(work: Work, draft_id: UUID) -> DraftLetter:
    """Check a drafted letter (核稿), as another person than its drafter."""
    draft = await _own_draft(work, draft_id)
    await _refuse_maker(work, draft)
    actor = work.acting_person
    if actor.person_id == draft.drafted_by:
        raise Refused("SAME_PERSON", "拟稿人不能核自己的稿，请由核稿人办理。")
    move(draft, rules.OpinionMachine, "check_opinion", rules.OPINION_STATES)
    draft.checked_by, draft.checked_by_name = actor.person_id, actor.name
    announce(work, "filing_review.check_letter", draft)
    return draft


async def return_letter(work: Work, draft_id: UUID, reason: str) -> DraftLetter:
    """Send a drafted letter back to be mended, with the reason."""
    draft = await _own_draft(work, draft_id)
    await _refuse_maker(work, draft)
    take_back(work, draft, reason)
    announce(work, "filing_review.return_letter", draft)
    return draft


async def revise_letter(work: Work, draft_id: UUID, new: NewLetter) -> DraftLetter:
    """Mend a drafted letter; whoever does is its drafter from then on, and it is checked anew."""
    draft = await _own_draft(work, draft_id)
    if new.kind is not draft.kind:
        raise Invalid("LETTER_KIND", "不能改变函件的种类，请另拟一份。", field="kind")
    await _check_draft(work, new)
    draft_anew(work, draft)
    _write(draft, new)
    announce(work, "filing_review.revise_letter", draft)
    return draft


async def issue_letter(work: Work, draft_id: UUID, number: str | None) -> DraftLetter:
    """Sign a letter off (签发) and send it."""
    draft = await _own_draft(work, draft_id)
    await _refuse_maker(work, draft)
    await _check_hands(work, draft)
    draft.number = number or draft.number
    actor = work.acting_person
    draft.issued_by, draft.issued_by_name, draft.issued_on = actor.person_id, actor.name, today()
    written = {name: getattr(draft, name) for name in _WRITTEN}
    hands = Hands(
        drafter=draft.drafted_by_name,
        checker=draft.checked_by_name or "",
        signer=actor.name,
    )
    letter = await _SEND[draft.kind](work, NewLetter(kind=draft.kind, **written), hands)
    await work.session.flush()
    draft.letter_id = letter.id
    announce(work, "filing_review.issue_letter", draft, {"kind": str(draft.kind)})
    return draft


async def _check_hands(work: Work, draft: DraftLetter) -> None:
    """As many people as practice demands, each other than those before."""
    demanded = await hands_demanded(work)
    actor = work.acting_person.person_id
    if demanded > 1 and actor in (draft.drafted_by, draft.checked_by):
        raise Refused("SAME_PERSON", "拟稿人、核稿人不能签发，请由签发人办理。")
    if demanded > 2 and draft.state is OpinionState.DRAFTED:
        raise Refused("NOT_CHECKED", "本地规定此类函件须先核稿，请由核稿人核稿后再签发。")
    move(draft, rules.OpinionMachine, "issue_unchecked", rules.OPINION_STATES)
