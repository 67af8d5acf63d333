"""Groups of deputies, the import of deputies, and what a meeting tells of who was there."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Any, ClassVar

import openpyxl
import pytest
import sqlalchemy as sa
from sitting import ATTEND, CLOSE, CONVENE, deputy, meeting, roll, without_account

from core import (
    Event,
    Listener,
    Mandate,
    MeetingMember,
    global_id,
    hook,
    key,
    mark_leave,
    unmark_leave,
)
from core.groups import DeputyGroupMember, led_by
from core.people import Account, Membership
from core.testing import House, MakeHouse, Someone, query_count

pytestmark = pytest.mark.database

FORM = """mutation($i: FormDeputyGroupInput!) { formDeputyGroup(input: $i) {
  id name basis members { id name leader leftOn } } }"""
CHANGE = """mutation($i: ChangeDeputyGroupInput!) { changeDeputyGroup(input: $i) {
  members { name leader leftOn } } }"""
PREVIEW = "query($f: ID!) { deputyImportPreview(file: $f) { row name district problems } }"
IMPORT = """mutation($f: ID!) { importDeputies(input: { file: $f }) {
  count accounts { name login firstPassword } } }"""
HEADINGS = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码", "登录名")


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone."""
    return await make_house(installed=False)


async def staff(house: House, body: str = "town-a", organ: str = "presidium") -> Someone:
    return await house.person(body, organ, "deputy_affairs", "session_secretary")


