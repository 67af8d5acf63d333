"""Lists at size: under row-level security every filter and every page still goes by an index."""

import hashlib
import json
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from graphql import GraphQLField, get_named_type, is_input_object_type, is_required_argument
from vacuumed import vacuum

from core.graphql.ids import global_id
from core.postgres import dsn_for
from core.testing import House, OpenHouse, Someone, TestServer

pytestmark = pytest.mark.database

ROWS = 2000
"""Of each table in each of nine bodies: enough that reading a whole table is the slower way.

Where a row is little but a title and a note, they are as long as people write them."""

SPREAD = f"""
SELECT body.id AS tenant, body.code AS code, md5(body.code || '-' || n)::uuid AS id, n,
       (SELECT organ.id FROM organ WHERE organ.tenant_id = body.id AND organ.code =
          (CASE WHEN n % 10 = 0 THEN 'office' ELSE 'court' END)) AS organ,
       now() - (n || ' hours')::interval AS at
  FROM body CROSS JOIN generate_series(1, {ROWS}) n WHERE body.level = 'county'
 ORDER BY body.id, n
"""
FILL = {
    "event": """
INSERT INTO event (tenant_id, id, name, subject_type, subject_id, payload, nonce, created_at)
SELECT tenant, id, 'core.n' || n % 100, 'Body', tenant, '{}', '', at FROM spread""",
    "notification": """
INSERT INTO notification (tenant_id, id, person_id, text, subject_type, subject_id, created_at)
SELECT tenant, id, id, repeat('告诉您的一句话。', 5), 'Body', tenant, at FROM spread""",
    "deadline": """
INSERT INTO deadline (tenant_id, id, organ_id, rule, title, subject_type, subject_id, trigger_on,
                      due_on, provisional, steps, state, created_at)
SELECT tenant, id, organ, 'core.roll_forward', 't', 'Body', tenant, '2026-01-01',
       date '2026-01-01' + n, false, '[]', CASE WHEN n % 20 = 0 THEN 'running' ELSE 'met' END, at
  FROM spread""",
    "deadline_fact": """
INSERT INTO deadline_fact (tenant_id, id, deadline_id, organ_id, rule, title, due_on, state,
                           created_at)
SELECT tenant, id, id, organ, 'core.roll_forward', 't', date '2026-01-01' + n,
       CASE WHEN n % 20 = 0 THEN 'running' ELSE 'met' END, at
  FROM spread""",
    "practice_value": """
INSERT INTO practice_value (id, jurisdiction_code, setting, version, value, levels, kinds,
                            rule_kind, rule_title, valid_from, recorded_at)
SELECT gen_random_uuid(), '00', 'core.remind_before', 1, '{"amount": 3, "unit": "day"}', '[]',
       '[]', 'demo', '（演示）', '2020-01-01', now()""",
    "dispatch_line": """
INSERT INTO dispatch_line (tenant_id, id, organ_id, plugin, to_body, to_organ, last_number,
                           created_at)
SELECT tenant, id, organ, 'demo', n::text, 'o', 1, at FROM spread""",
    "dispatch_outgoing": """
INSERT INTO dispatch_outgoing (tenant_id, id, organ_id, line_id, number, plugin, kind, to_body,
                               to_organ, payload, files, digest, attempts, state, created_at)
SELECT tenant, id, organ, id, 1, 'demo', 'k', 'b', 'o', '{}', '[]', 'd', 0,
       CASE WHEN n % 100 = 0 THEN 'held' ELSE 'delivered' END, at FROM spread""",
    "dispatch_incoming": """
INSERT INTO dispatch_incoming (tenant_id, id, organ_id, plugin, kind, from_body, from_body_name,
                               from_organ, from_organ_name, payload, files, digest, sent_at,
                               state, created_at)
SELECT tenant, id, organ, 'demo', 'k', 'b', 'b', 'o', 'o', '{}', '[]', 'd', at,
       CASE WHEN n % 100 = 0 THEN 'arrived' ELSE 'received' END, at FROM spread""",
    "recommendation": """
INSERT INTO recommendation (tenant_id, id, title, note, contents, recommended_by, created_at)
SELECT tenant, id, repeat('做', 80), repeat('说明', 200), '{}', 'a', at FROM spread""",
    "recommendation_received": """
INSERT INTO recommendation_received (tenant_id, id, package_id, from_body, from_organ, from_name,
                                     title, note, contents, state, created_at)
SELECT tenant, id, id, 'b', 'o', 'n', repeat('做', 80), repeat('说明', 200), '{}',
       CASE WHEN n % 100 = 0 THEN 'open' ELSE 'adopted' END, at FROM spread""",
    "membership": """
INSERT INTO membership (tenant_id, id, person_id, organ_id, name, post, post_kind, created_at)
SELECT tenant, id, (SELECT id FROM person LIMIT 1), organ, 'n' || n, 'p', 'staff', at
  FROM spread""",
    "mandate": """
INSERT INTO mandate (tenant_id, id, person_id, name, term, district, status, began_on, created_at)
SELECT tenant, id, (SELECT id FROM person LIMIT 1), 'n' || n, 1, 'd', 'active', '2026-01-01', at
  FROM spread""",
    "meeting": """
INSERT INTO meeting (tenant_id, id, assembly, title, begins_on, due, created_at)
SELECT tenant, id, CASE WHEN n % 100 = 0 THEN 'congress' ELSE 'council' END,
       repeat('会', 80), date '2026-01-01' + n, 1, at FROM spread""",
    "meeting_member": """
INSERT INTO meeting_member (tenant_id, id, meeting_id, number, name, attendance, created_at)
SELECT tenant, id, md5(code || '-' || n % 2 + 1)::uuid, n, 'n' || n,
       CASE WHEN n % 100 = 0 THEN 'leave' ELSE 'present' END, at FROM spread""",
    "deputy_group": """
INSERT INTO deputy_group (tenant_id, id, name, basis, formed_on, closed_on, created_at)
SELECT tenant, id, 'n' || n, 'area', '2026-01-01',
       CASE WHEN n % 2 = 0 THEN date '2026-02-01' END, at FROM spread""",
    "mandate_change": """
INSERT INTO mandate_change (tenant_id, id, organ_id, mandate_id, step, dated_on, reason,
                            recorded_by, recorded_by_name, created_at)
SELECT tenant, id, organ, md5(code || '-' || n / 20 + 1)::uuid, 'suspended', '2026-01-01',
       repeat('因', 80), id, 'a', at FROM spread""",
}


