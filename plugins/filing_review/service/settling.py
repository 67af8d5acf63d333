"""What the answers to its constitutional doubts make of a filing that awaits nothing else."""

from sqlalchemy import select

from core import Work
from plugins.filing_review import rules
from plugins.filing_review.models import Doubt, Filing, Finding
from plugins.filing_review.rules import Conclusion, Decision, FilingState
from plugins.filing_review.service.copying import copy_up
from plugins.filing_review.service.letters import move_filing, note_next_due

_CONCLUDED = {
    "take_clearance": Conclusion.NO_PROBLEM,
    "take_conflict": Conclusion.PROBLEM,
}


async def settle_doubts(work: Work, filing: Filing) -> None:
    """Let a filing go on once all its doubts are answered: those above decided, nobody here did.

    Where an opinion on its legality is under way, or the document is corrected, nothing moves.
    """
    if filing.state is not FilingState.PASSED_UP:
        return
    await work.session.flush()
    # By the findings: one that was passed up before packages carried doubts has no row of a doubt.
    same = (Doubt.tenant_id == Finding.tenant_id) & (Doubt.finding_id == Finding.id)
    outcomes = await work.session.scalars(
        select(Doubt.outcome)
        .select_from(Finding)
        .outerjoin(Doubt, same)
        .where(Finding.filing_id == filing.id, Finding.decision == Decision.PASSED_UP)
    )
    step = rules.answered_step(outcomes)
    if step is None:
        return
    move_filing(filing, step)
    filing.conclusion = _CONCLUDED[step]
    await note_next_due(work, filing)
    await copy_up(work, filing)
