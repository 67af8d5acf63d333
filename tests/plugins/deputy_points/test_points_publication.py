"""Quarterly lists: frozen, seen first by whom they are about, published, objected to, mended."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from points_path import ABSENT, COUNTY, RULE, Points, mutation, open_points
from sqlalchemy.exc import DBAPIError

from core import DeputyGroup, DeputyGroupMember, GroupBasis, global_id, key
from core.events import Event
from core.graphql.ids import decode
from core.people import Mandate
from core.testing import House, Someone, query_count
from plugins.deputy_points.models import PointsListRow

PREPARED = """id title number points pointsBefore change deputies ranked corrects
  checks { passed }"""
NOTIFIED = "deputies notifiedOn notifiedByName ownUntil ownText"
ROWS = """query($l: ID!) { pointsListRows(pointsList: $l) { nodes {
  name points effect deducted entries place placeInGroup groupName account lastLine } } }"""
OPENED = """query($a: ID!, $n: Int!, $p: String!) {
  pointsLines(account: $a, upTo: $n, period: $p) { nodes { value } } }"""
PUBLISHED = """{ pointsPublications { nodes { id title audiences points change publishedOn
  objectionsUntil objectionsText pointsList } } }"""
SHOWN = "query($p: ID!) { shownPoints(publication: $p) { nodes { id name points place } } }"
OWN = """{ ownListedPoints { pointsList title points place year period lastLine
  notifiedOn ownUntil } }"""
TOLD = "{ notifications { nodes { text subject } } }"
UPHELD = "query($l: ID!) { node(id: $l) { ... on PointsList { upheld offered } } }"
OWN_OBJECTIONS = "{ ownPointsObjections { text upheld answerText } }"
OBJECTIONS = """query($l: ID!) { pointsObjections(pointsList: $l) { nodes {
  id name text answers { upheld text } deadlines { state dueOn } } } }"""
TAKEN_DOWN = """{ pointsPublications { nodes {
  withdrawals { reason withdrawnOn withdrawnByName } } } }"""
OWN_DOWN = "{ ownListedPoints { points withdrawnOn withdrawalReason } }"
PUBLIC = """{ publicPointsLists { nodes { id title corrects year points change
  rows { name district points entries place } } } }"""


class Publishing:
    """A body with a quarter of points, and those who check and publish."""

    def __init__(self, points: Points, checker: Someone, head: Someone) -> None:
        self.points, self.checker, self.head = points, checker, head
        self.mandates = dict[str, UUID]()

    async def say(self, by: Someone | None, query: str, **given: Any) -> Any:
        return await self.points.house.gql(query, given, by=by)

    async def do(self, by: Someone, verb: str, answer: str = "id", **given: Any) -> Any:
        return (await self.say(by, mutation(verb, answer), input=given))[verb]

    async def refused(self, by: Someone, verb: str, answer: str = "id", **given: Any) -> Any:
        query = mutation(verb, answer)
        return await self.points.house.refused_code(query, {"input": given}, by=by)

    async def set(self, name: str, value: Any) -> None:
        await self.points.house.gql(
            """mutation($s: String!, $v: JSON!) { setPractice(input: { setting: $s, value: $v,
              ruleKind: DECISION, ruleTitle: "积分公布办法（测试）", article: "第九条",
              validFrom: "2019-01-01"}) { version } }""",
            {"s": f"deputy_points.{name}", "v": value},
            by=self.points.admin,
        )

    async def prepare(self, period: str | None = "q1", **more: Any) -> Any:
        given = {"year": 2020, "period": period, **more}
        return await self.do(self.points.clerk, "preparePointsList", PREPARED, **given)

    async def notify(self, listed: str) -> Any:
        asked = {"pointsList": listed}
        return await self.do(self.points.clerk, "notifyPointsDeputies", NOTIFIED, **asked)

    async def publish(self, listed: str) -> Any:
        await self.notify(listed)
        await self.do(
            self.checker, "checkPointsSecrecy", pointsList=listed, passed=True, note="不涉密"
        )
        return await self.do(
            self.head, "publishPointsList", "id objectionsUntil", pointsList=listed
        )

    def deputy(self, name: str) -> Someone:
        return self.points.people[name]


@pytest.fixture
async def quarter(house: House) -> Publishing:
    points = await open_points(house)
    organ = "standing_committee"
    made = Publishing(
        points,
        await house.person(COUNTY, organ, "publication_checker", name="审查人"),
        await house.person(COUNTY, organ, "points_head", name="负责人"),
    )
    await points.adopt({**RULE, "deductions": [ABSENT]})
    for name in ("代表甲", "代表乙", "代表丙"):
        made.mandates[name] = await points.deputy(name)
    await points.record(
        *(
            (made.mandates[name], "attend_council", f"2020-02-0{day}")
            for name, councils in (("代表甲", 3), ("代表乙", 1), ("代表丙", 1))
            for day in range(1, councils + 1)
        )
    )
    await house.drain()
    return made


async def test_a_rule_does_not_begin_in_a_quarter_that_is_published(quarter: Publishing) -> None:
    """Nothing was booked after 3 February; the quarter is published to its end all the same."""
    points = quarter.points
    listed = await quarter.prepare()
    await points.practise({**RULE, "base": 100}, "2020-02-01")
    await quarter.publish(listed["id"])
    for day in ("2020-02-04", "2020-03-31"):
        refused = await points.refused("adoptPointsRule", validFrom=day)
        assert refused["extensions"]["code"] == "POINTS_RULE_TOUCHES_PERIOD"
        assert "2020年第一季度的积分已经公布" in refused["message"]
        assert "2020年4月1日" in refused["message"]
    await points.do("adoptPointsRule", validFrom="2020-04-01")
    year = await quarter.prepare(None)
    await quarter.publish(year["id"])
    refused = await points.refused("adoptPointsRule", validFrom="2020-12-31")
    assert "2020年度的积分已经公布" in refused["message"]
    await points.do("adoptPointsRule", validFrom="2021-01-01")


async def test_a_quarter_is_frozen_and_its_deputies_see_their_own_row_first_2_23(
    quarter: Publishing,
) -> None:
    """Row 2-23: published each quarter; a deputy sees the own row before anybody else does."""
    with quarter.points.house.on("2020-04-02"):
        listed = await quarter.prepare()
        assert (listed["title"], listed["points"]) == ("2020年第一季度代表履职积分", 2500)
        (own,) = (await quarter.say(quarter.deputy("代表甲"), OWN))["ownListedPoints"]
        assert (own["points"], own["place"]) == (1500, None)
        assert (await quarter.say(quarter.deputy("代表乙"), PUBLISHED))["pointsPublications"] == {
            "nodes": []
        }
        rows = (await quarter.say(quarter.points.clerk, ROWS, l=listed["id"]))["pointsListRows"]
    assert {one["name"]: one["points"] for one in rows["nodes"]} == {
        "代表甲": 1500,
        "代表乙": 500,
        "代表丙": 500,
    }
    assert {one["place"] for one in rows["nodes"]} == {None}, "no ranking unless practice says so"


async def test_a_frozen_total_opens_to_exactly_its_lines(quarter: Publishing) -> None:
    """Whatever is booked or taken back afterwards."""
    points, mandate = quarter.points, quarter.mandates["代表甲"]
    await points.confirm(mandate, "attend_council", "2020-05-05")
    await points.house.drain()
    listed = await quarter.prepare()
    off = {"mandate": global_id("Mandate", mandate), "code": "absent_half_day"}
    await points.do("deductPoints", **off, on="2020-02-20", reason="未请假")
    rows = (await quarter.say(points.clerk, ROWS, l=listed["id"]))["pointsListRows"]["nodes"]
    assert await points.points(mandate) == 1900
    for row in rows:
        asked = {"a": row["account"], "n": row["lastLine"], "p": "q1"}
        opened = (await quarter.say(points.clerk, OPENED, **asked))["pointsLines"]["nodes"]
        assert sum(one["value"] for one in opened) == row["points"]
    (own,) = (await quarter.say(quarter.deputy("代表甲"), OWN))["ownListedPoints"]
    assert (own["year"], own["period"], own["lastLine"]) == (2020, "q1", 4)


async def test_nobody_changes_a_frozen_list(quarter: Publishing) -> None:
    await quarter.prepare()
    house = quarter.points.house
    async with house.platform.as_core(house.bodies[COUNTY].id) as work:
        with pytest.raises(DBAPIError, match="permission denied"):
            await work.session.execute(sa.update(PointsListRow).values(points=0))


async def test_publishing_is_an_act_after_a_check_by_somebody_else(quarter: Publishing) -> None:
    listed = (await quarter.prepare())["id"]
    both = await quarter.points.house.person(
        COUNTY, "standing_committee", "publication_checker", "points_head"
    )
    asked = {"pointsList": listed}
    assert await quarter.refused(both, "publishPointsList", **asked) == "POINTS_SECRECY_UNCHECKED"
    await quarter.do(both, "checkPointsSecrecy", **asked, passed=True, note="不涉密")
    assert await quarter.refused(both, "publishPointsList", **asked) == "POINTS_SAME_PERSON"
    await quarter.do(quarter.checker, "checkPointsSecrecy", **asked, passed=False, note="待核")
    refused = await quarter.refused(quarter.head, "publishPointsList", **asked)
    assert refused == "POINTS_SECRECY_UNCHECKED"
    await quarter.publish(listed)
    again = await quarter.refused(quarter.head, "publishPointsList", **asked)
    assert again == "POINTS_PUBLISHED_ALREADY"


async def waiting(quarter: Publishing, who: Someone, step: str) -> list[int]:
    """Numbers of the lists that wait for somebody at this step."""
    asked = """query($w: PointsListStep) {
      pointsLists(waiting: $w) { totalCount nodes { number } } }"""
    found = (await quarter.say(who, asked, w=step))["pointsLists"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["number"] for one in found["nodes"]]


async def test_a_list_waits_for_whoever_may_do_the_next_step(quarter: Publishing) -> None:
    clerk, checker, head = quarter.points.clerk, quarter.checker, quarter.head
    both = await quarter.points.house.person(
        COUNTY, "standing_committee", "publication_checker", "points_head", "points_clerk"
    )
    given = {"year": 2020, "period": "q1"}
    listed = (await quarter.do(both, "preparePointsList", **given))["id"]
    assert await waiting(quarter, clerk, "NOTICE") == [1]
    assert await waiting(quarter, checker, "CHECK") == [1]
    assert await waiting(quarter, both, "CHECK") == [], "who prepared it does not check it"
    assert await waiting(quarter, head, "PUBLICATION") == []
    await quarter.notify(listed)
    assert await waiting(quarter, clerk, "NOTICE") == []
    checked = {"pointsList": listed, "note": "不涉密"}
    await quarter.do(checker, "checkPointsSecrecy", **checked, passed=False)
    assert await waiting(quarter, head, "PUBLICATION") == []
    await quarter.do(checker, "checkPointsSecrecy", **checked, passed=True)
    assert await waiting(quarter, checker, "CHECK") == []
    assert await waiting(quarter, head, "PUBLICATION") == [1]
    await quarter.do(head, "publishPointsList", pointsList=listed)
    assert await waiting(quarter, head, "PUBLICATION") == []


async def test_whoever_prepared_a_list_does_not_check_it(quarter: Publishing) -> None:
    both = await quarter.points.house.person(
        COUNTY, "standing_committee", "publication_checker", "points_clerk"
    )
    given = {"year": 2020, "period": "q1"}
    listed = (await quarter.do(both, "preparePointsList", **given))["id"]
    asked = {"pointsList": listed, "passed": True}
    own = await quarter.refused(both, "checkPointsSecrecy", **asked, note="不涉密")
    assert own == "POINTS_CHECKS_OWN"
    empty = await quarter.refused(quarter.checker, "checkPointsSecrecy", **asked, note=" ")
    assert empty == "POINTS_CHECK_NOTE"
    await quarter.publish(listed)


async def test_a_list_is_frozen_when_its_period_is_over(quarter: Publishing) -> None:
    clerk, house = quarter.points.clerk, quarter.points.house
    for day, given in (
        ("2020-03-31", {"year": 2020, "period": "q1"}),
        ("2020-12-31", {"year": 2020}),
    ):
        with house.on(day):
            assert await quarter.refused(clerk, "preparePointsList", **given) == (
                "POINTS_PERIOD_RUNS"
            )
    with house.on("2020-04-01"):
        await quarter.prepare()
    with house.on("2021-01-01"):
        await quarter.prepare(None)


async def test_an_older_list_is_not_published_after_a_newer_one(quarter: Publishing) -> None:
    await quarter.set("publish_to", ["public"])
    points, mandate = quarter.points, quarter.mandates["代表甲"]
    listed = [await quarter.prepare()]
    for number in (1, 2, 3):
        await points.confirm(mandate, "attend_council", f"2020-03-0{number}")
        await points.house.drain()
        listed.append(await quarter.prepare(corrects=listed[-1]["id"]))
    await quarter.publish(listed[1]["id"])
    await quarter.publish(listed[2]["id"])
    asked = {"pointsList": listed[0]["id"]}
    refused = await quarter.refused(quarter.head, "publishPointsList", **asked)
    assert refused == "POINTS_LIST_OUTDATED"
    await quarter.publish(listed[3]["id"])
    shown = (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"]
    by_id = {one["id"]: one for one in shown}
    assert len(by_id) == 3
    chain = {one["points"]: one["corrects"] for one in shown}
    assert chain[3000] is None, "what it corrects was never public"
    assert by_id[chain[3500]]["points"] == 3000
    assert by_id[chain[4000]]["points"] == 3500


async def test_nothing_is_published_before_its_deputies_were_told(quarter: Publishing) -> None:
    """Also where no number of days is set; told once, and each deputy sees when."""
    await quarter.set("publish_to", ["public"])
    listed = (await quarter.prepare())["id"]
    asked = {"pointsList": listed}
    await quarter.do(quarter.checker, "checkPointsSecrecy", **asked, passed=True, note="不涉密")
    refused = await quarter.refused(quarter.head, "publishPointsList", **asked)
    assert refused == "POINTS_DEPUTIES_NOT_TOLD"
    assert (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"] == []
    (own,) = (await quarter.say(quarter.deputy("代表甲"), OWN))["ownListedPoints"]
    assert (own["points"], own["notifiedOn"]) == (1500, None), "the own row is there at once"
    done = await quarter.notify(listed)
    assert (done["deputies"], done["notifiedByName"], done["ownUntil"]) == (3, "积分员", None)
    assert "没有规定" in done["ownText"]
    clerk = quarter.points.clerk
    assert await quarter.refused(clerk, "notifyPointsDeputies", **asked) == (
        "POINTS_NOTIFIED_ALREADY"
    )
    (own,) = (await quarter.say(quarter.deputy("代表甲"), OWN))["ownListedPoints"]
    assert own["notifiedOn"] == done["notifiedOn"]
    await quarter.do(quarter.head, "publishPointsList", **asked)
    told = [one.name.partition(".")[2] for one in await quarter.points.rows(Event)]
    assert told.index("notify_points_deputies") < told.index("publish_points_list")


async def test_a_corrected_list_is_told_of_anew(quarter: Publishing) -> None:
    first = await quarter.prepare()
    await quarter.notify(first["id"])
    await quarter.points.confirm(quarter.mandates["代表甲"], "attend_council", "2020-03-09")
    await quarter.points.house.drain()
    second = {"pointsList": (await quarter.prepare(corrects=first["id"]))["id"]}
    await quarter.do(quarter.checker, "checkPointsSecrecy", **second, passed=True, note="不涉密")
    refused = await quarter.refused(quarter.head, "publishPointsList", **second)
    assert refused == "POINTS_DEPUTIES_NOT_TOLD"


async def test_own_days_are_counted_as_any_period_from_the_notice(quarter: Publishing) -> None:
    """Four days from the 2nd end on the 6th, a day off (Qingming), so on the 7th."""
    await quarter.set("own_days", 4)
    house = quarter.points.house
    with house.on("2020-04-02"):
        asked = {"pointsList": (await quarter.prepare())["id"]}
        done = await quarter.notify(asked["pointsList"])
        assert done["ownUntil"] == "2020-04-07", "the 6th is a day off"
        assert "2020年4月7日" in done["ownText"]
        told = await quarter.say(quarter.deputy("代表甲"), TOLD)
        (message,) = [one for one in told["notifications"]["nodes"] if "核对" in one["text"]]
        kind, _ = decode(message["subject"])
        assert kind == "PointsListRow", "their own row, which opens to their own points"
        (own,) = (await quarter.say(quarter.deputy("代表甲"), OWN))["ownListedPoints"]
        assert own["ownUntil"] == "2020-04-07"
        await quarter.do(quarter.checker, "checkPointsSecrecy", **asked, passed=True, note="无")
    with house.on("2020-04-07"):
        refused = await quarter.refused(quarter.head, "publishPointsList", **asked)
        assert refused == "POINTS_OWN_FIRST"
    with house.on("2020-04-08"):
        await quarter.do(quarter.head, "publishPointsList", **asked)


@pytest.mark.parametrize(
    ("audiences", "seen"),
    [
        (None, {"代表甲"}),
        (["deputy"], {"代表甲"}),
        (["deputy", "body"], {"代表甲", "代表乙", "代表丙"}),
    ],
)
async def test_to_whom_practice_says(
    quarter: Publishing, audiences: list[str] | None, seen: set[str]
) -> None:
    if audiences is not None:
        await quarter.set("publish_to", audiences)
    published = await quarter.publish((await quarter.prepare())["id"])
    shown = await quarter.say(quarter.deputy("代表甲"), SHOWN, p=published["id"])
    assert {one["name"] for one in shown["shownPoints"]["nodes"]} == seen
    assert (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"] == []


async def test_shown_points_come_by_pages_and_nobody_sees_more_by_id(quarter: Publishing) -> None:
    """Neither before a list is published, nor beyond whom it was published to."""
    await quarter.set("publish_to", ["deputy"])
    asked = """query($p: ID!, $a: String) { shownPoints(publication: $p, first: 2, after: $a) {
      totalCount nodes { id name } pageInfo { hasNextPage endCursor } } }"""
    node = "query($id: ID!) { node(id: $id) { id } }"
    listed = (await quarter.prepare())["id"]
    rows = await quarter.points.rows(PointsListRow)
    ids = {row.name: global_id("ShownPoints", row.id) for row in rows}
    own, clerk = quarter.deputy("代表甲"), quarter.points.clerk
    assert (await quarter.say(own, node, id=ids["代表甲"]))["node"] is None, "not yet published"
    await quarter.publish(listed)
    assert (await quarter.say(own, node, id=ids["代表甲"]))["node"] == {"id": ids["代表甲"]}
    for by, name in ((own, "代表乙"), (clerk, "代表甲")):
        assert (await quarter.say(by, node, id=ids[name]))["node"] is None
    await quarter.set("publish_to", ["body"])
    listed = (await quarter.prepare("q2"))["id"]
    published = (await quarter.publish(listed))["id"]
    first = (await quarter.say(clerk, asked, p=published))["shownPoints"]
    assert (first["totalCount"], len(first["nodes"])) == (3, 2)
    after = first["pageInfo"]["endCursor"]
    second = (await quarter.say(clerk, asked, p=published, a=after))["shownPoints"]
    assert not second["pageInfo"]["hasNextPage"]
    named = [one["name"] for page in (first, second) for one in page["nodes"]]
    assert sorted(named) == sorted(ids)


async def test_to_the_public_with_names_and_numbers_only(quarter: Publishing) -> None:
    await quarter.set("publish_to", ["body", "public"])
    await quarter.publish((await quarter.prepare())["id"])
    (shown,) = (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"]
    assert shown["points"] == 2500
    assert {one["name"]: one["points"] for one in shown["rows"]}["代表甲"] == 1500
    assert set(shown["rows"][0]) == {"name", "district", "points", "entries", "place"}


async def test_a_published_list_is_taken_down_with_a_reason(quarter: Publishing) -> None:
    """Nobody is shown it any more, neither by list nor by id; each deputy sees the own row, why."""
    house, deputy = quarter.points.house, quarter.deputy("代表甲")
    await quarter.set("publish_to", ["body", "public"])
    listed = (await quarter.prepare())["id"]
    asked = {"pointsList": listed}
    down = {**asked, "reason": "数据有误，正在核对"}
    early = await quarter.refused(quarter.head, "withdrawPointsList", **down)
    assert early == "POINTS_NOT_PUBLISHED"
    published = await quarter.publish(listed)
    (entry,) = (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"]
    page = f"/p/{COUNTY}/{key(entry['id'], 'PublicPointsList')}"
    assert (await house.client.get(page)).status_code == 200
    (row, *_) = (await quarter.say(deputy, SHOWN, p=published["id"]))["shownPoints"]["nodes"]
    empty = await quarter.refused(quarter.head, "withdrawPointsList", **asked, reason=" ")
    assert empty == "REASON_EMPTY"
    with house.on("2020-05-06"):
        await quarter.do(quarter.head, "withdrawPointsList", **down)
    assert (await house.client.get(page)).status_code == 410
    assert (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"] == []
    for by in (deputy, quarter.deputy("代表乙"), quarter.points.clerk, quarter.head):
        assert (await quarter.say(by, SHOWN, p=published["id"]))["shownPoints"]["nodes"] == []
        found = await quarter.say(by, "query($id: ID!) { node(id: $id) { id } }", id=row["id"])
        assert found["node"] is None
    told = {"withdrawnOn": "2020-05-06", "withdrawnByName": "负责人", "reason": down["reason"]}
    (known,) = (await quarter.say(quarter.points.clerk, TAKEN_DOWN))["pointsPublications"]["nodes"]
    assert known["withdrawals"] == [told]
    assert (await quarter.say(deputy, OWN_DOWN))["ownListedPoints"] == [
        {"points": 1500, "withdrawnOn": "2020-05-06", "withdrawalReason": down["reason"]}
    ]
    rows = (await quarter.say(quarter.points.clerk, ROWS, l=listed))["pointsListRows"]["nodes"]
    assert len(rows) == 3, "the frozen list stays for those who keep it"


async def test_what_was_taken_down_comes_back_only_as_a_new_list(quarter: Publishing) -> None:
    """Not twice down, not published again; the same points may be listed anew."""
    await quarter.set("publish_to", ["body", "public"])
    first = (await quarter.prepare())["id"]
    asked = {"pointsList": first}
    await quarter.publish(first)
    await quarter.do(quarter.head, "withdrawPointsList", **asked, reason="误发")
    twice = await quarter.refused(quarter.head, "withdrawPointsList", **asked, reason="误发")
    again = await quarter.refused(quarter.head, "publishPointsList", **asked)
    assert (twice, again) == ("POINTS_LIST_WITHDRAWN", "POINTS_LIST_WITHDRAWN")
    second = await quarter.prepare(corrects=first)
    published = await quarter.publish(second["id"])
    shown = await quarter.say(quarter.deputy("代表乙"), SHOWN, p=published["id"])
    assert len(shown["shownPoints"]["nodes"]) == 3
    (entry,) = (await quarter.say(None, PUBLIC))["publicPointsLists"]["nodes"]
    assert entry["corrects"] is None, "nothing public leads to what was taken down"


async def test_a_check_that_fails_after_publication_says_to_take_the_list_down(
    quarter: Publishing,
) -> None:
    listed = (await quarter.prepare())["id"]
    await quarter.publish(listed)
    found = {"pointsList": listed, "passed": False, "note": "涉及敏感事项"}
    sent = {"input": found}
    refused = await quarter.points.house.refused(
        mutation("checkPointsSecrecy"), sent, by=quarter.checker
    )
    assert refused["extensions"]["code"] == "POINTS_WITHDRAW_FIRST"
    assert "撤下" in refused["message"]
    await quarter.do(quarter.head, "withdrawPointsList", pointsList=listed, reason="审查未通过")
    await quarter.do(quarter.checker, "checkPointsSecrecy", **found)


async def test_a_ranking_only_where_practice_says_so(quarter: Publishing) -> None:
    await quarter.set("ranking", True)
    listed = await quarter.prepare()
    rows = (await quarter.say(quarter.points.clerk, ROWS, l=listed["id"]))["pointsListRows"]
    assert {one["name"]: one["place"] for one in rows["nodes"]} == {
        "代表甲": 1,
        "代表乙": 2,
        "代表丙": 2,
    }


async def test_what_is_published_is_read_by_place_where_it_ranks(quarter: Publishing) -> None:
    """Page by page too; without a ranking it stays by district and name."""
    asked = """query($p: ID!, $a: String) { shownPoints(publication: $p, byPlace: true, first: 1,
      after: $a) { nodes { name place } pageInfo { endCursor } } }"""
    await quarter.set("publish_to", ["body"])
    plain = await quarter.publish((await quarter.prepare())["id"])
    await quarter.set("ranking", True)
    await quarter.points.confirm(quarter.mandates["代表乙"], "attend_council", "2020-05-05")
    await quarter.points.house.drain()
    ranked = await quarter.publish((await quarter.prepare("q2"))["id"])
    for published, first in ((plain, ("代表丙", None)), (ranked, ("代表乙", 1))):
        names, after = list[tuple[str, int | None]](), None
        for _ in range(3):
            page = await quarter.say(quarter.points.clerk, asked, p=published["id"], a=after)
            (one,) = page["shownPoints"]["nodes"]
            names.append((one["name"], one["place"]))
            after = page["shownPoints"]["pageInfo"]["endCursor"]
        assert names[0] == first
        assert len(set(names)) == 3, "each once"


async def test_objection_answer_correction_and_a_corrected_list_beside_the_first(
    quarter: Publishing,
) -> None:
    house, points = quarter.points.house, quarter.points
    await quarter.set("objection_period", {"amount": 10, "unit": "day"})
    await quarter.set("answer_period", {"amount": 15, "unit": "day"})
    off = {"mandate": global_id("Mandate", quarter.mandates["代表甲"]), "code": "absent_half_day"}
    wrong = await points.do("deductPoints", **off, on="2020-02-20", reason="误记")
    with house.on("2020-04-02"):
        first = await quarter.prepare()
        published = await quarter.publish(first["id"])
        assert published["objectionsUntil"] == "2020-04-13", "the 12th is a Sunday"
    objector = quarter.deputy("代表甲")
    with house.on("2020-04-03"):
        empty = {"pointsList": first["id"], "text": " "}
        assert await quarter.refused(objector, "objectToPoints", "text", **empty) == (
            "POINTS_OBJECTION_EMPTY"
        )
        told = {"pointsList": first["id"], "text": "当日已请假"}
        await quarter.do(objector, "objectToPoints", "text", **told)
        await house.drain()
    assert await waiting(quarter, points.clerk, "ANSWER") == [1]
    with house.on("2020-04-14"):
        late = await quarter.refused(objector, "objectToPoints", "text", **told)
        assert late == "POINTS_OBJECTION_LATE"
        own = await quarter.say(objector, "{ ownListedPoints { objectionsUntil } }")
        assert own["ownListedPoints"][0]["objectionsUntil"] == "2020-04-13"
        listed = await quarter.say(points.clerk, OBJECTIONS, l=first["id"])
        (objection,) = listed["pointsObjections"]["nodes"]
        assert (objection["name"], objection["deadlines"]) == (
            "代表甲",
            [{"state": "RUNNING", "dueOn": "2020-04-20"}],
        )
        left = await house.unfinished(points.body, "deputy_points")
        assert left == {"未答复的积分异议": 1, "计时中的期限": 1}
        answer = {"objection": objection["id"], "upheld": True}
        assert (
            await quarter.refused(points.clerk, "answerPointsObjection", **answer, text="")
            == "POINTS_ANSWER_EMPTY"
        )
        await quarter.do(points.clerk, "answerPointsObjection", **answer, text="已核实，予以更正")
        assert await waiting(quarter, points.clerk, "ANSWER") == []
        messages = await house.messages(objector)
        assert messages[0] == "您2020年4月3日对积分提出的异议已经答复。"
        assert any("已经公布" in one for one in messages)
        assert "予以更正" not in str(messages)
        again = await quarter.refused(points.clerk, "answerPointsObjection", **answer, text="再")
        assert again == "POINTS_ANSWERED_ALREADY"
        await house.drain()
        assert await house.unfinished(points.body, "deputy_points") == {}
        await points.do("withdrawDeduction", deduction=wrong["id"], reason="异议成立")
        assert (
            await quarter.refused(points.clerk, "preparePointsList", year=2020, period="q1")
            == "POINTS_LIST_EXISTS"
        )
        second = await quarter.prepare(corrects=first["id"])
        assert (second["number"], second["points"] - first["points"]) == (2, 100)
        assert second["corrects"] == first["id"]
        same = {"year": 2020, "period": "q1", "corrects": second["id"]}
        assert await quarter.refused(points.clerk, "preparePointsList", **same) == (
            "POINTS_LIST_SAME"
        )
        await quarter.publish(second["id"])
        own = (await quarter.say(objector, OWN_OBJECTIONS))["ownPointsObjections"]
        assert own == [{"text": "当日已请假", "upheld": True, "answerText": "已核实，予以更正"}]
        rows = (await quarter.say(points.clerk, ROWS, l=first["id"]))["pointsListRows"]["nodes"]
        assert {one["name"]: one["points"] for one in rows}["代表甲"] == 1400, "the first stays"
    assert "一致" in await points.recompute()


async def waiting_for_check(quarter: Publishing) -> list[str]:
    """What whoever checks for secrets finds at home."""
    found = await quarter.say(quarter.checker, "{ pointsLists(waiting: CHECK) { nodes { id } } }")
    return [one["id"] for one in found["pointsLists"]["nodes"]]


async def test_a_list_that_an_upheld_objection_found_wrong_is_not_published(
    quarter: Publishing,
) -> None:
    """Nor does it end there: the same points may be listed anew, for what was wrong beside them."""
    points, house = quarter.points, quarter.points.house
    first = await quarter.prepare()
    with house.on("2020-04-02"):
        await quarter.notify(first["id"])
        told = {"pointsList": first["id"], "text": "当日已请假"}
        await quarter.do(quarter.deputy("代表甲"), "objectToPoints", "text", **told)
        listed = await quarter.say(points.clerk, OBJECTIONS, l=first["id"])
        (objection,) = listed["pointsObjections"]["nodes"]
        assert await waiting_for_check(quarter) == [first["id"]]
        answer = {"objection": objection["id"], "upheld": True, "text": "应予更正"}
        await quarter.do(points.clerk, "answerPointsObjection", **answer)
        assert await waiting_for_check(quarter) == []
        checked = {"pointsList": first["id"], "passed": True, "note": "不涉密"}
        assert await quarter.refused(quarter.checker, "checkPointsSecrecy", **checked) == (
            "POINTS_LIST_UPHELD"
        )
        shown = await quarter.say(quarter.checker, UPHELD, l=first["id"])
        assert "deputy_points.check_points_secrecy" not in shown["node"]["offered"]
        shown = await quarter.say(points.clerk, UPHELD, l=first["id"])
        assert shown["node"]["upheld"] == 1
        assert "deputy_points.prepare_points_list" in shown["node"]["offered"]
        second = await quarter.prepare(corrects=first["id"])
        assert await waiting_for_check(quarter) == [second["id"]]
    with house.on("2020-05-06"):
        refused = await quarter.refused(quarter.head, "publishPointsList", pointsList=first["id"])
        assert refused == "POINTS_SECRECY_UNCHECKED"
        shown = await quarter.say(quarter.head, UPHELD, l=first["id"])
        assert "deputy_points.publish_points_list" not in shown["node"]["offered"]
    assert second["number"] == 2


async def test_compared_with_the_same_quarter_of_last_year_2_24(quarter: Publishing) -> None:
    """Row 2-24: how much more than last year."""
    other = quarter.mandates["代表乙"]
    await quarter.points.record(
        *((other, "attend_council", day) for day in ("2019-01-05", "2019-02-05"))
    )
    await quarter.points.house.drain()
    listed = await quarter.prepare()
    assert (listed["pointsBefore"], listed["change"]) == (1000, "+150.0%")


async def test_what_cannot_be_prepared(quarter: Publishing) -> None:
    clerk = quarter.points.clerk
    for given, code in (
        ({"year": 2020, "period": "q9"}, "POINTS_PERIOD_UNKNOWN"),
        ({"year": 2015}, "POINTS_LIST_EMPTY"),
        ({"year": 2020, "period": "q2", "corrects": global_id("PointsList", uuid4())}, "NOT_FOUND"),
    ):
        assert await quarter.refused(clerk, "preparePointsList", **given) == code
    first = await quarter.prepare()
    other = await quarter.prepare("q2")
    given = {"year": 2020, "period": "q1", "corrects": other["id"]}
    assert await quarter.refused(clerk, "preparePointsList", **given) == "POINTS_LIST_NOT_LATEST"
    assert first["id"] != other["id"]


async def test_who_is_not_in_a_list_does_not_object_to_it(quarter: Publishing) -> None:
    listed = (await quarter.prepare())["id"]
    await quarter.points.deputy("代表丁")
    stranger = quarter.deputy("代表丁")
    asked = {"pointsList": listed, "text": "无"}
    assert await quarter.refused(stranger, "objectToPoints", "text", **asked) == "NOT_FOUND"
    theirs = await open_points(quarter.points.house, "county-b")
    code = await quarter.points.house.refused_code(
        mutation("preparePointsList"),
        {"input": {"year": 2020, "period": "q1", "corrects": listed}},
        by=theirs.clerk,
    )
    assert code == "POINTS_PERIOD_UNKNOWN"
    assert (await quarter.points.house.gql(ROWS, {"l": listed}, by=theirs.clerk))["pointsListRows"][
        "nodes"
    ] == []


async def test_a_group_sees_its_own(quarter: Publishing) -> None:
    await quarter.set("publish_to", ["group"])
    await quarter.set("ranking", True)
    await join(quarter, "代表甲", "代表乙")
    listed = await quarter.prepare()
    published = await quarter.publish(listed["id"])
    shown = await quarter.say(quarter.deputy("代表乙"), SHOWN, p=published["id"])
    assert {one["name"] for one in shown["shownPoints"]["nodes"]} == {"代表甲", "代表乙"}
    alone = await quarter.say(quarter.deputy("代表丙"), SHOWN, p=published["id"])
    assert {one["name"] for one in alone["shownPoints"]["nodes"]} == {"代表丙"}
    rows = (await quarter.say(quarter.points.clerk, ROWS, l=listed["id"]))["pointsListRows"]
    assert {one["name"]: one["placeInGroup"] for one in rows["nodes"]} == {
        "代表甲": 1,
        "代表乙": 2,
        "代表丙": None,
    }


async def test_a_quarters_group_is_that_of_its_last_day(quarter: Publishing) -> None:
    """Who changed the group since is ranked and shown with those of the quarter."""
    await quarter.set("publish_to", ["group"])
    first = await join(quarter, "代表甲", "代表乙")
    await move(quarter, first, "代表乙", "2020-04-01")
    await join(quarter, "代表乙", "代表丙", name="第二小组", on="2020-04-01")
    groups = dict[str, dict[str, str | None]]()
    for period in ("q1", "q2"):
        listed = (await quarter.prepare(period))["id"]
        rows = (await quarter.say(quarter.points.clerk, ROWS, l=listed))["pointsListRows"]
        groups[period] = {one["name"]: one["groupName"] for one in rows["nodes"]}
        if period == "q1":
            published = await quarter.publish(listed)
            shown = await quarter.say(quarter.deputy("代表乙"), SHOWN, p=published["id"])
            assert {one["name"] for one in shown["shownPoints"]["nodes"]} == {"代表甲", "代表乙"}
    assert groups["q1"] == {"代表甲": "第一小组", "代表乙": "第一小组", "代表丙": None}
    assert groups["q2"] == {"代表甲": "第一小组", "代表乙": "第二小组", "代表丙": "第二小组"}


async def move(quarter: Publishing, group: UUID, name: str, on: str) -> None:
    """A deputy left a group on a day."""
    house = quarter.points.house
    async with house.platform.as_core(house.bodies[COUNTY].id) as work:
        member = await work.session.scalar(
            sa.select(DeputyGroupMember).where(
                DeputyGroupMember.group_id == group, DeputyGroupMember.name == name
            )
        )
        assert member is not None
        member.left_on = date.fromisoformat(on)


async def join(
    quarter: Publishing, *names: str, name: str = "第一小组", on: str = "2020-01-02"
) -> UUID:
    """These deputies form a group."""
    day = date.fromisoformat(on)
    house = quarter.points.house
    async with house.platform.as_core(house.bodies[COUNTY].id) as work:
        group = DeputyGroup(id=uuid4(), name=name, basis=GroupBasis.AREA, term=6, formed_on=day)
        work.session.add(group)
        await work.session.flush()
        for who in names:
            mandate = await work.session.get_one(Mandate, (work.body.id, quarter.mandates[who]))
            work.session.add(
                DeputyGroupMember(
                    id=uuid4(),
                    group_id=group.id,
                    person_id=mandate.person_id,
                    mandate_id=mandate.id,
                    name=who,
                    leader=False,
                    joined_on=day,
                )
            )
    return group.id


async def test_a_quarter_is_frozen_by_as_many_queries_whoever_is_in_it(
    quarter: Publishing,
) -> None:
    counted = list[int]()
    for period in ("q1", "q2"):
        with query_count() as sent:
            await quarter.prepare(period)
        counted.append(len(sent))
        more = [await quarter.points.deputy(f"代表{period}{number}") for number in range(5)]
        quarter.points.files.clear()
        await quarter.points.record(*((one, "attend_council", "2020-05-05") for one in more))
        await quarter.points.house.drain()
    assert counted[0] == counted[1]
