"""Publication (公布): an act of its own after a secrecy check; deputies saw their own row first."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import (
    Invalid,
    Published,
    Refused,
    Work,
    announce,
    catalogue,
    compute,
    notify,
    now,
    today,
    value_of,
)
from plugins.deputy_points.models import (
    PointsList,
    PointsListRow,
    PointsNotice,
    PointsPublication,
    PointsSecrecyCheck,
    PointsWithdrawal,
)
from plugins.deputy_points.practice import OBJECTION_PERIOD, PUBLISH_TO
from plugins.deputy_points.rules import Audience, last_day, version_on
from plugins.deputy_points.service.copying import span_of, versions
from plugins.deputy_points.service.listing import (
    PLUGIN,
    own_list,
    people_of,
    publication_of,
    upheld_of_lists,
    withdrawal_of,
)
from plugins.deputy_points.service.notifying import require_notice


async def check_points_secrecy(
    work: Work, list_id: UUID, *, passed: bool, note: str
) -> PointsSecrecyCheck:
    """Record a secrecy check before a list is shown to anybody but its deputies (保密审查)."""
    listed = await own_list(work, list_id)
    if listed.prepared_by == work.acting_person.person_id:
        raise Refused(
            "POINTS_CHECKS_OWN", "公布表的制作人不能审查自己制作的表，请由其他人办理保密审查。"
        )
    if not note.strip():
        raise Invalid("POINTS_CHECK_NOTE", "请写明审查了什么、结论的理由。", field="note")
    if passed:
        await refuse_upheld(work, listed)
    else:
        await _refuse_while_shown(work, listed)
    check = PointsSecrecyCheck(
        id=uuid7(),
        list_id=listed.id,
        passed=passed,
        note=note.strip(),
        checked_on=today(),
        checked_by=work.acting_person.person_id,
        checked_by_name=work.acting_person.name,
    )
    work.session.add(check)
    await work.session.flush()
    announce(work, "deputy_points.check_points_secrecy", check, {"passed": passed})
    return check


async def _refuse_while_shown(work: Work, listed: PointsList) -> None:
    """That a list should not be shown is of no use while it is."""
    publication = await publication_of(work, listed)
    if publication is not None and await withdrawal_of(work, publication) is None:
        raise Refused(
            "POINTS_WITHDRAW_FIRST",
            "这份公布表已经公布，登记“不可以公布”不会使它撤下。请先请负责人撤下，再登记审查结论。",
        )


async def publish_points_list(work: Work, list_id: UUID) -> PointsPublication:
    """Publish a list to whom practice says (公布积分)."""
    listed = await own_list(work, list_id)
    await _refuse_twice(work, listed)
    await refuse_outdated(work, listed)
    await require_check(work, listed)
    await require_notice(work, listed)
    await refuse_upheld(work, listed)
    audiences = (await value_of(work, PUBLISH_TO, today())).value or [Audience.DEPUTY]
    clock = await compute(work, OBJECTION_PERIOD, today())
    publication = PointsPublication(
        id=uuid7(),
        list_id=listed.id,
        audiences=[str(one) for one in audiences],
        published_on=today(),
        published_by_name=work.acting_person.name,
        objections_until=clock.due_on,
        objections_text="".join(clock.steps),
        **{
            name: getattr(listed, name)
            for name in ("year", "period", "title", "deputies", "points", "points_before")
        },
    )
    work.session.add(publication)
    if Audience.PUBLIC in audiences:
        await _enter(work, listed)
    await work.session.flush()
    payload = {"list": str(listed.id), "audiences": publication.audiences}
    listed_people = await people_of(work, listed.id)
    notify(work, listed_people, f"“{listed.title}”已经公布，可以查看、提出异议。", publication)
    announce(work, "deputy_points.publish_points_list", publication, payload)
    return publication


async def _refuse_twice(work: Work, listed: PointsList) -> None:
    publication = await publication_of(work, listed)
    if publication is None:
        return
    if await withdrawal_of(work, publication) is not None:
        raise Refused(
            "POINTS_LIST_WITHDRAWN",
            "这份公布表已经撤下，不能再公布。要重新公布的，请制作更正的公布表。",
        )
    raise Refused("POINTS_PUBLISHED_ALREADY", "这份公布表已经公布。")


async def refuse_upheld(work: Work, listed: PointsList) -> None:
    """A list of which the office itself has found something wrong is mended before it is shown."""
    if (await upheld_of_lists(work.session, [listed.id]))[0]:
        raise Refused(
            "POINTS_LIST_UPHELD",
            "对这份公布表的异议已经成立，不能照原样公布。请更正记录，再制作更正的公布表。",
        )


async def refuse_outdated(work: Work, listed: PointsList) -> None:
    """What was corrected in public does not come back."""
    joined = sa.and_(
        PointsPublication.tenant_id == PointsList.tenant_id,
        PointsPublication.list_id == PointsList.id,
    )
    newer = (
        sa.select(PointsPublication.id)
        .join(PointsList, joined)
        .where(
            PointsList.year == listed.year,
            PointsList.period == listed.period,
            PointsList.number > listed.number,
        )
    )
    if await work.session.scalar(newer.limit(1)) is not None:
        raise Refused(
            "POINTS_LIST_OUTDATED", "这一期已经公布了后来更正的公布表，不能再公布在先的一份。"
        )


async def require_check(work: Work, listed: PointsList) -> None:
    """Somebody else looked last, and found nothing secret."""
    check = await work.session.scalar(
        sa.select(PointsSecrecyCheck)
        .where(PointsSecrecyCheck.list_id == listed.id)
        .order_by(PointsSecrecyCheck.id.desc())
        .limit(1)
    )
    if check is None or not check.passed:
        raise Refused(
            "POINTS_SECRECY_UNCHECKED", "尚未通过公布前的保密审查，不能公布。请先办理保密审查。"
        )
    if check.checked_by == work.acting_person.person_id:
        raise Refused("POINTS_SAME_PERSON", "保密审查和批准公布须由不同的人办理。")


async def _enter(work: Work, listed: PointsList) -> None:
    """What visitors see: names, districts, numbers; nothing else of a deputy."""
    rows = await work.session.scalars(
        sa.select(PointsListRow)
        .where(PointsListRow.list_id == listed.id)
        .order_by(PointsListRow.district, PointsListRow.name, PointsListRow.id)
    )
    corrects = await _corrected_in_public(work, listed)
    facts = {
        "year": listed.year,
        "period": listed.period,
        "points": listed.points,
        "points_before": listed.points_before,
        "corrects": str(corrects) if corrects else None,
        "rule": await _rule_of(work, listed),
        "rows": [
            {
                "name": row.name,
                "district": row.district,
                "points": row.points,
                "entries": row.entries,
                "place": row.place,
            }
            for row in rows
        ],
    }
    work.session.add(
        Published(
            id=uuid7(),
            body_id=work.body.id,
            plugin=PLUGIN,
            subject_id=listed.id,
            title=listed.title,
            facts=facts,
            published_on=today(),
            withdrawn_at=None,
            created_at=now(),
        )
    )


async def _corrected_in_public(work: Work, listed: PointsList) -> UUID | None:
    """The last entry of the period that still stands: lists between may never have been public."""
    joined = sa.and_(
        PointsList.tenant_id == Published.body_id, PointsList.id == Published.subject_id
    )
    return await work.session.scalar(
        sa.select(Published.id)
        .join(PointsList, joined)
        .where(
            Published.body_id == work.body.id,
            Published.plugin == PLUGIN,
            Published.withdrawn_at.is_(None),
            PointsList.year == listed.year,
            PointsList.period == listed.period,
            PointsList.number < listed.number,
        )
        .order_by(PointsList.number.desc())
        .limit(1)
    )


async def _rule_of(work: Work, listed: PointsList) -> str | None:
    """What the list's points rest on, an example shown as one: the rule of the period's end."""
    last = last_day(listed.year)
    if listed.period:
        last = (await span_of(work, listed.year, listed.period)).last_on(listed.year)
    version = version_on([one for _, one in await versions(work)], last)
    return version.cited if version else None


def public_lists(body_id: UUID) -> sa.Select[Published]:
    """What visitors may look up, the latest published first."""
    return catalogue(body_id, PLUGIN)


def list_list(year: int | None) -> sa.Select[PointsList]:
    """Frozen lists, the latest first."""
    listing = sa.select(PointsList).order_by(PointsList.year.desc())
    return listing if year is None else listing.where(PointsList.year == year)


def row_list(list_id: UUID) -> sa.Select[PointsListRow]:
    """A list's rows by district and name."""
    return (
        sa.select(PointsListRow)
        .where(PointsListRow.list_id == list_id)
        .order_by(PointsListRow.district, PointsListRow.name)
    )


