"""Frozen lists of points, their publication, objections, and what people decided."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "deputy_points_list",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("ranked", sa.Boolean(), nullable=False),
        sa.Column("deputies", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("points_before", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_organ_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "corrects_id"],
            ["deputy_points_list.tenant_id", "deputy_points_list.id"],
            name=op.f("fk_deputy_points_list_tenant_id_corrects_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_list")),
        sa.UniqueConstraint(
            "tenant_id",
            "year",
            "period",
            "number",
            name=op.f("uq_deputy_points_list_tenant_id_year_period_number"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "deputy_points_list_row",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("attendance", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.BigInteger(), nullable=False),
        sa.Column("deducted", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("place_in_group", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["deputy_points_list.tenant_id", "deputy_points_list.id"],
            name=op.f("fk_deputy_points_list_row_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_list_row")),
        sa.UniqueConstraint(
            "tenant_id",
            "list_id",
            "mandate_id",
            name=op.f("uq_deputy_points_list_row_tenant_id_list_id_mandate_id"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_list_row_tenant_id_list_id_district_name"),
        "deputy_points_list_row",
        ["tenant_id", "list_id", "district", "name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_points_list_row_tenant_id_person_id"),
        "deputy_points_list_row",
        ["tenant_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "deputy_points_objection",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["deputy_points_list.tenant_id", "deputy_points_list.id"],
            name=op.f("fk_deputy_points_objection_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_objection")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_objection_tenant_id_list_id"),
        "deputy_points_objection",
        ["tenant_id", "list_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_points_objection_tenant_id_person_id"),
        "deputy_points_objection",
        ["tenant_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "deputy_points_publication",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("audiences", JSONB(), nullable=False),
        sa.Column("deputies", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("points_before", sa.BigInteger(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_by_name", sa.Text(), nullable=False),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("objections_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["deputy_points_list.tenant_id", "deputy_points_list.id"],
            name=op.f("fk_deputy_points_publication_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_publication")),
        sa.UniqueConstraint(
            "tenant_id", "list_id", name=op.f("uq_deputy_points_publication_tenant_id_list_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_publication_tenant_id_year"),
        "deputy_points_publication",
        ["tenant_id", "year"],
        unique=False,
    )
    op.create_table(
        "deputy_points_secrecy_check",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["deputy_points_list.tenant_id", "deputy_points_list.id"],
            name=op.f("fk_deputy_points_secrecy_check_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_secrecy_check")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_secrecy_check_tenant_id_list_id"),
        "deputy_points_secrecy_check",
        ["tenant_id", "list_id"],
        unique=False,
    )
    op.create_table(
        "deputy_points_answer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "objection_id"],
            ["deputy_points_objection.tenant_id", "deputy_points_objection.id"],
            name=op.f("fk_deputy_points_answer_tenant_id_objection_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_answer")),
        sa.UniqueConstraint(
            "tenant_id", "objection_id", name=op.f("uq_deputy_points_answer_tenant_id_objection_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "deputy_points_decision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "talk",
                name="proposalkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_deputy_points_decision_tenant_id_mandate_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_decision")),
        sa.UniqueConstraint(
            "tenant_id",
            "year",
            "mandate_id",
            "title",
            name=op.f("uq_deputy_points_decision_tenant_id_year_mandate_id_title"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
