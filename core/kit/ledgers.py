"""Numbers of a register (编号): per body, series and year, without gaps and without doubles.

A number is drawn in the verb's transaction from a row that is locked until the commit; a verb that
is rolled back gives its number back.
"""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from core.db import Base, TenantOwned

if TYPE_CHECKING:
    from core.work import Work


class Counter(Base, TenantOwned):
    """The last number drawn in a series of a year."""

    __tablename__ = "counter"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "series", "year"),)

    series: Mapped[str]
    year: Mapped[int]
    last_number: Mapped[int]


async def draw_number(work: "Work", series: str, year: int) -> int:
    """The next number of the series in the year, starting at 1."""
    drawn = await work.session.scalar(
        insert(Counter)
        .values(tenant_id=work.body.id, series=series, year=year, last_number=1)
        .on_conflict_do_update(
            index_elements=["tenant_id", "series", "year"],
            set_={"last_number": Counter.last_number + 1},
        )
        .returning(Counter.last_number)
    )
    if drawn is None:
        raise AssertionError("an upsert returns its row")
    return drawn
