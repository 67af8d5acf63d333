"""Access: who may do what, tried both ways for every field of `Query` and `Mutation`.

And every argument that takes an id, with ids of other bodies and organs: the answer is the one
that an id gets which never existed.
"""

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from made_packages import package_for
from made_plugins import made_plugin
from messages import told_of_something
from sitting import without_account
from test_look import picture

from core import global_id
from core.graphql.ids import decode
from core.hookspecs import PaperKind
from core.kit.official.word import built_in
from core.testing import PASSWORD, House, MakeHouse, Someone


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


ADMINS = frozenset({"admin"})
AUDITORS = frozenset({"auditor"})
OVERSEERS = frozenset({"deadline_overseer"})
SECRETARIES = frozenset({"session_secretary"})
CREDENTIALS = frozenset({"credentials_staff"})
AFFAIRS = frozenset({"deputy_affairs"})
PEOPLE = ADMINS | AUDITORS | SECRETARIES | CREDENTIALS | AFFAIRS
MEMBERS = PEOPLE | OVERSEERS | {"member"}
VISITORS = MEMBERS | {"visitor"}


@dataclass(frozen=True)
class Field:
    """A field of `Query` or `Mutation`: its action, who may, and a request that then succeeds."""

    action: str
    allowed: frozenset[str]
    document: str
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    answer: str = "done"
    """What those who may are told: the request of the table may find nothing to do."""


DECISION = {"kind": "DECISION", "title": "决定", "validFrom": "2024-01-01"}
CATALOGUED = ADMINS | AUDITORS
ADOPTION = {
    "seen": "$seen",
    "instead": [{"setting": "core.roll_forward", "value": False}],
    "ruleKind": "DECISION",
    "ruleTitle": "决定",
    "validFrom": "2026-01-01",
}
PLACE = {"organ": "court", "post": "书记员"}
CHANGE = {"on": "2026-01-10", "reason": "依据代表资格审查委员会的报告"}
COUNCIL = {
    "assembly": "COUNCIL",
    "title": "代表议事会",
    "beginsOn": "2026-01-10",
    "members": [{"name": "甲", "delegation": "一组"}, {"name": "乙"}],
}

QUERIES = {
    "body": Field("core.read_body", VISITORS, "{ body { code } }"),
    "viewer": Field("core.read_body", VISITORS, "{ viewer { name } }"),
    "node": Field(
        "core.read_body", VISITORS, "query($id: ID!) { node(id: $id) { id } }", {"id": "$organ"}
    ),
    "practice": Field("core.read_body", VISITORS, "{ practice { setting } }"),
    "pluginCatalogue": Field(
        "core.read_plugins",
        CATALOGUED,
        "{ pluginCatalogue { name health adds { verbs { name } } } }",
    ),
    "pluginPractice": Field(
        "core.read_plugins", CATALOGUED, '{ pluginPractice(plugin: "made_off") { setting form } }'
    ),
    "enablingPreview": Field(
        "core.enable_plugin",
        ADMINS,
        "query($i: EnablePluginInput!) { enablingPreview(input: $i) { allowed } }",
        {"i": {"plugin": "made_off", "basis": DECISION}},
    ),
    "disablingPreview": Field(
        "core.disable_plugin", ADMINS, '{ disablingPreview(plugin: "made_on") { open } }'
    ),
    "practiceTemplates": Field("core.read_plugins", CATALOGUED, "{ practiceTemplates { code } }"),
    "templateComparison": Field(
        "core.read_plugins", CATALOGUED, '{ templateComparison(template: "370982") { seen } }'
    ),
    "recommendations": Field("core.read_plugins", CATALOGUED, "{ recommendations { totalCount } }"),
    "receivedRecommendations": Field(
        "core.read_plugins", CATALOGUED, "{ receivedRecommendations { totalCount } }"
    ),
    "recommendationComparison": Field(
        "core.read_plugins",
        CATALOGUED,
        "query($id: ID!) { recommendationComparison(recommendation: $id) { seen } }",
        {"id": "$received"},
    ),
    "pages": Field("core.read_body", VISITORS, "{ pages { name } }"),
    "search": Field(
        "core.read_deadlines", MEMBERS, '{ search(words: "办公室", kinds: ["Organ"]) { title } }'
    ),
    "notifications": Field(
        "core.read_notifications", MEMBERS, "{ notifications { nodes { text readAt } } }"
    ),
    "timeline": Field(
        "core.read_deadlines",
        MEMBERS,
        "query($id: ID!) { timeline(record: $id) { name } }",
        {"id": "$group"},
    ),
    "workdayYear": Field("core.read_deadlines", MEMBERS, "{ workdayYear { known } }"),
    "openMatters": Field("core.read_deadlines", MEMBERS, "{ openMatters { plugin } }"),
    "look": Field("core.read_body", VISITORS, "{ look { title } }"),
    "ownAccount": Field(
        "core.read_own_sessions", MEMBERS, "{ ownAccount { sessions { id } recoveryCodesLeft } }"
    ),
    "colleagues": Field("core.read_colleagues", MEMBERS, "{ colleagues { name } }"),
    "deadlines": Field("core.read_deadlines", MEMBERS, "{ deadlines { totalCount } }"),
    "myDueList": Field("core.read_deadlines", MEMBERS, "{ myDueList { day } }"),
    "bodyDeadlines": Field(
        "core.read_all_deadlines", OVERSEERS, "{ bodyDeadlines { totalCount } }"
    ),
    "deadlineCounts": Field("core.read_all_deadlines", OVERSEERS, "{ deadlineCounts { running } }"),
    "paperForms": Field("core.read_templates", MEMBERS, "{ paperForms { kind } }"),
    "templateVariables": Field("core.read_templates", MEMBERS, "{ templateVariables { name } }"),
    "sentPackages": Field("core.read_packages", MEMBERS, "{ sentPackages { totalCount } }"),
    "receivedPackages": Field("core.read_packages", MEMBERS, "{ receivedPackages { totalCount } }"),
    "deliveryQueue": Field("core.read_delivery_queue", ADMINS, "{ deliveryQueue { state } }"),
    "members": Field("core.read_people", PEOPLE, "{ members { totalCount } }"),
    "mandates": Field("core.read_people", PEOPLE, "{ mandates { totalCount } }"),
    "meetings": Field("core.read_meetings", MEMBERS, "{ meetings { totalCount } }"),
    "meetingRoll": Field(
        "core.read_roll",
        SECRETARIES,
        "query($m: ID!) { meetingRoll(meeting: $m) { totalCount } }",
        {"m": "$meeting"},
    ),
    "mandateChanges": Field(
        "core.read_mandate_changes",
        CREDENTIALS,
        "query($m: ID!) { mandateChanges(mandate: $m) { totalCount } }",
        {"m": "$suspended"},
    ),
    "deputyGroups": Field("core.read_groups", MEMBERS, "{ deputyGroups { totalCount } }"),
    "deputyImportPreview": Field(
        "core.import_deputies",
        AFFAIRS,
        "query($f: ID!) { deputyImportPreview(file: $f) { row } }",
        {"f": "$roster"},
    ),
    "roles": Field("core.read_people", PEOPLE, "{ roles { name } }"),
    "actions": Field("core.read_people", PEOPLE, "{ actions { name } }"),
    "events": Field("core.read_events", AUDITORS, "{ events { totalCount } }"),
    "chainVerdict": Field("core.read_events", AUDITORS, "{ chainVerdict { sound } }"),
    "peopleImportPreview": Field(
        "core.import_people",
        ADMINS,
        "query($f: ID!) { peopleImportPreview(file: $f) { row } }",
        {"f": "$sheet"},
    ),
}

