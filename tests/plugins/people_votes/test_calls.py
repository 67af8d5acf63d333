"""The call for ideas and who answers it.

Plays rows 0-09, 0-30 (collect) and 2-32 (collect and screen at a subdistrict) of the systems that
the product answers to.
"""

import asyncio
import re
from collections.abc import AsyncGenerator

import pytest
import sqlalchemy as sa
from calls_path import Hall, deputy, never, on, open_hall, told_once

from core.kit.deadlines import Deadline
from core.testing import House, OpenHouse, query_count
from plugins.people_votes import practice
from plugins.people_votes.models import Idea


@pytest.fixture(scope="module")
async def world(open_house: OpenHouse) -> AsyncGenerator[Hall]:
    """One house with one call that runs, for tests that only ask."""
    async with open_house() as house:
        hall = await open_hall(house)
        with on("2025-09-01"):
            await hall.calling()
        yield hall


CALLED = {"text": "请提建议。", "secrecyNote": "不涉密。"}
PUBLIC = "{ publicCalls { nodes { cycle title text until year area } } }"


async def clock_of(hall: Hall) -> tuple[str, str | None]:
    async with hall.house.platform.as_core(hall.house.bodies[hall.body].id) as work:
        row = (
            await work.session.scalars(
                sa.select(Deadline)
                .where(Deadline.rule == practice.CALL_PERIOD)
                .order_by(Deadline.id.desc())
            )
        ).first()
        assert row is not None
        return str(row.state), str(row.due_on)


