"""What of a document stands in the way of keeping it, and of signing it off.

What a page says beforehand comes from the very checks of the verbs.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from core import Expected, Invalid, Refused, Work
from plugins.filing_review import rules
from plugins.filing_review.models import OutgoingFiling
from plugins.filing_review.practice import Route
from plugins.filing_review.rules import Document
from plugins.filing_review.service.letters import check_not_future
from plugins.filing_review.service.routing import route_of


def field_of(fact: str) -> str:
    """A fact of a document, as the API's input names it."""
    first, *others = fact.split("_")
    return first + "".join(one.title() for one in others)


def check_sense(document: Document) -> None:
    """Refuse what can never be right, in a draft as well: the form still holds what was typed."""
    if document.paper_copies is not None and document.paper_copies < 0:
        raise Invalid(
            "COPIES_NEGATIVE", "纸质文本的份数不能小于零，请改正。", field="document.paperCopies"
        )
    disorder = rules.disordered_dates(document)
    if disorder is not None:
        field = f"document.{field_of(disorder.fact)}"
        raise Invalid("DATES_DISORDERED", disorder.told, field=field)


def check_document(document: Document) -> None:
    """Refuse a document that says too little, or whose dates contradict each other."""
    missing = rules.missing_facts(document)
    if missing:
        names = "、".join(missing.values())
        raise Invalid("DOCUMENT_INCOMPLETE", f"还没有填写：{names}。补充后再签发。")
    check_sense(document)
    _check_published(document)


def _check_published(document: Document) -> None:
    if document.published_on is not None:
        check_not_future(document.published_on, "公布日期")


async def check_binding(work: Work, document: Document) -> Route:
    """Refuse what need not be filed, by the route of the acting organ; returns the route."""
    route = await route_of(work)
    _check_binding(route, document)
    return route


def _check_binding(route: Route, document: Document) -> None:
    """A congress files what binds generally; whether a resolution does, its own office says."""
    if not route.binding_only:
        return
    if document.generally_binding is None:
        raise Invalid(
            "BINDING_UNSAID",
            "请标明该决议、决定是否具有普遍约束力。",
            field="generallyBinding",
        )
    if not document.generally_binding:
        raise Refused(
            "NOT_BINDING",
            "不具有普遍约束力的决议、决定（如批准预算、人事任免）不需要报送备案，也不计为漏报。",
        )


class Fault(NamedTuple):
    """What signing off will refuse of a document: the input field, and what is said of it."""

    field: str | None
    told: str
    unfilled: bool = False
    """It is only not filled in yet."""


async def document_faults(work: Work, document: Document) -> list[Fault]:
    """Everything that signing off refuses of a document as it is written now."""
    return _faults(await route_or_fault(work), document)


async def faults_of_filings(work: Work, keys: Sequence[UUID]) -> list[list[Fault]]:
    """The same of several filings of the acting organ, in their order."""
    route = await route_or_fault(work)
    rows = await work.session.scalars(select(OutgoingFiling).where(OutgoingFiling.id.in_(keys)))
    documents = {one.id: one.document() for one in rows}
    return [_faults(route, documents[key]) if key in documents else [] for key in keys]


async def route_or_fault(work: Work) -> Route | Fault:
    """The route of the acting organ's documents, or why there is none."""
    try:
        return await route_of(work)
    except Refused as fault:
        return Fault(None, fault.message)


def _faults(route: Route | Fault, document: Document) -> list[Fault]:
    missing = rules.missing_facts(document)
    faults = [
        Fault(field_of(fact), f"还没有填写{name}。", unfilled=True)
        for fact, name in missing.items()
    ]
    faults += _refused(lambda: check_sense(document))
    faults += _refused(lambda: _check_published(document), "publishedOn")
    if isinstance(route, Fault):
        return [*faults, route]
    unsaid = document.generally_binding is None
    binding = _refused(lambda: _check_binding(route, document), "generallyBinding")
    return faults + [one._replace(unfilled=unsaid) for one in binding]


def _refused(check: Callable[[], None], field: str | None = None) -> list[Fault]:
    try:
        check()
    except Expected as fault:
        named = str(fault.details.get("field") or field).rpartition(".")[2]
        return [Fault(named, fault.message)]
    return []
