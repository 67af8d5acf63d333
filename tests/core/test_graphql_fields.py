"""Fields of records: nested lists in one statement each, links, `node(id)` and who may ask it."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
import sqlalchemy as sa
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_argument,
)
from made_plugins import made_plugin
from voted import voted

from core import Node, children, clock, column, link, record
from core.access import OwnRole, RoleAssignment
from core.congress import Assembly, Meeting, MeetingMember
from core.db import Database
from core.dispatch import Incoming, Line, Outgoing
from core.events import Event
from core.graphql.context import Context
from core.graphql.ids import global_id
from core.graphql.nodes import LIST_MOST, record_info
from core.groups import DeputyGroup, DeputyGroupMember, GroupBasis
from core.kit.ballots.tables import RoundState, VotingMode
from core.kit.counting import Unit
from core.kit.deadlines import ClockState, Deadline, DeadlineExtension, DeadlinePause
from core.kit.files import File
from core.kit.official.templates import PaperTemplate
from core.mandates import MandateChange, MandateStep
from core.notifications import Notification
from core.people import Invitation, Mandate, Membership, PostKind
from core.sets import Asked, ReceivedRecommendation, Recommendation
from core.tenancy import Body, BodyKind, Level, Organ
from core.testing import WORLD, House, OpenHouse, Someone, query_count
from core.work import Work

pytestmark = pytest.mark.database

DEPTH = 3
"""Levels of records below a field of Query; deeper is more of the same, and meets the limits."""

WITH_REQUIRED_ARGUMENTS = {
    "node",
    "peopleImportPreview",
    "deputyImportPreview",
    "enablingPreview",
    "disablingPreview",
    "pluginPractice",
    "templateComparison",
    "recommendationComparison",
    "search",
    "timeline",
}
"""Fields that the walk cannot ask by itself; they are tested by name."""

MEETING, MANDATE = uuid5(WORLD, "the meeting that grows"), uuid5(WORLD, "the mandate that changes")

OF_ONE_RECORD = {
    "meetingRoll": f'(meeting: "{global_id("Meeting", MEETING)}")',
    "mandateChanges": f'(mandate: "{global_id("Mandate", MANDATE)}")',
}
"""Lists of what belongs to one record, and the record that `grow` makes for them."""

EVERY_ROLE = (
    "admin",
    "auditor",
    "deadline_overseer",
    "session_secretary",
    "credentials_staff",
    "deputy_affairs",
    "teller",
    "scrutineer",
)


def core_schema(house: House) -> GraphQLSchema:
    return house.schemas.of(frozenset())._schema


def selection(kind: Any, depth: int) -> str:
    """Every field of a type that needs no argument, and the records below it."""
    parts = list[str]()
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if any(is_required_argument(one) for one in field.args.values()):
            continue
        if not is_object_type(below):
            parts.append(name)
        elif name != "edges" and (kind.name.endswith("Connection") or depth):
            inner = selection(below, depth if kind.name.endswith("Connection") else depth - 1)
            parts.append(f"{name} {{ {inner} }}")
    return " ".join(parts)


def is_list(field: GraphQLField) -> bool:
    kind = field.type.of_type if is_non_null_type(field.type) else field.type
    return is_list_type(kind)


def with_a_list(kind: GraphQLObjectType, depth: int) -> bool:
    """Whether a list of records can be reached within the depth."""
    return any(
        is_object_type(below := get_named_type(field.type))
        and (is_list(field) or (depth and with_a_list(below, depth - 1)))
        for field in kind.fields.values()
    )


async def grow(house: House, person_id: UUID, by: int) -> None:
    """So many more of everything that the core lists, in county-a, each linked to others."""
    organs = ("office", "court", "government")
    await add_children(house, by)
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        line = Line(
            id=uuid4(),
            organ_id=uuid5(WORLD, "office"),
            plugin="demo",
            to_body="town-a",
            to_organ=uuid4().hex,
        )
        work.session.add(line)
        await work.session.flush()
        await grow_meetings(work, person_id, by)
        await grow_groups(work, person_id, by)
        await grow_recommendations(work, by)
        for number in range(by):
            organ_id = uuid5(WORLD, organs[number % 3])
            work.session.add_all(rows_of_one(person_id, line, number, organ_id))
        await work.session.flush()
        members = await work.session.scalars(sa.select(Membership.id))
        roles = set(await work.session.scalars(sa.select(RoleAssignment.membership_id)))
        work.session.add_all(
            RoleAssignment(membership_id=member, role=role)
            for member in members
            if member not in roles
            for role in ("auditor", "admin")
        )


async def grow_recommendations(work: Work, by: int) -> None:
    """So many more sets of practice recommended to bodies below, and received from above."""
    said = {"title": "做法", "note": "", "contents": {"plugins": [], "values": []}}
    for number in range(by):
        row = Recommendation(id=uuid4(), recommended_by="甲", **said)
        work.session.add(row)
        await work.session.flush()
        work.session.add_all(
            [
                Asked(recommendation_id=row.id, body_code=f"b{number}", body_name="下级"),
                ReceivedRecommendation(
                    package_id=uuid4(), from_body="b", from_organ="o", from_name="上级", **said
                ),
            ]
        )


async def grow_groups(work: Work, person_id: UUID, by: int) -> None:
    """So many more groups of deputies, each with a member."""
    for number in range(by):
        group = DeputyGroup(
            id=uuid4(), name=f"第{number}小组", basis=GroupBasis.AREA, formed_on=clock.today()
        )
        work.session.add(group)
        await work.session.flush()
        work.session.add(
            DeputyGroupMember(
                group_id=group.id,
                person_id=person_id,
                name="甲",
                leader=True,
                joined_on=clock.today(),
            )
        )


async def grow_meetings(work: Work, person_id: UUID, by: int) -> None:
    """So many more meetings, members on the roll of one, and changes of one mandate."""
    if await work.session.get(Meeting, (work.body.id, MEETING)) is None:
        mandate = {"person_id": person_id, "name": "甲", "term": 1, "district": "一"}
        work.session.add(Mandate(id=MANDATE, began_on=clock.today(), **mandate))
        work.session.add(meeting(MEETING))
        await work.session.flush()
    rolled = sa.select(sa.func.count()).where(MeetingMember.meeting_id == MEETING)
    known = await work.session.scalar(rolled) or 0
    for number in range(known + 1, known + by + 1):
        work.session.add_all(
            [
                meeting(uuid4()),
                MeetingMember(meeting_id=MEETING, number=number, name=f"甲{number}"),
                MandateChange(
                    organ_id=uuid5(WORLD, "office"),
                    mandate_id=MANDATE,
                    step=MandateStep.SUSPENDED,
                    dated_on=clock.today(),
                    reason="r",
                    recorded_by=person_id,
                    recorded_by_name="甲",
                ),
            ]
        )


def meeting(row_id: UUID) -> Meeting:
    return Meeting(
        id=row_id, assembly=Assembly.COUNCIL, title="议事会", begins_on=clock.today(), due=1
    )


def rows_of_one(person_id: UUID, line: Line, number: int, organ_id: UUID) -> list[Any]:
    office = uuid5(WORLD, "office")
    name = f"甲{number}"
    subject = {"subject_type": "Organ", "subject_id": organ_id}
    return [
        Membership(
            id=uuid4(),
            person_id=person_id,
            organ_id=organ_id,
            name=name,
            post="科员",
            post_kind=PostKind.STAFF,
        ),
        Mandate(person_id=person_id, name=name, term=1, district="一", began_on=clock.today()),
        Event(name="core.test", organ_id=organ_id, payload={}, personal=None, **subject),
        Notification(person_id=person_id, text="请看。", **subject),
        OwnRole(name=f"r{uuid4().hex}", title="角色", actions=["core.read_body"]),
        Deadline(
            organ_id=office,
            rule="core.roll_forward",
            title="期限",
            trigger_on=clock.today(),
            due_on=clock.today() + timedelta(days=number),
            provisional=False,
            steps=["一"],
            state=ClockState.RUNNING,
            **subject,
        ),
        package(Outgoing, office, line_id=line.id, number=number + 1, to_body="b", to_organ="o"),
        package(
            Incoming,
            office,
            from_body="b",
            from_body_name="b",
            from_organ="o",
            from_organ_name="o",
            sent_at=clock.now(),
        ),
    ]


def package(model: Any, organ_id: UUID, **own: Any) -> Any:
    return model(
        organ_id=organ_id, plugin="demo", kind="paper", payload={}, files=[], digest="d", **own
    )


async def add_children(house: House, by: int) -> None:
    owner = Database(house.databases.owner or "")
    parent = house.bodies["county-a"]
    async with owner.transaction(None) as session:
        for _ in range(by):
            body = Body(
                id=uuid4(),
                code=f"child-{uuid4().hex[:8]}",
                name="下级",
                level=Level.TOWNSHIP,
                kind=BodyKind.CONGRESS,
                parent_id=parent.id,
                jurisdiction_code=parent.jurisdiction_code,
            )
            body.lineage = [str(body.id), *parent.lineage]
            session.add(body)
    await owner.close()


async def statements(house: House, query: str, by: Someone) -> tuple[list[str], dict[str, Any]]:
    with query_count() as sent:
        answer = await house.gql(query, by=by)
    return sent, answer


async def test_no_nested_list_of_the_core_costs_a_statement_for_each_row(house: House) -> None:
    admin = await house.person("county-a", "office", *EVERY_ROLE)
    schema = core_schema(house)
    assert schema.query_type
    asked = {
        name: f"{{ {name}{OF_ONE_RECORD.get(name, '')} {{ {selection(kind, DEPTH)} }} }}"
        for name, field in schema.query_type.fields.items()
        if is_object_type(kind := get_named_type(field.type))
        and name not in WITH_REQUIRED_ARGUMENTS
        and (is_list(field) or with_a_list(kind, DEPTH))
    }
    assert asked.keys() >= {"body", "members", "events", "deadlines", "sentPackages", "practice"}
    assert asked.keys() >= {"meetings", *OF_ONE_RECORD}
    await grow(house, admin.person_id, 2)
    few = {name: await statements(house, query, admin) for name, query in asked.items()}
    await grow(house, admin.person_id, 10)
    for name, query in asked.items():
        sent, answer = await statements(house, query, admin)
        grown = len(sent) - len(few[name][0])
        # What loads at the same moment goes together; by a hair it may be one more or one less.
        assert grown <= 2, f"{name}: {grown} more statements\n" + "\n".join(sent)
        if "nodes" in answer[name]:
            more = len(answer[name]["nodes"]) - len(few[name][1][name]["nodes"])
            # The page is full at twenty.
            assert more == 10 or len(answer[name]["nodes"]) == 20, name


@record(Mandate, read="core.read_body", description="公开的一面")
class DemoOpen(Node):
    district: str = column("选区")


@record(Mandate, read="core.read_people", description="内部的一面")
class DemoClosed(Node):
    name: str = column("姓名")


def their_own(context: Context) -> Any:
    actor = context.viewer.actor
    return Mandate.person_id == actor.person_id if actor else sa.false()


@record(Mandate, read="core.read_body", description="只有本人看得到的一面", sees=their_own)
class DemoOwn(Node):
    district: str = column("选区")


@record(Membership, read="core.read_people", description="成员")
class DemoMember(Node):
    name: str = column("姓名")
    post: str = column("职务")


@record(Organ, read="core.read_body", description="机关")
class DemoOrgan(Node):
    code: str = column("代码")
    by_name = children(DemoMember, "organ_id", "按姓名", order=["name"])
    by_post = children(DemoMember, "organ_id", "按职务", order=["post", "name"])


@record(Membership, read="core.read_body", description="成员，机关须另有权限")
class DemoPlace(Node):
    mandate = link(DemoClosed, "id", "须有权查看人员")


DEMO = made_plugin(
    "demo", plugin_types=lambda: [DemoOpen, DemoClosed, DemoOwn, DemoOrgan, DemoMember, DemoPlace]
)
GLOBAL = {"Body"}
"""Of these everyone may read every body's."""

