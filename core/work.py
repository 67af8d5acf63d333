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

    async def defer(
        self, task: str, *, lock: str | None = None, after: int | None = None, **ids: Any
    ) -> None:
        """Defer a job in this transaction; it gets ids only, never a name or a text.

        `after`: seconds that it waits at least.
        """
        await jobs.defer_within(
            self.platform.jobs, self.session, task, lock=lock, after=after, **ids
        )
