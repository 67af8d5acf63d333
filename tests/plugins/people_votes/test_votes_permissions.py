"""Who may do and read what of the vote: every verb and every read, tried by every role."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import pytest
from calls_path import never, open_hall
from polling import mutation
from test_calls_permissions import dummy, verbs_of

from core.testing import House, OpenHouse, Someone
from plugins.people_votes.permissions import VOTE_ACTIONS
from plugins.people_votes.schema.voting import VotingReads

NOBODY, VISITOR = "(no role)", "(not signed in)"
SECRETARY, CHAIR = "project_secretary", "executive_chairperson"
TELLER, SCRUTINEER, DEPUTY = "teller", "scrutineer", "deputy"
ROLES = {SECRETARY, CHAIR, TELLER, SCRUTINEER, DEPUTY, "session_secretary", "project_unit"}
SIGNED_IN = ROLES | {NOBODY}
VERBS: dict[str, set[str]] = {
    "openCycle": {SECRETARY},
    "prepareVote": {SECRETARY},
    "adoptVoteMethod": {SECRETARY},
    "nameVoteOfficials": {SECRETARY},
    "replaceVoteOfficial": {SECRETARY},
    "openVote": {CHAIR},
    "closeVote": {CHAIR},
    "cancelVote": {SECRETARY},
    "printBallots": {SECRETARY},
    "recordPapers": {TELLER},
    "enterCount": {TELLER},
    "confirmCount": {SCRUTINEER},
    "announceResult": {CHAIR},
    "prepareFurtherRound": {SECRETARY},
    "orderRecount": {CHAIR},
    "concludeVote": {SECRETARY},
    "prepareAssessment": {SECRETARY},
    "castVote": {DEPUTY},
    "printTally": {SECRETARY, TELLER, SCRUTINEER},
}
"""Who may try; the kit then asks for the officials of the very round."""
READS: dict[str, tuple[str, set[str]]] = {
    "votes": ("votes", SIGNED_IN),
    "vote_roll": (f'voteRoll(round: "{never("VoteRound")}")', {SCRUTINEER, "session_secretary"}),
}


@pytest.fixture(scope="module")
async def world(open_house: OpenHouse) -> AsyncGenerator[House]:
    """One house for the module."""
    async with open_house() as house:
        await open_hall(house)
        yield house


@pytest.fixture(scope="module")
async def people(world: House) -> dict[str, Someone | None]:
    """One person for each role, all of one organ; one without any, and nobody at all."""
    roles = {one: await world.person("county-a", "standing_committee", one) for one in ROLES}
    nobody = await world.person("county-a", "standing_committee")
    return {**roles, NOBODY: nobody, VISITOR: None}


def asking(verb: str) -> str:
    return mutation(verb, "fault" if verb.startswith("print") else "id")


def test_the_tables_name_everything_that_is_offered() -> None:
    actions = {one.name.partition(".")[2].replace("_", "") for one in VOTE_ACTIONS}
    assert {verb.lower() for verb in VERBS} == actions - {"read", "readturnout"}
    fields: Any = VotingReads.__strawberry_definition__.fields  # pyright: ignore[reportAttributeAccessIssue]
    assert {one.python_name for one in fields} == set(READS)


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_do_it(world: House, people: dict[str, Someone | None], verb: str) -> None:
    sent = {"input": dummy(verbs_of(world)[verb].args["input"].type)}
    may = set[str]()
    for role, by in people.items():
        # A year and a title are all that a cycle needs: each needs a title of its own.
        if verb == "openCycle":
            sent["input"]["title"] = str(uuid4())
        answer = await world.ask(asking(verb), sent, by=by, body="county-a")
        code = answer["errors"][0]["extensions"]["code"] if answer.get("errors") else "DONE"
        assert code not in ("GRAPHQL_VALIDATION_FAILED", "INTERNAL"), answer
        if code not in ("FORBIDDEN", "NOT_SIGNED_IN"):
            may.add(role)
        else:
            assert (code == "NOT_SIGNED_IN") is (role == VISITOR)
    assert may == VERBS[verb]


@pytest.mark.parametrize("read", READS)
async def test_who_may_read_it(world: House, people: dict[str, Someone | None], read: str) -> None:
    field, expected = READS[read]
    may = set[str]()
    for role, by in people.items():
        answer = await world.ask(f"{{ {field} {{ totalCount }} }}", by=by, body="county-a")
        if not answer.get("errors"):
            may.add(role)
        else:
            code = answer["errors"][0]["extensions"]["code"]
            assert code == ("NOT_SIGNED_IN" if role == VISITOR else "FORBIDDEN")
    assert may == expected


async def test_the_plugin_is_off_elsewhere(world: House) -> None:
    stranger = await world.person("county-b", "standing_committee", SECRETARY)
    answer = await world.ask("{ votes { totalCount } }", by=stranger)
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
