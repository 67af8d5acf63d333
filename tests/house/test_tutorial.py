"""The tutorial as a newcomer follows it: its files, its commands, its tests."""

import ast
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from shown_files import files_of, write_files
from sources import DOCS
from test_sample_plugin import BIN, environment, run

from core import postgres
from core.testing import TestServer, free_port

PAGE = DOCS / "plugins" / "tutorial.md"
RUN = re.compile(r"^<!-- run -->\n```sh\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
LAST = re.compile(r"^The last answer is `(?P<answer>.*)`\.$", re.MULTILINE)


def statements(text: str) -> str:
    """Code without its layout; Alembic does not lay out as a formatter does."""
    return ast.dump(ast.parse(text))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as the page has it, installed beside ours."""
    home = tmp_path_factory.mktemp("tutorial")
    write_files(PAGE, home)
    uv = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    done = run([*uv, "--python", sys.executable, "--target", home / "site", "-e", home])
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def database(renda_server: TestServer) -> Iterator[dict[str, str]]:
    """Variables that name a database of its own."""
    name = f"renda_tutorial_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name)
    where = renda_server.database(name)
    yield {"RENDA_DATABASE_URL": where.app, "RENDA_OWNER_DATABASE_URL": where.owner or ""}
    postgres.drop_database(renda_server.superuser, name)


def told(package: Path, **more: str) -> dict[str, str]:
    """The environment of the newcomer's shell, with the package editable."""
    return environment(package / "site", **more) | {"PYTHONPATH": f"{package / 'site'}:{package}"}


def test_the_draft_is_what_the_page_shows(package: Path, database: dict[str, str]) -> None:
    words = ["migrate", "--draft", "notice_board", "--write", "the first table"]
    settings = {**database, "RENDA_DATA_DIR": str(package)}
    done = run([BIN / "renda", *words], env=told(package, **settings), cwd=package)
    assert done.returncode == 0, done.stderr
    ((path, shown),) = files_of(PAGE, "drafted").items()
    assert Path(done.stdout.strip()) == package / path
    assert statements((package / path).read_text(encoding="utf-8")) == statements(shown)


def test_its_tests_pass(package: Path) -> None:
    write_files(PAGE, package, "drafted")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=package,
        env=told(package),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout


def test_its_shell_turns_it_on_serves_and_posts(package: Path, database: dict[str, str]) -> None:
    """The commands of the page as they stand there, but for the port and the database."""
    write_files(PAGE, package, "drafted")
    page, port = PAGE.read_text(encoding="utf-8"), str(free_port())
    blocks = [one["text"].replace("8700", port) for one in RUN.finditer(page)]
    assert len(blocks) == 3
    settings = {**database, "RENDA_PORT": port}
    done = subprocess.run(
        ["bash", "-e", "-m", "-c", "\n".join(blocks)],
        cwd=package,
        env=told(package, **settings),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "notice_board\t公告栏" in done.stdout
    promised = LAST.search(page)
    assert promised
    assert json.loads(done.stdout.splitlines()[-1]) == json.loads(promised["answer"])
