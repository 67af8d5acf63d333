"""A council's choice of micro projects: by names, by its own practice, and no congress decision."""

from typing import Any

from calls_path import never, on
from polling import Polling, add_cycle, votes
from test_votes_printed import content, word_text

from core import global_id
from core.people import PostKind
from core.tenancy import BasisKind
from core.testing import House, Someone
from plugins.people_votes.rules import CANDIDATE_STATES, CYCLE_STATES, Decider

BODY, ORGAN = "subdistrict-a", "subdistrict_working_committee"
RESIDENTS = [{"name": f"居民{number}", "delegation": "甲社区"} for number in range(1, 8)]
WRONG = ("人民代表大会", "人大代表", "各位代表", "全体代表", "票决", "人大决定")
"""What would make a council's choice look like a decision of a congress."""
ROLES = {
    "secretary": ("project_secretary", "session_secretary", "publication_checker"),
    "chair": ("executive_chairperson",),
    "teller1": ("teller",),
    "teller2": ("teller",),
    "watch1": ("scrutineer",),
    "watch2": ("scrutineer",),
}


async def street(house: House) -> Polling:
    """A street committee with a list of three micro projects."""
    await house.enable(BODY, "people_votes", BasisKind.HANDOVER_NOTICE)
    people = {
        who: await house.person(BODY, ORGAN, *roles, post_kind=PostKind.MEMBER, name=who)
        for who, roles in ROLES.items()
    }
    polling = Polling(house, BODY, ORGAN, people, [people["watch1"], people["watch2"]])
    polling.named = {one: people[one] for one in ("watch1", "watch2")}
    titles = ("楼道照明", "非机动车棚", "休闲座椅")
    cycle = await add_cycle(house, BODY, titles, Decider.COUNCIL)
    polling.cycle = global_id("Cycle", cycle)
    return polling


def plain(text: str) -> str:
    """What the programme says: without the name of the rule that the tests have set."""
    return text.replace("本机构票决办法（测试）", "").replace("票决办法（测试）", "")


def listed(one: Someone, name: str) -> dict[str, Any]:
    return {"name": name, "member": global_id("Member", one.membership_id)}


async def convene(polling: Polling, *, present: int | None = None, **changes: Any) -> None:
    """The council meets: two with an account, and residents by name alone."""
    watching = [listed(polling.people[one], one) for one in ("watch1", "watch2")]
    sent: dict[str, Any] = {
        "assembly": "COUNCIL",
        "title": "甲社区民生议政会（测试）",
        "beginsOn": "2025-02-10",
        "members": [*watching, *RESIDENTS],
        **changes,
    }
    polling.meeting = (await polling.do("secretary", "conveneMeeting", **sent))["id"]
    polling.members = await polling.roll()
    await polling.attend("PRESENT", [one["id"] for one in polling.members[:present]])


async def practise(polling: Polling) -> None:
    share = {"numerator": 1, "denominator": 2, "strict": True}
    await polling.practise("method", "each")
    await polling.practise("council_quorum", {"numerator": 2, "denominator": 3, "strict": False})
    await polling.practise("council_majority", {"share": share, "base": "present"})


def unlike_a_congress(text: str) -> None:
    for word in WRONG:
        assert word not in plain(text).replace("不是人民代表大会的决定", ""), (word, text)


async def test_it_votes_by_its_own_quorum_and_majority_and_says_what_it_is(house: House) -> None:
    with on("2025-02-10"):
        polling = await street(house)
        await practise(polling)
        await convene(polling, present=5)
        await prepared(polling)
        refused = await polling.refused("chair", "openVote", round=polling.round)
        assert refused["extensions"]["code"] == "QUORUM_NOT_REACHED"
        assert "应到议事会成员9人，实到5人，不足6人" in refused["message"]
        unlike_a_congress(refused["message"])
        await polling.attend("PRESENT", [one["id"] for one in polling.members[5:8]])
        told = await polling.counted([votes(5, 3), votes(4, 4), votes(8, 0)], valid=8)
        tally = told["tally"]
        assert (tally["passLine"], tally["quorumLine"]) == (5, 6), "over half of eight present"
        assert [one["chosen"] for one in tally["items"]] == [True, False, True]
        sentences = [one["sentence"] for one in (*tally["lines"], *tally["items"])]
        unlike_a_congress("\n".join([*sentences, tally["sentence"]]))
        shown = await polling.see("secretary", "announcement")
        unlike_a_congress(shown["announcement"])
        assert "各位议事会成员" in shown["announcement"]


