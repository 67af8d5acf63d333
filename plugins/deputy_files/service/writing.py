"""An entry is written: by the deputy, by the station, joined where both wrote of one matter."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    ERASED,
    File,
    FileKind,
    Invalid,
    Mandate,
    NotFound,
    Refused,
    Work,
    announce,
    lock_content,
    now,
    owned_files,
    today,
    value_of,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import (
    DeputyFile,
    DraftEvidence,
    DutyMatter,
    Entry,
    EntryDraft,
    Erasure,
)
from plugins.deputy_files.rules import EntrySource, EntryState
from plugins.deputy_files.service.comparing import note_likenesses
from plugins.deputy_files.service.files import require_open
from plugins.deputy_files.service.seeing import (
    hold_words,
    own_matter,
    reachable_draft,
    reachable_entry,
    reachable_file,
)


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody writes of one matter."""

    kind: str
    held_on: date
    title: str
    text: str
    place: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    quantity: int = 1
    matter_id: UUID | None = None
    evidence: tuple[UUID, ...] = ()


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """That an entry takes an earlier one's place, or only says that it does not count."""

    entry_id: UUID
    reason: str
    withdraws: bool = False


async def log_entry(
    work: Work,
    file_id: UUID,
    new: NewEntry,
    *,
    joins: UUID | None,
    correction: Correction | None,
    submit: bool,
) -> EntryDraft:
    """Write an entry, or one's own side of one that the other side began (本人+联络站)."""
    file = await reachable_file(work, file_id)
    require_open(file)
    await check_entry(work, file, new)
    if joins is not None:
        draft = await _joined(work, file, joins, new)
    else:
        draft = await _begun(work, file, new, correction)
    await add_evidence(work, draft, new.evidence, by_deputy=is_own(work, file))
    if submit:
        await hand_in(work, draft)
    told = {
        "mandate": str(file.mandate_id),
        "kind": draft.kind,
        "held_on": str(draft.held_on),
        "joins": joins is not None,
        "state": str(draft.state),
    }
    announce(work, "deputy_files.log_entry", draft, told)
    return draft


def is_own(work: Work, file: DeputyFile) -> bool:
    """Whether the deputy writes of themselves."""
    return file.person_id == work.acting_person.person_id


async def check_entry(work: Work, file: DeputyFile, new: NewEntry) -> None:
    """Refuse what cannot stand in the file, with what to do."""
    if not new.title.strip() or not new.text.strip():
        raise Invalid(
            "ENTRY_EMPTY", "请填写事项的标题和内容：一事一记，写明做了什么。", field="text"
        )
    require_short(new.title, new.text)
    require_quantity(new.quantity)
    await kind_of(work, new.kind)
    await own_matter(work, new.matter_id)
    _check_times(new)
    mandate = await work.session.get_one(Mandate, (work.body.id, file.mandate_id))
    require_day(new.held_on, mandate)


def require_day(held_on: date, mandate: Mandate) -> None:
    """Refuse a day to come, and one outside the mandate."""
    fault = rules.day_fault(held_on, mandate.began_on, mandate.ended_on, today())
    if fault is not None:
        raise Invalid("ENTRY_DAY", fault, field="heldOn")


def require_short(title: str, text: str) -> None:
    """Refuse what is longer than what is kept, and what would pass for erased words."""
    if title.strip() == ERASED:
        raise Invalid(
            "ENTRY_TITLE_ERASED",
            f"标题不能写成“{ERASED}”，这是已按请求删除的记录的标记。请写明做了什么。",
            field="title",
        )
    if len(title) > practice.LONGEST_TITLE:
        raise Invalid(
            "ENTRY_TOO_LONG",
            f"标题不超过{practice.LONGEST_TITLE}字，其余写在内容里。",
            field="title",
        )
    if len(text) > practice.LONGEST_TEXT:
        raise Invalid(
            "ENTRY_TOO_LONG",
            f"内容不超过{practice.LONGEST_TEXT}字，请分为几件事来记。",
            field="text",
        )


def require_quantity(quantity: int) -> None:
    """Refuse a number of times that nobody does in one matter: a slip of the keys."""
    if not 0 < quantity <= practice.MOST_QUANTITY:
        raise Invalid(
            "QUANTITY",
            f"次数、件数至少为1，至多为{practice.MOST_QUANTITY}，请改正；确实更多的，请分为几条来记。",
            field="quantity",
        )


async def kind_of(work: Work, code: str) -> rules.EntryKind:
    """The kind of this code on the body's own list."""
    return kind_among((await value_of(work, practice.KINDS, today())).value, code)


