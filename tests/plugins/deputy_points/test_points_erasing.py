"""Free words about a deputy are erased (个人信息保护法第四十七条); every point stands."""

import asyncio
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from points_path import ABSENT, COUNTY, RULE, Points, mutation, open_points
from sqlalchemy.exc import DBAPIError
from test_points_proposals import TALK

import core
from core import events, global_id, on_day
from core.testing import Answered, House, Someone
from plugins.deputy_points import rules
from plugins.deputy_points.models import (
    PointsDeduction,
    PointsErasure,
    PointsLine,
    PointsObjection,
    PointsWithdrawal,
)

OFFICER = "personal_data_officer"
DONE = "id rows"
CAPPED: dict[str, Any] = {
    **RULE,
    "deductions": [ABSENT],
    "grades": [{"title": "良好", "least": 60000}, {"title": "较差", "below": 60000}],
    "proposals": [TALK],
}
OWN = """{ ownPointsErasures { totalCount nodes {
  id what ground rows erasedOn erasedByName } } }"""
NODE = "query($id: ID!) { node(id: $id) { id } }"
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'deputy_points_%'"


async def officer_of(points: Points) -> Someone:
    return await points.house.person(COUNTY, "standing_committee", OFFICER, name="负责人")


async def erase(points: Points, by: Someone, **named: str) -> dict[str, Any]:
    sent = {"input": {**named, "ground": "CONSENT"}}
    made = await points.house.gql(mutation("erasePointsWords", DONE), sent, by=by)
    return made["erasePointsWords"]


async def refused(points: Points, by: Someone, **named: str) -> str:
    sent = {"input": {**named, "ground": "CONSENT"}}
    return await points.house.refused_code(mutation("erasePointsWords", DONE), sent, by=by)


def everywhere(points: Points, word: str) -> list[str]:
    """Tables of the plugin, and the events, in which a word stands."""
    house = points.house
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        tables = [row[0] for row in owner.execute(TABLES).fetchall()]
        found = list[str]()
        for table in (*tables, "event"):
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY".encode())
            asked = f"SELECT 1 FROM {table} t WHERE t::text LIKE %s LIMIT 1".encode()
            if owner.execute(asked, [f"%{word}%"]).fetchone():
                found.append(table)
        owner.rollback()
    return sorted(found)


async def own(points: Points, name: str) -> list[dict[str, Any]]:
    """What a deputy is told of erasures."""
    shown = await points.house.gql(OWN, by=points.people[name])
    return shown["ownPointsErasures"]["nodes"]


async def published(points: Points, **more: Any) -> str:
    """A list of the first quarter that is published."""
    house, organ = points.house, "standing_committee"
    listed = (await points.do("preparePointsList", year=2020, period="q1", **more))["id"]
    told = {"input": {"pointsList": listed, "passed": True, "note": "不涉密"}}
    checker = await house.person(COUNTY, organ, "publication_checker")
    await house.gql(mutation("checkPointsSecrecy"), told, by=checker)
    await points.do("notifyPointsDeputies", pointsList=listed)
    head = await house.person(COUNTY, organ, "points_head")
    await house.gql(mutation("publishPointsList"), {"input": {"pointsList": listed}}, by=head)
    return listed


async def withdrawn(points: Points, listed: str, reason: str, by: Someone | None = None) -> str:
    """Take it down; the id of the withdrawal."""
    head = by or await points.house.person(COUNTY, "standing_committee", "points_head")
    sent = {"input": {"pointsList": listed, "reason": reason}}
    made = await points.house.gql(mutation("withdrawPointsList"), sent, by=head)
    return made["withdrawPointsList"]["id"]


def test_the_mark_is_the_cores() -> None:
    assert rules.ERASED == core.ERASED


