"""What was looked at when an entry was confirmed; the words of both sides are found again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "deputy_files_looked",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("likeness_id", sa.Uuid(), nullable=False),
        sa.Column(
            "likeness",
            sa.Enum(
                "same_photo",
                "same_text",
                "near_text",
                "same_hour",
                name="likeness",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("other_draft_id", sa.Uuid(), nullable=True),
        sa.Column("other_entry_id", sa.Uuid(), nullable=True),
        sa.Column("other_name", sa.Text(), nullable=False),
        sa.Column("other_title", sa.Text(), nullable=False),
        sa.Column("other_held_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["deputy_files_entry.tenant_id", "deputy_files_entry.id"],
            name=op.f("fk_deputy_files_looked_tenant_id_entry_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_looked")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_files_looked_tenant_id_entry_id"),
        "deputy_files_looked",
        ["tenant_id", "entry_id"],
        unique=False,
    )
    op.add_column("deputy_files_draft", sa.Column("joined_digest", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_deputy_files_draft_tenant_id_joined_digest"),
        "deputy_files_draft",
        ["tenant_id", "joined_digest"],
        unique=False,
    )
    op.add_column("deputy_files_entry", sa.Column("joined_digest", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_deputy_files_entry_tenant_id_joined_digest"),
        "deputy_files_entry",
        ["tenant_id", "joined_digest"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_likeness_tenant_id_other_draft_id"),
        "deputy_files_likeness",
        ["tenant_id", "other_draft_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_deputy_files_likeness_tenant_id_other_draft_id"),
        table_name="deputy_files_likeness",
    )
    op.drop_index(
        op.f("ix_deputy_files_entry_tenant_id_joined_digest"), table_name="deputy_files_entry"
    )
    op.drop_column("deputy_files_entry", "joined_digest")
    op.drop_index(
        op.f("ix_deputy_files_draft_tenant_id_joined_digest"), table_name="deputy_files_draft"
    )
    op.drop_column("deputy_files_draft", "joined_digest")
    op.drop_index(
        op.f("ix_deputy_files_looked_tenant_id_entry_id"), table_name="deputy_files_looked"
    )
    op.drop_table("deputy_files_looked")
