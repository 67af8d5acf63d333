"""Practice: which number holds where and since when, and what a lower level may not change."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from edited_twice import second_is_told
from made_plugins import Made, made_plugin

from core import clock
from core.db import Database
from core.errors import Refused
from core.hookspecs import Lower, Setting
from core.kit.counting import Span
from core.practice import PracticeValue, RuleKind, check_override, resolve
from core.tenancy import Body, BodyKind, Level
from core.testing import House, MakeHouse, Someone

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


# Resolution, as a table: which of several values holds.

DAYS = Setting(name="made.days", title="报备期限", type=int)
CHAIN = ["370982105", "370982", "3709", "37", "00"]
COUNTY, TOWN = uuid4(), uuid4()
NOW = date(2026, 3, 1)


def body(level: Level = Level.TOWNSHIP, kind: BodyKind = BodyKind.CONGRESS) -> Body:
    return Body(id=TOWN, code="t", name="t", level=level, kind=kind, jurisdiction_code=CHAIN[0])


def value(place: str, amount: Any, **more: Any) -> PracticeValue:
    given: dict[str, Any] = {
        "id": uuid4(),
        "setting": "made.days",
        "version": 1,
        "levels": [],
        "kinds": [],
        "rule_kind": RuleKind.LOCAL_RULE,
        "rule_title": "测试规定",
        "article": "第一条",
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "body_id": None,
    }
    return PracticeValue(jurisdiction_code=place, value=amount, **(given | more))


RESOLVED: dict[str, tuple[list[PracticeValue], Any, list[Any]]] = {
    "nothing known": ([], None, []),
    "the nation alone": ([value("00", 90)], 90, []),
    "the nearest place wins": ([value("37", 60), value("00", 90), value("3709", 30)], 30, [60, 90]),
    "a body's own before what is shipped for its place": (
        [value("370982105", 20), value("370982105", 15, body_id=TOWN)],
        15,
        [20],
    ),
    "a nearer shipped value before a higher body's own": (
        [value("370982", 25, body_id=COUNTY), value("370982105", 20)],
        20,
        [25],
    ),
    "a higher body's own before what is shipped for its place": (
        [value("370982", 25, body_id=COUNTY), value("370982", 40)],
        25,
        [40],
    ),
    "made for another level": ([value("3709", 30, levels=["county"]), value("37", 60)], 60, []),
    "made for another kind": (
        [value("3709", 30, kinds=["subdistrict_committee"]), value("37", 60)],
        60,
        [],
    ),
    "made for just this level before a general one of its place": (
        [value("37", 60), value("37", 45, levels=["township"])],
        45,
        [60],
    ),
    "level and kind before level alone": (
        [
            value("37", 45, levels=["township"]),
            value("37", 40, levels=["township"], kinds=["congress"]),
        ],
        40,
        [45],
    ),
    "not yet in force": ([value("3709", 30, valid_from=date(2026, 3, 2)), value("37", 60)], 60, []),
    "in force from its first day": (
        [value("3709", 30, valid_from=date(2026, 3, 1)), value("37", 60)],
        30,
        [60],
    ),
    "no longer in force": (
        [value("3709", 30, valid_to=date(2026, 2, 28)), value("37", 60)],
        60,
        [],
    ),
    "in force to its last day": (
        [value("3709", 30, valid_to=date(2026, 3, 1)), value("37", 60)],
        30,
        [60],
    ),
    "the later rule of one place": (
        [value("37", 60), value("37", 50, valid_from=date(2025, 1, 1))],
        50,
        [60],
    ),
    "the later version of one rule": ([value("37", 60), value("37", 55, version=2)], 55, [60]),
    "an example holds until a nearer rule is known": (
        [value("3709", 30, rule_kind=RuleKind.DEMO), value("37", 60)],
        30,
        [60],
    ),
    "a value of another setting": ([value("3709", 30, setting="made.copies")], None, []),
}


@pytest.mark.parametrize("what", RESOLVED)
def test_which_value_holds(what: str) -> None:
    values, holding, overridden = RESOLVED[what]
    for order in (values, values[::-1]):
        resolved = resolve(DAYS, order, body(), CHAIN, NOW)
        assert resolved.value == holding
        assert [one.value for one in resolved.overridden] == overridden


ALLOWED: list[tuple[Lower, Any, Any, bool]] = [
    (Lower.FREE, 30, 99, True),
    (Lower.STRICTER_MAX, 30, 30, True),
    (Lower.STRICTER_MAX, 30, 29, True),
    (Lower.STRICTER_MAX, 30, 31, False),
    (Lower.STRICTER_MIN, 5, 5, True),
    (Lower.STRICTER_MIN, 5, 6, True),
    (Lower.STRICTER_MIN, 5, 4, False),
    (Lower.FIXED_ABOVE, 30, 30, True),
    (Lower.FIXED_ABOVE, 30, 29, False),
]


@pytest.mark.parametrize(("lower", "above", "below", "allowed"), ALLOWED)
def test_what_a_lower_level_may_do(lower: Lower, above: int, below: int, allowed: bool) -> None:
    setting = msgspec.structs.replace(DAYS, lower=lower)
    higher = value("37", above, rule_title="省规定", article="第七条")
    if allowed:
        check_override(setting, below, [higher], CHAIN)
        return
    with pytest.raises(Refused, match="《省规定》第七条") as refusal:
        check_override(setting, below, [higher], CHAIN)
    assert refusal.value.code == "PRACTICE_FIXED_ABOVE"
    assert "2020年1月1日起施行" in refusal.value.message
    assert (
        "请改正" if lower is not Lower.FIXED_ABOVE else "请按该规定办理"
    ) in refusal.value.message
    example = value("37", above, rule_kind=RuleKind.DEMO)
    check_override(setting, below, [example], CHAIN)


def test_the_highest_rule_that_forbids_is_named() -> None:
    setting = msgspec.structs.replace(DAYS, lower=Lower.STRICTER_MAX)
    above = [value("3709", 20, rule_title="市规定"), value("00", 25, rule_title="国家规定")]
    with pytest.raises(Refused, match="国家规定"):
        check_override(setting, 30, above, CHAIN)


# A body sets its own, through the API.

SETTINGS = [
    Setting(
        name="made_p.period",
        title="报备期限",
        type=Span,
        lower=Lower.STRICTER_MAX,
        amount=lambda span: span.amount,
    ),
    Setting(name="made_p.copies", title="纸质份数", type=int, lower=Lower.STRICTER_MIN),
    Setting(name="made_p.sealed", title="是否盖章", type=bool, lower=Lower.FIXED_ABOVE),
    Setting(name="made_p.parts", title="报送材料", type=list[str]),
]
PLUGIN: Made = made_plugin("made_p", plugin_settings=lambda: SETTINGS)

WITHDRAW = "mutation($i: WithdrawPracticeInput!) { withdrawPractice(input: $i) { version } }"
SET = "mutation($i: SetPracticeInput!) { setPractice(input: $i) { setting version validFrom } }"
PRACTICE = """
query($settings: [String!], $on: Date) { practice(settings: $settings, on: $on) {
  setting title lowerMay
  holding { value text jurisdiction ruleKind ruleText validFrom validTo version own note }
  overrides { value jurisdiction ruleText own } } }
