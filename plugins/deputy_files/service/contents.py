"""What a row says, as the digest of a confirmed entry is taken over it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from core import now
from plugins.deputy_files import rules
from plugins.deputy_files.models import DraftEvidence, Entry, EntryDraft, EntryEvidence


def content_of(
    row: EntryDraft | Entry,
    evidence: Sequence[DraftEvidence | EntryEvidence],
    *,
    aspect: str | None,
    withdrawn: bool,
    zone: tzinfo | None = None,
) -> rules.Content:
    """The content of a draft that is confirmed, or of an entry; hours in our zone by default."""
    return rules.Content(
        mandate=str(row.mandate_id),
        kind=row.kind,
        aspect=aspect,
        held_on=str(row.held_on),
        starts_at=_hour(row.starts_at, zone),
        ends_at=_hour(row.ends_at, zone),
        place=row.place,
        title=row.title,
        quantity=row.quantity,
        matter=str(row.matter_id) if row.matter_id else None,
        deputy_text=row.deputy_text,
        station_text=row.station_text,
        evidence=sorted({one.digest for one in evidence}),
        corrects=str(row.corrects_id) if row.corrects_id else None,
        withdrawn=withdrawn,
    )


def _hour(at: datetime | None, zone: tzinfo | None) -> str | None:
    """In the one zone, whatever zone the database speaks, unless another is meant."""
    return at.astimezone(zone or now().tzinfo).isoformat() if at else None
