"""Points of one county and of a city with its counties and townships: time, memory, growth.

Every figure is printed for both sizes with the ratio of time per entry (or per page): 1.0 is linear
growth. `POINTS_BODIES=75` is the whole city of 20,100 deputies and 202,500 entries; the default
is a tenth of it.
"""

import os
import resource
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa

from core import Mandate, global_id
from core.db import EVERY_ORGAN, Database
from core.people import Person, PostKind
from core.platform import Platform
from core.tenancy import Body, Organ
from core.testing import House, Plan, _organs
from plugins.deputy_points.models import EntryCopy, PointsAccount
from plugins.deputy_points.rules import RULE_ADOPTED
from plugins.deputy_points.service.booking import book_all
from plugins.deputy_points.service.recomputing import recompute_year

YEAR, DEPUTIES, ENTRIES = 2020, 268, 2_700
BODIES = int(os.environ.get("POINTS_BODIES", "8"))
LARGE = 10
"""A single body of so many times a county's deputies, to see growth inside one body."""

KINDS = ("attend_council", "lead_issue", "visit_voters", "inspect", "donation")
RULE = {
    "kinds": [
        {"code": "attend_council", "title": "参加议事会", "value": 500, "year_cap": 6000},
        {"code": "lead_issue", "title": "牵头督办议题", "value": 1000},
        {"code": "visit_voters", "title": "接待走访选民", "value": 100, "by_quantity": True},
        {"code": "inspect", "title": "视察调研", "value": 500, "period_cap": 1500},
    ],
    "periods": [
        {"code": "q1", "title": "第一季度", "first": "01-01", "last": "03-31"},
        {"code": "q2", "title": "第二季度", "first": "04-01", "last": "06-30"},
        {"code": "q3", "title": "第三季度", "first": "07-01", "last": "09-30"},
        {"code": "q4", "title": "第四季度", "first": "10-01", "last": "12-31"},
    ],
}
SET = """mutation($s: String!, $v: JSON!) { setPractice(input: { setting: $s, value: $v,
  ruleKind: DECISION, ruleTitle: "办法（测试）", article: "第五条", validFrom: "2019-01-01"})
  { version } }"""
ADOPT = 'mutation { adoptPointsRule(input: {validFrom: "2019-01-01"}) { id } }'
OWN = """{ ownPoints { nodes { year points } } ownPointsLines(year: 2020) {
  totalCount nodes { sentence value confirmedByName } } }"""
PREPARE = 'mutation { preparePointsList(input: {year: 2020, period: "q1"}) { id points } }'
CHECK = """mutation($l: ID!) { checkPointsSecrecy(
  input: {pointsList: $l, passed: true, note: "不涉密"}) { id } }"""
NOTIFY = "mutation($l: ID!) { notifyPointsDeputies(input: {pointsList: $l}) { id } }"
PUBLISH = "mutation($l: ID!) { publishPointsList(input: {pointsList: $l}) { id } }"
SHOWN = """query($p: ID!) { shownPoints(publication: $p, first: 100) {
  totalCount nodes { name points place } } }"""
PAGE = 100
RANKED = """query($l: ID!) { pointsListRows(pointsList: $l, first: 100) {
  totalCount nodes { name points place } } }"""


