"""Filings that colleagues are given to read, and who read them when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "filing_review_circulation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("circulated_by_name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "filing_id"],
            ["filing_review_filing.tenant_id", "filing_review_filing.id"],
            name=op.f("fk_filing_review_circulation_tenant_id_filing_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_filing_review_circulation")),
    )
    op.create_index(
        op.f("ix_filing_review_circulation_tenant_id_filing_id"),
        "filing_review_circulation",
        ["tenant_id", "filing_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_filing_review_circulation_tenant_id_organ_id_person_id"),
        "filing_review_circulation",
        ["tenant_id", "organ_id", "person_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_filing_review_circulation_tenant_id_organ_id_person_id"),
        table_name="filing_review_circulation",
    )
    op.drop_index(
        op.f("ix_filing_review_circulation_tenant_id_filing_id"),
        table_name="filing_review_circulation",
    )
    op.drop_table("filing_review_circulation")
