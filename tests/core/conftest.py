"""What tests of delivery share: a server that may be killed, made once a module."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from post_office import Ground, PostOffice, ground

from core.settings import Settings


@pytest.fixture(scope="module")
async def own_ground(
    renda_settings: Settings, renda_modules: list[tuple[str, Any]]
) -> AsyncGenerator[Ground]:
    async with ground(renda_settings, renda_modules) as made:
        yield made


@pytest.fixture
async def office(own_ground: Ground) -> AsyncGenerator[PostOffice]:
    async with own_ground.open() as opened:
        yield opened
