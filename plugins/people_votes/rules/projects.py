"""A project after the vote: its states, who has a say in it, and what is counted of a cycle."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from statemachine import State, StateMachine


class ProjectState(StrEnum):
    """Where a project stands."""

    CHOSEN = "chosen"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    STOPPED = "stopped"


PROJECT_STATES = {
    ProjectState.CHOSEN: "已票决选定，待制定实施方案",
    ProjectState.PLANNED: "实施方案已定",
    ProjectState.UNDER_WAY: "实施中",
    ProjectState.COMPLETED: "政府已报告完成，待验收",
    ProjectState.ACCEPTED: "已验收",
    ProjectState.STOPPED: "经决定停止实施",
}

FINISHED = (ProjectState.ACCEPTED, ProjectState.STOPPED)
"""Nothing more is to be done by the government."""


class ProjectMachine(StateMachine):
    """From the vote to acceptance. A change of content or date is an adjustment, not a state."""

    chosen = State(initial=True, value=ProjectState.CHOSEN)
    planned = State(value=ProjectState.PLANNED)
    under_way = State(value=ProjectState.UNDER_WAY)
    completed = State(value=ProjectState.COMPLETED)
    accepted = State(value=ProjectState.ACCEPTED, final=True)
    stopped = State(value=ProjectState.STOPPED, final=True)

    plan_project = chosen.to(planned) | planned.to.itself()
    report_progress = planned.to(under_way) | under_way.to.itself()
    complete_project = planned.to(completed) | under_way.to(completed)
    accept_project = completed.to(accepted)
    send_back_project = completed.to(under_way)
    adjust = planned.to.itself() | under_way.to.itself() | chosen.to.itself()
    stop = chosen.to(stopped) | planned.to(stopped) | under_way.to(stopped)


class Side(StrEnum):
    """Who acts on a project: the side that carries it out, or the side that watches."""

    GOVERNMENT = "government"
    GROUP = "group"


SIDES = {Side.GOVERNMENT: "项目实施单位（政府一方）", Side.GROUP: "项目监督小组（人大一方）"}


class GroupKind(StrEnum):
    """As what somebody is a member of a supervising group."""

    DEPUTY = "deputy"
    COMMITTEE = "committee"
    PARTY = "party"
    GOVERNMENT = "government"
    RESIDENT = "resident"


GROUP_KINDS = {
    GroupKind.DEPUTY: "人大代表",
    GroupKind.COMMITTEE: "常委会组成人员、主席团成员",
    GroupKind.PARTY: "党委方面人员（联合监督）",
    GroupKind.GOVERNMENT: "政府方面人员（联合监督）",
    GroupKind.RESIDENT: "居民、议事代表",
}

BY_NAME = (GroupKind.PARTY, GroupKind.GOVERNMENT, GroupKind.RESIDENT)
"""Those who are named only; the others are people of this body."""


class ToCheck(StrEnum):
    """What of a project waits for somebody to look whether it holds a secret."""

    REPORT = "report"
    ADJUSTMENT = "adjustment"


TO_CHECK = {
    ToCheck.REPORT: "最近一次进度报告待保密审查",
    ToCheck.ADJUSTMENT: "已决定的调整待保密审查",
}


class ProjectFigure(StrEnum):
    """What is counted of the projects of a cycle, of a year or of several."""

    CHOSEN = "chosen"
    DONE = "done"
    ON_SCHEDULE = "on_schedule"
    LATE = "late"
    STOPPED = "stopped"
    CROSS_YEAR = "cross_year"
    CROSS_YEAR_ON_SCHEDULE = "cross_year_on_schedule"
    OVERSPENT = "overspent"
    CARRIED_OVER = "carried_over"


FIGURES = {
    ProjectFigure.CHOSEN: "票决选定",
    ProjectFigure.DONE: "已办结（验收）",
    ProjectFigure.ON_SCHEDULE: "按进度推进（含跨年度的）",
    ProjectFigure.LATE: "滞后（过了完成期限，或者有节点逾期）",
    ProjectFigure.STOPPED: "停止实施",
    ProjectFigure.CROSS_YEAR: "跨年度项目",
    ProjectFigure.CROSS_YEAR_ON_SCHEDULE: "跨年度、按进度推进",
    ProjectFigure.OVERSPENT: "支出超过预算",
    ProjectFigure.CARRIED_OVER: "结转以后年度继续实施",
}


def crosses_years(due_on: date, year: int) -> bool:
    """Whether a project goes on beyond the year that it was chosen for."""
    return due_on.year > year


def years_without_milestone(year: int, due_on: date, milestones: Iterable[date]) -> list[int]:
    """Years of a cross-year project in which nothing is to be reached; none for a plain one."""
    if not crosses_years(due_on, year):
        return []
    reached = {day.year for day in milestones}
    return [one for one in range(year, due_on.year + 1) if one not in reached]


_POSITION = re.compile(r"\d+\.\d+|\d+\s*[°度]")


def names_position(place: str) -> bool:
    """Whether a place is given as coordinates: the venue is told in words, tracks are not kept."""
    return _POSITION.search(place) is not None
