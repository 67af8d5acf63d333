"""Leave, e-cards, facts from below; evidence and likenesses of drafts are marked, never deleted.

These stood in 0001 for some days: a database that was made then has them already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MARKS = {"deputy_files_draft_evidence": "dropped", "deputy_files_likeness": "stale"}


def upgrade() -> None:
    op.create_table(
        "deputy_files_card",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "checked",
                "published",
                "withdrawn",
                name="cardstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("receives", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_by_name", sa.Text(), nullable=False),
        sa.Column(
            "openness",
            sa.Enum(
                "open",
                "on_request",
                "closed",
                name="openness",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("check_note", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_by_name", sa.Text(), nullable=True),
        sa.Column("published_id", sa.Uuid(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_card_tenant_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_card")),
        sa.UniqueConstraint(
            "tenant_id", "file_id", name=op.f("uq_deputy_files_card_tenant_id_file_id")
        ),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_deputy_files_card_tenant_id_state_name"),
        "deputy_files_card",
        ["tenant_id", "state", "name"],
        unique=False,
        if_not_exists=True,
    )
    op.create_table(
        "deputy_files_leave",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_title", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "approved",
                "declined",
                "withdrawn",
                name="leavestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("in_session", sa.Boolean(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by_name", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_organ_id", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("rule_text", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_leave_tenant_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name=op.f("fk_deputy_files_leave_tenant_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_leave")),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_deputy_files_leave_tenant_id_file_id_requested_on"),
        "deputy_files_leave",
        ["tenant_id", "file_id", "requested_on"],
        unique=False,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_deputy_files_leave_tenant_id_meeting_id_state"),
        "deputy_files_leave",
        ["tenant_id", "meeting_id", "state"],
        unique=False,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_deputy_files_leave_tenant_id_state_requested_on"),
        "deputy_files_leave",
        ["tenant_id", "state", "requested_on"],
        unique=False,
        if_not_exists=True,
    )
    op.create_table(
        "deputy_files_fact",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("from_body_name", sa.Text(), nullable=False),
        sa.Column("from_organ_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draft_id"],
            ["deputy_files_draft.tenant_id", "deputy_files_draft.id"],
            name=op.f("fk_deputy_files_fact_tenant_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_fact")),
        sa.UniqueConstraint(
            "tenant_id", "package_id", name=op.f("uq_deputy_files_fact_tenant_id_package_id")
        ),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_deputy_files_fact_tenant_id_draft_id_held_on"),
        "deputy_files_fact",
        ["tenant_id", "draft_id", "held_on"],
        unique=False,
        if_not_exists=True,
    )
    for table, mark in MARKS.items():
        column = sa.Column(mark, sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, column, if_not_exists=True)
        op.alter_column(table, mark, server_default=None)


def downgrade() -> None:
    for table, mark in MARKS.items():
        op.drop_column(table, mark)
    op.drop_index(
        op.f("ix_deputy_files_fact_tenant_id_draft_id_held_on"), table_name="deputy_files_fact"
    )
    op.drop_table("deputy_files_fact")
    op.drop_index(
        op.f("ix_deputy_files_leave_tenant_id_state_requested_on"), table_name="deputy_files_leave"
    )
    op.drop_index(
        op.f("ix_deputy_files_leave_tenant_id_meeting_id_state"), table_name="deputy_files_leave"
    )
    op.drop_index(
        op.f("ix_deputy_files_leave_tenant_id_file_id_requested_on"),
        table_name="deputy_files_leave",
    )
    op.drop_table("deputy_files_leave")
    op.drop_index(op.f("ix_deputy_files_card_tenant_id_state_name"), table_name="deputy_files_card")
    op.drop_table("deputy_files_card")
