"""Sealed packages between parties: what goes up, down or across leaves by the outbox only.

A package is written in the sender's transaction and never changes. A job delivers it; order is
kept per sender, receiver and plugin: a line. The same path serves within one body, between bodies,
and out of the platform.
"""

from core.dispatch.delivery import deliver, deliver_soon, queue, release, stuck_lines
from core.dispatch.outside import OutsideParty, outside_party
from core.dispatch.packages import (
    UNDELIVERED,
    ArrivalState,
    Incoming,
    Line,
    Outgoing,
    PackageState,
    package_digest,
)
from core.dispatch.posting import CORE, RECALL, RECEIPT, acknowledge, own_files, send, withdraw
from core.dispatch.receipts import RECEIVERS

__all__ = [
    "CORE",
    "RECALL",
    "RECEIPT",
    "RECEIVERS",
    "UNDELIVERED",
    "ArrivalState",
    "Incoming",
    "Line",
    "Outgoing",
    "OutsideParty",
    "PackageState",
    "acknowledge",
    "deliver",
    "deliver_soon",
    "outside_party",
    "own_files",
    "package_digest",
    "queue",
    "release",
    "send",
    "stuck_lines",
    "withdraw",
]
