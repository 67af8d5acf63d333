"""Verbs: one transaction, one event, one answer however often a client asks."""

import asyncio
import io
from collections.abc import AsyncGenerator
from datetime import date
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
import sqlalchemy as sa
import strawberry
from graphql import get_named_type, is_object_type, is_required_argument
from made_packages import package_for
from made_plugins import made_plugin
from messages import told_of_something
from sitting import without_account
from test_own_account import BEGIN, code_at, enter, with_factor

from core import (
    Action,
    Info,
    Node,
    Refused,
    Role,
    announce,
    clock,
    column,
    key,
    now,
    record,
    verb,
)
from core.db import Database
from core.deputies import COLUMNS as ROSTER
from core.graphql.ids import global_id
from core.graphql.permissions import VerbKey
from core.hookspecs import PaperKind, Setting
from core.kit.deadlines import ClockState, Deadline
from core.kit.official.word import built_in
from core.practice import PracticeValue, RuleKind
from core.service import COLUMNS
from core.tenancy import Jurisdiction
from core.testing import PASSWORD, House, OpenHouse, Someone

pytestmark = pytest.mark.database


@record(Deadline, read="core.read_deadlines", description="一项")
class DemoThing(Node):
    title: str = column("名称")
    state: str = column("状态")


def thing(info: Info, title: str) -> Deadline:
    work = info.context.work
    row = Deadline(
        id=uuid4(),
        organ_id=work.acting_organ.id,
        rule="core.roll_forward",
        title=title,
        subject_type="Organ",
        subject_id=work.acting_organ.id,
        trigger_on=now().date(),
        provisional=False,
        steps=[],
        state=ClockState.RUNNING,
    )
    work.session.add(row)
    return row


@strawberry.type
class Mutation:
    @verb("demo.open_thing", "立项")
    async def open_thing(self, info: Info, title: str) -> DemoThing:
        row = thing(info, title)
        announce(info.context.work, "demo.open_thing", row, {"title": title})
        return row  # pyright: ignore[reportReturnType]

    @verb("demo.close_thing", "办结")
    async def close_thing(self, info: Info, id: strawberry.ID) -> DemoThing:
        session = info.context.work.session
        found = sa.select(Deadline).where(Deadline.id == key(id, "DemoThing")).with_for_update()
        row = (await session.scalars(found)).one()
        if row.state is not ClockState.RUNNING:
            raise Refused("CLOSED_ALREADY", "已经办结。")
        row.state = ClockState.MET
        announce(info.context.work, "demo.close_thing", row)
        return row  # pyright: ignore[reportReturnType]

    @verb("demo.say_nothing", "不声张")
    async def say_nothing(self, info: Info) -> bool:
        thing(info, "silent")
        return True

    @verb("demo.say_twice", "说两遍")
    async def say_twice(self, info: Info) -> bool:
        row = thing(info, "loud")
        announce(info.context.work, "demo.say_twice", row)
        announce(info.context.work, "demo.say_twice", row)
        return True

    @verb("demo.fall_over", "做到一半出错")
    async def fall_over(self, info: Info) -> bool:
        row = thing(info, "half")
        announce(info.context.work, "demo.fall_over", row)
        await info.context.work.session.flush()
        raise RuntimeError("a fault of ours")

    @verb("demo.wave", "不产生记录")
    async def wave(self, info: Info) -> bool:
        announce(info.context.work, "demo.wave", info.context.work.acting_organ)
        return True


ACTIONS = [
    Action(f"demo.{field.name}", field.name) for field in Mutation.__strawberry_definition__.fields
]
DEMO = made_plugin(
    "demo",
    plugin_mutation=lambda: Mutation,
    plugin_actions=lambda: ACTIONS,
    plugin_roles=lambda: [
        Role(name="doer", title="经办人", actions=tuple(one.name for one in ACTIONS))
    ],
)


@pytest.fixture(scope="module")
async def demo(open_house: OpenHouse) -> AsyncGenerator[House]:
    async with open_house(modules=[DEMO]) as house:
        await house.enable("county-a", "demo")
        yield house


@pytest.fixture
async def clerk(demo: House) -> Someone:
    return await demo.person("county-a", "office", "doer")


async def titles(house: House) -> list[str]:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        return list(await work.session.scalars(sa.select(Deadline.title)))


async def told(house: House) -> int:
    return len(await house.events("county-a"))


OPEN = "mutation ($title: String!) { openThing(title: $title) { id title state } }"
CLOSE = "mutation ($id: ID!) { closeThing(id: $id) { id title state } }"


