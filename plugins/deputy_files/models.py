"""Tables of deputies' files.

What is being written (`EntryDraft`) may change; what was confirmed (`Entry`, `EntryEvidence`) is
granted to be read and added only: a correction is a further entry.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, ErasureGround, TenantOwned, choice, points_to, within
from plugins.deputy_files.rules import (
    CardState,
    EntrySource,
    EntryState,
    ErasureState,
    LeaveState,
    Likeness,
    Openness,
)

KEPT = {"info": {"grants": "SELECT, INSERT"}}
"""Added and read, never changed: the database refuses it."""


def erasable(*columns: str) -> dict[str, Any]:
    """As `KEPT`; only these columns, which are personal, may become the mark of what was erased."""
    return {"info": {"grants": "SELECT, INSERT", "erasable": columns}}


class DeputyFile(Base, TenantOwned):
    """The file of one person in one term of this body (一人一档); who keeps it may change."""

    __tablename__ = "deputy_files_file"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        points_to("organ", "station_organ_id"),
        points_to("organ", "office_organ_id"),
        sa.UniqueConstraint("tenant_id", "mandate_id"),
        within("person_id"),
        within("term", "name"),
        within("station_organ_id", "name"),
        within("office_organ_id", "name"),
    )

    mandate_id: Mapped[UUID]
    person_id: Mapped[UUID]
    name: Mapped[str]
    term: Mapped[int]
    district: Mapped[str]
    station_organ_id: Mapped[UUID | None]
    """The station that keeps it and writes in it."""
    office_organ_id: Mapped[UUID | None]
    """The delegation office of the county that elected the deputy; it reads and writes too."""
    opened_on: Mapped[date]
    archived_on: Mapped[date | None]


class FileMove(Base, TenantOwned):
    """That a file went to another station with the person (档随人走)."""

    __tablename__ = "deputy_files_move"
    __table_args__ = (points_to("deputy_files_file", "file_id"), within("file_id"), KEPT)

    file_id: Mapped[UUID]
    from_organ_id: Mapped[UUID | None]
    to_organ_id: Mapped[UUID | None]
    moved_on: Mapped[date]
    reason: Mapped[str]
    moved_by: Mapped[UUID]
    moved_by_name: Mapped[str]


class DutyMatter(Base, TenantOwned):
    """What several entries are about: an issue that was led, and later its solution."""

    __tablename__ = "deputy_files_matter"
    __table_args__ = (within("opened_on"), KEPT)

    title: Mapped[str]
    opened_on: Mapped[date]
    opened_by: Mapped[UUID]
    opened_by_name: Mapped[str]


class EntryDraft(Base, TenantOwned):
    """One matter that is being written (一事一记), by the deputy, the station or both."""

    EDITED: ClassVar = (
        "kind",
        "held_on",
        "starts_at",
        "ends_at",
        "place",
        "title",
        "quantity",
        "matter_id",
        "deputy_text",
        "station_text",
    )
    """What either side writes, beside the evidence."""

    __tablename__ = "deputy_files_draft"
    __table_args__ = (
        points_to("deputy_files_file", "file_id"),
        points_to("deputy_files_matter", "matter_id"),
        sa.UniqueConstraint("tenant_id", "event_id", "mandate_id", "mapping"),
        within("file_id", "held_on"),
        within("state", "held_on"),
        within("held_on"),
        within("text_digest"),
        within("joined_digest"),
    )

    file_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    state: Mapped[EntryState] = choice(EntryState, default=EntryState.DRAFT)
    source: Mapped[EntrySource] = choice(EntrySource)
    kind: Mapped[str]
    held_on: Mapped[date]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str | None]
    """A venue, in words: never a position."""
    title: Mapped[str]
    quantity: Mapped[int]
    matter_id: Mapped[UUID | None]
    deputy_text: Mapped[str | None]
    deputy_by: Mapped[UUID | None]
    deputy_by_name: Mapped[str | None]
    station_text: Mapped[str | None]
    station_by: Mapped[UUID | None]
    station_by_name: Mapped[str | None]
    text_digest: Mapped[str]
    joined_digest: Mapped[str | None]
    """Of what the second side wrote."""
    corrects_id: Mapped[UUID | None]
    withdraws: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    """Why an earlier entry is corrected or does not count any more."""
    event_id: Mapped[UUID | None]
    event_name: Mapped[str | None]
    mapping: Mapped[str | None]
    """By which of the body's mappings the event became this entry."""
    submitted_at: Mapped[datetime | None]
    refused_on: Mapped[date | None]
    refusal: Mapped[str | None]
    refused_by_name: Mapped[str | None]
    entry_id: Mapped[UUID | None]


