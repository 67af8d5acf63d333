"""The oldest browser that docs/console.md names goes the same ways as Debian's.

Its build for servers is a package of npm, and has no window; the engine is that of the offices'.
"""

import re
import subprocess
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import test_console
import test_pages
from chromium import launched, not_tested
from county import County
from npm import BIN, with_packages
from playwright.async_api import Browser
from sources import DOCS

PACKAGE = "@sparticuz/chromium@108.0.3"
UNPACK = Path(__file__).with_name("oldest_chromium.mjs")


@pytest.fixture(scope="module")
def unpacked(browser: Browser, pytestconfig: pytest.Config) -> Path:
    """Where it lies. What it needs of the system comes with the newer one."""
    script = with_packages(pytestconfig, "oldest-chromium", (PACKAGE,), UNPACK)
    unpack = [BIN / "node", script.name]
    subprocess.run(unpack, cwd=script.parent, check=True, timeout=120, capture_output=True)
    path = script.with_name("chromium")
    asked = subprocess.run([path, "--version", "--no-sandbox"], capture_output=True, check=False)
    if asked.returncode:
        not_tested(f"the oldest Chromium: {asked.stderr.decode()[-300:]}")
    return path


@pytest.fixture(scope="module")
async def oldest(unpacked: Path) -> AsyncGenerator[Browser]:
    async with launched(str(unpacked)) as running:
        yield running


async def test_it_is_the_one_that_is_promised(oldest: Browser) -> None:
    (named,) = set(re.findall(r"Chromium (\d+) or newer", (DOCS / "console.md").read_text("utf-8")))
    assert oldest.version.split(".")[0] == named


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_an_admin_from_signing_in_to_signing_out(
    oldest: Browser, county: County, size: str
) -> None:
    await test_console.test_an_admin_from_signing_in_to_signing_out(oldest, county, size)


async def test_what_is_typed_is_kept(oldest: Browser, county: County) -> None:
    await test_console.test_what_was_typed_outlives_the_session_and_the_network(oldest, county)


async def test_all_parts_stand_open_under_the_policy(oldest: Browser, county: County) -> None:
    await test_pages.test_all_parts_stand_open_under_the_policy(oldest, county, "office")
