"""What was done with a record, when, by whom, under which rule: for whoever sees it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import event_names
from core.errors import NotFound
from core.events import Event
from core.graphql import ids
from core.graphql.context import Context
from core.graphql.nodes import record_info
from core.plugins import Plugins
from core.practice import PracticeValue

MOST = 200
"""The latest events of a record; more than a person reads."""


async def timeline(context: Context, record: str) -> list[Event]:
    """Events about a record and its parts, the latest first; NotFound for what is not seen.

    A type whose `@record` does not say `timeline=True` is not found either.
    """
    kind, row_id = ids.decode(record)
    target = context.schemas.records(context.plugins_on).get(kind)
    known = record_info(target) if target is not None else None
    if known is None or not known.timeline or not context.may(known.read):
        raise NotFound("记录")
    model = known.model
    seen = sa.select(model.id).where(
        model.tenant_id == context.body.id, model.id == row_id, known.seen(context)
    )
    about = [Event.subject_id == row_id, *_about_parts(context, model, row_id)]
    wanted = sa.select(Event).where(sa.or_(*about)).order_by(Event.id.desc())
    async with context.reading() as session:
        if await session.scalar(seen) is None:
            raise NotFound("记录")
        return list(await session.scalars(wanted.limit(MOST)))


def _about_parts(context: Context, model: type[Any], row_id: Any) -> Iterator[Any]:
    """For each type of records that are parts of this one: events of the rows that are seen."""
    for cls in context.schemas.records(context.plugins_on).values():
        part = record_info(cls)
        if part is None or model not in part.part_of or not context.may(part.read):
            continue
        ids_of_parts = sa.select(part.model.id).where(
            part.model.tenant_id == context.body.id,
            getattr(part.model, part.part_of[model]) == row_id,
            part.seen(context),
        )
        yield Event.subject_id.in_(ids_of_parts)


async def rules_of(
    session: AsyncSession, keys: Sequence[tuple[str, ...]]
) -> list[list[PracticeValue]]:
    """For each event's `rests_on` the values of practice that it names, by setting."""
    wanted = {UUID(one) for key in keys for one in key}
    rows = await session.scalars(
        sa.select(PracticeValue)
        .where(PracticeValue.id.in_(wanted))
        .order_by(PracticeValue.setting, PracticeValue.id)
    )
    found = {str(row.id): row for row in rows}
    return [[row for one, row in found.items() if one in key] for key in keys]


def title_of(plugins: Plugins, name: str) -> str:
    """What an event is called; its name, where its plugin is not installed any more."""
    owner = name.partition(".")[0]
    return event_names.titles_of(plugins, owner).get(name, name)
