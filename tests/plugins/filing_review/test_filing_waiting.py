"""What waits for somebody: lists narrowed to it, so that the home page can count and open them."""

from typing import Any

import pytest
from filing_path import Office, document, on, open_office

from core.testing import House, Someone

pytestmark = pytest.mark.database


async def own(office: Office, who: str | Someone, narrowed: str) -> list[str]:
    """The maker's own filings in a list that is narrowed; as many as are counted."""
    by = office.people[who] if isinstance(who, str) else who
    asked = f"{{ outgoingFilings(first: 100, {narrowed}) {{ totalCount nodes {{ id }} }} }}"
    found = (await office.house.gql(asked, by=by))["outgoingFilings"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["id"] for one in found["nodes"]]


LACKING: dict[str, dict[str, Any]] = {
    "a fact": {"document": document(openness=None)},
    "a fact that is empty": {"document": document(publishedIn="")},
    "a day that has come": {"document": document(publishedOn="2025-01-14")},
    "the text itself": {
        "parts": [{"kind": "OFFICIAL_TEXT", "absentReason": "随后补送"}],
    },
}


@pytest.mark.parametrize("lacking", LACKING)
async def test_a_draft_waits_for_a_signature_once_nothing_else_is_lacking(
    county: Office, lacking: str
) -> None:
    with on("2025-01-13"):
        whole = {"document": document(), "parts": await county.parts()}
        changed = LACKING[lacking]
        if "parts" in changed:
            others = [one for one in whole["parts"] if one["kind"] != "OFFICIAL_TEXT"]
            changed = {"parts": [*others, *changed["parts"]]}
        made = await county.do("clerk", "prepareFiling", **{**whole, **changed})
        assert made["id"] not in await own(county, "signer", "toSign: true")
        signature = {"filing": made["id"], "reportNumber": "测备报1号"}
        await county.refused("signer", "signFiling", **signature)
        await county.do("clerk", "reviseFiling", filing=made["id"], **whole)
        assert made["id"] in await own(county, "signer", "toSign: true")
        await county.do("signer", "signFiling", **signature)
        assert made["id"] not in await own(county, "signer", "toSign: true")


async def test_a_part_may_be_explained_as_absent_and_one_that_was_replaced_is_none(
    county: Office,
) -> None:
    with on("2025-01-13"):
        parts = await county.parts()
        explained = [
            {"kind": one["kind"], "absentReason": "随后补送"}
            if one["kind"] == "DRAFTING_NOTE"
            else one
            for one in parts
        ]
        made = await county.do("clerk", "prepareFiling", document=document(), parts=explained)
        assert made["id"] in await own(county, "signer", "toSign: true")
        fewer = [one for one in parts if one["kind"] != "DRAFTING_NOTE"]
        change = {"filing": made["id"], "document": document(), "parts": fewer}
        await county.do("clerk", "reviseFiling", **change)
        assert made["id"] not in await own(county, "signer", "toSign: true")
        code = await county.code("signer", "signFiling", filing=made["id"], reportNumber="1号")
        assert code == "PACKAGE_INCOMPLETE"


async def test_nobody_is_told_to_sign_what_they_prepared(county: Office) -> None:
    both = await county.house.person("county-a", county.maker, "maker_clerk", "maker_signer")
    with on("2025-01-13"):
        sent = {"document": document(), "parts": await own_parts(county, both)}
        made = (await county.do(both, "prepareFiling", **sent))["id"]
        assert made not in await own(county, both, "toSign: true")
        assert made in await own(county, "signer", "toSign: true")
        signed = {"filing": made, "reportNumber": "测备报1号"}
        assert await county.code(both, "signFiling", **signed) == "SAME_PERSON"


async def own_parts(office: Office, who: Someone) -> list[dict[str, Any]]:
    file = await office.upload(who)
    return [{"kind": kind, "file": file} for kind in office.demanded]


async def test_a_congress_says_first_whether_its_resolution_binds(house: House) -> None:
    congress = await open_office(house, "town-a", maker="congress")
    with on("2025-01-13"):
        for binding, waits in ((None, False), (False, False), (True, True)):
            made = await congress.prepared(generallyBinding=binding, kind="RESOLUTION")
            assert (made in await own(congress, "signer", "toSign: true")) is waits
            signed = {"filing": made, "reportNumber": "测备报1号"}
            if waits:
                await congress.do("signer", "signFiling", **signed)
            else:
                await congress.refused("signer", "signFiling", **signed)


async def test_what_is_late_and_not_sent_stands_apart(county: Office) -> None:
    with on("2025-01-13"):
        draft, signed = await county.prepared(), await county.signed()
        undated = await county.prepared(publishedOn=None)
        dropped = await county.prepared()
        await county.do("clerk", "dropFiling", filing=dropped, reason="误建")
        sent, filing = await county.received()
        withhold = {"filing": filing, "ask": "REFILE", "reason": "格式不对"}
        await county.do("registry", "withholdFiling", **withhold)
        await county.house.drain(1)
        late = await own(county, "clerk", "overdue: true")
        assert not {draft, signed, undated, dropped, sent} & set(late)
    due = (await county.see("clerk", draft, "filingDueOn"))["filingDueOn"]
    with on(due):
        assert draft not in await own(county, "clerk", "overdue: true"), "the last day is in time"
    with on("2025-03-10"):
        change = {"filing": sent, "document": document()}
        await county.do("clerk", "reviseFiling", **change)
        late = await own(county, "clerk", "overdue: true")
        assert {draft, signed, undated, dropped, sent} & set(late) == {draft, signed}
        assert signed not in await own(county, "clerk", "overdue: true, state: DRAFT")
        assert draft in await own(county, "signer", "overdue: true, toSign: true")
        listed = "lateIfSentToday"
        assert (await county.see("clerk", draft, listed))[listed] > 0


ASKED = """query($own: Boolean!) { exchanges(first: 100, toAnswer: $own) {
  totalCount nodes { id title } } }"""


async def asked(house: House, by: Someone) -> list[str]:
    found = (await house.gql(ASKED, {"own": True}, by=by))["exchanges"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["title"] for one in found["nodes"]]


async def test_a_question_from_below_waits_until_it_is_answered(house: House) -> None:
    county, town = await open_office(house, "county-a"), await open_office(house, "town-a")
    lead = county.people["lead"]
    with on("2025-01-15"):
        await town.do("lead", "askGuidance", title="能否规定罚款", text="镇政府能否设定罚款？")
        await county.do("lead", "shareDocument", title="范本", text="请参照使用。")
        await house.drain(4)
        assert await asked(house, lead) == ["能否规定罚款"]
        assert await asked(house, town.people["lead"]) == [], "neither one's own nor what is shared"
        every = (await house.gql(ASKED, {"own": False}, by=lead))["exchanges"]["nodes"]
        (question,) = [one["id"] for one in every if one["title"] == "能否规定罚款"]
        await county.do("lead", "answerGuidance", exchange=question, text="不能。")
        assert await asked(house, lead) == []