"""


def days(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "day"}


def entry(setting: str, amount: Any, **more: Any) -> dict[str, Any]:
    given = {
        "setting": f"made_p.{setting}",
        "value": amount,
        "ruleKind": "DECISION",
        "ruleTitle": "本机构关于报备的决定",
        "validFrom": "2026-01-01",
    }
    return {"i": given | more}


async def ship(house: House, *values: PracticeValue) -> None:
    """Values as a migrate writes them."""
    owner = Database(house.databases.owner_or_refuse(house.platform.settings))
    try:
        async with owner.transaction(None) as session:
            session.add_all(values)
    finally:
        await owner.close()


def shipped(place: str, setting: str, amount: Any, **more: Any) -> PracticeValue:
    return value(place, amount, setting=f"made_p.{setting}", **more)


async def on_at(house: House, code: str) -> Someone:
    """The body has the plugin on; its admin."""
    await house.enable(code, "made_p")
    organ = "presidium" if code.startswith("town") else "office"
    return await house.person(code, organ, "admin")


async def test_a_body_sets_its_own_and_sees_what_it_overrides(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    await ship(
        house,
        shipped(
            "00", "period", days(90), rule_title="国家法", rule_kind=RuleKind.LAW, article=None
        ),
        shipped("37", "period", days(30), rule_title="省规定", article="第七条"),
        shipped("3709", "period", days(20), rule_title="市办法", rule_kind=RuleKind.DEMO),
    )
    told = (await house.gql(PRACTICE, {"settings": ["made_p.period"]}))["practice"]
    assert told[0]["holding"]["text"] == "20日"
    assert told[0]["holding"]["ruleText"] == "示例：《市办法》第一条"
    assert told[0]["holding"]["ruleKind"] == "DEMO"
    assert told[0]["lowerMay"] == "只能规定得更短、更少"

    made = await house.gql(
        SET,
        entry("period", days(25), article="第三条", validTo="2026-12-31", note="试行一年"),
        by=admin,
    )
    assert made["setPractice"] == {
        "setting": "made_p.period",
        "version": 1,
        "validFrom": "2026-01-01",
    }
    asked = {"settings": ["made_p.period"], "on": "2026-06-01"}
    [told] = (await house.gql(PRACTICE, asked))["practice"]
    assert told["holding"] == {
        "value": days(25),
        "text": "25日",
        "jurisdiction": "新泰市",
        "ruleKind": "DECISION",
        "ruleText": "《本机构关于报备的决定》第三条",
        "validFrom": "2026-01-01",
        "validTo": "2026-12-31",
        "version": 1,
        "own": True,
        "note": "试行一年",
    }
    assert [(one["value"]["amount"], one["jurisdiction"]) for one in told["overrides"]] == [
        (20, "泰安市"),
        (30, "山东省"),
        (90, "全国"),
    ]
    [later] = (await house.gql(PRACTICE, {**asked, "on": "2027-01-01"}))["practice"]
    assert later["holding"]["value"] == days(20)
    assert [name for name, _ in await house.events("county-a")][-1] == "core.set_practice"

    await house.gql(SET, entry("period", days(24)), by=admin)
    [told] = (await house.gql(PRACTICE, asked))["practice"]
    assert (told["holding"]["version"], told["holding"]["value"]) == (2, days(24))
    assert told["overrides"][0]["value"] == days(25)


async def test_an_own_value_is_withdrawn_and_what_is_above_holds_again(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    await ship(house, shipped("3709", "period", days(20), rule_title="市办法"))
    asked = {"settings": ["made_p.period"]}
    day, reason = str(clock.today()), "写错了"
    sent = {"i": {"setting": "made_p.period", "endsOn": day, "reason": reason}}
    assert await house.refused_code(WITHDRAW, sent, by=admin) == "PRACTICE_NOT_OWN"
    for many in (19, 18):
        await house.gql(SET, entry("period", days(many)), by=admin)
    blank = {"i": {**sent["i"], "reason": " "}}
    assert await house.refused_code(WITHDRAW, blank, by=admin) == "REASON_EMPTY"
    past = {"i": {**sent["i"], "endsOn": str(clock.today() - timedelta(days=1))}}
    assert await house.refused_code(WITHDRAW, past, by=admin) == "PRACTICE_PAST"
    stale = {"i": {**sent["i"], "seen": "another"}}
    assert await house.refused_code(WITHDRAW, stale, by=admin) == "CHANGED_MEANWHILE"
    await house.gql(WITHDRAW, sent, by=admin)
    [told] = (await house.gql(PRACTICE, asked))["practice"]
    assert told["holding"]["value"] == days(20), "neither of the two own values is left"
    yesterday = str(clock.today() - timedelta(days=1))
    [before] = (await house.gql(PRACTICE, {**asked, "on": yesterday}))["practice"]
    assert before["holding"]["value"] == days(18), "what was done rests on what held then"
    assert [name for name, _ in await house.events("county-a")][-1] == "core.withdraw_practice"
    assert await house.refused_code(WITHDRAW, sent, by=admin) == "PRACTICE_NOT_OWN"
    await house.gql(SET, entry("period", days(17)), by=admin)
    [again] = (await house.gql(PRACTICE, asked))["practice"]
    assert again["holding"]["value"] == days(17)


LATEST = """query($settings: [String!]) { practice(settings: $settings) {
  revision latest { value ruleText validFrom } } }"""


@pytest.mark.parametrize("set_before", [False, True], ids=["the first", "a later"])
async def test_of_two_who_set_a_value_the_second_is_told(
    make_house: MakeHouse, *, set_before: bool
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    other = await house.person("county-a", "office", "admin")
    if set_before:
        await house.gql(SET, entry("period", days(20)), by=admin)
    set_it = "mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"
    mine, theirs = (
        entry("period", days(amount), validFrom=begins)["i"]
        # One that is not in force yet is a decision as well.
        for amount, begins in ((24, "2026-01-01"), (22, "2099-01-01"))
    )

    async def now() -> Any:
        asked = {"settings": ["made_p.period"]}
        return (await house.gql(LATEST, asked, by=admin))["practice"][0]

    assert ((await now())["latest"] is None) is not set_before
    await second_is_told(house, set_it, mine, theirs, now, admin, other, versioned=True)
    assert (await now())["latest"]["value"] in (mine["value"], theirs["value"])


async def test_a_value_set_by_another_body_is_no_change_of_ones_own(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin, above = await on_at(house, "county-a"), await on_at(house, "city-a")
    asked = {"settings": ["made_p.period"]}
    [seen] = (await house.gql(LATEST, asked, by=admin))["practice"]
    await house.gql(SET, entry("period", days(20)), by=above)
    sent = entry("period", days(20))
    await house.gql(SET, {"i": {**sent["i"], "seen": seen["revision"]}}, by=admin)


async def test_a_bodys_own_value_is_not_its_neighbours(make_house: MakeHouse) -> None:
    """county-a and county-b stand at one place; a township below county-a sees its county's."""
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    for code in ("county-b", "town-a", "city-a"):
        await house.enable(code, "made_p")
    await house.gql(SET, entry("copies", 7), by=admin)
    seen = dict[str, Any]()
    for code in ("county-a", "county-b", "town-a", "city-a"):
        asked = {"settings": ["made_p.copies"], "on": "2026-06-01"}
        [told] = (await house.gql(PRACTICE, asked, body=code))["practice"]
        seen[code] = told["holding"] and (told["holding"]["value"], told["holding"]["own"])
    assert seen == {
        "county-a": (7, True),
        "county-b": None,
        "town-a": (7, False),
        "city-a": None,
    }


