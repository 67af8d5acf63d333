"""Which lists of points wait for whoever asks, and for what."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core import today
from plugins.deputy_points.models import (
    PointsList,
    PointsNotice,
    PointsObjection,
    PointsObjectionAnswer,
    PointsPublication,
    PointsSecrecyCheck,
)
from plugins.deputy_points.rules import ListStep

Condition = sa.ColumnElement[bool]
Done = type[PointsNotice] | type[PointsPublication] | type[PointsSecrecyCheck]
"""What was done with a list."""


def lists_waiting(step: ListStep, person_id: UUID | None) -> Condition:
    """Lists at this step; of those to check or publish only what the person may: four eyes."""
    if step is ListStep.ANSWER:
        return _unanswered()
    # What an upheld objection found wrong waits for its correction, and for nobody else.
    waiting = sa.and_(_latest(), ~_has(PointsPublication), ~_upheld())
    if step is ListStep.NOTICE:
        return sa.and_(waiting, ~_has(PointsNotice))
    if step is ListStep.CHECK:
        unseen = ~_has(PointsSecrecyCheck)
        return sa.and_(waiting, unseen, PointsList.prepared_by.is_distinct_from(person_id))
    until = PointsNotice.own_until
    told = _has(PointsNotice, sa.or_(until.is_(None), until < today()))
    return sa.and_(waiting, told, _passed(person_id))


def _has(model: Done, *more: Condition) -> Condition:
    return sa.exists().where(
        model.tenant_id == PointsList.tenant_id, model.list_id == PointsList.id, *more
    )


def _latest() -> Condition:
    """No correction took its place."""
    later = aliased(PointsList)
    return ~sa.exists().where(
        later.tenant_id == PointsList.tenant_id,
        later.year == PointsList.year,
        later.period == PointsList.period,
        later.number > PointsList.number,
    )


def _passed(person_id: UUID | None) -> Condition:
    """Somebody else looked last, and found nothing secret."""
    later = aliased(PointsSecrecyCheck)
    newer = sa.exists().where(
        later.tenant_id == PointsSecrecyCheck.tenant_id,
        later.list_id == PointsSecrecyCheck.list_id,
        later.id > PointsSecrecyCheck.id,
    )
    return _has(
        PointsSecrecyCheck,
        PointsSecrecyCheck.passed.is_(True),
        PointsSecrecyCheck.checked_by.is_distinct_from(person_id),
        ~newer,
    )


def _upheld() -> Condition:
    joined = sa.and_(
        PointsObjectionAnswer.tenant_id == PointsObjection.tenant_id,
        PointsObjectionAnswer.objection_id == PointsObjection.id,
    )
    return sa.exists().where(
        PointsObjection.tenant_id == PointsList.tenant_id,
        PointsObjection.list_id == PointsList.id,
        joined,
        PointsObjectionAnswer.upheld,
    )


def _unanswered() -> Condition:
    answered = sa.exists().where(
        PointsObjectionAnswer.tenant_id == PointsObjection.tenant_id,
        PointsObjectionAnswer.objection_id == PointsObjection.id,
    )
    return sa.exists().where(
        PointsObjection.tenant_id == PointsList.tenant_id,
        PointsObjection.list_id == PointsList.id,
        ~answered,
    )
