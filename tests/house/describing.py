"""What the sources say of a name: how it is written, and its own documentation.

For pages from which somebody works who does not open the sources.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sources import ROOT, parsed, python_files

from core import hookspecs
from core.conformance import reading
from core.db import Base
from core.graphql.nodes import record_info
from core.hookspecs import Hooks

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
HOOKS = [name for name in vars(Hooks) if name.startswith("plugin_")]

NOT_SAID_BY_THE_CODE = {
    "Info": "What a resolver gets; `info.context` is the `Context`.",
    "hook": "Marks a function of a plugin as a hook: `@hook` above it.",
    "PAPERS": "The folder of the demo's texts.",
}


def source_of(module: str) -> Path:
    """The file of a module of the core."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def definition(name: str, module: str) -> ast.stmt | None:
    """Where a name is defined, followed through imports; None where the core only hands it on."""
    tree = parsed(source_of(module))
    for node in tree.body:
        if isinstance(node, FUNCTION | ast.ClassDef) and node.name == name:
            return node
        if isinstance(node, ast.Assign) and name in assigned(node):
            other = node.value.id if isinstance(node.value, ast.Name) else None
            return definition(other, module) if other else node
    for node in tree.body:
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if (alias.asname or alias.name) == name and (node.module or "").startswith("core"):
                return definition(alias.name, node.module or "")
    return None


