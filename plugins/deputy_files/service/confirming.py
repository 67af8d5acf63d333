"""An entry is confirmed into the file by somebody else, or sent back with reasons."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    ERASED,
    Expected,
    File,
    Invalid,
    Mandate,
    NotFound,
    Refused,
    Work,
    announce,
    global_id,
    led_by,
    lock_content,
    notify,
    on_day,
    practice_of,
    today,
    value_of,
)
from plugins.deputy_files import permissions as may
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import (
    DeputyFile,
    DraftEvidence,
    DraftLikeness,
    DutyMatter,
    Entry,
    EntryDraft,
    EntryEvidence,
    EntryLooked,
    Erasure,
)
from plugins.deputy_files.rules import Confirmer
from plugins.deputy_files.service.comparing import forget_likenesses, likenesses_of
from plugins.deputy_files.service.contents import content_of
from plugins.deputy_files.service.files import require_open
from plugins.deputy_files.service.seeing import (
    asked_to_erase,
    hold_words,
    reachable_draft,
    reachable_drafts,
    reachable_file,
)
from plugins.deputy_files.service.writing import (
    kind_among,
    require_day,
    require_quantity,
    require_step,
    step,
)


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What the checks of drafts rest on, asked for all of them at once."""

    confirmers: Sequence[Confirmer]
    kinds: Sequence[rules.EntryKind] | None
    mandates: dict[UUID, Mandate]
    """The mandates under which the drafts were written."""
    led: frozenset[UUID]
    """Files of those whom the acting person leads."""
    corrected: frozenset[UUID | None]
    """Entries, of those that the drafts correct, which something else corrects already."""
    alike: dict[UUID, list[DraftLikeness]]
    evidence: dict[UUID, list[DraftEvidence]]


Waiting = tuple[EntryDraft, DeputyFile]
Confirmed = tuple[Entry, dict[str, object]]
"""An entry, and what is told of it."""


async def confirm_entry(work: Work, draft_id: UUID, looked: Sequence[UUID]) -> Entry:
    """Confirm an entry (确认入档): from now on nothing of it can change.

    `looked`: the likenesses that were looked at, which must be those that stand now.
    """
    waiting = await reachable_draft(work, draft_id)
    grounds = await _grounds(work, [waiting])
    _require_confirmable(work, waiting, grounds)
    _require_looked(grounds.alike[draft_id], frozenset(looked))
    ((entry, told),) = await _confirmed(work, [waiting], grounds)
    announce(work, "deputy_files.confirm_entry", entry, told)
    return entry


async def confirm_entries(work: Work, draft_ids: Sequence[UUID], looked: Sequence[UUID]) -> int:
    """Confirm several at once (一并确认), all or none; how many.

    `looked`: the likenesses of all of them that were looked at. Raises Refused `ENTRIES_NOT_ALL`,
    which names those that stand in the way and why.
    """
    wanted = sorted(set(draft_ids))
    if not 0 < len(wanted) <= practice.MOST_CONFIRMED:
        raise Invalid(
            "ENTRIES_COUNT", f"请选择1至{practice.MOST_CONFIRMED}条记录一并确认。", field="drafts"
        )
    waiting = await reachable_drafts(work, wanted)
    grounds, seen = await _grounds(work, waiting), frozenset(looked)
    problems = list[str]()
    for one in waiting:
        draft, file = one
        mine = frozenset(row.id for row in grounds.alike[draft.id])
        try:
            _require_confirmable(work, one, grounds)
            _require_looked(grounds.alike[draft.id], seen & mine)
        except Expected as problem:
            problems.append(f"{file.name}{draft.held_on}“{draft.title}”：{problem.message}")
    if problems:
        named = "".join(problems[: practice.SHOWN_ALIKE])
        raise Refused(
            "ENTRIES_NOT_ALL",
            f"{len(problems)}条不能一并确认，请先逐条处理，其余的再一并确认。{named}",
            alike=[_shown(row) for rows in grounds.alike.values() for row in rows],
        )
    _require_looked([row for rows in grounds.alike.values() for row in rows], seen)
    done = await _confirmed(work, waiting, grounds)
    told = [{"entry": str(entry.id), **payload} for entry, payload in done]
    announce(
        work,
        "deputy_files.confirm_entries",
        done[0][0],
        {"count": len(done), "entries": told},
    )
    return len(done)


