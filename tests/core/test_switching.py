"""The admin's side of plugins: the catalogue, previews, days, needs, and what is not finished."""

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import structlog
from graphql import parse, validate
from made_plugins import Made, made_plugin
from test_plugins import STATES, basis, explode, query_type, reading, state_of

from core import clock, switching
from core.hookspecs import Action, Listener, Need, OpenMatter, Role, Setting
from core.kit.counting import Period
from core.testing import House, MakeHouse

pytestmark = pytest.mark.database

ENABLE = """mutation($plugin: String!, $basis: LegalBasisInput!, $startsOn: Date) {
  enablePlugin(input: {plugin: $plugin, basis: $basis, startsOn: $startsOn}) { startsOn } }"""
DISABLE = """mutation($plugin: String!, $open: Int, $lastDay: Date) {
  disablePlugin(input: {plugin: $plugin, open: $open, lastDay: $lastDay}) { endsOn disabledAt } }"""
CATALOGUE = """query($names: [String!]) { pluginCatalogue(names: $names) {
  name title description law version requiresCore levels kinds fits health fault failing enabled
  startsOn endsOn basis { title } demandedBases { level kind bases }
  needs { name title required met givers }
  adds { reads { name title action } verbs { name title action } watches { name }
         fields { name title } jobs { name title }
         roles { name title } papers { name title } settings { name title }
         deadlines { name title } receives listens offers { name title } } } }"""
PREVIEW = """query($input: EnablePluginInput!) { enablingPreview(input: $input) {
  allowed refusal { code message } missing { name required givers } replayed
  adds { reads { name } } reaches { role title actions people names } } }"""
OPEN = """query($plugin: String!) { disablingPreview(plugin: $plugin) {
  open matters { title count } dependents { name title givers } } }"""


def needing(name: str, *needs: Need, **more: Any) -> Made:
    """A plugin with a word to read, that needs something of others."""
    plugin = reading(name, f"{name}_word", **more)
    info = plugin[1].plugin_info()
    fields = {field: getattr(info, field) for field in type(info).__struct_fields__}
    again = type(info)(**{**fields, "needs": needs})
    return made_plugin(
        name,
        plugin_info=lambda: again,
        plugin_actions=lambda: [Action(f"{name}.read", "测试查看")],
        plugin_roles=lambda: [Role(name="visitor", title="访客", actions=(f"{name}.read",))],
        plugin_query=lambda: query_type(f"{name}_word", action=f"{name}.read"),
        **more,
    )


def offering(name: str, **offers: str) -> Made:
    """A plugin that offers capabilities."""
    info = made_plugin(name)[1].plugin_info()
    fields = {field: getattr(info, field) for field in type(info).__struct_fields__}
    again = type(info)(**{**fields, "offers": offers})
    return made_plugin(name, plugin_info=lambda: again)


async def admin_of(house: House, body: str = "county-a") -> Any:
    return await house.person(body, "office", "admin")


async def test_the_catalogue_says_what_each_plugin_is_and_adds(house: House) -> None:
    admin = await admin_of(house)
    await house.enable("county-a", "filing_review")
    listed = (await house.gql(CATALOGUE, by=admin))["pluginCatalogue"]
    assert [one["name"] for one in listed] == house.platform.plugins.names
    filing = next(one for one in listed if one["name"] == "filing_review")
    assert filing["enabled"] is filing["fits"] is True
    assert filing["health"] == "SOUND"
    assert (filing["fault"], filing["failing"]) == (None, [])
    assert filing["basis"] == {"title": "测试依据"}
    assert filing["version"]
    adds = filing["adds"]
    verbs = {one["name"]: one for one in adds["verbs"]}
    assert verbs["issueOpinion"]["action"] == "filing_review.issue_opinion"
    assert all(one["title"] and one["action"] for one in adds["verbs"] + adds["reads"])
    assert "filing_review.review_period" in {one["name"] for one in adds["deadlines"]}
    assert "filing_review.paper_copies" not in {one["name"] for one in adds["deadlines"]}
    assert "filing_review.paper_copies" in {one["name"] for one in adds["settings"]}
    assert adds["receives"]
    assert adds["papers"]
    votes = next(one for one in listed if one["name"] == "people_votes")
    assert (votes["enabled"], votes["startsOn"], votes["basis"]) == (False, None, None)


