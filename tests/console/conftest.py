"""The browser, and the county that it looks at; both are made once."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from chromium import chromium
from county import County, also_in, called_as_people_do, overdue
from filing_path import open_office
from playwright.async_api import Browser

from core.testing import House, OpenHouse, TestServer


@pytest.fixture(scope="session")
def open_house(open_house: OpenHouse, renda_server: TestServer) -> OpenHouse:
    """Houses in which bodies and organs have Chinese names: the handbook shows pictures of them."""

    @asynccontextmanager
    async def opening(*modules: Any, **how: Any) -> AsyncGenerator[House]:
        async with open_house(*modules, **how) as house:
            await called_as_people_do(house, renda_server)
            yield house

    return opening


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
        await also_in(house, admin, "office")
        await overdue(house, receiver)
        with house.served() as served:
            yield County(house, served, admin)