async def test_a_call_is_public_while_it_runs(house: House) -> None:
    """0-09, 0-30: anybody reads the call, without an account; before and after, nobody does."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.opened()
        assert (await hall.ask(None, PUBLIC))["publicCalls"]["nodes"] == []
        async with told_once(hall, "open_call"):
            await hall.do("secretary", "openCall", cycle=cycle, **CALLED, until="2025-09-30")
        (shown,) = (await hall.ask(None, PUBLIC))["publicCalls"]["nodes"]
        assert (shown["cycle"], shown["until"]) == (cycle, "2025-09-30")
        assert (shown["text"], shown["year"]) == ("请提建议。", 2026)
        assert await clock_of(hall) == ("running", "2025-09-30")
    with on("2025-10-01"):
        async with told_once(hall, "close_call"):
            await hall.do("secretary", "closeCall", cycle=cycle)
        assert (await hall.ask(None, PUBLIC))["publicCalls"]["nodes"] == []
        assert await clock_of(hall) == ("met", "2025-09-30")
        assert (await hall.see("secretary", cycle, "state"))["state"] == "SCREENING"


async def test_where_no_rule_says_how_long_the_body_names_the_day(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.opened()
        assert await hall.code("secretary", "openCall", cycle=cycle, **CALLED) == "CALL_END_MISSING"
        past = {"cycle": cycle, **CALLED, "until": "2025-08-31"}
        assert await hall.code("secretary", "openCall", **past) == "DUE_IN_PAST"
        await hall.do("secretary", "openCall", cycle=cycle, **CALLED, until="2025-09-01")


async def test_a_call_is_as_long_as_the_rule_asks_or_longer(house: House) -> None:
    """As in Jinghong: at least thirty days."""
    hall = await open_hall(house)
    await hall.let("call_period", {"amount": 30, "unit": "day"})
    with on("2025-08-01"):
        cycle = await hall.opened()
        short = {"cycle": cycle, **CALLED, "until": "2025-08-30"}
        refusal = await hall.refused("secretary", "openCall", **short)
        assert refusal["extensions"]["code"] == "CALL_TOO_SHORT"
        assert "30日" in refusal["message"]
        assert "票决办法（测试）" in refusal["message"]
        made = await hall.do("secretary", "openCall", "until ruleText", cycle=cycle, **CALLED)
        # The thirtieth day, 31 August, is a Sunday.
        assert made["until"] == "2025-09-01"
        other = await hall.opened()
        longer = {"cycle": other, **CALLED, "until": "2025-10-31"}
        assert (await hall.do("secretary", "openCall", "until", **longer))["until"] == "2025-10-31"


async def test_a_lower_value_may_only_be_longer(house: House) -> None:
    city = await open_hall(house, "city-a")
    await city.let("call_period", {"amount": 30, "unit": "day"})
    hall = await open_hall(house)
    with pytest.raises(AssertionError, match="PRACTICE"):
        await hall.let("call_period", {"amount": 20, "unit": "day"})
    await hall.let("call_period", {"amount": 40, "unit": "day"})


async def test_a_call_all_year_has_no_end(house: House) -> None:
    """As in Futian: ideas are taken all year round; the call ends when the body says so."""
    hall = await open_hall(house)
    await hall.let("call_all_year", True)
    with on("2025-02-01"):
        cycle = await hall.opened()
        named = {"cycle": cycle, **CALLED, "until": "2025-12-31"}
        assert await hall.code("secretary", "openCall", **named) == "CALL_ALL_YEAR"
        await hall.do("secretary", "openCall", cycle=cycle, **CALLED)
    with on("2025-11-01"):
        await hall.propose(cycle, "修路")
        await hall.do("secretary", "closeCall", cycle=cycle)


async def test_a_call_in_another_season_gives_its_reason(house: House) -> None:
    """As in Shaanxi, Chongqing and Jinghong: the third quarter."""
    hall = await open_hall(house)
    await hall.let("call_months", [7, 8, 9])
    with on("2025-10-09"):
        cycle = await hall.opened()
        late = {"cycle": cycle, **CALLED, "until": "2025-11-30"}
        refusal = await hall.refused("secretary", "openCall", **late)
        assert refusal["extensions"]["code"] == "CALL_OUT_OF_SEASON"
        assert "7月、8月、9月" in refusal["message"]
        await hall.do("secretary", "openCall", **late, seasonReason="换届后首次征集")
    with on("2025-09-30"):
        await hall.calling("2025-10-31")


async def test_nothing_becomes_public_without_a_secrecy_check(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.opened()
        unchecked = {
            "cycle": cycle,
            "text": "请提建议。",
            "secrecyNote": " ",
            "until": "2025-09-30",
        }
        assert await hall.code("secretary", "openCall", **unchecked) == "SECRECY_UNCHECKED"
        empty = {**unchecked, "text": " ", "secrecyNote": "不涉密。"}
        assert await hall.code("secretary", "openCall", **empty) == "TEXT_EMPTY"


async def test_a_call_is_opened_once_and_closed_after_its_last_day(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-30"):
        cycle = await hall.calling("2025-09-30")
        again = {"cycle": cycle, **CALLED, "until": "2025-10-30"}
        assert await hall.code("secretary", "openCall", **again) == "STATE_FORBIDS"
        assert await hall.code("secretary", "closeCall", cycle=cycle) == "CALL_STILL_RUNS"
    with on("2025-10-01"):
        await hall.do("secretary", "closeCall", cycle=cycle)
        assert await hall.code("secretary", "closeCall", cycle=cycle) == "STATE_FORBIDS"


# --- ideas come in ---------------------------------------------------------------------------


async def test_anybody_proposes_without_an_account_and_follows_by_code(house: House) -> None:
    """0-09, 0-30: no name, no address, no telephone; a code that is shown once."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        async with told_once(hall, "propose_idea"):
            code = await hall.propose(cycle, "加装路灯", place="甲村")
        assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code)
        fields = "title content state stateTitle reason candidate { title }"
        seen = await hall.follow(code.lower().replace("-", " "), fields)
        assert (seen["title"], seen["state"]) == ("加装路灯", "RECEIVED")
        assert seen["candidate"] is None
        (kept,) = await hall.ideas(cycle, "source proposedByName collectedBy place")
        assert kept == {
            "source": "PUBLIC",
            "proposedByName": None,
            "collectedBy": None,
            "place": "甲村",
        }
    name, told = (await hall.events())[-1]
    assert (name, told) == ("propose_idea", {"source": "public", "again": False})
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        row = (await work.session.scalars(sa.select(Idea))).one()
        assert code not in str(vars(row))
        assert code.replace("-", "") not in str(vars(row))


async def test_a_wrong_code_shows_nothing(house: House) -> None:
    hall = await open_hall(house)
    query = "query($code: String!) { ideaByCode(code: $code) { title } }"
    for code in ("AAAA-AAAA-AAAA-AAAA", "", "'"):
        refused = await house.refused_code(query, {"code": code}, body=hall.body)
        assert refused == "CODE_UNKNOWN"


