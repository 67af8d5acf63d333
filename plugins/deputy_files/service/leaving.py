"""Leave (代表法第十三条): asked in writing, decided with reasons, marked on the roll.

Two absences without approval end a seat by law (第六十二条): they are shown to the office as a
fact with the article. Nothing is decided here; an end is announced by those who may.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    ORGAN_NAMES,
    Assembly,
    Context,
    Invalid,
    Mandate,
    Meeting,
    MeetingMember,
    NotFound,
    OpenMatter,
    OrganKind,
    Refused,
    Work,
    announce,
    mark_leave,
    notify,
    on_day,
    today,
    unmark_leave,
    value_of,
)
from plugins.deputy_files import permissions as may
from plugins.deputy_files import practice
from plugins.deputy_files.models import DeputyFile, EntryDraft, Erasure, LeaveRequest
from plugins.deputy_files.rules import EntryState, ErasureState, LeaveState
from plugins.deputy_files.service.files import require_open
from plugins.deputy_files.service.seeing import reachable_file


def leaves_of_viewer(context: Context) -> sa.ColumnElement[bool]:
    """A reason for leave is personal: for the deputy, and who decides, keeps the roll or erases."""
    if context.may(may.READ_LEAVE) or context.may(may.ERASE_WORDS):
        return sa.true()
    actor = context.viewer.actor
    if actor is None:
        return sa.false()
    own = sa.select(DeputyFile.id).where(DeputyFile.person_id == actor.person_id)
    return LeaveRequest.file_id.in_(own)


async def request_leave(
    work: Work, file_id: UUID, meeting_id: UUID, reason: str, paper_on: date | None
) -> LeaveRequest:
    """Ask for leave in writing (书面请假); staff may write down a paper, with its day."""
    file = await reachable_file(work, file_id)
    require_open(file)
    own = file.person_id == work.acting_person.person_id
    if not own and may.READ_LEAVE not in work.actions:
        raise NotFound("履职档案")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请假须书面写明理由。", field="reason")
    _require_paper(paper_on, own=own)
    meeting = await _open_meeting(work, file, meeting_id)
    before = sa.select(LeaveRequest.state).where(
        LeaveRequest.meeting_id == meeting.id,
        LeaveRequest.mandate_id == file.mandate_id,
        LeaveRequest.state.in_((LeaveState.REQUESTED, LeaveState.APPROVED)),
    )
    state = await work.session.scalar(before.limit(1))
    if state is LeaveState.APPROVED:
        raise Refused("LEAVE_GRANTED", "这次会议已经准假，不需要再次请假。")
    if state is not None:
        raise Refused("LEAVE_TWICE", "这次会议已经请过假，请等待决定，或者先撤回原来的请求。")
    row = LeaveRequest(
        id=uuid7(),
        file_id=file.id,
        mandate_id=file.mandate_id,
        name=file.name,
        meeting_id=meeting.id,
        meeting_title=meeting.title,
        state=LeaveState.REQUESTED,
        reason=reason.strip(),
        in_session=(paper_on or today()) >= meeting.begins_on,
        requested_on=today(),
        requested_by_name=work.acting_person.name,
        paper_on=paper_on,
    )
    work.session.add(row)
    await work.session.flush()
    told = {"mandate": str(file.mandate_id), "meeting": str(meeting.id)}
    personal = {"reason": row.reason}
    announce(work, "deputy_files.request_leave", row, told, personal=personal)
    return row


def _require_paper(paper_on: date | None, *, own: bool) -> None:
    """The day of the paper, where somebody else writes it down."""
    if own and paper_on is not None:
        raise Invalid(
            "LEAVE_PAPER_DAY", "本人在这里提出的请假没有纸面日期，请不要填写。", field="paperOn"
        )
    if not own and paper_on is None:
        raise Invalid("LEAVE_PAPER_DAY", "代为登记纸质请假的，请写明纸面的日期。", field="paperOn")
    if paper_on is not None and paper_on > today():
        raise Invalid("DATE_IN_FUTURE", "日期不能晚于今天，请改正。", field="paperOn")


async def _open_meeting(work: Work, file: DeputyFile, meeting_id: UUID) -> Meeting:
    meeting = await work.session.get(Meeting, (work.body.id, meeting_id))
    if meeting is None:
        raise NotFound("会议")
    named = sa.select(MeetingMember.id).where(
        MeetingMember.meeting_id == meeting.id, MeetingMember.mandate_id == file.mandate_id
    )
    if meeting.closed_on is not None or await work.session.scalar(named.limit(1)) is None:
        raise Refused("LEAVE_NOT_NEEDED", "会议已经闭会，或者名册上没有该代表，不需要请假。")
    return meeting


async def withdraw_leave(work: Work, leave_id: UUID) -> LeaveRequest:
    """Take one's own request back before it is decided."""
    row = await _waiting(work, leave_id)
    file = await work.session.get_one(DeputyFile, (work.body.id, row.file_id))
    if file.person_id != work.acting_person.person_id:
        raise NotFound("请假")
    row.state = LeaveState.WITHDRAWN
    announce(work, "deputy_files.withdraw_leave", row, {"mandate": str(row.mandate_id)})
    return row


