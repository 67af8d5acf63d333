"""Days of the body, matters of the organ that recorded them, tasks of the handling organ."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "reception_day_day",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("receiver_name", sa.Text(), nullable=False),
        sa.Column("receiver_post", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reception_day_day")),
    )
    op.create_index(
        op.f("ix_reception_day_day_tenant_id_held_on"),
        "reception_day_day",
        ["tenant_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "reception_day_matter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column(
            "visitor_kind",
            sa.Enum(
                "deputy",
                "citizen",
                name="receptionvisitorkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "handed",
                "answered",
                "closed",
                name="receptionmatterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("handed_to", sa.Text(), nullable=True),
        sa.Column("handed_to_name", sa.Text(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_span", sa.Text(), nullable=True),
        sa.Column("due_rule", sa.Text(), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "day_id"],
            ["reception_day_day.tenant_id", "reception_day_day.id"],
            name=op.f("fk_reception_day_matter_tenant_id_day_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reception_day_matter")),
    )
    op.create_index(
        op.f("ix_reception_day_matter_tenant_id_day_id"),
        "reception_day_matter",
        ["tenant_id", "day_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reception_day_matter_tenant_id_organ_id_state_created_at"),
        "reception_day_matter",
        ["tenant_id", "organ_id", "state", "created_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reception_day_matter_tenant_id_package_id"),
        "reception_day_matter",
        ["tenant_id", "package_id"],
        unique=False,
    )
    op.create_table(
        "reception_day_task",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("from_body", sa.Text(), nullable=False),
        sa.Column("from_organ", sa.Text(), nullable=False),
        sa.Column("from_organ_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "answered",
                name="receptiontaskstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("clock_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "clock_id"],
            ["deadline.tenant_id", "deadline.id"],
            name=op.f("fk_reception_day_task_tenant_id_clock_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reception_day_task")),
    )
    op.create_index(
        op.f("ix_reception_day_task_tenant_id_organ_id_state_created_at"),
        "reception_day_task",
        ["tenant_id", "organ_id", "state", "created_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_reception_day_task_tenant_id_organ_id_state_created_at"),
        table_name="reception_day_task",
    )
    op.drop_table("reception_day_task")
    op.drop_index(
        op.f("ix_reception_day_matter_tenant_id_package_id"), table_name="reception_day_matter"
    )
    op.drop_index(
        op.f("ix_reception_day_matter_tenant_id_organ_id_state_created_at"),
        table_name="reception_day_matter",
    )
    op.drop_index(
        op.f("ix_reception_day_matter_tenant_id_day_id"), table_name="reception_day_matter"
    )
    op.drop_table("reception_day_matter")
    op.drop_index(op.f("ix_reception_day_day_tenant_id_held_on"), table_name="reception_day_day")
    op.drop_table("reception_day_day")
