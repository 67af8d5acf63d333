"""What the core's schema asks for: reads as statements, and the admin's verbs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import access, codes, dispatch, events, people, practice, signing_in
from core.errors import Expected, Invalid, Refused
from core.hookspecs import Lower, Setting
from core.kit import deadlines, spreadsheets
from core.kit.counting import Period, Span
from core.people import Membership, NewPerson, Place, PostKind
from core.plugins import CORE, Plugins
from core.tenancy import Body, Jurisdiction, Organ
from core.work import Actor

if TYPE_CHECKING:
    from core.graphql.context import Context
    from core.platform import Platform
    from core.work import Work

IMPORT_MOST = 100
"""People in one sheet. A password takes a tenth of a second to hash, and a verb has 30 seconds."""

LOWER_MAY = {
    Lower.FREE: "可以另行规定",
    Lower.STRICTER_MAX: "只能规定得更短、更少",
    Lower.STRICTER_MIN: "只能规定得更长、更多",
    Lower.FIXED_ABOVE: "不得变更",
}


async def children_of(session: AsyncSession, keys: Sequence[UUID]) -> list[list[Body]]:
    """Bodies one step below each, by code."""
    found = await session.scalars(
        sa.select(Body).where(Body.parent_id.in_(keys)).order_by(Body.code)
    )
    listed: dict[UUID, list[Body]] = {key: [] for key in keys}
    for body in found:
        if body.parent_id is not None:
            listed[body.parent_id].append(body)
    return [listed[key] for key in keys]


async def body_names_of(session: AsyncSession, codes: Sequence[str]) -> list[str | None]:
    """What the bodies of several codes are called."""
    rows = await session.execute(sa.select(Body.code, Body.name).where(Body.code.in_(codes)))
    names = {row.code: row.name for row in rows}
    return [names.get(code) for code in codes]


async def open_organs_of(session: AsyncSession, keys: Sequence[UUID]) -> list[list[Organ]]:
    """Organs of the session's body, by code; `keys` names that body, if any."""
    found = await session.scalars(
        sa.select(Organ).where(Organ.closed_on.is_(None)).order_by(Organ.code)
    )
    organs = list(found)
    return [organs for _ in keys]


async def organs_of(session: AsyncSession, actor: Actor | None) -> list[Organ]:
    """Organs one may act as here; none for a visitor."""
    if actor is None:
        return []
    places = await signing_in.open_memberships(session, actor.person_id)
    return list({organ.id: organ for _, organ in places}.values())


async def roles_of(session: AsyncSession, keys: Sequence[UUID]) -> list[list[str]]:
    """Roles of each membership, by name."""
    found = await session.scalars(
        sa.select(access.RoleAssignment)
        .where(access.RoleAssignment.membership_id.in_(keys))
        .order_by(access.RoleAssignment.role)
    )
    listed: dict[UUID, list[str]] = {key: [] for key in keys}
    for row in found:
        listed[row.membership_id].append(row.role)
    return [listed[key] for key in keys]


async def logins_of(session: AsyncSession, keys: Sequence[UUID]) -> list[str | None]:
    """The login of each person who has an account; another body's account is not told here."""
    account, person = people.Account, people.Person
    rows = await session.execute(
        sa.select(account.person_id, account.login, person.body_ids)
        .join(person, person.id == account.person_id)
        .where(account.person_id.in_(keys))
    )
    logins = {row.person_id: row.login for row in rows if len(row.body_ids) == 1}
    return [logins.get(key) for key in keys]


async def places_of(
    session: AsyncSession, keys: Sequence[UUID]
) -> list[list[tuple[Membership, Organ]]]:
    """The open memberships of each person at this body, oldest first."""
    found = await session.execute(signing_in.open_places(keys))
    listed: dict[UUID, list[tuple[Membership, Organ]]] = {key: [] for key in keys}
    for membership, organ in found:
        listed[membership.person_id].append((membership, organ))
    return [listed[key] for key in keys]


async def colleagues_of(
    session: AsyncSession, policies: access.Policies, organ: Organ | None, action: str | None
) -> list[Membership]:
    """Open memberships of one organ, by name; those alone that hold an action, if one is given."""
    if organ is None:
        return []
    rows = await session.scalars(member_list(None).where(Membership.organ_id == organ.id))
    found = list(rows)
    if action is None:
        return found
    able = await access.who_may(session, policies, action, [one.id for one in found])
    return [one for one in found if one.id in able]


