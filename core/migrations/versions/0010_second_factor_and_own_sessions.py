"""A second factor of an account; from which browser a session was opened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("account", sa.Column("totp_secret", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column(
        "account",
        sa.Column(
            "recovery_hashes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    op.alter_column("account", "recovery_hashes", server_default=None)
    op.add_column("session", sa.Column("client", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("session", "client")
    for name in ("recovery_hashes", "totp_step", "totp_since", "totp_secret"):
        op.drop_column("account", name)
