"""Migrations: the database follows the code, and a plugin's migration stays in its own room."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from made_plugins import Made, create_table, made_model, made_plugin, write_migration
from sqlalchemy.exc import DBAPIError

from core import deployment, migrations, own_plugin, postgres
from core.db import EVERY_ORGAN, Base, OrganOwned, TenantOwned, choice
from core.deployment import NotReady
from core.migrations import Outcome, drafting, security, without_locks
from core.plugins import CORE, Plugins
from core.testing import House, TestServer

pytestmark = pytest.mark.database


def with_tables(name: str, folder: Path, steps: str, **more: Any) -> Made:
    """A plugin whose one migration has these steps."""
    versions = write_migration(folder / name, steps)
    return made_plugin(name, plugin_migrations=lambda: versions, **more)


def known(*plugins: Made) -> Plugins:
    return Plugins([(CORE, own_plugin), *plugins])


def migrate(house: House, *plugins: Made) -> Outcome:
    """What `renda migrate` does where these plugins are installed."""
    return deployment.migrate(house.platform.settings, house.databases, known(*plugins))


@contextmanager
def owner(house: House) -> Iterator[sa.Connection]:
    """A transaction of the owner's role."""
    dsn = house.databases.owner_or_refuse(house.platform.settings)
    engine = sa.create_engine(sa.make_url(dsn).set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def shape(house: House) -> dict[str, str]:
    """All tables, policies, grants, keys and functions, and what the version tables say."""
    with owner(house) as connection:
        told = {row.name: row.shape for row in connection.execute(security.CATALOGUE)}
        for table in [name for name in told if name.startswith("alembic_version_")]:
            told[f"{table}="] = str(list(connection.scalars(sa.text(f"SELECT * FROM {table}"))))
    return told


def as_body(connection: sa.Connection, body: UUID, organ: UUID = EVERY_ORGAN) -> None:
    connection.exec_driver_sql(f"SET LOCAL app.tenant='{body}'; SET LOCAL app.organ='{organ}'")


# The core.


async def test_a_second_migrate_changes_nothing(house: House) -> None:
    installed = house.platform.plugins
    deployment.migrate(house.platform.settings, house.databases, installed)
    before = shape(house)
    outcome = deployment.migrate(house.platform.settings, house.databases, installed)
    assert outcome == Outcome((), {})
    assert shape(house) == before


async def test_the_models_are_the_migrated_tables(house: House) -> None:
    """Of the core and of every plugin installed here, to the last index and nullable column."""
    wanted = {CORE, *house.platform.plugins.names}

    def concerns(thing: Any, name: str | None, kind: str, *_rest: Any) -> bool:
        if kind != "table":
            return True
        if str(name).startswith(security.SERVICE_PREFIXES):
            return False
        owning = security.owner_of(str(name))
        return owning in wanted or (owning == "" and not str(name).startswith("made_"))

    with owner(house) as connection:
        opts = {"include_object": concerns, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


async def test_the_checks_in_the_database_are_the_closed_lists_of_the_code(house: House) -> None:
    """Alembic does not compare CHECK constraints: a word added to a list would fail in use."""
    with owner(house) as connection:
        rows = connection.execute(
            sa.text("""
            SELECT c.relname || '.' || a.attname AS column, pg_get_constraintdef(k.oid) AS rule
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
             WHERE k.contype = 'c'
            """)
        )
        rules = {row.column: row.rule for row in rows}
        tables = set(sa.inspect(connection).get_table_names())
    compared = 0
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if table.name in tables and isinstance(column.type, sa.Enum):
                rule = rules[f"{table.name}.{column.name}"]
                words = sorted(part.split("'")[0] for part in rule.split("('")[1:])
                words = words or sorted(rule.split("'")[1::2])
                assert words == sorted(column.type.enums), f"{table.name}.{column.name}"
                compared += 1
    assert compared >= 10


async def test_two_migrates_at_once_on_an_empty_database(renda_server: TestServer) -> None:
    name = f"renda_twice_{id(renda_server):x}"
    postgres.create_database(renda_server.superuser, name)
    where = renda_server.database(name)
    try:
        with ThreadPoolExecutor(2) as pool:
            runs = [
                pool.submit(migrations.migrate, where.owner, where.app_role, known())
                for _ in range(2)
            ]
            upgraded = sorted(run.result().upgraded for run in runs)
        assert upgraded == [(), (CORE,)]
    finally:
        postgres.drop_database(renda_server.superuser, name)


# A plugin's own tables.


async def test_a_plugin_installed_later_gets_its_tables_under_both_locks(
    house: House, tmp_path: Path
) -> None:
    before = shape(house)
    steps = create_table("made_later_note", organ=True) + "\n" + create_table("made_later_list")
    plugin = with_tables("made_later", tmp_path, steps)
    with (
        made_model("made_later_note", OrganOwned) as note,
        made_model("made_later_list", TenantOwned),
    ):
        assert migrate(house, plugin) == Outcome(("made_later",), {})
        own, other = house.bodies["county-a"].id, house.bodies["county-b"].id
        organ, stranger = UUID(int=1), UUID(int=2)
        async with house.platform.database.transaction(own, organ) as session:
            session.add(note(organ_id=organ, text="草稿"))
        seen = dict[tuple[UUID, UUID], int]()
        for party in [(own, organ), (own, stranger), (other, organ), (other, EVERY_ORGAN)]:
            async with house.platform.database.transaction(*party) as session:
                rows = await session.execute(sa.text("SELECT text FROM made_later_note"))
                seen[party] = len(rows.all())
        assert list(seen.values()) == [1, 0, 0, 0]
    now = shape(house)
    assert {name: now[name] for name in before} == before
    assert migrate(house, plugin) == Outcome((), {})


async def test_a_plugin_whose_code_is_gone_harms_nobody_and_keeps_its_rows(
    house: House, tmp_path: Path
) -> None:
    plugin = with_tables("made_gone", tmp_path, create_table("made_gone_note"))
    with made_model("made_gone_note", TenantOwned) as note:
        migrate(house, plugin)
        async with house.platform.database.transaction(house.bodies["town-a"].id) as session:
            session.add(note(text="留存"))
    before = shape(house)
    assert migrate(house) == Outcome((), {})
    assert shape(house) == before
    with owner(house) as connection:
        assert migrations.at_head(connection, known()) == []
        as_body(connection, house.bodies["town-a"].id)
        kept = connection.scalars(sa.text("SELECT text FROM made_gone_note"))
        assert list(kept) == ["留存"]
    answer = await house.gql("{ body { code } }", body="town-a")
    assert answer == {"body": {"code": "town-a"}}
    assert migrate(house, plugin) == Outcome((), {})


async def test_a_plugins_next_version_may_change_every_bodys_rows_through_the_helper(
    house: House, tmp_path: Path
) -> None:
    plugin = with_tables("made_next", tmp_path, create_table("made_next_note"))
    bodies = [house.bodies["town-a"].id, house.bodies["county-b"].id]
    with made_model("made_next_note", TenantOwned) as note:
        migrate(house, plugin)
        for body in bodies:
            async with house.platform.database.transaction(body) as session:
                session.add(note(text="旧"))
        write_migration(
            tmp_path / "made_next",
            """from core import without_locks
with without_locks(op.get_bind(), "made_next_note"):
    op.execute("UPDATE made_next_note SET text = '新'")""",
            revision="0002",
            down="0001",
        )
        assert migrate(house, plugin) == Outcome(("made_next",), {})
        for body in bodies:
            async with house.platform.database.transaction(body) as session:
                rows = await session.scalars(sa.select(note.text))
                assert list(rows) == ["新"]


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


async def test_a_new_word_of_a_closed_list_is_drafted_and_then_taken(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whose a table is, is known by what is installed.
    monkeypatch.setattr(security, "_installed", lambda: ("made_word",))
    steps = create_table("made_word_note").replace(
        'sa.Column("text", sa.Text(), nullable=False),',
        'sa.Column("text", sa.Enum("red", "blue", name="colour", native_enum=False,'
        " create_constraint=True, length=40), nullable=False),",
    )
    plugin = with_tables("made_word", tmp_path, steps)
    dsn = house.databases.owner_or_refuse(house.platform.settings)
    with made_model("made_word_note", TenantOwned, text=choice(Colour)) as note:
        migrate(house, plugin)
        drafted = drafting.draft(dsn, known(plugin), "made_word")
        assert drafted is not None
        assert "text IN ('red', 'blue', 'green')" in drafted.text.partition("def downgrade")[0]
        assert "text IN ('red', 'blue')" in drafted.text.partition("def downgrade")[2]
        drafted.write("green too")
        assert migrate(house, plugin) == Outcome(("made_word",), {})
        assert drafting.draft(dsn, known(plugin), "made_word") is None
        async with house.platform.database.transaction(house.bodies["town-a"].id) as session:
            session.add(note(text=Colour.GREEN))


# What is not its own.

FINE = create_table("made_bad_note")

TRESPASSES = {
    "a column on a core table": (
        'op.add_column("account", sa.Column("made_bad_x", sa.Text()))',
        "account",
    ),
    "a core table dropped": ('op.drop_table("event_unsealed")', "event_unsealed"),
    "an index on a core table": (
        'op.create_index("made_bad_ix", "event", ["created_at"])',
        "event",
    ),
    "a key of a core table dropped": (
        'op.drop_constraint("uq_event_seal_tenant_id_number", "event_seal")',
        "event_seal",
    ),
    "a default on a core table": (
        'op.alter_column("account", "must_change_password", server_default=sa.false())',
        "account",
    ),
    "a grant on a core table": ('op.execute("GRANT SELECT ON account TO PUBLIC")', "account"),
    "a right to forge events": ('op.execute("GRANT DELETE ON event TO renda_app")', "event"),
    "a policy that opens a core table": (
        'op.execute("CREATE POLICY made_bad_all ON file USING (true)")',
        "file",
    ),
    "row-level security off": (
        'op.execute("ALTER TABLE file NO FORCE ROW LEVEL SECURITY")',
        "file",
    ),
    "a trigger on a core table": (
        'op.execute("CREATE TRIGGER made_bad_t BEFORE UPDATE ON event FOR EACH ROW'
        ' EXECUTE FUNCTION suppress_redundant_updates_trigger()")',
        "event",
    ),
    "a function": (
        "op.execute(\"CREATE FUNCTION made_bad_f() RETURNS int LANGUAGE sql AS 'SELECT 1'\")",
        "made_bad_f",
    ),
    "a table without its prefix": (create_table("stray_note"), "stray_note"),
    "a table in another schema": (
        'op.execute("CREATE SCHEMA made_bad; CREATE TABLE made_bad.made_bad_note (id int)")',
        "made_bad.made_bad_note",
    ),
    "a view of everybody's accounts": (
        'op.execute("CREATE VIEW stray AS SELECT * FROM account")',
        "stray",
    ),
    "a copy that no policy can bind": (
        'op.execute("CREATE MATERIALIZED VIEW made_bad_copy AS SELECT * FROM account")',
        "made_bad_copy",
    ),
    "rows of a core table": ("op.execute(\"UPDATE body SET name = 'x'\")", "rows of body"),
    "a row of its own in a core table": (
        "op.execute(\"INSERT INTO rate_limit VALUES ('x', now(), 1)\")",
        "rows of rate_limit",
    ),
    "a table that is no body's": (
        'op.create_table("made_bad_all", sa.Column("id", sa.Uuid(), primary_key=True))',
        "made_bad_all",
    ),
    "a table without a model": (create_table("made_bad_unknown"), "made_bad_unknown"),
    "an own policy that opens its own table": (
        FINE + '\nop.execute("CREATE POLICY made_bad_p ON made_bad_note USING (true)")',
        "made_bad_note",
    ),
    "a commit of its own": (FINE + '\nop.execute("COMMIT")', "inside its transaction"),
    "a commit behind another statement": (
        FINE + '\nop.execute("SELECT 1; /* so */ COMMIT; SELECT 2")',
        "inside its transaction",
    ),
    "a commit of the connection": (FINE + "\nop.get_bind().commit()", "must not commit"),
    "a block that commits by itself": (
        FINE + "\nwith op.get_context().autocommit_block():\n    op.execute('SELECT 1')",
        "AssertionError",
    ),
    "a core table emptied": ('op.execute("TRUNCATE rate_limit")', "rate_limit"),
    "a rule that swallows rows": (
        'op.execute("CREATE RULE made_bad AS ON INSERT TO rate_limit DO INSTEAD NOTHING")',
        "rate_limit",
    ),
    "a type": ("op.execute(\"CREATE TYPE made_bad_mood AS ENUM ('a')\")", "made_bad_mood"),
    "a schema": ('op.execute("CREATE SCHEMA made_bad_room")', "made_bad_room"),
    "rights of every later table": (
        'op.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC")',
        "default privileges",
    ),
    "a role's settings": (
        'op.execute("ALTER ROLE CURRENT_USER SET search_path = nowhere")',
        "inside its transaction",
    ),
    "a sequence of another": (
        "op.execute(\"SELECT setval('procrastinate_jobs_id_seq', 1)\")",
        "inside its transaction",
    ),
    "storage of a core table": ('op.execute("ALTER TABLE event SET (fillfactor = 50)")', "event"),
    "a comment on a core table": ("op.execute(\"COMMENT ON TABLE event IS 'x'\")", "event"),
    "a table under a policy of the right name that opens it": (
        create_table("made_bad_open")
        + '\nop.execute("ALTER TABLE made_bad_open ENABLE ROW LEVEL SECURITY")'
        + '\nop.execute("ALTER TABLE made_bad_open FORCE ROW LEVEL SECURITY")'
        + '\nop.execute("CREATE POLICY renda_body ON made_bad_open USING (true)")',
        "made_bad_open",
    ),
    "another role": (FINE + '\nop.execute("SET ROLE renda_app")', "its role"),
    "an error in the middle": (FINE + '\nop.execute("SELECT 1/0")', "division by zero"),
    "a file that cannot be read": ("this is no Python", "invalid syntax"),
}


async def test_a_migration_that_leaves_its_room_is_rolled_back_whole(
    house: House, tmp_path: Path
) -> None:
    before = shape(house)
    with made_model("made_bad_note", TenantOwned):
        for number, (what, (steps, named)) in enumerate(TRESPASSES.items()):
            bad = with_tables("made_bad", tmp_path / str(number), steps)
            outcome = migrate(house, bad)
            assert outcome.upgraded == (), what
            assert list(outcome.refused) == ["made_bad"], what
            assert named in outcome.refused["made_bad"], (what, outcome)
            assert shape(house) == before, what
    names = {body.name for body in house.bodies.values()}
    async with house.platform.database.transaction(None) as session:
        assert set(await session.scalars(sa.text("SELECT name FROM body"))) == names


async def test_a_statement_that_takes_too_long_is_ended(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STATEMENT_SECONDS", 1)
    bad = with_tables("made_bad", tmp_path, 'op.execute("SELECT pg_sleep(60)")')
    outcome = migrate(house, bad)
    assert "statement timeout" in outcome.refused["made_bad"]


def test_what_stands_in_a_function_or_a_name_is_no_end_of_a_transaction() -> None:
    fine = (
        "DO $$ BEGIN PERFORM 1; END $$",
        "DO $do$ BEGIN PERFORM 1; COMMIT; END $do$",
        "UPDATE made_note SET text = 'commit'",
        "CREATE TABLE made_commit (begin_on date, end_on date)",
        "SAVEPOINT a; ROLLBACK TO a",
    )
    bad = ("commit", " ; END", "-- so\nROLLBACK", "Begin", "SET SESSION AUTHORIZATION x")
    told = {
        text: bool(migrations.ENDS_TRANSACTION.search(migrations.outside_bodies(text)))
        for text in (*fine, *bad)
    }
    assert told == {**dict.fromkeys(fine, False), **dict.fromkeys(bad, True)}


async def test_a_table_by_body_without_the_models_base_is_refused(
    house: House, tmp_path: Path
) -> None:
    """`Base` alone makes a global table, and their list is closed."""
    plugin = with_tables("made_base", tmp_path, create_table("made_base_note"))
    alone = type("Alone", (), {"id": sa.orm.mapped_column(sa.Uuid(), primary_key=True)})
    with made_model("made_base_note", alone):
        outcome = migrate(house, plugin)
    assert "made_base_note has no row-level security by body" in outcome.refused["made_base"]


async def test_only_the_plugin_that_misbehaves_is_refused(house: House, tmp_path: Path) -> None:
    bad = with_tables("made_bad", tmp_path, 'op.drop_table("event_unsealed")')
    good = with_tables("made_good", tmp_path, create_table("made_good_note"))
    raising = made_plugin("made_raising", plugin_migrations=lambda: Path("/") / {}["no folder"])
    with made_model("made_good_note", TenantOwned):
        plugins = known(bad, raising, good)
        outcome = deployment.migrate(house.platform.settings, house.databases, plugins)
    assert outcome.upgraded == ("made_good",)
    assert sorted(outcome.refused) == ["made_bad", "made_raising"]
    assert plugins.names == ["made_good"]
    assert "event_unsealed" in plugins.broken["made_bad"]


async def test_a_short_name_does_not_own_what_begins_with_a_longer_one(
    house: House, tmp_path: Path
) -> None:
    long = with_tables("made_name_long", tmp_path, create_table("made_name_long_note"))
    with made_model("made_name_long_note", TenantOwned):
        migrate(house, long)
        before = shape(house)
        for number, (name, steps, named) in enumerate(
            [
                ("made_name", 'op.drop_table("made_name_long_note")', "made_name_long_note"),
                ("made_name", 'op.drop_table("alembic_version_made_name_long")', "alembic_version"),
                ("event", 'op.drop_table("event_unsealed")', "event_unsealed"),
                ("event", 'op.add_column("event_seal", sa.Column("x", sa.Text()))', "event_seal"),
            ]
        ):
            short = with_tables(name, tmp_path / str(number), steps)
            for installed in ([short, long], [short]):
                outcome = migrate(house, *installed)
                assert named in outcome.refused[name]
                assert shape(house) == before


# Serving what was migrated.


async def test_a_refused_plugin_does_not_keep_the_server_from_starting(
    house: House, tmp_path: Path
) -> None:
    bad = with_tables("made_bad", tmp_path, 'op.drop_table("event_unsealed")')
    raising = made_plugin("made_raising", plugin_migrations=lambda: Path("/") / {}["no folder"])
    migrate(house, bad, raising)
    plugins = known(bad, raising)
    deployment.check_ready(house.databases.app, plugins)
    assert plugins.names == []
    assert "renda migrate" in plugins.broken["made_bad"]
    assert "no folder" in plugins.broken["made_raising"]


async def test_tables_of_another_version_of_the_core_are_not_served(house: House) -> None:
    with owner(house) as connection:
        connection.execute(sa.text("UPDATE alembic_version_core SET version_num = '0000'"))
    with pytest.raises(NotReady, match="renda migrate"):
        deployment.check_ready(house.databases.app, known())


async def test_a_role_that_no_policy_binds_is_not_served(
    house: House, renda_server: TestServer
) -> None:
    name = sa.make_url(house.databases.app).database
    with pytest.raises(NotReady, match="BYPASSRLS"):
        deployment.check_ready(postgres.dsn_for(renda_server.superuser, database=name), known())


# The owner's helper.


def forced(connection: sa.Connection, table: str) -> bool:
    return bool(
        connection.scalar(
            sa.text("SELECT relforcerowsecurity FROM pg_class WHERE relname = :t"), {"t": table}
        )
    )


def bodies_seen(connection: sa.Connection) -> int | None:
    return connection.scalar(sa.text("SELECT count(DISTINCT tenant_id) FROM organ"))


async def test_without_locks_sees_every_body_and_puts_the_lock_back(house: House) -> None:
    with owner(house) as connection:
        with without_locks(connection, "organ"):
            assert not forced(connection, "organ")
            assert bodies_seen(connection) == len(house.bodies)
        assert forced(connection, "organ")
        as_body(connection, house.bodies["town-a"].id)
        assert bodies_seen(connection) == 1


@pytest.mark.parametrize("statement", [None, "SELECT 1/0"])
async def test_without_locks_puts_the_lock_back_after_an_error_too(
    house: House, statement: str | None
) -> None:
    def fail(connection: sa.Connection) -> None:
        with without_locks(connection, "organ"):
            connection.execute(sa.text("UPDATE organ SET name = 'x'"))
            if statement is not None:
                connection.execute(sa.text(statement))
            raise ValueError("data that does not fit")

    with owner(house) as connection:
        with pytest.raises(ValueError if statement is None else DBAPIError) as fault:
            fail(connection)
        assert "division by zero" in str(fault.value) or statement is None
        assert forced(connection, "organ")
        as_body(connection, house.bodies["town-a"].id)
        renamed = connection.scalar(sa.text("SELECT count(*) FROM organ WHERE name = 'x'"))
        assert renamed == 0
