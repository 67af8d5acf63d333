"""Signing in: one `session` table, read from a Bearer header or a cookie, revocable at any time.

The same answer and the same time for an unknown login, a wrong password and an account without a
place in this body. At another body's endpoint a session is a visitor.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import access, clock, events, people, second_factor
from core.db import Base
from core.errors import Expected, Invalid, NotFound, Refused
from core.notifications import notify
from core.people import Account, Membership, Person
from core.permissions import WITH_FIRST_PASSWORD
from core.tenancy import Body, Organ
from core.work import Actor

if TYPE_CHECKING:
    from core.graphql.context import Context
    from core.platform import Platform
    from core.settings import Settings
    from core.work import Work

ATTEMPTS = 10
WINDOW = timedelta(minutes=10)
DAY = timedelta(days=1)
CODES_A_DAY = 50
"""Codes of a second factor that are looked at in a day: a million of them are soon tried."""

LONGEST_CLIENT = 200
SELDOM = 20
"""A session is lengthened when a twentieth of what it may stand idle has gone by."""

log = structlog.get_logger("renda.signing_in")


class LoginSession(Base):
    """A signed-in account at one body, acting as one organ. Only a hash of its token is kept."""

    __tablename__ = "session"
    __table_args__ = ({"info": {"grants": "SELECT, INSERT, UPDATE"}},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    body_id: Mapped[UUID] = mapped_column(sa.ForeignKey("body.id"))
    organ_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    client: Mapped[str | None]
    """What the browser called itself, so that its owner knows it again."""


class RateLimit(Base):
    """How often something was tried in the running window, in the whole deployment."""

    __tablename__ = "rate_limit"
    __table_args__ = ({"info": {"grants": "SELECT, INSERT, UPDATE"}},)

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: their session, the organ they act as, and what they may do here."""

    actor: Actor | None
    organ: Organ | None
    actions: frozenset[str]
    must_change_password: bool = False


class TokenInvalid(Expected):
    """A token was given, but it is unknown, expired or revoked."""

    def __init__(self) -> None:
        super().__init__("TOKEN_INVALID", "登录已失效，请重新登录；已填写的内容请先保存。")


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


async def count_attempt(
    platform: "Platform", what: str, most: int = ATTEMPTS, window: timedelta = WINDOW
) -> None:
    """Count an attempt in a transaction of its own, so that it counts even if it is refused."""
    moment = clock.now()
    # A window that lies ahead was begun before the clock was set back.
    fresh = sa.or_(
        RateLimit.window_start < moment - window, RateLimit.window_start > moment + window
    )
    async with platform.database.transaction(None) as session:
        count = await session.scalar(
            insert(RateLimit)
            .values(key=sha256(what.encode()).hexdigest(), window_start=moment, count=1)
            .on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "count": sa.case((fresh, 1), else_=RateLimit.count + 1),
                    "window_start": sa.case((fresh, moment), else_=RateLimit.window_start),
                },
            )
            .returning(RateLimit.count)
        )
    if count is not None and count > most:
        wait = "十分钟后" if window == WINDOW else "明天"
        raise Refused("TOO_MANY_ATTEMPTS", f"尝试次数过多，请{wait}再试。")


async def forget_attempts(session: AsyncSession, what: str) -> None:
    """Whoever got in was no guesser: attempts that succeed never add up to a refusal."""
    key = sha256(what.encode()).hexdigest()
    await session.execute(sa.update(RateLimit).where(RateLimit.key == key).values(count=0))


async def count_code(platform: "Platform", account_id: UUID) -> None:
    """Count a code of an account's second factor that is looked at, whoever sends it."""
    await count_attempt(platform, f"code:{account_id}", CODES_A_DAY, DAY)


async def account_of(session: AsyncSession, login: str) -> Account | None:
    """The open account with this login."""
    return await session.scalar(
        sa.select(Account).where(Account.login == login, Account.closed_at.is_(None))
    )


async def authenticated(account: Account | None, password: str) -> Account | None:
    """The account, if the password fits; the same work is done where there is none."""
    stored = account.password_hash if account else await _nobody()
    fits = await people.password_fits(password, stored)
    return account if account and fits else None


_nobodys_hash: list[str] = []


async def _nobody() -> str:
    if not _nobodys_hash:
        _nobodys_hash.append(await people.hash_password(secrets.token_hex(16)))
    return _nobodys_hash[0]


def _failed() -> Refused:
    return Refused("SIGN_IN_FAILED", "登录名或密码不正确，或该账号不属于本机构。请核对后重试。")


