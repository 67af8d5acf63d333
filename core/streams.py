"""Connections that stay open, in this process: how many there may be, and their common end."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress

from core.errors import Refused
from core.work import Actor

OF_ACCOUNT = 20
"""Open sockets and streams of one account: every page that somebody has open is one."""

OF_ADDRESS = 500
"""Those of visitors, and of sockets whose sign-in is awaited, that come from one address: behind a
proxy all visitors do."""

ENDING_SECONDS = 5
"""How long the end of all connections may take when the server stops."""

PAUSE_SECONDS = 0.1

End = Callable[[], Awaitable[None]]


class Streams:
    """The open sockets and event streams of one process."""

    def __init__(self) -> None:
        self._open: dict[object, set[End]] = defaultdict(set)
        self._ending = False
        self._all_gone = asyncio.Event()

    @contextmanager
    def admitted(self, actor: Actor | None, address: str, end: End) -> Generator[None]:
        """Count a connection while the block runs, or refuse it; `end` is called to end it."""
        whose, most = (actor.account_id, OF_ACCOUNT) if actor else (address, OF_ADDRESS)
        if self._ending or len(self._open[whose]) >= most:
            raise Refused(
                "TOO_MANY_CONNECTIONS", "同时打开的页面过多，请关闭一些后重试；其他功能不受影响。"
            )
        self._open[whose].add(end)
        try:
            yield
        finally:
            self._open[whose].discard(end)
            if not self._open[whose]:
                del self._open[whose]
            if not self._open:
                self._all_gone.set()

    async def end_all(self) -> None:
        """End every connection, and admit no more: the server stops."""
        self._ending = True
        if not self._open:
            return
        self._all_gone.clear()
        ends = [end() for some in self._open.values() for end in some]
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDING_SECONDS):
                await asyncio.gather(*ends, return_exceptions=True)
                await self._all_gone.wait()
        # What the server's own threads still have to say must not meet a closed loop.
        await asyncio.sleep(PAUSE_SECONDS)
