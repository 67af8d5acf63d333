"""Deputies from a sheet: person, place in the congress and mandate; an account where one is named.

A body has hundreds of deputies and most of them never sign in at first: without a login no
password is made. A row that is wrong says what to do; one wrong row, and nobody is imported.

Who was a deputy of this body in an earlier term may be the same person: the preview offers those
of the same name with a number, and a row that bears the number joins them. Nobody is joined by
name alone.
"""

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from core import access, events, people
from core.errors import Expected, Invalid, Refused
from core.kit import spreadsheets
from core.names import as_name, bears_name
from core.people import Account, Mandate, Membership, Person, PostKind
from core.tenancy import BodyKind, Organ

if TYPE_CHECKING:
    from core.graphql.context import Context
    from core.work import Work

COLUMNS = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码")
LOGIN = "登录名"
NUMBER = "人员编号"

MOST_ROWS = 3_000
"""More than the largest congress there is."""

MOST_ACCOUNTS = 100
"""A password takes a tenth of a second to hash, and a verb has 30 seconds."""

ROLE = "deputy"
POST = "人大代表"


@dataclass(frozen=True)
class Earlier:
    """Somebody of this name who was a deputy here in an earlier term, and how to say it is them."""

    number: str
    term: int
    district: str
    person_id: UUID


@dataclass
class DeputyRow:
    """A row of the sheet as it was understood, and what is wrong with it."""

    number: int
    name: str
    district: str
    login: str
    organ_code: str
    person_number: str = ""
    term: int = 0
    began_on: date = date.min
    problems: list[Expected] = field(default_factory=list[Expected])
    earlier: list[Earlier] = field(default_factory=list[Earlier])
    """Who it may be; no fault, somebody looks."""
    person_id: UUID | None = None
    """Whom the row joins."""


@dataclass(frozen=True)
class Imported:
    """How many, and the accounts: name, login, first password."""

    count: int
    accounts: list[tuple[str, str, str]]


async def preview_import(context: "Context", file_id: UUID) -> list[DeputyRow]:
    """What an import would do, row by row; nothing is written."""
    async with context.previewing() as work:
        return await _checked(work, file_id)


async def import_deputies(work: "Work", file_id: UUID) -> Imported:
    """Record everyone in the sheet, or nobody."""
    await _alone(work)
    rows = await _checked(work, file_id)
    spreadsheets.refuse_bad_rows([(row.number, row.problems) for row in rows])
    mandates, accounts = await _create(work, rows)
    told = {"count": len(rows), "accounts": len(accounts), "file": str(file_id)}
    events.announce(work, "core.import_deputies", mandates[0], told)
    return Imported(len(rows), accounts)


async def _alone(work: "Work") -> None:
    """Of two imports at once into one body, the second must find what the first has recorded."""
    key = int.from_bytes(hashlib.sha256(b"deputies" + work.body.id.bytes).digest()[:8], signed=True)
    await work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


async def _checked(work: "Work", file_id: UUID) -> list[DeputyRow]:
    if work.body.kind is not BodyKind.CONGRESS:
        raise Refused(
            "NO_CONGRESS_HERE", "人大街道工委不设代表。请到代表所属的人民代表大会登记其资格。"
        )
    table = await spreadsheets.read_sheet(
        work, file_id, COLUMNS, MOST_ROWS, optional=(LOGIN, NUMBER)
    )
    rows = [_read(number, cells) for number, cells in table]
    await _check_organs(work, rows)
    await _check_known(work, rows)
    await _find_earlier(work, rows)
    await _check_posts(work, [row for row in rows if row.person_id is not None])
    await _check_logins(work, rows)
    return rows


async def _find_earlier(work: "Work", rows: Sequence[DeputyRow]) -> None:
    """Deputies of earlier terms by name; the number of one of them joins the row to that person."""
    found = await work.session.scalars(
        sa.select(Mandate)
        .where(bears_name(Mandate.name, [row.name for row in rows]))
        .order_by(Mandate.term.desc(), Mandate.id.desc())
    )
    by_name: defaultdict[str, dict[UUID, Mandate]] = defaultdict(dict)
    for one in found:
        # The latest mandate stands for a person.
        by_name[as_name(one.name)].setdefault(one.person_id, one)
    joined = set[UUID]()
    for row in rows:
        row.earlier = [
            Earlier(str(one.id), one.term, one.district, one.person_id)
            for one in by_name[row.name].values()
            if one.term < row.term
        ]
        if row.person_number:
            _join(row, joined)


def _join(row: DeputyRow, joined: set[UUID]) -> None:
    named = [one for one in row.earlier if one.number == row.person_number.lower()]
    if not named:
        row.problems.append(
            Invalid(
                "PERSON_NUMBER_UNKNOWN",
                f"人员编号“{row.person_number[:40]}”不是本机构往届名为“{row.name}”的代表，"
                "请从预览中复制；不是同一人的，请不填。",
            )
        )
        return
    row.person_id = named[0].person_id
    if row.person_id in joined:
        row.problems.append(
            Invalid("PERSON_NUMBER_TWICE", "另一行已经填写这个人员编号，请核对是哪一位。")
        )
    joined.add(row.person_id)