def assigned(node: ast.stmt) -> list[str]:
    """Names to which a statement gives a value."""
    if isinstance(node, ast.Assign):
        return [one.id for one in node.targets if isinstance(one, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def documentation(name: str, module: str) -> str:
    """Its docstring whole, or the text below its assignment; LookupError where nothing is said."""
    if name in NOT_SAID_BY_THE_CODE:
        return NOT_SAID_BY_THE_CODE[name]
    node = definition(name, module)
    if isinstance(node, FUNCTION | ast.ClassDef):
        said = ast.get_docstring(node)
    else:
        said = _below(module, name)
    if not said:
        raise LookupError(f"nothing is said of {name}")
    return said


def _below(module: str, name: str) -> str | None:
    """The text that stands right below the name's assignment."""
    body = parsed(source_of(module)).body
    for node, after in pairwise(body):
        text = after.value if isinstance(after, ast.Expr) else None
        if name in assigned(node) and isinstance(text, ast.Constant):
            return inspect.cleandoc(str(text.value))
    return None


def signature(name: str, thing: Any) -> str:
    """How it is written, as a line of code; empty for what is only a value."""
    if isinstance(thing, type) and issubclass(thing, Enum):
        return _line(f"{name}: " + ", ".join(f"{one.name} = {one.value!r}" for one in thing))
    if hasattr(thing, "__strawberry_definition__"):
        return _graphql(thing)
    if isinstance(thing, type) and issubclass(thing, Base) and thing is not Base:
        return _line(f"{name}(" + ", ".join(_columns(thing)) + ")")
    if isinstance(thing, type) and issubclass(thing, msgspec.Struct):
        return _line(f"{name}({_struct(thing)})")
    if isinstance(thing, type) and is_dataclass(thing):
        return _line(f"{name}({_fields_of_dataclass(thing)})")
    if inspect.isfunction(thing):
        return _line(_function(name, thing))
    if isinstance(thing, type) and issubclass(thing, Exception):
        return _line(f"raise {name}{_arguments(thing.__init__)}")
    if isinstance(thing, type) and methods(thing):
        return _line(f"{name}{_arguments(thing.__init__)}")
    return ""


def _line(text: str) -> str:
    return f"`{' '.join(text.split())}`"


def _columns(model: type[Any]) -> Iterator[str]:
    for column in sa.inspect(model).columns if hasattr(model, "__mapper__") else ():
        kind = "JSON" if isinstance(column.type, sa.JSON) else column.type.python_type.__name__
        yield f"{column.key}: {kind}{' | None' if column.nullable else ''}"


def _struct(kind: type[Any]) -> str:
    kinds = _annotations(kind)
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    needed = [msgspec.NODEFAULT] * (len(names) - len(defaults))
    told = zip(names, [*needed, *defaults], strict=True)
    shown = [f"{name}: {_type(kinds[name])}{_default(value)}" for name, value in told]
    by_place = len(kind.__match_args__)
    if by_place < len(shown):
        shown.insert(by_place, "*")
    return ", ".join(shown)


def _annotations(kind: type[Any]) -> dict[str, Any]:
    """As they are written, inherited ones too: not all can be evaluated outside a type checker."""
    return {
        name: said
        for base in reversed(kind.__mro__)
        for name, said in vars(base).get("__annotations__", {}).items()
    }


def _fields_of_dataclass(kind: type[Any]) -> str:
    return ", ".join(
        f"{name}: {_type(one.type)}"
        for name, one in kind.__dataclass_fields__.items()
        if not name.startswith("_")
    )


def _default(value: Any) -> str:
    if value is msgspec.NODEFAULT:
        return ""
    if hasattr(value, "factory"):
        value = value.factory()
    if isinstance(value, Enum):
        return f" = {type(value).__name__}.{value.name}"
    return f" = {value!r}"


def _type(kind: Any) -> str:
    """A type as one writes it: without the modules that names come from."""
    text = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    text = re.sub(r"ForwardRef\('([^']*)'[^)]*\)", r"\1", text)
    text = re.sub(r"\b[a-z_]\w*(?:\.[a-z_]\w*)*\.(?=[A-Za-z_])", "", text)
    return re.sub(r"[\"'~]", "", text)


def _function(name: str, function: Any) -> str:
    kind = "async def" if inspect.iscoroutinefunction(function) else "def"
    return f"{kind} {name}{_arguments(function)}"


def _arguments(function: Any) -> str:
    """As the source has them, but for `self`."""
    found = inspect.signature(function)
    told = [_parameter(one) for one in found.parameters.values() if one.name != "self"]
    marked = _with_star(list(found.parameters.values()), told)
    answer = found.return_annotation
    shown = "" if answer in (inspect.Signature.empty, None) else f" -> {_type(answer)}"
    return f"({', '.join(marked)}){shown}"


def _with_star(parameters: list[inspect.Parameter], told: list[str]) -> list[str]:
    """The star before what must be given by name."""
    parameters = [one for one in parameters if one.name != "self"]
    kinds = [one.kind for one in parameters]
    if inspect.Parameter.VAR_POSITIONAL in kinds or inspect.Parameter.KEYWORD_ONLY not in kinds:
        return told
    first = kinds.index(inspect.Parameter.KEYWORD_ONLY)
    return [*told[:first], "*", *told[first:]]


STARS = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def _parameter(one: inspect.Parameter) -> str:
    kind = "" if one.annotation is one.empty else f": {_type(one.annotation)}"
    default = "" if one.default is one.empty else _default(one.default)
    return f"{STARS.get(one.kind, '')}{one.name}{kind}{default}"


def parts(thing: Any) -> str:
    """Methods and properties of a class, each on a line."""
    if not isinstance(thing, type) or hasattr(thing, "__strawberry_definition__"):
        return ""
    return "\n".join(f"* `{name}{shown}`: {said}" for name, shown, said in methods(thing))


def methods(kind: type[Any]) -> list[tuple[str, str, str]]:
    """Own public methods and properties: name, arguments, what each does."""
    found = list[tuple[str, str, str]]()
    for name, made in vars(kind).items():
        plain = made.__func__ if isinstance(made, staticmethod | classmethod) else made
        plain = getattr(plain, "__wrapped__", plain)
        said = " ".join((inspect.getdoc(plain) or "").split())
        if name.startswith("_") or not said:
            continue
        if isinstance(plain, property):
            found.append((name, "", said))
        elif inspect.isfunction(plain):
            found.append((name, _arguments(plain), said))
    return found


def _graphql(kind: type[Any]) -> str:
    """A type of the schema: its name there, its fields, and which action reading it asks."""
    made = kind.__strawberry_definition__
    shown = [one.graphql_name or camel(one.python_name) for one in made.fields]
    private = {"count"} if record_info(kind) is None else set[str]()
    fields = ", ".join(one for one in shown if one not in private)
    info = record_info(kind)
    asked = (
        f" (reading it asks `{info.read}`; its row is a `{info.model.__name__}`)" if info else ""
    )
    return f"GraphQL: `{made.name} {{ {fields} }}`{asked}"


def camel(name: str) -> str:
    """A name as GraphQL writes it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def hook(name: str) -> list[tuple[str, str]]:
    """The frame of a hook: how it is written, when it is called, with what, answering what."""
    module = parsed(source_of(hookspecs.__name__))
    (specified,) = (
        node for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name == name
    )
    when, _, purpose = (ast.get_docstring(specified) or "").partition(": ")
    given = ast.unparse(specified.args).removeprefix("self").removeprefix(", ").replace("'", "")
    answer = ast.unparse(specified.returns) if specified.returns else "None"
    awaited = re.fullmatch(r"Awaitable\[(.*)\]", answer)
    kind = "async def" if awaited else "def"
    answer = awaited[1] if awaited else answer
    return [
        ("Signature", f"`@hook` `{kind} {name}({given}) -> {answer}`"),
        ("Called", when),
        ("For", purpose),
        ("Gets", f"`{given}`" if given else "nothing"),
        ("Answers", f"`{answer}`" if answer != "None" else "nothing"),
        ("Must be there", "yes" if name == "plugin_info" else "no"),
    ]


def events(package: Path, known: dict[str, str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every event that a package announces: name, the variable it is about, keys of its payload."""
    for path in python_files(package):
        for function in ast.walk(parsed(path)):
            if isinstance(function, FUNCTION):
                for call in announcing(function):
                    name = reading.spelt(call.args[1], known) or ""
                    yield name, ast.unparse(call.args[2]), tuple(_keys(function, call))


def announcing(function: ast.AST) -> Iterator[ast.Call]:
    """Calls of `announce` that stand in a function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and reading.called(node) == "announce" and node.args[2:]:
            yield node


def _keys(function: ast.AST, call: ast.Call) -> Iterator[str]:
    """Of a payload written out at the call or in the function; `…` stands for what code puts in."""
    payload: ast.expr | None = call.args[3] if call.args[3:] else None
    if isinstance(payload, ast.Name):
        named = payload.id
        assigned_to = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and named in assigned(node)
            and isinstance(node.value, ast.Dict)
        ]
        payload = assigned_to[0] if assigned_to else payload
    if payload is None:
        return
    for key in payload.keys if isinstance(payload, ast.Dict) else [None]:
        yield str(key.value) if isinstance(key, ast.Constant) else "…"
