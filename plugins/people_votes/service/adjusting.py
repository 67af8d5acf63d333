"""Adjusting a chosen project: proposed, decided by the organ that practice names, made known.

Nothing changes before the decision, and both texts stay readable after it.
"""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    Invalid,
    NotFound,
    OrganKind,
    Refused,
    Resolved,
    Work,
    announce,
    notify,
    on_day,
    practice_of,
    today,
)
from plugins.people_votes import permissions as may
from plugins.people_votes import practice
from plugins.people_votes.models import Project, ProjectAdjustment
from plugins.people_votes.rules import (
    ADJUSTING_ORGANS,
    ADJUSTMENT_STATES,
    AdjustingOrgan,
    AdjustmentKind,
    AdjustmentReason,
    AdjustmentRule,
    AdjustmentState,
    Meeting,
    crosses_years,
)
from plugins.people_votes.service.adopting import (
    move_project,
    own_project,
    people_of_unit,
    require_published,
    require_unit,
)
from plugins.people_votes.service.deciding import ToldMeeting, meeting_told
from plugins.people_votes.service.duties import stop_duties
from plugins.people_votes.service.planning import require_milestones
from plugins.people_votes.service.publishing import enter, require_secrecy_check

ACTS_AS = {
    AdjustingOrgan.CONGRESS: frozenset({OrganKind.CONGRESS, OrganKind.PRESIDIUM}),
    AdjustingOrgan.STANDING_COMMITTEE: frozenset({OrganKind.STANDING_COMMITTEE, OrganKind.OFFICE}),
    AdjustingOrgan.PRESIDIUM: frozenset({OrganKind.PRESIDIUM}),
    AdjustingOrgan.SUBDISTRICT_COMMITTEE: frozenset({OrganKind.SUBDISTRICT_WORKING_COMMITTEE}),
}
"""As which organ a clerk records what it did: a congress has its presidium's clerks."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What is to change, and why; what is not named stays."""

    kind: AdjustmentKind
    reason: AdjustmentReason
    explanation: str
    content: str | None = None
    target: str | None = None
    investment: int | None = None
    due_on: date | None = None


async def propose_adjustment(work: Work, project_id: UUID, proposal: Proposal) -> ProjectAdjustment:
    """Put an adjustment to the deciding organ (提请调整): content, delay or stop."""
    project = await own_project(work, project_id)
    require_published(project)
    require_unit(work, project)
    # Where nobody is named to decide, the project would be held for ever by what nobody decides.
    _rule((await practice_of(work, [practice.ADJUSTMENT], today()))[practice.ADJUSTMENT])
    _check_proposal(project, proposal)
    move_project_for(project, proposal.kind, try_only=True)
    await _refuse_second(work, project)
    adjustment = ProjectAdjustment(
        id=uuid7(),
        project_id=project.id,
        kind=proposal.kind,
        reason=proposal.reason,
        explanation=proposal.explanation.strip(),
        proposed_on=today(),
        proposed_by_name=work.acting_person.name,
        new_content=proposal.content or project.content,
        new_target=proposal.target or project.target,
        new_investment=_or(proposal.investment, project.investment),
        new_due_on=proposal.due_on or project.due_on,
        **_texts_before(project),
    )
    work.session.add(adjustment)
    payload = {"project": str(project.id), "kind": proposal.kind.value}
    announce(work, "people_votes.propose_adjustment", adjustment, payload)
    return adjustment


def _or(given: int | None, standing: int) -> int:
    return standing if given is None else given


def _texts_before(project: Project) -> dict[str, object]:
    return {
        "old_content": project.content,
        "old_target": project.target,
        "old_investment": project.investment,
        "old_due_on": project.due_on,
    }


def _check_proposal(project: Project, proposal: Proposal) -> None:
    if not proposal.explanation.strip():
        raise Invalid("EXPLANATION_EMPTY", "请说明调整的理由。", field="explanation")
    if proposal.investment is not None and proposal.investment < 0:
        raise Invalid("MONEY_NEGATIVE", "金额不能小于零，请改正。", field="investment")
    changes = (proposal.content, proposal.target, proposal.investment)
    if proposal.kind is AdjustmentKind.CONTENT and not any(one is not None for one in changes):
        raise Invalid("ADJUSTMENT_EMPTY", "请写明调整以后的内容、目标或者金额。", field="content")
    later = proposal.due_on is not None and proposal.due_on > project.due_on
    if proposal.kind is AdjustmentKind.DELAY and not later:
        raise Invalid(
            "DELAY_NOT_LATER",
            f"延期须写明晚于{on_day(project.due_on)}的完成期限，请改正。",
            field="dueOn",
        )


