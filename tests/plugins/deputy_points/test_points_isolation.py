"""Nobody reaches another body's points, by any argument of any verb, by any list, or by id."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from points_path import ABSENT, COUNTY, RULE, Points, mutation, open_points
from test_points_proposals import TALK

from core import global_id
from core.graphql.ids import decode
from core.testing import House, Someone
from plugins.deputy_points import models

pytestmark = pytest.mark.database

NEIGHBOUR = "county-b"
ROLES = (
    "points_clerk",
    "points_head",
    "points_rater",
    "publication_checker",
    "deputy",
    "personal_data_officer",
)
FULL: dict[str, Any] = {
    **RULE,
    "deductions": [ABSENT],
    "raters": [{"code": "group", "title": "小组", "weight": 100, "role": "points_rater"}],
    "marked": [{"code": "voters", "title": "联系选民", "most": 1500}],
    "grades": [{"title": "良好", "least": 60000}, {"title": "较差", "below": 60000}],
    "proposals": [TALK],
}
TYPES: dict[str, type[Any]] = {
    "PointsRule": models.RuleVersion,
    "PointsAccount": models.PointsAccount,
    "PointsLine": models.PointsLine,
    "PointsDeduction": models.PointsDeduction,
    "PointsMark": models.PointsMark,
    "PointsList": models.PointsList,
    "PointsListRow": models.PointsListRow,
    "PointsNotice": models.PointsNotice,
    "PointsSecrecyCheck": models.PointsSecrecyCheck,
    "PointsPublication": models.PointsPublication,
    "PointsWithdrawal": models.PointsWithdrawal,
    "PointsObjection": models.PointsObjection,
    "PointsObjectionAnswer": models.PointsObjectionAnswer,
    "PointsDecision": models.PointsDecision,
    "PointsClosing": models.PointsClosing,
    "GivenPointsMark": models.PointsMark,
    "DeputyToMark": models.PointsAccount,
}


class Walk:
    """One of everything in a body, and who can do anything there."""

    def __init__(self, points: Points, mandate: UUID, all_hands: Someone) -> None:
        self.points, self.mandate, self.all_hands = points, global_id("Mandate", mandate), all_hands

    async def do(
        self, verb: str, answer: str = "id", by: Someone | None = None, **sent: Any
    ) -> Any:
        query = mutation(verb, answer)
        made = await self.points.house.gql(query, {"input": sent}, by=by or self.all_hands)
        return made[verb]

    async def code(self, verb: str, answer: str = "id", **sent: Any) -> str:
        query = mutation(verb, answer)
        return await self.points.house.refused_code(query, {"input": sent}, by=self.all_hands)

    async def ids(self) -> dict[str, str]:
        """The id of one row of each record type."""
        found = dict[str, str]()
        for name, model in TYPES.items():
            rows = await self.points.rows(model)
            assert rows, name
            found[name] = global_id(name, rows[0].id)
        return found


async def walked(house: House, body: str) -> Walk:
    """Everything once, so that there is a row of every kind."""
    points = await open_points(house, body)
    await points.adopt(FULL)
    mandate = await points.deputy("代表甲")
    organ = "standing_committee"
    walk = Walk(points, mandate, await house.person(body, organ, *ROLES))
    checker = await house.person(body, organ, "publication_checker")
    with house.on("2021-01-08"):
        await points.confirm(mandate, "attend_council", "2020-03-05")
        await house.drain()
        off = {"mandate": walk.mandate, "code": "absent_half_day", "reason": "未请假"}
        await walk.do("deductPoints", **off, on="2020-03-06")
        mark = {"mandate": walk.mandate, "year": 2020, "kind": "voters", "rater": "group"}
        await walk.do("enterPointsMark", **mark, value=100)
        listed = (await walk.do("preparePointsList", year=2020))["id"]
        told = {"pointsList": listed, "passed": True, "note": "不涉密"}
        await walk.do("checkPointsSecrecy", by=checker, **told)
        await walk.do("notifyPointsDeputies", pointsList=listed)
        await walk.do("publishPointsList", pointsList=listed)
        deputy = points.people["代表甲"]
        await walk.do("objectToPoints", "text", by=deputy, pointsList=listed, text="请核对")
        objection = global_id("PointsObjection", (await points.rows(models.PointsObjection))[0].id)
        await walk.do("answerPointsObjection", objection=objection, upheld=False, text="无误")
        decided = {"year": 2020, "mandate": walk.mandate, "title": TALK["title"]}
        await walk.do("decidePointsProposal", **decided, adopted=False, reason="已谈过")
        await walk.do("withdrawPointsList", pointsList=listed, reason="数据有误")
        await walk.do("closePointsYear", year=2020)
    return walk


async def test_ids_of_others_are_ids_that_never_were(house: House) -> None:
    theirs = await walked(house, COUNTY)
    mine = await walked(house, NEIGHBOUR)
    ids = await theirs.ids() | {"Mandate": theirs.mandate}
    for verb, given, answer in (
        ("deductPoints", {"mandate": "Mandate", "code": "absent_half_day", "reason": "无"}, "id"),
        ("withdrawDeduction", {"deduction": "PointsDeduction", "reason": "无"}, "id"),
        ("enterPointsMark", {"mandate": "Mandate", "kind": "voters", "rater": "group"}, "id"),
        ("notifyPointsDeputies", {"pointsList": "PointsList"}, "id"),
        ("checkPointsSecrecy", {"pointsList": "PointsList", "note": "无"}, "id"),
        ("publishPointsList", {"pointsList": "PointsList"}, "id"),
        ("withdrawPointsList", {"pointsList": "PointsList", "reason": "无"}, "id"),
        ("objectToPoints", {"pointsList": "PointsList", "text": "无"}, "text"),
        ("answerPointsObjection", {"objection": "PointsObjection", "text": "无"}, "id"),
        ("erasePointsWords", {"deduction": "PointsDeduction"}, "id"),
        ("erasePointsWords", {"objection": "PointsObjection"}, "id"),
        ("erasePointsWords", {"decision": "PointsDecision"}, "id"),
        ("erasePointsWords", {"withdrawal": "PointsWithdrawal"}, "id"),
        ("decidePointsProposal", {"mandate": "Mandate", "title": "约谈", "reason": "无"}, "id"),
    ):
        more: dict[str, Any] = {
            "deductPoints": {"on": "2021-01-05"},
            "enterPointsMark": {"year": 2021, "value": 1},
            "checkPointsSecrecy": {"passed": True},
            "answerPointsObjection": {"upheld": True},
            "erasePointsWords": {"ground": "CONSENT"},
            "decidePointsProposal": {"year": 2020, "adopted": True},
        }.get(verb, {})
        for change in (lambda kind: ids[kind], lambda kind: global_id(kind, uuid4())):
            sent = {name: change(value) if value in ids else value for name, value in given.items()}
            assert await mine.code(verb, answer, **sent, **more) == "NOT_FOUND", verb


async def test_nothing_of_others_by_id_or_in_a_list(house: House) -> None:
    theirs = await walked(house, COUNTY)
    mine = await walked(house, NEIGHBOUR)
    asked = "query($id: ID!) { node(id: $id) { id } }"
    for name, theirs_id in (await theirs.ids()).items():
        own = global_id(name, (await mine.points.rows(TYPES[name]))[0].id)
        assert (await house.gql(asked, {"id": own}, by=mine.all_hands))["node"], name
        found = await house.gql(asked, {"id": theirs_id}, by=mine.all_hands)
        assert found["node"] is None, name
    ids = await theirs.ids()
    listing = f"""{{
      pointsLines(account: "{ids["PointsAccount"]}") {{ totalCount }}
      pointsDeductions(mandate: "{theirs.mandate}") {{ totalCount }}
      pointsMarks(mandate: "{theirs.mandate}", year: 2020) {{ totalCount }}
      pointsListRows(pointsList: "{ids["PointsList"]}") {{ totalCount }}
      pointsObjections(pointsList: "{ids["PointsList"]}") {{ totalCount }}
      shownPoints(publication: "{ids["PointsPublication"]}") {{ totalCount }}
      ownPoints {{ totalCount }}
      givenPointsMarks(year: 2021) {{ totalCount }}
      ownPointsLines(year: 2020) {{ totalCount }}
    }}"""
    shown = await house.gql(listing, by=mine.all_hands)
    assert {one["totalCount"] for one in shown.values()} == {0}


async def test_a_row_of_the_same_id_next_door_changes_nothing(house: House) -> None:
    """The twin's ledger is reckoned from the twin's own rows, though ids are the same."""
    walk = await walked(house, COUNTY)
    await house.enable(NEIGHBOUR, "deputy_points")
    await house.mirror(COUNTY, NEIGHBOUR, [models.EntryCopy, models.RuleVersion])
    assert "完全一致" in await walk.points.recompute()
    assert decode(walk.mandate)[0] == "Mandate"
