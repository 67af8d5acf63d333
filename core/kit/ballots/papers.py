"""Votes on paper: two independent counts of the marks, and the scrutineers' word for them.

A teller does not see what the other entered before both have; what differs is then shown, and
counted again. Nobody can type a result: it follows from counts that agree.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import clock
from core.errors import Invalid, Refused
from core.kit.ballots.officials import (
    TELLERS,
    all_confirmed,
    require_official,
    require_teller,
    serving_tellers,
    unconfirm,
)
from core.kit.ballots.rounds import own_round, require_state, rules_of
from core.kit.ballots.sheets import Counts, Heads, ItemCount
from core.kit.ballots.stock import papers_of, require_accounted, require_paper
from core.kit.ballots.tables import (
    OfficialRole,
    Round,
    RoundItem,
    RoundState,
    TellerCount,
)
from core.kit.ballots.tallying import vote_faults

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work


async def enter_teller_count(work: "Work", round_id: "UUID", counts: Counts) -> Round:
    """Enter what one teller counted; again after a difference, as a further entry."""
    row = await own_round(work, round_id)
    require_paper(row)
    require_state(row, RoundState.COUNTING)
    await require_teller(work, row)
    await _check_counts(work, row, counts)
    entries = await current_counts(work, row)
    mine, others = _attempts(entries, work.acting_person.person_id)
    if mine and not await _may_count_again(work, row, entries, mine, others):
        raise Refused(
            "COUNTED_ALREADY",
            "您的计票已经录入。与另一计票人的数不一致时才需要重新清点，请等待。",
        )
    work.session.add(
        TellerCount(
            id=uuid7(),
            round_id=row.id,
            # Whoever takes a teller's place counts as often as the one who stayed.
            attempt=mine + 1 if mine else max(others, 1),
            counts=msgspec.to_builtins(counts),
            entered_by=work.acting_person.person_id,
            entered_by_name=work.acting_person.name,
        )
    )
    await unconfirm(work, row)
    await work.session.flush()
    return row


async def may_enter(work: "Work", row: Round) -> bool:
    """Whether a teller's entry is due: the first, or one more after a difference."""
    entries = await current_counts(work, row)
    mine, others = _attempts(entries, work.acting_person.person_id)
    try:
        return not mine or await _may_count_again(work, row, entries, mine, others)
    except Refused:
        # Papers that do not fit are corrected first; what is to be done then is said there.
        return True


def _attempts(entries: Sequence[TellerCount], person: "UUID") -> tuple[int, int]:
    """How often the person has counted, and how often the other teller; 0 before the first."""
    mine = [one.attempt for one in entries if one.entered_by == person]
    others = [one.attempt for one in entries if one.entered_by != person]
    return max(mine, default=0), max(others, default=0)


async def _may_count_again(
    work: "Work", row: Round, entries: Sequence[TellerCount], mine: int, others: int
) -> bool:
    """After a difference both count again, each once, and neither sees the other's in between."""
    if others != mine:
        return others > mine
    if await count_differences(work, row):
        return True
    return bool(await _faults(work, row, counts_of(standing_counts(entries)[0])))


async def _check_counts(work: "Work", row: Round, counts: Counts) -> None:
    """Counts that contradict themselves are slips of the pen: refused with what does not fit."""
    papers = await papers_of(work, row)
    if papers.returned > papers.issued:
        raise Refused(
            "VOTE_VOID",
            f"收回{papers.returned}张，多于发出的{papers.issued}张，本次表决无效，不再计票，请监票人确认后宣布。",
        )
    faults = await _faults(work, row, counts)
    if faults:
        raise Invalid("COUNTS_CONTRADICT", "".join(faults) + "请核对后重新填写。", field="counts")


def heads_of(row: Round) -> Heads:
    """应到、实到, as frozen at the opening."""
    return Heads(row.due or 0, row.present or 0)


async def item_titles(work: "Work", row: Round) -> list[str]:
    """The items' words, in the order of the ballot."""
    found = await work.session.scalars(
        sa.select(RoundItem.title).where(RoundItem.round_id == row.id).order_by(RoundItem.number)
    )
    return list(found)


async def current_counts(work: "Work", row: Round) -> list[TellerCount]:
    """The entries of those who serve as tellers now, in the order of entering."""
    serving = await serving_tellers(work, row)
    return [one for one in await teller_counts(work, row) if one.entered_by in serving]


