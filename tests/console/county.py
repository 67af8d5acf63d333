"""A served county for the console: something to file, something overdue, an admin of two organs."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid5

import sqlalchemy as sa

from core import clock
from core.kit import deadlines
from core.people import Person, Place, PostKind, join
from core.signing_in import RateLimit
from core.tenancy import Organ
from core.testing import WORLD, House, Served, Someone


@dataclass(frozen=True)
class County:
    """What the tests of the console look at."""

    house: House
    served: Served
    admin: Someone


async def forget_attempts(house: House) -> None:
    """Stories sign the same person in more often within minutes than any person would."""
    async with house.platform.database.transaction(None) as session:
        await session.execute(sa.update(RateLimit).values(count=0))


async def also_in(house: House, someone: Someone, organ: str) -> None:
    async with house.platform.as_core(house.bodies[someone.body].id) as work:
        person = await work.session.get_one(Person, someone.person_id)
        place = Place(organ_code=organ, post="干部", post_kind=PostKind.STAFF, roles=("admin",))
        await join(work.session, work, person, place)


async def overdue(house: House, organ_code: str) -> None:
    """A clock that ran out long ago, one that is about to, and the day's list of both."""
    await house.practise("county-a", "core.remind_before", {"amount": 20, "unit": "day"})
    body = house.bodies["county-a"].id
    async with house.platform.as_core(body) as work:
        organ = await work.session.get_one(Organ, (body, uuid5(WORLD, organ_code)))
    for day in (date(2025, 1, 20), clock.today() - timedelta(days=20)):
        async with house.platform.as_core(body, organ) as work:
            await deadlines.start_clock(work, "filing_review.answer_period", organ, day)
    await house.platform.remind_bodies()
