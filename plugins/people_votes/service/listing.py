"""The list goes to the examining organ as a sealed package, and arrives as candidates there."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import (
    BodyKind,
    File,
    Incoming,
    Invalid,
    Level,
    NotFound,
    Organ,
    OrganKind,
    Refused,
    Work,
    announce,
    own_files,
    owned_files,
    send,
    today,
    value_of,
)
from plugins.people_votes import practice, rules
from plugins.people_votes.models import (
    Candidate,
    CandidateAssessment,
    CandidateDraft,
    CandidateList,
    Cycle,
    DraftAssessment,
    Idea,
)
from plugins.people_votes.rules import (
    CandidateMachine,
    CandidateState,
    Content,
    CycleState,
    DraftState,
    IdeaState,
    ListState,
)
from plugins.people_votes.service.cycles import move, own_cycle
from plugins.people_votes.service.drafting import move_draft, require_drafting_organ

PLUGIN = "people_votes"


class NewList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that is handed in: which drafts in which order, and what is said of the whole."""

    draft_ids: tuple[UUID, ...]
    text: str
    number: str | None = None


async def submit_candidates(work: Work, cycle_id: UUID, new: NewList) -> list[CandidateDraft]:
    """Sign the list off and send it to the organ that examines it (提出候选项目)."""
    require_drafting_organ(work)
    if not new.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写对候选项目清单的说明。", field="text")
    cycle = await own_cycle(work, cycle_id)
    if cycle.state is not CycleState.SCREENING:
        raise Refused(
            "STATE_FORBIDS",
            f"当前状态是“{rules.CYCLE_STATES[cycle.state]}”，只有征集结束、审查以前才能提出候选项目清单。",
        )
    drafts = await _chosen(work, cycle, new.draft_ids)
    rows = await _assessments(work, drafts)
    await _check_demanded(work, drafts, rows)
    for draft in drafts:
        move_draft(draft, "submit_candidates")
        draft.reason = draft.number = None
    to = (work.body.code, (await examining_organ(work)).code)
    files = await owned_files(work, [row.file_id for row in rows if row.file_id])
    places = {file.id: place for place, file in enumerate(files)}
    payload = _payload(work, cycle, new, drafts, rows, places)
    await send(work, PLUGIN, "candidates", to=to, payload=payload, files=files)
    # Several rows were moved; the event is about the cycle.
    announce(work, "people_votes.submit_candidates", cycle, {"candidates": len(drafts)})
    return drafts


async def _chosen(work: Work, cycle: Cycle, draft_ids: Sequence[UUID]) -> list[CandidateDraft]:
    """The organ's own drafts in the order of the list, drafted by others than who signs it off."""
    if not draft_ids or len(draft_ids) != len(set(draft_ids)):
        raise Invalid("CANDIDATES_EMPTY", "请选择列入清单的候选项目，每项一次。", field="drafts")
    if len(draft_ids) > practice.MOST_CANDIDATES:
        raise Invalid(
            "CANDIDATES_EMPTY",
            f"一份清单不超过{practice.MOST_CANDIDATES}项，请减少。",
            field="drafts",
        )
    drafts = await work.session.scalars(
        sa.select(CandidateDraft)
        .where(CandidateDraft.cycle_id == cycle.id)
        .order_by(CandidateDraft.id)
        .with_for_update()
    )
    known = {draft.id: draft for draft in drafts}
    if not known.keys() >= set(draft_ids):
        raise NotFound("候选项目稿")
    if any(one.state in (DraftState.SUBMITTED, DraftState.LISTED) for one in known.values()):
        raise Refused(
            "LIST_SUBMITTED", "本机关的候选项目清单已经提出。如需修改，请审查机关退回后重新提出。"
        )
    chosen = [known[one] for one in draft_ids]
    if any(draft.drafted_by == work.acting_person.person_id for draft in chosen):
        raise Refused("SAME_PERSON", "经办人不能签发自己起草的候选项目，请由签发人办理。")
    _refuse_shared_ideas(chosen)
    return chosen


def _refuse_shared_ideas(drafts: Sequence[CandidateDraft]) -> None:
    named = [idea for draft in drafts for idea in draft.idea_ids]
    if len(named) != len(set(named)):
        raise Refused("IDEA_TWICE", "同一条建议列在两个候选项目里，请只列在一个候选项目里。")


async def _assessments(work: Work, drafts: Sequence[CandidateDraft]) -> Sequence[DraftAssessment]:
    found = await work.session.scalars(
        sa.select(DraftAssessment)
        .where(DraftAssessment.draft_id.in_([draft.id for draft in drafts]))
        .order_by(DraftAssessment.id)
    )
    return [row for row in found if row.note or row.file_id]


