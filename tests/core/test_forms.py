"""A setting as a form: JSON Schema that means what the type means, with Chinese all through it."""

from enum import StrEnum
from typing import Annotated, Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from core import own_plugin, plugins
from core.conformance import samples
from core.forms import form_of, untitled
from core.hookspecs import Setting
from core.kit.counting import Period
from core.plugins import Plugins
from core.testing import House

INSTALLED = Plugins(plugins.find(own_plugin))


@pytest.mark.parametrize("name", sorted(INSTALLED.settings))
def test_every_field_and_word_of_every_setting_has_chinese(name: str) -> None:
    form = form_of(INSTALLED.settings[name])
    Draft202012Validator.check_schema(form)
    assert untitled(form) == []
    assert form["title"] == INSTALLED.settings[name].title


def test_what_ships_fits_its_form() -> None:
    """Every value of `tenants/` that the type takes, the form takes as well."""
    import tomllib

    from core.loading import TENANTS

    checked = 0
    for path in sorted(TENANTS.rglob("practice.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("value", []):
            form = form_of(INSTALLED.settings[entry["setting"]])
            Draft202012Validator(form).validate(entry["value"])
            checked += 1
    assert checked >= 100


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Sign(msgspec.Struct, frozen=True):
    """A programmer's word."""

    colour: Colour
    size: Annotated[int, msgspec.Meta(ge=1, title="尺寸")]


WRONG: list[tuple[Any, bool]] = [
    ({"colour": "red", "size": 1}, True),
    ({"colour": "green", "size": 1}, False),
    ({"colour": "red", "size": 0}, False),
    ({"colour": "red"}, False),
    ({"colour": "red", "size": 1, "smell": 1}, False),
]


@pytest.mark.parametrize(("value", "fits"), WRONG)
def test_a_form_takes_what_the_type_takes(value: Any, fits: bool) -> None:
    form = form_of(
        Setting(name="made.sign", title="标志", type=Sign, words={"colour": "颜色", "red": "红"})
    )
    assert Draft202012Validator(form).is_valid(value) is fits


def test_programmers_names_are_not_shown_and_what_lacks_chinese_is_named() -> None:
    form = form_of(
        Setting(name="made.sign", title="标志", type=Sign, words={"colour": "颜色", "red": "红"})
    )
    told = msgspec.json.encode(form).decode()
    assert "programmer" not in told
    assert '"Sign"' not in told.replace('"#/$defs/Sign"', "").replace('"Sign":{', "")
    assert untitled(form) == ["blue"]
    assert form["$defs"]["Sign"]["properties"]["size"]["title"] == "尺寸"


def test_what_may_start_a_period_is_the_settings_own_list() -> None:
    plain = form_of(Setting(name="made.days", title="期限", type=Period))
    assert "trigger" not in plain["$defs"]["Period"]["properties"]
    chosen = form_of(
        Setting(name="made.days", title="期限", type=Period, triggers={"receipt": "签收"})
    )
    trigger = chosen["$defs"]["Period"]["properties"]["trigger"]
    assert trigger == {"title": "自何事起算", "oneOf": [{"const": "receipt", "title": "签收"}]}


@pytest.mark.database
async def test_the_form_comes_with_the_value_and_its_origin(house: House) -> None:
    await house.enable("county-a", "filing_review")
    asked = """{ practice(settings: ["filing_review.filing_period"]) {
        title lowerMay form holding { text ruleText jurisdiction } } }"""
    (entry,) = (await house.gql(asked))["practice"]
    Draft202012Validator(entry["form"]).validate({"amount": 30, "unit": "day"})
    assert entry["form"]["title"] == entry["title"]


class Alarm(msgspec.Struct, frozen=True):
    """Its trigger is a word of its own, not what starts a period."""

    trigger: str


def test_a_field_named_trigger_stays_where_the_type_is_no_period() -> None:
    form = form_of(Setting(name="made.alarm", title="提醒", type=Alarm))
    assert Draft202012Validator(form).is_valid({"trigger": "smoke"})
    period = form_of(Setting(name="made.period", title="期限", type=Period))
    assert "trigger" not in period["$defs"]["Period"]["properties"]


@pytest.mark.parametrize("name", sorted(INSTALLED.settings))
def test_what_is_filled_into_a_form_is_taken_and_fits_it_again(name: str) -> None:
    setting = INSTALLED.settings[name]
    assert samples.faults_of(form_of(setting), setting.type) == ([], None)


class Small(msgspec.Struct, frozen=True):
    size: Annotated[int, msgspec.Meta(ge=1)] = 0


class Chain(msgspec.Struct, frozen=True):
    next: "Chain"


class Code(msgspec.Struct, frozen=True):
    code: Annotated[str, msgspec.Meta(pattern="^zz9$")]


class Never(msgspec.Struct, frozen=True):
    size: int

    def __post_init__(self) -> None:
        raise ValueError("no")


@pytest.mark.parametrize(
    ("kind", "fault", "untried"),
    [
        (Small, "its own form refuses it", None),
        (Chain, "nothing can be filled in", None),
        (Code, None, "没有猜到"),
        (Never, None, "都被类型自己的规则拒绝"),
    ],
)
def test_a_form_is_tried_by_filling_it_in(
    kind: Any, fault: str | None, untried: str | None
) -> None:
    faults, said = samples.faults_of(
        form_of(Setting(name="made.some", title="某项", type=kind)), kind
    )
    assert bool(faults) is bool(fault)
    assert fault is None or any(fault in one for one in faults)
    assert bool(said) is bool(untried)
    assert (untried or "") in (said or "")


def test_a_form_that_requires_what_it_has_no_place_for_cannot_be_filled_in() -> None:
    form = {"type": "object", "properties": {}, "required": ["a"], "additionalProperties": False}
    faults, _ = samples.faults_of(form, dict)
    assert faults == ["nothing can be filled in: a must be there and has no place"]


class Doing(msgspec.Struct, frozen=True):
    event: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+\.[a-z_]+$")]
    kinds: list[str]
    role: str | None = None


DOINGS = Setting(
    name="made.doings",
    title="办理",
    type=list[Doing],
    words={"event": "办理", "kinds": "种类", "role": "角色"},
    text=lambda found: "；".join(f"{one.event}→{'、'.join(one.kinds)}" for one in found),
)
CALLED = {
    "event": {"core.close_meeting": "结束会议"},
    "kinds": {"a": "甲类"},
    "role": {"r": "某角色"},
}


def test_a_code_is_chosen_by_what_it_is_called_and_one_that_stands_can_be_kept() -> None:
    standing = [{"event": "gone.event", "kinds": ["a", "old"]}]
    form = form_of(DOINGS, CALLED, [standing])
    fields = form["$defs"]["Doing"]["properties"]
    assert fields["event"] == {
        "title": "办理",
        "oneOf": [
            {"const": "gone.event", "title": "gone.event"},
            {"const": "core.close_meeting", "title": "结束会议"},
        ],
    }
    offered = fields["kinds"]["items"]["oneOf"]
    assert offered == [{"const": "a", "title": "甲类"}, {"const": "old", "title": "old"}]
    fits = Draft202012Validator(form).is_valid
    assert fits(standing)
    assert fits([{"event": "core.close_meeting", "kinds": [], "role": None}])
    assert fits([{"event": "core.close_meeting", "kinds": [], "role": "r"}])
    assert not fits([{"event": "core.other", "kinds": []}])
    assert Draft202012Validator(form_of(DOINGS)).is_valid([{"event": "core.other", "kinds": []}])


def test_the_text_of_a_value_calls_its_codes_by_name() -> None:
    from core.service import value_text

    value = [{"event": "core.close_meeting", "kinds": ["a", "old"]}]
    assert value_text(DOINGS, value, CALLED) == "结束会议→甲类、old"
    assert value_text(DOINGS, value, {}) == "core.close_meeting→a、old"


@pytest.mark.database
async def test_what_makes_entries_is_told_and_chosen_by_name(house: House) -> None:
    await house.enable("county-a", "deputy_files")
    asked = """{ practice(settings: ["deputy_files.events", "deputy_files.kinds"]) {
        setting form holding { text } } }"""
    found = {one["setting"]: one for one in (await house.gql(asked))["practice"]}
    events = found["deputy_files.events"]
    assert events["holding"]["text"].startswith("登记闭会 → 出席")
    assert "core." not in events["holding"]["text"]
    fields = events["form"]["$defs"]["EventMapping"]["properties"]
    named = {one["const"]: one["title"] for one in fields["event"]["oneOf"]}
    assert named["core.close_meeting"] == "登记闭会"
    assert "core.read_body" not in named
    kinds = {one["const"]: one["title"] for one in fields["kind"]["oneOf"]}
    assert kinds["absence"] == "未履行请假手续缺席"
    aspect = found["deputy_files.kinds"]["form"]["$defs"]["EntryKind"]["properties"]["aspect"]
    assert {"type": "null"} in aspect["anyOf"]


@pytest.mark.database
async def test_yes_and_no_are_told_in_words_and_a_period_as_one(house: House) -> None:
    await house.enable("county-a", "people_votes")
    asked = """query($s: [String!]) { practice(settings: $s) {
        isPeriod answers { value text } } }"""

    async def told(setting: str) -> Any:
        return (await house.gql(asked, {"s": [setting]}))["practice"][0]

    assert await told("people_votes.secret") == {
        "isPeriod": False,
        "answers": [{"value": True, "text": "无记名"}, {"value": False, "text": "记名、公开"}],
    }
    plain = await told("people_votes.quality_check_first")
    assert [one["text"] for one in plain["answers"]] == ["是", "否"]
    assert await told("people_votes.call_period") == {"isPeriod": True, "answers": []}
    assert await told("people_votes.method") == {"isPeriod": False, "answers": []}
