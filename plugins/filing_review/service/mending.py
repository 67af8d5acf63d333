"""A bad draft is mended: the opinion goes back with a reason, and is drafted anew."""

from uuid import UUID

from core import (
    Invalid,
    Refused,
    Work,
    announce,
    notify,
    refuse_if_changed,
    revision_of,
    today,
)
from plugins.filing_review import rules
from plugins.filing_review.models import DraftLetter, Opinion
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.concluding import (
    NewOpinion,
    check_meeting,
    hold_meeting,
    own_opinion,
)
from plugins.filing_review.service.letters import file_or_none, move
from plugins.filing_review.service.reviewing import require_lead


async def return_opinion(work: Work, opinion_id: UUID, reason: str) -> Opinion:
    """Send a draft back to be mended (退回修改), as its checker or its signer."""
    opinion, filing = await own_opinion(work, opinion_id)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)
    hands = (opinion.drafted_by, opinion.checked_by)
    take_back(work, opinion, reason)
    notify(work, hands, "您经手的审查意见被退回修改，理由见审查意见。", filing)
    announce(work, "filing_review.return_opinion", opinion)
    return opinion


def take_back(work: Work, draft: Opinion | DraftLetter, reason: str) -> None:
    """Note who sends a draft back and why; what was checked before counts no more.

    The reason stays in the row: an event lies open to the whole body.
    """
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明退回修改的理由。", field="reason")
    actor = work.acting_person
    if actor.person_id == draft.drafted_by:
        raise Refused("SAME_PERSON", "拟稿人不能退回自己的稿，可以直接修改。")
    move(draft, rules.OpinionMachine, "return_opinion", rules.OPINION_STATES)
    draft.returned_by_name, draft.returned_on, draft.return_reason = actor.name, today(), reason
    draft.checked_by = draft.checked_by_name = None


def draft_anew(work: Work, draft: Opinion | DraftLetter) -> None:
    """Note who changed a draft last: that person is its drafter, and cannot check or sign it."""
    move(draft, rules.OpinionMachine, "revise_opinion", rules.OPINION_STATES)
    actor = work.acting_person
    draft.drafted_by, draft.drafted_by_name = actor.person_id, actor.name


async def revise_opinion(
    work: Work, opinion_id: UUID, new: NewOpinion, seen: str | None = None
) -> Opinion:
    """Mend a draft, as its drafter or as who leads the review by now; it is checked anew."""
    opinion, filing = await own_opinion(work, opinion_id)
    if work.acting_person.person_id != opinion.drafted_by:
        require_lead(work, filing)
    if not new.title.strip() or not new.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写审查意见的标题和正文。", field="text")
    await check_meeting(work, new.meeting)
    draft_anew(work, opinion)
    refuse_if_changed(seen, revision_of(opinion, Opinion.EDITED))
    file = await file_or_none(work, new.file_id)
    opinion.title, opinion.text, opinion.stop_at_once = new.title, new.text, new.stop_at_once
    opinion.file_id = file.id if file else None
    hold_meeting(opinion, new.meeting)
    announce(work, "filing_review.revise_opinion", opinion)
    return opinion
