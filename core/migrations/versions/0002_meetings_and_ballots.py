"""Meetings with their rolls, changes of mandates, and rounds of votes that freeze when closed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "assembly",
            sa.Enum(
                "congress",
                "standing_committee",
                "council",
                name="assembly",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting")),
    )
    op.create_index(
        op.f("ix_meeting_tenant_id_begins_on"), "meeting", ["tenant_id", "begins_on"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_tenant_id_assembly_begins_on"),
        "meeting",
        ["tenant_id", "assembly", "begins_on"],
        unique=False,
    )
    op.create_table(
        "ballot_round",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("recount_of_id", sa.Uuid(), nullable=True),
        sa.Column("recount_reason", sa.Text(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "paper",
                "named_electronic",
                name="votingmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "open",
                "counting",
                "confirmed",
                "announced",
                "void",
                "cancelled",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rules", JSONB(), nullable=False),
        sa.Column("changeable", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("method_adopted_on", sa.Date(), nullable=True),
        sa.Column("method_adopted_by", sa.Text(), nullable=True),
        sa.Column("method_text", sa.Text(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("present", sa.BigInteger(), nullable=True),
        sa.Column("entitled", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_name", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_by_name", sa.Text(), nullable=True),
        sa.Column("result", JSONB(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name=op.f("fk_ballot_round_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "previous_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_round_tenant_id_previous_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recount_of_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_round_tenant_id_recount_of_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_round")),
    )
    op.create_index(
        op.f("ix_ballot_round_tenant_id_meeting_id"),
        "ballot_round",
        ["tenant_id", "meeting_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ballot_round_tenant_id_plugin_state"),
        "ballot_round",
        ["tenant_id", "plugin", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ballot_round_tenant_id_subject_id"),
        "ballot_round",
        ["tenant_id", "subject_id"],
        unique=False,
    )
    op.create_table(
        "ballot_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("failed_before", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_item_tenant_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_item")),
        sa.UniqueConstraint(
            "tenant_id", "round_id", "number", name=op.f("uq_ballot_item_tenant_id_round_id_number")
        ),
    )
    op.create_table(
        "ballot_official",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chief_scrutineer",
                "scrutineer",
                "teller",
                name="officialrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_official_tenant_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_official")),
        sa.UniqueConstraint(
            "tenant_id",
            "round_id",
            "person_id",
            "role",
            name=op.f("uq_ballot_official_tenant_id_round_id_person_id_role"),
        ),
        info={"grants": "SELECT, INSERT, UPDATE, DELETE"},
    )
    op.create_table(
        "ballot_paper_count",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "figure",
            sa.Enum(
                "printed",
                "issued",
                "replaced",
                "returned",
                "left_over",
                "destroyed",
                name="paperfigure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_paper_count_tenant_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_paper_count")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_ballot_paper_count_tenant_id_round_id_figure"),
        "ballot_paper_count",
        ["tenant_id", "round_id", "figure"],
        unique=False,
    )
    op.create_table(
        "ballot_teller_count",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_teller_count_tenant_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_teller_count")),
        sa.UniqueConstraint(
            "tenant_id",
            "round_id",
            "entered_by",
            "attempt",
            name=op.f("uq_ballot_teller_count_tenant_id_round_id_entered_by_attempt"),
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "mandate_change",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "suspended",
                "resumed",
                "ended",
                name="mandatestep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_mandate_change_tenant_id_mandate_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mandate_change")),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index(
        op.f("ix_mandate_change_tenant_id_mandate_id"),
        "mandate_change",
        ["tenant_id", "mandate_id"],
        unique=False,
    )
    op.create_table(
        "meeting_member",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("delegation", sa.Text(), nullable=True),
        sa.Column(
            "attendance",
            sa.Enum(
                "unrecorded",
                "present",
                "leave",
                "absent",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandate.tenant_id", "mandate.id"],
            name=op.f("fk_meeting_member_tenant_id_mandate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name=op.f("fk_meeting_member_tenant_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_member")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "number",
            name=op.f("uq_meeting_member_tenant_id_meeting_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_meeting_member_tenant_id_meeting_id_attendance"),
        "meeting_member",
        ["tenant_id", "meeting_id", "attendance"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_member_tenant_id_person_id"),
        "meeting_member",
        ["tenant_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "ballot_roll",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("delegation", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["meeting_member.tenant_id", "meeting_member.id"],
            name=op.f("fk_ballot_roll_tenant_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id"],
            ["ballot_round.tenant_id", "ballot_round.id"],
            name=op.f("fk_ballot_roll_tenant_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_roll")),
        sa.UniqueConstraint(
            "tenant_id",
            "round_id",
            "member_id",
            name=op.f("uq_ballot_roll_tenant_id_round_id_member_id"),
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "round_id",
            "person_id",
            name=op.f("uq_ballot_roll_tenant_id_round_id_person_id"),
        ),
        sa.UniqueConstraint(
            "tenant_id", "round_id", "id", name=op.f("uq_ballot_roll_tenant_id_round_id_id")
        ),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_table(
        "ballot_cast",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("marks", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id", "place_id"],
            ["ballot_roll.tenant_id", "ballot_roll.round_id", "ballot_roll.id"],
            name=op.f("fk_ballot_cast_tenant_id_round_id_place_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ballot_cast")),
        sa.UniqueConstraint(
            "tenant_id",
            "round_id",
            "place_id",
            name=op.f("uq_ballot_cast_tenant_id_round_id_place_id"),
        ),
    )
    freeze()


PARTS = (
    "ballot_item",
    "ballot_roll",
    "ballot_official",
    "ballot_paper_count",
    "ballot_teller_count",
    "ballot_cast",
)

FREEZING = """
CREATE FUNCTION ballot_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%%', why USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION ballot_guard_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  late constant text[] := ARRAY['state', 'closed_at', 'announced_at', 'announced_by_name',
    'result', 'cancel_reason'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'prepared' OR NEW.result IS NOT NULL THEN
      PERFORM ballot_refuse('a ballot round begins without a result');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM ballot_refuse('a ballot round is never deleted');
  END IF;
  IF OLD.state IN ('announced', 'void', 'cancelled') THEN
    PERFORM ballot_refuse('a closed ballot round cannot change');
  END IF;
  IF OLD.state <> 'prepared' AND to_jsonb(NEW) - late <> to_jsonb(OLD) - late THEN
    PERFORM ballot_refuse('a ballot round is frozen when it opens');
  END IF;
  IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at
     AND OLD.state <> 'prepared' THEN
    PERFORM ballot_refuse('the end of the voting stands');
  END IF;
  IF (NEW.result IS NOT NULL) <> (NEW.state IN ('announced', 'void')) THEN
    PERFORM ballot_refuse('a ballot round has a result when it is announced, not before');
  END IF;
  IF NOT (NEW.state = OLD.state
      OR OLD.state = 'prepared' AND NEW.state IN ('open', 'cancelled')
      OR OLD.state = 'prepared' AND NEW.state = 'counting' AND NEW.recount_of_id IS NOT NULL
      OR OLD.state = 'open' AND NEW.state IN ('counting', 'cancelled')
      OR OLD.state = 'counting' AND NEW.state IN ('confirmed', 'void')
      OR OLD.state = 'counting' AND NEW.state = 'announced' AND NEW.mode = 'named_electronic'
      OR OLD.state = 'confirmed' AND NEW.state IN ('announced', 'void')) THEN
    PERFORM ballot_refuse('a ballot round goes forward only');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballot_frozen BEFORE INSERT OR UPDATE OR DELETE ON ballot_round
  FOR EACH ROW EXECUTE FUNCTION ballot_guard_round();

