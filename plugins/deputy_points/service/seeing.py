"""Which rows whoever asks may see: their own, and what was published to them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core import Context, DeputyGroupMember, Mandate
from plugins.deputy_points.models import (
    PointsAccount,
    PointsErasure,
    PointsLine,
    PointsListRow,
    PointsPublication,
    PointsWithdrawal,
)
from plugins.deputy_points.rules import Audience


def accounts_of_viewer(context: Context) -> Any:
    """Accounts of the viewer as a deputy of this body."""
    actor = context.viewer.actor
    if actor is None:
        return sa.false()
    own = sa.select(Mandate.id).where(Mandate.person_id == actor.person_id)
    return PointsAccount.mandate_id.in_(own)


def lines_of_viewer(context: Context) -> Any:
    """Lines of those accounts."""
    return PointsLine.account_id.in_(sa.select(PointsAccount.id).where(accounts_of_viewer(context)))


def erasures_of_viewer(context: Context) -> Any:
    """What was erased of what was written about the viewer, or about a list with the viewer."""
    actor = context.viewer.actor
    if actor is None:
        return sa.false()
    own = sa.select(Mandate.id).where(Mandate.person_id == actor.person_id)
    listed = sa.select(PointsListRow.list_id).where(PointsListRow.person_id == actor.person_id)
    return sa.or_(PointsErasure.mandate_id.in_(own), PointsErasure.list_id.in_(listed))


def rows_shown_to_viewer(context: Context) -> Any:
    """Rows of published lists: all, those of the viewer's groups, or the viewer's own.

    Of a list that was taken down, none; the own row stays in `own_rows`.
    """
    actor = context.viewer.actor
    if actor is None:
        return sa.false()
    return sa.or_(
        PointsListRow.list_id.in_(_published_to(Audience.BODY, Audience.PUBLIC)),
        sa.and_(
            PointsListRow.list_id.in_(_published_to(*Audience)),
            PointsListRow.person_id == actor.person_id,
        ),
        sa.and_(
            PointsListRow.list_id.in_(_published_to(Audience.GROUP)),
            _of_groups(actor.person_id),
        ),
    )


def _published_to(*audiences: Audience) -> sa.Select[UUID]:
    to_any = sa.or_(*(PointsPublication.audiences.contains([one]) for one in audiences))
    taken_down = sa.exists().where(
        PointsWithdrawal.tenant_id == PointsPublication.tenant_id,
        PointsWithdrawal.publication_id == PointsPublication.id,
    )
    return sa.select(PointsPublication.list_id).where(to_any, ~taken_down)


def _of_groups(person_id: UUID) -> Any:
    """Of a group to which the person belongs, or belonged when the list's period ended."""
    standing = sa.select(DeputyGroupMember.group_id).where(
        DeputyGroupMember.person_id == person_id, DeputyGroupMember.left_on.is_(None)
    )
    own = aliased(PointsListRow)
    then = sa.exists().where(
        own.tenant_id == PointsListRow.tenant_id,
        own.list_id == PointsListRow.list_id,
        own.person_id == person_id,
        own.group_id == PointsListRow.group_id,
    )
    return sa.or_(PointsListRow.group_id.in_(standing), then)
