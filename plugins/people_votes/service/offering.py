"""What whoever asks could do now with a record: a verb that is left out would surely be refused.

The checks are the verbs' own where they have one; what somebody still has to type is not weighed.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core import (
    OrganKind,
    Refused,
    Round,
    RoundState,
    RoundStep,
    Work,
    goes_through,
    not_in_vain,
    passes,
    practice_of,
    round_steps,
    rows_by_id,
    standing_rounds,
    today,
)
from plugins.people_votes import permissions as may
from plugins.people_votes import practice
from plugins.people_votes.models import (
    Candidate,
    CandidateDraft,
    CandidateList,
    Cycle,
    Examination,
    Idea,
    ProgressReport,
    Project,
    ProjectAdjustment,
    ProjectGroup,
    SecrecyCheck,
)
from plugins.people_votes.rules import (
    FINISHED,
    OPEN_IDEAS,
    AdjustmentState,
    CandidateState,
    CycleState,
    DraftState,
    ListState,
    ProjectState,
)
from plugins.people_votes.service.adjusting import ACTS_AS
from plugins.people_votes.service.adopting import CARRYING_OUT, WATCHING
from plugins.people_votes.service.calling import has_ideas
from plugins.people_votes.service.drafting import DRAFTED_IN, require_drafting_organ
from plugins.people_votes.service.listing import examining_organ
from plugins.people_votes.service.outcomes import last_outcome, unshown_outcome
from plugins.people_votes.service.planning import adjusted
from plugins.people_votes.service.reporting import speaks_for, unanswered_assessment
from plugins.people_votes.service.screening import SCREENED_IN
from plugins.people_votes.service.supervising import is_in_group
from plugins.people_votes.service.voting import refuse_unfinished, settled_rounds

Offers = dict[str, bool]
"""Verbs, and whether each could be done."""

GOING = (ProjectState.PLANNED, ProjectState.UNDER_WAY)


async def offered_of_ideas(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """An idea is screened once, while its cycle calls or screens; what is a candidate never."""
    rows = await work.session.execute(
        sa.select(Idea.id, Idea.state, Idea.candidate_id, Cycle.state)
        .join(Cycle, sa.and_(Cycle.tenant_id == Idea.tenant_id, Cycle.id == Idea.cycle_id))
        .where(Idea.id.in_(keys))
    )
    offers = dict[UUID, Offers]()
    for idea_id, state, candidate_id, cycle in rows:
        going = state in OPEN_IDEAS and cycle in SCREENED_IN
        offers[idea_id] = {
            may.SCREEN_IDEA: going and candidate_id is None,
            may.MERGE_IDEAS: going,
        }
    return [not_in_vain(work, offers.get(key, {})) for key in keys]


async def offered_of_drafts(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """A draft is revised until its list is fixed; whoever wrote it never signs it."""
    drafts = await rows_by_id(work, CandidateDraft, keys)
    cycles = await rows_by_id(work, Cycle, [one.cycle_id for one in drafts.values()])
    person_id = work.acting_person.person_id
    offers = dict[UUID, Offers]()
    for draft in drafts.values():
        waits, state = draft.state is DraftState.DRAFT, cycles[draft.cycle_id].state
        offers[draft.id] = {
            may.REVISE_CANDIDATE: waits and state in DRAFTED_IN,
            may.DISCARD_CANDIDATE: waits,
            may.SUBMIT_CANDIDATES: waits
            and state is CycleState.SCREENING
            and draft.drafted_by != person_id,
        }
    return [not_in_vain(work, offers.get(key, {})) for key in keys]


async def offered_of_cycles(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """The cycles are few: each is weighed alone."""
    cycles = await rows_by_id(work, Cycle, keys)
    return [
        not_in_vain(work, await _cycle_offers(work, cycles[key])) if key in cycles else []
        for key in keys
    ]


async def _cycle_offers(work: Work, cycle: Cycle) -> Offers:
    state, drafts = cycle.state, passes(lambda: require_drafting_organ(work))
    plain = {
        may.OPEN_CALL: state is CycleState.PREPARING,
        may.CLOSE_CALL: state is CycleState.CALLING
        and (cycle.call_until is None or today() > cycle.call_until),
        may.DRAFT_CANDIDATE: drafts and state in DRAFTED_IN,
        may.RECORD_DELIBERATION: state is CycleState.LISTED,
        may.RECORD_IDEA: state is CycleState.CALLING
        and (cycle.call_until is None or today() <= cycle.call_until),
    }
    if state is CycleState.CALLING:
        return plain | {
            may.CHANGE_CALL: True,
            may.WITHDRAW_CALL: not await has_ideas(work, cycle.id),
        }
    if state in (CycleState.SCREENING, CycleState.LISTED):
        return plain | await _list_offers(work, cycle)
    if state in (CycleState.DECIDED, CycleState.PUBLISHED, CycleState.CLOSED):
        return plain | await _project_cycle_offers(work, cycle)
    return plain


async def _list_offers(work: Work, cycle: Cycle) -> Offers:
    """From the list that was handed in to the vote on it."""
    examines = await _examines(work)
    held = await _count(work, Round, Round.subject_id == cycle.id, _not_cancelled())
    listed = cycle.state is CycleState.LISTED
    returnable = await _count(
        work,
        CandidateList,
        CandidateList.cycle_id == cycle.id,
        CandidateList.state.in_((ListState.SUBMITTED, ListState.EXAMINED)),
    )
    waiting = await _count(
        work,
        Candidate,
        Candidate.cycle_id == cycle.id,
        Candidate.state == CandidateState.SUBMITTED,
    )
    handed_out = await _count(
        work,
        Examination,
        Examination.cycle_id == cycle.id,
        Examination.voided_on.is_(None),
        Examination.handed_out_on.is_not(None),
    )
    return {
        may.EXAMINE_CANDIDATES: examines and not listed and waiting > 0,
        may.RETURN_CANDIDATES: examines and returnable > 0 and not (listed and held),
        may.HAND_OUT_CANDIDATES: listed and not handed_out,
        may.PREPARE_VOTE: listed and not held,
        may.CONCLUDE_VOTE: listed and await _may_conclude(work, cycle.id),
        may.SUBMIT_CANDIDATES: not listed and passes(lambda: require_drafting_organ(work)),
    }


async def _examines(work: Work) -> bool:
    try:
        return work.acting_organ.id == (await examining_organ(work)).id
    except Refused:
        return False


async def _may_conclude(work: Work, cycle_id: UUID) -> bool:
    rounds = await standing_rounds(work.session, cycle_id)
    return bool(rounds) and await goes_through(refuse_unfinished(work, cycle_id, rounds))


def _not_cancelled() -> sa.ColumnElement[bool]:
    return Round.state != RoundState.CANCELLED


async def _count(work: Work, model: type[Any], *which: sa.ColumnElement[bool]) -> int:
    counted = sa.select(sa.func.count()).select_from(model).where(*which)
    return await work.session.scalar(counted) or 0


async def _project_cycle_offers(work: Work, cycle: Cycle) -> Offers:
    """What is published, reported and closed of all projects of a cycle."""
    rows = list(await work.session.scalars(sa.select(Project).where(Project.cycle_id == cycle.id)))
    watching = work.acting_organ.kind in WATCHING
    going = [one for one in rows if one.state not in FINISHED]
    planned = max((one.planned_at for one in rows if one.planned_at), default=None)
    checks = await _last_checks(work, [cycle.id])
    unplanned = any(one.state is ProjectState.CHOSEN for one in rows)
    checked = _checked_by_another(work, checks.get(cycle.id), planned)
    over = not any(not one.cross_year for one in going) and (not going or today().year > cycle.year)
    decided = cycle.state is CycleState.DECIDED
    published = cycle.state is CycleState.PUBLISHED
    # What is carried over into later years is reported and assessed after its cycle was closed.
    goes_on = published or (not decided and any(one.carried_over_on for one in going))
    reported = going if cycle.state is CycleState.CLOSED else rows
    unshown = not decided and await _count(
        work, Project, Project.cycle_id == cycle.id, unshown_outcome()
    )
    return {
        may.CHECK_PROJECT_SECRECY: decided or bool(unshown),
        may.PUBLISH_PROJECTS: decided and watching and checked and not unplanned,
        may.PUBLISH_OUTCOMES: bool(unshown)
        and watching
        and _checked_by_another(work, checks.get(cycle.id), last_outcome(rows)),
        may.SUBMIT_HALF_YEAR_REPORT: goes_on and any(speaks_for(work, one) for one in reported),
        may.PREPARE_ASSESSMENT: goes_on,
        may.CLOSE_CYCLE: published and watching and over,
    }


async def _last_checks(work: Work, subjects: Sequence[UUID]) -> dict[UUID, SecrecyCheck]:
    found = await work.session.scalars(
        sa.select(SecrecyCheck)
        .where(SecrecyCheck.subject_id.in_(subjects))
        .order_by(SecrecyCheck.id)
    )
    return {one.subject_id: one for one in found}


def _checked_by_another(work: Work, check: SecrecyCheck | None, since: Any = None) -> bool:
    """As publishing demands it: passed, after the content was last set, by somebody else."""
    if check is None or not check.passed or (since is not None and check.created_at < since):
        return False
    return check.checked_by != work.acting_person.person_id


async def offered_of_projects(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """By side: the unit reports and proposes, the congress's side follows and accepts."""
    projects = await rows_by_id(work, Project, keys)
    grouped = set(
        await work.session.scalars(
            sa.select(ProjectGroup.project_id).where(ProjectGroup.project_id.in_(keys))
        )
    )
    adjusting = set(
        await work.session.scalars(
            sa.select(ProjectAdjustment.project_id).where(
                ProjectAdjustment.project_id.in_(keys),
                ProjectAdjustment.state == AdjustmentState.PROPOSED,
            )
        )
    )
    among = sa.select(Project.id).where(Project.id.in_(keys))
    to_replan = set(await work.session.scalars(among.where(adjusted())))
    wanting = set(await work.session.scalars(among.where(unanswered_assessment())))
    ruled = (await practice_of(work, [practice.ADJUSTMENT], today()))[practice.ADJUSTMENT].value
    told = list[list[str]]()
    for key in keys:
        project = projects.get(key)
        if project is None:
            told.append([])
            continue
        offers = _of_unit(work, project, open_adjustment=key in adjusting)
        offers |= _of_watching(work, project, grouped=key in grouped)
        offers[may.PROPOSE_ADJUSTMENT] &= ruled is not None
        offers[may.PLAN_PROJECT] |= key in to_replan and _is_unit(work, project)
        follows = key in grouped and await _follows(work, project)
        going = project.published_on is not None and project.state in GOING
        offers[may.RECORD_CHECK] = follows and going
        offers[may.REPORT_PROGRESS] = going and (_is_unit(work, project) or _side(work, follows))
        offers[may.REPORT_AGAIN] = key in wanting and _is_unit(work, project)
        told.append(not_in_vain(work, offers))
    return told


