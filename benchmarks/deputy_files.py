"""Deputies' files at the size of a county and of a city with all its counties and townships.

A script, not a test: `python benchmarks/deputy_files.py [--county] [--bodies N]`. In each body it
imports the deputies and their entries of a year from sheets, as an office does, and then asks for
one deputy's page and for the office's list and table. It prints times, the most memory, and how
they grow from one county (268 deputies, 2,700 entries) to many bodies (about 20,000 and 200,000).
"""

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import sqlalchemy as sa

from core import clock, deployment, loading, own_plugin, postgres, testing
from core import plugins as plugin_finding
from core.db import Database
from core.deployment import Databases
from core.plugins import Plugins
from core.settings import load
from core.tenancy import Body, Organ

ROSTER = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码")
PAST = ("姓名", "日期", "种类", "标题", "内容")
KINDS = ("接待走访选民", "视察调研", "提出建议", "学习培训", "出席会议")
PAGE = """query($f: ID!) { node(id: $f) { ... on DeputyFile { name term district mandateStatus
  moves { reason } } }
  dutyEntries(where: { file: $f }, first: 20) { totalCount nodes { kind heldOn title
    confirmedByName correctedBy evidence { digest } } } }"""
LIST = "{ dutyEntries(first: 20) { totalCount nodes { name kind heldOn title } } }"
DAY = "2025-12-05"


def sheet(headings: Any, rows: Any) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page: Any = book.create_sheet()
    page.append(headings)
    for row in rows:
        page.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def entries(names: list[str], many: int) -> list[tuple[Any, ...]]:
    first = date(2025, 1, 6)
    return [
        (
            names[number % len(names)],
            first + timedelta(days=number % 320),
            KINDS[number % len(KINDS)],
            f"事项{number}",
            f"第{number}件事，到社区了解情况并记录意见",
        )
        for number in range(many)
    ]


class Town:
    """One body that is filled."""

    def __init__(self, house: testing.House, code: str) -> None:
        self.house, self.code = house, code

    async def fill(self, deputies: int, many: int) -> tuple[float, float]:
        """Seconds for the deputies with their files, and for the entries."""
        house = self.house
        await house.enable(self.code, "deputy_files")
        self.office = await house.person(self.code, "office", "deputy_affairs")
        names = [f"代表{number:05}" for number in range(deputies)]
        rows = [
            (name, 19, f"第{n % 40}选区", "2022-01-10", "office") for n, name in enumerate(names)
        ]
        began = time.perf_counter()
        await self._import("importDeputies", sheet(ROSTER, rows))
        await self.do("mutation { openFiles(input: { term: 19 }) { count } }")
        opened = time.perf_counter() - began
        began = time.perf_counter()
        listed = entries(names, many)
        for start in range(0, len(listed), 5_000):
            await self._import("importEntries", sheet(PAST, listed[start : start + 5_000]))
        return opened, time.perf_counter() - began

    async def _import(self, verb: str, content: bytes) -> None:
        answer = await self.house.upload(self.office, "表.xlsx", content)
        kind, sent = f"{verb[0].upper()}{verb[1:]}Input", {"file": answer.json()["id"]}
        if verb == "importEntries":
            asked = "query($f: ID!) { entryImportPreview(file: $f) { likenesses { id } } }"
            seen = (await self.do(asked, {"f": sent["file"]}))["entryImportPreview"]
            sent["looked"] = [one["id"] for row in seen for one in row["likenesses"]]
        await self.do(f"mutation($i: {kind}!) {{ {verb}(input: $i) {{ count }} }}", {"i": sent})

    async def do(self, query: str, variables: Any = None) -> Any:
        return await self.house.gql(query, variables, by=self.office)

    async def median(self, query: str, variables: Any = None, rounds: int = 15) -> float:
        """Milliseconds of a request through the whole server."""
        times = list[float]()
        for _ in range(rounds):
            began = time.perf_counter()
            await self.do(query, variables)
            times.append(time.perf_counter() - began)
        return statistics.median(times) * 1000


