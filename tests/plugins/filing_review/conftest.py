"""Offices that tests of a module share; what counts numbers or events opens a house of its own."""

from collections.abc import AsyncGenerator

import pytest
from demo_year import Played, know_bodies, own_data
from filing_path import Office, open_office

from core.settings import Settings
from core.testing import House, OpenHouse
from plugins.filing_review import demo


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


@pytest.fixture(scope="package")
async def played(
    open_house: OpenHouse, renda_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Played]:
    """This plugin's demo, played once: its tests only look, or change nothing."""
    folder = tmp_path_factory.mktemp("demo")
    async with (
        open_house(settings=own_data(renda_settings, folder)) as house,
        house.playing() as player,
    ):
        await demo.play(player)
        await player.leave()
        await player.deliver()
        await know_bodies(house)
        yield Played(house, player)
