"""Lists of points, frozen as they are on a day; a corrected one is frozen beside the first."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import (
    DeputyGroup,
    DeputyGroupMember,
    GroupBasis,
    Mandate,
    NotFound,
    Refused,
    Work,
    announce,
    on_day,
    today,
    value_of,
)
from plugins.deputy_points.models import (
    PointsAccount,
    PointsLine,
    PointsList,
    PointsListRow,
    PointsObjection,
    PointsObjectionAnswer,
    PointsPublication,
    PointsWithdrawal,
)
from plugins.deputy_points.practice import RANKING
from plugins.deputy_points.rules import AWARDED, Source, last_day, places
from plugins.deputy_points.service.copying import WHOLE_YEAR, check_year, span_of

PLUGIN = "deputy_points"


async def people_of(work: Work, list_id: UUID) -> Sequence[UUID]:
    """The deputies of a list."""
    people = sa.select(PointsListRow.person_id).where(PointsListRow.list_id == list_id)
    return (await work.session.scalars(people)).all()


async def prepare_points_list(
    work: Work, year: int, period: str | None, corrects_id: UUID | None
) -> PointsList:
    """Freeze the points of a period (制作公布表); each deputy sees their own row from now on."""
    title, last = await _named(work, year, period)
    before = await latest_list(work, year, period or WHOLE_YEAR)
    _check_correction(before, corrects_id)
    rows = await _rows(work, year, period or WHOLE_YEAR, last)
    if not rows:
        raise Refused("POINTS_LIST_EMPTY", f"{title}还没有任何积分账户，不能制作公布表。")
    ranked = (await value_of(work, RANKING, today())).value is True
    if ranked:
        _rank(rows)
    digest = digest_of(rows)
    if before is not None and before.digest == digest and not await _to_be_replaced(work, before):
        raise Refused("POINTS_LIST_SAME", "积分与前一份公布表完全相同，不需要更正。")
    listed = PointsList(
        id=uuid7(),
        year=year,
        period=period or WHOLE_YEAR,
        number=before.number + 1 if before else 1,
        title=f"{title}（更正）" if before else title,
        corrects_id=corrects_id,
        ranked=ranked,
        deputies=len(rows),
        points=sum(row.points for row in rows),
        points_before=await _points_before(work, year - 1, period or WHOLE_YEAR),
        digest=digest,
        prepared_on=today(),
        prepared_organ_id=work.acting_organ.id,
        prepared_by=work.acting_person.person_id,
        prepared_by_name=work.acting_person.name,
    )
    work.session.add(listed)
    await work.session.flush()
    for row in rows:
        row.list_id = listed.id
    work.session.add_all(rows)
    await work.session.flush()
    payload = {"year": year, "period": listed.period, "deputies": listed.deputies}
    announce(work, "deputy_points.prepare_points_list", listed, payload)
    return listed


async def _named(work: Work, year: int, period: str | None) -> tuple[str, date]:
    """What a list of a period that is over is called, and the period's last day."""
    check_year(year)
    span = await span_of(work, year, period) if period is not None else None
    last = span.last_on(year) if span else last_day(year)
    if today() <= last:
        raise Refused(
            "POINTS_PERIOD_RUNS", f"这一期到{on_day(last)}才结束，请在结束以后制作公布表。"
        )
    return f"{year}年{span.title if span else '度'}代表履职积分", last


async def latest_list(work: Work, year: int, period: str) -> PointsList | None:
    return await work.session.scalar(
        sa.select(PointsList)
        .where(PointsList.year == year, PointsList.period == period)
        .order_by(PointsList.number.desc())
        .limit(1)
    )


def _check_correction(before: PointsList | None, corrects_id: UUID | None) -> None:
    if before is None:
        if corrects_id is not None:
            raise NotFound("所更正的公布表")
    elif corrects_id is None:
        raise Refused(
            "POINTS_LIST_EXISTS", "这一期已有公布表，原表不能改动；要更正的，请写明更正哪一份。"
        )
    elif corrects_id != before.id:
        raise Refused("POINTS_LIST_NOT_LATEST", "请更正这一期最近的一份公布表。")


def _sums(year: int, period: str) -> Any:
    """Sums of the ledger by account; a reversal takes its line out of every sum."""
    one = sa.case((PointsLine.reverses_id.is_(None), 1), else_=-1)
    entry = sa.case((PointsLine.source == Source.ENTRY, one), else_=0)
    effect = sa.case((PointsLine.effect.is_(True), PointsLine.value), else_=0)
    off = sa.case((PointsLine.source == Source.DEDUCTION, PointsLine.value), else_=0)
    awarded = sa.case((PointsLine.source.in_(AWARDED), PointsLine.value), else_=0)
    wanted = [PointsLine.year == year]
    if period != WHOLE_YEAR:
        wanted.append(PointsLine.period == period)
    return (
        sa.select(
            PointsLine.account_id,
            sa.func.sum(PointsLine.value).label("points"),
            sa.func.sum(effect).label("effect"),
            sa.func.sum(off).label("deducted"),
            sa.func.sum(awarded).label("awarded"),
            sa.func.sum(entry).label("entries"),
        )
        .where(*wanted)
        .group_by(PointsLine.account_id)
    )


