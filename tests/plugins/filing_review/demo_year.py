"""The demo year as the tests see it: its data, and a house in which it was played."""

import tomllib
from typing import Any

import msgspec
import sqlalchemy as sa

from core import demo
from core.demo import Player
from core.settings import Settings
from core.tenancy import Body
from core.testing import House

CITY, COUNTY, FIREWORKS, ELSEWHERE = "3709", "370982", "370982105", "330503102"

FOLDERS = {
    path.parent.relative_to(demo.PAPERS).as_posix(): tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(demo.PAPERS.rglob("filing.toml"))
}
"""What the data tell, by folder."""

PACKAGES = {name: told for name, told in FOLDERS.items() if "play" in told}
"""All that is filed; one folder holds nothing to file."""


class Played:
    """A house in which the demo was played, and the player to ask with."""

    def __init__(self, house: House, player: Player) -> None:
        self.house, self.player = house, player

    def reviewer(self, body: str) -> str:
        """The code of the organ that reviews in a body."""
        people = self.player.tenants[body].person
        return next(person.organ for person in people if "registry_clerk" in person.roles)

    def reviewing(self) -> list[str]:
        """The bodies of the demo that have turned recording and review on."""
        return [
            code
            for code, tenant in self.player.tenants.items()
            if any(one.name == "filing_review" for one in tenant.plugin)
        ]

    async def ask(self, body: str, role: str, query: str, **variables: Any) -> Any:
        """Ask as a demo person of the reviewing organ."""
        login = self.player.login(body, self.reviewer(body), role)
        return await self.player.do(login, query, **variables)

    async def lines(self, body: str, fields: str) -> list[dict[str, Any]]:
        """The body's whole ledger."""
        query = f"{{ filings(first: 50) {{ nodes {{ {fields} }} }} }}"
        return (await self.ask(body, "registry_clerk", query))["filings"]["nodes"]

    async def case(self, folder: str, fields: str) -> dict[str, Any]:
        """One case's line of the ledger, by the number of its document."""
        told = FOLDERS[folder]
        found = await self.lines(told["receiver"], f"documentNumber {fields}")
        return next(one for one in found if one.pop("documentNumber") == told["document_number"])

    async def figures(self, body: str, year: int) -> dict[str, int]:
        """The body's own figures of a year."""
        query = f"{{ filingFigures(year: {year}) {{ figure count }} }}"
        told = (await self.ask(body, "registry_clerk", query))["filingFigures"]
        return {one["figure"]: one["count"] for one in told}


def own_data(settings: Settings, folder: Any) -> Settings:
    """The settings with a data folder of their own."""
    return msgspec.structs.replace(settings, data_dir=folder)


async def know_bodies(house: House) -> None:
    """The harness knows the bodies of its own world; let it know the demo's too."""
    async with house.platform.database.transaction(None) as session:
        house.bodies |= {body.code: body for body in await session.scalars(sa.select(Body))}
