"""The public schema as files in git: core alone, each plugin alone, all of them, each demo body."""

from collections.abc import Iterator
from pathlib import Path

from core.graphql.schemas import Schemas
from core.loading import TENANTS, Tenant, folders, read


def wanted(schemas: Schemas) -> Iterator[tuple[str, frozenset[str]]]:
    """File name and set of plugins; built-in plugins only, whatever else is installed here."""
    built_in = [name for name in schemas.plugins.names if not schemas.plugins.is_foreign(name)]
    yield "core", frozenset()
    for name in built_in:
        yield f"plugin-{name}", frozenset({name})
    yield "all", frozenset(built_in)
    for folder in folders(TENANTS):
        if (folder / "tenant.toml").exists():
            tenant = read(folder / "tenant.toml", Tenant)
            yield f"body-{tenant.code}", frozenset(one.name for one in tenant.plugin)


def write(schemas: Schemas, folder: Path) -> list[Path]:
    """Rewrite every snapshot; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = list[Path]()
    for name, plugins in wanted(schemas):
        path = folder / f"{name}.graphql"
        path.write_text(schemas.of(plugins).as_str() + "\n", encoding="utf-8")
        written.append(path)
    for stray in set(folder.glob("*.graphql")) - set(written):
        stray.unlink()
    return written
