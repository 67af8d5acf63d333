"""A call that runs is corrected; one that was begun by mistake is withdrawn, and begun anew.

What visitors read, the clock of each organ and what is told of it follow in the same transaction.
"""

import asyncio
import re
from typing import Any

import pytest
import sqlalchemy as sa
from calls_path import Hall, mutation, on, open_hall, told_once

from core.kit.deadlines import Deadline
from core.published import Published
from core.testing import House
from plugins.people_votes import practice

CALLED = {"text": "请提建议。", "secrecyNote": "不涉密。"}
CHANGED = {"text": "请对道路提建议。", "secrecyNote": "更正后不涉密。", "reason": "写错了范围"}
PUBLIC = "{ publicCalls { nodes { cycle text until publishedOn } } }"
CALL = """calls { text until secrecyNote openedOn changedOn changedByName changeReason withdrawnOn
  withdrawnByName withdrawReason revision }"""


async def clocks(hall: Hall) -> list[tuple[str, str]]:
    """Every clock of a call of the body, whoever's, the earliest first."""
    async with hall.house.platform.as_core(hall.house.bodies[hall.body].id) as work:
        rows = await work.session.scalars(
            sa.select(Deadline).where(Deadline.rule == practice.CALL_PERIOD).order_by(Deadline.id)
        )
        return [(str(row.state), str(row.due_on)) for row in rows]


async def public(hall: Hall) -> list[Any]:
    return (await hall.ask(None, PUBLIC))["publicCalls"]["nodes"]


async def address(hall: Hall) -> str:
    """Where a visitor finds the one call that runs."""
    listed = (await hall.house.client.get(f"/p/{hall.body}/people_votes.calls")).text
    (found,) = re.findall(rf'href="(/p/{hall.body}/[0-9a-f-]{{36}})"', listed)
    return found


async def calls(hall: Hall, cycle: str) -> list[Any]:
    return (await hall.see("secretary", cycle, CALL))["calls"]


# --- the last day ----------------------------------------------------------------------------


async def test_a_call_ends_in_the_year_of_its_projects_at_the_latest(house: House) -> None:
    """A year that was typed wrong would have stood on the public page for a century."""
    hall = await open_hall(house)
    with on("2025-12-20"):
        cycle = await hall.opened()
        wrong = {"cycle": cycle, **CALLED, "until": "2126-12-20"}
        refusal = await hall.refused("secretary", "openCall", **wrong)
        assert refusal["extensions"]["code"] == "CALL_TOO_LATE"
        assert "2026年" in refusal["message"]
        assert await public(hall) == []
        late = {**wrong, "until": "2027-01-01"}
        assert await hall.code("secretary", "openCall", **late) == "CALL_TOO_LATE"
        await hall.do("secretary", "openCall", **{**wrong, "until": "2026-12-31"})


async def test_the_rules_own_last_day_is_not_after_that_year_either(house: House) -> None:
    hall = await open_hall(house)
    await hall.let("call_period", {"amount": 30, "unit": "day"})
    with on("2025-12-15"):
        cycle = await hall.opened(year=2025)
        assert await hall.code("secretary", "openCall", cycle=cycle, **CALLED) == "CALL_TOO_LATE"


# --- corrected -------------------------------------------------------------------------------