@pytest.fixture(scope="module")
async def full(open_house: OpenHouse, renda_server: TestServer) -> AsyncGenerator[House]:
    """A house with many rows in every table that the core lists."""
    async with open_house() as house:
        await house.person("county-a", "office")
        name = house.platform.database.engine.url.database
        dsn = dsn_for(renda_server.superuser, database=name)
        with psycopg.connect(dsn) as connection:
            connection.execute(f"CREATE TEMPORARY TABLE spread AS {SPREAD}".encode())
            for statement in FILL.values():
                connection.execute(statement.encode())
            vacuum(connection)
        yield house


@pytest.fixture(scope="module")
async def clerk(full: House) -> Someone:
    roles = ("admin", "auditor", "deadline_overseer", "session_secretary", "credentials_staff")
    return await full.person("county-a", "office", *roles)


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


async def conditions(house: House, by: Someone, query: str, table: str) -> str:
    """How the index of a table is asked, for one request; a scan of the whole table fails."""
    with explained(house) as plans:
        await house.gql(query, by=by)
    scans = [node for plan in plans for node in nodes(plan) if node.get("Relation Name") == table]
    assert scans, f"nothing reads {table}"
    whole = [node for node in scans if node["Node Type"] == "Seq Scan"]
    assert not whole, whole
    every = [node for plan in plans for node in nodes(plan)]
    # A bitmap's index scan does not name the table, but every index does.
    return " ".join(
        node.get("Index Cond", "") for node in every if f"_{table}" in node.get("Index Name", "")
    )


CASES = {
    ("members", ""): ("membership", "tenant_id"),
    ("members", "organ"): ("membership", "organ_id"),
    ("mandates", ""): ("mandate", "tenant_id"),
    ("deadlines", ""): ("deadline", "state"),
    ("deadlines", "where.dueBy"): ("deadline", "due_on"),
    ("deadlines", "where.overdue"): ("deadline", "due_on"),
    ("deadlines", "where.dueSoon"): ("deadline", "due_on"),
    ("deadlines", "where.subject"): ("deadline", "state"),
    ("deadlines", "order"): ("deadline", "state"),
    ("bodyDeadlines", ""): ("deadline_fact", "state"),
    ("bodyDeadlines", "organ"): ("deadline_fact", "state"),
    ("bodyDeadlines", "stage"): ("deadline_fact", "due_on"),
    ("sentPackages", ""): ("dispatch_outgoing", "organ_id"),
    ("sentPackages", "state"): ("dispatch_outgoing", "state"),
    ("receivedPackages", ""): ("dispatch_incoming", "organ_id"),
    ("receivedPackages", "state"): ("dispatch_incoming", "state"),
    ("meetings", ""): ("meeting", "tenant_id"),
    ("meetings", "assembly"): ("meeting", "assembly"),
    ("meetingRoll", ""): ("meeting_member", "meeting_id"),
    ("meetingRoll", "attendance"): ("meeting_member", "attendance"),
    ("mandateChanges", ""): ("mandate_change", "mandate_id"),
    ("deputyGroups", ""): ("deputy_group", "closed_on"),
    ("deputyGroups", "closed"): ("deputy_group", "closed_on"),
    ("recommendations", ""): ("recommendation", "tenant_id"),
    ("receivedRecommendations", ""): ("recommendation_received", "tenant_id"),
    ("receivedRecommendations", "state"): ("recommendation_received", "state"),
    ("notifications", ""): ("notification", "person_id"),
    ("notifications", "unread"): ("notification", "person_id"),
    ("events", ""): ("event", "tenant_id"),
    ("events", "where.name"): ("event", "name"),
    ("events", "where.since"): ("event", "created_at"),
    ("events", "where.until"): ("event", "created_at"),
    ("events", "order"): ("event", "tenant_id"),
}
"""Each list and each filter of it: the table, and the column by which its index must be asked."""


