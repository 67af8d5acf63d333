"""People: accounts, membership in organs, deputies' mandates, and posts nobody may hold together.

`person` and `account` are global, since one person may be deputy of several levels; they do not
pass the front door. A plugin sees people through the memberships and mandates of its own body.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import access, clock, events
from core.db import Base, TenantOwned, choice, points_to, within
from core.errors import Expected, Invalid, NotFound, Refused
from core.names import as_name
from core.revisions import refuse_if_changed, revision_of
from core.tenancy import Body, BodyKind, BodyStatus, Level, Organ, OrganKind, organ_by_code

if TYPE_CHECKING:
    from core.graphql.context import Context
    from core.work import Work

INVITATION_DAYS = 14
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{2,63}")
ROLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
SHORTEST_PASSWORD = 10

hasher = PasswordHash((Argon2Hasher(memory_cost=46 * 1024, time_cost=1, parallelism=1),))
"""argon2id as OWASP's password page lists it first: 46 MiB, one pass, one lane."""

HASHED_AT_ONCE = 2
_hashing = asyncio.Semaphore(HASHED_AT_ONCE)
"""argon2id is heavy on purpose; more than this at once would starve the machine."""


class PostKind(StrEnum):
    """What kind of post a member holds in an organ, as far as the law asks for it."""

    CHAIRPERSON = "chairperson"
    VICE_CHAIRPERSON = "vice_chairperson"
    MEMBER = "member"
    HEAD = "head"
    STAFF = "staff"


