"""Sets of practice: “like Xintai” with a comparison first, and what a county recommends below."""

from typing import Any

import pytest
from made_plugins import made_plugin
from test_plugins import basis

from core.hookspecs import Lower, Setting
from core.loading import TENANTS
from core.testing import House, MakeHouse, Someone

pytestmark = pytest.mark.database

XINTAI = "370982"
COMPARE = """query($template: String!) { templateComparison(template: $template) {
  plugins pluginsOff seen comparisons {
    setting title value text ruleText verdict refusal { code message }
    holding { value text ruleText own } } } }"""
APPLY = """mutation($template: String!, $adoption: AdoptionInput!) {
  applyTemplate(input: {template: $template, adoption: $adoption}) { code } }"""
PRACTICE = """query($names: [String!]) { practice(settings: $names) {
  setting holding { value own ruleText note } } }"""
RECOMMEND = """mutation($input: RecommendPracticeInput!) { recommendPractice(input: $input) {
  id title plugins values { setting value ruleText }
  asked { bodyCode bodyName state adopted changed plugins reason answeredAt } } }"""
SENT = """{ recommendations { nodes { id title recommendedBy
  asked { bodyCode state adopted changed plugins reason answeredAt } } } }"""
RECEIVED = """query($state: AnswerState) { receivedRecommendations(state: $state) { nodes {
  id title note fromBody fromName state reason plugins values { setting value ruleText } } } }"""
COMPARE_RECEIVED = """query($id: ID!, $enabling: [String!]) {
  recommendationComparison(recommendation: $id, enabling: $enabling) {
    pluginsOff seen comparisons { setting verdict refusal { message } } } }"""
ACCEPT = """mutation($input: AcceptRecommendationInput!) {
  acceptRecommendation(input: $input) { state answeredAt } }"""
DECLINE = """mutation($id: ID!, $reason: String!) {
  declineRecommendation(input: {recommendation: $id, reason: $reason}) { state reason } }"""


def adoption(seen: str, **more: Any) -> dict[str, Any]:
    """How somebody adopts a set, on a paper of their own."""
    return {
        "seen": seen,
        "ruleKind": "DECISION",
        "ruleTitle": "本机构关于采用的决定",
        "validFrom": "2026-01-01",
        **more,
    }


# Templates.


async def test_templates_are_those_of_the_places_that_offer_theirs(house: House) -> None:
    admin = await house.person("beijing-county", "office", "admin")
    asked = "{ practiceTemplates { code title summary plugins } }"
    found = {one["code"]: one for one in (await house.gql(asked, by=admin))["practiceTemplates"]}
    offered = {
        path.parent.name
        for path in TENANTS.rglob("practice.toml")
        if "[template]" in path.read_text(encoding="utf-8")
    }
    assert set(found) == offered >= {XINTAI, "440310", "1402"}
    assert all(one["title"] and one["summary"] and one["plugins"] for one in found.values())
    installed = set(house.platform.plugins.names)
    assert all(set(one["plugins"]) <= installed for one in found.values())


async def test_every_template_has_something_for_somebody(house: House) -> None:
    """A template without a value would be an empty promise."""
    asked = "{ practiceTemplates { code plugins } }"
    admins = [
        await house.person("beijing-county", "office", "admin"),
        await house.person("city-a", "office", "admin"),
        await house.person("huzhou-town", "presidium", "admin"),
        await house.person("town-a", "presidium", "admin"),
    ]
    for template in (await house.gql(asked, by=admins[0]))["practiceTemplates"]:
        rows = [
            len((await compared(house, admin, template["code"]))["comparisons"]) for admin in admins
        ]
        assert any(rows), template["code"]


async def compared(house: House, by: Someone, template: str) -> Any:
    return (await house.gql(COMPARE, {"template": template}, by=by))["templateComparison"]