CREATE FUNCTION ballot_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record;
  around record;
  may_change text := CASE TG_TABLE_NAME
    WHEN 'ballot_cast' THEN 'marks' WHEN 'ballot_official' THEN 'confirmed_at' ELSE '' END;
BEGIN
  IF TG_OP = 'INSERT' THEN part := NEW; ELSE part := OLD; END IF;
  SELECT state, mode, changeable INTO around FROM ballot_round
    WHERE tenant_id = part.tenant_id AND id = part.round_id FOR SHARE;
  IF around.state IS NULL OR around.state IN ('announced', 'void', 'cancelled') THEN
    PERFORM ballot_refuse('a closed ballot round cannot change');
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF TG_TABLE_NAME <> 'ballot_official' OR around.state <> 'prepared' THEN
      PERFORM ballot_refuse('what belongs to a ballot round is never deleted');
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change THEN
    PERFORM ballot_refuse('what belongs to a ballot round stays as it was written');
  END IF;
  IF TG_TABLE_NAME = 'ballot_cast' AND (around.state <> 'open'
      OR around.mode <> 'named_electronic' OR TG_OP = 'UPDATE' AND NOT around.changeable) THEN
    PERFORM ballot_refuse('the ballot round takes no such ballot');
  END IF;
  IF TG_TABLE_NAME = 'ballot_teller_count' AND around.state <> 'counting'
     OR TG_TABLE_NAME = 'ballot_paper_count' AND around.state = 'confirmed'
     OR TG_TABLE_NAME IN ('ballot_item', 'ballot_roll') AND around.state <> 'prepared'
     OR TG_TABLE_NAME = 'ballot_official'
       AND around.state <> (CASE TG_OP WHEN 'UPDATE' THEN 'counting' ELSE 'prepared' END) THEN
    PERFORM ballot_refuse('what belongs to a ballot round is frozen by now');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION ballot_guard_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ballot_refuse('votes are never emptied out');
  RETURN NULL;
END $$;
"""
"""What is closed stays as it is, whoever asks. A part that is written waits for a round that is
just being closed (`FOR SHARE`), so no ballot slips in behind the count."""

FUNCTIONS = ("ballot_guard_round", "ballot_guard_part", "ballot_guard_table")


def freeze() -> None:
    """Have the database itself refuse every change of a closed round."""
    connection = op.get_bind()
    connection.exec_driver_sql(FREEZING)
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for function in FUNCTIONS:
        # A temporary table of the same name must not stand in for the real round.
        connection.exec_driver_sql(
            f"ALTER FUNCTION {function}() SET search_path = pg_catalog, {schema}, pg_temp"
        )
    for part in PARTS:
        connection.exec_driver_sql(
            f"CREATE TRIGGER ballot_frozen BEFORE INSERT OR UPDATE OR DELETE ON {part}"
            " FOR EACH ROW EXECUTE FUNCTION ballot_guard_part()"
        )
    for table in ("ballot_round", *PARTS):
        connection.exec_driver_sql(
            f"CREATE TRIGGER ballot_kept BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ballot_guard_table()"
        )