async def test_only_who_may_sees_the_catalogue(house: House) -> None:
    clerk = await house.person("county-a", "office", "member")
    assert await house.refused_code(CATALOGUE, by=clerk) == "FORBIDDEN"
    assert await house.refused_code(CATALOGUE) == "NOT_SIGNED_IN"
    auditor = await house.person("county-a", "office", "auditor")
    assert (await house.gql(CATALOGUE, by=auditor))["pluginCatalogue"]
    asked = {"input": {"plugin": "people_votes", "basis": basis()}}
    assert await house.refused_code(PREVIEW, asked, by=auditor) == "FORBIDDEN"


async def test_a_broken_plugin_and_one_whose_listener_fails_are_told_apart(
    make_house: MakeHouse,
) -> None:
    async def fail(_work: Any, _event: Any) -> None:
        raise RuntimeError("no good")

    listener = Listener(name="hear", events=frozenset({"core.define_role"}), run=fail)
    hearing = reading("made_hears", "made_word", plugin_listeners=lambda: [listener])
    bad = made_plugin("made_bad", plugin_query=explode)
    house: House = await make_house(installed=False, modules=[hearing, bad])
    admin = await admin_of(house)
    await house.enable("county-a", "made_hears")
    define = 'mutation { defineRole(input: {name: "x", title: "某", actions: []}) { name } }'
    await house.gql(define, by=admin)
    await house.drain()
    found = {one["name"]: one for one in (await house.gql(CATALOGUE, by=admin))["pluginCatalogue"]}
    assert (found["made_hears"]["health"], found["made_hears"]["failing"]) == ("FAILING", ["hear"])
    assert found["made_bad"]["health"] == "BROKEN"
    assert "RuntimeError: no good" in found["made_bad"]["fault"]
    assert found["made_bad"]["adds"] is None


async def test_a_preview_says_what_would_change_for_whom_and_writes_nothing(
    make_house: MakeHouse,
) -> None:
    def setting() -> list[Setting]:
        return [Setting(name="made_x.days", title="期限", type=Period)]

    roles = frozenset({"core.define_role"})
    heard = [
        Listener(name="hear", events=roles, replay=True, run=explode),
        Listener(name="hear_all", events=None, replay=True, run=explode),
        Listener(name="from_now", events=None, run=explode),
    ]
    prepared = list[str]()

    async def prepare(work: Any, basis: Any) -> None:
        prepared.append(basis.title)

    house: House = await make_house(
        installed=False,
        modules=[
            reading(
                "made_x",
                "made_word",
                plugin_settings=setting,
                plugin_listeners=lambda: heard,
                plugin_enabling=lambda work, basis: prepare(work, basis),
            )
        ],
    )
    admin = await admin_of(house)
    await house.person("county-a", "office", "auditor")
    for number in range(3):
        define = f'mutation {{ defineRole(input: {{name: "r{number}", title: "某",'
        await house.gql(define + " actions: []}) { name } }", by=admin)
    before = await house.events("county-a")
    asked = {"input": {"plugin": "made_x", "basis": basis()}}
    seen = (await house.gql(PREVIEW, asked, by=admin))["enablingPreview"]
    assert (seen["allowed"], seen["refusal"], seen["replayed"]) == (True, None, len(before))
    assert seen["adds"]["reads"] == [{"name": "madeWord"}]
    visitor = next(one for one in seen["reaches"] if one["role"] == "visitor")
    assert visitor["actions"] == ["测试查看"]
    assert visitor["people"] == len(visitor["names"]) == 2
    assert prepared == ["关于启用的决定"]
    assert await house.events("county-a") == before
    assert not state_of(await house.gql(STATES, by=admin), "made_x")["enabled"]


async def test_a_preview_tells_the_refusal_instead_of_making_it(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[reading("made_x", "made_word")])
    admin = await admin_of(house)
    asked = {"input": {"plugin": "made_x", "basis": basis(title=" ")}}
    seen = (await house.gql(PREVIEW, asked, by=admin))["enablingPreview"]
    assert seen["allowed"] is False
    assert seen["refusal"]["code"] == "BASIS_TITLE"
    unknown = {"input": {"plugin": "made_nowhere", "basis": basis()}}
    assert await house.refused_code(PREVIEW, unknown, by=admin) == "PLUGIN_UNKNOWN"


# From a day, to a day.


