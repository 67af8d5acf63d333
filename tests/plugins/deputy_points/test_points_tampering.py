"""Whatever the owner of the tables changes in the ledger or in a rule, the check finds it."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from points_path import ABSENT, COUNCIL, COUNTY, RULE, Points, mutation, open_points

from core import global_id
from core.testing import Answered, House
from plugins.deputy_points.models import EntryCopy, PointsLine, RuleVersion

pytestmark = pytest.mark.database

EVERYTHING: dict[str, Any] = {
    **RULE,
    "base": 6000,
    "deductions": [ABSENT],
    "raters": [{"code": "self", "title": "自评", "weight": 100, "own": True}],
    "marked": [{"code": "voters", "title": "联系选民", "most": 1500}],
}
FORGED = {
    "number": "number + 100",
    "source": "CASE source WHEN 'entry' THEN 'base' ELSE 'entry' END",
    "about": "about || 'x'",
    "kind": "kind || 'x'",
    "title": "title || '。'",
    "dated_on": "dated_on + 1",
    "period": "CASE WHEN period = 'q4' THEN 'q1' ELSE 'q4' END",
    "full_value": "full_value + 1",
    "value": "value + 1",
    "cut_by": "'all_in_year'",
    "effect": "NOT effect",
    "rule_id": "(SELECT id FROM deputy_points_rule WHERE number = 2)",
    "version": "version + 1",
    "sentence": "replace(sentence, '。', '，优秀。')",
    "evidence": "evidence || '[\"forged\"]'",
    "digest": "coalesce(digest, '') || ' '",
    "grounds": "grounds || ';group=1500'",
    "confirmed_by": "gen_random_uuid()",
    "confirmed_organ": "'court'",
    "reverses_id": "CASE WHEN reverses_id IS NULL THEN NULL ELSE id END",
    "booked_on": "booked_on - 30",
    "mandate_id": "gen_random_uuid()",
    "year": "year + 1",
}
NOT_SAID = {"tenant_id", "id", "account_id", "created_at"}
"""What of a row is no word of the line: where it lies. Its account is named by number and sums."""

RULES = {
    "cited": "replace(cited, '第五条', '第六条')",
    "article": "'第六条'",
    "rule_title": "rule_title || '（修订）'",
    "rule_kind": "'demo'",
    "value": "jsonb_set(value, '{base}', '7000')",
    "valid_from": "valid_from + 500",
    "number": "number + 7",
}
COPIES = {
    "kind": "'lead_issue'",
    "held_on": "held_on + 1",
    "evidence": "'[]'",
    "digest": "'other'",
    "confirmed_by": "gen_random_uuid()",
    "confirmed_organ": "'court'",
    "withdrawn": "NOT withdrawn",
}


@contextmanager
def owner(points: Points) -> Generator[psycopg.Connection]:
    """The owner of the tables, past every lock."""
    house = points.house
    dsn = house.databases.owner_or_refuse(house.platform.settings)
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


def locked(connection: psycopg.Connection, how: str) -> None:
    """Whether row-level security binds the owner too."""
    for table in ("line", "rule", "copy"):
        connection.execute(f"ALTER TABLE deputy_points_{table} {how} ROW LEVEL SECURITY")  # pyright: ignore[reportArgumentType, reportCallIssue]


async def verdict(points: Points) -> str:
    """What the check says."""
    try:
        return await points.recompute()
    except Answered as told:
        return str(told)


async def found(points: Points, table: str, column: str, forged: str) -> list[UUID]:
    """Of which rows the check does not find it when the owner changes this column."""
    missed = list[UUID]()
    with owner(points) as connection:
        locked(connection, "NO FORCE")
        connection.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")  # pyright: ignore[reportArgumentType, reportCallIssue]
        rows = connection.execute("SELECT id FROM kept ORDER BY id").fetchall()
        for (row_id,) in rows:
            changed = connection.execute(
                f"UPDATE {table} SET {column} = {forged} WHERE id = %s"  # pyright: ignore[reportArgumentType, reportCallIssue]
                f" AND {column} IS DISTINCT FROM ({forged})",
                [row_id],
            ).rowcount
            if "完全一致" in await verdict(points):
                missed += [row_id] * changed
            connection.execute(
                f"UPDATE {table} SET {column} = kept.{column} FROM kept"  # pyright: ignore[reportArgumentType, reportCallIssue]
                f" WHERE kept.id = {table}.id AND kept.id = %s",
                [row_id],
            )
        locked(connection, "FORCE")
    return missed


@pytest.fixture(scope="module")
async def year(open_house: Any) -> Any:
    """A line of every source, and of each one that was reversed; two rules."""
    async with open_house() as house:
        yield await told(house)


async def told(house: House) -> Points:
    points = await open_points(house)
    await points.adopt(EVERYTHING)
    mandate = await points.deputy("代表甲")
    deputy, person = points.people["代表甲"], global_id("Mandate", mandate)
    first = await points.confirm(mandate, "attend_council", "2020-03-05")
    await points.confirm(mandate, "solve_issue", "2020-05-06", matter=UUID(int=5))
    await house.drain()
    await points.do("openPointsYear", year=2020)
    await points.confirm(mandate, "donation", "2020-03-05", corrects=first)
    await house.drain()
    off = {"mandate": person, "code": "absent_half_day", "on": "2020-06-01", "reason": "未请假"}
    for _ in range(2):
        done = await points.do("deductPoints", **off)
    await points.do("withdrawDeduction", deduction=done["id"], reason="已补假")
    mark = {"mandate": person, "year": 2020, "kind": "voters", "rater": "self"}
    for value in (900, 1000):
        sent = {"input": {**mark, "value": value}}
        await house.gql(mutation("enterPointsMark"), sent, by=deputy)
    await points.adopt({**EVERYTHING, "kinds": [COUNCIL]}, "2021-07-01")
    assert "完全一致" in await points.recompute()
    assert {(one["source"], one["reverses"] is None) for one in await points.lines(mandate)} == {
        ("BASE", True),
        *(
            (source, stands)
            for source in ("ENTRY", "MARKS", "DEDUCTION")
            for stands in (True, False)
        ),
    }
    return points


@pytest.mark.parametrize("column", FORGED)
async def test_a_forged_column_of_any_line_is_found(year: Points, column: str) -> None:
    assert await found(year, "deputy_points_line", column, FORGED[column]) == []
    assert "完全一致" in await year.recompute()


def test_every_column_of_a_line_is_tried() -> None:
    assert set(PointsLine.__mapper__.columns.keys()) == set(FORGED) | NOT_SAID


@pytest.mark.parametrize("column", RULES)
async def test_a_forged_rule_is_found(year: Points, column: str) -> None:
    missed = await found(year, "deputy_points_rule", column, RULES[column])
    second = [row.id for row in await year.rows(RuleVersion) if row.number == 2]
    unseen = second if column in ("value", "number", "valid_from") else []
    assert missed == unseen, "what no line of the year was booked by says nothing of the year"
    assert "完全一致" in await year.recompute()


@pytest.mark.parametrize("column", COPIES)
async def test_a_copy_that_was_forged_after_booking_is_found(year: Points, column: str) -> None:
    missed = await found(year, "deputy_points_copy", column, COPIES[column])
    corrected = {row.corrects for row in await year.rows(EntryCopy)}
    idle = [row.id for row in await year.rows(EntryCopy) if row.entry_id in corrected]
    assert missed == (idle if column == "withdrawn" else []), "what was corrected counts no more"
    assert "完全一致" in await year.recompute()


async def test_a_line_that_was_taken_away_is_found(year: Points) -> None:
    with owner(year) as connection:
        locked(connection, "NO FORCE")
        connection.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM deputy_points_line")
        last = "(SELECT max(number) FROM deputy_points_line)"
        connection.execute(f"DELETE FROM deputy_points_line WHERE number = {last}")  # pyright: ignore[reportArgumentType, reportCallIssue]
        with pytest.raises(Answered, match="不一致"):
            await year.recompute()
        connection.execute(
            "INSERT INTO deputy_points_line SELECT * FROM kept EXCEPT"
            " SELECT * FROM deputy_points_line"
        )
        locked(connection, "FORCE")
    assert "完全一致" in await year.recompute()
    assert year.body == COUNTY
