"""The forms of a round as lines and tables: the ballot (表决票), the tally sheet (计票统计单).

A ballot says nothing but what is the same on every one of them: neither a number of the paper nor a
code, a moment or a person. The tally sheet says everything, each number with who entered it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from core.kit.ballots.rules import BallotRules, Method
from core.kit.ballots.sheets import FigureName, ItemGrade, ItemTally, Tally
from core.kit.ballots.wording import (
    USUAL_SIGN,
    item_result,
    mark_columns,
    marking_sentences,
    paper_name,
    round_name,
)
from core.kit.ballots.working import line_grades
from core.kit.official.leaves import Block, Column, Leaf, Line, PageBreak, Table

__all__ = ["Entered", "Head", "Signer", "Told", "ballot_leaf", "tally_leaf"]

BOX = "□"
BLANK_DAY = "　　　　年　　月　　日"

FIGURE_WORDS = {
    FigureName.DUE: "应到",
    FigureName.PRESENT: "实到",
    FigureName.ISSUED: "发出",
    FigureName.RETURNED: "收回",
    FigureName.VALID: "有效",
    FigureName.VOID: "无效",
    FigureName.PASS_LINE: "通过线",
}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom, in which meeting, about what, in which round, and the first day of the meeting."""

    body: str
    meeting: str
    title: str
    number: int
    begins_on: date

    @property
    def name(self) -> str:
        """The title with the round's number."""
        return round_name(self.title, self.number)


class Entered(msgspec.Struct, frozen=True):
    """A figure of the papers, and who entered it."""

    name: str
    number: int
    by: str