async def _grounds(work: Work, waiting: Sequence[Waiting]) -> Grounds:
    drafts = [draft for draft, _ in waiting]
    await hold_words(work)
    held = await practice_of(work, [practice.CONFIRMED_BY, practice.KINDS], today())
    files = {file.id for _, file in waiting}
    corrects = {one.corrects_id for one in drafts if one.corrects_id is not None}
    later = sa.select(Entry.corrects_id).where(Entry.corrects_id.in_(corrects))
    return Grounds(
        confirmers=held[practice.CONFIRMED_BY].value or list(Confirmer),
        kinds=held[practice.KINDS].value,
        mandates=await _mandates(work, drafts),
        led=await led_files(work, files),
        corrected=frozenset((await work.session.scalars(later)).all()) if corrects else frozenset(),
        alike=await likenesses_of(work, drafts),
        evidence=await _evidence(work, drafts),
    )


async def _mandates(work: Work, drafts: Sequence[EntryDraft]) -> dict[UUID, Mandate]:
    ids = {one.mandate_id for one in drafts}
    found = await work.session.scalars(sa.select(Mandate).where(Mandate.id.in_(ids)))
    return {one.id: one for one in found}


async def led_files(work: Work, file_ids: Iterable[UUID]) -> frozenset[UUID]:
    led = led_by(work.acting_person.person_id)
    leads = sa.select(DeputyFile.id).where(
        DeputyFile.id.in_(file_ids), DeputyFile.mandate_id.in_(led)
    )
    return frozenset((await work.session.scalars(leads)).all())


def _require_confirmable(work: Work, waiting: Waiting, grounds: Grounds) -> None:
    draft, file = waiting
    require_open(file)
    require_confirmer(work, draft, file, grounds.confirmers, grounds.led)
    if draft.corrects_id is not None and draft.corrects_id in grounds.corrected:
        raise Refused("ENTRY_CORRECTED", "这条记录已经更正或者撤销，请对最后一次的记录办理更正。")
    require_step(draft, "confirm")
    kind_among(grounds.kinds, draft.kind)
    # Not every draft was written here, and a mandate may have ended since.
    require_day(draft.held_on, grounds.mandates[draft.mandate_id])
    require_quantity(draft.quantity)


async def _confirmed(work: Work, waiting: Sequence[Waiting], grounds: Grounds) -> list[Confirmed]:
    """Everything of them is written together, however many there are."""
    made = list[Confirmed]()
    for draft, file in waiting:
        step(draft, "confirm")
        aspect = kind_among(grounds.kinds, draft.kind).aspect
        content = content_of(
            draft, grounds.evidence[draft.id], aspect=aspect, withdrawn=draft.withdraws
        )
        entry = _entry(work, draft, file, content, alike=len(grounds.alike[draft.id]))
        draft.entry_id = entry.id
        made.append((entry, told_of(work, entry, file, content)))
    work.session.add_all(entry for entry, _ in made)
    await work.session.flush()
    for (draft, file), (entry, _) in zip(waiting, made, strict=True):
        notify(
            work, [file.person_id], f"您{on_day(entry.held_on)}的一项履职记录已经确认入档。", entry
        )
        work.session.add_all(_kept(entry, one) for one in grounds.evidence[draft.id])
        work.session.add_all(_looked(entry, one) for one in grounds.alike[draft.id])
    await work.session.flush()
    return made


def told_of(
    work: Work, entry: Entry, file: DeputyFile, content: rules.Content
) -> dict[str, object]:
    """The payload that other plugins rely on."""
    return rules.contract_payload(
        content,
        term=file.term,
        source=entry.source,
        digest=entry.digest,
        confirmed_by=str(entry.confirmed_by),
        confirmed_organ=work.acting_organ.code,
    )


def require_confirmer(
    work: Work,
    draft: EntryDraft,
    file: DeputyFile,
    named: Sequence[Confirmer],
    led: frozenset[UUID],
) -> None:
    """Who confirms is named by practice, and never one of those who wrote."""
    person_id = work.acting_person.person_id
    if person_id in (file.person_id, draft.deputy_by, draft.station_by):
        raise Refused(
            "ENTRY_OWN", "自己的、自己所写的记录须由他人确认，请由小组组长或者代表工作机构办理。"
        )
    if not _capacities(work, file, led) & set(named):
        listed = "、".join(rules.CONFIRMERS[one] for one in named)
        raise Refused("NOT_THE_CONFIRMER", f"按本机构的做法，履职记录由{listed}确认。")


