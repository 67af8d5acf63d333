"""What a plugin answers to the hooks that declare, checked before anybody relies on it.

A Struct takes whatever it is given: a title that is no text, or one thing in place of a list, would
be met only when a body asks, and then by every body.
"""

from collections.abc import Callable
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec


class Misdeclared(Exception):
    """An answer that is not what the hook asks for; says which hook, and what is wrong."""


def one_of(hook: str, answer: Any, kind: type[Any]) -> Any:
    """The answer, if it is one of the kind with fields of the types that it says."""
    if not isinstance(answer, kind):
        raise Misdeclared(f"{hook} answers {type(answer).__name__}, not {kind.__name__}")
    for name, wanted in kind.__annotations__.items():
        value = getattr(answer, name)
        if not _fits(value, wanted):
            raise Misdeclared(f"{hook}: {kind.__name__}.{name} is {value!r}"[:200])
    return answer


def list_of(hook: str, answer: Any, kind: type[Any]) -> list[Any]:
    """The answer, if it is a list of the kind; None is an empty one."""
    if answer is None:
        return []
    if not isinstance(answer, list):
        raise Misdeclared(f"{hook} answers {type(answer).__name__}, not a list")
    return [one_of(hook, one, kind) for one in answer]  # pyright: ignore[reportUnknownVariableType]


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value is of an annotation; a function is any that can be called."""
    if wanted is Any:
        return True
    # Functions are written as text where they name types of the running platform.
    if isinstance(wanted, str):
        return callable(value) or (value is None and wanted.endswith("| None"))
    outer, inner = get_origin(wanted), get_args(wanted)
    if outer in (Union, UnionType):
        return any(_fits(value, one) for one in inner)
    if outer is Callable:
        return callable(value)
    if outer is dict:
        return isinstance(value, dict) and all(
            _fits(key, inner[0]) and _fits(one, inner[1])
            for key, one in value.items()  # pyright: ignore[reportUnknownVariableType]
        )
    if outer is tuple and Ellipsis not in inner:
        return isinstance(value, tuple) and all(map(_fits, value, inner))  # pyright: ignore[reportUnknownArgumentType]
    if outer in (list, tuple, frozenset):
        return isinstance(value, outer) and all(_fits(one, inner[0]) for one in value)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return isinstance(value, wanted) and all(
            _fits(getattr(value, name), kind) for name, kind in wanted.__annotations__.items()
        )
    return isinstance(value, wanted)
