"""The verbs of the maker (制定机关): prepare, sign off, send, supplement, answer, report."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from core import (
    File,
    Invalid,
    Organ,
    OrganKind,
    Refused,
    Work,
    announce,
    compute,
    meet_clock,
    owned,
    send,
    start_clock,
    stop_clocks,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import OutgoingFiling, OutgoingPart
from plugins.filing_review.rules import (
    Ask,
    Correction,
    Document,
    LetterKind,
    Measure,
    OutgoingState,
    PartKind,
)
from plugins.filing_review.service.letters import (
    PLUGIN,
    Paper,
    check_not_future,
    file_or_none,
    move_outgoing,
    own_outgoing,
    plain,
    write_to_reviewer,
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a package: an uploaded file, or the reason why the part is absent."""

    kind: PartKind
    file_id: UUID | None = None
    absent_reason: str | None = None


async def prepare_filing(
    work: Work, document: Document, parts: Sequence[Part], replaces: UUID | None
) -> OutgoingFiling:
    """Keep a draft. It may lack anything but a title: nothing that was entered is refused."""
    if not document.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写文件标题，其余内容可以以后补充。", field="title")
    actor = work.acting_person
    outgoing = OutgoingFiling(
        organ_id=work.acting_organ.id,
        title=document.title,
        prepared_by=actor.person_id,
        prepared_by_name=actor.name,
        replaces_id=await _replaced(work, replaces),
    )
    await _enter(work, outgoing, document)
    work.session.add(outgoing)
    await work.session.flush()
    await _put_parts(work, outgoing, parts)
    announce(work, "filing_review.prepare_filing", outgoing)
    return outgoing


async def _replaced(work: Work, replaces: UUID | None) -> UUID | None:
    """The own filing whose text this one amends."""
    return (await own_outgoing(work, replaces)).id if replaces is not None else None


async def revise_filing(
    work: Work,
    outgoing_id: UUID,
    document: Document,
    parts: Sequence[Part] | None,
    replaces: UUID | None,
) -> OutgoingFiling:
    """Change a draft; a signature it had is void. Parts are replaced when they are given."""
    outgoing = await own_outgoing(work, outgoing_id)
    if outgoing.state is OutgoingState.WITHHELD and outgoing.ask is not Ask.REFILE:
        raise Refused("SUPPLEMENT_WANTED", "审查机关要求补充报送，请用“补充报送”办理。")
    if not document.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写文件标题。", field="title")
    move_outgoing(outgoing, "revise_filing")
    await _enter(work, outgoing, document)
    if replaces is not None:
        outgoing.replaces_id = await _replaced(work, replaces)
    outgoing.signed_by = outgoing.signed_by_name = outgoing.signed_on = None
    if parts is not None:
        await work.session.execute(
            update(OutgoingPart).where(OutgoingPart.outgoing_id == outgoing.id).values(removed=True)
        )
        await _put_parts(work, outgoing, parts)
    announce(work, "filing_review.revise_filing", outgoing)
    return outgoing


async def _enter(work: Work, outgoing: OutgoingFiling, document: Document) -> None:
    """Hold the document; if it says when it was published, count until when it is to be filed."""
    outgoing.take_facts(document)
    if document.published_on is None:
        outgoing.filing_due_on = outgoing.filing_rule_text = None
        return
    computed = await compute(work, practice.FILING_PERIOD, document.published_on)
    outgoing.filing_due_on, outgoing.filing_rule_text = computed.due_on, computed.rule_text


async def _put_parts(work: Work, outgoing: OutgoingFiling, parts: Sequence[Part]) -> list[File]:
    files = list[File]()
    for part in parts:
        if (part.file_id is None) is (part.absent_reason is None):
            raise Invalid(
                "PART_UNCLEAR",
                f"“{rules.PARTS[part.kind]}”请上传文件，或者说明暂缺的原因，二者选一。",
                field="parts",
            )
        if part.file_id is not None:
            files.append(await owned(work, part.file_id))
        work.session.add(
            OutgoingPart(
                organ_id=outgoing.organ_id,
                outgoing_id=outgoing.id,
                kind=part.kind,
                file_id=part.file_id,
                absent_reason=part.absent_reason,
            )
        )
    return files