async def test_an_idea_is_not_public(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.propose(cycle, "加装路灯")
        query = "query($where: IdeaFilter!) { ideas(where: $where) { totalCount } }"
        asked = {"where": {"cycle": cycle}}
        assert await house.refused_code(query, asked, body=hall.body) == "NOT_SIGNED_IN"
        plain = await house.person(hall.body, "office")
        assert await house.refused_code(query, asked, by=plain) == "FORBIDDEN"
        (idea,) = await hall.ideas(cycle)
        assert await hall.see(None, idea["id"], "title") is None
        assert await hall.see(plain, idea["id"], "title") is None
        assert "路灯" not in str(await hall.ask(None, PUBLIC))
        assert "路灯" not in str(await hall.events())


async def test_an_idea_comes_while_the_call_runs_and_not_after(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.opened()
        sent = {"cycle": cycle, "title": "修路", "content": "修路"}
        assert await hall.code(None, "proposeIdea", **sent) == "CALL_NOT_OPEN"
        await hall.do("secretary", "openCall", cycle=cycle, **CALLED, until="2025-09-30")
    with on("2025-09-30T23:59:00"):
        await hall.propose(cycle, "最后一天提出")
    with on("2025-10-01T00:00:01"):
        assert await hall.code(None, "proposeIdea", **sent) == "CALL_ENDED"
        late = {**sent, "source": "STATION", "collectedBy": "甲站"}
        assert await hall.code("collector", "recordIdea", **late) == "CALL_ENDED"
        await hall.do("secretary", "closeCall", cycle=cycle)
        assert await hall.code(None, "proposeIdea", **sent) == "CALL_ENDED"
    assert await hall.code(None, "proposeIdea", **{**sent, "cycle": never("Cycle")}) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "TEXT_EMPTY"),
        ({"content": ""}, "TEXT_EMPTY"),
        ({"content": "有\0零"}, "TEXT_INVALID"),
        ({"title": "长" * (practice.LONGEST_TITLE + 1)}, "TEXT_TOO_LONG"),
        ({"place": "长" * (practice.LONGEST_TITLE + 1)}, "TEXT_TOO_LONG"),
        ({"content": "长" * (practice.LONGEST_TEXT + 1)}, "TEXT_TOO_LONG"),
        ({"content": "请打我电话 138 0000 1111 联系"}, "PERSONAL_DATA"),
        ({"title": "13800001111"}, "PERSONAL_DATA"),
        ({"place": "证号37098219900101123X"}, "PERSONAL_DATA"),
    ],
)
async def test_what_an_idea_may_not_be(world: Hall, changes: dict[str, str], code: str) -> None:
    with on("2025-09-01"):
        (cycle,) = (await world.ask(None, PUBLIC))["publicCalls"]["nodes"]
        sent = {"cycle": cycle["cycle"], "title": "修路", "content": "修路", **changes}
        assert await world.code(None, "proposeIdea", **sent) == code


async def test_numbers_of_other_kinds_are_no_personal_data(world: Hall) -> None:
    with on("2025-09-01"):
        (cycle,) = (await world.ask(None, PUBLIC))["publicCalls"]["nodes"]
        await world.propose(cycle["cycle"], "投资12000000000元、编号20250901138000011112的项目")


