"""Facts sent up: a county tells its city of what a city's deputy did, by a sealed package.

No body reads another's files. What arrives becomes a draft in the file that name and district
name; where they name none, or two, staff of the receiving body say whose it is.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import (
    File,
    Incoming,
    Invalid,
    Mandate,
    NotFound,
    Outgoing,
    Receiver,
    Refused,
    Work,
    announce,
    bears_name,
    code_above,
    now,
    own_files,
    owned_files,
    send,
    today,
    value_of,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, DraftEvidence, EntryDraft, ReceivedFact
from plugins.deputy_files.rules import EntrySource, EntryState
from plugins.deputy_files.service.comparing import note_likenesses
from plugins.deputy_files.service.files import own_file
from plugins.deputy_files.service.writing import (
    check_evidence,
    kind_of,
    require_day,
    require_short,
)

PLUGIN = "deputy_files"
KIND = "fact"


async def send_fact(work: Work, fact: rules.Fact, organ: str, file_ids: Sequence[UUID]) -> Outgoing:
    """Send what a deputy of the body above did to an organ of that body."""
    above = await code_above(work)
    if above is None:
        raise Refused("FACT_RECEIVER", "本机构没有上一级机构，请直接记入本级代表的档案。")
    if not fact.name.strip() or not fact.title.strip() or not fact.text.strip():
        raise Invalid("ENTRY_EMPTY", "请填写代表姓名、事项的标题和内容。", field="text")
    if date.fromisoformat(fact.held_on) > today():
        raise Invalid(
            "ENTRY_DAY",
            "日期晚于今天：还没有发生的事项不能报送，请改正。",
            field="heldOn",
        )
    require_short(fact.title, fact.text)
    files = await owned_files(work, list(dict.fromkeys(file_ids)))
    await check_evidence(work, files)
    package = await send(
        work,
        PLUGIN,
        KIND,
        to=(above, organ),
        payload=msgspec.to_builtins(fact),
        files=files,
    )
    announce(work, "deputy_files.send_fact", package, {"to": above, "organ": organ})
    return package


async def take_fact(work: Work, package: Incoming) -> None:
    """Take a fact in; a draft of the one file that it names, or a row that waits for staff."""
    fact = msgspec.convert(package.payload, rules.Fact)
    row = ReceivedFact(
        id=uuid7(),
        package_id=package.id,
        organ_id=package.organ_id,
        from_body_name=package.from_body_name,
        from_organ_name=package.from_organ_name,
        name=fact.name,
        district=fact.district,
        kind=fact.kind,
        held_on=date.fromisoformat(fact.held_on),
        title=fact.title,
        text=fact.text,
        place=fact.place,
        draft_id=None,
        unplaced=None,
    )
    work.session.add(row)
    files = await own_files(work, package)
    await work.session.flush()
    fitting = await _fitting(work, fact)
    kinds = (await value_of(work, practice.KINDS, today())).value or []
    if fact.kind not in {one.code for one in kinds}:
        row.unplaced = f"本机构没有“{fact.kind}”这种履职事项，请指定种类。"
    elif len(fitting) != 1:
        row.unplaced = (
            f"有{len(fitting)}名代表与“{fact.name}”相符，请指定是哪一位。"
            if fitting
            else f"没有与“{fact.name}”相符的履职档案，请核对后指定。"
        )
    else:
        try:
            await _draft(work, row, fitting[0], fact.kind, files)
        except Invalid as fault:
            row.unplaced = (
                f"不能记入{fact.name}的档案：{fault.message}请与来报的机关核对，由其重新报送。"
            )


async def _fitting(work: Work, fact: rules.Fact) -> Sequence[DeputyFile]:
    wanted = sa.select(DeputyFile).where(
        bears_name(DeputyFile.name, [fact.name]), DeputyFile.archived_on.is_(None)
    )
    if fact.district:
        wanted = wanted.where(DeputyFile.district == fact.district)
    return (await work.session.scalars(wanted.limit(practice.SHOWN_ALIKE))).all()


async def _draft(
    work: Work, row: ReceivedFact, file: DeputyFile, kind: str, files: Sequence[File]
) -> EntryDraft:
    """Put a fact into a file, where it is held to what an entry written here is held to."""
    mandate = await work.session.get_one(Mandate, (work.body.id, file.mandate_id))
    require_day(row.held_on, mandate)
    require_short(row.title, row.text)
    await check_evidence(work, files)
    draft = EntryDraft(
        id=uuid7(),
        file_id=file.id,
        mandate_id=file.mandate_id,
        state=EntryState.SUBMITTED,
        source=EntrySource.STATION,
        kind=kind,
        held_on=row.held_on,
        title=row.title,
        quantity=1,
        place=row.place,
        station_text=row.text,
        station_by_name=f"{row.from_body_name}{row.from_organ_name}",
        text_digest=rules.text_digest(row.title, row.text),
        submitted_at=now(),
        event_id=None,
    )
    work.session.add(draft)
    await work.session.flush()
    work.session.add_all(
        DraftEvidence(
            draft_id=draft.id,
            by_deputy=False,
            name=one.name,
            kind=one.kind,
            size=one.size,
            digest=one.digest,
        )
        for one in files
    )
    row.draft_id, row.unplaced = draft.id, None
    await work.session.flush()
    await note_likenesses(work, draft)
    return draft


async def place_fact(work: Work, fact_id: UUID, file_id: UUID, kind: str | None) -> EntryDraft:
    """Say in whose file a fact belongs that named nobody clearly."""
    row = await work.session.scalar(
        sa.select(ReceivedFact).where(ReceivedFact.id == fact_id).with_for_update()
    )
    if row is None:
        raise NotFound("来报的履职情况")
    if row.draft_id is not None:
        raise Refused("FACT_PLACED", "这一项已经记入档案，不需要再办理。")
    file = await own_file(work, file_id)
    found = await work.session.scalars(sa.select(File).where(File.package_id == row.package_id))
    chosen = (await kind_of(work, kind or row.kind)).code
    draft = await _draft(work, row, file, chosen, found.all())
    told = {"mandate": str(file.mandate_id), "package": str(row.package_id)}
    announce(work, "deputy_files.place_fact", draft, told)
    return draft


def fact_list(*, placed: bool) -> sa.Select[ReceivedFact]:
    """Facts that came, those that wait or those that were placed, the latest day first."""
    has = ReceivedFact.draft_id
    return (
        sa.select(ReceivedFact)
        .where(has.is_not(None) if placed else has.is_(None))
        .order_by(ReceivedFact.held_on.desc(), ReceivedFact.id.desc())
    )


async def facts_of(session: AsyncSession, keys: Sequence[UUID]) -> list[tuple[str, UUID] | None]:
    """The facts that came with these packages."""
    rows = await session.execute(
        sa.select(ReceivedFact.package_id, ReceivedFact.id).where(ReceivedFact.package_id.in_(keys))
    )
    found = {one[0]: ("ReceivedFact", one[1]) for one in rows}
    return [found.get(key) for key in keys]


FACTS = [
    # Whether it could be placed or waits for staff, the list of facts says.
    Receiver(
        kind=KIND,
        title="上级代表的履职情况",
        run=take_fact,
        about=facts_of,
        tells=lambda _package: True,
    )
]
