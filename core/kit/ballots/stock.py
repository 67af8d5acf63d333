"""What became of the papers of a vote: printed, issued, replaced, returned, left over, destroyed.

发出 and 收回 are counted by both tellers, each on their own, like the marks: a vote rests on them.
The other figures are one person's word, which a later entry corrects.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core.errors import Invalid, Refused
from core.kit.ballots.officials import TELLERS, require_teller, serving_tellers, unconfirm
from core.kit.ballots.rounds import own_round, require_state
from core.kit.ballots.sheets import Papers
from core.kit.ballots.tables import (
    PAPER_FIGURES,
    PaperCount,
    PaperFigure,
    Round,
    RoundState,
    VotingMode,
)

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work

COUNTED_TWICE = (PaperFigure.ISSUED, PaperFigure.RETURNED)
BEFORE_THE_CLOSE = (PaperFigure.PRINTED, PaperFigure.ISSUED, PaperFigure.REPLACED)
MOST_PAPERS = 100_000


async def enter_papers(work: "Work", round_id: "UUID", figures: Mapping[PaperFigure, int]) -> Round:
    """Enter figures of the papers: printed and issued while voting, the rest when it has ended."""
    row = await own_round(work, round_id)
    require_paper(row)
    require_state(row, RoundState.PREPARED, RoundState.OPEN, RoundState.COUNTING)
    await require_teller(work, row)
    _check_figures(row, figures)
    actor = work.acting_person
    seen = [
        one
        for one in await _entries(work, row)
        if one.figure not in COUNTED_TWICE or one.entered_by == actor.person_id
    ]
    _check_papers(row, {**_last(seen), **figures})
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
        await unconfirm(work, row)
    await work.session.flush()
    return row


def require_paper(row: Round) -> None:
    """Refuse the work on papers where there are none."""
    if row.mode is not VotingMode.PAPER:
        raise Refused("NOT_ON_PAPER", "这次是电子表决，没有纸质票，不需要办理此事。")


def _check_figures(row: Round, figures: Mapping[PaperFigure, int]) -> None:
    if not figures:
        raise Invalid("FIGURES_EMPTY", "请填写印制、发出、收回等数中的至少一项。", field="figures")
    for figure, number in figures.items():
        if not 0 <= number <= MOST_PAPERS:
            raise Invalid(
                "FIGURE_RANGE", f"“{PAPER_FIGURES[figure]}”的数不对，请核对。", field="figures"
            )
        if figure not in BEFORE_THE_CLOSE:
            require_state(row, RoundState.COUNTING)


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


async def _entries(work: "Work", row: Round) -> list[PaperCount]:
    found = await work.session.scalars(
        sa.select(PaperCount).where(PaperCount.round_id == row.id).order_by(PaperCount.id)
    )
    return list(found)


def _last(entries: Iterable[PaperCount]) -> dict[PaperFigure, int]:
    return {one.figure: one.number for one in entries}


async def paper_figures(work: "Work", row: Round) -> dict[PaperFigure, int]:
    """The figures of the papers, each the last that was entered; of a closed round they agree."""
    return _last(await _entries(work, row))


def standing_papers(entries: Iterable[PaperCount], serving: "set[UUID]") -> list[PaperCount]:
    """The last entry of each figure; of what is counted twice, of each teller who serves."""
    last = dict[object, PaperCount]()
    for one in entries:
        if one.figure not in COUNTED_TWICE:
            last[one.figure] = one
        elif one.entered_by in serving:
            last[one.figure, one.entered_by] = one
    return list(last.values())


def paper_differences(standing: Sequence[PaperCount]) -> list[str]:
    """Where the tellers' figures of the papers differ, in words; empty before both entered."""
    found = list[str]()
    for figure in COUNTED_TWICE:
        both = [one for one in standing if one.figure is figure]
        if len(both) == TELLERS and len({one.number for one in both}) > 1:
            told = "，".join(f"{one.entered_by_name}{one.number}" for one in both)
            found.append(f"{PAPER_FIGURES[figure]}：{told}。")
    return found


async def papers_of(work: "Work", row: Round) -> Papers:
    """发出、收回 as both tellers found them, or a refusal that names what is missing or differs."""
    serving = await serving_tellers(work, row)
    standing = standing_papers(await _entries(work, row), serving)
    for figure in COUNTED_TWICE:
        if sum(one.figure is figure for one in standing) < TELLERS:
            raise Refused(
                "PAPERS_UNCOUNTED",
                f"请先由两名计票人各自清点、填写{PAPER_FIGURES[figure]}的张数。",
            )
    differing = paper_differences(standing)
    if differing:
        raise Refused(
            "PAPERS_DIFFER", f"计票人填写的张数不一致，请重新清点后改正：{''.join(differing)}"
        )
    held = _last(standing)
    return Papers(held[PaperFigure.ISSUED], held[PaperFigure.RETURNED])


async def require_accounted(work: "Work", row: Round) -> None:
    """Whoever says how many were printed says how many are left: then none is loose."""
    held = await paper_figures(work, row)
    if PaperFigure.PRINTED in held and PaperFigure.LEFT_OVER not in held:
        raise Refused("PAPERS_UNCOUNTED", "请先填写剩余的张数，再由监票人确认。")
    _check_papers(row, held)
