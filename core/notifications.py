"""What a person is told (消息): that somebody else did what concerns them, and where it stands.

A text names days and kinds of matters, never what somebody wrote: it is kept when words are erased.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from core import clock, permissions
from core.db import Base, TenantOwned, within
from core.errors import NotFound
from core.events import Subject, announce

if TYPE_CHECKING:
    from core.graphql.context import Context
    from core.work import Work


class Notification(Base, TenantOwned):
    """A sentence to one person about one record."""

    __tablename__ = "notification"
    __table_args__ = (
        within("person_id", "id"),
        {"info": {"grants": "SELECT, INSERT", "update": ["read_at"]}},
    )

    person_id: Mapped[UUID]
    text: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    read_at: Mapped[datetime | None]


def notify(work: "Work", people: Iterable[UUID | None], text: str, subject: Subject) -> None:
    """Tell these people, in the verb's transaction; whoever acts knows already and is not told.

    `text` is a whole sentence without what anybody wrote: of which day, of which kind, what became
    of it. `subject` is the row whose page shows more; one who may not see it reads the sentence.
    """
    me = work.actor.person_id if work.actor else None
    told = {one for one in people if one is not None and one != me}
    work.session.add_all(
        Notification(
            person_id=one,
            text=text,
            subject_type=type(subject).__name__,
            subject_id=subject.id,
        )
        for one in sorted(told)
    )


def of_viewer(context: "Context") -> sa.ColumnElement[bool]:
    """What the viewer was told; nobody else's."""
    actor = context.viewer.actor
    return Notification.person_id == actor.person_id if actor else sa.false()


def notification_list(*, unread: bool) -> sa.Select[Notification]:
    """The latest first."""
    listing = sa.select(Notification).order_by(Notification.id.desc())
    return listing.where(Notification.read_at.is_(None)) if unread else listing


async def mark_notifications_read(work: "Work", latest: UUID) -> int:
    """Mark one's own as read, up to the latest that one has seen; says how many were unread."""
    own = Notification.person_id == work.acting_person.person_id
    seen = await work.session.scalar(
        sa.select(Notification.id).where(own, Notification.id == latest)
    )
    if seen is None:
        raise NotFound("消息")
    marked = await work.session.scalars(
        sa.update(Notification)
        .where(
            own,
            Notification.id <= seen,
            Notification.read_at.is_(None),
        )
        .values(read_at=clock.now())
        .returning(Notification.id)
    )
    count = len(marked.all())
    announce(work, permissions.MARK_NOTIFICATIONS_READ, work.acting_organ, {"count": count})
    return count
