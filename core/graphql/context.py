"""What a request has in hand: platform, body, who asks, and loaders that live as long as it.

It holds a maker of sessions, never a session: sibling fields run at the same time.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.dataloader import DataLoader

from core import platform as platforms
from core.db import NO_ORGAN
from core.errors import Refused
from core.platform import Platform
from core.signing_in import Viewer
from core.tenancy import Body
from core.work import Work, forbidden

if TYPE_CHECKING:
    from core.graphql.schemas import Schemas
    from core.graphql.watching import Watch

LoadMany = Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[Any]]]
WeighMany = Callable[[Work, Sequence[Any]], Awaitable[Sequence[Any]]]


@dataclass
class Context:
    """One request at one body. `work` is the verb that is running, if one is.

    `viewer` is who asks: `viewer.actor` (an `Actor`, None without an account), `viewer.organ` (whom
    they act for, None without one) and `viewer.actions` (names of what they may do here).
    """

    platform: Platform
    schemas: "Schemas"
    body: Body
    plugins_on: frozenset[str]
    viewer: Viewer
    address: str = ""
    idempotency_key: str | None = None
    plain: bool = False
    """Whether the browser speaks http without encryption."""
    agent: str | None = None
    """What the browser calls itself."""
    new_token: str | None = None
    signed_out: bool = False
    watch: "Watch | None" = None
    _work: Work | None = None
    _loaders: dict[Any, DataLoader[Any, Any]] = field(
        default_factory=dict[Any, "DataLoader[Any, Any]"]
    )

    @property
    def work(self) -> Work:
        """The running verb."""
        if self._work is None:
            raise AssertionError("only a verb has work; a query reads with `reading()`")
        return self._work

    def may(self, action: str) -> bool:
        """Whether the viewer may do this here, as the organ they act for."""
        return action in self.viewer.actions

    def require(self, action: str) -> None:
        """Refuse unless the viewer may do this."""
        if self.may(action):
            return
        if self.viewer.must_change_password:
            raise Refused(
                "PASSWORD_CHANGE_REQUIRED", "您用的还是初始密码，请先修改密码，再办理此事。"
            )
        raise forbidden(self.platform, self.viewer.actor, action)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """A session for one read, cut to the viewer's party."""
        organ = self.viewer.organ
        organ_id = organ.id if organ else NO_ORGAN
        async with self.platform.database.transaction(self.body.id, organ_id) as session:
            yield session

    def working(self) -> AbstractAsyncContextManager[Work]:
        """One verb's transaction as the viewer."""
        viewer = self.viewer
        return platforms.verb(self.platform, self.body, viewer.organ, viewer.actor, viewer.actions)

    @asynccontextmanager
    async def previewing(self) -> AsyncGenerator[Work]:
        """A verb's checks without the verb: nothing is written, whatever the code inside does.

        Closing the session rolls back, and leaves the rows that were read readable.
        """
        viewer = self.viewer
        organ_id = viewer.organ.id if viewer.organ else NO_ORGAN
        async with self.platform.database.session(self.body.id, organ_id) as session:
            yield Work(
                platform=self.platform,
                session=session,
                body=self.body,
                organ=viewer.organ,
                actor=viewer.actor,
                actions=viewer.actions,
            )

    async def load(self, how: Any, key: Any, load_many: LoadMany) -> Any:
        """Load by key, together with whatever the same request asks for in the same way (`how`)."""
        return await self._batched(how, key, self.reading, load_many)

    async def load_for_asker(self, how: Any, key: Any, load_many: WeighMany) -> Any:
        """Load by key what depends on who asks, with a work in which nothing is written.

        None where nobody is signed in, or acts for no organ.
        """
        if self.viewer.actor is None or self.viewer.organ is None:
            return None
        return await self._batched(how, key, self.previewing, load_many)

    async def _batched(
        self,
        how: Any,
        key: Any,
        opening: Callable[[], AbstractAsyncContextManager[Any]],
        load_many: Callable[[Any, Sequence[Any]], Awaitable[Sequence[Any]]],
    ) -> Any:
        loader = self._loaders.get(how)
        if loader is None:

            async def batch(keys: list[Any]) -> Sequence[Any]:
                async with opening() as within:
                    return await load_many(within, keys)

            loader = self._loaders[how] = DataLoader(batch)
        return await loader.load(key)

    def forget_loaded(self) -> None:
        """After a verb: what was loaded before it may have changed."""
        self._loaders.clear()


Info = strawberry.Info[Context, None]
