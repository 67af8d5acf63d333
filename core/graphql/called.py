"""What records are called, for whatever leads to records of any type: clocks, packages, search."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import TenantOwned
from core.graphql.context import Context
from core.graphql.ids import global_id
from core.graphql.nodes import RecordInfo, record_info

CALLED = ("title", "name")
"""Columns that say what a record is called; the first that its type shows."""


class Recorded(NamedTuple):
    """A record type of the viewer's schema: its name there, itself, and what lies behind it."""

    name: str
    target: Any
    kind: RecordInfo


def record_of(context: Context, model: str) -> Recorded | None:
    """The type under which rows of a model, named as its class is, are shown."""
    for name, target in context.schemas.records(context.plugins_on).items():
        kind = record_info(target)
        if kind is not None and kind.model.__name__ == model:
            return Recorded(name, target, kind)
    return None


def shown_columns(target: Any, kind: RecordInfo) -> dict[str, Any]:
    """The columns that a type shows as they are."""
    shown = {
        one.python_name
        for one in target.__strawberry_definition__.fields
        if "needs" not in one.metadata
    }
    return {
        name: getattr(kind.model, name)
        for name in shown.intersection(sa.inspect(kind.model).columns.keys())
    }


def called_column(target: Any, kind: RecordInfo) -> Any | None:
    """The column that says what a record is called, if it belongs to a body and says so."""
    if not issubclass(kind.model, TenantOwned):
        return None
    shown = shown_columns(target, kind)
    return next((shown[one] for one in CALLED if one in shown), None)


def id_of(context: Context, model: str | None, row_id: UUID | None) -> str | None:
    """The global id of a row, under its type in this schema."""
    found = record_of(context, model) if model else None
    return global_id(found.name, row_id) if found and row_id else None


async def called(context: Context, model: str | None, row_id: UUID | None) -> str | None:
    """What a row is called, where the viewer would be shown it; all of one answer in one query."""
    found = record_of(context, model) if model else None
    if found is None or row_id is None or not context.may(found.kind.read):
        return None
    column = called_column(found.target, found.kind)
    if column is None:
        return await _called_as_part(context, found, row_id)
    return await _value(context, found, column, row_id)


async def _called_as_part(context: Context, found: Recorded, row_id: UUID) -> str | None:
    """A part without a name of its own goes by that of the record it is a part of."""
    for whole, column in found.kind.part_of.items():
        whole_id = await _value(context, found, getattr(found.kind.model, column), row_id)
        if title := await called(context, whole.__name__, whole_id):
            return title
    return None


async def _value(context: Context, found: Recorded, column: Any, row_id: UUID) -> Any:
    kind = found.kind

    async def load(session: AsyncSession, keys: Sequence[UUID]) -> list[Any]:
        rows = await session.execute(
            sa.select(kind.model.id, column).where(kind.model.id.in_(keys), kind.seen(context))
        )
        values = {row[0]: row[1] for row in rows}
        return [values.get(key) for key in keys]

    return await context.load(f"{column.key} of {found.name}", row_id, load)
