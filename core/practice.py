"""Practice: every number a body may vary, versioned, each with its legal basis.

A value belongs to a jurisdiction (shipped in `tenants/`, upserted at migrate) or to a body (set by
its admin, kept by the database). For a body and a day the most specific valid value wins, along the
body's own chain of places. What a lower level may do with a setting is declared by the setting; a
forbidden override is refused when it is written, and the higher article is named. Where no value is
known there is no value: no clock runs, and the answer says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import access, clock, revisions
from core.clock import on_day
from core.db import Base, choice, one_by_one
from core.errors import Invalid, Refused
from core.hookspecs import Lower, Setting
from core.tenancy import Body, Jurisdiction

if TYPE_CHECKING:
    from core.work import Work


class RuleKind(StrEnum):
    """What kind of rule a value rests on; `DEMO` is shown as 示例 and never as law."""

    LAW = "law"
    LOCAL_RULE = "local_rule"
    DECISION = "decision"
    DEMO = "demo"


RULE_NAMES = {
    RuleKind.LAW: "法律",
    RuleKind.LOCAL_RULE: "地方性法规、规定",
    RuleKind.DECISION: "本机构决定",
    RuleKind.DEMO: "示例",
}


class PracticeValue(Base):
    """One version of one setting at one place. Global: everyone reads; a body writes its own."""

    __tablename__ = "practice_value"
    __table_args__ = (
        sa.Index("ix_practice_value_setting", "setting", "jurisdiction_code"),
        {"info": {"write_own": "body_id", "grants": "SELECT, INSERT", "update": ["valid_to"]}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    jurisdiction_code: Mapped[str] = mapped_column(sa.ForeignKey("jurisdiction.code"))
    body_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("body.id"))
    setting: Mapped[str]
    version: Mapped[int]
    value: Mapped[Any] = mapped_column(JSONB)
    levels: Mapped[list[str]] = mapped_column(default=list)
    kinds: Mapped[list[str]] = mapped_column(default=list)
    rule_kind: Mapped[RuleKind] = choice(RuleKind)
    rule_title: Mapped[str]
    article: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str | None]
    recorded_at: Mapped[Any] = mapped_column(sa.DateTime(timezone=True), default=clock.now)
    recorded_by: Mapped[UUID | None]

    def applies_to(self, body: Body) -> bool:
        """Whether the rule is made for this level and kind of body."""
        return (not self.levels or body.level in self.levels) and (
            not self.kinds or body.kind in self.kinds
        )

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def rule_text(self) -> str:
        """The rule as a person cites it."""
        text = f"《{self.rule_title}》{self.article or ''}"
        return f"示例：{text}" if self.rule_kind is RuleKind.DEMO else text


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value that holds for a body on a day, and what it overrides, nearest first."""

    setting: Setting
    holding: PracticeValue | None
    overridden: tuple[PracticeValue, ...]

    @property
    def value(self) -> Any:
        """The typed value, or None where no value is known."""
        if self.holding is None:
            return None
        return msgspec.convert(self.holding.value, self.setting.type)


def chain_of(body: Body, jurisdiction: Jurisdiction) -> sa.Select[PracticeValue]:
    """Every value that could bear on the body: its places' own and its own and higher bodies'."""
    bodies = [UUID(one) for one in body.lineage]
    return sa.select(PracticeValue).where(
        PracticeValue.jurisdiction_code.in_(jurisdiction.chain),
        sa.or_(PracticeValue.body_id.is_(None), PracticeValue.body_id.in_(bodies)),
    )


def resolve(
    setting: Setting,
    values: Iterable[PracticeValue],
    body: Body,
    chain: Sequence[str],
    day: date,
) -> Resolved:
    """Pick the most specific valid value: nearest place, a body's own before a shipped one."""
    standing = [
        value
        for value in values
        if value.setting == setting.name and value.applies_to(body) and value.holds_on(day)
    ]
    standing.sort(key=lambda value: _specificity(value, chain), reverse=True)
    return Resolved(setting, standing[0] if standing else None, tuple(standing[1:]))


def _specificity(value: PracticeValue, chain: Sequence[str]) -> tuple[int, bool, int, date, int]:
    nearness = -chain.index(value.jurisdiction_code)
    narrowness = bool(value.levels) + bool(value.kinds)
    return (nearness, value.body_id is not None, narrowness, value.valid_from, value.version)


