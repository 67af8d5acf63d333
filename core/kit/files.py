"""Files: uploaded first, then named by id in a verb. Stored once by digest, owned by one organ.

Whoever uploads confirms 不涉密 (that the file holds no secret). What a file is, its content says,
not its name; a file that bears a classified mark is refused (保密法第三十一条).
"""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import obstore
import sqlalchemy as sa
from obstore.store import LocalStore
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from core.db import Base, OrganOwned, within
from core.errors import Invalid, NotFound, Refused
from core.kit import sniffing
from core.kit.sniffing import FileKind

if TYPE_CHECKING:
    from core.work import Work


class File(Base, OrganOwned):
    """A file of one organ. Several rows, of several parties, may share one stored content.

    What somebody uploaded is held by them until a verb takes it for their organ: see `owned_files`.
    """

    __tablename__ = "file"
    __table_args__ = (within("digest"),)

    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    uploaded_by: Mapped[UUID | None]
    held_by: Mapped[UUID | None]
    """The one person of the organ who reads it; None where the whole organ does."""
    package_id: Mapped[UUID | None]
    erased_on: Mapped[date | None]
    """When its content was erased because it was personal; the row stays."""

    def described(self) -> dict[str, Any]:
        """How a package names the file."""
        return {"name": self.name, "kind": self.kind, "size": self.size, "digest": self.digest}

    @classmethod
    def of_package(cls, organ_id: UUID, package_id: UUID, described: dict[str, Any]) -> "File":
        """The receiver's own row for a file of a package."""
        return cls(organ_id=organ_id, package_id=package_id, uploaded_by=None, **described)


class Blobs(Protocol):
    """Where contents lie, by SHA-256 in hex."""

    async def put(self, digest: str, content: bytes) -> None: ...
    async def get(self, digest: str) -> bytes: ...
    async def copy_to(self, digest: str, path: Path) -> None: ...
    async def drop(self, digest: str) -> None: ...


class ObjectBlobs:
    """Contents in an object store; a local folder by default."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(folder, mkdir=True)

    async def put(self, digest: str, content: bytes) -> None:
        """Store once; the same content again costs a look."""
        with contextlib.suppress(FileNotFoundError):
            await obstore.head_async(self._store, _path(digest))
            return
        await obstore.put_async(self._store, _path(digest), content)

    async def get(self, digest: str) -> bytes:
        """The content, whole."""
        found = await obstore.get_async(self._store, _path(digest))
        return bytes(await found.bytes_async())

    async def copy_to(self, digest: str, path: Path) -> None:
        """The content as a file of its own, piece by piece."""
        found = await obstore.get_async(self._store, _path(digest))
        with path.open("wb") as out:
            async for piece in found.stream():
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())

    async def drop(self, digest: str) -> None:
        """Take the content away, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            await obstore.delete_async(self._store, _path(digest))


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


async def take_in(
    work: "Work", name: str, content: bytes, *, not_classified: bool, limit: int
) -> File:
    """Check an upload, store it, and make its row for the acting organ."""
    if not not_classified:
        raise Refused("FILE_SECRECY_UNCONFIRMED", "上传前请确认文件不涉密；涉密文件不得上传。")
    name = _plain(name)
    kind, content = await asyncio.to_thread(_checked, name, content, limit)
    return await _stored(work, name, content, FileKind(kind), held=True)


async def keep(work: "Work", name: str, content: bytes, kind: FileKind) -> File:
    """Store a content that was made here, and make its row for the acting organ."""
    return await _stored(work, name, content, kind, held=False)


async def _stored(work: "Work", name: str, content: bytes, kind: FileKind, *, held: bool) -> File:
    person_id = work.actor.person_id if work.actor else None
    digest = hashlib.sha256(content).hexdigest()
    await lock_content(work.session, digest)
    await work.platform.blobs.put(digest, content)
    row = File(
        organ_id=work.acting_organ.id,
        name=name,
        kind=str(kind.value),
        size=len(content),
        digest=digest,
        uploaded_by=person_id,
        held_by=person_id if held else None,
        package_id=None,
    )
    work.session.add(row)
    await work.session.flush()
    return row


async def lock_content(session: AsyncSession, *digests: str, alone: bool = False) -> None:
    """Until the transaction ends nobody drops the contents; with `alone` nobody stores them either.

    It is taken before a file row comes to rest on a content that is stored already.
    """
    lock = sa.func.pg_advisory_xact_lock if alone else sa.func.pg_advisory_xact_lock_shared
    # In one order, so that no two wait for each other.
    rows = [(one,) for one in sorted(digests)]
    if digests:
        wanted = sa.values(sa.column("digest", sa.Text), name="wanted").data(rows).c.digest
        await session.execute(sa.select(lock(sa.func.hashtextextended(wanted, 0))))


def _plain(name: str) -> str:
    """A name without folders and without what cannot be shown or kept."""
    shown = "".join(one for one in name.replace("\\", "/") if one.isprintable())
    return Path(shown).name[-200:] or "未命名"