async def withdraw_paper_leave(work: Work, leave_id: UUID, reason: str) -> LeaveRequest:
    """Withdraw a paper leave that was written down by mistake (撤销登记), decided or not.

    Where it was granted, the roll no longer says so, as long as the meeting is not over.
    """
    row = await work.session.scalar(
        sa.select(LeaveRequest).where(LeaveRequest.id == leave_id).with_for_update()
    )
    if row is None:
        raise NotFound("请假")
    file = await reachable_file(work, row.file_id)
    if file.person_id == work.acting_person.person_id:
        raise Refused("ENTRY_OWN", "自己的请假须由其他工作人员撤销登记。")
    if row.paper_on is None:
        raise Refused("LEAVE_NOT_PAPER", "只能撤销代为登记的纸质请假；本人提出的，由本人撤回。")
    if row.state in (LeaveState.WITHDRAWN, LeaveState.MISTAKEN):
        raise Refused("LEAVE_DECIDED", "这项请假已经撤回或者撤销登记，请刷新后再看。")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明登记错在哪里，代表本人会看到。", field="reason")
    unmarked = row.state is LeaveState.APPROVED and await _unmark(work, row)
    row.state = LeaveState.MISTAKEN
    row.withdrawn_on, row.withdrawn_by_name = today(), work.acting_person.name
    row.withdrawn_reason = reason.strip()
    told = {"mandate": str(row.mandate_id), "meeting": str(row.meeting_id), "unmarked": unmarked}
    notify(work, [file.person_id], "您的一项请假因登记有误已经撤销，请看理由。", row)
    announce(work, "deputy_files.withdraw_paper_leave", row, told)
    return row


async def _unmark(work: Work, row: LeaveRequest) -> bool:
    """Off the roll; what staff have recorded there since stays."""
    meeting = await work.session.get_one(Meeting, (work.body.id, row.meeting_id))
    if meeting.closed_on is not None:
        raise Refused("LEAVE_ON_ROLL", "会议已经闭会，准假已经记在名册上，不能再撤销登记。")
    return await unmark_leave(work, row.meeting_id, row.mandate_id)


async def _waiting(work: Work, leave_id: UUID) -> LeaveRequest:
    row = await work.session.scalar(
        sa.select(LeaveRequest).where(LeaveRequest.id == leave_id).with_for_update()
    )
    if row is None:
        raise NotFound("请假")
    if row.state is not LeaveState.REQUESTED:
        raise Refused("LEAVE_DECIDED", "这项请假已经决定或者撤回，请刷新后再看。")
    return row


async def decide_leave(work: Work, leave_id: UUID, *, approved: bool, reason: str) -> LeaveRequest:
    """Decide with a reason; an approved leave stands on the roll at once."""
    row = await _waiting(work, leave_id)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明准假或者不准假的理由。", field="reason")
    file = await work.session.get_one(DeputyFile, (work.body.id, row.file_id))
    if file.person_id == work.acting_person.person_id:
        raise Refused("ENTRY_OWN", "自己的请假须由他人决定。")
    meeting = await _open_meeting(work, file, row.meeting_id)
    row.in_session = today() >= meeting.begins_on
    row.rule_text = await require_decider(work, in_session=row.in_session)
    row.state = LeaveState.APPROVED if approved else LeaveState.DECLINED
    row.decided_on, row.decided_by_name = today(), work.acting_person.name
    row.decided_organ_id, row.decision_reason = work.acting_organ.id, reason.strip()
    marked = approved and await mark_leave(work, row.meeting_id, row.mandate_id)
    told = {"mandate": str(row.mandate_id), "approved": approved, "marked": marked}
    decided = "已经准假" if approved else "没有准假，请看理由"
    notify(work, [file.person_id], f"您{on_day(row.requested_on)}提出的请假{decided}。", row)
    announce(work, "deputy_files.decide_leave", row, told)
    return row