class Signer(msgspec.Struct, frozen=True):
    """Who signs the tally sheet, as what, and when they confirmed the counts in the system."""

    role: str
    name: str
    confirmed: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the tally sheet says besides the tally."""

    mode: str
    method: str
    papers: tuple[Entered, ...]
    counted: str
    signers: tuple[Signer, ...]
    recount_reason: str | None
    digest: str | None
    announcement: str


def _heading(head: Head, name: str) -> tuple[Line, ...]:
    return (
        Line("head", head.body),
        Line("head", head.meeting),
        Line("title", head.name),
        Line("name", name),
    )


def ballot_leaf(
    head: Head, rules: BallotRules, titles: Sequence[str], sign: str = USUAL_SIGN
) -> Leaf:
    """The ballot, the same for every voter."""
    name = paper_name(rules)
    said = marking_sentences(rules, len(titles), sign)
    return Leaf(
        title=f"{head.name}{name}",
        dated_on=head.begins_on,
        blocks=(
            *_heading(head, name),
            Line("chapter", "填写说明"),
            *(Line("body", f"{place}．{one}") for place, one in enumerate(said, 1)),
            Line("body", f"依据：{_bases(rules.basis, rules.validity.ballot_basis)}。"),
            _ballot_table(rules, titles),
            *(() if rules.secret else (Line("sign", f"投票人签名：{'＿' * 10}"),)),
        ),
    )


def _bases(*bases: str) -> str:
    return "；".join(dict.fromkeys(bases))


def _ballot_table(rules: BallotRules, titles: Sequence[str]) -> Table:
    marks = mark_columns(rules)
    return Table(
        columns=(
            Column("序号", 1.4),
            Column("测评事项" if rules.grades else "项目", 8, left=True),
            *(Column(mark, max(1.7, 0.65 * len(mark))) for mark in marks),
        ),
        rows=tuple(
            (str(place), title, *(BOX for _ in marks)) for place, title in enumerate(titles, 1)
        ),
        size=14,
        least_mm=11,
    )


def tally_leaf(head: Head, rules: BallotRules, counted: Tally, told: Told) -> Leaf:
    """The tally sheet, and on a page of its own what the executive chairperson reads out."""
    return Leaf(
        title=f"{head.name}计票统计单",
        dated_on=head.begins_on,
        foot=f"结果文件摘要（SHA-256）：{told.digest}" if told.digest else "",
        blocks=(
            *_heading(head, "计票统计单"),
            *_opening(told),
            Line("chapter", "一、人数和票数"),
            _figures(rules, counted),
            *_items(rules, counted),
            Line("chapter", "三、结果"),
            Line("body", f"{counted.sentence}依据：{counted.basis}。"),
            *_papers(told),
            Line("chapter", "五、签名"),
            _signatures(told.signers),
            Line("sign", f"日期：{BLANK_DAY}"),
            PageBreak(),
            *_script(head, told.announcement),
        ),
    )


def _opening(told: Told) -> Iterator[Line]:
    yield Line("body", f"表决方式：{told.mode}。表决办法：{told.method}。")
    if told.recount_reason:
        yield Line("body", f"本单为重新计票。理由：{told.recount_reason}")


def _figures(rules: BallotRules, counted: Tally) -> Table:
    # An assessment has a line for each grade that it may end with, in the order of the rules.
    grades = iter(line_grades(rules))

    def named(name: FigureName) -> str:
        word = FIGURE_WORDS[name]
        grade = next(grades, None) if name is FigureName.PASS_LINE else None
        return word if grade is None else f"{word}（{grade}）"

    return Table(
        columns=(
            Column("名目", 1.3),
            Column("数", 1),
            Column("宣读", 6, left=True),
            Column("依据", 4, left=True),
        ),
        rows=tuple(
            (named(one.name), str(one.number), one.sentence, one.basis) for one in counted.lines
        ),
        size=10.5,
        least_mm=7,
    )


def _items(rules: BallotRules, counted: Tally) -> Iterator[Block]:
    yield Line("chapter", "二、各项得票")
    if not counted.valid:
        yield Line("body", "本次表决没有结果，各项不计票。")
        return
    yield _graded_table(rules, counted.graded) if rules.grades else _voted_table(rules, counted)
    every: tuple[ItemTally | ItemGrade, ...] = (*counted.items, *counted.graded)
    yield Line("chapter", "各项宣读")
    for one in every:
        yield Line("body", f"{one.item + 1}．{one.sentence}")


def _voted_table(rules: BallotRules, counted: Tally) -> Table:
    each = rules.method is not Method.CHOOSE
    votes = ("赞成", "反对", "弃权", "该项无效") if each else ("得票",)
    return _result_table(
        votes,
        tuple(
            (
                str(one.item + 1),
                one.title,
                *(str(many) for many in _votes(one, each=each)),
                item_result(rules, one),
            )
            for one in counted.items
        ),
    )


def _votes(one: ItemTally, *, each: bool) -> tuple[int, ...]:
    return (one.approve, one.oppose, one.abstain, one.void) if each else (one.approve,)


def _graded_table(rules: BallotRules, graded: Sequence[ItemGrade]) -> Table:
    votes = (*mark_columns(rules), "弃权", "该项无效")
    return _result_table(
        votes,
        tuple(
            (
                str(one.item + 1),
                one.title,
                *(str(many) for many in (*one.votes, one.abstain, one.void)),
                one.result,
            )
            for one in graded
        ),
    )


def _result_table(votes: Sequence[str], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        columns=(
            Column("序号", 1.2),
            Column("项目", 5, left=True),
            *(Column(vote, max(1.3, 0.5 * len(vote))) for vote in votes),
            Column("结果", 2.6),
        ),
        rows=rows,
        size=10.5,
        least_mm=7,
    )


def _papers(told: Told) -> Iterator[Block]:
    yield Line("chapter", "四、票的清点和录入")
    if told.papers:
        yield Table(
            columns=(Column("名目", 2), Column("张数", 2), Column("录入人", 4)),
            rows=tuple((one.name, str(one.number), one.by) for one in told.papers),
            size=10.5,
            least_mm=7,
            whole=True,
        )
    yield Line("body", told.counted)


def _signatures(signers: Sequence[Signer]) -> Table:
    return Table(
        columns=(
            Column("职责", 2),
            Column("姓名", 2.4),
            Column("系统内确认时间", 3.2),
            Column("签名", 4),
        ),
        rows=tuple((one.role, one.name, one.confirmed, "") for one in signers),
        size=12,
        least_mm=12,
        whole=True,
    )


def _script(head: Head, announcement: str) -> Iterator[Line]:
    yield Line("head", head.meeting)
    yield Line("title", "宣布结果的文稿")
    yield Line("head", "（执行主席宣读）")
    call, *rest = announcement.splitlines()
    yield Line("call", call)
    for one in rest:
        yield Line("script", one)
