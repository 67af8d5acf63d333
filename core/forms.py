"""A setting as a form: its JSON Schema (2020-12), with Chinese on all that a person reads in it.

The schema comes from the setting's type; the names of a Struct and its English docstring are taken
out, every field and every word of an enumeration gets its Chinese word: from `msgspec.Meta` at the
field, from the setting's `words`, or from those that belong to the kit.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from core.codes import Titles, codes_in
from core.hookspecs import Setting
from core.kit.counting import UNIT_TEXT, Period, Span
from core.tenancy import KIND_NAMES, LEVEL_NAMES, ORGAN_NAMES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

WORDS = {
    "amount": "数量",
    "unit": "单位",
    "trigger": "自何事起算",
    "applies_to_running": "是否适用于已经开始的期限",
    "approved_by": "由有何权限的人批准",
    "numerator": "分子",
    "denominator": "分母",
    "strict": "必须超过（不含等于）",
    "strictly_more": "必须超过（不含等于）",
    **{str(unit): text.lstrip("个") for unit, text in UNIT_TEXT.items()},
    **{str(kind): text for kind, text in ORGAN_NAMES.items()},
    **{str(kind): text for kind, text in KIND_NAMES.items()},
    **{str(level): text for level, text in LEVEL_NAMES.items()},
}
"""Words of types that the core gives to every plugin."""

PERIOD: dict[str, Any] = msgspec.json.schema(Period)["$defs"]["Period"]["properties"]
"""The fields of a period: its trigger is left out where the setting names none to choose from."""


def form_of(
    setting: Setting, titles: Titles | None = None, standing: Sequence[Any] = ()
) -> dict[str, Any]:
    """The JSON Schema of a setting's value.

    With `titles` the fields that hold a code are chosen by what the codes are called; a code of a
    value that stands already can be kept, whatever became of what it was a code of.
    """
    words = {**WORDS, **setting.words}
    schema = _worded(msgspec.json.schema(setting.type), words, setting)
    choices = {
        field: {code: code for code in codes_in(list(standing), field)} | dict(named)
        for field, named in (titles or {}).items()
    }
    if choices:
        schema = _chosen(schema, {field: named for field, named in choices.items() if named})
    return {"$schema": DIALECT, **schema, "title": setting.title}


def is_period(setting: Setting) -> bool:
    """Whether the value is a period: where none is known, no clock runs."""
    return isinstance(setting.type, type) and issubclass(setting.type, Span)


def _chosen(schema: Any, choices: Titles) -> Any:
    """The schema with a list to choose from in each field that holds a code."""
    if isinstance(schema, list):
        return [_chosen(one, choices) for one in schema]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(schema, dict):
        return schema
    given: dict[str, Any] = schema  # pyright: ignore[reportUnknownVariableType]
    made = {name: _chosen(part, choices) for name, part in given.items()}
    if "properties" in given:
        made["properties"] = {
            name: _choosing(field, choices[name]) if name in choices else field
            for name, field in made["properties"].items()
        }
    return made


def _choosing(field: dict[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    """One code of a closed list, several of it, or none, as the type has it."""
    if "items" in field:
        return {**field, "items": _choosing(field["items"], named)}
    if "anyOf" in field:
        some = [one if one == {"type": "null"} else _choosing(one, named) for one in field["anyOf"]]
        return {**field, "anyOf": some}
    kept = {name: part for name, part in field.items() if name in ("title", "default")}
    return kept | {"oneOf": [{"const": code, "title": said} for code, said in named.items()]}


def _worded(schema: Any, words: dict[str, str], setting: Setting) -> Any:
    """The schema with Chinese titles in place of names out of the code."""
    if isinstance(schema, list):
        return [_worded(one, words, setting) for one in schema]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(schema, dict):
        return schema
    given: dict[str, Any] = schema  # pyright: ignore[reportUnknownVariableType]
    if "enum" in given:
        return _choice(given, words)
    made = {name: _worded(part, words, setting) for name, part in given.items()}
    if "properties" in given:
        made = _without_names(made)
        period = PERIOD.items() <= given["properties"].items()
        made["properties"] = _fields(made["properties"], words, setting, period=period)
        made["additionalProperties"] = False
    return made


def _without_names(schema: dict[str, Any]) -> dict[str, Any]:
    """A Struct's name and docstring are for programmers."""
    return {name: part for name, part in schema.items() if name not in ("title", "description")}


def _choice(schema: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """An enumeration as a list of words to choose from."""
    kept = {
        name: part for name, part in schema.items() if name not in ("enum", "title", "description")
    }
    return kept | {"oneOf": [_constant(word, words) for word in schema["enum"]]}


def _constant(word: Any, words: dict[str, str]) -> dict[str, Any]:
    said = words.get(str(word))
    return {"const": word} if said is None else {"const": word, "title": said}


def _fields(
    fields: dict[str, Any], words: dict[str, str], setting: Setting, *, period: bool
) -> dict[str, dict[str, Any]]:
    """Each with its title; what may start a period is the setting's own closed list."""
    made = dict[str, dict[str, Any]]()
    for name, field in fields.items():
        titled = field if "title" in field else {**field, **_titled(name, words)}
        if name != "trigger" or not (period or setting.triggers):
            made[name] = titled
        elif setting.triggers:
            options = [{"const": one, "title": said} for one, said in setting.triggers.items()]
            made[name] = {"title": titled["title"], "oneOf": options}
    return made


def _titled(name: str, words: dict[str, str]) -> dict[str, str]:
    return {"title": words[name]} if name in words else {}


def untitled(form: dict[str, Any]) -> list[str]:
    """Fields and words of a form that have no Chinese; for checks."""
    return sorted(set(_untitled(form)))


def _untitled(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:  # pyright: ignore[reportUnknownVariableType]
            yield from _untitled(one)
    elif isinstance(schema, dict):
        given: dict[str, Any] = schema  # pyright: ignore[reportUnknownVariableType]
        for name, field in given.get("properties", {}).items():
            if "title" not in field:
                yield name
        for one in given.get("oneOf", []):
            if "const" in one and "title" not in one:
                yield str(one["const"])
        for part in given.values():
            yield from _untitled(part)
