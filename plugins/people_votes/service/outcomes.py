"""How projects ended and were assessed, and whether visitors see it already."""

from collections.abc import Sequence
from datetime import datetime, time

import sqlalchemy as sa

from core import Published, now
from plugins.people_votes.models import Cycle, Project, SecrecyCheck
from plugins.people_votes.rules import FINISHED


def unshown_outcome() -> sa.ColumnElement[bool]:
    """Of published projects: how it ended, or how it was assessed, is not what visitors see."""
    shown = sa.select(Published.facts).where(Published.id == Project.published_id)
    facts = shown.correlate(Project).scalar_subquery()
    ended = sa.and_(
        Project.state.in_(FINISHED), facts["state"].as_string() != sa.cast(Project.state, sa.Text)
    )
    told = sa.func.coalesce(facts["assessed_on"].as_string(), "")
    assessed = sa.and_(
        Project.assessed_on.is_not(None), told != sa.cast(Project.assessed_on, sa.Text)
    )
    return sa.and_(Project.published_id.is_not(None), sa.or_(ended, assessed))


def last_outcome(projects: Sequence[Project]) -> datetime | None:
    """When the day began on which the last of the projects ended or was assessed."""
    days = [
        day for one in projects for day in (one.accepted_on, one.stopped_on, one.assessed_on) if day
    ]
    return datetime.combine(max(days), time(), tzinfo=now().tzinfo) if days else None


def has_unshown_outcomes() -> sa.ColumnElement[bool]:
    """How projects ended or were assessed is not public, and nobody looked at it since."""
    last = sa.func.greatest(Project.accepted_on, Project.stopped_on, Project.assessed_on)
    zone = str(now().tzinfo)
    checked = sa.exists().where(
        SecrecyCheck.tenant_id == Project.tenant_id,
        SecrecyCheck.subject_id == Project.cycle_id,
        sa.cast(sa.func.timezone(zone, SecrecyCheck.created_at), sa.Date) >= last,
    )
    return sa.exists().where(
        Project.tenant_id == Cycle.tenant_id,
        Project.cycle_id == Cycle.id,
        unshown_outcome(),
        ~checked,
    )
