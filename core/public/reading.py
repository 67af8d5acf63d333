"""What there is to show: the sections that a visitor may see, and the entries in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, JSONPATH, array
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Expected, NotFound
from core.graphql.context import Context
from core.platform import Platform
from core.public_sections import PublicSection
from core.published import Published
from core.tenancy import Body, BodyStatus

PAGE_SIZE = 20
LATEST = 5
"""How many entries of a section the front page shows."""

MOST_PAGES = 2_500
LONGEST_SEARCH = 60
IDENTIFIER = "^[0-9a-f-]{32,}$"
"""An id or a digest, which nobody reads."""


class Gone(Expected):
    """It was public and is not any more."""

    def __init__(self, message: str) -> None:
        super().__init__("PUBLIC_GONE", message)


class Moved(Exception):
    """What was published anew stands under another id."""

    def __init__(self, entry_id: UUID) -> None:
        self.entry_id = entry_id


@dataclass(frozen=True)
class Shelf:
    """A section, how many entries it has, and the latest of them."""

    section: PublicSection
    count: int
    latest: Sequence[Published]


@dataclass(frozen=True)
class Found:
    """One page of a section's list."""

    entries: Sequence[Published]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE_SIZE))


def sections(context: Context) -> list[PublicSection]:
    """The sections of the plugins that the body has on, as far as a visitor may see them."""
    declared = context.platform.plugins.public
    on = [name for name in context.platform.plugins.names if name in context.plugins_on]
    return [one for name in on for one in declared.get(name, []) if context.may(one.action)]


def section(context: Context, name: str) -> PublicSection:
    """The section of this name, or a refusal."""
    for one in sections(context):
        if one.name == name:
            return one
    raise NotFound("公开栏目")


def _standing(context: Context, one: PublicSection) -> sa.Select[Any]:
    listing = sa.select(Published).where(
        Published.body_id == context.body.id,
        Published.plugin == one.plugin,
        Published.withdrawn_at.is_(None),
    )
    return listing if one.kind is None else listing.where(_kind() == one.kind)


def _kind() -> Any:
    return Published.facts["kind"].as_string()


async def shelves(context: Context) -> list[Shelf]:
    """Every section with its number of entries and the latest: two queries, however many."""
    shown = sections(context)
    told = (
        sa.select(Published.id, Published.published_on, Published.plugin, _kind().label("kind"))
        .where(Published.body_id == context.body.id, Published.withdrawn_at.is_(None))
        .subquery()
    )
    of_kind = (told.c.plugin, told.c.kind)
    place = sa.func.row_number().over(
        partition_by=of_kind, order_by=(told.c.published_on.desc(), told.c.id.desc())
    )
    ranked = sa.select(told.c.id, place.label("place")).subquery()
    async with context.reading() as session:
        counted = await session.execute(sa.select(*of_kind, sa.func.count()).group_by(*of_kind))
        counts = {(row[0], row[1]): row[2] for row in counted}
        latest = await session.scalars(
            sa.select(Published)
            .join(ranked, ranked.c.id == Published.id)
            .where(ranked.c.place <= LATEST)
            .order_by(Published.published_on.desc(), Published.id.desc())
        )
        entries = list(latest)
    shelves = [_shelf(one, counts, entries) for one in shown]
    # Where there is nothing to read comes last.
    return sorted(shelves, key=lambda shelf: not shelf.count)


def _shelf(
    one: PublicSection, counts: dict[tuple[str, str | None], int], entries: list[Published]
) -> Shelf:
    count = sum(
        number
        for (plugin, kind), number in counts.items()
        if plugin == one.plugin and one.kind in (None, kind)
    )
    here = [entry for entry in entries if entry.plugin == one.plugin and one.shows(entry.facts)]
    return Shelf(one, count, here[:LATEST])


