"""The public schema as files in git, so that a reviewer reads its changes as a diff.

One file for each distinct set of plugins that is asked for: the core alone, each plugin alone, all
of them, and what each demo body has on. `index.toml` says which file is whose.
"""

from pathlib import Path

from core.graphql.schemas import Schemas
from core.loading import TENANTS, Tenant, folders, read


def wanted(schemas: Schemas) -> dict[str, frozenset[str]]:
    """Whose schemas are kept: built-in plugins only, whatever else is installed here."""
    built_in = [name for name in schemas.plugins.names if not schemas.plugins.is_foreign(name)]
    alone = {f"plugin {name}": frozenset({name}) for name in built_in}
    bodies = {
        f"body {tenant.code}": frozenset(one.name for one in tenant.plugin)
        for folder in folders(TENANTS)
        if (folder / "tenant.toml").exists()
        for tenant in [read(folder / "tenant.toml", Tenant)]
    }
    return {"core": frozenset[str](), **alone, "all": frozenset(built_in), **bodies}


def file_name(plugins: frozenset[str]) -> str:
    """The file of a set, named after its plugins."""
    return f"{'+'.join(sorted(plugins)) or 'core'}.graphql"


def contents(schemas: Schemas) -> dict[str, str]:
    """Every file with its text."""
    asked = wanted(schemas)
    texts = {file_name(some): schemas.of(some).as_str() + "\n" for some in asked.values()}
    lines = [f'"{whose}" = "{file_name(some)}"' for whose, some in asked.items()]
    return {**texts, "index.toml": "\n".join(lines) + "\n"}


def write(schemas: Schemas, folder: Path) -> list[Path]:
    """Rewrite every snapshot; returns the files. What is no longer asked for goes."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = contents(schemas)
    for stray in folder.iterdir():
        if stray.name not in texts:
            stray.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]
