"""People: created, imported, invited, given posts that the law lets them hold together."""

import asyncio
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from core import clock, global_id, service
from core.kit.papers import write_docx
from core.people import INVITATION_DAYS, Account, Membership, Person, PostKind, incompatible
from core.tenancy import Level, Organ, OrganKind
from core.testing import PASSWORD, House, MakeHouse, Someone

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


CREATE = """mutation($i: CreatePersonInput!) { createPerson(input: $i) {
  login firstPassword member { id name post postKind roles organ { code } } } }"""
MEMBERS = "{ members { totalCount nodes { name post } } }"
VIEWER = "{ viewer { name organ { code } organs { code } actions mustChangePassword } }"
INVITE = "mutation($i: PlaceInput!) { inviteMember(input: $i) { code invitation { expiresAt } } }"
ACCEPT = """mutation($i: AcceptInvitationInput!) {
  acceptInvitation(input: $i) { token expiresAt } }"""
ADD = "mutation($i: AddMembershipInput!) { addMembership(input: $i) { id organ { code } } }"
END = "mutation($i: EndMembershipInput!) { endMembership(input: $i) { id endedOn } }"
MANDATE = "mutation($i: RecordMandateInput!) { recordMandate(input: $i) { id name term status } }"
RESET = "mutation($m: ID!) { resetPassword(input: {member: $m}) { firstPassword member { id } } }"
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { token } }"

TODAY = "2026-03-02"
CLERK = {"organ": "court", "post": "书记员"}


def member_id(someone: Someone) -> str:
    return global_id("Member", someone.membership_id)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def admin_of(house: House, body: str = "county-a") -> Someone:
    organ = {"subdistrict-a": "subdistrict_working_committee"}.get(body, "presidium")
    return await house.person(body, "office" if body.startswith("county") else organ, "admin")


async def signed_in(house: House, body: str, login: str, password: str) -> str | None:
    """A token, or None where signing in is refused."""
    given = {"i": {"login": login, "password": password}}
    answer = await house.ask(SIGN_IN, given, body=body)
    return None if "errors" in answer else answer["data"]["signIn"]["token"]


async def count_people(house: House) -> tuple[int, int, int]:
    """Persons, accounts, and memberships of county-a."""
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        counted = [
            await work.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (Person, Account, Membership)
        ]
    return counted[0] or 0, counted[1] or 0, counted[2] or 0


# Creating.


async def test_a_created_person_signs_in_with_the_password_that_was_shown_once(
    house: House,
) -> None:
    admin = await admin_of(house)
    place = {"organ": "government", "post": "科长", "postKind": "HEAD", "roles": ["auditor"]}
    given = {"name": " 李四 ", "login": "li.si@example", "place": place}
    made = (await house.gql(CREATE, {"i": given}, by=admin))["createPerson"]
    assert made["member"] | {"id": None} == {
        "id": None,
        "name": "李四",
        "post": "科长",
        "postKind": "HEAD",
        "roles": ["auditor"],
        "organ": {"code": "government"},
    }
    token = await signed_in(house, "county-a", "li.si@example", made["firstPassword"])
    assert token is not None
    viewer = (await house.gql(VIEWER, headers=bearer(token)))["viewer"]
    assert viewer["mustChangePassword"]
    assert (viewer["name"], viewer["organ"]) == ("李四", {"code": "government"})
    assert "core.read_events" not in viewer["actions"], "not with a password others have seen"
    change = (
        f'mutation {{ changePassword(input: {{old: "{made["firstPassword"]}", new: "{NEW}"}}) }}'
    )
    await house.gql(change, headers=bearer(token))
    viewer = (await house.gql(VIEWER, headers=bearer(token)))["viewer"]
    assert "core.read_events" in viewer["actions"]
    [(name, payload), *_] = await house.events("county-a")
    assert (name, payload) == (
        "core.create_person",
        {"organ": "government", "roles": ["auditor"]},
    )


SEEN = """query($id: ID!) {
    node(id: $id) { ... on Member { login otherPlaces { member post organ } } }
    timeline(record: $id) { name by }
}"""


