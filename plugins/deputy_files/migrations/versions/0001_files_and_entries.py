"""Files of deputies, entries on their way, and what was confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "deputy_files_matter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_matter")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_files_matter_tenant_id_opened_on"),
        "deputy_files_matter",
        ["tenant_id", "opened_on"],
        unique=False,
    )
    op.create_table(
        "deputy_files_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("station_organ_id", sa.Uuid(), nullable=True),
        sa.Column("office_organ_id", sa.Uuid(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_deputy_files_file_tenant_id_mandate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "office_organ_id"],
            ["organ.tenant_id", "organ.id"],
            name=op.f("fk_deputy_files_file_tenant_id_office_organ_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_organ_id"],
            ["organ.tenant_id", "organ.id"],
            name=op.f("fk_deputy_files_file_tenant_id_station_organ_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_file")),
        sa.UniqueConstraint(
            "tenant_id", "mandate_id", name=op.f("uq_deputy_files_file_tenant_id_mandate_id")
        ),
    )
    op.create_index(
        op.f("ix_deputy_files_file_tenant_id_office_organ_id_name"),
        "deputy_files_file",
        ["tenant_id", "office_organ_id", "name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_file_tenant_id_person_id"),
        "deputy_files_file",
        ["tenant_id", "person_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_file_tenant_id_station_organ_id_name"),
        "deputy_files_file",
        ["tenant_id", "station_organ_id", "name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_file_tenant_id_term_name"),
        "deputy_files_file",
        ["tenant_id", "term", "name"],
        unique=False,
    )
    op.create_table(
        "deputy_files_draft",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "refused",
                "confirmed",
                "discarded",
                name="entrystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "deputy",
                "station",
                "event",
                name="entrysource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=True),
        sa.Column("deputy_text", sa.Text(), nullable=True),
        sa.Column("deputy_by", sa.Uuid(), nullable=True),
        sa.Column("deputy_by_name", sa.Text(), nullable=True),
        sa.Column("station_text", sa.Text(), nullable=True),
        sa.Column("station_by", sa.Uuid(), nullable=True),
        sa.Column("station_by_name", sa.Text(), nullable=True),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("event_name", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("refused_by_name", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_draft_tenant_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "matter_id"],
            ["deputy_files_matter.tenant_id", "deputy_files_matter.id"],
            name=op.f("fk_deputy_files_draft_tenant_id_matter_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_draft")),
        sa.UniqueConstraint(
            "tenant_id",
            "event_id",
            "mandate_id",
            name=op.f("uq_deputy_files_draft_tenant_id_event_id_mandate_id"),
        ),
    )
    op.create_index(
        op.f("ix_deputy_files_draft_tenant_id_file_id_held_on"),
        "deputy_files_draft",
        ["tenant_id", "file_id", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_draft_tenant_id_held_on"),
        "deputy_files_draft",
        ["tenant_id", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_draft_tenant_id_state_held_on"),
        "deputy_files_draft",
        ["tenant_id", "state", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_draft_tenant_id_text_digest"),
        "deputy_files_draft",
        ["tenant_id", "text_digest"],
        unique=False,
    )
    op.create_table(
        "deputy_files_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "deputy",
                "station",
                "event",
                name="entrysource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=True),
        sa.Column("deputy_text", sa.Text(), nullable=True),
        sa.Column("deputy_by_name", sa.Text(), nullable=True),
        sa.Column("station_text", sa.Text(), nullable=True),
        sa.Column("station_by_name", sa.Text(), nullable=True),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("event_name", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("alike", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_name", sa.Text(), nullable=False),
        sa.Column("confirmed_organ_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "corrects_id"],
            ["deputy_files_entry.tenant_id", "deputy_files_entry.id"],
            name=op.f("fk_deputy_files_entry_tenant_id_corrects_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_entry_tenant_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "matter_id"],
            ["deputy_files_matter.tenant_id", "deputy_files_matter.id"],
            name=op.f("fk_deputy_files_entry_tenant_id_matter_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_entry")),
        sa.UniqueConstraint(
            "tenant_id", "corrects_id", name=op.f("uq_deputy_files_entry_tenant_id_corrects_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_files_entry_tenant_id_confirmed_by_held_on"),
        "deputy_files_entry",
        ["tenant_id", "confirmed_by", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_entry_tenant_id_file_id_held_on"),
        "deputy_files_entry",
        ["tenant_id", "file_id", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_entry_tenant_id_held_on"),
        "deputy_files_entry",
        ["tenant_id", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_entry_tenant_id_text_digest"),
        "deputy_files_entry",
        ["tenant_id", "text_digest"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_entry_tenant_id_year_kind"),
        "deputy_files_entry",
        ["tenant_id", "year", "kind"],
        unique=False,
    )
    op.create_table(
        "deputy_files_move",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("from_organ_id", sa.Uuid(), nullable=True),
        sa.Column("to_organ_id", sa.Uuid(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.Column("moved_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["deputy_files_file.tenant_id", "deputy_files_file.id"],
            name=op.f("fk_deputy_files_move_tenant_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_move")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_files_move_tenant_id_file_id"),
        "deputy_files_move",
        ["tenant_id", "file_id"],
        unique=False,
    )
    op.create_table(
        "deputy_files_draft_evidence",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("by_deputy", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draft_id"],
            ["deputy_files_draft.tenant_id", "deputy_files_draft.id"],
            name=op.f("fk_deputy_files_draft_evidence_tenant_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_draft_evidence")),
        info={"grants": "SELECT, INSERT, DELETE"},
    )
    op.create_index(
        op.f("ix_deputy_files_draft_evidence_tenant_id_digest"),
        "deputy_files_draft_evidence",
        ["tenant_id", "digest"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_draft_evidence_tenant_id_draft_id"),
        "deputy_files_draft_evidence",
        ["tenant_id", "draft_id"],
        unique=False,
    )
    op.create_table(
        "deputy_files_entry_evidence",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("by_deputy", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["deputy_files_entry.tenant_id", "deputy_files_entry.id"],
            name=op.f("fk_deputy_files_entry_evidence_tenant_id_entry_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_entry_evidence")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_files_entry_evidence_tenant_id_digest"),
        "deputy_files_entry_evidence",
        ["tenant_id", "digest"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_files_entry_evidence_tenant_id_entry_id"),
        "deputy_files_entry_evidence",
        ["tenant_id", "entry_id"],
        unique=False,
    )
    op.create_table(
        "deputy_files_likeness",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
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
            ["tenant_id", "draft_id"],
            ["deputy_files_draft.tenant_id", "deputy_files_draft.id"],
            name=op.f("fk_deputy_files_likeness_tenant_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_files_likeness")),
        info={"grants": "SELECT, INSERT, DELETE"},
    )
    op.create_index(
        op.f("ix_deputy_files_likeness_tenant_id_draft_id"),
        "deputy_files_likeness",
        ["tenant_id", "draft_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_deputy_files_likeness_tenant_id_draft_id"), table_name="deputy_files_likeness"
    )
    op.drop_table("deputy_files_likeness")
    op.drop_index(
        op.f("ix_deputy_files_entry_evidence_tenant_id_entry_id"),
        table_name="deputy_files_entry_evidence",
    )
    op.drop_index(
        op.f("ix_deputy_files_entry_evidence_tenant_id_digest"),
        table_name="deputy_files_entry_evidence",
    )
    op.drop_table("deputy_files_entry_evidence")
    op.drop_index(
        op.f("ix_deputy_files_draft_evidence_tenant_id_draft_id"),
        table_name="deputy_files_draft_evidence",
    )
    op.drop_index(
        op.f("ix_deputy_files_draft_evidence_tenant_id_digest"),
        table_name="deputy_files_draft_evidence",
    )
    op.drop_table("deputy_files_draft_evidence")
    op.drop_index(op.f("ix_deputy_files_move_tenant_id_file_id"), table_name="deputy_files_move")
    op.drop_table("deputy_files_move")
    op.drop_index(
        op.f("ix_deputy_files_entry_tenant_id_year_kind"), table_name="deputy_files_entry"
    )
    op.drop_index(
        op.f("ix_deputy_files_entry_tenant_id_text_digest"), table_name="deputy_files_entry"
    )
    op.drop_index(op.f("ix_deputy_files_entry_tenant_id_held_on"), table_name="deputy_files_entry")
    op.drop_index(
        op.f("ix_deputy_files_entry_tenant_id_file_id_held_on"), table_name="deputy_files_entry"
    )
    op.drop_index(
        op.f("ix_deputy_files_entry_tenant_id_confirmed_by_held_on"),
        table_name="deputy_files_entry",
    )
    op.drop_table("deputy_files_entry")
    op.drop_index(
        op.f("ix_deputy_files_draft_tenant_id_text_digest"), table_name="deputy_files_draft"
    )
    op.drop_index(
        op.f("ix_deputy_files_draft_tenant_id_state_held_on"), table_name="deputy_files_draft"
    )
    op.drop_index(op.f("ix_deputy_files_draft_tenant_id_held_on"), table_name="deputy_files_draft")
    op.drop_index(
        op.f("ix_deputy_files_draft_tenant_id_file_id_held_on"), table_name="deputy_files_draft"
    )
    op.drop_table("deputy_files_draft")
    op.drop_index(op.f("ix_deputy_files_file_tenant_id_term_name"), table_name="deputy_files_file")
    op.drop_index(
        op.f("ix_deputy_files_file_tenant_id_station_organ_id_name"), table_name="deputy_files_file"
    )
    op.drop_index(op.f("ix_deputy_files_file_tenant_id_person_id"), table_name="deputy_files_file")
    op.drop_index(
        op.f("ix_deputy_files_file_tenant_id_office_organ_id_name"), table_name="deputy_files_file"
    )
    op.drop_table("deputy_files_file")
    op.drop_index(
        op.f("ix_deputy_files_matter_tenant_id_opened_on"), table_name="deputy_files_matter"
    )
    op.drop_table("deputy_files_matter")
