"""Tables of recording and review (备案审查). Every row belongs to one organ: the maker never sees
the reviewer's inner notes, and no other organ sees a maker's draft. What passes between them
travels by dispatch, and each side has rows of its own.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, OrganOwned, choice, points_to, within
from plugins.filing_review import rules
from plugins.filing_review.rules import (
    Ask,
    Conclusion,
    Correction,
    Decision,
    Direction,
    Document,
    DocumentKind,
    DoubtOutcome,
    DoubtState,
    ExchangeKind,
    FilingState,
    LetterKind,
    Measure,
    Openness,
    OpinionState,
    OutgoingState,
    PartKind,
    Seriousness,
    Standard,
    TaskState,
)


class DocumentFacts:
    """What is said of a document, as columns; the maker's and the reviewer's rows both hold it."""

    title: Mapped[str]
    document_number: Mapped[str | None]
    kind: Mapped[DocumentKind | None] = choice(DocumentKind, nullable=True)
    joint_with_party: Mapped[bool] = mapped_column(default=False)
    generally_binding: Mapped[bool | None]
    adopted_on: Mapped[date | None]
    adopted_by: Mapped[str | None]
    printed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    published_in: Mapped[str | None]
    effective_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    openness: Mapped[Openness | None] = choice(Openness, nullable=True)
    government_number: Mapped[str | None]
    platform_number: Mapped[str | None]
    paper_copies: Mapped[int | None]
    drafter: Mapped[str | None]
    checker: Mapped[str | None]
    signer: Mapped[str | None]

    def take_facts(self, document: Document) -> None:
        """Hold what the document says."""
        for fact in rules.FACTS:
            setattr(self, fact, getattr(document, fact))

    def document(self) -> Document:
        """The document as plain data."""
        return Document(**{fact: getattr(self, fact) for fact in rules.FACTS})


class OutgoingFiling(Base, OrganOwned, DocumentFacts):
    """A filing as its maker has it (报备件), from the draft on."""

    EDITED: ClassVar = (*rules.FACTS, "replaces_id")
    """What its maker may change, beside the parts."""

    __tablename__ = "filing_review_outgoing"
    __table_args__ = (within("organ_id", "state"),)

    state: Mapped[OutgoingState] = choice(OutgoingState, default=OutgoingState.DRAFT)
    replaces_id: Mapped[UUID | None]
    receiver_body: Mapped[str | None]
    receiver: Mapped[str | None]
    package_id: Mapped[UUID | None]
    """The package that carried it last."""
    prepared_by: Mapped[UUID]
    prepared_by_name: Mapped[str]
    signed_by: Mapped[UUID | None]
    signed_by_name: Mapped[str | None]
    signed_on: Mapped[date | None]
    report_number: Mapped[str | None]
    sent_on: Mapped[date | None]
    filing_due_on: Mapped[date | None]
    filing_rule_text: Mapped[str | None]
    late_by: Mapped[int | None]
    late_reason: Mapped[str | None]
    register_text: Mapped[str | None]
    reply_reason: Mapped[str | None]
    ask: Mapped[Ask | None] = choice(Ask, nullable=True)
    dropped_by_name: Mapped[str | None]
    dropped_on: Mapped[date | None]
    drop_reason: Mapped[str | None]
    withdrawn_on: Mapped[date | None]
    """When it last came back from its reviewer, taken back by its maker."""
    withdraw_reason: Mapped[str | None]


class OutgoingPart(Base, OrganOwned):
    """A part of the package the maker puts together, or the reason why it is absent."""

    __tablename__ = "filing_review_outgoing_part"
    __table_args__ = (points_to("filing_review_outgoing", "outgoing_id"), within("outgoing_id"))

    outgoing_id: Mapped[UUID]
    kind: Mapped[PartKind] = choice(PartKind)
    file_id: Mapped[UUID | None]
    absent_reason: Mapped[str | None]
    removed: Mapped[bool] = mapped_column(default=False)

    def says(self) -> tuple[PartKind, UUID | None, str | None]:
        """What it is: a part that says the same is the same part."""
        return self.kind, self.file_id, self.absent_reason


class Filing(Base, OrganOwned, DocumentFacts):
    """A filing as its reviewer has it (备案件): a line of the ledger."""

    __tablename__ = "filing_review_filing"
    __table_args__ = (
        UniqueConstraint("tenant_id", "organ_id", "outgoing_ref"),
        within("organ_id", "year", "state"),
        within("organ_id", "due_on"),
        within("organ_id", "filed_on"),
        within("organ_id", "maker_organ"),
        within("amends_id"),
    )

    state: Mapped[FilingState] = choice(FilingState, default=FilingState.ARRIVED)
    outgoing_ref: Mapped[UUID]
    package_id: Mapped[UUID]
    maker_body: Mapped[str]
    maker_organ: Mapped[str]
    maker_kind: Mapped[str]
    maker_name: Mapped[str]
    report_number: Mapped[str | None]
    filed_on: Mapped[date]
    year: Mapped[int]
    filing_due_on: Mapped[date | None]
    filing_rule_text: Mapped[str | None]
    late_by: Mapped[int | None]
    """Days late, 0 in time, None where no rule gives a time: that is not the same."""
    late_reason: Mapped[str | None]
    paper_received_on: Mapped[date | None]
    received_on: Mapped[date | None]
    receipt_text: Mapped[str | None]
    registered_on: Mapped[date | None]
    register_text: Mapped[str | None]
    returned_on: Mapped[date | None]
    withheld_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    """When its maker last took it back."""
    withdraw_reason: Mapped[str | None]
    form_check_note: Mapped[str | None]
    lead_id: Mapped[UUID | None]
    lead_name: Mapped[str | None]
    suspended_in: Mapped[FilingState | None] = choice(FilingState, nullable=True)
    """The state in which it was suspended last: that is where it goes on."""
    conclusion: Mapped[Conclusion | None] = choice(Conclusion, nullable=True)
    concluded_on: Mapped[date | None]
    conclusion_note: Mapped[str | None]
    correction: Mapped[Correction | None] = choice(Correction, nullable=True)
    corrected_on: Mapped[date | None]
    correction_note: Mapped[str | None]
    amends_id: Mapped[UUID | None]
    closed_on: Mapped[date | None]
    close_note: Mapped[str | None]
    archive_number: Mapped[str | None]
    due_on: Mapped[date | None]
    secrecy_checked_by: Mapped[UUID | None]
    secrecy_checked_on: Mapped[date | None]
    secrecy_passed: Mapped[bool | None]
    secrecy_note: Mapped[str | None]
    published_id: Mapped[UUID | None]
    unpublished_on: Mapped[date | None]
    """When it was last taken out of the catalogue."""
    unpublish_reason: Mapped[str | None]
    fed_on: Mapped[date | None]
    """The day on which a package for the province's platform was made."""


