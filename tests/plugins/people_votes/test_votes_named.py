"""The named electronic vote through the public API: one ballot each, and each is counted."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import sqlalchemy as sa
from naming import (
    APPROVE,
    BODY,
    OPPOSE,
    OWN,
    REASON,
    SECRETS,
    SHOWN,
    announced,
    cast,
    codes,
    mandate_of,
    on_leave,
    opened,
)
from polling import Polling, open_polling, rows_of

from core import signing_in
from core.kit.ballots.tables import Cast
from core.people import Account
from core.tenancy import Organ
from core.testing import House, Someone

pytestmark = pytest.mark.database


@pytest.fixture
async def town(house: House) -> AsyncGenerator[Polling]:
    """A town's congress of nine whose votes are public, before the vote is prepared."""
    with house.on("2025-02-10"):
        polling = await open_polling(house, BODY)
        for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
            await polling.practise(setting, value)
        yield polling


async def test_it_is_off_where_votes_are_secret_and_where_nobody_turned_it_on(
    house: House,
) -> None:
    with house.on("2025-02-10"):
        town = await open_polling(house, BODY)
        await town.practise("method", "each")
        await town.convene()
        asked: dict[str, Any] = {
            "cycle": town.cycle,
            "meeting": town.meeting,
            "title": "票决",
            "methodTitle": "票决办法",
            "mode": "NAMED_ELECTRONIC",
        }
        refused = await town.refused("secretary", "prepareVote", **asked)
        assert refused["extensions"]["code"] == "SECRET_ON_PAPER"
        assert "纸质票" in refused["message"]
        await town.practise("electronic", True)
        assert await town.code("secretary", "prepareVote", **asked) == "SECRET_ON_PAPER"
        await town.practise("electronic", False)
        await town.practise("secret", False)
        assert await town.code("secretary", "prepareVote", **asked) == "ELECTRONIC_OFF"
        await town.practise("electronic", True)
        told = await town.do("secretary", "prepareVote", "mode", **asked)
        assert told == {"mode": "NAMED_ELECTRONIC"}


async def test_a_double_click_and_two_devices_make_one_ballot(town: Polling) -> None:
    await opened(town)
    voter, other = town.deputies[0], town.deputies[1]
    mine = "{ votes(mine: true) { totalCount } }"
    assert (await town.house.gql(mine, by=voter))["votes"]["totalCount"] == 1
    clicked = await asyncio.gather(*(cast(town, voter) for _ in range(6)))
    assert codes(clicked) == {"ok": 1, "VOTED_ALREADY": 5}
    assert (await town.house.gql(mine, by=voter))["votes"]["totalCount"] == 0
    assert (await town.house.gql(mine, by=other))["votes"]["totalCount"] == 1
    phone = await second_device(town.house, other)
    assert phone.token != other.token
    both = await asyncio.gather(
        *(cast(town, device, marks) for device, marks in ((other, APPROVE), (phone, OPPOSE)) * 3)
    )
    assert codes(both) == {"ok": 1, "VOTED_ALREADY": 5}
    (taken,) = [answer["data"]["castVote"]["ownBallot"] for answer in both if answer.get("data")]
    for device in (other, phone):
        assert (await town.see(device, OWN))["ownBallot"] == taken, "both show what was taken"
    assert len(await rows_of(town.house, BODY, Cast)) == 2


async def second_device(house: House, who: Someone) -> Someone:
    """The same person, signed in once more."""
    async with house.platform.as_core(house.bodies[who.body].id) as work:
        account = (
            await work.session.scalars(sa.select(Account).where(Account.login == who.login))
        ).one()
        organ = (await work.session.scalars(sa.select(Organ).where(Organ.code == who.organ))).one()
        _, token = await signing_in.open_session(work, account, organ)
    return Someone(who.body, who.organ, who.person_id, who.membership_id, who.login, token)


