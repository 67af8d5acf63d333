"""Signing in: one session at one body as one organ, and what ends it."""

import asyncio
import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core import clock, global_id, people, signing_in
from core.errors import Refused
from core.people import Account
from core.platform import verb
from core.testing import PASSWORD, House, MakeHouse, Someone

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone, whatever is installed."""
    return await make_house(installed=False)


SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { token expiresAt } }"
VIEWER = "{ viewer { name organ { code } organs { code } mustChangePassword } }"
NAME = "{ viewer { name } }"
CHANGE = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) }"
NOBODY = {"viewer": {"name": None}}
SOMEBODY = {"viewer": {"name": "测试人员"}}
FAILED = "登录名或密码不正确，或该账号不属于本机构。请核对后重试。"
START = datetime(2026, 3, 2, 9, 0)


def given(login: str, password: str = PASSWORD, organ: str | None = None) -> dict[str, Any]:
    return {"i": {"login": login, "password": password, "organ": organ}}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def sign_in(house: House, someone: Someone, body: str | None = None, **more: Any) -> str:
    """The token of a new session."""
    told = await house.gql(SIGN_IN, given(someone.login, **more), body=body or someone.body)
    return told["signIn"]["token"]


async def two_places(house: House) -> Someone:
    """A clerk of the office who also works at the court."""
    admin = await house.person("county-a", "office", "admin")
    clerk = await house.person("county-a", "office")
    place = {"organ": "court", "post": "书记员"}
    await house.gql(
        "mutation($i: AddMembershipInput!) { addMembership(input: $i) { id } }",
        {"i": {"member": global_id("Member", clerk.membership_id), "place": place}},
        by=admin,
    )
    return clerk


# In.


async def test_a_session_is_of_one_body_and_acts_as_one_organ(house: House) -> None:
    clerk = await two_places(house)
    both = [{"code": "court"}, {"code": "office"}]
    token = await sign_in(house, clerk)
    viewer = (await house.gql(VIEWER, headers=bearer(token)))["viewer"]
    assert viewer["organ"] == {"code": "office"}
    assert sorted(viewer["organs"], key=lambda organ: organ["code"]) == both
    assert not viewer["mustChangePassword"]
    token = await sign_in(house, clerk, organ="court")
    viewer = (await house.gql(VIEWER, headers=bearer(token)))["viewer"]
    assert viewer["organ"] == {"code": "court"}
    refused = await house.refused(SIGN_IN, given(clerk.login, organ="government"))
    assert refused["message"] == FAILED


async def test_of_a_token_only_a_digest_is_kept_and_no_login_in_the_events(house: House) -> None:
    clerk = await house.person("county-a", "court")
    token = await sign_in(house, clerk)
    async with house.platform.database.engine.connect() as connection:
        kept = await connection.execute(sa.text("SELECT session::text AS row FROM session"))
        rows = " ".join(row.row for row in kept)
    assert hashlib.sha256(token.encode()).hexdigest() in rows
    assert token not in rows
    told = await house.events("county-a")
    assert told == [("core.sign_in", {"organ": "court"})]


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes every argon2 computation; what it computes is the real thing."""
    seen = list[str]()
    verify, make = people.hasher.verify, people.hasher.hash

    def noted_verify(password: str, stored: str) -> bool:
        seen.append("verify")
        return verify(password, stored)

    def noted_hash(password: str) -> str:
        seen.append("hash")
        return make(password)

    monkeypatch.setattr(people.hasher, "verify", noted_verify)
    monkeypatch.setattr(people.hasher, "hash", noted_hash)
    return seen


