"""After the conclusion: the written opinion with its three hands, closing, publication."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    Hands,
    Invalid,
    NotFound,
    OrganKind,
    Published,
    Refused,
    Work,
    announce,
    compute,
    notify,
    now,
    on_day,
    start_clock,
    stop_clocks,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, Opinion
from plugins.filing_review.rules import (
    FilingState,
    LetterKind,
    Meeting,
    Openness,
    OpinionState,
    Share,
)
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.copying import copy_up
from plugins.filing_review.service.letters import (
    PLUGIN,
    Paper,
    check_not_future,
    file_or_none,
    move,
    move_filing,
    note_next_due,
    own_filing,
    write_to_maker,
)
from plugins.filing_review.service.packages import acknowledge_letters
from plugins.filing_review.service.reviewing import require_lead
from plugins.filing_review.service.suspending import drop_plan


class NewOpinion(msgspec.Struct, frozen=True, kw_only=True):
    """A drafted opinion; a presidium's names the meeting that adopted it."""

    title: str
    text: str
    stop_at_once: bool
    meeting: Meeting | None
    file_id: UUID | None = None


async def draft_opinion(work: Work, filing_id: UUID, new: NewOpinion) -> Opinion:
    """Draft the written review opinion (拟稿) about a problem that was found."""
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    if filing.state is not FilingState.PROBLEM:
        raise Refused(
            "STATE_FORBIDS",
            f"当前状态是“{rules.FILING_STATES[filing.state]}”，只有存在问题的文件才拟审查意见。",
        )
    await refuse_second(work, filing)
    if not new.title.strip() or not new.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写审查意见的标题和正文。", field="text")
    await check_meeting(work, new.meeting)
    file = await file_or_none(work, new.file_id)
    actor = work.acting_person
    opinion = Opinion(
        organ_id=filing.organ_id,
        filing_id=filing.id,
        title=new.title,
        text=new.text,
        stop_at_once=new.stop_at_once,
        file_id=file.id if file else None,
        drafted_by=actor.person_id,
        drafted_by_name=actor.name,
    )
    hold_meeting(opinion, new.meeting)
    work.session.add(opinion)
    await work.session.flush()
    announce(work, "filing_review.draft_opinion", opinion)
    return opinion


async def refuse_second(work: Work, filing: Filing) -> None:
    """One opinion at a time: a second would outlive the one that is issued."""
    begun = await work.session.scalar(
        select(Opinion.id).where(
            Opinion.filing_id == filing.id, Opinion.state != OpinionState.ISSUED
        )
    )
    if begun is not None:
        raise Refused("OPINION_EXISTS", "已有审查意见正在拟稿、核稿，请先办完，不能另拟一份。")


async def check_meeting(work: Work, meeting: Meeting | None) -> None:
    """A presidium decides at a meeting, by the majority that practice names."""
    if meeting is None:
        if work.acting_organ.kind is OrganKind.PRESIDIUM:
            raise Refused(
                "MEETING_REQUIRED", "主席团的审查意见须经主席团会议通过，请填写会议和表决情况。"
            )
        return
    check_not_future(meeting.held_on, "会议日期")
    held = await value_of(work, practice.OPINION_MAJORITY, meeting.held_on)
    share: Share | None = held.value
    fault = rules.faulty_meeting(meeting, share)
    if fault is not None:
        rule = f"（{held.holding.rule_text}）" if held.holding else ""
        raise Refused("MAJORITY_NOT_REACHED", fault + rule)


def hold_meeting(opinion: Opinion, meeting: Meeting | None) -> None:
    """Keep the meeting and its vote on the opinion."""
    if meeting is None:
        opinion.meeting_title = opinion.meeting_held_on = None
        opinion.meeting_members = opinion.meeting_present = opinion.meeting_in_favour = None
        return
    opinion.meeting_title, opinion.meeting_held_on = meeting.title, meeting.held_on
    opinion.meeting_members, opinion.meeting_present = meeting.members, meeting.present
    opinion.meeting_in_favour = meeting.in_favour


async def own_opinion(work: Work, opinion_id: UUID) -> tuple[Opinion, Filing]:
    """The acting organ's opinion and the filing it is about, both locked for the verb."""
    opinion = await work.session.scalar(
        select(Opinion).where(Opinion.id == opinion_id).with_for_update()
    )
    if opinion is None:
        raise NotFound("审查意见")
    return opinion, await own_filing(work, opinion.filing_id)