MUTATIONS = {
    "signIn": Field(
        "core.sign_in",
        VISITORS,
        "mutation($i: SignInInput!) { signIn(input: $i) { token } }",
        {"i": {"login": "$login", "password": PASSWORD}},
    ),
    "acceptInvitation": Field(
        "core.accept_invitation",
        VISITORS,
        "mutation($i: AcceptInvitationInput!) { acceptInvitation(input: $i) { token } }",
        {"i": {"code": "$code", "login": "$outsider", "password": PASSWORD}},
    ),
    "receivePackage": Field(
        "core.receive_package",
        MEMBERS,
        "mutation($p: ID!) { receivePackage(package: $p) { state } }",
        {"p": "$package"},
    ),
    "switchOrgan": Field("core.switch_organ", MEMBERS, 'mutation { switchOrgan(organ: "office") }'),
    "createPerson": Field(
        "core.create_person",
        ADMINS,
        "mutation($i: CreatePersonInput!) { createPerson(input: $i) { login } }",
        {"i": {"name": "新人", "login": "$fresh", "place": PLACE}},
    ),
    "importPeople": Field(
        "core.import_people",
        ADMINS,
        "mutation($i: ImportPeopleInput!) { importPeople(input: $i) { created { login } } }",
        {"i": {"file": "$sheet"}},
    ),
    "inviteMember": Field(
        "core.invite_member",
        ADMINS,
        "mutation($i: PlaceInput!) { inviteMember(input: $i) { code } }",
        {"i": PLACE},
    ),
    "addMembership": Field(
        "core.add_membership",
        ADMINS,
        "mutation($i: AddMembershipInput!) { addMembership(input: $i) { id } }",
        {"i": {"member": "$member", "place": PLACE}},
    ),
    "assignRoles": Field(
        "core.assign_roles",
        ADMINS,
        "mutation($i: AssignRolesInput!) { assignRoles(input: $i) { roles } }",
        {"i": {"member": "$member", "roles": ["auditor"]}},
    ),
    "defineRole": Field(
        "core.define_role",
        ADMINS,
        "mutation($i: DefineRoleInput!) { defineRole(input: $i) { name } }",
        {"i": {"name": "made_role", "title": "自定", "actions": ["core.read_events"]}},
    ),
    "recordMandate": Field(
        "core.record_mandate",
        ADMINS | CREDENTIALS,
        "mutation($i: RecordMandateInput!) { recordMandate(input: $i) { id } }",
        {"i": {"member": "$member", "term": 19, "district": "一选区", "beganOn": "2022-01-10"}},
    ),
    "suspendMandate": Field(
        "core.suspend_mandate",
        CREDENTIALS,
        "mutation($i: MandateChangeInput!) { suspendMandate(input: $i) { id } }",
        {"i": {"mandate": "$mandate", **CHANGE}},
    ),
    "resumeMandate": Field(
        "core.resume_mandate",
        CREDENTIALS,
        "mutation($i: MandateChangeInput!) { resumeMandate(input: $i) { id } }",
        {"i": {"mandate": "$suspended", **CHANGE}},
    ),
    "endMandate": Field(
        "core.end_mandate",
        CREDENTIALS,
        "mutation($i: MandateChangeInput!) { endMandate(input: $i) { id } }",
        {"i": {"mandate": "$mandate", **CHANGE}},
    ),
    "conveneMeeting": Field(
        "core.convene_meeting",
        SECRETARIES,
        "mutation($i: ConveneMeetingInput!) { conveneMeeting(input: $i) { id } }",
        {"i": {**COUNCIL, "members": [{"name": "甲"}, {"name": "乙", "member": "$member"}]}},
    ),
    "recordAttendance": Field(
        "core.record_attendance",
        SECRETARIES,
        "mutation($i: RecordAttendanceInput!) { recordAttendance(input: $i) { id } }",
        {"i": {"meeting": "$meeting", "attendance": "PRESENT"}},
    ),
    "closeMeeting": Field(
        "core.close_meeting",
        SECRETARIES,
        "mutation($i: CloseMeetingInput!) { closeMeeting(input: $i) { id } }",
        {"i": {"meeting": "$meeting", "on": "2026-01-12"}},
    ),
    "formDeputyGroup": Field(
        "core.form_deputy_group",
        AFFAIRS,
        "mutation($i: FormDeputyGroupInput!) { formDeputyGroup(input: $i) { id } }",
        {"i": {"name": "$fresh", "basis": "AREA", "members": [{"mandate": "$mandate"}]}},
    ),
    "changeDeputyGroup": Field(
        "core.change_deputy_group",
        AFFAIRS,
        "mutation($i: ChangeDeputyGroupInput!) { changeDeputyGroup(input: $i) { id } }",
        {"i": {"group": "$group"}},
    ),
    "closeDeputyGroup": Field(
        "core.close_deputy_group",
        AFFAIRS,
        "mutation($i: CloseDeputyGroupInput!) { closeDeputyGroup(input: $i) { id } }",
        {"i": {"group": "$group"}},
    ),
    "establishOrgan": Field(
        "core.establish_organ",
        ADMINS,
        "mutation($i: EstablishOrganInput!) { establishOrgan(input: $i) { id } }",
        {"i": {"code": "$organ_code", "kind": "DEPARTMENT", "name": "教育局"}},
    ),
    "renameOrgan": Field(
        "core.rename_organ",
        ADMINS,
        "mutation($i: RenameOrganInput!) { renameOrgan(input: $i) { id } }",
        {"i": {"organ": "$new_organ", "name": "教育和体育局"}},
    ),
    "closeOrgan": Field(
        "core.close_organ",
        ADMINS,
        "mutation($i: CloseOrganInput!) { closeOrgan(input: $i) { id } }",
        {"i": {"organ": "$new_organ"}},
    ),
    "setWorkday": Field(
        "core.set_workday",
        ADMINS,
        "mutation($i: SetWorkdayInput!) { setWorkday(input: $i) }",
        {"i": {"day": "2026-03-03", "working": False, "basis": "市政府通知"}},
    ),
    "withdrawWorkday": Field(
        "core.withdraw_workday",
        ADMINS,
        "mutation($i: WithdrawWorkdayInput!) { withdrawWorkday(input: $i) }",
        {"i": {"day": "$adjusted"}},
    ),
    "importDeputies": Field(
        "core.import_deputies",
        AFFAIRS,
        "mutation($i: ImportDeputiesInput!) { importDeputies(input: $i) { count } }",
        {"i": {"file": "$roster"}},
    ),
    "openAccount": Field(
        "core.open_account",
        ADMINS,
        "mutation($i: OpenAccountInput!) { openAccount(input: $i) { firstPassword } }",
        {"i": {"member": "$unlisted", "login": "$fresh"}},
    ),
    "resetPassword": Field(
        "core.reset_password",
        ADMINS,
        "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { firstPassword } }",
        {"i": {"member": "$member"}},
    ),
    "endMembership": Field(
        "core.end_membership",
        ADMINS,
        "mutation($i: EndMembershipInput!) { endMembership(input: $i) { endedOn } }",
        {"i": {"member": "$member", "endedOn": "2026-01-01"}},
    ),
    "enablePlugin": Field(
        "core.enable_plugin",
        ADMINS,
        "mutation($i: EnablePluginInput!) { enablePlugin(input: $i) { plugin } }",
        {
            "i": {
                "plugin": "made_off",
                "basis": {"kind": "DECISION", "title": "决定", "validFrom": "2024-01-01"},
            }
        },
    ),
    "disablePlugin": Field(
        "core.disable_plugin",
        ADMINS,
        "mutation($i: DisablePluginInput!) { disablePlugin(input: $i) { plugin } }",
        {"i": {"plugin": "made_on"}},
    ),
    "withdrawPractice": Field(
        "core.withdraw_practice",
        ADMINS,
        "mutation($i: WithdrawPracticeInput!) { withdrawPractice(input: $i) { version } }",
        {"i": {"setting": "core.roll_forward", "endsOn": "2099-01-01", "reason": "无"}},
        answer="PRACTICE_NOT_OWN",
    ),
    "setPractice": Field(
        "core.set_practice",
        ADMINS,
        "mutation($i: SetPracticeInput!) { setPractice(input: $i) { version } }",
        {
            "i": {
                "setting": "core.roll_forward",
                "value": False,
                "ruleKind": "DECISION",
                "ruleTitle": "决定",
                "validFrom": "2026-01-01",
            }
        },
    ),
    "applyTemplate": Field(
        "core.apply_template",
        ADMINS,
        "mutation($i: ApplyTemplateInput!) { applyTemplate(input: $i) { code } }",
        {"i": {"template": "370982", "adoption": {**ADOPTION, "seen": "$empty", "instead": []}}},
        answer="SET_NOTHING",
    ),
    "recommendPractice": Field(
        "core.recommend_practice",
        ADMINS,
        "mutation($i: RecommendPracticeInput!) { recommendPractice(input: $i) { id } }",
        {"i": {"title": "做法", "plugins": ["made_on"], "ruleText": "《办法》"}},
    ),
    "acceptRecommendation": Field(
        "core.accept_recommendation",
        ADMINS,
        "mutation($i: AcceptRecommendationInput!) { acceptRecommendation(input: $i) { state } }",
        {"i": {"recommendation": "$received", "adoption": ADOPTION}},
    ),
    "declineRecommendation": Field(
        "core.decline_recommendation",
        ADMINS,
        "mutation($i: DeclineRecommendationInput!) { declineRecommendation(input: $i) { state } }",
        {"i": {"recommendation": "$received", "reason": "另有规定"}},
    ),
    "setTemplate": Field(
        "core.set_template",
        ADMINS,
        "mutation($i: SetTemplateInput!) { setTemplate(input: $i) { name } }",
        {"i": {"kind": "made_on.letter", "file": "$template"}},
    ),
    "resetTemplate": Field(
        "core.reset_template",
        ADMINS,
        "mutation($i: PaperKindInput!) { resetTemplate(input: $i) { closedAt } }",
        {"i": {"kind": "$papered"}},
    ),
    "copyTemplate": Field(
        "core.copy_template",
        ADMINS,
        "mutation($i: PaperKindInput!) { copyTemplate(input: $i) { name } }",
        {"i": {"kind": "made_on.letter"}},
    ),
    "changePassword": Field(
        "core.change_password",
        MEMBERS,
        "mutation($i: ChangePasswordInput!) { changePassword(input: $i) }",
        {"i": {"old": PASSWORD, "new": "a new password"}},
    ),
    "confirmSecondFactor": Field(
        "core.confirm_second_factor",
        MEMBERS,
        "mutation($i: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $i) { codes } }",
        {"i": {"code": "000000"}},
        answer="SECOND_FACTOR_NOT_BEGUN",
    ),
    "beginSecondFactor": Field(
        "core.begin_second_factor",
        MEMBERS,
        "mutation($i: BeginSecondFactorInput!) { beginSecondFactor(input: $i) { address } }",
        {"i": {"password": PASSWORD}},
    ),
    "removeSecondFactor": Field(
        "core.remove_second_factor",
        MEMBERS,
        "mutation($i: RemoveSecondFactorInput!) { removeSecondFactor(input: $i) }",
        {"i": {"password": PASSWORD, "code": "000000"}},
        answer="SECOND_FACTOR_OFF",
    ),
    "resetSecondFactor": Field(
        "core.reset_second_factor",
        ADMINS,
        "mutation($i: ResetSecondFactorInput!) { resetSecondFactor(input: $i) { id } }",
        {"i": {"member": "$member"}},
        answer="SECOND_FACTOR_OFF",
    ),
    "setLook": Field(
        "core.set_look",
        ADMINS,
        "mutation($i: SetLookInput!) { setLook(input: $i) { title } }",
        {"i": {"title": "人大信息", "emblem": "$emblem"}},
    ),
    "markNotificationsRead": Field(
        "core.mark_notifications_read",
        MEMBERS,
        "mutation($i: MarkNotificationsReadInput!) { markNotificationsRead(input: $i) }",
        {"i": {"latest": "$notification"}},
        answer="NOT_FOUND",
    ),
    "endSession": Field(
        "core.end_session",
        MEMBERS,
        "mutation($i: EndSessionInput!) { endSession(input: $i) }",
        {"i": {"session": "$session"}},
        answer="NOT_FOUND",
    ),
    "signOut": Field("core.sign_out", MEMBERS, "mutation { signOut }"),
}

