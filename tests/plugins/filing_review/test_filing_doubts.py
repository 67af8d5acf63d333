"""Row 19: a constitutional doubt goes up from level to level, and its answer comes down.

Nobody below the province adopts, rejects or closes one; a test looks into a body as its own people.
"""

from typing import Any

from filing_path import COUNTY, Office, left_platform, on, open_office, told_once

from core.testing import House, Someone

DOUBT = """id state title documentNumber makerName registerText foundBy clause quote problem
  conflictsWith belowName arrivedOn receivedOn passedUpTo passedUpNumber passedUpOn outcome
  answeredBy answeredNumber answeredOn answer
  package { state reason deliveredTo } arrivedPackage { state } answerPackage { state }
  files { part file { name } } letters { kind direction otherParty number wordFile { id } }"""
ANSWER = {
    "outcome": "NO_CONFLICT",
    "answeredBy": "省人大常委会法制工作委员会",
    "number": "测省函1号",
    "answeredOn": "2025-01-27",
    "text": "经研究，不存在合宪性问题。",
}
UP = {"number": "测报1号", "text": "请研究并按照程序报送。"}


async def doubts(house: House, by: Someone) -> list[dict[str, Any]]:
    asked = f"{{ doubts {{ nodes {{ {DOUBT} }} }} }}"
    return (await house.gql(asked, by=by))["doubts"]["nodes"]


async def the_doubt(office: Office, who: str | Someone = "lead") -> dict[str, Any]:
    """The only doubt that an organ has."""
    by = office.people[who] if isinstance(who, str) else who
    (found,) = await doubts(office.house, by)
    return found


async def three_levels(house: House) -> tuple[Office, Office, Office]:
    """A town, its county, its city, each with the plugin on."""
    city = await open_office(house, "city-a")
    county = await open_office(house, "county-a")
    return await open_office(house, "town-a"), county, city


async def doubted(office: Office, *more: str) -> tuple[str, str, str, list[str]]:
    """A filing under review with a doubt about the constitution, and what else was found."""
    outgoing, filing, task = await office.assigned()
    doubt = await office.find("lead", task, standard="CONSTITUTION_TEXT", problem="合宪性疑问")
    others = [await office.find("lead", task, standard=one) for one in more]
    await office.submit("lead", task)
    return outgoing, filing, doubt, others


async def relay(office: Office, number: str = "测转报1号") -> dict[str, Any]:
    """A body between acknowledges what came from below, and passes it up."""
    await office.house.drain(2)
    arrived = (await the_doubt(office))["id"]
    await office.do("registry", "receiveDoubt", doubt=arrived)
    passed = await office.do(
        "lead", "passUpDoubt", DOUBT, doubt=arrived, number=number, text="现予转报。"
    )
    await office.house.drain(2)
    return passed


async def test_row_19_a_doubt_travels_three_levels_and_leaves_as_a_folder(house: House) -> None:
    town, county, city = await three_levels(house)
    with on("2025-01-20"):
        _, _, finding, _ = await doubted(town, "BEYOND_POWER")
        file = await town.upload("lead", "专家意见.pdf")
        async with told_once(town, "pass_up_doubt"):
            await town.do("lead", "passUpDoubt", finding=finding, file=file, **UP)
        assert (await the_doubt(town))["package"]["state"] == "WAITING"
        await house.drain(2)
        mine, theirs = await the_doubt(town), await the_doubt(county)
    assert (mine["state"], mine["package"]["state"]) == ("PASSED_UP", "DELIVERED")
    assert mine["passedUpTo"] == "county-a（演示）法制工作委员会"
    assert (theirs["state"], theirs["arrivedPackage"]["state"]) == ("ARRIVED", "ARRIVED")
    for fact in ("title", "documentNumber", "makerName", "registerText", "foundBy", "clause"):
        assert theirs[fact] == mine[fact]
    assert theirs["problem"] == "合宪性疑问"
    assert theirs["conflictsWith"] == mine["conflictsWith"] != []
    assert theirs["belowName"] == "town-a（演示） presidium（测试）"
    parts = [one["part"] for one in theirs["files"]]
    assert set(town.demanded) <= set(parts)
    assert parts.count(None) == 3, "the report in Word and PDF, and what was enclosed"
    (report,) = theirs["letters"]
    assert (report["kind"], report["direction"]) == ("DOUBT_REPORT", "RECEIVED")
    assert report["wordFile"]

    with on("2025-01-21"):
        early = await county.code("lead", "passUpDoubt", doubt=theirs["id"], **UP)
        assert early == "STATE_FORBIDS", "what was not acknowledged does not go on"
        async with told_once(county, "receive_doubt"):
            await county.do("registry", "receiveDoubt", doubt=theirs["id"])
        assert await county.code("registry", "receiveDoubt", doubt=theirs["id"]) == "STATE_FORBIDS"
        await house.drain(2)
        assert (await the_doubt(town))["package"]["state"] == "RECEIVED"
        async with told_once(county, "pass_up_doubt"):
            await county.do(
                "lead", "passUpDoubt", doubt=theirs["id"], number="测县报1号", text="转"
            )
    with on("2025-01-22"):
        passed = await relay(city, "测市报1号")
        assert passed["passedUpTo"] == "山东省人大常委会法制工作委员会（演示）"
        at_city = await the_doubt(city)
    assert at_city["package"]["state"] == "DELIVERED"
    assert "平台之外" in at_city["package"]["deliveredTo"]
    assert len(at_city["files"]) > len(theirs["files"]), "the county's report goes with it"
    folder, manifest = left_platform(house, COUNTY, number="测市报1号")
    assert manifest["kind"] == "doubt"
    assert manifest["payload"]["document"]["title"] == mine["title"]
    assert manifest["payload"]["told"]["problem"] == "合宪性疑问"
    assert manifest["payload"]["told"]["conflicts_with"] == mine["conflictsWith"]
    for one in manifest["files"]:
        assert (folder / one["name"]).stat().st_size == one["size"]


