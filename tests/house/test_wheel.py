"""What is shipped: the wheel carries all that its pages are made of, and none of their sources."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent.parent

RENDERED = """
import sys
sys.path.insert(0, sys.argv[1])
from core.public import pages
assert pages.__file__.startswith(sys.argv[1]), pages.__file__
print(pages.render("told.html", {"title": "标题", "message": "内容", "style": "/s.css"}))
for name in sorted(one.name for one in (pages.HERE / "templates").iterdir()):
    pages._environment().get_template(name)
    print(name)
print(len(pages.style(("#111111", "#222222"))[0]), len(pages.icon()), len(pages.keeping()[0]))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is built, unpacked somewhere else."""
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", dist]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert built.returncode == 0, built.stderr
    (wheel,) = dist.glob("*.whl")
    folder = tmp_path_factory.mktemp("unpacked")
    with ZipFile(wheel) as content:
        content.extractall(folder)
    return folder


def test_the_wheel_carries_the_templates_the_sheet_and_the_sign(unpacked: Path) -> None:
    public = ROOT / "core" / "public"
    written = {one.relative_to(ROOT) for one in public.rglob("*") if "__pycache__" not in one.parts}
    assert len(written) > 10
    assert {one for one in written if not (unpacked / one).exists()} == set()
    shown = subprocess.run(
        [sys.executable, "-I", "-B", "-c", RENDERED, unpacked],
        capture_output=True,
        text=True,
        cwd="/",
    )
    assert shown.returncode == 0, shown.stderr
    assert "<h1>标题</h1>" in shown.stdout
    for one in (public / "templates").iterdir():
        assert f"\n{one.name}\n" in shown.stdout


def test_the_wheel_carries_the_built_console_and_not_how_it_is_written(unpacked: Path) -> None:
    console = unpacked / "core" / "console"
    for folder in ("static", "../graphql/graphiql"):
        built = [one for one in (ROOT / "core/console" / folder).rglob("*") if one.is_file()]
        assert built, f"{folder} is not built: make assets"
        for one in built:
            place = unpacked / one.resolve().relative_to(ROOT)
            assert place.read_bytes() == one.read_bytes()
    shipped = {one.name for one in console.iterdir()}
    assert shipped == {"__init__.py", "static"}
    assert not [one for one in unpacked.rglob("*") if one.suffix in (".ts", ".tsx", ".mjs")]