HEADINGS = ("姓名", "登录名", "机关代码", "职务", "职务类别", "角色")


ROSTER = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码")


def sheet(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """An xlsx of people."""
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)  # pyright: ignore
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


async def upload(house: House, by: Someone, name: str, content: bytes) -> str:
    return (await house.upload(by, name, content)).json()["id"]


async def prepared(house: House, by: Someone | None, variables: Any) -> Any:
    """The variables with what each `$name` stands for, made for this one request."""
    if isinstance(variables, dict):
        return {name: await prepared(house, by, one) for name, one in variables.items()}
    if isinstance(variables, list):
        return [await prepared(house, by, one) for one in variables]
    if not isinstance(variables, str) or not variables.startswith("$"):
        return variables
    match variables:
        case "$organ":
            told = await house.gql("{ body { organs { id } } }")
            return told["body"]["organs"][0]["id"]
        case "$sheet":
            rows = ("新人", f"n{uuid4().hex[:10]}", "court", "书记员", "", "")
            return await upload(house, by, "人员.xlsx", sheet(rows)) if by else FOREIGN_FILE
        case "$roster":
            row = (uuid4().hex[:10], "19", "一选区", "2022-01-10", "court")
            content = sheet(row, headings=ROSTER)
            return await upload(house, by, "代表.xlsx", content) if by else FOREIGN_FILE
        case "$organ_code":
            return f"o{uuid4().hex[:8]}"
        case "$new_organ":
            admin = await house.person("county-a", "office", "admin")
            return await done(house, admin, "establishOrgan", organ_named())
        case "$adjusted":
            return await adjusted(house)
        case "$emblem":
            return await upload(house, by, "徽标.png", picture("PNG")) if by else FOREIGN_FILE
        case "$notification":
            return global_id("Notification", uuid4())
        case "$session":
            return global_id("Session", uuid4())
        case "$group":
            affairs = await house.person("county-a", "office", "deputy_affairs")
            named = {"name": uuid4().hex[:10], "basis": "AREA"}
            return await done(house, affairs, "formDeputyGroup", named)
        case "$received":
            return await recommended_to(house, "county-a")
        case "$seen":
            admin = await house.person("county-a", "office", "admin")
            (latest,) = (await house.gql(LATEST, by=admin))["receivedRecommendations"]["nodes"]
            compared = QUERIES["recommendationComparison"].document
            told = await house.gql(compared, {"id": latest["id"]}, by=admin)
            return told["recommendationComparison"]["seen"]
        case "$empty":
            admin = await house.person("county-a", "office", "admin")
            told = await house.gql(QUERIES["templateComparison"].document, by=admin)
            return told["templateComparison"]["seen"]
        case "$template":
            return await upload(house, by, "模板.docx", built_in()) if by else FOREIGN_FILE
        case "$papered":
            admin = await house.person("county-a", "office", "admin")
            own = {"kind": "made_on.letter", "file": "$template"}
            sent = {"i": await prepared(house, admin, own)}
            await house.gql(MUTATIONS["setTemplate"].document, sent, by=admin)
            return "made_on.letter"
        case "$member":
            someone = await house.person("county-a", "government")
            return global_id("Member", someone.membership_id)
        case "$unlisted":
            return await without_account(house, "county-a", "office")
        case "$mandate" | "$suspended":
            return await mandated(house, suspended=variables == "$suspended")
        case "$meeting":
            secretary = await house.person("county-a", "office", "session_secretary")
            return await done(house, secretary, "conveneMeeting", COUNCIL)
        case "$package":
            return await package_for(house, "county-a", by.organ if by else "office")
        case "$login":
            return (await house.person("county-a", "government")).login
        case "$outsider":
            return (await house.person("county-b", "government")).login
        case "$code":
            admin = await house.person("county-a", "office", "admin")
            told = await house.gql(MUTATIONS["inviteMember"].document, {"i": PLACE}, by=admin)
            return told["inviteMember"]["code"]
        case _:
            return f"n{uuid4().hex[:10]}"


