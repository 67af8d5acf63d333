"""Say here what this version does."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "public_gallery_offer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("from_body", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_public_gallery_offer")),
    )
    op.create_index(
        op.f("ix_public_gallery_offer_tenant_id_held_on"),
        "public_gallery_offer",
        ["tenant_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "public_gallery_sitting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("observers", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_public_gallery_sitting")),
    )
    op.create_index(
        op.f("ix_public_gallery_sitting_tenant_id_held_on"),
        "public_gallery_sitting",
        ["tenant_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "public_gallery_card",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "sitting_id"],
            ["public_gallery_sitting.tenant_id", "public_gallery_sitting.id"],
            name=op.f("fk_public_gallery_card_tenant_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_public_gallery_card")),
    )
    op.create_index(
        op.f("ix_public_gallery_card_tenant_id_sitting_id"),
        "public_gallery_card",
        ["tenant_id", "sitting_id"],
        unique=False,
    )
    op.create_table(
        "public_gallery_observer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "card_id"],
            ["public_gallery_card.tenant_id", "public_gallery_card.id"],
            name=op.f("fk_public_gallery_observer_tenant_id_card_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "sitting_id"],
            ["public_gallery_sitting.tenant_id", "public_gallery_sitting.id"],
            name=op.f("fk_public_gallery_observer_tenant_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_public_gallery_observer")),
    )
    op.create_index(
        op.f("ix_public_gallery_observer_tenant_id_sitting_id"),
        "public_gallery_observer",
        ["tenant_id", "sitting_id"],
        unique=False,
    )


def downgrade() -> None:
    for table in ("observer", "card", "sitting", "offer"):
        op.drop_table(f"public_gallery_{table}")
