"""How the officials of a vote were adopted, and who took whose place while it was on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("adopted_on", "left_on"):
        op.add_column("ballot_official", sa.Column(name, sa.Date(), nullable=True))
    for name in ("adopted_by", "left_reason"):
        op.add_column("ballot_official", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("ballot_official", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_ballot_official_tenant_id_replaces_id"),
        "ballot_official",
        "ballot_official",
        ["tenant_id", "replaces_id"],
        ["tenant_id", "id"],
    )
    op.create_unique_constraint(
        op.f("uq_ballot_official_tenant_id_replaces_id"),
        "ballot_official",
        ["tenant_id", "replaces_id"],
    )
    guard()


GUARD = """
CREATE OR REPLACE FUNCTION ballot_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record;
  around record;
  may_change text[] := CASE TG_TABLE_NAME
    WHEN 'ballot_cast' THEN ARRAY['marks']
    WHEN 'ballot_official' THEN ARRAY['confirmed_at', 'left_on', 'left_reason']
    ELSE ARRAY[]::text[] END;
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
  IF TG_TABLE_NAME = 'ballot_official' AND TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) ->> 'left_on' IS NOT NULL THEN
      PERFORM ballot_refuse('who left a ballot round stays away');
    END IF;
    IF to_jsonb(NEW) ->> 'left_on' IS NULL AND around.state <> 'counting' THEN
      PERFORM ballot_refuse('what belongs to a ballot round is frozen by now');
    END IF;
  END IF;
  IF TG_TABLE_NAME = 'ballot_official' AND TG_OP = 'INSERT' AND around.state <> 'prepared'
      AND NOT EXISTS (SELECT FROM ballot_official AS leaving
        WHERE leaving.tenant_id = part.tenant_id AND leaving.round_id = part.round_id
          AND to_jsonb(leaving) -> 'id' = to_jsonb(NEW) -> 'replaces_id'
          AND to_jsonb(leaving) -> 'role' = to_jsonb(NEW) -> 'role'
          AND leaving.left_on IS NOT NULL) THEN
    PERFORM ballot_refuse('nobody joins a ballot round but in the place of who left');
  END IF;
  IF TG_TABLE_NAME = 'ballot_teller_count' AND around.state <> 'counting'
     OR TG_TABLE_NAME = 'ballot_paper_count' AND around.state = 'confirmed'
     OR TG_TABLE_NAME IN ('ballot_item', 'ballot_roll') AND around.state <> 'prepared'
     OR TG_TABLE_NAME = 'ballot_official' AND around.state NOT IN ('open', 'counting')
       AND (TG_OP = 'UPDATE' OR around.state <> 'prepared') THEN
    PERFORM ballot_refuse('what belongs to a ballot round is frozen by now');
  END IF;
  RETURN NEW;
END $$;
"""
"""The guard of 0002, which also lets an official leave and another come while a vote is on."""


def guard() -> None:
    """Put the guard in the other's place; the triggers stay, and so does its closed search path."""
    connection = op.get_bind()
    connection.exec_driver_sql(GUARD)
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    connection.exec_driver_sql(
        f"ALTER FUNCTION ballot_guard_part() SET search_path = pg_catalog, {schema}, pg_temp"
    )