def sheet(rows: Sequence[Sequence[Any]], *, merged: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(HEADINGS)
    for row in rows:
        page.append(row)
    if merged:
        page.merge_cells(merged)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def uploaded(house: House, by: Someone, content: bytes) -> str:
    answer = await house.upload(by, "代表名册.xlsx", content)
    return answer.json()["id"]


async def test_a_deputy_may_be_in_several_groups_and_history_stays(house: House) -> None:
    by = await staff(house)
    (_, first), (_, second) = [
        await deputy(house, "town-a", "congress", name) for name in ("甲", "乙")
    ]
    members = [{"mandate": first, "leader": True}, {"mandate": second}]
    area = (
        await house.gql(FORM, {"i": {"name": "一组", "basis": "AREA", "members": members}}, by=by)
    )["formDeputyGroup"]
    assert [one["name"] for one in area["members"] if one["leader"]] == ["甲"]
    field = {"name": "农业组", "basis": "FIELD", "members": [{"mandate": first}]}
    await house.gql(FORM, {"i": field}, by=by)
    leaving = [one["id"] for one in area["members"] if one["name"] == "乙"]
    changed = (await house.gql(CHANGE, {"i": {"group": area["id"], "leaving": leaving}}, by=by))[
        "changeDeputyGroup"
    ]
    assert [one["name"] for one in changed["members"] if one["leftOn"] is None] == ["甲"]
    again = {"i": {"group": area["id"], "joining": [{"mandate": first}]}}
    assert await house.refused_code(CHANGE, again, by=by) == "GROUP_MEMBER_TWICE"
    twice = {"i": {"name": "一组", "basis": "AREA"}}
    assert await house.refused_code(FORM, twice, by=by) == "DEPUTY_GROUP_EXISTS"


async def test_of_two_who_change_a_group_the_second_is_told(house: House) -> None:
    clerk = await staff(house)
    mandates = [(await deputy(house, "town-a", "congress", name))[1] for name in ("甲", "乙")]
    made = await house.gql(FORM, {"i": {"name": "两人调整", "basis": "AREA"}}, by=clerk)
    group = made["formDeputyGroup"]["id"]

    async def now() -> Any:
        shown = "revision members { id name }"
        asked = f"query($g: ID!) {{ node(id: $g) {{ ... on DeputyGroup {{ {shown} }} }} }}"
        return (await house.gql(asked, {"g": group}, by=clerk))["node"]

    seen = (await now())["revision"]
    sent = [{"group": group, "joining": [{"mandate": one}], "seen": seen} for one in mandates]
    answers = await asyncio.gather(*(house.ask(CHANGE, {"i": one}, by=clerk) for one in sent))
    codes = [one["errors"][0]["extensions"]["code"] if one.get("errors") else "" for one in answers]
    assert sorted(codes) == ["", "CHANGED_MEANWHILE"]
    written = await now()
    assert len(written["members"]) == 1
    lost = sent[codes.index("CHANGED_MEANWHILE")]
    assert await house.refused_code(CHANGE, {"i": lost}, by=clerk) == "CHANGED_MEANWHILE"
    assert await now() == written
    await house.gql(CHANGE, {"i": {**lost, "seen": written["revision"]}}, by=clerk)
    both = await now()
    leaving = {"group": group, "leaving": [both["members"][1]["id"]]}
    await house.gql(CHANGE, {"i": leaving}, by=clerk)
    assert (await now())["revision"] == written["revision"], "who left is in it no more"


async def test_only_who_leads_today_leads(house: House) -> None:
    by = await staff(house)
    (leader, led), (other, member) = [
        await deputy(house, "town-a", "congress", name) for name in ("甲", "乙")
    ]
    members = [{"mandate": led, "leader": True}, {"mandate": member}]
    made = (
        await house.gql(FORM, {"i": {"name": "一组", "basis": "AREA", "members": members}}, by=by)
    )["formDeputyGroup"]

    async def seen(who: Someone) -> set[Any]:
        async with house.platform.as_core(house.bodies["town-a"].id) as work:
            return set(await work.session.scalars(led_by(who.person_id)))

    assert await seen(leader) == {key(led, "Mandate"), key(member, "Mandate")}
    assert await seen(other) == set()
    await house.gql(
        "mutation($g: ID!) { closeDeputyGroup(input: { group: $g }) { closedOn } }",
        {"g": made["id"]},
        by=by,
    )
    assert await seen(leader) == set()


async def test_a_deputy_of_a_higher_congress_takes_part_by_a_place_here(house: House) -> None:
    by = await staff(house)
    guest = await house.person("town-a", "congress", name="县代表")
    joining = [{"member": global_id("Member", guest.membership_id)}]
    await house.gql(FORM, {"i": {"name": "一组", "basis": "AREA", "members": joining}}, by=by)
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        row = (await work.session.scalars(sa.select(DeputyGroupMember))).one()
        assert (row.name, row.mandate_id) == ("县代表", None)


async def test_a_group_takes_nobody_of_another_body(house: House) -> None:
    by = await staff(house)
    _, foreign = await deputy(house, "town-b", "congress", "外")
    sent = {"i": {"name": "一组", "basis": "AREA", "members": [{"mandate": foreign}]}}
    assert await house.refused_code(FORM, sent, by=by) == "NOT_FOUND"


async def test_deputies_come_from_a_sheet_all_or_none(house: House) -> None:
    by = await staff(house)
    rows = [
        ("张三", "１９", "第一选区", "2022年１月10日", "congress", "zhang3-test"),
        ("张三", 19, "第二选区", "2022/1/10", "congress", ""),
        ("李四", 19, "第一选区", "2022-01-10", "congress", ""),
    ]
    file = await uploaded(house, by, sheet(rows))
    seen = (await house.gql(PREVIEW, {"f": file}, by=by))["deputyImportPreview"]
    assert [one["problems"] for one in seen] == [[], [], []]
    assert await count(house, Mandate) == 0, "a preview writes nothing"
    made = (await house.gql(IMPORT, {"f": file}, by=by))["importDeputies"]
    assert made["count"] == 3
    assert [one["login"] for one in made["accounts"]] == ["zhang3-test"]
    events = [name for name, _ in await house.events("town-a") if name == "core.import_deputies"]
    assert len(events) == 1, "an import announces one event"
    assert await house.refused_code(IMPORT, {"f": file}, by=by) == "IMPORT_HAS_ERRORS"
    assert await count(house, Mandate) == 3


async def test_a_name_laid_out_with_spaces_is_the_same_name(house: House) -> None:
    by = await staff(house)
    rows = [
        (name, 19, "第一选区", "2022-01-10", "congress", "")
        for name in ("王　芳", "艾力·买买提", "Anna Li")
    ]
    await house.gql(IMPORT, {"f": await uploaded(house, by, sheet(rows))}, by=by)
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        kept = set(await work.session.scalars(sa.select(Mandate.name)))
    assert kept == {"王芳", "艾力·买买提", "Anna Li"}
    again = [("王 芳", *rows[0][1:]), ("王芳", 19, "第二选区", *rows[0][3:])]
    file = await uploaded(house, by, sheet(again))
    first, second = (await house.gql(PREVIEW, {"f": file}, by=by))["deputyImportPreview"]
    assert "第一选区的王芳已经登记" in first["problems"][0]
    assert second["problems"] == []


async def test_a_sheet_imported_three_times_at_once_comes_in_once(house: House) -> None:
    by = await staff(house)
    rows = [(name, 19, "第一选区", "2022-01-10", "congress", "") for name in ("张三", "李四")]
    files = [await uploaded(house, by, sheet(rows)) for _ in range(3)]
    answers = await asyncio.gather(*(house.ask(IMPORT, {"f": one}, by=by) for one in files))
    refusals = [one["errors"][0]["extensions"]["code"] for one in answers if one.get("errors")]
    assert refusals == ["IMPORT_HAS_ERRORS"] * 2
    assert await count(house, Mandate) == 2


async def test_each_wrong_row_says_what_to_do_and_nobody_comes_in(house: House) -> None:
    by = await staff(house)
    rows = [
        ("", 19, "第一选区", "2022-01-10", "congress", ""),
        ("乙", "十九", "", "2022-13-10", "nowhere", "x"),
        ("丙", 19, "第一选区", "2022-01-10", "congress", ""),
        ("丙", 19, "第一选区", "2022-01-10", "congress", ""),
    ]
    file = await uploaded(house, by, sheet(rows))
    seen = (await house.gql(PREVIEW, {"f": file}, by=by))["deputyImportPreview"]
    problems = {one["row"]: "".join(one["problems"]) for one in seen}
    assert "姓名没有填写" in problems[2]
    for said in ("届次须为数字", "选区或选举单位没有填写", "2022-01-10", "机关", "登录名"):
        assert said in problems[3]
    assert problems[4] == ""
    assert "与第4行同名、同选区" in problems[5]
    refused = await house.refused(IMPORT, {"f": file}, by=by)
    assert "第2、3、5行" in refused["message"]
    assert await count(house, Mandate) == 0


async def test_merged_cells_are_named_with_what_to_do(house: House) -> None:
    by = await staff(house)
    row = ("张三", 19, "第一选区", "2022-01-10", "congress", "")
    file = await uploaded(house, by, sheet([row, row, row], merged="C2:C4"))
    refused = await house.refused(PREVIEW, {"f": file}, by=by)
    assert refused["extensions"]["code"] == "SHEET_MERGED"
    assert "第2至4行" in refused["message"]
    assert "取消合并" in refused["message"]


async def test_the_import_asks_as_often_for_many_as_for_few(house: House) -> None:
    by = await staff(house)
    counts = list[int]()
    for start, many in ((0, 3), (100, 300)):
        rows = [
            (f"代表{start + n}", 19, f"第{start + n}选区", "2022-01-10", "congress", "")
            for n in range(many)
        ]
        file = await uploaded(house, by, sheet(rows))
        with query_count() as sent:
            await house.gql(IMPORT, {"f": file}, by=by)
        counts.append(len(sent))
    assert counts[1] <= counts[0] + 4, "a bulk insert may be cut into a few statements"


async def count(house: House, model: type[Any]) -> int:
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        return len((await work.session.scalars(sa.select(model))).all())


async def test_a_closed_meeting_tells_the_mandates_by_where_their_deputies_were(
    house: House,
) -> None:
    by = await staff(house)
    mandates = dict[str, str]()
    for name in ("甲", "乙", "丙", "丁"):
        _, mandates[name] = await deputy(house, "town-a", "congress", name)
    made = (await house.gql(CONVENE, meeting("CONGRESS", term=19), by=by))["conveneMeeting"]
    listed = {one["name"]: one["id"] for one in await roll(house, by, made["id"])}
    for attendance, names in {"PRESENT": "甲乙", "LEAVE": "丙", "ABSENT": "丁"}.items():
        sent = {
            "meeting": made["id"],
            "attendance": attendance,
            "members": [listed[one] for one in names],
        }
        await house.gql(ATTEND, {"i": sent}, by=by)
    await house.gql(CLOSE, {"i": {"meeting": made["id"], "on": "2025-02-12"}}, by=by)
    (told,) = [said for name, said in await house.events("town-a") if name == "core.close_meeting"]
    ids = {name: str(key(one, "Mandate")) for name, one in mandates.items()}
    assert sorted(told["present"]) == sorted([ids["甲"], ids["乙"]])
    assert (told["leave"], told["absent"], told["unrecorded"]) == ([ids["丙"]], [ids["丁"]], [])
    assert (told["assembly"], told["term"], told["begins_on"]) == ("congress", 19, "2025-02-10")


async def test_an_approved_leave_marks_the_roll_while_the_meeting_sits(house: House) -> None:
    by = await staff(house)
    _, mandate = await deputy(house, "town-a", "congress", "甲")
    made = (await house.gql(CONVENE, meeting("CONGRESS", term=19), by=by))["conveneMeeting"]
    where, who = key(made["id"], "Meeting"), key(mandate, "Mandate")

    async def marked(mark: Any = mark_leave) -> bool:
        from core.work import Actor

        async with house.platform.as_core(house.bodies["town-a"].id) as work:
            work.actor = Actor(
                person_id=by.person_id, account_id=by.person_id, session_id=by.person_id, name="办"
            )
            return await mark(work, where, who)

    async def attendance() -> str:
        async with house.platform.as_core(house.bodies["town-a"].id) as work:
            return (await work.session.scalars(sa.select(MeetingMember))).one().attendance

    assert not await marked(unmark_leave), "no leave stands there"
    assert await marked()
    assert await attendance() == "leave"
    assert await marked(unmark_leave)
    assert await attendance() == "unrecorded"
    assert await marked()
    await house.gql(CLOSE, {"i": {"meeting": made["id"], "on": "2025-02-12"}}, by=by)
    assert not await marked()
    assert not await marked(unmark_leave)
    assert await attendance() == "leave"


class EveryEvent:
    """A plugin that listens to every event and keeps their names."""

    heard: ClassVar[list[str]] = []

    @staticmethod
    @hook
    def plugin_info() -> Any:
        from core import BodyKind, Fitness, Level, PluginInfo

        return PluginInfo(
            name="made_ears",
            title="测试",
            description="测试",
            law="测试",
            version="0.1.0",
            fitness=Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind)),
        )

    @staticmethod
    @hook
    def plugin_listeners() -> list[Listener]:
        async def run(work: Any, event: Event) -> None:
            EveryEvent.heard.append(event.name)

        return [Listener(name="all", events=None, replay=True, run=run)]


