"""The house's rules for code as functions: each takes a tree and yields what is wrong with it."""

import ast
import re
import sys
from collections.abc import Iterator

from core.conformance.reading import (
    announced,
    called,
    modules_of,
    past_the_front_door,
    past_the_lock,
)

__all__ = [
    "PURE",
    "VAGUE_MODULES",
    "announced",
    "functions",
    "impure",
    "numbers",
    "past_the_front_door",
    "past_the_lock",
    "vague_classes",
]

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


def impure(tree: ast.AST) -> Iterator[str]:
    """Imports that a file of rules may not have; sibling modules of rules are its own affair."""
    for node in ast.walk(tree):
        for name in modules_of(node):
            own = isinstance(node, ast.ImportFrom) and (node.level or ".rules" in f".{name}")
            if not own and name.partition(".")[0] not in PURE:
                yield f"line {node.lineno}: import of {name}"
        if isinstance(node, ast.Call) and called(node) in ("now", "today", "open"):
            yield f"line {node.lineno}: {called(node)}() reads a clock or a file"


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


def functions(tree: ast.AST) -> set[str]:
    """Names of all functions."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