async def require_decider(work: Work, *, in_session: bool) -> str | None:
    held = await value_of(work, practice.LEAVE, today())
    if held.value is None or held.holding is None:
        return None
    kinds = held.value.deciders(in_session=in_session)
    if work.acting_organ.kind not in kinds:
        listed = "、".join(ORGAN_NAMES[OrganKind(one)] for one in kinds)
        when = "会议期间" if in_session else "会前"
        raise Refused("LEAVE_DECIDER", f"按本机构的做法，{when}请假由{listed}决定。")
    return held.holding.rule_text


def leave_list(
    file_id: UUID | None, meeting_id: UUID | None, state: LeaveState | None
) -> sa.Select[LeaveRequest]:
    """Requests, the latest first."""
    listing = sa.select(LeaveRequest).order_by(
        LeaveRequest.requested_on.desc(), LeaveRequest.id.desc()
    )
    for column, value in {
        LeaveRequest.file_id: file_id,
        LeaveRequest.meeting_id: meeting_id,
        LeaveRequest.state: state,
    }.items():
        if value is not None:
            listing = listing.where(column == value)
    return listing


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy who stayed away without approval: facts, and the article that knows them."""

    name: str
    district: str
    meetings: list[str]
    reached: bool
    article: str | None


async def absences(context: Context, term: int) -> list[Absent]:
    """Who was absent from closed sessions of a term without leave, most often first."""
    async with context.previewing() as work:
        shown = await value_of(work, practice.ABSENCES_SHOWN, today())
        found = await work.session.execute(
            sa.select(Mandate.id, Mandate.name, Mandate.district, Meeting.title, Meeting.begins_on)
            .join(
                MeetingMember,
                sa.and_(
                    MeetingMember.tenant_id == Mandate.tenant_id,
                    MeetingMember.mandate_id == Mandate.id,
                ),
            )
            .join(
                Meeting,
                sa.and_(
                    Meeting.tenant_id == MeetingMember.tenant_id,
                    Meeting.id == MeetingMember.meeting_id,
                ),
            )
            .where(
                Meeting.assembly == Assembly.CONGRESS,
                Meeting.term == term,
                Meeting.closed_on.is_not(None),
                MeetingMember.attendance == "absent",
            )
            .order_by(Meeting.begins_on)
        )
        rows = found.all()
    missed: defaultdict[tuple[UUID, str, str], list[str]] = defaultdict(list)
    for mandate, name, district, title, begins_on in rows:
        missed[mandate, name, district].append(_shown(title, begins_on))
    article = shown.holding.rule_text if shown.holding else None
    listed = [
        Absent(
            name=name,
            district=district,
            meetings=meetings,
            reached=shown.value is not None and len(meetings) >= shown.value,
            article=article,
        )
        for (_, name, district), meetings in missed.items()
    ]
    return sorted(listed, key=lambda one: (-len(one.meetings), one.name))


def _shown(title: str, begins_on: date) -> str:
    return f"{title}（{begins_on}）"


async def open_matters(work: Work) -> list[OpenMatter]:
    """What turning the plugin off would leave: entries, leave and erasures that wait."""
    waiting = sa.select(sa.func.count(EntryDraft.id)).where(
        EntryDraft.state == EntryState.SUBMITTED
    )
    asked = sa.select(sa.func.count(LeaveRequest.id)).where(
        LeaveRequest.state == LeaveState.REQUESTED
    )
    erasing = sa.select(sa.func.count(Erasure.id)).where(Erasure.state == ErasureState.ASKED)
    return [
        OpenMatter(title="待办理的删除请求", count=await work.session.scalar(erasing) or 0),
        OpenMatter(title="待确认的履职记录", count=await work.session.scalar(waiting) or 0),
        OpenMatter(title="待决定的请假", count=await work.session.scalar(asked) or 0),
    ]