async def test_a_persons_page_tells_login_other_places_and_what_was_done(house: House) -> None:
    admin = await house.person("county-a", "office", "admin", name="管理员甲")
    new = {"name": "李四", "login": "li.si.again", "place": CLERK}
    member = (await house.gql(CREATE, {"i": new}, by=admin))["createPerson"]["member"]["id"]
    add = "mutation($i: AddMembershipInput!) { addMembership(input: $i) { id } }"
    place = {"organ": "court", "post": "陪审员"}
    added = await house.gql(add, {"i": {"member": member, "place": place}}, by=admin)
    other = added["addMembership"]["id"]
    reset = "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { firstPassword } }"
    await house.gql(reset, {"i": {"member": member}}, by=admin)
    auditor = await house.person("county-a", "office", "auditor", "admin")
    told = await house.gql(SEEN, {"id": member}, by=auditor)
    assert told["node"] == {
        "login": "li.si.again",
        "otherPlaces": [{"member": other, "post": "陪审员", "organ": "court（测试）"}],
    }
    done = [(one["name"], one["by"]) for one in told["timeline"]]
    assert done == [("core.reset_password", "管理员甲"), ("core.create_person", "管理员甲")]
    stranger = await house.person("county-b", "office", "auditor")
    others = "query($id: ID!) { timeline(record: $id) { name } }"
    assert await house.refused_code(others, {"id": member}, by=stranger) == "NOT_FOUND"
    reader = await house.person("county-a", "office", "auditor")
    query = "query($id: ID!) { node(id: $id) { ... on Member { name login } } }"
    node = (await house.gql(query, {"id": member}, by=reader))["node"]
    assert node == {"name": "李四", "login": None}, "whoever may not reset it needs no login"


NEW = "a-password-of-ones-own"

REFUSED_PEOPLE: list[tuple[dict[str, Any], str, str | None]] = [
    ({"name": "  "}, "NAME_EMPTY", "name"),
    ({"login": "ab"}, "LOGIN_FORM", "login"),
    ({"login": "有中文"}, "LOGIN_FORM", "login"),
    ({"login": "with space"}, "LOGIN_FORM", "login"),
    ({"login": ".dot"}, "LOGIN_FORM", "login"),
    ({"login": "x" * 65}, "LOGIN_FORM", "login"),
    ({"login": "taken-here"}, "LOGIN_TAKEN", "login"),
    ({"login": "taken-there"}, "LOGIN_TAKEN", "login"),
    ({"place": {"organ": "presidium", "post": "x"}}, "ORGAN_UNKNOWN", "organ"),
    ({"place": {**CLERK, "roles": ["emperor"]}}, "ROLE_UNKNOWN", None),
    ({"place": {**CLERK, "postKind": "EMPEROR"}}, "GRAPHQL_VALIDATION_FAILED", None),
]


async def test_what_is_wrong_with_a_new_person_is_said_and_nothing_is_kept(house: House) -> None:
    here, there = await admin_of(house), await admin_of(house, "county-b")
    for admin, login in ((here, "taken-here"), (there, "taken-there")):
        given = {"name": "甲", "login": login, "place": CLERK}
        await house.gql(CREATE, {"i": given}, by=admin)
    before = await count_people(house)
    for given, code, named in REFUSED_PEOPLE:
        wanted = {"name": "乙", "login": "fresh", "place": CLERK} | given
        refused = await house.refused(CREATE, {"i": wanted}, by=here)
        assert refused["extensions"]["code"] == code, given
        assert refused["extensions"].get("field") == named, given
    assert await count_people(house) == before


async def test_of_two_who_take_a_login_at_once_one_is_told(house: House) -> None:
    here, there = await admin_of(house), await admin_of(house, "county-b")
    given = {"name": "甲", "login": "one-login", "place": CLERK}
    answers = await asyncio.gather(
        *(house.ask(CREATE, {"i": given}, by=by) for by in (here, there, here, there))
    )
    codes = [one["errors"][0]["extensions"]["code"] for one in answers if "errors" in one]
    assert codes == ["LOGIN_TAKEN"] * 3


