"""Row-level security: what the database itself lets one body, and one organ of it, see and write.

Nothing here goes through the verbs: these tests forget every WHERE, as a fault in our code would.
"""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from core import clock, global_id, postgres
from core.db import EVERY_ORGAN, NO_ORGAN, Database, OrganOwned
from core.kit.files import File
from core.kit.papers import write_docx
from core.migrations.security import GLOBAL_TABLES, SERVICE_PREFIXES
from core.people import Membership
from core.practice import PracticeValue, RuleKind
from core.published import Published
from core.tenancy import Organ
from core.testing import House, MakeHouse, OpenHouse, Someone, TestServer, tenant_tables

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


BODY_RULE = "(tenant_id = (current_setting('app.tenant'::text))::uuid)"
ORGAN_RULE = (
    "((organ_id = (current_setting('app.organ'::text))::uuid) OR"
    " ((current_setting('app.organ'::text))::uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))"
)


@pytest.fixture(scope="module")
async def standing(open_house: OpenHouse) -> AsyncGenerator[House]:
    """One house for the tests that only look, or whose writes are refused."""
    async with open_house(installed=False) as made:
        yield made


@asynccontextmanager
async def raw(
    house: House, body: str | None = None, organ: UUID = NO_ORGAN
) -> AsyncGenerator[AsyncConnection]:
    """A transaction of the app's role on a bare connection: no ORM, so no second lock."""
    async with house.platform.database.engine.begin() as connection:
        if body is not None:
            tenant = house.bodies[body].id
            await connection.exec_driver_sql(
                f"SET LOCAL app.tenant = '{tenant}'; SET LOCAL app.organ = '{organ}'"
            )
        yield connection


@asynccontextmanager
async def everything(house: House, server: TestServer) -> AsyncGenerator[AsyncConnection]:
    """The same database as a superuser, whom no policy binds: what is really in the tables."""
    name = sa.make_url(house.databases.app).database
    database = Database(postgres.dsn_for(server.superuser, database=name))
    try:
        async with database.engine.begin() as connection:
            yield connection
    finally:
        await database.close()


async def refusal(connection: AsyncConnection, statement: str, **values: Any) -> type[Any]:
    """The driver's error for a statement that the database must refuse."""
    with pytest.raises(DBAPIError) as fault:
        async with connection.begin_nested():
            await connection.execute(sa.text(statement), values)
    return type(fault.value.orig)


async def outcome(connection: AsyncConnection, statement: str) -> int | type[Any]:
    """How many rows a statement changes, which is then undone, or the driver's error."""
    try:
        async with connection.begin_nested() as nested:
            changed = await connection.execute(sa.text(statement))
            await nested.rollback()
    except DBAPIError as fault:
        return type(fault.orig)
    return changed.rowcount


async def put(database: Database, tenant: UUID | None, row: Any) -> None:
    """Insert one row as a body."""
    async with database.transaction(tenant) as session:
        session.add(row)


async def organ_ids(house: House, body: str) -> dict[str, UUID]:
    async with house.platform.as_core(house.bodies[body].id) as work:
        return {organ.code: organ.id for organ in await work.session.scalars(sa.select(Organ))}


async def add_file(house: House, body: str, organ_id: UUID, name: str) -> UUID:
    async with house.platform.database.transaction(house.bodies[body].id, organ_id) as session:
        row = File(
            organ_id=organ_id,
            name=name,
            kind="pdf",
            size=1,
            digest="0" * 64,
            uploaded_by=None,
            package_id=None,
        )
        session.add(row)
    return row.id


# The catalogue: what locks there are.

POLICIES = """
SELECT c.relname AS table, p.polname AS name, p.polpermissive AS permissive,
       p.polcmd::text AS command,
       pg_get_expr(p.polqual, p.polrelid) AS seen,
       pg_get_expr(p.polwithcheck, p.polrelid) AS written
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
"""


async def test_every_table_is_locked_by_body_or_on_the_closed_list(standing: House) -> None:
    async with raw(standing) as connection:
        rows = await connection.execute(
            sa.text("""
            SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind,
                   c.relrowsecurity AND c.relforcerowsecurity AS forced
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r','p','m','f','v')
            """)
        )
        tables = rows.all()
        found = {(row.table, row.name): row for row in await connection.execute(sa.text(POLICIES))}
    assert {row.schema for row in tables} == {"public"}
    assert {row.kind for row in tables} == {"r"}, "views and foreign tables have no forced policies"
    bare = set[str]()
    for row in tables:
        policy = found.get((row.name, "renda_body"))
        if not (row.forced and policy and policy.seen == policy.written == BODY_RULE):
            bare.add(row.name)
    bare = {name for name in bare if not name.startswith(SERVICE_PREFIXES)}
    assert bare == set(GLOBAL_TABLES)
    assert len(tables) > len(bare) + 10