async def sign_filing(work: Work, outgoing_id: UUID, report_number: str) -> OutgoingFiling:
    """Sign a filing off (签发): by a second person, with the number of the filing report."""
    outgoing = await own_outgoing(work, outgoing_id)
    actor = work.acting_person
    if actor.person_id == outgoing.prepared_by:
        raise Refused("SAME_PERSON", "经办人不能签发自己起草的报送件，请由签发人办理。")
    if not report_number.strip():
        raise Invalid("NUMBER_EMPTY", "请填写备案报告的发文字号。", field="reportNumber")
    check_document(outgoing.document())
    await _check_parts(work, outgoing)
    move_outgoing(outgoing, "sign_filing")
    outgoing.signed_by, outgoing.signed_by_name = actor.person_id, actor.name
    outgoing.signed_on, outgoing.report_number = today(), report_number
    announce(work, "filing_review.sign_filing", outgoing, {"number": report_number})
    return outgoing


def check_document(document: Document) -> None:
    """Refuse a document that says too little, or whose dates contradict each other."""
    missing = rules.missing_facts(document)
    if missing:
        raise Invalid("DOCUMENT_INCOMPLETE", f"还没有填写：{'、'.join(missing)}。补充后再签发。")
    disorder = rules.disordered_dates(document)
    if disorder is not None:
        raise Invalid("DATES_DISORDERED", disorder)
    if document.published_on is not None:
        check_not_future(document.published_on, "公布日期")


async def _parts(work: Work, outgoing: OutgoingFiling) -> list[OutgoingPart]:
    rows = await work.session.scalars(
        select(OutgoingPart)
        .where(OutgoingPart.outgoing_id == outgoing.id, OutgoingPart.removed.is_(False))
        .order_by(OutgoingPart.id)
    )
    return list(rows)


async def _check_parts(work: Work, outgoing: OutgoingFiling) -> None:
    """Refuse a package that lacks a demanded part, naming the part and the rule."""
    held = await value_of(work, practice.PACKAGE_PARTS, today())
    demanded: list[PartKind] = held.value or [PartKind.OFFICIAL_TEXT]
    parts = await _parts(work, outgoing)
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


async def send_filing(work: Work, outgoing_id: UUID, late_reason: str | None) -> OutgoingFiling:
    """Send a signed filing (报送备案). How late it is, is computed and marked with the rule."""
    outgoing = await own_outgoing(work, outgoing_id)
    check_document(outgoing.document())
    await _check_parts(work, outgoing)
    move_outgoing(outgoing, "send_filing")
    outgoing.receiver = (await _receiver(work)).code
    outgoing.sent_on, outgoing.late_reason = today(), late_reason
    outgoing.reply_reason = outgoing.ask = None
    if outgoing.published_on is not None:
        computed = await compute(work, practice.FILING_PERIOD, outgoing.published_on)
        outgoing.filing_due_on, outgoing.filing_rule_text = computed.due_on, computed.rule_text
        outgoing.late_by = computed.late_by(today())
    parts = await _parts(work, outgoing)
    await meet_clock(work, practice.SUPPLEMENT_PERIOD, outgoing.id, today())
    await _send_package(work, outgoing, "filing", parts, {})
    announce(work, "filing_review.send_filing", outgoing, {"late_by": outgoing.late_by or 0})
    return outgoing


async def _receiver(work: Work) -> Organ:
    """Where this organ's documents are filed, by the routes that practice names."""
    held = await value_of(work, practice.ROUTES, today())
    routes: list[rules.Route] = held.value or []
    kinds = [route.receiver for route in routes if route.maker == work.acting_organ.kind]
    organ = None
    if kinds:
        organ = await work.session.scalar(
            select(Organ)
            .where(Organ.kind == OrganKind(kinds[0]), Organ.closed_on.is_(None))
            .order_by(Organ.code)
            .limit(1)
        )
    if organ is None:
        raise Refused(
            "NO_ROUTE", "现行规定没有要求本机关的文件在本机构报送备案。如有疑问，请联系审查机关。"
        )
    return organ