def move_project_for(project: Project, kind: AdjustmentKind, *, try_only: bool = False) -> None:
    """The step that an adjustment of this kind is, refused where the state forbids it."""
    before = project.state
    move_project(project, "stop" if kind is AdjustmentKind.STOP else "adjust")
    if try_only:
        project.state = before


async def _refuse_second(work: Work, project: Project) -> None:
    open_one = sa.select(ProjectAdjustment.id).where(
        ProjectAdjustment.project_id == project.id,
        ProjectAdjustment.state == AdjustmentState.PROPOSED,
    )
    if await work.session.scalar(open_one) is not None:
        raise Refused("ADJUSTMENT_OPEN", "这个项目已有一项调整待决定，请等决定以后再提请。")


async def withdraw_adjustment(work: Work, adjustment_id: UUID, reason: str) -> ProjectAdjustment:
    """Take back what was proposed and not decided (撤回提请); the project goes on as it stands."""
    adjustment = await _own(work, adjustment_id, AdjustmentState.PROPOSED)
    project = await own_project(work, adjustment.project_id)
    require_unit(work, project)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明撤回的理由。", field="reason")
    adjustment.state, adjustment.withdrawn_on = AdjustmentState.WITHDRAWN, today()
    adjustment.withdrawn_by_name = work.acting_person.name
    adjustment.withdraw_reason = reason.strip()
    payload = {"project": str(project.id), "reason": adjustment.withdraw_reason}
    announce(work, "people_votes.withdraw_adjustment", adjustment, payload)
    return adjustment


async def decide_adjustment(
    work: Work, adjustment_id: UUID, told: ToldMeeting
) -> ProjectAdjustment:
    """Record the decision of the organ that practice names, by its meeting and majority."""
    adjustment = await _own(work, adjustment_id, AdjustmentState.PROPOSED)
    meeting = await meeting_told(work, told)
    held = await practice_of(
        work, [practice.ADJUSTMENT, practice.ADJUSTMENT_MAJORITY], meeting.held_on
    )
    rule = _rule(held[practice.ADJUSTMENT])
    _require_organ(work, rule.decided_by, "决定")
    _check_meeting(adjustment, meeting)
    majority = held[practice.ADJUSTMENT_MAJORITY].value
    if majority is None:
        raise Refused("MAJORITY_UNKNOWN", "没有规定决定调整所需的多数，请先在做法中设置。")
    project = await own_project(work, adjustment.project_id)
    _note_decision(work, adjustment, meeting, held, rule)
    if majority.reached(meeting.in_favour, meeting.members):
        adjustment.state = AdjustmentState.ADOPTED
        await _apply(work, project, adjustment)
    else:
        adjustment.state = AdjustmentState.REJECTED
    text = "提请的一项项目调整有了决定，请查看；通过的，请修订实施方案和节点。"
    notify(work, await people_of_unit(work, project, may.PROPOSE_ADJUSTMENT), text, project)
    payload = {"project": str(project.id), "state": adjustment.state.value}
    announce(work, "people_votes.decide_adjustment", adjustment, payload)
    return adjustment


async def _own(work: Work, adjustment_id: UUID, state: AdjustmentState) -> ProjectAdjustment:
    adjustment = await work.session.scalar(
        sa.select(ProjectAdjustment).where(ProjectAdjustment.id == adjustment_id).with_for_update()
    )
    if adjustment is None:
        raise NotFound("项目调整")
    if adjustment.state is not state:
        raise Refused(
            "STATE_FORBIDS",
            f"当前状态是“{ADJUSTMENT_STATES[adjustment.state]}”，不能办理此事，请核对后再试。",
        )
    return adjustment


def _rule(held: Resolved) -> AdjustmentRule:
    if held.value is None:
        raise Refused(
            "ADJUSTMENT_DECIDER_UNKNOWN",
            "本机构没有规定项目调整由谁决定，请管理员先在做法中设置并写明依据。",
        )
    return held.value