class DraftEvidence(Base, TenantOwned):
    """A photo, film or paper of a draft; the content is found by its digest."""

    __tablename__ = "deputy_files_draft_evidence"
    __table_args__ = (
        points_to("deputy_files_draft", "draft_id"),
        within("draft_id"),
        within("digest"),
    )

    draft_id: Mapped[UUID]
    by_deputy: Mapped[bool]
    uploaded_by: Mapped[UUID | None]
    """Whose upload it is: of one side several people write, one after the other."""
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    dropped: Mapped[bool] = mapped_column(default=False)
    """Whether the draft was revised without it; nothing is deleted."""


class DraftLikeness(Base, TenantOwned):
    """That a draft looks like another record; who confirms must have looked.

    The id is made of what is seen: what stays the same keeps it.
    """

    __tablename__ = "deputy_files_likeness"
    __table_args__ = (
        points_to("deputy_files_draft", "draft_id"),
        within("draft_id"),
        within("other_draft_id"),
        within("other_entry_id"),
    )

    draft_id: Mapped[UUID]
    likeness: Mapped[Likeness] = choice(Likeness)
    percent: Mapped[int]
    other_draft_id: Mapped[UUID | None]
    other_entry_id: Mapped[UUID | None]
    other_name: Mapped[str]
    other_title: Mapped[str]
    other_held_on: Mapped[date]
    stale: Mapped[bool] = mapped_column(default=False)
    """Whether the draft was compared anew since."""


class Entry(Base, TenantOwned):
    """A confirmed entry. `corrects_id` takes the earlier one's place; `withdrawn` only ends it."""

    __tablename__ = "deputy_files_entry"
    __table_args__ = (
        points_to("deputy_files_file", "file_id"),
        points_to("deputy_files_matter", "matter_id"),
        points_to("deputy_files_entry", "corrects_id"),
        sa.UniqueConstraint("tenant_id", "corrects_id"),
        within("file_id", "held_on"),
        within("year", "kind"),
        within("held_on"),
        within("confirmed_by", "held_on"),
        within("text_digest"),
        within("joined_digest"),
        erasable(
            "place",
            "title",
            "deputy_text",
            "station_text",
            "text_digest",
            "joined_digest",
            "reason",
        ),
    )

    draft_id: Mapped[UUID | None]
    file_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    name: Mapped[str]
    source: Mapped[EntrySource] = choice(EntrySource)
    kind: Mapped[str]
    aspect: Mapped[str | None]
    held_on: Mapped[date]
    year: Mapped[int]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str | None]
    title: Mapped[str]
    quantity: Mapped[int]
    matter_id: Mapped[UUID | None]
    deputy_text: Mapped[str | None]
    deputy_by_name: Mapped[str | None]
    station_text: Mapped[str | None]
    station_by_name: Mapped[str | None]
    text_digest: Mapped[str]
    joined_digest: Mapped[str | None]
    """Of what the second side wrote."""
    corrects_id: Mapped[UUID | None]
    withdrawn: Mapped[bool]
    reason: Mapped[str | None]
    event_id: Mapped[UUID | None]
    event_name: Mapped[str | None]
    digest: Mapped[str]
    alike: Mapped[int]
    """How many likenesses the person who confirmed was shown and looked at."""
    confirmed_on: Mapped[date]
    confirmed_by: Mapped[UUID]
    confirmed_by_name: Mapped[str]
    confirmed_organ_id: Mapped[UUID]


