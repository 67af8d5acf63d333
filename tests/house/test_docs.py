"""The pages of `docs/` against the sources: what is written there is so, and nothing is missing."""

import ast
import re
from pathlib import Path

import error_codes
import pytest
import written
from sources import DOCS, ROOT, built_in, shown

PAGES = written.pages()
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_made_parts_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == written.renewed(text), "run `make docs`"


def test_a_stale_part_is_seen() -> None:
    stale = "<!-- made: global-tables -->\n| `body` |\n<!-- /made -->\n"
    assert written.renewed(stale) != stale
    with pytest.raises(LookupError, match="has no plugin_nothing"):
        written.renewed(stale.replace("global-tables", "code core/hookspecs.py plugin_nothing"))


def test_every_error_code_is_on_the_page_with_its_meaning() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    meanings = [(row["code"], row["meaning"].strip()) for row in written.ROW.finditer(page)]
    listed = [code for code, _ in meanings]
    assert sorted(listed) == sorted(error_codes.everywhere()), "run `make docs`"
    assert [code for code, meaning in meanings if not meaning] == [], "say what the code means"


def test_every_code_tells_the_user_what_to_do() -> None:
    """Where the sentence is put together elsewhere, the page's own meaning has it in Chinese."""
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if written.ROW.match(line)]
    assert [line for line in rows if not error_codes.CHINESE.search(line)] == []


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ('raise Refused("NO_ORGAN", "请先选择。")', ["NO_ORGAN"]),
        ('raise Invalid("PAGE_SIZE", f"最多{most}条。", field="first")', ["PAGE_SIZE"]),
        ('raise answer.Refusal(415, "MEDIA_TYPE", "须为 JSON。")', ["MEDIA_TYPE"]),
        ('Measure("depth", "QUERY_TOO_DEEP", "过深", "too deep")', ["QUERY_TOO_DEEP"]),
        ('GraphQLError(text, extensions={"code": "TOO_MANY_ERRORS"})', ["TOO_MANY_ERRORS"]),
        ('code = "FIRST_ONE" if parsing else "OTHER_ONE"', ["FIRST_ONE", "OTHER_ONE"]),
        ('CONFLICT = ("CONFLICT", "请刷新。")', ["CONFLICT"]),
        ('GRANTS = ("SELECT", "INSERT")', []),
    ],
)
def test_codes_are_found_in_every_form(source: str, codes: list[str]) -> None:
    found = [one.code for one in error_codes.in_tree(ast.parse(source), "here")]
    assert sorted(found) == codes


@pytest.mark.parametrize("plugin", [path.name for path in built_in()])
def test_every_plugin_has_its_tables(plugin: str) -> None:
    for name in ("errors", "verbs"):
        page = "errors.md" if name == "errors" else "events.md"
        text = (DOCS / page).read_text(encoding="utf-8")
        assert f"<!-- made: {name} {plugin} -->" in text
    text = (DOCS / "plugins" / "events.md").read_text(encoding="utf-8")
    assert f"<!-- made: told {plugin} -->" in text


@pytest.mark.parametrize("page", [*PAGES, *sorted(ROOT.glob("README*.md"))], ids=shown)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_in_the_index() -> None:
    for folder in {page.parent for page in PAGES} - {DOCS / "decisions"}:
        index = (folder / "README.md").read_text(encoding="utf-8")
        beside = [page.name for page in PAGES if page.parent == folder]
        assert [name for name in beside if name not in ("README.md", *linked(index))] == []


def linked(page: str) -> list[str]:
    """What a page links to."""
    return LINK.findall(page)


def test_decisions_are_numbered_and_short() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"^# \d+\. ", text), page.name
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert len(text.splitlines()) < 60, "short, or nobody reads it"
