"""What deputies handed in as evidence before is theirs, like what they hand in from now on."""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0004"
down_revision = "0003"

HELD = """UPDATE file SET held_by = uploaded_by
 WHERE uploaded_by IS NOT NULL AND package_id IS NULL AND EXISTS
   (SELECT FROM deputy_files_draft_evidence one
     WHERE one.tenant_id = file.tenant_id AND one.digest = file.digest AND one.by_deputy)"""


def upgrade() -> None:
    connection = op.get_bind()
    evidence = "deputy_files_draft_evidence"
    with without_locks(connection, "file"), without_locks(connection, evidence):
        connection.execute(sa.text(HELD))


def downgrade() -> None:
    """The files stay as they are: nobody else of the organ had a use for them."""