async def test_why_points_were_taken_off_is_erased_with_why_they_came_back(house: House) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    taken = await points.do("deductPoints", **off, on="2020-06-01", reason="住院未请假")
    other = await points.do("deductPoints", **off, on="2020-06-02", reason="另一次缺席")
    await points.do("withdrawDeduction", deduction=taken["id"], reason="出院后补假")
    listed = await points.lines(mandate)
    before = await points.account(mandate)
    assert everywhere(points, "住院") == ["deputy_points_deduction", "deputy_points_line"]
    done = await erase(points, officer, deduction=taken["id"])
    assert (done["id"], done["rows"]) == (taken["id"], 4), "two reasons, a line and its reversal"
    for word in ("住院", "补假"):
        assert everywhere(points, word) == []
    assert everywhere(points, "另一次缺席") == ["deputy_points_deduction", "deputy_points_line"]
    assert await points.account(mandate) == before
    after = await points.lines(mandate)
    assert [{**one, "sentence": ""} for one in after] == [{**one, "sentence": ""} for one in listed]
    assert [one["sentence"] == core.ERASED for one in after].count(True) == 2
    assert "完全一致" in await points.recompute()
    assert await refused(points, officer, deduction=taken["id"]) == "ERASURE_TWICE"
    # What is booked afterwards leaves the erased lines alone, and the check holds.
    await points.do("deductPoints", **off, on="2020-06-03", reason="第三次")
    await points.do("withdrawDeduction", deduction=other["id"], reason="误记")
    assert "完全一致" in await points.recompute()
    assert (await events.verify(house.platform, house.bodies[points.body].id)).sound
    event = '{ events(where: {name: "deputy_points.erase_points_words"}) { totalCount } }'
    auditor = await house.person(COUNTY, "standing_committee", "auditor")
    assert (await house.gql(event, by=auditor))["events"]["totalCount"] == 1


async def test_a_withdrawn_deduction_that_cut_nothing_else_can_be_named_by_its_withdrawal(
    house: House,
) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    taken = await points.do("deductPoints", **off, on="2020-06-01", reason="住院未请假")
    back = await points.do("withdrawDeduction", deduction=taken["id"], reason="出院后补假")
    assert (await erase(points, officer, deduction=back["id"]))["rows"] == 4
    assert everywhere(points, "住院") == everywhere(points, "补假") == []


async def test_an_objection_with_its_answer_and_a_decision(house: House) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    deputy = points.people["代表甲"]
    head = await house.person(COUNTY, "standing_committee", "points_head")
    await points.confirm(mandate, "attend_council", "2020-03-05")
    await house.drain()
    listed = await published(points)
    objected = {"input": {"pointsList": listed, "text": "当日在县医院住院"}}
    await house.gql(mutation("objectToPoints", "text"), objected, by=deputy)
    await house.drain()
    objection = global_id("PointsObjection", (await points.rows(PointsObjection))[0].id)
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    taken = await points.do("deductPoints", **off, on="2020-03-06", reason="无故缺席")
    assert await refused(points, officer, objection=objection) == "ERASURE_PENDING"
    assert await refused(points, officer, deduction=taken["id"]) == "ERASURE_PENDING"
    await points.do("answerPointsObjection", objection=objection, upheld=False, text="住院无证明")
    assert (await erase(points, officer, objection=objection))["rows"] == 2
    assert (await erase(points, officer, deduction=taken["id"]))["rows"] == 2
    decided = {"year": 2020, "mandate": global_id("Mandate", mandate), "title": TALK["title"]}
    sent = {"input": {**decided, "adopted": False, "reason": "住院期间，不予约谈"}}
    made = await house.gql(mutation("decidePointsProposal"), sent, by=head)
    decision = made["decidePointsProposal"]["id"]
    assert (await erase(points, officer, decision=decision))["rows"] == 1
    assert everywhere(points, "住院") == []
    told = await own(points, "代表甲")
    assert [one["what"] for one in told] == [
        "2020年度“约谈”的决定的理由",
        "2020年3月6日扣分“无故缺席半天”的理由",
        f"{on_day(core.today())}对“2020年第一季度代表履职积分”的异议和答复",
    ]
    assert await refused(points, officer, objection=objection) == "ERASURE_TWICE"
    assert await refused(points, officer, decision=decision) == "ERASURE_TWICE"
    assert "完全一致" in await points.recompute()


