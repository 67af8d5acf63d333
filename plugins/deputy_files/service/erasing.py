"""Personal words are erased (个人信息保护法第四十七条), at the deputy's request or without one.

What is erased of an entry: its words, those of all that it corrected and that corrected it, their
drafts, corrections that were dropped, names and contents of evidence, what was said in asking, and
where others were shown their titles. What stays: whose, which day, which kind, how many, who
confirmed, and the digest, so that points and the chain stand.
"""

from collections.abc import Collection, Sequence
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
    kept_elsewhere,
    lock_content,
    notify,
    today,
)
from plugins.deputy_files import permissions as may
from plugins.deputy_files import practice
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
    ReceivedFact,
)
from plugins.deputy_files.rules import OPEN_STATES, EntryState, ErasureState, LeaveState
from plugins.deputy_files.service.seeing import hold_words, reachable_file
from plugins.deputy_files.service.verifying import digests_left


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Whose words: of a confirmed entry, of a dropped draft, or the reasons of a leave.

    Or those that a deputy's request is about.
    """

    request_id: UUID | None = None
    entry_id: UUID | None = None
    draft_id: UUID | None = None
    leave_id: UUID | None = None

    @property
    def named(self) -> dict[str, UUID]:
        """The one that is named, by its column."""
        told = msgspec.structs.asdict(self)
        return {column: row_id for column, row_id in told.items() if row_id is not None}


class Words(msgspec.Struct, kw_only=True):
    """All rows that say the same thing."""

    file: DeputyFile
    entries: Sequence[UUID] = ()
    drafts: Sequence[UUID] = ()
    leave: LeaveRequest | None = None

    @property
    def asked(self) -> Any:
        """Which rows of `Erasure` are about any of them."""
        leaves = [self.leave.id] if self.leave else []
        return sa.or_(
            Erasure.entry_id.in_(self.entries),
            Erasure.draft_id.in_(self.drafts),
            Erasure.leave_id.in_(leaves),
        )


async def request_erasure(work: Work, about: About, why: str) -> Erasure:
    """A deputy asks that words about them be erased (请求删除); only their own file's."""
    file = await reachable_file(work, await _file_id(work, about))
    if file.person_id != work.acting_person.person_id:
        raise NotFound("履职记录")
    if not 0 < len(why.strip()) <= practice.LONGEST_WHY:
        raise Invalid(
            "ERASURE_WHY",
            f"请写明为什么应当删除（{practice.LONGEST_WHY}字以内），办理的人据此核对属于哪一种情形。",
            field="why",
        )
    words = await _words(work, file, about)
    await _require_words(work, words)
    waiting = sa.select(Erasure.id).where(words.asked, Erasure.state == ErasureState.ASKED)
    if await work.session.scalar(waiting.limit(1)) is not None:
        raise Refused("ERASURE_TWICE", "已经提出过，请在删除记录中查看办理情况。")
    row = _row(file, about)
    row.asked_on, row.asked_why = today(), why.strip()
    row.asked_by, row.asked_by_name = work.acting_person.person_id, work.acting_person.name
    work.session.add(row)
    await work.session.flush()
    told = {"mandate": str(file.mandate_id)}
    announce(work, "deputy_files.request_erasure", row, told, personal={"why": why.strip()})
    return row


async def erase_words(work: Work, about: About, ground: ErasureGround, note: str) -> Erasure:
    """Erase, at somebody's request or of the body's own accord (删除); nobody their own.

    Every request about the same words is closed by it.
    """
    about = await _asked_for(work, about)
    file = await _locked(work, await _file_id(work, about))
    if file.person_id == work.acting_person.person_id:
        raise Refused("ERASURE_OWN", "自己档案里的内容须由他人删除，请由另一名负责人办理。")
    await hold_words(work, alone=True)
    words = await _words(work, file, about)
    await _require_words(work, words)
    await _require_settled(work, words)
    asked = await _asked(work, words)
    row = next((one for one in asked if _is_about(one, about)), None) or _row(file, about)
    left = await _erase(work, row, words)
    for one in {one.id: one for one in (*asked, row)}.values():
        one.state, one.ground, one.decision = ErasureState.ERASED, ground, note.strip() or None
        one.decided_on, one.decided_by_name = today(), work.acting_person.name
    work.session.add(row)
    await work.session.flush()
    told = {
        "mandate": str(file.mandate_id),
        "left": left,
        "drafts": [str(one) for one in words.drafts],
        "leave": str(row.leave_id) if row.leave_id else None,
        "ground": str(ground),
        "contents": row.contents,
    }
    people = (file.person_id, *(one.asked_by for one in asked))
    notify(work, people, "履职档案中的一些内容已经删除，办理情况见删除记录。", row)
    announce(work, "deputy_files.erase_words", row, told)
    return row