async def measured(house: testing.House, bodies: list[str], deputies: int, many: int) -> None:
    towns = [Town(house, code) for code in bodies]
    spent = [await town.fill(deputies, many) for town in towns]
    total = len(towns) * many
    opened, imported = (sum(one[place] for one in spent) for place in (0, 1))
    print(f"\n{len(towns)} 个机构，{len(towns) * deputies} 名代表，{total} 条记录")
    print(f"  导入代表并建档 {opened:.1f} s（每个机构 {opened / len(towns):.2f} s）")
    print(f"  导入记录 {imported:.1f} s（每千条 {imported / total * 1000:.2f} s）")
    last = towns[-1]
    files = await last.do("{ deputyFiles(first: 1) { nodes { id } } }")
    file = files["deputyFiles"]["nodes"][0]["id"]
    print(f"  一名代表的一页 {await last.median(PAGE, {'f': file}):.1f} ms")
    print(f"  全机构记录第一页连同总数 {await last.median(LIST):.1f} ms")
    began = time.perf_counter()
    await last.do("mutation { makeStatistics(input: { term: 19, year: 2025 }) { id } }")
    print(f"  年度统计表（{deputies} 名代表） {time.perf_counter() - began:.2f} s")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  进程最多用内存 {most:.0f} MB")


async def more_bodies(owner: Database, many: int) -> None:
    """Counties beside those of the test world."""
    for number in range(many):
        async with owner.transaction(None) as session:
            body = Body(
                id=uuid4(),
                code=f"bench-{number}",
                name=f"机构{number}（演示）",
                level="county",
                kind="congress",
                jurisdiction_code="370982",
                demo=True,
            )
            body.lineage = [str(body.id)]
            session.add(body)
        async with owner.transaction(body.id, testing.EVERY_ORGAN) as session:
            session.add(Organ(code="office", kind="office", name="办公室"))


async def run(where: Databases, settings: Any, asked: argparse.Namespace) -> None:
    owner = Database(where.owner_or_refuse(settings))
    await loading.load_practice(owner, Plugins(plugin_finding.find(own_plugin)))
    await more_bodies(owner, asked.bodies + 1)
    await owner.close()
    modules = plugin_finding.find(own_plugin)
    platform, schemas = deployment.make_platform(settings, where.app, modules)
    app = testing.BodyCors(testing.make_app(platform, schemas, worker=False), platform)
    await platform.open()
    client = testing.httpx.AsyncClient(
        transport=testing.httpx.ASGITransport(app), base_url="http://bench", timeout=600
    )
    async with platform.database.transaction(None) as session:
        bodies = {one.code: one for one in await session.scalars(sa.select(Body))}
    house = testing.House(platform, schemas, client, where, bodies)
    with house.on(DAY):
        await measured(house, ["bench-0"], 268, 2_700)
        if not asked.county:
            codes = [f"bench-{number}" for number in range(1, asked.bodies + 1)]
            await measured(house, codes, 268, 2_700)
    await client.aclose()
    await platform.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--county", action="store_true", help="one county only")
    parser.add_argument("--bodies", type=int, default=75, help="75 × 268 is about 20,000 deputies")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=testing.quick_folder()) as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = load({"RENDA_DATA_DIR": str(folder / "files"), "RENDA_MAX_FILE_MB": "20"})
        with postgres.attach(folder / "data", throwaway=True) as server:
            postgres.create_database(server.superuser_dsn, "bench")
            where = Databases(
                postgres.dsn_for(server.app_dsn, database="bench"),
                postgres.dsn_for(server.owner_dsn, database="bench"),
            )
            deployment.migrate(settings, where, Plugins(plugin_finding.find(own_plugin)))
            asyncio.run(run(where, settings, asked))
    print(f"\n{clock.now():%Y-%m-%d}")


if __name__ == "__main__":
    main()
