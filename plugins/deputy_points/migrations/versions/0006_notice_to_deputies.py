"""That the deputies of a list were told, before anything of it is published."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "deputy_points_notice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("deputies", sa.BigInteger(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("notified_by_name", sa.Text(), nullable=False),
        sa.Column("own_until", sa.Date(), nullable=True),
        sa.Column("own_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["deputy_points_list.tenant_id", "deputy_points_list.id"],
            name=op.f("fk_deputy_points_notice_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_notice")),
        sa.UniqueConstraint(
            "tenant_id", "list_id", name=op.f("uq_deputy_points_notice_tenant_id_list_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )


def downgrade() -> None:
    op.drop_table("deputy_points_notice")