OF_CLOCKS = {"Deadline", "DeadlinePause", "DeadlineExtension"}

OF_ROUNDS = {"VoteRound", "VoteItem", "VoteOfficial"}
"""Of a vote; its roll is reached through the plugin that votes, and is tested there."""

FOR_EVERYONE = GLOBAL | {"Organ", "Enabling", "PracticeChange"}


SET_PRACTICE = """mutation { setPractice(input: {
    setting: "core.roll_forward", value: false, ruleKind: DECISION, ruleTitle: "测试规定"
    validFrom: "2026-01-01" }) { id } }"""


@pytest.fixture(scope="module")
async def shared(open_house: OpenHouse) -> AsyncGenerator[House]:
    """A house in which county-a has one row at least of every record of the core."""
    async with open_house(modules=[DEMO]) as house:
        await house.enable("county-a", "demo")
        admin = await house.person("county-a", "office", *EVERY_ROLE)
        await grow(house, admin.person_id, 3)
        await house.gql(SET_PRACTICE, by=admin)
        await voted(house, "county-a", VotingMode.NAMED_ELECTRONIC, RoundState.OPEN)
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            office = uuid5(WORLD, "office")
            clock_id = (await work.session.scalars(sa.select(Deadline.id).limit(1))).one()
            work.session.add_all(
                [
                    DeadlinePause(
                        organ_id=office,
                        deadline_id=clock_id,
                        paused_on=clock.today(),
                        reason="r",
                        rule_text="t",
                        due_before=clock.today(),
                        remaining=0,
                        remaining_unit=Unit.DAY,
                    ),
                    DeadlineExtension(
                        organ_id=office,
                        deadline_id=clock_id,
                        requested_on=clock.today(),
                        requested_by=uuid4(),
                        requested_by_name="甲",
                        reason="r",
                        amount=1,
                        unit=Unit.DAY,
                        rule_text="t",
                        practice_id=uuid4(),
                    ),
                    PaperTemplate(
                        kind="demo.letter",
                        name="a",
                        digest="d",
                        set_by=admin.person_id,
                        set_by_name="管理员",
                    ),
                    File(organ_id=office, name="a", kind="pdf", size=1, digest="d"),
                    Invitation(
                        code_hash="h",
                        organ_id=office,
                        post="p",
                        post_kind=PostKind.STAFF,
                        roles=[],
                        expires_at=clock.now(),
                    ),
                ]
            )
        yield house


