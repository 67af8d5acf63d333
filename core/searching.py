"""Records by a part of what they are called: those that `node` would give the viewer, no others."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from core.db import TenantOwned
from core.errors import Invalid
from core.graphql.context import Context
from core.graphql.nodes import RecordInfo, record_info

CALLED = ("title", "name")
"""Columns that say what a record is called; the first that its type shows."""
LEAST = 2
MOST = 50


async def search(context: Context, words: str, kinds: Sequence[str]) -> Sequence[Any]:
    """Rows of (type, plugin, id, title), at most MOST, the newest of each type first."""
    sought = words.strip()
    if len(sought) < LEAST:
        raise Invalid("SEARCH_TOO_SHORT", f"请至少填写{LEAST}个字再查找。", field="words")
    parts = [_matching(context, sought, *one) for one in _called(context, kinds)]
    if not parts:
        return []
    async with context.reading() as session:
        found = await session.execute(sa.union_all(*parts).limit(MOST))
        return found.all()


def _called(context: Context, kinds: Sequence[str]) -> Iterator[tuple[str, RecordInfo, Any]]:
    """The wanted record types that the viewer may read, with the column to look in."""
    for name, target in context.schemas.records(context.plugins_on).items():
        kind = record_info(target)
        if kind is None or name not in kinds or not context.may(kind.read):
            continue
        shown = {
            one.python_name
            for one in target.__strawberry_definition__.fields
            if "needs" not in one.metadata
        }
        columns = sa.inspect(kind.model).columns
        called = next((one for one in CALLED if one in shown and one in columns), None)
        if called is not None and issubclass(kind.model, TenantOwned):
            yield name, kind, getattr(kind.model, called)


def _matching(context: Context, sought: str, name: str, kind: RecordInfo, called: Any) -> Any:
    model: Any = kind.model
    plugin = kind.read.partition(".")[0]
    found = (
        sa.select(
            sa.literal(name).label("kind"),
            sa.literal(plugin).label("plugin"),
            model.id.label("id"),
            called.label("title"),
        )
        .where(model.tenant_id == context.body.id, kind.seen(context))
        .where(called.icontains(sought, autoescape=True))
        .order_by(model.id.desc())
        .limit(MOST)
        .subquery()
    )
    return sa.select(found)
