"""Turning the plugin on and off: on what basis, and what becomes of what there is."""

from typing import Any

import pytest
import sqlalchemy as sa
from filing_path import COUNTY, PLUGIN, SUBDISTRICT, TOWN, mutation, on, open_office

from core import clock, events
from core.tenancy import BasisKind, Organ
from core.testing import House

pytestmark = pytest.mark.database

ENABLE = """mutation($basis: LegalBasisInput!) {
  enablePlugin(input: {plugin: "filing_review", basis: $basis}) { plugin }
}"""
DISABLE = 'mutation { disablePlugin(input: {plugin: "filing_review"}) { plugin } }'

PREVIEW = '{ disablingPreview(plugin: "filing_review") { open matters { title count } } }'
DISABLE_SEEN = """mutation($open: Int) {
  disablePlugin(input: {plugin: "filing_review", open: $open}) { plugin } }"""


def basis(kind: str) -> dict[str, Any]:
    return {"kind": kind, "title": "开展备案审查的依据", "validFrom": "2025-01-01"}


@pytest.mark.parametrize(
    ("body", "organ", "demanded"),
    [
        ("town-a", TOWN, "DECISION"),
        ("subdistrict-a", SUBDISTRICT, "HANDOVER_NOTICE"),
    ],
)
async def test_the_basis_a_body_must_have(
    world: House, body: str, organ: str, demanded: str
) -> None:
    admin = await world.person(body, organ, "admin")
    for kind in ("DECISION", "HANDOVER_NOTICE", "MEASURES", "OTHER"):
        if kind != demanded:
            refusal = await world.refused(ENABLE, {"basis": basis(kind)}, by=admin)
            assert refusal["extensions"]["code"] == "BASIS_REQUIRED"
            named = {"DECISION": "决定", "HANDOVER_NOTICE": "交办通知"}[demanded]
            assert named in refusal["message"]
    await world.gql(ENABLE, {"basis": basis(demanded)}, by=admin)


@pytest.mark.parametrize("kind", ["DECISION", "MEASURES", "OTHER"])
async def test_a_county_may_rest_on_any_paper(world: House, kind: str) -> None:
    admin = await world.person("county-b", "office", "admin")
    await world.gql(ENABLE, {"basis": basis(kind)}, by=admin)
    assert await world.refused_code(ENABLE, {"basis": basis(kind)}, by=admin) == (
        "PLUGIN_ALREADY_ON"
    )
    await world.gql(DISABLE, by=admin)


async def test_a_body_without_a_reviewing_organ_cannot_turn_it_on(house: House) -> None:
    admin = await house.person("town-a", "government", "admin")
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        closing = sa.update(Organ).where(Organ.code == TOWN).values(closed_on=clock.today())
        await work.session.execute(closing)
    refusal = await house.refused(ENABLE, {"basis": basis("DECISION")}, by=admin)
    assert refusal["extensions"]["code"] == "NO_REVIEWING_ORGAN"
    assert "主席团" in refusal["message"]