async def test_like_xintai_is_shown_beside_what_holds_then_adopted(house: House) -> None:
    admin = await house.person("beijing-county", "office", "admin")
    before = await house.events("beijing-county")
    seen = await compared(house, admin, XINTAI)
    assert seen["pluginsOff"] == ["filing_review"]
    assert {one["verdict"] for one in seen["comparisons"]} == {"OFF"}
    await house.enable("beijing-county", "filing_review")
    seen = await compared(house, admin, XINTAI)
    assert seen["pluginsOff"] == []
    verdicts = {one["setting"]: one["verdict"] for one in seen["comparisons"]}
    assert {"NEW", "CHANGED"} <= set(verdicts.values())
    for one in seen["comparisons"]:
        assert (one["verdict"] == "NEW") == (one["holding"] is None)
        assert (one["verdict"] == "REFUSED") == (one["refusal"] is not None)
        assert one["title"]
        assert one["text"]
        assert one["ruleText"]
    assert len(await house.events("beijing-county")) == len(before) + 1  # that it was turned on

    chosen = {"template": XINTAI, "adoption": adoption(seen["seen"])}
    refused = [name for name, verdict in verdicts.items() if verdict == "REFUSED"]
    wanted = [name for name, verdict in verdicts.items() if verdict in ("NEW", "CHANGED")]
    if refused:
        forbidden = adoption(seen["seen"], settings=refused)
        code = await house.refused_code(
            APPLY, {"template": XINTAI, "adoption": forbidden}, by=admin
        )
        assert code == "PRACTICE_FIXED_ABOVE"
    await house.gql(APPLY, chosen, by=admin)
    values = {one["setting"]: one["value"] for one in seen["comparisons"]}
    now = (await house.gql(PRACTICE, {"names": wanted}, by=admin))["practice"]
    assert {one["setting"]: one["holding"]["value"] for one in now} == {
        name: values[name] for name in wanted
    }
    for one in now:
        assert one["holding"]["own"] is True
        assert one["holding"]["ruleText"] == "《本机构关于采用的决定》"
        assert "新泰做法" in one["holding"]["note"]
    name, payload = (await house.events("beijing-county"))[-1]
    assert name == "core.apply_template"
    assert payload["settings"] == wanted
    again = await compared(house, admin, XINTAI)
    assert {one["verdict"] for one in again["comparisons"]} <= {"SAME", "REFUSED"}


async def test_what_was_not_seen_is_not_adopted(house: House) -> None:
    admin = await house.person("beijing-county", "office", "admin")
    await house.enable("beijing-county", "filing_review")
    seen = await compared(house, admin, XINTAI)
    changed = next(one for one in seen["comparisons"] if one["verdict"] == "CHANGED")
    own = """mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"""
    given = {
        "setting": changed["setting"],
        "value": changed["holding"]["value"],
        "ruleKind": "DECISION",
        "ruleTitle": "本机构的决定",
        "validFrom": "2026-01-01",
    }
    await house.gql(own, {"input": given}, by=admin)
    stale = {"template": XINTAI, "adoption": adoption(seen["seen"])}
    refused = await house.refused(APPLY, stale, by=admin)
    assert refused["extensions"]["code"] == "SET_CHANGED"
    assert "重新查看" in refused["message"]
    fresh = await compared(house, admin, XINTAI)
    await house.gql(APPLY, {"template": XINTAI, "adoption": adoption(fresh["seen"])}, by=admin)


async def test_some_can_be_adopted_and_some_changed(house: House) -> None:
    admin = await house.person("beijing-county", "office", "admin")
    await house.enable("beijing-county", "filing_review")
    seen = await compared(house, admin, XINTAI)
    open_ones = [one for one in seen["comparisons"] if one["verdict"] in ("NEW", "CHANGED")]
    first = open_ones[0]["setting"]
    part = adoption(
        seen["seen"], settings=[first], instead=[{"setting": first, "value": "不是这样的值"}]
    )
    code = await house.refused_code(APPLY, {"template": XINTAI, "adoption": part}, by=admin)
    assert code == "PRACTICE_VALUE"
    strange = adoption(seen["seen"], settings=["core.roll_forward"])
    code = await house.refused_code(APPLY, {"template": XINTAI, "adoption": strange}, by=admin)
    assert code == "SET_SETTING"
    part = adoption(seen["seen"], settings=[first])
    await house.gql(APPLY, {"template": XINTAI, "adoption": part}, by=admin)
    names = [one["setting"] for one in open_ones]
    now = (await house.gql(PRACTICE, {"names": names}, by=admin))["practice"]
    own = {one["setting"] for one in now if one["holding"] and one["holding"]["own"]}
    assert own == {first}
    assert await house.refused_code(COMPARE, {"template": "00"}, by=admin) == "NOT_FOUND"