async def test_a_call_is_corrected_and_published_anew(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2026-09-30")
        first = await address(hall)
        await hall.propose(cycle, "修路")
    with on("2025-09-03"):
        async with told_once(hall, "change_call"):
            await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED, until="2025-09-30")
        name, told = (await hall.events())[-1]
        assert (name, told) == ("change_call", {"until": "2025-09-30", "reason": "写错了范围"})
        assert await public(hall) == [
            {
                "cycle": cycle,
                "text": "请对道路提建议。",
                "until": "2025-09-30",
                "publishedOn": "2025-09-01",
            }
        ]
        assert await clocks(hall) == [("stopped", "2026-09-30"), ("running", "2025-09-30")]
        (kept,) = await calls(hall, cycle)
        assert kept["secrecyNote"] == "更正后不涉密。"
        assert (kept["changedOn"], kept["changedByName"]) == ("2025-09-03", "秘书")
        assert (kept["changeReason"], kept["withdrawnOn"]) == ("写错了范围", None)
        seen = await hall.see("secretary", cycle, "state callFrom callUntil")
        assert seen == {"state": "CALLING", "callFrom": "2025-09-01", "callUntil": "2025-09-30"}
        # Whoever kept the address of what was first published comes to what stands now.
        moved = await house.client.get(first, follow_redirects=True)
        assert moved.status_code == 200
        assert "请对道路提建议。" in moved.text
        assert "请提建议。" not in moved.text
        assert "2025年9月30日，当日仍可提出" in moved.text
        assert "公告更正日期" in moved.text
        assert "写错了范围" not in moved.text
        again = {"title": "修桥", "content": "请修桥", "place": ""}
        sent = await house.client.post(first, data=again, headers={"origin": "http://test"})
        assert sent.status_code == 200, "a form that was open meanwhile comes in all the same"
        assert len(await hall.ideas(cycle)) == 2
    with on("2025-10-01"):
        await hall.do("secretary", "closeCall", cycle=cycle)
        assert await clocks(hall) == [("stopped", "2026-09-30"), ("met", "2025-09-30")]
        assert await public(hall) == []


async def test_what_was_published_is_never_edited(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling()
        await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED, until="2025-09-30")
    async with house.platform.as_core(house.bodies[hall.body].id) as work:
        rows = await work.session.scalars(
            sa.select(Published).where(Published.body_id == work.body.id).order_by(Published.id)
        )
        said = [(row.facts["text"], row.withdrawn_at is None) for row in rows]
    assert said == [("请提建议。", False), ("请对道路提建议。", True)]


async def test_what_can_be_done_with_a_call_is_offered(house: House) -> None:
    hall = await open_hall(house)

    async def offered(who: str, cycle: str) -> set[str]:
        told = (await hall.see(who, cycle, "offered"))["offered"]
        wanted = {"open_call", "change_call", "withdraw_call", "close_call"}
        return {one.partition(".")[2] for one in told} & wanted

    with on("2025-09-01"):
        cycle = await hall.opened()
        assert await offered("secretary", cycle) == {"open_call"}
        await hall.do("secretary", "openCall", cycle=cycle, **CALLED, until="2025-09-30")
        assert await offered("secretary", cycle) == {"change_call", "withdraw_call"}
        assert await offered("signer", cycle) == set()
        await hall.propose(cycle, "修路")
        assert await offered("secretary", cycle) == {"change_call"}
    with on("2025-10-01"):
        assert await offered("secretary", cycle) == {"change_call", "close_call"}
        await hall.do("secretary", "closeCall", cycle=cycle)
        assert await offered("secretary", cycle) == set()


async def test_the_text_alone_leaves_the_clock_as_it_is(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-30")
        await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED, until="2025-09-30")
        assert await clocks(hall) == [("running", "2025-09-30")]


async def test_a_call_whose_last_day_is_over_may_go_on_until_it_is_closed(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-30")
    with on("2025-10-08"):
        await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED, until="2025-10-20")
        await hall.propose(cycle, "修路")
        assert await clocks(hall) == [("stopped", "2025-09-30"), ("running", "2025-10-20")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "TEXT_EMPTY"),
        ({"secrecyNote": ""}, "SECRECY_UNCHECKED"),
        ({"reason": " "}, "REASON_EMPTY"),
        ({"until": "2025-09-09"}, "DUE_IN_PAST"),
        ({"until": "2027-01-01"}, "CALL_TOO_LATE"),
        ({"until": None}, "CALL_END_MISSING"),
    ],
)
async def test_what_a_correction_may_not_be(
    house: House, changes: dict[str, Any], code: str
) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-30")
    with on("2025-09-10"):
        sent = {"cycle": cycle, **CHANGED, "until": "2025-09-30", **changes}
        assert await hall.code("secretary", "changeCall", **sent) == code
        (shown,) = await public(hall)
        assert (shown["text"], shown["until"]) == ("请提建议。", "2025-09-30")
        assert await clocks(hall) == [("running", "2025-09-30")]