async def test_a_listener_may_want_every_event(make_house: MakeHouse) -> None:
    house = await make_house(modules=[("made_ears", EveryEvent)], installed=False)
    EveryEvent.heard.clear()
    by = await staff(house)
    await house.gql(FORM, {"i": {"name": "一组", "basis": "AREA"}}, by=by)
    await house.enable("town-a", "made_ears")
    await house.gql(FORM, {"i": {"name": "二组", "basis": "AREA"}}, by=by)
    await house.drain()
    assert EveryEvent.heard == [
        "core.form_deputy_group",
        "core.enable_plugin",
        "core.form_deputy_group",
    ]
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        assert (await work.session.scalars(sa.select(Account.id).limit(1))).all()


OPEN = """mutation($i: OpenAccountInput!) { openAccount(input: $i) { firstPassword } }"""
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { token } }"


async def test_whoever_came_without_a_login_may_be_given_one_once(house: House) -> None:
    admin = await house.person("town-a", "presidium", "admin")
    member = await without_account(house, "town-a", "congress")
    reset = "mutation($m: ID!) { resetPassword(input: { member: $m }) { firstPassword } }"
    assert await house.refused_code(reset, {"m": member}, by=admin) == "NO_ACCOUNT"
    sent = {"i": {"member": member, "login": "x"}}
    assert await house.refused_code(OPEN, sent, by=admin) == "LOGIN_FORM"
    taken = {"i": {"member": member, "login": admin.login}}
    assert await house.refused_code(OPEN, taken, by=admin) == "LOGIN_TAKEN"
    named = {"i": {"member": member, "login": "deputy-of-town"}}
    password = (await house.gql(OPEN, named, by=admin))["openAccount"]["firstPassword"]
    given = {"i": {"login": "deputy-of-town", "password": password}}
    assert (await house.gql(SIGN_IN, given, body="town-a"))["signIn"]["token"]
    again = {"i": {"member": member, "login": "another-login"}}
    assert await house.refused_code(OPEN, again, by=admin) == "ACCOUNT_EXISTS"
    assert "deputy-of-town" not in str(await house.events("town-a"))


