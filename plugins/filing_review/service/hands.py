"""Letters through one, two or three hands (拟稿、核稿、签发): receipts, notices, reports, answers.

How many hands a letter needs is practice (`letter_hands`); where no rule says, one person suffices.
What a letter of each kind needs and does, is in `issuing`.
"""

from uuid import UUID

from sqlalchemy import select

from core import (
    Hands,
    Invalid,
    NotFound,
    Refused,
    Work,
    announce,
    notify,
    refuse_if_changed,
    revision_of,
    today,
)
from plugins.filing_review import rules
from plugins.filing_review.models import DraftLetter, Finding, Letter
from plugins.filing_review.rules import OpinionState, PartKind
from plugins.filing_review.service.issuing import SEND, NewLetter, check_draft
from plugins.filing_review.service.letters import hands_demanded, move, require_one_step
from plugins.filing_review.service.mending import draft_anew, take_back
from plugins.filing_review.service.offering import refuse_its_maker


async def send_letter(work: Work, new: NewLetter) -> Letter:
    """Send a reminder, a chaser or a reply in one step, where practice does not ask for more."""
    if new.kind not in rules.WITHOUT_OWN_VERB:
        raise Invalid("LETTER_KIND", "这里只发提醒函、催办函和提醒函的答复。", field="kind")
    await require_one_step(work, new.kind)
    await check_draft(work, new)
    letter = await SEND[new.kind](work, new, None)
    await work.session.flush()
    announce(work, "filing_review.send_letter", letter, {"kind": str(new.kind)})
    return letter


WRITTEN = tuple(name for name in NewLetter.__struct_fields__ if name != "kind")
"""What a drafted letter says, by the names of its columns."""


async def draft_letter(work: Work, new: NewLetter) -> DraftLetter:
    """Draft a letter (拟稿): nothing leaves the organ yet."""
    if new.kind not in rules.DRAFTED:
        raise Invalid("LETTER_KIND", "这里不拟这种文书。", field="kind")
    await check_draft(work, new)
    actor = work.acting_person
    draft = DraftLetter(
        organ_id=work.acting_organ.id,
        kind=new.kind,
        drafted_by=actor.person_id,
        drafted_by_name=actor.name,
    )
    await _write(work, draft, new)
    work.session.add(draft)
    await work.session.flush()
    announce(work, "filing_review.draft_letter", draft, {"kind": str(new.kind)})
    return draft


async def _write(work: Work, draft: DraftLetter, new: NewLetter) -> None:
    for name in WRITTEN:
        setattr(draft, name, getattr(new, name))
    draft.missing = [str(part) for part in new.missing]
    if new.finding_id is not None:
        draft.filing_id = await work.session.scalar(
            select(Finding.filing_id).where(Finding.id == new.finding_id)
        )


def _written(draft: DraftLetter) -> NewLetter:
    written = {name: getattr(draft, name) for name in WRITTEN}
    written["missing"] = tuple(PartKind(part) for part in draft.missing or ())
    return NewLetter(kind=draft.kind, **written)


async def _own_draft(work: Work, draft_id: UUID) -> DraftLetter:
    draft = await work.session.scalar(
        select(DraftLetter).where(DraftLetter.id == draft_id).with_for_update()
    )
    if draft is None:
        raise NotFound("函件稿")
    return draft


async def check_letter(work: Work, draft_id: UUID) -> DraftLetter:
    """Check a drafted letter (核稿), as another person than its drafter."""
    draft = await _own_draft(work, draft_id)
    await refuse_its_maker(work, draft)
    actor = work.acting_person
    if actor.person_id == draft.drafted_by:
        raise Refused("SAME_PERSON", "拟稿人不能核自己的稿，请由核稿人办理。")
    move(draft, rules.OpinionMachine, "check_opinion", rules.OPINION_STATES)
    draft.checked_by, draft.checked_by_name = actor.person_id, actor.name
    announce(work, "filing_review.check_letter", draft)
    return draft


async def return_letter(work: Work, draft_id: UUID, reason: str) -> DraftLetter:
    """Send a drafted letter back to be mended, with the reason."""
    draft = await _own_draft(work, draft_id)
    await refuse_its_maker(work, draft)
    hands = (draft.drafted_by, draft.checked_by)
    take_back(work, draft, reason)
    notify(work, hands, f"您经手的{rules.LETTERS[draft.kind]}被退回修改，理由见函件。", draft)
    announce(work, "filing_review.return_letter", draft)
    return draft


async def revise_letter(
    work: Work, draft_id: UUID, new: NewLetter, seen: str | None = None
) -> DraftLetter:
    """Mend a drafted letter; whoever does is its drafter from then on, and it is checked anew."""
    draft = await _own_draft(work, draft_id)
    if new.kind is not draft.kind:
        raise Invalid("LETTER_KIND", "不能改变函件的种类，请另拟一份。", field="kind")
    await check_draft(work, new)
    draft_anew(work, draft)
    refuse_if_changed(seen, revision_of(draft, WRITTEN))
    await _write(work, draft, new)
    announce(work, "filing_review.revise_letter", draft)
    return draft


async def drop_letter(work: Work, draft_id: UUID, reason: str) -> DraftLetter:
    """Give a drafted letter up (作废): nothing is sent, and the draft stays with the reason.

    One that is checked goes back to its drafter first, so that its checker hears of it.
    """
    draft = await _own_draft(work, draft_id)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明作废的理由。", field="reason")
    await refuse_its_maker(work, draft)
    move(draft, rules.OpinionMachine, "drop_letter", rules.OPINION_STATES)
    actor = work.acting_person
    draft.dropped_by_name, draft.dropped_on, draft.drop_reason = actor.name, today(), reason
    notify(work, (draft.drafted_by,), f"您经手的{rules.LETTERS[draft.kind]}稿已经作废。", draft)
    announce(work, "filing_review.drop_letter", draft)
    return draft


async def issue_letter(work: Work, draft_id: UUID, number: str | None) -> DraftLetter:
    """Sign a letter off (签发) and send it."""
    draft = await _own_draft(work, draft_id)
    await refuse_its_maker(work, draft)
    await _check_hands(work, draft)
    draft.number = number or draft.number
    actor = work.acting_person
    draft.issued_by, draft.issued_by_name, draft.issued_on = actor.person_id, actor.name, today()
    hands = Hands(
        drafter=draft.drafted_by_name,
        checker=draft.checked_by_name or "",
        signer=actor.name,
    )
    letter = await SEND[draft.kind](work, _written(draft), hands)
    await work.session.flush()
    draft.letter_id, draft.number = letter.id, letter.number
    hands_before = (draft.drafted_by, draft.checked_by)
    notify(work, hands_before, f"您经手的{rules.LETTERS[draft.kind]}已经签发。", draft)
    announce(work, "filing_review.issue_letter", draft, {"kind": str(draft.kind)})
    return draft


async def _check_hands(work: Work, draft: DraftLetter) -> None:
    """As many people as practice demands, each other than those before."""
    demanded = await hands_demanded(work)
    actor = work.acting_person.person_id
    if demanded > 1 and actor in (draft.drafted_by, draft.checked_by):
        raise Refused("SAME_PERSON", "拟稿人、核稿人不能签发，请由签发人办理。")
    if demanded > 2 and draft.state is OpinionState.DRAFTED:
        raise Refused("NOT_CHECKED", "本地规定此类函件须先核稿，请由核稿人核稿后再签发。")
    move(draft, rules.OpinionMachine, "issue_unchecked", rules.OPINION_STATES)