class MandateStatus(StrEnum):
    """Whether a deputy's mandate runs; the reason of a suspension is kept elsewhere."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Person(Base):
    """A human being, once in the deployment. Global; written by the core's people verbs only."""

    __tablename__ = "person"
    __table_args__ = ({"info": {"grants": "SELECT, INSERT, UPDATE"}},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str]
    home_body_id: Mapped[UUID] = mapped_column(sa.ForeignKey("body.id"))
    body_ids: Mapped[list[str]]
    """Bodies where the person has a membership or mandate: who may reset the password."""
    posts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """Posts held now, at any body: what the law forbids together it forbids across bodies too."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Account(Base):
    """A login. Global; login names are unique in the deployment."""

    __tablename__ = "account"
    __table_args__ = ({"info": {"grants": "SELECT, INSERT, UPDATE"}},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None]
    """Of the second factor, in base32; it counts once `totp_since` is set."""
    totp_since: Mapped[datetime | None]
    totp_step: Mapped[int | None]
    """The latest half minute whose code was used."""
    recovery_hashes: Mapped[list[str]] = mapped_column(default=list)
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Membership(Base, TenantOwned):
    """That a person works in an organ of this body; ending it closes the row."""

    __tablename__ = "membership"
    __table_args__ = (points_to("organ", "organ_id"), within("person_id"), within("organ_id"))

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    organ_id: Mapped[UUID]
    name: Mapped[str]
    post: Mapped[str]
    post_kind: Mapped[PostKind] = choice(PostKind)
    ended_on: Mapped[date | None]


class Mandate(Base, TenantOwned):
    """That a person is a deputy of this congress; the same person may be one at other levels."""

    __tablename__ = "mandate"
    __table_args__ = (within("person_id"),)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str]
    term: Mapped[int]
    district: Mapped[str]
    status: Mapped[MandateStatus] = choice(MandateStatus, default=MandateStatus.ACTIVE)
    began_on: Mapped[date]
    ended_on: Mapped[date | None]


class Invitation(Base, TenantOwned):
    """An open place in an organ, taken by whoever holds the code and signs in to an account."""

    __tablename__ = "invitation"
    __table_args__ = (
        points_to("organ", "organ_id"),
        sa.UniqueConstraint("tenant_id", "code_hash"),
    )

    code_hash: Mapped[str]
    organ_id: Mapped[UUID]
    post: Mapped[str]
    post_kind: Mapped[PostKind] = choice(PostKind)
    roles: Mapped[list[str]]
    expires_at: Mapped[datetime]
    accepted_by: Mapped[UUID | None]


async def roles_here(work: "Work") -> frozenset[str]:
    """The roles that whoever acts carries as a member of the acting organ."""
    joined = sa.and_(
        Membership.tenant_id == access.RoleAssignment.tenant_id,
        Membership.id == access.RoleAssignment.membership_id,
    )
    found = await work.session.scalars(
        sa.select(access.RoleAssignment.role)
        .join(Membership, joined)
        .where(
            Membership.person_id == work.acting_person.person_id,
            Membership.organ_id == work.acting_organ.id,
            Membership.ended_on.is_(None),
        )
    )
    return frozenset(found)


async def role_title(work: "Work", role: str) -> str:
    """What a role is called here; one that this body does not have goes by its code."""
    own = await work.session.scalar(
        sa.select(access.OwnRole.title).where(access.OwnRole.name == role)
    )
    known = {one.name: one.title for one in work.platform.policies.roles}
    return own or known.get(role, role)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an organ: which organ, which post, which roles."""

    organ_code: str
    post: str
    post_kind: PostKind
    roles: tuple[str, ...]


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be created, with a login of their own."""

    name: str
    login: str
    place: Place


class Created(msgspec.Struct, frozen=True, kw_only=True):
    """A created account with its first password, which is shown once."""

    membership: Membership
    login: str
    first_password: str


Post = tuple[Level, OrganKind, PostKind]

_LEADERS = {PostKind.CHAIRPERSON, PostKind.VICE_CHAIRPERSON}
_ADMINISTRATIVE = {OrganKind.GOVERNMENT, OrganKind.DEPARTMENT, OrganKind.SUBDISTRICT_OFFICE}
_ORGANS_UNDER_OVERSIGHT = {
    OrganKind.GOVERNMENT,
    OrganKind.DEPARTMENT,
    OrganKind.SUPERVISORY_COMMISSION,
    OrganKind.COURT,
    OrganKind.PROCURATORATE,
}


def incompatible(posts: Iterable[Post]) -> str | None:
    """Why the posts of one person may not be held together, or None.

    A township chairperson or vice-chairperson may hold no administrative post (地方组织法
    第十八条); a member of a standing committee may hold no post in the government, supervisory
    commission, court or procuratorate (第四十七条).
    """
    held = list(posts)
    chairs = any(
        level is Level.TOWNSHIP
        and organ in (OrganKind.CONGRESS, OrganKind.PRESIDIUM)
        and post in _LEADERS
        for level, organ, post in held
    )
    if chairs and any(organ in _ADMINISTRATIVE for _level, organ, _post in held):
        return "乡镇人大主席、副主席不得担任国家行政机关的职务（地方组织法第十八条）。"
    sits = any(
        organ is OrganKind.STANDING_COMMITTEE and post is not PostKind.STAFF
        for _level, organ, post in held
    )
    if sits and any(organ in _ORGANS_UNDER_OVERSIGHT for _level, organ, _post in held):
        return (
            "常委会组成人员不得担任国家行政机关、监察机关、审判机关和检察机关的职务"
            "（地方组织法第四十七条）。"
        )
    return None


async def hash_password(password: str) -> str:
    """argon2id, off the event loop, never more than a few at once."""
    async with _hashing:
        return await asyncio.to_thread(hasher.hash, password)


async def password_fits(password: str, stored: str) -> bool:
    """Check a password, off the event loop."""
    async with _hashing:
        return await asyncio.to_thread(hasher.verify, password, stored)


def check_password_strength(password: str, *, field: str) -> None:
    """Refuse a password that is too short to be kept."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            "PASSWORD_TOO_SHORT",
            f"密码至少{SHORTEST_PASSWORD}个字符，请重新设置。",
            field=field,
        )


async def create_person(work: "Work", new: NewPerson) -> Created:
    """Create a person with an account and a first place in an organ of this body."""
    problems = await problems_of(work, new)
    if problems:
        raise problems[0]
    created = await create_account(work, new)
    events.announce(
        work,
        "core.create_person",
        created.membership,
        {"organ": new.place.organ_code, "roles": list(new.place.roles)},
        personal={"name": new.name, "login": new.login},
    )
    return created


