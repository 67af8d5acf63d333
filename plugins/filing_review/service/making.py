"""What the maker (制定机关) does before it sends: prepare a filing, revise it, sign it off."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Invalid,
    Refused,
    Work,
    announce,
    gather_said,
    notify,
    owned_files,
    refuse_if_changed,
    revision_of,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import OutgoingFiling, OutgoingPart
from plugins.filing_review.rules import (
    Ask,
    Document,
    OutgoingState,
    PartKind,
)
from plugins.filing_review.service.checking import check_binding, check_document, check_sense
from plugins.filing_review.service.letters import move_outgoing, own_outgoing
from plugins.filing_review.service.timing import filing_time


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a package: an uploaded file, or the reason why the part is absent."""

    kind: PartKind
    file_id: UUID | None = None
    absent_reason: str | None = None


async def prepare_filing(
    work: Work, document: Document, parts: Sequence[Part], replaces: UUID | None
) -> OutgoingFiling:
    """Keep a draft. It may lack anything but a title; only what can never be right is refused."""
    if not document.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写文件标题，其余内容可以以后补充。", field="title")
    check_sense(document)
    actor = work.acting_person
    outgoing = OutgoingFiling(
        organ_id=work.acting_organ.id,
        title=document.title,
        prepared_by=actor.person_id,
        prepared_by_name=actor.name,
        replaces_id=(await _replaced(work, replaces)).id if replaces is not None else None,
    )
    await _enter(work, outgoing, document)
    work.session.add(outgoing)
    await work.session.flush()
    await put_parts(work, outgoing, parts)
    announce(work, "filing_review.prepare_filing", outgoing)
    return outgoing


async def _replaced(work: Work, replaces: UUID) -> OutgoingFiling:
    """The own filing whose text this one amends; it was sent before."""
    old = await own_outgoing(work, replaces)
    if old.receiver is None:
        raise Refused("REPLACED_NOT_FILED", "所修改的原件还没有报送过，请选择已经报送的文件。")
    return old


async def revise_filing(
    work: Work,
    outgoing_id: UUID,
    document: Document,
    parts: Sequence[Part] | None,
    replaces: UUID | None,
    seen: str | None = None,
) -> OutgoingFiling:
    """Change a draft; a signature it had is void. Parts are replaced when they are given.

    Whoever changed it last has prepared it, and cannot sign it off.
    """
    outgoing = await own_outgoing(work, outgoing_id)
    if outgoing.state is OutgoingState.WITHHELD and outgoing.ask is not Ask.REFILE:
        raise Refused("SUPPLEMENT_WANTED", "审查机关要求补充报送，请用“补充报送”办理。")
    if not document.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写文件标题。", field="title")
    check_sense(document)
    move_outgoing(outgoing, "revise_filing")
    [held] = await parts_said(work.session, [outgoing.id])
    refuse_if_changed(seen, filing_revision(outgoing, held))
    await _enter(work, outgoing, document)
    if replaces is not None:
        await _point_at(work, outgoing, replaces)
    actor = work.acting_person
    outgoing.prepared_by, outgoing.prepared_by_name = actor.person_id, actor.name
    outgoing.signed_by = outgoing.signed_by_name = outgoing.signed_on = None
    if parts is not None:
        await _exchange_parts(work, outgoing, parts)
    announce(work, "filing_review.revise_filing", outgoing)
    return outgoing


def filing_revision(outgoing: OutgoingFiling, parts: object) -> str:
    """A mark of what the maker can change of a filing; `parts` are as `parts_said` tells."""
    return revision_of(outgoing, OutgoingFiling.EDITED, parts)


async def parts_said(session: AsyncSession, keys: Sequence[UUID]) -> Sequence[object]:
    """What the packages of several filings hold now, filing by filing."""
    part = OutgoingPart
    rows = (
        select(part.outgoing_id, part.kind, part.file_id, part.absent_reason)
        .where(part.outgoing_id.in_(keys), part.removed.is_(False))
        .order_by(part.id)
    )
    return await gather_said(session, keys, rows)


async def _point_at(work: Work, outgoing: OutgoingFiling, replaces: UUID) -> None:
    old = await _replaced(work, replaces)
    if old.id == outgoing.id:
        raise Refused("REPLACES_ITSELF", "文件不能修改它自己，请选择原来报送的那一件。")
    outgoing.replaces_id = old.id


async def _enter(work: Work, outgoing: OutgoingFiling, document: Document) -> None:
    """Hold the document; if it says when it was published, count until when it is to be filed."""
    outgoing.take_facts(document)
    if document.published_on is None:
        outgoing.filing_due_on = outgoing.filing_rule_text = None
        return
    try:
        computed = await filing_time(work, outgoing)
    except Invalid:
        # A year that nobody can count from is no reason to lose a draft.
        outgoing.filing_due_on = outgoing.filing_rule_text = None
        return
    outgoing.filing_due_on, outgoing.filing_rule_text = computed.due_on, computed.rule_text


