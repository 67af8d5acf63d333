"""Reads: the ledger, its filters, and the figures of a year, which are sets of the same lines."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import Body, BodyStatus, today
from plugins.filing_review.models import (
    Doubt,
    DraftLetter,
    Exchange,
    Filing,
    FilingCopy,
    Letter,
    Opinion,
    OutgoingFiling,
    ReviewTask,
)
from plugins.filing_review.rules import (
    Conclusion,
    Correction,
    DocumentKind,
    DoubtState,
    ExchangeKind,
    Figure,
    FilingState,
    LedgerOrder,
    OpinionState,
    OutgoingState,
    TaskState,
)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of the ledger; `words` are looked for in what a filing is called."""

    words: str | None = None
    year: int | None = None
    state: FilingState | None = None
    figure: Figure | None = None
    maker: str | None = None
    maker_organ: str | None = None
    kind: DocumentKind | None = None
    lead_id: UUID | None = None
    lead_name: str | None = None
    reviewer_organ: str | None = None
    opinion: OpinionState | None = None
    due_by: date | None = None
    overdue: bool = False
    late: bool | None = None
    without_platform_number: bool = False
    all_submitted: bool = False


Line = type[Filing] | type[FilingCopy]


def figure_condition(figure: Figure, of: Line = Filing) -> ColumnElement[bool]:
    """What a line must be to count in a figure; the list of a figure uses the same words.

    Copies from below are counted by the same words as one's own lines.
    """
    registered = of.registered_on.is_not(None)
    problem = of.conclusion == Conclusion.PROBLEM
    conditions: dict[Figure, ColumnElement[bool]] = {
        Figure.FILED: of.state != FilingState.WITHDRAWN,
        Figure.IN_TIME: and_(registered, of.late_by == 0),
        Figure.LATE: and_(registered, of.late_by > 0),
        Figure.NO_CLOCK: and_(registered, of.late_by.is_(None)),
        Figure.REGISTERED: registered,
        Figure.RETURNED: of.returned_on.is_not(None),
        Figure.WITHHELD: of.withheld_on.is_not(None),
        Figure.REVIEWED: of.concluded_on.is_not(None),
        Figure.PROBLEMS: problem,
        Figure.AMENDED: and_(problem, of.correction == Correction.AMENDED),
        Figure.REPEALED: and_(problem, of.correction == Correction.REPEALED),
        Figure.UNCORRECTED: and_(problem, of.correction.is_(None)),
    }
    return conditions[figure]


def ledger(wanted: Wanted) -> Select[Filing]:
    """Lines of the acting organ's ledger, the latest filed first."""
    return select(Filing).where(*_conditions(wanted)).order_by(Filing.filed_on.desc())


def ledger_column(order: LedgerOrder) -> Any:
    """The column behind an order of the ledger."""
    return getattr(Filing, order.value)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    equal: dict[str, Any] = {
        "year": wanted.year,
        "state": wanted.state,
        "maker_organ": wanted.maker_organ,
        "kind": wanted.kind,
        "lead_id": wanted.lead_id,
        "lead_name": wanted.lead_name,
    }
    if wanted.maker is not None:
        equal["maker_body"], _, equal["maker_organ"] = wanted.maker.partition(BETWEEN)
    found += [getattr(Filing, name) == value for name, value in equal.items() if value is not None]
    if wanted.words and wanted.words.strip():
        found.append(_called(wanted.words.strip()))
    if wanted.reviewer_organ is not None:
        given = select(ReviewTask.filing_id).where(
            ReviewTask.filing_id == Filing.id, ReviewTask.reviewer_organ == wanted.reviewer_organ
        )
        found.append(given.exists())
    if wanted.all_submitted:
        open_task = select(ReviewTask.id).where(
            ReviewTask.filing_id == Filing.id, ReviewTask.state == TaskState.OPEN
        )
        found.append(~open_task.exists())
    if wanted.opinion is not None:
        written = select(Opinion.id).where(
            Opinion.filing_id == Filing.id, Opinion.state == wanted.opinion
        )
        found.append(written.exists())
    if wanted.figure is not None:
        found.append(figure_condition(wanted.figure))
    if wanted.due_by is not None:
        found.append(Filing.due_on <= wanted.due_by)
    if wanted.overdue:
        found.append(Filing.due_on < today())
    if wanted.without_platform_number:
        found.append(Filing.platform_number.is_(None))
    if wanted.late is not None:
        found.append(Filing.late_by > 0 if wanted.late else Filing.late_by == 0)
    return found


def _called(words: str) -> ColumnElement[bool]:
    names = (Filing.title, Filing.document_number, Filing.register_text)
    return or_(*(name.icontains(words, autoescape=True) for name in names))


BETWEEN = "/"
"""Stands between the codes of a body and of its organ, where both are one word."""