class FilingPart(Base, OrganOwned):
    """A part of the package as the reviewer received it, with the reviewer's own file row."""

    __tablename__ = "filing_review_part"
    __table_args__ = (points_to("filing_review_filing", "filing_id"), within("filing_id"))

    filing_id: Mapped[UUID]
    kind: Mapped[PartKind] = choice(PartKind)
    file_id: Mapped[UUID | None]
    absent_reason: Mapped[str | None]
    arrived_on: Mapped[date]
    removed: Mapped[bool] = mapped_column(default=False)


class Circulation(Base, OrganOwned):
    """A filing that one colleague was given to read (传阅), and that they have read it."""

    __tablename__ = "filing_review_circulation"
    __table_args__ = (
        points_to("filing_review_filing", "filing_id"),
        within("filing_id"),
        within("organ_id", "person_id"),
    )

    filing_id: Mapped[UUID]
    note: Mapped[str | None]
    circulated_by_name: Mapped[str]
    person_id: Mapped[UUID]
    person_name: Mapped[str]
    read_at: Mapped[datetime | None]
    words: Mapped[str | None]


class ReviewTask(Base, OrganOwned):
    """One reviewer's part of a review: of the lead organ itself, or of a committee in parallel.

    The lead organ has a row for each reviewer (`filing_id` is set); a committee has its own row,
    made from the package it got (`task_ref` is the id of the lead's row).
    """

    __tablename__ = "filing_review_task"
    __table_args__ = (
        points_to("filing_review_filing", "filing_id"),
        within("filing_id"),
        within("organ_id", "state"),
        within("organ_id", "reviewer_organ"),
        UniqueConstraint("tenant_id", "organ_id", "task_ref"),
    )

    filing_id: Mapped[UUID | None]
    task_ref: Mapped[UUID | None]
    reviewer_organ: Mapped[str]
    reviewer_name: Mapped[str]
    lead_body: Mapped[str]
    lead_organ: Mapped[str]
    title: Mapped[str]
    maker_name: Mapped[str]
    maker_body: Mapped[str]
    maker_organ: Mapped[str]
    request: Mapped[str | None]
    state: Mapped[TaskState] = choice(TaskState, default=TaskState.OPEN)
    submitted_on: Mapped[date | None]
    summary: Mapped[str | None]


