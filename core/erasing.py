"""Erasing personal data (个人信息保护法第四十七条) from what is otherwise kept for good.

A table that only grows names the columns that are personal in `info={"erasable": [...]}`: those,
and nothing else of a row, may become `ERASED`; the database refuses any other change. Digests,
days, codes and the chain of events stay: what was erased, when, why and by whom can be shown.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from core import clock, events, jobs
from core.events import Event
from core.kit import files
from core.kit.files import File

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work

ERASED = "［已删除］"
"""What a personal text becomes; the trigger `renda_erase_only` knows the same words."""


class ErasureGround(StrEnum):
    """Why personal data are erased: the five cases of 个人信息保护法第四十七条第一款."""

    PURPOSE = "purpose"
    PERIOD = "period"
    CONSENT = "consent"
    UNLAWFUL = "unlawful"
    OTHER_LAW = "other_law"


ERASURE_GROUNDS = {
    ErasureGround.PURPOSE: "处理目的已实现、无法实现或者为实现处理目的不再必要",
    ErasureGround.PERIOD: "停止提供服务，或者保存期限已届满",
    ErasureGround.CONSENT: "个人撤回同意",
    ErasureGround.UNLAWFUL: "违反法律、行政法规或者违反约定处理",
    ErasureGround.OTHER_LAW: "法律、行政法规规定的其他情形",
}


def erased(column: Any) -> Any:
    """What an erasable column becomes: the mark where it said something, else what it was."""
    return sa.case((column.is_(None), sa.null()), else_=ERASED)


async def erase_announced(work: "Work", subject_id: UUID) -> int:
    """Erase the personal part of every event about a record; how many. Their digests stay."""
    about = sa.select(Event).where(Event.subject_id == subject_id, Event.personal.is_not(None))
    found = (await work.session.scalars(about)).all()
    for event in found:
        await events.erase_personal(work.session, event)
    return len(found)


async def kept_elsewhere(
    work: "Work", digests: Collection[str], people: Collection[UUID]
) -> frozenset[str]:
    """Which contents a file of this body keeps that is neither these people's nor a copy for one.

    Asked across the organs of the body, in a transaction of its own.
    """
    async with work.platform.as_core(work.body.id) as everywhere:
        found = await everywhere.session.scalars(
            sa.select(File.digest)
            .where(File.digest.in_(digests), sa.not_(_theirs(people)), File.erased_on.is_(None))
            .distinct()
        )
        return frozenset(found)


def _theirs(people: Collection[UUID]) -> sa.ColumnElement[bool]:
    """Files that are held by one of these people, or by whom a record gave a copy of its own.

    And those of whom the same was erased before, while another record still rested on the content.
    """
    copied = sa.and_(File.uploaded_by.is_(None), File.package_id.is_(None))
    whose = sa.or_(File.held_by.in_(people), copied, File.name == ERASED)
    return sa.and_(File.held_by.is_not(None), whose)


async def erase_contents(
    work: "Work",
    digests: Iterable[str],
    people: Collection[UUID],
    *,
    names_only: bool = False,
) -> None:
    """Have contents that these people held erased once the verb is done, and the copies of them.

    A file that an organ holds, or somebody else, stays; and so does the stored content while one
    stays, in whatever body. With `names_only` another record rests on the content, and only what
    these people called their files is erased, and with it what the copies are called.
    """
    for digest in sorted(set(digests)):
        await jobs.defer_within(
            work.platform.jobs,
            work.session,
            "erase_content",
            body_id=work.body.id,
            digest=digest,
            people=[str(one) for one in people],
            names_only=names_only,
        )


async def erase_content(
    platform: "Platform", body_id: UUID, digest: str, people: Collection[UUID], *, names_only: bool
) -> None:
    """The job: mark those files in every organ of the body, and drop what nobody holds any more.

    Whoever stores the same content meanwhile waits, or is waited for.
    """
    told = {"name": ERASED} if names_only else {"name": ERASED, "erased_on": clock.today()}
    async with platform.as_core(body_id) as work:
        await files.lock_content(work.session, digest, alone=True)
        await work.session.execute(
            sa.update(File)
            .where(File.digest == digest, _theirs(people), File.erased_on.is_(None))
            .values(**told)
        )
        await work.session.flush()
        if not await work.session.scalar(sa.select(sa.func.renda_content_held(digest))):
            await platform.blobs.drop(digest)
