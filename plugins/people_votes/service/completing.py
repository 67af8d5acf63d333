"""Completion (完成), a third party's check of quality, acceptance; the cycle is closed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Invalid, Refused, Work, announce, notify, today, value_of
from plugins.people_votes import permissions as may
from plugins.people_votes import practice
from plugins.people_votes.models import Cycle, Project, ProjectAdjustment, QualityCheck
from plugins.people_votes.rules import FINISHED, AdjustmentState, DutyKind
from plugins.people_votes.service.adopting import (
    move_project,
    own_project,
    people_of_unit,
    projects_of,
    require_published,
    require_unit,
    require_watching,
)
from plugins.people_votes.service.cycles import move_cycle, own_cycle
from plugins.people_votes.service.duties import stop_duties
from plugins.people_votes.service.planning import refuse_finished, refuse_future
from plugins.people_votes.service.reporting import WHOLE, Attached, attach


async def complete_project(
    work: Work, project_id: UUID, completed_on: date, text: str, attached: Sequence[Attached]
) -> Project:
    """The government reports that a project is completed (报告完成), with its evidence."""
    project = await own_project(work, project_id)
    require_published(project)
    require_unit(work, project)
    refuse_future(completed_on, "completedOn")
    if not text.strip():
        raise Invalid("TEXT_EMPTY", "请填写完成情况。", field="text")
    if not attached:
        raise Invalid("EVIDENCE_MISSING", "请附上完成的证明材料或者照片。", field="files")
    await _refuse_open_adjustment(work, project)
    move_project(project, "complete_project")
    project.completed_on, project.completion = completed_on, text
    # What is completed is no longer at the share that was reported last.
    project.percent, project.reported_on = WHOLE, today()
    await attach(work, project, attached, project)
    announce(work, "people_votes.complete_project", project, {"completed_on": str(completed_on)})
    return project


async def _refuse_open_adjustment(work: Work, project: Project) -> None:
    """What is completed must be known: the text before or the text after."""
    waiting = sa.select(ProjectAdjustment.id).where(
        ProjectAdjustment.project_id == project.id,
        ProjectAdjustment.state == AdjustmentState.PROPOSED,
    )
    if await work.session.scalar(waiting) is not None:
        raise Refused("ADJUSTMENT_OPEN", "这个项目有一项调整待决定，请等决定以后再报告完成。")


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """What a third party found: who, when, whether it passed."""

    checker: str
    checked_on: date
    passed: bool
    result: str
    attached: Sequence[Attached] = ()


async def record_quality_check(work: Work, project_id: UUID, new: Quality) -> QualityCheck:
    """Record a third party's check of quality (第三方质量检测) with its report."""
    project = await own_project(work, project_id)
    require_watching(work)
    require_published(project)
    refuse_finished(project)
    refuse_future(new.checked_on, "checkedOn")
    if not new.checker.strip():
        raise Invalid("CHECKER_EMPTY", "请填写检测单位的名称。", field="checker")
    if not new.result.strip():
        raise Invalid("TEXT_EMPTY", "请填写检测结果。", field="result")
    check = QualityCheck(
        id=uuid7(),
        project_id=project.id,
        checker=new.checker.strip(),
        checked_on=new.checked_on,
        passed=new.passed,
        result=new.result,
        recorded_by_name=work.acting_person.name,
    )
    work.session.add(check)
    await work.session.flush()
    await attach(work, check, new.attached, project)
    payload = {"project": str(project.id), "passed": new.passed}
    announce(work, "people_votes.record_quality_check", check, payload)
    return check


async def accept_project(work: Work, project_id: UUID) -> Project:
    """Accept a completed project (验收); only its assessment may still fall due."""
    project = await own_project(work, project_id)
    require_watching(work)
    await _require_quality(work, project)
    move_project(project, "accept_project")
    project.accepted_on, project.accepted_by_name = today(), work.acting_person.name
    await stop_duties(work, project, keep=[DutyKind.YEAR_END_ASSESSMENT])
    announce(work, "people_votes.accept_project", project)
    return project


async def _require_quality(work: Work, project: Project) -> None:
    """The last check must not have failed; where practice asks for one there must be one."""
    last = await work.session.scalar(
        sa.select(QualityCheck)
        .where(QualityCheck.project_id == project.id)
        .order_by(QualityCheck.id.desc())
        .limit(1)
    )
    if last is not None and not last.passed:
        raise Refused("QUALITY_FAILED", "最近一次第三方质量检测不合格，请退回整改后重新检测。")
    wanted = await value_of(work, practice.QUALITY_CHECK_FIRST, today())
    if last is None and wanted.value:
        raise Refused("QUALITY_UNCHECKED", "验收以前须经第三方质量检测，请先登记检测结果。")


async def send_back_project(work: Work, project_id: UUID, reason: str) -> Project:
    """Send a completed project back (退回整改) with the reason."""
    project = await own_project(work, project_id)
    require_watching(work)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明退回的理由。", field="reason")
    move_project(project, "send_back_project")
    project.sent_back_on, project.sent_back_reason = today(), reason.strip()
    project.completed_on = None
    text = "一个项目验收时退回整改，请查看理由，整改后重新报告完成。"
    notify(work, await people_of_unit(work, project, may.COMPLETE_PROJECT), text, project)
    announce(work, "people_votes.send_back_project", project)
    return project


async def close_cycle(work: Work, cycle_id: UUID) -> Cycle:
    """Close a cycle (办结) when every project is finished, or goes on into later years.

    What is carried over stays the same project, with its duties, its group and its history.
    """
    cycle = await own_cycle(work, cycle_id)
    require_watching(work)
    move_cycle(cycle, "close_cycle")
    going = [one for one in await projects_of(work, cycle.id) if one.state not in FINISHED]
    unfinished = [one for one in going if not one.cross_year]
    if unfinished:
        raise Refused(
            "PROJECTS_UNFINISHED",
            f"还有{len(unfinished)}个项目没有办结（如“{unfinished[0].title}”），"
            "请验收、停止或者经决定延期到以后年度，再办结这一轮。",
        )
    if going and today().year <= cycle.year:
        raise Refused("YEAR_NOT_OVER", "年度还没有结束，跨年度项目还不能结转，请年后再办结。")
    for project in going:
        project.carried_over_on = today()
    announce(work, "people_votes.close_cycle", cycle, {"carried_over": len(going)})
    return cycle