# Recommended by the body above.


def sized(make_house: MakeHouse, *others: str) -> Any:
    """The core, a plugin with two settings, of which a lower level may only shorten one, others."""
    settings = [
        Setting(name="made_x.days", title="天数", type=int, lower=Lower.STRICTER_MAX, amount=float),
        Setting(name="made_x.copies", title="份数", type=int),
    ]
    return make_house(
        installed=False,
        modules=[
            made_plugin("made_x", plugin_settings=lambda: settings),
            *(made_plugin(name) for name in others),
        ],
    )


async def recommended(house: House, by: Someone, **more: Any) -> Any:
    given = {
        "title": "乡镇备案审查做法",
        "note": "供参考",
        "plugins": ["made_x"],
        "values": [
            {"setting": "made_x.days", "value": 20},
            {"setting": "made_x.copies", "value": 3},
        ],
        "ruleText": "《县里的办法》第三条",
        **more,
    }
    done = await house.gql(RECOMMEND, {"input": given}, by=by)
    await house.drain()
    return done["recommendPractice"]


async def received(house: House, by: Someone) -> Any:
    return (await house.gql(RECEIVED, by=by))["receivedRecommendations"]["nodes"]


async def test_each_township_accepts_changes_or_declines_and_the_county_sees_it(
    make_house: MakeHouse,
) -> None:
    house: House = await sized(make_house)
    county = await house.person("county-a", "office", "admin")
    town = await house.person("town-a", "presidium", "admin")
    subdistrict = await house.person("subdistrict-a", "subdistrict_working_committee", "admin")
    made = await recommended(house, county)
    assert {one["bodyCode"]: one["state"] for one in made["asked"]} == {
        "town-a": "OPEN",
        "subdistrict-a": "OPEN",
    }
    (row,) = await received(house, town)
    assert (row["fromBody"], row["title"], row["state"]) == ("county-a", "乡镇备案审查做法", "OPEN")
    assert row["values"][0] == {
        "setting": "made_x.days",
        "value": 20,
        "ruleText": "《县里的办法》第三条",
    }
    off = await house.gql(COMPARE_RECEIVED, {"id": row["id"]}, by=town)
    assert off["recommendationComparison"]["pluginsOff"] == ["made_x"]
    assert {one["verdict"] for one in off["recommendationComparison"]["comparisons"]} == {"OFF"}
    asked = {"id": row["id"], "enabling": ["made_x"]}
    seen = (await house.gql(COMPARE_RECEIVED, asked, by=town))["recommendationComparison"]
    assert {one["verdict"] for one in seen["comparisons"]} == {"NEW"}
    given = {
        "recommendation": row["id"],
        "adoption": adoption(seen["seen"], instead=[{"setting": "made_x.days", "value": 15}]),
        "plugins": ["made_x"],
    }
    assert await house.refused_code(ACCEPT, {"input": given}, by=town) == "BASIS_TITLE"
    given["basis"] = basis()
    done = await house.gql(ACCEPT, {"input": given}, by=town)
    assert done["acceptRecommendation"]["state"] == "CHANGED"
    now = (await house.gql(PRACTICE, {"names": ["made_x.days"]}, by=town))["practice"][0]
    assert (now["holding"]["value"], now["holding"]["own"]) == (15, True)
    assert await house.refused_code(ACCEPT, {"input": given}, by=town) == "RECOMMENDATION_ANSWERED"

    (other,) = await received(house, subdistrict)
    no = {"id": other["id"], "reason": " "}
    assert await house.refused_code(DECLINE, no, by=subdistrict) == "REASON_MISSING"
    await house.gql(DECLINE, {**no, "reason": "街道另有规定"}, by=subdistrict)
    await house.drain()
    (sent,) = (await house.gql(SENT, by=county))["recommendations"]["nodes"]
    answers = {one["bodyCode"]: one for one in sent["asked"]}
    assert answers["town-a"]["state"] == "CHANGED"
    assert answers["town-a"]["adopted"] == ["made_x.days", "made_x.copies"]
    assert answers["town-a"]["changed"] == ["made_x.days"]
    assert answers["town-a"]["plugins"] == ["made_x"]
    assert answers["subdistrict-a"]["state"] == "DECLINED"
    assert answers["subdistrict-a"]["reason"] == "街道另有规定"
    assert answers["subdistrict-a"]["answeredAt"]
    told = {
        body: [name for name, _ in await house.events(body)]
        for body in ("county-a", "town-a", "subdistrict-a")
    }
    assert "core.recommend_practice" in told["county-a"]
    # Then the answer is received by itself, of which they are told by a package.
    own = {
        body: [one for one in names if one != "core.deliver_package"]
        for body, names in told.items()
    }
    assert own["town-a"][-1] == "core.accept_recommendation"
    assert own["subdistrict-a"][-1] == "core.decline_recommendation"
    assert "core.enable_plugin" not in told["town-a"]  # it is part of the one verb