async def test_the_rule_for_a_global_table_names_who_writes() -> None:
    assert all(rule.strip() for rule in GLOBAL_TABLES.values())


async def test_a_bodys_table_has_one_permissive_policy_and_an_organs_a_restrictive_one(
    standing: House,
) -> None:
    async with raw(standing) as connection:
        policies = (await connection.execute(sa.text(POLICIES))).all()
        there = set(await connection.run_sync(lambda c: sa.inspect(c).get_table_names()))
    models = [model for model in tenant_tables() if model.__tablename__ in there]
    organ_owned = 0
    for model in models:
        mine = [row for row in policies if row.table == model.__tablename__]
        assert [row.name for row in mine if row.permissive] == ["renda_body"], model
        restrictive = [row for row in mine if not row.permissive]
        if issubclass(model, OrganOwned):
            organ_owned += 1
            told = [(row.name, row.command, row.seen, row.written) for row in restrictive]
            assert told == [("renda_organ", "*", ORGAN_RULE, ORGAN_RULE)], model
        else:
            assert restrictive == [], model
    assert organ_owned >= 5


UNIQUE_KEYS = """
SELECT c.relname AS table, i.relname AS name,
       (SELECT a.attname FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum = x.indkey[0]) AS first
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
 WHERE x.indisunique AND c.relforcerowsecurity
"""

COUNTED = """
SELECT c.relname AS table FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relforcerowsecurity
   AND a.attname = 'tenant_id' AND a.attstattarget IS DISTINCT FROM 0
"""


async def test_no_statistics_say_how_many_rows_a_body_has(standing: House) -> None:
    """They would take a body that came after them for one with a single row."""
    async with raw(standing) as connection:
        assert (await connection.execute(sa.text(COUNTED))).all() == []


FOREIGN_KEYS = """
SELECT c.relname AS table, k.conname AS name, t.relname AS target, a.attname AS first
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
 WHERE k.contype = 'f'
"""


async def test_the_body_comes_first_in_every_key_between_bodies_tables(standing: House) -> None:
    """Otherwise one body could learn by a refused insert what another has."""
    async with raw(standing) as connection:
        keys = (await connection.execute(sa.text(UNIQUE_KEYS))).all()
        links = (await connection.execute(sa.text(FOREIGN_KEYS))).all()
    keys = [key for key in keys if key.table not in GLOBAL_TABLES]
    no_bodies = set(GLOBAL_TABLES) | {
        link.table for link in links if link.table.startswith(SERVICE_PREFIXES)
    }
    between = [link for link in links if not {link.table, link.target} & no_bodies]
    assert len(keys) > 20
    assert len(between) > 5
    assert [row.name for row in (*keys, *between) if row.first != "tenant_id"] == []


async def test_roles_are_bound_by_the_policies(standing: House) -> None:
    async with raw(standing) as connection:
        rows = await connection.execute(
            sa.text(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
                " WHERE rolname IN ('renda_app', 'renda_owner')"
            )
        )
        roles = {row.rolname: tuple(row)[1:] for row in rows}
        owners = set(
            await connection.scalars(
                sa.text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
            )
        )
        member = await connection.scalar(
            sa.text("SELECT pg_has_role('renda_app', 'renda_owner', 'MEMBER')")
        )
        creates = await connection.scalar(
            sa.text("SELECT has_schema_privilege('renda_app', 'public', 'CREATE')")
        )
        me = await connection.scalar(sa.text("SELECT current_user"))
    nothing = (False, False, False, False)
    assert roles == {"renda_app": nothing, "renda_owner": nothing}
    assert owners == {"renda_owner"}
    assert (me, member, creates) == ("renda_app", False, False)


