"""What a plugin's source may not say: each function takes a tree and yields what is wrong."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

RAW_CALLS = frozenset({"text", "literal_column", "table", "create_engine", "create_async_engine"})
"""What builds SQL past the session's filter by body."""

RAW_ATTRIBUTES = frozenset(
    {
        "__table__",
        "as_core",
        "connection",
        "database",
        "driver_connection",
        "exec_driver_sql",
        "get_bind",
        "get_raw_connection",
        "sync_session",
    }
)
"""What reaches the database, or another party, past the session that a verb was given."""

DRIVERS = ("psycopg", "procrastinate", "asyncpg")


def past_the_lock(tree: ast.AST) -> Iterator[str]:
    """Forms that the lock by body does not see."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in RAW_CALLS:
            yield f"line {node.lineno}: {called(node)}(…)"
        elif isinstance(node, ast.Attribute) and node.attr in RAW_ATTRIBUTES:
            yield f"line {node.lineno}: .{node.attr}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for name in modules_of(node):
                if name.partition(".")[0] in DRIVERS:
                    yield f"line {node.lineno}: import of {name}"


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def modules_of(node: ast.AST) -> list[str]:
    """Modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def past_the_front_door(tree: ast.AST, offered: Iterable[str]) -> Iterator[str]:
    """Imports of the core that are not `from core import <a name it offers>`."""
    doors = set(offered)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        inside = [name for name in modules_of(node) if name.startswith("core.")]
        if inside or (isinstance(node, ast.Import) and "core" in modules_of(node)):
            yield f"line {node.lineno}: import of {', '.join(inside) or 'core as a whole'}"
        if isinstance(node, ast.ImportFrom) and node.module == "core":
            strange = sorted({alias.name for alias in node.names} - doors)
            if strange:
                yield f"line {node.lineno}: core does not offer {', '.join(strange)}"


def announced(tree: ast.AST) -> Iterator[Any]:
    """The expression that names the event in every `announce(work, NAME, …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "announce" and len(node.args) > 1:
            yield node.args[1]


def constants(trees: Iterable[ast.Module]) -> dict[str, str]:
    """Module constants that hold a text, by their names."""
    return {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def spelt(expression: ast.expr, known: dict[str, str]) -> str | None:
    """The text behind a literal, a name or `permissions.NAME`; None if code computes it."""
    if isinstance(expression, ast.Constant):
        return str(expression.value)
    name = expression.attr if isinstance(expression, ast.Attribute) else ""
    return known.get(expression.id if isinstance(expression, ast.Name) else name)


def third_parties(tree: ast.AST) -> Iterator[str]:
    """Top-level names of what is imported at work, neither Python's nor this platform's."""
    if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.dump(tree.test):
        return
    if isinstance(tree, ast.Import) or (isinstance(tree, ast.ImportFrom) and not tree.level):
        tops = {one.partition(".")[0] for one in modules_of(tree)}
        yield from tops - sys.stdlib_module_names - {"core", "plugins", "tenants"}
    for part in ast.iter_child_nodes(tree):
        yield from third_parties(part)


def distributions(requirements: Iterable[str] | None) -> set[str]:
    """The packages that requirements name, spelt one way."""
    names = (re.match(r"[\w.-]+", one.strip()) for one in requirements or ())
    return {re.sub(r"[-_.]+", "-", one[0]).lower() for one in names if one}
