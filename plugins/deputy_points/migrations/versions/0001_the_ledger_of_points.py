"""Copies of confirmed entries, rules, accounts, deductions and the ledger of points."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "deputy_points_copy",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("matter", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("evidence", JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_organ", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_copy")),
        sa.UniqueConstraint(
            "tenant_id", "entry_id", name=op.f("uq_deputy_points_copy_tenant_id_entry_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_copy_tenant_id_held_on"),
        "deputy_points_copy",
        ["tenant_id", "held_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_points_copy_tenant_id_mandate_id_held_on"),
        "deputy_points_copy",
        ["tenant_id", "mandate_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "deputy_points_rule",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", JSONB(), nullable=False),
        sa.Column("rule_kind", sa.Text(), nullable=False),
        sa.Column("rule_title", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("cited", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("adopted_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_rule")),
        sa.UniqueConstraint(
            "tenant_id", "number", name=op.f("uq_deputy_points_rule_tenant_id_number")
        ),
        sa.UniqueConstraint(
            "tenant_id", "valid_from", name=op.f("uq_deputy_points_rule_tenant_id_valid_from")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "deputy_points_account",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("attendance", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.BigInteger(), nullable=False),
        sa.Column("deducted", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("last_line", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_deputy_points_account_tenant_id_mandate_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_account")),
        sa.UniqueConstraint(
            "tenant_id",
            "mandate_id",
            "year",
            name=op.f("uq_deputy_points_account_tenant_id_mandate_id_year"),
        ),
    )
    op.create_index(
        op.f("ix_deputy_points_account_tenant_id_year_district_name"),
        "deputy_points_account",
        ["tenant_id", "year", "district", "name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_points_account_tenant_id_year_points"),
        "deputy_points_account",
        ["tenant_id", "year", "points"],
        unique=False,
    )
    op.create_table(
        "deputy_points_deduction",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdraws_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_deputy_points_deduction_tenant_id_mandate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "withdraws_id"],
            ["deputy_points_deduction.tenant_id", "deputy_points_deduction.id"],
            name=op.f("fk_deputy_points_deduction_tenant_id_withdraws_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_deduction")),
        sa.UniqueConstraint(
            "tenant_id",
            "withdraws_id",
            name=op.f("uq_deputy_points_deduction_tenant_id_withdraws_id"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_deduction_tenant_id_mandate_id_on"),
        "deputy_points_deduction",
        ["tenant_id", "mandate_id", "on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_points_deduction_tenant_id_on"),
        "deputy_points_deduction",
        ["tenant_id", "on"],
        unique=False,
    )
    op.create_table(
        "deputy_points_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "entry",
                "base",
                "marks",
                "deduction",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("full_value", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column(
            "cut_by",
            sa.Enum(
                "kind_in_period",
                "kind_in_year",
                "all_in_period",
                "all_in_year",
                name="limit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("effect", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("evidence", JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_organ", sa.Text(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["deputy_points_account.tenant_id", "deputy_points_account.id"],
            name=op.f("fk_deputy_points_line_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "reverses_id"],
            ["deputy_points_line.tenant_id", "deputy_points_line.id"],
            name=op.f("fk_deputy_points_line_tenant_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "rule_id"],
            ["deputy_points_rule.tenant_id", "deputy_points_rule.id"],
            name=op.f("fk_deputy_points_line_tenant_id_rule_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_points_line")),
        sa.UniqueConstraint(
            "tenant_id",
            "account_id",
            "number",
            name=op.f("uq_deputy_points_line_tenant_id_account_id_number"),
        ),
        sa.UniqueConstraint(
            "tenant_id", "reverses_id", name=op.f("uq_deputy_points_line_tenant_id_reverses_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_deputy_points_line_tenant_id_year_dated_on"),
        "deputy_points_line",
        ["tenant_id", "year", "dated_on"],
        unique=False,
    )