def open_places(person_ids: Sequence[UUID]) -> sa.Select[Membership, Organ]:
    """Where these people work in this body now, with the organ, oldest first."""
    return (
        sa.select(Membership, Organ)
        .join(
            Organ, sa.and_(Organ.tenant_id == Membership.tenant_id, Organ.id == Membership.organ_id)
        )
        .where(
            Membership.person_id.in_(person_ids),
            Membership.ended_on.is_(None),
            Organ.closed_on.is_(None),
        )
        .order_by(Membership.id)
    )


async def open_memberships(
    session: AsyncSession, person_id: UUID
) -> list[tuple[Membership, Organ]]:
    """The person's places in this body, oldest first."""
    rows = await session.execute(open_places([person_id]))
    return [(row[0], row[1]) for row in rows]


_warned: list[bool] = []


def refuse_plain(context: "Context") -> None:
    """No password travels unencrypted in production; elsewhere it is warned of, once."""
    if not context.plain:
        return
    if context.platform.settings.production:
        raise Refused(
            "PLAIN_HTTP",
            "为保护密码，只能通过 https 登录。请改用 https:// 开头的网址；"
            "仍然不行的，请管理员让代理服务器发送 X-Forwarded-Proto。",
        )
    if not _warned:
        _warned.append(True)
        log.warning("plain_http", note="passwords travel unencrypted; cookies go without __Host-")


async def sign_in(
    work: "Work",
    login: str,
    password: str,
    organ_code: str | None,
    *,
    code: str | None = None,
    client: str | None = None,
) -> tuple[LoginSession, str]:
    """Open a session at this body; returns it with its token, which is shown once."""
    # Hashing is slow and waits in line: no connection of the pool is held meanwhile.
    async with work.platform.database.transaction(None) as session:
        known = await account_of(session, login)
    account = await authenticated(known, password)
    if account is None:
        raise _failed()
    places = await open_memberships(work.session, account.person_id)
    if organ_code is not None:
        places = [place for place in places if place[1].code == organ_code]
    if not places:
        raise _failed()
    await _check_second_factor(work, account, code)
    await forget_attempts(work.session, f"login:{login}")
    _, organ = places[0]
    row, token = await open_session(work, account, organ, client=client)
    # Nobody was signed in when the verb began. Coming and going is not a part of the place's way.
    came = events.announce(work, "core.sign_in", organ, {"organ": organ.code})
    came.actor_id, came.organ_id = account.person_id, organ.id
    return row, token


async def _check_second_factor(work: "Work", account: Account, code: str | None) -> None:
    """Only who knows the password learns that there is a second factor."""
    if account.totp_since is not None:
        if (code or "").strip():
            await count_code(work.platform, account.id)
        held = await work.session.get_one(Account, account.id, with_for_update=True)
        second_factor.check(held, code)


async def open_session(
    work: "Work",
    account: Account,
    organ: Organ,
    *,
    client: str | None = None,
    attended: bool = True,
) -> tuple[LoginSession, str]:
    """A new session row with a new token, for an account that is known to be who it says.

    One that nobody sits before, a script's, does not end by standing idle.
    """
    token = secrets.token_urlsafe(32)
    settings, moment = work.platform.settings, clock.now()
    life = timedelta(hours=settings.session_hours)
    idle = timedelta(minutes=settings.session_idle_minutes) if attended else life
    row = LoginSession(
        id=uuid7(),
        token_hash=token_hash(token),
        account_id=account.id,
        body_id=work.body.id,
        organ_id=organ.id,
        created_at=moment,
        expires_at=moment + min(idle, life),
        client=(client or "")[:LONGEST_CLIENT] or None,
    )
    work.session.add(row)
    await work.session.flush()
    return row, token


async def open_for_operator(
    work: "Work", login: str, organ_code: str | None
) -> tuple[LoginSession, str]:
    """A session that the operator opens for a script, without a password; told as a sign-in."""
    account = await account_of(work.session, login)
    places = await open_memberships(work.session, account.person_id) if account else []
    if organ_code is not None:
        places = [place for place in places if place[1].code == organ_code]
    if account is None or not places:
        raise Refused("SIGN_IN_FAILED", "该账号在本机构（或该机关）没有任职。")
    membership, organ = places[0]
    row, token = await open_session(work, account, organ, attended=False)
    events.announce(work, "core.sign_in", membership, {"organ": organ.code, "by": "operator"})
    return row, token