LATEST = "{ receivedRecommendations(first: 1) { nodes { id } } }"


async def recommended_to(house: House, code: str) -> str:
    """A set that the city recommends to a county; its id there."""
    city = await house.person("city-a", "office", "admin")
    values = [{"setting": "core.roll_forward", "value": True}]
    sent = {"title": "做法", "values": values, "ruleText": "《办法》", "to": [code]}
    await house.gql(MUTATIONS["recommendPractice"].document, {"i": sent}, by=city)
    await house.drain()
    admin = await house.person(code, "office", "admin")
    (latest,) = (await house.gql(LATEST, by=admin))["receivedRecommendations"]["nodes"]
    return latest["id"]


async def done(house: House, by: Someone, name: str, given: dict[str, Any]) -> str:
    """The id of the record that a verb of the table answers with."""
    return (await house.gql(MUTATIONS[name].document, {"i": given}, by=by))[name]["id"]


def organ_named() -> dict[str, str]:
    """An organ that the body did not have."""
    return {"code": f"o{uuid4().hex[:8]}", "kind": "DEPARTMENT", "name": "教育局"}


ADJUSTED = itertools.count(1)


async def adjusted(house: House) -> str:
    """A weekday that is off here and nowhere else."""
    admin = await house.person("county-a", "office", "admin")
    monday = date(2027, 3, 1) + timedelta(weeks=next(ADJUSTED))
    given = {"day": str(monday), "working": False, "basis": "市政府通知"}
    await house.gql(MUTATIONS["setWorkday"].document, {"i": given}, by=admin)
    return str(monday)


