"""Pages: a list resolver returns a `Select`, and this file completes it, in SQL.

Tenant and organ come from the session. The page is cut by the values of the order (keyset), so a
cursor stays true while rows come and go. Only the columns asked for are loaded, fragments included;
the total is counted only when it is asked for.
"""

import base64
import binascii
import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
import strawberry
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionSetNode,
)
from sqlalchemy.orm import load_only
from sqlalchemy.sql import operators

from core.errors import Invalid
from core.graphql.context import Info
from core.graphql.nodes import record_info
from core.graphql.permissions import Requires

PAGE_DEFAULT = 20
PAGE_MOST = 100

R = TypeVar("R")


@strawberry.type(description="分页信息")
class PageInfo:
    """The four fields of the Relay specification."""

    has_next_page: bool = strawberry.field(description="后面是否还有")
    has_previous_page: bool = strawberry.field(description="前面是否还有")
    start_cursor: str | None = strawberry.field(description="本页第一条的游标")
    end_cursor: str | None = strawberry.field(description="本页最后一条的游标")


@strawberry.type(description="一页中的一条")
class Edge(Generic[R]):
    """A record and its place in the list."""

    node: R = strawberry.field(description="记录")
    cursor: str = strawberry.field(description="游标，用于 after、before")


async def _count(root: "Connection[Any]") -> int:
    return await root.count()


@strawberry.type(description="一页记录")
class Connection(Generic[R]):
    """A page of records, as Relay and Apollo clients expect it."""

    edges: list[Edge[R]] = strawberry.field(description="本页各条及其游标")
    nodes: list[R] = strawberry.field(description="本页各条记录")
    page_info: PageInfo = strawberry.field(description="分页信息")
    total_count: int = strawberry.field(resolver=_count, description="符合条件的总数")
    count: strawberry.Private[Callable[[], Any]]


First = Annotated[int | None, strawberry.argument(description="取前多少条，最多100")]
After = Annotated[str | None, strawberry.argument(description="从此游标之后取")]
Last = Annotated[int | None, strawberry.argument(description="取后多少条，最多100")]
Before = Annotated[str | None, strawberry.argument(description="取到此游标之前")]

PAGING = {"first": First, "after": After, "last": Last, "before": Before}


@dataclass(frozen=True)
class Window:
    """Which part of the list is asked for."""

    size: int
    backward: bool
    after: str | None
    before: str | None

    @classmethod
    def of(
        cls, first: int | None, after: str | None, last: int | None, before: str | None
    ) -> "Window":
        if first is not None and last is not None:
            raise Invalid("PAGE_BOTH_ENDS", "first 与 last 只能给一个。", field="first")
        size = first if first is not None else last if last is not None else PAGE_DEFAULT
        if not 0 <= size <= PAGE_MOST:
            raise Invalid("PAGE_SIZE", f"每页条数须在0到{PAGE_MOST}之间。", field="first")
        return cls(size, last is not None, after, before)


@dataclass(frozen=True)
class Term:
    """One column of the order."""

    column: Any
    descending: bool


def terms_of(listing: sa.Select[Any], model: type[Any]) -> list[Term]:
    """The order of a `Select`, made total by the id: ids grow, so the newest of a day is first."""
    terms = [_term(clause) for clause in cast("Any", listing)._order_by_clauses]
    return [*terms, Term(model.id, descending=bool(terms) and terms[-1].descending)]


def _term(clause: Any) -> Term:
    descending = False
    while isinstance(clause, sa.UnaryExpression):
        descending = descending or clause.modifier is operators.desc_op
        clause = clause.element
    return Term(clause, descending)


def _beyond(terms: Sequence[Term], values: Sequence[Any], *, backward: bool) -> Any:
    """Rows that come after (or before) the values; a null stands last in either direction."""
    reached = sa.false()
    equal: Any = sa.true()
    for term, value in zip(terms, values, strict=True):
        reached = sa.or_(reached, sa.and_(equal, _past(term, value, backward=backward)))
        same = term.column.is_(None) if value is None else term.column == _literal(term, value)
        equal = sa.and_(equal, same)
    return sa.and_(_not_before(terms[0], values[0], backward=backward), reached)