async def accept_invitation(
    work: "Work",
    code: str,
    login: str,
    password: str,
    *,
    second_code: str | None = None,
    client: str | None = None,
) -> tuple[LoginSession, str]:
    """Take an invited place with an account that exists already, and sign in to it.

    The code is looked at first: without one, nothing is learned of any account here.
    """
    invitation = await people.open_invitation(work, code)
    account = await authenticated(await account_of(work.session, login), password)
    if account is None:
        raise _failed()
    await _check_second_factor(work, account, second_code)
    person = await work.session.get_one(Person, account.person_id, with_for_update=True)
    membership = await people.take_invited_place(work, person, invitation)
    organ = await work.session.get_one(Organ, (work.body.id, membership.organ_id))
    came = events.announce(work, "core.accept_invitation", membership, {"organ": organ.code})
    came.actor_id, came.organ_id = account.person_id, organ.id
    return await open_session(work, account, organ, client=client)


async def sign_out(work: "Work") -> LoginSession:
    """End the session in use."""
    row = await _own_session(work)
    row.revoked_at = clock.now()
    organ = work.acting_organ
    events.announce(work, "core.sign_out", organ)
    return row


async def switch_organ(work: "Work", organ_code: str) -> LoginSession:
    """Act as another organ of this body in which one has a place."""
    row = await _own_session(work)
    places = await open_memberships(work.session, work.acting_person.person_id)
    for _, organ in places:
        if organ.code == organ_code:
            row.organ_id = organ.id
            events.announce(work, "core.switch_organ", organ, {"organ": organ.code})
            return row
    raise Refused("NOT_A_MEMBER", "您不在该机关任职，不能以其身份办理。请从您的机关中选择。")


async def change_password(work: "Work", old: str, new: str) -> LoginSession:
    """Set a new password; every other session of the account ends."""
    people.check_password_strength(new, field="new")
    row = await _own_session(work)
    account = await work.session.get_one(Account, row.account_id, with_for_update=True)
    if not await people.password_fits(old, account.password_hash):
        raise Refused("PASSWORD_WRONG", "原密码不正确，请重新输入。")
    if new == old:
        # A first password is known to whoever handed it over.
        raise Invalid("PASSWORD_SAME", "新密码与原密码相同，请另设一个。", field="new")
    account.password_hash = await people.hash_password(new)
    account.must_change_password = False
    await end_sessions(work.session, account.id, but=row.id)
    events.announce(work, "core.change_password", work.acting_organ)
    return row


async def reset_password(work: "Work", membership_id: UUID) -> tuple[Membership, str]:
    """Give a member a new first password; refused when another body also relies on the account."""
    membership = await people.membership_of(work, membership_id)
    person = await _own_person(work, membership)
    account = await work.session.scalar(sa.select(Account).where(Account.person_id == person.id))
    if account is None:
        raise Refused("NO_ACCOUNT", "此人还没有账号，没有密码可以重置，请先为其建账号。")
    first_password = secrets.token_urlsafe(12)
    account.password_hash = await people.hash_password(first_password)
    account.must_change_password = True
    await end_sessions(work.session, account.id)
    events.announce(work, "core.reset_password", membership)
    return membership, first_password


async def reset_second_factor(work: "Work", membership_id: UUID) -> Membership:
    """Take the second factor off for a member who has lost it; their sessions end.

    Never one's own: who finds an admin's session open would need nothing else.
    """
    membership = await people.membership_of(work, membership_id)
    if membership.person_id == work.acting_person.person_id:
        raise Refused(
            "SECOND_FACTOR_OWN",
            "本人的两步验证不能由本人重置，请用动态码或者恢复码关闭；都丢失的，请另一位机构管理员重置。",
        )
    person = await _own_person(work, membership)
    account = await second_factor.of_person(work, person.id)
    if account is None:
        raise Refused("NO_ACCOUNT", "此人还没有账号，没有两步验证可以重置。")
    second_factor.take_off(account)
    await end_sessions(work.session, account.id)
    events.announce(work, "core.reset_second_factor", membership)
    text = (
        "管理员重置了您的两步验证，现在只凭密码登录。"
        "请到“我的账号”重新开启；不是您要求的，请告诉管理员。"
    )
    notify(work, [person.id], text, membership)
    return membership


async def confirm_second_factor(work: "Work", code: str) -> list[str]:
    """Turn the second factor on; every other session of the account ends."""
    codes = await second_factor.confirm(work, code)
    await end_sessions(
        work.session, work.acting_person.account_id, but=work.acting_person.session_id
    )
    return codes


