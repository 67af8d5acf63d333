"""Reports on what an assessment found wanting."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "people_votes_further_report",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("assessed", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("failed_assessments", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "project_id"],
            ["people_votes_project.tenant_id", "people_votes_project.id"],
            name=op.f("fk_people_votes_further_report_tenant_id_project_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_people_votes_further_report")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_people_votes_further_report_tenant_id_project_id"),
        "people_votes_further_report",
        ["tenant_id", "project_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("people_votes_further_report")