def _not_before(term: Term, value: Any, *, backward: bool) -> Any:
    """Says nothing new, but as one comparison, with which an index finds the place."""
    if value is None or (not backward and _nullable(term.column)):
        return sa.true()
    reached = _literal(term, value)
    smaller = term.descending is not backward
    return term.column <= reached if smaller else term.column >= reached


def _past(term: Term, value: Any, *, backward: bool) -> Any:
    if value is None:
        return term.column.is_not(None) if backward else sa.false()
    reached = _literal(term, value)
    smaller = term.descending is not backward
    past = term.column < reached if smaller else term.column > reached
    if backward or not _nullable(term.column):
        return past
    return sa.or_(past, term.column.is_(None))


def _literal(term: Term, value: Any) -> Any:
    return sa.literal(value, term.column.type)


def _nullable(column: Any) -> bool:
    return bool(getattr(column, "nullable", True))


def _ordered(terms: Sequence[Term], *, backward: bool) -> Iterator[Any]:
    for term in terms:
        down = term.descending is not backward
        ordered = term.column.desc() if down else term.column.asc()
        if not _nullable(term.column):
            yield ordered
        else:
            yield ordered.nulls_first() if backward else ordered.nulls_last()


def _cursor(terms: Sequence[Term], row: Any) -> str:
    values = [_plain(getattr(row, term.column.key)) for term in terms]
    text = json.dumps([_signature(terms), *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _signature(terms: Sequence[Term]) -> str:
    return ",".join(f"{'-' if term.descending else ''}{term.column.key}" for term in terms)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _values(terms: Sequence[Term], cursor: str) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        signature, *values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        if signature != _signature(terms) or len(values) != len(terms):
            raise ValueError("another list's cursor")
        return [_typed(term, value) for term, value in zip(terms, values, strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error) as fault:
        raise Invalid(
            "CURSOR_INVALID", "游标无效，请使用同一列表、同一排序返回的游标。", field="after"
        ) from fault


def _typed(term: Term, value: Any) -> Any:
    """The value as its column holds it; a client may have put anything into the cursor."""
    kind = term.column.type.python_type
    if value is None:
        if not _nullable(term.column):
            raise ValueError("no value")
        return None
    if kind in (int, bool):
        if type(value) is not kind or abs(value) >= 2**63:
            raise ValueError("not a number of the database")
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a text of the database")
    value.encode()
    if kind is UUID or issubclass(kind, str):
        return kind(value)
    return kind.fromisoformat(value)


def asked_fields(info: GraphQLResolveInfo[Any], paths: Sequence[tuple[str, ...]]) -> set[str]:
    """GraphQL names asked for under any of the paths, through fragments."""
    asked = set[str]()
    for node in info.field_nodes:
        _collect(info, node.selection_set, paths, (), asked)
    return asked


def _collect(
    info: GraphQLResolveInfo[Any],
    selected: SelectionSetNode | None,
    paths: Sequence[tuple[str, ...]],
    here: tuple[str, ...],
    asked: set[str],
) -> None:
    for node in selected.selections if selected else ():
        if isinstance(node, FieldNode):
            if here in paths:
                asked.add(node.name.value)
            below = (*here, node.name.value)
            if any(path[: len(below)] == below for path in paths):
                _collect(info, node.selection_set, paths, below, asked)
        elif isinstance(node, InlineFragmentNode):
            _collect(info, node.selection_set, paths, here, asked)
        elif isinstance(node, FragmentSpreadNode):
            fragment = info.fragments[node.name.value]
            _collect(info, fragment.selection_set, paths, here, asked)


def _columns(info: Info, target: Any, model: type[Any], terms: Sequence[Term]) -> list[Any]:
    """The columns that the asked fields are or need, the order's, and the key."""
    raw = info._raw_info  # pyright: ignore[reportPrivateUsage]
    asked = asked_fields(raw, [("edges", "node"), ("nodes",)])
    names = {"tenant_id", "id"} | {term.column.key for term in terms}
    for defined in info.schema.get_fields(target.__strawberry_definition__):
        graphql_name = info.schema.config.name_converter.from_field(defined)
        if graphql_name in asked:
            names |= set(defined.metadata.get("needs", (defined.python_name,)))
    return [getattr(model, name) for name in sorted(names) if hasattr(model, name)]


async def page(info: Info, target: Any, listing: sa.Select[Any], window: Window) -> Connection[Any]:
    """Cut one page out of a `Select` of whole rows."""
    kind = record_info(target)
    if kind is None:
        raise TypeError(f"{target} is no record type")
    terms = terms_of(listing, kind.model)
    if kind.sees is not None:
        listing = listing.where(kind.seen(info.context))
    cut = _cut(listing, terms, window).options(
        load_only(*_columns(info, target, kind.model, terms), raiseload=True)
    )
    async with info.context.reading() as session:
        rows = list(await session.scalars(cut))
    more = len(rows) > window.size
    rows = rows[: window.size]
    if window.backward:
        rows.reverse()

    async def count() -> int:
        async with info.context.reading() as session:
            counted = sa.select(sa.func.count()).select_from(
                listing.order_by(None).with_only_columns(kind.model.id).subquery()
            )
            return await session.scalar(counted) or 0

    return _connection(rows, terms, window, more, count)


def _cut(listing: sa.Select[Any], terms: Sequence[Term], window: Window) -> sa.Select[Any]:
    if window.after is not None:
        listing = listing.where(_beyond(terms, _values(terms, window.after), backward=False))
    if window.before is not None:
        listing = listing.where(_beyond(terms, _values(terms, window.before), backward=True))
    ordered = _ordered(terms, backward=window.backward)
    return listing.order_by(None).order_by(*ordered).limit(window.size + 1)


def _connection(
    rows: list[Any], terms: Sequence[Term], window: Window, more: bool, count: Any
) -> Connection[Any]:
    edges = [Edge(node=row, cursor=_cursor(terms, row)) for row in rows]
    return Connection(
        edges=edges,
        nodes=rows,
        page_info=PageInfo(
            has_next_page=more if not window.backward else window.before is not None,
            has_previous_page=more if window.backward else window.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        count=count,
    )


def records(target: Any, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A field that is a page of records: the function takes filters and returns a `Select`.

    Asks the record type's `read` action. The order must be of the record's own columns. The
    function may be async where the filter depends on practice.
    """
    kind = record_info(target)
    if kind is None:
        raise TypeError(f"{target} is no record type")

    def wrap(listing: Callable[..., Any]) -> Any:
        async def resolver(root: Any, info: Info, **arguments: Any) -> Any:
            info.context.require(kind.read)
            window = Window.of(*(arguments.pop(name, None) for name in PAGING))
            listed = listing(root, info, **arguments)
            if inspect.isawaitable(listed):
                listed = await listed
            return await page(info, target, listed, window)

        _sign(resolver, listing, Connection[target])
        return strawberry.field(
            resolver=resolver, description=description, directives=[Requires(action=kind.read)]
        )

    return wrap


def _sign(resolver: Any, listing: Callable[..., Any], answer: Any) -> None:
    """Give the resolver the list function's own arguments and the four of paging."""
    signature = inspect.signature(listing, eval_str=True)
    paging = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in PAGING.items()
    ]
    own = [one.replace(kind=one.kind) for one in signature.parameters.values()]
    resolver.__signature__ = signature.replace(parameters=[*own, *paging], return_annotation=answer)
    resolver.__name__ = listing.__name__
    resolver.__module__ = listing.__module__
    resolver.__annotations__ = {
        one.name: one.annotation for one in [*own, *paging] if one.annotation is not one.empty
    } | {"return": answer}