@pytest.fixture(scope="module")
async def admin(shared: House) -> Someone:
    return await shared.person("county-a", "office", *EVERY_ROLE)


async def core_ids(house: House) -> dict[str, UUID]:
    """One row of every record type of the core, as county-a's office has it."""
    found = dict[str, UUID]()
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        for name, target in house.schemas.records(frozenset()).items():
            model = record_info(target).model  # pyright: ignore[reportOptionalMemberAccess]
            # Of a global table that bodies write, the body's own.
            own = getattr(model, "body_id", sa.literal(work.body.id)) == work.body.id
            row_id = await work.session.scalar(sa.select(model.id).where(own).limit(1))
            assert row_id is not None, name
            found[name] = row_id
    return found


async def node(house: House, global_id_: str, **how: Any) -> dict[str, Any] | None:
    query = "query ($id: ID!) { node(id: $id) { __typename id } }"
    return (await house.gql(query, {"id": global_id_}, **how))["node"]


async def visible(house: House, ids: dict[str, UUID], **how: Any) -> set[str]:
    """The types whose row is shown; what is shown is what was asked for."""
    shown = set[str]()
    for name, row_id in ids.items():
        asked = global_id(name, row_id)
        got = await node(house, asked, **how)
        assert got in (None, {"__typename": name, "id": asked})
        shown |= {name} if got else set()
    return shown


