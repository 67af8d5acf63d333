"""An unconfirmed entry is revised or dropped; what others have said of it stays as they said it."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Invalid,
    Refused,
    Work,
    announce,
    gather_said,
    refuse_if_changed,
    revision_of,
)
from plugins.deputy_files import permissions as may
from plugins.deputy_files.models import DeputyFile, DraftEvidence, EntryDraft
from plugins.deputy_files.rules import EntrySource, EntryState
from plugins.deputy_files.service.comparing import forget_likenesses
from plugins.deputy_files.service.files import require_open
from plugins.deputy_files.service.seeing import reachable_draft
from plugins.deputy_files.service.writing import (
    NewEntry,
    add_evidence,
    check_entry,
    facts_of,
    is_own,
    require_unconfirmed,
    step,
    write_side,
)


def entry_revision(draft: EntryDraft, evidence: object) -> str:
    """A mark of what either side has written; `evidence` as `evidence_said` tells."""
    return revision_of(draft, EntryDraft.EDITED, evidence)


async def evidence_said(session: AsyncSession, keys: Sequence[UUID]) -> Sequence[object]:
    """The evidence of several drafts, draft by draft."""
    one = DraftEvidence
    rows = (
        sa.select(one.draft_id, one.by_deputy, one.name, one.digest)
        .where(one.draft_id.in_(keys), one.dropped.is_(False))
        .order_by(one.id)
    )
    return await gather_said(session, keys, rows)


async def revise_entry(
    work: Work, draft_id: UUID, new: NewEntry, seen: str | None = None
) -> EntryDraft:
    """Write one's side of an unconfirmed entry anew, with its facts and evidence."""
    draft, file = await reachable_draft(work, draft_id)
    require_unconfirmed(draft)
    require_open(file)
    [evidence] = await evidence_said(work.session, [draft.id])
    refuse_if_changed(seen, entry_revision(draft, evidence))
    own = is_own(work, file)
    _require_facts_kept(draft, new, own=own)
    await check_entry(work, file, new)
    for name, value in facts_of(new).items():
        setattr(draft, name, value)
    write_side(work, draft, new.text, own=own)
    if draft.state is not EntryState.DRAFT:
        draft.state = EntryState.DRAFT
        await forget_likenesses(work, draft)
    await work.session.execute(
        sa.update(DraftEvidence)
        .where(DraftEvidence.draft_id == draft.id, DraftEvidence.by_deputy.is_(own))
        .values(dropped=True)
    )
    await add_evidence(work, draft, new.evidence, by_deputy=own)
    announce(work, "deputy_files.revise_entry", draft, {"mandate": str(file.mandate_id)})
    return draft


def _require_facts_kept(draft: EntryDraft, new: NewEntry, *, own: bool) -> None:
    """Words may be added to what an event or the other side has told; its facts stay."""
    same = (draft.kind, draft.held_on, draft.quantity) == (new.kind, new.held_on, new.quantity)
    if draft.source is EntrySource.EVENT and not (same and draft.matter_id == new.matter_id):
        raise Refused(
            "ENTRY_FROM_EVENT",
            "这条记录由其他办理自动产生，种类、日期、次数、议题不能改，可以补充内容和佐证材料。"
            "记错了的，请代表工作机构写明理由后不再提交。",
        )
    if (draft.station_text if own else draft.deputy_text) is not None and not same:
        raise Refused(
            "SIDE_FACTS",
            "对方也写过这件事，种类、日期、次数不能改，可以改自己一方的内容。"
            "确不是同一件事的，请另记一条。",
        )


async def discard_entry(work: Work, draft_id: UUID, reason: str) -> EntryDraft:
    """Let an unconfirmed entry drop; it stays to be seen."""
    draft, file = await reachable_draft(work, draft_id)
    if draft.source is EntrySource.EVENT:
        _require_office(work, file, reason)
    step(draft, "discard")
    draft.reason = reason.strip() or None
    await forget_likenesses(work, draft)
    announce(work, "deputy_files.discard_entry", draft, {"mandate": str(file.mandate_id)})
    return draft


def _require_office(work: Work, file: DeputyFile, reason: str) -> None:
    """What an event told of a deputy, such as an absence, is not dropped by the deputy."""
    if may.READ_ALL not in work.actions or is_own(work, file):
        raise Refused(
            "ENTRY_FROM_EVENT",
            "这条记录由其他办理自动产生，只能由代表工作机构写明理由后不再提交，请与其联系。",
        )
    if not reason.strip():
        raise Invalid(
            "REASON_EMPTY", "自动产生的记录不再提交的，请写明理由，如名册有误。", field="reason"
        )
