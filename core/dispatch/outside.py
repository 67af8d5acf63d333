"""Parties outside the platform (平台之外的接收机关): a package becomes a folder, fed by hand.

Which parties those are, is data: `[[outside]]` in the `practice.toml` of a place. For each package
of theirs a folder is written below `RENDA_DATA_DIR/outside/<place>/<organ>/`: the files under
their own names, and `package.json` with what the package says and every file's digest.
"""

import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core.dispatch.packages import Outgoing
from core.kit.files import Blobs
from core.tenancy import Body, Jurisdiction, Organ

MANIFEST = "package.json"


class OutsideParty(msgspec.Struct, frozen=True, kw_only=True):
    """An organ that is no party of this platform; `adapter` says how packages reach it."""

    organ: str
    name: str
    adapter: Literal["folder"] = "folder"


async def outside_party(session: AsyncSession, to: tuple[str, str]) -> OutsideParty | None:
    """The party outside the platform at an address (place code, organ code), if there is one."""
    code, organ = to
    listed = await session.scalar(sa.select(Jurisdiction.outside).where(Jurisdiction.code == code))
    parties = msgspec.convert(listed or [], list[OutsideParty])
    return next((one for one in parties if one.organ == organ), None)


async def write_folder(
    root: Path, blobs: Blobs, package: Outgoing, sender: Body, from_organ: Organ
) -> Path:
    """Write a package as a folder, whole or not at all; what is there already stays as it is."""
    folder = root / package.to_body / package.to_organ / f"{package.number:06d}-{package.id}"
    if folder.exists():
        return folder
    half = folder.with_name(f".{folder.name}")
    await asyncio.to_thread(_start_anew, half)
    names = _file_names([described["name"] for described in package.files])
    for described, name in zip(package.files, names, strict=True):
        await blobs.copy_to(described["digest"], half / name)
    listed = [{**one, "name": name} for one, name in zip(package.files, names, strict=True)]
    await asyncio.to_thread(_finish, half, folder, _manifest(package, sender, from_organ, listed))
    return folder


def _start_anew(half: Path) -> None:
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)


def _finish(half: Path, folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    with (half / MANIFEST).open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    half.rename(folder)
    above = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(above)
    finally:
        os.close(above)


def _file_names(names: list[str]) -> list[str]:
    """The files' own names; the second of the same name, or one called like ours, is numbered."""
    taken = {MANIFEST}
    given = list[str]()
    for number, name in enumerate(names, 1):
        chosen = name if name not in taken else f"{number}-{name}"
        taken.add(chosen)
        given.append(chosen)
    return given


def _manifest(
    package: Outgoing, sender: Body, from_organ: Organ, files: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "package": str(package.id),
        "plugin": package.plugin,
        "kind": package.kind,
        "from": {
            "body": sender.code,
            "body_name": sender.name,
            "organ": from_organ.code,
            "organ_name": from_organ.name,
        },
        "to": {"body": package.to_body, "organ": package.to_organ},
        "sent_at": package.created_at.isoformat(),
        "payload": package.payload,
        "files": files,
        "digest": package.digest,
    }
