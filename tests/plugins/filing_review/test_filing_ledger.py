"""The ledger: filters, figures that open to their lines, pages, and how the database answers."""

import json
import random
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
import sqlalchemy as sa
from filing_path import COUNTY, Office, on, open_office
from vacuumed import vacuum

from core import clock, global_id
from core.postgres import dsn_for
from core.testing import WORLD, House, OpenHouse, Someone, TestServer, query_count
from plugins.filing_review import models
from plugins.filing_review.rules import (
    FIGURES,
    Conclusion,
    Correction,
    Direction,
    DocumentKind,
    ExchangeKind,
    Figure,
    FilingState,
    LetterKind,
    OutgoingState,
    TaskState,
)

pytestmark = pytest.mark.database

TODAY = date(2025, 7, 1)
MAKERS = ("government", "court", "procuratorate", "supervisory_commission")
Line = dict[str, Any]


def line(chance: random.Random, organ: str, lead: UUID | None = None) -> Line:
    """A line of the ledger as chance has it, within what the states allow."""
    filed_on = date(2023, 1, 1) + timedelta(days=chance.randrange(900))
    registered = chance.random() < 0.8
    concluded = registered and chance.random() < 0.7
    problem = concluded and chance.random() < 0.5
    other = chance.choice([Conclusion.NO_PROBLEM, Conclusion.PASSED_UP])
    conclusion = Conclusion.PROBLEM if problem else other
    later = filed_on + timedelta(days=3)
    clocked = chance.random() < 0.8
    return {
        "id": uuid4(),
        "organ_id": uuid5(WORLD, organ),
        "created_at": clock.now(),
        "state": chance.choice(list(FilingState)),
        "outgoing_ref": uuid4(),
        "package_id": uuid4(),
        "maker_body": "county-a",
        "maker_organ": chance.choice(MAKERS),
        "maker_kind": "government",
        "maker_name": "制定机关",
        "title": chance.choice(["标题", "关于道路的决定", "100%_的规定"]),
        "document_number": chance.choice([None, "示〔2024〕7号", "示〔2024〕17号"]),
        "kind": chance.choice(list(DocumentKind)),
        "joint_with_party": False,
        "filed_on": filed_on,
        "year": filed_on.year,
        "late_by": chance.choice([0, 0, 0, 1, 9]) if clocked else None,
        "due_on": chance.choice([None, filed_on + timedelta(days=30)]),
        "registered_on": later if registered else None,
        "returned_on": None if registered else chance.choice([None, later]),
        "platform_number": None if chance.random() < 0.5 else str(uuid4()),
        "withheld_on": chance.choice([None, None, later]),
        "concluded_on": later if concluded else None,
        "conclusion": conclusion if concluded else None,
        "correction": chance.choice([None, *Correction]) if problem else None,
        "lead_id": lead if chance.random() < 0.3 else uuid4(),
    }


