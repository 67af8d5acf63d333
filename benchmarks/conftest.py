"""How the benchmarks time things: interleaved, medians, a ratio."""

import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "tests" / "core"))

from post_office import office, own_ground  # noqa: F401

Act = Callable[[], Awaitable[object]]


async def _timed(act: Act) -> float:
    start = time.perf_counter()
    await act()
    return time.perf_counter() - start


@pytest.fixture
def compare() -> Callable[..., Awaitable[None]]:
    """Run two acts in turn and print their medians and the ratio."""

    async def run(title: str, ours: Act, yardstick: Act, rounds: int = 60) -> None:
        for _ in range(5):
            await ours()
            await yardstick()
        pairs = [(await _timed(ours), await _timed(yardstick)) for _ in range(rounds)]
        mine = statistics.median(pair[0] for pair in pairs)
        bare = statistics.median(pair[1] for pair in pairs)
        ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
        print(f"\n{title}: {mine * 1000:.1f} ms, yardstick {bare * 1000:.1f} ms, ratio {ratio:.1f}")

    return run
