"""Erasing personal data (个人信息保护法第四十七条) from what is otherwise kept for good.

A table that only grows names the columns that are personal in `info={"erasable": [...]}`: those,
and nothing else of a row, may become `ERASED`; the database refuses any other change. Digests,
days, codes and the chain of events stay: what was erased, when, why and by whom can be shown.
"""

from collections.abc import Iterable
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


async def erase_contents(work: "Work", digests: Iterable[str]) -> None:
    """Have stored contents erased once the verb is done: nobody of this body opens them any more.

    What another body keeps of the same content for itself stays there.
    """
    for digest in sorted(set(digests)):
        await jobs.defer_within(
            work.platform.jobs, work.session, "erase_content", body_id=work.body.id, digest=digest
        )


async def erase_content(platform: "Platform", body_id: UUID, digest: str) -> None:
    """The job: mark the files of every organ of the body, and drop what nobody holds any more."""
    async with platform.as_core(body_id) as work:
        await work.session.execute(
            sa.update(File)
            .where(File.digest == digest, File.erased_on.is_(None))
            .values(name=ERASED, erased_on=clock.today())
        )
    async with platform.as_core(body_id) as work:
        held = await work.session.scalar(sa.select(sa.func.renda_content_held(digest)))
    if not held:
        await platform.blobs.drop(digest)


async def erase_file(work: "Work", file_id: UUID, ground: ErasureGround) -> File:
    """Erase the content of a file of the acting organ, and of every copy in this body.

    For what no plugin keeps as a record: a sheet that was imported, a paper that was made.
    """
    row = await files.read(work, file_id)
    await erase_contents(work, [row.digest])
    events.announce(work, "core.erase_file", row, {"digest": row.digest, "ground": ground})
    return row