async def test_a_plugin_can_be_on_from_a_chosen_day_to_a_last_one(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[reading("made_x", "made_word")])
    admin = await admin_of(house)
    on = dict[str, bool]()

    async def look(*days: str) -> None:
        for day in days:
            with clock.moved_to(datetime.fromisoformat(f"{day}T09:00:00")):
                answered = "errors" not in await house.ask("{ madeWord }")
                assert state_of(await house.gql(STATES), "made_x")["enabled"] == answered
                on[day] = answered

    with clock.moved_to(datetime(2026, 3, 1, 9)):
        chosen = {"plugin": "made_x", "basis": basis(), "startsOn": "2026-03-10"}
        made = await house.gql(ENABLE, chosen, by=admin)
        assert made["enablePlugin"] == {"startsOn": "2026-03-10"}
        late = {**chosen, "startsOn": "2026-02-28"}
        assert await house.refused_code(ENABLE, late, by=admin) == "ENABLING_DAY"
        assert await house.refused_code(ENABLE, chosen, by=admin) == "PLUGIN_ALREADY_ON"
        (entry,) = (await house.gql(CATALOGUE, {"names": ["made_x"]}, by=admin))["pluginCatalogue"]
        assert (entry["enabled"], entry["startsOn"]) == (False, "2026-03-10")
    await look("2026-03-09", "2026-03-10")
    with clock.moved_to(datetime(2026, 3, 12, 9)):
        past = {"plugin": "made_x", "lastDay": "2026-03-11"}
        assert await house.refused_code(DISABLE, past, by=admin) == "ENABLING_DAY"
        ended = await house.gql(DISABLE, {"plugin": "made_x", "lastDay": "2026-03-20"}, by=admin)
        assert ended["disablePlugin"] == {"endsOn": "2026-03-20", "disabledAt": None}
    await look("2026-03-20", "2026-03-21")
    assert list(on.values()) == [False, True, True, False]
    with clock.moved_to(datetime(2026, 4, 1, 9)):
        again = {"plugin": "made_x", "basis": basis()}
        await house.gql(ENABLE, again, by=admin)
        assert await house.gql("{ madeWord }") == {"madeWord": "好"}
    told = [(name, payload.get("starts_on")) for name, payload in await house.events("county-a")]
    assert ("core.enable_plugin", "2026-03-10") in told


async def test_a_day_that_was_chosen_can_be_given_up(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[reading("made_x", "made_word")])
    admin = await admin_of(house)
    chosen = {"plugin": "made_x", "basis": basis(), "startsOn": "2099-01-01"}
    await house.gql(ENABLE, chosen, by=admin)
    given_up = await house.gql(DISABLE, {"plugin": "made_x"}, by=admin)
    assert given_up["disablePlugin"]["disabledAt"] is not None
    with clock.moved_to(datetime(2099, 1, 2)):
        assert await house.refused_code("{ madeWord }") == "GRAPHQL_VALIDATION_FAILED"


async def test_a_plugin_on_from_later_hears_events_from_its_day_on(make_house: MakeHouse) -> None:
    heard = list[str]()

    async def hear(_work: Any, event: Any) -> None:
        heard.append(event.payload["name"])

    listener = Listener(name="hear", events=frozenset({"core.define_role"}), run=hear)
    house: House = await make_house(
        installed=False,
        modules=[reading("made_x", "made_word", plugin_listeners=lambda: [listener])],
    )
    admin = await admin_of(house)

    async def define(name: str, admin: Any) -> None:
        text = f'mutation {{ defineRole(input: {{name: "{name}", title: "某", actions: []}})'
        await house.gql(text + " { name } }", by=admin)
        await house.drain()

    tomorrow = clock.today().toordinal() + 1
    day = datetime.fromordinal(tomorrow)
    chosen = {"plugin": "made_x", "basis": basis(), "startsOn": day.date().isoformat()}
    await house.gql(ENABLE, chosen, by=admin)
    await define("early", admin)
    with clock.moved_to(day.replace(hour=9)):
        await define("late", await admin_of(house))
    # A later version of the plugin brings one more, which does not hear what was before it.
    more = list[str]()

    async def hear_more(_work: Any, event: Any) -> None:
        more.append(event.payload["name"])

    later = Listener(name="more", events=frozenset({"core.define_role"}), run=hear_more)
    house.platform.plugins._listeners["made_x", "more"] = later
    with clock.moved_to(day.replace(hour=9) + timedelta(days=3)):
        await house.platform.sweep()
        await house.drain()
        await define("last", await admin_of(house))
    assert more == ["last"]
    heard.remove("last")
    assert heard == ["late"]


