"""Tests run in several processes, in memory: what goes together is one, and ARGS are obeyed."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from dealing import LONGEST, TOGETHER, dealt_as, turn
from sources import ROOT

import bootstrap
from core import testing

SHARED = {"played": "the demo would be played twice", "office: PostOffice": "they kill processes"}
"""What several files share by a fixture of their package."""


def users(shared: str) -> Iterable[str]:
    """Files with tests that ask for it."""
    asks = re.compile(rf"^async def test_\w+\([^)]*\b{shared}\b", re.MULTILINE)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if asks.search(path.read_text(encoding="utf-8")):
            yield path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("shared", SHARED)
def test_files_that_share_something_are_dealt_out_as_one(shared: str) -> None:
    files = list(users(shared))
    assert len(files) > 1
    assert len({dealt_as(f"{file}::test_any") for file in files}) == 1, SHARED[shared]


def test_what_is_dealt_out_together_is_there() -> None:
    assert [file for file in TOGETHER if not (ROOT / file).is_file()] == []
    assert set(TOGETHER.values()) == set(LONGEST)


def test_a_file_is_never_split_and_the_longest_come_first() -> None:
    file = "tests/core/test_rls.py"
    assert dealt_as(f"{file}::test_a[x::y]") == dealt_as(f"{file}::test_b") == file
    demo = "tests/plugins/filing_review/test_filing_year.py::test_any"
    assert turn(demo) < turn(f"{file}::test_a")


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [
        ([], True),
        (["-m", "database"], True),
        (["-x", "--durations=5"], True),
        (["tests/core", "-x"], False),
        (["tests/core/test_rls.py::test_any"], False),
        (["-n0"], False),
        (["--numprocesses=3"], False),
        (["--pdb"], False),
    ],
)
def test_everything_takes_several_processes_unless_args_say_otherwise(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], spread: bool
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(bootstrap, "_cores", lambda: 3)
    assert bootstrap._spread(arguments) == (["--numprocesses=3"] if spread else [])
    monkeypatch.setattr(bootstrap, "_cores", lambda: 64)
    most = [f"--numprocesses={bootstrap.MOST_PROCESSES}"]
    assert bootstrap._spread(arguments) == (most if spread else [])
    monkeypatch.setattr(bootstrap, "_cores", lambda: 1)
    assert bootstrap._spread(arguments) == []


def test_what_tests_write_lies_in_memory_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(testing, "MEMORY", tmp_path)
    monkeypatch.setattr(testing, "ROOM", 0)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert testing.quick_folder() is None, "whoever runs the tests has said where"
    monkeypatch.delenv("TMPDIR")
    assert testing.quick_folder() == str(tmp_path)
    monkeypatch.setattr(testing, "ROOM", shutil.disk_usage(tmp_path).total)
    assert testing.quick_folder() is None
    monkeypatch.setattr(testing, "MEMORY", tmp_path / "absent")
    monkeypatch.setattr(testing, "ROOM", 0)
    assert testing.quick_folder() is None