# Importing.

HEADINGS = ("姓名", "登录名", "机关代码", "职务", "职务类别", "角色")
PREVIEW = """query($f: ID!) {
    peopleImportPreview(file: $f) { row name login organ post postKind roles problems }
}"""
IMPORT = """mutation($f: ID!) { importPeople(input: {file: $f}) {
  created { login firstPassword member { name post postKind roles organ { code } } } } }"""


def sheet(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """An xlsx of people."""
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)  # pyright: ignore
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


async def uploaded(house: House, by: Someone, content: bytes, name: str = "人员.xlsx") -> str:
    response = await house.upload(by, name, content)
    assert response.status_code == 201, response.text
    return response.json()["id"]


async def test_a_sheet_is_previewed_row_by_row_and_not_half_imported(house: House) -> None:
    admin = await admin_of(house)
    taken = await house.person("county-b", "court")
    file = await uploaded(
        house,
        admin,
        sheet(
            ("张三", "zhang3", "court", "院长", "负责人", "auditor"),
            ("", "nameless", "court", "书记员", "", ""),
            (None,) * 6,
            ("王五", taken.login, "court", "书记员", "工作人员", ""),
            ("赵六", "zhang3", "nowhere", "书记员", "皇帝", "emperor"),
            ("孙七", 13800001111.0, "government", "科员", "工作人员", "auditor，admin"),
        ),
    )
    before = await count_people(house)
    rows = (await house.gql(PREVIEW, {"f": file}, by=admin))["peopleImportPreview"]
    assert [(row["row"], row["name"], row["login"]) for row in rows] == [
        (2, "张三", "zhang3"),
        (3, "", "nameless"),
        (5, "王五", taken.login),
        (6, "赵六", "zhang3"),
        (7, "孙七", "13800001111"),
    ]
    said = [" ".join(row["problems"]) for row in rows]
    assert (said[0], said[4]) == ("", "")
    assert "姓名没有填写" in said[1]
    assert f"“{taken.login}”不可用" in said[2]
    assert all(word in said[3] for word in ("皇帝", "机关", "zhang3”在表中重复"))
    refused = await house.refused(IMPORT, {"f": file}, by=admin)
    assert refused["extensions"]["code"] == "IMPORT_HAS_ERRORS"
    assert "第3、5、6行" in refused["message"]
    assert await count_people(house) == before
    assert [name for name, _ in await house.events("county-a")] == ["core.upload_file"]


async def test_a_title_that_two_roles_have_is_no_role_of_a_sheet(house: House) -> None:
    admin = await admin_of(house)
    define = "mutation($i: DefineRoleInput!) { defineRole(input: $i) { name } }"
    twin = {"name": "own_auditor", "title": "审计员", "actions": ["core.read_deadlines"]}
    await house.gql(define, {"i": twin}, by=admin)
    row = ("李四", "li4", "government", "科员", "", "审计员")
    file = await uploaded(house, admin, sheet(row))
    (told,) = (await house.gql(PREVIEW, {"f": file}, by=admin))["peopleImportPreview"]
    assert told["problems"] == ["没有“审计员”这个角色，请从列表中选择。"]