def _read(number: int, cells: dict[str, str]) -> DeputyRow:
    row = DeputyRow(
        number,
        as_name(cells["姓名"]),
        cells["选区或选举单位"],
        cells[LOGIN],
        cells["机关代码"],
        cells[NUMBER],
    )
    if not row.name:
        row.problems.append(Invalid("NAME_EMPTY", "姓名没有填写。"))
    if not row.district:
        row.problems.append(
            Invalid("DISTRICT_EMPTY", "选区或选举单位没有填写：同名的代表靠它区分，请补填。")
        )
    term = spreadsheets.as_whole_number(cells["届次"])
    if term is None:
        row.problems.append(Invalid("TERM_MISSING", "届次须为数字，如 19，请改正。"))
    began_on = spreadsheets.as_day(cells["开始日期"])
    if began_on is None:
        row.problems.append(Invalid("DAY_FORM", "开始日期须写成 2022-01-10 这样的日期，请改正。"))
    row.term, row.began_on = term or 0, began_on or date.min
    return row


async def _check_organs(work: "Work", rows: Sequence[DeputyRow]) -> None:
    known = set(await work.session.scalars(sa.select(Organ.code).where(Organ.closed_on.is_(None))))
    for row in rows:
        if row.organ_code not in known:
            row.problems.append(people.organ_unknown(row.organ_code))


async def _check_known(work: "Work", rows: Sequence[DeputyRow]) -> None:
    """Two of one name are told apart by their district; the same twice is one too many."""
    found = await work.session.execute(
        sa.select(Mandate.name, Mandate.term, Mandate.district).where(
            Mandate.term.in_({row.term for row in rows}), Mandate.ended_on.is_(None)
        )
    )
    recorded = {(as_name(name), term, district) for name, term, district in found}
    seen = dict[tuple[str, int, str], int]()
    for row in rows:
        who = (row.name, row.term, row.district)
        if who in recorded:
            row.problems.append(
                Refused("MANDATE_EXISTS", f"{row.district}的{row.name}已经登记，请删去这一行。")
            )
        elif who in seen:
            row.problems.append(
                Invalid(
                    "DEPUTY_TWICE",
                    f"与第{seen[who]}行同名、同选区。确是两人的，请在选区后注明区别；"
                    "是同一人的，请删去一行。",
                )
            )
        seen.setdefault(who, row.number)


async def _check_posts(work: "Work", joined: Sequence[DeputyRow]) -> None:
    """Who was a deputy before may hold a post now that the law forbids together with this one."""
    if not joined:
        return
    ids = {row.person_id for row in joined}
    persons = {
        one.id: one
        for one in await work.session.scalars(sa.select(Person).where(Person.id.in_(ids)))
    }
    organs = {one.code: one.kind for one in await work.session.scalars(sa.select(Organ))}
    for row in joined:
        kind = organs.get(row.organ_code)
        if row.person_id is None or kind is None:
            continue
        place = (work.body.level, kind, PostKind.MEMBER)
        reason = people.incompatible([*people.posts_of(persons[row.person_id]), place])
        if reason is not None:
            row.problems.append(
                Refused("POSTS_INCOMPATIBLE", f"{reason}请先办理原职务的变动，再重试。")
            )


async def _check_logins(work: "Work", rows: Sequence[DeputyRow]) -> None:
    wanted = [row for row in rows if row.login]
    if len(wanted) > MOST_ACCOUNTS:
        raise Invalid(
            "IMPORT_TOO_LONG",
            f"一次最多为{MOST_ACCOUNTS}名代表建账号，请分批导入，或者先不填登录名。",
            field="file",
        )
    taken = set(
        await work.session.scalars(
            sa.select(Account.login).where(Account.login.in_({row.login for row in wanted}))
        )
    )
    for row in wanted:
        if not people.LOGIN.fullmatch(row.login):
            row.problems.append(
                Invalid("LOGIN_FORM", "登录名须为3至64位字母、数字或 . _ @ -。", field="login")
            )
        elif row.login in taken:
            row.problems.append(
                Invalid("LOGIN_TAKEN", f"登录名“{row.login}”不可用，请换一个。", field="login")
            )
        taken.add(row.login)
    await _check_accounts(work, [row for row in wanted if row.person_id is not None])


async def _check_accounts(work: "Work", joined: Sequence[DeputyRow]) -> None:
    """Who is the same person as before keeps the account that they have."""
    ids = {row.person_id for row in joined}
    held = sa.select(Account.person_id).where(
        Account.person_id.in_(ids), Account.closed_at.is_(None)
    )
    have = set(await work.session.scalars(held)) if ids else set[UUID]()
    for row in joined:
        if row.person_id in have:
            row.problems.append(
                Refused("PERSON_HAS_ACCOUNT", "该代表已有账号，继续使用；请删去这一行的登录名。")
            )


