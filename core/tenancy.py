"""Bodies (本级人大及其派出机构), their tree and organs, and what each has turned on, on what basis.

`jurisdiction` and `body` are global tables: a deployment knows every place and every body, and any
request may ask which bodies there are. An organ and an enabling belong to their body.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import clock
from core.clock import on_day
from core.db import Base, TenantOwned, choice, points_to
from core.errors import Expected, Invalid, NotFound, Refused

if TYPE_CHECKING:
    from core.work import Work

DEMO_MARK = "演示样例·非正式公文"
"""On every page of whatever a demo body issues."""


class Level(StrEnum):
    """The level of a place; bodies stand at city, county and township level only."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class BodyKind(StrEnum):
    """A congress, or a subdistrict working committee (人大街道工委), which holds no congress."""

    CONGRESS = "congress"
    SUBDISTRICT_COMMITTEE = "subdistrict_committee"


class BodyStatus(StrEnum):
    """A suspended or merged body answers nobody; its records stay."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    MERGED = "merged"


class OrganKind(StrEnum):
    """The closed list of organs around a congress; a party is addressed by body and organ code."""

    CONGRESS = "congress"
    PRESIDIUM = "presidium"
    STANDING_COMMITTEE = "standing_committee"
    COUNCIL_OF_CHAIRPERSONS = "council_of_chairpersons"
    OFFICE = "office"
    LEGISLATIVE_AFFAIRS_COMMISSION = "legislative_affairs_commission"
    WORKING_COMMISSION = "working_commission"
    SPECIAL_COMMITTEE = "special_committee"
    DEPUTY_AFFAIRS_COMMISSION = "deputy_affairs_commission"
    CREDENTIALS_COMMITTEE = "credentials_committee"
    SUBDISTRICT_WORKING_COMMITTEE = "subdistrict_working_committee"
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    SUPERVISORY_COMMISSION = "supervisory_commission"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    EXPERT_GROUP = "expert_group"
    LIAISON_STATION = "liaison_station"
    DELEGATION_OFFICE = "delegation_office"
    """Staff of a county, as an organ of the city's body: they write about the city's deputies."""


class BasisKind(StrEnum):
    """On what kind of paper a body turns a plugin on."""

    DECISION = "decision"
    HANDOVER_NOTICE = "handover_notice"
    MEASURES = "measures"
    OTHER = "other"


class Jurisdiction(Base):
    """A place in the tree of the country; nation and provinces carry practice but no body."""

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[Level] = choice(Level)
    parent_code: Mapped[str | None] = mapped_column(sa.ForeignKey("jurisdiction.code"))
    chain: Mapped[list[str]]
    """Codes from the place itself up to the nation."""
    outside: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """Organs here that are no party of this platform, and how packages reach them."""
    template: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Where the place's practice is offered to others as a template: what it is called and why."""


class Body(Base):
    """A tenant: a congress or a subdistrict working committee."""

    __tablename__ = "body"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[Level] = choice(Level)
    kind: Mapped[BodyKind] = choice(BodyKind)
    status: Mapped[BodyStatus] = choice(BodyStatus, default=BodyStatus.ACTIVE)
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("body.id"), index=True)
    successor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("body.id"))
    jurisdiction_code: Mapped[str] = mapped_column(sa.ForeignKey("jurisdiction.code"))
    lineage: Mapped[list[str]]
    """Ids of the body itself and of the bodies above it, nearest first."""
    origins: Mapped[list[str]] = mapped_column(default=list)
    """Origins of front ends that browsers may let call this body's endpoint (CORS)."""
    demo: Mapped[bool] = mapped_column(default=False)
    """Whether the body is invented: every paper of it says so on every page."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Organ(Base, TenantOwned):
    """An organ of a body: its presidium, its commission, the government beside it."""

    __tablename__ = "organ"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "code"),)

    code: Mapped[str]
    kind: Mapped[OrganKind] = choice(OrganKind)
    name: Mapped[str]
    closed_on: Mapped[date | None]


class Enabling(Base, TenantOwned):
    """That a body turned a plugin on: legal basis, who, when; turning off closes the row."""

    __tablename__ = "enabling"
    __table_args__ = (
        points_to("organ", "organ_id"),
        sa.Index(
            "uq_enabling_open",
            "tenant_id",
            "plugin",
            unique=True,
            postgresql_where=sa.text("disabled_at IS NULL"),
        ),
    )

    plugin: Mapped[str]
    basis_kind: Mapped[BasisKind] = choice(BasisKind)
    basis_title: Mapped[str]
    basis_number: Mapped[str | None]
    basis_adopted_on: Mapped[date | None]
    basis_scope: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    organ_id: Mapped[UUID | None]
    enabled_by: Mapped[UUID | None]
    disabled_at: Mapped[datetime | None]
    disabled_by: Mapped[UUID | None]
    starts_on: Mapped[date | None]
    """From which day it is on, where a later one was chosen; else it is on at once."""
    ends_on: Mapped[date | None]
    """Its last day, where one was chosen beforehand."""

    def holds_on(self, day: date) -> bool:
        """Whether it is on that day: begun, not ended, and on a basis in force."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and self.valid_from <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether it has ended by itself: its last day has passed, or its basis ran out."""
        return any(last is not None and last < day for last in (self.valid_to, self.ends_on))


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """The legal basis given for turning a plugin on."""

    kind: BasisKind
    title: str
    number: str | None = None
    adopted_on: date | None = None
    scope: str | None = None
    valid_from: date
    valid_to: date | None = None