async def test_the_app_may_truncate_nothing_and_the_public_nothing_at_all(standing: House) -> None:
    async with raw(standing) as connection:
        rows = await connection.execute(
            sa.text("""
            SELECT c.relname AS name, coalesce(g.rolname, 'PUBLIC') AS grantee,
                   a.privilege_type AS privilege
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                   aclexplode(c.relacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
             WHERE n.nspname = 'public' AND c.relkind = 'r'
            """)
        )
        grants = rows.all()
    assert {row.grantee for row in grants} == {"renda_app", "renda_owner"}
    apps = {(row.name, row.privilege) for row in grants if row.grantee == "renda_app"}
    assert {privilege for _, privilege in apps} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    deletes = {name for name, privilege in apps if privilege == "DELETE"}
    assert {name for name in deletes if not name.startswith(SERVICE_PREFIXES)} == {
        "role_assignment",
        "event_unsealed",
        # Somebody else may be named until the round opens; then a trigger refuses it.
        "ballot_official",
        "local_workday",
    }


# Bodies: what one may see and write of another.


async def test_without_a_body_a_query_on_a_bodys_table_is_an_error(standing: House) -> None:
    for model in tenant_tables():
        async with standing.platform.database.engine.connect() as connection:
            there = await connection.scalar(
                sa.text("SELECT to_regclass(:t)"), {"t": model.__tablename__}
            )
            if there is None:
                continue
            with pytest.raises(DBAPIError, match=r"app\.(tenant|organ)|syntax for type uuid"):
                await connection.execute(sa.text(f"SELECT count(*) FROM {model.__tablename__}"))


async def populated(house: House) -> None:
    """Rows of county-a in as many tables as the verbs fill, and fewer of county-b."""
    admin = await house.person("county-a", "office", "admin")
    clerk = await house.person("county-a", "government")
    await house.person("county-b", "office", "admin")
    sent = await house.upload(clerk, "a.docx", write_docx("测试", "演示"))
    assert sent.status_code == 201
    await house.gql(
        """mutation { inviteMember(input: {organ: "court", post: "书记员"}) { code } }""", by=admin
    )
    await house.gql(
        'mutation { defineRole(input: {name: "r", title: "r", actions: []}) { name } }', by=admin
    )
    await house.gql(
        """mutation($m: ID!) { recordMandate(input:
           {member: $m, term: 19, district: "一选区", beganOn: "2022-01-10"}) { id } }""",
        {"m": member_id(admin)},
        by=admin,
        headers={"Idempotency-Key": "once"},
    )
    await house.drain(1)


def member_id(someone: Someone) -> str:
    return global_id("Member", someone.membership_id)


async def test_another_bodys_rows_are_neither_seen_nor_written_by_a_forgotten_where(
    house: House, renda_server: TestServer
) -> None:
    await populated(house)
    other, own = house.bodies["county-a"].id, house.bodies["county-b"].id
    filled = dict[str, tuple[int, int]]()
    async with everything(house, renda_server) as connection:
        names = await connection.run_sync(lambda c: set(sa.inspect(c).get_table_names()))
        tables = sorted({model.__tablename__ for model in tenant_tables()} & names)
        for table in tables:
            counted = f"SELECT count(*) FROM {table} WHERE tenant_id = :body"
            filled[table] = (
                await connection.scalar(sa.text(counted), {"body": other}),
                await connection.scalar(sa.text(counted), {"body": own}),
            )
    assert sum(theirs > 0 for theirs, _ in filled.values()) >= 9, filled
    async with raw(house, "county-b", EVERY_ORGAN) as connection:
        for table, (_, mine) in filled.items():
            seen = await connection.execute(sa.text(f"SELECT tenant_id FROM {table}"))
            assert [row[0] for row in seen] == [own] * mine, table
            for change in (f"UPDATE {table} SET created_at = created_at", f"DELETE FROM {table}"):
                changed = await outcome(connection, change)
                assert changed in (mine, errors.InsufficientPrivilege), change
    async with everything(house, renda_server) as connection:
        for table, before in filled.items():
            counted = f"SELECT count(*) FROM {table} WHERE tenant_id = :body"
            after = await connection.scalar(sa.text(counted), {"body": other})
            assert after == before[0], table


async def test_a_row_can_neither_be_put_into_nor_moved_to_another_body(house: House) -> None:
    other = house.bodies["county-a"].id
    insert = (
        "INSERT INTO own_role (tenant_id, id, name, title, actions, created_at)"
        " VALUES (:body, :id, 'x', 'x', '[]', now())"
    )
    async with raw(house, "county-b") as connection:
        denied = await refusal(connection, insert, body=other, id=uuid4())
        assert denied is errors.InsufficientPrivilege
        await connection.execute(
            sa.text(insert), {"body": house.bodies["county-b"].id, "id": uuid4()}
        )
        moved = await refusal(connection, "UPDATE own_role SET tenant_id = :body", body=other)
        assert moved is errors.InsufficientPrivilege


