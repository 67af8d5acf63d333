"""Access: actions, roles, and what a person may do here as the organ they act for.

Which role may do what is global and small, and casbin answers it; who holds which role belongs to
the body. A person's set of actions is computed once a request and then only looked up. Whether a
*row* may be seen is not decided here: row-level security decides rows.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import casbin
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from core.db import Base, TenantOwned, points_to
from core.errors import Invalid
from core.hookspecs import Action, Role

MODEL = Path(__file__).with_name("access.conf")

VISITOR = "visitor"
"""The role of everybody who is not signed in here."""

MEMBER = "member"
"""The role that every signed-in member of an organ has besides their own."""


ADMIN = "admin"
"""The role that lets others in; a body always has somebody who carries it."""


class OwnRole(Base, TenantOwned):
    """A role that a body made for itself from the listed actions."""

    __tablename__ = "own_role"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str]
    title: Mapped[str]
    actions: Mapped[list[str]]


class RoleAssignment(Base, TenantOwned):
    """That a membership carries a role; ending it closes the row."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        points_to("membership", "membership_id"),
        sa.UniqueConstraint("tenant_id", "membership_id", "role"),
        {"info": {"grants": "SELECT, INSERT, DELETE"}},
    )

    membership_id: Mapped[UUID]
    role: Mapped[str]


class Policies:
    """The default roles of core and plugins, held by one small casbin enforcer."""

    def __init__(self, roles: Iterable[Role], actions: Iterable[Action]) -> None:
        self.roles = tuple(roles)
        self.known = frozenset(action.name for action in actions)
        self._enforcer: Any = casbin.Enforcer(str(MODEL))
        self._enforcer.enable_auto_save(False)
        for role in self.roles:
            self._add(role)
        self._of_role = lru_cache(maxsize=512)(self._compute)

    def _add(self, role: Role) -> None:
        for action in role.actions:
            self._enforcer.add_policy(role.name, action)
        for included in role.includes:
            self._enforcer.add_grouping_policy(role.name, included)

    def _compute(self, role: str) -> frozenset[str]:
        rules: list[list[str]] = self._enforcer.get_implicit_permissions_for_user(role)
        return frozenset(rule[1] for rule in rules)

    def actions_of(self, roles: Iterable[str]) -> frozenset[str]:
        """All actions of the roles together."""
        return frozenset[str]().union(*(self._of_role(role) for role in roles))


async def actions_here(
    session: AsyncSession, policies: Policies, membership_ids: Iterable[UUID]
) -> frozenset[str]:
    """What the memberships may do in this body, by default roles and by the body's own."""
    found = (await session.execute(_carried(membership_ids))).all()
    own = {action for one in found for action in one.actions or ()}
    return policies.actions_of([MEMBER, VISITOR, *(one.role for one in found)]) | own


def _carried(membership_ids: Iterable[UUID]) -> sa.Select[Any, Any, Any]:
    """The roles of memberships, each with what the body gave a role of its own."""
    return (
        sa.select(RoleAssignment.membership_id, RoleAssignment.role, OwnRole.actions)
        .outerjoin(
            OwnRole,
            sa.and_(
                OwnRole.tenant_id == RoleAssignment.tenant_id, OwnRole.name == RoleAssignment.role
            ),
        )
        .where(RoleAssignment.membership_id.in_(list(membership_ids)))
    )


async def who_may(
    session: AsyncSession, policies: Policies, action: str, membership_ids: Iterable[UUID]
) -> set[UUID]:
    """Which of the memberships hold an action, by default roles or by the body's own."""
    members = list(membership_ids)
    if action in policies.actions_of([MEMBER, VISITOR]):
        return set(members)
    rows = await session.execute(_carried(members))
    return {
        one.membership_id
        for one in rows
        if action in (one.actions or ()) or action in policies.actions_of([one.role])
    }


def existing(actions: Iterable[str], on: Collection[str]) -> list[str]:
    """The actions, sorted, that exist in a body: the core's and those of the plugins it has on."""
    return sorted(one for one in actions if one.partition(".")[0] in ("core", *on))


def check_actions(policies: Policies, actions: Iterable[str]) -> list[str]:
    """The actions, sorted, or a refusal that names one nobody knows."""
    wanted = sorted(set(actions))
    for action in wanted:
        if action not in policies.known:
            raise Invalid("ACTION_UNKNOWN", f"没有“{action[:60]}”这项权限，请从列表中选择。")
    return wanted


async def roles_by_title(session: AsyncSession, policies: Policies) -> dict[str, str]:
    """The name of each role by its title, where no two have it."""
    own = await session.execute(sa.select(OwnRole.title, OwnRole.name))
    found = [(role.title, role.name) for role in policies.roles]
    found += [(row[0], row[1]) for row in own]
    often = Counter(title for title, _ in found)
    return {title: name for title, name in found if often[title] == 1}


async def check_roles(session: AsyncSession, policies: Policies, roles: Iterable[str]) -> list[str]:
    """The roles, sorted, or a refusal that names one this body does not have."""
    wanted = sorted(set(roles))
    own = set(await session.scalars(sa.select(OwnRole.name)))
    known = {role.name for role in policies.roles} | own
    for role in wanted:
        if role not in known:
            raise Invalid("ROLE_UNKNOWN", f"没有“{role[:60]}”这个角色，请从列表中选择。")
    return wanted
