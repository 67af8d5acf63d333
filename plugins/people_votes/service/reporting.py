"""Reports of progress, the half-year report, checks and what is mended; files and photos."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    FileKind,
    Invalid,
    NotFound,
    OrganKind,
    Refused,
    TenantOwned,
    Work,
    announce,
    owned_files,
    today,
)
from plugins.people_votes import permissions as may
from plugins.people_votes.models import (
    FurtherReport,
    HalfYearReport,
    ProgressReport,
    Project,
    ProjectAttachment,
    ProjectCheck,
)
from plugins.people_votes.rules import DutyKind, ProjectState, Side, names_position
from plugins.people_votes.service.adopting import (
    CARRYING_OUT,
    move_project,
    own_project,
    projects_of,
    require_published,
    require_unit,
)
from plugins.people_votes.service.cycles import own_cycle
from plugins.people_votes.service.duties import meet_duties, meet_mending, open_mending
from plugins.people_votes.service.planning import refuse_finished, refuse_future
from plugins.people_votes.service.supervising import mandates_in_group, require_group

IMAGES = frozenset({FileKind.JPEG.value, FileKind.PNG.value})
WHOLE = 100
"""Per cent."""


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """An uploaded file; a photo says where it was taken, in words."""

    file_id: UUID
    photo: bool = False
    place: str | None = None


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a project is, and what was spent so far."""

    percent: int
    spent: int
    text: str
    attached: Sequence[Attached] = ()


async def report_progress(work: Work, project_id: UUID, progress: Progress) -> ProgressReport:
    """Report progress (通报进度): per cent done and yuan spent; it meets the period's notice.

    By the unit that carries the project out, or by the group where practice lets the group tell.
    Spending beyond the budget is taken down and shown, not refused.
    """
    project = await own_project(work, project_id)
    require_published(project)
    side = await _side(work, project)
    _check_progress(progress)
    move_project(project, "report_progress")
    report = ProgressReport(
        id=uuid7(),
        project_id=project.id,
        by=side,
        percent=progress.percent,
        spent=progress.spent,
        text=progress.text,
        reported_on=today(),
        reported_by_name=work.acting_person.name,
    )
    work.session.add(report)
    await attach(work, report, progress.attached, project)
    project.percent, project.spent = progress.percent, progress.spent
    project.reported_on = today()
    await meet_duties(work, [project], DutyKind.MONTHLY_NOTICE, side, today())
    payload = {"project": str(project.id), "percent": report.percent, "spent": report.spent}
    announce(work, "people_votes.report_progress", report, payload)
    return report


async def _side(work: Work, project: Project) -> Side:
    if work.acting_organ.id == project.unit_organ_id:
        return Side.GOVERNMENT
    if work.acting_organ.kind in CARRYING_OUT:
        require_unit(work, project)
    await require_group(work, project, may.FORM_GROUP)
    return Side.GROUP


def _check_progress(progress: Progress) -> None:
    if not 0 <= progress.percent <= WHOLE:
        raise Invalid("PERCENT", "进度须在0到100之间，请改正。", field="percent")
    if progress.spent < 0:
        raise Invalid("MONEY_NEGATIVE", "金额不能小于零，请改正。", field="spent")
    if not progress.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写正文。", field="text")


async def attach(
    work: Work, subject: TenantOwned, attached: Sequence[Attached], project: Project | None
) -> None:
    """Keep the acting organ's files with a record; the other side gets rows of its own.

    What a photo's metadata told of position, time and device was taken out when it was uploaded.
    """
    files = await owned_files(work, [one.file_id for one in attached])
    receiver = _other_side(work, project)
    for one, file in zip(attached, files, strict=True):
        if one.photo:
            _check_photo(file.kind, one.place)
        work.session.add(
            ProjectAttachment(
                id=uuid7(),
                subject_id=subject.id,
                photo=one.photo,
                place=(one.place or "").strip() or None,
                file_id=file.id,
                name=file.name,
                for_organ_id=receiver,
                uncopied=receiver is not None,
            )
        )
    await work.session.flush()


