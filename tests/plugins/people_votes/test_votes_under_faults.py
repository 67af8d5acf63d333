"""A named vote while server and database are killed: `benchmarks/named_vote.py`, in short."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "benchmarks"))

from named_vote import Size, run


async def test_no_ballot_is_lost_or_counted_twice_whatever_dies() -> None:
    outcome = await run(Size(deputies=60, items=12, clients=16, kills=3))
    print(f"\n{outcome}")
    assert outcome.sound, str(outcome)
    assert outcome.ballots.deaths == {"server": 1, "database": 2}
