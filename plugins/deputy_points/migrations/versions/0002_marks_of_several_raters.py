"""Marks of several raters, and years that are closed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "deputy_points_closing",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_closing")),
        sa.UniqueConstraint(
            "tenant_id", "year", name=op.f("uq_deputy_points_closing_tenant_id_year")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "deputy_points_mark",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("rater_title", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_deputy_points_mark_tenant_id_mandate_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_mark")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_mark_tenant_id_mandate_id_year"),
        "deputy_points_mark",
        ["tenant_id", "mandate_id", "year"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_points_mark_tenant_id_year"),
        "deputy_points_mark",
        ["tenant_id", "year"],
        unique=False,
    )