async def names_of(session: AsyncSession, keys: Sequence[UUID]) -> list[str | None]:
    """Names of people as this body knows them, past members included."""
    rows = await session.scalars(sa.select(Membership).where(Membership.person_id.in_(keys)))
    names = {row.person_id: row.name for row in rows}
    return [names.get(key) for key in keys]


def member_list(organ_code: str | None) -> sa.Select[Membership]:
    """Open memberships by name, of one organ or of all."""
    listing = sa.select(Membership).where(Membership.ended_on.is_(None)).order_by(Membership.name)
    if organ_code is None:
        return listing
    organ = sa.select(Organ.id).where(Organ.code == organ_code)
    return listing.where(Membership.organ_id.in_(organ))


def event_list(
    name: str | None, since: datetime | None, until: datetime | None
) -> sa.Select[events.Event]:
    """Events in order; the id is in the order of time."""
    listing = sa.select(events.Event).order_by(events.Event.id)
    if name is not None:
        listing = listing.where(events.Event.name == name)
    if since is not None:
        listing = listing.where(events.Event.created_at >= since)
    return listing if until is None else listing.where(events.Event.created_at < until)


async def role_list(
    session: AsyncSession, policies: access.Policies, on: frozenset[str], plugins: Plugins
) -> list[dict[str, Any]]:
    """Default roles of core and enabled plugins, then the body's own."""
    offered = dict[str, Any]()
    for plugin in [CORE, *sorted(on)]:
        for role in plugins.roles[plugin]:
            actions = access.existing(policies.actions_of([role.name]), on)
            offered[role.name] = {"name": role.name, "title": role.title, "actions": actions}
    own = await session.scalars(sa.select(access.OwnRole).order_by(access.OwnRole.name))
    return [{**role, "own": False, "revision": None} for role in offered.values()] + [
        {
            "name": role.name,
            "title": role.title,
            "actions": role.actions,
            "own": True,
            "revision": people.role_revision(role),
        }
        for role in own
    ]


class PracticeFound(NamedTuple):
    """What holds of a setting, what the body decided last, and what codes and places are called."""

    resolved: practice.Resolved
    latest: practice.PracticeValue | None
    places: dict[str, str]
    titles: codes.Titles


async def practice_entries(
    platform: "Platform", body: Body, on: frozenset[str], names: Sequence[str] | None, day: date
) -> list[PracticeFound]:
    """What holds for the body on the day, for every setting of core and its plugins."""
    declared = {
        name: setting
        for name, setting in platform.plugins.settings.items()
        if name.partition(".")[0] in {CORE, *on}
    }
    wanted = list(declared) if names is None else [name for name in names if name in declared]
    for name in names or ():
        if name not in declared:
            platform.plugins.setting(name)
            raise Refused("SETTING_PLUGIN_OFF", f"设置项“{name}”所属的插件没有启用。")
    settings = [declared[name] for name in wanted]
    async with platform.database.transaction(body.id) as session:
        place = await session.get_one(Jurisdiction, body.jurisdiction_code)
        places = await place_names(session, body)
        titles = await codes.titles_of(platform.plugins, session, body, settings, day)
        values = list(
            await session.scalars(
                practice.chain_of(body, place).where(practice.PracticeValue.setting.in_(wanted))
            )
        )
    return [
        PracticeFound(
            practice.resolve(setting, values, body, place.chain, day),
            practice.latest_own(values, setting.name, body.id),
            places,
            titles.get(setting.name, {}),
        )
        for setting in settings
    ]


async def place_names(session: AsyncSession, body: Body) -> dict[str, str]:
    """Names of the body's place and of those above it, by code."""
    place = await session.get_one(Jurisdiction, body.jurisdiction_code)
    rows = await session.scalars(sa.select(Jurisdiction).where(Jurisdiction.code.in_(place.chain)))
    return {row.code: row.name for row in rows}


def value_text(setting: Setting, value: Any, titles: codes.Titles) -> str:
    """A value as a person reads it, with what its codes are called."""
    typed = codes.called(msgspec.convert(value, setting.type), titles)
    if setting.text is not None:
        return setting.text(typed)
    if isinstance(typed, Span):
        return typed.text
    if isinstance(typed, bool):
        return "是" if typed else "否"
    if isinstance(typed, list | tuple):
        return "、".join(str(one) for one in typed)  # pyright: ignore[reportUnknownVariableType]
    return str(getattr(typed, "text", typed))