async def insert(house: House, body: str, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    async with house.platform.as_core(house.bodies[body].id) as work:
        tenant = {"tenant_id": work.body.id}
        await work.session.execute(sa.insert(model), [{**row, **tenant} for row in rows])


class Mixed:
    """A county's office with a mixed ledger, and others' lines beside it."""

    def __init__(self, office: Office, lines: list[Line]) -> None:
        self.office, self.lines = office, lines

    async def asked(self, where: dict[str, Any] | None) -> tuple[int, set[str]]:
        """How many lines a filter has, and which, through the pages."""
        query = """query($where: FilingFilter, $after: String) {
          filings(where: $where, first: 100, after: $after) {
            totalCount nodes { id } pageInfo { hasNextPage endCursor }
          }
        }"""
        found, after, total = set[str](), None, 0
        while True:
            variables = {"where": where, "after": after}
            by = self.office.people["lead"]
            page = (await self.office.house.gql(query, variables, by=by))["filings"]
            found |= {node["id"] for node in page["nodes"]}
            total, after = page["totalCount"], page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return total, found

    def those(self, fits: Callable[[Line], bool]) -> set[str]:
        return {global_id("Filing", one["id"]) for one in self.lines if fits(one)}


@pytest.fixture(scope="module")
async def mixed(open_house: OpenHouse) -> Any:
    chance = random.Random(2025)
    async with open_house() as house:
        office = await open_office(house)
        lead = office.people["lead"].person_id
        lines = [line(chance, COUNTY, lead) for _ in range(240)]
        await insert(house, "county-a", models.Filing, lines)
        for body, organ in (("county-a", "special_committee"), ("county-b", COUNTY)):
            beside = [line(chance, organ, lead) for _ in range(60)]
            await insert(house, body, models.Filing, beside)
        yield Mixed(office, lines)


FILTERS: dict[str, tuple[dict[str, Any] | None, Callable[[Line], bool]]] = {
    "all": (None, lambda one: True),
    "year": ({"year": 2024}, lambda one: one["filed_on"].year == 2024),
    "state": ({"state": "PROBLEM"}, lambda one: one["state"] is FilingState.PROBLEM),
    "maker": ({"makerOrgan": "court"}, lambda one: one["maker_organ"] == "court"),
    "maker of a body": (
        {"maker": "county-a/court"},
        lambda one: (one["maker_body"], one["maker_organ"]) == ("county-a", "court"),
    ),
    "kind": ({"kind": "MEASURES"}, lambda one: one["kind"] is DocumentKind.MEASURES),
    "due by a day": (
        {"dueBy": "2024-06-30"},
        lambda one: one["due_on"] is not None and one["due_on"] <= date(2024, 6, 30),
    ),
    "overdue": (
        {"overdue": True},
        lambda one: one["due_on"] is not None and one["due_on"] < TODAY,
    ),
    "late": ({"late": True}, lambda one: (one["late_by"] or 0) > 0),
    "in time": ({"late": False}, lambda one: one["late_by"] == 0),
    "without platform number": (
        {"withoutPlatformNumber": True},
        lambda one: one["platform_number"] is None,
    ),
    "mine": ({"mine": True}, lambda one: True),
    "words of a title": ({"words": " 道路 "}, lambda one: "道路" in one["title"]),
    "words with signs": ({"words": "%_"}, lambda one: "%_" in one["title"]),
    "a number": ({"words": "17号"}, lambda one: "17号" in (one["document_number"] or "")),
    "no words": ({"words": " "}, lambda one: True),
    "several": (
        {"year": 2024, "makerOrgan": "court", "late": False, "figure": "REGISTERED"},
        lambda one: (
            one["filed_on"].year == 2024
            and one["maker_organ"] == "court"
            and one["late_by"] == 0
            and one["registered_on"] is not None
        ),
    ),
    "none": ({"year": 1999}, lambda one: False),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_shows_the_lines_it_names(mixed: Mixed, name: str) -> None:
    where, fits = FILTERS[name]
    if name == "mine":
        lead = mixed.office.people["lead"].person_id
        expected = mixed.those(lambda one: one["lead_id"] == lead)
    else:
        expected = mixed.those(fits)
    with on(str(TODAY)):
        total, found = await mixed.asked(where)
    assert found == expected
    assert total == len(expected)
    assert expected or name == "none"


async def test_every_filter_of_the_schema_is_tried(mixed: Mixed) -> None:
    made = mixed.office.house.schemas.of(frozenset({"filing_review"}))._schema
    names = set(made.get_type("FilingFilter").fields)
    tried = {name for where, _ in FILTERS.values() for name in where or ()}
    # Whose review a line is needs tasks below the lines: test_filing_reviewing asks for both.
    # What waits for an opinion needs opinions: tested below. What waits for whoever asks needs
    # several people: test_filing_waiting asks for it, and test_filing_limits for a longer time.
    # Whether all reviews are handed in is asked for by the story of what waits at home.
    elsewhere = {"leadName", "reviewerOrgan", "opinion", "opinionStep", "publication"}
    assert names == tried | elsewhere | {"extensionToDecide", "allSubmitted"}


MEANS: dict[Figure, Callable[[Line], bool]] = {
    Figure.FILED: lambda one: one["state"] is not FilingState.WITHDRAWN,
    Figure.REGISTERED: lambda one: one["registered_on"] is not None,
    Figure.IN_TIME: lambda one: one["registered_on"] is not None and one["late_by"] == 0,
    Figure.LATE: lambda one: one["registered_on"] is not None and (one["late_by"] or 0) > 0,
    Figure.NO_CLOCK: lambda one: one["registered_on"] is not None and one["late_by"] is None,
    Figure.RETURNED: lambda one: one["returned_on"] is not None,
    Figure.WITHHELD: lambda one: one["withheld_on"] is not None,
    Figure.REVIEWED: lambda one: one["concluded_on"] is not None,
    Figure.PROBLEMS: lambda one: one["conclusion"] is Conclusion.PROBLEM,
    Figure.AMENDED: lambda one: one["correction"] is Correction.AMENDED,
    Figure.REPEALED: lambda one: one["correction"] is Correction.REPEALED,
    Figure.UNCORRECTED: lambda one: (
        one["conclusion"] is Conclusion.PROBLEM and one["correction"] is None
    ),
}


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
async def test_every_figure_opens_to_its_lines(mixed: Mixed, year: int) -> None:
    query = "query($year: Int!) { filingFigures(year: $year) { figure title count } }"
    by = mixed.office.people["lead"]
    told = (await mixed.office.house.gql(query, {"year": year}, by=by))["filingFigures"]
    assert [one["figure"] for one in told] == [figure.name for figure in Figure]
    for one in told:
        figure = Figure[one["figure"]]
        assert one["title"] == FIGURES[figure]
        total, found = await mixed.asked({"year": year, "figure": figure.name})
        means = MEANS[figure]
        expected = mixed.those(lambda row, means=means: row["year"] == year and means(row))
        assert found == expected
        assert one["count"] == total == len(expected)
    counted = {one["figure"]: one["count"] for one in told}
    measured = counted["IN_TIME"] + counted["LATE"] + counted["NO_CLOCK"]
    assert measured == counted["REGISTERED"]
    assert counted["AMENDED"] + counted["REPEALED"] + counted["UNCORRECTED"] == counted["PROBLEMS"]
    assert any(counted.values()) is (year < 2026)


PAGE = """query($first: Int, $after: String, $last: Int, $before: String, $order: FilingOrder) {
  filings(first: $first, after: $after, last: $last, before: $before, order: $order) {
    totalCount edges { cursor node { id filedOn dueOn registeredOn lateBy makerOrgan } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.mark.parametrize("direction", ["ASCENDING", "DESCENDING", None])
@pytest.mark.parametrize("by", ["FILED_ON", "DUE_ON", "REGISTERED_ON", "LATE_BY", "MAKER"])
async def test_pages_in_every_order_show_each_line_once(
    mixed: Mixed, by: str, direction: str | None
) -> None:
    order = {"by": by, "direction": direction} if direction else None
    who, seen, after = mixed.office.people["lead"], list[dict[str, Any]](), None
    while True:
        variables = {"first": 70, "after": after, "order": order}
        page = (await mixed.office.house.gql(PAGE, variables, by=who))["filings"]
        assert page["totalCount"] == len(mixed.lines)
        seen += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert {one["id"] for one in seen} == mixed.those(lambda one: True)
    assert len(seen) == len(mixed.lines)
    name = {"FILED_ON": "filedOn", "DUE_ON": "dueOn", "REGISTERED_ON": "registeredOn"}
    name |= {"LATE_BY": "lateBy", "MAKER": "makerOrgan"}
    key = name[by] if order else "filedOn"
    values = [one[key] for one in seen if one[key] is not None]
    assert values == sorted(values, reverse=direction != "ASCENDING")
    assert [one[key] for one in seen][len(values) :] == [None] * (len(seen) - len(values))


async def test_a_page_backward_is_the_page_forward(mixed: Mixed) -> None:
    house, who = mixed.office.house, mixed.office.people["lead"]
    forward = (await house.gql(PAGE, {"first": 30}, by=who))["filings"]
    middle = forward["edges"][20]["cursor"]
    back = (await house.gql(PAGE, {"last": 10, "before": middle}, by=who))["filings"]
    assert back["edges"] == forward["edges"][10:20]
    wrong = {"first": 10, "after": middle, "order": {"by": "LATE_BY"}}
    assert await house.refused_code(PAGE, wrong, by=who) == "CURSOR_INVALID"


# --- nested lists ----------------------------------------------------------------------------

NESTED = """query($first: Int) { filings(first: $first) { nodes {
  id title state amends { id title }
  parts { kind file { name } }
  tasks { title deadlines { rule } findings { clause standardGroup } files { kind } }
  findings { clause }
  opinions { title file { name } }
  letters { kind file { name } }
  deadlines { rule dueOn }
} } }"""
NESTED_OUT = """query($first: Int) { outgoingFilings(first: $first) { nodes {
  id replaces { id } parts { kind file { name } } letters { kind file { name } } deadlines { rule }
} } }"""


async def test_nested_lists_cost_no_query_for_each_line(house: House) -> None:
    office = await open_office(house, "town-a")
    with on("2025-01-20"):
        first, filing = await office.opined()
        await office.answer(first)
        await office.assigned(replaces=first, publishedOn="2025-01-19")
        copies = await fill_up(office, filing, first, 10)
    for query, who, root in ((NESTED, "lead", "filings"), (NESTED_OUT, "clerk", "outgoingFilings")):
        counts = list[int]()
        for size in (2, 12):
            with query_count() as sent:
                seen = await house.gql(query, {"first": size}, by=office.people[who])
            nodes = seen[root]["nodes"]
            assert len(nodes) == size
            assert all(node["parts"] and node["letters"] for node in nodes[:size])
            counts.append(len(sent))
        assert counts[0] == counts[1], root
        assert counts[1] < 20
    assert copies == 10


async def fill_up(office: Office, filing: str, outgoing: str, times: int) -> int:
    """More filings like one, with rows of every kind below them."""
    from core.graphql.ids import decode
    from core.kit.deadlines import Deadline

    below: list[tuple[Any, str]] = [
        (models.FilingPart, "filing_id"),
        (models.ReviewTask, "filing_id"),
        (models.Finding, "filing_id"),
        (models.Opinion, "filing_id"),
        (models.Letter, "filing_id"),
        (Deadline, "subject_id"),
    ]
    below_out: list[tuple[Any, str]] = [
        (models.OutgoingPart, "outgoing_id"),
        (models.Letter, "outgoing_id"),
        (Deadline, "subject_id"),
    ]
    async with office.house.platform.as_core(office.house.bodies[office.body].id) as work:
        for _ in range(times):
            for model, own, children in (
                (models.Filing, filing, below),
                (models.OutgoingFiling, outgoing, below_out),
            ):
                copies = dict[UUID, UUID]()
                old = decode(own)[1]
                # Every copy links to another filing, so that whichever two come first hold a link.
                fresh = {"outgoing_ref": uuid4(), "replaces_id": old, "amends_id": old}
                await copy_rows(work.session, model, "id", old, copies, fresh)
                for child, column in children:
                    await copy_rows(work.session, child, column, old, copies, {"task_ref": None})
    return times


async def copy_rows(
    session: Any, model: Any, column: str, value: UUID, copies: dict[UUID, UUID], fresh: Line
) -> None:
    """Copies of the rows whose column has a value, under new ids that the copies then point to."""
    found = await session.scalars(sa.select(model).where(getattr(model, column) == value))
    names = [one.key for one in sa.inspect(model).columns]
    for row in list(found):
        copies[row.id] = uuid4()
        values = {name: getattr(row, name) for name in names}
        values |= {name: one for name, one in fresh.items() if name in names}
        session.add(model(**{name: _new(one, copies) for name, one in values.items()}))
        await session.flush()


def _new(value: Any, copies: dict[UUID, UUID]) -> Any:
    return copies.get(value, value) if isinstance(value, UUID) else value


async def test_what_waits_for_a_checker_or_a_signer_is_found_by_the_state_of_its_opinion(
    house: House,
) -> None:
    office = await open_office(house)
    with on("2025-01-20"):
        _, filing = await office.faulty()
        await office.faulty(title="没有审查意见的")
        opinion = await office.draft(filing)
        assert await office.ledger({"opinion": "DRAFTED"}) == [{"id": filing}]
        await office.do("checker", "checkOpinion", opinion=opinion)
        assert await office.ledger({"opinion": "DRAFTED"}) == []
        assert await office.ledger({"opinion": "CHECKED"}) == [{"id": filing}]


async def test_how_long_is_left_and_how_late_it_would_be_is_told_by_the_server(
    house: House,
) -> None:
    office = await open_office(house)
    with on("2025-01-20"):
        draft = await office.prepared(adoptedOn="2025-01-03", publishedOn="2025-01-06")
        seen = await office.see("clerk", draft, "filingDueOn lateIfSentToday package { state }")
        assert seen["lateIfSentToday"] == 0
        assert seen["package"] is None
    with on("2025-03-20"):
        late = (date(2025, 3, 20) - date.fromisoformat(seen["filingDueOn"])).days
        assert (await office.see("clerk", draft, "lateIfSentToday"))["lateIfSentToday"] == late > 0
        await office.do("signer", "signFiling", filing=draft, reportNumber="测备报1号")
        await office.do("clerk", "sendFiling", filing=draft)
        await house.drain(1)
        seen = await office.see("clerk", draft, "lateBy lateIfSentToday package { state }")
        assert seen == {"lateBy": late, "lateIfSentToday": None, "package": {"state": "DELIVERED"}}
        filing = await office.latest()
        line = await office.see("registry", filing, "dueOn daysLeft overdue")
        assert line == {"dueOn": None, "daysLeft": None, "overdue": False}
    with on("2025-01-20"):
        _, filing = await office.opined()
        line = await office.see("registry", filing, "dueOn daysLeft overdue")
        left = (date.fromisoformat(line["dueOn"]) - date(2025, 1, 20)).days
        assert (line["daysLeft"], line["overdue"]) == (left, False)
    with on("2025-05-20"):
        line = await office.see("registry", filing, "daysLeft overdue")
        assert line["daysLeft"] < 0
        assert line["overdue"]


# --- how the database answers ----------------------------------------------------------------

SOME, TIMES = 150, 20
"""Rows that chance makes for each organ, and how often the database then repeats them."""


REPEATED = (
    models.Filing,
    models.OutgoingFiling,
    models.ReviewTask,
    models.Letter,
    models.FilingCopy,
    models.Exchange,
    models.Circulation,
)


@pytest.fixture(scope="module")
async def full(open_house: OpenHouse, renda_server: TestServer) -> Any:
    """Thousands of rows of two organs in two bodies, and statistics over them."""
    chance = random.Random(7)
    async with open_house() as house:
        office = await open_office(house)
        for body in ("county-a", "county-b"):
            for organ in (COUNTY, "government"):
                lines = [line(chance, organ) for _ in range(SOME)]
                given = [reading(chance, organ, one["id"]) for one in lines]
                rest = (models.Circulation, given), *beside(chance, organ)
                for model, rows in ((models.Filing, lines), *rest):
                    await insert(house, body, model, rows)
            for model in REPEATED:
                await repeat(house, body, model)
        name = house.platform.database.engine.url.database
        with psycopg.connect(dsn_for(renda_server.superuser, database=name)) as connection:
            vacuum(connection)
        yield office


async def repeat(house: House, body: str, model: Any) -> None:
    """Many rows like those that are there, under new ids."""
    columns = [one.key for one in sa.inspect(model).columns]
    fresh = ("id", "outgoing_ref", "task_ref", "filing_ref")
    numbers = sa.func.generate_series(2, TIMES).table_valued("number").render_derived()
    copies = sa.select(
        *(sa.func.gen_random_uuid() if one in fresh else getattr(model, one) for one in columns)
    ).join(numbers, sa.true())
    async with house.platform.as_core(house.bodies[body].id) as work:
        await work.session.execute(sa.insert(model).from_select(columns, copies))


def reading(chance: random.Random, organ: str, filing: UUID) -> dict[str, Any]:
    """A filing that somebody was given to read."""
    moment = clock.now()
    return {
        "id": uuid4(),
        "created_at": moment,
        "organ_id": uuid5(WORLD, organ),
        "filing_id": filing,
        "circulated_by_name": "登记",
        "person_id": uuid4(),
        "person_name": "阅件人",
        "read_at": chance.choice([None, moment]),
    }


def beside(chance: random.Random, organ: str) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Rows of the other lists, of one organ."""
    owner = {"organ_id": uuid5(WORLD, organ)}

    def at() -> dict[str, Any]:
        moment = clock.now() - timedelta(minutes=chance.randrange(10**6))
        return {"id": uuid4(), "created_at": moment, **owner}

    outgoing = [
        {
            **at(),
            "state": chance.choice(list(OutgoingState)),
            "title": "标题",
            "joint_with_party": False,
            "prepared_by": uuid4(),
            "prepared_by_name": "经办",
        }
        for _ in range(SOME)
    ]
    tasks = [
        {
            **at(),
            "task_ref": uuid4(),
            "reviewer_organ": organ,
            "reviewer_name": "审查",
            "lead_body": "county-a",
            "lead_organ": organ,
            "title": "标题",
            "maker_name": "制定机关",
            "maker_body": "county-a",
            "maker_organ": "court",
            "state": chance.choice([*[TaskState.SUBMITTED] * 19, TaskState.OPEN]),
        }
        for _ in range(SOME)
    ]
    letters = [
        {
            **at(),
            "kind": LetterKind.TALK,
            "direction": Direction.NOTE,
            "dated_on": TODAY,
            "text": "记录",
            "facts": {},
        }
        for _ in range(SOME)
    ]
    exchanges = [
        {
            **at(),
            "kind": chance.choice(list(ExchangeKind)),
            "direction": Direction.SENT,
            "other_body": "city-a",
            "other_organ": organ,
            "other_name": "上级",
            "title": "标题",
            "text": "内容",
            "asked_on": TODAY - timedelta(days=chance.randrange(900)),
        }
        for _ in range(SOME)
    ]
    return [
        (models.OutgoingFiling, outgoing),
        (models.ReviewTask, tasks),
        (models.Letter, letters),
        (models.FilingCopy, [copied(chance, organ) for _ in range(SOME)]),
        (models.Exchange, exchanges),
    ]


def copied(chance: random.Random, organ: str) -> dict[str, Any]:
    """A copy from below that says of a filing what its own ledger says."""
    told = line(chance, organ)
    names = {one.key for one in sa.inspect(models.FilingCopy).columns}
    return {
        **{name: value for name, value in told.items() if name in names},
        "filing_ref": uuid4(),
        "from_body": f"town-{chance.randrange(20)}",
        "from_body_name": "乡镇",
        "from_organ": "presidium",
        "from_organ_name": "主席团",
    }


@pytest.fixture(scope="module")
async def reader(full: Office) -> Someone:
    """Somebody of the review office who reads every list."""
    return await full.house.person("county-a", COUNTY, "review_lead", "maker_clerk")


@contextmanager
def explained(house: House) -> Generator[list[dict[str, Any]]]:
    """Plans of the SELECTs sent inside, as the application's role and party have them."""
    plans = list[dict[str, Any]]()
    engine = house.platform.database.engine.sync_engine

    def explain(connection: Any, _cursor: object, text: str, values: Any, *_rest: object) -> None:
        if text.startswith("SELECT") and "filing_review_" in text:
            told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {text}", values).scalar_one()
            plans.append((told if isinstance(told, list) else json.loads(told))[0]["Plan"])

    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(below for inner in plan.get("Plans", ()) for below in nodes(inner))]


ORDERS = ("FILED_ON", "DUE_ON", "REGISTERED_ON", "LATE_BY", "MAKER")
FILING_TABLE = "filing_review_filing"
COPY_TABLE = "filing_review_copy"
LISTS: dict[str, tuple[str, str, str]] = {
    "filings": ("filings", FILING_TABLE, "organ_id"),
    "filings, year": ("filings(where: {year: 2024})", FILING_TABLE, "year"),
    "filings, state": ("filings(where: {state: PROBLEM})", FILING_TABLE, "state"),
    "filings, maker": ('filings(where: {makerOrgan: "court"})', FILING_TABLE, "maker_organ"),
    "filings, maker and body": (
        'filings(where: {maker: "county-a/court"})',
        FILING_TABLE,
        "maker_organ",
    ),
    "filings, kind": ("filings(where: {kind: NOTICE})", FILING_TABLE, "organ_id"),
    "filings, due": ('filings(where: {dueBy: "2023-03-01"})', FILING_TABLE, "due_on"),
    "filings, overdue": ("filings(where: {overdue: true})", FILING_TABLE, "organ_id"),
    "filings, late": ("filings(where: {late: true})", FILING_TABLE, "organ_id"),
    "filings, reviewer": (
        'filings(where: {reviewerOrgan: "special_committee"})',
        "filing_review_task",
        "reviewer_organ",
    ),
    "filings, mine": ("filings(where: {mine: true})", FILING_TABLE, "organ_id"),
    **{
        f"filings, {figure.name}": (
            f"filings(where: {{year: 2024, figure: {figure.name}}})",
            FILING_TABLE,
            "year",
        )
        for figure in Figure
    },
    **{
        f"filings by {order}": (f"filings(order: {{by: {order}}})", FILING_TABLE, "organ_id")
        for order in ORDERS
    },
    "outgoing": ("outgoingFilings", "filing_review_outgoing", "organ_id"),
    "outgoing, to reply": ("outgoingFilings(toReply: true)", "filing_review_letter", "organ_id"),
    "outgoing, state": ("outgoingFilings(state: DRAFT)", "filing_review_outgoing", "state"),
    "outgoing, overdue": ("outgoingFilings(overdue: true)", "filing_review_outgoing", "state"),
    "tasks": ("reviewTasks", "filing_review_task", "organ_id"),
    "tasks, state": ("reviewTasks(state: OPEN)", "filing_review_task", "state"),
    "letters": ("letters", "filing_review_letter", "organ_id"),
    "circulations": ("circulations", "filing_review_circulation", "person_id"),
    "circulations, unread": (
        "circulations(unread: true)",
        "filing_review_circulation",
        "person_id",
    ),
    "copies": ("filingCopies", COPY_TABLE, "organ_id"),
    "copies, year": ("filingCopies(where: {year: 2024})", COPY_TABLE, "year"),
    "copies, unit": (
        'filingCopies(where: {year: 2024, fromBody: "town-3"})',
        COPY_TABLE,
        "from_body",
    ),
    "copies, state": ("filingCopies(where: {state: PROBLEM})", COPY_TABLE, "state"),
    "copies, reported": ("filingCopies(where: {reported: true})", COPY_TABLE, "organ_id"),
    "copies, figure": ("filingCopies(where: {year: 2024, figure: LATE})", COPY_TABLE, "year"),
    "exchanges": ("exchanges", "filing_review_exchange", "organ_id"),
    "exchanges, to answer": ("exchanges(toAnswer: true)", "filing_review_exchange", "organ_id"),
    "exchanges, kind": ("exchanges(kind: DRAFT)", "filing_review_exchange", "organ_id"),
}


@pytest.mark.parametrize("name", LISTS)
async def test_every_list_goes_by_an_index(full: Office, reader: Someone, name: str) -> None:
    asked, table, column = LISTS[name]
    with explained(full.house) as plans:
        await full.house.gql(f"{{ {asked} {{ totalCount nodes {{ id }} }} }}", by=reader)
    every = [node for plan in plans for node in nodes(plan)]
    scans = [node for node in every if node.get("Relation Name") == table]
    assert scans, f"nothing reads {table}"
    assert "Seq Scan" not in {node["Node Type"] for node in scans}
    conditions = " ".join(
        node.get("Index Cond", "") for node in every if f"_{table}" in node.get("Index Name", "")
    )
    assert "organ_id" in conditions, "one organ's rows, not the body's"
    assert column in conditions


async def test_the_figures_of_a_year_are_one_query_by_an_index(
    full: Office, reader: Someone
) -> None:
    with explained(full.house) as plans, query_count() as sent:
        await full.house.gql("{ filingFigures(year: 2024) { count } }", by=reader)
    assert len(plans) == 1
    assert len([one for one in sent if FILING_TABLE in one and one.startswith("SELECT")]) == 1
    conditions = [node.get("Index Cond", "") for node in nodes(plans[0])]
    assert any("year" in one for one in conditions)


ARRIVED = """{ receivedPackages(state: ARRIVED) { totalCount
  nodes { title subject subjectTitle } } }"""
FIND = """query($w: String!) { search(words: $w, kinds: ["Filing", "OutgoingFiling"]) {
  id kind called number day whose title } }"""


async def waiting(office: Office, who: str) -> list[tuple[str, str, str]]:
    """What somebody's organ has not received yet: what it is, and about which record."""
    found = (await office.house.gql(ARRIVED, by=office.people[who]))["receivedPackages"]
    assert found["totalCount"] == len(found["nodes"])
    return [(one["title"], one["subject"], one["subjectTitle"]) for one in found["nodes"]]


async def test_what_came_says_what_it_is_and_waits_only_until_it_is_dealt_with(
    house: House,
) -> None:
    with house.on("2025-03-03"):
        office = await open_office(house)
        outgoing, filing = await office.sent(title="测试通知")
        assert await waiting(office, "registry") == [("备案材料", filing, "测试通知")]
        await office.do("registry", "receiveFiling", filing=filing)
        assert await waiting(office, "registry") == []
        await office.do("registry", "registerFiling", filing=filing)
        await house.drain(1)
        # The receipt only tells that the filing is registered, as the maker's own list does.
        assert await waiting(office, "clerk") == []
        task = await office.assign(filing)
        found = await office.find("lead", task)
        await office.submit("lead", task)
        await office.conclude(filing, found)
        await office.issue(filing)
        assert await waiting(office, "clerk") == [("往来函件", outgoing, "测试通知")]
        await office.answer(outgoing)
        assert await waiting(office, "clerk") == []
        assert await waiting(office, "registry") == [("往来函件", filing, "测试通知")]
        await office.repeal(outgoing)
        assert len(await waiting(office, "registry")) == 2
        await office.close(filing)
        assert await waiting(office, "registry") == []
        assert await waiting(office, "clerk") == []


async def test_filings_of_one_title_are_found_and_told_apart_by_number(house: House) -> None:
    with house.on("2025-03-03"):
        office = await open_office(house)
        for number in ("测〔2025〕7号", "测〔2025〕8号"):
            await office.registered(title="测试通知", documentNumber=number)
        registry = office.people["registry"]

        async def found(words: str) -> list[dict[str, Any]]:
            return (await house.gql(FIND, {"w": words}, by=registry))["search"]

        both = await found("测试通知")
        assert {one["number"] for one in both} == {"备登〔2025〕1号", "备登〔2025〕2号"}
        (one,) = await found("备登〔2025〕2号")
        assert (one["kind"], one["called"], one["title"]) == (
            "Filing",
            "本机关收到的备案件",
            "测试通知",
        )
        assert one["day"] == "2025-03-03"
        assert one["whose"]
        # Whoever cannot type the brackets of a number finds it as well.
        assert await found("备登[2025]2号") == [one]
        (other,) = await found("测(2025)7号")
        assert other["number"] == "备登〔2025〕1号"
        assert await found("备登〔2025〕9号") == []


async def test_a_clock_says_what_it_is_about(house: House) -> None:
    office = await open_office(house)
    await office.let("form_check_period", {"amount": 3, "unit": "day"})
    _, filing = await office.sent(title="测试通知")
    asked = "{ deadlines { nodes { title subject subjectTitle } } }"
    clocks = (await house.gql(asked, by=office.people["registry"]))["deadlines"]["nodes"]
    assert clocks
    assert {(one["subject"], one["subjectTitle"]) for one in clocks} == {(filing, "测试通知")}
