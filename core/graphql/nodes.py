"""Records: GraphQL types over tables, exposed by hand, field by field.

A field that is a column has no resolver. A resolver that computes declares the columns it `needs`;
a list loads only what is asked for, and a column that was not declared is a named error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import isawaitable
from typing import Any, TypeVar, cast

import sqlalchemy as sa
import strawberry
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import DetachedInstanceError
from strawberry.extensions import FieldExtension

from core.db import Base, TenantOwned
from core.graphql import ids
from core.graphql.context import Context, Info

LIST_MOST = 200
"""A nested list is whole, but never longer than this; what may grow beyond is a page."""


@dataclass(frozen=True)
class ToldApart:
    """By what records of one title are told apart: columns that the type shows.

    `numbers` are searched too, and the first that a record has is shown; `day` is its day, `whose`
    says of whom it is.
    """

    numbers: tuple[str, ...] = ()
    day: str | None = None
    whose: str | None = None


@dataclass(frozen=True)
class RecordInfo:
    """What makes a GraphQL type a record: its table and the action that reading it asks for."""

    model: type[Any]
    read: str
    sees: "Sees | None" = None
    timeline: bool = False
    """Whether whoever sees the record is told what was done with it, when and by whom."""
    told_apart: ToldApart = ToldApart()
    part_of: Mapping[type[Any], str] = field(default_factory=dict[type[Any], str])
    """By model the column that names a record whose course tells of this one's too."""

    def seen(self, context: Context) -> Any:
        """Which rows the viewer sees, as a condition; all of the body's where nothing is said."""
        return sa.true() if self.sees is None else self.sees(context)


Sees = Callable[[Context], Any]
"""Which rows of a table a viewer sees: a condition in SQL, made from who asks."""


def _own_id(root: Any, info: Info) -> strawberry.ID:
    """The global id of the row under its own type's name."""
    parent = info._raw_info.parent_type.name  # pyright: ignore[reportPrivateUsage]
    return strawberry.ID(ids.global_id(parent, root.id))


@strawberry.interface(description="可按 id 取得的记录")
class Node:
    """Anything that can be fetched by `node(id)`."""

    id: strawberry.ID = strawberry.field(resolver=_own_id, description="全局编号，对客户端不透明")


T = TypeVar("T", bound=type)


def record(
    model: type[Base],
    *,
    read: str,
    description: str,
    sees: Sees | None = None,
    timeline: bool = False,
    told_apart: ToldApart | None = None,
    part_of: Mapping[type[Base], str] | None = None,
) -> Callable[[T], T]:
    """Make a class a record type over `model`; every way to it asks the action `read`.

    `sees` narrows it further, to rows: what belongs to one person or group is found by no list,
    no link and no id by anybody else. A verb answers with its row to whoever was let through.
    With `timeline` whoever sees a row is told which verbs were done on it, when and by whom, by the
    query `timeline`: leave it off where that alone would say too much, as of a ballot. `told_apart`
    says what tells records of one title apart where they are found. `part_of` says by model which
    column names the record that this one is a part of, such as the filing of an opinion: what was
    done with it is told in that record's timeline, to whoever may read both, and where it has
    neither title nor name of its own it is called what that record is called.
    """

    def wrap(cls: T) -> T:
        cast("Any", cls).is_type_of = classmethod(lambda _cls, row, _info: isinstance(row, model))
        cast("Any", cls).__renda_record__ = RecordInfo(
            model, read, sees, timeline, told_apart or ToldApart(), dict(part_of or {})
        )
        return strawberry.type(cls, description=description)

    return wrap


def record_info(cls: Any) -> RecordInfo | None:
    """The record behind a GraphQL type, if it is one."""
    return getattr(cls, "__renda_record__", None)


def column(description: str, *, name: str | None = None) -> Any:
    """A field that is the column of the same name."""
    return strawberry.field(description=description, name=name)


def given(description: str, **options: Any) -> Any:
    """A field of an input type."""
    return strawberry.field(description=description, **options)


class _Computing(FieldExtension):
    """Turns a column that was not declared into an error that names field and remedy."""

    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **arguments: Any) -> Any:
        try:
            return next_(source, info, **arguments)
        except (InvalidRequestError, DetachedInstanceError) as fault:
            raise _undeclared(info, fault) from fault

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Any, **arguments: Any
    ) -> Any:
        try:
            answer = next_(source, info, **arguments)
            return await answer if isawaitable(answer) else answer
        except (InvalidRequestError, DetachedInstanceError) as fault:
            raise _undeclared(info, fault) from fault


class UndeclaredColumn(Exception):
    """A computing resolver reads a column that is not in its `needs`."""


def _undeclared(info: Any, fault: Exception) -> UndeclaredColumn:
    parent = info._raw_info.parent_type.name
    return UndeclaredColumn(
        f"{parent}.{info.field_name} reads a column that is not in its needs=(…): {fault}"
    )


def computed(description: str, *, needs: Sequence[str]) -> Callable[[Callable[..., Any]], Any]:
    """A field computed in Python from the columns it `needs`."""

    def wrap(resolver: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=resolver,
            description=description,
            metadata={"needs": tuple(needs)},
            extensions=[_Computing()],
        )

    return wrap