async def test_what_is_off_does_not_exist(house: House) -> None:
    on_here = await open_office(house, "county-a")
    lead = await house.person("county-b", COUNTY, "review_lead")
    introspect = "{ __schema { types { name } queryType { fields { name } } } }"
    there = await house.gql(introspect, by=on_here.people["lead"])
    here = await house.gql(introspect, by=lead)
    own = {one["name"] for one in there["__schema"]["types"]} - {
        one["name"] for one in here["__schema"]["types"]
    }
    assert {"Filing", "OutgoingFiling", "RegisterFilingInput", "Standard"} <= own
    for query in ("{ filings { totalCount } }", "{ publicFilings { totalCount } }"):
        refusal = await house.refused(query, by=lead)
        assert refusal["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert "Cannot query field" in refusal["message"]
    sent = {"input": {"filing": "x"}}
    refused = await house.refused_code(mutation("registerFiling"), sent, by=lead)
    assert refused == "GRAPHQL_VALIDATION_FAILED"


async def test_turning_it_off_keeps_everything(house: House) -> None:
    office = await open_office(house)
    admin = await house.person("county-a", "office", "admin")
    with on("2025-03-03"):
        outgoing, filing = await office.clean()
        await office.publish(filing)
        draft = await office.prepared(title="还在起草")
        assert await house.refused_code(DISABLE, by=admin) == "PLUGIN_OPEN_MATTERS"
        left = (await house.gql(PREVIEW, by=admin))["disablingPreview"]
        counted = {one["title"]: one["count"] for one in left["matters"]}
        assert counted["未办结的备案审查"] == 1
        assert counted["未办结的报送备案"] == 2
        assert "尚未签收的来件" not in counted, "a receipt that only tells waits for nobody"
        assert left["open"] == sum(counted.values())
        await house.gql(DISABLE_SEEN, {"open": left["open"]}, by=admin)
        for by in (office.people["lead"], None):
            query = "{ publicFilings { totalCount } }"
            assert (
                "Cannot query field"
                in (await house.refused(query, by=by, body="county-a"))["message"]
            )
        node = "query($id: ID!) { node(id: $id) { id } }"
        seen = await house.gql(node, {"id": filing}, by=office.people["lead"])
        assert seen["node"] is None
        await house.gql(ENABLE, {"basis": basis("MEASURES")}, by=admin)
        assert (await office.see("lead", filing, "state"))["state"] == "NO_PROBLEM"
        assert (await office.see("clerk", draft, "title"))["title"] == "还在起草"
        await office.close(filing)
        assert (await office.see("clerk", outgoing, "state"))["state"] == "CLOSED"
        _, other = await office.registered()
        seen = await office.see("registry", other, "registerText")
        assert seen["registerText"] == "备登〔2025〕2号", "numbers go on"


async def test_what_travels_while_it_is_off_waits_and_arrives_in_order(house: House) -> None:
    office = await open_office(house, "huzhou-town")
    admin = await house.person("huzhou-town", TOWN, "admin")
    value = {
        "setting": "filing_review.routes",
        "value": [{"maker": "government", "receiver": "presidium"}],
        "ruleKind": "DECISION",
        "ruleTitle": "决定",
        "validFrom": "2025-01-01",
    }
    query = "mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"
    await house.gql(query, {"input": value}, by=admin)
    packages = "{ sentPackages { nodes { state reason number } } }"
    clerk = office.people["clerk"]
    autumn = {"publishedOn": "2025-09-08", "effectiveOn": "2025-09-08"}
    with on("2025-09-15"):
        sent = [await office.signed(documentNumber=f"{one}号", **autumn) for one in (1, 2)]
        for outgoing in sent:
            await office.do("clerk", "sendFiling", filing=outgoing)
        await house.disable("huzhou-town", PLUGIN)
        await house.drain()
        seen = (await house.gql(packages, by=clerk))["sentPackages"]["nodes"]
        held = sorted(seen, key=lambda one: one["number"])
        assert [one["state"] for one in held] == ["HELD", "WAITING"]
        assert "没有启用" in held[0]["reason"]
    with on("2025-09-18"):
        await house.enable("huzhou-town", PLUGIN, BasisKind.DECISION)
        await house.drain()
        lines = await office.ledger(fields="id documentNumber filedOn lateBy state")
        assert sorted(one["documentNumber"] for one in lines) == ["1号", "2号"]
        assert {(one["filedOn"], one["lateBy"]) for one in lines} == {("2025-09-15", 0)}
        seen = (await house.gql(packages, by=clerk))["sentPackages"]["nodes"]
        assert {one["state"] for one in seen} == {"DELIVERED"}
        clocks = await office.deadlines("registry", lines[0]["id"])
        assert clocks["form_check_period"] == ("RUNNING", "2025-09-23"), "from the day it arrived"


async def test_every_verb_of_the_way_is_one_event_and_the_chain_is_sound(house: House) -> None:
    office = await open_office(house, "town-a")
    with on("2025-03-03"):
        outgoing, filing = await office.opined()
        await office.answer(outgoing)
        await office.registered(replaces=outgoing, publishedOn="2025-03-02")
        await office.close(filing)
        await office.publish(filing)
    told = await office.events()
    assert told == [
        "prepare_filing",
        "sign_filing",
        "send_filing",
        "filing_arrived",
        "receive_filing",
        "register_filing",
        "letter_arrived",
        "assign_review",
        "record_finding",
        "submit_review",
        "conclude_review",
        "draft_opinion",
        "check_opinion",
        "issue_opinion",
        "letter_arrived",
        "answer_opinion",
        "letter_arrived",
        "prepare_filing",
        "sign_filing",
        "send_filing",
        "filing_arrived",
        "receive_filing",
        "register_filing",
        "letter_arrived",
        "close_filing",
        "letter_arrived",
        "check_secrecy",
        "publish_filing",
    ]
    await house.drain()
    verdict = await events.verify(house.platform, house.bodies["town-a"].id)
    assert verdict.sound
    assert verdict.unsealed == ()
    assert verdict.sealed == len(await house.events("town-a"))