async def test_the_least_time_counts_from_the_day_the_call_was_opened(house: House) -> None:
    hall = await open_hall(house)
    await hall.let("call_period", {"amount": 30, "unit": "day"})
    with on("2025-08-01"):
        cycle = await hall.calling("2025-10-31")
    with on("2025-08-20"):
        sent = {"cycle": cycle, **CHANGED}
        refusal = await hall.refused("secretary", "changeCall", **sent, until="2025-08-31")
        assert refusal["extensions"]["code"] == "CALL_TOO_SHORT"
        assert "2025年9月1日" in refusal["message"]
        made = await hall.do("secretary", "changeCall", "until ruleText", **sent)
        # As in opening, no day means the least: the thirtieth day, 31 August, is a Sunday.
        assert made["until"] == "2025-09-01"
        assert "票决办法（测试）" in made["ruleText"]


async def test_of_a_call_all_year_the_text_alone_is_corrected(house: House) -> None:
    hall = await open_hall(house)
    await hall.let("call_all_year", True)
    with on("2025-02-01"):
        cycle = await hall.calling(None)
        ended = {"cycle": cycle, **CHANGED, "until": "2025-12-31"}
        assert await hall.code("secretary", "changeCall", **ended) == "CALL_ALL_YEAR"
        await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED)
        (shown,) = await public(hall)
        assert (shown["text"], shown["until"]) == ("请对道路提建议。", None)
        assert await clocks(hall) == []


