"""Small plugins made inside tests: a module with hooks, its migrations in a folder of the test."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import orm

from core.db import Base
from core.hookspecs import PluginInfo, hook
from core.tenancy import Basis, BasisKind, BodyKind, Fitness, Level

EVERYWHERE = Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind))

BASIS = Basis(kind=BasisKind.DECISION, title="测试决定", valid_from=date(2020, 1, 1))

Made = tuple[str, Any]


def made_plugin(
    name: str,
    *,
    fitness: Fitness = EVERYWHERE,
    says: str | None = None,
    requires_core: str = ">=0.1",
    **hooks: Callable[..., Any],
) -> Made:
    """A plugin that offers `plugin_info` and the given hooks; `says` is the name it claims."""
    info = PluginInfo(
        name=says or name,
        title=f"{name}（测试插件）",
        description="测试用",
        law="测试法第一条",
        version="1",
        fitness=fitness,
        requires_core=requires_core,
    )
    module = ModuleType(name)
    for hook_name, function in {"plugin_info": lambda: info, **hooks}.items():
        setattr(module, hook_name, hook(function))
    return name, module


REVISION = '''"""A migration of a test."""

from alembic import op
import sqlalchemy as sa

revision = "{revision}"
down_revision = {down!r}


def upgrade() -> None:
{steps}
'''


def write_migration(
    folder: Path, steps: str, *, revision: str = "0001", down: str | None = None
) -> Path:
    """A folder of versions with one more migration, whose body is `steps`."""
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    body = "\n".join(f"    {line}" for line in steps.strip().splitlines())
    (versions / f"{revision}_made.py").write_text(
        REVISION.format(revision=revision, down=down, steps=body), encoding="utf-8"
    )
    return versions


def create_table(name: str, *, organ: bool = False) -> str:
    """The step that makes a body's table, as a plugin's migration has it."""
    owner = 'sa.Column("organ_id", sa.Uuid(), nullable=False), ' if organ else ""
    return f"""op.create_table(
    "{name}",
    sa.Column("tenant_id", sa.Uuid(), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    {owner}sa.Column("text", sa.Text(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)"""


@contextmanager
def made_model(table: str, *parents: type[Any], **more: Any) -> Generator[type[Any]]:
    """A model with a `text`, known only inside: walks of other tests must not find it."""
    fields = {
        "__tablename__": table,
        "__module__": f"{table}_models",
        "__annotations__": {"text": orm.Mapped[str]},
        **more,
    }
    model = type(f"Made_{table}", (Base, *parents), fields)
    table_row, manager = model.__table__, model.__mapper__.class_manager
    try:
        yield model
    finally:
        Base.registry._dispose_manager_and_mapper(manager)
        Base.registry._managers.pop(manager, None)
        Base.metadata.remove(table_row)