def _other_side(work: Work, project: Project | None) -> UUID | None:
    if project is None:
        return None
    if work.acting_organ.id == project.unit_organ_id:
        return project.supervisor_organ_id
    return project.unit_organ_id


def _check_photo(kind: str, place: str | None) -> None:
    if kind not in IMAGES:
        raise Invalid("PHOTO_KIND", "照片须为JPEG或者PNG图片，其他文件请作为附件。", field="photos")
    if not (place or "").strip():
        raise Invalid("PLACE_EMPTY", "请用文字写明照片的拍摄地点。", field="photos")
    if names_position(place or ""):
        raise Invalid(
            "PLACE_NOT_WORDS", "拍摄地点请写地名、场所名，不要填写经纬度。", field="photos"
        )


async def report_again(
    work: Work, project_id: UUID, text: str, attached: Sequence[Attached]
) -> FurtherReport:
    """Report once more on a project that was found wanting (再次报告); then it is assessed again.

    Raises Refused `NOTHING_FOUND_WANTING` where no assessment demands it, `REPORTED_AGAIN` where
    the last one was answered.
    """
    project = await own_project(work, project_id)
    require_unit(work, project)
    if not text.strip():
        raise Invalid("TEXT_EMPTY", "请填写整改情况。", field="text")
    if project.assessed_on is None or not project.failed_assessments:
        raise Refused("NOTHING_FOUND_WANTING", "这个项目没有未通过的测评，不需要再次报告。")
    if await answered_assessment(work, project):
        raise Refused("REPORTED_AGAIN", "对最近一次测评已经再次报告，请等待再次测评。")
    report = FurtherReport(
        id=uuid7(),
        project_id=project.id,
        assessed=project.assessed or "",
        assessed_on=project.assessed_on,
        failed_assessments=project.failed_assessments,
        text=text.strip(),
        reported_on=today(),
        reported_by_name=work.acting_person.name,
    )
    work.session.add(report)
    await attach(work, report, attached, project)
    announce(work, "people_votes.report_again", report, {"project": str(project.id)})
    return report


async def answered_assessment(work: Work, project: Project) -> bool:
    """Whether the unit has reported on the last assessment that found the project wanting."""
    found = sa.select(FurtherReport.id).where(
        FurtherReport.project_id == project.id,
        FurtherReport.failed_assessments == project.failed_assessments,
        FurtherReport.assessed_on == project.assessed_on,
    )
    return await work.session.scalar(found.limit(1)) is not None


def unanswered_assessment() -> sa.ColumnElement[bool]:
    """Whether a project that goes on was found wanting, and its unit did not report since."""
    return sa.and_(
        Project.state != ProjectState.STOPPED,
        Project.assessed_on.is_not(None),
        Project.failed_assessments > 0,
        ~sa.exists().where(
            FurtherReport.tenant_id == Project.tenant_id,
            FurtherReport.project_id == Project.id,
            FurtherReport.failed_assessments == Project.failed_assessments,
            FurtherReport.assessed_on == Project.assessed_on,
        ),
    )


async def submit_half_year_report(
    work: Work, cycle_id: UUID, title: str, text: str, attached: Sequence[Attached]
) -> HalfYearReport:
    """The unit's report on its projects of a cycle to the standing committee (半年一报告).

    The government, which answers for all, reports on all; a department on its own projects.
    """
    cycle = await own_cycle(work, cycle_id)
    if not title.strip() or not text.strip():
        raise Invalid("TEXT_EMPTY", "请填写报告的标题和正文。", field="text")
    projects = await _reported(work, cycle.id)
    met = await meet_duties(work, projects, DutyKind.HALF_YEAR_REPORT, Side.GOVERNMENT, today())
    report = HalfYearReport(
        id=uuid7(),
        cycle_id=cycle.id,
        title=title.strip(),
        text=text,
        reported_on=today(),
        reported_by_name=work.acting_person.name,
        projects=met,
    )
    work.session.add(report)
    await attach(work, report, attached, projects[0])
    payload = {"projects": report.projects}
    announce(work, "people_votes.submit_half_year_report", report, payload)
    return report