async def entries_of(context: Context, one: PublicSection, search: str, page: int) -> Found:
    """One page of a section, the latest first; `search` is looked for in all that is shown."""
    listing = _standing(context, one)
    if search:
        listing = listing.where(
            sa.or_(Published.title.icontains(search, autoescape=True), _says(search))
        )
    async with context.reading() as session:
        count = await session.scalar(sa.select(sa.func.count()).select_from(listing.subquery()))
        page = min(page, max(1, -(-(count or 0) // PAGE_SIZE)))
        found = await session.scalars(
            listing.order_by(Published.published_on.desc(), Published.id.desc())
            .limit(PAGE_SIZE)
            .offset((page - 1) * PAGE_SIZE)
        )
        return Found(list(found), count or 0, page)


def _says(search: str) -> sa.ColumnElement[bool]:
    """Whether a word or number of the facts has it; not how a fact is called, and no id."""
    facts = Published.facts.op("-", return_type=JSONB)("kind")
    found = sa.func.jsonb_path_query(facts, sa.cast("$.**", JSONPATH))
    value = sa.column("value", JSONB)
    told = found.table_valued(value).render_derived()
    words = told.c.value.op("#>>", return_type=sa.Text)(sa.cast(array([]), ARRAY(sa.Text)))
    return (
        sa.select(sa.literal(1))
        .select_from(told)
        .where(
            sa.func.jsonb_typeof(told.c.value).in_(["string", "number"]),
            words.icontains(search, autoescape=True),
            sa.not_(words.regexp_match(IDENTIFIER)),
        )
        .correlate(Published)
        .exists()
    )


async def entry(context: Context, entry_id: UUID) -> tuple[PublicSection, Published]:
    """A standing entry and its section; `Moved` to what replaced it, `Gone` without that."""
    async with context.reading() as session:
        found = await session.scalar(
            sa.select(Published).where(
                Published.body_id == context.body.id, Published.id == entry_id
            )
        )
        if found is None:
            raise NotFound("公开的内容")
        one = _section_of(context, found)
        if found.withdrawn_at is not None:
            await _move(session, found)
            raise Gone(one.gone)
    return one, found


async def latest(context: Context, entry_id: UUID) -> tuple[PublicSection, Published]:
    """The same, but what was published anew meanwhile stands for what it replaced."""
    try:
        return await entry(context, entry_id)
    except Moved as moved:
        return await entry(context, moved.entry_id)


async def _move(session: AsyncSession, old: Published) -> None:
    now = await session.scalar(
        sa.select(Published.id).where(
            Published.body_id == old.body_id,
            Published.plugin == old.plugin,
            Published.subject_id == old.subject_id,
            Published.withdrawn_at.is_(None),
        )
    )
    if now is not None:
        raise Moved(now)


def _section_of(context: Context, found: Published) -> PublicSection:
    """A plugin that is off shows nothing: nobody would take down what is out of date."""
    for one in sections(context):
        if one.plugin == found.plugin and one.shows(found.facts):
            return one
    raise NotFound("公开的内容")


async def bodies(platform: Platform, *, silent: bool = False) -> list[Body]:
    """Active bodies that have something public; the others, if `silent`."""
    something = sa.exists().where(Published.body_id == Body.id, Published.withdrawn_at.is_(None))
    asked = sa.not_(something) if silent else something
    async with platform.database.transaction(None) as session:
        found = await session.scalars(
            sa.select(Body).where(Body.status == BodyStatus.ACTIVE, asked).order_by(Body.code)
        )
        return list(found)


async def addresses(context: Context) -> list[tuple[str, str]]:
    """Paths of a body's public pages with the day each was published, for a sitemap."""
    shown = sections(context)
    async with context.reading() as session:
        found = await session.execute(
            sa.select(Published.id, Published.plugin, _kind(), Published.published_on)
            .where(Published.body_id == context.body.id, Published.withdrawn_at.is_(None))
            .order_by(Published.published_on.desc(), Published.id.desc())
            .limit(MOST_ADDRESSES)
        )
        rows = list(found)
    base = f"/p/{context.body.code}/"
    told = [(base, ""), *((f"{base}{one.name}", "") for one in shown)]
    for entry_id, plugin, kind, day in rows:
        if any(one.plugin == plugin and one.kind in (None, kind) for one in shown):
            told.append((f"{base}{entry_id}", str(day)))
    return told


MOST_ADDRESSES = 40_000
"""Of one sitemap; its format allows 50,000."""