class EntryEvidence(Base, TenantOwned):
    """Evidence of a confirmed entry, as it was when it was confirmed."""

    __tablename__ = "deputy_files_entry_evidence"
    __table_args__ = (
        points_to("deputy_files_entry", "entry_id"),
        within("entry_id"),
        within("digest"),
        erasable("name"),
    )

    entry_id: Mapped[UUID]
    by_deputy: Mapped[bool]
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]


class EntryLooked(Base, TenantOwned):
    """A likeness that whoever confirmed an entry had looked at, as it was shown."""

    __tablename__ = "deputy_files_looked"
    __table_args__ = (
        points_to("deputy_files_entry", "entry_id"),
        within("entry_id"),
        within("other_entry_id"),
        erasable("other_title"),
    )

    entry_id: Mapped[UUID]
    likeness_id: Mapped[UUID]
    likeness: Mapped[Likeness] = choice(Likeness)
    percent: Mapped[int]
    other_draft_id: Mapped[UUID | None]
    other_entry_id: Mapped[UUID | None]
    other_name: Mapped[str]
    other_title: Mapped[str]
    other_held_on: Mapped[date]


class LeaveRequest(Base, TenantOwned):
    """A deputy's written request for leave from a meeting; why is seen by few."""

    __tablename__ = "deputy_files_leave"
    __table_args__ = (
        points_to("deputy_files_file", "file_id"),
        points_to("meeting", "meeting_id"),
        within("file_id", "requested_on"),
        within("meeting_id", "state"),
        within("state", "requested_on"),
    )

    file_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    name: Mapped[str]
    meeting_id: Mapped[UUID]
    meeting_title: Mapped[str]
    state: Mapped[LeaveState] = choice(LeaveState, default=LeaveState.REQUESTED)
    reason: Mapped[str]
    """Personal: seen by the deputy and by those who decide."""
    in_session: Mapped[bool]
    requested_on: Mapped[date]
    requested_by_name: Mapped[str]
    paper_on: Mapped[date | None]
    """The day of the paper that staff wrote down; None where the deputy asked here."""
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str | None]
    decided_organ_id: Mapped[UUID | None]
    decision_reason: Mapped[str | None]
    rule_text: Mapped[str | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_by_name: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]
    """Of a paper that staff wrote down by mistake."""


