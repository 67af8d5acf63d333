"""Each mapping of an event makes an entry of its own; those made before know by which they were."""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0007"
down_revision = "0006"

TABLE = "deputy_files_draft"
EARLIER = "uq_deputy_files_draft_tenant_id_event_id_mandate_id"
LATER = "uq_deputy_files_draft_tenant_id_event_id_mandate_id_mapping"
KEYS = """UPDATE deputy_files_draft SET mapping = kind || CASE
    WHEN event_name = 'core.close_meeting' AND kind = 'absence' THEN '/absent?assembly=congress'
    WHEN event_name = 'core.close_meeting' THEN '/present?assembly=congress'
    ELSE '/mandates' END
 WHERE event_id IS NOT NULL"""
"""The keys of the mappings that shipped; other mappings name `mandates` unless they say another."""


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("mapping", sa.Text(), nullable=True))
    connection = op.get_bind()
    with without_locks(connection, TABLE):
        connection.execute(sa.text(KEYS))
    op.drop_constraint(op.f(EARLIER), TABLE, type_="unique")
    op.create_unique_constraint(
        op.f(LATER), TABLE, ["tenant_id", "event_id", "mandate_id", "mapping"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f(LATER), TABLE, type_="unique")
    op.create_unique_constraint(op.f(EARLIER), TABLE, ["tenant_id", "event_id", "mandate_id"])
    op.drop_column(TABLE, "mapping")