async def test_a_verb_changes_and_tells_once(demo: House, clerk: Someone) -> None:
    before = await told(demo)
    made = (await demo.gql(OPEN, {"title": "一"}, by=clerk))["openThing"]
    assert (made["title"], made["state"]) == ("一", "running")
    assert (await demo.events("county-a"))[before:] == [("demo.open_thing", {"title": "一"})]


@pytest.mark.parametrize(
    ("name", "title"), [("sayNothing", "silent"), ("sayTwice", "loud"), ("fallOver", "half")]
)
async def test_a_verb_that_tells_nothing_or_twice_or_falls_changes_nothing(
    demo: House, clerk: Someone, name: str, title: str
) -> None:
    before = await told(demo)
    error = await demo.refused(f"mutation {{ {name} }}", by=clerk)
    assert error["extensions"]["code"] == "INTERNAL"
    assert await told(demo) == before
    assert title not in await titles(demo)


async def test_of_two_verbs_in_one_request_each_is_a_transaction_of_its_own(
    demo: House, clerk: Someone
) -> None:
    answer = await demo.ask(
        'mutation { a: openThing(title: "first") { title } fallOver'
        ' b: openThing(title: "second") { title } }',
        by=clerk,
    )
    # `fallOver` may not be null, so the whole answer is; what was done stays done.
    assert answer["data"] is None
    assert [error["path"] for error in answer["errors"]] == [["fallOver"]]
    assert "first" in await titles(demo)


def keyed(key_: str) -> dict[str, str]:
    return {"Idempotency-Key": key_}


async def test_a_repeated_request_is_done_once_and_answered_alike(
    demo: House, clerk: Someone
) -> None:
    before = await told(demo)
    how: dict[str, Any] = {"by": clerk, "headers": keyed("k1")}
    answers = [await demo.gql(OPEN, {"title": "once"}, **how) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert (await titles(demo)).count("once") == 1
    assert await told(demo) == before + 1


async def test_requests_repeated_at_the_same_moment_are_done_once(
    demo: House, clerk: Someone
) -> None:
    """Also where the verb itself would refuse to be done a second time."""
    how: dict[str, Any] = {"by": clerk, "headers": keyed("k2")}
    opened = await asyncio.gather(*(demo.gql(OPEN, {"title": "six"}, **how) for _ in range(6)))
    assert [one == opened[0] for one in opened] == [True] * 6
    assert (await titles(demo)).count("six") == 1
    sent = {"id": opened[0]["openThing"]["id"]}
    closed = await asyncio.gather(
        *(demo.gql(CLOSE, sent, by=clerk, headers=keyed("k3")) for _ in range(6))
    )
    assert {one["closeThing"]["state"] for one in closed} == {"met"}
    # Without the key the second is refused.
    assert await demo.refused_code(CLOSE, sent, by=clerk) == "CLOSED_ALREADY"


async def test_a_key_is_not_for_another_request(demo: House, clerk: Someone) -> None:
    headers = keyed("k4")
    made = await demo.gql(OPEN, {"title": "mine"}, by=clerk, headers=headers)
    other = {"title": "other"}
    assert await demo.refused_code(OPEN, other, by=clerk, headers=headers) == (
        "IDEMPOTENCY_KEY_REUSED"
    )
    assert "other" not in await titles(demo)
    # Another verb of the same client's is another request as well, told apart by its field.
    await demo.gql(CLOSE, {"id": made["openThing"]["id"]}, by=clerk, headers=headers)


async def test_two_people_may_choose_the_same_key(demo: House, clerk: Someone) -> None:
    other = await demo.person("county-a", "office", "doer")
    ids = {
        (await demo.gql(OPEN, {"title": "both"}, by=one, headers=keyed("k5")))["openThing"]["id"]
        for one in (clerk, other)
    }
    assert len(ids) == 2


async def test_one_key_serves_every_verb_of_a_request(demo: House, clerk: Someone) -> None:
    query = 'mutation { a: openThing(title: "x") { id } b: openThing(title: "x") { id } }'
    answers = [await demo.gql(query, by=clerk, headers=keyed("k6")) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["a"] != answers[0]["b"]


async def test_a_refused_request_may_be_tried_again_with_its_key(
    demo: House, clerk: Someone
) -> None:
    headers = keyed("k7")
    await demo.refused("mutation { fallOver }", by=clerk, headers=headers)
    gone = {"id": global_id("DemoThing", uuid4())}
    await demo.refused(CLOSE, gone, by=clerk, headers=headers)
    made = await demo.gql(OPEN, {"title": "later"}, by=clerk, headers=headers)
    closed = {"id": made["openThing"]["id"]}
    assert (await demo.gql(CLOSE, closed, by=clerk, headers=headers))["closeThing"]


async def test_a_verb_that_answers_with_no_record_says_that_it_was_done(
    demo: House, clerk: Someone
) -> None:
    headers = keyed("k8")
    assert await demo.gql("mutation { wave }", by=clerk, headers=headers) == {"wave": True}
    before = await told(demo)
    error = await demo.refused("mutation { wave }", by=clerk, headers=headers)
    assert error["extensions"]["code"] == "ALREADY_DONE"
    assert await told(demo) == before


async def test_a_key_of_any_length_and_a_visitors_key_do_no_harm(
    demo: House, clerk: Someone
) -> None:
    headers = keyed("k" * 5000)
    answers = [await demo.gql(OPEN, {"title": "long"}, by=clerk, headers=headers) for _ in "12"]
    assert answers[0] == answers[1]
    code = await demo.refused_code("mutation { wave }", body="county-a", headers=keyed("k"))
    assert code == "NOT_SIGNED_IN"


async def test_what_is_kept_of_a_request_shows_nothing_of_it(demo: House, clerk: Someone) -> None:
    await demo.gql(OPEN, {"title": "secret text"}, by=clerk, headers=keyed("secret key"))
    async with demo.platform.as_core(demo.bodies["county-a"].id) as work:
        rows = await work.session.scalars(
            sa.select(VerbKey).where(VerbKey.actor_id == clerk.person_id)
        )
        kept = [str({name: getattr(row, name) for name in ("key", "digest")}) for row in rows]
    assert len(kept) == 1
    assert "secret" not in kept[0]


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (columns, *rows):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


COUNCIL = {
    "assembly": "COUNCIL",
    "title": "代表议事会",
    "beginsOn": "2026-01-10",
    "members": [{"name": "甲"}],
}


async def made(house: House, by: Someone, name: str, kind: str, given: Any) -> str:
    """The id of what a verb makes."""
    query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ id }} }}"
    return (await house.gql(query, {"input": given}, by=by))[name]["id"]