async def test_a_clean_sheet_is_imported_whole_as_one_event(house: House) -> None:
    admin = await admin_of(house)
    headings = ("备注", *HEADINGS[::-1])
    rows = [
        ("", "", "委员", "委员", "standing_committee", "zhang3", "张　三"),
        ("x", "审计员、 admin", "", "科员", "government", "li4", "李四"),
    ]
    file = await uploaded(house, admin, sheet(*rows, headings=headings))
    preview = (await house.gql(PREVIEW, {"f": file}, by=admin))["peopleImportPreview"]
    assert [row["problems"] for row in preview] == [[], []]
    told = [(row["organ"], row["post"], row["postKind"], row["roles"]) for row in preview]
    assert told == [
        ("standing_committee", "委员", "MEMBER", []),
        ("government", "科员", "STAFF", ["auditor", "admin"]),
    ]
    made = (await house.gql(IMPORT, {"f": file}, by=admin))["importPeople"]["created"]
    assert [(one["login"], one["member"]["name"], one["member"]["postKind"]) for one in made] == [
        ("zhang3", "张三", "MEMBER"),
        ("li4", "李四", "STAFF"),
    ]
    assert made[1]["member"]["roles"] == ["admin", "auditor"]
    for one in made:
        assert await signed_in(house, "county-a", one["login"], one["firstPassword"])
    told = await house.events("county-a")
    assert [name for name, _ in told[:2]] == ["core.upload_file", "core.import_people"]
    assert told[1][1]["count"] == 2
    again = await house.refused(IMPORT, {"f": file}, by=admin)
    assert again["extensions"]["code"] == "IMPORT_HAS_ERRORS"


async def test_a_sheet_that_cannot_be_read_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "IMPORT_MOST", 2)
    admin = await admin_of(house)
    row = ("张三", "zhang3", "court", "院长", "负责人", "")
    sheets: list[tuple[str, bytes, str, str]] = [
        ("空.xlsx", sheet(), "IMPORT_HAS_ERRORS", "没有可以导入的内容"),
        ("缺列.xlsx", sheet(row, headings=HEADINGS[:4]), "SHEET_HEADINGS", "职务类别、角色"),
        ("太长.xlsx", sheet(row, row, row), "IMPORT_TOO_LONG", "2行"),
        ("不是表.docx", write_docx("测试", "演示"), "IMPORT_NOT_XLSX", "xlsx"),
    ]
    for name, content, code, said in sheets:
        file = await uploaded(house, admin, content, name)
        refused = await house.refused(IMPORT, {"f": file}, by=admin)
        assert (refused["extensions"]["code"], said in refused["message"]) == (code, True), name
        if code != "IMPORT_HAS_ERRORS":
            assert await house.refused_code(PREVIEW, {"f": file}, by=admin) == code


# Passwords.


async def test_a_reset_gives_a_new_first_password_and_ends_the_sessions(house: House) -> None:
    admin, clerk = await admin_of(house), await house.person("county-a", "court")
    told = await house.gql(RESET, {"m": member_id(clerk)}, by=admin)
    first = told["resetPassword"]["firstPassword"]
    assert await house.refused_code("{ viewer { name } }", by=clerk) == "TOKEN_INVALID"
    assert await signed_in(house, "county-a", clerk.login, PASSWORD) is None
    token = await signed_in(house, "county-a", clerk.login, first)
    assert token is not None
    viewer = (await house.gql(VIEWER, headers=bearer(token)))["viewer"]
    assert viewer["mustChangePassword"]


async def invited(
    house: House, someone: Someone, body: str, **place: Any
) -> tuple[dict[str, Any], str]:
    """Invite to a body and accept as someone; the whole answer, and the code."""
    admin = await admin_of(house, body)
    code = (await house.gql(INVITE, {"i": CLERK | place}, by=admin))["inviteMember"]["code"]
    given = {"code": code, "login": someone.login, "password": PASSWORD}
    return await house.ask(ACCEPT, {"i": given}, body=body), code


async def member_here(house: House, body: str, someone: Someone) -> str:
    async with house.platform.as_core(house.bodies[body].id) as work:
        found = await work.session.scalars(
            sa.select(Membership.id)
            .where(Membership.person_id == someone.person_id)
            .order_by(Membership.id.desc())
        )
        return global_id("Member", found.first())  # pyright: ignore