async def test_node_shows_every_record_to_who_may_read_it(shared: House, admin: Someone) -> None:
    ids = await core_ids(shared)
    assert ids.keys() >= {"File", "Invitation", "OwnRole", "Enabling"}
    assert ids.keys() >= {"Meeting", "MeetingMember", "MandateChange", *OF_ROUNDS}
    # A message is its reader's alone.
    assert await visible(shared, ids, by=admin) == ids.keys() - {"Notification"}


async def test_node_asks_the_action_of_the_record(shared: House) -> None:
    ids = await core_ids(shared)
    assert await visible(shared, ids, body="county-a") == FOR_EVERYONE
    clerk = await shared.person("county-a", "office")
    own = {"File", *OF_CLOCKS, "SentPackage", "ReceivedPackage", "PaperTemplate"}
    own |= {"Meeting", "DeputyGroup", "DeputyGroupMember", *OF_ROUNDS}
    assert await visible(shared, ids, by=clerk) == FOR_EVERYONE | own


async def test_node_shows_no_other_bodys_and_no_other_organs_rows(shared: House) -> None:
    ids = await core_ids(shared)
    # The twin has organs of the very same ids, and they are its own.
    other = await shared.person("county-b", "office", *EVERY_ROLE)
    assert await visible(shared, ids, by=other) == GLOBAL | {"Organ"}
    court = await shared.person("county-a", "court", *EVERY_ROLE)
    organ_owned = {"File", *OF_CLOCKS, "SentPackage", "ReceivedPackage", "MandateChange"}
    assert await visible(shared, ids, by=court) == ids.keys() - organ_owned - {"Notification"}