async def test_row_19_the_answer_comes_down_to_who_asked(house: House) -> None:
    town, county, city = await three_levels(house)
    with on("2025-01-20"):
        _, filing, finding, _ = await doubted(town)
        await town.do("lead", "passUpDoubt", finding=finding, **UP)
        assert await town.conclude(filing) == "PASSED_UP"
        await relay(county)
        await relay(city)
    with on("2025-01-28"):
        for below in (town, county):
            own = (await the_doubt(below))["id"]
            refused = await below.code("lead", "recordDoubtAnswer", doubt=own, **ANSWER)
            assert refused == "ANSWER_FROM_ABOVE", "nobody below writes the answer himself"
        at_city = (await the_doubt(city))["id"]
        said = {"doubt": at_city, **ANSWER}
        for blank in ("answeredBy", "number", "text"):
            empty = await city.code("lead", "recordDoubtAnswer", **{**said, blank: " "})
            assert empty == "ANSWER_INCOMPLETE"
        future = {**said, "answeredOn": "2025-02-01"}
        assert await city.code("lead", "recordDoubtAnswer", **future) == "DATE_IN_FUTURE"
        file = await city.upload("lead", "省函.pdf")
        async with told_once(city, "record_doubt_answer"):
            await city.do("lead", "recordDoubtAnswer", **said, file=file)
        again = await city.code("lead", "recordDoubtAnswer", **said)
        assert again == "STATE_FORBIDS"
        await house.drain(4)
        for office in (town, county, city):
            seen = await the_doubt(office)
            assert (seen["state"], seen["outcome"]) == ("ANSWERED", "NO_CONFLICT")
            assert (seen["answeredBy"], seen["answeredNumber"]) == (
                ANSWER["answeredBy"],
                ANSWER["number"],
            )
            got = [one for one in seen["letters"] if one["kind"] == "DOUBT_ANSWER"]
            assert [one["direction"] for one in got] == ["RECEIVED"]
        for office in (town, county):
            assert (await the_doubt(office))["package"]["state"] == "ANSWERED"
        assert (await the_doubt(county))["answerPackage"]["state"] == "DELIVERED"
        assert (await the_doubt(county))["arrivedPackage"]["state"] == "ANSWERED"
        seen = await town.see("lead", filing, "state conclusion findings { decision }")
        assert (seen["state"], seen["conclusion"]) == ("NO_PROBLEM", "NO_PROBLEM")
        assert [one["decision"] for one in seen["findings"]] == ["PASSED_UP"], "not decided here"
        await town.close(filing)


async def test_row_19_a_conflict_found_above_opens_the_way_to_an_opinion(house: House) -> None:
    city = await open_office(house, "city-a")
    with on("2025-01-28"):
        _, filing, finding, _ = await doubted(city)
        await city.do("lead", "passUpDoubt", finding=finding, **UP)
        own = (await the_doubt(city))["id"]
        conflict = {**ANSWER, "outcome": "CONFLICT", "text": "与宪法第三十三条不一致，应予纠正。"}
        await city.do("lead", "recordDoubtAnswer", doubt=own, **conflict)
        assert (await city.see("lead", filing, "state"))["state"] == "UNDER_REVIEW"
        assert await city.conclude(filing) == "PROBLEM", "the answer came before the conclusion"
        await city.issue(filing)
        assert (await city.see("lead", filing, "state"))["state"] == "OPINION_ISSUED"


