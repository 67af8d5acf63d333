"""What is kept for good can be erased where it is personal, and in no other way be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# Tables say which of their columns are personal; the grants leave the other columns alone.
# Whoever owns the table could take the trigger away: a migration is not held up by it.
ERASE_ONLY = """CREATE FUNCTION renda_erase_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part text;
BEGIN
  IF (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) = current_user THEN
    RETURN NEW;
  END IF;
  FOREACH part IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) -> part IS DISTINCT FROM to_jsonb(OLD) -> part
       AND (to_jsonb(OLD) ->> part IS NULL
            OR to_jsonb(NEW) ->> part IS DISTINCT FROM '［已删除］') THEN
      RAISE EXCEPTION '% of % is erased or stays as it is', part, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
  RETURN NEW;
END $$"""

# Contents are shared by digest; the row policies are kept to, one body after the other.
CONTENT_HELD = """CREATE FUNCTION renda_content_held(wanted text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  one uuid;
  before text := current_setting('app.tenant');
  held boolean := false;
BEGIN
  FOR one IN SELECT id FROM body LOOP
    PERFORM set_config('app.tenant', one::text, true);
    held := EXISTS (SELECT 1 FROM file
                     WHERE tenant_id = one AND digest = wanted AND erased_on IS NULL);
    EXIT WHEN held;
  END LOOP;
  PERFORM set_config('app.tenant', before, true);
  RETURN held;
END $$"""


def upgrade() -> None:
    op.add_column("file", sa.Column("erased_on", sa.Date(), nullable=True))
    op.execute(ERASE_ONLY)
    op.execute(CONTENT_HELD)


def downgrade() -> None:
    op.execute("DROP FUNCTION renda_content_held(text)")
    op.execute("DROP FUNCTION renda_erase_only() CASCADE")
    op.drop_column("file", "erased_on")
