"""Which verbs are offered to a person: those not refused to them as things stand.

A page shows no button that this person would press in vain, whatever they filled in. The checks are
those of the verbs themselves; permissions are asked apart.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import select

from core import (
    ClockState,
    Membership,
    Organ,
    Work,
    clock_of,
    goes_through,
    rows_by_id,
    today,
    value_of,
)
from plugins.filing_review import permissions as may
from plugins.filing_review import practice, rules
from plugins.filing_review.models import DraftLetter, Filing, Opinion, OutgoingFiling
from plugins.filing_review.rules import FilingState, HandStep
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.concluding import (
    check_publishable,
    refuse_second,
    refuse_unissued,
)
from plugins.filing_review.service.copying import RECEIVER, refuse_corrected
from plugins.filing_review.service.feeding import platform_for
from plugins.filing_review.service.issuing import reminder_rule
from plugins.filing_review.service.letters import (
    hands_demanded,
    require_filing_step,
    require_outgoing_step,
    state_forbids,
)
from plugins.filing_review.service.making import refuse_preparer, refuse_sent
from plugins.filing_review.service.overdue import overdue_clock
from plugins.filing_review.service.registering import refuse_out_of_scope
from plugins.filing_review.service.reviewing import require_lead
from plugins.filing_review.service.routing import above
from plugins.filing_review.service.suspending import refuse_unsuitable, suspension_rule

Check = Callable[[Work, Filing], Awaitable[None]]


async def offered_of_filings(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """The actions about filings that whoever asks is not refused as they stand."""
    filings = await rows_by_id(work, Filing, keys)
    return [await _offered(work, filings[key]) if key in filings else [] for key in keys]


async def _offered(work: Work, filing: Filing) -> list[str]:
    return [
        action
        for action, check in _CHECKS.items()
        if action in work.actions and await goes_through(check(work, filing))
    ]


async def _not_makers(work: Work, filing: Filing) -> None:
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)


async def _register(work: Work, filing: Filing) -> None:
    require_filing_step(filing, "register_filing")
    await refuse_out_of_scope(work, filing)


async def _conclude(work: Work, filing: Filing) -> None:
    require_filing_step(filing, "conclude_clean")
    require_lead(work, filing)
    await _not_makers(work, filing)


async def _lead(work: Work, filing: Filing) -> None:
    require_lead(work, filing)


async def _draft_opinion(work: Work, filing: Filing) -> None:
    require_lead(work, filing)
    if filing.state is not FilingState.PROBLEM:
        raise state_forbids(filing)
    await refuse_second(work, filing)


async def _close(work: Work, filing: Filing) -> None:
    require_filing_step(filing, "close_filing")
    require_lead(work, filing)
    await refuse_unissued(work, filing)


async def _suspend(work: Work, filing: Filing) -> None:
    require_filing_step(filing, "suspend_review")
    require_lead(work, filing)
    refuse_unsuitable(filing)
    await suspension_rule(work, filing, rules.limit_of(filing.state))


async def _resume(work: Work, filing: Filing) -> None:
    require_lead(work, filing)
    if filing.state is not FilingState.SUSPENDED:
        raise state_forbids(filing)


async def _ask_longer(work: Work, filing: Filing) -> None:
    """A clock that runs, is not over, and that the rule of its first day lets be extended."""
    require_lead(work, filing)
    limit = practice.LIMITS[rules.limit_of(filing.state)]
    clock = await clock_of(work, limit.period, filing.id)
    if clock is None or clock.state is not ClockState.RUNNING or clock.due_on is None:
        raise state_forbids(filing)
    held = await value_of(work, limit.extension, clock.trigger_on)
    if clock.due_on < today() or held.holding is None:
        raise state_forbids(filing)


async def _report(work: Work, filing: Filing) -> None:
    await refuse_corrected(work, filing)
    await above(work, RECEIVER)


async def _write(work: Work, filing: Filing) -> None:
    """A chaser where something is overdue, or a reminder by whoever leads the review."""
    if not await goes_through(_remind(work, filing)):
        await overdue_clock(work, filing)


async def _remind(work: Work, filing: Filing) -> None:
    require_lead(work, filing)
    await reminder_rule(work)


async def _feed(work: Work, filing: Filing) -> None:
    await platform_for(work, filing)


async def _publish(work: Work, filing: Filing) -> None:
    check_publishable(work, filing)


_CHECKS: dict[str, Check] = {
    may.REGISTER_FILING: _register,
    may.CONCLUDE_REVIEW: _conclude,
    may.PASS_UP_DOUBT: _conclude,
    may.RECALL_REVIEW: _lead,
    may.DRAFT_OPINION: _draft_opinion,
    may.CLOSE_FILING: _close,
    may.SUSPEND_REVIEW: _suspend,
    may.RESUME_REVIEW: _resume,
    may.REQUEST_EXTENSION: _ask_longer,
    may.EXTEND_REVIEW: _not_makers,
    may.DECLINE_EXTENSION: _not_makers,
    may.REPORT_UNCORRECTED: _report,
    may.SEND_LETTER: _write,
    may.FEED_PLATFORM: _feed,
    may.PUBLISH_FILING: _publish,
}
"""Verbs that ask for more than a state: who leads the review, who made it, what practice says."""


async def offered_of_outgoing(work: Work, keys: Sequence[UUID]) -> list[list[str]]:
    """The actions about own filings that whoever asks is not refused as they stand."""
    found = await rows_by_id(work, OutgoingFiling, keys)
    return [
        [
            action
            for action, check in _OUTGOING_CHECKS.items()
            if action in work.actions and await goes_through(check(work, found[key]))
        ]
        if key in found
        else []
        for key in keys
    ]


async def _sign(work: Work, outgoing: OutgoingFiling) -> None:
    require_outgoing_step(outgoing, "sign_filing")
    refuse_preparer(outgoing, work.acting_person.person_id)


async def _drop(_work: Work, outgoing: OutgoingFiling) -> None:
    require_outgoing_step(outgoing, "drop_filing")
    refuse_sent(outgoing)


_OUTGOING_CHECKS: dict[str, Callable[[Work, OutgoingFiling], Awaitable[None]]] = {
    may.SIGN_FILING: _sign,
    may.DROP_FILING: _drop,
}


async def offered_of_opinions(work: Work, keys: Sequence[UUID]) -> list[list[HandStep]]:
    """What whoever asks may do with opinions as they stand."""
    opinions = await rows_by_id(work, Opinion, keys)
    filings = await rows_by_id(work, Filing, {one.filing_id for one in opinions.values()})
    own = await own_organs(work)
    person = work.acting_person.person_id

    def offered(opinion: Opinion) -> list[HandStep]:
        filing = filings[opinion.filing_id]
        paper = rules.OnItsWay(
            opinion.state, opinion.drafted_by, opinion.checked_by, several=True, checked_first=True
        )
        leads = person in (opinion.drafted_by, filing.lead_id)
        steps = rules.steps_for(paper, person, revises=leads, drops=False)
        return _mending(steps) if maker_of(filing) in own else steps

    return [offered(opinions[key]) if key in opinions else [] for key in keys]


async def offered_of_letters(work: Work, keys: Sequence[UUID]) -> list[list[HandStep]]:
    """What whoever asks may do with letters as they stand."""
    drafts = await rows_by_id(work, DraftLetter, keys)
    filings = await rows_by_id(work, Filing, {one.filing_id for one in drafts.values()})
    own = await own_organs(work)
    hands = await hands_demanded(work)
    person = work.acting_person.person_id

    def offered(draft: DraftLetter) -> list[HandStep]:
        filing = filings.get(draft.filing_id) if draft.filing_id else None
        maker = maker_of(filing) if filing else (work.body.code, draft.maker_organ)
        paper = rules.OnItsWay(
            draft.state,
            draft.drafted_by,
            draft.checked_by,
            several=hands > 1,
            checked_first=hands > 2,
        )
        steps = rules.steps_for(paper, person, revises=True, drops=True)
        return _mending(steps) if maker in own else steps

    return [offered(drafts[key]) if key in drafts else [] for key in keys]


async def own_organs(work: Work) -> set[tuple[str, str]]:
    """The parties of this body for which whoever asks works."""
    codes = await work.session.scalars(
        select(Organ.code)
        .join(
            Membership,
            (Membership.tenant_id == Organ.tenant_id) & (Membership.organ_id == Organ.id),
        )
        .where(Membership.person_id == work.acting_person.person_id, Membership.ended_on.is_(None))
    )
    return {(work.body.code, code) for code in codes}


def _mending(steps: list[HandStep]) -> list[HandStep]:
    """Of what whoever works for the maker is refused, mending is no part."""
    return [step for step in steps if step is HandStep.REVISE]


async def refuse_its_maker(work: Work, draft: DraftLetter) -> None:
    """Whoever works for the maker has no hand in what is written to it."""
    person_id = work.acting_person.person_id
    if draft.filing_id is not None:
        filing = await work.session.scalar(select(Filing).where(Filing.id == draft.filing_id))
        if filing is not None:
            await refuse_makers_person(work, maker_of(filing), person_id)
    elif draft.maker_organ is not None:
        await refuse_makers_person(work, (work.body.code, draft.maker_organ), person_id)