def answers_of(setting: Setting) -> list[tuple[bool, str]]:
    """What yes and no mean where the setting is a question of yes or no; else nothing."""
    if setting.type is not bool:
        return []
    return [(value, value_text(setting, value, {})) for value in (True, False)]


async def soon_until(context: "Context") -> date | None:
    """Until which day something counts as due soon for the viewer's body."""
    async with context.reading() as session:
        return await deadlines.soon_until(context.platform, session, context.body)


async def due_lists_of(context: "Context", day: date) -> Sequence[tuple[deadlines.DueList, Organ]]:
    """What the viewer was told on a day; nobody else's."""
    if context.viewer.actor is None:
        return []
    async with context.reading() as session:
        return await deadlines.told_to(session, context.viewer.actor.person_id, day)


async def limit_sign_in(context: "Context", login: str) -> None:
    """Count the attempt for the login and for the address it comes from; never in plain text."""
    signing_in.refuse_plain(context)
    await signing_in.count_attempt(context.platform, f"login:{login}")
    if context.address:
        await signing_in.count_attempt(context.platform, f"from:{context.address}", most=100)


async def limit_second_factor(context: "Context") -> None:
    """Count the attempt, as with a password."""
    account = context.work.acting_person.account_id
    await signing_in.count_attempt(context.platform, f"second_factor:{account}")
    await signing_in.count_code(context.platform, account)


async def limit_password_change(context: "Context") -> None:
    """Count the attempt: whoever finds a session open must not try passwords at will."""
    account = context.work.acting_person.account_id
    await signing_in.count_attempt(context.platform, f"password:{account}")


async def set_practice(
    work: "Work", name: str, new: practice.NewValue, seen: str | None = None
) -> practice.PracticeValue:
    """Set a value of the body's own."""
    if name.partition(".")[0] not in {CORE, *await work.platform.plugins_on(work.session)}:
        raise Refused("SETTING_PLUGIN_OFF", f"设置项“{name[:60]}”所属的插件没有启用。")
    row = await practice.set_value(work, name, new, seen)
    await reach_running(work, row)
    events.announce(work, "core.set_practice", row, {"setting": name, "version": row.version})
    return row


async def withdraw_practice(
    work: "Work", name: str, ends_on: date, reason: str, seen: str | None = None
) -> practice.PracticeValue:
    """Stop applying the body's own value of a setting from a day on."""
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明停止适用的理由和依据。", field="reason")
    row = await practice.withdraw_value(work, name, ends_on, seen)
    if name.partition(".")[0] in {CORE, *await work.platform.plugins_on(work.session)}:
        await reach_running(work, row)
    told = {"setting": name, "ends_on": str(ends_on), "reason": reason.strip()}
    events.announce(work, "core.withdraw_practice", row, told)
    return row


async def reach_running(work: "Work", row: practice.PracticeValue) -> None:
    """Have clocks recomputed where the new value says so, in the bodies below as well."""
    typed = msgspec.convert(row.value, work.platform.plugins.setting(row.setting).type)
    if not (isinstance(typed, Period) and typed.applies_to_running):
        return
    reached = sa.select(Body.id).where(Body.lineage.contains([str(work.body.id)]))
    for body_id in await work.session.scalars(reached.order_by(Body.code)):
        await work.defer("recompute_clocks", lock=f"clocks:{body_id}", body_id=body_id)


COLUMNS = ("姓名", "登录名", "机关代码", "职务", "职务类别", "角色")
POSTS = {
    "主任": PostKind.CHAIRPERSON,
    "主席": PostKind.CHAIRPERSON,
    "副主任": PostKind.VICE_CHAIRPERSON,
    "副主席": PostKind.VICE_CHAIRPERSON,
    "委员": PostKind.MEMBER,
    "负责人": PostKind.HEAD,
    "工作人员": PostKind.STAFF,
    "": PostKind.STAFF,
}