async def problems_of(work: "Work", new: NewPerson) -> list[Expected]:
    """Everything that is wrong with a person to be created; empty when all is well."""
    found = list[Expected]()
    if not new.name.strip():
        found.append(Invalid("NAME_EMPTY", "姓名没有填写。", field="name"))
    if not LOGIN.fullmatch(new.login):
        found.append(
            Invalid("LOGIN_FORM", "登录名须为3至64位字母、数字或 . _ @ -。", field="login")
        )
    elif await work.session.scalar(sa.select(Account.id).where(Account.login == new.login)):
        found.append(_login_taken(new.login))
    try:
        await organ_by_code(work.session, new.place.organ_code)
    except NotFound:
        found.append(organ_unknown(new.place.organ_code))
    try:
        await access.check_roles(work.session, work.platform.policies, new.place.roles)
    except Expected as problem:
        found.append(problem)
    return found


def organ_unknown(code: str) -> Invalid:
    """The refusal (`ORGAN_UNKNOWN`) of a code that no open organ of the body has."""
    return Invalid(
        "ORGAN_UNKNOWN",
        f"本机构没有代码为“{code[:60]}”的机关，请照“机关”页面上的代码填写。",
        field="organ",
    )


def _login_taken(login: str) -> Invalid:
    return Invalid("LOGIN_TAKEN", f"登录名“{login}”不可用，请换一个。", field="login")


async def create_accounts(work: "Work", news: Sequence[NewPerson]) -> list[Created]:
    """Several at once, without an event; those who sign in meanwhile come in between."""
    passwords = [secrets.token_urlsafe(12) for _ in news]
    hashes = list[str]()
    for start in range(0, len(passwords), HASHED_AT_ONCE):
        some = passwords[start : start + HASHED_AT_ONCE]
        hashes += await asyncio.gather(*(hash_password(password) for password in some))
    return [
        await _create(work, new, password, hashed)
        for new, password, hashed in zip(news, passwords, hashes, strict=True)
    ]


async def create_account(work: "Work", new: NewPerson) -> Created:
    """Person, account and place without an event: for verbs that announce their own."""
    return (await create_accounts(work, [new]))[0]


async def _create(work: "Work", new: NewPerson, password: str, password_hash: str) -> Created:
    person = Person(id=uuid7(), name=as_name(new.name), home_body_id=work.body.id, body_ids=[])
    work.session.add(person)
    await work.session.flush()
    work.session.add(Account(person_id=person.id, login=new.login, password_hash=password_hash))
    try:
        await work.session.flush()
    except IntegrityError as fault:
        # Somebody else took the login at the same moment.
        raise _login_taken(new.login) from fault
    membership = await join(work.session, work, person, new.place)
    return Created(membership=membership, login=new.login, first_password=password)


async def join(session: AsyncSession, work: "Work", person: Person, place: Place) -> Membership:
    """Give a person a place in an organ, unless the law forbids the posts together."""
    organ = await organ_by_code(session, place.organ_code)
    roles = await access.check_roles(session, work.platform.policies, place.roles)
    reason = incompatible([*posts_of(person), (work.body.level, organ.kind, place.post_kind)])
    if reason is not None:
        raise Refused("POSTS_INCOMPATIBLE", f"{reason}请先办理原职务的变动，再重试。")
    membership = Membership(
        id=uuid7(),
        person_id=person.id,
        organ_id=organ.id,
        name=person.name,
        post=place.post,
        post_kind=place.post_kind,
    )
    session.add(membership)
    await session.flush()
    await give_roles(session, membership.id, roles)
    note_post(person, work.body, organ, membership.id, membership.post_kind)
    return membership


def posts_of(person: Person) -> list[Post]:
    """What the person does, in every body."""
    return [
        (Level(held["level"]), OrganKind(held["organ"]), PostKind(held["post"]))
        for held in person.posts
    ]


def _place_of(body: Body, membership_id: UUID) -> str:
    """Twins may have memberships with equal ids; with the body it is one place."""
    return f"{body.id}/{membership_id}"