async def timed(act: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = await act()
    return time.perf_counter() - start, answer


def peak() -> float:
    """The most memory that the process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def add_body(house: House, code: str) -> None:
    """One more county beside the others."""
    owner = Database(house.databases.owner_or_refuse(house.platform.settings))
    plan = Plan(code, house.bodies["county-a"].level, house.bodies["county-a"].kind, "370982")
    try:
        async with owner.transaction(None) as session:
            body = Body(
                id=uuid4(),
                code=code,
                name=f"{code}（演示）",
                level=plan.level,
                kind=plan.kind,
                parent_id=None,
                jurisdiction_code=plan.place,
                demo=True,
            )
            body.lineage = [str(body.id)]
            session.add(body)
        async with owner.transaction(body.id, EVERY_ORGAN) as session:
            session.add_all(
                Organ(id=uuid4(), code=o.code, kind=o.kind, name=o.name) for o in _organs(plan)
            )
    finally:
        await owner.close()
    house.bodies[code] = body


async def fill(house: House, code: str, times: int = 1) -> dict[str, Any]:
    """Deputies and copies of a year in one body, its rule in force, and its staff."""
    await house.enable(code, "deputy_points")
    organ = "standing_committee"
    clerk = await house.person(code, organ, "points_clerk")
    admin = await house.person(code, organ, "admin")
    await house.gql(SET, {"s": "deputy_points.rules", "v": RULE}, by=admin)
    await house.gql(SET, {"s": "deputy_points.ranking", "v": True}, by=admin)
    await house.gql(SET, {"s": "deputy_points.publish_to", "v": ["body"]}, by=admin)
    await house.gql(ADOPT, by=clerk)
    deputy = await house.person(code, organ, "deputy", post_kind=PostKind.MEMBER)
    body = house.bodies[code]
    people = [uuid4() for _ in range(DEPUTIES * times - 1)]
    mandates = [uuid4() for _ in range(DEPUTIES * times)]
    async with house.platform.as_core(body.id) as work:
        await work.session.execute(
            sa.insert(Person),
            [
                {"id": one, "name": "代表", "home_body_id": body.id, "body_ids": [], "posts": []}
                for one in people
            ],
        )
        await work.session.execute(
            sa.insert(Mandate),
            [
                {
                    "tenant_id": body.id,
                    "id": mandate,
                    "person_id": person,
                    "name": f"代表{number}",
                    "term": 6,
                    "district": f"第{number % 12}选区",
                    "status": "active",
                    "began_on": date(2016, 9, 1),
                }
                for number, (mandate, person) in enumerate(
                    zip(mandates, [deputy.person_id, *people], strict=True)
                )
            ],
        )
        await work.session.execute(sa.insert(EntryCopy), copies(body.id, mandates, times))
    return {"clerk": clerk, "deputy": deputy, "mandates": mandates}


def copies(body_id: UUID, mandates: list[UUID], times: int) -> list[dict[str, Any]]:
    return [
        {
            "tenant_id": body_id,
            "id": uuid4(),
            "entry_id": uuid4(),
            "mandate_id": mandates[number % len(mandates)],
            "term": 6,
            "kind": KINDS[number % len(KINDS)],
            "held_on": date(YEAR, 1, 1) + timedelta(days=number * 7 % 366),
            "quantity": 1 + number % 3,
            "source": "deputy",
            "evidence": [],
            "digest": "",
            "confirmed_by": mandates[0],
            "confirmed_organ": "office",
            "withdrawn": False,
        }
        for number in range(ENTRIES * times)
    ]


async def book(platform: Platform, body: Body, mandates: list[UUID]) -> None:
    async with platform.as_core(body.id) as work:
        await book_all(work, [(one, YEAR) for one in sorted(mandates)], RULE_ADOPTED)


async def recompute(platform: Platform, bodies: list[Body]) -> int:
    entries = 0
    for body in bodies:
        async with platform.as_core(body.id) as work:
            done = await recompute_year(work, YEAR)
        assert done.differences == []
        entries += done.entries
    return entries


def say(title: str, small: float, large: float, grown: float) -> None:
    ratio = large / small / grown
    print(f"{title}: {small:.3f} s, {large:.3f} s; ratio for each {ratio:.2f}")


async def test_points(make_house: Any) -> None:
    house: House = await make_house()
    print(f"\none county: {DEPUTIES} deputies, {ENTRIES} entries; others: {BODIES - 1} more")
    county = await fill(house, "county-a")
    one = house.bodies["county-a"]
    small = {"book": (await timed(lambda: book(house.platform, one, county["mandates"])))[0]}
    small["recompute"], _ = await timed(lambda: recompute(house.platform, [one]))
    small["own"] = await page(house, county)
    memory = peak()
    others, booking = [one], small["book"]
    more = list[dict[str, Any]]()
    for number in range(BODIES - 1):
        code = f"county-{number:03}"
        await add_body(house, code)
        filled = await fill(house, code)
        more.append(filled)
        others.append(house.bodies[code])
        spent, _ = await timed(partial(book, house.platform, others[-1], filled["mandates"]))
        booking += spent
    say("booking all from copies, one county and the city", small["book"], booking, BODIES)
    large, entries = await timed(lambda: recompute(house.platform, others))
    say(f"recomputing, one county and {entries} entries", small["recompute"], large, BODIES)
    say("a deputy's own page, alone and in the city", small["own"], await page(house, county), 1)
    # What is sealed and booked of all the others is no part of a county's publication.
    await house.drain()
    listed = await publish(house, county)
    quarter, shown = await rest_of_quarter(house, county, listed.id)
    city = [await whole_quarter(house, filled) for filled in more]
    say(
        "a quarter's publication, one county and the city",
        listed.spent + quarter,
        sum(city) + listed.spent + quarter,
        BODIES,
    )
    print(f"memory: {memory:.0f} MB with one county, {peak():.0f} MB at the most")
    big = await fill(house, "county-b", LARGE)
    body = house.bodies["county-b"]
    spent, _ = await timed(lambda: book(house.platform, body, big["mandates"]))
    say(f"booking in one body {LARGE} times as large", small["book"], spent, LARGE)
    before = peak()
    spent, _ = await timed(lambda: recompute(house.platform, [body]))
    say(f"recomputing in one body {LARGE} times as large", small["recompute"], spent, LARGE)
    say("a deputy's own page there", small["own"], await page(house, big), 1)
    await house.drain()
    larger = await publish(house, big)
    say(f"a quarter's list with ranking, {LARGE} times as large", listed.spent, larger.spent, LARGE)
    say("a page of 100 of the ranking", listed.reading, larger.reading, 1)
    after, seen = await rest_of_quarter(house, big, larger.id)
    say(f"checked, told to deputies and published, {LARGE} times as large", quarter, after, LARGE)
    say("a page of 100 of what was published", shown, seen, 1)
    print(f"memory: recomputing it took {peak() - before:.0f} MB more")
    async with house.platform.as_core(body.id) as work:
        accounts = await work.session.scalar(sa.select(sa.func.count()).select_from(PointsAccount))
    assert accounts == DEPUTIES * LARGE
    assert global_id("Mandate", big["mandates"][0])


async def page(house: House, filled: dict[str, Any]) -> float:
    """The middle of several tries."""
    tries = list[float]()
    for _ in range(9):
        spent, answer = await timed(lambda: house.gql(OWN, by=filled["deputy"]))
        assert answer["ownPointsLines"]["nodes"]
        tries.append(spent)
    return sorted(tries)[len(tries) // 2]


class Listed(NamedTuple):
    """A frozen list: what making it took, what a page of it took."""

    id: str
    spent: float
    reading: float


async def publish(house: House, filled: dict[str, Any]) -> Listed:
    """Freeze and rank a quarter, and read a page of it."""
    spent, made = await timed(lambda: house.gql(PREPARE, by=filled["clerk"]))
    listed = made["preparePointsList"]["id"]
    tries = list[float]()
    for _ in range(9):
        reading, rows = await timed(lambda: house.gql(RANKED, {"l": listed}, by=filled["clerk"]))
        assert rows["pointsListRows"]["nodes"][0]["place"] is not None
        tries.append(reading)
    return Listed(listed, spent, sorted(tries)[len(tries) // 2])


async def rest_of_quarter(house: House, filled: dict[str, Any], listed: str) -> tuple[float, float]:
    """The secrecy check, the notice to every deputy with its jobs, and the publication; a page."""
    body, organ = filled["clerk"].body, filled["clerk"].organ
    checker = await house.person(body, organ, "publication_checker")
    head = await house.person(body, organ, "points_head")

    async def acts() -> str:
        await house.gql(CHECK, {"l": listed}, by=checker)
        await house.gql(NOTIFY, {"l": listed}, by=filled["clerk"])
        await house.drain()
        made = await house.gql(PUBLISH, {"l": listed}, by=head)
        await house.drain()
        return made["publishPointsList"]["id"]

    spent, publication = await timed(acts)
    tries = list[float]()
    for _ in range(9):
        reading, rows = await timed(
            lambda: house.gql(SHOWN, {"p": publication}, by=filled["clerk"])
        )
        assert len(rows["shownPoints"]["nodes"]) == PAGE
        tries.append(reading)
    return spent, sorted(tries)[len(tries) // 2]


async def whole_quarter(house: House, filled: dict[str, Any]) -> float:
    """All of it in another body."""
    made = await publish(house, filled)
    after, _ = await rest_of_quarter(house, filled, made.id)
    return made.spent + after
