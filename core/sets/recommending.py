"""A body recommends a set of practice to the bodies below it; each accepts, changes or declines.

The set travels as a package, so neither touches the other's rows: the body below keeps its copy,
decides on a paper of its own, and its answer travels back.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import clock, dispatch, events, practice, switching
from core.db import Base, TenantOwned, choice, points_to, within
from core.errors import Invalid, NotFound, Refused
from core.hookspecs import Receiver
from core.plugins import CORE
from core.sets.adopting import Adoption, adopt
from core.sets.comparing import PracticeSet
from core.tenancy import Basis, Body, BodyKind, BodyStatus, Level, OrganKind

if TYPE_CHECKING:
    from core.dispatch import Incoming
    from core.work import Work

RECOMMENDED = "recommended_practice"
ANSWERED = "recommendation_answer"


class AnswerState(StrEnum):
    """What became of a recommendation in a body."""

    OPEN = "open"
    ADOPTED = "adopted"
    CHANGED = "changed"
    DECLINED = "declined"


ANSWER_STATES = {
    AnswerState.OPEN: "待答复",
    AnswerState.ADOPTED: "已全部采用",
    AnswerState.CHANGED: "已采用一部分，或者改动后采用",
    AnswerState.DECLINED: "不采用",
}


class Recommendation(Base, TenantOwned):
    """A set that this body recommends; it does not change any more."""

    __tablename__ = "recommendation"
    __table_args__ = (within("created_at"), {"info": {"grants": "SELECT, INSERT"}})

    title: Mapped[str]
    note: Mapped[str]
    contents: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recommended_by: Mapped[str]


class Asked(Base, TenantOwned):
    """One body below that a set was recommended to, and what it answered."""

    __tablename__ = "recommendation_asked"
    __table_args__ = (
        points_to("recommendation", "recommendation_id"),
        sa.UniqueConstraint("tenant_id", "recommendation_id", "body_code"),
        {
            "info": {
                "grants": "SELECT, INSERT",
                "update": ["state", "adopted", "changed", "plugins", "reason", "answered_at"],
            }
        },
    )

    recommendation_id: Mapped[UUID]
    body_code: Mapped[str]
    body_name: Mapped[str]
    state: Mapped[AnswerState] = choice(AnswerState, default=AnswerState.OPEN)
    adopted: Mapped[list[str]] = mapped_column(default=list)
    changed: Mapped[list[str]] = mapped_column(default=list)
    plugins: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class ReceivedRecommendation(Base, TenantOwned):
    """A set that the body above recommends to this one."""

    __tablename__ = "recommendation_received"
    __table_args__ = (
        within("state", "created_at"),
        within("created_at"),
        {"info": {"grants": "SELECT, INSERT", "update": ["state", "answered_at", "reason"]}},
    )

    package_id: Mapped[UUID]
    from_body: Mapped[str]
    from_organ: Mapped[str]
    from_name: Mapped[str]
    title: Mapped[str]
    note: Mapped[str]
    contents: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[AnswerState] = choice(AnswerState, default=AnswerState.OPEN)
    reason: Mapped[str | None]
    answered_at: Mapped[datetime | None]


def contents_of(row: Recommendation | ReceivedRecommendation) -> PracticeSet:
    """The set itself."""
    return msgspec.convert(row.contents, PracticeSet)


async def recommend_practice(
    work: "Work", title: str, note: str, wanted: PracticeSet, to: tuple[str, ...] | None
) -> Recommendation:
    """Recommend plugins and values to bodies one step below; None is all of them."""
    if not title.strip():
        raise Invalid("RECOMMENDATION_TITLE", "请填写这套做法的名称。", field="title")
    _check_set(work, wanted)
    bodies = await _below(work, to)
    row = Recommendation(
        id=uuid7(),
        title=title.strip(),
        note=note.strip(),
        contents=msgspec.to_builtins(wanted),
        recommended_by=work.acting_person.name,
    )
    work.session.add(row)
    await work.session.flush()
    payload = {"id": str(row.id), "title": row.title, "note": row.note, "contents": row.contents}
    for body in bodies:
        work.session.add(Asked(recommendation_id=row.id, body_code=body.code, body_name=body.name))
        await dispatch.send(work, CORE, RECOMMENDED, to=(body.code, _seat(body)), payload=payload)
    events.announce(
        work,
        "core.recommend_practice",
        row,
        {
            "to": [body.code for body in bodies],
            "plugins": list(wanted.plugins),
            "settings": [one.setting for one in wanted.values],
        },
    )
    return row


def _check_set(work: "Work", wanted: PracticeSet) -> None:
    """Names and values are those of installed plugins, before they travel."""
    if not wanted.plugins and not wanted.values:
        raise Invalid("RECOMMENDATION_EMPTY", "请至少选择一个插件或者一项做法。", field="values")
    for plugin in wanted.plugins:
        work.platform.plugins.info(plugin)
    for one in wanted.values:
        practice.check_type(work.platform.plugins.setting(one.setting), one.value)


async def _below(work: "Work", codes: tuple[str, ...] | None) -> list[Body]:
    """The bodies asked: one step below, and in use."""
    children = sa.select(Body).where(
        Body.parent_id == work.body.id, Body.status == BodyStatus.ACTIVE
    )
    found = {body.code: body for body in await work.session.scalars(children.order_by(Body.code))}
    for code in codes or ():
        if code not in found:
            raise Refused(
                "RECOMMEND_BELOW", f"“{code[:20]}”不是本机构的下一级机构，只能向下一级推荐。"
            )
    if not found:
        raise Refused("RECOMMEND_BELOW", "本机构没有下一级机构，不能推荐。")
    return [body for code, body in found.items() if codes is None or code in codes]


def _seat(body: Body) -> str:
    """The kind of organ that looks after a body's own affairs; delivery finds the organ."""
    if body.kind is BodyKind.SUBDISTRICT_COMMITTEE:
        return OrganKind.SUBDISTRICT_WORKING_COMMITTEE
    return OrganKind.PRESIDIUM if body.level is Level.TOWNSHIP else OrganKind.OFFICE