async def test_node_refuses_a_row_under_another_types_name(shared: House, admin: Someone) -> None:
    """CVE-2025-22151: the type in the id decides what is asked and what is answered."""
    ids = await core_ids(shared)
    same = {(one, other) for one in ids for other in ids if ids[one] == ids[other]}
    for name in ids:
        for other, row_id in ids.items():
            if (name, other) not in same:
                assert await node(shared, global_id(name, row_id), by=admin) is None


async def test_a_record_of_ones_own_is_found_by_nobody_else(shared: House) -> None:
    owner = await shared.person("county-a", "office")
    row_id = uuid4()
    async with shared.platform.as_core(shared.bodies["county-a"].id) as work:
        work.session.add(
            Mandate(
                id=row_id,
                person_id=owner.person_id,
                name="甲",
                term=1,
                district="一",
                began_on=clock.today(),
            )
        )
    asked = global_id("DemoOwn", row_id)
    everybody = await shared.person("county-a", "office", *EVERY_ROLE)
    twin = await shared.person("county-b", "office")
    assert await node(shared, asked, by=owner)
    for by in (everybody, twin):
        assert await node(shared, asked, by=by) is None
    assert await node(shared, asked, body="county-a") is None


async def test_node_answers_as_the_type_it_was_asked_for(shared: House, admin: Someone) -> None:
    """Two record types over one table: the open one must not answer as the closed one."""
    row_id = (await core_ids(shared))["Mandate"]
    query = """query ($id: ID!) {
        node(id: $id) { __typename ... on DemoClosed { name } ... on DemoOpen { district } }
    }"""
    for how in ({"body": "county-a"}, {"by": admin}):
        asked = {"id": global_id("DemoOpen", row_id)}
        shown = (await shared.gql(query, asked, **how))["node"]
        assert shown == {"__typename": "DemoOpen", "district": "一"}
    closed = {"id": global_id("DemoClosed", row_id)}
    assert (await shared.gql(query, closed, body="county-a"))["node"] is None
    assert (await shared.gql(query, closed, by=admin))["node"]["__typename"] == "DemoClosed"


async def test_a_record_of_a_plugin_that_is_off_does_not_exist(shared: House) -> None:
    row_id = uuid5(WORLD, "office")
    assert await node(shared, global_id("DemoOrgan", row_id), body="county-a")
    assert await node(shared, global_id("DemoOrgan", row_id), body="county-b") is None


@pytest.mark.parametrize("bad", ["", "x", "§", "QQ", "T3JnYW46MQ", "Organ:1", "A" * 5000, "=="])
async def test_an_id_that_is_none_is_said_to_be_so(shared: House, bad: str) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    assert await shared.refused_code(query, {"id": bad}, body="county-a") == "ID_INVALID"