def note_post(
    person: Person, body: Body, organ: Organ, membership_id: UUID, post_kind: PostKind
) -> None:
    """That a person has a place there now."""
    if str(body.id) not in person.body_ids:
        person.body_ids = [*person.body_ids, str(body.id)]
    held = {"level": body.level, "organ": organ.kind, "post": post_kind}
    person.posts = [*person.posts, {"in": _place_of(body, membership_id), **held}]


async def give_account(work: "Work", person: Person, login: str) -> str:
    """A login for a person who has none; the first password. The caller's verb announces it."""
    if not LOGIN.fullmatch(login):
        raise Invalid("LOGIN_FORM", "登录名须为3至64位字母、数字或 . _ @ -。", field="login")
    password = secrets.token_urlsafe(12)
    hashed = await hash_password(password)
    work.session.add(Account(person_id=person.id, login=login, password_hash=hashed))
    try:
        await work.session.flush()
    except IntegrityError as fault:
        raise _login_taken(login) from fault
    return password


async def own_bodies(context: "Context") -> list[Body]:
    """Bodies where whoever asks has a place or a mandate, by code; of nobody else it is told."""
    actor = context.viewer.actor
    if actor is None:
        return []
    async with context.reading() as session:
        person = await session.get_one(Person, actor.person_id)
        ids = [UUID(one) for one in person.body_ids]
        found = await session.scalars(sa.select(Body).where(Body.id.in_(ids)).order_by(Body.code))
        return list(found)


T = TypeVar("T")

MOST_OWN_BODIES = 20
"""Bodies that one person's view asks: there are four levels, and few people have more places."""


async def in_own_bodies(
    context: "Context", plugin: str, read: "Callable[[AsyncSession, Body, UUID], Awaitable[T]]"
) -> list[tuple[Body, T | None]]:
    """What each body where whoever asks has a place or a mandate says of that person, by code.

    `read` gets a session of that body, for no organ, which writes nothing, the body, and the
    person's id: it must ask for that person's own rows and no others. None stands for a body that
    is suspended or has the plugin off. At most `MOST_OWN_BODIES` are asked, one after the other.
    """
    found = list[tuple[Body, T | None]]()
    actor = context.viewer.actor
    if actor is None:
        return found
    for body in (await own_bodies(context))[:MOST_OWN_BODIES]:
        async with context.platform.database.session(body.id) as session:
            on = body.status is BodyStatus.ACTIVE
            if on and plugin in await context.platform.plugins_on(session):
                found.append((body, await read(session, body, actor.person_id)))
            else:
                found.append((body, None))
    return found


async def give_roles(session: AsyncSession, membership_id: UUID, roles: Sequence[str]) -> None:
    """Let a membership carry exactly these roles."""
    await session.execute(
        sa.delete(access.RoleAssignment).where(access.RoleAssignment.membership_id == membership_id)
    )
    session.add_all(access.RoleAssignment(membership_id=membership_id, role=role) for role in roles)
    await session.flush()


async def membership_of(work: "Work", membership_id: UUID) -> Membership:
    """An open membership of this body, locked for the verb, or NotFound."""
    found = await work.session.scalar(
        sa.select(Membership)
        .where(Membership.id == membership_id, Membership.ended_on.is_(None))
        .with_for_update()
    )
    if found is None:
        raise NotFound("人员")
    return found


async def may_do(work: "Work", membership: Membership, action: str) -> bool:
    """Whether another member of an organ holds an action, before something is given to them."""
    policies = work.platform.policies
    return bool(await access.who_may(work.session, policies, action, [membership.id]))


async def holders_of(
    work: "Work", actions: Iterable[str], which: sa.ColumnElement[bool]
) -> set[UUID]:
    """The persons of this body who hold one of the actions at an open place among those."""
    found = await work.session.execute(
        sa.select(Membership.id, Membership.person_id).where(which, Membership.ended_on.is_(None))
    )
    people = {row.id: row.person_id for row in found}
    policies, able = work.platform.policies, set[UUID]()
    for action in actions:
        able |= await access.who_may(work.session, policies, action, people)
    return {people[one] for one in able}


