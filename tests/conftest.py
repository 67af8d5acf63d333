"""What spares time: memory instead of the disk, several processes, less garbage to walk through."""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from dealing import ByFile, turn
from hypothesis import HealthCheck, settings

from core.testing import quick_folder

# A busy machine is no fault of what is tested: nothing fails for the time that it takes.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let all that the tests write lie in memory, for this process and those it starts.

    Who sets TMPDIR finds there what they leave; otherwise it is gone with the run.
    """
    memory = quick_folder()
    if memory:
        folder = Path(tempfile.mkdtemp(prefix="renda-tests-", dir=memory))
        # PostgreSQL runs as a user of its own, who must get in here.
        folder.chmod(0o755)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Ours, whatever `--dist` says: a file that was split would make its house in each process."""
    # Its own order is by the number of tests, which says nothing of how long they take.
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process among others: the order of dealing out."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn(item.nodeid))


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: no collection of garbage need walk through it again."""
    gc.collect()
    gc.freeze()
