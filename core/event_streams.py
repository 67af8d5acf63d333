"""Answers over server-sent events, as the distinct connections of the graphql-sse protocol."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from typing import Any

import msgspec
from litestar import Response
from litestar.response import Stream

from core.graphql.streaming import Told
from core.streams import Streams
from core.work import Actor

BEAT_SECONDS = 15
"""How often a stream without news says that it is alive, for the proxies in between."""

TAKING_SECONDS = 60
"""How long a client may take to take an answer; after that it is given up."""


def once(told: dict[str, Any], status: int) -> Response[str]:
    """One answer and the end, for a query or a mutation of a client that only takes streams."""
    text = _event(told) + COMPLETE
    return Response(text, status_code=status, media_type=_TYPE, headers=_HEADERS)


def many(
    streams: Streams, actor: Actor | None, address: str, answers: AsyncGenerator[Told]
) -> Stream:
    """Every answer as it comes; refused if too many streams are open."""
    sender = _Sender(answers)
    admission = ExitStack()
    admission.enter_context(streams.admitted(actor, address, sender.end))
    sender.start(admission)
    return Stream(sender.texts(), media_type=_TYPE, headers=_HEADERS)


def _event(told: dict[str, Any]) -> str:
    return f"event: next\ndata: {msgspec.json.encode(told).decode()}\n\n"


# Lines end with a bare newline: urql knows no other.
COMPLETE = "event: complete\ndata:\n\n"
ALIVE = ": alive\n\n"

_TYPE = "text/event-stream; charset=utf-8"
_HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


class _Sender:
    """Takes answers in a task of its own, which also ends when nobody takes them from it."""

    def __init__(self, answers: AsyncGenerator[Told]) -> None:
        self._answers = answers
        self._texts: asyncio.Queue[str | None] = asyncio.Queue()
        self._taking: asyncio.Task[None] | None = None

    def start(self, admission: ExitStack) -> None:
        def ended(_task: "asyncio.Task[None]") -> None:
            admission.close()
            self._texts.put_nowait(None)

        self._taking = asyncio.create_task(self._take())
        self._taking.add_done_callback(ended)

    async def _take(self) -> None:
        async with aclosing(self._answers) as answers:
            async for told in answers:
                await self._put(_event(told.payload))
        await self._put(COMPLETE)

    async def _put(self, text: str) -> None:
        self._texts.put_nowait(text)
        async with asyncio.timeout(TAKING_SECONDS):
            await self._texts.join()

    async def texts(self) -> AsyncGenerator[str]:
        """What is sent, with a sign of life now and then."""
        try:
            while True:
                try:
                    async with asyncio.timeout(BEAT_SECONDS):
                        text = await self._texts.get()
                except TimeoutError:
                    yield ALIVE
                    continue
                if text is None:
                    return
                yield text
                self._texts.task_done()
        finally:
            await self.end()

    async def end(self) -> None:
        """Stop without saying that all is said: the client comes again."""
        if self._taking is not None:
            self._taking.cancel()