async def _check_demanded(
    work: Work, drafts: Sequence[CandidateDraft], rows: Sequence[DraftAssessment]
) -> None:
    """What practice demands with a candidate must be there before the list goes."""
    held = await value_of(work, practice.ASSESSMENTS, today())
    for draft in drafts:
        there = {row.kind for row in rows if row.draft_id == draft.id}
        missing = set(held.value or ()) - there
        if missing and held.holding:
            raise Refused(
                "ASSESSMENT_MISSING",
                f"《{draft.title}》还缺{rules.assessment_names(missing)}"
                f"（依据：{held.holding.rule_text}），请补充后再提出。",
            )


async def examining_organ(work: Work) -> Organ:
    """Who examines: where there is but one organ to do so, that; else as practice names it."""
    if work.body.kind is BodyKind.SUBDISTRICT_COMMITTEE:
        kind = OrganKind.SUBDISTRICT_WORKING_COMMITTEE
    elif work.body.level is Level.TOWNSHIP:
        kind = OrganKind.PRESIDIUM
    else:
        held = await value_of(work, practice.EXAMINER, today())
        kind = held.value or OrganKind.STANDING_COMMITTEE
    organ = await work.session.scalar(
        sa.select(Organ)
        .where(Organ.kind == kind, Organ.closed_on.is_(None))
        .order_by(Organ.code)
        .limit(1)
    )
    if organ is None:
        raise Refused("NO_EXAMINER", "本机构没有设置审查候选项目的机关，请联系管理员。")
    return organ


def _payload(
    work: Work,
    cycle: Cycle,
    new: NewList,
    drafts: Sequence[CandidateDraft],
    rows: Sequence[DraftAssessment],
    places: dict[UUID, int],
) -> dict[str, Any]:
    return {
        "cycle": str(cycle.id),
        "text": new.text.strip(),
        "number": new.number,
        "signed_by": work.acting_person.name,
        "submitted_on": str(today()),
        "candidates": [
            {
                "draft": str(draft.id),
                "content": msgspec.to_builtins(draft.said()),
                "ideas": list(draft.idea_ids),
                "assessments": [
                    {
                        "kind": str(row.kind),
                        "note": row.note,
                        "file": places[row.file_id] if row.file_id else None,
                    }
                    for row in rows
                    if row.draft_id == draft.id
                ],
            }
            for draft in drafts
        ],
    }


async def take_candidates(work: Work, package: Incoming) -> None:
    """A list arrives at the examining organ: its candidates become the body's rows.

    What the same organ had handed in before and was returned is replaced by what comes now; what
    does not come again is left out. A list that crossed the examination goes back.
    """
    sent = package.payload
    cycle = await own_cycle(work, UUID(sent["cycle"]))
    files = await own_files(work, package)
    came = _new_list(package)
    work.session.add(came)
    await work.session.flush()
    if cycle.state is not CycleState.SCREENING:
        came.state, came.returned_on = ListState.RETURNED, today()
        came.return_reason = "候选项目的审查已经结束，清单没有列入审查。"
        await tell_returned(work, came)
        return
    known = await _handed_in_before(work, cycle, came)
    count = await work.session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(Candidate.number), 0)).where(
            Candidate.cycle_id == cycle.id
        )
    )
    await _forget_ideas(work, [one.id for one in known.values()])
    for place, item in enumerate(sent["candidates"], start=1):
        candidate = known.pop(UUID(item["draft"]), None)
        if candidate is None:
            candidate = Candidate(cycle_id=cycle.id, number=(count or 0) + place)
            candidate.draft_ref = UUID(item["draft"])
            work.session.add(candidate)
        await _fill(work, candidate, came, item, files)
    for candidate in known.values():
        move(candidate, CandidateMachine, "leave_out", rules.CANDIDATE_STATES)
        candidate.reason = "政府重新提出清单时没有再列入。"
        candidate.list_id = came.id


def _new_list(package: Incoming) -> CandidateList:
    sent = package.payload
    return CandidateList(
        cycle_id=UUID(sent["cycle"]),
        number=sent["number"],
        text=sent["text"],
        candidates=len(sent["candidates"]),
        from_organ=package.from_organ,
        from_organ_name=package.from_organ_name,
        signed_by_name=sent["signed_by"],
        submitted_on=date.fromisoformat(sent["submitted_on"]),
        package_id=package.id,
        digest=package.digest,
    )


