"""An event names the values of practice that its verb consulted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("event", sa.Column("rests_on", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("event", "rests_on")
