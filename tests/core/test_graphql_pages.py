"""Pages of records: cut in SQL by keyset, stable while rows come and go, only what is asked for."""

import base64
import json
from collections.abc import AsyncGenerator, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

import pytest
import sqlalchemy as sa
import strawberry
from made_plugins import made_plugin
from structlog.testing import capture_logs

from core import Info, Node, column, computed, record, records
from core.clock import ZONE
from core.kit.deadlines import ClockState, Deadline
from core.testing import WORLD, House, OpenHouse, Someone, query_count

pytestmark = pytest.mark.database

ORDERS: dict[str, list[Any]] = {
    "title": [Deadline.title],
    "title_down": [Deadline.title.desc()],
    "late": [Deadline.late_by],
    "late_down": [Deadline.late_by.desc()],
    "due_then_title": [Deadline.due_on, Deadline.title.desc()],
    "due_down": [Deadline.due_on.desc()],
    "provisional": [Deadline.provisional, Deadline.title],
    "state": [Deadline.state],
    "created_down": [Deadline.created_at.desc()],
    "none": [],
}
"""Texts, numbers, days, switches, words and moments; with and without nulls; up and down."""


@record(Deadline, read="core.read_deadlines", description="一条")
class DemoLine(Node):
    title: str = column("标题")
    late_by: int | None = column("天数")

    @computed("大写的标题", needs=["title"])
    def loud(root: Any) -> str:
        return root.title.upper()

    @computed("读了没有声明的列", needs=["title"])
    def forgetful(root: Any) -> str:
        return f"{root.title} {root.rule_text}"


@strawberry.type
class Query:
    @records(DemoLine, "各种次序")
    def demo_lines(
        self, info: Info, order: Annotated[str, strawberry.argument(description="次序")] = "title"
    ) -> Any:
        return sa.select(Deadline).order_by(*ORDERS[order])


