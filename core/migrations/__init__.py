"""Bring the database to the state of the code: core first, then the locks, then every plugin.

Each plugin has a version table of its own, so one that is installed later or whose code is gone
troubles nobody. A plugin's migration is one transaction; it is rolled back if it touches anything
outside its own prefix, tables or rows. Row-level security and grants are not written by hand:
`security` derives them from the tables at every migrate.
"""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event

from core.db import Base
from core.migrations import security
from core.plugins import CORE, Plugins

log = structlog.get_logger("renda.migrate")

LOCK = 0x52656E6461
"""The advisory lock of migrations: two that start at once run one after the other."""


STATEMENT_SECONDS = 600
"""The longest one statement of a plugin's migration may take."""


class MigrationRefused(Exception):
    """A migration that was rolled back, and why."""


@dataclass(frozen=True)
class Outcome:
    """What a migrate did: plugins brought up to date, and those refused with the reason."""

    upgraded: tuple[str, ...]
    refused: dict[str, str]


def migrate(owner_dsn: str, app_role: str, plugins: Plugins) -> Outcome:
    """Run every outstanding migration and set the locks; refuses a plugin, not the others."""
    engine = sa.create_engine(sync_url(owner_dsn))
    refused, upgraded = import_tables(plugins), list[str]()
    try:
        with _alone(engine):
            if _migrate_core(engine, plugins, app_role):
                upgraded.append(CORE)
            for name in sorted(set(plugins.names) - refused.keys()):
                try:
                    if _migrate_plugin(engine, plugins, name, app_role):
                        upgraded.append(name)
                except Exception as fault:
                    log.exception("migration_refused", plugin=name)
                    refused[name] = str(fault).partition("\n")[0] or type(fault).__name__
    finally:
        engine.dispose()
    for name, reason in refused.items():
        plugins.mark_broken(name, f"migration: {reason}")
    return Outcome(tuple(upgraded), refused)


def import_tables(plugins: Plugins) -> dict[str, str]:
    """Locks are derived from the tables in the code, so the code is loaded first; faults by name.

    A plugin's tables are in its `models`, or, where it is small, in the module itself.
    """
    faults = dict[str, str]()
    for name in plugins.names:
        module: Any = plugins.manager.get_plugin(name)
        try:
            if hasattr(module, "__path__") and find_spec(f"{module.__name__}.models"):
                import_module(f"{module.__name__}.models")
        except (Exception, SystemExit) as fault:
            faults[name] = f"{type(fault).__name__}: {fault}"
    return faults


@contextmanager
def _alone(engine: sa.Engine) -> Generator[None]:
    """Two that migrate at once run one after the other."""
    with engine.connect() as guard:
        guard.execute(sa.select(sa.func.pg_advisory_lock(LOCK)))
        guard.commit()
        try:
            yield
        finally:
            guard.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))
            guard.commit()


def at_head(connection: sa.Connection, plugins: Plugins) -> list[str]:
    """Names whose tables are not those of the code; empty when all is up to date.

    A plugin whose versions cannot be read is broken, not late.
    """
    late = list[str]()
    for name in [CORE, *plugins.names]:
        try:
            script = versions_of(plugins, name)
            wanted = script.get_current_head() if script is not None else None
        except Exception as fault:
            if name == CORE:
                raise
            plugins.mark_broken(name, f"plugin_migrations: {type(fault).__name__}: {fault}")
            continue
        if script is not None and current_revision(connection, name) != wanted:
            late.append(name)
    return late


def _migrate_core(engine: sa.Engine, plugins: Plugins, app_role: str) -> bool:
    """The core's tables, and every lock: what a plugin changes is measured against them."""
    script = versions_of(plugins, CORE)
    if script is None:
        raise MigrationRefused("the core brings no migrations; install it again")
    with engine.begin() as connection:
        late = current_revision(connection, CORE) != script.get_current_head()
        if late:
            _upgrade(connection, script, CORE)
        security.lock_all(connection, app_role)
    return late


def _migrate_plugin(engine: sa.Engine, plugins: Plugins, name: str, app_role: str) -> bool:
    script = versions_of(plugins, name)
    if script is None:
        return False
    with engine.begin() as connection:
        if current_revision(connection, name) == script.get_current_head():
            return False
        before = security.catalogue_outside(connection, name)
        with _fenced(connection):
            _upgrade(connection, script, name)
        _check_bounds(before, security.catalogue_outside(connection, name), name)
        security.lock_all(connection, app_role)
        _check_locks(connection, name)
    log.info("migrated", plugin=name, revision=script.get_current_head())
    return True


