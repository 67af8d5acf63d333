"""A served county for the console: something to file, something overdue, an admin of two organs."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid5

import pytest
from chromium import chromium
from filing_path import open_office
from playwright.async_api import Browser

from core import clock
from core.kit import deadlines
from core.people import Person, Place, PostKind, join
from core.tenancy import Organ
from core.testing import WORLD, House, OpenHouse, Served, Someone


@dataclass(frozen=True)
class County:
    """What the tests of the console look at."""

    house: House
    served: Served
    admin: Someone


@pytest.fixture(scope="package")
async def browser() -> AsyncGenerator[Browser]:
    async with chromium() as running:
        yield running


@pytest.fixture(scope="package")
async def county(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[County]:
    """County A with filings on; nothing is made where there is no browser to look at it."""
    async with open_house() as house:
        office = await open_office(house, "county-a")
        await office.sent()
        receiver = office.receiver
        roles = ("admin", "registry_clerk")
        admin = await house.person("county-a", receiver, *roles, name="王小明（测试）")
        await _also_in(house, admin, "office")
        await _overdue(house, receiver)
        with house.served() as served:
            yield County(house, served, admin)


async def _also_in(house: House, someone: Someone, organ: str) -> None:
    async with house.platform.as_core(house.bodies[someone.body].id) as work:
        person = await work.session.get_one(Person, someone.person_id)
        place = Place(organ_code=organ, post="干部", post_kind=PostKind.STAFF, roles=("admin",))
        await join(work.session, work, person, place)


async def _overdue(house: House, organ_code: str) -> None:
    """A clock that ran out long ago, one that is about to, and the day's list of both."""
    await house.practise("county-a", "core.remind_before", {"amount": 20, "unit": "day"})
    body = house.bodies["county-a"].id
    async with house.platform.as_core(body) as work:
        organ = await work.session.get_one(Organ, (body, uuid5(WORLD, organ_code)))
    for day in (date(2025, 1, 20), clock.today() - timedelta(days=20)):
        async with house.platform.as_core(body, organ) as work:
            await deadlines.start_clock(work, "filing_review.answer_period", organ, day)
    await house.platform.remind_bodies()
