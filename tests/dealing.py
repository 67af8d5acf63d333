"""How the tests are dealt out to several processes.

A file is never split, so that what its tests share is made once; files that share more, or that
must not run beside each other, are dealt out as one.
"""

from xdist.scheduler import LoadScopeScheduling

DEMO = "the played demo"
PROCESSES = "processes that are killed, and clocks that are watched"

TOGETHER = {
    "tests/core/test_delivery_faults.py": PROCESSES,
    "tests/core/test_delivery_load.py": PROCESSES,
    "tests/core/test_delivery_queue.py": PROCESSES,
    "tests/core/test_faults.py": PROCESSES,
    "tests/plugins/people_votes/test_votes_under_faults.py": PROCESSES,
    "tests/plugins/filing_review/test_filing_demo.py": DEMO,
    "tests/plugins/filing_review/test_filing_year.py": DEMO,
}

LONGEST = (PROCESSES, DEMO)
"""Dealt out first, lest one process be left with them in the end."""


def dealt_as(test: str) -> str:
    """What a test is dealt out with."""
    file = test.partition("::")[0]
    return TOGETHER.get(file, file)


def turn(test: str) -> int:
    """The longest first, the others as they were collected."""
    group = dealt_as(test)
    return LONGEST.index(group) if group in LONGEST else len(LONGEST)


class ByFile(LoadScopeScheduling):
    """Deals out whole files, or what goes with them."""

    def _split_scope(self, nodeid: str) -> str:
        return dealt_as(nodeid)
