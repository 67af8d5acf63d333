"""Numbers of a register: no gaps, no doubles, whoever draws at the same time."""

import asyncio

import pytest

from core.kit.ledgers import draw_number

pytestmark = pytest.mark.database


async def _draw(house, body: str, series: str, year: int, *, fail: bool = False) -> int:
    async with house.platform.as_core(house.bodies[body].id) as work:
        number = await draw_number(work, series, year)
        if fail:
            raise RuntimeError("the verb is undone")
        return number


async def test_twenty_at_once(house) -> None:
    drawn = await asyncio.gather(*(_draw(house, "county-a", "t.x", 2025) for _ in range(20)))
    assert sorted(drawn) == list(range(1, 21))


async def test_an_undone_verb_gives_its_number_back(house) -> None:
    assert await _draw(house, "county-a", "t.x", 2025) == 1
    with pytest.raises(RuntimeError):
        await _draw(house, "county-a", "t.x", 2025, fail=True)
    assert await _draw(house, "county-a", "t.x", 2025) == 2


async def test_each_body_series_and_year_counts_for_itself(house) -> None:
    assert await _draw(house, "county-a", "t.x", 2025) == 1
    assert await _draw(house, "county-b", "t.x", 2025) == 1
    assert await _draw(house, "county-a", "t.y", 2025) == 1
    assert await _draw(house, "county-a", "t.x", 2026) == 1
    assert await _draw(house, "county-a", "t.x", 2025) == 2
