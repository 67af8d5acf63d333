"""Copies and ledger through the API: every line explained, corrected by lines, never changed."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from points_path import (
    ABSENT,
    COUNCIL,
    LINES,
    OWN,
    OWN_LINES,
    PLUGIN,
    RULE,
    Points,
    forge,
    mutation,
    open_points,
    open_record,
)
from sqlalchemy.exc import DBAPIError

from core import Invalid, Mandate, global_id, key
from core.events import Event, feed, seal
from core.testing import Answered, House, query_count
from plugins.deputy_points.models import EntryCopy, PointsLine

pytestmark = pytest.mark.database

DEDUCTIONS = "query($m: ID!) { pointsDeductions(mandate: $m) { nodes { id takenBack } } }"


@pytest.fixture
async def county(house: House) -> Points:
    return await open_points(house)


async def booked(county: Points, value: Any = RULE) -> UUID:
    """A deputy with a council (5), an issue that was led (10) and solved (15 more)."""
    await county.adopt(value)
    mandate, matter = await county.deputy("代表甲"), uuid4()
    await county.confirm(mandate, "attend_council", "2020-03-05")
    await county.confirm(mandate, "lead_issue", "2020-03-06", matter=matter)
    await county.confirm(mandate, "solve_issue", "2020-05-06", matter=matter)
    await county.house.drain()
    return mandate


def entry_of(line: dict[str, Any]) -> str:
    """The key of the entry behind a line."""
    return str(key(line["entry"], "DutyEntry"))


async def test_a_total_opens_to_its_lines_and_a_line_to_evidence_and_article_2_20(
    county: Points,
) -> None:
    """Rows 2-20 and 2-21: points log and sum themselves from confirmed entries."""
    mandate = await booked(county)
    account = await county.account(mandate)
    assert account["points"] == 3000
    assert (account["attendance"], account["effect"], account["pointsText"]) == (1500, 1500, "30分")
    lines = await county.lines(mandate)
    assert [one["value"] for one in lines] == [500, 1000, 1500]
    assert sum(one["value"] for one in lines) == account["points"]
    first = lines[0]
    assert first["sentence"] == (
        "2020年3月5日“参加议事会”（第一季度），按《代表履职积分办法（测试）》第五条计5分。"
    )
    assert first["evidence"] == county.evidence[UUID(entry_of(first))] != []
    assert first["digest"] == county.digests[UUID(entry_of(first))]
    assert (first["confirmedByName"], first["confirmedOrgan"]) == ("确认人", "standing_committee")
    assert (first["version"], first["cutBy"], first["cut"]) == (1, None, 0)
    assert first["rule"]["article"] == "第五条"


async def test_a_deputy_sees_their_own_lines_and_nobody_elses_2_22(county: Points) -> None:
    """Row 2-22: a deputy looks their points up by themselves, each with its sentence."""
    mandate = await booked(county)
    other = await county.deputy("代表乙")
    await county.confirm(other, "attend_council", "2020-04-05")
    await county.house.drain()
    deputy, asked = county.people["代表甲"], {"y": 2020}
    (year,) = (await county.house.gql(OWN, by=deputy))["ownPoints"]["nodes"]
    assert (year["year"], year["pointsText"]) == (2020, "30分")
    lines = (await county.house.gql(OWN_LINES, asked, by=deputy))["ownPointsLines"]
    assert lines["totalCount"] == 3
    assert all(one["sentence"] for one in lines["nodes"])
    for own, line in zip(lines["nodes"], await county.lines(mandate), strict=True):
        assert (own["entry"], own["digest"]) == (line["entry"], line["digest"])
        assert own["rule"]["id"] == line["rule"]["id"]
        assert own["rule"]["ruleTitle"] == "代表履职积分办法（测试）"
        assert own["rule"]["article"] == "第五条"
    theirs = (await county.house.gql(OWN_LINES, asked, by=county.people["代表乙"]))[
        "ownPointsLines"
    ]
    assert theirs["totalCount"] == 1
    account = (await county.account(mandate))["id"]
    for who in ("代表甲", "代表乙"):
        asked = {"a": account}
        code = await county.house.refused_code(LINES, asked, by=county.people[who])
        assert code == "FORBIDDEN", "the whole ledger is the staff's"


async def test_own_points_and_lines_come_by_pages_and_by_id_to_oneself_alone(
    county: Points,
) -> None:
    mandate = await booked(county)
    await county.confirm(mandate, "attend_council", "2021-03-05")
    other = await county.deputy("代表乙")
    await county.confirm(other, "attend_council", "2020-04-05")
    await county.house.drain()
    deputy, neighbour = county.people["代表甲"], county.people["代表乙"]

    async def page(field: str, by: Any, after: str | None = None) -> Any:
        name, given = field.partition("(")[::2]
        asked = f"""query($a: String) {{ {name}({given}first: 1, after: $a) {{
          totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}"""
        return (await county.house.gql(asked, {"a": after}, by=by))[name]

    node = "query($id: ID!) { node(id: $id) { id } }"
    for field, count in (("ownPoints(", 2), ("ownPointsLines(year: 2020, ", 3)):
        first = await page(field, deputy)
        assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (count, True)
        second = await page(field, deputy, first["pageInfo"]["endCursor"])
        assert second["nodes"] != first["nodes"]
        (one,) = first["nodes"]
        assert (await county.house.gql(node, one, by=deputy))["node"] == one
        assert (await county.house.gql(node, one, by=neighbour))["node"] is None
        assert (await page(field, neighbour))["totalCount"] == 1


async def test_a_correction_is_a_reversing_line_and_a_new_one(county: Points) -> None:
    mandate = await booked(county)
    (wrong, *_) = await county.lines(mandate)
    await county.confirm(mandate, "donation", "2020-03-05", corrects=UUID(entry_of(wrong)))
    await county.house.drain()
    lines = await county.lines(mandate)
    assert lines[0] == wrong, "what was booked stays"
    reversing, instead = lines[3:]
    assert (reversing["reverses"], reversing["value"]) == (wrong["id"], -500)
    assert reversing["sentence"] == "冲销第1行：该条履职记录已更正。"
    assert (instead["title"], instead["value"]) == ("捐赠", 0)
    assert await county.points(mandate) == 2500 == sum(one["value"] for one in lines)


async def test_what_is_withdrawn_counts_no_more(county: Points) -> None:
    mandate = await booked(county)
    lead = (await county.lines(mandate))[1]
    await county.confirm(
        mandate, "lead_issue", "2020-03-06", corrects=UUID(entry_of(lead)), withdrawn=True
    )
    await county.house.drain()
    assert await county.points(mandate) == 500, "nothing was led, so nothing counts as solved"
    said = {one["title"]: one["sentence"] for one in await county.lines(mandate) if one["reverses"]}
    assert said[lead["title"]] == "冲销第2行：该条履职记录已撤销。"
    others = {sentence for title, sentence in said.items() if title != lead["title"]}
    assert others == {"冲销第3行：其他履职记录已更正、撤销，重新计分。"}
    assert "一致" in await county.recompute()


async def test_late_news_of_an_earlier_day_take_their_place(county: Points) -> None:
    """A cap is used up in the order of days, whoever confirmed first."""
    await county.adopt({**RULE, "kinds": [{**COUNCIL, "year_cap": 700}]})
    mandate = await county.deputy("代表甲")
    await county.confirm(mandate, "attend_council", "2020-03-05")
    await county.house.drain()
    await county.confirm(mandate, "attend_council", "2020-05-05")
    await county.confirm(mandate, "attend_council", "2020-01-05")
    await county.house.drain()
    lines = await county.lines(mandate)
    assert await county.points(mandate) == 700 == sum(one["value"] for one in lines)
    standing = {one["datedOn"]: one["value"] for one in lines if not one["reverses"]}
    assert standing == {"2020-01-05": 500, "2020-03-05": 200, "2020-05-05": 0}
    assert "补记" in next(one["sentence"] for one in lines if one["reverses"])
    assert "一致" in await county.recompute()


async def test_what_was_told_twice_counts_once(county: Points) -> None:
    mandate = await booked(county)
    entry = UUID(entry_of((await county.lines(mandate))[0]))
    await county.tell(mandate, "attend_council", "2020-03-05", entry=entry)
    await county.house.drain()
    assert await county.points(mandate) == 3000
    assert len(await county.rows(EntryCopy)) == 3


async def test_turned_on_later_it_replays_what_was_kept(house: House) -> None:
    late = await open_record(house)
    mandate = await late.deputy("代表甲")
    wrong = await late.confirm(mandate, "lead_issue", "2020-03-05")
    await late.confirm(mandate, "attend_council", "2020-03-05", corrects=wrong)
    await house.drain()
    await house.enable("county-a", PLUGIN)
    await house.platform.sweep()
    await house.drain()
    assert len(await late.rows(EntryCopy)) == 2, "kept, though no rule is in force yet"
    assert await late.rows(PointsLine) == []
    await late.adopt(RULE)
    assert await late.points(mandate) == 500
    assert [one["evidence"] for one in await late.lines(mandate)] == [
        late.evidence[row.entry_id] for row in await late.rows(EntryCopy) if row.corrects
    ]
    assert "一致" in await late.recompute()


async def test_a_new_rule_never_touches_the_past(county: Points) -> None:
    mandate = await booked(county)
    before = await county.lines(mandate)
    dearer = {**RULE, "kinds": [{**COUNCIL, "value": 800}]}
    await county.practise(dearer, "2020-01-01")
    refused = await county.refused("adoptPointsRule", validFrom="2020-01-01")
    assert refused["extensions"]["code"] == "POINTS_RULE_TOUCHES_PAST"
    assert "2020年5月7日" in refused["message"]
    adopted = await county.do("adoptPointsRule", "number", validFrom="2020-07-01")
    await county.confirm(mandate, "attend_council", "2020-07-02")
    await county.confirm(mandate, "attend_council", "2020-06-30")
    await county.house.drain()
    lines = await county.lines(mandate)
    assert lines[:3] == before
    assert [(one["version"], one["value"]) for one in lines[3:]] == [(2, 800), (1, 500)]
    assert adopted["number"] == 2
    assert "一致" in await county.recompute()


BEFORE = "{ pointsBeforeRule { copies firstFrom text } }"
OWN_BEFORE = "{ ownPointsBeforeRule { copies firstFrom text } }"


async def test_entries_from_before_the_first_rule_are_told_of(county: Points) -> None:
    """They stay copies without lines; whoever looks for them is told how many, and why."""
    mandate, other = await county.deputy("代表甲"), await county.deputy("代表乙")
    for of, day in ((mandate, "2018-03-05"), (mandate, "2018-12-31"), (other, "2018-03-05")):
        await county.confirm(of, "attend_council", day)
    await county.confirm(mandate, "attend_council", "2019-01-01")
    await county.house.drain()
    told = (await county.house.gql(BEFORE, by=county.clerk))["pointsBeforeRule"]
    assert (told["copies"], told["firstFrom"]) == (4, None)
    assert "还没有启用积分规则" in told["text"]
    await county.adopt(RULE)
    told = (await county.house.gql(BEFORE, by=county.clerk))["pointsBeforeRule"]
    assert (told["copies"], told["firstFrom"]) == (3, "2019-01-01")
    assert "不溯及既往" in told["text"]
    assert told["text"] in await county.recompute(2019)
    own = await county.house.gql(OWN_BEFORE, by=county.people["代表甲"])
    assert own["ownPointsBeforeRule"]["copies"] == 2
    assert len(await county.lines(mandate, 2019)) == 1
    assert "没有可以核对的内容" not in await county.recompute(2019)


async def test_a_rule_that_practice_does_not_know_is_not_adopted(county: Points) -> None:
    refused = await county.refused("adoptPointsRule", validFrom="2018-01-01")
    assert refused["extensions"]["code"] == "POINTS_RULE_UNKNOWN"


async def test_a_bad_rule_is_refused_when_it_is_written(county: Points) -> None:
    with pytest.raises(Answered, match="上限") as told:
        await county.practise({**RULE, "kinds": [{**COUNCIL, "year_cap": 400}]})
    (error,) = told.value.args[0]
    assert error["extensions"] == {"code": "POINTS_CAP_BELOW_VALUE", "field": "value"}


async def test_base_points_for_every_deputy(county: Points) -> None:
    """Dongbao's 60 that everybody begins with, also who has no entry yet."""
    for name in ("代表甲", "代表乙"):
        await county.deputy(name)
    await county.adopt({**RULE, "base": 6000})
    await county.do("openPointsYear", year=2020)
    await county.house.drain()
    listed = await county.house.gql(
        "{ pointsAccounts(year: 2020) { totalCount nodes { name points } } }", by=county.clerk
    )
    assert [one["points"] for one in listed["pointsAccounts"]["nodes"]] == [6000, 6000]
    assert await county.refused("openPointsYear", year=2018)
    assert "一致" in await county.recompute()


async def test_only_whoever_was_in_office_in_the_year_has_an_account(county: Points) -> None:
    """Elected later, ended before: none; elected or ended in the year: one, with base points."""
    stayed = await county.deputy("代表甲")
    await county.deputy("代表乙", began_on="2021-01-01")
    await county.deputy("代表丙", began_on="2020-12-31")
    await county.deputy("代表丁", ended_on="2020-01-01")
    await county.deputy("代表戊", ended_on="2019-12-31")
    await county.adopt({**RULE, "base": 6000})
    await county.do("openPointsYear", year=2020)
    await county.house.drain()
    asked = "{ pointsAccounts(year: 2020) { nodes { name points } } }"

    async def points() -> dict[str, int]:
        listed = await county.house.gql(asked, by=county.clerk)
        return {one["name"]: one["points"] for one in listed["pointsAccounts"]["nodes"]}

    assert await points() == {"代表甲": 6000, "代表丙": 6000, "代表丁": 6000}
    async with county.house.platform.as_core(county.house.bodies[county.body].id) as work:
        row = await work.session.get_one(Mandate, (work.body.id, stayed))
        row.ended_on = date(2019, 12, 31)
    assert "一致" in await county.recompute(), "an end that is recorded late rewrites nothing"
    await county.do("openPointsYear", year=2020)
    await county.house.drain()
    assert await points() == {"代表甲": 0, "代表丙": 6000, "代表丁": 6000}
    assert [one["value"] for one in await county.lines(stayed)] == [6000, -6000]
    assert "一致" in await county.recompute()


async def test_a_person_takes_points_off_with_a_reason(county: Points) -> None:
    mandate = await booked(county, {**RULE, "deductions": [ABSENT]})
    asked = {
        "mandate": global_id("Mandate", mandate),
        "code": "absent_half_day",
        "on": "2020-06-01",
    }
    for wrong, code in (
        ({"reason": " "}, "REASON_EMPTY"),
        ({"code": "late", "reason": "迟到"}, "POINTS_DEDUCTION_UNKNOWN"),
        ({"times": 0, "reason": "未请假"}, "POINTS_TIMES"),
        ({"times": 1001, "reason": "未请假"}, "POINTS_TIMES"),
        ({"on": "2999-01-01", "reason": "未请假"}, "DATE_IN_FUTURE"),
    ):
        refused = await county.refused("deductPoints", **{**asked, **wrong})
        assert refused["extensions"]["code"] == code
    done = await county.do("deductPoints", "id value", **asked, times=2, reason="两个半天未请假")
    assert done["value"] == 200
    assert await county.points(mandate) == 2800
    assert (await county.lines(mandate))[-1]["sentence"].endswith("扣2分，理由：两个半天未请假。")
    assert (await county.lines(mandate))[-1]["confirmedByName"] == "积分员"
    back = {"deduction": done["id"], "reason": "已补办请假手续"}
    await county.do("withdrawDeduction", **back)
    assert await county.points(mandate) == 3000
    again = await county.refused("withdrawDeduction", **back)
    assert again["extensions"]["code"] == "POINTS_WITHDRAWN_ALREADY"
    assert "一致" in await county.recompute()
    other = await county.do("deductPoints", **asked, times=1, reason="又未请假")
    shown = await county.house.gql(DEDUCTIONS, {"m": asked["mandate"]}, by=county.clerk)
    told = {one["id"]: one["takenBack"] for one in shown["pointsDeductions"]["nodes"]}
    (taking,) = told.keys() - {done["id"], other["id"]}
    assert told == {done["id"]: True, other["id"]: False, taking: False}


async def test_points_are_taken_off_only_for_days_of_the_mandate(county: Points) -> None:
    """The first day and the last one are of it."""
    await county.adopt({**RULE, "deductions": [ABSENT]})
    mandate = await county.deputy("代表乙", began_on="2020-03-02", ended_on="2020-09-30")
    asked = {
        "mandate": global_id("Mandate", mandate),
        "code": "absent_half_day",
        "reason": "未请假",
    }
    for on, told in (("2020-03-01", "2020年3月2日"), ("2020-10-01", "2020年9月30日")):
        refused = await county.refused("deductPoints", **asked, on=on)
        assert refused["extensions"]["code"] == "POINTS_DAY_OUTSIDE"
        assert told in refused["message"], "it says when the mandate began, or ended"
    for on in ("2020-03-02", "2020-09-30"):
        await county.do("deductPoints", **asked, on=on)
    assert await county.points(mandate) == -200
    assert "一致" in await county.recompute()


async def test_recomputing_finds_what_the_owner_changed(county: Points) -> None:
    """The database refuses the application; its owner could, and is found out."""
    mandate = await booked(county)
    whole = await county.recompute()
    assert "1名代表，3条履职记录，合计30分" in whole
    assert "完全一致" in whole
    before = await county.ledger()
    async with county.house.platform.as_core(county.house.bodies[county.body].id) as work:
        with pytest.raises(DBAPIError, match="permission denied"):
            await work.session.execute(sa.update(PointsLine).values(value=9900))
    assert await county.ledger() == before
    forge(county, "UPDATE deputy_points_line SET value = 9900 WHERE number = 1")
    with pytest.raises(Answered, match="实计为9900，重算为500"):
        await county.recompute()
    assert "合计30分" in await county.recompute(check=False)
    forge(county, "UPDATE deputy_points_line SET value = 500 WHERE number = 1")
    assert "完全一致" in await county.recompute()
    forge(county, "DELETE FROM deputy_points_line WHERE number = 2")
    with pytest.raises(Answered, match="台账第2行缺失"):
        await county.recompute()
    assert await county.points(mandate) == 3000


async def test_a_check_of_nothing_is_no_check(county: Points) -> None:
    await booked(county)
    with pytest.raises(Answered, match="没有可以核对的内容"):
        await county.recompute(2018)
    assert "0名代表" in await county.recompute(2018, check=False)


async def test_a_check_says_what_is_not_heard_yet(county: Points) -> None:
    mandate = await booked(county)
    assert "尚未记入台账" not in await county.recompute()
    await county.confirm(mandate, "attend_council", "2020-06-05")
    body_id = county.house.bodies[county.body].id
    await seal(county.house.platform, body_id)
    told = await county.recompute()
    assert "尚未记入台账" in told
    await feed(county.house.platform, body_id)
    await county.house.drain()
    assert "尚未记入台账" not in await county.recompute()


async def test_other_words_reverse_no_line_and_are_found_by_the_check(county: Points) -> None:
    """Booking goes by facts: what is worded otherwise stands, and the check names it."""
    mandate = await booked(county)
    forge(county, "UPDATE deputy_points_line SET sentence = '旧的说法', title = '旧的名称'")
    await county.confirm(mandate, "attend_council", "2020-01-05")
    await county.house.drain()
    lines = await county.lines(mandate)
    assert [one["value"] for one in lines] == [500, 1000, 1500, 500], "nothing was reversed"
    assert [one["sentence"] == "旧的说法" for one in lines] == [True, True, True, False]
    with pytest.raises(Answered, match="说明为旧的说法") as told:
        await county.recompute()
    assert "共3处" in str(told.value)


async def test_why_an_effect_does_not_count_is_a_fact(county: Points) -> None:
    """The reason changes, the value stays nothing: the line is told anew."""
    await county.adopt(RULE)
    mandate, matter = await county.deputy("代表甲"), uuid4()
    await county.confirm(mandate, "solve_issue", "2020-05-05", matter=matter)
    await county.confirm(mandate, "solve_issue", "2020-05-06", matter=matter)
    await county.house.drain()
    before = await county.lines(mandate)
    assert all("没有同一事项在先的“牵头督办议题”记录" in one["sentence"] for one in before)
    await county.confirm(mandate, "lead_issue", "2020-05-04", matter=matter)
    await county.house.drain()
    lines = await county.lines(mandate)
    assert sum(one["value"] for one in lines) == 2500
    assert "同一事项只计一次" in lines[-1]["sentence"] + lines[-2]["sentence"]
    assert "完全一致" in await county.recompute()


async def test_the_command_asks_for_a_year(county: Points) -> None:
    with pytest.raises(Invalid, match="年度"):
        await county.house.command(county.body, PLUGIN, "recompute", year="二〇二〇", check=True)


@pytest.mark.parametrize("year", [-1, 0, 9999, 10000])
async def test_what_is_no_year_is_said_to_be_none(county: Points, year: int) -> None:
    await county.adopt(RULE)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("openPointsYear", {}),
        ("preparePointsList", {}),
        ("preparePointsList", {"period": "q1"}),
        ("closePointsYear", {}),
        ("closePointsPeriod", {"period": "q1"}),
    ]
    for name, more in asked:
        refused = await county.refused(name, year=year, **more)
        assert refused["extensions"] == {"code": "POINTS_YEAR", "field": "year"}, name
        assert "2020的样子" in refused["message"]
    for query in (
        f"{{ pointsProposals(year: {year}) {{ text }} }}",
        f"{{ tryPointsRule(year: {year}, value: {{kinds: []}}) {{ gaining }} }}",
    ):
        assert await county.house.refused_code(query, by=county.clerk) == "POINTS_YEAR"
    with pytest.raises(Invalid, match="2020的样子"):
        await county.recompute(year)


async def test_no_draft_and_no_name_in_an_event(county: Points) -> None:
    await booked(county, {**RULE, "deductions": [ABSENT]})
    told = [row for row in await county.rows(Event) if row.name.startswith(f"{PLUGIN}.")]
    assert told
    assert all("代表甲" not in str(row.payload) for row in told)


async def test_lists_do_not_crawl(county: Points) -> None:
    mandate = await booked(county)
    account = (await county.account(mandate))["id"]
    counted = list[int]()
    for _ in range(2):
        with query_count() as sent:
            await county.house.gql(LINES, {"a": account}, by=county.clerk)
        counted.append(len(sent))
        days = [f"2020-08-0{day}" for day in range(1, 9)]
        await county.record(*((mandate, "attend_council", day) for day in days))
        await county.house.drain()
    assert counted[0] == counted[1]
    for asked, more in ((OWN, {}), (OWN_LINES, {"y": 2020})):
        with query_count() as sent:
            await county.house.gql(asked, more, by=county.people["代表甲"])
        assert len(sent) < 15


async def test_the_neighbour_sees_nothing(county: Points) -> None:
    mandate = await booked(county)
    theirs = await open_points(county.house, "county-b")
    account = (await county.account(mandate))["id"]
    listed = await county.house.gql(LINES, {"a": account}, by=theirs.clerk)
    assert listed["pointsLines"]["nodes"] == []
    asked = {"mandate": global_id("Mandate", mandate), "code": "x", "on": "2020-06-01"}
    refused = await theirs.refused("deductPoints", **asked, reason="无")
    assert refused["extensions"]["code"] == "NOT_FOUND"
    back = {"deduction": global_id("PointsDeduction", uuid4()), "reason": "无"}
    assert (await theirs.refused("withdrawDeduction", **back))["extensions"]["code"] == "NOT_FOUND"


async def test_whoever_has_no_role_does_nothing(county: Points) -> None:
    nobody = await county.house.person(county.body, "standing_committee")
    for name, given in (
        ("adoptPointsRule", {"validFrom": "2020-01-01"}),
        ("openPointsYear", {"year": 2020}),
        ("deductPoints", {"mandate": "x", "code": "x", "on": "2020-01-01", "reason": "x"}),
        ("withdrawDeduction", {"deduction": "x", "reason": "x"}),
    ):
        code = await county.house.refused_code(mutation(name), {"input": given}, by=nobody)
        assert code == "FORBIDDEN"