async def test_the_same_text_comes_in_once(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.propose(cycle, "Wifi覆盖")
        same = {"cycle": cycle, "title": " wiFi 覆盖 ", "content": "Wifi覆盖，请尽快办理。"}
        assert await hall.code(None, "proposeIdea", **same) == "IDEA_KNOWN"
        other = await hall.calling()
        await hall.propose(other, "Wifi覆盖")
        assert len(await hall.ideas(cycle)) == 1


async def test_a_request_that_is_repeated_gets_the_same_code(house: House) -> None:
    hall = await open_hall(house)
    query = "mutation($input: ProposeIdeaInput!) { proposeIdea(input: $input) { code } }"
    with on("2025-09-01"):
        cycle = await hall.calling()
        sent = {"input": {"cycle": cycle, "title": "修路", "content": "修路"}}
        key = {"Idempotency-Key": "b0e7f8a4-5d6c-4c1e-9a39"}
        first, second = [
            (await house.gql(query, sent, body=hall.body, headers=key))["proposeIdea"]["code"]
            for _ in range(2)
        ]
        assert first == second
        assert len(await hall.ideas(cycle)) == 1
        for headers in ({"Idempotency-Key": "another-key-of-twenty"}, {"Idempotency-Key": "1"}):
            refused = await house.refused_code(query, sent, body=hall.body, headers=headers)
            assert refused == "IDEA_KNOWN"
        other = {"input": {**sent["input"], "title": "修桥"}}
        weak = {"Idempotency-Key": "1"}
        await house.gql(query, other, body=hall.body, headers=weak)
        # A key that could be guessed makes no code that could be guessed.
        refused = await house.refused_code(query, other, body=hall.body, headers=weak)
        assert refused == "IDEA_KNOWN"


async def test_two_who_send_the_same_at_once_leave_one_idea(house: House) -> None:
    """A double click, or two tabs: one comes in, the other is told so."""
    hall = await open_hall(house)
    query = "mutation($input: ProposeIdeaInput!) { proposeIdea(input: $input) { code } }"
    with on("2025-09-01"):
        cycle = await hall.calling()
        sent = {"input": {"cycle": cycle, "title": "修路", "content": "修路"}}
        answers = await asyncio.gather(*(house.ask(query, sent, body=hall.body) for _ in range(4)))
        refused = [one["errors"][0]["extensions"]["code"] for one in answers if one.get("errors")]
        assert refused == ["IDEA_KNOWN"] * 3
        assert len(await hall.ideas(cycle)) == 1


async def test_one_address_cannot_flood_a_call(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        sent = {"cycle": cycle, "title": "", "content": ""}
        for _ in range(practice.PROPOSALS_AT_ONCE):
            assert await hall.code(None, "proposeIdea", **sent) == "TEXT_EMPTY"
        assert await hall.code(None, "proposeIdea", **sent) == "TOO_MANY_ATTEMPTS"
        # Staff and deputies, who are known, are not held up by it.
        one = await deputy(hall)
        await hall.do(one, "proposeIdea", cycle=cycle, title="修路", content="修", asDeputy=True)
    with on("2025-09-01T09:11:00"):
        await hall.propose(cycle, "加装路灯")


async def test_codes_cannot_be_tried_at_will(house: House) -> None:
    hall = await open_hall(house)
    query = '{ ideaByCode(code: "AAAA") { title } }'
    for _ in range(practice.FOLLOWS_AT_ONCE):
        assert await house.refused_code(query, body=hall.body) == "CODE_UNKNOWN"
    assert await house.refused_code(query, body=hall.body) == "TOO_MANY_ATTEMPTS"


async def test_a_deputy_proposes_with_a_mandate_of_this_body(house: House) -> None:
    """2-19: deputies bring ideas of their own, and are named."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        sent = {"cycle": cycle, "title": "修路", "content": "修路", "asDeputy": True}
        assert await hall.code(None, "proposeIdea", **sent) == "NOT_SIGNED_IN"
        assert await hall.code("secretary", "proposeIdea", **sent) == "NOT_A_DEPUTY"
        suspended = await deputy(hall, status="suspended")
        assert await hall.code(suspended, "proposeIdea", **sent) == "NOT_A_DEPUTY"
        town = await open_hall(house, "town-a")
        elsewhere = await deputy(town)
        assert await hall.code(elsewhere, "proposeIdea", **sent) == "NOT_SIGNED_IN"
        await hall.do(await deputy(hall), "proposeIdea", **sent)
        (kept,) = await hall.ideas(cycle, "source proposedByName")
        assert kept == {"source": "DEPUTY", "proposedByName": "代表甲"}
        # Somebody signed in may also speak as a member of the public, unnamed.
        await hall.do("collector", "proposeIdea", **{**sent, "title": "修桥", "asDeputy": False})
        (latest, _) = await hall.ideas(cycle, "source proposedByName")
        assert latest == {"source": "PUBLIC", "proposedByName": None}


async def test_stations_write_down_what_residents_say(house: House) -> None:
    """2-32: the working committee of a subdistrict collects for micro projects."""
    hall = await open_hall(house, "subdistrict-a")
    with on("2025-09-01"):
        cycle = await hall.calling()
        sent = {"cycle": cycle, "title": "修楼道灯", "content": "三号楼", "source": "STATION"}
        assert await hall.code("collector", "recordIdea", **sent) == "COLLECTOR_MISSING"
        named = {**sent, "collectedBy": "甲社区代表联络站"}
        as_deputy = {**named, "source": "DEPUTY"}
        assert await hall.code("collector", "recordIdea", **as_deputy) == "IDEA_SOURCE"
        async with told_once(hall, "record_idea"):
            code = (await hall.do("collector", "recordIdea", **named))["code"]
        (kept,) = await hall.ideas(cycle, "source collectedBy proposedByName", source="STATION")
        assert kept == {
            "source": "STATION",
            "collectedBy": "甲社区代表联络站",
            "proposedByName": "收集",
        }
        assert (await hall.follow(code, "title"))["title"] == "修楼道灯"
        assert await hall.code("signer", "recordIdea", **named) == "FORBIDDEN"


async def test_a_page_of_ideas_is_one_query(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        counts = list[int]()
        for title in ("一", "二", "三", "四"):
            await hall.propose(cycle, title)
            with query_count() as sent:
                await hall.ideas(cycle, "title source state candidate { title } mergedInto")
            counts.append(len(sent))
        assert counts[0] == counts[-1], counts
