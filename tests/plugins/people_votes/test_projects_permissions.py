"""Who may do and read what of projects: every verb and every read, tried by every role."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    is_required_input_field,
)
from project_path import COUNTY, PLUGIN, VERBS, mutation, open_desk

from core import global_id
from core.testing import House, OpenHouse, Someone
from plugins.people_votes.schema.project_verbs import ProjectReads, ProjectVerbs

ROLES = {"project_secretary", "project_unit", "group_member", "publication_checker"}
NOBODY, VISITOR = "(no role)", "(not signed in)"
SIGNED_IN = ROLES | {NOBODY}
READS: dict[str, tuple[str, set[str]]] = {
    "projects": ("{ totalCount }", SIGNED_IN),
    "projectFigures": ("{ count }", SIGNED_IN),
    "projectDuties": ("{ totalCount }", SIGNED_IN),
    "halfYearReports": ("{ totalCount }", SIGNED_IN),
    "publicProjects": ("{ totalCount }", SIGNED_IN | {VISITOR}),
}


def dummy(kind: Any) -> Any:
    """A value that a type accepts and that names nothing which exists."""
    if isinstance(kind, GraphQLNonNull):
        return dummy(kind.of_type)
    if isinstance(kind, GraphQLList):
        return []
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: dummy(field.type)
            for name, field in kind.fields.items()
            if is_required_input_field(field)
        }
    plain = {"String": "无", "Int": 1, "Boolean": True, "Date": "2025-01-06"}
    return global_id("Nothing", UUID(int=1)) if kind.name == "ID" else plain[kind.name]


@pytest.fixture(scope="module")
async def world(open_house: OpenHouse) -> AsyncGenerator[House]:
    """One house for the module."""
    async with open_house() as house:
        await open_desk(house)
        yield house


@pytest.fixture(scope="module")
async def people(world: House) -> dict[str, Someone | None]:
    """One person for each role, all of one organ; one without any, and nobody at all."""
    roles = {one: await world.person("county-a", COUNTY, one) for one in ROLES}
    return {**roles, NOBODY: await world.person("county-a", COUNTY), VISITOR: None}


def inputs_of(house: House, verb: str) -> Any:
    made: Any = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    return made.mutation_type.fields[verb].args["input"].type


def offered(part: Any) -> set[str]:
    """GraphQL names of what a part of the schema offers."""
    names = [one.python_name for one in part.__strawberry_definition__.fields]
    return {name.split("_")[0] + "".join(w.title() for w in name.split("_")[1:]) for name in names}


def test_the_tables_name_everything_that_is_offered() -> None:
    assert offered(ProjectVerbs) == set(VERBS)
    assert offered(ProjectReads) == set(READS)


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_do_it(world: House, people: dict[str, Someone | None], verb: str) -> None:
    sent = {"input": dummy(inputs_of(world, verb))}
    may = set[str]()
    for role, by in people.items():
        answer = await world.ask(mutation(verb), sent, by=by, body="county-a")
        code = answer["errors"][0]["extensions"]["code"] if answer.get("errors") else "DONE"
        assert code not in ("GRAPHQL_VALIDATION_FAILED", "INTERNAL"), answer
        if code not in ("FORBIDDEN", "NOT_SIGNED_IN"):
            may.add(role)
        else:
            assert (code == "NOT_SIGNED_IN") is (role == VISITOR)
    assert may == VERBS[verb]


@pytest.mark.parametrize("field", READS)
async def test_who_may_read_it(world: House, people: dict[str, Someone | None], field: str) -> None:
    shown, expected = READS[field]
    may = set[str]()
    for role, by in people.items():
        answer = await world.ask(f"{{ {field} {shown} }}", by=by, body="county-a")
        if not answer.get("errors"):
            may.add(role)
        else:
            code = answer["errors"][0]["extensions"]["code"]
            assert code == ("NOT_SIGNED_IN" if role == VISITOR else "FORBIDDEN")
    assert may == expected