async def makers_of(session: AsyncSession, body_code: str) -> list[tuple[str, str]]:
    """Whose filings are in the acting organ's ledger: the word for the filter, and the name.

    One of another body is named with its body, since every township's congress is called the same.
    """
    rows = await session.execute(
        select(
            Filing.maker_body,
            Filing.maker_organ,
            func.max(Filing.maker_name).label("name"),
            func.max(Body.name).label("body_name"),
        )
        .outerjoin(Body, Body.code == Filing.maker_body)
        .group_by(Filing.maker_body, Filing.maker_organ)
        .order_by(Filing.maker_body != body_code, Filing.maker_body, Filing.maker_organ)
    )
    return [
        (
            f"{row.maker_body}{BETWEEN}{row.maker_organ}",
            row.name if row.maker_body == body_code else f"{row.name}（{row.body_name or ''}）",
        )
        for row in rows
    ]


async def figures_of(session: AsyncSession, year: int) -> dict[Figure, int]:
    """All figures of a year in one query."""
    counted = [
        func.count().filter(figure_condition(figure)).label(figure.value) for figure in Figure
    ]
    row = (await session.execute(select(*counted).where(Filing.year == year))).one()
    return {figure: getattr(row, figure.value) for figure in Figure}


def outgoing_list(state: OutgoingState | None) -> Select[OutgoingFiling]:
    """The acting organ's own filings as their maker, newest first; dropped drafts if asked for."""
    listing = select(OutgoingFiling).order_by(OutgoingFiling.created_at.desc())
    if state is None:
        return listing.where(OutgoingFiling.state != OutgoingState.DROPPED)
    return listing.where(OutgoingFiling.state == state)


def task_list(organ_code: str | None, state: TaskState | None) -> Select[ReviewTask]:
    """The acting organ's own parts of reviews, newest first."""
    listing = select(ReviewTask).order_by(ReviewTask.created_at.desc())
    if organ_code is not None:
        listing = listing.where(ReviewTask.reviewer_organ == organ_code)
    return listing if state is None else listing.where(ReviewTask.state == state)


def draft_list(state: OpinionState | None) -> Select[DraftLetter]:
    """Letters of the acting organ on their way through its hands, newest first."""
    listing = select(DraftLetter).order_by(DraftLetter.created_at.desc())
    return listing if state is None else listing.where(DraftLetter.state == state)


def letter_list() -> Select[Letter]:
    """Letters of the acting organ, newest first."""
    return select(Letter).order_by(Letter.created_at.desc())


class WantedCopies(msgspec.Struct, frozen=True, kw_only=True):
    """Which copies from below."""

    year: int | None = None
    from_body: str | None = None
    state: FilingState | None = None
    figure: Figure | None = None
    reported: bool = False


def copy_list(wanted: WantedCopies) -> Select[FilingCopy]:
    """Copies that came from the bodies below, the latest filed first."""
    listing = select(FilingCopy).order_by(FilingCopy.filed_on.desc())
    equal = {"year": wanted.year, "from_body": wanted.from_body, "state": wanted.state}
    for name, value in equal.items():
        if value is not None:
            listing = listing.where(getattr(FilingCopy, name) == value)
    if wanted.figure is not None:
        listing = listing.where(figure_condition(wanted.figure, FilingCopy))
    if wanted.reported:
        listing = listing.where(FilingCopy.reported_on.is_not(None))
    return listing


async def unit_figures(
    session: AsyncSession, body_id: UUID, year: int
) -> list[tuple[Body, dict[Figure, int]]]:
    """The figures of a year for each body below, those without any filing too, in two queries."""
    counted = [
        func.count().filter(figure_condition(figure, FilingCopy)).label(figure.value)
        for figure in Figure
    ]
    rows = await session.execute(
        select(FilingCopy.from_body, *counted)
        .where(FilingCopy.year == year)
        .group_by(FilingCopy.from_body)
    )
    told = {row.from_body: row for row in rows}
    below = await session.scalars(
        select(Body)
        .where(Body.parent_id == body_id, Body.status != BodyStatus.MERGED)
        .order_by(Body.code)
    )
    return [(body, _figures(told.get(body.code))) for body in below]


def _figures(row: Any) -> dict[Figure, int]:
    """The counts of a row; of a unit that filed nothing, zeros."""
    return {figure: getattr(row, figure.value) if row else 0 for figure in Figure}


def exchange_list(kind: ExchangeKind | None) -> Select[Exchange]:
    """Guidance asked, given and shared, the newest first."""
    listing = select(Exchange).order_by(Exchange.asked_on.desc())
    return listing if kind is None else listing.where(Exchange.kind == kind)


def doubt_list(state: DoubtState | None) -> Select[Doubt]:
    """Constitutional doubts that were found here or came from below, the newest first."""
    listing = select(Doubt).order_by(Doubt.created_at.desc())
    return listing if state is None else listing.where(Doubt.state == state)
