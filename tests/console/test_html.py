"""The HTML that the server sends is well written: html-validate has nothing to say about it."""

import re
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from calls_path import on, open_hall
from chromium import not_tested

import bootstrap
from core import clock, console
from core.published import Published
from core.testing import House

CONSOLE = Path(console.__file__).parent
CHECKER = CONSOLE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"


def faults(folder: Path) -> str:
    """What html-validate says of the pages of a folder; empty where all is well."""
    if not CHECKER.is_file():
        not_tested("the HTML: html-validate is not there (make assets)")
    command = [bootstrap.BIN / "node", CHECKER, "--config", CONSOLE / ".htmlvalidate.json"]
    pages = sorted(folder.glob("*.html"))
    done = subprocess.run([*command, *pages], capture_output=True, text=True, timeout=120)
    return "" if done.returncode == 0 else done.stdout + done.stderr


async def published(house: House, plugin: str, facts: dict[str, object]) -> None:
    """An entry of every sort, with names that are as long as they come."""
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        work.session.add(
            Published(
                body_id=work.body.id,
                plugin=plugin,
                subject_id=uuid4(),
                title="关于进一步加强城乡居民住宅小区停车秩序“综合治理”工作的决定" * 2,
                facts=facts,
                published_on=clock.today(),
            )
        )


FACTS: dict[str, dict[str, object]] = {
    "filing_review": {"maker": "甲市人民政府", "document_number": "甲政发〔2026〕1号"},
    "deputy_files": {
        "kind": "deputy_card",
        "page": {"description": "农民代表\n第二段", "lines": [["届次", "第18届"]]},
    },
    "deputy_points": {
        "year": 2026,
        "points": 1850,
        "points_before": 900,
        "corrects": None,
        "rows": [{"name": "甲", "district": "一", "points": 1850, "entries": 3, "place": None}],
    },
    "people_votes": {
        "kind": "project",
        "year": 2026,
        "content": "建设内容",
        "percent": 60,
        "files": [{"name": "附件.pdf", "kind": "pdf", "size": 2048, "digest": "0" * 64}],
    },
}


async def test_every_public_page_is_valid_html(house: House, tmp_path: Path) -> None:
    with on("2025-09-01"):
        hall = await open_hall(house)
        await hall.calling()
        for plugin, facts in FACTS.items():
            if plugin != "people_votes":
                await house.enable("county-a", plugin)
            await published(house, plugin, facts)
        shown = {"/p/", "/p/county-a/", "/p/nowhere/", "/p/county-a/people_votes.calls?q=没有"}
        for _ in range(2):
            for path in sorted(shown):
                shown |= await _linked(house, path)
        sorts = {path.split("/")[-1] for path in shown}
        assert {"people_votes.calls", "people_votes.projects", "filing_review.catalogue"} <= sorts
        assert len(shown) >= 13
        for number, path in enumerate(sorted(shown)):
            page = await house.client.get(path)
            (tmp_path / f"{number:02}.html").write_text(page.text, encoding="utf-8")
        call = await _call(house)
        sent = {"title": "标题", "content": "", "place": "甲村", "key": "k" * 20}
        refused = await house.client.post(call, data=sent, headers={"origin": "http://test"})
        (tmp_path / "refused.html").write_text(refused.text, encoding="utf-8")
        sent["content"] = "内容"
        taken = await house.client.post(call, data=sent, headers={"origin": "http://test"})
        (tmp_path / "taken.html").write_text(taken.text, encoding="utf-8")
        assert (refused.status_code, taken.status_code) == (400, 200)
    assert faults(tmp_path) == ""


async def _linked(house: House, path: str) -> set[str]:
    text = (await house.client.get(path)).text
    return set(re.findall(r'href="(/p/county-a/(?!look/)[^"?]+)"', text))


async def _call(house: House) -> str:
    (found,) = [
        one
        for one in await _linked(house, "/p/county-a/people_votes.calls")
        if len(one.split("/")[-1]) == 36
    ]
    return found


def test_the_pages_of_the_console_are_valid_html(tmp_path: Path) -> None:
    (tmp_path / "none.html").write_text(console.NOT_BUILT, encoding="utf-8")
    index = console.STATIC / "index.html"
    if index.is_file():
        (tmp_path / "index.html").write_text(index.read_text("utf-8"), encoding="utf-8")
    assert faults(tmp_path) == ""


@pytest.mark.parametrize("fault", ["<p><div></div></p>", '<img src="a.png">'])
def test_a_fault_is_seen(fault: str, tmp_path: Path) -> None:
    bad = console.NOT_BUILT.replace("<h1>", f"{fault}<h1>", 1)
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    assert faults(tmp_path) != ""
