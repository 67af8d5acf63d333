"""Plugins on from a day and to a day; practice of a place as a template, recommended sets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("enabling", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("enabling", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column(
        "jurisdiction",
        sa.Column("template", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )
    _recommendations()


def _states(name: str) -> sa.Enum:
    return sa.Enum(
        "open",
        "adopted",
        "changed",
        "declined",
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def _json(name: str) -> sa.Column[postgresql.JSONB]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def _recommendations() -> None:
    op.create_table(
        "recommendation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _json("contents"),
        sa.Column("recommended_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recommendation")),
    )
    op.create_table(
        "recommendation_asked",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.Text(), nullable=False),
        sa.Column("body_name", sa.Text(), nullable=False),
        sa.Column("state", _states("answerstate"), nullable=False),
        _json("adopted"),
        _json("changed"),
        _json("plugins"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recommendation_id"],
            ["recommendation.tenant_id", "recommendation.id"],
            name=op.f("fk_recommendation_asked_tenant_id_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recommendation_asked")),
        sa.UniqueConstraint(
            "tenant_id",
            "recommendation_id",
            "body_code",
            name=op.f("uq_recommendation_asked_tenant_id_recommendation_id_body_code"),
        ),
    )
    op.create_table(
        "recommendation_received",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("from_body", sa.Text(), nullable=False),
        sa.Column("from_organ", sa.Text(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _json("contents"),
        sa.Column("state", _states("answerstate"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recommendation_received")),
    )
    op.create_index(
        op.f("ix_recommendation_received_tenant_id_state_created_at"),
        "recommendation_received",
        ["tenant_id", "state", "created_at"],
        unique=False,
    )
    for table in ("recommendation", "recommendation_received"):
        op.create_index(
            op.f(f"ix_{table}_tenant_id_created_at"),
            table,
            ["tenant_id", "created_at"],
            unique=False,
        )
