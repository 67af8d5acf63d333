"""Between levels (1-27): a county sends facts about a city's deputy; each answers alone."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from files_path import Hall, add_deputy, add_organ, open_hall, photo, uploaded

from core import File, Mandate, MandateStatus, OrganKind, key
from core.people import Person
from core.testing import House, query_count
from plugins.deputy_files.models import EntryDraft

pytestmark = pytest.mark.database

FACTS = """query($p: Boolean!) { receivedFacts(placed: $p) {
  nodes { id name fromBodyName unplaced } } }"""
FACT = {
    "organ": "office",
    "name": "乙",
    "kind": "inspect",
    "heldOn": "2025-05-06",
    "title": "参加市级视察",
    "text": "在本县参加市人大组织的视察，提出意见一条",
}


async def two(house: House) -> tuple[Hall, Hall]:
    """A city with deputies, and a county below it."""
    city = await open_hall(house, "city-a")
    county = await open_hall(house, "county-a", names=("县代表",))
    await city.open()
    return city, county


async def facts(city: Hall, *, placed: bool) -> list[dict[str, Any]]:
    found = await city.house.gql(FACTS, {"p": placed}, by=city.office)
    return found["receivedFacts"]["nodes"]


async def test_a_fact_becomes_a_draft_in_the_citys_file_with_its_photo(house: House) -> None:
    with house.on("2025-06-01"):
        city, county = await two(house)
        picture = await uploaded(house, county.office, photo(9))
        await county.do(county.office, "sendFact", "state", **FACT, evidence=[picture])
        await house.drain()
        drafts = await house.gql(
            """{ entryDrafts { nodes { id state source stationText stationByName
              file { name } evidence { id } } } }""",
            by=city.office,
        )
        (draft,) = drafts["entryDrafts"]["nodes"]
        assert (draft["state"], draft["source"], draft["file"]["name"]) == (
            "SUBMITTED",
            "STATION",
            "乙",
        )
        assert "county-a" in draft["stationByName"]
        assert len(draft["evidence"]) == 1
        kept = await city.confirm(city.office, draft["id"])
        assert kept["kind"] == "inspect"
        assert len(await facts(city, placed=True)) == 1
        seen = await house.gql("{ dutyEntries { totalCount } }", by=county.office)
        assert seen["dutyEntries"]["totalCount"] == 0, "nobody reads across bodies"


async def test_a_fact_that_names_nobody_clearly_waits_for_staff(house: House) -> None:
    with house.on("2025-06-01"):
        city, county = await two(house)
        await add_deputy(house, "city-a", "standing_committee", "乙")
        await city.do(city.office, "openFiles", "count", term=19)
        await county.do(county.office, "sendFact", "state", **FACT)
        await county.do(county.office, "sendFact", "state", **{**FACT, "name": "无名氏"})
        await county.do(county.office, "sendFact", "state", **{**FACT, "kind": "dance"})
        await house.drain()
        waiting = await facts(city, placed=False)
        told = sorted(one["unplaced"] for one in waiting)
        assert any("有2名代表" in one for one in told)
        assert any("没有与“无名氏”相符" in one for one in told)
        assert any("没有“dance”这种" in one for one in told)
        first = next(one for one in waiting if "有2名" in one["unplaced"])
        draft = await city.do(
            city.office, "placeFact", "id state", fact=first["id"], file=city.files["乙"]
        )
        assert draft["state"] == "SUBMITTED"
        code, _ = await city.refused(
            city.office, "placeFact", fact=first["id"], file=city.files["乙"]
        )
        assert code == "FACT_PLACED"
        assert len(await facts(city, placed=False)) == 2


async def test_what_cannot_be_sent_says_why(house: House) -> None:
    with house.on("2025-06-01"):
        _, county = await two(house)
        code, _ = await county.refused(
            county.office, "sendFact", **{**FACT, "heldOn": "2025-06-02"}
        )
        assert code == "ENTRY_DAY"
        code, _ = await county.refused(county.office, "sendFact", **{**FACT, "text": " "})
        assert code == "ENTRY_EMPTY"


async def test_a_fact_is_held_to_what_an_entry_is_held_to(house: House) -> None:
    with house.on("2025-06-01"):
        city, county = await two(house)
        await county.do(county.office, "sendFact", "state", **{**FACT, "heldOn": "2021-05-06"})
        await house.drain()
        (waiting,) = await facts(city, placed=False)
        assert "早于代表资格开始之日" in waiting["unplaced"]
        code, _ = await city.refused(
            city.office, "placeFact", fact=waiting["id"], file=city.files["乙"]
        )
        assert code == "ENTRY_DAY"
        many = [await uploaded(house, county.office, photo(9)) for _ in range(31)]
        code, _ = await county.refused(county.office, "sendFact", **FACT, evidence=many)
        assert code == "EVIDENCE_TOO_MANY"
        code, _ = await county.refused(county.office, "sendFact", **{**FACT, "title": "长" * 101})
        assert code == "ENTRY_TOO_LONG"
        large = await uploaded(house, county.office, photo(9))
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            await work.session.execute(
                sa.update(File).where(File.id == key(large, "File")).values(size=2 << 20)
            )
        await county.do(county.office, "sendFact", "state", **FACT, evidence=[large])
        # The city takes smaller photos than the county has sent.
        await city.practise("largest_photo", 1)
        await house.drain()
        told = {one["unplaced"] for one in await facts(city, placed=False)}
        assert any("超过1MB" in one and "重新报送" in one for one in told)


async def test_a_draft_outside_the_mandate_is_not_confirmed(house: House) -> None:
    with house.on("2025-06-01"):
        city, county = await two(house)
        await county.do(county.office, "sendFact", "state", **FACT)
        await house.drain()
        asked = "{ entryDrafts { nodes { id } } }"
        (draft,) = (await house.gql(asked, by=city.office))["entryDrafts"]["nodes"]
        async with house.platform.as_core(house.bodies["city-a"].id) as work:
            await work.session.execute(
                sa.update(EntryDraft).values(held_on=date(2021, 5, 6), quantity=99_999_999_999)
            )
        code, _ = await city.refused(city.office, "confirmEntry", draft=draft["id"])
        assert code == "ENTRY_DAY"
        async with house.platform.as_core(house.bodies["city-a"].id) as work:
            await work.session.execute(sa.update(EntryDraft).values(held_on=date(2025, 5, 6)))
        code, _ = await city.refused(city.office, "confirmEntry", draft=draft["id"])
        assert code == "QUANTITY"


async def test_row_1_27_three_readers_of_one_record(house: House) -> None:
    with house.on("2025-06-01"):
        city = await open_hall(house, "city-a")
        await add_organ(house, "city-a", "county-office", OrganKind.DELEGATION_OFFICE)
        county = await house.person("city-a", "county-office", "station_keeper", name="县联络员")
        await city.do(
            city.office,
            "openFiles",
            "count",
            term=19,
            station="station",
            office="county-office",
            mandates=[city.mandates["乙"]],
        )
        found = "{ deputyFiles { nodes { id name } } }"
        ids = set[str]()
        for by in (city.deputies["乙"], county, city.keeper):
            (file,) = (await house.gql(found, by=by))["deputyFiles"]["nodes"]
            ids.add(file["id"])
        assert len(ids) == 1, "one record, three readers"
        city.files["乙"] = ids.pop()
        draft = await city.log(county, "乙", text="县里记的帮扶一户")
        assert draft["source"] == "STATION"


async def test_one_view_of_ones_own_files_and_an_address_for_each_body(house: House) -> None:
    with house.on("2025-06-01"):
        city, county = await two(house)
        who = city.deputies["乙"]
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            person = await work.session.get_one(Person, who.person_id)
            person.body_ids = [*person.body_ids, str(work.body.id)]
        await county.open()
        asked = "{ myDeputyFiles { code here address files { name term } } }"
        seen = (await house.gql(asked, by=who))["myDeputyFiles"]
        assert seen == [
            {
                "code": "city-a",
                "here": True,
                "address": "/t/city-a/graphql",
                "files": [{"name": "乙", "term": 19}],
            },
            {"code": "county-a", "here": False, "address": "/t/county-a/graphql", "files": []},
        ]


async def test_row_1_27_one_query_shows_a_person_every_level_of_their_own(house: House) -> None:
    """Each body answers of that person alone, in a session of its own."""
    asked = """{ myMandates { code bodyName level address here term district status entries
      waiting } }"""
    with house.on("2025-06-01"):
        city, county = await two(house)
        who = city.deputies["乙"]
        mandate = await _elected_too(house, who.person_id, "county-a")
        await county.open()
        draft = await city.log(who, "乙", "id")
        await city.confirm(city.office, draft["id"])
        # The county's office writes of the same person, and of another.
        await county.log(county.office, "乙", "id")
        await county.log(county.office, "县代表", "id", submit=False)
        with query_count() as sent:
            seen = (await house.gql(asked, by=who))["myMandates"]
        assert [(one["code"], one["here"], one["level"]) for one in seen] == [
            ("city-a", True, "CITY"),
            ("county-a", False, "COUNTY"),
        ]
        assert [(one["entries"], one["waiting"]) for one in seen] == [(1, 0), (0, 1)]
        assert (seen[1]["term"], seen[1]["district"]) == (19, "县选区")
        assert seen[1]["address"] == "/t/county-a/graphql"
        assert len(sent) < 20
        # Somebody else of the county sees none of it, and a body that is off says nothing.
        other = (await house.gql(asked, by=county.deputies["县代表"]))["myMandates"]
        assert [(one["code"], one["waiting"]) for one in other] == [("county-a", 1)]
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            row = await work.session.get_one(Mandate, (work.body.id, mandate))
            row.status = MandateStatus.SUSPENDED
        seen = (await house.gql(asked, by=who))["myMandates"]
        assert [one["status"] for one in seen] == ["ACTIVE", "SUSPENDED"]


async def _elected_too(house: House, person_id: UUID, body: str) -> UUID:
    """A mandate of the same person in another body."""
    row = Mandate(
        id=uuid4(),
        person_id=person_id,
        name="乙",
        term=19,
        district="县选区",
        began_on=date(2022, 1, 10),
    )
    async with house.platform.as_core(house.bodies[body].id) as work:
        person = await work.session.get_one(Person, person_id)
        person.body_ids = [*person.body_ids, str(work.body.id)]
        work.session.add(row)
    return row.id