async def refuse_erasure(work: Work, erasure_id: UUID, reason: str) -> Erasure:
    """Refuse a request, with the reason (不予删除须说明理由，个人信息保护法第五十条)."""
    file_id = sa.select(Erasure.file_id).where(Erasure.id == erasure_id)
    file = await _locked(work, await work.session.scalar(file_id))
    row = await work.session.get_one(Erasure, (work.body.id, erasure_id), populate_existing=True)
    if row.state is not ErasureState.ASKED:
        raise Refused("ERASURE_DECIDED", "这项请求已经办理，请刷新后再看。")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "不予删除须说明理由，让提出的人知道依据。", field="reason")
    if file.person_id == work.acting_person.person_id:
        raise Refused("ERASURE_OWN", "自己提出的请求须由他人办理。")
    row.state, row.decision = ErasureState.REFUSED, reason.strip()
    row.decided_on, row.decided_by_name = today(), work.acting_person.name
    notify(work, [row.asked_by], "您提出的删除请求没有办理，请看理由。", row)
    announce(work, "deputy_files.refuse_erasure", row, {"mandate": str(file.mandate_id)})
    return row


async def _asked_for(work: Work, about: About) -> About:
    """What a request is about, where a request alone is named."""
    if about.request_id is None or len(about.named) > 1:
        return about
    row = await work.session.get(Erasure, (work.body.id, about.request_id))
    if row is None:
        raise NotFound("删除请求")
    return About(entry_id=row.entry_id, draft_id=row.draft_id, leave_id=row.leave_id)


def erasure_list(state: ErasureState | None) -> sa.Select[Erasure]:
    """Requests and what was erased, the latest first."""
    listing = sa.select(Erasure).order_by(Erasure.id.desc())
    return listing if state is None else listing.where(Erasure.state == state)


async def _file_id(work: Work, about: About) -> UUID:
    """The file of what is named; NotFound if there is no such thing."""
    if len(about.named) != 1:
        raise Invalid(
            "ERASURE_WHAT",
            "请指明一条已入档的记录、一条不再提交的记录，或者一项请假；办理请求的，只填请求。",
            field="entry",
        )
    for column, model in (
        ("entry_id", Entry),
        ("draft_id", EntryDraft),
        ("leave_id", LeaveRequest),
    ):
        if column in about.named:
            row = await work.session.get(model, (work.body.id, about.named[column]))
            if row is not None:
                return row.file_id
    raise NotFound("履职记录、请假")


async def _locked(work: Work, file_id: UUID | None) -> DeputyFile:
    """Of one file, one verb at a time; who erases needs not see the file itself."""
    file = await work.session.scalar(
        sa.select(DeputyFile).where(DeputyFile.id == file_id).with_for_update()
    )
    if file is None:
        raise NotFound("删除请求")
    return file


async def _words(work: Work, file: DeputyFile, about: About) -> Words:
    if about.leave_id is not None:
        leave = await work.session.get_one(
            LeaveRequest, (work.body.id, about.leave_id), with_for_update=True
        )
        return Words(file=file, leave=leave)
    if about.draft_id is not None:
        return Words(file=file, drafts=[about.draft_id])
    line = await _line(work, about.named["entry_id"])
    drafts = sa.select(EntryDraft.id).where(
        sa.or_(EntryDraft.entry_id.in_(line), EntryDraft.corrects_id.in_(line))
    )
    return Words(file=file, entries=line, drafts=(await work.session.scalars(drafts)).all())


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


def _row(file: DeputyFile, about: About) -> Erasure:
    return Erasure(
        id=uuid7(),
        file_id=file.id,
        state=ErasureState.ASKED,
        entries=[],
        contents=[],
        staying=0,
        **about.named,
    )


def _is_about(row: Erasure, about: About) -> bool:
    waits = row.state is ErasureState.ASKED
    return waits and all(getattr(row, column) == one for column, one in about.named.items())


async def _asked(work: Work, words: Words) -> Sequence[Erasure]:
    """Requests about these words that wait; of all, also of refused ones, the words are erased."""
    rows = (await work.session.scalars(sa.select(Erasure).where(words.asked))).all()
    for row in rows:
        row.asked_why = ERASED if row.asked_why is not None else None
        row.decision = ERASED if row.state is ErasureState.REFUSED else row.decision
        await erase_announced(work, row.id)
    return [row for row in rows if row.state is ErasureState.ASKED]