async def test_nothing_that_is_printed_or_told_calls_it_a_decision(house: House) -> None:
    with on("2025-02-10"):
        polling = await street(house)
        await practise(polling)
        await convene(polling)
        paper = await _text(polling, "secretary", "printBallots", await prepared(polling))
        unlike_a_congress(paper)
        assert "推选" in paper
        await polling.counted([votes(9, 0), votes(0, 9), votes(9, 0)], valid=9)
        sheet = await _text(polling, "watch1", "printTally", polling.round)
        unlike_a_congress(sheet)
        answer = "candidates { state }"
        made = await polling.do("secretary", "concludeVote", answer, cycle=polling.cycle)
        assert [one["state"] for one in made["candidates"]] == ["CHOSEN", "NOT_CHOSEN", "CHOSEN"]
        unlike_a_congress("".join([*CYCLE_STATES.values(), *CANDIDATE_STATES.values()]))


async def prepared(polling: Polling) -> str:
    """A round whose names say what it is."""
    sent = {
        "cycle": polling.cycle,
        "meeting": polling.meeting,
        "title": "2025年度民生微实事推选（测试）",
        "methodTitle": "推选办法（测试）",
    }
    polling.round = (await polling.do("secretary", "prepareVote", **sent))["id"]
    await polling.adopt(polling.round)
    return polling.round


async def _text(polling: Polling, who: str, verb: str, round_id: str) -> str:
    """Everything a printed form says."""
    asked = f"mutation($i: VoteInput!) {{ {verb}(input: $i) {{ word {{ id }} }} }}"
    by = polling.people[who]
    made = await polling.house.gql(asked, {"i": {"round": round_id}}, by=by)
    return word_text(await content(polling, who, made[verb]["word"]))


async def test_a_scrutineer_needs_an_account_and_is_listed_once(house: House) -> None:
    with on("2025-02-10"):
        polling = await street(house)
        await practise(polling)
        twice = [listed(polling.people["watch1"], one) for one in ("甲", "乙")]
        sent = {"assembly": "COUNCIL", "title": "议事会", "beginsOn": "2025-02-10"}
        who, verb = "secretary", "conveneMeeting"
        assert await polling.code(who, verb, **sent, members=twice) == "LISTED_TWICE"
        stranger = await house.person("town-a", "congress", "deputy")
        for alien in (never("Member"), listed(stranger, "外人")["member"]):
            members = [{"name": "外人", "member": alien}]
            assert await polling.code(who, verb, **sent, members=members) == "NOT_FOUND"
        await convene(polling)
        await prepared(polling)
        tellers = [
            global_id("Member", polling.people[one].membership_id) for one in ("teller1", "teller2")
        ]
        named = {
            "on": "2025-02-10",
            "by": "议事会",
            "chief": polling.members[0]["id"],
            "scrutineers": [polling.members[3]["id"]],
        }
        code = await polling.code(
            who, "nameVoteOfficials", round=polling.round, tellers=tellers, **named
        )
        assert code == "SCRUTINEER_WITHOUT_ACCOUNT"


async def test_a_council_meets_for_a_councils_list_only(house: House) -> None:
    with on("2025-02-10"):
        polling = await street(house)
        await convene(polling)
        sent = {
            "cycle": polling.cycle,
            "meeting": polling.meeting,
            "title": "推选",
            "methodTitle": "推选办法",
        }
        await polling.practise("method", "each")
        refused = await polling.refused("secretary", "prepareVote", **sent)
        assert refused["extensions"]["code"] == "PRACTICE_MISSING", "no number is made up"
        assert "议事会赞成多少为通过" in refused["message"]