async def test_the_owner_is_bound_too(standing: House) -> None:
    """A data migration that forgets the body fails; it does not silently change everybody."""
    owner = Database(standing.databases.owner_or_refuse(standing.platform.settings))
    try:
        async with owner.engine.connect() as connection:
            with pytest.raises(DBAPIError, match=r"app\.tenant"):
                await connection.execute(sa.text("UPDATE organ SET name = 'x'"))
        async with owner.transaction(standing.bodies["county-b"].id) as session:
            names = await session.execute(sa.text("SELECT DISTINCT tenant_id FROM organ"))
            assert list(names.scalars()) == [standing.bodies["county-b"].id]
    finally:
        await owner.close()


async def test_the_second_lock_holds_where_the_first_is_lifted(
    house: House, renda_server: TestServer
) -> None:
    """A superuser passes every policy; the session's own filter still cuts reads and writes."""
    name = sa.make_url(house.databases.app).database
    lifted = Database(postgres.dsn_for(renda_server.superuser, database=name))
    own = house.bodies["county-b"].id
    try:
        async with lifted.transaction(own) as session:
            raw_count = await session.scalar(sa.text("SELECT count(DISTINCT tenant_id) FROM organ"))
            assert raw_count > 1, "the first lock is lifted here"
            organs = list(await session.scalars(sa.select(Organ)))
            assert {organ.tenant_id for organ in organs} == {own}
            await session.execute(sa.update(Organ).values(name="改名"))
            twin = aliased(Organ)
            joined = await session.execute(
                sa.select(Organ.tenant_id, twin.tenant_id).join(twin, twin.id == Organ.id)
            )
            assert {tuple(row) for row in joined} == {(own, own)}
        async with lifted.engine.connect() as connection:
            renamed = await connection.execute(
                sa.text("SELECT DISTINCT tenant_id FROM organ WHERE name = '改名'")
            )
            assert [row[0] for row in renamed] == [own]
    finally:
        await lifted.close()


# Organs: drafts and inner findings of one body.


async def test_an_organs_rows_are_invisible_to_another_organ(house: House) -> None:
    organs = await organ_ids(house, "county-a")
    maker, reviewer = organs["government"], organs["legislative_affairs_commission"]
    await add_file(house, "county-a", maker, "草稿.pdf")
    seen = dict[Any, list[str]]()
    for who in (maker, reviewer, NO_ORGAN, EVERY_ORGAN):
        async with raw(house, "county-a", who) as connection:
            seen[who] = list(await connection.scalars(sa.text("SELECT name FROM file")))
    assert seen == {maker: ["草稿.pdf"], reviewer: [], NO_ORGAN: [], EVERY_ORGAN: ["草稿.pdf"]}
    async with raw(house, "county-a", reviewer) as connection:
        changed = await connection.execute(sa.text("UPDATE file SET name = 'x'"))
        assert changed.rowcount == 0
        forged = await refusal(
            connection,
            "INSERT INTO file (tenant_id, organ_id, id, name, kind, size, digest, created_at)"
            " VALUES (:body, :organ, :id, 'x', 'pdf', 1, '', now())",
            body=house.bodies["county-a"].id,
            organ=maker,
            id=uuid4(),
        )
        assert forged is errors.InsufficientPrivilege


async def test_every_organ_of_one_body_is_not_any_organ_of_another(house: House) -> None:
    """The restrictive policy narrows the first one, it never opens another body."""
    organs = await organ_ids(house, "county-a")
    await add_file(house, "county-a", organs["government"], "甲县.pdf")
    async with raw(house, "county-b", EVERY_ORGAN) as connection:
        assert list(await connection.scalars(sa.text("SELECT name FROM file"))) == []
    twin = organs["government"]
    assert twin == (await organ_ids(house, "county-b"))["government"]
    async with raw(house, "county-b", twin) as connection:
        assert list(await connection.scalars(sa.text("SELECT name FROM file"))) == []


# The pool: a party is set for one transaction and no longer.


