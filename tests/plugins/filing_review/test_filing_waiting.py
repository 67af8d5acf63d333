"""What waits for somebody: lists narrowed to it, so that the home page can count and open them."""

from typing import Any

import pytest
from filing_path import COUNTY, Office, document, on, open_office

from core.people import Person, Place, PostKind, join
from core.testing import House, Someone


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
        budget = await county.prepared(generallyBinding=False)
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
        assert {draft, signed, undated, dropped, sent, budget} & set(late) == {draft, signed}
        seen = await county.see("clerk", budget, "lateIfSentToday")
        assert seen["lateIfSentToday"] is None, "what need not be filed is never late"
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


STEPS = ("CHECK", "RETURN", "REVISE", "ISSUE", "DROP")
LETTERS = """query($step: HandStep) { draftLetters(first: 100, step: $step) {
  totalCount nodes { id offered } } }"""
OPINIONS = """query($where: FilingFilter) { filings(first: 100, where: $where) {
  totalCount nodes { id opinions { offered } } } }"""


async def narrowed_as_offered(office: Office, who: Someone) -> dict[str, int]:
    """For each step the lists have just the papers with which it is offered; how many those are."""
    house, found = office.house, dict[str, int]()
    letters = (await house.gql(LETTERS, by=who))["draftLetters"]["nodes"]
    filings = (await house.gql(OPINIONS, by=who))["filings"]["nodes"]
    for step in STEPS:
        mine = (await house.gql(LETTERS, {"step": step}, by=who))["draftLetters"]
        wanted = [one["id"] for one in letters if step in one["offered"]]
        assert [one["id"] for one in mine["nodes"]] == wanted, step
        narrow = {"where": {"opinionStep": step}}
        written = (await house.gql(OPINIONS, narrow, by=who))["filings"]
        fitting = [
            one["id"] for one in filings if any(step in its["offered"] for its in one["opinions"])
        ]
        assert {one["id"] for one in written["nodes"]} == set(fitting), step
        found[step] = mine["totalCount"] + written["totalCount"]
    return found


@pytest.mark.parametrize("hands", [1, 2, 3])
async def test_papers_wait_for_those_to_whom_the_step_is_offered(house: House, hands: int) -> None:
    county = await open_office(house)
    everything = ("review_lead", "registry_clerk", "opinion_checker", "opinion_signer")
    able = await house.person("county-a", COUNTY, *everything, name="什么都能办")
    makers = await house.person("county-a", COUNTY, *everything, name="也在制定机关任职")
    await also_for(house, makers, county.maker)
    with on("2025-03-20"):
        for which in ("drafted", "checked", "returned", "by one who may all"):
            by = able if which == "by one who may all" else county.people["registry"]
            await letter(county, by, which)
            _, filing = await county.faulty(title=f"文件：{which}")
            opinion = await county.draft(filing)
            if which == "checked":
                await county.do("checker", "checkOpinion", opinion=opinion)
            if which == "returned":
                await county.do("checker", "returnOpinion", opinion=opinion, reason="请改")
        await county.let("letter_hands", hands)
        people = able, makers, *(county.people[who] for who in ("lead", "checker", "issuer"))
        told = [await narrowed_as_offered(county, one) for one in people]
    assert all(told[0][step] for step in STEPS), "each step waits for somebody"
    assert told[1]["CHECK"] == told[1]["ISSUE"] == 0, "no hand in what is written to the own organ"


async def letter(office: Office, by: Someone, which: str) -> None:
    """A receipt that is drafted, and goes as far as is said."""
    registered = {"kind": "REGISTERED", "note": "材料齐全。", "text": ""}
    _, filing = await office.received(title=f"来件：{which}")
    made = await office.do(by, "draftLetter", filing=filing, **registered)
    if which == "checked":
        await office.do("checker", "checkLetter", letter=made["id"])
    if which == "returned":
        await office.do("checker", "returnLetter", letter=made["id"], reason="请改")


async def also_for(house: House, who: Someone, organ: str) -> None:
    """Let somebody work in another organ of the body as well."""
    async with house.platform.as_core(house.bodies[who.body].id) as work:
        person = await work.session.get_one(Person, who.person_id)
        await join(
            work.session,
            work,
            person,
            Place(organ_code=organ, post="干部", post_kind=PostKind.STAFF, roles=()),
        )


async def test_a_closed_filing_waits_for_its_secrecy_check_and_then_for_approval(
    county: Office,
) -> None:
    """By two persons: whoever checked it is not asked to approve it."""

    async def waits(who: str, step: str) -> bool:
        asked = f"{{ filings(first: 100, where: {{ publication: {step} }}) {{ nodes {{ id }} }} }}"
        found = await county.house.gql(asked, by=county.people[who])
        return filing in [one["id"] for one in found["filings"]["nodes"]]

    _, filing = await county.clean()
    assert not await waits("publication", "CHECK"), "it is not closed"
    await county.close(filing)
    assert await waits("publication", "CHECK")
    assert not await waits("issuer", "APPROVE")
    await county.do("publication", "checkSecrecy", filing=filing, passed=True, note="不涉密")
    assert not await waits("publication", "CHECK")
    assert not await waits("publication", "APPROVE"), "they checked it themselves"
    assert await waits("issuer", "APPROVE")
    await county.do("issuer", "publishFiling", filing=filing)
    assert not await waits("issuer", "APPROVE")