async def test_all_of_it_taken_as_it_is_counts_as_adopted(make_house: MakeHouse) -> None:
    house: House = await sized(make_house)
    county = await house.person("county-a", "office", "admin")
    town = await house.person("town-a", "presidium", "admin")
    await house.enable("town-a", "made_x")
    await recommended(house, county, to=["town-a"])
    (row,) = await received(house, town)
    seen = (await house.gql(COMPARE_RECEIVED, {"id": row["id"]}, by=town))[
        "recommendationComparison"
    ]
    given = {"recommendation": row["id"], "adoption": adoption(seen["seen"])}
    done = await house.gql(ACCEPT, {"input": given}, by=town)
    assert done["acceptRecommendation"]["state"] == "ADOPTED"


async def test_who_does_so_already_can_say_so(make_house: MakeHouse) -> None:
    house: House = await sized(make_house)
    county = await house.person("county-a", "office", "admin")
    town = await house.person("town-a", "presidium", "admin")
    await house.enable("town-a", "made_x")
    for _ in range(2):
        await recommended(house, county, to=["town-a"])
    states = list[str]()
    for row in await received(house, town):
        seen = (await house.gql(COMPARE_RECEIVED, {"id": row["id"]}, by=town))[
            "recommendationComparison"
        ]
        given = {"recommendation": row["id"], "adoption": adoption(seen["seen"])}
        done = await house.gql(ACCEPT, {"input": given}, by=town)
        states.append(done["acceptRecommendation"]["state"])
    assert states == ["ADOPTED", "ADOPTED"], "the second time nothing had to be written"


async def test_a_plugin_that_was_left_out_is_not_the_whole(make_house: MakeHouse) -> None:
    house: House = await sized(make_house, "made_y")
    county = await house.person("county-a", "office", "admin")
    town = await house.person("town-a", "presidium", "admin")
    await house.enable("town-a", "made_x")
    await recommended(house, county, to=["town-a"], plugins=["made_x", "made_y"])
    (row,) = await received(house, town)
    seen = (await house.gql(COMPARE_RECEIVED, {"id": row["id"]}, by=town))[
        "recommendationComparison"
    ]
    given = {"recommendation": row["id"], "adoption": adoption(seen["seen"])}
    done = await house.gql(ACCEPT, {"input": given}, by=town)
    assert done["acceptRecommendation"]["state"] == "CHANGED"