def _is_unit(work: Work, project: Project) -> bool:
    return project.unit_organ_id is not None and project.unit_organ_id == work.acting_organ.id


def _side(work: Work, follows: bool) -> bool:
    """Who follows a project tells of its progress too, but not as another unit."""
    return follows and work.acting_organ.kind not in CARRYING_OUT


async def _follows(work: Work, project: Project) -> bool:
    if may.FORM_GROUP in work.actions and work.acting_organ.kind in WATCHING:
        return True
    return await is_in_group(work, project)


def _of_unit(work: Work, project: Project, *, open_adjustment: bool) -> Offers:
    unit, published = _is_unit(work, project), project.published_on is not None
    going = project.state in GOING
    plannable = project.state in (ProjectState.CHOSEN, ProjectState.PLANNED) and not published
    whose = unit or project.unit_organ_id is None
    return {
        may.PLAN_PROJECT: plannable and whose and work.acting_organ.kind in CARRYING_OUT,
        may.ADD_MILESTONE: unit and going,
        may.MARK_MILESTONE: unit,
        may.REPORT_MENDED: unit,
        may.COMPLETE_PROJECT: unit and published and going and not open_adjustment,
        may.PROPOSE_ADJUSTMENT: unit and published and going and not open_adjustment,
    }


def _of_watching(work: Work, project: Project, *, grouped: bool) -> Offers:
    watching = work.acting_organ.kind in WATCHING
    followed = watching and project.published_on is not None and project.state not in FINISHED
    completed = watching and project.state is ProjectState.COMPLETED
    return {
        may.FORM_GROUP: followed and not grouped,
        may.CHANGE_GROUP: followed and grouped,
        may.RECORD_QUALITY_CHECK: completed,
        may.ACCEPT_PROJECT: completed,
        may.SEND_BACK_PROJECT: completed,
    }


