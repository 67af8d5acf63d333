"""An adjustment that was proposed and not decided is withdrawn by the unit that proposed it."""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0004"
down_revision = "0003"

TABLE = "people_votes_adjustment"
BEFORE = ("proposed", "adopted", "rejected", "noticed", "reported")
FRESH = "withdrawn"
COLUMNS = {
    "withdrawn_on": sa.Date(),
    "withdrawn_by_name": sa.Text(),
    "withdraw_reason": sa.Text(),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column(TABLE, sa.Column(name, kind, nullable=True))
    _let((*BEFORE, FRESH))


def downgrade() -> None:
    """What was withdrawn changed nothing, as what was not adopted."""
    connection = op.get_bind()
    with without_locks(connection, TABLE):
        connection.execute(
            sa.text(f"UPDATE {TABLE} SET state = 'rejected' WHERE state = '{FRESH}'")
        )
    _let(BEFORE)
    for name in COLUMNS:
        op.drop_column(TABLE, name)


def _let(states: tuple[str, ...]) -> None:
    name = op.f(f"ck_{TABLE}_adjustmentstate")
    op.drop_constraint(name, TABLE, type_="check")
    op.create_check_constraint(name, TABLE, sa.column("state").in_(states))