def _checked(name: str, content: bytes, limit: int) -> tuple[str, bytes]:
    if not content:
        raise Invalid("FILE_EMPTY", f"文件“{name}”是空的，请重新选择文件后上传。")
    if len(content) > limit:
        raise Invalid("FILE_TOO_LARGE", f"文件“{name}”超过{limit >> 20}MB，请压缩或拆分后上传。")
    try:
        kind = sniffing.sniff(content, name)
    except sniffing.UnknownFile as reason:
        raise Invalid(
            "FILE_TYPE",
            f"文件“{name}”的内容与扩展名不符，或不是可以接收的类型"
            "（docx、xlsx、PDF、OFD、WPS、PNG、JPEG、MP4、MOV）。请另存为其中一种后上传。",
        ) from reason
    _refuse_classified(name, content, kind)
    return str(kind.value), sniffing.strip_position(content, kind)


def _refuse_classified(name: str, content: bytes, kind: sniffing.FileKind) -> None:
    try:
        text = sniffing.read_text(content, kind)
    except sniffing.UnreadableFile as reason:
        raise Invalid(
            "FILE_UNREADABLE", f"文件“{name}”打不开，可能已损坏或加密。请重新导出后上传。"
        ) from reason
    mark = sniffing.classified_mark(text)
    if mark is not None:
        raise Refused(
            "FILE_CLASSIFIED",
            f"文件“{name}”标有密级（{mark}），不得上传。请按保密规定处理。",
        )


def readable(person_id: UUID | None) -> Any:
    """The condition on an organ's files for one of its people: the organ's, and their own."""
    return sa.or_(File.held_by.is_(None), File.held_by == person_id)


async def read(work: "Work", file_id: UUID) -> File:
    """A file that the acting person reads, or NotFound; who holds it stays as it is."""
    (row,) = await _readable(work, [file_id])
    return row


@dataclass(frozen=True)
class Shown:
    """What a browser shows of a file, and under which policy."""

    content: bytes
    media_type: str
    policy: str


FRAMED = "default-src 'none'; frame-ancestors 'self'"
ALONE = f"{FRAMED}; sandbox"
"""Whatever the content turns out to be, it runs nothing and is of no origin."""

AS_THEY_ARE = {
    # Older Chromium shows no PDF in a sandbox; its own viewer runs apart from our pages.
    FileKind.PDF: ("application/pdf", FRAMED),
    FileKind.PNG: ("image/png", ALONE),
    FileKind.JPEG: ("image/jpeg", ALONE),
}


async def shown(row: File, content: bytes) -> Shown:
    """A PDF or a picture as it is, a Word file as its plain text; anything else is refused.

    The media type is ours, by what the content was found to be: no file says it of itself.
    """
    kind = FileKind(row.kind)
    if kind in AS_THEY_ARE:
        return Shown(content, *AS_THEY_ARE[kind])
    if kind is FileKind.DOCX:
        try:
            text = await asyncio.to_thread(sniffing.body_text, content)
        except sniffing.UnreadableFile as reason:
            raise Refused(*NOT_SHOWN) from reason
        return Shown(text.encode(), "text/plain", ALONE)
    raise Refused(*NOT_SHOWN)


NOT_SHOWN = ("FILE_NOT_SHOWN", "这种文件不能在页面上直接看，请下载后打开。")


async def owned(work: "Work", file_id: UUID, *, held: bool = False) -> File:
    """The acting organ's file, or NotFound; taken for the organ as by `owned_files`."""
    (row,) = await owned_files(work, [file_id], held=held)
    return row


async def owned_files(work: "Work", file_ids: Sequence[UUID], *, held: bool = False) -> list[File]:
    """The acting organ's files, in the order asked for and by one query; NotFound if one is not.

    An upload is held by its uploader: nobody else of the organ finds it. Here a verb takes it for
    the organ. With `held` it stays with whoever uploaded it, as what belongs to a record that not
    the whole organ sees must; who sees that record is then given a row of their own (`hold`).
    """
    rows = await _readable(work, file_ids)
    for row in rows:
        if row.held_by is not None and not held:
            row.held_by = None
    return rows


def hold(work: "Work", *rows: File) -> None:
    """Leave files that a verb just made to the acting person alone."""
    for row in rows:
        row.held_by = work.acting_person.person_id


async def intact(work: "Work", digest: str) -> bool:
    """Whether the stored content of a digest is there, and still is what was stored."""
    try:
        content = await work.platform.blobs.get(digest)
    except FileNotFoundError:
        return False
    return await asyncio.to_thread(_digest_of, content) == digest


def _digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def _readable(work: "Work", file_ids: Sequence[UUID]) -> list[File]:
    if not file_ids:
        return []
    wanted = sa.select(File).where(File.id.in_(file_ids))
    # A visitor has no organ and finds nothing; the core's own jobs act for nobody and find all.
    if work.actor is not None:
        wanted = wanted.where(readable(work.actor.person_id))
    found = {row.id: row for row in await work.session.scalars(wanted)}
    if not found.keys() >= set(file_ids):
        raise NotFound("文件")
    erased = next((row for row in found.values() if row.erased_on is not None), None)
    if erased is not None:
        raise Refused(
            "FILE_ERASED",
            f"这份文件的内容已于{erased.erased_on}按个人信息保护法第四十七条删除，不能再取用；"
            "需要材料的，请另行上传不含该个人信息的一份。",
        )
    return [found[one] for one in file_ids]