async def test_whoever_may_not_in_gets_the_same_answer_after_the_same_work(
    house: House, verified: list[str]
) -> None:
    here = await house.person("county-a", "court")
    there = await house.person("county-b", "court")
    closed, left = await house.person("county-a", "court"), await house.person("county-a", "court")
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await work.session.execute(
            sa.update(Account).where(Account.login == closed.login).values(closed_at=clock.now())
        )
        membership = await people.membership_of(work, left.membership_id)
        membership.ended_on = clock.today()
    await house.refused(SIGN_IN, given("warm-up"))
    answers = dict[str, Any]()
    for what, tried in {
        "unknown login": given("nobody-at-all"),
        "no login": given(""),
        "wrong password": given(here.login, "wrong-password"),
        "no password": given(here.login, ""),
        "no place at this body": given(there.login),
        "wrong password, no place": given(there.login, "wrong-password"),
        "a closed account": given(closed.login),
        "a membership that ended": given(left.login),
        "another organ": given(here.login, organ="office"),
        "an organ that is not": given(here.login, organ="nowhere"),
    }.items():
        verified.clear()
        response = await house.client.post(
            "/t/county-a/graphql", json={"query": SIGN_IN, "variables": tried}
        )
        answers[what] = (response.status_code, response.json(), tuple(verified))
    assert len({str(answer) for answer in answers.values()}) == 1, answers
    status, told, work_done = answers["unknown login"]
    assert status == 200
    assert work_done == ("verify",)
    assert told["errors"][0]["message"] == FAILED
    assert told["errors"][0]["extensions"] == {"code": "SIGN_IN_FAILED"}
    verified.clear()
    await sign_in(house, here)
    assert verified == ["verify"]