async def teller_counts(work: "Work", row: Round) -> list[TellerCount]:
    """Every entry, in the order of entering; also of tellers who left."""
    found = await work.session.scalars(
        sa.select(TellerCount).where(TellerCount.round_id == row.id).order_by(TellerCount.id)
    )
    return list(found)


def standing_counts(entries: Sequence[TellerCount]) -> list[TellerCount]:
    """The last entry of each teller, of entries of those who serve."""
    return list({one.entered_by: one for one in entries}.values())


def both_entered(entries: Sequence[TellerCount]) -> bool:
    """Whether both tellers have entered, and equally often: a re-count is independent too."""
    attempts = [one.attempt for one in standing_counts(entries)]
    return len(attempts) == TELLERS and len(set(attempts)) == 1


async def count_differences(work: "Work", row: Round) -> list[str]:
    """Where the standing entries of two or more tellers differ, in words; empty if they agree."""
    entries = await current_counts(work, row)
    if not both_entered(entries):
        return []
    standing = standing_counts(entries)
    return differences(
        [(one.entered_by_name, counts_of(one)) for one in standing], await item_titles(work, row)
    )


def counts_of(entry: TellerCount) -> Counts:
    """An entry as plain data."""
    return msgspec.convert(entry.counts, Counts)


def differences(entries: Sequence[tuple[str, Counts]], titles: Sequence[str]) -> list[str]:
    """What tellers counted differently, one sentence for each number."""
    found = list[str]()
    for what, numbers in _numbers(entries, titles):
        if len(set(numbers)) > 1:
            told = "，".join(
                f"{name}{number}" for (name, _), number in zip(entries, numbers, strict=True)
            )
            found.append(f"{what}：{told}。")
    return found


def _numbers(
    entries: Sequence[tuple[str, Counts]], titles: Sequence[str]
) -> list[tuple[str, list[int]]]:
    counts = [one for _, one in entries]
    found = [
        ("有效票", [one.valid for one in counts]),
        ("无效票", [one.void for one in counts]),
    ]
    for place, title in enumerate(titles):
        of_item = [one.items[place] for one in counts]
        found += [(f"“{title}”{word}", numbers) for word, numbers in _item_numbers(of_item)]
    return found


_WORDS = (("赞成", "approve"), ("反对", "oppose"), ("弃权", "abstain"), ("无效", "void"))


def _item_numbers(of_item: Sequence[ItemCount]) -> list[tuple[str, list[int]]]:
    found = [(word, [getattr(one, name) for one in of_item]) for word, name in _WORDS]
    grades = dict.fromkeys(grade for one in of_item for grade in one.grades)
    return found + [(grade, [one.grades.get(grade, 0) for one in of_item]) for grade in grades]


async def confirm_teller_counts(work: "Work", round_id: "UUID") -> Round:
    """Confirm the counts as a scrutineer; with the chief's word and all others' they stand."""
    row = await own_round(work, round_id)
    require_paper(row)
    require_state(row, RoundState.COUNTING)
    official = await require_official(
        work, row, OfficialRole.CHIEF_SCRUTINEER, OfficialRole.SCRUTINEER
    )
    await agreed_counts(work, row)
    await require_accounted(work, row)
    if official.confirmed_at is not None:
        raise Refused("CONFIRMED_ALREADY", "您已经确认过，请等待其他监票人确认。")
    official.confirmed_at = clock.now()
    await work.session.flush()
    if await all_confirmed(work, row):
        row.state = RoundState.CONFIRMED
    return row


async def agreed_counts(work: "Work", row: Round) -> Counts | None:
    """The counts that two tellers found independently; None where the whole vote is void anyway."""
    papers = await papers_of(work, row)
    if papers.returned > papers.issued:
        return None
    entries = await current_counts(work, row)
    if not both_entered(entries):
        raise Refused("COUNT_MISSING", "还没有两名计票人各自录入的计票结果，请等待。")
    standing = standing_counts(entries)
    differing = await count_differences(work, row)
    if differing:
        raise Refused("COUNTS_DIFFER", f"计票人的数不一致，请重新清点：{''.join(differing)}")
    counts = counts_of(standing[0])
    # A figure of the papers may have been corrected since the tellers counted.
    faults = await _faults(work, row, counts)
    if faults:
        raise Refused("COUNTS_CONTRADICT", "".join(faults) + "请核对收回的张数，或者重新清点。")
    return counts


async def _faults(work: "Work", row: Round, counts: Counts) -> Sequence[str]:
    """Where counts contradict themselves or the papers."""
    titles = await item_titles(work, row)
    return vote_faults(rules_of(row), titles, heads_of(row), await papers_of(work, row), counts)
