"""The house's rules for code, on every file they concern; and that each checker can say no."""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import checkers
import pytest
from sources import ROOT, parsed, plugin_code, plugin_packages, python_files, room, shown

import core

OFFERED = core.__all__

PLUGIN_CODE = plugin_code()
RULES = [path for package in plugin_packages() for path in room(package, "rules")]
OWN_CODE = [
    path
    for folder in ("core", "plugins", "tests/sample_plugin")
    for path in python_files(ROOT / folder)
]
NUMBERED = [
    path
    for package in plugin_packages()
    for path in (*room(package, "rules"), *room(package, "service"))
]

ALLOWED_NUMBERS: dict[str, dict[int, str]] = {
    "plugins/deputy_points": {
        10: "tenths of a per cent in a per cent",
        20: "how many differences are named one by one",
        40: "how much of a wrong code is repeated; bands that a chart can show",
        100: "the whole, in per cent; hundredths of a point",
        1000: "rows that are fetched together; thousandths",
    },
    "plugins/deputy_files": {
        12: "months in a year: the calendar's number",
        100: "the whole, in per cent",
    },
    "plugins/filing_review": {},
    "plugins/people_votes": {
        12: "months in a year: the calendar's number",
        31: "the longest month: the calendar's number",
        100: "the whole, in per cent",
    },
}
"""Whole numbers above 2 that a plugin's code may hold, each with why it is no number of the law."""


def each(paths: Iterable[Path]) -> Any:
    return pytest.mark.parametrize("path", [pytest.param(path, id=shown(path)) for path in paths])


@each(PLUGIN_CODE)
def test_a_plugin_reaches_the_database_only_through_its_session(path: Path) -> None:
    assert list(checkers.past_the_lock(parsed(path))) == []


@each(PLUGIN_CODE)
def test_a_plugin_uses_the_core_by_its_front_door(path: Path) -> None:
    assert list(checkers.past_the_front_door(parsed(path), OFFERED)) == []


@each(RULES)
def test_the_law_is_pure(path: Path) -> None:
    assert list(checkers.impure(parsed(path))) == []


@each(NUMBERED)
def test_no_number_of_the_law_is_in_code(path: Path) -> None:
    allowed = next(
        (one for folder, one in ALLOWED_NUMBERS.items() if shown(path).startswith(folder)), {}
    )
    found = [
        f"line {line}: {number}"
        for line, number in checkers.numbers(parsed(path))
        if number not in allowed
    ]
    assert found == [], "a number of the law or of a body's practice is a Setting, not code"


@each(OWN_CODE)
def test_a_name_says_what_it_stands_for(path: Path) -> None:
    assert path.stem not in checkers.VAGUE_MODULES
    assert not checkers.VAGUE_MODULES & set(path.relative_to(ROOT).parts)
    assert list(checkers.vague_classes(parsed(path))) == []


def test_every_allowed_number_is_still_there() -> None:
    for folder, allowed in ALLOWED_NUMBERS.items():
        there = {
            number
            for path in NUMBERED
            if shown(path).startswith(folder)
            for _, number in checkers.numbers(parsed(path))
        }
        assert set(allowed) <= there, f"{folder}: take out what is not needed any more"
        assert all(allowed.values()), "each with its reason"


BAD: dict[str, tuple[Callable[[ast.AST], Iterable[Any]], list[str]]] = {
    "past_the_lock": (
        checkers.past_the_lock,
        [
            "sa.text('SELECT * FROM organ')",
            "text('SELECT 1')",
            "sa.select(Filing.__table__)",
            "connection = await work.session.connection()",
            "connection.exec_driver_sql('SET app.tenant')",
            "work.platform.database.session(other)",
            "work.platform.as_core(other)",
            "sa.select(sa.table('organ'))",
            "import psycopg",
        ],
    ),
    "past_the_front_door": (
        lambda tree: checkers.past_the_front_door(tree, OFFERED),
        [
            "from core.people import Account",
            "import core.people",
            "import core",
            "from core import Account",
            "from core import people",
        ],
    ),
    "impure": (
        checkers.impure,
        [
            "import sqlalchemy",
            "from core import Span",
            "from pathlib import Path",
            "from plugins.filing_review.models import Filing",
            "day = date.today()",
        ],
    ),
    "numbers": (checkers.numbers, ["DAYS = 30", "if late > 5: pass", "x = -10"]),
    "vague_classes": (
        checkers.vague_classes,
        ["class FilingManager: pass", "class BaseFiling: pass", "class FilingImpl: pass"],
    ),
}
GOOD = {
    "past_the_lock": "await work.session.scalar(sa.select(Filing).where(Filing.id == row_id))",
    "past_the_front_door": "from core import Base, Work",
    "impure": "from datetime import date\nfrom statemachine import StateMachine",
    "numbers": "first, second = 1, 2\nflag = True",
    "vague_classes": "class Filing(Base): pass",
}


@pytest.mark.parametrize(
    ("rule", "snippet"), [(rule, snippet) for rule, (_, some) in BAD.items() for snippet in some]
)
def test_a_checker_sees_what_is_wrong(rule: str, snippet: str) -> None:
    assert list(BAD[rule][0](ast.parse(snippet)))


@pytest.mark.parametrize("rule", list(BAD))
def test_a_checker_lets_pass_what_is_right(rule: str) -> None:
    assert list(BAD[rule][0](ast.parse(GOOD[rule]))) == []
