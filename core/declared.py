"""What a plugin answers to the hooks that declare, checked before anybody relies on it.

A Struct takes whatever it is given: a title that is no text, or one thing in place of a list, would
be met only when a body asks, and then by every body.
"""

from collections.abc import Callable, Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec


class Misdeclared(Exception):
    """An answer that is not what the hook asks for; says which hook, and what is wrong."""


Kind = type[Any] | tuple[type[Any], ...]
"""What an answer must be, or one of several."""


def one_of(hook: str, answer: Any, kind: Kind) -> Any:
    """The answer, if it is of the kind, or of one of several, with fields of the types it says."""
    if isinstance(kind, tuple):
        wanted = "one of " + ", ".join(one.__name__ for one in kind)
        fits, own = type(answer) in kind, type(answer)
    else:
        wanted, fits, own = kind.__name__, isinstance(answer, kind), kind
    if not fits:
        raise Misdeclared(f"{hook} answers {type(answer).__name__}, not {wanted}")
    _refuse_misfits(hook, answer, own)
    return answer


def _refuse_misfits(hook: str, answer: Any, kind: type[Any]) -> None:
    for name, wanted in _annotations(kind):
        value = getattr(answer, name)
        if not _fits(value, wanted):
            raise Misdeclared(f"{hook}: {kind.__name__}.{name} is {value!r}"[:200])


def _annotations(kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """What a Struct says of its fields, those that it inherits too."""
    for base in reversed(kind.__mro__[:-1]):
        if issubclass(base, msgspec.Struct) and base is not msgspec.Struct:
            yield from base.__annotations__.items()


def list_of(hook: str, answer: Any, kind: Kind) -> list[Any]:
    """The answer, if it is a list of the kind, or of several; None is an empty one."""
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
            _fits(getattr(value, name), kind) for name, kind in _annotations(wanted)
        )
    return isinstance(value, wanted)
