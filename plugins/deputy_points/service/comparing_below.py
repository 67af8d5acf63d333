"""A ranking of what bodies beneath have published: it reads nothing but the public catalogue."""

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased

from core import Body, BodyStatus, Invalid, Level, Published, Refused, Work, today, value_of
from plugins.deputy_points.practice import RANKING_BELOW
from plugins.deputy_points.service.listing import PLUGIN

MOST = 100
"""How many places one answer gives."""


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy of a body beneath, as that body published it, with a place among all of them."""

    place: int
    body: str
    name: str
    district: str
    points: int
    rule: str | None


class RankingBelow(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the ranking, and how many deputies and bodies there are in it."""

    bodies: int
    deputies: int
    rows: list[Ranked]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which period of which level's bodies, and which part of the ranking."""

    year: int
    period: str
    level: Level
    first: int
    skip: int


async def ranking_below(work: Work, asked: Asked) -> RankingBelow:
    """Rank what the bodies of a level beneath have published and ranked themselves (合并排名)."""
    if (await value_of(work, RANKING_BELOW, today())).value is not True:
        raise Refused("POINTS_RANKING_OFF", "本机构没有规定把下级机构公布的积分合并排名，不排名。")
    if not 0 <= asked.first <= MOST or asked.skip < 0:
        raise Invalid(
            "PAGE_SIZE", f"每页条数须在0到{MOST}之间，跳过的条数不能小于0。", field="first"
        )
    listed = _listed(work.body, asked).subquery()
    counted = await work.session.execute(
        sa.select(
            sa.func.count(sa.distinct(listed.c.code)),
            sa.func.coalesce(sa.func.sum(sa.func.jsonb_array_length(listed.c.rows)), 0),
        )
    )
    bodies, deputies = counted.one()
    rows = await work.session.execute(_ranked(listed).limit(asked.first).offset(asked.skip))
    return RankingBelow(
        bodies=bodies,
        deputies=int(deputies),
        rows=[Ranked(**row) for row in rows.mappings()],
    )


def _listed(body: Body, asked: Asked) -> Any:
    """The last public list of a period of each body beneath that ranks its own deputies."""
    later = aliased(Published)
    corrected = sa.exists().where(
        later.body_id == Published.body_id,
        # Taken down since or not: what was corrected in public does not come back.
        later.plugin == PLUGIN,
        later.facts["year"].as_integer() == asked.year,
        later.facts["period"].astext == asked.period,
        # Nothing is published after a correction of it was: the last one entered corrects the
        # others, also where a list between the two was never published.
        later.id > Published.id,
    )
    return (
        sa.select(
            Body.code,
            Body.name.label("body"),
            Published.facts["rows"].label("rows"),
            Published.facts["rule"].astext.label("rule"),
        )
        .join(Body, Body.id == Published.body_id)
        .where(
            Body.lineage.contains([str(body.id)]),
            Body.id != body.id,
            Body.level == asked.level,
            Body.status == BodyStatus.ACTIVE,
            Published.plugin == PLUGIN,
            Published.withdrawn_at.is_(None),
            Published.facts["year"].as_integer() == asked.year,
            Published.facts["period"].astext == asked.period,
            # A body that does not rank its deputies does not have them ranked above either.
            Published.facts["rows"][0]["place"].astext.is_not(None),
            ~corrected,
        )
    )


def _ranked(listed: sa.Subquery) -> Any:
    """Every deputy of those lists; equals share a place, the next is skipped."""
    told = sa.func.jsonb_array_elements(listed.c.rows).table_valued(sa.column("value", JSONB))
    points = told.c.value["points"].as_integer()
    name = told.c.value["name"].astext
    return (
        sa.select(
            sa.func.rank().over(order_by=points.desc()).label("place"),
            listed.c.body,
            name.label("name"),
            told.c.value["district"].astext.label("district"),
            points.label("points"),
            listed.c.rule,
        )
        .select_from(listed.join(told, sa.true()))
        .order_by(points.desc(), listed.c.code, name)
    )
