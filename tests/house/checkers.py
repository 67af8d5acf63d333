"""The house's rules for code as functions: each takes a tree and yields what is wrong with it."""

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

VAGUE_MODULES = frozenset(
    {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
)
VAGUE_CLASS = re.compile(r"Manager|Helper|Util|^_?Base[A-Z]|^_?Abstract|Impl$")

PURE = frozenset(sys.stdlib_module_names - {"os", "pathlib", "socket", "subprocess", "urllib"}) | {
    "msgspec",
    "rapidfuzz",
    "statemachine",
}
"""What the law as pure functions may import: the language, plain records, states."""


def past_the_lock(tree: ast.AST) -> Iterator[str]:
    """Forms that the lock by body does not see."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in RAW_CALLS:
            yield f"line {node.lineno}: {_called(node)}(…)"
        elif isinstance(node, ast.Attribute) and node.attr in RAW_ATTRIBUTES:
            yield f"line {node.lineno}: .{node.attr}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from _raw_imports(node)


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _raw_imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for name in modules_of(node):
        if name.partition(".")[0] in ("psycopg", "procrastinate", "asyncpg"):
            yield f"line {node.lineno}: import of {name}"


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
        inside = [name for name in modules_of(node) if name.startswith("core.")]
        if inside or (isinstance(node, ast.Import) and "core" in modules_of(node)):
            yield f"line {node.lineno}: import of {', '.join(inside) or 'core as a whole'}"
        if isinstance(node, ast.ImportFrom) and node.module == "core":
            strange = sorted({alias.name for alias in node.names} - doors)
            if strange:
                yield f"line {node.lineno}: core does not offer {', '.join(strange)}"


def impure(tree: ast.AST) -> Iterator[str]:
    """Imports that a file of rules may not have; sibling modules of rules are its own affair."""
    for node in ast.walk(tree):
        for name in modules_of(node):
            own = isinstance(node, ast.ImportFrom) and (node.level or ".rules" in f".{name}")
            if not own and name.partition(".")[0] not in PURE:
                yield f"line {node.lineno}: import of {name}"
        if isinstance(node, ast.Call) and _called(node) in ("now", "today", "open"):
            yield f"line {node.lineno}: {_called(node)}() reads a clock or a file"


def numbers(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Whole numbers above 2 with their lines: a number of the law belongs to practice."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) > 2:
            yield node.lineno, node.value


def vague_classes(tree: ast.AST) -> Iterator[str]:
    """Classes named after what they are in a pattern book and not after what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name):
            yield f"line {node.lineno}: class {node.name}"


def announced(tree: ast.AST) -> Iterator[Any]:
    """The expression that names the event in every `announce(work, NAME, …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "announce" and len(node.args) > 1:
            yield node.args[1]


def functions(tree: ast.AST) -> set[str]:
    """Names of all functions."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