async def _send_package(
    work: Work,
    outgoing: OutgoingFiling,
    kind: str,
    parts: Sequence[OutgoingPart],
    more: dict[str, Any],
) -> None:
    if outgoing.receiver is None:
        raise Refused("NOT_SENT_YET", "该文件还没有报送，不能办理此事。")
    sending = [part for part in parts if part.file_id is not None]
    files = [await owned(work, part.file_id) for part in sending if part.file_id]
    await send(
        work,
        PLUGIN,
        kind,
        to=(work.body.code, outgoing.receiver),
        payload={
            "outgoing": str(outgoing.id),
            "document": plain(outgoing.document()),
            "maker_kind": str(work.acting_organ.kind),
            "replaces": str(outgoing.replaces_id) if outgoing.replaces_id else None,
            "report_number": outgoing.report_number,
            "filed_on": str(today()),
            "late_reason": outgoing.late_reason,
            "parts": [str(part.kind) for part in sending],
            "absent": {str(part.kind): part.absent_reason for part in parts if part.absent_reason},
            **more,
        },
        files=files,
    )


async def supplement_filing(
    work: Work, outgoing_id: UUID, parts: Sequence[Part], note: str
) -> OutgoingFiling:
    """Send the papers that were asked for (补充报送) when registration was withheld."""
    outgoing = await own_outgoing(work, outgoing_id)
    if outgoing.ask is Ask.REFILE:
        raise Refused("REFILING_WANTED", "审查机关要求重新报送，请修改报送件，重新签发后报送。")
    if not any(part.file_id for part in parts):
        raise Invalid("PARTS_EMPTY", "请上传要补充的材料。", field="parts")
    move_outgoing(outgoing, "supplement_filing")
    supplied = [part.kind for part in parts]
    await work.session.execute(
        update(OutgoingPart)
        .where(
            OutgoingPart.outgoing_id == outgoing.id,
            OutgoingPart.kind.in_(supplied),
            OutgoingPart.absent_reason.is_not(None),
        )
        .values(removed=True)
    )
    await _put_parts(work, outgoing, parts)
    await work.session.flush()
    added = [part for part in await _parts(work, outgoing) if part.kind in supplied]
    await meet_clock(work, practice.SUPPLEMENT_PERIOD, outgoing.id, today())
    await _send_package(work, outgoing, "supplement", added, {"note": note})
    announce(
        work,
        "filing_review.supplement_filing",
        outgoing,
        {"parts": [str(kind) for kind in supplied]},
    )
    return outgoing


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A maker's written answer to an opinion."""

    measure: Measure
    number: str | None
    text: str
    file_id: UUID | None = None


async def answer_opinion(work: Work, outgoing_id: UUID, answer: Answer) -> OutgoingFiling:
    """Answer a review opinion in writing (书面反馈); agreeing starts the time to correct."""
    outgoing = await own_outgoing(work, outgoing_id)
    if not answer.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写书面反馈的内容。", field="text")
    file = await file_or_none(work, answer.file_id)
    move_outgoing(outgoing, "answer_opinion")
    paper = Paper(
        kind=LetterKind.ANSWER,
        text=answer.text,
        number=answer.number,
        dated_on=today(),
        facts={"measure": str(answer.measure)},
    )
    await write_to_reviewer(work, outgoing, paper, file)
    await meet_clock(work, practice.ANSWER_PERIOD, outgoing.id, today())
    if answer.measure is not Measure.DECLINE:
        await start_clock(work, practice.CORRECTION_PERIOD, outgoing, today())
    announce(work, "filing_review.answer_opinion", outgoing, {"measure": str(answer.measure)})
    return outgoing


class Repeal(msgspec.Struct, frozen=True, kw_only=True):
    """That the maker repealed its document: on which day, by which paper."""

    on: date
    number: str
    title: str | None
    text: str
    file_id: UUID | None = None


async def report_correction(work: Work, outgoing_id: UUID, repeal: Repeal) -> OutgoingFiling:
    """Report that the document was repealed. An amended text is filed anew, with `replaces`."""
    outgoing = await own_outgoing(work, outgoing_id)
    check_not_future(repeal.on, "废止日期")
    file = await file_or_none(work, repeal.file_id)
    move_outgoing(outgoing, "report_correction")
    paper = Paper(
        kind=LetterKind.CORRECTION,
        text=repeal.text,
        title=repeal.title,
        number=repeal.number,
        dated_on=today(),
        facts={"correction": str(Correction.REPEALED), "on": str(repeal.on)},
    )
    await write_to_reviewer(work, outgoing, paper, file)
    await meet_clock(work, practice.CORRECTION_PERIOD, outgoing.id, repeal.on)
    await stop_clocks(work, outgoing.id)
    announce(work, "filing_review.report_correction", outgoing, {"on": str(repeal.on)})
    return outgoing