ENDS_TRANSACTION = re.compile(
    r"(?:^|;)\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*"
    r"(?:commit|rollback(?!\s+to)|end|abort|begin|start\s+transaction|prepare\s+transaction|"
    r"set\s+(?:session|role)|reset\s+role|alter\s+(?:role|user|database|system))\b"
    r"|\bsetval\s*\(",
    re.IGNORECASE | re.DOTALL,
)
"""Statements by which a migration would leave its transaction or change what no table holds."""


@contextmanager
def _fenced(connection: sa.Connection) -> Generator[None]:
    """Keep a plugin's migration inside its one transaction, and each statement inside its time.

    What it committed could not be rolled back.
    """

    def before_statement(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if ENDS_TRANSACTION.search(outside_bodies(statement)):
            raise MigrationRefused("a migration must stay inside its transaction and its role")

    def before_commit(_connection: object) -> None:
        raise MigrationRefused("a migration must not commit; it is committed when it is checked")

    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'")
    event.listen(connection, "before_cursor_execute", before_statement)
    event.listen(connection, "commit", before_commit)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", before_statement)
        event.remove(connection, "commit", before_commit)
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def outside_bodies(statement: str) -> str:
    """The statement without what stands in dollar quotes: a function's body begins and ends."""
    return re.sub(r"\$(\w*)\$.*?\$\1\$", "''", statement, flags=re.DOTALL)


def _check_bounds(before: dict[str, str], after: dict[str, str], name: str) -> None:
    """A plugin may change what begins with its name, and nothing else."""
    changed = sorted(
        thing for thing in before.keys() | after.keys() if before.get(thing) != after.get(thing)
    )
    if changed:
        raise MigrationRefused(f"{name} changed {', '.join(changed)}, which is not its own")


def _check_locks(connection: sa.Connection, name: str) -> None:
    """Every table of a plugin is some body's."""
    bare = security.unlocked_tables(connection, name)
    if bare:
        raise MigrationRefused(
            f"{', '.join(bare)} has no row-level security by body: derive it from TenantOwned"
        )


def versions_of(plugins: Plugins, name: str) -> ScriptDirectory | None:
    """A plugin's versions, if it has tables."""
    folder: Path | None = plugins.call(name, "plugin_migrations")
    if folder is None:
        return None
    return ScriptDirectory(str(folder.parent), version_locations=[str(folder)])


def version_table(name: str) -> str:
    """Each plugin's own, so that one whose code is gone troubles nobody."""
    return f"{security.VERSION_TABLE}{name}"


def current_revision(connection: sa.Connection, name: str) -> str | None:
    """How far the database is."""
    context = MigrationContext.configure(connection, opts={"version_table": version_table(name)})
    return context.get_current_revision()


def downgrade(owner_dsn: str, plugins: Plugins, name: str) -> None:
    """Take every table of a plugin away again, by its own `downgrade` functions, newest first.

    For the conformance kit; a body's data are never taken away by the software.
    """
    script = versions_of(plugins, name)
    if script is None:
        return
    engine = sa.create_engine(sync_url(owner_dsn))
    try:
        with _alone(engine), engine.begin() as connection:
            before = security.catalogue_outside(connection, name)
            _step(connection, script, name, down=True)
            _check_bounds(before, security.catalogue_outside(connection, name), name)
    finally:
        engine.dispose()


def _upgrade(connection: sa.Connection, script: ScriptDirectory, name: str) -> None:
    _step(connection, script, name)


def _step(
    connection: sa.Connection, script: ScriptDirectory, name: str, *, down: bool = False
) -> None:
    def steps(revision: Any, _context: MigrationContext) -> Any:
        if down:
            return script._downgrade_revs("base", revision)  # pyright: ignore[reportPrivateUsage]
        return script._upgrade_revs("head", revision)  # pyright: ignore[reportPrivateUsage]

    with EnvironmentContext(Config(), script, fn=steps, as_sql=False) as environment:
        environment.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table=version_table(name),
            transactional_ddl=False,
        )
        environment.run_migrations()


def sync_url(dsn: str) -> sa.URL:
    """A DSN for SQLAlchemy's synchronous engine."""
    return sa.make_url(dsn).set(drivername="postgresql+psycopg")


@contextmanager
def without_locks(connection: sa.Connection, table: str) -> Generator[None]:
    """Let a data migration of the owner see every body's rows of one table, in its transaction.

    Row-level security binds the owner too; it is put back before the transaction can end, on an
    error by the savepoint.
    """
    quoted = connection.dialect.identifier_preparer.quote(table)
    with connection.begin_nested():
        connection.execute(sa.text(f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY"))
        yield
        connection.execute(sa.text(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY"))
