"""What whoever asks could do now with a record: a verb that is left out would surely be refused.

What somebody still has to type, or to look at, is not weighed.
"""

from collections.abc import Sequence
from uuid import UUID

from core import (
    Meeting,
    Work,
    goes_through,
    not_in_vain,
    passes,
    rows_by_id,
    today,
    value_of,
)
from plugins.deputy_files import permissions as may
from plugins.deputy_files import practice
from plugins.deputy_files.models import DeputyCard, DeputyFile, EntryDraft, LeaveRequest
from plugins.deputy_files.rules import (
    CardState,
    Confirmer,
    EntrySource,
    EntryState,
    LeaveState,
    Openness,
)
from plugins.deputy_files.service.confirming import led_files, require_confirmer
from plugins.deputy_files.service.leaving import require_decider
from plugins.deputy_files.service.writing import is_own

Offers = dict[str, bool]
"""Verbs, and whether each could be done."""


async def offered_of_drafts(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """Its writers go on with a draft; somebody else, whom practice names, confirms it."""
    drafts = await rows_by_id(work, EntryDraft, keys)
    files = await rows_by_id(work, DeputyFile, [one.file_id for one in drafts.values()])
    named = (await value_of(work, practice.CONFIRMED_BY, today())).value or list(Confirmer)
    led = await led_files(work, files.keys())

    def offers(draft: EntryDraft) -> Offers:
        file = files[draft.file_id]
        if draft.state in (EntryState.CONFIRMED, EntryState.DISCARDED):
            return {}
        own, going = is_own(work, file), file.archived_on is None
        decides = draft.state is EntryState.SUBMITTED and passes(
            lambda: require_confirmer(work, draft, file, named, led)
        )
        written = draft.deputy_text if own else draft.station_text
        office = may.READ_ALL in work.actions and not own
        return {
            may.CONFIRM_ENTRY: decides and going,
            may.CONFIRM_ENTRIES: decides and going,
            may.REFUSE_ENTRY: decides,
            may.SUBMIT_ENTRY: draft.state is not EntryState.SUBMITTED and going,
            may.REVISE_ENTRY: going,
            may.LOG_ENTRY: going and written is None,
            may.DISCARD_ENTRY: draft.source is not EntrySource.EVENT or office,
        }

    return [not_in_vain(work, offers(drafts[key])) if key in drafts else [] for key in keys]


async def offered_of_leaves(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """Decided by the organs that practice names, never for oneself, while the meeting is open."""
    leaves = await rows_by_id(work, LeaveRequest, keys)
    files = await rows_by_id(work, DeputyFile, [one.file_id for one in leaves.values()])
    meetings = await rows_by_id(work, Meeting, [one.meeting_id for one in leaves.values()])
    told = list[list[str]]()
    for key in keys:
        leave = leaves.get(key)
        if leave is None:
            told.append([])
            continue
        file, meeting = files[leave.file_id], meetings.get(leave.meeting_id)
        own = file.person_id == work.acting_person.person_id
        sits = meeting is not None and meeting.closed_on is None
        waits = leave.state is LeaveState.REQUESTED
        gone = leave.state in (LeaveState.WITHDRAWN, LeaveState.MISTAKEN)
        on_roll = leave.state is LeaveState.APPROVED and not sits
        offers = {
            may.DECIDE_LEAVE: waits and not own and sits and await _decides(work, meeting),
            may.WITHDRAW_LEAVE: waits and own,
            may.WITHDRAW_PAPER_LEAVE: leave.paper_on is not None and not (own or gone or on_roll),
        }
        told.append(not_in_vain(work, offers))
    return told


async def _decides(work: Work, meeting: Meeting | None) -> bool:
    during = meeting is not None and today() >= meeting.begins_on
    return await goes_through(require_decider(work, in_session=during))


async def offered_of_cards(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """Drafted, checked and published by different people."""
    cards = await rows_by_id(work, DeputyCard, keys)
    person_id = work.acting_person.person_id

    def offers(card: DeputyCard) -> Offers:
        checkable = card.state in (CardState.DRAFT, CardState.CHECKED)
        open_now = card.state is CardState.CHECKED and card.openness is Openness.OPEN
        return {
            may.CHECK_CARD_SECRECY: checkable and card.drafted_by != person_id,
            may.PUBLISH_CARD: open_now and card.checked_by != person_id,
            # What is shown can be taken down, whatever else is written on the card.
            may.WITHDRAW_CARD: card.published_id is not None,
        }

    return [not_in_vain(work, offers(cards[key])) if key in cards else [] for key in keys]
