"""`docs/plugins/`: whoever reads it needs nothing else, and what stands there runs."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import describing
import offered
import pytest
from describing import HOOKS
from shown_files import BLOCK, files_of
from sources import DOCS, ROOT, SAMPLE, parsed, plugin_packages, python_files, shown
from test_sample_plugin import BIN, environment, run
from written import PART

import core
from core import testing
from core.graphql.nodes import record_info

FOLDER = DOCS / "plugins"
PAGES = sorted(FOLDER.rglob("*.md"))
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
RUN = re.compile(r"^<!-- run -->\n```sh\n.*?^```$", re.DOTALL | re.MULTILINE)
MOST_SMALLEST = 25


def hook_page(hook: str) -> str:
    return (FOLDER / "hooks" / f"{hook}.md").read_text(encoding="utf-8")


def test_there_is_a_page_for_each_hook() -> None:
    pages = {page.stem for page in (FOLDER / "hooks").glob("plugin_*.md")}
    assert pages == set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_explained_shown_used_and_tested(hook: str) -> None:
    page = hook_page(hook)
    assert page.startswith(f"# `{hook}`\n\n<!-- made: hook {hook} -->")
    said = PART.sub("", page).partition("\n")[2].strip()
    assert len(said) > 100, "say in your own words when, what it gets and what it answers"
    assert "```python" in page
    assert f"def {hook}(" in page
    users = [
        package.name
        for package in plugin_packages()
        if f"def {hook}(" in (package / "__init__.py").read_text(encoding="utf-8")
    ]
    assert "renda_public_gallery" in users
    tests = [
        node.name
        for path in python_files(SAMPLE / "tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.AsyncFunctionDef)
    ]
    assert [name for name in tests if name.startswith("test_") and hook in name]


def loose(page: str) -> Iterator[tuple[str, str]]:
    """Blocks of code that neither are made from code that runs nor are files that tests take."""
    bare = RUN.sub("", BLOCK.sub("", PART.sub("", page)))
    for one in FENCE.finditer(bare):
        yield one["language"], one["text"]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_all_code_is_run(page: Path) -> None:
    """Shell blocks hold commands, which `test_readme` looks up; settings are the tutorial's.

    A `text` block is a picture of folders.
    """
    tutorial = tomllib.loads(files_of(FOLDER / "tutorial.md")["pyproject.toml"])
    for language, text in loose(page.read_text(encoding="utf-8")):
        if language == "text":
            continue
        assert language in ("sh", "toml"), f"{shown(page)}: {text[:60]}"
        if language == "toml":
            assert within(tomllib.loads(text), tutorial), text
        else:
            tools = ("renda ", "pip ", "pytest", "python", "cd ", "rm ")
            assert all(line.startswith(tools) for line in text.splitlines()), text


def test_the_tree_of_rooms_is_that_of_a_plugin_that_is_tested() -> None:
    page = (FOLDER / "tutorial.md").read_text(encoding="utf-8")
    ((_, tree),) = [one for one in loose(page) if one[0] == "text"]
    rooms = re.findall(r"^    (\w+\.py|versions/)", tree, re.MULTILINE)
    home = ROOT / "tests" / "reception_day" / "renda_reception_day"
    assert len(rooms) == 8
    assert [room for room in rooms if not (home / room).exists()] == []


def within(part: dict[str, object], whole: dict[str, object]) -> bool:
    """Whether all that is set here is set so there."""
    return all(
        within(value, there)
        if isinstance(value, dict) and isinstance(there, dict)
        else there == value
        for key, value in part.items()
        for there in [whole.get(key)]
    )


def test_code_that_nothing_runs_is_seen() -> None:
    page = "<!-- file: a.py -->\n```python\nx = 1\n```\n\n```python\ny = 2\n```\n"
    assert list(loose(page)) == [("python", "y = 2\n")]
    assert not within({"a": {"b": 1}}, {"a": {"b": 2}})


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_files_are_taken_by_a_test(page: Path) -> None:
    """A page with files is a recipe, or one of the two that have a test of their own."""
    if files_of(page):
        own = ("tutorial.md", "smallest.md")
        assert page.parent.name == "recipes" or page.name in own


def everything_that_runs() -> Iterator[str]:
    """Sources of tests, of plugins that tests run, and of files that pages show."""
    for folder in (ROOT / "tests", ROOT / "plugins"):
        yield from (path.read_text(encoding="utf-8") for path in python_files(folder))
    for page in PAGES:
        yield from (text for name, text in files_of(page).items() if name.endswith(".py"))


def names_in(source: str) -> Iterator[str]:
    """Names that a source uses: it reads them, asks something for them, or wants them as fixtures.

    What only an import, a comment or a text names is not used.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, describing.FUNCTION):
            yield from (one.arg for one in node.args.args)


