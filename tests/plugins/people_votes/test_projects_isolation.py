"""Nobody reaches another body's projects, by any argument of any verb; twins do not touch."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from calls_path import committee_meeting
from graphql import GraphQLInputObjectType, GraphQLList, get_named_type, get_nullable_type
from project_path import PLUGIN, SHAANXI_COUNTY, VERBS, ZHENGZHOU, Desk, mutation, open_desk

from core import global_id
from core.graphql.ids import decode
from core.testing import House, Someone
from plugins.people_votes import models

pytestmark = pytest.mark.database

Path = tuple[str, ...]


def id_paths(kind: Any, above: Path = ()) -> Iterator[Path]:
    """Every way into a type of argument that ends at an id."""
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        yield from id_paths(kind.of_type, (*above, "*"))
    elif isinstance(kind, GraphQLInputObjectType):
        for name, field in kind.fields.items():
            yield from id_paths(field.type, (*above, name))
    elif get_named_type(kind).name == "ID":
        yield above


def ids_asked(house: House) -> set[tuple[str, Path]]:
    """Every argument of the verbs of projects that takes an id."""
    made: Any = house.schemas.of(frozenset({PLUGIN}))._schema  # pyright: ignore[reportPrivateUsage]
    fields = made.mutation_type.fields
    return {(verb, path) for verb in VERBS for path in id_paths(fields[verb].args["input"].type)}


def given(sent: Any, path: Path) -> Iterator[str]:
    """The ids that an input gives along a path."""
    if sent is None:
        return
    if not path:
        yield sent
    elif path[0] == "*":
        for one in sent:
            yield from given(one, path[1:])
    else:
        yield from given(sent.get(path[0]), path[1:])


def swapped(sent: Any, old: str, new: str) -> Any:
    """The same input with one id in place of another."""
    if isinstance(sent, dict):
        return {name: swapped(one, old, new) for name, one in sent.items()}
    if isinstance(sent, list):
        return [swapped(one, old, new) for one in sent]
    return new if sent == old else sent


class Attack:
    """Tries each verb with ids that never were, and with ids of the same kind of the other body."""

    def __init__(self, house: House, theirs: dict[str, str]) -> None:
        self.house, self.theirs = house, theirs
        self.tried = set[tuple[str, Path]]()

    async def __call__(self, by: Someone, verb: str, sent: dict[str, Any]) -> None:
        for name, path in ids_asked(self.house):
            for own in given(sent, path) if name == verb else ():
                await self._try(by, verb, sent, own)
                self.tried.add((name, path))

    async def _try(self, by: Someone, verb: str, sent: dict[str, Any], own: str) -> None:
        kind, _ = decode(own)
        for other in (global_id(kind, uuid4()), self.theirs[kind]):
            told = {"input": swapped(sent, own, other)}
            refused = await self.house.refused(mutation(verb), told, by=by)
            assert refused["extensions"] == {"code": "NOT_FOUND"}, (verb, kind, refused)


async def walk(desk: Desk) -> dict[str, str]:
    """Every verb once, with every id that it takes; an id of each kind of record."""
    house, made = desk.house, dict[str, str]()
    cycle, (project, second) = await desk.adopted(2)
    for one in (project, second):
        await desk.plan(one)
    await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True)
    await desk.do("secretary", "publishProjects", cycle=cycle)
    await house.drain(1)
    step = {"title": "封顶", "dueOn": "2025-08-01"}
    milestone = (await desk.do("unit", "addMilestone", project=project, milestone=step))["id"]
    await desk.do("unit", "markMilestone", milestone=milestone, doneOn="2025-06-20")
    clerk = global_id("Member", desk.people["secretary"].membership_id)
    first = {"kind": "DEPUTY", "mandate": desk.mandates["代表甲"], "leader": True}
    members = [first, {"kind": "COMMITTEE", "member": clerk}]
    formed = await desk.do(
        "secretary", "formGroup", "id members { id }", project=project, members=members
    )
    leaving = [one["id"] for one in formed["members"]]
    joining = [{**first, "mandate": desk.mandates["代表乙"]}, members[1]]
    change = {"group": formed["id"], "joining": joining, "leaving": leaving}
    await desk.do("secretary", "changeGroup", **change)
    told = {"percent": 1, "spent": 1, "text": "一", "files": [await desk.photo()]}
    report = (await desk.do("unit", "reportProgress", project=project, **told))["id"]
    await desk.do("checker", "checkProjectSecrecy", report=report, passed=True)
    await desk.do("secretary", "publishProgress", report=report)
    files = [{"file": await desk.upload("unit")}]
    half = {"cycle": cycle, "title": "报告", "text": "正文", "files": files}
    await desk.do("unit", "submitHalfYearReport", **half)
    own = [{"file": await desk.upload("secretary")}]
    seen = {"checkedOn": "2025-06-20", "place": "工地", "findings": "一", "files": own}
    mend = {"mustMend": "一", "mendUntil": "2025-06-30"}
    check = (await desk.do("secretary", "recordCheck", project=project, **seen, **mend))["id"]
    await desk.do("unit", "reportMended", check=check, text="一", files=files)
    await found_wanting(desk, project)
    await desk.do("unit", "reportAgain", project=project, text="一", files=files)
    asked = {"kind": "CONTENT", "reason": "OTHER", "explanation": "一", "content": "改"}
    taken_back = (await desk.do("unit", "proposeAdjustment", project=project, **asked))["id"]
    await desk.do("unit", "withdrawAdjustment", adjustment=taken_back, reason="一")
    adjustment = (await desk.do("unit", "proposeAdjustment", project=project, **asked))["id"]
    meeting = await committee_meeting(house, desk.body)
    held = {"record": meeting, "inFavour": 4}
    await desk.do("secretary", "decideAdjustment", adjustment=adjustment, meeting=held)
    await desk.do("checker", "checkProjectSecrecy", adjustment=adjustment, passed=True)
    await desk.do("secretary", "publishAdjustment", adjustment=adjustment, notice="公告")
    session = {"session": "会议", "reportedOn": "2025-06-20"}
    await desk.do("secretary", "reportAdjustment", adjustment=adjustment, **session)
    quality = {"checker": "示", "checkedOn": "2025-06-20", "passed": True, "result": "合格"}
    for one in (project, second):
        done = {"completedOn": "2025-06-20", "text": "一", "files": files}
        await desk.do("unit", "completeProject", project=one, **done)
        await desk.do("secretary", "recordQualityCheck", project=one, **quality, files=own)
    await desk.do("secretary", "sendBackProject", project=project, reason="一")
    await desk.do("unit", "completeProject", project=project, **done)
    for one in (project, second):
        await desk.do("secretary", "acceptProject", project=one)
    await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True)
    await desk.do("secretary", "publishOutcomes", cycle=cycle)
    await desk.do("secretary", "closeCycle", cycle=cycle)
    for one in (cycle, project, milestone, formed["id"], leaving[0], report, check, adjustment):
        made[decode(one)[0]] = one
    return {
        **made,
        "Mandate": desk.mandates["代表甲"],
        "Member": clerk,
        "Meeting": meeting,
        "File": files[0]["file"],
    }


async def found_wanting(desk: Desk, project: str) -> None:
    """As an announced assessment leaves a project that must be reported on again."""
    async with desk.house.platform.as_core(desk.house.bodies[desk.body].id) as work:
        row = await work.session.get_one(models.Project, (work.body.id, decode(project)[1]))
        row.assessed, row.assessed_on, row.failed_assessments = "不满意", date(2025, 6, 19), 1


async def test_every_argument_that_takes_an_id_knows_ones_own_only(house: House) -> None:
    """Each verb is tried with others' ids first, and then goes through with the very same input."""
    desks = [await open_desk(house, body) for body in ("county-a", "county-b")]
    for desk in desks:
        await desk.let("adjustment", SHAANXI_COUNTY)
        await desk.let("cadences", ZHENGZHOU)
    with house.on("2025-06-20"):
        theirs = await walk(desks[1])
        before = await house.events("county-b")
        attack = Attack(house, theirs)
        desks[0].before.append(attack)
        await walk(desks[0])
        assert await house.events("county-b") == before
        for record in theirs.values():
            seen = await house.gql(
                "query($id: ID!) { node(id: $id) { id } }",
                {"id": record},
                by=desks[0].people["secretary"],
            )
            assert seen["node"] is None
    assert attack.tried == ids_asked(house), "every id field of every verb of projects"


