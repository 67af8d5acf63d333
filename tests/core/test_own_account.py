"""One's own account: the sessions that run, and a second factor at signing in."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from core import clock, global_id, signing_in
from core.people import Account
from core.testing import PASSWORD, House, MakeHouse, Someone

SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { token } }"
NAME = "{ viewer { name } }"
OWN = """{ ownAccount { secondFactorSince recoveryCodesLeft
  sessions { id body client current signedInAt } } }"""
END = "mutation($id: ID!) { endSession(input: {session: $id}) }"
BEGIN = """mutation($p: String!) { beginSecondFactor(input: {password: $p}) {
  secret address picture } }"""
CONFIRM = "mutation($c: String!) { confirmSecondFactor(input: {code: $c}) { codes } }"
REMOVE = """mutation($p: String!, $c: String!) {
  removeSecondFactor(input: {password: $p, code: $c}) }"""
RESET = "mutation($m: ID!) { resetSecondFactor(input: {member: $m}) { id } }"
START = datetime(2026, 3, 2, 9, 0)


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    return await make_house(installed=False)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def code_at(secret: str, moment: datetime) -> str:
    import base64

    with clock.moved_to(moment):
        now = int(clock.now().timestamp())
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(now).decode()


async def test_whose_account_it_is_is_told_to_its_own_person(house: House) -> None:
    """Two people of one name are two accounts; a visitor has none."""
    asked = "{ viewer { account } }"
    one, other = [await house.person("county-a", "office", "admin", name="重名") for _ in "ab"]
    told = [(await house.gql(asked, by=who))["viewer"]["account"] for who in (one, other)]
    assert len(set(told)) == len(told)
    assert await house.gql(asked, body="county-a") == {"viewer": {"account": None}}


async def enter(house: House, who: Someone, code: str | None = None, **headers: str) -> Any:
    sent = {"i": {"login": who.login, "password": PASSWORD, "code": code}}
    return await house.ask(SIGN_IN, sent, body=who.body, headers=headers)


def refusal(answer: Any) -> str:
    return answer["errors"][0]["extensions"]["code"]


async def with_factor(house: House, who: Someone) -> tuple[str, list[str]]:
    """Somebody turns it on at the start; the secret and the recovery codes."""
    with clock.moved_to(START):
        made = (await house.gql(BEGIN, {"p": PASSWORD}, by=who))["beginSecondFactor"]
        sent = {"c": code_at(made["secret"], START)}
        codes = (await house.gql(CONFIRM, sent, by=who))["confirmSecondFactor"]["codes"]
    return made["secret"], codes


async def clerk_at_start(house: House, *roles: str) -> Someone:
    with clock.moved_to(START):
        return await house.person("county-a", "office", *roles)


# --- sessions -----------------------------------------------------------------------------------


async def test_one_sees_ones_own_sessions_and_ends_another(house: House) -> None:
    clerk = await house.person("county-a", "office")
    other = await house.person("county-a", "office")
    phone = (await enter(house, clerk, **{"user-agent": "手机浏览器/1".encode().hex()}))["data"]
    token = phone["signIn"]["token"]
    listed = (await house.gql(OWN, by=clerk))["ownAccount"]["sessions"]
    assert [one["current"] for one in listed] == [False, True]
    assert listed[0]["client"] == "手机浏览器/1".encode().hex()
    assert listed[0]["body"] == house.bodies["county-a"].name
    foreign = await house.refused_code(END, {"id": listed[0]["id"]}, by=other)
    assert foreign == "NOT_FOUND"
    assert await house.gql(NAME, headers=bearer(token))
    assert await house.gql(END, {"id": listed[0]["id"]}, by=clerk) == {"endSession": True}
    assert await house.refused_code(NAME, headers=bearer(token)) == "TOKEN_INVALID"
    assert await house.refused_code(END, {"id": listed[0]["id"]}, by=clerk) == "NOT_FOUND"
    (left,) = (await house.gql(OWN, by=clerk))["ownAccount"]["sessions"]
    assert left["current"]
    name, told = (await house.events("county-a"))[-1]
    assert (name, told) == ("core.end_session", {"own": False})
    await house.gql(END, {"id": left["id"]}, by=clerk)
    assert await house.refused_code(NAME, by=clerk) == "TOKEN_INVALID"


async def test_a_visitor_has_no_account_to_look_at(house: House) -> None:
    assert await house.refused_code(OWN, body="county-a") == "NOT_SIGNED_IN"


# --- the second factor --------------------------------------------------------------------------


async def test_with_a_second_factor_the_password_alone_lets_nobody_in(house: House) -> None:
    clerk = await clerk_at_start(house)
    secret, codes = await with_factor(house, clerk)
    assert len(set(codes)) == 8
    later = START + timedelta(minutes=5)
    with clock.moved_to(later):
        assert refusal(await enter(house, clerk)) == "SECOND_FACTOR_NEEDED"
        assert refusal(await enter(house, clerk, "000000")) == "SECOND_FACTOR_WRONG"
        code = code_at(secret, later)
        assert (await enter(house, clerk, f"{code[:3]} {code[3:]}"))["data"]
        assert refusal(await enter(house, clerk, code)) == "SECOND_FACTOR_WRONG", "used already"
        sent = {"i": {"login": clerk.login, "password": "wrong-password", "code": code}}
        wrong = await house.refused_code(SIGN_IN, sent, body="county-a")
        assert wrong == "SIGN_IN_FAILED", "who does not know the password learns nothing"


async def test_a_code_counts_half_a_minute_before_and_after(house: House) -> None:
    clerk = await clerk_at_start(house)
    secret, _ = await with_factor(house, clerk)
    later = START + timedelta(minutes=5)
    with clock.moved_to(later):
        early = code_at(secret, later - timedelta(seconds=90))
        assert refusal(await enter(house, clerk, early)) == "SECOND_FACTOR_WRONG"
        assert (await enter(house, clerk, code_at(secret, later - timedelta(seconds=30))))["data"]
        assert (await enter(house, clerk, code_at(secret, later + timedelta(seconds=30))))["data"]


async def test_a_recovery_code_counts_once(house: House) -> None:
    clerk = await clerk_at_start(house)
    _, codes = await with_factor(house, clerk)
    with clock.moved_to(START + timedelta(minutes=5)):
        token = (await enter(house, clerk, codes[0].lower()))["data"]["signIn"]["token"]
        assert refusal(await enter(house, clerk, codes[0])) == "SECOND_FACTOR_WRONG"
        own = (await house.gql(OWN, headers=bearer(token)))["ownAccount"]
        assert own["recoveryCodesLeft"] == 7
        assert own["secondFactorSince"].startswith("2026-03-02T09:00:00")


async def test_the_secret_is_told_once_and_kept_out_of_events(house: House) -> None:
    clerk = await clerk_at_start(house)
    with clock.moved_to(START):
        made = (await house.gql(BEGIN, {"p": PASSWORD}, by=clerk))["beginSecondFactor"]
    assert made["secret"] in made["address"]
    assert made["address"].startswith("otpauth://totp/")
    assert made["picture"].startswith("data:image/svg+xml")
    assert made["secret"] not in str(await house.events("county-a"))
    sdl = house.schemas.of(frozenset()).as_str()
    assert "totpSecret" not in sdl
    with clock.moved_to(START):
        # Not confirmed: it does not count yet.
        assert (await enter(house, clerk))["data"]
        assert await house.refused_code(CONFIRM, {"c": "000000"}, by=clerk) == "SECOND_FACTOR_WRONG"
        refused = await house.refused_code(BEGIN, {"p": "wrong-password"}, by=clerk)
        assert refused == "PASSWORD_WRONG"


async def test_turning_it_on_ends_other_sessions_and_off_takes_both(house: House) -> None:
    clerk = await clerk_at_start(house)
    with clock.moved_to(START):
        other = (await enter(house, clerk))["data"]["signIn"]["token"]
    secret, codes = await with_factor(house, clerk)
    with clock.moved_to(START + timedelta(minutes=5)):
        assert await house.refused_code(NAME, headers=bearer(other)) == "TOKEN_INVALID"
        assert await house.refused_code(BEGIN, {"p": PASSWORD}, by=clerk) == "SECOND_FACTOR_ON"
        wrong = await house.refused_code(REMOVE, {"p": PASSWORD, "c": "1"}, by=clerk)
        assert wrong == "SECOND_FACTOR_WRONG"
        wrong = await house.refused_code(REMOVE, {"p": "wrong-one-x", "c": codes[0]}, by=clerk)
        assert wrong == "PASSWORD_WRONG"
        await house.gql(REMOVE, {"p": PASSWORD, "c": codes[0]}, by=clerk)
        assert (await enter(house, clerk))["data"]
        off = await house.refused_code(REMOVE, {"p": PASSWORD, "c": codes[1]}, by=clerk)
        assert off == "SECOND_FACTOR_OFF"
    assert secret not in str(await house.events("county-a"))


async def test_codes_cannot_be_tried_at_will(house: House) -> None:
    clerk = await clerk_at_start(house)
    await with_factor(house, clerk)
    with clock.moved_to(START + timedelta(minutes=20)):
        told = [refusal(await enter(house, clerk, f"{number:06}")) for number in range(12)]
    assert told == ["SECOND_FACTOR_WRONG"] * 10 + ["TOO_MANY_ATTEMPTS"] * 2


async def test_nor_patiently_over_a_day(house: House) -> None:
    """Ten in ten minutes would be enough for who has months."""
    clerk = await clerk_at_start(house)
    secret, _ = await with_factor(house, clerk)
    told = list[str]()
    moment = START
    for number in range(signing_in.CODES_A_DAY + 5):
        if number % 8 == 0:
            moment += timedelta(minutes=20)
        with clock.moved_to(moment):
            told.append(refusal(await enter(house, clerk, f"{number:06}")))
    # The first was that by which it was turned on.
    assert told.index("TOO_MANY_ATTEMPTS") == signing_in.CODES_A_DAY - 1
    with clock.moved_to(moment):
        # Who does not know the password cannot lock its owner out: without a code nothing counts.
        assert refusal(await enter(house, clerk)) == "SECOND_FACTOR_NEEDED"
    tomorrow = moment + timedelta(days=1, minutes=1)
    with clock.moved_to(tomorrow):
        assert (await enter(house, clerk, code_at(secret, tomorrow)))["data"]


async def test_nobody_resets_their_own(house: House) -> None:
    """Whoever finds an admin's session open would need neither password nor code."""
    admin = await clerk_at_start(house, "admin")
    await with_factor(house, admin)
    own = {"m": global_id("Member", admin.membership_id)}
    with clock.moved_to(START):
        assert await house.refused_code(RESET, own, by=admin) == "SECOND_FACTOR_OWN"
        assert refusal(await enter(house, admin)) == "SECOND_FACTOR_NEEDED"


async def test_an_admin_resets_it_for_who_has_lost_everything(house: House) -> None:
    admin, clerk = await clerk_at_start(house, "admin"), await clerk_at_start(house)
    await with_factor(house, clerk)
    member = {"m": global_id("Member", clerk.membership_id)}
    with clock.moved_to(START):
        stranger = await house.person("county-b", "office", "admin")
        assert await house.refused_code(RESET, member, by=stranger) == "NOT_FOUND"
        assert await house.refused_code(RESET, member, by=clerk) == "FORBIDDEN"
        await house.gql(RESET, member, by=admin)
        name, _ = (await house.events("county-a"))[-1]
        assert name == "core.reset_second_factor"
        assert await house.refused_code(NAME, by=clerk) == "TOKEN_INVALID"
        assert (await enter(house, clerk))["data"]
        assert await house.refused_code(RESET, member, by=admin) == "SECOND_FACTOR_OFF"
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        kept = await work.session.scalar(sa.select(Account).where(Account.login == clerk.login))
    assert kept is not None
    assert (kept.totp_secret, kept.totp_since, kept.recovery_hashes) == (None, None, [])