async def test_a_password_that_another_body_relies_on_is_not_reset(house: House) -> None:
    """Else a township's admin could walk into a county's account."""
    here, there = await admin_of(house), await admin_of(house, "county-b")
    both = await house.person("county-a", "court")
    assert "errors" not in (await invited(house, both, "county-b"))[0]
    guest = await member_here(house, "county-b", both)
    for admin, member in ((there, guest), (here, member_id(both))):
        refused = await house.refused(RESET, {"m": member}, by=admin)
        assert refused["extensions"]["code"] == "PASSWORD_NOT_YOURS"
        assert "所属机构是“county-a（演示）”" in refused["message"]
    assert await signed_in(house, "county-a", both.login, PASSWORD)

    # With the last tie to the other body cut, the account is this body's alone.
    await house.gql(END, {"i": {"member": member_id(both), "endedOn": "2026-01-01"}}, by=here)
    told = await house.gql(RESET, {"m": guest}, by=there)
    assert told["resetPassword"]["firstPassword"]
    assert await signed_in(house, "county-b", both.login, PASSWORD) is None


async def test_a_mandate_keeps_a_body_among_those_that_rely_on_the_account(house: House) -> None:
    here, there = await admin_of(house), await admin_of(house, "county-b")
    both = await house.person("county-a", "office")
    await invited(house, both, "county-b")
    mandate = {"term": 19, "district": "一选区", "beganOn": "2022-01-10"}
    await house.gql(MANDATE, {"i": {"member": member_id(both), **mandate}}, by=here)
    await house.gql(END, {"i": {"member": member_id(both), "endedOn": "2026-01-01"}}, by=here)
    guest = await member_here(house, "county-b", both)
    assert await house.refused_code(RESET, {"m": guest}, by=there) == "PASSWORD_NOT_YOURS"


# Invitations.


async def test_an_account_of_elsewhere_joins_when_its_owner_accepts(house: House) -> None:
    guest = await house.person("town-a", "government", name="两处任职")
    answer, code = await invited(house, guest, "county-a", roles=["auditor"], post="列席")
    token = answer["data"]["acceptInvitation"]["token"]
    viewer = (await house.gql(VIEWER, headers=bearer(token)))["viewer"]
    assert (viewer["name"], viewer["organ"]) == ("两处任职", {"code": "court"})
    assert "core.read_events" in viewer["actions"]
    at_home = (await house.gql(VIEWER, by=guest))["viewer"]
    assert at_home["organs"] == [{"code": "government"}]
    given = {"code": code, "login": guest.login, "password": PASSWORD}
    again = await house.refused_code(ACCEPT, {"i": given}, body="county-a")
    assert again == "INVITATION_INVALID"
    assert "core.accept_invitation" in [name for name, _ in await house.events("county-a")]


async def test_an_invitation_tells_nothing_of_any_account(house: House) -> None:
    """Neither to the admin who invites, nor to somebody who has no code."""
    admin, known = await admin_of(house), await house.person("county-b", "court")
    told = await house.gql(INVITE, {"i": CLERK}, by=admin)
    assert set(told["inviteMember"]) == {"code", "invitation"}
    assert (await house.gql(MEMBERS, by=admin))["members"]["totalCount"] == 1
    right = told["inviteMember"]["code"]
    tries = {
        "no code, right password": ("x" * 24, known.login, PASSWORD),
        "no code, wrong password": ("x" * 24, known.login, "wrong-password"),
        "no code, nobody": ("x" * 24, "nobody-at-all", PASSWORD),
        "code, wrong password": (right, known.login, "wrong-password"),
        "code, nobody": (right, "nobody-at-all", PASSWORD),
    }
    answers = dict[str, Any]()
    for what, (code, login, password) in tries.items():
        given = {"code": code, "login": login, "password": password}
        answers[what] = (await house.refused(ACCEPT, {"i": given}, body="county-a"))["message"]
    assert len({answer for what, answer in answers.items() if what.startswith("no code")}) == 1
    assert answers["code, wrong password"] == answers["code, nobody"]
    given = {"code": right, "login": known.login, "password": PASSWORD}
    assert (await house.gql(ACCEPT, {"i": given}, body="county-a"))["acceptInvitation"]["token"]


