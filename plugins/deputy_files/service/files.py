"""Files: opened for every deputy of a term, moved with the person, archived at the term's end."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    Invalid,
    Mandate,
    MandateStatus,
    NotFound,
    Organ,
    OrganKind,
    Refused,
    Work,
    announce,
    as_name,
    on_day,
    today,
)
from plugins.deputy_files.models import DeputyFile, FileMove
from plugins.deputy_files.service.yearly import begin_next, stop_tables

KEEPERS = {OrganKind.LIAISON_STATION, OrganKind.SUBDISTRICT_WORKING_COMMITTEE}
OFFICES = {OrganKind.DELEGATION_OFFICE}


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Whose files: all of a term, or these mandates; who keeps them and which office reads them."""

    term: int
    mandates: tuple[UUID, ...] = ()
    station: str | None = None
    office: str | None = None


async def open_files(work: Work, opening: Opening) -> tuple[DeputyFile, int]:
    """Open the files that are missing (任职建档); how many were opened."""
    wanted = sa.select(Mandate).where(
        Mandate.term == opening.term, Mandate.status != MandateStatus.ENDED
    )
    if opening.mandates:
        wanted = wanted.where(Mandate.id.in_(opening.mandates))
    mandates = list(await work.session.scalars(wanted.order_by(Mandate.id).with_for_update()))
    if opening.mandates and len(mandates) != len(set(opening.mandates)):
        raise NotFound("代表资格")
    station = await _keeper(work, opening.station, KEEPERS, "联络站")
    office = await _keeper(work, opening.office, OFFICES, "代表团联络处")
    known = await known_files(work, [one.id for one in mandates])
    opened = _opened((one for one in mandates if one.id not in known), station, office)
    if not opened:
        raise Refused("FILES_OPENED", "这些代表的履职档案都已经建立，不需要重复建立。")
    work.session.add_all(opened)
    await work.session.flush()
    await begin_next(work, opening.term)
    told = {"term": opening.term, "count": len(opened)}
    announce(work, "deputy_files.open_files", opened[0], told)
    return opened[0], len(opened)


async def known_files(work: Work, mandate_ids: Sequence[UUID]) -> dict[UUID, DeputyFile]:
    """Files by the mandate they belong to."""
    rows = await work.session.scalars(
        sa.select(DeputyFile).where(DeputyFile.mandate_id.in_(mandate_ids))
    )
    return {row.mandate_id: row for row in rows}


def _opened(
    mandates: Iterable[Mandate], station: UUID | None, office: UUID | None
) -> list[DeputyFile]:
    return [
        DeputyFile(
            id=uuid7(),
            mandate_id=one.id,
            person_id=one.person_id,
            name=one.name,
            term=one.term,
            district=one.district,
            station_organ_id=station,
            office_organ_id=office,
            opened_on=today(),
            archived_on=None,
        )
        for one in mandates
    ]


async def files_for(work: Work, mandates: Sequence[Mandate]) -> dict[UUID, DeputyFile]:
    """The file of each mandate, opened where there is none yet; no event of its own."""
    ids = [one.id for one in mandates]
    # Somebody may be opening the same files at this moment: whoever comes second finds them.
    locked = sa.select(Mandate.id).where(Mandate.id.in_(ids)).order_by(Mandate.id)
    await work.session.execute(locked.with_for_update())
    known = await known_files(work, ids)
    opened = _opened((one for one in mandates if one.id not in known), None, None)
    work.session.add_all(opened)
    await work.session.flush()
    return known | {one.mandate_id: one for one in opened}


async def _keeper(work: Work, code: str | None, kinds: set[OrganKind], title: str) -> UUID | None:
    if code is None:
        return None
    organ = await work.session.scalar(
        sa.select(Organ).where(Organ.code == code, Organ.closed_on.is_(None))
    )
    if organ is None or organ.kind not in kinds:
        raise Invalid(
            "KEEPER_UNKNOWN",
            f"没有代码为“{code}”的{title}，请核对机关代码和机关类别。",
            field="station",
        )
    return organ.id


async def move_file(work: Work, file_id: UUID, station: str, reason: str) -> DeputyFile:
    """Hand a file over to another station (档随人走); the move is kept."""
    file = await own_file(work, file_id)
    if not reason.strip():
        raise Invalid(
            "REASON_EMPTY", "请写明转移档案的原因，如代表调动、联络站调整。", field="reason"
        )
    goes_to = await _keeper(work, station, KEEPERS, "联络站")
    if goes_to == file.station_organ_id:
        raise Refused("FILE_THERE", "档案已经由该联络站保管，不需要转移。")
    work.session.add(
        FileMove(
            file_id=file.id,
            from_organ_id=file.station_organ_id,
            to_organ_id=goes_to,
            moved_on=today(),
            reason=reason.strip(),
            moved_by=work.acting_person.person_id,
            moved_by_name=work.acting_person.name,
        )
    )
    file.station_organ_id = goes_to
    announce(work, "deputy_files.move_file", file, {"station": station})
    return file


async def own_file(work: Work, file_id: UUID) -> DeputyFile:
    """A file that is not archived, locked for the verb."""
    file = await work.session.scalar(
        sa.select(DeputyFile).where(DeputyFile.id == file_id).with_for_update()
    )
    if file is None:
        raise NotFound("履职档案")
    require_open(file)
    return file


def require_open(file: DeputyFile) -> None:
    """Refuse what an archived file does not take any more."""
    if file.archived_on is not None:
        raise Refused(
            "FILE_ARCHIVED",
            f"该档案已于{on_day(file.archived_on)}按届归档，不能再写入，请核对届次。",
        )


async def archive_files(work: Work, term: int) -> tuple[DeputyFile, int]:
    """Archive all files of a term (按届期存档); they stay readable and take nothing more."""
    files = list(
        await work.session.scalars(
            sa.select(DeputyFile)
            .where(DeputyFile.term == term, DeputyFile.archived_on.is_(None))
            .order_by(DeputyFile.id)
            .with_for_update()
        )
    )
    if not files:
        raise Refused("NO_OPEN_FILES", f"第{term}届没有尚未归档的履职档案，请核对届次。")
    for file in files:
        file.archived_on = today()
    await stop_tables(work, term)
    announce(work, "deputy_files.archive_files", files[0], {"term": term, "count": len(files)})
    return files[0], len(files)


def file_list(
    term: int | None, station: str | None, *, archived: bool | None, name: str | None = None
) -> sa.Select[DeputyFile]:
    """Files by name, of a term, of a station."""
    listing = sa.select(DeputyFile).order_by(DeputyFile.name)
    if name is not None and name.strip():
        listing = listing.where(DeputyFile.name.icontains(as_name(name), autoescape=True))
    if term is not None:
        listing = listing.where(DeputyFile.term == term)
    if station is not None:
        organ = sa.select(Organ.id).where(Organ.code == station).scalar_subquery()
        listing = listing.where(DeputyFile.station_organ_id == organ)
    if archived is None:
        return listing
    over = DeputyFile.archived_on
    return listing.where(over.is_not(None) if archived else over.is_(None))
