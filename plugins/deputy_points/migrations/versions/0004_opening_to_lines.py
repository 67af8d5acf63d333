"""A frozen row opens to its lines; an account knows whether its deputy was in office."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "deputy_points_account",
        sa.Column("serving", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column("deputy_points_list_row", sa.Column("account_id", sa.Uuid(), nullable=True))
    op.add_column("deputy_points_list_row", sa.Column("last_line", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_deputy_points_list_row_tenant_id_account_id"),
        "deputy_points_list_row",
        "deputy_points_account",
        ["tenant_id", "account_id"],
        ["tenant_id", "id"],
    )
    op.add_column(
        "deputy_points_line", sa.Column("grounds", sa.Text(), server_default="", nullable=False)
    )