async def test_an_invitation_is_for_one_body_one_person_and_some_days(house: House) -> None:
    admin = await admin_of(house)
    one, two = await house.person("county-b", "court"), await house.person("county-b", "court")
    start = datetime(2026, 3, 2, 9, 0)
    with clock.moved_to(start):
        codes = [
            (await house.gql(INVITE, {"i": CLERK}, headers=bearer(token)))["inviteMember"]["code"]
            for token in await fresh_tokens(house, admin, 2)
        ]

    async def accepting(code: str, by: Someone, body: str = "county-a") -> str:
        given = {"code": code, "login": by.login, "password": PASSWORD}
        answer = await house.ask(ACCEPT, {"i": given}, body=body)
        return answer["errors"][0]["extensions"]["code"] if "errors" in answer else "done"

    with clock.moved_to(start + timedelta(days=INVITATION_DAYS, seconds=1)):
        assert await accepting(codes[0], one) == "INVITATION_INVALID"
    with clock.moved_to(start + timedelta(days=INVITATION_DAYS)):
        assert await accepting(codes[0], one, "county-b") == "INVITATION_INVALID"
        assert await accepting(codes[0], one) == "done"
    with clock.moved_to(start + timedelta(days=1)):
        both = await asyncio.gather(accepting(codes[1], one), accepting(codes[1], two))
    assert sorted(both) == ["INVITATION_INVALID", "done"]


async def fresh_tokens(house: House, someone: Someone, count: int) -> list[str]:
    """Sessions opened at the moment that the clock shows."""
    tokens = [await signed_in(house, someone.body, someone.login, PASSWORD) for _ in range(count)]
    return [token for token in tokens if token]


# Posts.

Held = tuple[Level, OrganKind, PostKind]
CHAIR: Held = (Level.TOWNSHIP, OrganKind.PRESIDIUM, PostKind.CHAIRPERSON)
VICE: Held = (Level.TOWNSHIP, OrganKind.CONGRESS, PostKind.VICE_CHAIRPERSON)
SITS: Held = (Level.COUNTY, OrganKind.STANDING_COMMITTEE, PostKind.MEMBER)
LEADS: Held = (Level.COUNTY, OrganKind.STANDING_COMMITTEE, PostKind.CHAIRPERSON)
TYPES: Held = (Level.COUNTY, OrganKind.STANDING_COMMITTEE, PostKind.STAFF)
TOWN_HALL: Held = (Level.TOWNSHIP, OrganKind.GOVERNMENT, PostKind.STAFF)
SEAT: Held = (Level.TOWNSHIP, OrganKind.PRESIDIUM, PostKind.MEMBER)

TOGETHER: list[tuple[list[Held], str | None]] = [
    ([], None),
    ([CHAIR], None),
    ([CHAIR, TOWN_HALL], "第十八条"),
    ([VICE, (Level.COUNTY, OrganKind.DEPARTMENT, PostKind.STAFF)], "第十八条"),
    ([CHAIR, (Level.TOWNSHIP, OrganKind.SUBDISTRICT_OFFICE, PostKind.HEAD)], "第十八条"),
    ([CHAIR, (Level.COUNTY, OrganKind.COURT, PostKind.STAFF)], None),
    ([SEAT, TOWN_HALL], None),
    ([SITS, (Level.COUNTY, OrganKind.GOVERNMENT, PostKind.HEAD)], "第四十七条"),
    ([SITS, (Level.COUNTY, OrganKind.DEPARTMENT, PostKind.STAFF)], "第四十七条"),
    ([LEADS, (Level.COUNTY, OrganKind.SUPERVISORY_COMMISSION, PostKind.STAFF)], "第四十七条"),
    ([LEADS, (Level.COUNTY, OrganKind.COURT, PostKind.MEMBER)], "第四十七条"),
    ([SITS, (Level.COUNTY, OrganKind.PROCURATORATE, PostKind.STAFF)], "第四十七条"),
    ([SITS, TOWN_HALL], "第四十七条"),
    ([SITS, CHAIR], None),
    ([SITS, (Level.COUNTY, OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION, PostKind.HEAD)], None),
    ([TYPES, (Level.COUNTY, OrganKind.GOVERNMENT, PostKind.STAFF)], None),
]