async def test_only_a_call_that_runs_is_corrected(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.opened()
        sent = {"cycle": cycle, **CHANGED, "until": "2025-09-30"}
        assert await hall.code("secretary", "changeCall", **sent) == "STATE_FORBIDS"
        assert await hall.code("signer", "changeCall", **sent) == "FORBIDDEN"
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-01")
    with on("2025-09-02"):
        await hall.do("secretary", "closeCall", cycle=cycle)
        sent = {"cycle": cycle, **CHANGED, "until": "2025-09-30"}
        assert await hall.code("secretary", "changeCall", **sent) == "STATE_FORBIDS"


async def test_of_two_who_correct_a_call_the_second_is_told(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-30")
        (before,) = await calls(hall, cycle)
        sent = [
            {
                "cycle": cycle,
                **CHANGED,
                "text": text,
                "until": "2025-09-30",
                "seen": before["revision"],
            }
            for text in ("请对道路提建议。", "请对学校提建议。")
        ]
        people = (hall.people["secretary"], hall.people["drafter"])
        answers = await asyncio.gather(
            *(
                house.ask(mutation("changeCall"), {"input": one}, by=by)
                for one, by in zip(sent, people, strict=True)
            )
        )
        codes = [
            one["errors"][0]["extensions"]["code"] if one.get("errors") else "" for one in answers
        ]
        assert sorted(codes) == ["", "CHANGED_MEANWHILE"]
        won = sent[codes.index("")]
        (shown,) = await public(hall)
        assert shown["text"] == won["text"]
        (after,) = await calls(hall, cycle)
        assert after["revision"] != before["revision"]
        lost = {**sent[codes.index("CHANGED_MEANWHILE")], "seen": after["revision"]}
        await hall.do("secretary", "changeCall", **lost)


async def test_the_clock_of_the_organ_that_opened_ends_when_another_goes_on(house: House) -> None:
    """The government opens, the congress's office corrects and closes: no clock is left over."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.opened()
        await hall.do("drafter", "openCall", cycle=cycle, **CALLED, until="2025-12-31")
        await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED, until="2025-09-30")
        await house.drain(1)
        assert await clocks(hall) == [("stopped", "2025-12-31"), ("running", "2025-09-30")]
        await hall.do("secretary", "changeCall", cycle=cycle, **CHANGED, until="2025-09-20")
        await house.drain(1)
    with on("2025-09-21"):
        await hall.do("drafter", "closeCall", cycle=cycle)
        await house.drain(1)
        states = [state for state, _ in await clocks(hall)]
        assert states == ["stopped", "stopped", "met"]


# --- withdrawn -------------------------------------------------------------------------------


async def test_a_call_begun_by_mistake_is_withdrawn_and_begun_anew(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-30")
        first = await address(hall)
        async with told_once(hall, "withdraw_call"):
            await hall.do("secretary", "withdrawCall", cycle=cycle, reason="误操作")
        assert (await hall.events())[-1] == ("withdraw_call", {"reason": "误操作"})
        assert await public(hall) == []
        assert await clocks(hall) == [("stopped", "2025-09-30")]
        seen = await hall.see("secretary", cycle, "state callFrom callUntil")
        assert seen == {"state": "PREPARING", "callFrom": None, "callUntil": None}
        gone = await house.client.get(first)
        assert gone.status_code == 410
        assert "撤回" in gone.text
        assert "误操作" not in gone.text
        sent = {"cycle": cycle, "title": "修路", "content": "修路"}
        assert await hall.code(None, "proposeIdea", **sent) == "CALL_NOT_OPEN"
        again = await hall.code("secretary", "withdrawCall", cycle=cycle, reason="误操作")
        assert again == "STATE_FORBIDS"
    with on("2025-09-05"):
        await hall.do("secretary", "openCall", cycle=cycle, **CALLED, until="2025-10-10")
        (shown,) = await public(hall)
        assert (shown["until"], shown["publishedOn"]) == ("2025-10-10", "2025-09-05")
        old, new = await calls(hall, cycle)
        assert (old["withdrawnOn"], old["withdrawnByName"]) == ("2025-09-01", "秘书")
        assert (old["withdrawReason"], new["withdrawnOn"]) == ("误操作", None)
        code = await hall.propose(cycle, "修路")
        assert (await hall.follow(code, "title"))["title"] == "修路"
    with on("2025-10-11"):
        await hall.do("secretary", "closeCall", cycle=cycle)
        assert await clocks(hall) == [("stopped", "2025-09-30"), ("met", "2025-10-10")]


async def test_a_call_that_was_answered_is_not_withdrawn(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2026-09-30")
        await hall.propose(cycle, "修路")
        sent = {"cycle": cycle, "reason": "误操作"}
        refusal = await hall.refused("secretary", "withdrawCall", **sent)
        assert refusal["extensions"]["code"] == "CALL_ANSWERED"
        assert "截止日期" in refusal["message"]
        assert len(await public(hall)) == 1
        assert await hall.code("secretary", "withdrawCall", cycle=cycle, reason=" ") == (
            "REASON_EMPTY"
        )
        assert await hall.code("signer", "withdrawCall", **sent) == "FORBIDDEN"


async def test_an_idea_and_the_withdrawal_at_once_never_both_go_through(house: House) -> None:
    """Whoever proposes gets a code that leads somewhere, or is told that nothing is called for."""
    hall = await open_hall(house)
    with on("2025-09-01"):
        for _ in range(4):
            cycle = await hall.calling("2025-09-30")
            idea = {"cycle": cycle, "title": "修路", "content": "修路"}
            proposed, withdrawn = await asyncio.gather(
                house.ask(mutation("proposeIdea"), {"input": idea}, body=hall.body),
                house.ask(
                    mutation("withdrawCall"),
                    {"input": {"cycle": cycle, "reason": "误操作"}},
                    by=hall.people["secretary"],
                ),
            )
            codes = [
                one["errors"][0]["extensions"]["code"] if one.get("errors") else ""
                for one in (proposed, withdrawn)
            ]
            assert codes in (["", "CALL_ANSWERED"], ["CALL_NOT_OPEN", ""])
            assert len(await hall.ideas(cycle)) == (1 if codes[0] == "" else 0)


async def test_the_government_withdraws_what_the_congress_opened(house: House) -> None:
    hall = await open_hall(house)
    with on("2025-09-01"):
        cycle = await hall.calling("2025-09-30")
        await hall.do("drafter", "withdrawCall", cycle=cycle, reason="误操作")
        await house.drain(1)
        assert await clocks(hall) == [("stopped", "2025-09-30")]
