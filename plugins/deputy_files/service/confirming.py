"""An entry is confirmed into the file by somebody else, or sent back with reasons."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import File, Invalid, NotFound, Refused, Work, announce, led_by, today, value_of
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
)
from plugins.deputy_files.rules import Confirmer
from plugins.deputy_files.service.comparing import note_likenesses
from plugins.deputy_files.service.files import require_open
from plugins.deputy_files.service.seeing import lock_files_of, reachable_draft, reachable_file
from plugins.deputy_files.service.writing import kind_of, step


async def confirm_entry(work: Work, draft_id: UUID, *, looked: bool) -> Entry:
    """Confirm an entry (确认入档): from now on nothing of it can change."""
    entry, told = await _confirmed(work, draft_id, looked=looked)
    announce(work, "deputy_files.confirm_entry", entry, told)
    return entry


async def confirm_entries(work: Work, draft_ids: Sequence[UUID]) -> int:
    """Confirm several at once (一并确认), all or none; how many.

    What looks like another record is confirmed alone, by somebody who looked. Raises Refused
    `ENTRIES_NOT_ALL`, which names those that stand in the way and why.
    """
    wanted = sorted(set(draft_ids))
    if not 0 < len(wanted) <= practice.MOST_CONFIRMED:
        raise Invalid(
            "ENTRIES_COUNT", f"请选择1至{practice.MOST_CONFIRMED}条记录一并确认。", field="drafts"
        )
    await lock_files_of(work, wanted)
    done, problems = list[tuple[Entry, dict[str, object]]](), list[str]()
    for draft_id in wanted:
        try:
            done.append(await _confirmed(work, draft_id, looked=False))
        except Refused as problem:
            draft, file = await reachable_draft(work, draft_id)
            problems.append(f"{file.name}{draft.held_on}“{draft.title}”：{problem.message}")
    if problems:
        named = "".join(problems[: practice.SHOWN_ALIKE])
        raise Refused(
            "ENTRIES_NOT_ALL",
            f"{len(problems)}条不能一并确认，请先逐条处理，其余的再一并确认。{named}",
        )
    told = [{"entry": str(entry.id), **payload} for entry, payload in done]
    announce(
        work,
        "deputy_files.confirm_entries",
        done[0][0],
        {"count": len(done), "entries": told},
    )
    return len(done)


async def _confirmed(
    work: Work, draft_id: UUID, *, looked: bool
) -> tuple[Entry, dict[str, object]]:
    """The entry, and what is told of it."""
    draft, file = await reachable_draft(work, draft_id)
    require_open(file)
    await _require_confirmer(work, draft, file)
    alike = await note_likenesses(work, draft)
    _require_looked(alike, looked=looked)
    await _require_uncorrected(work, draft)
    step(draft, "confirm")
    evidence = await _evidence(work, draft)
    content = content_of(draft, (await kind_of(work, draft.kind)).aspect, evidence)
    entry = await _entry(work, draft, file, content, alike=len(alike))
    await _keep_evidence(work, entry, evidence)
    draft.entry_id = entry.id
    return entry, told_of(work, entry, file, content)


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


async def _require_confirmer(work: Work, draft: EntryDraft, file: DeputyFile) -> None:
    """Who confirms is named by practice, and never one of those who wrote."""
    person_id = work.acting_person.person_id
    if person_id in (file.person_id, draft.deputy_by, draft.station_by):
        raise Refused(
            "ENTRY_OWN", "自己的、自己所写的记录须由他人确认，请由小组组长或者代表工作机构办理。"
        )
    named = (await value_of(work, practice.CONFIRMED_BY, today())).value or list(Confirmer)
    capacities = await _capacities(work, file)
    if not capacities & set(named):
        listed = "、".join(rules.CONFIRMERS[one] for one in named)
        raise Refused("NOT_THE_CONFIRMER", f"按本机构的做法，履职记录由{listed}确认。")


async def _capacities(work: Work, file: DeputyFile) -> set[Confirmer]:
    held = set[Confirmer]()
    if may.READ_ALL in work.actions:
        held.add(Confirmer.OFFICE)
    if may.READ_KEPT in work.actions and file.station_organ_id == work.acting_organ.id:
        held.add(Confirmer.STATION)
    led = led_by(work.acting_person.person_id)
    leads = sa.select(DeputyFile.id).where(DeputyFile.id == file.id, DeputyFile.mandate_id.in_(led))
    if await work.session.scalar(leads) is not None:
        held.add(Confirmer.GROUP_LEADER)
    return held


def _require_looked(alike: Sequence[DraftLikeness], *, looked: bool) -> None:
    if not alike or looked:
        return
    listed = "；".join(
        f"{rules.LIKENESSES[one.likeness]}（{one.percent}%）：{one.other_name}"
        f"{one.other_held_on}“{one.other_title}”"
        for one in alike[: practice.SHOWN_ALIKE]
    )
    raise Refused(
        "ENTRY_ALIKE",
        f"与{len(alike)}条记录疑似重复：{listed}。请逐条核对；确非重复的，注明已经核对（looked）再确认。",
        field="looked",
    )


async def _require_uncorrected(work: Work, draft: EntryDraft) -> None:
    if draft.corrects_id is None:
        return
    later = sa.select(Entry.id).where(Entry.corrects_id == draft.corrects_id)
    if await work.session.scalar(later) is not None:
        raise Refused("ENTRY_CORRECTED", "这条记录已经更正或者撤销，请对最后一次的记录办理更正。")


async def _evidence(work: Work, draft: EntryDraft) -> list[DraftEvidence]:
    found = await work.session.scalars(
        sa.select(DraftEvidence)
        .where(DraftEvidence.draft_id == draft.id, DraftEvidence.dropped.is_(False))
        .order_by(DraftEvidence.id)
    )
    return list(found)


def content_of(
    draft: EntryDraft, aspect: str | None, evidence: Sequence[DraftEvidence]
) -> rules.Content:
    """What is confirmed of a draft."""
    return rules.Content(
        mandate=str(draft.mandate_id),
        kind=draft.kind,
        aspect=aspect,
        held_on=str(draft.held_on),
        starts_at=draft.starts_at.isoformat() if draft.starts_at else None,
        ends_at=draft.ends_at.isoformat() if draft.ends_at else None,
        place=draft.place,
        title=draft.title,
        quantity=draft.quantity,
        matter=str(draft.matter_id) if draft.matter_id else None,
        deputy_text=draft.deputy_text,
        station_text=draft.station_text,
        evidence=sorted({one.digest for one in evidence}),
        corrects=str(draft.corrects_id) if draft.corrects_id else None,
        withdrawn=draft.withdraws,
    )


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
    "corrects_id",
    "reason",
    "event_id",
    "event_name",
]


async def _entry(
    work: Work, draft: EntryDraft, file: DeputyFile, content: rules.Content, *, alike: int
) -> Entry:
    entry = Entry(
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
    work.session.add(entry)
    await work.session.flush()
    return entry


async def _keep_evidence(work: Work, entry: Entry, evidence: Sequence[DraftEvidence]) -> None:
    work.session.add_all(
        EntryEvidence(
            entry_id=entry.id,
            by_deputy=one.by_deputy,
            name=one.name,
            kind=one.kind,
            size=one.size,
            digest=one.digest,
        )
        for one in evidence
    )
    await work.session.flush()


async def refuse_entry(work: Work, draft_id: UUID, reason: str) -> EntryDraft:
    """Send an entry back with reasons; whoever wrote it may change it and submit again."""
    draft, file = await reachable_draft(work, draft_id)
    if not reason.strip():
        raise Invalid(
            "REASON_EMPTY", "不予确认须写明理由，让填写的人知道怎样改正。", field="reason"
        )
    await _require_confirmer(work, draft, file)
    step(draft, "refuse")
    draft.refused_on, draft.refusal = today(), reason.strip()
    draft.refused_by_name = work.acting_person.name
    told = {"mandate": str(file.mandate_id), "kind": draft.kind}
    announce(work, "deputy_files.refuse_entry", draft, told)
    return draft


async def copy_evidence(work: Work, evidence_id: UUID, *, confirmed: bool) -> File:
    """Have the acting organ its own row for a piece of evidence, to be downloaded."""
    piece, file_id = await _piece(work, evidence_id, confirmed=confirmed)
    await reachable_file(work, file_id)
    organ = work.acting_organ.id
    known = await work.session.scalar(
        sa.select(File).where(File.organ_id == organ, File.digest == piece.digest).limit(1)
    )
    row = known or File(
        id=uuid7(),
        organ_id=organ,
        name=piece.name,
        kind=piece.kind,
        size=piece.size,
        digest=piece.digest,
        uploaded_by=None,
        package_id=None,
    )
    if known is None:
        work.session.add(row)
        await work.session.flush()
    announce(work, "deputy_files.copy_evidence", row, {"digest": row.digest})
    return row


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


def matter_list() -> sa.Select[DutyMatter]:
    """Matters, the latest first."""
    return sa.select(DutyMatter).order_by(DutyMatter.opened_on.desc())