async def take_recommendation(work: "Work", package: "Incoming") -> None:
    """At the body below: keep the set, to be decided by its own people."""
    told = package.payload
    work.session.add(
        ReceivedRecommendation(
            id=UUID(told["id"]),
            package_id=package.id,
            from_body=package.from_body,
            from_organ=package.from_organ,
            from_name=package.from_body_name,
            title=told["title"],
            note=told["note"],
            contents=told["contents"],
        )
    )


async def accept_recommendation(
    work: "Work",
    recommendation_id: UUID,
    how: Adoption,
    enabling: tuple[str, ...],
    basis: Basis | None,
) -> ReceivedRecommendation:
    """Adopt what was recommended, or some of it, and turn on those of its plugins one wants."""
    row = await _open(work, recommendation_id)
    wanted = contents_of(row)
    for plugin in enabling:
        if plugin not in wanted.plugins:
            raise Refused("SET_SETTING", f"这套做法里没有插件“{plugin[:40]}”，请从中选择。")
        if basis is None:
            raise Invalid("BASIS_TITLE", "启用插件须写明法定依据，请补充。", field="basis")
        await switching.turn_on(work, plugin, basis)
    on = await work.platform.plugins_on(work.session) | frozenset(enabling)
    note = f"采用{row.from_name}推荐的“{row.title}”"
    adopted, held_before = await adopt(work, wanted, on, how, note)
    names = [one.setting for one in adopted]
    as_it_is = (held_before | set(names)) - how.instead.keys()
    whole = {one.setting for one in wanted.values} <= as_it_is and set(wanted.plugins) <= on
    if not adopted and not enabling and not whole:
        raise Refused("SET_NOTHING", "没有选择任何插件或者做法。不采用的，请办理“不采用”。")
    row.state = AnswerState.ADOPTED if whole else AnswerState.CHANGED
    row.answered_at = clock.now()
    answer = {"adopted": names, "changed": sorted(how.instead), "plugins": list(enabling)}
    await _answer(work, row, answer)
    events.announce(work, "core.accept_recommendation", row, {**answer, "basis": how.rule_title})
    return row


async def decline_recommendation(
    work: "Work", recommendation_id: UUID, reason: str
) -> ReceivedRecommendation:
    """Say no, with the reason; the body above is told."""
    if not reason.strip():
        raise Invalid("REASON_MISSING", "请写明不采用的理由。", field="reason")
    row = await _open(work, recommendation_id)
    row.state, row.reason, row.answered_at = AnswerState.DECLINED, reason.strip(), clock.now()
    await _answer(work, row, {"reason": row.reason})
    events.announce(work, "core.decline_recommendation", row)
    return row


def no_recommendation() -> NotFound:
    """The same whether there is none or it is another body's."""
    return NotFound("推荐的做法")


async def _open(work: "Work", recommendation_id: UUID) -> ReceivedRecommendation:
    row = await work.session.scalar(
        sa.select(ReceivedRecommendation)
        .where(ReceivedRecommendation.id == recommendation_id)
        .with_for_update()
    )
    if row is None:
        raise no_recommendation()
    if row.state is not AnswerState.OPEN:
        raise Refused("RECOMMENDATION_ANSWERED", "已经答复过这套推荐的做法，不需要再办理。")
    return row


async def _answer(work: "Work", row: ReceivedRecommendation, answer: dict[str, Any]) -> None:
    await dispatch.send(
        work,
        CORE,
        ANSWERED,
        to=(row.from_body, row.from_organ),
        payload={"id": str(row.id), "state": str(row.state), **answer},
        reply_to=row.package_id,
    )


async def take_answer(work: "Work", package: "Incoming") -> None:
    """At the body above: note what became of it there."""
    told = package.payload
    await work.session.execute(
        sa.update(Asked)
        .where(Asked.recommendation_id == UUID(told["id"]), Asked.body_code == package.from_body)
        .values(
            state=AnswerState(told["state"]),
            adopted=told.get("adopted", []),
            changed=told.get("changed", []),
            plugins=told.get("plugins", []),
            reason=told.get("reason"),
            answered_at=package.sent_at,
        )
    )


async def recommendations_of(
    session: AsyncSession, keys: Sequence[UUID]
) -> list[tuple[str, UUID] | None]:
    """What these packages recommend."""
    row = ReceivedRecommendation
    rows = await session.execute(sa.select(row.package_id, row.id).where(row.package_id.in_(keys)))
    found = {one[0]: ("ReceivedRecommendation", one[1]) for one in rows}
    return [found.get(key) for key in keys]


RECEIVERS = [
    Receiver(
        kind=RECOMMENDED, title="推荐的做法", run=take_recommendation, about=recommendations_of
    ),
    Receiver(
        kind=ANSWERED, title="对推荐的做法的答复", run=take_answer, tells=lambda _package: True
    ),
]