class TaskFile(Base, OrganOwned):
    """A paper that a committee got with its task."""

    __tablename__ = "filing_review_task_file"
    __table_args__ = (points_to("filing_review_task", "task_id"), within("task_id"))

    task_id: Mapped[UUID]
    kind: Mapped[PartKind] = choice(PartKind)
    file_id: Mapped[UUID]


class Finding(Base, OrganOwned):
    """One thing a reviewer found: standard, clause, what it conflicts with, how grave, advice."""

    __tablename__ = "filing_review_finding"
    __table_args__ = (
        points_to("filing_review_task", "task_id"),
        points_to("filing_review_filing", "filing_id"),
        within("task_id"),
        within("filing_id"),
    )

    task_id: Mapped[UUID]
    filing_id: Mapped[UUID | None]
    reviewer_name: Mapped[str]
    standard: Mapped[Standard] = choice(Standard)
    clause: Mapped[str]
    quote: Mapped[str | None]
    problem: Mapped[str]
    conflicts_with: Mapped[list[str]]
    seriousness: Mapped[Seriousness] = choice(Seriousness)
    advice: Mapped[str]
    decision: Mapped[Decision] = choice(Decision, default=Decision.OPEN)
    decision_note: Mapped[str | None]
    passed_up_to: Mapped[str | None]
    passed_up_number: Mapped[str | None]
    passed_up_on: Mapped[date | None]


class Opinion(Base, OrganOwned):
    """A written review opinion (审查意见、研究意见), with its three hands and its meeting."""

    EDITED: ClassVar = (
        "title",
        "text",
        "stop_at_once",
        "file_id",
        "meeting_title",
        "meeting_held_on",
        "meeting_members",
        "meeting_present",
        "meeting_in_favour",
    )
    """What is changed when it is mended."""

    __tablename__ = "filing_review_opinion"
    __table_args__ = (points_to("filing_review_filing", "filing_id"), within("filing_id"))

    filing_id: Mapped[UUID]
    state: Mapped[OpinionState] = choice(OpinionState, default=OpinionState.DRAFTED)
    title: Mapped[str]
    number: Mapped[str | None]
    text: Mapped[str]
    stop_at_once: Mapped[bool]
    file_id: Mapped[UUID | None]
    meeting_title: Mapped[str | None]
    meeting_held_on: Mapped[date | None]
    meeting_members: Mapped[int | None]
    meeting_present: Mapped[int | None]
    meeting_in_favour: Mapped[int | None]
    drafted_by: Mapped[UUID]
    drafted_by_name: Mapped[str]
    checked_by: Mapped[UUID | None]
    checked_by_name: Mapped[str | None]
    issued_by: Mapped[UUID | None]
    issued_by_name: Mapped[str | None]
    issued_on: Mapped[date | None]
    returned_by_name: Mapped[str | None]
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None]
    answer_due_on: Mapped[date | None]