PAGE = """query ($order: String!, $first: Int, $after: String, $last: Int, $before: String) {
  demoLines(order: $order, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.fixture(scope="module")
async def lines(open_house: OpenHouse) -> AsyncGenerator[House]:
    """A house whose county-a has the plugin on and twelve rows with ties and nulls."""
    async with open_house(modules=[made_plugin("demo", plugin_query=lambda: Query)]) as house:
        await house.enable("county-a", "demo")
        await house.enable("county-b", "demo")
        await add(house, [row(number) for number in range(12)])
        yield house


@pytest.fixture(scope="module")
async def clerk(lines: House) -> Someone:
    return await lines.person("county-a", "office")


def row(number: int, organ: str = "office") -> Deadline:
    """Every third has no number, every fourth no day; titles and moments come in threes."""
    return Deadline(
        id=uuid5(WORLD, f"line-{organ}-{number}"),
        organ_id=uuid5(WORLD, organ),
        rule="core.roll_forward",
        title=f"t{number // 3}",
        subject_type="Body",
        subject_id=UUID(int=number),
        trigger_on=date(2026, 1, 1),
        due_on=None if number % 4 == 0 else date(2026, 1, 1 + number % 5),
        provisional=number % 2 == 0,
        steps=[],
        state=ClockState.RUNNING if number % 5 else ClockState.MET,
        late_by=None if number % 3 == 0 else number % 4,
        created_at=datetime(2026, 1, 1 + number // 3 % 28, 9, 30, 0, 123456, tzinfo=ZONE),
    )


async def add(house: House, rows: Sequence[Deadline]) -> None:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        work.session.add_all(rows)


async def remove(house: House, organ: str, title: str) -> None:
    """Nothing is ever deleted; for the list it is as if the rows had left its filter."""
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await work.session.execute(
            sa.update(Deadline)
            .where(Deadline.title == title, Deadline.organ_id == uuid5(WORLD, organ))
            .values(organ_id=uuid5(WORLD, "department"))
        )


async def page(house: House, by: Someone, **window: Any) -> dict[str, Any]:
    return (await house.gql(PAGE, {"order": "title", **window}, by=by))["demoLines"]


def ids(page_: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page_["edges"]]


async def walk(house: House, by: Someone, order: str, size: int, *, backward: bool) -> list[str]:
    """Every id of the list, page by page; each page must say truly whether there is more."""
    seen, cursor = list[str](), None
    while True:
        where = {"last": size, "before": cursor} if backward else {"first": size, "after": cursor}
        got = await page(house, by, order=order, **where)
        seen = ids(got) + seen if backward else seen + ids(got)
        info = got["pageInfo"]
        assert info["hasPreviousPage" if not backward else "hasNextPage"] == (cursor is not None)
        if not info["hasPreviousPage" if backward else "hasNextPage"]:
            return seen
        cursor = info["startCursor" if backward else "endCursor"]


@pytest.mark.parametrize("order", ORDERS)
async def test_pages_of_any_size_in_either_direction_are_the_whole_list(
    lines: House, clerk: Someone, order: str
) -> None:
    whole = ids(await page(lines, clerk, order=order, first=100))
    assert len(set(whole)) == 12
    for size in (1, 5):
        assert await walk(lines, clerk, order, size, backward=False) == whole
        assert await walk(lines, clerk, order, size, backward=True) == whole


async def test_the_order_is_the_one_asked_for_with_nulls_last(lines: House, clerk: Someone) -> None:
    async with lines.platform.as_core(lines.bodies["county-a"].id) as work:
        found = {str(one.id): one for one in await work.session.scalars(sa.select(Deadline))}
    for order, down in (("late", False), ("late_down", True)):
        got = ids(await page(lines, clerk, order=order, first=100))
        rows = [
            found[base64.urlsafe_b64decode(f"{one}==").decode().partition(":")[2]] for one in got
        ]
        numbers = [one.late_by for one in rows]
        known = [number for number in numbers if number is not None]
        assert known == sorted(known, reverse=down)
        assert numbers[len(known) :] == [None] * 4


async def test_a_cursor_stays_true_while_rows_come_and_go(lines: House) -> None:
    clerk = await lines.person("county-a", "court")
    await add(lines, [row(number, "court") for number in range(12)])
    before = ids(await page(lines, clerk, first=100))
    first = await page(lines, clerk, first=6)
    early, late = row(100, "court"), row(101, "court")
    early.title, late.title = "a", "z"
    await add(lines, [early, late])
    # The very row on which the cursor stands goes away, with its ties.
    await remove(lines, "court", "t1")
    rest = await page(lines, clerk, first=100, after=first["pageInfo"]["endCursor"])
    assert ids(rest)[:-1] == before[6:]
    assert rest["edges"][-1]["node"]["title"] == "z"


async def test_after_and_before_together_cut_out_the_middle(lines: House, clerk: Someone) -> None:
    edges = (await page(lines, clerk, first=100))["edges"]
    cut = {"after": edges[1]["cursor"], "before": edges[8]["cursor"]}
    middle = [edge["node"]["id"] for edge in edges[2:8]]
    assert ids(await page(lines, clerk, first=50, **cut)) == middle
    assert ids(await page(lines, clerk, last=2, **cut)) == middle[-2:]


async def test_an_empty_page_has_no_cursors(lines: House, clerk: Someone) -> None:
    none = await page(lines, clerk, first=0)
    assert none["edges"] == []
    assert none["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ({"first": 101}, "PAGE_SIZE"),
        ({"first": -1}, "PAGE_SIZE"),
        ({"last": 101}, "PAGE_SIZE"),
        ({"first": 1, "last": 1}, "PAGE_BOTH_ENDS"),
    ],
)
async def test_the_size_of_a_page_has_bounds(
    lines: House, clerk: Someone, window: dict[str, int], code: str
) -> None:
    assert await lines.refused_code(PAGE, {"order": "title", **window}, by=clerk) == code


async def test_twenty_records_where_no_size_is_given(lines: House) -> None:
    clerk = await lines.person("county-a", "government")
    await add(lines, [row(number, "government") for number in range(23)])
    assert len((await page(lines, clerk))["edges"]) == 20


def forged(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


SIGNATURE = "title,id"
SOME_ID = str(uuid5(WORLD, "line-office-1"))
BAD = {
    "no base64": "§§§",
    "no json": base64.urlsafe_b64encode(b"abc").decode(),
    "a number": forged()[:0] + base64.urlsafe_b64encode(b"5").decode(),
    "nothing": "",
    "too few values": forged(SIGNATURE, "t1"),
    "too many values": forged(SIGNATURE, "t1", SOME_ID, 1),
    "a number for a text": forged(SIGNATURE, 5, SOME_ID),
    "a list for a text": forged(SIGNATURE, [1], SOME_ID),
    "no uuid": forged(SIGNATURE, "t1", "nobody"),
    "a number for a uuid": forged(SIGNATURE, "t1", 5),
    "a NUL": forged(SIGNATURE, "t\0", SOME_ID),
    "half a surrogate pair": forged(SIGNATURE, "t\ud800", SOME_ID),
    "nothing for the id": forged(SIGNATURE, "t1", None),
    "endless nesting": base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    "half a character": base64.urlsafe_b64encode(b'["\xff"]').decode(),
}


@pytest.mark.parametrize("cursor", BAD.values(), ids=BAD.keys())
async def test_a_bad_cursor_is_an_error_of_the_client(
    lines: House, clerk: Someone, cursor: str
) -> None:
    for where in ({"first": 1, "after": cursor}, {"last": 1, "before": cursor}):
        error = await lines.refused(PAGE, {"order": "title", **where}, by=clerk)
        assert error["extensions"]["code"] == "CURSOR_INVALID", error


@pytest.mark.parametrize(
    ("order", "value"),
    [
        ("late", True),
        ("late", 2**63),
        ("late", 1.5),
        ("provisional", "yes"),
        ("due_down", "2026-13-01"),
        ("due_down", 20260101),
        ("state", "asleep"),
        ("state", 3),
        ("created_down", "yesterday"),
    ],
)
async def test_a_cursor_with_a_value_of_another_kind_is_refused(
    lines: House, clerk: Someone, order: str, value: object
) -> None:
    real = (await page(lines, clerk, order=order, first=1))["pageInfo"]["endCursor"]
    values = json.loads(base64.urlsafe_b64decode(f"{real}=="))
    values[1] = value
    sent = {"order": order, "first": 1, "after": forged(*values)}
    assert await lines.refused_code(PAGE, sent, by=clerk) == "CURSOR_INVALID"


async def test_another_lists_cursor_is_refused(lines: House, clerk: Someone) -> None:
    for other in ("title_down", "none", "due_then_title"):
        cursor = (await page(lines, clerk, order=other, first=1))["pageInfo"]["endCursor"]
        sent = {"order": "title", "first": 1, "after": cursor}
        assert await lines.refused_code(PAGE, sent, by=clerk) == "CURSOR_INVALID"


async def test_the_total_is_counted_only_when_asked_for(lines: House, clerk: Someone) -> None:
    with query_count() as plain:
        await lines.gql("{ demoLines(first: 2) { nodes { title } } }", by=clerk)
    with query_count() as counted:
        answer = await lines.gql("{ demoLines(first: 2) { totalCount nodes { title } } }", by=clerk)
    assert answer["demoLines"]["totalCount"] == 12
    assert not [one for one in plain if "count(" in one]
    assert len([one for one in counted if "count(" in one]) == 1


async def columns_for(house: House, by: Someone, selected: str) -> set[str]:
    """The columns of the table that the statement for these fields names."""
    with query_count() as sent:
        await house.gql(selected, by=by)
    (statement,) = [one for one in sent if "FROM deadline" in one]
    listed = statement.partition("FROM")[0].replace("SELECT", "").split(",")
    return {one.split(" AS ")[0].strip().removeprefix("deadline.") for one in listed}


KEYS = {"tenant_id", "id", "title"}


@pytest.mark.parametrize(
    ("selected", "more"),
    [
        ("{ demoLines { nodes { id } } }", set()),
        ("{ demoLines { nodes { lateBy } } }", {"late_by"}),
        ("{ demoLines { edges { node { lateBy } } } }", {"late_by"}),
        ("{ demoLines { nodes { number: lateBy __typename } } }", {"late_by"}),
        ("{ demoLines { nodes { loud } } }", set()),
        ('{ demoLines(order: "late") { nodes { id } } }', {"late_by"}),
        (
            "{ demoLines { ...A } } fragment A on DemoLineConnection { nodes { ...B } }"
            " fragment B on DemoLine { ... on Node { id } ... { lateBy } }",
            {"late_by"},
        ),
        (
            "{ demoLines { nodes { id } edges { ...E } } }"
            " fragment E on DemoLineEdge { node { lateBy } }",
            {"late_by"},
        ),
        ("{ demoLines { nodes { id } } demoLines { nodes { lateBy } } }", {"late_by"}),
    ],
)
async def test_only_the_columns_asked_for_are_loaded(
    lines: House, clerk: Someone, selected: str, more: set[str]
) -> None:
    order = set[str]() if "order" not in selected else {"title"}
    assert await columns_for(lines, clerk, selected) == (KEYS - order) | more


async def test_a_column_that_was_not_declared_is_named_in_the_log_and_masked_for_the_client(
    lines: House, clerk: Someone
) -> None:
    with capture_logs() as logs:
        error = await lines.refused("{ demoLines { nodes { forgetful } } }", by=clerk)
    assert error["extensions"]["code"] == "INTERNAL"
    assert "rule_text" not in error["message"]
    (entry,) = [one for one in logs if one.get("reference") == error["extensions"]["reference"]]
    told = str(entry["exc_info"])
    assert "DemoLine.forgetful reads a column that is not in its needs" in told
    assert "rule_text" in told


async def test_a_visitor_is_refused_a_list_that_asks_for_an_action(lines: House) -> None:
    query = "{ demoLines { nodes { id } } }"
    assert await lines.refused_code(query, body="county-a") == "NOT_SIGNED_IN"


async def test_another_organs_and_another_bodys_rows_are_not_in_the_list(lines: House) -> None:
    query = "{ demoLines { totalCount nodes { id } } }"
    for body, organ in (("county-a", "procuratorate"), ("county-b", "office")):
        other = await lines.person(body, organ)
        assert (await lines.gql(query, by=other))["demoLines"] == {"totalCount": 0, "nodes": []}