@pytest.mark.parametrize(("held", "article"), TOGETHER)
def test_which_posts_the_law_forbids_together(held: list[Held], article: str | None) -> None:
    for order in (held, held[::-1]):
        said = incompatible(order)
        assert (said is None) == (article is None)
        assert article is None or (said and article in said)


async def test_a_post_the_law_forbids_beside_another_is_refused(house: House) -> None:
    admin = await admin_of(house, "town-a")
    chair = await house.person("town-a", "presidium", post_kind=PostKind.CHAIRPERSON)
    place = {"organ": "government", "post": "副镇长", "postKind": "HEAD"}
    given = {"i": {"member": member_id(chair), "place": place}}
    refused = await house.refused(ADD, given, by=admin)
    assert refused["extensions"]["code"] == "POSTS_INCOMPATIBLE"
    assert "地方组织法第十八条" in refused["message"]
    seat = {"organ": "congress", "post": "代表"}
    await house.gql(ADD, {"i": {"member": member_id(chair), "place": seat}}, by=admin)
    told = await house.gql(END, {"i": {"member": member_id(chair), "endedOn": TODAY}}, by=admin)
    assert told["endMembership"]["endedOn"] == TODAY
    left = await member_here(house, "town-a", chair)
    await house.gql(ADD, {"i": {"member": left, "place": place}}, by=admin)


async def test_the_law_looks_across_bodies_and_an_invitation_stays_open(house: House) -> None:
    """A township's official may not sit on the county's standing committee."""
    official = await house.person("town-a", "government", post_kind=PostKind.HEAD)
    seat = {"organ": "standing_committee", "post": "委员", "postKind": "MEMBER"}
    answer, code = await invited(house, official, "county-a", **seat)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "POSTS_INCOMPATIBLE"
    assert "地方组织法第四十七条" in error["message"]
    town = await admin_of(house, "town-a")
    ended = {"member": member_id(official), "endedOn": TODAY}
    await house.gql(END, {"i": ended}, by=town)
    given = {"code": code, "login": official.login, "password": PASSWORD}
    assert (await house.gql(ACCEPT, {"i": given}, body="county-a"))["acceptInvitation"]["token"]


async def test_two_forbidden_posts_taken_at_once_do_not_slip_through(house: House) -> None:
    one = await house.person("town-b", "congress")
    posts = [
        ("county-a", {"organ": "standing_committee", "post": "委员", "postKind": "MEMBER"}),
        ("county-b", {"organ": "court", "post": "庭长", "postKind": "HEAD"}),
    ]
    answers = await asyncio.gather(*(invited(house, one, body, **place) for body, place in posts))
    codes = [
        answer["errors"][0]["extensions"]["code"] if "errors" in answer else "done"
        for answer, _ in answers
    ]
    assert sorted(codes) == ["POSTS_INCOMPATIBLE", "done"]


# Mandates and endings.


async def test_one_person_is_deputy_at_several_levels(house: House) -> None:
    deputy = await house.person("county-a", "office", name="两级代表")
    await invited(house, deputy, "town-a", organ="congress")
    terms = {"county-a": 19, "town-a": 20}
    for body, term in terms.items():
        admin = await admin_of(house, body)
        member = await member_here(house, body, deputy)
        given = {"member": member, "term": term, "district": "一选区", "beganOn": "2022-01-10"}
        told = await house.gql(MANDATE, {"i": given}, by=admin)
        assert told["recordMandate"]["status"] == "ACTIVE"
        twice = await house.refused_code(MANDATE, {"i": given}, by=admin)
        assert twice == "MANDATE_EXISTS"
        listed = await house.gql("{ mandates { nodes { name term } } }", by=admin)
        assert listed["mandates"]["nodes"] == [{"name": "两级代表", "term": term}]
        await house.gql(MANDATE, {"i": {**given, "term": term + 1}}, by=admin)


async def test_a_subdistrict_committee_has_no_deputies_of_its_own(house: House) -> None:
    admin = await admin_of(house, "subdistrict-a")
    given = {"member": member_id(admin), "term": 1, "district": "x", "beganOn": "2022-01-10"}
    refused = await house.refused(MANDATE, {"i": given}, by=admin)
    assert refused["extensions"]["code"] == "NO_CONGRESS_HERE"