class Fitness(msgspec.Struct, frozen=True, kw_only=True):
    """For which bodies a plugin is made, and which basis it demands of which kind of body."""

    levels: frozenset[Level]
    kinds: frozenset[BodyKind]
    demanded_basis: dict[tuple[Level, BodyKind], frozenset[BasisKind]] = {}


async def known_body(session: AsyncSession, code: str) -> Body:
    """The body with this code, whether it answers or not: for what the operator looks after."""
    known = sa.select(Body).where(Body.code == code)
    body = await session.scalar(known) if code.isprintable() else None
    if body is None:
        raise Expected("BODY_UNKNOWN", f"没有代码为“{code[:20]}”的机构，请核对网址。")
    return body


async def body_by_code(session: AsyncSession, code: str) -> Body:
    """The body with this code, or a refusal that says why it does not answer."""
    body = await known_body(session, code)
    if body.status is BodyStatus.MERGED:
        successor = await session.get(Body, body.successor_id) if body.successor_id else None
        heir = f"“{successor.name}”（{successor.code}）" if successor else "其他机构"
        raise Expected("BODY_MERGED", f"“{body.name}”已并入{heir}，请到该机构办理。")
    if body.status is BodyStatus.SUSPENDED:
        raise Expected("BODY_SUSPENDED", f"“{body.name}”已暂停使用，请联系平台管理员。")
    return body


def enabled_plugins(on: date) -> sa.Select[str]:
    """Names of what the body has turned on and whose basis is valid on the day."""
    return sa.select(Enabling.plugin).where(
        Enabling.disabled_at.is_(None),
        Enabling.valid_from <= on,
        sa.or_(Enabling.starts_on.is_(None), Enabling.starts_on <= on),
        sa.or_(Enabling.valid_to.is_(None), Enabling.valid_to >= on),
        sa.or_(Enabling.ends_on.is_(None), Enabling.ends_on >= on),
    )


LEVEL_NAMES = {
    Level.NATION: "国家级",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡级",
}
KIND_NAMES = {
    BodyKind.CONGRESS: "人民代表大会",
    BodyKind.SUBDISTRICT_COMMITTEE: "人大街道工委",
}
ORGAN_NAMES = {
    OrganKind.CONGRESS: "人民代表大会",
    OrganKind.PRESIDIUM: "主席团",
    OrganKind.STANDING_COMMITTEE: "常务委员会",
    OrganKind.COUNCIL_OF_CHAIRPERSONS: "主任会议",
    OrganKind.OFFICE: "办公室（办事机构）",
    OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION: "法制工作委员会",
    OrganKind.WORKING_COMMISSION: "工作委员会",
    OrganKind.SPECIAL_COMMITTEE: "专门委员会",
    OrganKind.DEPUTY_AFFAIRS_COMMISSION: "代表工作委员会",
    OrganKind.CREDENTIALS_COMMITTEE: "代表资格审查委员会",
    OrganKind.SUBDISTRICT_WORKING_COMMITTEE: "人大街道工委",
    OrganKind.GOVERNMENT: "人民政府",
    OrganKind.DEPARTMENT: "政府部门",
    OrganKind.SUPERVISORY_COMMISSION: "监察委员会",
    OrganKind.COURT: "人民法院",
    OrganKind.PROCURATORATE: "人民检察院",
    OrganKind.SUBDISTRICT_OFFICE: "街道办事处",
    OrganKind.EXPERT_GROUP: "专家组",
    OrganKind.LIAISON_STATION: "人大代表联络站",
    OrganKind.DELEGATION_OFFICE: "代表团联络处",
}
"""The Chinese word of each kind of organ."""

