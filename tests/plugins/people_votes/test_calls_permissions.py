"""Who may do and read what before the vote: every verb and every read, tried by every role."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import pytest
from calls_path import PLUGIN, mutation, never, open_hall
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    is_required_input_field,
)

from core import global_id
from core.testing import House, OpenHouse, Someone
from plugins.people_votes.permissions import CALL_ACTIONS

NOBODY, VISITOR = "(no role)", "(not signed in)"
SECRETARY, DRAFTER, SIGNER = "project_secretary", "candidate_drafter", "candidate_signer"
STAFF = {SECRETARY, DRAFTER, SIGNER, "idea_collector", "deputy"}
SIGNED_IN = STAFF | {NOBODY}
EVERYBODY = SIGNED_IN | {VISITOR}
SCREENERS = {SECRETARY, DRAFTER}
VERBS: dict[str, set[str]] = {
    "openCall": SCREENERS,
    "changeCall": SCREENERS,
    "withdrawCall": SCREENERS,
    "closeCall": SCREENERS,
    "proposeIdea": EVERYBODY,
    "recordIdea": SCREENERS | {"idea_collector"},
    "mergeIdeas": SCREENERS,
    "screenIdea": SCREENERS,
    "draftCandidate": {DRAFTER},
    "reviseCandidate": {DRAFTER},
    "discardCandidate": {DRAFTER},
    "submitCandidates": {SIGNER},
    "examineCandidates": {SECRETARY},
    "returnCandidates": {SECRETARY},
    "handOutCandidates": {SECRETARY},
    "recordDeliberation": {SECRETARY},
    "answerDeliberation": {DRAFTER, SIGNER},
}
CYCLE, CANDIDATE = never("Cycle"), never("Candidate")
READS: dict[str, tuple[str, set[str]]] = {
    "publicCalls": ("{ totalCount }", EVERYBODY),
    'ideaByCode(code: "AAAA")': ("{ title }", EVERYBODY),
    "callsForIdeas": ("{ totalCount }", SIGNED_IN),
    "callTerm": ("{ allYear until ruleText }", SIGNED_IN),
    f'ideas(where: {{cycle: "{CYCLE}"}})': ("{ totalCount }", SCREENERS | {SIGNER}),
    f'ideaFigures(cycle: "{CYCLE}")': ("{ count }", SCREENERS | {SIGNER}),
    "candidateDrafts": ("{ totalCount }", {DRAFTER, SIGNER}),
    f'candidateLists(cycle: "{CYCLE}")': ("{ totalCount }", SIGNED_IN),
    f'candidateAssessments(candidate: "{CANDIDATE}")': ("{ totalCount }", SIGNED_IN),
    f'examinations(cycle: "{CYCLE}")': ("{ totalCount }", SIGNED_IN),
    f'deliberations(cycle: "{CYCLE}")': ("{ totalCount }", SIGNED_IN),
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
        await open_hall(house)
        yield house


@pytest.fixture(scope="module")
async def people(world: House) -> dict[str, Someone | None]:
    """One person for each role, all of the same organ; one without any, and nobody at all."""
    roles = {one: await world.person("county-a", "standing_committee", one) for one in STAFF}
    nobody = await world.person("county-a", "standing_committee")
    return {**roles, NOBODY: nobody, VISITOR: None}


def verbs_of(house: House) -> dict[str, Any]:
    made = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    return made.mutation_type.fields


async def test_the_table_names_every_verb_before_the_vote(world: House) -> None:
    actions = {one.name.partition(".")[2].replace("_", "") for one in CALL_ACTIONS}
    reading = {"readcalls", "readideas", "readdrafts", "followidea"}
    assert {verb.lower() for verb in VERBS} == actions - reading
    assert reading < actions


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_do_it(world: House, people: dict[str, Someone | None], verb: str) -> None:
    sent = {"input": dummy(verbs_of(world)[verb].args["input"].type)}
    may = set[str]()
    for role, by in people.items():
        answer = await world.ask(mutation(verb), sent, by=by, body="county-a")
        code = answer["errors"][0]["extensions"]["code"]
        assert code != "GRAPHQL_VALIDATION_FAILED", answer
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
        errors = answer.get("errors")
        # A code that nobody has is asked for by somebody who may ask.
        if not errors or errors[0]["extensions"]["code"] == "CODE_UNKNOWN":
            may.add(role)
        else:
            code = errors[0]["extensions"]["code"]
            assert code == ("NOT_SIGNED_IN" if role == VISITOR else "FORBIDDEN")
    assert may == expected
