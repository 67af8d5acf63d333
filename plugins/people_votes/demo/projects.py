"""After the vote: plans, publication, groups, progress, completion, acceptance, the year's end."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from core import PAPERS, Step
from plugins.people_votes.demo_queries import MANDATES

if TYPE_CHECKING:
    from plugins.people_votes.demo import Play

COMPLETION = PAPERS / "votes" / "completion.md"
"""What a unit shows for evidence."""


def steps(play: "Play") -> Iterator[Step]:
    """What the data say of carrying out, with its days."""
    out = play.facts["carrying_out"]
    yield play.step(out["planned_on"], "plan", partial(_plan, play))
    yield play.step(out["checked_on"], "check", partial(_check_secrecy, play))
    yield play.step(out["published_on"], "publish", partial(_publish, play))
    if "grouped_on" in out:
        yield play.step(out["grouped_on"], "group", partial(_group, play))
    for day in out.get("half_year_reports", []):
        yield play.step(day, "report", partial(_report_half_year, play, day), str(day))
    for given in out.get("progress", []):
        yield play.step(given["on"], "progress", partial(_progress, play, given), str(given["on"]))
    for given in out.get("check", []):
        yield play.step(
            given["on"], "progress", partial(_check, play, given), f"check-{given['on']}"
        )
    for given in out.get("milestone", []):
        if "done_on" in given:
            day = given["done_on"]
            yield play.step(day, "milestone", partial(_milestone, play, given), str(day))
    for given in out.get("finish", []):
        yield from _finishing(play, given)
    if "closing" in play.facts:
        day = play.facts["closing"]["on"]
        yield play.step(day, "end", partial(_close, play))
        yield play.step(day, "outcomes", partial(_publish_outcomes, play))


def _finishing(play: "Play", given: dict[str, Any]) -> Iterator[Step]:
    day = given["completed_on"]
    yield play.step(day, "complete", partial(_complete, play, given), str(day))
    if "checked_on" in given:
        day = given["checked_on"]
        yield play.step(day, "quality", partial(_check_quality, play, given), str(day))
    day = given["accepted_on"]
    yield play.step(day, "accept", partial(_accept, play, given), str(day))


def _unit(play: "Play", project: dict[str, Any]) -> str:
    """The clerk of the organ that carries a project out."""
    organ = play.facts["candidate"][project["number"] - 1]["unit"]
    return play.player.login(play.body, organ, "project_unit")


async def _plan(play: "Play") -> None:
    """Each unit sets its plans; what goes on for years has something to reach in each."""
    for project in await play.projects():
        milestones = [
            {"title": one["title"], "dueOn": str(one["due_on"])}
            for one in play.facts["carrying_out"].get("milestone", [])
            if project["crossYear"]
        ]
        await play.do(
            _unit(play, project),
            "planProject",
            project=project["id"],
            target=f"按期完成{play.facts['text']}",
            **{"from": str(play.facts["starts_on"]), "until": project["dueOn"]},
            budget=project["investment"],
            milestones=milestones,
        )


async def _check_secrecy(play: "Play") -> None:
    """Somebody else looks before anything is public."""
    await play.do(
        play.who("publication_checker"),
        "checkProjectSecrecy",
        cycle=play.kept["cycle"],
        passed=True,
        note="不涉及国家秘密、工作秘密，可以公开。",
    )


async def _publish(play: "Play") -> None:
    """The projects are public; oversight begins."""
    await play.do(play.who("project_secretary"), "publishProjects", cycle=play.kept["cycle"])


async def _group(play: "Play") -> None:
    """One group for each project: two deputies, one of them its leader."""
    found = (await play.player.do(play.who("admin"), MANDATES))["mandates"]["nodes"]
    serving = [one for one in found if one["status"] == "ACTIVE"]
    mandates = [one["id"] for one in sorted(serving, key=lambda one: one["name"])]
    for place, project in enumerate(await play.projects()):
        pair = [mandates[(place + step) % len(mandates)] for step in range(2)]
        members = [{"kind": "DEPUTY", "mandate": one, "leader": one == pair[0]} for one in pair]
        await play.do(
            play.who("project_secretary"),
            "formGroup",
            project=project["id"],
            members=members,
            public=True,
        )


async def _report_half_year(play: "Play", day: Any) -> None:
    """The government reports on all projects of the cycle."""
    await play.do(
        play.player.login(play.body, "government", "project_unit"),
        "submitHalfYearReport",
        cycle=play.kept["cycle"],
        title=f"民生实事项目实施情况的报告（{day}）",
        text=play.facts["text"],
    )


async def _progress(play: "Play", given: dict[str, Any]) -> None:
    """The units report how far they are and what was spent."""
    for project in await play.projects(given["projects"]):
        share = given["percent"] // 2 if project["crossYear"] else given["percent"]
        made = await play.do(
            _unit(play, project),
            "reportProgress",
            project=project["id"],
            percent=share,
            spent=project["investment"] * share // 100,
            text=f"按计划推进{play.facts['text']}",
        )
        if project["number"] in given.get("published", []):
            await _publish_progress(play, made["id"])


async def _publish_progress(play: "Play", report: str) -> None:
    """After a check of its own, visitors see how far a project is, and who watches it."""
    checked = {"report": report, "passed": True, "note": "可以公开。"}
    await play.do(play.who("publication_checker"), "checkProjectSecrecy", **checked)
    await play.do(play.who("project_secretary"), "publishProgress", report=report)


async def _check(play: "Play", given: dict[str, Any]) -> None:
    """The staff records what the groups saw on the spot."""
    for project in await play.projects(given["projects"]):
        await play.do(
            play.who("project_secretary"),
            "recordCheck",
            project=project["id"],
            checkedOn=str(given["on"]),
            place="项目现场",
            findings=f"按计划推进{play.facts['text']}",
        )


async def _milestone(play: "Play", given: dict[str, Any]) -> None:
    """What was to be reached this year was reached."""
    for project in await play.projects():
        for one in project["milestones"]:
            if one["title"] == given["title"]:
                day = str(given["done_on"])
                await play.do(
                    _unit(play, project), "markMilestone", milestone=one["id"], doneOn=day
                )


async def _complete(play: "Play", given: dict[str, Any]) -> None:
    """The units report completion with their evidence: one paper of each unit for the day."""
    files = dict[str, str]()
    for project in await play.projects(given["projects"]):
        unit = _unit(play, project)
        if unit not in files:
            files[unit] = await play.player.paper(unit, COMPLETION, "完工证明（演示）", "pdf")
        await play.do(
            unit,
            "completeProject",
            project=project["id"],
            completedOn=str(given["completed_on"]),
            text=f"已完工{play.facts['text']}",
            files=[{"file": files[unit]}],
        )


async def _check_quality(play: "Play", given: dict[str, Any]) -> None:
    """A third party checks the quality."""
    for project in await play.projects(given["projects"]):
        await play.do(
            play.who("project_secretary"),
            "recordQualityCheck",
            project=project["id"],
            checker="示例质量检测机构",
            checkedOn=str(given["checked_on"]),
            passed=True,
            result=f"合格{play.facts['text']}",
        )


async def _accept(play: "Play", given: dict[str, Any]) -> None:
    """What was completed is accepted."""
    for project in await play.projects(given["projects"]):
        await play.do(play.who("project_secretary"), "acceptProject", project=project["id"])


async def _close(play: "Play") -> None:
    """The year is closed; what goes on is carried over as the same project."""
    await play.do(play.who("project_secretary"), "closeCycle", cycle=play.kept["cycle"])


async def _publish_outcomes(play: "Play") -> None:
    """Visitors see how the projects ended, after somebody else looked at it."""
    cycle = play.kept["cycle"]
    note = "不涉及国家秘密、工作秘密，可以公开。"
    await play.do(
        play.who("publication_checker"), "checkProjectSecrecy", cycle=cycle, passed=True, note=note
    )
    await play.do(play.who("project_secretary"), "publishOutcomes", cycle=cycle)