def spread_id(kind: str) -> str:
    """Of the first row that was spread over county-a."""
    return f'"{global_id(kind, UUID(hashlib.md5(b"county-a-1").hexdigest()))}"'


GIVEN = {
    "organ": '"office"',
    "where.dueBy": '"2026-02-01"',
    "where.overdue": "true",
    "where.dueSoon": "true",
    "where.subject": spread_id("Filing"),
    "stage": "DUE_SOON",
    "state": "HELD",
    "assembly": "CONGRESS",
    "attendance": "LEAVE",
    "closed": "true",
    "unread": "true",
    "where.name": '"core.n7"',
    "where.since": '"2999-01-01"',
    "where.until": '"2000-01-01"',
}


OF_ONE_RECORD = {
    "meetingRoll": f"meeting: {spread_id('Meeting')}",
    "mandateChanges": f"mandate: {spread_id('Mandate')}",
}
"""The argument without which a list cannot be asked."""


def filters(field: GraphQLField) -> set[str]:
    """The filters of a list: what may be given besides paging, and the fields of `where`."""
    found = set[str]()
    for name, argument in field.args.items():
        kind = get_named_type(argument.type)
        if name == "where" and is_input_object_type(kind):
            found |= {f"where.{inner}" for inner in kind.fields}
        elif name not in ("first", "after", "last", "before") and not is_required_argument(
            argument
        ):
            found.add(name)
    return found


async def test_every_list_and_filter_of_the_core_is_among_the_cases(full: House) -> None:
    query = full.schemas.of(frozenset())._schema.query_type
    assert query
    lists = {name: field for name, field in query.fields.items() if "first" in field.args}
    assert {
        (name, one) for name, field in lists.items() for one in {"", *filters(field)}
    } == CASES.keys()
    needing = {
        name
        for name, field in lists.items()
        if any(is_required_argument(one) for one in field.args.values())
    }
    assert needing == OF_ONE_RECORD.keys()


def asked(field: str, filter_: str, paging: str = "") -> str:
    outer, _, inner = filter_.partition(".")
    order = {"deadlines": "{by: TRIGGER}", "events": "{by: NAME, direction: DESCENDING}"}
    value = order[field] if outer == "order" else GIVEN.get(filter_, "")
    if (field, outer) == ("receivedPackages", "state"):
        value = "ARRIVED"
    if (field, outer) == ("receivedRecommendations", "state"):
        value = "OPEN"
    given = f"{outer}: {{{inner}: {value}}}" if inner else f"{outer}: {value}"
    parts = (OF_ONE_RECORD.get(field, ""), given if outer else "", paging)
    arguments = ", ".join(one for one in parts if one)
    brackets = f"({arguments})" if arguments else ""
    return f"{{ {field}{brackets} {{ pageInfo {{ endCursor startCursor }} nodes {{ id }} }} }}"


@pytest.mark.parametrize(("field", "filter_"), CASES, ids=[" ".join(one) for one in CASES])
async def test_a_filter_goes_by_an_index(
    full: House, clerk: Someone, field: str, filter_: str
) -> None:
    table, column = CASES[field, filter_]
    assert column in await conditions(full, clerk, asked(field, filter_), table)


@pytest.mark.parametrize("field", dict.fromkeys(field for field, _ in CASES))
async def test_counting_goes_by_an_index(full: House, clerk: Someone, field: str) -> None:
    table, _ = CASES[field, ""]
    record = OF_ONE_RECORD.get(field, "")
    query = f"{{ {field}(first: 0, {record}) {{ totalCount }} }}"
    assert "tenant_id" in await conditions(full, clerk, query, table)


DEEP = {
    "events": "id",
    "sentPackages": "created_at",
    "receivedPackages": "created_at",
}
"""Long lists, and the column by which a page far down is found."""


@pytest.mark.parametrize(("field", "column"), DEEP.items())
async def test_a_page_far_down_is_found_by_the_index(
    full: House, clerk: Someone, field: str, column: str
) -> None:
    table, _ = CASES[field, ""]
    first = await full.gql(asked(field, "", "first: 100"), by=clerk)
    cursor = first[field]["pageInfo"]["endCursor"]
    query = asked(field, "", f'first: 10, after: "{cursor}"')
    assert column in await conditions(full, clerk, query, table)
