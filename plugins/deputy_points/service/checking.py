"""Whether a deputy's ledger says what it must: every line, every column of it, and every sum."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from plugins.deputy_points.models import EntryCopy, PointsAccount, PointsLine, RuleVersion
from plugins.deputy_points.rules import (
    EXAMPLE,
    REASONS,
    Known,
    Line,
    Source,
    Version,
    Withdrawal,
    points,
    restated,
    reversing_sentence,
    same,
    totals_of,
    withdrawn_reason,
)
from plugins.deputy_points.service.booking import REPEATED, line_of, standing_of

PROOF = {"evidence": [], "digest": None, "confirmed_by": None, "confirmed_organ": None}
"""What a line repeats of the entry's copy, and what a line says that is of no entry."""

WORDS = {
    "source": "来源",
    "about": "所指",
    "kind": "类别",
    "title": "名称",
    "dated_on": "日期",
    "period": "计分期",
    "full": "应计",
    "value": "实计",
    "limit": "上限",
    "effect": "实效",
    "version": "规则版次",
    "sentence": "说明",
    "digest": "摘要",
    "grounds": "理由代码",
}


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy's year as it is booked, beside what it must be."""

    account: PointsAccount
    rows: Sequence[PointsLine]
    wanted: Sequence[Line]
    copies: Sequence[EntryCopy]
    known: Known

    def faults(self, rules: Sequence[RuleVersion], versions: Sequence[Version]) -> list[str]:
        """Where the ledger says something else than the rules give, each in a sentence."""
        numbered = {row.number: row.id for row in rules}
        copies = {str(one.entry_id): one for one in self.copies}
        by_id = {row.id: row for row in self.rows}
        found = [*_missing(self.rows, self.account.last_line), *self._standing(), *self._sums()]
        for row in self.rows:
            if row.reverses_id is None:
                found += _forged(row, self.known, versions)
                found += _unproven(row, copies.get(row.about), numbered)
            else:
                found += _untrue(row, by_id.get(row.reverses_id), self.known)
            found += _misplaced(row, self.account)
        return [f"{self.account.name}（{self.account.district}）：{one}" for one in found]

    def _standing(self) -> Iterator[str]:
        """Lines that are missing, too many, or give something else."""
        standing = {key: line_of(row) for key, row in standing_of(self.rows).items()}
        new = {one.key: one for one in self.wanted}
        for key in [*new, *(key for key in standing if key not in new)]:
            if not same(standing.get(key), new.get(key)):
                yield _differing(standing.get(key), new.get(key))

    def _sums(self) -> Iterator[str]:
        told, account = totals_of(self.wanted), self.account
        sums = (account.points, account.attendance, account.effect, account.deducted)
        if sums != (told.points, told.attendance, told.effect, told.deducted):
            yield f"账户合计{points(account.points)}，重算{points(told.points)}"
        entries = sum(one.source is Source.ENTRY for one in self.wanted)
        if account.entries != entries:
            yield f"账户计入{account.entries}条履职记录，重算{entries}条"


def forged_rules(rules: Sequence[RuleVersion]) -> Iterator[str]:
    """Rules whose citation is not that of their own title and article."""
    for row in rules:
        example = "示例：" if row.rule_kind == EXAMPLE else ""
        if row.cited != f"{example}《{row.rule_title}》{row.article or ''}":
            yield f"第{row.number}版积分规则的名称、条文与所引用的“{row.cited}”不符"


def _missing(rows: Sequence[PointsLine], last: int) -> Iterator[str]:
    for expected, row in enumerate(rows, 1):
        if row.number != expected:
            yield f"台账第{expected}行缺失（下一行为第{row.number}行）"
            return
    if len(rows) != last:
        yield f"账户记有{last}行，台账有{len(rows)}行"


def _differing(here: Line | None, wanted: Line | None) -> str:
    if here is None:
        return f"台账缺少应有的一行：{wanted.sentence if wanted else ''}"
    if wanted is None:
        return f"台账多出一行：{here.sentence}"
    return f"{here.dated_on}“{here.title}”：{_named(here, wanted)}"


def _named(here: Line, wanted: Line) -> str:
    return "，".join(
        f"{word}为{getattr(here, name)}，重算为{getattr(wanted, name)}"
        for name, word in WORDS.items()
        if getattr(here, name) != getattr(wanted, name)
    )


def _forged(row: PointsLine, known: Known, versions: Sequence[Version]) -> Iterator[str]:
    """What a line says, word for word, against what it must say; reversed ones too."""
    here = line_of(row)
    wanted = restated(here, known, versions)
    if wanted is None:
        yield f"台账第{row.number}行没有所依据的履职记录、扣分、评分或者规则"
    elif here != wanted:
        yield f"台账第{row.number}行与所依据的不符：{_named(here, wanted)}"
    elif here.limit is None and here.value != here.full:
        yield f"台账第{row.number}行没有达到上限，实计却不等于应计"


def _unproven(
    row: PointsLine, copy: EntryCopy | None, numbered: Mapping[int, UUID]
) -> Iterator[str]:
    """A line whose evidence, confirmation or rule is not that of its entry and version."""
    of_entry = row.source is Source.ENTRY
    told: Mapping[str, Any] = {name: getattr(copy, name, None) for name in PROOF}
    if any(getattr(row, name) != (told if of_entry else PROOF)[name] for name in PROOF):
        yield f"台账第{row.number}行的佐证、摘要或者确认人与履职记录不符"
    if row.rule_id != numbered.get(row.version):
        yield f"台账第{row.number}行所指的规则不是第{row.version}版"


def _untrue(row: PointsLine, taken: PointsLine | None, known: Known) -> Iterator[str]:
    """A reversal that is not, column for column, the line that it takes back."""
    if (
        taken is None
        or taken.number >= row.number
        or (taken.value, taken.full_value) != (-row.value, -row.full_value)
        or any(getattr(taken, name) != getattr(row, name) for name in REPEATED)
    ):
        yield f"台账第{row.number}行与所冲销的行不符"
        return
    reasons = REASONS | {
        withdrawn_reason(one.why) for one in known.withdrawals if took_back(one, row, taken)
    }
    if row.sentence not in {reversing_sentence(taken.number, why) for why in reasons}:
        yield f"台账第{row.number}行写的冲销理由不是系统所记的"


def took_back(one: Withdrawal, row: PointsLine, taken: PointsLine) -> bool:
    """Whether a line may have been reversed because of this withdrawal.

    The line of a deduction is reversed by its own withdrawal; lines that a cap had cut, by any.
    """
    of_deduction = taken.source is Source.DEDUCTION
    # The line is booked in the transaction of the withdrawal, which may pass midnight.
    at_once = abs(row.booked_on - one.on) <= timedelta(days=1)
    return at_once and (not of_deduction or taken.about == one.of)


def _misplaced(row: PointsLine, account: PointsAccount) -> Iterator[str]:
    """A line in another account or year, or booked on another day than it was written."""
    if (row.account_id, row.mandate_id, row.year) != (account.id, account.mandate_id, account.year):
        yield f"台账第{row.number}行不属于这一账户"
    if abs(row.booked_on - row.created_at.date()) > timedelta(days=1):
        yield f"台账第{row.number}行的记入日期与写入的时间不符"