async def test_row_19_the_legality_part_does_not_wait_for_the_answer(house: House) -> None:
    city = await open_office(house, "city-a")
    with on("2025-01-28"):
        outgoing, filing, finding, others = await doubted(city, "BEYOND_POWER")
        await city.do("lead", "passUpDoubt", finding=finding, **UP)
        assert await city.conclude(filing, *others) == "PROBLEM"
        await city.issue(filing)
        await city.repeal(outgoing)
        await city.close(filing)
        seen = await the_doubt(city)
        assert seen["state"] == "PASSED_UP", "the filing is archived, the doubt stays open"
        await city.do("lead", "recordDoubtAnswer", doubt=seen["id"], **ANSWER)
        assert (await the_doubt(city))["state"] == "ANSWERED"
        assert (await city.see("lead", filing, "state"))["state"] == "ARCHIVED"


async def test_two_doubts_are_both_waited_for(house: House) -> None:
    city = await open_office(house, "city-a")
    with on("2025-01-28"):
        _, filing, task = await city.assigned()
        found = [await city.find("lead", task, standard="CONSTITUTION_SPIRIT") for _ in range(2)]
        await city.submit("lead", task)
        for one in found:
            await city.do("lead", "passUpDoubt", finding=one, **UP)
        assert await city.conclude(filing) == "PASSED_UP"
        second, first = [one["id"] for one in await doubts(house, city.people["lead"])]
        await city.do("lead", "recordDoubtAnswer", doubt=first, **ANSWER)
        assert (await city.see("lead", filing, "state"))["state"] == "PASSED_UP"
        await city.do(
            "lead", "recordDoubtAnswer", doubt=second, **{**ANSWER, "outcome": "CONFLICT"}
        )
        assert (await city.see("lead", filing, "state"))["state"] == "PROBLEM"


async def test_a_package_is_held_and_its_answer_comes_on_paper(house: House) -> None:
    """The county's body above has not turned the plugin on: the sender sees why it waits."""
    county = await open_office(house, "county-a")
    with on("2025-01-28"):
        _, _, finding, _ = await doubted(county)
        await county.do("lead", "passUpDoubt", finding=finding, **UP)
        await house.drain(2)
        seen = await the_doubt(county)
        assert seen["package"]["state"] == "HELD"
        assert "没有启用" in seen["package"]["reason"]
        await county.do("lead", "recordDoubtAnswer", doubt=seen["id"], **ANSWER)
        assert (await the_doubt(county))["state"] == "ANSWERED"
        await open_office(house, "city-a")
        await house.drain(2)
        await relay(await open_office(house, "city-a"))
        city = await open_office(house, "city-a")
        at_city = (await the_doubt(city))["id"]
        await city.do("lead", "recordDoubtAnswer", doubt=at_city, **{**ANSWER, "number": "后来"})
        await house.drain(2)
        seen = await the_doubt(county)
        assert seen["answeredNumber"] == ANSWER["number"], "what crossed moves nothing"
        numbers = [one["number"] for one in seen["letters"] if one["kind"] == "DOUBT_ANSWER"]
        assert numbers == [ANSWER["number"], "后来"], "and is kept"


async def test_a_doubt_is_its_organs_alone(house: House) -> None:
    town, county, _ = await three_levels(house)
    beside = await house.person("county-a", "government", "review_lead")
    with on("2025-01-20"):
        _, _, finding, _ = await doubted(town)
        await town.do("lead", "passUpDoubt", finding=finding, **UP)
        await house.drain(2)
        assert await doubts(house, beside) == []
        arrived = (await the_doubt(county))["id"]
        assert await town.see("lead", arrived, "id") is None
        assert await town.code("lead", "passUpDoubt", doubt=arrived, **UP) == "NOT_FOUND"
        asked = "{ doubts { nodes { id } } }"
        assert await house.refused_code(asked, by=town.people["clerk"]) == "FORBIDDEN"
    told = str(await house.events("town-a")) + str(await house.events("county-a"))
    assert "合宪性疑问" not in told, "no event tells what is doubted"


async def test_no_verb_adopts_rejects_or_closes_a_doubt(house: House) -> None:
    schema = house.schemas.of(frozenset({"filing_review"}))._schema
    assert schema.mutation_type is not None
    about = {name for name in schema.mutation_type.fields if "Doubt" in name}
    assert about == {"passUpDoubt", "receiveDoubt", "recordDoubtAnswer"}