ABOVE = [
    ("37", "period", days(30), {"rule_title": "省规定", "article": "第七条"}),
    ("37", "copies", 5, {"rule_title": "省规定", "article": "第八条"}),
    ("00", "sealed", True, {"rule_title": "国家法", "article": "第九条"}),
]

WRITTEN: list[tuple[dict[str, Any], str | None, str]] = [
    (entry("period", days(30)), None, ""),
    (entry("period", days(31)), "PRACTICE_FIXED_ABOVE", "《省规定》第七条"),
    (entry("copies", 5), None, ""),
    (entry("copies", 4), "PRACTICE_FIXED_ABOVE", "《省规定》第八条"),
    (entry("sealed", True), None, ""),
    (entry("sealed", False), "PRACTICE_FIXED_ABOVE", "《国家法》第九条"),
    (entry("parts", ["备案报告"]), None, ""),
    (entry("period", 30), "PRACTICE_VALUE", "报备期限"),
    (entry("period", days(0)), "PRACTICE_VALUE", "报备期限"),
    (entry("period", {"amount": 3, "unit": "fortnight"}), "PRACTICE_VALUE", "报备期限"),
    (entry("copies", "五"), "PRACTICE_VALUE", "纸质份数"),
    (entry("copies", None), "GRAPHQL_VALIDATION_FAILED", "JSON"),
    (entry("parts", "备案报告"), "PRACTICE_VALUE", "报送材料"),
    (entry("copies", 6, validTo="2025-12-31"), "PRACTICE_DATES", "失效日期"),
    (entry("copies", 6, ruleTitle=" "), "PRACTICE_RULE", "规定的名称"),
    (entry("nowhere", 1), "SETTING_UNKNOWN", "nowhere"),
    ({"i": entry("copies", 1)["i"] | {"setting": "made_q.days"}}, "SETTING_PLUGIN_OFF", "made_q"),
]


