"""Votes on paper: what became of the papers, two independent counts, the scrutineers' word.

A teller does not see what the other entered before both have; what differs is then shown, and
counted again. Nobody can type a result: it follows from counts that agree.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import clock
from core.errors import Invalid, Refused
from core.kit.ballots.rounds import TELLERS, own_round, require_state, rules_of
from core.kit.ballots.sheets import Counts, Heads, ItemCount, Papers
from core.kit.ballots.tables import (
    PAPER_FIGURES,
    Official,
    OfficialRole,
    PaperCount,
    PaperFigure,
    Round,
    RoundItem,
    RoundState,
    TellerCount,
    VotingMode,
)
from core.kit.ballots.tallying import vote_faults

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work

BEFORE_THE_CLOSE = (PaperFigure.PRINTED, PaperFigure.ISSUED, PaperFigure.REPLACED)
MOST_PAPERS = 100_000


async def enter_papers(work: "Work", round_id: "UUID", figures: Mapping[PaperFigure, int]) -> Round:
    """Enter figures of the papers: printed and issued while voting, the rest when it has ended."""
    row = await own_round(work, round_id)
    require_paper(row)
    require_state(row, RoundState.PREPARED, RoundState.OPEN, RoundState.COUNTING)
    await _require_teller(work, row)
    if not figures:
        raise Invalid("FIGURES_EMPTY", "请填写印制、发出、收回等数中的至少一项。", field="figures")
    for figure, number in figures.items():
        if not 0 <= number <= MOST_PAPERS:
            raise Invalid(
                "FIGURE_RANGE", f"“{PAPER_FIGURES[figure]}”的数不对，请核对。", field="figures"
            )
        if figure not in BEFORE_THE_CLOSE:
            require_state(row, RoundState.COUNTING)
    held = {**await paper_figures(work, row), **figures}
    _check_papers(row, held)
    actor = work.acting_person
    work.session.add_all(
        PaperCount(
            id=uuid7(),
            round_id=row.id,
            figure=figure,
            number=number,
            entered_by=actor.person_id,
            entered_by_name=actor.name,
        )
        for figure, number in figures.items()
    )
    if row.state is RoundState.COUNTING:
        await _unconfirm(work, row)
    await work.session.flush()
    return row


def require_paper(row: Round) -> None:
    """Refuse the work on papers where there are none."""
    if row.mode is not VotingMode.PAPER:
        raise Refused("NOT_ON_PAPER", "这次是电子表决，没有纸质票，不需要办理此事。")


def _check_papers(row: Round, held: Mapping[PaperFigure, int]) -> None:
    """Papers cannot multiply; that more came back than went out is no slip: it voids the vote."""
    printed, issued = held.get(PaperFigure.PRINTED), held.get(PaperFigure.ISSUED)
    if issued is not None and row.present is not None and issued > row.present:
        raise Refused(
            "PAPERS_TOO_MANY",
            f"发出{issued}张，多于实到的{row.present}人。一人一张，换发的另行填写，请核对。",
        )
    if printed is None or issued is None:
        return
    spent = issued + held.get(PaperFigure.REPLACED, 0)
    if spent > printed:
        raise Refused("PAPERS_TOO_MANY", f"发出和换发共{spent}张，多于印制的{printed}张，请核对。")
    left = held.get(PaperFigure.LEFT_OVER)
    if left is not None and spent + left != printed:
        raise Refused(
            "PAPERS_UNACCOUNTED",
            f"印制{printed}张，发出和换发{spent}张，"
            f"剩余应为{printed - spent}张，填写的是{left}张，请核对。",
        )
    spoilt = held.get(PaperFigure.REPLACED, 0) + (left or 0)
    if held.get(PaperFigure.DESTROYED, 0) > spoilt:
        raise Refused(
            "PAPERS_UNACCOUNTED",
            f"换发收回的和剩余的共{spoilt}张，销毁不能多于此数；收回的票须封存，不能销毁，请核对。",
        )


async def paper_figures(work: "Work", row: Round) -> dict[PaperFigure, int]:
    """The figures of the papers that stand, each the last that was entered."""
    found = await work.session.scalars(
        sa.select(PaperCount).where(PaperCount.round_id == row.id).order_by(PaperCount.id)
    )
    return {one.figure: one.number for one in found}


async def _require_official(work: "Work", row: Round, *roles: OfficialRole) -> Official:
    found = await work.session.scalar(
        sa.select(Official)
        .where(
            Official.round_id == row.id,
            Official.person_id == work.acting_person.person_id,
            Official.role.in_(roles),
        )
        .with_for_update()
    )
    if found is None:
        named = "计票人" if OfficialRole.TELLER in roles else "监票人"
        raise Refused("NOT_AN_OFFICIAL", f"您不是这次表决的{named}，不能办理此事。")
    return found


async def _require_teller(work: "Work", row: Round) -> Official:
    return await _require_official(work, row, OfficialRole.TELLER)


async def enter_teller_count(work: "Work", round_id: "UUID", counts: Counts) -> Round:
    """Enter what one teller counted; again after a difference, as a further entry."""
    row = await own_round(work, round_id)
    require_paper(row)
    require_state(row, RoundState.COUNTING)
    await _require_teller(work, row)
    await _check_counts(work, row, counts)
    entries = await teller_counts(work, row)
    mine = [one for one in entries if one.entered_by == work.acting_person.person_id]
    if mine and not await _may_count_again(work, row, entries, len(mine)):
        raise Refused(
            "COUNTED_ALREADY",
            "您的计票已经录入。与另一计票人的数不一致时才需要重新清点，请等待。",
        )
    work.session.add(
        TellerCount(
            id=uuid7(),
            round_id=row.id,
            attempt=len(mine) + 1,
            counts=msgspec.to_builtins(counts),
            entered_by=work.acting_person.person_id,
            entered_by_name=work.acting_person.name,
        )
    )
    await _unconfirm(work, row)
    await work.session.flush()
    return row


async def _may_count_again(
    work: "Work", row: Round, entries: Sequence[TellerCount], mine: int
) -> bool:
    """After a difference both count again, each once, and neither sees the other's in between."""
    others = max(
        (one.attempt for one in entries if one.entered_by != work.acting_person.person_id),
        default=0,
    )
    if others > mine:
        return True
    if others < mine:
        return False
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