async def _rows(work: Work, year: int, period: str, last: date) -> list[PointsListRow]:
    """A row for every account of the year, whatever its points."""
    groups = await _groups(work, last)
    joined = sa.and_(
        Mandate.tenant_id == PointsAccount.tenant_id, Mandate.id == PointsAccount.mandate_id
    )
    found = await work.session.execute(
        sa.select(PointsAccount, Mandate.person_id)
        .join(Mandate, joined)
        .where(PointsAccount.year == year)
        .order_by(PointsAccount.mandate_id)
        .with_for_update(read=True, of=PointsAccount)
    )
    # No line is booked between the last line's number and the sums: the accounts are held.
    accounts = list(found)
    sums = {row.account_id: row for row in await work.session.execute(_sums(year, period))}
    return [
        _row(account, person_id, sums.get(account.id), groups.get(account.mandate_id))
        for account, person_id in accounts
    ]


def _row(account: PointsAccount, person_id: UUID, sums: Any, group: Any) -> PointsListRow:
    summed = ("points", "effect", "deducted", "awarded", "entries")
    points, effect, deducted, awarded, entries = (
        int(getattr(sums, name)) if sums else 0 for name in summed
    )
    return PointsListRow(
        id=uuid7(),
        mandate_id=account.mandate_id,
        person_id=person_id,
        name=account.name,
        district=account.district,
        group_id=group.id if group else None,
        group_name=group.name if group else None,
        points=points,
        attendance=points - effect - awarded - deducted,
        effect=effect,
        deducted=deducted,
        entries=entries,
        place=None,
        place_in_group=None,
        account_id=account.id,
        last_line=account.last_line,
    )


async def _groups(work: Work, last: date) -> Mapping[UUID, Any]:
    """Of each deputy the group of the period's last day: that by area, else the first by name."""
    joined = sa.and_(
        DeputyGroup.tenant_id == DeputyGroupMember.tenant_id,
        DeputyGroup.id == DeputyGroupMember.group_id,
    )
    rows = await work.session.execute(
        sa.select(DeputyGroupMember.mandate_id, DeputyGroup.id, DeputyGroup.name)
        .join(DeputyGroup, joined)
        .where(
            DeputyGroupMember.joined_on <= last,
            sa.or_(DeputyGroupMember.left_on.is_(None), DeputyGroupMember.left_on > last),
        )
        .order_by(
            sa.case((DeputyGroup.basis == GroupBasis.AREA, 1), else_=0),
            DeputyGroup.name.desc(),
            DeputyGroup.id,
        )
    )
    return {row.mandate_id: row for row in rows if row.mandate_id is not None}


def _rank(rows: Sequence[PointsListRow]) -> None:
    """Places among all, and among the members of a group."""
    among_all = places({row.mandate_id: row.points for row in rows})
    groups = dict[UUID, dict[UUID, int]]()
    for row in rows:
        row.place = among_all[row.mandate_id]
        if row.group_id is not None:
            groups.setdefault(row.group_id, {})[row.mandate_id] = row.points
    ranked = {group: places(totals) for group, totals in groups.items()}
    for row in rows:
        if row.group_id is not None:
            row.place_in_group = ranked[row.group_id][row.mandate_id]


def digest_of(rows: Sequence[PointsListRow]) -> str:
    """A digest of what a list says of each deputy."""
    told = [
        [str(row.mandate_id), row.points, row.effect, row.deducted, row.entries, row.place]
        for row in sorted(rows, key=lambda row: row.mandate_id)
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


async def _points_before(work: Work, year: int, period: str) -> int | None:
    """The same period's points a year before, if anything was booked in it."""
    sums = _sums(year, period).subquery()
    total = await work.session.scalar(sa.select(sa.func.sum(sums.c.points)))
    return int(total) if total is not None else None


async def publication_of(work: Work, listed: PointsList) -> PointsPublication | None:
    """How a list was published, if it was, though it may have been taken down since."""
    return await work.session.scalar(
        sa.select(PointsPublication).where(PointsPublication.list_id == listed.id)
    )


async def withdrawal_of(work: Work, publication: PointsPublication) -> PointsWithdrawal | None:
    """Why a published list was taken down, if it was."""
    return await work.session.scalar(
        sa.select(PointsWithdrawal).where(PointsWithdrawal.publication_id == publication.id)
    )


async def _to_be_replaced(work: Work, listed: PointsList) -> bool:
    """Whether it is or will be shown no more, so that the same points may be listed anew."""
    publication = await publication_of(work, listed)
    if publication is None:
        return (await upheld_of_lists(work.session, [listed.id]))[0] > 0
    return await withdrawal_of(work, publication) is not None


async def upheld_of_lists(session: AsyncSession, keys: Sequence[UUID]) -> list[int]:
    """How many objections to each of these lists were upheld."""
    upheld = (
        sa.select(PointsObjection.list_id, sa.func.count())
        .join(
            PointsObjectionAnswer,
            sa.and_(
                PointsObjectionAnswer.tenant_id == PointsObjection.tenant_id,
                PointsObjectionAnswer.objection_id == PointsObjection.id,
            ),
        )
        .where(PointsObjection.list_id.in_(keys), PointsObjectionAnswer.upheld)
        .group_by(PointsObjection.list_id)
    )
    counted = dict(iter(await session.execute(upheld)))
    return [counted.get(key, 0) for key in keys]


async def own_list(work: Work, list_id: UUID) -> PointsList:
    """The body's list, or NotFound."""
    listed = await work.session.scalar(sa.select(PointsList).where(PointsList.id == list_id))
    if listed is None:
        raise NotFound("积分公布表")
    return listed