async def _create(
    work: "Work", rows: Sequence[DeputyRow]
) -> tuple[list[Mandate], list[tuple[str, str, str]]]:
    """All rows by a few statements, however many they are."""
    organs = {one.code: one for one in await work.session.scalars(sa.select(Organ))}
    roles = await access.check_roles(work.session, work.platform.policies, [ROLE])
    fresh = [(row, uuid7(), uuid7()) for row in rows if row.person_id is None]
    work.session.add_all(
        _person(work, row, organs[row.organ_code], person_id, membership_id)
        for row, person_id, membership_id in fresh
    )
    await work.session.flush()
    again = [row for row in rows if row.person_id is not None]
    places = [*fresh, *await _rejoined(work, again, organs)]
    persons = {row.number: person_id for row, person_id, _ in fresh} | {
        row.number: row.person_id for row in again if row.person_id is not None
    }
    accounts = await _accounts(work, [(row, persons[row.number]) for row in rows if row.login])
    work.session.add_all(
        _membership(row, organs[row.organ_code], person_id, membership_id)
        for row, person_id, membership_id in places
    )
    mandates = [_mandate(row, persons[row.number], uuid7()) for row in rows]
    work.session.add_all(mandates)
    await work.session.flush()
    work.session.add_all(
        access.RoleAssignment(membership_id=membership_id, role=role)
        for _, _, membership_id in places
        for role in roles
    )
    await work.session.flush()
    return mandates, accounts


async def _rejoined(
    work: "Work", rows: Sequence[DeputyRow], organs: dict[str, Organ]
) -> list[tuple[DeputyRow, UUID, UUID]]:
    """Places that people of earlier terms need anew; one who still sits there keeps theirs."""
    ids = {row.person_id for row in rows if row.person_id is not None}
    if not ids:
        return []
    wanted = sa.select(Person).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()
    persons = {one.id: one for one in await work.session.scalars(wanted)}
    sitting = sa.select(Membership.person_id, Membership.organ_id, Membership.id).where(
        Membership.person_id.in_(ids), Membership.ended_on.is_(None)
    )
    held = {(one[0], one[1]): one[2] for one in await work.session.execute(sitting)}
    carried = sa.select(access.RoleAssignment.membership_id).where(
        access.RoleAssignment.membership_id.in_(held.values()), access.RoleAssignment.role == ROLE
    )
    deputies = set(await work.session.scalars(carried))
    places = list[tuple[DeputyRow, UUID, UUID]]()
    for row in rows:
        if row.person_id is None:
            continue
        organ, person = organs[row.organ_code], persons[row.person_id]
        kept = held.get((person.id, organ.id))
        if kept is None:
            places.append((row, person.id, uuid7()))
            people.note_post(person, work.body, organ, places[-1][2], PostKind.MEMBER)
        elif kept not in deputies:
            work.session.add(access.RoleAssignment(membership_id=kept, role=ROLE))
    return places


def _person(
    work: "Work", row: DeputyRow, organ: Organ, person_id: UUID, membership_id: UUID
) -> Person:
    held: dict[str, Any] = {
        "in": f"{work.body.id}/{membership_id}",
        "level": work.body.level,
        "organ": organ.kind,
        "post": PostKind.MEMBER,
    }
    return Person(
        id=person_id,
        name=row.name,
        home_body_id=work.body.id,
        body_ids=[str(work.body.id)],
        posts=[held],
    )


def _membership(row: DeputyRow, organ: Organ, person_id: UUID, membership_id: UUID) -> Membership:
    return Membership(
        id=membership_id,
        person_id=person_id,
        organ_id=organ.id,
        name=row.name,
        post=POST,
        post_kind=PostKind.MEMBER,
    )


def _mandate(row: DeputyRow, person_id: UUID, mandate_id: UUID) -> Mandate:
    return Mandate(
        id=mandate_id,
        person_id=person_id,
        name=row.name,
        term=row.term,
        district=row.district,
        began_on=row.began_on,
    )


async def _accounts(
    work: "Work", made: Sequence[tuple[DeputyRow, UUID]]
) -> list[tuple[str, str, str]]:
    wanted = list(made)
    passwords = [secrets.token_urlsafe(12) for _ in wanted]
    hashes = await asyncio.gather(*(people.hash_password(password) for password in passwords))
    work.session.add_all(
        Account(person_id=person_id, login=row.login, password_hash=hashed)
        for (row, person_id), hashed in zip(wanted, hashes, strict=True)
    )
    try:
        await work.session.flush()
    except IntegrityError as fault:
        # Somebody else took a login at the same moment.
        raise Invalid("LOGIN_TAKEN", "有登录名刚刚被占用，请重新预览后再导入。") from fault
    return [
        (row.name, row.login, password)
        for (row, _), password in zip(wanted, passwords, strict=True)
    ]