def _capacities(work: Work, file: DeputyFile, led: frozenset[UUID]) -> set[Confirmer]:
    held = set[Confirmer]()
    if may.READ_ALL in work.actions:
        held.add(Confirmer.OFFICE)
    if may.READ_KEPT in work.actions and file.station_organ_id == work.acting_organ.id:
        held.add(Confirmer.STATION)
    if file.id in led:
        held.add(Confirmer.GROUP_LEADER)
    return held


def _require_looked(alike: Sequence[DraftLikeness], looked: frozenset[UUID]) -> None:
    """What was looked at must be what stands now; else what is new is named."""
    fresh = [one for one in alike if one.id not in looked]
    if fresh:
        listed = "；".join(map(_worded, fresh[: practice.SHOWN_ALIKE]))
        raise Refused(
            "ENTRY_ALIKE",
            f"与{len(alike)}处记录疑似重复，其中{len(fresh)}处还没有核对：{listed}。"
            "请逐条核对；确非重复的，逐处注明已核对再确认。",
            field="looked",
            alike=[_shown(one) for one in alike],
        )
    gone = len(looked - {one.id for one in alike})
    if gone:
        raise Refused(
            "ENTRY_ALIKE_GONE",
            f"核对过的有{gone}处已不再疑似重复（对方已经修改或者不再提交），现有{len(alike)}处。"
            "请刷新，按现在的各处核对后再确认。",
            field="looked",
            alike=[_shown(one) for one in alike],
        )


def _worded(one: DraftLikeness) -> str:
    return (
        f"{rules.LIKENESSES[one.likeness]}（{one.percent}%）：{one.other_name}"
        f"{one.other_held_on}“{one.other_title}”"
    )


def _shown(one: DraftLikeness) -> dict[str, object]:
    """A likeness as a refusal tells of it: nothing is written by a refusal, but it can be seen."""
    return {
        "id": global_id("EntryLikeness", one.id),
        "draft": global_id("EntryDraft", one.draft_id),
        "text": _worded(one),
    }


async def _evidence(
    work: Work, drafts: Sequence[EntryDraft]
) -> defaultdict[UUID, list[DraftEvidence]]:
    found = await work.session.scalars(
        sa.select(DraftEvidence)
        .where(
            DraftEvidence.draft_id.in_([one.id for one in drafts]),
            DraftEvidence.dropped.is_(False),
        )
        .order_by(DraftEvidence.id)
    )
    listed: defaultdict[UUID, list[DraftEvidence]] = defaultdict(list)
    for one in found:
        listed[one.draft_id].append(one)
    return listed


COPIED = [
    "file_id",
    "mandate_id",
    "source",
    "kind",
    "held_on",
    "starts_at",
    "ends_at",
    "place",
    "title",
    "quantity",
    "matter_id",
    "deputy_text",
    "deputy_by_name",
    "station_text",
    "station_by_name",
    "text_digest",
    "joined_digest",
    "corrects_id",
    "reason",
    "event_id",
    "event_name",
]


def _entry(
    work: Work, draft: EntryDraft, file: DeputyFile, content: rules.Content, *, alike: int
) -> Entry:
    return Entry(
        id=uuid7(),
        draft_id=draft.id,
        name=file.name,
        aspect=content.aspect,
        year=draft.held_on.year,
        withdrawn=draft.withdraws,
        digest=rules.digest_of(content),
        alike=alike,
        confirmed_on=today(),
        confirmed_by=work.acting_person.person_id,
        confirmed_by_name=work.acting_person.name,
        confirmed_organ_id=work.acting_organ.id,
        **{name: getattr(draft, name) for name in COPIED},
    )


def _kept(entry: Entry, one: DraftEvidence) -> EntryEvidence:
    return EntryEvidence(
        entry_id=entry.id,
        by_deputy=one.by_deputy,
        name=one.name,
        kind=one.kind,
        size=one.size,
        digest=one.digest,
    )


LOOKED = [
    "likeness",
    "percent",
    "other_draft_id",
    "other_entry_id",
    "other_name",
    "other_title",
    "other_held_on",
]


