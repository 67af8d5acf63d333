"""Draft a plugin's next migration from its models, for the author to look over."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects.postgresql import JSONB

from core.db import Base
from core.migrations import (
    MigrationRefused,
    current_revision,
    security,
    sync_url,
    version_table,
    versions_of,
)
from core.plugins import Plugins


@dataclass(frozen=True)
class Draft:
    """A version file: its number, its text, and the folder it belongs in."""

    revision: str
    text: str
    folder: Path

    def write(self, what: str) -> Path:
        """Put it among the plugin's versions, named after what it does."""
        path = self.folder / f"{self.revision}_{'_'.join(what.split())}.py"
        path.write_text(self.text, encoding="utf-8")
        return path


def draft(owner_dsn: str, plugins: Plugins, name: str) -> Draft | None:
    """The version that brings a plugin's tables to its models; None if they agree already."""
    folder: Path | None = plugins.call(name, "plugin_migrations")
    if folder is None:
        raise MigrationRefused(f"插件 {name} 没有提供 plugin_migrations，不能有自己的表。")
    folder.mkdir(parents=True, exist_ok=True)
    script = versions_of(plugins, name)
    head = script.get_current_head() if script else None
    engine = sa.create_engine(sync_url(owner_dsn))
    with engine.connect() as connection:
        if current_revision(connection, name) != head:
            raise MigrationRefused(f"插件 {name} 还有未执行的迁移，请先运行 renda migrate。")
        drafted = produce_migrations(_comparing(connection, name), Base.metadata)
    engine.dispose()
    if drafted.upgrade_ops is None or drafted.upgrade_ops.is_empty():
        return None
    written = len(list(script.walk_revisions())) if script else 0
    revision = f"{written + 1:04}"
    steps = (_steps(drafted.upgrade_ops), _steps(drafted.downgrade_ops))
    return Draft(revision, _version_file(*steps, revision, head), folder)


def _comparing(connection: sa.Connection, name: str) -> MigrationContext:
    def concerns(thing: str | None, kind: str) -> bool:
        return kind != "table" or _belongs(str(thing), name)

    opts = {
        "version_table": version_table(name),
        "include_name": lambda thing, kind, _parents: concerns(thing, kind),
        "include_object": lambda _object, thing, kind, _found, _other: concerns(thing, kind),
    }
    return MigrationContext.configure(connection, opts=opts)


def _belongs(table: str, name: str) -> bool:
    """A plugin owns what begins with its name; the core owns its declared tables."""
    if table.startswith(security.SERVICE_PREFIXES):
        return False
    return security.owner_of(table) == name


def _steps(ops: Any) -> str:
    code = render_python_code(ops, render_item=_render_jsonb)
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("# ###"))


def _render_jsonb(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Alembic writes `JSONB(astext_type=Text())` without importing `Text`."""
    return "JSONB()" if kind == "type" and isinstance(thing, JSONB) else False


def _version_file(up: str, down: str, revision: str, before: str | None) -> str:
    jsonb = "JSONB(" in up + down
    imports = "from sqlalchemy.dialects.postgresql import JSONB\n" if jsonb else ""
    after = f'"{before}"' if before else "None"
    return VERSION_FILE.format(imports=imports, revision=revision, before=after, up=up, down=down)


VERSION_FILE = '''"""Say here what this version does."""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{revision}"
down_revision = {before}


def upgrade() -> None:
{up}


def downgrade() -> None:
{down}
'''