EARLIER = """query($f: ID!) { deputyImportPreview(file: $f) {
  name problems joins earlier { number term district } } }"""
NUMBERED = (*HEADINGS, "人员编号")


def numbered(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(NUMBERED)
    for row in rows:
        page.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def people_of(house: House, name: str) -> list[tuple[int, Any]]:
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        found = await work.session.execute(
            sa.select(Mandate.term, Mandate.person_id)
            .where(Mandate.name == name)
            .order_by(Mandate.term)
        )
        return [(row[0], row[1]) for row in found]


async def test_somebody_of_an_earlier_term_is_offered_and_joined_by_number(house: House) -> None:
    by = await staff(house)
    first = [("李四", 19, "一选区", "2022-01-10", "congress", "li-si", "")]
    await house.gql(IMPORT, {"f": await uploaded(house, by, numbered(first))}, by=by)
    row = ("李四", 20, "二选区", "2027-01-10", "congress", "", "")
    file = await uploaded(house, by, numbered([row]))
    (told,) = (await house.gql(EARLIER, {"f": file}, by=by))["deputyImportPreview"]
    (offered,) = told["earlier"]
    assert (told["problems"], told["joins"]) == ([], False)
    assert (offered["term"], offered["district"]) == (19, "一选区")
    wrong = [(*row[:6], "0190"), ("王五", *row[1:6], offered["number"])]
    file = await uploaded(house, by, numbered(wrong))
    seen = (await house.gql(EARLIER, {"f": file}, by=by))["deputyImportPreview"]
    assert all("不是本机构往届名为" in one["problems"][0] for one in seen)
    twice = [(*row[:6], offered["number"]), (*row[:2], "三选区", *row[3:6], offered["number"])]
    file = await uploaded(house, by, numbered(twice))
    seen = (await house.gql(EARLIER, {"f": file}, by=by))["deputyImportPreview"]
    assert "另一行已经填写" in seen[1]["problems"][0]
    again = [(*row[:5], "li-si-2", offered["number"])]
    file = await uploaded(house, by, numbered(again))
    (seen,) = (await house.gql(EARLIER, {"f": file}, by=by))["deputyImportPreview"]
    assert "已有账号" in seen["problems"][0]
    # The number says that it is the same person; without it, it is another of the same name.
    good = [(*row[:6], offered["number"]), (*row[:2], "三选区", *row[3:6], "")]
    file = await uploaded(house, by, numbered(good))
    done = await house.gql(IMPORT, {"f": file}, by=by)
    assert done["importDeputies"]["count"] == 2
    held = await people_of(house, "李四")
    assert [term for term, _ in held] == [19, 20, 20]
    assert len({person for _, person in held}) == 2
    async with house.platform.as_core(house.bodies["town-a"].id) as work:
        places = await work.session.scalars(
            sa.select(Membership.id).where(Membership.person_id == held[0][1])
        )
        assert len(places.all()) == 1, "the place in the congress is the one they had"
