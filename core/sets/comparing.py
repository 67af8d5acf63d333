"""What a set of practice would change in a body: setting by setting, before anything is written."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from core import practice
from core.errors import Expected, Refused
from core.plugins import CORE
from core.practice import NewValue, PracticeValue, Resolved, RuleKind

if TYPE_CHECKING:
    from core.work import Work


class SetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a set, and the rule it rests on where it comes from, as that place cites it."""

    setting: str
    value: Any
    rule_text: str


class PracticeSet(msgspec.Struct, frozen=True, kw_only=True):
    """Plugins that go together, and values of their settings."""

    plugins: tuple[str, ...] = ()
    values: tuple[SetValue, ...] = ()


class Verdict(StrEnum):
    """What adopting a value would do."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"
    OFF = "off"


VERDICTS = {
    Verdict.SAME: "与现行的相同，不变",
    Verdict.NEW: "现在没有规定，将新设",
    Verdict.CHANGED: "将取代现行的",
    Verdict.REFUSED: "不能采用，见理由",
    Verdict.OFF: "所属插件没有启用，暂不采用",
}

OPEN = (Verdict.NEW, Verdict.CHANGED)
"""Verdicts of what can be adopted."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One value beside what holds now (None where the setting is not known here)."""

    proposed: SetValue
    now: Resolved | None
    verdict: Verdict
    problem: Expected | None = None


async def compare(work: "Work", wanted: PracticeSet, on: frozenset[str], day: date) -> list[Change]:
    """Every value of the set beside what holds on the day, where the plugins `on` are on."""
    known = work.platform.plugins.settings
    names = [one.setting for one in wanted.values if one.setting in known]
    found = await practice.with_values(work, names, day)
    return [_change(work, one, found.get(one.setting), on=on, day=day) for one in wanted.values]


def _change(
    work: "Work",
    proposed: SetValue,
    found: "tuple[Resolved, list[str], Sequence[PracticeValue]] | None",
    *,
    on: frozenset[str],
    day: date,
) -> Change:
    if found is None or proposed.setting.partition(".")[0] not in {CORE, *on}:
        return Change(proposed=proposed, now=found[0] if found else None, verdict=Verdict.OFF)
    now, chain, values = found
    problem = _problem(work, proposed, chain, values, day)
    if problem is not None:
        return Change(proposed=proposed, now=now, verdict=Verdict.REFUSED, problem=problem)
    if now.holding is None:
        verdict = Verdict.NEW
    else:
        verdict = Verdict.SAME if now.holding.value == proposed.value else Verdict.CHANGED
    return Change(proposed=proposed, now=now, verdict=verdict)


def _problem(
    work: "Work",
    proposed: SetValue,
    chain: list[str],
    values: Sequence[PracticeValue],
    day: date,
) -> Expected | None:
    """Why the body could not decide so for itself."""
    new = NewValue(
        value=proposed.value,
        rule_kind=RuleKind.DECISION,
        rule_title=proposed.rule_text,
        article=None,
        valid_from=day,
    )
    try:
        practice.checked(work, proposed.setting, new, chain, values)
    except Expected as refused:
        return refused
    return None


def digest_of(changes: Sequence[Change]) -> str:
    """What somebody has seen: the digest changes when what holds, or the set, has changed."""
    told = [
        (
            one.proposed.setting,
            one.proposed.value,
            str(one.verdict),
            str(one.now.holding.id) if one.now and one.now.holding else None,
        )
        for one in changes
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def refuse_unseen(changes: Sequence[Change], seen: str) -> None:
    """Refuse to adopt what the person has not seen."""
    if digest_of(changes) != seen:
        raise Refused(
            "SET_CHANGED",
            "在您查看对照表以后，现行的做法或者这套做法有变化，请重新查看后再采用。",
        )