async def test_a_party_never_leaks_into_another_transaction_of_the_pool(house: House) -> None:
    bodies = ["county-a", "county-b", "town-a", "town-b", "city-a"]
    for body in bodies:
        organ = next(iter((await organ_ids(house, body)).values()))
        await add_file(house, body, organ, body)
    who = sa.text("SELECT current_setting('app.tenant'), current_setting('app.organ')")
    leaks = list[str]()
    chance = random.Random(20260301)

    class Broken(Exception):
        pass

    async def one(number: int) -> None:
        body = bodies[number % len(bodies)]
        tenant = house.bodies[body].id
        organ = chance.choice([NO_ORGAN, EVERY_ORGAN, uuid4()])
        ending = number % 4
        try:
            async with house.platform.database.transaction(tenant, organ) as session:
                await asyncio.sleep(chance.random() / 500)
                names = list(await session.scalars(sa.select(File.name)))
                if ending == 1:
                    await session.execute(sa.text("SELECT 1/0"))
                told = tuple((await session.execute(who)).one())
                if told != (str(tenant), str(organ)):
                    leaks.append(f"{body}: {told}")
                if names != ([body] if organ == EVERY_ORGAN else []):
                    leaks.append(f"{body} saw {names}")
                if ending == 2:
                    raise Broken
        except (Broken, DBAPIError):
            pass

    async def bare(_number: int) -> None:
        async with house.platform.database.engine.connect() as connection:
            left = await connection.scalar(sa.text("SELECT current_setting('app.tenant', true)"))
            if left:
                leaks.append(f"left behind: {left}")

    await asyncio.gather(*(bare(n) if n % 5 == 4 else one(n) for n in range(600)))
    assert leaks == []


async def test_a_cancelled_transaction_leaves_no_party_behind(house: House) -> None:
    async def hang() -> None:
        async with house.platform.database.transaction(house.bodies["county-a"].id) as session:
            await session.execute(sa.text("SELECT pg_sleep(30)"))

    tasks = [asyncio.create_task(hang()) for _ in range(6)]
    await asyncio.sleep(0.2)
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(one) for one in ended} == {asyncio.CancelledError}
    for _ in range(12):
        async with raw(house) as connection:
            left = await connection.scalar(sa.text("SELECT current_setting('app.tenant', true)"))
            assert not left


# What may only be added to.

APPEND_ONLY = [
    ("event", "name = 'forged'"),
    ("event", "payload = '{}'"),
    ("event", "created_at = now()"),
    ("event", "personal_digest = NULL"),
    ("event_seal", "digest = ''"),
    ("event_seal", "number = 0"),
    ("verb_key", "row_id = id"),
    ("role_assignment", "role = 'admin'"),
    ("practice_value", "value = '1'"),
    ("practice_value", "valid_from = now()"),
    ("practice_value", "article = NULL"),
    ("published", "title = 'x'"),
    ("published", "body_id = body_id"),
]


async def test_append_only_tables_refuse_updates_and_deletes(standing: House) -> None:
    async with raw(standing, "county-a", EVERY_ORGAN) as connection:
        for table, change in APPEND_ONLY:
            denied = await refusal(connection, f"UPDATE {table} SET {change}")
            assert denied is errors.InsufficientPrivilege, (table, change)
        for table in {table for table, _ in APPEND_ONLY} - {"role_assignment"}:
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                denied = await refusal(connection, statement)
                assert denied is errors.InsufficientPrivilege, statement


