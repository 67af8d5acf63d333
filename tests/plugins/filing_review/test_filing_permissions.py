"""Who may do and read what: every verb and every read of the plugin, tried by every role."""

from typing import Any
from uuid import uuid4

import pytest
from filing_path import COUNTY, PLUGIN, mutation, open_office
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    is_required_input_field,
)

from core import global_id
from core.testing import House, Someone
from plugins.filing_review.permissions import ACTIONS

MAKERS = {"maker_clerk", "maker_checker", "maker_signer"}
REVIEWERS = {
    "registry_clerk",
    "reviewer",
    "committee_head",
    "review_lead",
    "opinion_checker",
    "opinion_signer",
    "publication_checker",
    "filing_reader",
}
VERBS: dict[str, set[str]] = {
    "prepareFiling": {"maker_clerk"},
    "reviseFiling": {"maker_clerk"},
    "dropFiling": {"maker_clerk"},
    "sendFiling": {"maker_clerk"},
    "supplementFiling": {"maker_clerk"},
    "withdrawFiling": {"maker_clerk"},
    "answerOpinion": {"maker_clerk"},
    "reportCorrection": {"maker_clerk"},
    "signFiling": {"maker_signer"},
    "receiveFiling": {"registry_clerk"},
    "registerFiling": {"registry_clerk"},
    "returnFiling": {"registry_clerk"},
    "withholdFiling": {"registry_clerk"},
    "notifyLateness": {"registry_clerk"},
    "assignReview": {"review_lead"},
    "circulateFiling": {"registry_clerk", "review_lead", "opinion_signer"},
    "markFilingRead": REVIEWERS,
    "recordFinding": {"review_lead", "reviewer"},
    "submitReview": {"review_lead", "reviewer"},
    "recallReview": {"review_lead"},
    "passUpDoubt": {"review_lead"},
    "receiveDoubt": {"registry_clerk"},
    "recordDoubtAnswer": {"review_lead"},
    "concludeReview": {"review_lead"},
    "suspendReview": {"review_lead"},
    "resumeReview": {"review_lead"},
    "requestExtension": {"review_lead", "reviewer"},
    "extendReview": {"opinion_signer", "committee_head"},
    "declineExtension": {"opinion_signer", "committee_head"},
    "recordNote": {"review_lead"},
    "draftOpinion": {"review_lead"},
    "closeFiling": {"review_lead"},
    "returnOpinion": {"opinion_checker", "opinion_signer"},
    "reviseOpinion": {"review_lead"},
    "sendLetter": {"maker_clerk", "registry_clerk", "review_lead"},
    "draftLetter": {"maker_clerk", "registry_clerk", "review_lead"},
    "reviseLetter": {"maker_clerk", "registry_clerk", "review_lead"},
    "dropLetter": {"maker_clerk", "registry_clerk", "review_lead"},
    "checkLetter": {"maker_checker", "opinion_checker"},
    "returnLetter": {"maker_checker", "maker_signer", "opinion_checker", "opinion_signer"},
    "issueLetter": {"maker_signer", "opinion_signer"},
    "exportLedger": {"registry_clerk", "review_lead"},
    "exportPlatformSheet": {"registry_clerk"},
    "importPlatformNumbers": {"registry_clerk"},
    "feedPlatform": {"registry_clerk"},
    "checkOpinion": {"opinion_checker"},
    "issueOpinion": {"opinion_signer"},
    "publishFiling": {"opinion_signer"},
    "withdrawPublication": {"opinion_signer"},
    "checkSecrecy": {"publication_checker"},
    "exportCopies": {"review_lead", "opinion_signer"},
    "reportUncorrected": {"review_lead", "opinion_signer"},
    "requestCorrection": {"opinion_signer"},
    "askGuidance": {"maker_clerk", "review_lead"},
    "answerGuidance": {"review_lead"},
    "shareDocument": {"review_lead"},
}
LEADING = {"review_lead", "opinion_checker", "opinion_signer"}
NOBODY, VISITOR = "(no role)", "(not signed in)"
SIGNED_IN = MAKERS | REVIEWERS | {NOBODY}
READS: dict[str, tuple[str, set[str]]] = {
    "filings": ("{ totalCount }", REVIEWERS),
    "reviewTasks": ("{ totalCount }", REVIEWERS),
    "circulations": ("{ totalCount }", REVIEWERS),
    "filingFigures(year: 2025)": ("{ count }", REVIEWERS),
    "filingMakers": ("{ code }", REVIEWERS),
    "outgoingFilings": ("{ totalCount }", MAKERS),
    'documentFaults(document: {title: "无"})': ("{ told }", MAKERS),
    "letters": ("{ totalCount }", SIGNED_IN),
    "filingRoutes": ("{ maker }", SIGNED_IN),
    "exchanges": ("{ totalCount }", SIGNED_IN),
    "filingCopies": ("{ totalCount }", LEADING),
    "unitFigures(year: 2025)": ("{ body }", LEADING),
    "doubts": ("{ totalCount }", LEADING | {"registry_clerk"}),
    "draftLetters": ("{ totalCount }", SIGNED_IN),
    'platformNumbersPreview(file: "RmlsZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA")': (
        "{ row }",
        {"registry_clerk"},
    ),
    "publicFilings": ("{ totalCount }", SIGNED_IN | {VISITOR}),
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
    return global_id("Nothing", uuid4()) if kind.name == "ID" else plain[kind.name]


@pytest.fixture(scope="module")
async def people(world: House) -> dict[str, Someone | None]:
    """One person for each role, all of the same organ; one without any, and nobody at all."""
    await open_office(world)
    roles = {one: await world.person("county-a", COUNTY, one) for one in MAKERS | REVIEWERS}
    return {**roles, NOBODY: await world.person("county-a", COUNTY), VISITOR: None}


def verbs_of(house: House) -> dict[str, Any]:
    made = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    bare = house.schemas.of(frozenset())._schema  # pyright: ignore[reportPrivateUsage]
    core_verbs = bare.mutation_type.fields
    return {
        name: field for name, field in made.mutation_type.fields.items() if name not in core_verbs
    }


async def test_the_tables_name_everything_the_plugin_offers(world: House) -> None:
    assert set(VERBS) == set(verbs_of(world))
    made = world.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    bare = world.schemas.of(frozenset())._schema  # pyright: ignore[reportPrivateUsage]
    reads = set(made.query_type.fields) - set(bare.query_type.fields)
    assert {one.partition("(")[0] for one in READS} == reads
    assert len(ACTIONS) == len(VERBS) + len(
        {"read", "read_outgoing", "letters", "published", "copies", "exchanges", "doubts"}
    )


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_do_it(world: House, people: dict[str, Someone | None], verb: str) -> None:
    sent = {"input": dummy(verbs_of(world)[verb].args["input"].type)}
    may = set[str]()
    for role, by in people.items():
        answer = await world.ask(mutation(verb), sent, by=by, body="county-a")
        code = answer["errors"][0]["extensions"]["code"] if answer.get("errors") else "DONE"
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
        # A file that nobody has is asked for by somebody who may ask.
        if not errors or errors[0]["extensions"]["code"] == "NOT_FOUND":
            may.add(role)
        else:
            code = errors[0]["extensions"]["code"]
            assert code == ("NOT_SIGNED_IN" if role == VISITOR else "FORBIDDEN")
    assert may == expected


async def test_a_refusal_names_what_is_not_allowed(
    world: House, people: dict[str, Someone | None]
) -> None:
    sent = {"input": dummy(verbs_of(world)["issueOpinion"].args["input"].type)}
    refusal = await world.refused(mutation("issueOpinion"), sent, by=people["reviewer"])
    assert "审查意见签发" in refusal["message"]
    assert refusal["extensions"]["action"] == "filing_review.issue_opinion"


async def test_an_own_role_of_the_body_may_hold_single_actions(world: House) -> None:
    admin = await world.person("county-a", "office", "admin")
    query = "mutation($input: DefineRoleInput!) { defineRole(input: $input) { name } }"
    actions = ["filing_review.read", "filing_review.return_filing"]
    made = {"name": "returner", "title": "退件员", "actions": actions}
    await world.gql(query, {"input": made}, by=admin)
    by = await world.person("county-a", COUNTY, "returner")
    for verb, code in (("returnFiling", "NOT_FOUND"), ("registerFiling", "FORBIDDEN")):
        sent = {"input": dummy(verbs_of(world)[verb].args["input"].type)}
        assert await world.refused_code(mutation(verb), sent, by=by) == code