async def test_what_may_be_written_and_what_is_refused_with_its_article(
    make_house: MakeHouse,
) -> None:
    other = made_plugin(
        "made_q", plugin_settings=lambda: [Setting(name="made_q.days", title="天数", type=int)]
    )
    house: House = await make_house(installed=False, modules=[PLUGIN, other])
    admin = await on_at(house, "county-a")
    await ship(
        house, *(shipped(place, name, amount, **more) for place, name, amount, more in ABOVE)
    )
    for given, code, said in WRITTEN:
        if code is None:
            await house.gql(SET, given, by=admin)
            continue
        refused = await house.refused(SET, given, by=admin)
        assert (refused["extensions"]["code"], said in refused["message"]) == (code, True), given
    told = await house.events("county-a")
    accepted = [given for given, code, _ in WRITTEN if code is None]
    assert [name for name, _ in told].count("core.set_practice") == len(accepted)


async def test_a_rule_that_was_replaced_binds_no_more(make_house: MakeHouse) -> None:
    """30 days of 2020 gave way to 60 days of 2025, though nobody wrote an end to the first."""
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    await ship(
        house,
        shipped("37", "period", days(30), rule_title="旧规定"),
        shipped("37", "period", days(60), rule_title="新规定", valid_from=date(2025, 1, 1)),
    )
    await house.gql(SET, entry("period", days(45)), by=admin)
    refused = await house.refused(SET, entry("period", days(61)), by=admin)
    assert "《新规定》" in refused["message"]