async def test_an_ended_membership_loses_its_actions_at_once(house: House) -> None:
    admin, other = await admin_of(house), await house.person("county-a", "office", "admin")
    given = {"member": member_id(other), "endedOn": TODAY}
    assert "core.create_person" in (await house.gql(VIEWER, by=other))["viewer"]["actions"]
    await house.gql(END, {"i": given}, by=admin)
    viewer = (await house.gql(VIEWER, by=other))["viewer"]
    assert (viewer["name"], viewer["organ"], viewer["organs"]) == (None, None, [])
    assert "core.create_person" not in viewer["actions"]
    assert await house.refused_code(MEMBERS, by=other) == "NOT_SIGNED_IN"
    assert await signed_in(house, "county-a", other.login, PASSWORD) is None
    assert await house.refused_code(END, {"i": given}, by=admin) == "NOT_FOUND"
    listed = await house.gql(MEMBERS, by=admin)
    assert listed["members"]["totalCount"] == 1


async def test_who_left_is_taken_back_unless_another_body_has_them_now(house: House) -> None:
    admin, clerk = await admin_of(house), await house.person("county-a", "court")
    left = member_id(clerk)
    await house.gql(END, {"i": {"member": left, "endedOn": TODAY}}, by=admin)
    back = {"i": {"member": left, "place": CLERK}}
    assert (await house.gql(ADD, back, by=admin))["addMembership"]["organ"]["code"] == "court"
    assert await signed_in(house, "county-a", clerk.login, PASSWORD) is not None
    gone = await house.person("county-a", "court")
    await invited(house, gone, "county-b")
    await house.gql(END, {"i": {"member": member_id(gone), "endedOn": TODAY}}, by=admin)
    away = {"i": {"member": member_id(gone), "place": CLERK}}
    assert await house.refused_code(ADD, away, by=admin) == "WORKS_ELSEWHERE"


async def test_a_membership_ends_today_or_earlier(house: House) -> None:
    admin, other = await admin_of(house), await house.person("county-a", "court")
    tomorrow = str(clock.today() + timedelta(days=1))
    given = {"member": member_id(other), "endedOn": tomorrow}
    refused = await house.refused(END, {"i": given}, by=admin)
    assert refused["extensions"] == {"code": "END_IN_FUTURE", "field": "endedOn"}
    await house.gql(END, {"i": {**given, "endedOn": str(clock.today())}}, by=admin)


async def test_a_closed_organ_takes_nobody_in_and_lets_nobody_act(house: House) -> None:
    admin, clerk = await admin_of(house), await house.person("county-a", "court")
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await work.session.execute(
            sa.update(Organ).where(Organ.code == "court").values(closed_on=clock.today())
        )
    given = {"name": "甲", "login": "fresh", "place": CLERK}
    assert await house.refused_code(CREATE, {"i": given}, by=admin) == "ORGAN_UNKNOWN"
    assert (await house.gql(VIEWER, by=clerk))["viewer"]["name"] is None
    assert await signed_in(house, "county-a", clerk.login, PASSWORD) is None


# --- the last admin --------------------------------------------------------------------------


async def test_the_last_admin_stays(house: House) -> None:
    admin = await admin_of(house)
    own = global_id("Member", admin.membership_id)
    ended = {"i": {"member": own, "endedOn": TODAY}}
    assert await house.refused_code(END, ended, by=admin) == "LAST_ADMIN"
    take_role = {"i": {"member": own, "roles": ["auditor"]}}
    assign = "mutation($i: AssignRolesInput!) { assignRoles(input: $i) { roles } }"
    assert await house.refused_code(assign, take_role, by=admin) == "LAST_ADMIN"
    other = await house.person("county-a", "court", "admin")
    theirs = global_id("Member", other.membership_id)
    give_up = {"i": {"member": theirs, "roles": []}}
    assert await house.gql(assign, take_role, by=admin)
    assert await house.refused_code(assign, give_up, by=other) == "LAST_ADMIN"
