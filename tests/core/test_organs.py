"""Organs are established, renamed and closed by a body's admin, as far as the law knows them."""

import asyncio
from typing import Any

import pytest
from edited_twice import second_is_told

from core import clock
from core.graphql.ids import key
from core.kit import deadlines
from core.tenancy import Organ
from core.testing import House, MakeHouse, Someone

pytestmark = pytest.mark.database

ESTABLISH = """mutation($i: EstablishOrganInput!) { establishOrgan(input: $i) {
  id code kind name } }"""
RENAME = "mutation($input: RenameOrganInput!) { renameOrgan(input: $input) { name } }"
CLOSE = "mutation($o: ID!) { closeOrgan(input: { organ: $o }) { id } }"
ORGANS = "{ body { organs { id code name revision } } }"
JOIN = """mutation($i: CreatePersonInput!) { createPerson(input: $i) { member { id } } }"""
RULE = "filing_review.answer_period"
LEAVE = (
    """mutation($m: ID!) { endMembership(input: { member: $m, endedOn: "2026-03-02" }) { id } }"""
)


SEATS = {
    "county-a": "office",
    "town-a": "presidium",
    "subdistrict-a": "subdistrict_working_committee",
}


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone."""
    return await make_house(installed=False)


def named(code: str, kind: str = "DEPARTMENT", name: str = "教育局") -> dict[str, Any]:
    return {"i": {"code": code, "kind": kind, "name": name}}


async def established(house: House, by: Someone, code: str) -> str:
    return (await house.gql(ESTABLISH, named(code), by=by))["establishOrgan"]["id"]


async def codes(house: House, by: Someone) -> set[str]:
    told = await house.gql(ORGANS, by=by)
    return {one["code"] for one in told["body"]["organs"]}


async def test_an_organ_of_the_admins_own_can_be_worked_in(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    stranger = await house.person("county-b", "office", "admin")
    await established(house, admin, "education")
    assert "education" in await codes(house, admin)
    assert "education" not in await codes(house, stranger)
    place = {"organ": "education", "post": "科员", "roles": []}
    new = {"name": "新人", "login": "new-in-education", "place": place}
    created = await house.gql(JOIN, {"i": new}, by=admin)
    assert created["createPerson"]["member"]["id"]
    assert await house.refused_code(ESTABLISH, named("education"), by=admin) == "ORGAN_EXISTS"
    # Codes are the body's own: another body may use the same.
    await established(house, stranger, "education")


@pytest.mark.parametrize(
    ("body", "given", "code"),
    [
        ("town-a", named("cwh", "STANDING_COMMITTEE"), "ORGAN_KIND"),
        ("town-a", named("zrh", "COUNCIL_OF_CHAIRPERSONS"), "ORGAN_KIND"),
        ("subdistrict-a", named("congress2", "CONGRESS"), "ORGAN_KIND"),
        ("county-a", named("government2", "GOVERNMENT"), "ORGAN_ONE_ONLY"),
        ("county-a", named("Education"), "ORGAN_CODE"),
        ("county-a", named("a"), "ORGAN_CODE"),
        ("county-a", named("edu cation"), "ORGAN_CODE"),
        ("county-a", named("education", name="  "), "NAME_EMPTY"),
        ("county-a", named("education", name="教" * 61), "NAME_LONG"),
    ],
)
async def test_what_no_organ_can_be_is_refused(
    house: House, body: str, given: dict[str, Any], code: str
) -> None:
    admin = await house.person(body, SEATS[body], "admin")
    before = await codes(house, admin)
    assert await house.refused_code(ESTABLISH, given, by=admin) == code
    assert await codes(house, admin) == before


async def test_of_two_admins_who_establish_the_same_at_once_one_is_told(house: House) -> None:
    admins = [await house.person("county-a", "office", "admin") for _ in range(2)]
    answers = await asyncio.gather(
        *(house.ask(ESTABLISH, named("twice"), by=one) for one in admins)
    )
    told = [one["errors"][0]["extensions"]["code"] for one in answers if one.get("errors")]
    assert told == ["ORGAN_EXISTS"]


async def test_two_who_rename_one_organ(house: House) -> None:
    admins = [await house.person("county-a", "office", "admin") for _ in range(2)]
    organ = await established(house, admins[0], "renamed")

    async def now() -> dict[str, Any]:
        organs = (await house.gql(ORGANS, by=admins[0]))["body"]["organs"]
        return next(one for one in organs if one["id"] == organ)

    await second_is_told(
        house,
        RENAME,
        {"organ": organ, "name": "教育和体育局"},
        {"organ": organ, "name": "教育体育局"},
        now,
        *admins,
    )


async def test_an_organ_in_which_somebody_works_is_not_closed(house: House) -> None:
    with house.on("2026-03-02"):
        admin = await house.person("county-a", "office", "admin")
        organ = await established(house, admin, "closing")
        place = {"organ": "closing", "post": "科员", "roles": []}
        new = {"name": "新人", "login": "new-in-closing", "place": place}
        member = (await house.gql(JOIN, {"i": new}, by=admin))["createPerson"]["member"]["id"]
        assert await house.refused_code(CLOSE, {"o": organ}, by=admin) == "ORGAN_HAS_PEOPLE"
        await house.gql(LEAVE, {"m": member}, by=admin)
        await house.gql(CLOSE, {"o": organ}, by=admin)
        assert "closing" not in await codes(house, admin)
        again = {**new, "login": "later-in-closing"}
        assert await house.refused_code(JOIN, {"i": again}, by=admin) == "ORGAN_UNKNOWN"
        assert await house.refused_code(CLOSE, {"o": organ}, by=admin) == "ORGAN_CLOSED"
        # Its code stays taken: what was sent to it is never taken for another's.
        assert await house.refused_code(ESTABLISH, named("closing"), by=admin) == "ORGAN_EXISTS"


async def test_an_organ_whose_clock_runs_is_not_closed(make_house: MakeHouse) -> None:
    house = await make_house()
    await house.enable("county-a", "filing_review")
    with house.on("2026-03-02"):
        admin = await house.person("county-a", "office", "admin")
        organ = await established(house, admin, "busy")
        body = house.bodies["county-a"].id
        async with house.platform.as_core(body) as work:
            row = await work.session.get_one(Organ, (body, key(organ, "Organ")))
        async with house.platform.as_core(body, row) as work:
            await deadlines.start_clock(work, RULE, row, clock.today())
        assert await house.refused_code(CLOSE, {"o": organ}, by=admin) == "ORGAN_HAS_MATTERS"
        async with house.platform.as_core(body, row) as work:
            await deadlines.meet_clock(work, RULE, row.id, clock.today())
        await house.gql(CLOSE, {"o": organ}, by=admin)
