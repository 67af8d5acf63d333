"""One verb at work: a transaction of one party, with who acts, and what it announces and defers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import jobs
from core.errors import Refused
from core.tenancy import Body, Organ

if TYPE_CHECKING:
    from core.events import Event
    from core.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in person as a member of the acting organ."""

    person_id: UUID
    account_id: UUID
    session_id: UUID
    name: str


def forbidden(platform: "Platform", actor: Actor | None, action: str) -> Refused:
    """That somebody may not do this: a visitor is asked to sign in, a member is told what lacks."""
    if actor is None:
        return Refused("NOT_SIGNED_IN", "请先登录，再办理此事。")
    title = platform.plugins.action_titles.get(action, action)
    return Refused("FORBIDDEN", f"您没有“{title}”的权限，请联系本机构管理员。", action=action)


@dataclass(slots=True, kw_only=True)
class Work:
    """What a verb has in hand. `organ` is None for a visitor and for the core's own jobs."""

    platform: "Platform"
    session: AsyncSession
    body: Body
    organ: Organ | None
    actor: Actor | None
    actions: frozenset[str]
    announced: "list[Event]" = field(default_factory=list["Event"])
    consulted: set[UUID] = field(default_factory=set[UUID])
    """Ids of the values of practice that were asked for."""
    after_commit: list[Callable[[], Awaitable[None]]] = field(
        default_factory=list[Callable[[], Awaitable[None]]]
    )

    @property
    def acting_organ(self) -> Organ:
        """The organ one acts as; a person without one is asked to choose."""
        if self.organ is None:
            raise Refused("NO_ORGAN", "请先选择您以哪个机关的身份办理，再重试。")
        return self.organ

    @property
    def acting_person(self) -> Actor:
        """Who acts; a visitor is asked to sign in."""
        if self.actor is None:
            raise Refused("NOT_SIGNED_IN", "请先登录，再办理此事。")
        return self.actor

    def require(self, action: str) -> None:
        """Refuse unless the person may do this too: an action that practice names, not the verb."""
        if action not in self.actions:
            raise forbidden(self.platform, self.actor, action)

    async def defer(
        self, task: str, *, lock: str | None = None, after: int | None = None, **ids: Any
    ) -> None:
        """Defer a job in this transaction; it gets ids only, never a name or a text.

        `after`: seconds that it waits at least.
        """
        await jobs.defer_within(
            self.platform.jobs, self.session, task, lock=lock, after=after, **ids
        )
