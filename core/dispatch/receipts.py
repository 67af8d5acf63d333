"""What the core itself takes in: receipts at the sender's, recalls at the receiver's."""

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core import clock
from core.dispatch.packages import ArrivalState, Incoming, Outgoing, PackageState
from core.dispatch.posting import RECALL, RECEIPT, give_receipt
from core.hookspecs import Receiver

if TYPE_CHECKING:
    from core.work import Work

KEPT = "对方在收到撤回请求之前已经签收，材料没有撤回。"


async def take_recall(work: "Work", recall: Incoming) -> None:
    """A sender asks a package back: given back unless it was acknowledged."""
    _noted(recall)
    package = await work.session.scalar(
        sa.select(Incoming).where(Incoming.id == UUID(recall.payload["package"])).with_for_update()
    )
    if package is None:
        return  # It went to the body that this one succeeded.
    if package.state is not ArrivalState.ARRIVED:
        await give_receipt(work, package, PackageState.DELIVERED)
        return
    package.state, package.withdrawn_at = ArrivalState.WITHDRAWN, clock.now()
    package.withdraw_reason = recall.payload["reason"]
    receiver = work.platform.plugins.receiver(package.plugin, package.kind)
    if receiver.recalled is not None:
        await receiver.recalled(work, package)
    await give_receipt(work, package, PackageState.WITHDRAWN)


def _noted(package: Incoming) -> None:
    """Nobody signs for a receipt, or for a recall; and no receipt is given for a receipt."""
    package.state, package.received_at = ArrivalState.RECEIVED, clock.now()


async def take_receipt(work: "Work", receipt: Incoming) -> None:
    """The receiver tells what became of a package of ours.

    It may overtake the mark of the delivery itself, which a crash delays.
    """
    _noted(receipt)
    package = await work.session.scalar(
        sa.select(Outgoing).where(Outgoing.id == UUID(receipt.payload["package"])).with_for_update()
    )
    if package is None:
        return  # It was sent by the body that this one succeeded.
    package.delivered_at = package.delivered_at or receipt.sent_at
    became = PackageState(receipt.payload["became"])
    if became is PackageState.RECEIVED:
        package.received_at = receipt.sent_at
        if package.state is not PackageState.ANSWERED:
            package.state = PackageState.RECEIVED
    elif became is PackageState.WITHDRAWN:
        await given_back(work, package)
    else:
        package.withdraw_reason, package.reason = None, KEPT


async def given_back(work: "Work", package: Outgoing) -> None:
    """A package is back in the sender's hands; its plugin is told."""
    package.state, package.reason = PackageState.WITHDRAWN, package.withdraw_reason
    receiver = work.platform.plugins.receiver(package.plugin, package.kind)
    if receiver.returned is not None:
        await receiver.returned(work, package)


RECEIVERS = [
    Receiver(kind=RECEIPT, run=take_receipt),
    Receiver(kind=RECALL, run=take_recall),
]
