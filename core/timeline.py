"""What was done with a record, when and by whom: for whoever sees it, where its type says so."""

import sqlalchemy as sa

from core import event_names
from core.errors import NotFound
from core.events import Event
from core.graphql import ids
from core.graphql.context import Context
from core.graphql.nodes import record_info
from core.plugins import Plugins

MOST = 200
"""The latest events of a record; more than a person reads."""


async def timeline(context: Context, record: str) -> list[Event]:
    """Events about a record, the latest first; NotFound for what the viewer does not see.

    A type that has no timeline is not found either.
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


def title_of(plugins: Plugins, name: str) -> str:
    """What an event is called; its name, where its plugin is not installed any more."""
    owner = name.partition(".")[0]
    return event_names.titles_of(plugins, owner).get(name, name)