async def test_a_retry_with_one_key_answers_what_the_first_did(town: Polling) -> None:
    await opened(town)
    voter = town.deputies[0]
    answers = await asyncio.gather(*(cast(town, voter, key="one-key") for _ in range(5)))
    answers.append(await cast(town, voter, key="one-key"))
    assert codes(answers) == {"ok": 6}
    assert all(answer["data"]["castVote"]["ownBallot"] == APPROVE for answer in answers)
    assert len(await rows_of(town.house, BODY, Cast)) == 1
    names = [name for name, _ in await town.house.events(BODY)]
    assert names.count("people_votes.cast_vote") == 1
    other = await cast(town, voter, OPPOSE, key="one-key")
    assert codes([other]) == {"IDEMPOTENCY_KEY_REUSED": 1}
    assert (await town.see(voter, OWN)) == SHOWN


async def test_a_ballot_stands_unless_practice_lets_it_change(town: Polling) -> None:
    await opened(town)
    assert codes([await cast(town, town.deputies[0], marks) for marks in (APPROVE, OPPOSE)]) == {
        "ok": 1,
        "VOTED_ALREADY": 1,
    }
    assert await town.see(town.deputies[0], OWN) == SHOWN


async def test_where_practice_says_so_a_ballot_changes_until_the_end(town: Polling) -> None:
    await opened(town, changeable=True)
    voter = town.deputies[0]
    for marks in (OPPOSE, [], APPROVE):
        answer = await cast(town, voter, marks or [{"number": 1, "mark": "abstain"}])
        assert answer["data"]["castVote"]["turnout"] == {"cast": 1, "entitled": 9}
    both = await asyncio.gather(*(cast(town, voter, marks) for marks in (OPPOSE, APPROVE) * 2))
    assert codes(both) == {"ok": 4}
    await cast(town, voter, APPROVE)
    told = await announced(town)
    assert [one["approve"] for one in told["items"]] == [1, 1, 1], "counted once, as it was last"
    assert codes([await cast(town, voter, OPPOSE)]) == {"VOTING_CLOSED": 1}


async def test_a_ballot_counts_only_between_the_opening_and_the_close(town: Polling) -> None:
    await town.convene()
    await town.prepared(mode="NAMED_ELECTRONIC")
    early = await cast(town, town.deputies[0])
    assert codes([early]) == {"ROUND_STATE": 1}
    await town.do("chair", "openVote", round=town.round)
    await cast(town, town.deputies[0])
    await town.do("chair", "closeVote", round=town.round)
    late = await cast(town, town.deputies[1])
    assert codes([late]) == {"VOTING_CLOSED": 1}
    assert "没有计入" in late["errors"][0]["message"]
    told = await town.do(
        "chair", "announceResult", "tally { items { approve } } turnout { cast }", round=town.round
    )
    assert [one["approve"] for one in told["tally"]["items"]] == [1, 1, 1]
    assert told["turnout"] == {"cast": 1}
    assert codes([await cast(town, town.deputies[2])]) == {"VOTING_CLOSED": 1}


async def test_ballots_that_race_the_close_are_in_the_result_or_refused(town: Polling) -> None:
    await opened(town)
    *answers, _ = await asyncio.gather(
        *(cast(town, one) for one in town.deputies),
        town.do("chair", "closeVote", round=town.round),
    )
    found = codes(answers)
    assert set(found) <= {"ok", "VOTING_CLOSED"}
    told = await town.do("chair", "announceResult", "tally { items { approve } }", round=town.round)
    assert [one["approve"] for one in told["tally"]["items"]] == [found["ok"]] * 3


async def test_only_who_is_on_the_roll_votes(town: Polling) -> None:
    await opened(town, leave=1)
    assert codes([await cast(town, on_leave(town))]) == {"NOT_ON_ROLL": 1}
    assert codes([await cast(town, town.people["secretary"])]) == {"FORBIDDEN": 1}
    stranger = await town.house.person(BODY, "congress", "deputy")
    assert codes([await cast(town, stranger)]) == {"NOT_ON_ROLL": 1}
    assert await rows_of(town.house, BODY, Cast) == []


