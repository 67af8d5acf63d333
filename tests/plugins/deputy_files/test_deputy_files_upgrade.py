"""Databases of every shape that the first migration once had come to the same end."""

import uuid
from typing import LiteralString

import psycopg
import pytest

from core import own_plugin, plugins, postgres
from core.migrations import drafting, migrate
from core.plugins import Plugins
from core.testing import TestServer

pytestmark = pytest.mark.database

CARDS = "ALTER TABLE deputy_files_card DROP COLUMN checked_facts;"
MARKED = """ALTER TABLE deputy_files_draft_evidence DROP COLUMN dropped;
ALTER TABLE deputy_files_likeness DROP COLUMN stale;"""
SINCE = """ALTER TABLE deputy_files_likeness DROP CONSTRAINT ck_deputy_files_likeness_likeness,
  ADD CONSTRAINT ck_deputy_files_likeness_likeness
      CHECK (likeness IN ('same_photo', 'same_text', 'near_text', 'same_hour'));
ALTER TABLE deputy_files_leave DROP COLUMN paper_on, DROP COLUMN withdrawn_on,
  DROP COLUMN withdrawn_by_name, DROP COLUMN withdrawn_reason,
  DROP CONSTRAINT ck_deputy_files_leave_leavestate,
  ADD CONSTRAINT ck_deputy_files_leave_leavestate
      CHECK (state IN ('requested', 'approved', 'declined', 'withdrawn'));
DROP TABLE deputy_files_erasure, deputy_files_notice;
DROP TRIGGER renda_erase_only ON deputy_files_entry;
DROP TRIGGER renda_erase_only ON deputy_files_entry_evidence;
DROP TABLE deputy_files_looked, deputy_files_yearly_table, deputy_files_received_table;
ALTER TABLE deputy_files_draft DROP COLUMN joined_digest, DROP COLUMN mapping,
  ADD CONSTRAINT uq_deputy_files_draft_tenant_id_event_id_mandate_id
      UNIQUE (tenant_id, event_id, mandate_id);
ALTER TABLE deputy_files_entry DROP COLUMN joined_digest;
ALTER TABLE deputy_files_draft_evidence DROP COLUMN uploaded_by;
DROP INDEX ix_deputy_files_likeness_tenant_id_other_draft_id,
  ix_deputy_files_likeness_tenant_id_other_entry_id;"""
"""What versions after 0002 bring."""
LATER = "DROP TABLE deputy_files_card, deputy_files_leave, deputy_files_fact;"


@pytest.mark.parametrize("missing", [MARKED + LATER, CARDS + MARKED, CARDS])
def test_an_earlier_database_is_brought_up_to_date(
    missing: LiteralString, renda_server: TestServer, renda_template: str
) -> None:
    known = Plugins(plugins.find(own_plugin))
    name = f"renda_files_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name, renda_template)
    databases = renda_server.database(name)
    owner = databases.owner or ""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(SINCE)
        connection.execute(missing)
        connection.execute("UPDATE alembic_version_deputy_files SET version_num = '0001'")
    outcome = migrate(owner, databases.app_role, known)
    drafted = drafting.draft(owner, known, "deputy_files")
    postgres.drop_database(renda_server.superuser, name)
    assert (outcome.upgraded, outcome.refused) == (("deputy_files",), {})
    assert drafted is None, drafted and drafted.text