async def test_hashing_holds_no_connection_that_others_need(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many who sign in at once wait for each other, and nobody else waits for them."""
    import time

    verify = people.hasher.verify

    def slow(password: str, stored: str) -> bool:
        time.sleep(0.2)
        return verify(password, stored)

    monkeypatch.setattr(people.hasher, "verify", slow)
    waiting = [
        asyncio.create_task(house.ask(SIGN_IN, given(f"nobody-{number}"))) for number in range(24)
    ]
    await asyncio.sleep(0.1)
    assert (await house.gql("{ body { code } }"))["body"]["code"] == "county-a"
    pending = [task for task in waiting if not task.done()]
    assert len(pending) > 15
    for task in pending:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


# Too often.


async def test_after_ten_tries_a_login_waits_ten_minutes(house: House) -> None:
    clerk, other = await house.person("county-a", "court"), await house.person("county-a", "court")
    for minute in range(signing_in.ATTEMPTS):
        with clock.moved_to(START + timedelta(seconds=minute)):
            tried = given(clerk.login, "wrong-password")
            assert await house.refused_code(SIGN_IN, tried) == "SIGN_IN_FAILED"
    with clock.moved_to(START + timedelta(minutes=9)):
        refused = await house.refused(SIGN_IN, given(clerk.login))
        assert refused["extensions"]["code"] == "TOO_MANY_ATTEMPTS"
        assert "十分钟" in refused["message"]
        assert await house.refused_code(SIGN_IN, given(clerk.login), body="county-b") == (
            "TOO_MANY_ATTEMPTS"
        )
        assert await sign_in(house, other)
    with clock.moved_to(START + timedelta(minutes=10, seconds=1)):
        assert await sign_in(house, clerk)


async def test_who_signs_in_often_is_never_refused(house: House) -> None:
    """Attempts that succeed do not add up, and one that succeeds ends the count of wrong ones."""
    clerk = await house.person("county-a", "court")
    with clock.moved_to(START):
        for _ in range(signing_in.ATTEMPTS - 1):
            tried = given(clerk.login, "wrong-password")
            assert await house.refused_code(SIGN_IN, tried) == "SIGN_IN_FAILED"
        for _ in range(signing_in.ATTEMPTS + 2):
            assert await sign_in(house, clerk)
        for _ in range(signing_in.ATTEMPTS):
            assert await house.refused_code(SIGN_IN, given(clerk.login, "x")) == "SIGN_IN_FAILED"
        assert await house.refused_code(SIGN_IN, given(clerk.login)) == "TOO_MANY_ATTEMPTS"


async def test_a_clock_that_was_set_back_locks_nobody_out(house: House) -> None:
    """Tries of a day that is yet to come are not of this window; those of seconds ahead are."""
    clerk = await house.person("county-a", "court")
    with clock.moved_to(START + timedelta(days=30)):
        for _ in range(signing_in.ATTEMPTS):
            assert await house.refused_code(SIGN_IN, given(clerk.login, "x")) == "SIGN_IN_FAILED"
    with clock.moved_to(START + timedelta(days=30) - timedelta(seconds=5)):
        assert await house.refused_code(SIGN_IN, given(clerk.login)) == "TOO_MANY_ATTEMPTS"
    with clock.moved_to(START):
        assert await sign_in(house, clerk)


async def test_tries_by_invitation_count_as_well(house: House) -> None:
    clerk = await house.person("county-b", "court")
    accept = """mutation($i: AcceptInvitationInput!) {
      acceptInvitation(input: $i) { token } }"""
    with clock.moved_to(START):
        for _ in range(signing_in.ATTEMPTS):
            tried = {"i": {"code": "x", "login": clerk.login, "password": "wrong"}}
            assert await house.refused_code(accept, tried) == "INVITATION_INVALID"
        assert await house.refused_code(accept, tried) == "TOO_MANY_ATTEMPTS"
        assert await house.refused_code(SIGN_IN, given(clerk.login)) == "TOO_MANY_ATTEMPTS"


async def test_one_address_may_not_try_a_hundred_logins(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_work(password: str, stored: str) -> bool:
        return False

    monkeypatch.setattr(people, "password_fits", no_work)
    codes = [await house.refused_code(SIGN_IN, given(f"guess-{n}")) for n in range(101)]
    assert codes == ["SIGN_IN_FAILED"] * 100 + ["TOO_MANY_ATTEMPTS"]


async def test_attempts_at_once_are_all_counted(house: House) -> None:
    clerk = await house.person("county-a", "court")
    with clock.moved_to(START):
        tries = [house.refused_code(SIGN_IN, given(clerk.login, "wrong")) for _ in range(14)]
        codes = sorted(await asyncio.gather(*tries))
    assert codes == ["SIGN_IN_FAILED"] * 10 + ["TOO_MANY_ATTEMPTS"] * 4


# While it lasts.


async def test_a_session_in_use_is_lengthened_and_an_unused_one_expires(house: House) -> None:
    clerk = await house.person("county-a", "court")
    idle = timedelta(minutes=house.platform.settings.session_idle_minutes)
    with clock.moved_to(START):
        told = (await house.gql(SIGN_IN, given(clerk.login)))["signIn"]
    used, unused = bearer(told["token"]), await at(START, sign_in(house, clerk))
    assert datetime.fromisoformat(told["expiresAt"]).replace(tzinfo=None) == START + idle
    moment = START
    for step in (0.4, 0.4, 0.6, 0.9, 0.6):
        moment += idle * step
        assert await at(moment, house.gql(NAME, headers=used)) == SOMEBODY, step
    code = house.refused_code(NAME, headers=bearer(unused))
    assert await at(START + idle + timedelta(seconds=1), code) == "TOKEN_INVALID"
    late = moment + idle + timedelta(seconds=1)
    assert await at(late, house.refused_code(NAME, headers=used)) == "TOKEN_INVALID"
    assert await at(moment, house.refused_code(NAME, headers=bearer(unused))) == "TOKEN_INVALID"


async def test_however_much_it_is_used_a_session_ends_after_its_longest_life(house: House) -> None:
    clerk = await house.person("county-a", "court")
    settings = house.platform.settings
    idle = timedelta(minutes=settings.session_idle_minutes)
    end = START + timedelta(hours=settings.session_hours)
    used = bearer(await at(START, sign_in(house, clerk)))
    moment = START
    while moment + idle / 2 < end:
        moment += idle / 2
        assert await at(moment, house.gql(NAME, headers=used)) == SOMEBODY
    late = house.refused_code(NAME, headers=used)
    assert await at(end + timedelta(seconds=1), late) == "TOKEN_INVALID"


async def at(moment: datetime, asking: Any) -> Any:
    """What is answered at that moment."""
    with clock.moved_to(moment):
        return await asking


async def test_a_token_that_is_none_is_refused_everywhere_with_401(house: House) -> None:
    for token in ("x", "", "x" * 5000, "令牌".encode().hex()):
        headers = bearer(token)
        for response in (
            await house.client.post("/t/county-a/graphql", json={"query": NAME}, headers=headers),
            await house.client.get("/t/county-a/schema.graphql", headers=headers),
            await house.client.get("/t/county-a/files/x", headers=headers),
            await house.client.post(
                "/t/county-a/files", files={"file": ("a", b"x")}, headers=headers
            ),
        ):
            assert response.status_code == 401, (token[:9], response.request.url)
            [error] = response.json()["errors"]
            assert error["extensions"]["code"] == "TOKEN_INVALID"


async def test_at_another_bodys_endpoint_a_session_is_a_visitor(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    await house.person("county-b", "office", "admin")
    assert await house.gql(NAME, by=admin) == SOMEBODY
    assert await house.gql(NAME, by=admin, body="county-b") == NOBODY
    listed = "{ members { totalCount } }"
    assert await house.refused_code(listed, by=admin, body="county-b") == "NOT_SIGNED_IN"
    upload = await house.client.post(
        "/t/county-b/files", files={"file": ("a.docx", b"x")}, headers=bearer(admin.token)
    )
    assert upload.json()["errors"][0]["extensions"]["code"] == "NOT_SIGNED_IN"


async def test_a_person_of_two_bodies_has_a_session_at_each(house: House) -> None:
    """Twin courts even share their id: what counts is the body that the session was opened at."""
    clerk = await house.person("county-a", "court")
    admin = await house.person("county-b", "office", "admin")
    invited = await house.gql(
        'mutation { inviteMember(input: {organ: "court", post: "x"}) { code } }', by=admin
    )
    code = {"code": invited["inviteMember"]["code"], "login": clerk.login, "password": PASSWORD}
    await house.gql(
        "mutation($i: AcceptInvitationInput!) { acceptInvitation(input: $i) { token } }",
        {"i": code},
        body="county-b",
    )
    there = await sign_in(house, clerk, body="county-b")
    told = await house.gql(VIEWER, body="county-b", headers=bearer(there))
    assert told["viewer"]["organ"] == {"code": "court"}
    assert await house.gql(NAME, body="county-a", headers=bearer(there)) == NOBODY
    assert await house.gql(NAME, body="county-b", by=clerk) == NOBODY
    changed = {"i": {"old": PASSWORD, "new": "a new password"}}
    await house.gql(CHANGE, changed, by=clerk)
    refused = await house.refused_code(NAME, body="county-b", headers=bearer(there))
    assert refused == "TOKEN_INVALID"


async def test_switching_goes_only_to_an_organ_of_ones_own(house: House) -> None:
    clerk = await two_places(house)
    stranger = await house.person("county-b", "government")
    assert stranger.body == "county-b"
    switch = "mutation($o: String!) { switchOrgan(organ: $o) }"
    await house.gql(switch, {"o": "court"}, by=clerk)
    assert (await house.gql(VIEWER, by=clerk))["viewer"]["organ"] == {"code": "court"}
    for organ in ("government", "nowhere", ""):
        refused = await house.refused_code(switch, {"o": organ}, by=clerk)
        assert refused == "NOT_A_MEMBER", organ
    assert (await house.gql(VIEWER, by=clerk))["viewer"]["organ"] == {"code": "court"}
    other = await sign_in(house, clerk)
    told = await house.gql(VIEWER, headers=bearer(other))
    assert told["viewer"]["organ"] == {"code": "office"}


# Its end.


async def test_signing_out_ends_this_session_alone(house: House) -> None:
    clerk = await house.person("county-a", "court")
    one, two = await sign_in(house, clerk), await sign_in(house, clerk)
    assert await house.gql("mutation { signOut }", headers=bearer(one)) == {"signOut": True}
    assert await house.refused_code(NAME, headers=bearer(one)) == "TOKEN_INVALID"
    assert await house.gql(NAME, headers=bearer(two)) == SOMEBODY


async def test_a_new_password_ends_every_other_session(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    made = await house.gql(
        """mutation { createPerson(input: {name: "新人", login: "new-clerk",
           place: {organ: "court", post: "书记员"}}) { firstPassword } }""",
        by=admin,
    )
    first = made["createPerson"]["firstPassword"]
    tokens = [
        (await house.gql(SIGN_IN, given("new-clerk", first)))["signIn"]["token"] for _ in range(3)
    ]
    mine = bearer(tokens[0])
    assert (await house.gql(VIEWER, headers=mine))["viewer"]["mustChangePassword"]
    refused = await house.refused_code("{ colleagues { name } }", headers=mine)
    assert refused == "PASSWORD_CHANGE_REQUIRED"
    for changed, code, named in (
        ({"old": "wrong", "new": "long enough"}, "PASSWORD_WRONG", None),
        ({"old": first, "new": "short"}, "PASSWORD_TOO_SHORT", "new"),
        ({"old": first, "new": first}, "PASSWORD_SAME", "new"),
    ):
        refused = await house.refused(CHANGE, {"i": changed}, headers=mine)
        assert refused["extensions"]["code"] == code
        assert refused["extensions"].get("field") == named
    changed = {"i": {"old": first, "new": "long enough"}}
    assert await house.gql(CHANGE, changed, headers=mine) == {"changePassword": True}
    assert not (await house.gql(VIEWER, headers=mine))["viewer"]["mustChangePassword"]
    assert await house.gql("{ colleagues { name } }", headers=mine)
    for token in tokens[1:]:
        assert await house.refused_code(NAME, headers=bearer(token)) == "TOKEN_INVALID"
    assert await house.refused_code(SIGN_IN, given("new-clerk", first)) == "SIGN_IN_FAILED"
    assert await house.gql(SIGN_IN, given("new-clerk", "long enough"))


async def test_an_open_session_is_no_place_to_guess_the_password(house: House) -> None:
    clerk = await house.person("county-a", "court")
    with clock.moved_to(START):
        token = await sign_in(house, clerk)
        wrong = {"i": {"old": "wrong", "new": "long enough"}}
        codes = [await house.refused_code(CHANGE, wrong, headers=bearer(token)) for _ in range(11)]
    assert codes == ["PASSWORD_WRONG"] * 10 + ["TOO_MANY_ATTEMPTS"]


async def test_a_closed_accounts_sessions_end_with_it(house: House) -> None:
    clerk = await house.person("county-a", "court")
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await work.session.execute(sa.update(Account).values(closed_at=clock.now()))
    assert await house.refused_code(NAME, by=clerk) == "TOKEN_INVALID"


# From a script.


async def test_the_operator_opens_a_session_without_a_password(house: House) -> None:
    clerk = await two_places(house)
    body = house.bodies["county-a"]
    async with verb(house.platform, body, None, None, frozenset()) as work:
        _, token = await signing_in.open_for_operator(work, clerk.login, "court")
    told = await house.gql(VIEWER, headers=bearer(token))
    assert told["viewer"]["organ"] == {"code": "court"}
    assert (await house.events("county-a"))[-1][1] == {"organ": "court", "by": "operator"}
    for login, organ in (("nobody", None), (clerk.login, "government")):
        with pytest.raises(Refused, match="没有任职"):
            async with verb(house.platform, body, None, None, frozenset()) as work:
                await signing_in.open_for_operator(work, login, organ)
