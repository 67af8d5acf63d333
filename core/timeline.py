"""What was done with a record, when, by whom, under which rule: for whoever sees it."""

from collections.abc import Sequence
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
    """Events about a record, the latest first; NotFound for what the viewer does not see.

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
    wanted = sa.select(Event).where(Event.subject_id == row_id).order_by(Event.id.desc())
    async with context.reading() as session:
        if await session.scalar(seen) is None:
            raise NotFound("记录")
        return list(await session.scalars(wanted.limit(MOST)))


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