async def practice_of(work: "Work", names: Sequence[str], day: date) -> dict[str, Resolved]:
    """What holds for the work's body on the day, for several settings at once."""
    settings = [work.platform.plugins.setting(name) for name in names]
    found = await resolve_for(work.session, work.body, settings, day)
    work.consulted.update(one.holding.id for one in found if one.holding is not None)
    return dict(zip(names, found, strict=True))


async def resolve_for(
    session: AsyncSession, body: Body, settings: Sequence[Setting], day: date
) -> list[Resolved]:
    """What holds for a body on the day, setting by setting."""
    chain, values = await _values(session, body, [setting.name for setting in settings])
    return [resolve(setting, values, body, chain, day) for setting in settings]


async def value_of(work: "Work", name: str, day: date) -> Resolved:
    """What holds for the work's body on the day."""
    return (await practice_of(work, [name], day))[name]


async def _values(
    session: AsyncSession, body: Body, names: Sequence[str]
) -> tuple[list[str], list[PracticeValue]]:
    place = await session.get_one(Jurisdiction, body.jurisdiction_code)
    found = await session.scalars(
        chain_of(body, place).where(PracticeValue.setting.in_(list(names)))
    )
    return place.chain, list(found)


class NewValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value a body wants to set for itself, with the paper it rests on."""

    value: Any
    rule_kind: RuleKind
    rule_title: str
    article: str | None
    valid_from: date
    valid_to: date | None = None
    note: str | None = None


def latest_own(values: Iterable[PracticeValue], name: str, body_id: UUID) -> PracticeValue | None:
    """What the body itself has decided last of a setting, whether or not it holds today."""
    own = (value for value in values if value.body_id == body_id and value.setting == name)
    return max(own, key=lambda value: value.version, default=None)


def practice_revision(latest: PracticeValue | None) -> str:
    """A mark of what the body itself has decided last of a setting."""
    return revisions.revision_of(latest, ["id"] if latest else [])


async def set_value(
    work: "Work", name: str, new: NewValue, seen: str | None = None
) -> PracticeValue:
    """Write a new version of the body's own value; earlier versions stay."""
    # There may be no version yet that could be locked: of two at once the second waits here.
    await one_by_one(work.session, f"practice {name}", work.body.id)
    chain, values = await _values(work.session, work.body, [name])
    latest = latest_own(values, name, work.body.id)
    revisions.refuse_if_changed(seen, practice_revision(latest))
    row = add_value(work, name, new, chain, values)
    await work.session.flush()
    return row


async def withdraw_value(
    work: "Work", name: str, ends_on: date, seen: str | None = None
) -> PracticeValue:
    """End every value of the body's own: from `ends_on` what is above it holds, or nothing.

    Nothing is taken back of what was done before: days that are past keep what held on them.
    """
    await one_by_one(work.session, f"practice {name}", work.body.id)
    if ends_on < clock.today():
        raise Invalid(
            "PRACTICE_PAST",
            "已经过去的日子里办理的事项以当时的做法为准，停止适用的日期不能早于今天，请改正。",
            field="endsOn",
        )
    _, values = await _values(work.session, work.body, [name])
    latest = latest_own(values, name, work.body.id)
    revisions.refuse_if_changed(seen, practice_revision(latest))
    last_day = ends_on - timedelta(days=1)
    standing = [
        one
        for one in values
        if one.body_id == work.body.id and (one.valid_to is None or one.valid_to > last_day)
    ]
    if latest is None or not standing:
        raise Refused("PRACTICE_NOT_OWN", "本机构没有另行规定这一项，不需要停止适用。")
    for one in standing:
        one.valid_to = last_day
    await work.session.flush()
    return latest


def add_value(
    work: "Work",
    name: str,
    new: NewValue,
    chain: Sequence[str],
    values: Sequence[PracticeValue],
) -> PracticeValue:
    """A new version of the body's own value, checked; `values` are all that bear on the setting."""
    typed = checked(work, name, new, chain, values)
    own = [value.version for value in values if value.body_id == work.body.id]
    row = PracticeValue(
        jurisdiction_code=work.body.jurisdiction_code,
        body_id=work.body.id,
        setting=name,
        version=max(own, default=0) + 1,
        value=msgspec.to_builtins(typed),
        recorded_by=work.acting_person.person_id,
        **{field: getattr(new, field) for field in _COPIED},
    )
    work.session.add(row)
    return row


