"""The recipes as their reader follows them: the package is written, replaced, drafted, tested.

All of them are installed side by side and tested by one process, as one deployment would have them.
"""

import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from shown_files import files_of, write_files
from sources import DOCS
from test_sample_plugin import BIN, environment, run

from core import postgres
from core.scaffolding import new_plugin
from core.testing import TestServer

RECIPES = sorted(
    page for page in (DOCS / "plugins" / "recipes").glob("*.md") if page.name != "README.md"
)
TITLE = re.compile(r"^(?P<title>\S+) \(`(?P<name>\w+)`\): ", re.MULTILINE)


DRAFT_AND_MIGRATE = """
import os, sys
from core import cli, own_plugin, plugins
from core.migrations import drafting
known = plugins.Plugins(plugins.find(own_plugin))
assert not known.broken, known.broken
for name in sys.argv[1:]:
    drafting.draft(os.environ["RENDA_OWNER_DATABASE_URL"], known, name).write("the first table")
sys.exit(cli.main(["migrate"]))
"""
"""What `renda migrate --draft NAME --write TEXT` does, for all of them at one start's price."""


@dataclass(frozen=True)
class Outcome:
    """What became of the tests of all recipes: by test file the names of each state."""

    passed: dict[str, list[str]]
    text: str


def named(page: Path) -> tuple[str, str]:
    """The plugin's name and title, as the page's first sentence has them."""
    found = TITLE.search(page.read_text(encoding="utf-8"))
    assert found, f"{page.name} does not begin with `标题 (`name`): …`"
    return found["name"], found["title"]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Each recipe's package, as `renda plugin new` begins it and the page goes on."""
    home = tmp_path_factory.mktemp("recipes")
    made = dict[Path, Path]()
    for page in RECIPES:
        name, title = named(page)
        package = new_plugin(name, title, home, frozenset())
        shutil.rmtree(package / "tests")
        shutil.rmtree(package / f"renda_{name}" / "versions")
        write_files(page, package)
        made[page] = package
    return made


@pytest.fixture(scope="module")
def told(packages: dict[Path, Path], renda_server: TestServer) -> Iterator[dict[str, str]]:
    """The environment in which all of them are installed, with a database of their own."""
    home = next(iter(packages.values())).parent
    pip = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    editable = [part for one in packages.values() for part in ("-e", one)]
    where = ["--no-build-isolation", "--python", sys.executable, "--target", home / "site"]
    done = run([*pip, *where, *editable])
    assert done.returncode == 0, done.stderr
    name = f"renda_recipes_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name)
    databases = renda_server.database(name)
    path = ":".join(map(str, [home / "site", *packages.values()]))
    yield environment(
        home / "site",
        RENDA_DATABASE_URL=databases.app,
        RENDA_OWNER_DATABASE_URL=databases.owner or "",
        RENDA_DATA_DIR=str(home),
    ) | {"PYTHONPATH": path}
    postgres.drop_database(renda_server.superuser, name)


@pytest.fixture(scope="module")
def drafted(packages: dict[Path, Path], told: dict[str, str]) -> dict[Path, Path]:
    """The same with their first migrations, drafted and taken as they are, up in a database."""
    names = [
        named(page)[0]
        for page in packages
        if any("plugin_migrations" in text for text in files_of(page).values())
    ]
    done = run([sys.executable, "-c", DRAFT_AND_MIGRATE, *names], env=told, cwd="/")
    assert done.returncode == 0, done.stderr
    assert [name for name in names if name not in done.stdout] == [], done.stdout
    return packages


@pytest.fixture(scope="module")
def outcome(drafted: dict[Path, Path], told: dict[str, str]) -> Outcome:
    """Every recipe's tests, run."""
    home = next(iter(drafted.values())).parent
    report = home / "report.xml"
    (home / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = session\n"
        "asyncio_default_test_loop_scope = session\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        + [str(package / "tests") for package in drafted.values()],
        cwd=home,
        env={name: value for name, value in told.items() if not name.startswith("RENDA_D")},
        capture_output=True,
        text=True,
        timeout=540,
    )
    passed = dict[str, list[str]]()
    for case in ElementTree.parse(report).iter("testcase"):
        if all(case.find(fault) is None for fault in ("failure", "error", "skipped")):
            file = case.attrib["classname"].rpartition(".")[2]
            passed.setdefault(file, []).append(case.attrib["name"])
    return Outcome(passed, done.stdout)


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_a_recipe_does_what_it_says(page: Path, outcome: Outcome) -> None:
    (file,) = [path for path in files_of(page) if path.startswith("tests/")]
    expected = re.findall(r"^async def (test_\w+)", files_of(page)[file], re.MULTILINE)
    assert sorted(outcome.passed.get(Path(file).stem, [])) == sorted(expected), outcome.text


def test_recipes_are_formatted_and_linted(packages: dict[Path, Path]) -> None:
    """As their package's own `pyproject.toml` wants it."""
    for command in (["format", "--check", "--diff"], ["check"]):
        # A drafted migration is laid out by Alembic; whoever keeps it formats it.
        skipped = ["--no-cache", "--extend-exclude", "versions"]
        done = run([BIN / "ruff", *command, *skipped, *packages.values()])
        assert done.returncode == 0, done.stdout
