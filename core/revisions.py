"""Two people edit one record: the second is told, and overwrites nothing unawares.

What can be edited shows its revision, a mark of what it says now. The verb that edits it may be
told which one was seen. It locks the record first: of two at once the second finds what the first
has written.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused

REVISION = "现在内容的标记，内容一变即变；修改时作为 seen 交回，可以防止覆盖他人刚做的改动"
"""What the field of a record that tells its revision is described by."""

SEEN = "修改以前看到的 revision；此后有他人改动的，不予保存。不填则不比较"
"""What the field of an input that takes it back is described by."""

LETTERS = 32
"""Of the digest: enough for no two contents of one record to share it."""


def revision_of(row: object, names: Iterable[str], *more: object) -> str:
    """An opaque mark of what these fields of a row say, and what else is edited with it."""
    said = [_plain(getattr(row, name)) for name in names]
    return hashlib.sha256(msgspec.json.encode([*said, *more])).hexdigest()[:LETTERS]


def _plain(value: object) -> object:
    # A moment is the same in whichever zone it was entered or read.
    return value.astimezone(UTC) if isinstance(value, datetime) else value


async def gather_said(
    session: AsyncSession, keys: Sequence[UUID], rows: sa.Executable
) -> list[list[list[object]]]:
    """What the rows of several records say, record by record; their ids are the first column.

    For `revision_of`, where rows beside a record are edited with it.
    """
    said: dict[UUID, list[list[object]]] = {key: [] for key in keys}
    for key, *values in await session.execute(rows):
        said[key].append([_plain(value) for value in values])
    return [said[key] for key in keys]


def refuse_if_changed(seen: str | None, now: str) -> None:
    """Refuse an edit by somebody who saw another revision; without one nothing is compared."""
    if seen is not None and seen != now:
        raise Refused(
            "CHANGED_MEANWHILE",
            "您打开以后，别人改动过这份内容；请看现在的内容，再决定是否保存。",
        )