async def papers_of(work: "Work", row: Round) -> Papers:
    """发出、收回, or a refusal that names what is missing."""
    held = await paper_figures(work, row)
    missing = [
        PAPER_FIGURES[one] for one in (PaperFigure.ISSUED, PaperFigure.RETURNED) if one not in held
    ]
    if missing:
        raise Refused("PAPERS_UNCOUNTED", f"请先填写{'、'.join(missing)}的张数。")
    return Papers(held[PaperFigure.ISSUED], held[PaperFigure.RETURNED])


def heads_of(row: Round) -> Heads:
    """应到、实到, as frozen at the opening."""
    return Heads(row.due or 0, row.present or 0)


async def item_titles(work: "Work", row: Round) -> list[str]:
    """The items' words, in the order of the ballot."""
    found = await work.session.scalars(
        sa.select(RoundItem.title).where(RoundItem.round_id == row.id).order_by(RoundItem.number)
    )
    return list(found)


async def teller_counts(work: "Work", row: Round) -> list[TellerCount]:
    """Every entry, in the order of entering."""
    found = await work.session.scalars(
        sa.select(TellerCount).where(TellerCount.round_id == row.id).order_by(TellerCount.id)
    )
    return list(found)


def standing_counts(entries: Sequence[TellerCount]) -> list[TellerCount]:
    """The last entry of each teller."""
    return list({one.entered_by: one for one in entries}.values())


def both_entered(entries: Sequence[TellerCount]) -> bool:
    """Whether both tellers have entered, and equally often: a re-count is independent too."""
    attempts = [one.attempt for one in standing_counts(entries)]
    return len(attempts) == TELLERS and len(set(attempts)) == 1


async def count_differences(work: "Work", row: Round) -> list[str]:
    """Where the standing entries of two or more tellers differ, in words; empty if they agree."""
    entries = await teller_counts(work, row)
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
    official = await _require_official(
        work, row, OfficialRole.CHIEF_SCRUTINEER, OfficialRole.SCRUTINEER
    )
    await agreed_counts(work, row)
    await _require_accounted(work, row)
    if official.confirmed_at is not None:
        raise Refused("CONFIRMED_ALREADY", "您已经确认过，请等待其他监票人确认。")
    official.confirmed_at = clock.now()
    await work.session.flush()
    if await _all_confirmed(work, row):
        row.state = RoundState.CONFIRMED
    return row


async def _require_accounted(work: "Work", row: Round) -> None:
    """Whoever says how many were printed says how many are left: then none is loose."""
    held = await paper_figures(work, row)
    if PaperFigure.PRINTED in held and PaperFigure.LEFT_OVER not in held:
        raise Refused("PAPERS_UNCOUNTED", "请先填写剩余的张数，再由监票人确认。")


async def _all_confirmed(work: "Work", row: Round) -> bool:
    waiting = sa.select(Official.id).where(
        Official.round_id == row.id,
        Official.role != OfficialRole.TELLER,
        Official.confirmed_at.is_(None),
    )
    return await work.session.scalar(waiting.limit(1)) is None


async def _unconfirm(work: "Work", row: Round) -> None:
    """New counts want new confirmations."""
    await work.session.execute(
        sa.update(Official)
        .where(Official.round_id == row.id, Official.role != OfficialRole.TELLER)
        .values(confirmed_at=None)
    )


async def agreed_counts(work: "Work", row: Round) -> Counts | None:
    """The counts that two tellers found independently; None where the whole vote is void anyway."""
    papers = await papers_of(work, row)
    if papers.returned > papers.issued:
        return None
    entries = await teller_counts(work, row)
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
