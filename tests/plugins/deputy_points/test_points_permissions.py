"""Who may do and read what of points: every verb and every read, tried by every role."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLInputObjectType, GraphQLNonNull, is_required_input_field
from points_path import COUNTY, PLUGIN, mutation

from core import global_id
from core.testing import House, OpenHouse, Someone
from plugins.deputy_points.permissions import ACTIONS
from plugins.deputy_points.schema import Mutation, Query

NOBODY, VISITOR = "(no role)", "(not signed in)"
CLERK, HEAD, RATER = "points_clerk", "points_head", "points_rater"
LEADER = "group_leader"
DEPUTY, CHECKER = "deputy", "publication_checker"
OFFICER = "personal_data_officer"
ROLES = {CLERK, HEAD, RATER, LEADER, DEPUTY, CHECKER, OFFICER}
SIGNED_IN = ROLES | {NOBODY}
STAFF = {CLERK, HEAD, CHECKER, OFFICER}
VERBS: dict[str, set[str]] = {
    "adoptPointsRule": {CLERK},
    "openPointsYear": {CLERK},
    "deductPoints": {CLERK},
    "withdrawDeduction": {CLERK},
    "enterPointsMark": {CLERK, RATER, LEADER, DEPUTY},
    "closePointsYear": {CLERK},
    "closePointsPeriod": {CLERK},
    "preparePointsList": {CLERK},
    "notifyPointsDeputies": {CLERK},
    "checkPointsSecrecy": {CHECKER},
    "publishPointsList": {HEAD},
    "withdrawPointsList": {HEAD},
    "objectToPoints": {DEPUTY},
    "answerPointsObjection": {CLERK},
    "decidePointsProposal": {HEAD},
    "erasePointsWords": {OFFICER},
}
NEVER = UUID(int=1)
MANDATE, LIST = global_id("Mandate", NEVER), global_id("PointsList", NEVER)
COUNT = "{ totalCount }"
READS: dict[str, tuple[str, set[str]]] = {
    "pointsAccounts": (f"(year: 2020) {COUNT}", STAFF),
    "pointsDistribution": ("(year: 2020) { deputies }", STAFF),
    "pointsLines": (f'(account: "{global_id("PointsAccount", NEVER)}") {COUNT}', STAFF),
    "pointsBeforeRule": ("{ copies }", STAFF),
    "ownPointsBeforeRule": ("{ copies }", {DEPUTY}),
    "pointsRules": (COUNT, SIGNED_IN),
    "pointsDeductions": (f'(mandate: "{MANDATE}") {COUNT}', STAFF),
    "pointsMarks": (f'(mandate: "{MANDATE}", year: 2020) {COUNT}', STAFF),
    "pointsMarkSheets": ("(year: 2020) { kind }", {CLERK, RATER, LEADER, DEPUTY}),
    "deputiesToMark": (
        f'(year: 2020, kind: "k", rater: "r") {COUNT}',
        {CLERK, RATER, LEADER, DEPUTY},
    ),
    "givenPointsMarks": (f"(year: 2020) {COUNT}", {CLERK, RATER, LEADER, DEPUTY}),
    "tryPointsRule": ("(year: 2020, value: {kinds: []}) { deputies }", {CLERK}),
    "ownPoints": (COUNT, {DEPUTY}),
    "ownPointsLines": (f"(year: 2020) {COUNT}", {DEPUTY}),
    "pointsLists": (COUNT, STAFF),
    "pointsListRows": (f'(pointsList: "{LIST}") {COUNT}', STAFF),
    "pointsPublications": (COUNT, SIGNED_IN),
    "shownPoints": (
        f'(publication: "{global_id("PointsPublication", NEVER)}") {COUNT}',
        SIGNED_IN,
    ),
    "ownListedPoints": ("{ title }", {DEPUTY}),
    "ownPointsObjections": ("{ text }", {DEPUTY}),
    "ownPointsErasures": (COUNT, {DEPUTY}),
    "pointsObjections": (f'(pointsList: "{LIST}") {COUNT}', STAFF),
    "pointsProposals": ("(year: 2020) { title }", STAFF),
    "pointsRankingBelow": ("(year: 2020, level: COUNTY) { deputies }", SIGNED_IN),
    "publicPointsLists": (COUNT, SIGNED_IN | {VISITOR}),
}
RANKING_BELOW = """mutation { setPractice(input: { setting: "deputy_points.ranking_below",
  value: true, ruleKind: DECISION, ruleTitle: "办法（测试）", validFrom: "2019-01-01"})
  { version } }"""
ANSWERS = {"objectToPoints": "text"}


def dummy(kind: Any) -> Any:
    """A value that a type accepts and that names nothing which exists."""
    if isinstance(kind, GraphQLNonNull):
        return dummy(kind.of_type)
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: dummy(field.type)
            for name, field in kind.fields.items()
            if is_required_input_field(field)
        }
    plain = {
        "String": "无",
        "Int": 1,
        "Boolean": True,
        "Date": "2020-01-06",
        "ErasureGround": "CONSENT",
    }
    return global_id("Nothing", NEVER) if kind.name == "ID" else plain[kind.name]


@pytest.fixture(scope="module")
async def world(open_house: OpenHouse) -> AsyncGenerator[House]:
    """One house for the module."""
    async with open_house() as house:
        await house.enable(COUNTY, PLUGIN)
        admin = await house.person(COUNTY, "standing_committee", "admin")
        await house.gql(RANKING_BELOW, by=admin)
        yield house


@pytest.fixture(scope="module")
async def people(world: House) -> dict[str, Someone | None]:
    """One person for each role, all of one organ; one without any, and nobody at all."""
    roles = {one: await world.person(COUNTY, "standing_committee", one) for one in ROLES}
    nobody = await world.person(COUNTY, "standing_committee")
    return {**roles, NOBODY: nobody, VISITOR: None}


def fields(house: House) -> Any:
    made: Any = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    return made.mutation_type.fields


def names(cls: Any) -> set[str]:
    parts = (one.python_name.split("_") for one in cls.__strawberry_definition__.fields)
    return {first + "".join(word.title() for word in more) for first, *more in parts}


def test_the_tables_name_everything_that_is_offered() -> None:
    assert names(Mutation) == set(VERBS)
    assert names(Query) == set(READS)
    reading = {"read", "read_rules", "read_own", "read_lists", "read_public", "try_rule"}
    actions = {one.name.partition(".")[2] for one in ACTIONS}
    verbs = {one.replace("_", "") for one in actions - reading - {"mark_others"}}
    assert verbs == {one.lower() for one in VERBS}


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_do_it(world: House, people: dict[str, Someone | None], verb: str) -> None:
    sent = {"input": dummy(fields(world)[verb].args["input"].type)}
    may = set[str]()
    for who, by in people.items():
        query = mutation(verb, ANSWERS.get(verb, "id"))
        code = await world.refused_code(query, sent, by=by, body=COUNTY)
        if code not in ("FORBIDDEN", "NOT_SIGNED_IN"):
            may.add(who)
    assert may == VERBS[verb]


@pytest.mark.parametrize("name", READS)
async def test_who_may_read_it(world: House, people: dict[str, Someone | None], name: str) -> None:
    asked, expected = READS[name]
    may = set[str]()
    for who, by in people.items():
        answer = await world.ask(f"{{ {name}{asked} }}", by=by, body=COUNTY)
        if not answer.get("errors"):
            may.add(who)
        else:
            code = answer["errors"][0]["extensions"]["code"]
            assert code in ("FORBIDDEN", "NOT_SIGNED_IN"), answer
    assert may == expected
