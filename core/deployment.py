"""Put a deployment together from the environment: database, plugins, platform, schemas."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import migrations, own_plugin, plugins, postgres
from core.graphql.schemas import Schemas
from core.platform import Platform
from core.plugins import Plugins
from core.settings import Settings


class NotReady(Exception):
    """The deployment cannot do this yet; one sentence that says what to do."""


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


def make_platform(settings: Settings, dsn: str, modules: Any = None) -> tuple[Platform, Schemas]:
    """The platform with every installed plugin, and its schemas, each plugin checked."""
    found = plugins.find(own_plugin) if modules is None else modules
    platform = Platform(settings, dsn, found)
    schemas = Schemas(platform.plugins, production=settings.production)
    schemas.check_each()
    return platform, schemas


def migrate(settings: Settings, where: Databases, known: Plugins) -> migrations.Outcome:
    """Bring the tables up to date; the app's role gets what it may do."""
    return migrations.migrate(where.owner_or_refuse(settings), where.app_role, known)


def check_ready(dsn: str, known: Plugins) -> None:
    """Refuse to serve on tables of another version, or under a role that no lock binds."""
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
    if late:
        raise NotReady(f"数据库尚未迁移（{'、'.join(late)}），请先运行 renda migrate。")