async def assign_roles(
    work: "Work", membership_id: UUID, roles: Sequence[str], seen: Sequence[str] | None = None
) -> Membership:
    """Let a member of an organ carry exactly these roles, in place of those that were `seen`."""
    membership = await membership_of(work, membership_id)
    if seen is not None:
        await _refuse_if_others_assigned(work, membership, seen)
    checked = await access.check_roles(work.session, work.platform.policies, roles)
    if access.ADMIN not in checked:
        await _refuse_without_admin(work, membership)
    await give_roles(work.session, membership.id, checked)
    events.announce(work, "core.assign_roles", membership, {"roles": checked})
    return membership


async def _refuse_if_others_assigned(
    work: "Work", membership: Membership, seen: Sequence[str]
) -> None:
    # The membership is locked: of two at the same time the second sees what the first gave.
    carried = await work.session.scalars(
        sa.select(access.RoleAssignment.role).where(
            access.RoleAssignment.membership_id == membership.id
        )
    )
    if set(carried) != set(seen):
        raise Refused(
            "ROLES_CHANGED",
            "他人刚刚调整了此人的角色。请看清现有的角色，再核对您所选的，重新提交。",
        )


async def add_membership(work: "Work", membership_id: UUID, place: Place) -> Membership:
    """Give somebody who works here, or who left, a further place in an organ of this body.

    Raises Refused `WORKS_ELSEWHERE` where who left belongs to other bodies now: they are invited.
    """
    known = await work.session.scalar(
        sa.select(Membership).where(Membership.id == membership_id).with_for_update()
    )
    if known is None:
        raise NotFound("人员")
    person = await work.session.get_one(Person, known.person_id, with_for_update=True)
    if person.body_ids and str(work.body.id) not in person.body_ids:
        raise Refused(
            "WORKS_ELSEWHERE",
            "此人现在由其他机构登记，请在“人员”中发出邀请，由本人凭邀请码加入。",
        )
    added = await join(work.session, work, person, place)
    events.announce(
        work,
        "core.add_membership",
        added,
        {"organ": place.organ_code, "roles": list(place.roles)},
    )
    return added


def role_revision(role: access.OwnRole | None) -> str:
    """A mark of what a role of the body's own holds; empty where there is none."""
    return revision_of(role, ["title", "actions"]) if role else ""


async def define_role(
    work: "Work", name: str, title: str, actions: Sequence[str], seen: str | None = None
) -> access.OwnRole:
    """Make or change a role of the body's own, from the listed actions."""
    policies = work.platform.policies
    if not ROLE_NAME.fullmatch(name):
        raise Invalid("ROLE_NAME", "角色名须以小写字母开头，只含小写字母、数字和_。", field="name")
    if name in {role.name for role in policies.roles}:
        raise Invalid("ROLE_RESERVED", f"“{name}”是系统自带角色，请换一个名称。", field="name")
    checked = access.check_actions(policies, actions)
    role = await work.session.scalar(
        sa.select(access.OwnRole).where(access.OwnRole.name == name).with_for_update()
    )
    refuse_if_changed(seen, role_revision(role))
    if role is None:
        role = access.OwnRole(id=uuid7(), name=name, title=title, actions=checked)
        work.session.add(role)
    role.title, role.actions = title, checked
    events.announce(work, "core.define_role", role, {"name": name, "actions": checked})
    return role


async def end_membership(work: "Work", membership_id: UUID, ended_on: date) -> Membership:
    """Close a membership; the roles it carried end with it, at once."""
    if ended_on > clock.today():
        raise Invalid(
            "END_IN_FUTURE", "任职一经结束立即生效，结束日期不能晚于今天，请改正。", field="endedOn"
        )
    membership = await membership_of(work, membership_id)
    await _refuse_without_admin(work, membership)
    membership.ended_on = ended_on
    await _forget_post(work, membership)
    events.announce(work, "core.end_membership", membership, {"ended_on": str(ended_on)})
    return membership


