"""What the plugin promises, through the public API, on a real database."""

import pytest
from core.testing import House

ADD = """
mutation ($title: String!) {
  addNewPluginEntry(input: {title: $title, text: "正文"}) { title datedOn }
}
"""
LIST = "{ newPluginEntries { totalCount nodes { title } } }"
SET = """
mutation {
  setPractice(input: {setting: "new_plugin.longest_title", value: 4, ruleKind: DECISION,
    ruleTitle: "本机构办法（测试）", article: "第一条", validFrom: "2020-01-01"}) { version }
}
"""


@pytest.fixture
async def on(house: House) -> House:
    """Two bodies side by side that have turned the plugin on."""
    for body in ("county-a", "county-b"):
        await house.enable(body, "new_plugin")
    return house


async def test_a_clerk_adds_and_everybody_here_reads(on: House) -> None:
    reader = await on.person("county-a", "court")
    assert await on.refused_code(ADD, {"title": "一"}, by=reader) == "FORBIDDEN"
    with on.on("2025-03-03"):
        clerk = await on.person("county-a", "office", "new_plugin_clerk")
        added = await on.gql(ADD, {"title": "第一条"}, by=clerk)
    assert added["addNewPluginEntry"] == {"title": "第一条", "datedOn": "2025-03-03"}
    listed = (await on.gql(LIST, by=reader))["newPluginEntries"]
    assert listed == {"totalCount": 1, "nodes": [{"title": "第一条"}]}
    events = [name for name, _ in await on.events("county-a")]
    assert events[-1] == "new_plugin.add_new_plugin_entry"


async def test_what_is_wrong_is_said_with_its_field(on: House) -> None:
    clerk = await on.person("county-a", "office", "new_plugin_clerk")
    empty = await on.refused(ADD, {"title": " "}, by=clerk)
    assert empty["extensions"] == {"code": "NEW_PLUGIN_TITLE_EMPTY", "field": "title"}
    admin = await on.person("county-a", "office", "admin")
    await on.gql(SET, by=admin)
    long = await on.refused(ADD, {"title": "五个字的题"}, by=clerk)
    assert long["extensions"]["code"] == "NEW_PLUGIN_TITLE_LONG"
    await on.gql(ADD, {"title": "四个字题"}, by=clerk)


async def test_the_neighbour_sees_nothing(on: House) -> None:
    clerk = await on.person("county-a", "office", "new_plugin_clerk")
    neighbour = await on.person("county-b", "office", "new_plugin_clerk")
    await on.gql(ADD, {"title": "第一条"}, by=clerk)
    assert (await on.gql(LIST, by=neighbour))["newPluginEntries"]["totalCount"] == 0


async def test_where_it_is_off_it_does_not_exist(house: House) -> None:
    reader = await house.person("county-a", "office")
    assert "Cannot query field" in (await house.refused(LIST, by=reader))["message"]
