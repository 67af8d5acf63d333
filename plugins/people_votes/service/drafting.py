"""The government drafts candidates as rows of its own; nobody else sees them before they go."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    BodyKind,
    Invalid,
    NotFound,
    OrganKind,
    Refused,
    Work,
    announce,
    gather_said,
    owned_files,
    refuse_if_changed,
    revision_of,
)
from plugins.people_votes import practice, rules
from plugins.people_votes.models import CandidateDraft, Cycle, DraftAssessment, Idea
from plugins.people_votes.rules import (
    Assessment,
    Content,
    CycleState,
    DraftMachine,
    DraftState,
    IdeaState,
)
from plugins.people_votes.service.cycles import move

DRAFTED_IN = (CycleState.PREPARING, CycleState.CALLING, CycleState.SCREENING)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment of a candidate: a note, a file, or both."""

    kind: Assessment
    note: str | None = None
    file_id: UUID | None = None


class NewDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate with the ideas it comes from and what was said of it."""

    content: Content
    idea_ids: tuple[UUID, ...] = ()
    assessments: tuple[Evidence, ...] = ()


def require_drafting_organ(work: Work) -> None:
    """Candidates come from a government; a working committee drafts micro projects itself."""
    kind = work.acting_organ.kind
    street = work.body.kind is BodyKind.SUBDISTRICT_COMMITTEE
    own = street and kind is OrganKind.SUBDISTRICT_WORKING_COMMITTEE
    if not own and kind not in (OrganKind.GOVERNMENT, OrganKind.SUBDISTRICT_OFFICE):
        raise Refused(
            "NOT_DRAFTING_ORGAN",
            "候选项目由本级人民政府（街道办事处）提出，请以其身份办理；微实事也可以由人大街道工委提出。",
        )


def move_draft(draft: CandidateDraft, step: str) -> None:
    """Take a step of a draft."""
    move(draft, DraftMachine, step, rules.DRAFT_STATES)


async def draft_candidate(work: Work, cycle_id: UUID, new: NewDraft) -> CandidateDraft:
    """Draft a candidate (起草候选项目); it stays the organ's own until the list is handed in."""
    require_drafting_organ(work)
    cycle = await _drafting(work, cycle_id)
    await _check(work, cycle, new)
    draft = CandidateDraft(
        organ_id=work.acting_organ.id,
        cycle_id=cycle.id,
        idea_ids=[str(one) for one in new.idea_ids],
        drafted_by=work.acting_person.person_id,
        drafted_by_name=work.acting_person.name,
    )
    draft.take_content(new.content)
    work.session.add(draft)
    await work.session.flush()
    await _put_assessments(work, draft, new.assessments)
    announce(work, "people_votes.draft_candidate", draft)
    return draft


async def revise_candidate(
    work: Work, draft_id: UUID, new: NewDraft, seen: str | None = None
) -> CandidateDraft:
    """Change a draft that was not handed in, or that came back."""
    draft = await own_draft(work, draft_id)
    cycle = await _drafting(work, draft.cycle_id)
    move_draft(draft, "revise_candidate")
    [held] = await assessments_said(work.session, [draft.id])
    refuse_if_changed(seen, candidate_revision(draft, held))
    await _check(work, cycle, new)
    draft.take_content(new.content)
    draft.idea_ids = [str(one) for one in new.idea_ids]
    draft.drafted_by = work.acting_person.person_id
    draft.drafted_by_name = work.acting_person.name
    await _put_assessments(work, draft, new.assessments)
    announce(work, "people_votes.revise_candidate", draft)
    return draft


def candidate_revision(draft: CandidateDraft, assessments: object) -> str:
    """A mark of what can be revised of a draft; `assessments` as `assessments_said` tells."""
    return revision_of(draft, CandidateDraft.EDITED, assessments)


async def assessments_said(session: AsyncSession, keys: Sequence[UUID]) -> Sequence[object]:
    """What was said of several drafts, draft by draft; a row that was emptied says nothing."""
    one = DraftAssessment
    rows = (
        sa.select(one.draft_id, one.kind, one.note, one.file_id)
        .where(one.draft_id.in_(keys), sa.or_(one.note.is_not(None), one.file_id.is_not(None)))
        .order_by(one.kind)
    )
    return await gather_said(session, keys, rows)


