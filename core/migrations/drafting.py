"""Draft a plugin's next migration from its models, for the author to look over."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
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
        current = current_revision(connection, name)
        if current != head and current not in _written(script):
            raise MigrationRefused(
                f"插件 {name} 的版本 {current} 已在此数据库执行，但迁移文件夹里没有这个版本。"
                "请找回该文件；还在开发的，可以换一个空的 RENDA_DATA_DIR 重来。"
            )
        if current != head:
            raise MigrationRefused(f"插件 {name} 还有未执行的迁移，请先运行 renda migrate。")
        drafted = produce_migrations(_comparing(connection, name), Base.metadata)
        lists = _changed_lists(connection, name)
    engine.dispose()
    if (drafted.upgrade_ops is None or drafted.upgrade_ops.is_empty()) and not lists:
        return None
    written = len(list(script.walk_revisions())) if script else 0
    revision = f"{written + 1:04}"
    up = _joined(_steps(drafted.upgrade_ops), [one.to(one.wanted) for one in lists])
    down = _joined(_steps(drafted.downgrade_ops), [one.to(one.found) for one in lists])
    return Draft(revision, _version_file(up, down, revision, head), folder)


def _written(script: ScriptDirectory | None) -> set[str | None]:
    """Revisions that there are files for; None is before the first."""
    return {None, *(one.revision for one in script.walk_revisions())} if script else {None}


@dataclass(frozen=True)
class _ChangedList:
    """A `choice` column whose closed list of words is another one in the database."""

    table: str
    column: str
    constraint: str
    found: tuple[str, ...]
    wanted: tuple[str, ...]

    def to(self, words: tuple[str, ...]) -> str:
        """The steps that make the list these words."""
        listed = ", ".join(f"'{word}'" for word in words)
        return (
            f'    op.drop_constraint(op.f("{self.constraint}"), "{self.table}", type_="check")\n'
            f'    op.create_check_constraint(\n        op.f("{self.constraint}"),\n'
            f'        "{self.table}",\n        "{self.column} IN ({listed})",\n    )'
        )


CHECKS = sa.text("""
SELECT k.conname AS name, pg_get_constraintdef(k.oid) AS rule
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
 WHERE k.contype = 'c' AND c.relname = :table
""")


def _changed_lists(connection: sa.Connection, name: str) -> list[_ChangedList]:
    """What Alembic does not compare: the words that a column may hold."""
    changed = list[_ChangedList]()
    for table in Base.metadata.sorted_tables:
        if not _belongs(table.name, name):
            continue
        rules = {row.name: row.rule for row in connection.execute(CHECKS, {"table": table.name})}
        for column in table.columns:
            constraint = f"ck_{table.name}_{getattr(column.type, 'name', None)}"
            if isinstance(column.type, sa.Enum) and constraint in rules:
                found = tuple(re.findall(r"'([^']*)'", rules[constraint]))
                wanted = tuple(column.type.enums)
                if set(found) != set(wanted):
                    changed.append(_ChangedList(table.name, column.name, constraint, found, wanted))
    return changed


def _joined(steps: str, more: list[str]) -> str:
    """Steps of a version, without the word that stands for none where there are some."""
    kept = "" if steps.strip() == "pass" else steps
    return "\n".join(part for part in (kept, *more) if part) or steps


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