def _require_organ(work: Work, organ: AdjustingOrgan, what: str) -> None:
    if work.acting_organ.kind not in ACTS_AS[organ]:
        raise Refused(
            "NOT_THE_DECIDER", f"项目调整由{ADJUSTING_ORGANS[organ]}{what}，请切换机关后再办理。"
        )


def _check_meeting(adjustment: ProjectAdjustment, meeting: Meeting) -> None:
    if not meeting.possible:
        raise Invalid(
            "MEETING_NUMBERS",
            "会议人数不对：赞成人数不得多于出席人数，出席人数不得多于全体人数。请核对后改正。",
            field="meeting",
        )
    if not adjustment.proposed_on <= meeting.held_on <= today():
        raise Invalid("MEETING_DATE", "会议日期须在提请之后、今天以前，请改正。", field="meeting")


def _note_decision(
    work: Work,
    adjustment: ProjectAdjustment,
    meeting: Meeting,
    held: dict[str, Resolved],
    rule: AdjustmentRule,
) -> None:
    rules = [one.holding.rule_text for one in held.values() if one.holding]
    adjustment.decided_by = ADJUSTING_ORGANS[rule.decided_by]
    adjustment.rule_text = "、".join(rules)
    adjustment.decided_on, adjustment.decided_by_name = today(), work.acting_person.name
    adjustment.meeting_title, adjustment.meeting_held_on = meeting.title, meeting.held_on
    adjustment.meeting_members, adjustment.meeting_present = meeting.members, meeting.present
    adjustment.meeting_in_favour = meeting.in_favour


async def _apply(work: Work, project: Project, adjustment: ProjectAdjustment) -> None:
    """Only what the adjustment is about changes; what another changed meanwhile is kept apart.

    A project has one open adjustment at a time, so the texts before it are still the standing ones.
    """
    move_project_for(project, adjustment.kind)
    if adjustment.kind is AdjustmentKind.STOP:
        project.stopped_on = today()
        await stop_duties(work, project)
        return
    project.content, project.target = adjustment.new_content, adjustment.new_target
    project.investment, project.due_on = adjustment.new_investment, adjustment.new_due_on
    project.cross_year = crosses_years(project.due_on, project.year)


async def publish_adjustment(work: Work, adjustment_id: UUID, notice: str) -> ProjectAdjustment:
    """Give public notice of a decided adjustment (公告); visitors see the adjusted project."""
    adjustment = await _own(work, adjustment_id, AdjustmentState.ADOPTED)
    held = await practice_of(work, [practice.ADJUSTMENT], today())
    _require_organ(work, _rule(held[practice.ADJUSTMENT]).noticed_by, "公告")
    if not notice.strip():
        raise Invalid("TEXT_EMPTY", "请填写公告正文。", field="notice")
    project = await own_project(work, adjustment.project_id)
    await require_secrecy_check(work, adjustment.id, project.planned_at)
    if adjustment.kind is not AdjustmentKind.STOP:
        await require_milestones(work, [project])
    adjustment.state, adjustment.noticed_on = AdjustmentState.NOTICED, today()
    adjustment.notice = notice
    await enter(work, project)
    announce(work, "people_votes.publish_adjustment", adjustment, {"project": str(project.id)})
    return adjustment


async def report_adjustment(
    work: Work, adjustment_id: UUID, session: str, reported_on: date
) -> ProjectAdjustment:
    """The standing committee tells the next full congress what it adjusted."""
    adjustment = await _own(work, adjustment_id, AdjustmentState.NOTICED)
    held = await practice_of(work, [practice.ADJUSTMENT], today())
    rule = _rule(held[practice.ADJUSTMENT])
    if not rule.report_to_congress:
        raise Refused(
            "REPORT_NOT_DEMANDED", "本机构的规定没有要求向人民代表大会报告调整情况，不需要报告。"
        )
    _require_organ(work, rule.decided_by, "报告")
    if not session.strip():
        raise Invalid("SESSION_EMPTY", "请填写向哪一次人民代表大会会议报告。", field="session")
    decided = adjustment.decided_on
    if reported_on > today() or (decided is not None and reported_on < decided):
        raise Invalid("REPORT_DATE", "报告日期须在决定之后、今天以前，请改正。", field="reportedOn")
    adjustment.state, adjustment.reported_on = AdjustmentState.REPORTED, reported_on
    adjustment.report_session = session.strip()
    payload = {"project": str(adjustment.project_id)}
    announce(work, "people_votes.report_adjustment", adjustment, payload)
    return adjustment
