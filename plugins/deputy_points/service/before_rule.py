"""Entries from before the first rule: copies that have no line, how many, and why."""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import Mandate, on_day
from plugins.deputy_points.models import EntryCopy, RuleVersion


class BeforeRule(msgspec.Struct, frozen=True, kw_only=True):
    """How many copies of confirmed entries lie before the first rule; all of them without one."""

    copies: int
    first_from: date | None

    @property
    def text(self) -> str:
        """Why those entries have no lines."""
        if self.first_from is None:
            return (
                f"还没有启用积分规则，{self.copies}条经确认的履职记录只存副本，没有积分；"
                "启用规则以后，自启用之日起的记入台账。"
            )
        return (
            f"第一版积分规则自{on_day(self.first_from)}起计分；在此以前的{self.copies}条履职记录只存副本，"
            "不进台账，没有积分：规则不溯及既往。"
        )


async def before_rule(session: AsyncSession, person_id: UUID | None = None) -> BeforeRule:
    """Of the whole body, or of one person's mandates."""
    first = await session.scalar(sa.select(sa.func.min(RuleVersion.valid_from)))
    counted = sa.select(sa.func.count()).select_from(EntryCopy)
    if first is not None:
        counted = counted.where(EntryCopy.held_on < first)
    if person_id is not None:
        own = sa.select(Mandate.id).where(Mandate.person_id == person_id)
        counted = counted.where(EntryCopy.mandate_id.in_(own))
    return BeforeRule(copies=await session.scalar(counted) or 0, first_from=first)