async def check_opinion(work: Work, opinion_id: UUID) -> Opinion:
    """Check a drafted opinion (核稿), as another person than its drafter."""
    opinion, filing = await own_opinion(work, opinion_id)
    actor = work.acting_person
    await refuse_makers_person(work, maker_of(filing), actor.person_id)
    if actor.person_id == opinion.drafted_by:
        raise Refused("SAME_PERSON", "拟稿人不能核自己的稿，请由核稿人办理。")
    move(opinion, rules.OpinionMachine, "check_opinion", rules.OPINION_STATES)
    opinion.checked_by, opinion.checked_by_name = actor.person_id, actor.name
    announce(work, "filing_review.check_opinion", opinion)
    return opinion


async def issue_opinion(work: Work, opinion_id: UUID, number: str) -> Opinion:
    """Sign the opinion off (签发) as a third person and send it; the time to answer starts."""
    opinion, filing = await own_opinion(work, opinion_id)
    actor = work.acting_person
    await refuse_makers_person(work, maker_of(filing), actor.person_id)
    if actor.person_id in (opinion.drafted_by, opinion.checked_by):
        raise Refused("SAME_PERSON", "拟稿人、核稿人不能签发，请由签发人办理。")
    if not number.strip():
        raise Invalid("NUMBER_EMPTY", "请填写审查意见的发文字号。", field="number")
    move(opinion, rules.OpinionMachine, "issue_opinion", rules.OPINION_STATES)
    move_filing(filing, "issue_opinion")
    opinion.issued_by, opinion.issued_by_name = actor.person_id, actor.name
    opinion.number, opinion.issued_on = number, today()
    opinion.answer_due_on = (await compute(work, practice.ANSWER_PERIOD, today())).due_on
    await start_clock(work, practice.ANSWER_PERIOD, filing, today())
    await drop_plan(work, filing.id)
    await _send_opinion(work, filing, opinion)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    hands = (opinion.drafted_by, opinion.checked_by)
    notify(work, hands, f"您经手的审查意见已经签发，文号{number}。", filing)
    announce(work, "filing_review.issue_opinion", opinion, {"number": number})
    return opinion


async def _send_opinion(work: Work, filing: Filing, opinion: Opinion) -> None:
    paper = Paper(
        kind=LetterKind.OPINION,
        text=opinion.text,
        title=opinion.title,
        number=opinion.number,
        dated_on=today(),
        due_on=opinion.answer_due_on,
        facts={"stop_at_once": opinion.stop_at_once, "meeting": _meeting_text(opinion)},
    )
    hands = Hands(
        drafter=opinion.drafted_by_name,
        checker=opinion.checked_by_name or "",
        signer=opinion.issued_by_name or "",
    )
    file = await file_or_none(work, opinion.file_id)
    await write_to_maker(work, filing, paper, file, hands)


def _meeting_text(opinion: Opinion) -> str | None:
    """The meeting and its vote, as the paper says them."""
    if opinion.meeting_title is None or opinion.meeting_held_on is None:
        return None
    return (
        f"{opinion.meeting_title}（{on_day(opinion.meeting_held_on)}）通过：全体成员"
        f"{opinion.meeting_members}人，出席{opinion.meeting_present}人，"
        f"赞成{opinion.meeting_in_favour}人"
    )


async def close_filing(
    work: Work, filing_id: UUID, note: str, archive_number: str | None
) -> Filing:
    """Close and archive (办结归档): nothing was found, or what was found is corrected."""
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    if not note.strip():
        raise Invalid("TEXT_EMPTY", "请填写办结意见。", field="note")
    await refuse_unissued(work, filing)
    move_filing(filing, "close_filing")
    filing.closed_on, filing.close_note, filing.archive_number = today(), note, archive_number
    await stop_clocks(work, filing.id)
    await acknowledge_letters(work, filing=filing.id)
    outcome = filing.correction or filing.conclusion
    paper = Paper(
        kind=LetterKind.CLOSING,
        text=note,
        number=filing.register_text,
        dated_on=today(),
        facts={"outcome": str(outcome)},
    )
    await write_to_maker(work, filing, paper)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    announce(work, "filing_review.close_filing", filing, {"outcome": str(outcome)})
    return filing


