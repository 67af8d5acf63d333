"""Bring the database to the state of the code: core first, then every plugin, then the locks.

Each plugin has a version table of its own, so one that is installed later or whose code is gone
troubles nobody. A plugin's migration is one transaction; it is rolled back if it touches anything
outside its own prefix. Row-level security and grants are not written by hand: `security` derives
them from the tables at every migrate.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.db import Base
from core.migrations import security
from core.plugins import CORE, Plugins

log = structlog.get_logger("renda.migrate")

LOCK = 0x52656E6461
"""The advisory lock of migrations: two that start at once run one after the other."""


class MigrationRefused(Exception):
    """A migration that was rolled back, and why."""


@dataclass(frozen=True)
class Outcome:
    """What a migrate did: plugins brought up to date, and those refused with the reason."""

    upgraded: tuple[str, ...]
    refused: dict[str, str]


def migrate(owner_dsn: str, app_role: str, plugins: Plugins) -> Outcome:
    """Run every outstanding migration and set the locks; refuses a plugin, not the others."""
    engine = sa.create_engine(_url(owner_dsn))
    refused, upgraded = dict[str, str](), list[str]()
    with engine.connect() as guard:
        guard.execute(sa.select(sa.func.pg_advisory_lock(LOCK)))
        guard.commit()
        try:
            for name in [CORE, *plugins.names]:
                try:
                    if _migrate_one(engine, plugins, name, app_role):
                        upgraded.append(name)
                except Exception as fault:
                    if name == CORE:
                        raise
                    log.exception("migration_refused", plugin=name)
                    refused[name] = str(fault).splitlines()[0]
            with engine.begin() as connection:
                security.lock_all(connection, app_role)
        finally:
            guard.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))
            guard.commit()
    engine.dispose()
    for name, reason in refused.items():
        plugins.mark_broken(name, f"migration: {reason}")
    return Outcome(tuple(upgraded), refused)


def at_head(connection: sa.Connection, plugins: Plugins) -> list[str]:
    """Names whose tables are not those of the code; empty when all is up to date."""
    return [
        name
        for name in [CORE, *plugins.names]
        if (script := _script(plugins, name)) is not None
        and _current(connection, name) != script.get_current_head()
    ]


def _migrate_one(engine: sa.Engine, plugins: Plugins, name: str, app_role: str) -> bool:
    script = _script(plugins, name)
    if script is None:
        return False
    with engine.begin() as connection:
        if _current(connection, name) == script.get_current_head():
            return False
        before = security.catalogue_outside(connection, name)
        _upgrade(connection, script, name)
        if name != CORE:
            security.lock_all(connection, app_role)
            _check_bounds(connection, name, before)
    log.info("migrated", plugin=name, revision=script.get_current_head())
    return True


def _check_bounds(connection: sa.Connection, name: str, before: dict[str, str]) -> None:
    """A plugin may change what begins with its name; its every table must be under both locks."""
    after = security.catalogue_outside(connection, name)
    changed = sorted(
        table for table in before.keys() | after.keys() if before.get(table) != after.get(table)
    )
    if changed:
        raise MigrationRefused(f"{name} changed {', '.join(changed)}, which is not its own")
    bare = security.unlocked_tables(connection, prefix=f"{name}_")
    if bare:
        raise MigrationRefused(
            f"{', '.join(bare)} has no row-level security: derive it from TenantOwned"
        )


def _script(plugins: Plugins, name: str) -> ScriptDirectory | None:
    folder: Path | None = plugins.call(name, "plugin_migrations")
    if folder is None:
        return None
    return ScriptDirectory(str(folder.parent), version_locations=[str(folder)])


def _version_table(name: str) -> str:
    return f"alembic_version_{name}"


def _current(connection: sa.Connection, name: str) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": _version_table(name)})
    return context.get_current_revision()


def _upgrade(connection: sa.Connection, script: ScriptDirectory, name: str) -> None:
    def steps(revision: Any, _context: MigrationContext) -> Any:
        return script._upgrade_revs("head", revision)  # pyright: ignore[reportPrivateUsage]

    with EnvironmentContext(Config(), script, fn=steps, as_sql=False) as environment:
        environment.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table=_version_table(name),
            transactional_ddl=False,
        )
        environment.run_migrations()


def draft(owner_dsn: str, plugins: Plugins, name: str) -> str:
    """The body of a migration that would bring a plugin's tables to its models; for authors."""
    engine = sa.create_engine(_url(owner_dsn))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": _version_table(name),
                "include_name": lambda table, kind, _parents: (
                    kind != "table" or _belongs(str(table), name)
                ),
                "include_object": lambda thing, table, kind, _reflected, _other: (
                    kind != "table" or _belongs(str(table), name)
                ),
            },
        )
        script = produce_migrations(context, Base.metadata)
        if script.upgrade_ops is None:
            return ""
        return render_python_code(script.upgrade_ops, migration_context=context)


def _belongs(table: str, name: str) -> bool:
    """A plugin owns what begins with its name; the core owns its declared tables."""
    if table.startswith(("alembic_version", "procrastinate")):
        return False
    return security.owner_of(table) == name


def _url(dsn: str) -> sa.URL:
    return sa.make_url(dsn).set(drivername="postgresql+psycopg")


@contextmanager
def without_locks(connection: sa.Connection, table: str) -> Generator[None]:
    """Let a data migration of the owner see every body's rows of one table, in its transaction.

    Row-level security binds the owner too; it is put back before the transaction can end.
    """
    quoted = connection.dialect.identifier_preparer.quote(table)
    connection.execute(sa.text(f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY"))
    try:
        yield
    finally:
        connection.execute(sa.text(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY"))
