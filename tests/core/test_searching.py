"""Finding records by what they are called, and what waits in the plugins."""

from typing import Any

import pytest
from made_plugins import made_plugin

from core import clock
from core.hookspecs import Action, OpenMatter, Role
from core.testing import House, MakeHouse, query_count

pytestmark = pytest.mark.database

SEARCH = """query($words: String!, $kinds: [String!]!) { search(words: $words, kinds: $kinds) {
  id kind plugin title } }"""
MATTERS = "{ openMatters { plugin matters { title count } } }"


def asked(words: str, *kinds: str) -> dict[str, Any]:
    return {"words": words, "kinds": list(kinds)}


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone."""
    return await make_house(installed=False)


async def test_what_is_found_is_what_node_would_give(house: House) -> None:
    admin = await house.person("county-a", "office", "admin", name="李晓明（测试）")
    await house.person("county-b", "office", "admin", name="王晓明（测试）")
    sought = asked("晓明", "Member", "Mandate", "Meeting", "Nothing")
    with query_count() as sent:
        found = (await house.gql(SEARCH, sought, by=admin))["search"]
    (member,) = found
    told = (member["kind"], member["plugin"], member["title"])
    assert told == ("Member", "core", "李晓明（测试）")
    # One question, whatever number of types is asked for.
    assert len([one for one in sent if "UNION" in one or "LIKE" in one]) == 1
    opened = await house.gql(
        "query($id: ID!) { node(id: $id) { id } }", {"id": member["id"]}, by=admin
    )
    assert opened["node"]["id"] == member["id"]
    assert (await house.gql(SEARCH, asked("晓明", "Mandate"), by=admin))["search"] == []


async def test_who_may_not_see_people_finds_none(house: House) -> None:
    await house.person("county-a", "office", "admin", name="李晓明（测试）")
    clerk = await house.person("county-a", "court", name="张三（测试）")
    assert (await house.gql(SEARCH, asked("晓明", "Member"), by=clerk))["search"] == []
    refused = await house.refused(SEARCH, asked("晓明", "Member"))
    assert refused["extensions"]["code"] == "NOT_SIGNED_IN"


@pytest.mark.parametrize("words", ["", "晓", " 晓 "])
async def test_one_character_is_refused(house: House, words: str) -> None:
    admin = await house.person("county-a", "office", "admin")
    refused = await house.refused(SEARCH, asked(words, "Member"), by=admin)
    assert refused["extensions"] == {"code": "SEARCH_TOO_SHORT", "field": "words"}


async def test_a_mark_of_patterns_is_a_mark(house: House) -> None:
    admin = await house.person("county-a", "office", "admin", name="李晓明（测试）")
    for words in ("%%", "__", "李%明", "\\\\"):
        assert (await house.gql(SEARCH, asked(words, "Member"), by=admin))["search"] == []


async def test_what_waits_is_told_to_whom_it_concerns(make_house: MakeHouse) -> None:
    left = [OpenMatter(title="未交的表", count=2), OpenMatter(title="没有的事", count=0)]
    organs = list[str]()

    async def tell(work: Any) -> list[OpenMatter]:
        organs.append(work.organ.code)
        return left

    def keeping() -> list[Action]:
        return [Action("made_x.keep", "办理")]

    def keepers() -> list[Role]:
        return [Role(name="made_keeper", title="经办人", actions=("made_x.keep",))]

    module = made_plugin(
        "made_x",
        plugin_open_matters=lambda work: tell(work),
        plugin_actions=keeping,
        plugin_roles=keepers,
    )
    house: House = await make_house(installed=False, modules=[module])
    await house.enable("county-a", "made_x")
    keeper = await house.person("county-a", "court", "made_keeper")
    other = await house.person("county-a", "court")
    told = [{"plugin": "made_x", "matters": [{"title": "未交的表", "count": 2}]}]
    assert (await house.gql(MATTERS, by=keeper))["openMatters"] == told
    assert organs == ["court"]
    assert (await house.gql(MATTERS, by=other))["openMatters"] == []


async def test_days_that_do_not_follow_the_week_are_told_by_year(house: House) -> None:
    clerk = await house.person("county-a", "court")
    asked_for = (
        "query($y: Int) { workdayYear(year: $y) { year known days { day working reason } } }"
    )
    told = (await house.gql(asked_for, {"y": 2025}, by=clerk))["workdayYear"]
    days = {one["day"]: (one["working"], one["reason"]) for one in told["days"]}
    assert (told["known"], list(days)) == (True, sorted(days))
    assert days["2025-01-26"] == (True, "调休上班")
    assert days["2025-10-01"][0] is False
    # A Saturday of rest follows the week, however it is called.
    assert "2025-10-04" not in days
    later = (await house.gql(asked_for, {"y": 2099}, by=clerk))["workdayYear"]
    assert later == {"year": 2099, "known": False, "days": []}
    now = (await house.gql(asked_for, by=clerk))["workdayYear"]
    assert now["year"] == clock.today().year
    for year in (0, 10_000):
        refused = await house.refused(asked_for, {"y": year}, by=clerk)
        assert refused["extensions"] == {"code": "YEAR_UNKNOWN", "field": "year"}