async def refuse_unissued(work: Work, filing: Filing) -> None:
    """An opinion that was begun is issued; it is not left behind silently."""
    begun = await work.session.scalar(
        select(Opinion.id).where(
            Opinion.filing_id == filing.id, Opinion.state != OpinionState.ISSUED
        )
    )
    if begun is not None and filing.correction is None:
        raise Refused("OPINION_PENDING", "有审查意见尚未签发，请先签发后再办结。")


async def check_secrecy(work: Work, filing_id: UUID, *, passed: bool, note: str) -> Filing:
    """Record the secrecy check before publication (公开前保密审查, 保密法第三十五条).

    What is public already and does not pass is withdrawn at once.
    """
    filing = await own_filing(work, filing_id)
    _require_registered(filing)
    if not note.strip():
        raise Invalid("TEXT_EMPTY", "请填写保密审查的意见。", field="note")
    filing.secrecy_checked_by = work.acting_person.person_id
    filing.secrecy_checked_on, filing.secrecy_passed = today(), passed
    filing.secrecy_note = note
    withdrawn = not passed and await _take_out(work, filing, note)
    announce(
        work, "filing_review.check_secrecy", filing, {"passed": passed, "withdrawn": withdrawn}
    )
    return filing


def _require_registered(filing: Filing) -> None:
    if filing.registered_on is None:
        raise Refused("NOT_REGISTERED", "尚未备案登记的文件不能列入公开目录。")


async def _take_out(work: Work, filing: Filing, reason: str) -> bool:
    """Withdraw the filing's entry from the catalogue; whether there was one."""
    entry = await work.session.get(Published, filing.published_id) if filing.published_id else None
    if entry is None:
        return False
    entry.withdrawn_at = now()
    filing.published_id = None
    filing.unpublished_on, filing.unpublish_reason = today(), reason
    return True


def _day(day: date | None) -> str | None:
    return str(day) if day is not None else None


async def publish_filing(work: Work, filing_id: UUID) -> Filing:
    """Approve the publication of a registered filing in the catalogue (目录); facts only."""
    filing = await own_filing(work, filing_id)
    check_publishable(work, filing)
    entry = Published(
        body_id=work.body.id,
        plugin=PLUGIN,
        subject_id=filing.id,
        title=filing.title,
        facts={
            "document_number": filing.document_number,
            "maker": filing.maker_name,
            "published_on": _day(filing.published_on),
            "effective_on": _day(filing.effective_on),
            "register_text": filing.register_text,
            "registered_on": _day(filing.registered_on),
        },
        published_on=today(),
    )
    work.session.add(entry)
    await work.session.flush()
    filing.published_id = entry.id
    announce(work, "filing_review.publish_filing", filing)
    return filing


def check_publishable(work: Work, filing: Filing) -> None:
    _require_registered(filing)
    if filing.openness is not Openness.PROACTIVE:
        raise Refused("NOT_OPEN", "制定机关没有标明主动公开，不能列入公开目录。")
    if not filing.secrecy_passed:
        raise Refused(
            "SECRECY_UNCHECKED",
            "尚未通过公开前的保密审查，或者通过以后又从公开目录撤回过，须另行审查，现在不能公开。",
        )
    if filing.secrecy_checked_by == work.acting_person.person_id:
        raise Refused("SAME_PERSON", "保密审查和批准公开须由不同的人办理。")
    if filing.published_id is not None:
        raise Refused("ALREADY_PUBLISHED", "该文件已在公开目录中。")


async def withdraw_publication(work: Work, filing_id: UUID, reason: str) -> Filing:
    """Take a filing out of the public catalogue; the entry stays as history.

    The secrecy check of before is spent: what is to be public again is checked again.
    """
    filing = await own_filing(work, filing_id)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明从公开目录撤回的理由。", field="reason")
    if not await _take_out(work, filing, reason):
        raise Refused("NOT_PUBLISHED", "该文件不在公开目录中。")
    filing.secrecy_passed = None
    announce(work, "filing_review.withdraw_publication", filing)
    return filing
