"""Personal words are erased (个人信息保护法第四十七条), and people are told first (第三十五条).

What is erased: the words of an entry, of all that it corrected and that corrected it, their
drafts, names and contents of their evidence, and where others were shown their titles. What
stays: whose, which day, which kind, how many, who confirmed, and the digest, so that points and
the chain stand.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    ERASED,
    Context,
    ErasureGround,
    Invalid,
    NotFound,
    Refused,
    Work,
    announce,
    erase_announced,
    erase_contents,
    erased,
    today,
    value_of,
)
from plugins.deputy_files import permissions as may
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import (
    DeputyFile,
    DraftEvidence,
    DraftLikeness,
    Entry,
    EntryDraft,
    EntryEvidence,
    EntryLooked,
    Erasure,
    LeaveRequest,
    NoticeRead,
    ReceivedFact,
)
from plugins.deputy_files.rules import OPEN_STATES, ErasureState, LeaveState
from plugins.deputy_files.service.seeing import reachable_file


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Whose words: those of a confirmed entry, or the reason of a leave."""

    file_id: UUID
    entry_id: UUID | None = None
    leave_id: UUID | None = None

    @property
    def condition(self) -> Any:
        """Which rows of `Erasure` are about the same."""
        if self.entry_id is not None:
            return Erasure.entry_id == self.entry_id
        return Erasure.leave_id == self.leave_id


async def request_erasure(
    work: Work, entry_id: UUID | None, leave_id: UUID | None, why: str
) -> Erasure:
    """A deputy asks that words about them be erased (请求删除); only their own file's."""
    about = await _about(work, entry_id, leave_id)
    file = await reachable_file(work, about.file_id)
    if file.person_id != work.acting_person.person_id:
        raise NotFound("履职记录")
    if not 0 < len(why.strip()) <= practice.LONGEST_WHY:
        raise Invalid(
            "ERASURE_WHY",
            f"请写明为什么应当删除（{practice.LONGEST_WHY}字以内），办理的人据此核对属于哪一种情形。",
            field="why",
        )
    await _require_new(work, about)
    row = _row(about, ErasureState.ASKED)
    row.asked_on, row.asked_why = today(), why.strip()
    row.asked_by, row.asked_by_name = work.acting_person.person_id, work.acting_person.name
    work.session.add(row)
    await work.session.flush()
    told = {"mandate": str(file.mandate_id)}
    announce(work, "deputy_files.request_erasure", row, told, personal={"why": why.strip()})
    return row


async def erase_words(
    work: Work, entry_id: UUID | None, leave_id: UUID | None, ground: ErasureGround, note: str
) -> Erasure:
    """Erase, at somebody's request or of the body's own accord (删除); nobody their own."""
    about = await _about(work, entry_id, leave_id)
    file = await work.session.get_one(DeputyFile, (work.body.id, about.file_id))
    if file.person_id == work.acting_person.person_id:
        raise Refused("ERASURE_OWN", "自己档案里的内容须由他人删除，请由另一名负责人办理。")
    row = await _standing(work, about) or _row(about, ErasureState.ASKED)
    await _erase(work, row)
    row.state, row.ground, row.decision = ErasureState.ERASED, ground, note.strip() or None
    row.decided_on, row.decided_by_name = today(), work.acting_person.name
    await _forget_asking(work, row)
    told = {
        "mandate": str(file.mandate_id),
        "entries": row.entries,
        "leave": str(row.leave_id) if row.leave_id else None,
        "ground": str(ground),
        "contents": row.contents,
    }
    announce(work, "deputy_files.erase_words", row, told)
    return row


async def refuse_erasure(work: Work, erasure_id: UUID, reason: str) -> Erasure:
    """Refuse a request, with the reason (不予删除须说明理由，个人信息保护法第五十条)."""
    row = await work.session.scalar(
        sa.select(Erasure).where(Erasure.id == erasure_id).with_for_update()
    )
    if row is None:
        raise NotFound("删除请求")
    if row.state is not ErasureState.ASKED:
        raise Refused("ERASURE_DECIDED", "这项请求已经办理，请刷新后再看。")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "不予删除须说明理由，让提出的人知道依据。", field="reason")
    file = await work.session.get_one(DeputyFile, (work.body.id, row.file_id))
    if file.person_id == work.acting_person.person_id:
        raise Refused("ERASURE_OWN", "自己提出的请求须由他人办理。")
    row.state, row.decision = ErasureState.REFUSED, reason.strip()
    row.decided_on, row.decided_by_name = today(), work.acting_person.name
    announce(work, "deputy_files.refuse_erasure", row, {"mandate": str(file.mandate_id)})
    return row


def erasure_list(state: ErasureState | None) -> sa.Select[Erasure]:
    """Requests and what was erased, the latest first."""
    listing = sa.select(Erasure).order_by(Erasure.id.desc())
    return listing if state is None else listing.where(Erasure.state == state)


