"""What looks like an entry whose words were erased is told by its day and kind."""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0010"
down_revision = "0009"

TABLES = ("deputy_files_likeness", "deputy_files_looked")
BEFORE = ("same_photo", "same_text", "near_text", "same_hour")
FRESH = "erased_day"


def upgrade() -> None:
    for table in TABLES:
        _let(table, (*BEFORE, FRESH))


def downgrade() -> None:
    connection = op.get_bind()
    for table in TABLES:
        with without_locks(connection, table):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE likeness = '{FRESH}'"))
        _let(table, BEFORE)


def _let(table: str, likenesses: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_likeness")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column("likeness").in_(likenesses))
