"""Organs of a body are established, renamed and closed by its admin.

What kind of organ a body has follows from the 地方组织法: a township's
congress has a presidium and no standing committee, a working committee of a subdistrict holds no
congress at all. Of the organs of state power there is one each.
"""

import re
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import clock, events
from core.db import one_by_one
from core.errors import Invalid, NotFound, Refused
from core.kit.deadlines.clocks import OPEN
from core.kit.deadlines.tables import DeadlineFact
from core.people import Membership
from core.revisions import refuse_if_changed, revision_of
from core.tenancy import Body, BodyKind, Level, Organ, OrganKind

if TYPE_CHECKING:
    from core.work import Work

LONGEST_NAME = 60
CODE = re.compile(r"[a-z][a-z0-9_-]{1,39}")

_OF_STANDING_COMMITTEES = frozenset(
    {OrganKind.STANDING_COMMITTEE, OrganKind.COUNCIL_OF_CHAIRPERSONS}
)
_OF_CONGRESSES = frozenset({OrganKind.CONGRESS, OrganKind.PRESIDIUM}) | _OF_STANDING_COMMITTEES
ONE_ONLY = _OF_CONGRESSES | {OrganKind.GOVERNMENT, OrganKind.SUBDISTRICT_WORKING_COMMITTEE}
"""Kinds of which a body has at most one."""


class NewOrgan(msgspec.Struct, frozen=True, kw_only=True):
    """An organ to be established; packages are addressed to its code, which never changes."""

    code: str
    kind: OrganKind
    name: str


def has_no(body: Body, kind: OrganKind) -> bool:
    """Whether no body of this sort may have such an organ."""
    if body.kind is BodyKind.SUBDISTRICT_COMMITTEE:
        return kind in _OF_CONGRESSES
    return body.level is Level.TOWNSHIP and kind in _OF_STANDING_COMMITTEES


def organ_revision(organ: Organ) -> str:
    """A mark of what is edited of an organ."""
    return revision_of(organ, ["name", "closed_on"])


async def establish_organ(work: "Work", new: NewOrgan) -> Organ:
    """Establish an organ (设立机关) under a code that none of the body had before."""
    if CODE.fullmatch(new.code) is None:
        raise Invalid(
            "ORGAN_CODE",
            "机关代码由小写字母开头，只用小写字母、数字、“-”和“_”，2至40位，请改正。",
            field="code",
        )
    if has_no(work.body, new.kind):
        raise Refused("ORGAN_KIND", "依照地方组织法，本机构没有这一类机关，请改选类别。")
    await _refuse_second(work, new)
    organ = Organ(id=uuid7(), code=new.code, kind=new.kind, name=_named(new.name), closed_on=None)
    work.session.add(organ)
    await work.session.flush()
    events.announce(work, "core.establish_organ", organ, {"code": organ.code, "kind": organ.kind})
    return organ


async def _refuse_second(work: "Work", new: NewOrgan) -> None:
    await one_by_one(work.session, "organs", work.body.id)
    same = await work.session.scalar(sa.select(Organ).where(Organ.code == new.code))
    if same is not None:
        raise Refused("ORGAN_EXISTS", f"代码“{new.code}”已由“{same.name}”使用，请换一个。")
    if new.kind not in ONE_ONLY:
        return
    there = await work.session.scalar(
        sa.select(Organ).where(Organ.kind == new.kind, Organ.closed_on.is_(None)).limit(1)
    )
    if there is not None:
        raise Refused("ORGAN_ONE_ONLY", f"这一类机关只有一个，已有“{there.name}”。")


async def rename_organ(work: "Work", organ_id: UUID, name: str, seen: str | None = None) -> Organ:
    """Give an organ another name; papers and records of before keep the old one."""
    organ = await _open_organ(work, organ_id)
    refuse_if_changed(seen, organ_revision(organ))
    before, organ.name = organ.name, _named(name)
    events.announce(work, "core.rename_organ", organ, {"before": before, "after": organ.name})
    return organ


async def close_organ(work: "Work", organ_id: UUID) -> Organ:
    """Close an organ (撤销机关) in which nobody works and no clock runs; its records stay."""
    organ = await _open_organ(work, organ_id)
    working = sa.select(sa.func.count()).where(
        Membership.organ_id == organ.id, Membership.ended_on.is_(None)
    )
    people = await work.session.scalar(working) or 0
    if people:
        raise Refused(
            "ORGAN_HAS_PEOPLE", f"还有{people}人在该机关任职，请先结束任职或者调到其他机关。"
        )
    running = sa.select(sa.func.count()).where(
        DeadlineFact.organ_id == organ.id, DeadlineFact.state.in_(OPEN)
    )
    clocks = await work.session.scalar(running) or 0
    if clocks:
        raise Refused("ORGAN_HAS_MATTERS", f"该机关还有{clocks}项期限没有办结，请办结后再撤销。")
    organ.closed_on = clock.today()
    events.announce(work, "core.close_organ", organ, {"code": organ.code})
    return organ


def _named(name: str) -> str:
    said = name.strip()
    if not said:
        raise Invalid("NAME_EMPTY", "请填写机关的名称。", field="name")
    if len(said) > LONGEST_NAME:
        raise Invalid("NAME_LONG", f"名称不超过{LONGEST_NAME}字，请缩短。", field="name")
    return said


async def _open_organ(work: "Work", organ_id: UUID) -> Organ:
    organ = await work.session.scalar(
        sa.select(Organ).where(Organ.id == organ_id).with_for_update()
    )
    if organ is None:
        raise NotFound("机关")
    if organ.closed_on is not None:
        raise Refused("ORGAN_CLOSED", "该机关已经撤销，不能再办理。")
    return organ
