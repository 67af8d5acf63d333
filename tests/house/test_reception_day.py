"""The reception-day ledger (主任接待日, row 0-44): a plugin that was written from `docs/plugins`.

Its author had seen nothing else. It is built as a wheel, installed, tested by its own tests, and
checked, as a third party's plugin is.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sources import RECEPTION_DAY
from test_sample_plugin import BIN, environment, install, run


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with its wheel and its tests; the source is not beside them."""
    home = tmp_path_factory.mktemp("reception-day")
    install(RECEPTION_DAY, home)
    shutil.rmtree(home / "source/renda_reception_day")
    return home


def test_its_own_tests_pass_on_what_was_installed(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=installed / "source",
        env=environment(installed / "site"),
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_it_passes_every_check_as_a_wheel(installed: Path) -> None:
    (wheel,) = (installed / "source/dist").glob("*.whl")
    done = run([BIN / "renda", "plugin", "check", wheel], env=environment(installed))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "reception_day：全部通过。" in done.stdout