async def mandated(house: House, *, suspended: bool) -> str:
    """The mandate of somebody fresh, as it runs or as it stands still."""
    staff = await house.person("county-a", "office", "credentials_staff")
    deputy = await prepared(house, staff, MUTATIONS["recordMandate"].variables["i"])
    mandate = await done(house, staff, "recordMandate", deputy)
    if suspended:
        await done(house, staff, "suspendMandate", {"mandate": mandate, **CHANGE})
    return mandate


FOREIGN_FILE = global_id("File", uuid4())


ENDING = {"signOut", "changePassword", "switchOrgan"}
"""Verbs after which a session or a password is not what it was: done by somebody fresh."""


async def someone_with(house: House, who: str) -> Someone | None:
    """A fresh person in the role."""
    if who == "visitor":
        return None
    return await house.person("county-a", "office", *({who} - {"member"}))


async def tried(house: House, wanted: Field, by: Someone | None) -> tuple[str, Any]:
    """The code of the answer to a field's request, and what a refusal says it lacked."""
    variables = await prepared(house, by, wanted.variables)
    answer = await house.ask(wanted.document, variables, by=by, body="county-a")
    if "errors" not in answer:
        return "done", None
    extensions = answer["errors"][0]["extensions"]
    return extensions["code"], extensions.get("action")


def letters() -> list[PaperKind]:
    """The papers of the made plugin."""
    return [PaperKind("made_on.letter", "函")]


async def ready(make_house: MakeHouse) -> House:
    house: House = await make_house(
        installed=False,
        modules=[made_plugin("made_on", plugin_papers=letters), made_plugin("made_off")],
    )
    await house.enable("county-a", "made_on")
    return house


async def reset(house: House) -> None:
    """Undo what a field did that can be done once only."""
    for plugin, wanted in (("made_on", True), ("made_off", False)):
        told = await house.gql("{ body { plugins { name enabled } } }")
        on = {one["name"] for one in told["body"]["plugins"] if one["enabled"]}
        if (plugin in on) != wanted:
            change = house.enable if wanted else house.disable
            await change("county-a", plugin)


def test_the_tables_have_every_field_of_the_core(capsys: pytest.CaptureFixture[str]) -> None:
    from core import own_plugin
    from core.graphql.schemas import Schemas
    from core.plugins import CORE, Plugins

    schema = Schemas(Plugins([(CORE, own_plugin)])).of(frozenset())._schema
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    assert set(schema.query_type.fields) == set(QUERIES)
    assert set(schema.mutation_type.fields) == set(MUTATIONS)


@pytest.mark.parametrize("fields", [QUERIES, MUTATIONS], ids=["Query", "Mutation"])
async def test_every_field_answers_those_who_may_and_nobody_else(
    make_house: MakeHouse, fields: dict[str, Field]
) -> None:
    house = await ready(make_house)
    kept = {who: await someone_with(house, who) for who in sorted(VISITORS)}
    for name, wanted in fields.items():
        for who, known in kept.items():
            by = await someone_with(house, who) if name in ENDING else known
            answer = await tried(house, wanted, by)
            if who in wanted.allowed:
                assert answer == (wanted.answer, None), (name, who)
            elif who == "visitor":
                assert answer == ("NOT_SIGNED_IN", None), name
            else:
                assert answer == ("FORBIDDEN", wanted.action), (name, who)
            if "Plugin" in name:
                await reset(house)


@pytest.mark.parametrize("fields", [QUERIES, MUTATIONS], ids=["Query", "Mutation"])
async def test_an_own_role_with_just_the_action_is_enough_and_with_all_others_it_is_not(
    make_house: MakeHouse, fields: dict[str, Field]
) -> None:
    house = await ready(make_house)
    admin = await house.person("county-a", "office", "admin")
    told = await house.gql("{ actions { name } }", by=admin)
    known = {one["name"] for one in told["actions"]}
    asked = {one.action: name for name, one in fields.items() if "member" not in one.allowed}
    for action, name in asked.items():
        # An upload of one's own is needed to import; a file comes with being a member.
        answer = fields[name].answer
        for actions, expected in (({action}, answer), (known - {action}, "FORBIDDEN")):
            role = {"name": f"only_{uuid4().hex[:8]}", "title": "自定", "actions": sorted(actions)}
            await house.gql(MUTATIONS["defineRole"].document, {"i": role}, by=admin)
            holder = await house.person("county-a", "office", role["name"])
            code, _ = await tried(house, fields[name], holder)
            assert code == expected, (name, sorted(actions))
            if "Plugin" in name:
                await reset(house)


# Roles of the body's own.

DEFINE = MUTATIONS["defineRole"].document
ASSIGN = MUTATIONS["assignRoles"].document
VIEWER = "{ viewer { actions } }"


async def actions_of(house: House, by: Someone) -> set[str]:
    return set((await house.gql(VIEWER, by=by))["viewer"]["actions"])