async def test_what_a_higher_rule_forbids_is_shown_so_and_not_adopted(
    make_house: MakeHouse,
) -> None:
    house: House = await sized(make_house)
    county = await house.person("county-a", "office", "admin")
    town = await house.person("town-a", "presidium", "admin")
    for body in ("county-a", "town-a"):
        await house.enable(body, "made_x")
    own = "mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"
    ten = {
        "setting": "made_x.days",
        "value": 10,
        "ruleKind": "LOCAL_RULE",
        "ruleTitle": "县里的规定",
        "validFrom": "2020-01-01",
    }
    await house.gql(own, {"input": ten}, by=county)
    await recommended(house, county, to=["town-a"])
    (row,) = await received(house, town)
    seen = (await house.gql(COMPARE_RECEIVED, {"id": row["id"]}, by=town))[
        "recommendationComparison"
    ]
    found = {one["setting"]: one for one in seen["comparisons"]}
    assert found["made_x.days"]["verdict"] == "REFUSED"
    assert "县里的规定" in found["made_x.days"]["refusal"]["message"]
    chosen = adoption(seen["seen"], settings=["made_x.days", "made_x.copies"])
    given = {"recommendation": row["id"], "adoption": chosen}
    assert await house.refused_code(ACCEPT, {"input": given}, by=town) == "PRACTICE_FIXED_ABOVE"
    (still,) = await received(house, town)
    assert still["state"] == "OPEN"
    given["adoption"] = adoption(seen["seen"])
    done = await house.gql(ACCEPT, {"input": given}, by=town)
    assert done["acceptRecommendation"]["state"] == "CHANGED"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "to nobody's child": ({"to": ["town-b"]}, "RECOMMEND_BELOW"),
    "to itself": ({"to": ["county-a"]}, "RECOMMEND_BELOW"),
    "a value of the wrong type": (
        {"values": [{"setting": "made_x.days", "value": "十"}]},
        "PRACTICE_VALUE",
    ),
    "an unknown setting": ({"values": [{"setting": "made_x.no", "value": 1}]}, "SETTING_UNKNOWN"),
    "an unknown plugin": ({"plugins": ["made_no"]}, "PLUGIN_UNKNOWN"),
    "nothing at all": ({"plugins": [], "values": []}, "RECOMMENDATION_EMPTY"),
    "without a title": ({"title": " "}, "RECOMMENDATION_TITLE"),
}


async def test_what_cannot_be_recommended_is_refused_with_the_reason(
    make_house: MakeHouse,
) -> None:
    house: House = await sized(make_house)
    county = await house.person("county-a", "office", "admin")
    town = await house.person("town-a", "presidium", "admin")
    for what, (given, code) in WRONG.items():
        sent = {"title": "做法", "plugins": ["made_x"], "ruleText": "《县里的办法》", **given}
        assert await house.refused_code(RECOMMEND, {"input": sent}, by=county) == code, what
    below = {"title": "做法", "plugins": ["made_x"], "ruleText": "《乡里的办法》"}
    assert await house.refused_code(RECOMMEND, {"input": below}, by=town) == "RECOMMEND_BELOW"
    assert await received(house, town) == []


async def test_no_other_body_sees_or_answers_a_recommendation(make_house: MakeHouse) -> None:
    house: House = await sized(make_house)
    county = await house.person("county-a", "office", "admin")
    other = await house.person("town-b", "presidium", "admin")
    town = await house.person("town-a", "presidium", "admin")
    await recommended(house, county, to=["town-a"])
    (row,) = await received(house, town)
    assert await received(house, other) == []
    asked = {"id": row["id"]}
    assert await house.refused_code(COMPARE_RECEIVED, asked, by=other) == "NOT_FOUND"
    no = {"id": row["id"], "reason": "不"}
    assert await house.refused_code(DECLINE, no, by=other) == "NOT_FOUND"
    given = {"recommendation": row["id"], "adoption": adoption("x")}
    assert await house.refused_code(ACCEPT, {"input": given}, by=other) == "NOT_FOUND"
    clerk = await house.person("town-a", "presidium", "member")
    for query, variables in (
        (RECEIVED, {}),
        (DECLINE, no),
        (ACCEPT, {"input": given}),
        (COMPARE_RECEIVED, asked),
        (SENT, {}),
        (APPLY, {"template": XINTAI, "adoption": adoption("x")}),
    ):
        assert await house.refused_code(query, variables, by=clerk) == "FORBIDDEN"
