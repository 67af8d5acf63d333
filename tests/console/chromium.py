"""Debian's Chromium, a page that is watched while it is used, and axe in it."""

import shutil
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from core import console

AXE = Path(console.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15_000
"""Milliseconds for a page to show something, on a machine that does other things too."""

SIZES = {"office": (1366, 768), "phone": (390, 844)}

# As on a page over plain http from another machine, where a browser offers less; its own viewer of
# PDF is no such page.
WATCH = """if (location.protocol.startsWith("http")) delete Crypto.prototype.randomUUID;
document.addEventListener("securitypolicyviolation", (seen) =>
  console.error("CSP: " + seen.violatedDirective + " " + seen.blockedURI));"""
LOOK = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 150)}`))"""
TAB = """() => [document.querySelector("#main h1")?.textContent, document.title]"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def not_tested(reason: str) -> None:
    """Skip aloud: a green run without a browser is not to be taken for one with it."""
    sys.__stderr__.write(f"\nNOT TESTED: {reason}\n")
    pytest.skip(reason)


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """The browser, if there is one and something for it to show."""
    found = shutil.which("chromium")
    if found is None:
        not_tested("the console: there is no Chromium (apt install chromium)")
    if not console.assets():
        not_tested("the console: it is not built (make assets)")
    async with launched(found) as browser:
        yield browser


@asynccontextmanager
async def launched(path: str) -> AsyncGenerator[Browser]:
    """A browser that lies there."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*OPTIONS])
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Watched:
    """A page and what went wrong in it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list[str])

    async def go(self, name: str) -> None:
        """Open a page by the menu, which a narrow screen keeps behind a button."""
        menu = self.page.get_by_role("navigation").first
        button = menu.locator(".menu-button")
        if await button.is_visible():
            await button.click()
        await menu.get_by_role("link", name=name, exact=True).click()

    async def drawings(self, count: int) -> None:
        """Each chart is drawn once it comes into sight."""
        charts = self.page.locator("figure.chart .canvas")
        await expect(charts).to_have_count(count)
        for chart in await charts.all():
            await chart.scroll_into_view_if_needed()
        await expect(self.page.locator("canvas")).to_have_count(count)

    async def check(self, where: str) -> None:
        """No violation that axe finds, nothing beside the screen, no fault so far."""
        await expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        found = await self.page.evaluate(LOOK)
        assert found == [], f"{where}: {found}"
        assert await self.page.evaluate(WIDER) <= 0, f"{where} is wider than the screen"
        heading, tab = await self.page.evaluate(TAB)
        if "/c/" in self.page.url and heading:
            assert tab.startswith(f"{heading} · "), f"the tab of {where} says {tab}"
        assert self.faults == [], f"{where}: {self.faults}"


@asynccontextmanager
async def watched(
    browser: Browser, address: str, size: str | tuple[int, int], *others: str
) -> AsyncGenerator[Watched]:
    """A page of a fresh browser, which may ask this server and these others, and nobody else."""
    width, height = SIZES[size] if isinstance(size, str) else size
    context: BrowserContext = await browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN"
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    await context.add_init_script(WATCH)
    await context.add_init_script(path=AXE)
    seen = Watched(await context.new_page(), address)
    hosts = {urlsplit(one).netloc for one in (address, *others)}

    def asked(request: Any) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc not in hosts:
            seen.faults.append(f"asked another host: {request.url}")

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            seen.faults.append(f"console: {message.text}")

    context.on("request", asked)
    seen.page.on("console", said)
    seen.page.on("pageerror", lambda fault: seen.faults.append(f"error: {fault}"))
    try:
        yield seen
    finally:
        await context.close()