async def test_nobody_erases_their_own_and_one_thing_is_named(house: House) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    taken = await points.do("deductPoints", **off, on="2020-06-01", reason="住院")
    await points.move(mandate, officer)
    assert await refused(points, officer, deduction=taken["id"]) == "ERASURE_OWN"
    assert await refused(points, officer) == "ERASURE_WHAT"
    never = global_id("PointsObjection", mandate)
    assert await refused(points, officer, deduction=taken["id"], objection=never) == "ERASURE_WHAT"
    assert await refused(points, officer, objection=never) == "NOT_FOUND"
    mark = await points.refused("deductPoints", **off, on="2020-06-02", reason=f" {core.ERASED} ")
    assert mark["extensions"]["code"] == "POINTS_WORDS_ERASED"


async def test_the_database_lets_the_words_be_erased_and_nothing_else(house: House) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate = await points.deputy("代表甲")
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    await points.do("deductPoints", **off, on="2020-06-01", reason="住院")
    taken = await points.do("deductPoints", **off, on="2020-06-02", reason="未请假")
    await erase(points, await officer_of(points), deduction=taken["id"])
    await withdrawn(points, await published(points), "住院")
    for model, told in (
        (PointsLine, {"sentence": "别的话"}),
        (PointsLine, {"value": 0}),
        (PointsDeduction, {"reason": "别的话"}),
        (PointsDeduction, {"value": 0}),
        (PointsErasure, {"what": core.ERASED}),
        (PointsWithdrawal, {"reason": "别的话"}),
        (PointsWithdrawal, {"withdrawn_by_name": core.ERASED}),
    ):
        async with points.house.platform.as_core(house.bodies[COUNTY].id) as work:
            with pytest.raises(DBAPIError):
                await work.session.execute(sa.update(model).values(**told))
            await work.session.rollback()


async def test_a_sentence_that_the_owner_erased_is_found(house: House) -> None:
    """Only where a reason was erased may a sentence be."""
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate = await points.deputy("代表甲")
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    await points.do("deductPoints", **off, on="2020-06-01", reason="住院")
    async with points.house.platform.as_core(house.bodies[COUNTY].id) as work:
        await work.session.execute(sa.update(PointsLine).values(sentence=core.ERASED))
    with pytest.raises(Answered, match="说明"):
        await points.recompute()


async def test_of_two_withdrawals_with_one_reason_only_one_is_erased(house: House) -> None:
    """And a reversal whose own reason stands may not carry the mark."""
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    made = [
        await points.do("deductPoints", **off, on=f"2020-06-0{day}", reason=f"第{day}次")
        for day in (1, 2)
    ]
    for one in made:
        await points.do("withdrawDeduction", deduction=one["id"], reason="误记")
    assert (await erase(points, officer, deduction=made[0]["id"]))["rows"] == 4
    sentences = [one["sentence"] for one in await points.lines(mandate)]
    assert sentences.count(core.ERASED) == 2
    assert [one for one in sentences if "误记" in one]
    assert "完全一致" in await points.recompute()
    async with points.house.platform.as_core(house.bodies[COUNTY].id) as work:
        reversal = sa.and_(PointsLine.reverses_id.is_not(None), PointsLine.sentence != core.ERASED)
        await work.session.execute(
            sa.update(PointsLine).where(reversal).values(sentence=core.ERASED)
        )
    with pytest.raises(Answered, match="冲销理由"):
        await points.recompute()


async def test_two_officers_at_once_and_whoever_wrote_it(house: House) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate = await points.deputy("代表甲")
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    taken = await points.do("deductPoints", **off, on="2020-06-01", reason="住院")
    both = await house.person(COUNTY, "standing_committee", "points_clerk", OFFICER)
    own = await house.gql(
        mutation("deductPoints"), {"input": {**off, "on": "2020-06-02", "reason": "住院"}}, by=both
    )
    assert await refused(points, both, deduction=own["deductPoints"]["id"]) == "ERASURE_OWN"
    sent = {"input": {"deduction": taken["id"], "ground": "CONSENT"}}
    officers = [await officer_of(points), await officer_of(points)]
    answers = await asyncio.gather(
        *(house.ask(mutation("erasePointsWords", DONE), sent, by=one) for one in officers)
    )
    codes = [one["errors"][0]["extensions"]["code"] for one in answers if one.get("errors")]
    assert codes == ["ERASURE_TWICE"]