async def offered_of_reports(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """A report is checked by anybody who may, and then published by somebody else."""
    reports = await rows_by_id(work, ProgressReport, keys)
    checks = await _last_checks(work, keys)
    watching = work.acting_organ.kind in WATCHING
    return [
        not_in_vain(
            work,
            {
                may.CHECK_PROJECT_SECRECY: key in reports,
                may.PUBLISH_PROGRESS: watching and _checked_by_another(work, checks.get(key)),
            },
        )
        for key in keys
    ]


async def offered_of_adjustments(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """Withdrawn by the unit; decided, noticed and told by the organs that practice names."""
    rows = await rows_by_id(work, ProjectAdjustment, keys)
    rule = (await practice_of(work, [practice.ADJUSTMENT], today()))[practice.ADJUSTMENT].value
    checks = await _last_checks(work, keys)
    projects = await rows_by_id(work, Project, [one.project_id for one in rows.values()])

    def offers(one: ProjectAdjustment) -> Offers:
        adopted = one.state is AdjustmentState.ADOPTED
        waits = one.state is AdjustmentState.PROPOSED
        own = {
            may.CHECK_PROJECT_SECRECY: adopted,
            may.WITHDRAW_ADJUSTMENT: waits and _is_unit(work, projects[one.project_id]),
        }
        if rule is None:
            return own
        decides = _acts_as(work, ACTS_AS[rule.decided_by])
        return own | {
            may.DECIDE_ADJUSTMENT: decides and waits,
            may.PUBLISH_ADJUSTMENT: adopted
            and _acts_as(work, ACTS_AS[rule.noticed_by])
            and _checked_by_another(work, checks.get(one.id), projects[one.project_id].planned_at),
            may.REPORT_ADJUSTMENT: decides
            and rule.report_to_congress
            and one.state is AdjustmentState.NOTICED,
        }

    return [not_in_vain(work, offers(rows[key])) if key in rows else [] for key in keys]


def _acts_as(work: Work, kinds: Iterable[OrganKind]) -> bool:
    return work.acting_organ.kind in kinds


_STEPS = {
    RoundStep.ADOPT_METHOD: may.ADOPT_VOTE_METHOD,
    RoundStep.NAME_OFFICIALS: may.NAME_VOTE_OFFICIALS,
    RoundStep.REPLACE_OFFICIAL: may.REPLACE_VOTE_OFFICIAL,
    RoundStep.OPEN: may.OPEN_VOTE,
    RoundStep.CLOSE: may.CLOSE_VOTE,
    RoundStep.CANCEL: may.CANCEL_VOTE,
    RoundStep.ENTER_PAPERS: may.RECORD_PAPERS,
    RoundStep.ENTER_COUNT: may.ENTER_COUNT,
    RoundStep.CONFIRM_COUNT: may.CONFIRM_COUNT,
    RoundStep.CAST: may.CAST_VOTE,
    RoundStep.ANNOUNCE: may.ANNOUNCE_RESULT,
    RoundStep.FOLLOW: may.PREPARE_FURTHER_ROUND,
    RoundStep.RECOUNT: may.ORDER_RECOUNT,
}


async def offered_of_rounds(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """As the kit has it; nothing follows a vote whose projects are settled."""
    steps = await round_steps(work, keys)
    settled = set(await work.session.scalars(settled_rounds(keys)))
    after = {RoundStep.FOLLOW, RoundStep.RECOUNT}
    return [
        not_in_vain(work, {_STEPS[step]: True for step in (own - after if key in settled else own)})
        for key, own in zip(keys, steps, strict=True)
    ]
