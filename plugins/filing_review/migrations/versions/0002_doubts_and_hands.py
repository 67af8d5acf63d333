"""Doubts about the constitution between levels, and drafts of every paper that goes out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

KINDS = (
    "registered",
    "returned",
    "withheld",
    "late_notice",
    "opinion",
    "answer",
    "correction",
    "closing",
    "reminder",
    "reminder_answer",
    "chaser",
    "suspended",
    "resumed",
    "upward_report",
    "correction_request",
    "doubt_report",
    "doubt_answer",
    "talk",
    "expert_advice",
    "guidance",
)


def upgrade() -> None:
    op.create_table(
        "filing_review_doubt",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "arrived",
                "received",
                "passed_up",
                "answered",
                name="doubtstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("filing_id", sa.Uuid(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("maker_name", sa.Text(), nullable=False),
        sa.Column("register_text", sa.Text(), nullable=True),
        sa.Column(
            "standard",
            sa.Enum(
                "constitution_text",
                "constitution_spirit",
                "party_decisions",
                "major_reform",
                "reserved_matters",
                "beyond_power",
                "licence_fine_coercion",
                "evades_superior_law",
                "exceeds_grant",
                "procedure",
                "other_illegality",
                "core_values",
                "unreasonable_rights_duties",
                "proportionality",
                "changed_circumstances",
                "other_unsuitable",
                name="standard",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("conflicts_with", JSONB(), nullable=False),
        sa.Column("below_body", sa.Text(), nullable=True),
        sa.Column("below_organ", sa.Text(), nullable=True),
        sa.Column("below_name", sa.Text(), nullable=True),
        sa.Column("below_ref", sa.Uuid(), nullable=True),
        sa.Column("arrived_package_id", sa.Uuid(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("above_body", sa.Text(), nullable=True),
        sa.Column("above_organ", sa.Text(), nullable=True),
        sa.Column("passed_up_to", sa.Text(), nullable=True),
        sa.Column("passed_up_number", sa.Text(), nullable=True),
        sa.Column("passed_up_on", sa.Date(), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "no_conflict",
                "conflict",
                name="doubtoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_number", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_package_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "notice",
                "measures",
                "rules",
                "opinions",
                "decision",
                "resolution",
                "plan",
                "other",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("joint_with_party", sa.Boolean(), nullable=False),
        sa.Column("generally_binding", sa.Boolean(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.Text(), nullable=True),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_in", sa.Text(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "openness",
            sa.Enum(
                "proactive",
                "on_request",
                "none",
                name="openness",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("government_number", sa.Text(), nullable=True),
        sa.Column("platform_number", sa.Text(), nullable=True),
        sa.Column("paper_copies", sa.BigInteger(), nullable=True),
        sa.Column("drafter", sa.Text(), nullable=True),
        sa.Column("checker", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "filing_id"],
            ["filing_review_filing.tenant_id", "filing_review_filing.id"],
            name=op.f("fk_filing_review_doubt_tenant_id_filing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "finding_id"],
            ["filing_review_finding.tenant_id", "filing_review_finding.id"],
            name=op.f("fk_filing_review_doubt_tenant_id_finding_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_filing_review_doubt")),
    )
    op.create_index(
        op.f("ix_filing_review_doubt_tenant_id_filing_id"),
        "filing_review_doubt",
        ["tenant_id", "filing_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_filing_review_doubt_tenant_id_finding_id"),
        "filing_review_doubt",
        ["tenant_id", "finding_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_filing_review_doubt_tenant_id_organ_id_created_at"),
        "filing_review_doubt",
        ["tenant_id", "organ_id", "created_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_filing_review_doubt_tenant_id_organ_id_state"),
        "filing_review_doubt",
        ["tenant_id", "organ_id", "state"],
        unique=False,
    )
    op.create_table(
        "filing_review_doubt_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("doubt_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "filing_report",
                "official_text",
                "amendment_decision",
                "drafting_note",
                "legal_basis",
                "fair_competition_review",
                "legality_review",
                "public_notice",
                "reference",
                name="partkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "doubt_id"],
            ["filing_review_doubt.tenant_id", "filing_review_doubt.id"],
            name=op.f("fk_filing_review_doubt_file_tenant_id_doubt_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_filing_review_doubt_file")),
    )
    op.create_index(
        op.f("ix_filing_review_doubt_file_tenant_id_doubt_id"),
        "filing_review_doubt_file",
        ["tenant_id", "doubt_id"],
        unique=False,
    )
    op.add_column("filing_review_draft_letter", sa.Column("copy_id", sa.Uuid(), nullable=True))
    op.add_column("filing_review_draft_letter", sa.Column("finding_id", sa.Uuid(), nullable=True))
    op.add_column("filing_review_draft_letter", sa.Column("doubt_id", sa.Uuid(), nullable=True))
    op.add_column("filing_review_draft_letter", sa.Column("government", sa.Text(), nullable=True))
    op.add_column("filing_review_draft_letter", sa.Column("adopted_on", sa.Date(), nullable=True))
    op.add_column(
        "filing_review_draft_letter",
        sa.Column(
            "ask",
            sa.Enum(
                "supplement",
                "refile",
                name="ask",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("filing_review_draft_letter", sa.Column("missing", JSONB(), nullable=True))
    op.add_column("filing_review_draft_letter", sa.Column("note", sa.Text(), nullable=True))
    op.add_column(
        "filing_review_draft_letter", sa.Column("paper_received_on", sa.Date(), nullable=True)
    )
    op.add_column("filing_review_letter", sa.Column("doubt_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_filing_review_letter_tenant_id_doubt_id"),
        "filing_review_letter",
        ["tenant_id", "doubt_id"],
        unique=False,
    )
    for table in ("filing_review_letter", "filing_review_draft_letter"):
        _let_kinds(table)


def _let_kinds(table: str) -> None:
    """Two kinds of letter more: the constraint is the closed list of words."""
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    name = op.f(f"ck_{table}_letterkind")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, f"kind IN ({listed})")
