"""Put a deployment together from the environment: database, plugins, platform, schemas."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from core import event_names, loading, migrations, own_plugin, plugins, postgres
from core.db import Database
from core.graphql.schemas import Schemas
from core.kit.deadlines.recomputing import recompute
from core.platform import Platform
from core.plugins import CORE, Plugins
from core.settings import Settings
from core.tenancy import Body

log = structlog.get_logger("renda.plugins")


class NotReady(Exception):
    """The deployment cannot do this yet; one sentence that says what to do."""


def check_own_packages() -> None:
    """`core`, `plugins` and `tenants` are general words: refuse to run among somebody else's."""
    home = Path(__file__).resolve().parent.parent
    for name in ("core", "plugins", "tenants"):
        found = find_spec(name)
        folders = (found.submodule_search_locations or ()) if found else ()
        if not any(Path(folder).resolve() == home / name for folder in folders):
            where = next(iter(folders), "（无）")
            raise NotReady(f"名为 {name} 的包不是 Renda 的，而是 {where}；请移走它或换用虚拟环境。")


@dataclass(frozen=True)
class Databases:
    """DSNs of one database, as the app's role and as the owner's."""

    app: str
    owner: str | None

    @property
    def app_role(self) -> str:
        """The role that row-level security binds."""
        return sa.make_url(self.app).username or ""

    def owner_or_refuse(self, settings: Settings) -> str:
        """The owner's DSN, or one sentence."""
        return self.owner or settings.owner_url()


@contextmanager
def databases(settings: Settings) -> Generator[Databases]:
    """The database to use: the one of the environment, else the embedded server, attached."""
    if not settings.embedded:
        yield Databases(settings.database_url, settings.owner_database_url or None)
        return
    server = postgres.attach(settings.data_dir)
    try:
        yield Databases(server.app_dsn, server.owner_dsn)
    finally:
        server.release()


def make_platform(
    settings: Settings, dsn: str, modules: Any = None, *, like: Schemas | None = None
) -> tuple[Platform, Schemas]:
    """The platform with every installed plugin, and its schemas, each plugin checked.

    `like` are the schemas of a platform of this process with the very same modules.
    """
    seconds = settings.plugin_seconds
    found = plugins.find(own_plugin, seconds) if modules is None else modules
    platform = Platform(settings, dsn, found)
    if like is not None:
        return platform, like.beside(platform.plugins)
    schemas = Schemas(platform.plugins, production=settings.production)
    schemas.check_each()
    for name in platform.plugins.names:
        for event in event_names.misspelt(platform.plugins, name):
            log.warning("plugin_waits_for_unknown_event", plugin=name, awaited=event)
    return platform, schemas


def migrate(settings: Settings, where: Databases, known: Plugins) -> migrations.Outcome:
    """Bring the tables up to date; the app's role gets what it may do."""
    return migrations.migrate(where.owner_or_refuse(settings), where.app_role, known)


async def migrate_all(
    settings: Settings, where: Databases, platform: Platform
) -> tuple[migrations.Outcome, int]:
    """Tables and locks, then the practice that ships; how many new values were written."""
    outcome = await asyncio.to_thread(migrate, settings, where, platform.plugins)
    owner = Database(where.owner_or_refuse(settings))
    try:
        written = await loading.load_practice(owner, platform.plugins)
        if written:
            await _reach_running(platform)
    finally:
        await owner.close()
        await platform.database.close()
    return outcome, written


async def _reach_running(platform: Platform) -> None:
    """Recompute clocks where a value that came with the software says that it reaches them."""
    async with platform.database.transaction(None) as session:
        body_ids = list(await session.scalars(sa.select(Body.id)))
    for body_id in body_ids:
        await recompute(platform, body_id)


def check_ready(dsn: str, known: Plugins) -> None:
    """Refuse to serve on tables of another version, or under a role that no lock binds.

    A plugin whose tables are not those of its code is put out of use; the others go on.
    """
    engine = sa.create_engine(sa.make_url(dsn).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        late = migrations.at_head(connection, known)
        role = connection.execute(
            sa.text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).one()
    engine.dispose()
    if role.rolsuper or role.rolbypassrls:
        raise NotReady(
            "RENDA_DATABASE_URL 的角色是超级用户或有 BYPASSRLS，行级安全对它无效，拒绝启动。"
        )
    if CORE in late:
        raise NotReady(f"数据库尚未迁移（{'、'.join(late)}），请先运行 renda migrate。")
    for name in late:
        known.mark_broken(name, "its tables are not migrated; run renda migrate")