async def _require_words(work: Work, words: Words) -> None:
    """That something is left to be erased."""
    if words.leave is not None:
        some = words.leave.reason != ERASED
    else:
        entries = sa.select(Entry.id).where(Entry.id.in_(words.entries), Entry.title != ERASED)
        drafts = sa.select(EntryDraft.id).where(
            EntryDraft.id.in_(words.drafts), EntryDraft.title != ERASED
        )
        some = await work.session.scalar(sa.union_all(entries, drafts).limit(1)) is not None
    if not some:
        raise Refused("ERASURE_TWICE", "这些内容已经删除，请在删除记录中查看。")


async def _require_settled(work: Work, words: Words) -> None:
    """Nothing about the same thing is still being written or decided."""
    if words.leave is not None and words.leave.state is LeaveState.REQUESTED:
        raise Refused("ERASURE_PENDING", "这项请假还没有决定，请先决定或者由本人撤回，再删除理由。")
    states = set(
        await work.session.scalars(
            sa.select(EntryDraft.state).where(EntryDraft.id.in_(words.drafts))
        )
    )
    if states & {*OPEN_STATES}:
        raise Refused(
            "ERASURE_PENDING",
            "这件事有一条记录（或者更正）还在填写、等待确认，请先确认或者不再提交那一条，再删除。",
        )
    if not words.entries and EntryState.CONFIRMED in states:
        raise Refused("ERASURE_PENDING", "这一条已经入档，请按入档的记录办理删除。")


async def _erase(work: Work, row: Erasure, words: Words) -> dict[str, str]:
    """Erase the words; the digest of what is left of each entry of which some were."""
    if words.leave is not None:
        await _erase_leave(work, words.leave)
        return {}
    fresh = (
        await work.session.scalars(
            sa.select(Entry.id).where(Entry.id.in_(words.entries), Entry.title != ERASED)
        )
    ).all()
    row.entries = [str(one) for one in fresh]
    await _erase_contents(work, row, words)
    for statement in _statements(words.entries, words.drafts):
        await work.session.execute(statement)
    return await digests_left(work, fresh)


async def _erase_leave(work: Work, leave: LeaveRequest) -> None:
    """All reasons: who decides often says again what was asked."""
    leave.reason = ERASED
    leave.decision_reason = ERASED if leave.decision_reason is not None else None
    leave.withdrawn_reason = ERASED if leave.withdrawn_reason is not None else None
    await erase_announced(work, leave.id)


async def _erase_contents(work: Work, row: Erasure, words: Words) -> None:
    came_with, _ = await _contents(work, words)
    await lock_content(work.session, *came_with, alone=True)
    # Whoever was about to rest on one of them has done so now, or will find it erased.
    ours, shared = await _contents(work, words)
    people = await _writers(work, words)
    kept = await kept_elsewhere(work, ours - shared, people)
    row.contents, row.staying = sorted(ours - shared - kept), len(shared | kept)
    await erase_contents(work, ours - shared, people)
    await erase_contents(work, shared, people, names_only=True)


async def _contents(work: Work, words: Words) -> tuple[set[str], set[str]]:
    """Contents that these words came with, and which of them another record here rests on."""
    ours = sa.union(
        sa.select(EntryEvidence.digest).where(EntryEvidence.entry_id.in_(words.entries)),
        sa.select(DraftEvidence.digest).where(DraftEvidence.draft_id.in_(words.drafts)),
    )
    digests = set((await work.session.scalars(ours)).all())
    others = sa.union(
        sa.select(EntryEvidence.digest).where(
            EntryEvidence.digest.in_(digests),
            EntryEvidence.entry_id.not_in(words.entries),
            EntryEvidence.name != ERASED,
        ),
        sa.select(DraftEvidence.digest).where(
            DraftEvidence.digest.in_(digests),
            DraftEvidence.draft_id.not_in(words.drafts),
            DraftEvidence.dropped.is_(False),
            DraftEvidence.name != ERASED,
        ),
    )
    return digests, set((await work.session.scalars(others)).all())


async def _writers(work: Work, words: Words) -> Collection[UUID]:
    """Who wrote and who uploaded; of evidence of earlier versions it is not known who."""
    wrote = sa.select(EntryDraft.deputy_by, EntryDraft.station_by)
    found = await work.session.execute(wrote.where(EntryDraft.id.in_(words.drafts)))
    sent = sa.select(DraftEvidence.uploaded_by).where(DraftEvidence.draft_id.in_(words.drafts))
    people = {one for pair in found for one in pair} | {*await work.session.scalars(sent)}
    return {one for one in people if one is not None}


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


def erasures_of_viewer(context: Context) -> Any:
    """Who decides sees all, a deputy what is about their own file."""
    if context.may(may.ERASE_WORDS):
        return sa.true()
    actor = context.viewer.actor
    if actor is None or not context.may(may.READ_ERASURES):
        return sa.false()
    own = sa.select(DeputyFile.id).where(DeputyFile.person_id == actor.person_id)
    return Erasure.file_id.in_(own)