BASIS_NAMES = {
    BasisKind.DECISION: "决定",
    BasisKind.HANDOVER_NOTICE: "交办通知",
    BasisKind.MEASURES: "办法",
    BasisKind.OTHER: "其他",
}


def check_fitness(body: Body, title: str, fitness: Fitness, basis: Basis) -> None:
    """Refuse a plugin on a level or kind of body it is not made for, or without its basis."""
    if body.level not in fitness.levels or body.kind not in fitness.kinds:
        levels = "、".join(LEVEL_NAMES[level] for level in Level if level in fitness.levels)
        kinds = "、".join(KIND_NAMES[kind] for kind in BodyKind if kind in fitness.kinds)
        raise Refused(
            "PLUGIN_NOT_FOR_BODY",
            f"“{title}”适用于{levels}的{kinds}；本机构是{LEVEL_NAMES[body.level]}"
            f"{KIND_NAMES[body.kind]}，不能启用。",
        )
    demanded = fitness.demanded_basis.get((body.level, body.kind))
    if demanded and basis.kind not in demanded:
        kinds = "或".join(BASIS_NAMES[kind] for kind in BasisKind if kind in demanded)
        raise Refused("BASIS_REQUIRED", f"在本机构启用“{title}”须以{kinds}为依据，请补充后重试。")
    if not basis.title.strip():
        raise Invalid("BASIS_TITLE", "没有填写依据的名称，请补充后重试。", field="title")
    if basis.valid_to is not None and basis.valid_to < clock.today():
        raise Refused(
            "BASIS_EXPIRED",
            f"依据已于{on_day(basis.valid_to)}失效，不能据此启用。请提供现行依据。",
        )
    if basis.valid_to is not None and basis.valid_to < basis.valid_from:
        raise Refused("BASIS_DATES", "依据的失效日期早于生效日期，请改正后重试。")


async def enable(
    session: AsyncSession,
    plugin: str,
    basis: Basis,
    *,
    starts_on: date | None,
    organ: UUID | None,
    person: UUID | None,
) -> Enabling:
    """Write from which day the plugin is on; an earlier closed row stays as history."""
    standing = await open_enabling(session, plugin)
    if standing is not None and not standing.is_over(clock.today()):
        raise _already_on()
    if standing is not None:
        standing.disabled_at = clock.now()
        await session.flush()
    row = Enabling(
        plugin=plugin,
        basis_kind=basis.kind,
        basis_title=basis.title,
        basis_number=basis.number,
        basis_adopted_on=basis.adopted_on,
        basis_scope=basis.scope,
        valid_from=basis.valid_from,
        valid_to=basis.valid_to,
        starts_on=starts_on,
        organ_id=organ,
        enabled_by=person,
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as fault:
        # Somebody else turned it on at the same moment.
        raise _already_on() from fault
    return row


async def open_enabling(session: AsyncSession, plugin: str) -> Enabling | None:
    """That the body has the plugin on, or will; locked until the transaction ends."""
    return await session.scalar(
        sa.select(Enabling)
        .where(Enabling.plugin == plugin, Enabling.disabled_at.is_(None))
        .with_for_update()
    )


def _already_on() -> Refused:
    return Refused("PLUGIN_ALREADY_ON", "该插件已经启用，无需重复操作。如要更换依据，请先停用。")


async def disable(
    session: AsyncSession, plugin: str, *, last_day: date | None, person: UUID | None
) -> Enabling:
    """Close the enabling now, or set its last day; every record of the plugin stays."""
    row = await open_enabling(session, plugin)
    if row is None:
        raise Refused("PLUGIN_NOT_ON", "该插件没有启用，无需停用。")
    row.disabled_by = person
    if last_day is None:
        row.disabled_at = clock.now()
    else:
        row.ends_on = last_day
    return row


async def organ_by_code(session: AsyncSession, code: str) -> Organ:
    """The organ of this body with the code, unless it is closed; nobody closes it meanwhile."""
    organ = await session.scalar(
        sa.select(Organ)
        .where(Organ.code == code, Organ.closed_on.is_(None))
        .with_for_update(read=True)
    )
    if organ is None:
        raise NotFound("机关")
    return organ


async def code_above(work: "Work") -> str | None:
    """The code of the body above this one; where there is none, of the place above its own."""
    code = await work.session.scalar(sa.select(Body.code).where(Body.id == work.body.parent_id))
    return code or await work.session.scalar(
        sa.select(Jurisdiction.parent_code).where(Jurisdiction.code == work.body.jurisdiction_code)
    )
