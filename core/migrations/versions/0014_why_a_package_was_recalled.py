"""Why a sender took a package back, kept at its receiver's too."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("dispatch_incoming", sa.Column("withdraw_reason", sa.Text()))


def downgrade() -> None:
    op.drop_column("dispatch_incoming", "withdraw_reason")