async def preview_people_import(context: "Context", file_id: UUID) -> list[dict[str, Any]]:
    """What an import would do, row by row; nothing is written."""
    async with context.previewing() as work:
        rows = await _checked_rows(work, file_id)
    return [
        {
            "row": number,
            "name": new.name,
            "login": new.login,
            "organ": new.place.organ_code,
            "post": new.place.post,
            "post_kind": new.place.post_kind,
            "roles": list(new.place.roles),
            "problems": [problem.message for problem in problems],
        }
        for number, new, problems in rows
    ]


async def import_people(work: "Work", file_id: UUID) -> list[people.Created]:
    """Create everyone in the sheet, or nobody."""
    rows = await _checked_rows(work, file_id)
    spreadsheets.refuse_bad_rows([(number, problems) for number, _, problems in rows])
    made = await people.create_accounts(work, [new for _, new, _ in rows])
    events.announce(
        work, "core.import_people", made[0].membership, {"count": len(made), "file": str(file_id)}
    )
    return made


Row = tuple[int, NewPerson, list[Expected]]


async def _checked_rows(work: "Work", file_id: UUID) -> list[Row]:
    table = await spreadsheets.read_sheet(work, file_id, COLUMNS, IMPORT_MOST)
    titles = await access.roles_by_title(work.session, work.platform.policies)
    seen, rows = set[str](), list[Row]()
    for number, cells in table:
        new, problems = _read_row(cells, titles)
        problems += await people.problems_of(work, new)
        if new.login in seen:
            problems.append(Invalid("LOGIN_TWICE", f"登录名“{new.login}”在表中重复。"))
        seen.add(new.login)
        rows.append((number, new, problems))
    return rows


def _read_row(cells: dict[str, str], titles: dict[str, str]) -> tuple[NewPerson, list[Expected]]:
    """Roles stand in a sheet by their titles, or by the names that the interface has."""
    problems = list[Expected]()
    post_kind = POSTS.get(cells["职务类别"])
    if post_kind is None:
        known = "、".join(name for name in POSTS if name)
        problems.append(Invalid("POST_KIND", f"职务类别“{cells['职务类别']}”须为{known}之一。"))
    roles = (role.strip() for role in cells["角色"].replace("，", "、").split("、"))
    place = Place(
        organ_code=cells["机关代码"],
        post=cells["职务"],
        post_kind=post_kind or PostKind.STAFF,
        roles=tuple(titles.get(role, role) for role in roles if role),
    )
    return NewPerson(name=cells["姓名"], login=cells["登录名"], place=place), problems


async def release_held_for(platform: "Platform", body: Body) -> None:
    """Try again what waits for this body, at senders in it and in the bodies around it."""
    family = {UUID(one) for one in body.lineage}
    async with platform.database.transaction(None) as session:
        near = await session.scalars(
            sa.select(Body.id).where(sa.or_(Body.parent_id == body.id, Body.id.in_(family)))
        )
    for body_id in near:
        async with platform.as_core(body_id) as work:
            await dispatch.release(platform, work.session, body_id)


async def receive_package(work: "Work", package_id: UUID) -> dispatch.Incoming:
    """Acknowledge a package that came to the acting organ (签收)."""
    package = await dispatch.acknowledge(work, package_id)
    plugins, on = work.platform.plugins, await work.platform.plugins_on(work.session)
    own = plugins.received_by(package.plugin, package.kind, on)
    if own is not None:
        title = plugins.action_titles[own]
        raise Refused(
            "RECEIVED_ON_ITS_PAGE",
            f"这件材料要和它的记录一并签收：请打开所涉的记录，在其页面上办理“{title}”。",
        )
    events.announce(work, "core.receive_package", package, {"kind": package.kind})
    return package


QUEUE_SHOWN = 100


class Queued(NamedTuple):
    """A package that waits, with what its sender and its receiving body are called."""

    sender: str
    receiver: str | None
    package: dispatch.Outgoing


async def delivery_queue(platform: "Platform", body_id: UUID) -> list[Queued]:
    """What a body has not delivered, of all its organs."""
    async with platform.as_core(body_id) as work:
        packages = list(await work.session.scalars(dispatch.queue(QUEUE_SHOWN)))
        organs = await work.session.scalars(
            sa.select(Organ).where(Organ.id.in_({one.organ_id for one in packages}))
        )
        names = {organ.id: organ.name for organ in organs}
        bodies = await body_names_of(work.session, [one.to_body for one in packages])
    return [
        Queued(names[one.organ_id], body, one) for one, body in zip(packages, bodies, strict=True)
    ]
