"""Marks are given, and closed, by periods where the rule says so."""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for table in ("deputy_points_mark", "deputy_points_closing"):
        op.add_column(table, sa.Column("period", sa.Text(), server_default="", nullable=False))
    op.drop_constraint(
        op.f("uq_deputy_points_closing_tenant_id_year"), "deputy_points_closing", type_="unique"
    )
    op.create_unique_constraint(
        op.f("uq_deputy_points_closing_tenant_id_year_period"),
        "deputy_points_closing",
        ["tenant_id", "year", "period"],
    )


def downgrade() -> None:
    # What was said of a single period cannot be said of the year.
    connection = op.get_bind()
    for table in ("deputy_points_mark", "deputy_points_closing"):
        with without_locks(connection, table):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE period <> ''"))
    op.drop_constraint(
        op.f("uq_deputy_points_closing_tenant_id_year_period"),
        "deputy_points_closing",
        type_="unique",
    )
    op.create_unique_constraint(
        op.f("uq_deputy_points_closing_tenant_id_year"),
        "deputy_points_closing",
        ["tenant_id", "year"],
    )
    for table in ("deputy_points_closing", "deputy_points_mark"):
        op.drop_column(table, "period")
