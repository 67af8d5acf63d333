"""Every list of points goes by an index, and so does what a deputy asks of themself."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from points_path import Points, open_points
from test_deputy_files_plans import explained, nodes
from vacuumed import vacuum

from core import global_id
from core.postgres import dsn_for
from core.testing import OpenHouse, TestServer

pytestmark = pytest.mark.database

DEPUTIES, LINES, YEARS = 600, 12, 5
FILL = f"""
CREATE TEMPORARY TABLE spread AS
  SELECT body.id AS tenant, n, md5(body.code || n)::uuid AS id, repeat('名', 40) || n AS name,
         '第' || n % 40 || '选区' AS district
    FROM body CROSS JOIN generate_series(1, {DEPUTIES}) n WHERE body.level = 'county';
CREATE TEMPORARY TABLE years AS
  SELECT s.*, 2015 + y AS year, md5(s.id::text || y)::uuid AS key
    FROM spread s CROSS JOIN generate_series(1, {YEARS}) y;
INSERT INTO mandate (tenant_id, id, person_id, name, term, district, status, began_on, created_at)
  SELECT tenant, id, (SELECT id FROM person LIMIT 1), name, 6, district, 'active', '2016-09-01',
         now() FROM spread WHERE n > 1;
INSERT INTO mandate (tenant_id, id, person_id, name, term, district, status, began_on, created_at)
  SELECT tenant, id, (SELECT max(id::text)::uuid FROM person), name, 6, district, 'active',
         '2016-09-01', now() FROM spread WHERE n = 1;
INSERT INTO deputy_points_rule (tenant_id, id, number, valid_from, value, rule_kind, rule_title,
    cited, adopted_on, adopted_by_name, created_at)
  SELECT DISTINCT tenant, tenant, 1, date '2015-01-01', '{{"kinds": []}}'::jsonb, 'demo', 'x', 'x',
         date '2015-01-01', 'x', now() FROM spread;
INSERT INTO deputy_points_account (tenant_id, id, mandate_id, year, name, district, points,
    attendance, effect, deducted, entries, last_line, created_at)
  SELECT tenant, key, id, year, name, district, n, n, 0, 0, 0, {LINES}, now() FROM years;
INSERT INTO deputy_points_line (tenant_id, id, account_id, mandate_id, year, number, source, about,
    kind, title, dated_on, full_value, value, effect, rule_id, version, sentence, evidence,
    booked_on, created_at)
  SELECT tenant, md5(key::text || m)::uuid, key, id, year, m, 'entry', m::text, 'k', 't',
         date '2016-01-01' + m, 5, 5, false, tenant, 1, repeat('句', 40), '[]', now(), now()
    FROM years CROSS JOIN generate_series(1, {LINES}) m;
INSERT INTO deputy_points_deduction (tenant_id, id, mandate_id, code, title, "on", times, value,
    reason, recorded_on, recorded_by, recorded_by_name, created_at)
  SELECT tenant, key, id, 'x', 'x', make_date(year, 3, 1), 1, 1, repeat('理', 40), now(), id, 'x',
         now() FROM years;
INSERT INTO deputy_points_mark (tenant_id, id, mandate_id, year, kind, title, rater, rater_title,
    value, marked_on, marked_by, marked_by_name, created_at)
  SELECT tenant, key, id, year, 'x', repeat('题', 40), 'x', 'x', 1, now(), id, 'x', now()
    FROM years;
INSERT INTO deputy_points_list (tenant_id, id, year, period, number, title, ranked, deputies,
    points, digest, prepared_on, prepared_organ_id, prepared_by, prepared_by_name, created_at)
  SELECT DISTINCT tenant, md5(tenant::text || year)::uuid, year, '', 1, repeat('题', 40), false,
         1, 1, '', date '2020-01-01', tenant, tenant, 'x', now() FROM years;
INSERT INTO deputy_points_list_row (tenant_id, id, list_id, mandate_id, person_id, name, district,
    points, attendance, effect, deducted, entries, created_at)
  SELECT tenant, key, md5(tenant::text || year)::uuid, id, id, name, district, 1, 1, 0, 0, 1,
         now() FROM years;
INSERT INTO deputy_points_publication (tenant_id, id, list_id, year, period, title, audiences,
    deputies, points, published_on, published_by_name, objections_text, created_at)
  SELECT tenant_id, id, id, year, '', 'x', '["group"]', 1, 1, now(), 'x', 'x', now()
    FROM deputy_points_list;
