"""Every list and filter of the files goes by an index, for the office and for one deputy alike."""

import json
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from files_path import Hall, open_hall
from vacuumed import vacuum

from core import global_id
from core.postgres import dsn_for
from core.testing import House, OpenHouse, TestServer

pytestmark = pytest.mark.database

FILES, ENTRIES = 400, 12_000
COUNTIES = "(SELECT id FROM body WHERE level = 'county')"
FILL = f"""
CREATE TEMPORARY TABLE spread AS
  SELECT body.id AS tenant, n, md5(body.code || n)::uuid AS id
    FROM body CROSS JOIN generate_series(1, {FILES}) n WHERE body.id IN {COUNTIES};
INSERT INTO mandate (tenant_id, id, person_id, name, term, district, status, began_on, created_at)
  SELECT tenant, id, (SELECT id FROM person LIMIT 1), '代表' || n, 18, '选区', 'active',
         '2022-01-10', now() FROM spread;
INSERT INTO deputy_files_file (tenant_id, id, mandate_id, person_id, name, term, district,
                               opened_on, created_at)
  SELECT tenant, id, id, id, '代表' || n, 18, '选区', '2025-01-01', now() FROM spread;
CREATE TEMPORARY TABLE written AS
  SELECT s.tenant, s.id AS file, md5(s.id::text || m)::uuid AS id, m,
         date '2025-01-01' + (m * 13 + s.n) % 360 AS held
    FROM spread s CROSS JOIN generate_series(1, {ENTRIES // FILES}) m;
INSERT INTO deputy_files_entry (tenant_id, id, file_id, mandate_id, name, source, kind, held_on,
    year, title, quantity, text_digest, withdrawn, digest, alike, confirmed_on, confirmed_by,
    confirmed_by_name, confirmed_organ_id, created_at)
  SELECT tenant, id, file, file, repeat('名', 40), 'station', 'k' || m % 20, held,
         2015 + m % 10, 't', 1, id::text, false, id::text, 0, held, md5((m % 30)::text)::uuid,
         'n', id, now() FROM written;
INSERT INTO deputy_files_draft (tenant_id, id, file_id, mandate_id, state, source, kind, held_on,
    title, quantity, text_digest, withdraws, created_at)
  SELECT tenant, id, file, file, CASE WHEN m % 30 = 0 THEN 'submitted' ELSE 'confirmed' END,
         'station', 'k' || m % 20, held, repeat('题', 40), 1, id::text, false, now() FROM written;
"""


@pytest.fixture(scope="module")
async def full(open_house: OpenHouse, renda_server: TestServer) -> AsyncGenerator[Hall]:
    """A body with a year of entries, beside others as full."""
    async with open_house() as house:
        hall = await open_hall(house)
        await hall.open()
        name = house.platform.database.engine.url.database
        dsn = dsn_for(renda_server.superuser, database=name)
        with psycopg.connect(dsn) as connection:
            connection.execute(FILL.encode())
            vacuum(connection)
        yield hall


@contextmanager
def explained(house: House) -> Generator[list[dict[str, Any]]]:
    """Plans of the SELECTs sent inside, as the application's role and party have them."""
    plans = list[dict[str, Any]]()
    engine = house.platform.database.engine.sync_engine

    def explain(
        connection: Any, _cursor: object, statement: str, parameters: Any, *_rest: object
    ) -> None:
        if statement.startswith("SELECT") and "pg_catalog" not in statement:
            told = connection.exec_driver_sql(
                f"EXPLAIN (FORMAT JSON) {statement}", parameters
            ).scalar_one()
            plans.append((told if isinstance(told, list) else json.loads(told))[0]["Plan"])

    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(below for inner in plan.get("Plans", ()) for below in nodes(inner))]


FILE = "$file"
CASES = {
    "dutyEntries { nodes { title } }": ("deputy_files_entry", "tenant_id"),
    f'dutyEntries(where: {{ file: "{FILE}" }}) {{ totalCount nodes {{ title }} }}': (
        "deputy_files_entry",
        "file_id",
    ),
    'dutyEntries(where: { year: 2019, kind: "k4" }) { nodes { title } }': (
        "deputy_files_entry",
        "",
    ),
    "entryDrafts(where: { state: SUBMITTED }) { nodes { title } }": (
        "deputy_files_draft",
        "state",
    ),
    f'entryDrafts(where: {{ file: "{FILE}" }}) {{ nodes {{ title }} }}': (
        "deputy_files_draft",
        "file_id",
    ),
    'entryDrafts(where: { heldOn: "2025-03-05" }) { totalCount nodes { title } }': (
        "deputy_files_draft",
        "held_on",
    ),
    "entryDrafts(where: { own: true, state: REFUSED }) { totalCount }": (
        "deputy_files_draft",
        "",
    ),
    "deputyFiles(term: 19) { nodes { name } }": ("deputy_files_file", "term"),
    'deputyFiles(station: "station") { nodes { name } }': ("deputy_files_file", "station_organ_id"),
}


@pytest.mark.parametrize("asked", CASES)
@pytest.mark.parametrize("who", ["office", "deputy"])
async def test_a_list_goes_by_an_index(full: Hall, asked: str, who: str) -> None:
    table, column = CASES[asked]
    by = full.office if who == "office" else full.deputies["乙"]
    row = UUID(int=0)
    async with full.house.platform.as_core(full.house.bodies[full.body].id) as work:
        from plugins.deputy_files.models import DeputyFile

        found = sa.select(DeputyFile.id).where(DeputyFile.term == 18).limit(1)
        row = (await work.session.scalars(found)).one()
    query = asked.replace(FILE, global_id("DeputyFile", row))
    with explained(full.house) as plans:
        await full.house.gql(f"{{ {query} }}", by=by)
    every = [node for plan in plans for node in nodes(plan)]
    scans = [node for node in every if node.get("Relation Name") == table]
    assert scans, f"nothing reads {table}"
    assert [node for node in scans if node["Node Type"] == "Seq Scan"] == []
    if who == "office":
        conditions = " ".join(node.get("Index Cond", "") for node in every)
        assert column in conditions