class Letter(Base, OrganOwned):
    """A paper between maker and reviewer, on the side of either; or a reviewer's own note."""

    __tablename__ = "filing_review_letter"
    __table_args__ = (
        within("filing_id"),
        within("outgoing_id"),
        within("copy_id"),
        within("doubt_id"),
        within("organ_id", "created_at"),
    )

    filing_id: Mapped[UUID | None]
    outgoing_id: Mapped[UUID | None]
    copy_id: Mapped[UUID | None]
    doubt_id: Mapped[UUID | None]
    kind: Mapped[LetterKind] = choice(LetterKind)
    direction: Mapped[Direction] = choice(Direction)
    other_party: Mapped[str | None]
    dated_on: Mapped[date]
    title: Mapped[str | None]
    number: Mapped[str | None]
    text: Mapped[str]
    due_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]]
    file_id: Mapped[UUID | None]
    word_file_id: Mapped[UUID | None]
    pdf_file_id: Mapped[UUID | None]
    pdf_fault: Mapped[str | None]
    """Why there is no PDF, where one should be."""
    package_id: Mapped[UUID | None]
    read_at: Mapped[datetime | None]


class DraftLetter(Base, OrganOwned):
    """A letter that goes through several hands before it is sent, on the side of either."""

    __tablename__ = "filing_review_draft_letter"
    __table_args__ = (within("organ_id", "state"), within("filing_id"), within("outgoing_id"))

    kind: Mapped[LetterKind] = choice(LetterKind)
    state: Mapped[OpinionState] = choice(OpinionState, default=OpinionState.DRAFTED)
    filing_id: Mapped[UUID | None]
    outgoing_id: Mapped[UUID | None]
    copy_id: Mapped[UUID | None]
    finding_id: Mapped[UUID | None]
    doubt_id: Mapped[UUID | None]
    maker_organ: Mapped[str | None]
    government: Mapped[str | None]
    published_on: Mapped[date | None]
    adopted_on: Mapped[date | None]
    measure: Mapped[Measure | None] = choice(Measure, nullable=True)
    ask: Mapped[Ask | None] = choice(Ask, nullable=True)
    missing: Mapped[list[str] | None]
    note: Mapped[str | None]
    """What the form check found, of a receipt."""
    paper_received_on: Mapped[date | None]
    title: Mapped[str | None]
    number: Mapped[str | None]
    text: Mapped[str]
    due_on: Mapped[date | None]
    file_id: Mapped[UUID | None]
    drafted_by: Mapped[UUID]
    drafted_by_name: Mapped[str]
    checked_by: Mapped[UUID | None]
    checked_by_name: Mapped[str | None]
    issued_by: Mapped[UUID | None]
    issued_by_name: Mapped[str | None]
    issued_on: Mapped[date | None]
    returned_by_name: Mapped[str | None]
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None]
    dropped_by_name: Mapped[str | None]
    dropped_on: Mapped[date | None]
    drop_reason: Mapped[str | None]
    letter_id: Mapped[UUID | None]


class FilingCopy(Base, OrganOwned):
    """What a body below told of one of its filings (抄报件): a line of the ledger of all units."""

    __tablename__ = "filing_review_copy"
    __table_args__ = (
        UniqueConstraint("tenant_id", "organ_id", "from_body", "filing_ref"),
        within("organ_id", "year", "from_body"),
        within("organ_id", "filed_on"),
        within("organ_id", "state"),
    )

    filing_ref: Mapped[UUID]
    from_body: Mapped[str]
    from_body_name: Mapped[str]
    from_organ: Mapped[str]
    from_organ_name: Mapped[str]
    title: Mapped[str]
    document_number: Mapped[str | None]
    kind: Mapped[DocumentKind | None] = choice(DocumentKind, nullable=True)
    published_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    maker_name: Mapped[str]
    maker_kind: Mapped[str]
    filed_on: Mapped[date]
    year: Mapped[int]
    late_by: Mapped[int | None]
    state: Mapped[FilingState] = choice(FilingState)
    register_text: Mapped[str | None]
    registered_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    withheld_on: Mapped[date | None]
    conclusion: Mapped[Conclusion | None] = choice(Conclusion, nullable=True)
    concluded_on: Mapped[date | None]
    correction: Mapped[Correction | None] = choice(Correction, nullable=True)
    corrected_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    filing_due_on: Mapped[date | None]
    received_on: Mapped[date | None]
    platform_number: Mapped[str | None]
    archive_number: Mapped[str | None]
    committees: Mapped[list[str]] = mapped_column(server_default="[]")
    opinion_number: Mapped[str | None]
    opinion_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    """The day on which the body below reported that nobody mended it."""
    requested_on: Mapped[date | None]
    """The day on which the government was asked to correct it."""


