"""A third party's plugin, as a third party has it: built as a wheel, installed, tested by itself.

Nothing of it is in this process, and nothing is fetched.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sources import SAMPLE

from core import postgres
from core.testing import TestServer

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Installed:
    """The folder it is installed in, besides our own environment, and its tests as they run."""

    site: Path
    home: Path
    testing: "subprocess.Popen[str]"


def environment(site: Path, **more: str) -> dict[str, str]:
    """Ours with the plugin beside it, without settings of whoever runs the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RENDA_", "PYTEST_")) or name.startswith("RENDA_TEST_")
    }
    return kept | {"PYTHONPATH": str(site), "PATH": f"{BIN}:{kept['PATH']}", **more}


def run(command: list[str | Path], **how: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **how)


def install(package: Path, home: Path) -> Path:
    """Build a package below `home` as a wheel and install it there; the folder it is in."""
    source, site = home / "source", home / "site"
    shutil.copytree(package, source, ignore=shutil.ignore_patterns("__pycache__"))
    built = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=source)
    assert built.returncode == 0, built.stderr
    wheels = list((source / "dist").glob("*.whl"))
    uv: list[str | Path] = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    done = run([*uv, "--python", sys.executable, "--target", site, *wheels])
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Generator[Installed]:
    """Built, installed, and its own tests started: they run while we look at the rest."""
    home = tmp_path_factory.mktemp("third-party")
    source, site = home / "source", install(SAMPLE, home)
    # What is tested is what was installed, not the source beside the tests.
    shutil.rmtree(source / "renda_public_gallery")
    testing = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=source,
        env=environment(site),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield Installed(site, home, testing)
    testing.kill()
    testing.wait()


SEVERAL = """
import contextlib, io, json, sys
from core.cli import main
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        status = main(words)
    print(json.dumps([status, said.getvalue()]))
"""
"""Commands one after the other in one process, which spares the start of each."""


@pytest.fixture(scope="module")
def told(installed: Installed, renda_server: TestServer) -> Generator[dict[str, str]]:
    """What commands say on a database of their own, and `renda` itself once it is migrated."""
    name = f"renda_sample_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name)
    where = renda_server.database(name)
    settings = {
        "RENDA_DATABASE_URL": where.app,
        "RENDA_OWNER_DATABASE_URL": where.owner or "",
        "RENDA_DATA_DIR": str(installed.home),
    }
    here = {"env": environment(installed.site, **settings), "cwd": "/"}
    commands = [
        ["migrate"],
        ["migrate", "--draft", "public_gallery"],
        ["schema", "--plugins", "public_gallery"],
        ["schema"],
    ]
    done = run([sys.executable, "-c", SEVERAL, json.dumps(commands)], **here)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [status for status, _ in answers] == [0] * len(commands), done.stderr
    listed = run([BIN / "renda", "plugin", "list"], **here)
    assert listed.returncode == 0, listed.stderr
    said = {" ".join(words): text for words, (_, text) in zip(commands, answers, strict=True)}
    yield said | {"plugin list": listed.stdout}
    postgres.drop_database(renda_server.superuser, name)


def test_the_command_line_knows_the_installed_plugin(told: dict[str, str]) -> None:
    assert "public_gallery" in told["migrate"].partition("；")[0]
    assert "public_gallery\t公民旁听" in told["plugin list"].splitlines()
    assert told["migrate --draft public_gallery"] == "", "its migration fits its models"


def test_its_schema_is_there_when_it_is_on_and_only_then(told: dict[str, str]) -> None:
    on, off = told["schema --plugins public_gallery"], told["schema"]
    assert ': Sitting! @requires(action: "public_gallery.open_sitting")' in on
    words = ("Sitting", "ObserverList", "SeatOffer", "type Card ", "public_gallery")
    assert [word for word in words if word in off] == []


def test_its_own_tests_pass(installed: Installed) -> None:
    told, _ = installed.testing.communicate(timeout=180)
    assert installed.testing.returncode == 0, told
    assert " passed" in told
