"""What a party does with packages: send one, take it back, acknowledge one that came."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.dispatch.packages import (
    UNDELIVERED,
    ArrivalState,
    Incoming,
    Line,
    Outgoing,
    PackageState,
    package_digest,
)
from core.errors import NotFound, Refused
from core.kit.files import File

if TYPE_CHECKING:
    from core.work import Work

CORE = "core"
RECALL = "core.recall"
"""The kind of a package that asks an earlier one of its line back."""

RECEIPT = "receipt"
"""The kind of a package that tells a sender what became of theirs."""


async def send(
    work: "Work",
    plugin: str,
    kind: str,
    *,
    to: tuple[str, str],
    payload: dict[str, Any],
    files: Sequence[File] = (),
    reply_to: UUID | None = None,
) -> Outgoing:
    """Put a package into the acting organ's outbox; it is delivered after the commit.

    `to` is body code and organ code, also of one's own body: `(work.body.code, "government")`; an
    organ's kind will do where its code is not known. `payload` holds plain JSON values. The
    receiver's plugin must offer a `Receiver` for `kind`. `reply_to` is the id of a package that
    came: it is answered.

    An address is looked up at delivery, not here. Where there is no such body, no such organ or
    only a closed one, or the body is suspended or has the plugin off, the package is held and its
    sender reads the reason in `sentPackages`; it goes on by itself when that has changed. Nothing
    refuses a package to oneself: it arrives like any other, so refuse it in the verb if it makes
    no sense.
    """
    line = await _line(work, plugin, to)
    line.last_number += 1
    described = [file.described() for file in files]
    package = Outgoing(
        organ_id=line.organ_id,
        line_id=line.id,
        number=line.last_number,
        plugin=plugin,
        kind=kind,
        to_body=to[0],
        to_organ=to[1],
        payload=payload,
        files=described,
        reply_to=reply_to,
        digest=package_digest(kind, payload, described),
    )
    work.session.add(package)
    await work.session.flush()
    if reply_to is not None:
        await _answered(work, reply_to)
    await _hurry(work, line.id)
    return package


async def _hurry(work: "Work", line_id: UUID) -> None:
    await work.defer("deliver", lock=f"line:{line_id}", body_id=work.body.id, line_id=line_id)


async def _line(work: "Work", plugin: str, to: tuple[str, str]) -> Line:
    """The line, locked until the verb commits, so that numbers follow the order of commits."""
    organ = work.acting_organ
    keys = {"plugin": plugin, "to_body": to[0], "to_organ": to[1]}
    await work.session.execute(
        insert(Line)
        .values(tenant_id=work.body.id, organ_id=organ.id, last_number=0, **keys)
        .on_conflict_do_nothing()
    )
    found = sa.select(Line).filter_by(organ_id=organ.id, **keys).with_for_update()
    return (await work.session.scalars(found)).one()


async def _answered(work: "Work", package_id: UUID) -> None:
    await work.session.execute(
        sa.update(Incoming)
        .where(Incoming.id == package_id, Incoming.state != ArrivalState.WITHDRAWN)
        .values(state=ArrivalState.ANSWERED, answered_at=clock.now())
    )


async def acknowledge(work: "Work", package_id: UUID) -> Incoming:
    """Acknowledge a package that came (签收); its sender is told, and cannot take it back any more.

    A second time, or after an answer, nothing happens.
    """
    package = await work.session.scalar(
        sa.select(Incoming).where(Incoming.id == package_id).with_for_update()
    )
    if package is None:
        raise NotFound("来件")
    if package.state is ArrivalState.WITHDRAWN:
        raise Refused("PACKAGE_WITHDRAWN", "发出方已经撤回该材料，不需要再签收。")
    if package.received_at is None:
        package.received_at = clock.now()
        if package.state is ArrivalState.ARRIVED:
            package.state = ArrivalState.RECEIVED
        await give_receipt(work, package, PackageState.RECEIVED)
    return package


async def give_receipt(work: "Work", package: Incoming, became: PackageState) -> None:
    """Tell the sender what became of a package; DELIVERED: it was kept, in spite of a recall."""
    await send(
        work,
        CORE,
        RECEIPT,
        to=(package.from_body, package.from_organ),
        payload={"package": str(package.id), "became": str(became)},
    )


async def withdraw(work: "Work", package_id: UUID, reason: str) -> Outgoing:
    """Take a package back before it is acknowledged (撤回).

    What was not delivered yet never will be; what was delivered is asked back behind it, in its
    own line, and the receiver's acknowledgement decides. Only kinds whose `Receiver` knows how to
    give back can be withdrawn.
    """
    package = await work.session.scalar(
        sa.select(Outgoing).where(Outgoing.id == package_id).with_for_update()
    )
    if package is None:
        raise NotFound("发出的材料")
    if work.platform.plugins.receiver(package.plugin, package.kind).recalled is None:
        raise Refused("PACKAGE_KEPT", "这类材料发出后不能撤回。")
    if package.withdraw_reason is not None:
        raise Refused("WITHDRAWAL_ASKED", "该材料已经撤回或者正在撤回，请等待结果。")
    if package.state not in (*UNDELIVERED, PackageState.DELIVERED):
        raise Refused("PACKAGE_RECEIVED", "对方已经签收，不能撤回。如需更正，请与对方联系。")
    package.withdraw_reason = reason
    if package.state is PackageState.DELIVERED:
        await ask_back(work, package)
    else:
        await _hurry(work, package.line_id)
    return package


async def ask_back(work: "Work", package: Outgoing) -> None:
    """Send the recall of a delivered package behind it."""
    await send(
        work,
        package.plugin,
        RECALL,
        to=(package.to_body, package.to_organ),
        payload={"package": str(package.id), "reason": package.withdraw_reason},
    )


async def own_files(work: "Work", package: Incoming) -> list[File]:
    """Make the receiver's own file rows for a package; the stored content is shared, not copied."""
    rows = [File.of_package(package.organ_id, package.id, described) for described in package.files]
    work.session.add_all(rows)
    await work.session.flush()
    return rows