"""
ACCOUNT, MANDATE, LIST, PUBLICATION = "$account", "$mandate", "$list", "$publication"
CASES = {
    "pointsAccounts(year: 2017) { nodes { name } }": ("deputy_points_account", "year"),
    'pointsAccounts(year: 2017, district: "第7选区") { totalCount nodes { name } }': (
        "deputy_points_account",
        "district",
    ),
    "pointsAccounts(year: 2017, least: 5, below: 9) { totalCount nodes { name } }": (
        "deputy_points_account",
        "points",
    ),
    "givenPointsMarks(year: 2017) { totalCount nodes { title } }": ("deputy_points_mark", "year"),
    f'pointsLines(account: "{ACCOUNT}") {{ totalCount nodes {{ sentence }} }}': (
        "deputy_points_line",
        "account_id",
    ),
    f'pointsDeductions(mandate: "{MANDATE}") {{ nodes {{ reason }} }}': (
        "deputy_points_deduction",
        "mandate_id",
    ),
    f'pointsMarks(mandate: "{MANDATE}", year: 2017) {{ nodes {{ title }} }}': (
        "deputy_points_mark",
        "mandate_id",
    ),
    f'pointsListRows(pointsList: "{LIST}") {{ totalCount nodes {{ name }} }}': (
        "deputy_points_list_row",
        "list_id",
    ),
    "ownPoints { nodes { year } }": ("deputy_points_account", "mandate_id"),
    "ownPointsLines(year: 2017) { totalCount nodes { sentence } }": (
        "deputy_points_line",
        "account_id",
    ),
    f'shownPoints(publication: "{PUBLICATION}") {{ totalCount nodes {{ name }} }}': (
        "deputy_points_list_row",
        "list_id",
    ),
    "ownListedPoints { points }": ("deputy_points_list_row", "person_id"),
}


@pytest.fixture(scope="module")
async def full(open_house: OpenHouse, renda_server: TestServer) -> AsyncGenerator[Points]:
    """A body with five years of points, beside others as full."""
    async with open_house() as house:
        points = await open_points(house)
        name = house.platform.database.engine.url.database
        dsn = dsn_for(renda_server.superuser, database=name)
        with psycopg.connect(dsn) as connection:
            connection.execute(FILL.encode())
            vacuum(connection)
        yield points


async def asked_as(full: Points, asked: str) -> str:
    """The query with ids of this body in it."""
    from plugins.deputy_points.models import PointsAccount, PointsList

    account: Any = (await full.rows(PointsAccount))[0]
    listed: Any = (await full.rows(PointsList))[0]
    told: dict[str, tuple[str, UUID]] = {
        ACCOUNT: ("PointsAccount", account.id),
        MANDATE: ("Mandate", account.mandate_id),
        LIST: ("PointsList", listed.id),
        PUBLICATION: ("PointsPublication", listed.id),
    }
    for mark, (kind, row_id) in told.items():
        asked = asked.replace(mark, global_id(kind, row_id))
    return f"{{ {asked} }}"


@pytest.mark.parametrize("asked", CASES)
async def test_a_list_goes_by_an_index(full: Points, asked: str) -> None:
    table, column = CASES[asked]
    query = await asked_as(full, asked)
    by = full.clerk
    if asked.startswith("own"):
        by = await full.house.person(full.body, "standing_committee", "deputy")
    with explained(full.house) as plans:
        await full.house.gql(query, by=by)
    read = [node for plan in plans for node in nodes(plan) if node.get("Relation Name") == table]
    if asked.startswith("ownPoints"):
        read = [node for plan in plans for node in nodes(plan)]
        assert not [
            one
            for one in read
            if one.get("Relation Name") in (table, "mandate") and one["Node Type"] == "Seq Scan"
        ]
        return
    assert read, "the table was read"
    for node in read:
        assert node["Node Type"] != "Seq Scan", node
    conditions = " ".join(str(one.get("Index Cond", "")) for plan in plans for one in nodes(plan))
    assert column in conditions


FRESH = """
CREATE TEMPORARY TABLE fresh AS
  SELECT body.id AS tenant, n, md5(body.code || n)::uuid AS id
    FROM body CROSS JOIN generate_series(1, 2680) n WHERE body.code = 'town-a';
INSERT INTO mandate (tenant_id, id, person_id, name, term, district, status, began_on, created_at)
  SELECT tenant, id, CASE WHEN n = 1 THEN %(who)s ELSE (SELECT id FROM person LIMIT 1) END, n::text,
         6, 'd', 'active', '2016-09-01', now() FROM fresh;
INSERT INTO deputy_points_rule (tenant_id, id, number, valid_from, value, rule_kind, rule_title,
    cited, adopted_on, adopted_by_name, created_at)
  SELECT DISTINCT tenant, tenant, 1, date '2015-01-01', '{"kinds": []}'::jsonb, 'demo', 'x', 'x',
         date '2015-01-01', 'x', now() FROM fresh;
INSERT INTO deputy_points_account (tenant_id, id, mandate_id, year, name, district, points,
    attendance, effect, deducted, entries, last_line, created_at)
  SELECT tenant, id, id, 2020, n::text, 'd', n, n, 0, 0, 0, 10, now() FROM fresh;
INSERT INTO deputy_points_line (tenant_id, id, account_id, mandate_id, year, number, source, about,
    kind, title, dated_on, full_value, value, effect, rule_id, version, sentence, evidence,
    booked_on, created_at)
  SELECT tenant, md5(id::text || m)::uuid, id, id, 2020, m, 'entry', m::text, 'k', 't',
         date '2020-01-01' + m, 5, 5, false, tenant, 1, '句', '[]', now(), now()
    FROM fresh CROSS JOIN generate_series(1, 10) m;
"""


async def test_a_body_that_came_after_the_statistics_is_planned_like_any_other(
    full: Points, renda_server: TestServer
) -> None:
    """Taken for one with a single row, its tables were joined row by row, for half a minute."""
    house = full.house
    await house.enable("town-a", "deputy_points")
    own = await house.person("town-a", "presidium", "deputy")
    name = house.platform.database.engine.url.database
    dsn = dsn_for(renda_server.superuser, database=name)
    with psycopg.connect(dsn, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(FRESH.encode(), {"who": own.person_id})
    asked = "{ ownPoints { nodes { year } } ownPointsLines(year: 2020) { totalCount } }"
    with explained(house) as plans:
        told = await house.gql(asked, by=own)
    assert told["ownPointsLines"]["totalCount"] == 10
    lines = [
        nodes(plan)
        for plan in plans
        if any("deputy_points" in one.get("Relation Name", "") for one in nodes(plan))
    ]
    assert lines
    joined = [node for plan in lines for node in plan if node.get("Join Filter")]
    assert joined == [], "each join goes by an index"