async def _refuse_without_admin(work: "Work", leaving: Membership) -> None:
    """A body whose last admin is gone could let nobody in again."""
    admins = await work.session.scalars(
        sa.select(Membership)
        .join(
            access.RoleAssignment,
            sa.and_(
                access.RoleAssignment.tenant_id == Membership.tenant_id,
                access.RoleAssignment.membership_id == Membership.id,
            ),
        )
        .where(access.RoleAssignment.role == access.ADMIN, Membership.ended_on.is_(None))
        .order_by(Membership.id)
        # Two admins who end each other at once wait here: the second sees that it is the last.
        .with_for_update(of=Membership)
    )
    if {one.id for one in admins} == {leaving.id}:
        raise Refused("LAST_ADMIN", "这是本机构最后一位管理员，请先给他人管理员角色，再办理此事。")


async def _forget_post(work: "Work", ended: Membership) -> None:
    """The post is free for another; with the last tie, another body may reset the password."""
    await work.session.flush()
    person = await work.session.get_one(Person, ended.person_id, with_for_update=True)
    left = _place_of(work.body, ended.id)
    person.posts = [held for held in person.posts if held["in"] != left]
    for model in (Membership, Mandate):
        tie = sa.select(model.id).where(model.person_id == person.id, model.ended_on.is_(None))
        if await work.session.scalar(tie.limit(1)) is not None:
            return
    person.body_ids = [one for one in person.body_ids if one != str(work.body.id)]


async def record_mandate(
    work: "Work", membership_id: UUID, *, term: int, district: str, began_on: date
) -> Mandate:
    """Record that a member of one of this body's organs is a deputy of this congress."""
    if work.body.kind is not BodyKind.CONGRESS:
        raise Refused(
            "NO_CONGRESS_HERE", "人大街道工委不设代表。请到代表所属的人民代表大会登记其资格。"
        )
    membership = await membership_of(work, membership_id)
    standing = sa.select(Mandate.id).where(
        Mandate.person_id == membership.person_id, Mandate.term == term, Mandate.ended_on.is_(None)
    )
    if await work.session.scalar(standing) is not None:
        raise Refused("MANDATE_EXISTS", f"此人第{term}届的代表资格已经登记，无需重复登记。")
    mandate = Mandate(
        id=uuid7(),
        person_id=membership.person_id,
        name=membership.name,
        term=term,
        district=district,
        began_on=began_on,
    )
    work.session.add(mandate)
    events.announce(work, "core.record_mandate", mandate, {"term": term})
    return mandate


async def invite_member(work: "Work", place: Place) -> tuple[Invitation, str]:
    """Open a place for somebody who has an account elsewhere; the code is handed over by hand.

    Nothing is said about whether such an account exists: that shows only when its owner accepts.
    """
    organ = await organ_by_code(work.session, place.organ_code)
    roles = await access.check_roles(work.session, work.platform.policies, place.roles)
    code = secrets.token_urlsafe(18)
    invitation = Invitation(
        id=uuid7(),
        code_hash=sha256(code.encode()).hexdigest(),
        organ_id=organ.id,
        post=place.post,
        post_kind=place.post_kind,
        roles=roles,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    work.session.add(invitation)
    events.announce(work, "core.invite_member", invitation, {"organ": organ.code})
    return invitation, code


async def open_invitation(work: "Work", code: str) -> Invitation:
    """The invitation of a code, locked for the verb, if it is neither used nor expired."""
    invitation = await work.session.scalar(
        sa.select(Invitation)
        .where(Invitation.code_hash == sha256(code.encode()).hexdigest())
        .with_for_update()
    )
    if invitation is None or invitation.accepted_by or invitation.expires_at < clock.now():
        raise Refused(
            "INVITATION_INVALID", "邀请码无效、已使用或已过期，请向邀请您的机构索取新的。"
        )
    return invitation


async def take_invited_place(work: "Work", person: Person, invitation: Invitation) -> Membership:
    """Take the place that an invitation opened."""
    organ = await work.session.get_one(Organ, (work.body.id, invitation.organ_id))
    place = Place(
        organ_code=organ.code,
        post=invitation.post,
        post_kind=invitation.post_kind,
        roles=tuple(invitation.roles),
    )
    invitation.accepted_by = person.id
    return await join(work.session, work, person, place)