async def _handed_in_before(
    work: Work, cycle: Cycle, came: CandidateList
) -> dict[UUID | None, Candidate]:
    """Candidates of the same organ that wait since their list was returned."""
    found = await work.session.scalars(
        sa.select(Candidate)
        .join(
            CandidateList,
            sa.and_(
                CandidateList.tenant_id == Candidate.tenant_id,
                CandidateList.id == Candidate.list_id,
            ),
        )
        .where(
            Candidate.cycle_id == cycle.id,
            Candidate.state == CandidateState.SUBMITTED,
            CandidateList.from_organ == came.from_organ,
        )
        .order_by(Candidate.id)
    )
    return {candidate.draft_ref: candidate for candidate in found}


async def _forget_ideas(work: Work, candidate_ids: Sequence[UUID]) -> None:
    await work.session.execute(
        sa.update(Idea).where(Idea.candidate_id.in_(candidate_ids)).values(candidate_id=None)
    )


async def _fill(
    work: Work,
    candidate: Candidate,
    came: CandidateList,
    item: dict[str, Any],
    files: Sequence[File],
) -> None:
    """The candidate says what the package says; the ideas it comes from lead to it."""
    content = msgspec.convert(item["content"], Content)
    for name in Content.__struct_fields__:
        setattr(candidate, name, getattr(content, name))
    candidate.list_id = came.id
    await work.session.flush()
    await _keep_assessments(work, candidate, item["assessments"], files)
    ideas = [UUID(one) for one in item["ideas"]]
    if ideas:
        # An idea that was left out meanwhile stays left out: its proposer was told.
        own = sa.and_(Idea.id.in_(ideas), Idea.state == IdeaState.TAKEN)
        await work.session.execute(
            sa.update(Idea)
            .where(Idea.candidate_id.is_(None), sa.or_(own, Idea.merged_into_id.in_(ideas)))
            .values(candidate_id=candidate.id)
        )


async def _keep_assessments(
    work: Work, candidate: Candidate, given: Sequence[dict[str, Any]], files: Sequence[File]
) -> None:
    came = {one["kind"]: one for one in given}
    rows = await work.session.scalars(
        sa.select(CandidateAssessment).where(CandidateAssessment.candidate_id == candidate.id)
    )
    for row in rows:
        one = came.pop(str(row.kind), {"note": None, "file": None})
        row.note, row.file_id = one["note"], _file_id(one, files)
    work.session.add_all(
        CandidateAssessment(
            candidate_id=candidate.id,
            kind=rules.Assessment(one["kind"]),
            note=one["note"],
            file_id=_file_id(one, files),
        )
        for one in came.values()
    )


def _file_id(one: dict[str, Any], files: Sequence[File]) -> UUID | None:
    return None if one["file"] is None else files[one["file"]].id


async def tell_returned(work: Work, came: CandidateList) -> None:
    """Tell the organ that handed a list in that it went back."""
    await send(
        work,
        PLUGIN,
        "returned",
        to=(work.body.code, came.from_organ),
        payload={"cycle": str(came.cycle_id), "reason": came.return_reason},
        reply_to=came.package_id,
    )


async def _handed_in(work: Work, cycle_id: UUID) -> Sequence[CandidateDraft]:
    found = await work.session.scalars(
        sa.select(CandidateDraft)
        .where(
            CandidateDraft.cycle_id == cycle_id,
            CandidateDraft.state.in_((DraftState.SUBMITTED, DraftState.LISTED)),
        )
        .order_by(CandidateDraft.id)
        .with_for_update()
    )
    return found.all()


async def take_returned(work: Work, package: Incoming) -> None:
    """The list came back: its drafts may be mended and handed in anew."""
    for draft in await _handed_in(work, UUID(package.payload["cycle"])):
        move_draft(draft, "take_back")
        draft.reason, draft.number = package.payload["reason"], None


async def take_examined(work: Work, package: Incoming) -> None:
    """What the examination decided arrives at the organ that handed the list in."""
    results = {UUID(one["draft"]): one for one in package.payload["results"]}
    for draft in await _handed_in(work, UUID(package.payload["cycle"])):
        result = results.get(draft.id)
        if result is None or draft.state is not DraftState.SUBMITTED:
            continue
        move_draft(draft, "take_listed" if result["listed"] else "take_left_out")
        draft.number, draft.reason = result["number"], result["reason"]


def list_list(cycle_id: UUID, state: ListState | None) -> sa.Select[CandidateList]:
    """The lists that were handed in for a cycle, the latest first."""
    found = sa.select(CandidateList).where(CandidateList.cycle_id == cycle_id)
    if state is not None:
        found = found.where(CandidateList.state == state)
    return found.order_by(CandidateList.id.desc())


def assessment_list(candidate_id: UUID) -> sa.Select[CandidateAssessment]:
    """What came with a candidate, by kind."""
    found = sa.select(CandidateAssessment).where(CandidateAssessment.candidate_id == candidate_id)
    return found.order_by(CandidateAssessment.kind)
