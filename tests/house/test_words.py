"""One verb, one name: the field, the function, the action and the event."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import checkers
import pytest
from sources import ROOT, parsed, plugin_packages, python_files, room, shown

from core import own_plugin
from core.conformance import reading
from core.conformance.reading import spelt
from core.plugins import Plugins, find

CORE = ROOT / "core"
PACKAGES = [CORE, *plugin_packages()]

WITHOUT_FIELD = {
    "core.deadline_due_soon": "the daily look at the clocks tells of one",
    "core.deadline_overdue": "the daily look at the clocks tells of one",
    "core.load_body": "an operator's command reads tenants/",
    "core.deliver_package": "a job delivers a package",
    "deputy_files.draft_entries": "a listener drafts what other verbs announced",
    "filing_review.filing_arrived": "a receiver takes a filing in",
    "filing_review.supplement_arrived": "a receiver takes papers in that were asked for",
    "filing_review.letter_arrived": "a receiver takes a letter in",
    "filing_review.review_arrived": "a receiver takes the result of a parallel review in",
    "core.recompute_deadline": "a new value says that it reaches running clocks",
    "core.upload_file": "a file is sent by multipart, not by GraphQL",
}
"""Events that no field of `Mutation` announces, and what does."""


class Verb(NamedTuple):
    """A field of `Mutation` as it is written."""

    name: str
    action: str | None


def constants(package: Path) -> dict[str, str]:
    """Names of actions as the plugin's permissions spell them."""
    return reading.constants(parsed(path) for path in room(package, "permissions"))


def verbs(tree: ast.AST, known: dict[str, str]) -> Iterator[Verb]:
    """Functions under `@verb(ACTION, …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "verb":
                    yield Verb(node.name, spelt(mark.args[0], known))


def verbs_of(package: Path) -> list[Verb]:
    return [
        verb for path in room(package, "schema") for verb in verbs(parsed(path), constants(package))
    ]


def events_of(package: Path) -> set[str | None]:
    return {
        spelt(expression, constants(package))
        for path in python_files(package)
        for expression in checkers.announced(parsed(path))
    }


def name_of(package: Path) -> str:
    return package.name.removeprefix("renda_")


@pytest.fixture(params=PACKAGES, ids=[shown(package) for package in PACKAGES])
def package(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_field_and_action_are_one_word(package: Path) -> None:
    for verb in verbs_of(package):
        assert verb.action == f"{name_of(package)}.{verb.name}"
        assert "_" in verb.name, f"{verb.name} names no object"


def test_a_function_of_that_name_does_it(package: Path) -> None:
    rooms = python_files(package) if package == CORE else room(package, "service")
    outside = [path for path in rooms if "schema" not in path.relative_to(package).parts]
    there = set[str]().union(*(checkers.functions(parsed(path)) for path in outside))
    assert {verb.name for verb in verbs_of(package)} <= there


def test_an_event_of_that_name_tells_it(package: Path) -> None:
    told, asked = events_of(package), {verb.action for verb in verbs_of(package)}
    assert None not in told, "an event's name is written out, so that it can be found"
    elsewhere = {name for name in WITHOUT_FIELD if name.startswith(f"{name_of(package)}.")}
    assert told == asked | elsewhere


def test_an_event_without_a_verb_is_told_to_those_who_may_wait_for_it() -> None:
    infos = Plugins(find(own_plugin)).infos
    here = {name_of(package) for package in PACKAGES} & infos.keys()
    assert {name for one in here for name in infos[one].tells} == {
        name for name in WITHOUT_FIELD if name.partition(".")[0] in here
    }


def test_a_verb_is_known_by_its_name_alone() -> None:
    names = [verb.name for package in PACKAGES for verb in verbs_of(package)]
    assert sorted(names) == sorted(set(names))


def test_the_checks_can_fail() -> None:
    known = {"CLOSE_FILING": "filing_review.close_filing"}
    written = ast.parse(
        "@verb(permissions.CLOSE_FILING, '办结')\nasync def end_filing(self, info): ...\n"
        "announce(work, name, filing)\nannounce(work, 'filing_review.closed', filing)"
    )
    assert list(verbs(written, known)) == [Verb("end_filing", "filing_review.close_filing")]
    told = [spelt(expression, known) for expression in checkers.announced(written)]
    assert told == [None, "filing_review.closed"]
