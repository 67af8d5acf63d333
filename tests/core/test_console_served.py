"""How the console is served: one page for all addresses, lasting files, a strict policy."""

from pathlib import Path

import pytest

from core import console
from core.testing import House

NAME = "index-abc123.js"
SCRIPT = "console.log('x');" * 200


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build of one script in the place of ours; what was read before is forgotten."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(f"<script src='/assets/{NAME}'></script>")
    (tmp_path / "assets" / NAME).write_text(SCRIPT)
    (tmp_path / "assets" / "notes.bak").write_text("not to be served")
    page, assets = console.page(tmp_path), console.assets(tmp_path)
    monkeypatch.setattr(console, "page", lambda: page)
    monkeypatch.setattr(console, "assets", lambda: assets)
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/c/county-a", "/c/county-a/", "/c/county-a/practice/a.b"])
async def test_one_page_answers_at_every_address_of_the_console(
    house: House, built: Path, path: str
) -> None:
    answer = await house.client.get(path)
    assert (answer.status_code, answer.text) == (200, (built / "index.html").read_text())
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_the_policy_lets_nothing_in_from_elsewhere(house: House, built: Path) -> None:
    told = (await house.client.get("/")).headers["content-security-policy"]
    policy = {name: rest for name, *rest in (part.split() for part in told.split(";"))}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert "unsafe" not in told
    assert "http" not in told


async def test_files_are_kept_for_ever_and_sent_compressed(house: House, built: Path) -> None:
    answer = await house.client.get(f"/assets/{NAME}")
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    plain = await house.client.get(f"/assets/{NAME}", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == SCRIPT


@pytest.mark.parametrize("name", ["notes.bak", "index.html", "..%2Findex.html", "nothing.js"])
async def test_no_other_file_is_served(house: House, built: Path, name: str) -> None:
    answer = await house.client.get(f"/assets/{name}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers["cache-control"]


async def test_without_a_build_a_page_says_so_and_the_rest_works(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, assets = console.page(tmp_path), console.assets(tmp_path)
    monkeypatch.setattr(console, "page", lambda: page)
    monkeypatch.setattr(console, "assets", lambda: assets)
    answer = await house.client.get("/c/county-a/")
    assert answer.status_code == 200
    assert "make assets" in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert (await house.client.get(f"/assets/{NAME}")).status_code == 404
    assert (await house.gql("{ body { code } }"))["body"]["code"] == "county-a"