async def test_a_round_on_paper_takes_no_electronic_ballot(town: Polling) -> None:
    await town.convene()
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    assert codes([await cast(town, town.deputies[0])]) == {"ON_PAPER": 1}


async def test_who_is_suspended_before_the_opening_is_not_on_the_roll(town: Polling) -> None:
    await town.convene()
    await town.prepared(mode="NAMED_ELECTRONIC")
    gone, ended = town.deputies[5], town.deputies[6]
    for verb, who in (("suspendMandate", gone), ("endMandate", ended)):
        mandate = await mandate_of(town, who)
        await town.do("credentials", verb, mandate=mandate, on="2025-02-10", reason=REASON)
    told = await town.do("chair", "openVote", "due present entitled", round=town.round)
    assert told == {"due": 8, "present": 7, "entitled": 7}, "one stands still, one is no deputy"
    messages = [await town.house.messages(one) for one in town.deputies]
    assert messages.count(["一次电子记名表决已经开始，请投票。"]) == 7
    assert messages[5] == messages[6] == []
    answers = [await cast(town, gone), await cast(town, ended)]
    assert codes(answers) == {"NOT_ON_ROLL": 2}


async def test_whose_mandate_ended_during_the_vote_casts_nothing(town: Polling) -> None:
    await opened(town)
    voter = town.deputies[2]
    mandate = await mandate_of(town, voter)
    await town.do("credentials", "endMandate", mandate=mandate, on="2025-02-10", reason=REASON)
    assert codes([await cast(town, voter)]) == {"VOTER_NOT_ENTITLED": 1}


async def test_the_result_is_what_anybody_counts(town: Polling) -> None:
    await opened(town)
    dice = random.Random(20250210)
    expected = [Counter[str](), Counter[str](), Counter[str]()]
    for number, voter in enumerate(town.deputies[:8], 1):
        marks = [dice.choice((*SECRETS, "")) for _ in range(3)]
        marks[number % 3] = "approve"
        chosen = [{"number": at, "mark": mark} for at, mark in enumerate(marks, 1) if mark]
        answer = await cast(town, voter, chosen)
        assert answer["data"]["castVote"]["turnout"] == {"cast": number, "entitled": 9}
        for place, mark in enumerate(marks):
            expected[place][mark or "abstain"] += 1
    told = await announced(town)
    assert [{word: one[word] for word in SECRETS} for one in told["items"]] == [
        {word: one[word] for word in SECRETS} for one in expected
    ]
    lines = {one["name"]: one["number"] for one in told["lines"]}
    assert (lines["ISSUED"], lines["RETURNED"], lines["VALID"]) == (9, 8, 8)


async def test_a_ballot_that_would_be_void_is_refused_on_the_screen(town: Polling) -> None:
    await town.practise("method", "choose")
    await town.practise("shortage", "fewer")
    marks = {"two_marks": "ballot", "blank_item": "abstain", "blank_ballot": "void"}
    await town.practise("validity", marks)
    await opened(town, places=2)
    voter = town.deputies[0]
    refused = {
        "BALLOT_VOID": [APPROVE, []],
        "MARK_UNKNOWN": [OPPOSE[:1], [{"number": 1, "mark": "✓"}]],
        "ITEM_UNKNOWN": [[{"number": number, "mark": "approve"}] for number in (0, 4, -1)],
        "MARKED_TWICE": [[APPROVE[0], APPROVE[0]]],
    }
    for code, ballots in refused.items():
        for marks in ballots:
            answer = await cast(town, voter, marks)
            assert codes([answer]) == {code: 1}, marks
            assert answer["errors"][0]["extensions"]["field"] == "marks"
    assert await rows_of(town.house, BODY, Cast) == []
    assert codes([await cast(town, voter, APPROVE[:2])]) == {"ok": 1}