async def test_the_deputy_is_told_what_was_erased_and_nobody_else_by_these_words(
    house: House,
) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    await points.deputy("代表乙")
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    taken = await points.do("deductPoints", **off, on="2020-06-01", reason="住院未请假")
    assert await own(points, "代表甲") == []
    await erase(points, officer, deduction=taken["id"])
    (told,) = await own(points, "代表甲")
    given = {name: value for name, value in told.items() if name != "id"}
    assert given == {
        "what": "2020年6月1日扣分“无故缺席半天”的理由",
        "ground": "CONSENT",
        "rows": 2,
        "erasedOn": core.today().isoformat(),
        "erasedByName": "负责人",
    }
    assert await refused(points, officer, deduction=taken["id"]) == "ERASURE_TWICE"
    assert len(await own(points, "代表甲")) == 1, "what is refused is told of nobody"
    assert await own(points, "代表乙") == []
    asked = {"id": told["id"]}
    assert (await house.gql(NODE, asked, by=points.people["代表甲"]))["node"]
    for other in (points.people["代表乙"], points.clerk, officer):
        assert (await house.gql(NODE, asked, by=other))["node"] is None
    neighbour = await open_points(house, "county-b")
    await neighbour.deputy("代表丙")
    assert await own(neighbour, "代表丙") == []
    assert (await house.gql(NODE, asked, by=neighbour.people["代表丙"]))["node"] is None


async def test_why_a_list_was_taken_down_is_erased_and_all_its_deputies_are_told(
    house: House,
) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    officer = await officer_of(points)
    for name in ("代表甲", "代表乙"):
        await points.deputy(name)
    await points.do("openPointsYear", year=2020)
    await house.drain()
    listed = await published(points)
    both = await house.person(COUNTY, "standing_committee", "points_head", OFFICER)
    down = await withdrawn(points, listed, "代表甲住院，数据有误", by=both)
    await points.deputy("代表丙")
    assert everywhere(points, "住院") == ["deputy_points_withdrawal"]
    assert await refused(points, both, withdrawal=down) == "ERASURE_OWN", "by whom it was written"
    deputy = points.people["代表甲"]
    objected = {"input": {"pointsList": listed, "text": "请核对"}}
    await house.gql(mutation("objectToPoints", "text"), objected, by=deputy)
    assert await refused(points, officer, withdrawal=down) == "ERASURE_PENDING"
    (row,) = await points.rows(PointsObjection)
    objection = global_id("PointsObjection", row.id)
    await points.do("answerPointsObjection", objection=objection, upheld=True, text="已核对")
    done = await erase(points, officer, withdrawal=down)
    assert done == {"id": down, "rows": 1}
    assert everywhere(points, "住院") == []
    for name, count in (("代表甲", 1), ("代表乙", 1), ("代表丙", 0)):
        told = await own(points, name)
        wanted = f"{on_day(core.today())}撤下“2020年第一季度代表履职积分”的理由"
        assert [one["what"] for one in told] == [wanted] * count, name
    assert await refused(points, officer, withdrawal=down) == "ERASURE_TWICE"
    shown = "{ pointsPublications { nodes { withdrawals { reason erased withdrawnByName } } } }"
    (entry,) = (await house.gql(shown, by=points.clerk))["pointsPublications"]["nodes"]
    (kept,) = entry["withdrawals"]
    assert (kept["reason"], kept["erased"]) == (core.ERASED, True)
    assert kept["withdrawnByName"]
    assert "完全一致" in await points.recompute()
    assert (await events.verify(house.platform, house.bodies[points.body].id)).sound


async def test_who_stands_in_a_list_leaves_why_it_was_taken_down_to_others(house: House) -> None:
    points = await open_points(house)
    await points.adopt(CAPPED)
    mandate, officer = await points.deputy("代表甲"), await officer_of(points)
    await points.move(mandate, officer)
    await points.do("openPointsYear", year=2020)
    await house.drain()
    down = await withdrawn(points, await published(points), "住院")
    assert await refused(points, officer, withdrawal=down) == "ERASURE_OWN"
    other = await officer_of(points)
    assert (await erase(points, other, withdrawal=down))["rows"] == 1