async def test_roles_that_others_changed_meanwhile_are_not_replaced(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    clerk = await house.person("county-a", "government", "auditor")
    given = {"member": global_id("Member", clerk.membership_id), "roles": ["teller"]}
    first, second = await asyncio.gather(
        *(house.ask(ASSIGN, {"i": {**given, "seen": ["auditor"]}}, by=admin) for _ in range(2))
    )
    codes = sorted(
        one["errors"][0]["extensions"]["code"] if one.get("errors") else ""
        for one in (first, second)
    )
    assert codes == ["", "ROLES_CHANGED"]
    again = await house.gql(ASSIGN, {"i": {**given, "roles": [], "seen": ["teller"]}}, by=admin)
    assert again["assignRoles"]["roles"] == []


@pytest.mark.parametrize("defined", [False, True], ids=["a new one", "one that is there"])
async def test_of_two_who_define_one_role_the_second_is_told(
    house: House, *, defined: bool
) -> None:
    admin = await house.person("county-a", "office", "admin")
    name = f"edited_{'twice' if defined else 'new'}"
    one = {"name": name, "title": "甲定的角色", "actions": ["core.read_body"]}
    if defined:
        await house.gql(DEFINE, {"i": {**one, "title": "原来的角色"}}, by=admin)

    async def now() -> Any:
        asked = "{ roles { name title actions revision } }"
        found = (await house.gql(asked, by=admin))["roles"]
        return next((role for role in found if role["name"] == name), {"revision": ""})

    seen = (await now())["revision"]
    assert bool(seen) is defined
    await house.gql(DEFINE, {"i": {**one, "seen": seen}}, by=admin)
    written = await now()
    other = {**one, "title": "乙定的角色", "seen": seen}
    assert await house.refused_code(DEFINE, {"i": other}, by=admin) == "CHANGED_MEANWHILE"
    assert await now() == written
    await house.gql(DEFINE, {"i": {**other, "seen": written["revision"]}}, by=admin)
    assert (await now())["title"] == "乙定的角色"


async def test_a_role_given_changed_and_taken_counts_at_once(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    clerk = await house.person("county-a", "government")
    member = global_id("Member", clerk.membership_id)
    before = await actions_of(house, clerk)
    assert "core.read_events" not in before
    role = {"name": "watcher", "title": "监督员", "actions": ["core.read_events"]}
    await house.gql(DEFINE, {"i": role}, by=admin)
    await house.gql(ASSIGN, {"i": {"member": member, "roles": ["watcher"]}}, by=admin)
    assert await actions_of(house, clerk) == before | {"core.read_events"}
    await house.gql(DEFINE, {"i": {**role, "actions": ["core.read_people"]}}, by=admin)
    assert await actions_of(house, clerk) == before | {"core.read_people"}
    told = await house.gql(ASSIGN, {"i": {"member": member, "roles": []}}, by=admin)
    assert told["assignRoles"]["roles"] == []
    assert await actions_of(house, clerk) == before
    told = await house.gql("{ roles { name title own actions } }", by=admin)
    own = [one for one in told["roles"] if one["own"]]
    assert own == [
        {"name": "watcher", "title": "监督员", "own": True, "actions": ["core.read_people"]}
    ]
    defaults = {one["name"] for one in told["roles"]} - {"watcher"}
    assert {"visitor", "member", "admin", "auditor"} <= defaults


async def test_an_own_role_is_unknown_in_another_body(house: House) -> None:
    here = await house.person("county-a", "office", "admin")
    there = await house.person("county-b", "office", "admin")
    clerk = await house.person("county-b", "government")
    role = {"name": "watcher", "title": "监督员", "actions": ["core.read_events"]}
    await house.gql(DEFINE, {"i": role}, by=here)
    given = {"member": global_id("Member", clerk.membership_id), "roles": ["watcher"]}
    assert await house.refused_code(ASSIGN, {"i": given}, by=there) == "ROLE_UNKNOWN"
    await house.gql(DEFINE, {"i": {**role, "actions": []}}, by=there)
    await house.gql(ASSIGN, {"i": given}, by=there)
    assert "core.read_events" not in await actions_of(house, clerk)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ({"name": "admin", "actions": []}, "ROLE_RESERVED"),
        ({"name": "visitor", "actions": ["core.create_person"]}, "ROLE_RESERVED"),
        ({"name": "x", "actions": ["core.fly"]}, "ACTION_UNKNOWN"),
        ({"name": "", "actions": []}, "ROLE_NAME"),
        ({"name": "监督员", "actions": []}, "ROLE_NAME"),
    ],
)
async def test_a_role_that_cannot_be_is_refused(
    house: House, role: dict[str, Any], code: str
) -> None:
    admin = await house.person("county-a", "office", "admin")
    assert await house.refused_code(DEFINE, {"i": {"title": "t", **role}}, by=admin) == code
    assert await house.events("county-a") == []


async def test_what_one_may_do_belongs_to_the_organ_one_acts_as(house: House) -> None:
    """An admin's role of one membership does not follow the person into another organ."""
    admin = await house.person("county-a", "office", "admin")
    both = await house.person("county-a", "office", "admin")
    place = {"member": global_id("Member", both.membership_id), "place": PLACE}
    await house.gql(MUTATIONS["addMembership"].document, {"i": place}, by=admin)
    assert "core.create_person" in await actions_of(house, both)
    await house.gql('mutation { switchOrgan(organ: "court") }', by=both)
    assert "core.create_person" not in await actions_of(house, both)
    await house.gql('mutation { switchOrgan(organ: "office") }', by=both)
    assert "core.create_person" in await actions_of(house, both)


# Records by id.


@dataclass(frozen=True)
class Ids:
    """An id of the own body, of the own body's other organ, of another body."""

    own: dict[str, str]
    other_organ: dict[str, str]
    other_body: dict[str, str]


async def filled(house: House, code: str, organ: str) -> tuple[Someone, dict[str, str]]:
    """An admin who acts as an organ, and an id of everything that verbs make there."""
    admin = await house.person(code, organ, *(VISITORS - {"visitor", "member"}))
    clerk = await house.person(code, organ)
    member = global_id("Member", clerk.membership_id)
    ids = {"Member": member, "File": await upload(house, admin, "a.xlsx", sheet())}
    role = {"name": f"r{uuid4().hex[:6]}", "title": "t", "actions": []}
    ids["OwnRole"] = (
        await house.gql(
            "mutation($i: DefineRoleInput!) { defineRole(input: $i) { id } }", {"i": role}, by=admin
        )
    )["defineRole"]["id"]
    invited = await house.gql(
        "mutation($i: PlaceInput!) { inviteMember(input: $i) { invitation { id } } }",
        {"i": PLACE},
        by=admin,
    )
    ids["Invitation"] = invited["inviteMember"]["invitation"]["id"]
    mandate = MUTATIONS["recordMandate"].variables["i"] | {"member": member}
    told = await house.gql(MUTATIONS["recordMandate"].document, {"i": mandate}, by=admin)
    ids["Mandate"] = told["recordMandate"]["id"]
    ids |= await congressed(house, admin, ids["Mandate"])
    practice = await house.gql(
        "mutation($i: SetPracticeInput!) { setPractice(input: $i) { id } }",
        MUTATIONS["setPractice"].variables,
        by=admin,
    )
    ids["PracticeChange"] = practice["setPractice"]["id"]
    ids["ReceivedPackage"] = await package_for(house, code, organ)
    ids["ReceivedRecommendation"] = await recommended_to(house, code)
    told = await house.gql("{ events(last: 1) { nodes { id } } }", by=admin)
    ids["Event"] = told["events"]["nodes"][0]["id"]
    ids["Organ"] = await done(house, admin, "establishOrgan", organ_named())
    ids["Notification"] = await told_of_something(house, code, admin)
    return admin, ids


