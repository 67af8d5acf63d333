"""`renda plugin new`: what it writes runs, is typed and formatted, and passes its own tests."""

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_sample_plugin import BIN, environment, run

from core import postgres
from core.errors import Refused
from core.scaffolding import new_plugin
from core.testing import TestServer

NAME, TITLE = "reception_ledger", "接待日台账"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written by the command, installed beside ours."""
    home = tmp_path_factory.mktemp("scaffold")
    words = ["plugin", "new", NAME, "--title", TITLE, "--into", home]
    done = run([BIN / "renda", *words], env=environment(home / "site"))
    assert done.returncode == 0, done.stderr
    made = home / "renda-reception-ledger"
    assert str(made) in done.stdout
    uv = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    done = run([*uv, "--python", sys.executable, "--target", home / "site", "-e", made])
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def database(renda_server: TestServer) -> Iterator[dict[str, str]]:
    name = f"renda_scaffold_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name)
    where = renda_server.database(name)
    yield {"RENDA_DATABASE_URL": where.app, "RENDA_OWNER_DATABASE_URL": where.owner or ""}
    postgres.drop_database(renda_server.superuser, name)


def told(package: Path, **more: str) -> dict[str, str]:
    site = package.parent / "site"
    return environment(site, **more) | {"PYTHONPATH": f"{site}:{package}"}


def test_no_word_of_the_scaffold_is_left(package: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in package.rglob("*") if path.is_file()]
    assert len(texts) == 6
    words = ("new_plugin", "new-plugin", "NewPlugin", "newPlugin", "NEW_PLUGIN", "新插件")
    assert [word for word in words if any(word in text for text in texts)] == []
    assert sum(TITLE in text for text in texts) == 3


def test_its_tests_pass(package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=package,
        env=told(package),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


def test_its_migration_fits_its_table(package: Path, database: dict[str, str]) -> None:
    settings = {**database, "RENDA_DATA_DIR": str(package.parent)}
    for words in (["migrate"], ["migrate", "--draft", NAME], ["plugin", "list"]):
        done = run([BIN / "renda", *words], env=told(package, **settings), cwd=package)
        assert done.returncode == 0, done.stderr
        if "--draft" in words:
            assert done.stdout == ""
    assert f"{NAME}\t{TITLE}" in done.stdout


def test_it_is_formatted_linted_and_typed(package: Path) -> None:
    settings = {
        "include": ["renda_reception_ledger"],
        "typeCheckingMode": "standard",
        "pythonVersion": "3.11",
    }
    (package / "pyrightconfig.json").write_text(json.dumps(settings))
    for command in (
        ["ruff", "format", "--check", "--no-cache", "."],
        ["ruff", "check", "--no-cache", "."],
        ["basedpyright", "--pythonpath", sys.executable],
    ):
        done = run([BIN / command[0], *command[1:]], cwd=package, env=told(package))
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Reception", "PLUGIN_NAME"),
        ("reception-day", "PLUGIN_NAME"),
        ("9days", "PLUGIN_NAME"),
        ("a__b", "PLUGIN_NAME"),
        ("a" * 41, "PLUGIN_NAME"),
        ("people_votes", "PLUGIN_NAME_TAKEN"),
        ("twice", "FOLDER_TAKEN"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    tmp_path: Path, name: str, code: str
) -> None:
    (tmp_path / "renda-twice").mkdir()
    with pytest.raises(Refused) as refusal:
        new_plugin(name, "", tmp_path, frozenset({"people_votes"}))
    assert refusal.value.code == code
    assert [path.name for path in tmp_path.iterdir()] == ["renda-twice"]
