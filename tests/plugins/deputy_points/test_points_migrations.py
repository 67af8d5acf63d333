"""What was booked by an earlier version agrees with the check as soon as it was migrated."""

from importlib.util import module_from_spec, spec_from_file_location
from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from points_path import RULE, Points, forge, mutation, open_points

from core import global_id
from core.migrations import sync_url
from core.testing import Answered, House
from plugins import deputy_points
from plugins.deputy_points.models import PointsClosing, PointsLine, PointsMark

pytestmark = pytest.mark.database

EVERYTHING: dict[str, Any] = {
    **RULE,
    "base": 6000,
    "raters": [
        {"code": "self", "title": "自评", "weight": 40, "own": True},
        {"code": "clerk", "title": "工作机构", "weight": 60, "role": "points_clerk"},
    ],
    "marked": [{"code": "voters", "title": "联系选民", "most": 1500}],
}


def run(house: House, version: str, way: str = "upgrade") -> None:
    """Run one version, as the owner, over what stands in the tables."""
    (path,) = deputy_points.plugin_migrations().glob(f"{version}_*.py")
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    engine = sa.create_engine(sync_url(house.databases.owner_or_refuse(house.platform.settings)))
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        getattr(module, way)()
    engine.dispose()


async def marked_and_waiting(points: Points) -> UUID:
    """Lines with grounds of every kind, reversed ones among them, and base points."""
    await points.adopt(EVERYTHING)
    mandate = await points.deputy("代表甲")
    house, matter = points.house, UUID(int=5)
    await points.confirm(mandate, "solve_issue", "2020-05-06", matter=matter)
    await points.confirm(mandate, "solve_issue", "2020-05-07", matter=matter)
    await points.confirm(mandate, "attend_council", "2020-03-05")
    await house.drain()
    await points.confirm(mandate, "lead_issue", "2020-03-06", matter=matter)
    await house.drain()
    mark = {"mandate": global_id("Mandate", mandate), "year": 2020, "kind": "voters"}
    for rater, by, value in (
        ("self", points.people["代表甲"], 900),
        ("clerk", points.clerk, 800),
        ("self", points.people["代表甲"], 1000),
    ):
        sent = {"input": {**mark, "rater": rater, "value": value}}
        await house.gql(mutation("enterPointsMark"), sent, by=by)
    return mandate


async def test_lines_from_before_their_grounds_were_kept_agree_after_migrating(
    house: House,
) -> None:
    points = await open_points(house)
    mandate = await marked_and_waiting(points)
    assert "完全一致" in await points.recompute()
    before = {row.id: row.grounds for row in await points.rows(PointsLine)}
    assert {"", "not_led", "counted_before", "self=900;clerk=800", "self=1000;clerk=800"} == set(
        before.values()
    )
    account = await points.account(mandate)
    # As the versions before 0004 left it.
    forge(points, "UPDATE deputy_points_line SET grounds = ''")
    forge(
        points,
        "UPDATE deputy_points_account SET attendance = points - effect - deducted",
        table="deputy_points_account",
    )
    with pytest.raises(Answered, match="不一致"):
        await points.recompute()
    run(house, "0005")
    assert {row.id: row.grounds for row in await points.rows(PointsLine)} == before
    assert await points.account(mandate) == account
    assert "完全一致" in await points.recompute()
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        forced = owner.execute(
            "SELECT bool_and(relforcerowsecurity) FROM pg_class"
            " WHERE relname LIKE 'deputy_points%' AND relkind = 'r'"
        ).fetchone()
    assert forced == (True,), "the locks are put back"


NEWEST = ("0005", "0006", "0007", "0008", "0009", "0010")


async def test_the_newest_versions_go_back_and_come_again(house: House) -> None:
    """Closed quarters are given up on the way back; years, marks and lines stay as they were."""
    points = await open_points(house)
    await marked_and_waiting(points)
    for verb, sent in (("closePointsPeriod", {"period": "q1"}), ("closePointsYear", {})):
        await points.do(verb, year=2020, **sent)
    before = await points.ledger()
    for version in reversed(NEWEST):
        run(house, version, "downgrade")
    for version in NEWEST:
        run(house, version)
    assert await points.ledger() == before
    assert [(row.year, row.period) for row in await points.rows(PointsClosing)] == [(2020, "")]
    assert len(await points.rows(PointsMark)) == 3
    assert "完全一致" in await points.recompute()
