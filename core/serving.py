"""Serve in the foreground until a signal comes; one process, one event loop, web and worker."""

import asyncio
import signal

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server as Granian

from core.cors import BodyCors
from core.graphql.schemas import Schemas
from core.platform import Platform
from core.web import make_app


async def serve(platform: Platform, schemas: Schemas, ready: str) -> int:
    """Run the server; `ready` is printed with the address once it answers."""
    settings = platform.settings
    app = BodyCors(make_app(platform, schemas, worker=settings.worker), platform)
    server = Granian(
        app,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    telling = asyncio.create_task(_tell(settings.host, settings.port, ready))
    try:
        await server.serve()
    finally:
        telling.cancel()
    return 0


async def _tell(host: str, port: int, ready: str) -> None:
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{address}/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            print(f"{ready} {address}", flush=True)
            return
