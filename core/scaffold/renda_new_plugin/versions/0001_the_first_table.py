"""The table of entries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "new_plugin_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_new_plugin_entry")),
    )
    op.create_index(
        op.f("ix_new_plugin_entry_tenant_id_dated_on"),
        "new_plugin_entry",
        ["tenant_id", "dated_on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("new_plugin_entry")