async def _reported(work: Work, cycle_id: UUID) -> list[Project]:
    """The published projects that the acting organ speaks for."""
    spoken = [one for one in await projects_of(work, cycle_id) if speaks_for(work, one)]
    if not spoken:
        raise Refused("NO_PROJECTS_HERE", "当前机关在这一轮中没有已公布的项目，不需要报告。")
    return spoken


def speaks_for(work: Work, project: Project) -> bool:
    """Whether the acting organ reports on a published project to the standing committee."""
    here = work.acting_organ
    whole = here.kind in (OrganKind.GOVERNMENT, OrganKind.SUBDISTRICT_OFFICE)
    return project.published_on is not None and (whole or project.unit_organ_id == here.id)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a group saw, and what must be mended until when."""

    checked_on: date
    place: str
    findings: str
    must_mend: str | None = None
    mend_until: date | None = None
    attached: Sequence[Attached] = ()


async def record_check(work: Work, project_id: UUID, new: Checked) -> ProjectCheck:
    """Record a check by the group (督查); what must be mended falls due on its day."""
    project = await own_project(work, project_id)
    require_published(project)
    await require_group(work, project, may.FORM_GROUP)
    refuse_finished(project)
    _check_check(new)
    check = ProjectCheck(
        id=uuid7(),
        project_id=project.id,
        checked_on=new.checked_on,
        place=new.place.strip(),
        findings=new.findings,
        must_mend=(new.must_mend or "").strip() or None,
        mend_until=new.mend_until,
        recorded_by_name=work.acting_person.name,
    )
    work.session.add(check)
    await work.session.flush()
    await attach(work, check, new.attached, project)
    await open_mending(work, project, check)
    await meet_duties(work, [project], DutyKind.QUARTERLY_CHECK, Side.GROUP, new.checked_on)
    payload = {
        "project": str(project.id),
        "title": project.title,
        "checked_on": check.checked_on.isoformat(),
        "must_mend": check.must_mend is not None,
        "mandates": await mandates_in_group(work, project.id, check.checked_on),
    }
    announce(work, "people_votes.record_check", check, payload)
    return check


def _check_check(new: Checked) -> None:
    refuse_future(new.checked_on, "checkedOn")
    if not new.findings.strip():
        raise Invalid("TEXT_EMPTY", "请填写督查情况。", field="findings")
    if not new.place.strip():
        raise Invalid("PLACE_EMPTY", "请用文字写明督查地点。", field="place")
    if names_position(new.place):
        raise Invalid(
            "PLACE_NOT_WORDS", "督查地点请写地名、场所名，不要填写经纬度。", field="place"
        )
    if bool((new.must_mend or "").strip()) != (new.mend_until is not None):
        raise Invalid(
            "MENDING_INCOMPLETE", "需要整改的，问题和整改期限请一并写明。", field="mendUntil"
        )
    if new.mend_until is not None and new.mend_until < new.checked_on:
        raise Invalid("MENDING_DATE", "整改期限早于督查日期，请改正。", field="mendUntil")


async def report_mended(
    work: Work, check_id: UUID, text: str, attached: Sequence[Attached]
) -> ProjectCheck:
    """The unit reports that it mended what a check found (报告整改情况)."""
    check = await work.session.scalar(
        sa.select(ProjectCheck).where(ProjectCheck.id == check_id).with_for_update()
    )
    if check is None:
        raise NotFound("督查记录")
    project = await own_project(work, check.project_id)
    require_unit(work, project)
    if check.must_mend is None:
        raise Refused("NOTHING_TO_MEND", "这次督查没有要求整改，不需要报告。")
    if check.mended_on is not None:
        raise Refused("MENDED_ALREADY", "整改情况已经报告，不需要再次报告。")
    if not text.strip():
        raise Invalid("TEXT_EMPTY", "请填写整改情况。", field="text")
    check.mended_on, check.mended = today(), text
    check.mended_by_name = work.acting_person.name
    await attach(work, check, attached, project)
    await meet_mending(work, check, today())
    announce(work, "people_votes.report_mended", check, {"project": str(project.id)})
    return check
