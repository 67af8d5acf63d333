"""Groups of deputies with their members, and two kinds of organs that write about deputies."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ORGAN_KINDS = (
    "congress",
    "presidium",
    "standing_committee",
    "council_of_chairpersons",
    "office",
    "legislative_affairs_commission",
    "working_commission",
    "special_committee",
    "deputy_affairs_commission",
    "credentials_committee",
    "subdistrict_working_committee",
    "government",
    "department",
    "supervisory_commission",
    "court",
    "procuratorate",
    "subdistrict_office",
    "expert_group",
    "liaison_station",
    "delegation_office",
)


def upgrade() -> None:
    op.create_table(
        "deputy_group",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "area",
                "field",
                name="groupbasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("term", sa.BigInteger(), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_group")),
    )
    op.create_index(
        op.f("ix_deputy_group_tenant_id_closed_on_name"),
        "deputy_group",
        ["tenant_id", "closed_on", "name"],
        unique=False,
    )
    op.create_table(
        "deputy_group_member",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("leader", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_deputy_group_member_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "group_id"],
            ["deputy_group.tenant_id", "deputy_group.id"],
            name=op.f("fk_deputy_group_member_tenant_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_deputy_group_member_tenant_id_mandate_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deputy_group_member")),
    )
    op.create_index(
        op.f("ix_deputy_group_member_tenant_id_group_id_left_on"),
        "deputy_group_member",
        ["tenant_id", "group_id", "left_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_group_member_tenant_id_mandate_id_left_on"),
        "deputy_group_member",
        ["tenant_id", "mandate_id", "left_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deputy_group_member_tenant_id_person_id_left_on"),
        "deputy_group_member",
        ["tenant_id", "person_id", "left_on"],
        unique=False,
    )
    op.create_index(
        "uq_deputy_group_member_here",
        "deputy_group_member",
        ["tenant_id", "group_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.drop_constraint(op.f("ck_organ_organkind"), "organ", type_="check")
    listed = ", ".join(f"'{kind}'" for kind in ORGAN_KINDS)
    op.create_check_constraint(op.f("ck_organ_organkind"), "organ", f"kind IN ({listed})")
