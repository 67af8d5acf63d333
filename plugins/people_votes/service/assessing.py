"""Satisfaction assessments (满意度测评): by the same kit, with grades, tiers and consequences."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from core import (
    Announced,
    Consequence,
    Meeting,
    NewItem,
    NewRound,
    NotFound,
    Refused,
    Round,
    RoundItem,
    RoundState,
    Work,
    announce,
    notify,
    prepare_round,
    today,
)
from plugins.people_votes import permissions as may
from plugins.people_votes import practice
from plugins.people_votes.models import Project, SatisfactionAssessment
from plugins.people_votes.rules import CycleState, Decider
from plugins.people_votes.service.adopting import people_of_unit
from plugins.people_votes.service.balloting import (
    Standing,
    assessor_of,
    rules_of_assessment,
    standing,
)
from plugins.people_votes.service.cycles import own_cycle
from plugins.people_votes.service.duties import meet_assessment
from plugins.people_votes.service.preparing import (
    PLUGIN,
    NewVote,
    check_mode,
    check_titles,
    meeting_of,
)
from plugins.people_votes.service.reporting import answered_assessment

SUBJECT = "SatisfactionAssessment"
UNFINISHED = (RoundState.PREPARED, RoundState.OPEN, RoundState.COUNTING, RoundState.CONFIRMED)
FAILING = (Consequence.REPORT_AGAIN, Consequence.STRONGER_STEPS)


async def prepare_assessment(
    work: Work, cycle_id: UUID, new: NewVote, project_ids: Sequence[UUID]
) -> Round:
    """Prepare an assessment of published projects of a cycle; of all of them if none is named."""
    cycle = await own_cycle(work, cycle_id)
    if cycle.state not in (CycleState.PUBLISHED, CycleState.CLOSED):
        raise Refused("NOT_PUBLISHED", "项目公布、实施以后才进行满意度测评。")
    check_titles(new)
    items = await _items(work, cycle_id, project_ids)
    meeting, held = await _assessors(work, cycle.decider, new)
    rules = rules_of_assessment(held)
    check_mode(held, new.mode, secret=rules.secret)
    await _refuse_running(work, items)
    assessment = SatisfactionAssessment(cycle_id=cycle.id, title=new.title.strip())
    work.session.add(assessment)
    await work.session.flush()
    row = await prepare_round(
        work,
        NewRound(
            plugin=PLUGIN,
            subject_type=SUBJECT,
            subject_id=assessment.id,
            meeting_id=meeting.id,
            title=new.title.strip(),
            mode=new.mode,
            rules=rules,
            items=items,
            changeable=held.value(practice.CHANGEABLE) is True,
        ),
    )
    announce(work, "people_votes.prepare_assessment", row, {"items": len(items)})
    return row


async def _items(work: Work, cycle_id: UUID, project_ids: Sequence[UUID]) -> tuple[NewItem, ...]:
    listing = sa.select(Project).where(
        Project.cycle_id == cycle_id, Project.published_on.is_not(None)
    )
    wanted = set(project_ids)
    if wanted:
        listing = listing.where(Project.id.in_(wanted))
    found = list(await work.session.scalars(listing.order_by(Project.number, Project.id)))
    _refuse_passed(found)
    await _require_reports(work, found)
    if wanted and len(found) < len(wanted):
        raise NotFound("项目")
    return tuple(NewItem(one.title, one.id, one.failed_assessments) for one in found)


def _refuse_passed(projects: Sequence[Project]) -> None:
    """A year's result stands; only what was found wanting is reported and assessed again."""
    for one in projects:
        again = one.assessed_on is None or one.assessed_on.year < today().year
        if not again and not one.failed_assessments:
            raise Refused(
                "ASSESSED_ALREADY",
                f"《{one.title}》本年度已经测评，结果是“{one.assessed}”，不再重复测评。",
            )


async def _require_reports(work: Work, projects: Sequence[Project]) -> None:
    """Where practice says that the matter is reported again, nobody assesses it unreported."""
    for one in projects:
        again = one.failed_assessments and one.assessment_consequence in FAILING
        if again and not await answered_assessment(work, one):
            raise Refused(
                "REPORT_FIRST",
                f"《{one.title}》上次测评结果是“{one.assessed}”，"
                "请先由实施单位再次报告整改情况，再筹备测评。",
            )


async def _refuse_running(work: Work, items: Sequence[NewItem]) -> None:
    """Two assessments of one project at once would both be its first."""
    running = await work.session.scalar(
        sa.select(Round.title)
        .join(
            RoundItem,
            sa.and_(RoundItem.tenant_id == Round.tenant_id, RoundItem.round_id == Round.id),
        )
        .where(
            Round.subject_type == SUBJECT,
            Round.state.in_(UNFINISHED),
            RoundItem.subject_id.in_([one.subject_id for one in items]),
        )
        .limit(1)
    )
    if running is not None:
        raise Refused("ROUND_RUNNING", f"“{running}”还没有办完，请先办完或者取消。")


async def _assessors(work: Work, decider: Decider, new: NewVote) -> tuple[Meeting, Standing]:
    """Who assesses is practice; the meeting is theirs, and so is the quorum."""
    found = await work.session.get(Meeting, (work.body.id, new.meeting_id))
    if found is None:
        raise NotFound("会议")
    title = new.method_title.strip()
    assessor = assessor_of(await standing(work, decider, found.begins_on, title))
    meeting = await meeting_of(work, new.meeting_id, assessor)
    return meeting, await standing(work, assessor, found.begins_on, title)


async def take_assessment(work: Work, done: Announced) -> None:
    """What an announced assessment says of each project; its duty of the year is met."""
    if done.round.subject_type != SUBJECT or not done.tally.valid:
        return
    assessment = await work.session.get_one(
        SatisfactionAssessment, (work.body.id, done.round.subject_id)
    )
    assessment.concluded_on = today()
    for graded in done.tally.graded:
        item = done.items[graded.item]
        project = await work.session.get_one(
            Project, (work.body.id, item.subject_id), with_for_update=True
        )
        failed = graded.consequence in FAILING
        project.assessed, project.assessed_on = graded.result, today()
        project.assessment_consequence = graded.consequence
        project.failed_assessments = item.failed_before + 1 if failed else 0
        if failed:
            text = "一个项目的满意度测评没有通过，请再次报告整改情况。"
            notify(work, await people_of_unit(work, project, may.REPORT_AGAIN), text, project)
    await meet_assessment(work, [item.subject_id for item in done.items])
