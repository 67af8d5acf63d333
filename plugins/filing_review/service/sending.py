"""What the maker sends: the filing, a supplement, an answer, the report of a repeal."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from core import (
    Hands,
    Invalid,
    Outgoing,
    Refused,
    Work,
    announce,
    meet_clock,
    owned_files,
    send,
    start_clock,
    stop_clocks,
    today,
    withdraw,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Letter, OutgoingFiling, OutgoingPart
from plugins.filing_review.rules import (
    Ask,
    Correction,
    LetterKind,
    Measure,
    OutgoingState,
)
from plugins.filing_review.service.checking import check_binding, check_document
from plugins.filing_review.service.letters import (
    PLUGIN,
    Paper,
    check_not_future,
    file_or_none,
    move_outgoing,
    own_outgoing,
    plain,
    receiver_of,
    require_one_step,
    write_to_reviewer,
)
from plugins.filing_review.service.making import (
    Part,
    check_parts,
    parts_of,
    put_parts,
)
from plugins.filing_review.service.routing import address_of
from plugins.filing_review.service.suspending import meet_correction
from plugins.filing_review.service.timing import filing_time


async def send_filing(work: Work, outgoing_id: UUID, late_reason: str | None) -> OutgoingFiling:
    """Send a signed filing (报送备案). How late it is, is computed and marked with the rule.

    One that is sent anew (重新报送) was filed on the day it was first sent.
    """
    outgoing = await own_outgoing(work, outgoing_id)
    check_document(outgoing.document())
    await check_parts(work, outgoing)
    move_outgoing(outgoing, "send_filing")
    route = await check_binding(work, outgoing.document())
    outgoing.receiver_body, outgoing.receiver = await address_of(work, route)
    outgoing.sent_on = filed_on = outgoing.sent_on or today()
    outgoing.late_reason = late_reason or outgoing.late_reason
    outgoing.reply_reason = outgoing.ask = None
    if outgoing.published_on is not None:
        computed = await filing_time(work, outgoing)
        outgoing.filing_due_on, outgoing.filing_rule_text = computed.due_on, computed.rule_text
        outgoing.late_by = computed.late_by(filed_on) if computed.due_on else None
    parts = await parts_of(work, outgoing)
    await meet_clock(work, practice.SUPPLEMENT_PERIOD, outgoing.id, today())
    await _send_package(work, outgoing, "filing", parts, {})
    announce(work, "filing_review.send_filing", outgoing, {"late_by": outgoing.late_by})
    return outgoing


async def _send_package(
    work: Work,
    outgoing: OutgoingFiling,
    kind: str,
    parts: Sequence[OutgoingPart],
    more: dict[str, Any],
) -> None:
    sending = [part for part in parts if part.file_id is not None]
    files = await owned_files(work, [part.file_id for part in sending if part.file_id])
    sent = await send(
        work,
        PLUGIN,
        kind,
        to=receiver_of(outgoing),
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
    outgoing.package_id = sent.id


async def withdraw_filing(work: Work, outgoing_id: UUID, reason: str) -> OutgoingFiling:
    """Take a filing back (撤回) that was not acknowledged; it is a draft again once it came back.

    Whether it comes back is decided at the reviewer's: an acknowledgement may be on its way.
    """
    outgoing = await own_outgoing(work, outgoing_id)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明撤回的理由。", field="reason")
    if outgoing.state is not OutgoingState.SENT or outgoing.package_id is None:
        raise Refused("NOT_WITHDRAWABLE", "只有已经报送、对方尚未签收的文件才能撤回。")
    withheld = select(Letter.id).where(
        Letter.outgoing_id == outgoing.id, Letter.kind == LetterKind.WITHHELD
    )
    if await work.session.scalar(withheld.limit(1)) is not None:
        # It answers a request with a time limit, which a recall would end.
        raise Refused("NOT_WITHDRAWABLE", "应要求补充、重新报送的文件不能撤回，请与审查机关联系。")
    await withdraw(work, outgoing.package_id, reason)
    announce(work, "filing_review.withdraw_filing", outgoing)
    return outgoing


async def take_filing_back(work: Work, package: Outgoing) -> None:
    """The filing came back: a draft again, unsigned, and never filed."""
    outgoing = await own_outgoing(work, UUID(package.payload["outgoing"]))
    move_outgoing(outgoing, "take_back")
    outgoing.signed_by = outgoing.signed_by_name = outgoing.signed_on = None
    outgoing.sent_on = outgoing.late_by = None
    outgoing.withdrawn_on, outgoing.withdraw_reason = today(), package.withdraw_reason


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
    added = await put_parts(work, outgoing, parts)
    outgoing.reply_reason = outgoing.ask = None
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
    """Answer a review opinion in writing (书面反馈).

    The time to correct starts, whatever the answer says: a refusal must come up as overdue.
    """
    await require_one_step(work, LetterKind.ANSWER)
    outgoing = await own_outgoing(work, outgoing_id)
    await give_answer(work, outgoing, answer)
    announce(work, "filing_review.answer_opinion", outgoing, {"measure": str(answer.measure)})
    return outgoing


async def give_answer(
    work: Work, outgoing: OutgoingFiling, answer: Answer, hands: Hands | None = None
) -> Letter:
    """Send the answer, through however many hands it went."""
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
    letter = await write_to_reviewer(work, outgoing, paper, file, hands)
    await meet_clock(work, practice.ANSWER_PERIOD, outgoing.id, today())
    await start_clock(work, practice.CORRECTION_PERIOD, outgoing, today())
    return letter


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
    await meet_correction(work, outgoing.id, repeal.on)
    await stop_clocks(work, outgoing.id)
    announce(work, "filing_review.report_correction", outgoing, {"on": str(repeal.on)})
    return outgoing
