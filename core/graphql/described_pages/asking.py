"""Parts of a schema as a page needs them: what is entered, what is asked, in which words."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)

from core.graphql.described_pages.shown import Option, Path
from core.graphql.permissions import Requires
from core.pages import FieldKind

PAGING = {"first": "Int", "after": "String", "last": "Int", "before": "String"}

DEEPEST = 3
"""How far input types within input types are filled in."""

OF_SCALAR = {
    "Int": FieldKind.NUMBER,
    "Float": FieldKind.NUMBER,
    "Boolean": FieldKind.YES_NO,
    "Date": FieldKind.DAY,
    "DateTime": FieldKind.MOMENT,
    "ID": FieldKind.TEXT,
    "String": FieldKind.TEXT,
}
Tree = dict[str, Any]
"""A selection: what is asked below each name, nothing where it is a value."""

Given = list[tuple[str, Any]]
"""Arguments or fields of an input type."""


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A value that an argument takes, or a part of one."""

    path: Path
    type: Any
    required: bool
    description: str | None

    @property
    def unfillable(self) -> bool:
        """Whether it is more than a value: many parts at a time, or too deep."""
        named = get_named_type(self.type)
        return isinstance(named, GraphQLInputObjectType) or (
            isinstance(named, GraphQLScalarType) and named.name not in OF_SCALAR
        )


def arguments_of(field: GraphQLField) -> Given:
    """What a field takes besides paging, in the order in which the plugin wrote it."""
    given = [(name, one) for name, one in field.args.items() if name not in PAGING]
    return as_written(given, getattr(definition_of(field), "arguments", ()))


def as_written(given: Given, written: Iterable[Any]) -> Given:
    """A schema is sorted by name; a form is not."""
    places = {one.python_name: place for place, one in enumerate(written)}
    return sorted(
        given, key=lambda pair: places.get(getattr(definition_of(pair[1]), "python_name", ""), 0)
    )


def inside_of(field: GraphQLField) -> Path:
    """Where names begin: inside the one argument that is called `input`, else outside."""
    return ("input",) if set(field.args) == {"input"} else ()


def leaves_of(given: Given, inside: Path = ()) -> dict[str, Leaf]:
    """Every value that arguments take, by its name."""
    return {".".join(leaf.path[len(inside) :]): leaf for leaf in _each(given, (), required=True)}


def _each(given: Given, above: Path, *, required: bool) -> Iterator[Leaf]:
    for name, one in given:
        path, named = (*above, name), get_named_type(one.type)
        asked = required and (is_required_input_field(one) if above else is_required_argument(one))
        deeper = isinstance(named, GraphQLInputObjectType) and not is_list(one.type)
        if deeper and len(path) <= DEEPEST:
            parts = as_written(list(named.fields.items()), definition_of(named).fields)
            yield from _each(parts, path, required=asked)
        else:
            yield Leaf(path=path, type=one.type, required=asked, description=one.description)


def is_list(kind: Any) -> bool:
    """Whether it is a list, null or not."""
    return is_list_type(get_nullable_type(kind))


def options_of(kind: Any) -> list[Option]:
    """The words of an enumeration, in the order in which the plugin wrote them."""
    named = get_named_type(kind)
    if not isinstance(named, GraphQLEnumType):
        return []
    words = getattr(definition_of(named), "values", ())
    return [Option(one.name, one.description or one.name) for one in words]


def definition_of(made: Any) -> Any:
    """What Strawberry knows of a part of the schema."""
    return made.extensions.get("strawberry-definition")


def action_of(field: GraphQLField) -> str | None:
    """The action that a field asks."""
    marks = getattr(definition_of(field), "directives", ())
    return next((one.action for one in marks if isinstance(one, Requires)), None)


def answered_by(field: GraphQLField) -> Tree:
    """What is asked of a verb's answer: the id of the record, if it is one."""
    kind = get_named_type(field.type)
    if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
        return {}
    return {"id": {}} if "id" in getattr(kind, "fields", {}) else {"__typename": {}}


PAGE_INFO: Tree = {"hasNextPage": {}, "hasPreviousPage": {}, "startCursor": {}, "endCursor": {}}


def operation(
    kind: str, alias: str, field: str, variables: Iterable[tuple[str, str]], tree: Tree
) -> str:
    """An operation over one field, which stands in the answer under `alias`."""
    given = list(variables)
    declared = ", ".join(f"${name}: {told}" for name, told in given)
    passed = ", ".join(f"{name}: ${name}" for name, _ in given)
    head, call = (f"({one})" if one else "" for one in (declared, passed))
    return f"{kind} Page{head} {{ {alias}: {selection({field + call: tree})} }}"


def selection(tree: Tree) -> str:
    """A selection."""
    return " ".join(
        f"{name} {{ {selection(below)} }}" if below else name for name, below in tree.items()
    )