async def congressed(house: House, by: Someone, mandate: str) -> dict[str, str]:
    """Ids of a meeting, of somebody on its roll, and of a change of the mandate."""
    await done(house, by, "suspendMandate", {"mandate": mandate, **CHANGE})
    meeting = await done(house, by, "conveneMeeting", COUNCIL)
    told = await house.gql(
        """query($meeting: ID!, $mandate: ID!) {
            meetingRoll(meeting: $meeting) { nodes { id } }
            mandateChanges(mandate: $mandate) { nodes { id } } }""",
        {"meeting": meeting, "mandate": mandate},
        by=by,
    )
    grouped = await house.gql(
        "mutation($i: FormDeputyGroupInput!) { formDeputyGroup(input: $i) { id members { id } } }",
        {"i": {"name": uuid4().hex[:10], "basis": "FIELD", "members": [{"mandate": mandate}]}},
        by=by,
    )
    return {
        "DeputyGroup": grouped["formDeputyGroup"]["id"],
        "DeputyGroupMember": grouped["formDeputyGroup"]["members"][0]["id"],
        "Meeting": meeting,
        "MeetingMember": told["meetingRoll"]["nodes"][0]["id"],
        "MandateChange": told["mandateChanges"]["nodes"][0]["id"],
    }


NODE = "query($id: ID!) { node(id: $id) { __typename id } }"

OF_ONE_PERSON = {"File", "Notification"}
OF_ONE_ORGAN = {*OF_ONE_PERSON, "MandateChange", "ReceivedPackage"}

READ_BY = {
    "Organ": "core.read_body",
    "Member": "core.read_people",
    "Mandate": "core.read_people",
    "MandateChange": "core.read_mandate_changes",
    "DeputyGroup": "core.read_groups",
    "DeputyGroupMember": "core.read_groups",
    "Meeting": "core.read_meetings",
    "MeetingMember": "core.read_roll",
    "OwnRole": "core.read_people",
    "Invitation": "core.read_people",
    "Event": "core.read_events",
    "Notification": "core.read_notifications",
    "File": "core.read_file",
    "ReceivedPackage": "core.read_packages",
    "ReceivedRecommendation": "core.read_plugins",
    "PracticeChange": "core.read_body",
}


async def test_a_record_by_id_asks_the_action_of_its_kind(house: House) -> None:
    admin, ids = await filled(house, "county-a", "office")
    member = await house.person("county-a", "office")
    assert set(ids) == set(READ_BY)
    for by in (admin, member, None):
        allowed = set((await house.gql(VIEWER, by=by))["viewer"]["actions"])
        for kind, row_id in ids.items():
            told = (await house.gql(NODE, {"id": row_id}, by=by))["node"]
            # An upload that no verb took yet is its uploader's, a message its reader's.
            may = READ_BY[kind] in allowed and (kind not in OF_ONE_PERSON or by == admin)
            expected = {"__typename": kind, "id": row_id} if may else None
            assert told == expected, (kind, by and by.login)


def never(row_id: str) -> str:
    """An id of the same kind that no row ever had."""
    return global_id(decode(row_id)[0], uuid4())


async def test_another_bodys_and_another_organs_record_is_as_one_that_never_was(
    house: House,
) -> None:
    admin, own = await filled(house, "county-a", "office")
    _, elsewhere = await filled(house, "county-b", "office")
    _, beside = await filled(house, "county-a", "court")
    for kind, row_id in elsewhere.items():
        told = [await house.ask(NODE, {"id": one}, by=admin) for one in (row_id, never(row_id))]
        assert told[0] == told[1] == {"data": {"node": None}}, kind
        assert (await house.gql(NODE, {"id": own[kind]}, by=admin))["node"] is not None, kind
    # Only what belongs to one organ is hidden from another of the same body.
    hidden = {
        kind
        for kind, row_id in beside.items()
        if (await house.gql(NODE, {"id": row_id}, by=admin))["node"] is None
    }
    assert hidden == OF_ONE_ORGAN


TAKING_IDS = {
    "addMembership": "Member",
    "assignRoles": "Member",
    "endMembership": "Member",
    "recordMandate": "Member",
    "resetPassword": "Member",
    "openAccount": "Member",
    "suspendMandate": "Mandate",
    "resumeMandate": "Mandate",
    "endMandate": "Mandate",
    "mandateChanges": "Mandate",
    "conveneMeeting": "Member",
    "recordAttendance": "Meeting",
    "closeMeeting": "Meeting",
    "meetingRoll": "Meeting",
    "importPeople": "File",
    "peopleImportPreview": "File",
    "formDeputyGroup": "Mandate",
    "changeDeputyGroup": "DeputyGroup",
    "closeDeputyGroup": "DeputyGroup",
    "importDeputies": "File",
    "deputyImportPreview": "File",
    "receivePackage": "ReceivedPackage",
    "setTemplate": "File",
    "recommendationComparison": "ReceivedRecommendation",
    "acceptRecommendation": "ReceivedRecommendation",
    "declineRecommendation": "ReceivedRecommendation",
    "endSession": "Session",
    "resetSecondFactor": "Member",
    "setLook": "File",
    "timeline": "DeputyGroup",
    "renameOrgan": "Organ",
    "closeOrgan": "Organ",
    "markNotificationsRead": "Notification",
}


LISTS_OF = {"mandateChanges", "meetingRoll"}
"""Lists of what belongs to a record: of one that does not exist there is nothing to list."""