async def test_an_id_that_never_existed_is_answered_like_one_that_may_not_be_seen(
    shared: House, admin: Someone
) -> None:
    for name in await core_ids(shared):
        assert await node(shared, global_id(name, uuid4()), by=admin) is None
    assert await node(shared, global_id("Nothing", uuid4()), by=admin) is None


async def test_two_lists_of_the_same_rows_keep_their_own_order(
    shared: House, admin: Someone
) -> None:
    court = uuid5(WORLD, "procuratorate")
    posts = [("a", "3"), ("b", "1"), ("c", "2")]
    await add_members(shared, admin, court, posts)
    query = """query ($id: ID!) { node(id: $id) {
        ... on DemoOrgan { byName { name } byPost { name } }
    } }"""
    got = (await shared.gql(query, {"id": global_id("DemoOrgan", court)}, by=admin))["node"]
    assert [one["name"] for one in got["byName"]] == ["a", "b", "c"]
    assert [one["name"] for one in got["byPost"]] == ["b", "c", "a"]


async def add_members(
    house: House, admin: Someone, organ_id: UUID, posts: list[tuple[str, str]]
) -> None:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        work.session.add_all(
            Membership(
                person_id=admin.person_id,
                organ_id=organ_id,
                name=name,
                post=post,
                post_kind=PostKind.STAFF,
            )
            for name, post in posts
        )


async def test_a_nested_list_is_cut_for_each_parent(shared: House, admin: Someone) -> None:
    full, other = uuid5(WORLD, "department"), uuid5(WORLD, "special_committee")
    await add_members(shared, admin, full, [(f"{n:03}", "x") for n in range(LIST_MOST + 5)])
    await add_members(shared, admin, other, [("one", "x")])
    query = """query ($full: ID!, $other: ID!) {
        full: node(id: $full) { ... on DemoOrgan { byName { name } } }
        other: node(id: $other) { ... on DemoOrgan { byName { name } } }
    }"""
    asked = {"full": global_id("DemoOrgan", full), "other": global_id("DemoOrgan", other)}
    got = await shared.gql(query, asked, by=admin)
    assert [one["name"] for one in got["full"]["byName"]] == [f"{n:03}" for n in range(LIST_MOST)]
    assert [one["name"] for one in got["other"]["byName"]] == ["one"]


async def test_lists_and_links_are_empty_for_who_may_not_read_what_they_lead_to(
    shared: House, admin: Someone
) -> None:
    organ = global_id("DemoOrgan", uuid5(WORLD, "office"))
    query = "query ($id: ID!) { node(id: $id) { ... on DemoOrgan { code byName { name } } } }"
    visitor = (await shared.gql(query, {"id": organ}, body="county-a"))["node"]
    assert visitor == {"code": "office", "byName": []}
    assert (await shared.gql(query, {"id": organ}, by=admin))["node"]["byName"]
    query = "query ($id: ID!) { node(id: $id) { ... on Member { organ { code } } } }"
    member = global_id("Member", admin.membership_id)
    assert (await shared.gql(query, {"id": member}, by=admin))["node"]["organ"]["code"] == "office"


async def test_a_link_to_a_record_one_may_not_read_is_empty(shared: House, admin: Someone) -> None:
    mandate_id = await give_a_mandate_the_id_of(shared, admin)
    query = "query ($id: ID!) { node(id: $id) { ... on DemoPlace { mandate { name } } } }"
    place = {"id": global_id("DemoPlace", mandate_id)}
    assert (await shared.gql(query, place, body="county-a"))["node"] == {"mandate": None}
    assert (await shared.gql(query, place, by=admin))["node"] == {"mandate": {"name": "同号"}}


async def give_a_mandate_the_id_of(house: House, admin: Someone) -> UUID:
    """A link goes by any column; here a membership's own id names a mandate."""
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        work.session.add(
            Mandate(
                id=admin.membership_id,
                person_id=admin.person_id,
                name="同号",
                term=1,
                district="一",
                began_on=date(2026, 1, 1),
            )
        )
    return admin.membership_id
