"""Circulation: given to colleagues, read on a phone, and the case shows who read it when."""

from filing_path import COUNTY, member_id, on, open_office

from core.testing import House
from plugins.filing_review import practice

ADD_PLACE = "mutation($input: AddMembershipInput!) { addMembership(input: $input) { id } }"
SEEN = "circulations { personName circulatedByName note readAt words mine }"


async def test_a_filing_is_circulated_and_the_case_shows_who_read_it_when(house: House) -> None:
    office = await open_office(house)
    reader = await house.person("county-a", COUNTY, "filing_reader", name="赵阅件")
    people = [member_id(reader), member_id(office.people["checker"])]
    with on("2025-01-13"):
        _, filing = await office.registered()
        given = {"filing": filing, "people": people}
        made = await office.do("lead", "circulateFiling", SEEN, **given, note="请各位阅示")
    assert len(made["circulations"]) == 2
    assert {one["note"] for one in made["circulations"]} == {"请各位阅示"}
    waiting = "{ circulations(unread: true) { totalCount nodes { id mine filing { id } } } }"
    mine = (await house.gql(waiting, by=reader))["circulations"]
    assert mine["totalCount"] == 1
    assert mine["nodes"][0]["mine"] is True
    assert mine["nodes"][0]["filing"]["id"] == filing
    with on("2025-01-14"):
        own = {"circulation": mine["nodes"][0]["id"], "words": "同意"}
        await office.do(reader, "markFilingRead", **own)
    assert (await house.gql(waiting, by=reader))["circulations"]["totalCount"] == 0
    all_mine = "{ circulations { totalCount } }"
    assert (await house.gql(all_mine, by=reader))["circulations"]["totalCount"] == 1
    seen = (await office.see("lead", filing, SEEN))["circulations"]
    by_name = {one["personName"]: one for one in seen}
    assert by_name["赵阅件"]["readAt"].startswith("2025-01-14")
    assert by_name["赵阅件"]["words"] == "同意"
    assert [one["readAt"] for one in seen if one["personName"] != "赵阅件"] == [None]
    assert not any(one["mine"] for one in seen), "the lead was given none"


async def test_what_circulation_refuses(house: House) -> None:
    office = await open_office(house)
    checker, outsider = office.people["checker"], office.people["clerk"]
    with on("2025-01-13"):
        _, filing = await office.registered()
        nobody = {"filing": filing, "people": []}
        assert await office.code("lead", "circulateFiling", **nobody) == "CIRCULATION_EMPTY"
        other = {"filing": filing, "people": [member_id(outsider)]}
        assert await office.code("lead", "circulateFiling", **other) == "NOT_FOUND"
        given = {"filing": filing, "people": [member_id(checker)]}
        made = await office.do("lead", "circulateFiling", "circulations { id }", **given)
        refusal = await office.refused("lead", "circulateFiling", **given)
        assert refusal["extensions"]["code"] == "CIRCULATION_UNREAD"
        own = {"circulation": made["circulations"][0]["id"]}
        await office.do("checker", "markFilingRead", **own)
        assert await office.code("checker", "markFilingRead", **own) == "CIRCULATION_READ"
        again = await office.do("lead", "circulateFiling", "circulations { id }", **given)
        assert len(again["circulations"]) == 2, "read once, it may be given again"


async def test_what_is_said_along_is_no_longer_than_is_kept(house: House) -> None:
    office = await open_office(house)
    kept, long = "阅" * practice.LONGEST_WORDS, "阅" * (practice.LONGEST_WORDS + 1)
    with on("2025-01-13"):
        _, filing = await office.registered()
        given = {"filing": filing, "people": [member_id(office.people["checker"])]}
        refusal = await office.refused("lead", "circulateFiling", **given, note=long)
        assert refusal["extensions"]["code"] == "CIRCULATION_TOO_LONG"
        assert refusal["extensions"]["field"] == "note"
        assert f"不超过{practice.LONGEST_WORDS}字" in refusal["message"]
        made = await office.do("lead", "circulateFiling", "circulations { id }", **given, note=kept)
        own = {"circulation": made["circulations"][0]["id"]}
        refusal = await office.refused("checker", "markFilingRead", **own, words=long)
        assert refusal["extensions"]["code"] == "CIRCULATION_TOO_LONG"
        assert refusal["extensions"]["field"] == "words"
        seen = (await office.see("lead", filing, SEEN))["circulations"]
        assert [one["readAt"] for one in seen] == [None], "what was refused is not read"
        await office.do("checker", "markFilingRead", **own, words=kept)


async def test_nobody_who_works_for_the_maker_is_given_its_filing(house: House) -> None:
    office = await open_office(house)
    both = await house.person("county-a", COUNTY, "filing_reader", name="孙两任")
    admin = await house.person("county-a", "office", "admin")
    place = {"organ": office.maker, "post": "科长", "postKind": "STAFF", "roles": []}
    await house.gql(ADD_PLACE, {"input": {"member": member_id(both), "place": place}}, by=admin)
    with on("2025-01-13"):
        _, filing = await office.registered()
        given = {"filing": filing, "people": [member_id(both)]}
        assert await office.code("lead", "circulateFiling", **given) == "REVIEWER_IS_MAKER"
