"""Days that are worked or off at the place of one body, over the calendar of the whole country.

A local holiday, a day on which a storm closes the offices: the admin enters it with the paper it
rests on. Clocks that run are counted anew, and say so.
"""

from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import events
from core.clock import on_day
from core.db import one_by_one
from core.errors import Invalid, NotFound, Refused
from core.kit.deadlines.computing import workdays
from core.kit.deadlines.tables import LocalWorkday

if TYPE_CHECKING:
    from core.work import Work

LONGEST_BASIS = 200


async def set_workday(work: "Work", day: date, basis: str, *, working: bool) -> LocalWorkday:
    """Say that a day is worked here, or off, in place of what was said of it before."""
    if not basis.strip():
        raise Invalid("BASIS_TITLE", "没有填写依据的名称，请补充后重试。", field="basis")
    if len(basis.strip()) > LONGEST_BASIS:
        raise Invalid("BASIS_LONG", f"依据不超过{LONGEST_BASIS}字，请缩短。", field="basis")
    changed = await _of_day(work, day)
    if changed is None and (await workdays(work.session)).is_working(day) == (working, False):
        how = "工作日" if working else "休息日"
        raise Refused("WORKDAY_SAME", f"{on_day(day)}本来就是{how}，不需要调整。")
    if changed is None:
        changed = LocalWorkday(id=uuid7(), day=day)
        work.session.add(changed)
    changed.working, changed.basis = working, basis.strip()
    await work.session.flush()
    events.announce(
        work,
        "core.set_workday",
        changed,
        {"day": str(day), "working": working, "basis": changed.basis},
    )
    await _count_anew(work, day)
    return changed


async def withdraw_workday(work: "Work", day: date) -> LocalWorkday:
    """Let a day follow the country's calendar again."""
    changed = await _of_day(work, day)
    if changed is None:
        raise NotFound("对这一天的调整")
    events.announce(
        work, "core.withdraw_workday", changed, {"day": str(day), "basis": changed.basis}
    )
    await work.session.delete(changed)
    await _count_anew(work, day)
    return changed


async def _of_day(work: "Work", day: date) -> LocalWorkday | None:
    await one_by_one(work.session, "workdays", work.body.id)
    return await work.session.scalar(sa.select(LocalWorkday).where(LocalWorkday.day == day))


async def _count_anew(work: "Work", day: date) -> None:
    lock = f"clocks:{work.body.id}"
    await work.defer("recompute_clocks", lock=lock, body_id=work.body.id, day=str(day))