def publication_list(year: int | None) -> sa.Select[PointsPublication]:
    """What was published, the latest first."""
    listing = sa.select(PointsPublication).order_by(PointsPublication.year.desc())
    return listing if year is None else listing.where(PointsPublication.year == year)


class OwnRow(NamedTuple):
    """One's own row of a list, and what became of the list."""

    listed: PointsList
    row: PointsListRow
    notice: PointsNotice | None
    publication: PointsPublication | None
    withdrawal: PointsWithdrawal | None


async def own_rows(session: AsyncSession, person_id: UUID) -> list[OwnRow]:
    """The person's own rows of every frozen list, shown to others or not, the latest first."""
    joined = sa.and_(
        PointsList.tenant_id == PointsListRow.tenant_id, PointsList.id == PointsListRow.list_id
    )
    told = sa.and_(
        PointsNotice.tenant_id == PointsListRow.tenant_id,
        PointsNotice.list_id == PointsListRow.list_id,
    )
    published = sa.and_(
        PointsPublication.tenant_id == PointsListRow.tenant_id,
        PointsPublication.list_id == PointsListRow.list_id,
    )
    withdrawn = sa.and_(
        PointsWithdrawal.tenant_id == PointsPublication.tenant_id,
        PointsWithdrawal.publication_id == PointsPublication.id,
    )
    found = await session.execute(
        sa.select(PointsList, PointsListRow, PointsNotice, PointsPublication, PointsWithdrawal)
        .join(PointsListRow, joined)
        .outerjoin(PointsNotice, told)
        .outerjoin(PointsPublication, published)
        .outerjoin(PointsWithdrawal, withdrawn)
        .where(PointsListRow.person_id == person_id)
        .order_by(PointsList.id.desc())
    )
    return [OwnRow(*one) for one in found]


def shown_list(publication_id: UUID, *, by_place: bool) -> sa.Select[PointsListRow]:
    """The rows of a published list, by district and name; who asks sees some of them.

    By place where it ranks: those without one come last.
    """
    of = sa.select(PointsPublication.list_id).where(PointsPublication.id == publication_id)
    listing = sa.select(PointsListRow).where(PointsListRow.list_id.in_(of))
    first = [PointsListRow.place] if by_place else []
    return listing.order_by(*first, PointsListRow.district, PointsListRow.name)