async def own_sessions(session: AsyncSession, actor: Actor) -> list[tuple[LoginSession, Body]]:
    """The running sessions of the viewer's account, at all bodies, the latest first."""
    rows = await session.execute(
        sa.select(LoginSession, Body)
        .join(Body, Body.id == LoginSession.body_id)
        .where(
            LoginSession.account_id == actor.account_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at >= clock.now(),
        )
        .order_by(LoginSession.created_at.desc(), LoginSession.id)
    )
    return [(row[0], row[1]) for row in rows]


async def end_session(work: "Work", session_id: UUID) -> LoginSession:
    """End one of one's own sessions, the one in use or another."""
    row = await work.session.scalar(
        sa.select(LoginSession)
        .where(
            LoginSession.id == session_id,
            LoginSession.account_id == work.acting_person.account_id,
            LoginSession.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound("登录")
    row.revoked_at = clock.now()
    own = row.id == work.acting_person.session_id
    events.announce(work, "core.end_session", work.acting_organ, {"own": own})
    return row


async def _own_person(work: "Work", membership: Membership) -> Person:
    """A person whose every place is in this body, locked for the verb."""
    person = await work.session.get_one(Person, membership.person_id, with_for_update=True)
    if set(person.body_ids) != {str(work.body.id)}:
        home = await work.session.get_one(Body, person.home_body_id)
        raise Refused(
            "PASSWORD_NOT_YOURS",
            f"该账号还用于其他机构，不能由本机构单独重置密码。其所属机构是“{home.name}”，"
            "请本人与该机构或平台管理员联系。",
        )
    return person


async def open_account(work: "Work", membership_id: UUID, login: str) -> tuple[Membership, str]:
    """Give a login to somebody who came in without one, as most deputies do."""
    membership = await people.membership_of(work, membership_id)
    person = await _own_person(work, membership)
    has = sa.select(Account.id).where(Account.person_id == person.id)
    if await work.session.scalar(has) is not None:
        raise Refused("ACCOUNT_EXISTS", "此人已经有账号；忘记密码的，请重置密码。")
    first_password = await people.give_account(work, person, login)
    events.announce(work, "core.open_account", membership, personal={"login": login})
    return membership, first_password


async def end_sessions(session: AsyncSession, account_id: UUID, *, but: UUID | None = None) -> None:
    """Revoke every running session of an account."""
    await session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.id != (but or UUID(int=0)),
        )
        .values(revoked_at=clock.now())
    )


async def _own_session(work: "Work") -> LoginSession:
    return await work.session.get_one(LoginSession, work.acting_person.session_id)


async def who_is(
    platform: "Platform",
    session: AsyncSession,
    body: Body,
    token: str | None,
    *,
    renew: bool = True,
) -> Viewer:
    """Who asks at this body: a member acting as an organ, or a visitor.

    A page that is merely open and watches does not `renew` its session.
    """
    visitor = Viewer(None, None, platform.policies.actions_of([access.VISITOR]))
    if token is None:
        return visitor
    found = (
        await session.execute(
            sa.select(LoginSession, Account)
            .join(Account, Account.id == LoginSession.account_id)
            .where(LoginSession.token_hash == token_hash(token))
        )
    ).one_or_none()
    if found is None:
        raise TokenInvalid
    row, account = found
    if row.revoked_at or row.expires_at < clock.now() or account.closed_at:
        raise TokenInvalid
    if row.body_id != body.id:
        return visitor
    if renew:
        _renew(row, platform.settings)
    return await _member(platform, session, row, account) or visitor


def _renew(row: LoginSession, settings: "Settings") -> None:
    """Lengthen a session that is in use, up to its longest life; a write now and then is enough."""
    idle = timedelta(minutes=settings.session_idle_minutes)
    until = min(clock.now() + idle, row.created_at + timedelta(hours=settings.session_hours))
    if until - row.expires_at > idle / SELDOM:
        row.expires_at = until


async def _member(
    platform: "Platform", session: AsyncSession, row: LoginSession, account: Account
) -> Viewer | None:
    places = await open_memberships(session, account.person_id)
    here = [(membership, organ) for membership, organ in places if organ.id == row.organ_id]
    if not here:
        return None
    membership, organ = here[0]
    actions = await access.actions_here(session, platform.policies, [place[0].id for place in here])
    actor = Actor(
        person_id=account.person_id,
        account_id=account.id,
        session_id=row.id,
        name=membership.name,
    )
    if account.must_change_password:
        actions &= WITH_FIRST_PASSWORD
    return Viewer(actor, organ, actions, account.must_change_password)
