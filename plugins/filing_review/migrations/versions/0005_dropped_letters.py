"""Letters that are drafted and not sent after all: by whom dropped, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BEFORE = ("drafted", "checked", "returned", "issued")


def upgrade() -> None:
    _allow(*BEFORE, "dropped")
    op.add_column("filing_review_draft_letter", sa.Column("dropped_by_name", sa.Text()))
    op.add_column("filing_review_draft_letter", sa.Column("dropped_on", sa.Date()))
    op.add_column("filing_review_draft_letter", sa.Column("drop_reason", sa.Text()))


def downgrade() -> None:
    for name in ("drop_reason", "dropped_on", "dropped_by_name"):
        op.drop_column("filing_review_draft_letter", name)
    _allow(*BEFORE)


def _allow(*states: str) -> None:
    """The constraint is the closed list of words; opinions and letters share it."""
    for table in ("filing_review_opinion", "filing_review_draft_letter"):
        name = op.f(f"ck_{table}_opinionstate")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.column("state").in_(states))
