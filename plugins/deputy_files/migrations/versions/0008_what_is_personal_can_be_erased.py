"""Personal words of what was confirmed can be erased; people are told how data are handled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "deputy_files_notice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_notice_tenant_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_notice")),
        sa.UniqueConstraint(
            "tenant_id",
            "file_id",
            "digest",
            name=op.f("uq_deputy_files_notice_tenant_id_file_id_digest"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "deputy_files_erasure",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("leave_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "erased",
                "refused",
                name="erasurestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.Text(), nullable=True),
        sa.Column("asked_why", sa.Text(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "purpose",
                "period",
                "consent",
                "unlawful",
                "other_law",
                name="erasureground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("entries", JSONB(), nullable=False),
        sa.Column("contents", JSONB(), nullable=False),
        sa.Column("staying", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["deputy_files_entry.tenant_id", "deputy_files_entry.id"],
            name=op.f("fk_deputy_files_erasure_tenant_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_erasure_tenant_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draft_id"],
            ["deputy_files_draft.tenant_id", "deputy_files_draft.id"],
            name=op.f("fk_deputy_files_erasure_tenant_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "leave_id"],
            ["deputy_files_leave.tenant_id", "deputy_files_leave.id"],
            name=op.f("fk_deputy_files_erasure_tenant_id_leave_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_erasure")),
    )
    op.create_index(
        op.f("ix_deputy_files_erasure_tenant_id_entry_id"),
        "deputy_files_erasure",
        ["tenant_id", "entry_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_erasure_tenant_id_draft_id"),
        "deputy_files_erasure",
        ["tenant_id", "draft_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_erasure_tenant_id_file_id"),
        "deputy_files_erasure",
        ["tenant_id", "file_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_erasure_tenant_id_leave_id"),
        "deputy_files_erasure",
        ["tenant_id", "leave_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_erasure_tenant_id_state_asked_on"),
        "deputy_files_erasure",
        ["tenant_id", "state", "asked_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_likeness_tenant_id_other_entry_id"),
        "deputy_files_likeness",
        ["tenant_id", "other_entry_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_looked_tenant_id_other_entry_id"),
        "deputy_files_looked",
        ["tenant_id", "other_entry_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_deputy_files_looked_tenant_id_other_entry_id"), table_name="deputy_files_looked"
    )
    op.drop_index(
        op.f("ix_deputy_files_likeness_tenant_id_other_entry_id"),
        table_name="deputy_files_likeness",
    )
    op.drop_index(
        op.f("ix_deputy_files_erasure_tenant_id_state_asked_on"), table_name="deputy_files_erasure"
    )
    op.drop_index(
        op.f("ix_deputy_files_erasure_tenant_id_leave_id"), table_name="deputy_files_erasure"
    )
    op.drop_index(
        op.f("ix_deputy_files_erasure_tenant_id_file_id"), table_name="deputy_files_erasure"
    )
    op.drop_index(
        op.f("ix_deputy_files_erasure_tenant_id_entry_id"), table_name="deputy_files_erasure"
    )
    op.drop_index(
        op.f("ix_deputy_files_erasure_tenant_id_draft_id"), table_name="deputy_files_erasure"
    )
    op.drop_table("deputy_files_erasure")
    op.drop_table("deputy_files_notice")
