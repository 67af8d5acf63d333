"""CORS for each body: a browser may call from the origins that the body itself lists, no others."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from core.platform import Platform
from core.tenancy import Body

ORIGIN = re.compile(
    r"(https?)://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::([1-9]\d{0,4}))?"
)
DEFAULT_PORTS = {"http": "80", "https": "443"}

ALLOWED_HEADERS = "authorization, content-type, idempotency-key, x-renda-upload"


def is_origin(text: str) -> bool:
    """Whether a browser names a page just so: any other spelling would never be met."""
    found = ORIGIN.fullmatch(text)
    return found is not None and found[2] != DEFAULT_PORTS[found[1]]


class BodyCors:
    """ASGI middleware: answers preflights and marks answers, for `/t/<code>/…` only."""

    def __init__(self, app: Any, platform: Platform) -> None:
        self.app, self.platform = app, platform

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        origin = _header(scope, b"origin")
        code = _body_code(scope)
        if origin is None or code is None or not await self._allows(code, origin):
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send(
                {"type": "http.response.start", "status": 204, "headers": _preflight(origin)}
            )
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, _marking(send, origin))

    async def _allows(self, code: str, origin: str) -> bool:
        if not origin.startswith(("http://", "https://")) or not code.isprintable():
            return False
        try:
            async with self.platform.database.transaction(None) as session:
                origins = await session.scalar(sa.select(Body.origins).where(Body.code == code))
        except (SQLAlchemyError, OSError):
            # The application meets the same fault, and says so.
            return False
        return origin in (origins or ())


def _header(scope: Any, wanted: bytes) -> str | None:
    if scope["type"] != "http":
        return None
    return next(
        (value.decode("latin-1") for name, value in scope["headers"] if name == wanted), None
    )


def _body_code(scope: Any) -> str | None:
    parts = scope.get("path", "").split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "t" else None


def _preflight(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        *_grant(origin),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", ALLOWED_HEADERS.encode()),
        (b"access-control-max-age", b"600"),
    ]


def _grant(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _marking(send: Any, origin: str) -> Any:
    async def marked(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_grant(origin)]
        await send(message)

    return marked
