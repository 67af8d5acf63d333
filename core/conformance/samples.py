"""Values that a setting's form takes, made from the form alone, and what comes of them.

A small part of JSON Schema: what `msgspec.json.schema` writes. A text with a pattern is guessed.
"""

import math
import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import product
from typing import Any

import msgspec

DEEPEST = 12
"""Parts within parts; a form that wants more never ends."""

TEXTS = {
    "date": "2025-01-06",
    "date-time": "2025-01-06T09:00:00Z",
    "time": "09:00:00",
    "duration": "P1D",
    "uuid": "00000000-0000-4000-8000-000000000001",
}
GUESSES = ("一", "a", "A1", "1", "01", "09:00", "2025-01-06", "2025", "a-b", "a.b", "a@b.cn")


class Unfillable(Exception):
    """Nothing can be written into the form."""


class NotGuessed(Exception):
    """A text with a pattern that none of the guesses fits."""


def faults_of(form: dict[str, Any], kind: Any) -> tuple[list[str], str | None]:
    """What is wrong with a form and its type, and what could not be tried."""
    taken = list[Any]()
    try:
        for whole, number in product((False, True), (1, 2, 3)):
            sample = _Form(form, number=number, whole=whole).value()
            try:
                taken.append(_kept(msgspec.convert(sample, kind)))
            except msgspec.ValidationError:
                # The type's own rule may refuse what a form cannot know of.
                continue
    except Unfillable as fault:
        return [f"nothing can be filled in: {fault}"], None
    except NotGuessed as fault:
        return [], f"未能试填：没有猜到符合 {fault} 的文字"
    if not taken:
        return [], "未能试填：按表单填的值都被类型自己的规则拒绝"
    return [*_past_the_type(taken, kind), *_past_the_form(taken, form)], _unseen()


def _kept(value: Any) -> Any:
    """As it lies in the database."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _past_the_type(taken: list[Any], kind: Any) -> Iterator[str]:
    for value in taken:
        try:
            again = _kept(msgspec.convert(value, kind))
        except msgspec.ValidationError as fault:
            yield f"{value} is taken once and refused the second time: {fault}"
            return
        if again != value:
            yield f"{value} comes back as {again}"
            return


def _past_the_form(taken: list[Any], form: dict[str, Any]) -> Iterator[str]:
    if find_spec("jsonschema") is None:
        return
    from jsonschema import Draft202012Validator

    for value in taken:
        for fault in Draft202012Validator(form).iter_errors(value):
            yield f"{value} is kept, and its own form refuses it: {fault.message}"
            return


def _unseen() -> str | None:
    bare = find_spec("jsonschema") is None
    return "没有安装 jsonschema，只按类型试过，没有按表单核对" if bare else None


class _Form:
    """One way to fill in a form: with this number, wholly or with what must be."""

    def __init__(self, form: dict[str, Any], *, number: int, whole: bool) -> None:
        self.form, self.number, self.whole = form, number, whole

    def value(self) -> Any:
        """A value for the whole form."""
        return self._of(self.form, 0)

    def _of(self, part: dict[str, Any], depth: int) -> Any:
        if depth > DEEPEST:
            raise Unfillable("a part needs a part of its own kind, without an end")
        if "$ref" in part:
            return self._of(self.form["$defs"][part["$ref"].rpartition("/")[2]], depth + 1)
        for key in ("oneOf", "anyOf"):
            if key in part:
                return self._any(part[key], depth)
        if "const" in part or "enum" in part:
            return part["const"] if "const" in part else part["enum"][0]
        return self._plain(part, depth)

    def _any(self, choices: list[dict[str, Any]], depth: int) -> Any:
        """The first choice that can be filled in, from another beginning for each number."""
        turn = self.number % len(choices) if choices else 0
        for one in [*choices[turn:], *choices[:turn]]:
            try:
                return self._of(one, depth + 1)
            except Unfillable:
                continue
        raise Unfillable("none of the choices")

    def _plain(self, part: dict[str, Any], depth: int) -> Any:
        kind = part.get("type")
        if kind == "object":
            return self._object(part, depth)
        if kind == "array":
            return self._array(part, depth)
        if kind == "string":
            return self._text(part)
        if kind in ("integer", "number"):
            return self._number(part)
        return self.whole if kind == "boolean" else None

    def _object(self, part: dict[str, Any], depth: int) -> dict[str, Any]:
        fields = part.get("properties", {})
        needed = part.get("required", [])
        strange = [one for one in needed if one not in fields]
        if strange and part.get("additionalProperties") is False:
            raise Unfillable(f"{', '.join(strange)} must be there and has no place")
        made = {one: self._of(fields[one], depth + 1) for one in needed if one in fields}
        for one, field in fields.items():
            if self.whole and one not in made:
                try:
                    made[one] = self._of(field, depth + 1)
                except Unfillable:
                    continue
        return made

    def _array(self, part: dict[str, Any], depth: int) -> list[Any]:
        first = part.get("prefixItems", [])
        made = [self._of(one, depth + 1) for one in first]
        inner = part.get("items")
        fewest = max(part.get("minItems", 0), int(self.whole and part.get("maxItems", 1) > 0))
        if isinstance(inner, dict):
            while len(made) < fewest:
                made.append(self._of(inner, depth + 1))  # pyright: ignore[reportUnknownArgumentType]
        return made

    def _text(self, part: dict[str, Any]) -> str:
        if "pattern" in part:
            for one in GUESSES:
                if re.search(part["pattern"], one):
                    return one
            raise NotGuessed(part["pattern"])
        made = TEXTS.get(part.get("format", ""), GUESSES[0])
        return made + GUESSES[0] * (part.get("minLength", 0) - len(made))

    def _number(self, part: dict[str, Any]) -> float:
        """Between the least and the most, of the step that is asked; else the number."""
        step = part.get("multipleOf", 1)
        least = max(part.get("minimum", -math.inf), part.get("exclusiveMinimum", -math.inf) + 1)
        most = min(part.get("maximum", math.inf), part.get("exclusiveMaximum", math.inf) - 1)
        made = min(max(self.number, least), most)
        return int(-(-made // step) * step) if step != 1 or made == int(made) else made
