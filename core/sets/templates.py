"""The practice of a place as a template for others: “like Xintai”, “like Pingshan” (样板).

Which places offer theirs is data (`[template]` in the place's `practice.toml`); the values are
those that ship for the place, and for the city and province above it, as far as these are not above
the body that follows them too.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import events, practice
from core.errors import NotFound, Refused
from core.practice import PracticeValue
from core.sets.adopting import Adoption, adopt
from core.sets.comparing import PracticeSet, SetValue
from core.tenancy import Body, Jurisdiction

if TYPE_CHECKING:
    from core.work import Work


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """What a template is called, what it is known for, and which plugins it goes with."""

    title: str
    summary: str
    plugins: tuple[str, ...]


async def template_list(session: AsyncSession) -> list[tuple[str, Template]]:
    """Every template with the code of its place."""
    rows = await session.scalars(
        sa.select(Jurisdiction)
        .where(Jurisdiction.template.is_not(None))
        .order_by(Jurisdiction.code)
    )
    return [(row.code, msgspec.convert(row.template, Template)) for row in rows]


async def template_set(work: "Work", code: str, day: date) -> tuple[Template, PracticeSet]:
    """A template as a set of values for a body like this one, on a day."""
    place = await work.session.get(Jurisdiction, code)
    if place is None or place.template is None:
        raise NotFound("样板")
    template = msgspec.convert(place.template, Template)
    own = await work.session.get_one(Jurisdiction, work.body.jurisdiction_code)
    values = await _values(work, template, place, set(place.chain) - set(own.chain), day)
    return template, PracticeSet(plugins=template.plugins, values=values)


async def _values(
    work: "Work", template: Template, place: Jurisdiction, foreign: set[str], day: date
) -> tuple[SetValue, ...]:
    shipped = list(
        await work.session.scalars(
            sa.select(PracticeValue).where(
                PracticeValue.jurisdiction_code.in_(place.chain), PracticeValue.body_id.is_(None)
            )
        )
    )
    found = list[SetValue]()
    for name, setting in work.platform.plugins.settings.items():
        if name.partition(".")[0] not in template.plugins:
            continue
        holding = practice.resolve(setting, shipped, work.body, place.chain, day).holding
        if holding is not None and holding.jurisdiction_code in foreign:
            found.append(SetValue(setting=name, value=holding.value, rule_text=holding.rule_text))
    return tuple(found)


async def apply_template(work: "Work", code: str, how: Adoption) -> Body:
    """Adopt a template, or some of it, on a paper of the body's own."""
    template, wanted = await template_set(work, code, how.valid_from)
    on = await work.platform.plugins_on(work.session)
    rows, _ = await adopt(work, wanted, on, how, f"参照样板：{template.title}")
    if not rows:
        raise Refused("SET_NOTHING", "这套做法与现行的相同，或者所属插件没有启用，没有可以采用的。")
    body = await work.session.get_one(Body, work.body.id)
    events.announce(
        work,
        "core.apply_template",
        body,
        {"template": code, "settings": [row.setting for row in rows], "basis": how.rule_title},
    )
    return body