# What it needs of others.

EVENT = Need(name="made_gives.stamp", title="盖章的记录")
SKILL = Need(name="stamps", title="印章管理", required=False)


def giving() -> Made:
    """A plugin that may announce `made_gives.stamp` and offers `stamps`."""
    info = offering("made_gives", stamps="印章管理")[1].plugin_info()
    telling = msgspec.structs.replace(info, tells={"made_gives.stamp": "盖章"})
    return made_plugin("made_gives", plugin_info=lambda: telling)


async def test_what_a_plugin_needs_is_told_before_and_refused_at_enabling(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house(
        installed=False, modules=[needing("made_x", EVENT, SKILL), giving()]
    )
    admin = await admin_of(house)
    (entry,) = (await house.gql(CATALOGUE, {"names": ["made_x"]}, by=admin))["pluginCatalogue"]
    assert [(one["name"], one["required"], one["met"]) for one in entry["needs"]] == [
        ("made_gives.stamp", True, False),
        ("stamps", False, False),
    ]
    assert entry["needs"][0]["givers"] == ["made_gives（测试插件）"]
    wanted = {"plugin": "made_x", "basis": basis()}
    seen = (await house.gql(PREVIEW, {"input": wanted}, by=admin))["enablingPreview"]
    assert [one["name"] for one in seen["missing"]] == ["made_gives.stamp", "stamps"]
    refused = await house.refused(ENABLE, wanted, by=admin)
    assert refused["extensions"]["code"] == "PLUGIN_NEEDS"
    assert "盖章的记录" in refused["message"]
    assert "请先启用“made_gives（测试插件）”" in refused["message"]
    await house.enable("county-a", "made_gives")
    await house.gql(ENABLE, wanted, by=admin)
    shown = (await house.gql(OPEN, {"plugin": "made_gives"}, by=admin))["disablingPreview"]
    assert {(one["name"], *one["givers"]) for one in shown["dependents"]} == {
        ("made_gives.stamp", "made_x（测试插件）"),
        ("stamps", "made_x（测试插件）"),
    }


async def test_a_need_that_nothing_installed_gives_sends_to_the_operator(
    make_house: MakeHouse,
) -> None:
    gone = Need(name="made_gone.stamp", title="盖章的记录")
    house: House = await make_house(installed=False, modules=[needing("made_x", gone)])
    admin = await admin_of(house)
    refused = await house.refused(ENABLE, {"plugin": "made_x", "basis": basis()}, by=admin)
    assert "没有安装提供它的插件" in refused["message"]


@pytest.mark.parametrize("name", ["made_gives.stemp", "core.convene_meating", "core.read_body"])
async def test_a_need_that_its_owner_never_tells_is_refused_with_its_name(
    make_house: MakeHouse, name: str
) -> None:
    wrong = Need(name=name, title="盖章的记录")
    house: House = await make_house(installed=False, modules=[needing("made_x", wrong), giving()])
    await house.enable("county-a", "made_gives")
    admin = await admin_of(house)
    wanted = {"plugin": "made_x", "basis": basis()}
    refused = await house.refused(ENABLE, wanted, by=admin)
    assert refused["extensions"]["code"] == "PLUGIN_NEEDS"
    assert f"没有名为“{name}”的事件" in refused["message"]
    (entry,) = (await house.gql(CATALOGUE, {"names": ["made_x"]}, by=admin))["pluginCatalogue"]
    assert [(one["met"], one["givers"]) for one in entry["needs"]] == [(False, [])]


async def test_a_start_warns_of_events_that_are_waited_for_in_vain(make_house: MakeHouse) -> None:
    ears = [
        Listener(name="ear", events=frozenset({"made_gives.stemp", "made_gone.x"}), run=nothing)
    ]
    wrong = Need(name="core.convene_meating", title="会议")
    deaf = needing("made_x", wrong, plugin_listeners=lambda: ears)
    with structlog.testing.capture_logs() as logged:
        await make_house(installed=False, modules=[deaf, giving()])
    warned = [one for one in logged if one["event"] == "plugin_waits_for_unknown_event"]
    assert [(one["plugin"], one["awaited"]) for one in warned] == [
        ("made_x", "core.convene_meating"),
        ("made_x", "made_gives.stemp"),
    ]


async def nothing(_work: Any, _event: Any) -> None:
    """A listener that does nothing."""


async def test_what_is_only_useful_does_not_hold_a_plugin_up(make_house: MakeHouse) -> None:
    house: House = await make_house(
        installed=False, modules=[needing("made_x", SKILL), offering("made_gives", stamps="印章")]
    )
    admin = await admin_of(house)
    await house.gql(ENABLE, {"plugin": "made_x", "basis": basis()}, by=admin)
    (entry,) = (await house.gql(CATALOGUE, {"names": ["made_x"]}, by=admin))["pluginCatalogue"]
    assert [(one["name"], one["met"]) for one in entry["needs"]] == [("stamps", False)]
    await house.enable("county-a", "made_gives")
    (entry,) = (await house.gql(CATALOGUE, {"names": ["made_x"]}, by=admin))["pluginCatalogue"]
    assert entry["needs"][0]["met"] is True


# What is not finished.


async def test_open_matters_are_shown_and_must_be_seen_before_turning_off(
    make_house: MakeHouse,
) -> None:
    left = [OpenMatter(title="未交的表", count=2), OpenMatter(title="没有的事", count=0)]

    async def tell(work: Any) -> list[OpenMatter]:
        # What a plugin writes while it counts is not kept.
        await work.session.execute(sa.text("UPDATE organ SET name = '改了'"))
        return left

    house: House = await make_house(
        installed=False,
        modules=[reading("made_x", "made_word", plugin_open_matters=lambda work: tell(work))],
    )
    admin = await admin_of(house)
    await house.enable("county-a", "made_x")
    shown = (await house.gql(OPEN, {"plugin": "made_x"}, by=admin))["disablingPreview"]
    assert shown == {"open": 2, "matters": [{"title": "未交的表", "count": 2}], "dependents": []}
    names = await house.gql("{ body { organs { name } } }")
    assert "改了" not in {one["name"] for one in names["body"]["organs"]}
    for seen in (None, 0, 1):
        refused = await house.refused(DISABLE, {"plugin": "made_x", "open": seen}, by=admin)
        assert refused["extensions"] == {"code": "PLUGIN_OPEN_MATTERS", "open": 2}
        assert "未交的表2项" in refused["message"]
    assert await house.gql("{ madeWord }") == {"madeWord": "好"}
    await house.gql(DISABLE, {"plugin": "made_x", "open": 2}, by=admin)
    told = dict(await house.events("county-a"))
    assert told["core.disable_plugin"]["open"] == {"未交的表": 2}


HANGING = {
    "raises": lambda work: explode(),
    "answers with something else": lambda work: _answer([{"title": 1}]),
    "hangs": lambda work: _hang(),
}


async def _answer(answer: Any) -> Any:
    return answer


async def _hang() -> Any:
    await asyncio.sleep(60)


@pytest.mark.parametrize("how", HANGING)
async def test_a_plugin_that_cannot_count_is_one_thing_to_look_at(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(switching, "COUNTING_SECONDS", 0.2)
    house: House = await make_house(
        installed=False,
        modules=[reading("made_x", "made_word", plugin_open_matters=HANGING[how])],
    )
    admin = await admin_of(house)
    await house.enable("county-a", "made_x")
    shown = (await house.gql(OPEN, {"plugin": "made_x"}, by=admin))["disablingPreview"]
    assert (shown["open"], shown["matters"][0]["title"]) == (1, switching.UNKNOWN)
    await house.gql(DISABLE, {"plugin": "made_x", "open": 1}, by=admin)


# The page.


async def test_every_query_of_the_page_is_one_and_those_without_variables_answer(
    house: House,
) -> None:
    text = (Path(__file__).parents[2] / "docs/turning-on.md").read_text(encoding="utf-8")
    queries = re.findall(r"```graphql\n(.*?)```", text, re.DOTALL)
    assert len(queries) >= 10
    schema = house.schemas.of(frozenset({"filing_review"}))._schema
    for query in queries:
        assert validate(schema, parse(query)) == [], query
    admin = await admin_of(house)
    answered = [await house.gql(one, by=admin) for one in queries if one.startswith("{")]
    assert len(answered) == 4
    assert all(answered)