async def decided(house: House, admin: Someone, rule: dict[str, Any]) -> str:
    """A setting of which the body has a value of its own."""
    setting = "core.suspended_count_as_due"
    sent = {"input": {"setting": setting, "value": True, **rule}}
    await house.gql(
        "mutation($input: SetPracticeInput!) { setPractice(input: $input) { id } }", sent, by=admin
    )
    return setting


async def congress_verbs(house: House, by: Someone, deputy: Any) -> dict[str, tuple[Someone, Any]]:
    """What is done with a meeting, and with the mandate of this deputy."""
    mandate = await made(house, by, "recordMandate", "RecordMandateInput", deputy)
    meeting = await made(house, by, "conveneMeeting", "ConveneMeetingInput", COUNCIL)
    change = {"mandate": mandate, "on": "2026-01-12", "reason": "依据公告"}
    congress = {"assembly": "CONGRESS", "title": "第一次会议", "beginsOn": "2026-01-10", "term": 1}
    first = {"name": uuid4().hex[:8], "basis": "AREA"}
    group = await made(house, by, "formDeputyGroup", "FormDeputyGroupInput", first)
    roster = table((uuid4().hex[:8], "1", "一", "2026-01-01", "office"), columns=ROSTER)
    file = (await house.upload(by, "代表.xlsx", roster)).json()["id"]
    return {
        "formDeputyGroup": (by, {**first, "name": uuid4().hex[:8]}),
        "changeDeputyGroup": (by, {"group": group, "joining": [{"mandate": mandate}]}),
        "closeDeputyGroup": (by, {"group": group}),
        "importDeputies": (by, {"file": file}),
        "conveneMeeting": (by, congress),
        "recordAttendance": (by, {"meeting": meeting, "attendance": "PRESENT"}),
        "closeMeeting": (by, {"meeting": meeting, "on": "2026-01-12"}),
        "suspendMandate": (by, change),
        "resumeMandate": (by, change),
        "endMandate": (by, change),
    }


ADOPTED = {"ruleKind": "DECISION", "ruleTitle": "测试规定", "validFrom": "2026-01-01"}