def kind_among(kinds: Sequence[rules.EntryKind] | None, code: str) -> rules.EntryKind:
    """The kind of this code on a list, or what to choose instead."""
    if kinds is None:
        raise Refused("NO_KINDS", "本机构还没有规定履职事项的种类，请管理员先在做法中设置。")
    for kind in kinds:
        if kind.code == code:
            return kind
    listed = "、".join(f"{one.title}（{one.code}）" for one in kinds)
    raise Invalid("KIND_UNKNOWN", f"没有这种履职事项，请从下列选择：{listed}。", field="kind")


def _check_times(new: NewEntry) -> None:
    here = now().tzinfo
    if new.starts_at is not None and new.starts_at.astimezone(here).date() != new.held_on:
        raise Invalid("ENTRY_TIMES", "开始时间不在所填的日期，请改正。", field="startsAt")
    if new.ends_at is not None and (new.starts_at is None or new.ends_at < new.starts_at):
        raise Invalid(
            "ENTRY_TIMES", "结束时间早于开始时间，或者没有开始时间，请改正。", field="endsAt"
        )


async def _begun(
    work: Work, file: DeputyFile, new: NewEntry, correction: Correction | None
) -> EntryDraft:
    own = is_own(work, file)
    draft = EntryDraft(
        id=uuid7(),
        file_id=file.id,
        mandate_id=file.mandate_id,
        state=EntryState.DRAFT,
        source=EntrySource.DEPUTY if own else EntrySource.STATION,
        deputy_text=None,
        station_text=None,
        event_id=None,
        **facts_of(new),
    )
    write_side(work, draft, new.text, own=own)
    if correction is not None:
        await _check_correction(work, file, correction)
        draft.corrects_id, draft.reason = correction.entry_id, correction.reason.strip()
        draft.withdraws = correction.withdraws
    work.session.add(draft)
    await work.session.flush()
    return draft


async def _check_correction(work: Work, file: DeputyFile, correction: Correction) -> None:
    """Only what stands can be corrected, once; the next one corrects the correction."""
    entry = await reachable_entry(work, correction.entry_id)
    if entry.file_id != file.id:
        raise NotFound("已确认的履职记录")
    if not correction.reason.strip():
        raise Invalid("REASON_EMPTY", "更正已入档的记录须写明理由。", field="reason")
    later = sa.select(Entry.id).where(Entry.corrects_id == entry.id)
    if entry.withdrawn or await work.session.scalar(later) is not None:
        raise Refused("ENTRY_CORRECTED", "这条记录已经更正或者撤销，请对最后一次的记录办理更正。")


def facts_of(new: NewEntry) -> dict[str, object]:
    """The columns of a draft that say what was done."""
    return {
        "kind": new.kind,
        "held_on": new.held_on,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "place": (new.place or "").strip() or None,
        "title": new.title.strip(),
        "quantity": new.quantity,
        "matter_id": new.matter_id,
    }


def write_side(work: Work, draft: EntryDraft, text: str, *, own: bool) -> None:
    """One side's words, and who wrote them."""
    actor = work.acting_person
    if own:
        draft.deputy_text, draft.deputy_by = text.strip(), actor.person_id
        draft.deputy_by_name = actor.name
    else:
        draft.station_text, draft.station_by = text.strip(), actor.person_id
        draft.station_by_name = actor.name
    _note_digests(draft)


def _note_digests(draft: EntryDraft) -> None:
    """By which the same words are found again: of the deputy's side, and of the station's."""
    sides = [one for one in (draft.deputy_text, draft.station_text) if one is not None]
    first, *joined = [rules.text_digest(draft.title, one) for one in sides]
    draft.text_digest, draft.joined_digest = first, joined[0] if joined else None


async def _joined(work: Work, file: DeputyFile, draft_id: UUID, new: NewEntry) -> EntryDraft:
    """The other side's words of the same matter; the facts stay as they were begun."""
    draft, found = await reachable_draft(work, draft_id)
    if found.id != file.id:
        raise NotFound("履职记录")
    require_unconfirmed(draft)
    own = is_own(work, file)
    if (draft.deputy_text if own else draft.station_text) is not None:
        raise Refused("SIDE_WRITTEN", "这一方已经写过这件事，请修改原来的记录。")
    if (draft.kind, draft.held_on) != (new.kind, new.held_on):
        raise Invalid(
            "NOT_THE_SAME_MATTER",
            "种类或者日期与对方所记不同：同一件事才能合并，请核对，或者另记一条。",
            field="joins",
        )
    write_side(work, draft, new.text, own=own)
    return draft


def require_unconfirmed(draft: EntryDraft) -> None:
    """Refuse to change what was confirmed or dropped."""
    if draft.state not in rules.OPEN_STATES:
        raise Refused(
            "ENTRY_CLOSED",
            "这条记录已经确认或者不再提交，不能修改。已确认的须另记一条更正，并写明理由。",
        )


