"""Guidance between levels (row 4-09): a question and its answer, advice on a draft, a shared text.

It is kept apart from review: nothing of it starts a clock, binds anybody, or stands in the ledger.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    Body,
    BodyKind,
    BodyStatus,
    File,
    Incoming,
    Invalid,
    Level,
    NotFound,
    OrganKind,
    Refused,
    Work,
    announce,
    own_files,
    owned_files,
    send,
    today,
)
from plugins.filing_review.models import Exchange, ExchangeFile
from plugins.filing_review.rules import Direction, ExchangeKind
from plugins.filing_review.service.letters import PLUGIN
from plugins.filing_review.service.routing import Address, above


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked or shared."""

    title: str
    text: str
    file_ids: tuple[UUID, ...] = ()


def _check(matter: Matter) -> None:
    if not matter.title.strip() or not matter.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写标题和内容。", field="text")


async def ask_guidance(work: Work, kind: ExchangeKind, matter: Matter) -> Exchange:
    """Ask the commission of the body above (请示), or for advice on a draft (征求意见)."""
    if kind is ExchangeKind.SHARED:
        raise Invalid("EXCHANGE_KIND", "这里只能请示问题或者就草案征求意见。", field="kind")
    _check(matter)
    files = await owned_files(work, matter.file_ids)
    to = await above(work, OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION)
    exchange = await _sent(work, kind, matter, to, "上一级人大常委会", files)
    announce(work, "filing_review.ask_guidance", exchange, {"kind": str(kind)})
    return exchange


async def _sent(
    work: Work,
    kind: ExchangeKind,
    matter: Matter,
    to: Address,
    name: str,
    files: Sequence[File],
) -> Exchange:
    """One's own row of something asked or shared, and the package."""
    exchange = Exchange(
        organ_id=work.acting_organ.id,
        kind=kind,
        direction=Direction.SENT,
        other_body=to[0],
        other_organ=to[1],
        other_name=name,
        title=matter.title,
        text=matter.text,
        asked_on=today(),
    )
    work.session.add(exchange)
    await work.session.flush()
    exchange.ref = exchange.id
    _keep_files(work, exchange, files, answer=False)
    await send(
        work,
        PLUGIN,
        "exchange",
        to=to,
        payload={
            "exchange": str(exchange.id),
            "kind": str(kind),
            "title": matter.title,
            "text": matter.text,
        },
        files=files,
    )
    return exchange


def _keep_files(work: Work, exchange: Exchange, files: Sequence[File], *, answer: bool) -> None:
    work.session.add_all(
        ExchangeFile(
            organ_id=exchange.organ_id, exchange_id=exchange.id, file_id=file.id, answer=answer
        )
        for file in files
    )


async def take_exchange(work: Work, package: Incoming) -> None:
    """A question or a shared text arrives."""
    sent = package.payload
    exchange = Exchange(
        organ_id=package.organ_id,
        ref=UUID(sent["exchange"]),
        kind=ExchangeKind(sent["kind"]),
        direction=Direction.RECEIVED,
        other_body=package.from_body,
        other_organ=package.from_organ,
        other_name=f"{package.from_body_name} {package.from_organ_name}",
        title=sent["title"],
        text=sent["text"],
        asked_on=today(),
        package_id=package.id,
    )
    work.session.add(exchange)
    await work.session.flush()
    _keep_files(work, exchange, await own_files(work, package), answer=False)


async def answer_guidance(
    work: Work, exchange_id: UUID, text: str, file_ids: Sequence[UUID]
) -> Exchange:
    """Answer a question or a draft from below (答复、反馈意见)."""
    exchange = await work.session.scalar(
        select(Exchange).where(Exchange.id == exchange_id).with_for_update()
    )
    if exchange is None:
        raise NotFound("请示")
    if exchange.direction is not Direction.RECEIVED or exchange.kind is ExchangeKind.SHARED:
        raise Refused("NOT_A_QUESTION", "这不是下级的请示，不需要答复。")
    if exchange.answered_on is not None:
        raise Refused("ANSWERED_BEFORE", "该请示已经答复。如需补充，请另行说明。")
    if not text.strip():
        raise Invalid("TEXT_EMPTY", "请填写答复的内容。", field="text")
    files = await owned_files(work, file_ids)
    exchange.answer, exchange.answered_on = text, today()
    exchange.answered_by_name = work.acting_person.name
    _keep_files(work, exchange, files, answer=True)
    await send(
        work,
        PLUGIN,
        "guidance",
        to=(exchange.other_body, exchange.other_organ),
        payload={
            "exchange": str(exchange.ref),
            "text": text,
            "answered_on": str(today()),
            "by": work.acting_person.name,
        },
        files=files,
        reply_to=exchange.package_id,
    )
    announce(work, "filing_review.answer_guidance", exchange)
    return exchange


async def take_guidance(work: Work, package: Incoming) -> None:
    """The answer arrives at who asked."""
    sent = package.payload
    exchange = await work.session.scalar(
        select(Exchange).where(Exchange.ref == UUID(sent["exchange"])).with_for_update()
    )
    files = await own_files(work, package)
    if exchange is None:
        return  # It was asked by the body that this one succeeded; the package itself is kept.
    exchange.answer, exchange.answered_by_name = sent["text"], sent["by"]
    exchange.answered_on = msgspec.convert(sent["answered_on"], type(today()))
    _keep_files(work, exchange, files, answer=True)


async def share_document(work: Work, matter: Matter, bodies: Sequence[str]) -> list[Exchange]:
    """Share a text with reviewers of the bodies below (共享文件): with those named, or with all."""
    _check(matter)
    below = list(
        await work.session.scalars(
            select(Body)
            .where(Body.parent_id == work.body.id, Body.status == BodyStatus.ACTIVE)
            .order_by(Body.code)
        )
    )
    chosen = [body for body in below if not bodies or body.code in bodies]
    if not chosen or len(chosen) < len(set(bodies)):
        raise NotFound("下一级机构")
    files = await owned_files(work, matter.file_ids)
    shared = [
        await _sent(
            work, ExchangeKind.SHARED, matter, (body.code, str(_reviewer(body))), body.name, files
        )
        for body in chosen
    ]
    announce(work, "filing_review.share_document", shared[0], {"bodies": len(shared)})
    return shared


def _reviewer(body: Body) -> OrganKind:
    """Who reviews in a body of that kind."""
    if body.kind is BodyKind.SUBDISTRICT_COMMITTEE:
        return OrganKind.SUBDISTRICT_WORKING_COMMITTEE
    if body.level is Level.TOWNSHIP:
        return OrganKind.PRESIDIUM
    return OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION
