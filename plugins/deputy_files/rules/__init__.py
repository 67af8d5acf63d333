"""代表履职档案: law and practice as pure functions. Nothing here reads a clock or a database."""

from plugins.deputy_files.rules.entries import (
    CONFIRMERS,
    ENTRY_SOURCES,
    ENTRY_STATES,
    OPEN_STATES,
    Confirmer,
    Content,
    EntryMachine,
    EntrySource,
    EntryState,
    NotAllowed,
    contract_payload,
    day_fault,
    digest_of,
    next_state,
)
from plugins.deputy_files.rules.kinds import DutyAspect, EntryKind, EventMapping, Target
from plugins.deputy_files.rules.likeness import (
    LIKENESSES,
    Likeness,
    Written,
    likenesses,
    plain,
    text_digest,
)

__all__ = [
    "CONFIRMERS",
    "ENTRY_SOURCES",
    "ENTRY_STATES",
    "LIKENESSES",
    "OPEN_STATES",
    "Confirmer",
    "Content",
    "DutyAspect",
    "EntryKind",
    "EntryMachine",
    "EntrySource",
    "EntryState",
    "EventMapping",
    "Likeness",
    "NotAllowed",
    "Target",
    "Written",
    "contract_payload",
    "day_fault",
    "digest_of",
    "likenesses",
    "next_state",
    "plain",
    "text_digest",
]
