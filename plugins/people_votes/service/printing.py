"""What is printed: ballots before the voting, the tally sheet after the counting."""

from uuid import UUID

from core import (
    Made,
    Work,
    announce,
    make_ballot_paper,
    make_tally_sheet,
    today,
    value_of,
)
from plugins.people_votes import practice
from plugins.people_votes.service.voting import own_vote


async def print_ballots(work: Work, round_id: UUID) -> Made:
    """Make the ballot to print; which one it was, the event says by its digest."""
    await own_vote(work, round_id)
    sign = (await value_of(work, practice.SIGN, today())).value
    row, made = await make_ballot_paper(work, round_id, sign)
    announce(work, "people_votes.print_ballots", row, {"ballot": made.word.digest})
    return made


async def print_tally(work: Work, round_id: UUID) -> Made:
    """Make the tally sheet; the event names no file, for it may come before the announcement."""
    await own_vote(work, round_id)
    row, made = await make_tally_sheet(work, round_id)
    announce(work, "people_votes.print_tally", row, {"state": str(row.state)})
    return made