async def test_an_event_tells_no_content_and_no_names(house: House) -> None:
    desk = await open_desk(house)
    await desk.let("adjustment", SHAANXI_COUNTY)
    with house.on("2025-06-20"):
        await walk(desk)
    told = str(
        [one for one in await house.events("county-a") if one[0].startswith("people_votes.")]
    )
    for content in ("养老", "代表甲", "代表乙", "秘书", "经办", "公告", "工地"):
        assert content not in told


TABLES: list[type[Any]] = [
    models.Cycle,
    models.Candidate,
    models.Project,
    models.ProjectMilestone,
    models.ProjectGroup,
    models.ProjectGroupMember,
    models.ProjectDuty,
    models.ProgressReport,
    models.ProjectCheck,
]


async def test_twins_with_the_same_ids_do_not_touch_each_other(house: House) -> None:
    desk, twin = [await open_desk(house, body) for body in ("county-a", "county-b")]
    await desk.let("cadences", ZHENGZHOU)
    with house.on("2025-06-20"):
        _, (project,) = await desk.published()
        await desk.report(project)
        assert await house.mirror("county-a", "county-b", TABLES) >= len(ZHENGZHOU) + 3
        await twin.report(project, percent=90, spent=7)
        fields = "percent spent reports { percent }"
        assert await desk.see("secretary", project, fields) == {
            "percent": 30,
            "spent": 100_000,
            "reports": [{"percent": 30}],
        }
        assert (await twin.see("secretary", project, fields))["percent"] == 90
        assert (await desk.figures())["CHOSEN"] == 1
        seen = await house.gql("{ publicProjects { totalCount } }", body="county-b")
        assert seen["publicProjects"]["totalCount"] == 0, "the twin has published nothing"