def test_every_name_is_used_by_something_that_is_tested() -> None:
    used = {name for source in everything_that_runs() for name in names_in(source)}
    assert [name for name in core.__all__ if name not in used] == []
    harness = [one.partition(" ")[2] for one in offered.now() if one.startswith("testing ")]
    assert [name for name in harness if name.rpartition(".")[2] not in used] == []


def test_a_name_that_only_prose_or_an_import_has_is_not_used() -> None:
    source = (
        '"""Of tally."""\nfrom core import tally, send as post\n# tally\nx = "tally"\npost(x)\n'
    )
    assert set(names_in(source)) == {"post", "x"}
    assert set(names_in("async def test(house): core.today()")) == {"house", "core", "today"}


def test_every_name_stands_on_its_page() -> None:
    door = (FOLDER / "front-door.md").read_text(encoding="utf-8")
    assert [name for name in core.__all__ if f"\n### `{name}`\n" not in door] == []
    page = (FOLDER / "testing.md").read_text(encoding="utf-8")
    harness = [*testing.__all__, *offered.fixtures()]
    assert [name for name in harness if f"| `{name}` |" not in page] == []
    for kind in (testing.House, testing.Browser, testing.Seen):
        for name, _, _ in describing.methods(kind):
            assert f"| `{name}` |" in page


def test_a_record_of_the_core_says_its_type_and_its_fields() -> None:
    door = (FOLDER / "front-door.md").read_text(encoding="utf-8")
    for name in core.__all__:
        if record_info(getattr(core, name)) is not None and name.endswith("Record"):
            entry = door.partition(f"\n### `{name}`\n")[2].partition("\n### ")[0]
            # What only plugins show has no types of its fields.
            said = r"GraphQL: `\w+ \{ id(: ID!)?, .* \}` \(reading it asks `core\."
            assert re.search(said, entry), name
            assert ": ID!" in entry or name == "RollRecord"


def test_the_smallest_plugin_is_small() -> None:
    (text,) = [
        text
        for path, text in files_of(FOLDER / "smallest.md").items()
        if path.endswith(".py") and not path.startswith("tests/")
    ]
    assert len(text.splitlines()) <= MOST_SMALLEST


def test_a_wheel_brings_the_folder_and_says_where_it_is(tmp_path: Path) -> None:
    """Whoever has only `pip install` has no `docs/`."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"]
    built = run(build, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with ZipFile(wheel) as content:
        content.extractall(tmp_path / "site")
    told = run([BIN / "renda", "plugin", "docs"], env=environment(tmp_path / "site"), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    folder = Path(told.stdout.strip())
    assert folder.is_relative_to(tmp_path)
    shipped = {path.relative_to(folder) for path in folder.rglob("*.md")}
    assert shipped == {page.relative_to(FOLDER) for page in FOLDER.rglob("*.md")}


def dead_or_away(page: Path) -> Iterator[str]:
    """Links that lead out of the folder, or to nothing in it."""
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        target = (page.parent / link).resolve()
        if not target.is_relative_to(FOLDER.resolve()) or not target.exists():
            yield link


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_the_folder_is_whole_by_itself(page: Path) -> None:
    """It is read alone, from a wheel: no link leaves it."""
    assert list(dead_or_away(page)) == []


def test_links_out_of_the_folder_are_seen(tmp_path: Path) -> None:
    assert list(dead_or_away(DOCS / "settings.md")) != []
