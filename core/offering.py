"""Which verbs a record offers to whoever asks: those that are not in vain as things stand.

A page shows no button that this person would press in vain, whatever they filled in. The checks
are those of the verbs themselves.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from core.errors import Refused

if TYPE_CHECKING:
    from core.work import Work

OFFERED = "本人以现在的身份此刻可以办理的事项（权限名）；不在其中的，现在办理一定会被拒绝"
"""What the field of a record is described by that tells which verbs are not in vain."""


def not_in_vain(work: "Work", offers: Mapping[str, bool]) -> list[str]:
    """Of verbs, each with whether it could be done, those that whoever asks may also do."""
    return [verb for verb, could in offers.items() if could and verb in work.actions]


async def rows_by_id(
    work: "Work", model: type[Any], keys: Iterable[UUID | None]
) -> dict[UUID, Any]:
    """The rows of several ids, by id; what is not there, or not to be seen, is left out."""
    wanted = {key for key in keys if key is not None}
    found = await work.session.scalars(sa.select(model).where(model.id.in_(wanted)))
    return {one.id: one for one in found}


def passes(check: Callable[[], object]) -> bool:
    """Whether a check of a verb refuses nothing."""
    try:
        check()
    except Refused:
        return False
    return True


async def goes_through(check: Awaitable[object]) -> bool:
    """Whether a check that asks the database refuses nothing."""
    try:
        await check
    except Refused:
        return False
    return True
