"""An account knows whether its deputy was in office in its year."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "deputy_points_account",
        sa.Column("serving", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