async def test_a_rule_that_is_adopted_but_not_yet_in_force_binds_from_its_first_day(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    await ship(house, shipped("37", "period", days(30), valid_from=date(2026, 7, 1)))
    refused = await house.refused(SET, entry("period", days(45)), by=admin)
    assert refused["extensions"]["code"] == "PRACTICE_FIXED_ABOVE"
    assert "2026年7月1日起施行" in refused["message"]
    await house.gql(SET, entry("period", days(45), validTo="2026-06-30"), by=admin)


async def test_an_example_neither_binds_nor_hides_what_does(make_house: MakeHouse) -> None:
    """A demo basis stands in for a number that is not known; it never loosens one that is."""
    house: House = await make_house(installed=False, modules=[PLUGIN])
    admin = await on_at(house, "county-a")
    later = {"rule_kind": RuleKind.DEMO, "valid_from": date(2025, 1, 1)}
    await ship(
        house,
        shipped("37", "period", days(30), rule_title="省规定"),
        shipped("37", "period", days(45), **later),
        shipped("3709", "period", days(45), **later),
    )
    refused = await house.refused(SET, entry("period", days(40)), by=admin)
    assert "《省规定》" in refused["message"]
    await ship(house, shipped("370982", "period", days(5), **later))
    await house.gql(SET, entry("period", days(30)), by=admin)


async def test_a_higher_bodys_own_decision_binds_below(make_house: MakeHouse) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    county, town = await on_at(house, "county-a"), await on_at(house, "town-a")
    stranger = await on_at(house, "town-b")
    await house.gql(SET, entry("period", days(10), ruleTitle="县决定"), by=county)
    refused = await house.refused(SET, entry("period", days(11)), by=town)
    assert "《县决定》" in refused["message"]
    await house.gql(SET, entry("period", days(11)), by=stranger)


async def test_the_practice_query_answers_for_what_is_on_and_for_the_day(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house(installed=False, modules=[PLUGIN])
    names = {one["setting"] for one in (await house.gql(PRACTICE))["practice"]}
    assert names == {
        "core.count_from_next_day",
        "core.remind_before",
        "core.roll_forward",
        "core.suspended_count_as_due",
    }
    off = {"settings": ["made_p.period"]}
    assert await house.refused_code(PRACTICE, off) == "SETTING_PLUGIN_OFF"
    assert await house.refused_code(PRACTICE, {"settings": ["x.y"]}) == "SETTING_UNKNOWN"
    await house.enable("county-a", "made_p")
    [told] = (await house.gql(PRACTICE, off))["practice"]
    assert (told["holding"], told["overrides"]) == (None, [])

    asked = {"settings": ["core.roll_forward"]}
    with clock.moved_to(datetime(2020, 12, 31, 23, 59)):
        assert (await house.gql(PRACTICE, asked))["practice"][0]["holding"] is None
    with clock.moved_to(datetime(2021, 1, 1, 0, 0)):
        [told] = (await house.gql(PRACTICE, asked))["practice"]
    assert told["holding"]["text"] == "是"
    assert told["holding"]["ruleText"] == "《中华人民共和国民法典》第二百零三条"
    assert told["holding"]["jurisdiction"] == "全国"
    assert not told["holding"]["own"]