async def _exchange_parts(work: Work, outgoing: OutgoingFiling, parts: Sequence[Part]) -> None:
    """Make the package these parts: what is in it already keeps its row and is not replaced."""
    held = await parts_of(work, outgoing)
    added: list[Part] = []
    for part in parts:
        wanted = _part(outgoing, part)
        same = next((row for row in held if row.says() == wanted.says()), None)
        if same is None:
            added.append(part)
        else:
            held.remove(same)
    for row in held:
        row.removed = True
    await put_parts(work, outgoing, added)


async def put_parts(
    work: Work, outgoing: OutgoingFiling, parts: Sequence[Part]
) -> list[OutgoingPart]:
    """Add parts to the package, each a file of one's own or a reason; the rows they became."""
    rows = [_part(outgoing, part) for part in parts]
    await owned_files(work, [row.file_id for row in rows if row.file_id])
    work.session.add_all(rows)
    return rows


def _part(outgoing: OutgoingFiling, part: Part) -> OutgoingPart:
    reason = (part.absent_reason or "").strip() or None
    if (part.file_id is None) is (reason is None):
        raise Invalid(
            "PART_UNCLEAR",
            f"“{rules.PARTS[part.kind]}”请上传文件，或者说明暂缺的原因，二者选一。",
            field="parts",
        )
    return OutgoingPart(
        organ_id=outgoing.organ_id,
        outgoing_id=outgoing.id,
        kind=part.kind,
        file_id=part.file_id,
        absent_reason=reason,
    )


async def drop_filing(work: Work, outgoing_id: UUID, reason: str) -> OutgoingFiling:
    """Give a draft up (作废) that was made by mistake: it stays, with the reason, and ends.

    One that is signed is revised first, so that nobody takes it for a signed one.
    """
    outgoing = await own_outgoing(work, outgoing_id)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明作废的理由。", field="reason")
    refuse_sent(outgoing)
    move_outgoing(outgoing, "drop_filing")
    actor = work.acting_person
    outgoing.dropped_by_name, outgoing.dropped_on = actor.name, today()
    outgoing.drop_reason = reason
    if outgoing.prepared_by != actor.person_id:
        notify(work, [outgoing.prepared_by], "您起草的报送件已经作废，理由见报送件。", outgoing)
    announce(work, "filing_review.drop_filing", outgoing)
    return outgoing


def refuse_sent(outgoing: OutgoingFiling) -> None:
    """Refuse to drop what was sent: the reviewer has it, and may wait for it to be filed anew."""
    if outgoing.sent_on is not None:
        raise Refused(
            "SENT_BEFORE", "这件已经报送过，不能作废。审查机关要求重新报送的，请修改后重新报送。"
        )


async def sign_filing(work: Work, outgoing_id: UUID, report_number: str) -> OutgoingFiling:
    """Sign a filing off (签发): by a second person, with the number of the filing report."""
    outgoing = await own_outgoing(work, outgoing_id)
    actor = work.acting_person
    refuse_preparer(outgoing, actor.person_id)
    if not report_number.strip():
        raise Invalid("NUMBER_EMPTY", "请填写备案报告的发文字号。", field="reportNumber")
    check_document(outgoing.document())
    await check_binding(work, outgoing.document())
    await check_parts(work, outgoing)
    move_outgoing(outgoing, "sign_filing")
    outgoing.signed_by, outgoing.signed_by_name = actor.person_id, actor.name
    outgoing.signed_on, outgoing.report_number = today(), report_number
    notify(work, [outgoing.prepared_by], "您起草的报送件已经签发，可以报送。", outgoing)
    announce(work, "filing_review.sign_filing", outgoing)
    return outgoing


def refuse_preparer(outgoing: OutgoingFiling, person_id: UUID) -> None:
    """Whoever prepared a filing does not sign it off."""
    if person_id == outgoing.prepared_by:
        raise Refused("SAME_PERSON", "经办人不能签发自己起草的报送件，请由签发人办理。")


async def parts_of(work: Work, outgoing: OutgoingFiling) -> list[OutgoingPart]:
    """The package as it stands, without what was replaced."""
    rows = await work.session.scalars(
        select(OutgoingPart)
        .where(OutgoingPart.outgoing_id == outgoing.id, OutgoingPart.removed.is_(False))
        .order_by(OutgoingPart.id)
    )
    return list(rows)


def demanded_parts(practised: list[PartKind] | None) -> list[PartKind]:
    """What must be in a package, as practice says; the text itself in any case."""
    return practised or [PartKind.OFFICIAL_TEXT]


async def check_parts(work: Work, outgoing: OutgoingFiling) -> None:
    """Refuse a package that lacks a demanded part, naming the part and the rule."""
    held = await value_of(work, practice.PACKAGE_PARTS, today())
    demanded = demanded_parts(held.value)
    parts = await parts_of(work, outgoing)
    missing = rules.missing_parts(
        demanded,
        [part.kind for part in parts if part.file_id],
        [part.kind for part in parts if part.absent_reason],
    )
    if missing:
        rule = f"（{held.holding.rule_text}）" if held.holding else ""
        raise Refused(
            "PACKAGE_INCOMPLETE",
            f"备案材料缺少：{rules.part_names(missing)}{rule}。请上传，或者说明暂缺的原因。",
            missing=[str(part) for part in missing],
        )