def link(target: Any, column_name: str, description: str, *, lazy: Any = None) -> Any:
    """A field that is the record a column points to; None where it may not be seen.

    `target` is the record type; where it is defined further down, pass its model's record lazily
    by giving a function of no arguments.
    """

    async def resolver(root: Any, info: Info) -> Any:
        key = getattr(root, column_name)
        kind = record_info(target() if _is_late(target) else target)
        if key is None or kind is None or not info.context.may(kind.read):
            return None
        return await load_row(info.context, kind.model, key, kind)

    return strawberry.field(
        resolver=resolver,
        description=description,
        graphql_type=(lazy if lazy is not None else target) | None,
        metadata={"needs": (column_name,)},
    )


def _is_late(target: Any) -> bool:
    return not isinstance(target, type)


async def load_row(
    context: Context, model: type[Any], row_id: Any, kind: RecordInfo | None = None
) -> Any:
    """A row by id, batched with all others of its table in the request."""
    seen = sa.true() if kind is None else kind.seen(context)

    async def many(session: AsyncSession, keys: Sequence[Any]) -> Sequence[Any]:
        found = await session.scalars(sa.select(model).where(model.id.in_(keys), seen))
        rows = {row.id: row for row in found}
        return [rows.get(key) for key in keys]

    return await context.load(("row", model, kind and kind.sees), row_id, many)


def children(target: Any, column_name: str, description: str, *, order: Sequence[str]) -> Any:
    """A field that lists the rows of `target` whose column points here, in order, in one query.

    An empty list where the viewer may not read them. At most `LIST_MOST` for each parent.
    """

    async def resolver(root: Any, info: Info) -> Any:
        kind = record_info(target)
        if kind is None or not info.context.may(kind.read):
            return []
        how = ("children", kind.model, column_name, tuple(order), kind.sees)
        many = _load_children(kind, info.context, column_name, order)
        return await info.context.load(how, root.id, many)

    return strawberry.field(
        resolver=resolver,
        description=description,
        graphql_type=list[target],
        metadata={"needs": ("id",)},
    )


def _load_children(
    kind: RecordInfo, context: Context, column_name: str, order: Sequence[str]
) -> Any:
    model, seen = kind.model, kind.seen(context)

    async def many(session: AsyncSession, keys: Sequence[Any]) -> Sequence[Any]:
        parent = getattr(model, column_name)
        terms = [getattr(model, name) for name in order]
        place = sa.func.row_number().over(partition_by=parent, order_by=terms).label("place")
        ranked = sa.select(model.id, place).where(parent.in_(keys), seen).subquery()
        found = await session.scalars(
            sa.select(model)
            .join(ranked, ranked.c.id == model.id)
            .where(ranked.c.place <= LIST_MOST)
            .order_by(*terms, model.id)
        )
        listed: dict[Any, list[Any]] = {key: [] for key in keys}
        for row in found:
            listed[getattr(row, column_name)].append(row)
        return [listed[key] for key in keys]

    return many


def enum(
    words: type[StrEnum], description: str, titles: dict[Any, str], *, name: str | None = None
) -> Any:
    """Give a closed list of words to GraphQL: English names, Chinese descriptions.

    Call it once for a class, above the types that show it, and annotate their fields with the
    class itself: `state: SealState = column("状态")`. What it returns is that class, so there is
    nothing to keep; to a type checker a variable that holds it is no type. Every word needs a
    title. `name` where the class's own would be too general a word for a whole schema.
    """
    bare = [word.name for word in words if word not in titles]
    if bare:
        raise ValueError(f"enum({words.__name__}, …) has no Chinese title for {', '.join(bare)}")
    made = strawberry.enum(words, description=description, name=name)
    for value in cast("Any", made).__strawberry_definition__.values:
        # The word itself: a schema that is sorted would hand its bare text to a verb.
        value.value = words[value.name]
        value.description = titles[value.value]
    return made


async def find(context: Context, targets: dict[str, Any], global_id_text: str) -> Any:
    """The record with this id if the viewer may read it, else None, as if there were none.

    It answers as the type that its id names: another record type over the same table may ask
    another action.
    """
    name, row_id = ids.decode(global_id_text)
    kind = record_info(targets.get(name))
    if kind is None or not context.may(kind.read):
        return None
    async with context.reading() as session:
        row = await _row(session, context, kind, row_id)
    return (
        strawberry.cast(targets[name], row) if row is not None and _is_here(context, row) else None
    )


async def _row(session: AsyncSession, context: Context, kind: RecordInfo, row_id: Any) -> Any:
    if kind.sees is not None:
        wanted = sa.select(kind.model).where(kind.model.id == row_id, kind.seen(context))
        return await session.scalar(wanted)
    own = issubclass(kind.model, TenantOwned)
    return await session.get(kind.model, (context.body.id, row_id) if own else row_id)


def _is_here(context: Context, row: Any) -> bool:
    """Whether a row is to be found at this body: of a table that bodies write, only its own are."""
    writer = row.__table__.info.get("write_own")
    return writer is None or getattr(row, writer) == context.body.id