async def test_the_personal_part_of_an_event_alone_can_be_erased(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    await house.gql(
        """mutation { createPerson(input: {name: "王五", login: "wangwu",
           place: {organ: "court", post: "书记员"}}) { login } }""",
        by=admin,
    )
    async with raw(house, "county-a") as connection:
        erased = await connection.execute(
            sa.text("UPDATE event SET personal = NULL, personal_salt = NULL")
        )
        assert erased.rowcount == 1


# Global tables: each with its written rule.

READ_ONLY = {
    "jurisdiction": "name = 'x'",
    "workday_override": "note = 'x'",
    "body": "name = 'x'",
}
WRITTEN_BY_CORE = {"person", "account", "session", "rate_limit"}
OWN_ROWS = {"practice_value", "published"}


def test_every_global_table_is_tried_below() -> None:
    assert READ_ONLY.keys() | WRITTEN_BY_CORE | OWN_ROWS == GLOBAL_TABLES.keys()


@pytest.mark.parametrize("body", [None, "county-a"])
async def test_places_bodies_and_days_are_written_by_the_owner_alone(
    standing: House, body: str | None
) -> None:
    async with raw(standing, body) as connection:
        for table, change in READ_ONLY.items():
            await connection.execute(sa.text(f"SELECT * FROM {table} LIMIT 1"))
            for statement in (
                f"UPDATE {table} SET {change}",
                f"DELETE FROM {table}",
                f"INSERT INTO {table} SELECT * FROM {table} LIMIT 0",
                f"TRUNCATE {table} CASCADE",
            ):
                denied = await refusal(connection, statement)
                assert denied is errors.InsufficientPrivilege, statement


async def test_people_accounts_and_sessions_are_never_deleted(house: House) -> None:
    await house.person("county-a", "office")
    async with raw(house) as connection:
        for table in WRITTEN_BY_CORE:
            await connection.execute(sa.text(f"SELECT * FROM {table}"))
            changed = await connection.execute(
                sa.text(f"UPDATE {table} SET {KEY_OF.get(table, 'id')} = {KEY_OF.get(table, 'id')}")
            )
            assert changed.rowcount == (0 if table == "rate_limit" else 1), table
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                denied = await refusal(connection, statement)
                assert denied is errors.InsufficientPrivilege, statement


KEY_OF = {"rate_limit": "key"}


def practice_row(body_id: UUID | None) -> PracticeValue:
    return PracticeValue(
        jurisdiction_code="370982",
        body_id=body_id,
        setting="core.roll_forward",
        version=1,
        value=False,
        rule_kind=RuleKind.DECISION,
        rule_title="测试",
        valid_from=clock.today(),
        recorded_by=None,
    )


def published_row(body_id: UUID | None) -> Published:
    return Published(
        body_id=body_id,
        plugin="demo",
        subject_id=uuid4(),
        title="公开件",
        facts={},
        published_on=clock.today(),
    )


@pytest.mark.parametrize(
    ("make", "change"), [(practice_row, "valid_to"), (published_row, "withdrawn_at")]
)
async def test_everyone_reads_and_each_body_writes_its_own(
    house: House, make: Any, change: str
) -> None:
    database, own = house.platform.database, house.bodies["county-a"].id
    row = make(own)
    await put(database, own, row)
    table = type(row).__tablename__
    count = sa.select(sa.func.count()).select_from(type(row)).where(type(row).id == row.id)
    close = sa.text(f"UPDATE {table} SET {change} = now() WHERE id = :id")
    for foreign in (house.bodies["county-b"].id, None):
        with pytest.raises(DBAPIError, match="row-level security"):
            await put(database, own, make(foreign))
    for reader in (None, house.bodies["county-b"].id):
        async with database.transaction(reader) as session:
            assert await session.scalar(count) == 1
    async with database.transaction(house.bodies["county-b"].id) as session:
        assert (await session.execute(close, {"id": row.id})).rowcount == 0
    async with database.transaction(own) as session:
        assert (await session.execute(close, {"id": row.id})).rowcount == 1
        shipped = await session.execute(
            sa.text(f"UPDATE {table} SET {change} = now() WHERE body_id IS NULL")
        )
        assert shipped.rowcount == 0
    with pytest.raises(DBAPIError, match=r"app\.tenant|row-level security|type uuid"):
        await put(database, None, make(None))


# Twins: two bodies whose rows carry the same ids.


async def test_twins_with_the_same_ids_never_meet(house: House) -> None:
    admin_a = await house.person("county-a", "office", "admin", name="甲县管理员")
    admin_b = await house.person("county-b", "office", "admin", name="乙县管理员")
    assert await house.mirror("county-a", "county-b", [Membership]) == 1
    async with house.platform.as_core(house.bodies["county-b"].id) as work:
        twin = await work.session.get_one(Membership, (work.body.id, admin_a.membership_id))
        twin.name = "孪生"
    same = member_id(admin_a)
    asked = (
        "query($id: ID!) { node(id: $id) { ... on Member { name } } members { nodes { name } } }"
    )
    for by, node, names in (
        (admin_a, "甲县管理员", ["甲县管理员"]),
        (admin_b, "孪生", ["乙县管理员", "孪生"]),
    ):
        data = await house.gql(asked, {"id": same}, by=by)
        assert data["node"] == {"name": node}
        assert sorted(one["name"] for one in data["members"]["nodes"]) == sorted(names)
    await house.gql(
        """mutation($m: ID!) {
           endMembership(input: {member: $m, endedOn: "2026-01-01"}) { id } }""",
        {"m": same},
        by=admin_b,
    )
    still = await house.gql("{ viewer { name } }", by=admin_a)
    assert still["viewer"]["name"] == "甲县管理员"
