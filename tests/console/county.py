"""A served county for the console: something to file, something overdue, an admin of two organs."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid5

import psycopg
import sqlalchemy as sa

from core import clock, console, postgres
from core.kit import deadlines
from core.people import Membership, Person, Place, PostKind, join
from core.signing_in import RateLimit
from core.tenancy import Organ
from core.testing import WORLD, House, Served, Someone, TestServer


@dataclass(frozen=True)
class County:
    """What the tests of the console look at."""

    house: House
    served: Served
    admin: Someone


BODIES = {
    "city": "示例市{}人民代表大会",
    "county": "示例县{}人民代表大会",
    "town": "示例镇{}人民代表大会",
    "subdistrict": "示例街道{}人大工委",
}
"""By how their codes begin. There are no such places."""

TEXTS = Path(console.__file__).parent / "src" / "pages" / "texts" / "zh.json"


async def called_as_people_do(house: House, server: TestServer) -> None:
    """Give bodies and organs Chinese names in place of their codes."""
    texts: dict[str, str] = json.loads(TEXTS.read_text(encoding="utf-8"))
    organs = {
        word.removeprefix("organ."): f"{text.partition('（')[0]}（测试）"
        for word, text in texts.items()
        if word.startswith("organ.")
    }
    database = sa.make_url(house.databases.app).database
    superuser = postgres.dsn_for(server.superuser, database=database)
    async with await psycopg.AsyncConnection.connect(superuser) as hand:
        for body in house.bodies.values():
            kind, _, which = body.code.partition("-")
            if kind in BODIES:
                body.name = f"{BODIES[kind].format(which.upper())}（演示）"
                await hand.execute("UPDATE body SET name = %s WHERE id = %s", (body.name, body.id))
        for kind, name in organs.items():
            await hand.execute("UPDATE organ SET name = %s WHERE upper(code) = %s", (name, kind))


async def call(house: House, someone: Someone, name: str) -> None:
    """Give somebody a name as people have."""
    async with house.platform.as_core(house.bodies[someone.body].id) as work:
        of_theirs = Membership.person_id == someone.person_id
        await work.session.execute(sa.update(Membership).where(of_theirs).values(name=name))


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
