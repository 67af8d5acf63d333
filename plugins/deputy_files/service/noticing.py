"""Deputies are told how their data are handled (告知，个人信息保护法第十七条、第三十五条)."""

from typing import Any

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Context, Refused, Work, announce, today, value_of
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, NoticeRead


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What a deputy is told of how their data are handled, and whether they read these words."""

    text: str | None
    rule_text: str | None
    read: bool


async def own_notice(context: Context) -> Notice:
    """The notice of today, for whoever asks; no words where the body adopted none."""
    async with context.previewing() as work:
        held = await value_of(work, practice.DATA_NOTICE, today())
        if held.value is None:
            return Notice(text=None, rule_text=None, read=False)
        text = rules.notice_text(work.body.name, held.value)
        files = _own_files(work)
        unread = sa.select(DeputyFile.id).where(
            DeputyFile.id.in_(files), DeputyFile.id.not_in(_read(rules.notice_digest(text)))
        )
        some = await work.session.scalar(sa.select(sa.exists(files)))
        none_left = await work.session.scalar(unread.limit(1)) is None
        rule = held.holding.rule_text if held.holding else None
        return Notice(text=text, rule_text=rule, read=bool(some) and none_left)


async def read_notice(work: Work) -> NoticeRead:
    """The deputy has read the notice (已阅读告知); it is noted with the words as they stand."""
    held = await value_of(work, practice.DATA_NOTICE, today())
    if held.value is None:
        raise Refused("NOTICE_NONE", "本机构还没有定告知的文字，请管理员在做法中填写。")
    digest = rules.notice_digest(rules.notice_text(work.body.name, held.value))
    unread = sa.select(DeputyFile.id).where(
        DeputyFile.id.in_(_own_files(work)), DeputyFile.id.not_in(_read(digest))
    )
    rows = [
        NoticeRead(id=uuid7(), file_id=one, digest=digest, read_on=today())
        for one in await work.session.scalars(unread)
    ]
    if not rows:
        raise Refused("NOTICE_READ", "现在的告知您已经阅读过，或者还没有您的履职档案。")
    work.session.add_all(rows)
    await work.session.flush()
    announce(work, "deputy_files.read_notice", rows[0], {"digest": digest, "files": len(rows)})
    return rows[0]


def _own_files(work: Work) -> Any:
    return sa.select(DeputyFile.id).where(
        DeputyFile.person_id == work.acting_person.person_id, DeputyFile.archived_on.is_(None)
    )


def _read(digest: str) -> Any:
    return sa.select(NoticeRead.file_id).where(NoticeRead.digest == digest)