def checked(
    work: "Work",
    name: str,
    new: NewValue,
    chain: Sequence[str],
    values: Sequence[PracticeValue],
) -> Any:
    """The typed value, if the body may decide so; `values` are all that bear on the setting."""
    setting = work.platform.plugins.setting(name)
    typed = check_type(setting, new.value)
    approver = getattr(typed, "approved_by", None)
    if approver is not None:
        access.check_actions(work.platform.policies, [approver])
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise Invalid("PRACTICE_DATES", "失效日期早于生效日期，请改正。", field="validTo")
    if not new.rule_title.strip():
        raise Invalid("PRACTICE_RULE", "没有填写所依据规定的名称，请补充。", field="ruleTitle")
    above = [value for value in values if value.body_id != work.body.id]
    check_override(setting, typed, _binding(setting, above, work.body, chain, new), chain)
    return typed


async def with_values(
    work: "Work", names: Sequence[str], day: date
) -> dict[str, tuple[Resolved, list[str], list[PracticeValue]]]:
    """What holds on the day, with the chain of places and all values that bear on each setting."""
    chain, values = await _values(work.session, work.body, names)
    found = dict[str, tuple[Resolved, list[str], list[PracticeValue]]]()
    for name in names:
        mine = [value for value in values if value.setting == name]
        setting = work.platform.plugins.setting(name)
        found[name] = (resolve(setting, mine, work.body, chain, day), chain, mine)
    return found


_COPIED = ("rule_kind", "rule_title", "article", "valid_from", "valid_to", "note")


def check_type(setting: Setting, value: Any) -> Any:
    """The typed value, or a refusal that names the setting."""
    try:
        typed = msgspec.convert(value, setting.type)
    except (msgspec.ValidationError, ValueError) as fault:
        raise Invalid(
            "PRACTICE_VALUE", f"“{setting.title}”的值格式不对，请按说明填写。", field="value"
        ) from fault
    trigger = getattr(typed, "trigger", None)
    if trigger is not None and trigger not in setting.triggers:
        known = "、".join(setting.triggers) or "（不能另选）"
        raise Invalid(
            "PRACTICE_TRIGGER",
            f"“{setting.title}”的起算事由须从下列中选一个：{known}。",
            field="value",
        )
    if setting.check is not None:
        setting.check(typed)
    return typed


def _binding(
    setting: Setting,
    above: Sequence[PracticeValue],
    body: Body,
    chain: Sequence[str],
    new: NewValue,
) -> list[PracticeValue]:
    """What holds at each higher place on any day of the new value; a replaced rule binds no more.

    What holds changes only where a rule begins or has ended, so those days are enough.
    """
    changes = {value.valid_from for value in above}
    changes |= {value.valid_to + timedelta(days=1) for value in above if value.valid_to}
    last = new.valid_to or date.max
    days = [new.valid_from, *(day for day in changes if new.valid_from < day <= last)]
    found = dict[UUID, PracticeValue]()
    for place in chain:
        here = [
            value
            for value in above
            if value.jurisdiction_code == place and value.rule_kind is not RuleKind.DEMO
        ]
        for day in days:
            holding = resolve(setting, here, body, chain, day).holding
            if holding is not None:
                found[holding.id] = holding
    return list(found.values())


def check_override(
    setting: Setting, value: Any, above: Iterable[PracticeValue], chain: Sequence[str]
) -> None:
    """Refuse a value that a rule of a higher level forbids, naming the article."""
    for higher in sorted(above, key=lambda one: _specificity(one, chain)):
        if higher.rule_kind is RuleKind.DEMO:
            continue
        if _forbids(setting, msgspec.convert(higher.value, setting.type), value):
            raise Refused(
                "PRACTICE_FIXED_ABOVE",
                f"“{setting.title}”不能这样设置：{higher.rule_text}（"
                f"{on_day(higher.valid_from)}起施行）已有规定，"
                f"{_ALLOWANCE[setting.lower]}。",
            )


_ALLOWANCE = {
    Lower.FREE: "",
    Lower.STRICTER_MAX: "下级只能规定得更短、更少，请改正",
    Lower.STRICTER_MIN: "下级只能规定得更长、更多，请改正",
    Lower.FIXED_ABOVE: "下级不得变更，请按该规定办理，不需要另行设置；"
    "要改变的，须由作出该规定的机关修改",
}


def _forbids(setting: Setting, higher: Any, value: Any) -> bool:
    if setting.lower is Lower.FREE:
        return False
    if setting.lower is Lower.FIXED_ABOVE:
        return higher != value
    amount = setting.amount or float
    if setting.lower is Lower.STRICTER_MAX:
        return amount(value) > amount(higher)
    return amount(value) < amount(higher)
