"""What was done with a record: told to whoever sees it, where its type says so."""

import pytest
from filing_path import open_office

from core import global_id
from core.testing import House, query_count

pytestmark = pytest.mark.database

ASKED = """query($id: ID!) { timeline(record: $id) {
  name title at by rules { setting title ruleKind ruleText text }
} }"""


async def test_who_did_what_when_is_told_to_whoever_sees_the_record(house: House) -> None:
    office = await open_office(house)
    _, filing = await office.registered()
    with query_count() as sent:
        told = (await house.gql(ASKED, {"id": filing}, by=office.people["lead"]))["timeline"]
    assert len(sent) <= 9, "whatever was done, and however often"
    names = [one["name"] for one in told]
    assert "filing_review.register_filing" in names
    assert [one["at"] for one in told] == sorted((one["at"] for one in told), reverse=True)
    registered = next(one for one in told if one["name"] == "filing_review.register_filing")
    assert registered["title"] == "备案登记"
    assert registered["by"] is not None


async def test_each_act_names_the_rules_it_rested_on_as_they_were_then(house: House) -> None:
    """The rule is the version that the verb went by, whatever holds since."""
    office = await open_office(house)
    await house.practise("county-a", "filing_review.register_series", "whole")
    _, filing = await office.registered()
    await house.practise("county-a", "filing_review.register_series", "maker_kind")
    told = (await house.gql(ASKED, {"id": filing}, by=office.people["lead"]))["timeline"]
    rules = {one["name"]: {rule["setting"]: rule for rule in one["rules"]} for one in told}
    registered = rules["filing_review.register_filing"]
    assert registered["core.roll_forward"] == {
        "setting": "core.roll_forward",
        "title": "期间最后一日为休息日时顺延",
        "ruleKind": "LAW",
        "ruleText": "《中华人民共和国民法典》第二百零三条",
        "text": "是",
    }
    series = registered["filing_review.register_series"]
    assert (series["ruleKind"], series["ruleText"]) == ("DECISION", "《本机构办法（测试）》第一条")
    assert series["text"] == "全年统一编号"
    assert rules["filing_review.receive_filing"] == {}, "whoever receives asks for no rule"


async def test_the_course_of_a_case_is_told_whole(house: House) -> None:
    """What was done with its findings, opinion and letters, and what arrived, on either side."""
    office = await open_office(house)
    outgoing, filing = await office.opined()
    await office.answer(outgoing)
    told = (await house.gql(ASKED, {"id": filing}, by=office.people["lead"]))["timeline"]
    done = [one["name"].partition(".")[2] for one in reversed(told)]
    course = [
        "filing_arrived",
        "receive_filing",
        "register_filing",
        "assign_review",
        "record_finding",
        "submit_review",
        "conclude_review",
        "draft_opinion",
        "check_opinion",
        "issue_opinion",
        "letter_arrived",
    ]
    assert [one for one in done if one in course] == course
    assert (
        next(one for one in told if one["name"].endswith("letter_arrived"))["title"]
        == "收到往来函件"
    )
    told = (await house.gql(ASKED, {"id": outgoing}, by=office.people["clerk"]))["timeline"]
    done = [one["name"].partition(".")[2] for one in reversed(told)]
    assert done[:3] == ["prepare_filing", "sign_filing", "send_filing"]
    assert {"letter_arrived", "answer_opinion"} <= set(done)


async def test_nobody_is_told_of_what_they_do_not_see(house: House) -> None:
    office = await open_office(house)
    _, filing = await office.registered()
    for by in (
        await house.person("county-a", "court"),
        await house.person("county-a", "office", "auditor"),
        await house.person("county-b", "standing_committee", "registry_clerk"),
    ):
        assert await house.refused_code(ASKED, {"id": filing}, by=by) == "NOT_FOUND", by


async def test_only_records_that_say_so_have_one(house: House) -> None:
    """A mandate's changes are a list of their own; an id of nothing tells nothing."""
    admin = await house.person("county-a", "standing_committee", "admin", "auditor")
    mandate = global_id("Mandate", admin.person_id)
    for asked, code in ((mandate, "NOT_FOUND"), ("?", "ID_INVALID")):
        assert await house.refused_code(ASKED, {"id": asked}, by=admin) == code


def test_of_a_ballot_nothing_is_told() -> None:
    """Who has voted when is nobody's business but the tellers'."""
    from core.graphql.nodes import record_info
    from plugins.people_votes import schema

    told = [
        one
        for one in vars(schema).values()
        if (known := record_info(one)) is not None and known.timeline
    ]
    assert not {one.__name__ for one in told} & {"VoteRound", "VoteItem", "RollPlace"}
