"""Records by a part of what they are called: those that `node` would give the viewer, no others."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from core.errors import Invalid
from core.graphql.called import called_column
from core.graphql.context import Context
from core.graphql.nodes import RecordInfo, record_info

LEAST = 2
MOST = 50


async def search(context: Context, words: str, kinds: Sequence[str]) -> Sequence[Any]:
    """Rows, at most MOST, the newest of each type first: how each is called and told apart."""
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
        called = called_column(target, kind)
        if called is not None:
            yield name, kind, called


BRACKETS = str.maketrans(dict.fromkeys("[［(（【", "〔") | dict.fromkeys("]］)）】", "〕"))
"""The brackets of a document's number, whichever of them somebody can type."""


def _matching(context: Context, sought: str, name: str, kind: RecordInfo, called: Any) -> Any:
    model: Any = kind.model
    plugin = kind.read.partition(".")[0]
    told_apart = kind.told_apart
    numbers = [getattr(model, one) for one in told_apart.numbers]
    number = sought.translate(BRACKETS)
    wanted = [called.icontains(sought, autoescape=True)]
    wanted += [one.icontains(number, autoescape=True) for one in numbers]
    none = sa.cast(sa.null(), sa.Text)
    day = getattr(model, told_apart.day) if told_apart.day else sa.cast(sa.null(), sa.Date)
    found = (
        sa.select(
            sa.literal(name).label("kind"),
            sa.literal(plugin).label("plugin"),
            model.id.label("id"),
            called.label("title"),
            (sa.func.coalesce(*numbers) if numbers else none).label("number"),
            day.label("day"),
            (getattr(model, told_apart.whose) if told_apart.whose else none).label("whose"),
        )
        .where(model.tenant_id == context.body.id, kind.seen(context))
        .where(sa.or_(*wanted))
        .order_by(model.id.desc())
        .limit(MOST)
        .subquery()
    )
    return sa.select(found)


def kind_called(context: Context, kind: str) -> str:
    """What a type is, in the first words of its description."""
    target: Any = context.schemas.records(context.plugins_on)[kind]
    said = target.__strawberry_definition__.description or kind
    return re.split(r"[，：；（。]", said, maxsplit=1)[0]