async def discard_candidate(work: Work, draft_id: UUID, reason: str) -> CandidateDraft:
    """Give a draft up; the row stays."""
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明不再提出的理由。", field="reason")
    draft = await own_draft(work, draft_id)
    move_draft(draft, "discard_candidate")
    draft.reason = reason.strip()
    announce(work, "people_votes.discard_candidate", draft)
    return draft


async def own_draft(work: Work, draft_id: UUID) -> CandidateDraft:
    """The acting organ's draft, locked for the verb."""
    draft = await work.session.scalar(
        sa.select(CandidateDraft).where(CandidateDraft.id == draft_id).with_for_update()
    )
    if draft is None:
        raise NotFound("候选项目稿")
    return draft


async def _drafting(work: Work, cycle_id: UUID) -> Cycle:
    cycle = await work.session.scalar(
        sa.select(Cycle).where(Cycle.id == cycle_id).with_for_update(read=True)
    )
    if cycle is None:
        raise NotFound("这一轮票决")
    if cycle.state not in DRAFTED_IN:
        raise Refused(
            "LIST_FIXED",
            "候选项目清单已经审查确定，不能再改。确需修改的，由审查机关退回后重新提出、重新审查。",
        )
    return cycle


async def _check(work: Work, cycle: Cycle, new: NewDraft) -> None:
    fault = rules.faulty_content(new.content, cycle.year)
    if fault is not None:
        raise Invalid("CANDIDATE_FAULTY", fault, field="content")
    kinds = [one.kind for one in new.assessments]
    if len(kinds) != len(set(kinds)):
        raise Invalid("ASSESSMENT_TWICE", "同一种论证、审查意见只填一次。", field="assessments")
    await owned_files(work, [one.file_id for one in new.assessments if one.file_id])
    await _check_ideas(work, cycle, new.idea_ids)


async def _check_ideas(work: Work, cycle: Cycle, idea_ids: Sequence[UUID]) -> None:
    """A candidate comes from ideas that were taken over; those merged into them come along."""
    if len(idea_ids) > practice.MOST_IDEAS_AT_ONCE:
        raise Invalid(
            "IDEAS_TOO_MANY",
            f"一个候选项目最多列{practice.MOST_IDEAS_AT_ONCE}条建议，请先合并建议。",
            field="ideas",
        )
    if not idea_ids:
        return
    found = await work.session.execute(
        sa.select(Idea.id, Idea.state).where(Idea.id.in_(idea_ids), Idea.cycle_id == cycle.id)
    )
    states = {row.id: row.state for row in found}
    if not states.keys() >= set(idea_ids):
        raise NotFound("建议")
    if any(state is not IdeaState.TAKEN for state in states.values()):
        raise Refused(
            "IDEA_NOT_TAKEN", "候选项目只能来自已经采纳的建议；合并办理的，请填并入的那一条。"
        )


async def _put_assessments(work: Work, draft: CandidateDraft, evidence: Sequence[Evidence]) -> None:
    """One row of each kind; a kind that is not given any more is emptied, never deleted."""
    given = {one.kind: one for one in evidence}
    rows = await work.session.scalars(
        sa.select(DraftAssessment).where(DraftAssessment.draft_id == draft.id)
    )
    for row in rows:
        now = given.pop(row.kind, Evidence(kind=row.kind))
        row.note, row.file_id = now.note, now.file_id
    work.session.add_all(
        DraftAssessment(
            organ_id=draft.organ_id,
            draft_id=draft.id,
            kind=one.kind,
            note=one.note,
            file_id=one.file_id,
        )
        for one in given.values()
    )


async def load_ideas(session: AsyncSession, idea_ids: Sequence[UUID]) -> Sequence[Idea | None]:
    """Ideas by id, for the drafts that name them."""
    found = await session.scalars(sa.select(Idea).where(Idea.id.in_(idea_ids)))
    known = {idea.id: idea for idea in found}
    return [known.get(one) for one in idea_ids]


def draft_list(cycle_id: UUID | None, state: DraftState | None) -> sa.Select[CandidateDraft]:
    """The acting organ's drafts, the latest first."""
    listing = sa.select(CandidateDraft).order_by(CandidateDraft.id.desc())
    if cycle_id is not None:
        listing = listing.where(CandidateDraft.cycle_id == cycle_id)
    return listing if state is None else listing.where(CandidateDraft.state == state)