STANDING_FOR_IDS = {
    "$member",
    "$sheet",
    "$package",
    "$template",
    "$mandate",
    "$suspended",
    "$meeting",
    "$group",
    "$roster",
    "$unlisted",
    "$received",
    "$session",
    "$notification",
    "$emblem",
    "$new_organ",
}


def with_id(variables: Any, row_id: Any) -> Any:
    """The variables of a field with this id in the place of its own."""
    if isinstance(variables, dict):
        return {name: with_id(one, row_id) for name, one in variables.items()}
    if isinstance(variables, list):
        return [with_id(one, row_id) for one in variables]
    known = isinstance(variables, str) and variables in STANDING_FOR_IDS
    return row_id if known else variables


def test_the_table_has_every_argument_that_takes_an_id() -> None:
    from core import own_plugin
    from core.graphql.schemas import Schemas
    from core.plugins import CORE, Plugins

    schema = Schemas(Plugins([(CORE, own_plugin)])).of(frozenset())._schema
    taking = set[str]()
    for root in (schema.query_type, schema.mutation_type):
        for name, one in root.fields.items():  # pyright: ignore
            if "ID" in " ".join(_input_types(argument.type) for argument in one.args.values()):
                taking.add(name)
    # Clocks may be about any record: `test_deadlines` asks for those of another's.
    assert taking == {*TAKING_IDS, "node", "deadlines"}


def _input_types(kind: Any, depth: int = 0) -> str:
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    below = getattr(kind, "fields", {}).values()
    return " ".join([kind.name, *(_input_types(one.type, depth + 1) for one in below)])


async def test_a_foreign_id_in_any_argument_is_answered_as_one_that_never_existed(
    house: House,
) -> None:
    admin, own = await filled(house, "county-a", "office")
    stranger, elsewhere = await filled(house, "county-b", "office")
    _, beside = await filled(house, "county-a", "court")
    for who, ids in ((admin, own), (stranger, elsewhere)):
        told = await house.gql("{ ownAccount { sessions { id } } }", by=who)
        ids["Session"] = told["ownAccount"]["sessions"][0]["id"]
    fields = QUERIES | MUTATIONS
    before = await house.events("county-a"), await house.events("county-b")
    for name, kind in TAKING_IDS.items():
        strangers = [
            elsewhere[kind],
            *([beside[kind]] if kind in OF_ONE_ORGAN else []),
        ]
        answers = list[Any]()
        for row_id in (never(own[kind]), *strangers):
            variables = with_id(fields[name].variables, row_id)
            answers.append(await house.ask(fields[name].document, variables, by=admin))
        if name in LISTS_OF:
            assert answers[0] == {"data": {name: {"totalCount": 0}}}, name
            variables = with_id(fields[name].variables, own[kind])
            listed = await house.gql(fields[name].document, variables, by=admin)
            assert listed[name]["totalCount"] > 0, name
        else:
            assert answers[0]["errors"][0]["extensions"]["code"] == "NOT_FOUND", name
        assert all(answer == answers[0] for answer in answers), name
        for wrong, code in (
            (own["Event"], "NOT_FOUND"),
            ("胡说", "ID_INVALID"),
            ("", "ID_INVALID"),
            (str(UUID(int=0)), "ID_INVALID"),
        ):
            variables = with_id(fields[name].variables, wrong)
            got = await house.refused_code(fields[name].document, variables, by=admin)
            assert got == code, (name, wrong)
    assert (await house.events("county-a"), await house.events("county-b")) == before


async def test_changes_of_a_mandate_are_listed_for_the_organ_that_recorded_them(
    house: House,
) -> None:
    """The mandate itself is the body's, so another organ asks by a good id and sees no reason."""
    admin, own = await filled(house, "county-a", "office")
    court, beside = await filled(house, "county-a", "court")
    changes = QUERIES["mandateChanges"].document
    for by, ids, count in ((admin, own, 1), (admin, beside, 0), (court, own, 0)):
        told = await house.gql(changes, {"m": ids["Mandate"]}, by=by)
        assert told["mandateChanges"]["totalCount"] == count


async def test_attendance_is_recorded_of_nobody_on_another_roll(house: House) -> None:
    admin, own = await filled(house, "county-a", "office")
    _, elsewhere = await filled(house, "county-b", "office")
    _, beside = await filled(house, "county-a", "court")
    document = MUTATIONS["recordAttendance"].document
    asked = {"meeting": own["Meeting"], "attendance": "LEAVE"}
    before = await house.events("county-a"), await house.events("county-b")
    for seat in (never(own["MeetingMember"]), elsewhere["MeetingMember"], beside["MeetingMember"]):
        # One good seat beside it changes nothing: all are recorded, or none.
        given = {"i": {**asked, "members": [own["MeetingMember"], seat]}}
        assert await house.refused_code(document, given, by=admin) == "NOT_FOUND"
    assert (await house.events("county-a"), await house.events("county-b")) == before
    await done(house, admin, "recordAttendance", {**asked, "members": [own["MeetingMember"]]})
    told = await house.gql(
        "query($m: ID!) { meetingRoll(meeting: $m) { nodes { attendance } } }",
        {"m": own["Meeting"]},
        by=admin,
    )
    assert [one["attendance"] for one in told["meetingRoll"]["nodes"]] == ["LEAVE", "UNRECORDED"]


async def test_a_file_of_another_party_is_downloaded_by_nobody_else(house: House) -> None:
    admin, own = await filled(house, "county-a", "office")
    _, elsewhere = await filled(house, "county-b", "office")
    _, beside = await filled(house, "county-a", "court")
    bearer = {"Authorization": f"Bearer {admin.token}"}
    told = dict[str, tuple[int, Any]]()
    for what, row_id in {
        "own": own["File"],
        "never": never(own["File"]),
        "other body": elsewhere["File"],
        "other organ": beside["File"],
    }.items():
        response = await house.client.get(f"/t/county-a/files/{row_id}", headers=bearer)
        told[what] = (response.status_code, response.content if what != "own" else None)
    assert told["own"][0] == 200
    assert told["never"][0] == 404
    assert told["other body"] == told["other organ"] == told["never"]
    visitor = await house.client.get(f"/t/county-a/files/{own['File']}")
    assert visitor.status_code == 401
