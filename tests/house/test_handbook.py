"""The handbook says what stands on the screen, has a page for every role, pictures that exist."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import handbook
import pytest
import written
from handbook import HANDBOOK, KEPT, STORIES
from PIL import Image
from sources import ROOT, python_files
from test_console_texts import CATALOGUES, catalogue

PAGES = handbook.pages()
MOST_BYTES = 2_500_000
"""Of all pictures together: who fetches the sources waits for them."""

FILLED = r"(?:…|\d+)"
"""What the handbook writes where the screen fills something in."""

INTO = re.compile(r"\]\((?P<page>[\w-]+\.md)#(?P<heading>[^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PLACE = re.compile(r"\{\w+\}")
ROW = re.compile(r"^\| [^|]*\| \[[^|]*\| (?P<roles>【[^|]*) \|$", re.MULTILINE)


def catalogues() -> Iterator[str]:
    """Every Chinese text of the console."""
    for folder in CATALOGUES:
        yield from catalogue(folder, "zh").values()


def titles() -> Iterator[str]:
    """Names of roles and of what may be done, which the server says and the screen shows."""
    yield from role_titles()
    yield from written.known().action_titles.values()


def role_titles() -> set[str]:
    return {role.title for roles in written.known().roles.values() for role in roles}


def public() -> str:
    """What makes the public pages: templates, and the sections of plugins."""
    paths = [*ROOT.glob("core/public/**/*.html"), *ROOT.glob("core/public/*.py")]
    paths += ROOT.glob("plugins/*/schema/public.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def unknown(page: str, texts: Iterable[str], sections: str = "") -> list[str]:
    """What a page quotes and no screen shows."""
    texts = set(texts)
    filled = [filling(text) for text in texts if PLACE.search(text)]
    return [
        one
        for one in handbook.quoted(page)
        if one not in texts
        and not any(pattern.fullmatch(one) for pattern in filled)
        and not re.search(rf"[\">]{re.escape(one)}[\"<]", sections)
    ]


def filling(text: str) -> re.Pattern[str]:
    """A text with its places filled in."""
    return re.compile(FILLED.join(re.escape(part) for part in PLACE.split(text)))


@pytest.fixture(scope="module")
def on_screen() -> set[str]:
    return {*catalogues(), *titles()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_quoted_stands_on_a_screen(page: Path, on_screen: set[str]) -> None:
    assert unknown(page.read_text(encoding="utf-8"), on_screen, public()) == []


def test_every_role_has_its_page() -> None:
    index = (HANDBOOK / "README.md").read_text(encoding="utf-8")
    rows = ROW.findall(index)
    told = {role for row in rows for role in handbook.quoted(row)}
    # Whoever has an account is that as well; the index itself is their page.
    assert told == role_titles() - {"机关工作人员"}
    assert "【机关工作人员】" in index


def test_links_into_a_page_lead_to_a_heading() -> None:
    for page in PAGES:
        for name, heading in INTO.findall(page.read_text(encoding="utf-8")):
            beside = (HANDBOOK / name).read_text(encoding="utf-8")
            assert heading in {slug(one) for one in HEADING.findall(beside)}, f"{page.name}: {name}"


def slug(heading: str) -> str:
    """A heading as addresses name it."""
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")


def test_every_picture_that_is_shown_is_kept_and_no_other() -> None:
    assert {path.name for path in KEPT.iterdir()} == {f"{one}.webp" for one in handbook.pictures()}


def test_every_picture_is_one_that_a_story_takes() -> None:
    names = [one for story in python_files(STORIES) for one in handbook.taken(story)]
    strange = {one for one in handbook.pictures() if not any(name.fullmatch(one) for name in names)}
    assert strange == set()


def test_every_picture_is_described_and_small() -> None:
    for page in PAGES:
        for one in handbook.SHOWN.finditer(page.read_text(encoding="utf-8")):
            assert one["what"], one["name"]
    assert sum(path.stat().st_size for path in KEPT.iterdir()) < MOST_BYTES


def test_pictures_say_nothing_of_where_they_were_made() -> None:
    for path in KEPT.iterdir():
        with Image.open(path) as image:
            assert set(image.info) <= {"loop", "background", "timestamp", "duration"}, path.name
            assert not image.getexif(), path.name


def test_the_checks_can_fail() -> None:
    texts = ["签收", "签收（{count}件）", "启用“{plugin}”"]
    right = "按【签收】、【签收（3件）】、【启用“…”】，看【信息公开】"
    assert unknown(right, texts, "<h1>信息公开</h1>") == []
    assert unknown("按【签收件】、【签收（三件）】、【公开】", texts, "<h1>信息公开</h1>") == [
        "签收件",
        "签收（三件）",
        "公开",
    ]
    story = STORIES / "test_console.py"
    assert any(one.fullmatch("office-2-home") for one in handbook.taken(story))
    assert not any(one.fullmatch("office-2-house") for one in handbook.taken(story))