async def set_verbs(house: House, by: Someone) -> dict[str, tuple[Someone, Any]]:
    """What is done with practice of another place, and with what is recommended."""
    owner = Database(house.databases.owner or "")
    async with owner.transaction(None) as session:
        place = await session.get_one(Jurisdiction, "31")
        place.template = {"title": "样板", "summary": "样板", "plugins": ["paper"]}
        session.add(
            PracticeValue(
                jurisdiction_code="31",
                setting="paper.days",
                version=1,
                value=9,
                rule_kind=RuleKind.DEMO,
                rule_title="测试规定",
                valid_from=date(2020, 1, 1),
            )
        )
    await owner.close()
    values = [{"setting": "paper.copies", "value": 3}]
    given = {"title": "做法", "plugins": [], "values": values, "ruleText": "《办法》"}
    city = await house.person("city-a", "office", "admin")
    for _ in range(2):
        to_one = {**given, "to": ["county-a"]}
        await made(house, city, "recommendPractice", "RecommendPracticeInput", to_one)
    await house.drain()
    asked = (
        '{ receivedRecommendations { nodes { id } } templateComparison(template: "31") { seen } }'
    )
    told = await house.gql(asked, by=by)
    first, second = (one["id"] for one in told["receivedRecommendations"]["nodes"])
    compared = "query ($id: ID!) { recommendationComparison(recommendation: $id) { seen } }"
    seen = (await house.gql(compared, {"id": first}, by=by))["recommendationComparison"]["seen"]
    template = {**ADOPTED, "seen": told["templateComparison"]["seen"]}
    return {
        "applyTemplate": (by, {"template": "31", "adoption": template}),
        "recommendPractice": (by, given),
        "acceptRecommendation": (
            by,
            {"recommendation": first, "adoption": {**ADOPTED, "seen": seen}},
        ),
        "declineRecommendation": (by, {"recommendation": second, "reason": "另有规定"}),
    }


async def every_core_verb(house: House, admin: Someone) -> dict[str, tuple[Someone | None, Any]]:
    """For each verb of the core somebody who does it, and the arguments; in an order that works."""
    guest = await house.person("county-b", "office")
    login = f"new-{uuid4().hex[:8]}"
    sheet = table(("甲", f"im-{uuid4().hex[:8]}", "office", "科员", "工作人员", ""))
    file = (await house.upload(admin, "people.xlsx", sheet)).json()["id"]
    template = (await house.upload(admin, "模板.docx", built_in())).json()["id"]
    place = {"organ": "office", "post": "科员"}
    invited = await house.gql(
        "mutation ($input: PlaceInput!) { inviteMember(input: $input) { code } }",
        {"input": place},
        by=admin,
    )
    several = await house.person("county-a", "office")
    second = {
        "member": global_id("Member", several.membership_id),
        "place": {"organ": "court", "post": "科员"},
    }
    leaver = await house.person("county-a", "office")
    member = global_id("Member", leaver.membership_id)
    rule = {"ruleKind": "DECISION", "ruleTitle": "测试规定", "validFrom": "2026-01-01"}
    basis = {"kind": "DECISION", "title": "测试决定", "validFrom": "2020-01-01"}
    role = {"name": f"r{uuid4().hex[:8]}", "title": "角色", "actions": ["core.read_people"]}
    package = await package_for(house, "county-a", admin.organ)
    deputy = {"member": member, "term": 1, "district": "一", "beganOn": "2026-01-01"}
    return {
        "signIn": (None, {"login": guest.login, "password": PASSWORD}),
        "acceptInvitation": (
            None,
            {"code": invited["inviteMember"]["code"], "login": guest.login, "password": PASSWORD},
        ),
        "receivePackage": (admin, package),
        "createPerson": (admin, {"name": "甲", "login": login, "place": place}),
        "importPeople": (admin, {"file": file}),
        "inviteMember": (admin, place),
        "addMembership": (admin, second),
        "assignRoles": (admin, {"member": member, "roles": ["auditor"]}),
        "defineRole": (admin, role),
        "recordMandate": (admin, deputy),
        **await congress_verbs(house, admin, {**deputy, "member": second["member"]}),
        "resetPassword": (admin, {"member": member}),
        "openAccount": (
            admin,
            {"member": await without_account(house, "county-a", "office"), "login": f"{login}-b"},
        ),
        "endMembership": (admin, {"member": member, "endedOn": "2026-01-01"}),
        "enablePlugin": (admin, {"plugin": "other", "basis": basis}),
        "disablePlugin": (admin, {"plugin": "other"}),
        "setPractice": (admin, {"setting": "core.roll_forward", "value": False, **rule}),
        "withdrawPractice": (
            admin,
            {
                "setting": await decided(house, admin, rule),
                "endsOn": str(clock.today()),
                "reason": "写错了",
            },
        ),
        **await set_verbs(house, admin),
        "setTemplate": (admin, {"kind": "paper.letter", "file": template}),
        "copyTemplate": (admin, {"kind": "paper.letter"}),
        "resetTemplate": (admin, {"kind": "paper.letter"}),
        "switchOrgan": (several, "court"),
        "changePassword": (several, {"old": PASSWORD, "new": "another-password"}),
        **await own_account_verbs(house, admin),
        "signOut": (several, None),
    }


