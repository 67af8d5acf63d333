"""Every error code in the sources, found in the trees, with the sentences that go with it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sources import ROOT, parsed, python_files, shown

CODE = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|[A-Z]{5,}")
RAISING = frozenset({"Refused", "Invalid", "Expected", "Refusal", "Measure", "__init__"})
"""Calls whose first text in capitals is a code; `__init__` is that of an error's own class."""

CHINESE = re.compile(r"[一-鿿]")


class Found(NamedTuple):
    """A code where it is raised; the sentence is None where it is put together elsewhere."""

    code: str
    sentence: str | None
    place: str
    node: ast.expr | None = None
    """What says the sentence."""


def in_tree(tree: ast.AST, place: str) -> Iterator[Found]:
    """Codes of one file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in RAISING:
            yield from _pairs(node.args, place, most=1)
        elif isinstance(node, ast.Dict):
            yield from _of_dict(node, place)
        elif isinstance(node, ast.Assign) and _assigns_code(node):
            yield from _pairs(list(_texts(node.value)), place)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            yield from (one for one in _pairs(node.value.elts, place) if one.sentence)


def _name(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _pairs(expressions: list[ast.expr], place: str, *, most: int | None = None) -> Iterator[Found]:
    """Each code among the expressions with the Chinese text that follows it."""
    found = 0
    for number, expression in enumerate(expressions):
        code = _code(expression)
        if code is not None and (most is None or found < most):
            found += 1
            following = expressions[number + 1 : number + 2]
            said = following[0] if following else None
            yield Found(code, _sentence(said) if said else None, place, said)


def _of_dict(node: ast.Dict, place: str) -> Iterator[Found]:
    for key, value in zip(node.keys, node.values, strict=True):
        code = _code(value)
        if isinstance(key, ast.Constant) and key.value == "code" and code is not None:
            yield Found(code, None, place)


def _assigns_code(node: ast.Assign) -> bool:
    names = [one.id for target in node.targets for one in ast.walk(target) if _is_name(one)]
    return "code" in names


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def _texts(value: ast.expr) -> Iterator[ast.expr]:
    return (node for node in ast.walk(value) if isinstance(node, ast.Constant | ast.JoinedStr))


def _code(expression: ast.expr) -> str | None:
    text = expression.value if isinstance(expression, ast.Constant) else None
    return text if isinstance(text, str) and CODE.fullmatch(text) else None


def _sentence(expression: ast.expr) -> str | None:
    """The text as a reader sees it, with … for what is filled in."""
    if isinstance(expression, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "…" for one in expression.values]
        text = "".join(str(part) for part in parts)
    elif isinstance(expression, ast.Constant):
        text = str(expression.value)
    elif isinstance(expression, ast.IfExp):
        both = [_sentence(expression.body), _sentence(expression.orelse)]
        text = " ".join(one for one in both if one)
    else:
        return None
    return text.replace("{}", "…") if CHINESE.search(text) else None


def everywhere() -> dict[str, list[Found]]:
    """Codes of core and built-in plugins, each with every place it is raised at."""
    found = dict[str, list[Found]]()
    for path in _files():
        for one in in_tree(parsed(path), shown(path)):
            found.setdefault(one.code, []).append(one)
    return dict(sorted(found.items()))


def _files() -> list[Path]:
    return [path for folder in ("core", "plugins") for path in python_files(ROOT / folder)]