async def _about(work: Work, entry_id: UUID | None, leave_id: UUID | None) -> About:
    if (entry_id is None) == (leave_id is None):
        raise Invalid("ERASURE_WHAT", "请指明一条已入档的记录，或者一项请假。", field="entry")
    if entry_id is not None:
        entry = await work.session.get(Entry, (work.body.id, entry_id))
        if entry is None:
            raise NotFound("履职记录")
        return About(file_id=entry.file_id, entry_id=entry_id)
    leave = await work.session.get(LeaveRequest, (work.body.id, leave_id))
    if leave is None:
        raise NotFound("请假")
    return About(file_id=leave.file_id, leave_id=leave_id)


def _row(about: About, state: ErasureState) -> Erasure:
    return Erasure(
        id=uuid7(),
        file_id=about.file_id,
        entry_id=about.entry_id,
        leave_id=about.leave_id,
        state=state,
        entries=[],
        contents=[],
        staying=0,
    )


async def _standing(work: Work, about: About) -> Erasure | None:
    """The open request, whose row then tells what was done."""
    wanted = sa.select(Erasure).where(about.condition, Erasure.state == ErasureState.ASKED)
    return await work.session.scalar(wanted.with_for_update())


async def _require_new(work: Work, about: About) -> None:
    open_or_done = (ErasureState.ASKED, ErasureState.ERASED)
    wanted = sa.select(Erasure.state).where(about.condition, Erasure.state.in_(open_or_done))
    if await work.session.scalar(wanted.limit(1)) is not None:
        raise Refused("ERASURE_TWICE", "已经提出过，或者已经删除；请在删除记录中查看办理情况。")


async def _erase(work: Work, row: Erasure) -> None:
    if row.leave_id is not None:
        await _erase_leave(work, row.leave_id)
    elif row.entry_id is not None:
        await _erase_entries(work, row, await _line(work, row.entry_id))
    work.session.add(row)
    await work.session.flush()


async def _erase_leave(work: Work, leave_id: UUID) -> None:
    leave = await work.session.get_one(LeaveRequest, (work.body.id, leave_id), with_for_update=True)
    if leave.state is LeaveState.REQUESTED:
        raise Refused("ERASURE_PENDING", "这项请假还没有决定，请先决定或者由本人撤回，再删除理由。")
    if leave.reason == ERASED:
        raise Refused("ERASURE_TWICE", "这项请假的理由已经删除。")
    leave.reason = ERASED
    await erase_announced(work, leave.id)


async def _line(work: Work, entry_id: UUID) -> list[UUID]:
    """The entry, what it corrected and what corrected it: they say the same thing."""
    line = {entry_id}
    while True:
        corrected = sa.select(Entry.corrects_id).where(
            Entry.id.in_(line), Entry.corrects_id.is_not(None)
        )
        near = sa.select(Entry.id).where(
            sa.or_(Entry.corrects_id.in_(line), Entry.id.in_(corrected)), Entry.id.not_in(line)
        )
        found = (await work.session.scalars(near)).all()
        if not found:
            return sorted(line)
        line.update(found)


async def _erase_entries(work: Work, row: Erasure, line: Sequence[UUID]) -> None:
    await _require_settled(work, line)
    drafts = (
        await work.session.scalars(sa.select(EntryDraft.id).where(EntryDraft.entry_id.in_(line)))
    ).all()
    row.entries = [str(one) for one in line]
    row.contents, row.staying = await _contents(work, line, drafts)
    for statement in _statements(line, drafts):
        await work.session.execute(statement)
    await erase_contents(work, row.contents)


async def _require_settled(work: Work, line: Sequence[UUID]) -> None:
    waiting = sa.select(EntryDraft.id).where(
        EntryDraft.corrects_id.in_(line), EntryDraft.state.in_(OPEN_STATES)
    )
    if await work.session.scalar(waiting.limit(1)) is not None:
        raise Refused(
            "ERASURE_PENDING", "这条记录有一项更正正在办理，请先确认或者不再提交那一条，再删除。"
        )
    gone = sa.select(Entry.id).where(Entry.id.in_(line), Entry.title == ERASED)
    if await work.session.scalar(gone.limit(1)) is not None:
        raise Refused("ERASURE_TWICE", "这条记录的内容已经删除。")


