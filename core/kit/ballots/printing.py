"""What is printed of a round: the ballot before the voting, the tally sheet after the counting.

Until the result is announced the tally sheet is for those who sign it, and for nobody else.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core import clock
from core.clock import on_day
from core.congress import Meeting
from core.errors import Refused
from core.kit.ballots import showing
from core.kit.ballots.announcing import count_round, round_items, tally_of
from core.kit.ballots.officials import serving_tellers
from core.kit.ballots.papers import current_counts, standing_counts
from core.kit.ballots.rounds import own_round, require_state, rules_of
from core.kit.ballots.sheet_leaves import Entered, Head, Signer, Told, ballot_leaf, tally_leaf
from core.kit.ballots.sheets import Tally
from core.kit.ballots.stock import require_paper, standing_papers
from core.kit.ballots.tables import (
    OFFICIAL_ROLES,
    PAPER_FIGURES,
    VOTING_MODES,
    Official,
    OfficialRole,
    PaperCount,
    Round,
    RoundState,
    VotingMode,
)
from core.kit.ballots.wording import USUAL_SIGN, announcement, round_name
from core.kit.official import Made
from core.kit.official.leaves import make_leaf

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work


async def make_ballot_paper(
    work: "Work", round_id: "UUID", sign: str | None = None
) -> tuple[Round, Made]:
    """The ballot to print, one form for all; `sign` is what is put into a box (√ if None)."""
    row = await own_round(work, round_id)
    require_paper(row)
    require_state(row, RoundState.PREPARED, RoundState.OPEN)
    titles = [item.title for item in await round_items(work, row)]
    leaf = ballot_leaf(await _head(work, row), rules_of(row), titles, sign or USUAL_SIGN)
    return row, await make_leaf(work, leaf)


async def make_tally_sheet(work: "Work", round_id: "UUID") -> tuple[Round, Made]:
    """The tally sheet, to be signed once the scrutineers confirmed, to be filed once announced."""
    row = await own_round(work, round_id)
    require_state(row, RoundState.CONFIRMED, RoundState.ANNOUNCED, RoundState.VOID)
    officials = await _officials(work, row)
    _require_told(work, row, officials)
    counted = await _counted(work, row)
    told = await _told(work, row, officials, counted)
    leaf = tally_leaf(await _head(work, row), rules_of(row), counted, told)
    return row, await make_leaf(work, leaf)


def announced_text(row: Round) -> str | None:
    """What the executive chairperson reads out of an announced round; None before."""
    if row.result is None:
        return None
    return _text(row, tally_of(row))


async def announced_digest(work: "Work", row: Round) -> str | None:
    """The digest of the result file, as the event of the announcement holds it."""
    return (await showing.announced_digests(work.session, [row.id]))[0]


def _text(row: Round, counted: Tally) -> str:
    return announcement(rules_of(row), round_name(row.title, row.number), counted)


async def _head(work: "Work", row: Round) -> Head:
    meeting = await work.session.get_one(Meeting, (work.body.id, row.meeting_id))
    return Head(
        body=work.body.name,
        meeting=meeting.title,
        title=row.title,
        number=row.number,
        begins_on=meeting.begins_on,
    )


async def _officials(work: "Work", row: Round) -> list[Official]:
    """The chief scrutineer, the other scrutineers, the tellers."""
    found = await work.session.scalars(
        sa.select(Official).where(Official.round_id == row.id).order_by(Official.id)
    )
    order = list(OfficialRole)
    return sorted(found, key=lambda one: order.index(one.role))


def _require_told(work: "Work", row: Round, officials: Sequence[Official]) -> None:
    """Refuse figures of a round that was not announced to all but its officials."""
    if row.state is not RoundState.CONFIRMED:
        return
    serving = {one.person_id for one in officials if one.left_on is None}
    if work.acting_person.person_id not in serving:
        raise Refused(
            "TALLY_UNANNOUNCED",
            "结果还没有宣布，计票统计单只能由这次表决的监票人、计票人打印。请在宣布结果以后再打印。",
        )


async def _counted(work: "Work", row: Round) -> Tally:
    if row.result is not None:
        return tally_of(row)
    return await count_round(work, row, await round_items(work, row))


async def _told(work: "Work", row: Round, officials: Sequence[Official], counted: Tally) -> Told:
    return Told(
        mode=VOTING_MODES[row.mode] + ("，无记名" if rules_of(row).secret else "，记名"),
        method=_method(row),
        papers=await _papers(work, row),
        counted=await _counting(work, row) + _changes(officials),
        signers=tuple(_signer(one) for one in officials if one.left_on is None),
        recount_reason=row.recount_reason,
        digest=await announced_digest(work, row),
        announcement=_text(row, counted),
    )


def _method(row: Round) -> str:
    basis = rules_of(row).basis
    if row.method_adopted_on is None:
        return basis
    return f"{basis}（{on_day(row.method_adopted_on)}由{row.method_adopted_by}通过）"


async def _papers(work: "Work", row: Round) -> tuple[Entered, ...]:
    found = await work.session.scalars(
        sa.select(PaperCount).where(PaperCount.round_id == row.id).order_by(PaperCount.id)
    )
    standing = standing_papers(found, await serving_tellers(work, row))
    return tuple(
        _entered(word, [one for one in standing if one.figure is figure])
        for figure, word in PAPER_FIGURES.items()
        if any(one.figure is figure for one in standing)
    )


def _entered(word: str, entries: Sequence[PaperCount]) -> Entered:
    names = "、".join(one.entered_by_name for one in entries)
    return Entered(word, entries[-1].number, names)


async def _counting(work: "Work", row: Round) -> str:
    """Who counted, and how often it took."""
    if row.mode is VotingMode.NAMED_ELECTRONIC:
        return "本次为电子记名表决，由系统计票，没有纸质票。"
    standing = standing_counts(await current_counts(work, row))
    if not standing:
        return "本次没有录入各项的票数。"
    names = "、".join(one.entered_by_name for one in standing)
    attempt = max(one.attempt for one in standing)
    return f"计票人{names}各自独立清点、录入，第{attempt}次录入的各数一致，经监票人确认。"


def _changes(officials: Sequence[Official]) -> str:
    """Who left and who came, as the meeting agreed; nothing where all stayed."""
    told = [
        f"{on_day(one.left_on)}，{OFFICIAL_ROLES[one.role]}{one.name}因{one.left_reason}不再担任。"
        for one in officials
        if one.left_on is not None
    ]
    return "".join(told)


def _signer(one: Official) -> Signer:
    confirmed = "" if one.confirmed_at is None else _moment(one.confirmed_at)
    if one.role is OfficialRole.TELLER:
        confirmed = "—"
    return Signer(OFFICIAL_ROLES[one.role], one.name, confirmed)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
