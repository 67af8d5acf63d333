"""The yearly table is owed by a day, sent up, and received."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "deputy_files_received_table",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("from_body_name", sa.Text(), nullable=False),
        sa.Column("from_organ_name", sa.Text(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("deputies", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sheet_file_id", sa.Uuid(), nullable=True),
        sa.Column("word_file_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_received_table")),
        sa.UniqueConstraint(
            "tenant_id",
            "package_id",
            name=op.f("uq_deputy_files_received_table_tenant_id_package_id"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_files_received_table_tenant_id_year_received_on"),
        "deputy_files_received_table",
        ["tenant_id", "year", "received_on"],
        unique=False,
    )
    op.create_table(
        "deputy_files_yearly_table",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rule_text", sa.Text(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_name", sa.Text(), nullable=True),
        sa.Column("sent_to", sa.Text(), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("deputies", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sheet_file_id", sa.Uuid(), nullable=True),
        sa.Column("word_file_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organ_id"],
            ["organ.tenant_id", "organ.id"],
            name=op.f("fk_deputy_files_yearly_table_tenant_id_organ_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_yearly_table")),
        sa.UniqueConstraint(
            "tenant_id",
            "term",
            "year",
            name=op.f("uq_deputy_files_yearly_table_tenant_id_term_year"),
        ),
    )
    op.create_index(
        op.f("ix_deputy_files_yearly_table_tenant_id_year_term"),
        "deputy_files_yearly_table",
        ["tenant_id", "year", "term"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_deputy_files_yearly_table_tenant_id_year_term"),
        table_name="deputy_files_yearly_table",
    )
    op.drop_table("deputy_files_yearly_table")
    op.drop_index(
        op.f("ix_deputy_files_received_table_tenant_id_year_received_on"),
        table_name="deputy_files_received_table",
    )
    op.drop_table("deputy_files_received_table")