class DeputyCard(Base, TenantOwned):
    """A deputy's e-card: what it says, and the secrecy check without which nobody sees it."""

    __tablename__ = "deputy_files_card"
    __table_args__ = (
        points_to("deputy_files_file", "file_id"),
        sa.UniqueConstraint("tenant_id", "file_id"),
        within("state", "name"),
    )

    file_id: Mapped[UUID]
    name: Mapped[str]
    state: Mapped[CardState] = choice(CardState, default=CardState.DRAFT)
    introduction: Mapped[str]
    receives: Mapped[str | None]
    """When and at which station voters are received, in words."""
    drafted_by: Mapped[UUID]
    drafted_by_name: Mapped[str]
    openness: Mapped[Openness | None] = choice(Openness, nullable=True)
    check_note: Mapped[str | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[UUID | None]
    checked_by_name: Mapped[str | None]
    checked_facts: Mapped[dict[str, Any] | None]
    """All that will be shown, as the check saw it."""
    published_id: Mapped[UUID | None]
    published_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawal: Mapped[str | None]


class ReceivedFact(Base, TenantOwned):
    """What a body below sent about a deputy of this body; it becomes a draft in one file."""

    __tablename__ = "deputy_files_fact"
    __table_args__ = (
        points_to("deputy_files_draft", "draft_id"),
        sa.UniqueConstraint("tenant_id", "package_id"),
        within("draft_id", "held_on"),
    )

    package_id: Mapped[UUID]
    organ_id: Mapped[UUID]
    from_body_name: Mapped[str]
    from_organ_name: Mapped[str]
    name: Mapped[str]
    district: Mapped[str]
    kind: Mapped[str]
    held_on: Mapped[date]
    title: Mapped[str]
    text: Mapped[str]
    place: Mapped[str | None]
    draft_id: Mapped[UUID | None]
    unplaced: Mapped[str | None]
    """Why it belongs to no file yet, in a sentence."""


class YearlyTable(Base, TenantOwned):
    """A year's statistics table of a term: owed by a day, sent up; why again, if it was."""

    __tablename__ = "deputy_files_yearly_table"
    __table_args__ = (
        points_to("organ", "organ_id"),
        sa.UniqueConstraint("tenant_id", "term", "year"),
        within("year", "term"),
    )

    term: Mapped[int]
    year: Mapped[int]
    begun_on: Mapped[date]
    organ_id: Mapped[UUID]
    """Which organ owes it; its people are reminded."""
    due_on: Mapped[date | None]
    rule_text: Mapped[str | None]
    submitted_on: Mapped[date | None]
    submitted_by_name: Mapped[str | None]
    sent_to: Mapped[str | None]
    package_id: Mapped[UUID | None]
    deputies: Mapped[int | None]
    reason: Mapped[str | None]
    sheet_file_id: Mapped[UUID | None]
    word_file_id: Mapped[UUID | None]


class ReceivedTable(Base, TenantOwned):
    """A year's table that a body below sent up."""

    __tablename__ = "deputy_files_received_table"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "package_id"),
        within("year", "received_on"),
        KEPT,
    )

    package_id: Mapped[UUID]
    organ_id: Mapped[UUID]
    from_body_name: Mapped[str]
    from_organ_name: Mapped[str]
    term: Mapped[int]
    year: Mapped[int]
    deputies: Mapped[int]
    reason: Mapped[str | None]
    received_on: Mapped[date]
    sheet_file_id: Mapped[UUID | None]
    word_file_id: Mapped[UUID | None]


class Erasure(Base, TenantOwned):
    """That words about somebody were asked to be erased, and what came of it.

    It says what was erased, never what it said: `entries` are the ids of the entry and of those
    that it corrected or that corrected it.
    """

    __tablename__ = "deputy_files_erasure"
    __table_args__ = (
        points_to("deputy_files_file", "file_id"),
        points_to("deputy_files_entry", "entry_id"),
        points_to("deputy_files_draft", "draft_id"),
        points_to("deputy_files_leave", "leave_id"),
        within("file_id"),
        within("entry_id"),
        within("draft_id"),
        within("leave_id"),
        within("state", "asked_on"),
    )

    file_id: Mapped[UUID]
    entry_id: Mapped[UUID | None]
    draft_id: Mapped[UUID | None]
    leave_id: Mapped[UUID | None]
    state: Mapped[ErasureState] = choice(ErasureState)
    asked_on: Mapped[date | None]
    asked_by: Mapped[UUID | None]
    asked_by_name: Mapped[str | None]
    asked_why: Mapped[str | None]
    """In the words of who asked; erased with what it was about."""
    ground: Mapped[ErasureGround | None] = choice(ErasureGround, nullable=True)
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str | None]
    decision: Mapped[str | None]
    """Why it was refused, or what else is said of it."""
    entries: Mapped[list[str]]
    contents: Mapped[list[str]]
    """Digests of the contents that were erased."""
    staying: Mapped[int]
    """How many contents stay, because another record rests on the same."""


class NoticeRead(Base, TenantOwned):
    """That a deputy was told how their data are handled (告知), in which words, on which day."""

    __tablename__ = "deputy_files_notice"
    __table_args__ = (
        points_to("deputy_files_file", "file_id"),
        sa.UniqueConstraint("tenant_id", "file_id", "digest"),
        KEPT,
    )

    file_id: Mapped[UUID]
    digest: Mapped[str]
    read_on: Mapped[date]