def _looked(entry: Entry, one: DraftLikeness) -> EntryLooked:
    told = {name: getattr(one, name) for name in LOOKED}
    return EntryLooked(entry_id=entry.id, likeness_id=one.id, **told)


async def refuse_entry(work: Work, draft_id: UUID, reason: str) -> EntryDraft:
    """Send an entry back with reasons; whoever wrote it may change it and submit again."""
    draft, file = await reachable_draft(work, draft_id)
    if not reason.strip():
        raise Invalid(
            "REASON_EMPTY", "不予确认须写明理由，让填写的人知道怎样改正。", field="reason"
        )
    named = (await value_of(work, practice.CONFIRMED_BY, today())).value or list(Confirmer)
    require_confirmer(work, draft, file, named, await led_files(work, [file.id]))
    step(draft, "refuse")
    await forget_likenesses(work, draft)
    draft.refused_on, draft.refusal = today(), reason.strip()
    draft.refused_by_name = work.acting_person.name
    told = {"mandate": str(file.mandate_id), "kind": draft.kind}
    writers = (file.person_id, draft.deputy_by, draft.station_by)
    text = f"{on_day(draft.held_on)}的一项履职记录没有确认，请看理由，改正后可以再次提交。"
    notify(work, writers, text, draft)
    announce(work, "deputy_files.refuse_entry", draft, told)
    return draft


async def copy_evidence(work: Work, evidence_id: UUID, *, confirmed: bool) -> File:
    """Have the acting person their own row for a piece of evidence, to be downloaded.

    Not their organ: it has people who do not see the record.
    """
    piece, file_id = await _piece(work, evidence_id, confirmed=confirmed)
    if not await _shown_without_file(work, piece):
        await reachable_file(work, file_id)
    organ, person = work.acting_organ.id, work.acting_person.person_id
    # Whoever erases it has done so now, which is then seen, or waits until the copy is there.
    await lock_content(work.session, piece.digest)
    await work.session.refresh(piece)
    _require_kept(piece)
    known = await work.session.scalar(
        sa.select(File)
        .where(
            File.organ_id == organ,
            File.digest == piece.digest,
            File.held_by == person,
            File.erased_on.is_(None),
        )
        .limit(1)
    )
    row = known or File(
        id=uuid7(),
        organ_id=organ,
        name=piece.name,
        kind=piece.kind,
        size=piece.size,
        digest=piece.digest,
        uploaded_by=None,
        held_by=person,
        package_id=None,
    )
    if known is None:
        work.session.add(row)
        await work.session.flush()
    announce(work, "deputy_files.copy_evidence", row, {"digest": row.digest})
    return row


async def _shown_without_file(work: Work, piece: DraftEvidence | EntryEvidence) -> bool:
    """Confirmed ones to some; of a draft, to whoever is asked to erase it."""
    if isinstance(piece, EntryEvidence):
        return may.READ_CONFIRMED in work.actions
    if may.ERASE_WORDS not in work.actions:
        return False
    asked = asked_to_erase().where(Erasure.draft_id == piece.draft_id).limit(1)
    return await work.session.scalar(asked) is not None


async def _piece(
    work: Work, evidence_id: UUID, *, confirmed: bool
) -> tuple[DraftEvidence | EntryEvidence, UUID]:
    if confirmed:
        kept = await work.session.get(EntryEvidence, (work.body.id, evidence_id))
        entry = kept and await work.session.get(Entry, (work.body.id, kept.entry_id))
        if kept and entry:
            return kept, entry.file_id
    else:
        added = await work.session.get(DraftEvidence, (work.body.id, evidence_id))
        draft = added and await work.session.get(EntryDraft, (work.body.id, added.draft_id))
        if added and draft and not added.dropped:
            return added, draft.file_id
    raise NotFound("佐证材料")


def _require_kept(piece: DraftEvidence | EntryEvidence) -> None:
    if piece.name == ERASED:
        raise Refused(
            "EVIDENCE_ERASED", "这份佐证材料已按个人信息保护法第四十七条删除，不能再取用。"
        )


def matter_list() -> sa.Select[DutyMatter]:
    """Matters, the latest first."""
    return sa.select(DutyMatter).order_by(DutyMatter.opened_on.desc())
