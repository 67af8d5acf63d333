"""Adopt a set of practice, whole or in part, changed or not, as the body's own values."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from core import practice, service
from core.errors import Refused
from core.practice import NewValue, PracticeValue, RuleKind
from core.sets.comparing import OPEN, Change, PracticeSet, Verdict, compare, refuse_unseen

if TYPE_CHECKING:
    from core.work import Work


class Adoption(msgspec.Struct, frozen=True, kw_only=True):
    """What of a set is adopted, on which paper of the body's own.

    `settings` are those to adopt, None for all that can be; `instead` are other values for some of
    them; `seen` is the digest of the comparison that was shown.
    """

    seen: str
    settings: tuple[str, ...] | None
    instead: dict[str, Any]
    rule_kind: RuleKind
    rule_title: str
    article: str | None
    valid_from: date


async def adopt(
    work: "Work", wanted: PracticeSet, on: frozenset[str], how: Adoption, note: str
) -> tuple[list[PracticeValue], set[str]]:
    """Write the chosen values; refused if what was seen is no longer so, or one may not be.

    Returns the new rows, and the settings whose value held here already.
    """
    changes = await compare(work, wanted, on, how.valid_from)
    refuse_unseen(changes, how.seen)
    chosen = _chosen(changes, how)
    found = await practice.with_values(work, list(chosen), how.valid_from)
    rows = [
        practice.add_value(work, setting, _new(value, how, note), *found[setting][1:])
        for setting, value in chosen.items()
    ]
    await work.session.flush()
    for row in rows:
        await service.reach_running(work, row)
    return rows, {one.proposed.setting for one in changes if one.verdict is Verdict.SAME}


def _chosen(changes: Sequence[Change], how: Adoption) -> dict[str, Any]:
    """Values to write, by setting."""
    offered = {one.proposed.setting: one for one in changes}
    unknown = [name for name in (*(how.settings or ()), *how.instead) if name not in offered]
    if unknown:
        raise Refused("SET_SETTING", f"这套做法里没有“{unknown[0][:60]}”，请从对照表中选择。")
    usual = [name for name, one in offered.items() if one.verdict in OPEN or name in how.instead]
    names = usual if how.settings is None else [*how.settings]
    for name in names:
        _refuse_closed(offered[name], how)
    return {name: how.instead.get(name, offered[name].proposed.value) for name in names}


def _refuse_closed(change: Change, how: Adoption) -> None:
    if change.proposed.setting in how.instead or change.verdict in OPEN:
        return
    if change.problem is not None:
        raise change.problem
    raise Refused(
        "SET_SETTING", f"“{change.proposed.setting}”不需要或者不能采用，请从对照表中选择。"
    )


def _new(value: Any, how: Adoption, note: str) -> NewValue:
    return NewValue(
        value=value,
        rule_kind=how.rule_kind,
        rule_title=how.rule_title,
        article=how.article,
        valid_from=how.valid_from,
        note=note,
    )
