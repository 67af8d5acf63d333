"""Offices that tests of a module share; what counts numbers or events opens a house of its own."""

from collections.abc import AsyncGenerator

import pytest
from filing_path import Office, open_office

from core.testing import House, OpenHouse


@pytest.fixture(scope="module")
async def world(open_house: OpenHouse) -> AsyncGenerator[House]:
    """One house for the module."""
    async with open_house() as house:
        yield house


@pytest.fixture(scope="module")
async def county(world: House) -> Office:
    """The government of county-a and the review office of its standing committee."""
    return await open_office(world, "county-a")


@pytest.fixture(scope="module")
async def town(world: House) -> Office:
    """The government of town-a and its presidium."""
    return await open_office(world, "town-a")
