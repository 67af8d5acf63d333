"""Fields that a plugin adds to the core's records: shown where it is on, fenced in a clash."""

from typing import Any

import pytest
import strawberry
from made_plugins import made_plugin

from core import (
    BodyRecord,
    DeadlineRecord,
    DeputyGroup,
    FileRecord,
    GroupRecord,
    Info,
    MandateRecord,
    MeetingRecord,
    MemberRecord,
    OrganRecord,
    ReceivedPackageRecord,
    RoundRecord,
    SentPackageRecord,
    computed,
    reads,
    record,
)
from core.testing import House, MakeHouse, query_count

ORGANS = "{ body { organs { code nameLength } } }"


@strawberry.type
class NameLength:
    """Computed from a column of the core's row, and one that is batched."""

    @computed("名称的字数", needs=["name"])
    def name_length(root: Any) -> int:
        return len(root.name)

    @computed("职务的字数", needs=["id"])
    async def asked_twice(root: Any, info: Info) -> int:
        return await info.context.load("made.asked", root.id, lengths)


async def lengths(_session: Any, ids: Any) -> list[int]:
    return [len(ids)] * len(ids)


@strawberry.type
class PostLength:
    """Of the column of a list: the page loads it because the field needs it."""

    @computed("职务的字数", needs=["post"])
    def post_length(root: Any) -> int:
        return len(root.post)

    @computed("没有声明所需的列", needs=["id"])
    def undeclared(root: Any) -> int:
        return len(root.post)


@strawberry.type
class Clashing:
    """Names a field that the organ has."""

    name: str = strawberry.field(description="名称")


@strawberry.type
class Open:
    """Asks nobody."""

    @strawberry.field(description="谁都能看")
    def secret(self) -> str:
        return "secret"


@strawberry.type
class Asking:
    """Asks an action of its own, as a visitor may not."""

    @reads("core.read_people", "要有权限才能看")
    async def asked(root: Any) -> str:
        return "told"


@record(DeputyGroup, read="core.read_body", description="别的插件的记录")
class Foreign:
    """A record that is not the core's."""


def joined(name: str, fields: dict[Any, Any]) -> Any:
    return made_plugin(name, plugin_fields=lambda: fields)


async def test_a_field_joins_where_the_plugin_is_on(make_house: MakeHouse) -> None:
    house: House = await make_house(
        [joined("made_names", {OrganRecord: NameLength, MemberRecord: PostLength})], installed=False
    )
    await house.enable("county-a", "made_names")
    admin = await house.person("county-a", "office", "admin")
    organs = (await house.gql(ORGANS, by=admin))["body"]["organs"]
    assert {one["nameLength"] for one in organs} >= {len("office（测试）")}
    batched = (await house.gql("{ body { organs { askedTwice } } }", by=admin))["body"]["organs"]
    assert {one["askedTwice"] for one in batched} == {len(organs)}, "all organs in one batch"
    with query_count() as sent:
        listed = await house.gql("{ members { nodes { postLength } } }", by=admin)
    assert listed["members"]["nodes"] == [{"postLength": len("office")}]
    assert len([one for one in sent if "FROM membership" in one]) == 2, "viewer and page"
    reply = await house.ask("{ members { nodes { undeclared } } }", by=admin)
    assert reply["errors"], "a column that is not in `needs` is an error, not a query for each row"
    beside = await house.person("county-b", "office")
    assert "Cannot query field" in (await house.refused(ORGANS, by=beside))["message"]


async def test_a_joining_field_may_ask_an_action_of_its_own(make_house: MakeHouse) -> None:
    house: House = await make_house([joined("made_asking", {OrganRecord: Asking})], installed=False)
    await house.enable("county-a", "made_asking")
    admin = await house.person("county-a", "office", "admin")
    query = "{ body { organs { asked } } }"
    organs = (await house.gql(query, by=admin))["body"]["organs"]
    assert {one["asked"] for one in organs} == {"told"}
    assert await house.refused_code(query, body="county-a") == "NOT_SIGNED_IN"


async def test_a_field_joins_a_body_and_a_mandate(make_house: MakeHouse) -> None:
    house: House = await make_house(
        [joined("made_names", {BodyRecord: NameLength, MandateRecord: NameLength})],
        installed=False,
    )
    await house.enable("county-a", "made_names")
    await house.deputy("county-a", "standing_committee", name="王某某")
    admin = await house.person("county-a", "office", "admin")
    told = await house.gql("{ body { name nameLength } }", by=admin)
    assert told["body"]["nameLength"] == len(told["body"]["name"])
    listed = await house.gql("{ mandates { nodes { nameLength } } }", by=admin)
    assert listed["mandates"]["nodes"] == [{"nameLength": 3}]
    (entry,) = (
        await house.gql(
            '{ pluginCatalogue(names: ["made_names"]) { adds { fields { name } } } }', by=admin
        )
    )["pluginCatalogue"]
    assert {one["name"] for one in entry["adds"]["fields"]} == {
        f"{kind}.{field}" for kind in ("Body", "Mandate") for field in ("nameLength", "askedTwice")
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({OrganRecord: Clashing}, "made_bad and core both define Organ.name"),
        ({Foreign: NameLength}, "which is no record of the core"),
        ({OrganRecord: Open}, "adds Organ.secret, which asks nobody's permission"),
        ({str: NameLength}, "which is no record of the core"),
    ],
)
async def test_what_cannot_join_is_named_and_left_out(
    make_house: MakeHouse, fields: dict[Any, Any], reason: str
) -> None:
    house: House = await make_house(
        [joined("made_bad", fields), joined("made_good", {OrganRecord: NameLength})],
        installed=False,
    )
    assert reason in house.platform.plugins.broken["made_bad"]
    assert "made_good" not in house.platform.plugins.broken


# A `RollRecord` is in no schema before a plugin shows one.
RECORDS = (
    DeadlineRecord,
    FileRecord,
    GroupRecord,
    MeetingRecord,
    MemberRecord,
    OrganRecord,
    ReceivedPackageRecord,
    RoundRecord,
    SentPackageRecord,
)


@strawberry.type
class Told:
    """Of every record the id may be used."""

    @computed("编号的长度", needs=["id"])
    def told_length(root: Any) -> int:
        return len(str(root.id))


async def test_every_record_of_the_front_door_may_be_joined(make_house: MakeHouse) -> None:
    house: House = await make_house(
        [joined("made_all", dict.fromkeys(RECORDS, Told))], installed=False
    )
    sdl = house.schemas.of(frozenset({"made_all"})).as_str()
    assert sdl.count("toldLength: Int!") == len(RECORDS)
    assert "toldLength" not in house.schemas.of(frozenset()).as_str()


async def test_of_two_with_the_same_field_the_later_is_broken(make_house: MakeHouse) -> None:
    house: House = await make_house(
        [
            joined("made_one", {OrganRecord: NameLength}),
            joined("made_two", {OrganRecord: NameLength}),
        ],
        installed=False,
    )
    assert "both define Organ.name_length" in house.platform.plugins.broken["made_two"]
    assert "made_one" not in house.platform.plugins.broken