class Exchange(Base, OrganOwned):
    """Guidance between levels, on the side of either: a question, a draft, a shared text."""

    __tablename__ = "filing_review_exchange"
    __table_args__ = (within("organ_id", "asked_on"), within("organ_id", "ref"))

    ref: Mapped[UUID | None]
    """The id of the row at who asked; both sides know it."""
    kind: Mapped[ExchangeKind] = choice(ExchangeKind)
    direction: Mapped[Direction] = choice(Direction)
    other_body: Mapped[str]
    other_organ: Mapped[str]
    other_name: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    asked_on: Mapped[date]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    answered_by_name: Mapped[str | None]
    package_id: Mapped[UUID | None]


class ExchangeFile(Base, OrganOwned):
    """A file of a question, or of its answer."""

    __tablename__ = "filing_review_exchange_file"
    __table_args__ = (points_to("filing_review_exchange", "exchange_id"), within("exchange_id"))

    exchange_id: Mapped[UUID]
    file_id: Mapped[UUID]
    answer: Mapped[bool]


class Doubt(Base, OrganOwned, DocumentFacts):
    """A doubt about the constitution (合宪性疑问) at one of the bodies that it passes through.

    Who found it has `finding_id` and `filing_id`; who got it from below has the `below_…` columns,
    with the id of the row there. What came back from above is on both.
    """

    __tablename__ = "filing_review_doubt"
    __table_args__ = (
        points_to("filing_review_finding", "finding_id"),
        points_to("filing_review_filing", "filing_id"),
        within("finding_id"),
        within("filing_id"),
        within("organ_id", "state"),
        within("organ_id", "created_at"),
    )

    state: Mapped[DoubtState] = choice(DoubtState, default=DoubtState.ARRIVED)
    finding_id: Mapped[UUID | None]
    filing_id: Mapped[UUID | None]
    found_by: Mapped[str]
    maker_name: Mapped[str]
    register_text: Mapped[str | None]
    standard: Mapped[Standard] = choice(Standard)
    clause: Mapped[str]
    quote: Mapped[str | None]
    problem: Mapped[str]
    conflicts_with: Mapped[list[str]]
    below_body: Mapped[str | None]
    below_organ: Mapped[str | None]
    below_name: Mapped[str | None]
    below_ref: Mapped[UUID | None]
    arrived_package_id: Mapped[UUID | None]
    arrived_on: Mapped[date | None]
    received_on: Mapped[date | None]
    above_body: Mapped[str | None]
    above_organ: Mapped[str | None]
    passed_up_to: Mapped[str | None]
    passed_up_number: Mapped[str | None]
    passed_up_on: Mapped[date | None]
    package_id: Mapped[UUID | None]
    outcome: Mapped[DoubtOutcome | None] = choice(DoubtOutcome, nullable=True)
    answered_by: Mapped[str | None]
    answered_number: Mapped[str | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str | None]
    answer_package_id: Mapped[UUID | None]
    """The package that told the body below."""


class DoubtFile(Base, OrganOwned):
    """A paper that goes with a doubt: a part of the document's package, or a report from below."""

    __tablename__ = "filing_review_doubt_file"
    __table_args__ = (points_to("filing_review_doubt", "doubt_id"), within("doubt_id"))

    doubt_id: Mapped[UUID]
    part: Mapped[PartKind | None] = choice(PartKind, nullable=True)
    """None for a report from below."""
    file_id: Mapped[UUID]
