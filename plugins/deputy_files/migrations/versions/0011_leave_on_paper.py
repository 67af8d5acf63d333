"""A leave on paper keeps the paper's day, and is withdrawn where it was recorded by mistake."""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0011"
down_revision = "0010"

TABLE = "deputy_files_leave"
BEFORE = ("requested", "approved", "declined", "withdrawn")
FRESH = "mistaken"
COLUMNS = {
    "paper_on": sa.Date(),
    "withdrawn_on": sa.Date(),
    "withdrawn_by_name": sa.Text(),
    "withdrawn_reason": sa.Text(),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column(TABLE, sa.Column(name, kind, nullable=True))
    _let((*BEFORE, FRESH))


def downgrade() -> None:
    connection = op.get_bind()
    with without_locks(connection, TABLE):
        connection.execute(
            sa.text(f"UPDATE {TABLE} SET state = 'withdrawn' WHERE state = '{FRESH}'")
        )
    _let(BEFORE)
    for name in COLUMNS:
        op.drop_column(TABLE, name)


def _let(states: tuple[str, ...]) -> None:
    name = op.f(f"ck_{TABLE}_leavestate")
    op.drop_constraint(name, TABLE, type_="check")
    op.create_check_constraint(name, TABLE, sa.column("state").in_(states))