async def own_account_verbs(house: House, admin: Someone) -> dict[str, tuple[Someone | None, Any]]:
    """Of the second factor at each of its stages, of one's sessions, and of the body's look."""
    new, begun, on, lost = [await house.person("county-a", "office") for _ in range(4)]
    secret = (await house.gql(BEGIN, {"p": PASSWORD}, by=begun))["beginSecondFactor"]["secret"]
    _, codes = await with_factor(house, on)
    await with_factor(house, lost)
    await enter(house, new)
    told = await house.gql("{ ownAccount { sessions { id current } } }", by=new)
    other = next(one["id"] for one in told["ownAccount"]["sessions"] if not one["current"])
    return {
        "endSession": (new, {"session": other}),
        "markNotificationsRead": (new, {"latest": await told_of_something(house, "county-a", new)}),
        "beginSecondFactor": (new, {"password": PASSWORD}),
        "confirmSecondFactor": (begun, {"code": code_at(secret, clock.now())}),
        "removeSecondFactor": (on, {"password": PASSWORD, "code": codes[0]}),
        "resetSecondFactor": (
            admin,
            {"member": global_id("Member", lost.membership_id)},
        ),
        "setLook": (admin, {"title": "人大信息"}),
        **await place_verbs(house, admin),
    }


async def place_verbs(house: House, admin: Someone) -> dict[str, tuple[Someone | None, Any]]:
    """Of organs, and of days that are worked or off here."""
    kind = "EstablishOrganInput"
    named = [{"code": f"o{uuid4().hex[:8]}", "kind": "COURT", "name": "法庭"} for _ in range(3)]
    kept, closed = [await made(house, admin, "establishOrgan", kind, one) for one in named[:2]]
    off = {"day": "2027-03-01", "working": False, "basis": "市政府通知"}
    await house.gql(
        "mutation($i: SetWorkdayInput!) { setWorkday(input: $i) }", {"i": off}, by=admin
    )
    return {
        "establishOrgan": (admin, named[2]),
        "renameOrgan": (admin, {"organ": kept, "name": "人民法庭"}),
        "closeOrgan": (admin, {"organ": closed}),
        "setWorkday": (admin, {**off, "day": "2027-03-02"}),
        "withdrawWorkday": (admin, {"day": "2027-03-01"}),
    }


def request(name: str, field: Any, given: Any) -> tuple[str, dict[str, Any]]:
    """A mutation that asks for every field of the answer, and of the records in it."""
    needed = [one for one in field.args if is_required_argument(field.args[one])]
    declared = "".join(f"(${one}: {field.args[one].type})" for one in needed)
    passed = "".join(f"({one}: ${one})" for one in needed)
    return (
        f"mutation {declared} {{ {name}{passed} {every(get_named_type(field.type), 2)} }}",
        dict.fromkeys(needed, given),
    )


def every(kind: Any, depth: int) -> str:
    if not is_object_type(kind):
        return ""
    parts = list[str]()
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if not is_object_type(below):
            parts.append(name)
        elif depth:
            parts.append(f"{name} {every(below, depth - 1)}")
    return f"{{ {' '.join(parts)} }}"


async def test_every_verb_of_the_core_tells_exactly_one_event_of_its_own_name(
    open_house: OpenHouse,
) -> None:
    letter = PaperKind("paper.letter", "函")
    numbers = [
        Setting(name="paper.days", title="天数", type=int),
        Setting(name="paper.copies", title="份数", type=int),
    ]
    papers = made_plugin("paper", plugin_papers=lambda: [letter], plugin_settings=lambda: numbers)
    async with open_house(modules=[made_plugin("other"), papers]) as house:
        await house.enable("county-a", "paper")
        roles = ("admin", "session_secretary", "credentials_staff", "deputy_affairs")
        admin = await house.person("county-a", "office", *roles)
        asked = await every_core_verb(house, admin)
        mutation = house.schemas.of(frozenset())._schema.mutation_type
        assert mutation
        assert set(mutation.fields) == set(asked)
        for name, (by, given) in asked.items():
            body = "county-b" if name == "signIn" else "county-a"
            before = len(await house.events(body))
            query, variables = request(name, mutation.fields[name], given)
            await house.gql(query, variables, by=by, body=body)
            snake = "".join(f"_{one.lower()}" if one.isupper() else one for one in name)
            told_now = [event for event, _ in (await house.events(body))[before:]]
            assert told_now == [f"core.{snake}"]
