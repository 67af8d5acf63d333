"""The migrations end where the models are: nothing is left to be drafted."""

import uuid

import psycopg
import pytest
from sources import built_in

from core import own_plugin, plugins, postgres
from core.migrations import drafting
from core.plugins import Plugins
from core.testing import TestServer

pytestmark = pytest.mark.database

NAMES = ["core", *(package.name for package in built_in())]


@pytest.fixture(scope="module")
def known() -> Plugins:
    """Whatever is installed."""
    return Plugins(plugins.find(own_plugin))


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_has_nothing_to_say(
    name: str, known: Plugins, renda_server: TestServer, renda_template: str
) -> None:
    drafted = drafting.draft(renda_server.database(renda_template).owner or "", known, name)
    assert drafted is None, drafted and drafted.text


def test_a_difference_is_drafted(
    known: Plugins, renda_server: TestServer, renda_template: str
) -> None:
    name = f"renda_draft_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name, renda_template)
    owner = renda_server.database(name).owner or ""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("ALTER TABLE counter DROP COLUMN series")
    drafted = drafting.draft(owner, known, "core")
    postgres.drop_database(renda_server.superuser, name)
    assert drafted is not None
    versions = sorted(path.stem[:4] for path in drafted.folder.glob("0*.py"))
    assert drafted.revision == f"{len(versions) + 1:04}"
    assert f'down_revision = "{versions[-1]}"' in drafted.text
    assert "sa.Column('series', sa.Text(), nullable=False)" in drafted.text
