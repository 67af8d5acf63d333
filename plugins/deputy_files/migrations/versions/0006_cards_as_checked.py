"""A card keeps what its secrecy check saw."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("deputy_files_card", sa.Column("checked_facts", JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("deputy_files_card", "checked_facts")