async def add_evidence(
    work: Work, draft: EntryDraft, file_ids: Sequence[UUID], *, by_deputy: bool
) -> None:
    """Add one's uploaded files to a draft; they stay one's own: the organ has other deputies."""
    files = await owned_files(work, list(dict.fromkeys(file_ids)), held=True)
    await check_evidence(work, files)
    if files:
        await _require_kept(work, files)
    work.session.add_all(
        DraftEvidence(
            draft_id=draft.id,
            by_deputy=by_deputy,
            uploaded_by=one.uploaded_by,
            name=one.name,
            kind=one.kind,
            size=one.size,
            digest=one.digest,
        )
        for one in files
    )
    await work.session.flush()


async def check_evidence(work: Work, files: Sequence[File]) -> None:
    """Refuse too many files for one matter, and photos larger than practice allows."""
    if len(files) > practice.MOST_EVIDENCE:
        raise Invalid(
            "EVIDENCE_TOO_MANY",
            f"一条记录最多附{practice.MOST_EVIDENCE}份材料，请挑选最能说明问题的。",
            field="evidence",
        )
    largest = (await value_of(work, practice.LARGEST_PHOTO, today())).value
    for one in files:
        photo = one.kind in (FileKind.JPEG, FileKind.PNG)
        if photo and largest is not None and one.size > largest * practice.BYTES_OF_A_MEGABYTE:
            raise Invalid(
                "PHOTO_TOO_LARGE",
                f"照片“{one.name}”超过{largest}MB，请用手机的“压缩”或者较小的尺寸重新上传。",
                field="evidence",
            )


async def _require_kept(work: Work, files: Sequence[File]) -> None:
    """Refuse a file that was erased with a record, or is about to be: no other rests on it again.

    Who erases waits until it is in the draft, and then sees it there.
    """
    digests = {one.digest for one in files}
    # Words before contents, as whoever erases holds them: neither waits for the other in a ring.
    await hold_words(work)
    await lock_content(work.session, *digests)
    rows = await work.session.execute(
        sa.select(Erasure.contents, Erasure.decided_on)
        .where(sa.or_(*(Erasure.contents.contains([one]) for one in digests)))
        .order_by(Erasure.decided_on.asc().nulls_first())
    )
    gone = {one: decided_on or date.min for contents, decided_on in rows for one in contents}
    if any(one.name == ERASED or _on(one) <= gone.get(one.digest, date.min) for one in files):
        raise Refused(
            "EVIDENCE_ERASED",
            "这份材料已按请求删除，不能用于别的记录。需要材料的，请另行上传不含该个人信息的一份。",
            field="evidence",
        )


def _on(file: File) -> date:
    """The day of an upload, in the time of the place."""
    return file.created_at.astimezone(now().tzinfo).date()


async def submit_entry(work: Work, draft_id: UUID) -> EntryDraft:
    """Hand a written entry in for confirmation."""
    draft, file = await reachable_draft(work, draft_id)
    require_open(file)
    await hand_in(work, draft)
    announce(work, "deputy_files.submit_entry", draft, {"mandate": str(file.mandate_id)})
    return draft


async def hand_in(work: Work, draft: EntryDraft) -> None:
    """From now on it waits for its confirmation; what it looks like is noted."""
    # Whoever joins or submits what was submitted already changes nothing of that.
    if draft.state is not EntryState.SUBMITTED:
        step(draft, "submit")
    draft.submitted_at, draft.refusal = now(), None
    await work.session.flush()
    await note_likenesses(work, draft)


def step(draft: EntryDraft, name: str) -> None:
    """Move a draft on, or refuse with what can be done."""
    draft.state = require_step(draft, name)


def require_step(draft: EntryDraft, name: str) -> EntryState:
    """The state after a step, or a refusal with what can be done."""
    try:
        return rules.next_state(draft.state, name)
    except rules.NotAllowed as fault:
        raise Refused(
            "ENTRY_STATE",
            f"这条记录“{rules.ENTRY_STATES[draft.state]}”，不能办理此事，请刷新后再看。",
        ) from fault


async def open_matter(work: Work, title: str) -> DutyMatter:
    """Name a matter to which entries of several days and deputies belong."""
    if not title.strip():
        raise Invalid("TITLE_EMPTY", "请填写议题的名称。", field="title")
    matter = DutyMatter(
        id=uuid7(),
        title=title.strip(),
        opened_on=today(),
        opened_by=work.acting_person.person_id,
        opened_by_name=work.acting_person.name,
    )
    work.session.add(matter)
    await work.session.flush()
    announce(work, "deputy_files.open_matter", matter)
    return matter
