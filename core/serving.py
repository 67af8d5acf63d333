"""Serve in the foreground until a signal comes; one process, one event loop, web and worker."""

import asyncio
import signal
import socket
import sys
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.net import SocketHolder  # pyright: ignore[reportPrivateImportUsage]
from granian.server.embed import Server as Granian

from core.cors import BodyCors
from core.deployment import NotReady
from core.graphql.schemas import Schemas
from core.platform import Platform
from core.settings import Settings
from core.streams import Streams
from core.web import make_app


def listen(settings: Settings) -> socket.socket:
    """Take the port, or say in one sentence that it is taken; who calls now waits for `serve`."""
    try:
        family, *_, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        return socket.create_server(address[:2], family=family)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).partition(" (")[0]
        raise NotReady(
            f"端口 {settings.port} 不能用（{reason}），请关闭占用它的程序，或用 RENDA_PORT 换一个。"
        ) from fault


class Ending:
    """What a signal to end does before the server takes signals itself: all that was begun ends.

    It is remembered too: where Python cannot raise (in a finaliser, in a callback of the collector)
    the exit is lost, and a server that then went on would answer the next signal only.
    """

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *_signal: object) -> None:
        self.asked = True
        sys.exit(TERMINATED)


TERMINATED = 128 + signal.SIGTERM

ENDING = Ending()
"""Whether this process was told to end."""


class _Server(Granian):
    """Serves a socket of ours: one that Granian opens lets any other process share the port."""

    def __init__(self, app: Any, listening: socket.socket) -> None:
        super().__init__(app, interface=Interfaces.ASGI, log_enabled=False)
        self._listening = listening

    def _init_shared_socket(self) -> None:
        held: Any = SocketHolder
        self._shd = held(self._listening.detach(), False, self.backlog)


class _Stopping:
    """The end of the server: first of what is open for long, which would hold up the rest."""

    def __init__(self, server: _Server, streams: Streams) -> None:
        self._server, self._streams = server, streams
        self._ending: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Stop gently; who asks a second time gets it at once."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        else:
            self._server.stop()

    async def _end(self) -> None:
        await self._streams.end_all()
        self._server.stop()


async def serve(platform: Platform, schemas: Schemas, listening: socket.socket, ready: str) -> int:
    """Run the server; `ready` is printed with the address once it answers."""
    app = make_app(platform, schemas, worker=platform.settings.worker)
    address = _address(listening)
    server = _Server(BodyCors(app, platform), listening)
    stopping = _Stopping(server, app.state.server.streams)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.begin)
    if ENDING.asked:
        return TERMINATED
    telling = asyncio.create_task(_tell(address, ready))
    try:
        await server.serve()
    finally:
        telling.cancel()
    return 0


def _address(listening: socket.socket) -> str:
    host, port = str(listening.getsockname()[0]), listening.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


async def _tell(address: str, ready: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{address}/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            print(f"{ready} {address}", flush=True)
            return
