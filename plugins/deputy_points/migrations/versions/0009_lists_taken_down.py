"""That a published list was taken down, when, by whom and why."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "deputy_points_withdrawal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "publication_id"],
            ["deputy_points_publication.tenant_id", "deputy_points_publication.id"],
            name=op.f("fk_deputy_points_withdrawal_tenant_id_publication_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_withdrawal")),
        sa.UniqueConstraint(
            "tenant_id",
            "publication_id",
            name=op.f("uq_deputy_points_withdrawal_tenant_id_publication_id"),
        ),
        info={"grants": "SELECT, INSERT"},
    )


def downgrade() -> None:
    op.drop_table("deputy_points_withdrawal")