async def _contents(
    work: Work, line: Sequence[UUID], drafts: Sequence[UUID]
) -> tuple[list[str], int]:
    """Contents that nothing else here rests on, and how many others stay."""
    ours = sa.union(
        sa.select(EntryEvidence.digest).where(EntryEvidence.entry_id.in_(line)),
        sa.select(DraftEvidence.digest).where(DraftEvidence.draft_id.in_(drafts)),
    )
    digests = set((await work.session.scalars(ours)).all())
    others = sa.union(
        sa.select(EntryEvidence.digest).where(
            EntryEvidence.digest.in_(digests),
            EntryEvidence.entry_id.not_in(line),
            EntryEvidence.name != ERASED,
        ),
        sa.select(DraftEvidence.digest).where(
            DraftEvidence.digest.in_(digests),
            DraftEvidence.draft_id.not_in(drafts),
            DraftEvidence.dropped.is_(False),
            DraftEvidence.name != ERASED,
        ),
    )
    stay = set((await work.session.scalars(others)).all())
    return sorted(digests - stay), len(stay)


def _statements(line: Sequence[UUID], drafts: Sequence[UUID]) -> list[sa.Update]:
    def words(model: Any, where: Any, *columns: str) -> sa.Update:
        return (
            sa.update(model)
            .where(where)
            .values({one: erased(getattr(model, one)) for one in columns})
            .execution_options(synchronize_session=False)
        )

    written = ("place", "title", "deputy_text", "station_text", "text_digest", "joined_digest")
    return [
        words(Entry, Entry.id.in_(line), *written, "reason"),
        words(EntryEvidence, EntryEvidence.entry_id.in_(line), "name"),
        words(EntryLooked, EntryLooked.other_entry_id.in_(line), "other_title"),
        words(EntryLooked, EntryLooked.other_draft_id.in_(drafts), "other_title"),
        words(EntryDraft, EntryDraft.id.in_(drafts), *written, "reason", "refusal"),
        words(DraftEvidence, DraftEvidence.draft_id.in_(drafts), "name"),
        words(DraftLikeness, DraftLikeness.other_entry_id.in_(line), "other_title"),
        words(DraftLikeness, DraftLikeness.other_draft_id.in_(drafts), "other_title"),
        words(ReceivedFact, ReceivedFact.draft_id.in_(drafts), "title", "text", "place"),
    ]


async def _forget_asking(work: Work, row: Erasure) -> None:
    """Who asked often says again what is to be forgotten."""
    if row.asked_why is not None:
        row.asked_why = ERASED
        await erase_announced(work, row.id)


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What a deputy is told of how their data are handled, and whether they read these words."""

    text: str | None
    rule_text: str | None
    read: bool


async def own_notice(context: Context) -> Notice:
    """The notice of today, for whoever asks; no words where the body adopted none."""
    async with context.previewing() as work:
        held = await value_of(work, practice.DATA_NOTICE, today())
        if held.value is None:
            return Notice(text=None, rule_text=None, read=False)
        text = rules.notice_text(work.body.name, held.value)
        files = _own_files(work)
        unread = sa.select(DeputyFile.id).where(
            DeputyFile.id.in_(files), DeputyFile.id.not_in(_read(rules.notice_digest(text)))
        )
        some = await work.session.scalar(sa.select(sa.exists(files)))
        none_left = await work.session.scalar(unread.limit(1)) is None
        rule = held.holding.rule_text if held.holding else None
        return Notice(text=text, rule_text=rule, read=bool(some) and none_left)


async def read_notice(work: Work) -> NoticeRead:
    """The deputy has read the notice (已阅读告知); it is noted with the words as they stand."""
    held = await value_of(work, practice.DATA_NOTICE, today())
    if held.value is None:
        raise Refused("NOTICE_NONE", "本机构还没有定告知的文字，请管理员在做法中填写。")
    digest = rules.notice_digest(rules.notice_text(work.body.name, held.value))
    unread = sa.select(DeputyFile.id).where(
        DeputyFile.id.in_(_own_files(work)), DeputyFile.id.not_in(_read(digest))
    )
    rows = [
        NoticeRead(id=uuid7(), file_id=one, digest=digest, read_on=today())
        for one in await work.session.scalars(unread)
    ]
    if not rows:
        raise Refused("NOTICE_READ", "现在的告知您已经阅读过，或者还没有您的履职档案。")
    work.session.add_all(rows)
    await work.session.flush()
    announce(work, "deputy_files.read_notice", rows[0], {"digest": digest, "files": len(rows)})
    return rows[0]


def _own_files(work: Work) -> Any:
    return sa.select(DeputyFile.id).where(
        DeputyFile.person_id == work.acting_person.person_id, DeputyFile.archived_on.is_(None)
    )


def _read(digest: str) -> Any:
    return sa.select(NoticeRead.file_id).where(NoticeRead.digest == digest)


def erasures_of_viewer(context: Context) -> Any:
    """Who decides sees all, a deputy what is about their own file."""
    if context.may(may.ERASE_WORDS):
        return sa.true()
    actor = context.viewer.actor
    if actor is None or not context.may(may.READ_ERASURES):
        return sa.false()
    own = sa.select(DeputyFile.id).where(DeputyFile.person_id == actor.person_id)
    return Erasure.file_id.in_(own)
