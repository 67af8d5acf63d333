"""Who calls: by which token, from which page, at which body, and with what turned on there."""

from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection

from core import signing_in, tenancy
from core.graphql import answer
from core.graphql.context import Context
from core.graphql.schemas import Schemas
from core.platform import Platform
from core.streams import Streams

Connection = ASGIConnection[Any, Any, Any, Any]
"""A request over HTTP or a WebSocket; both have headers, cookies and an address."""


@dataclass
class Server:
    """What the routes work with."""

    platform: Platform
    schemas: Schemas
    streams: Streams


def server_of(connection: Connection) -> Server:
    """What was given to the application when it was made."""
    return connection.app.state.server


def cookie_name(code: str, *, plain: bool) -> str:
    """A cookie for each body: `__Host-` cookies share one path, so the name keeps bodies apart.

    Over plain http browsers take no `__Host-` cookie; outside production it goes without.
    """
    return f"renda-{code}" if plain else f"__Host-renda-{code}"


def is_plain(connection: Connection) -> bool:
    """Whether the browser speaks http without encryption, as far as can be told from here.

    Encryption may end at a proxy before us: it says so, or the browser does, by the origin of the
    page that calls, which must be our own host to count at all.
    """
    told = connection.headers.get("x-forwarded-proto") or connection.url.scheme
    origin = connection.headers.get("origin", "")
    own = f"https://{connection.headers.get('host')}"
    return told.split(",")[0].strip() not in ("https", "wss") and origin != own


def own_cookie_name(connection: Connection, code: str) -> str:
    """The cookie that counts on this connection; in production only the one that is protected."""
    production = server_of(connection).platform.settings.production
    return cookie_name(code, plain=is_plain(connection) and not production)


def bearer(header: str) -> str | None:
    """The token of an Authorization header, if that is what it holds."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


@dataclass(frozen=True)
class Caller:
    """One who calls a body, as far as can be told before the database is asked."""

    server: Server
    code: str
    token: str | None
    with_bearer: bool = False
    origin: str | None = None
    host: str | None = None
    address: str = ""
    idempotency_key: str | None = None
    plain: bool = False
    agent: str | None = None

    async def body(self) -> tenancy.Body:
        """The body that is called, if it answers and the calling page may call it."""
        async with self.server.platform.database.transaction(None) as session:
            body = await tenancy.body_by_code(session, self.code)
        self._check_origin(body)
        return body

    def _check_origin(self, body: tenancy.Body) -> None:
        """A browser names the page that calls; a cookie counts only for our own and allowed pages.

        Our own is told by its host: the scheme that the browser sees ends at a proxy before us.
        """
        if self.origin is None or self.with_bearer or self.origin in body.origins:
            return
        if self.origin.partition("://")[2] != self.host:
            raise answer.Refusal(
                403,
                "ORIGIN_REFUSED",
                "该页面无权调用本机构的接口；确属本机构前端的，请联系运维人员。",
            )

    async def context(self, *, renew: bool = True) -> Context:
        """Who asks, at which body, with what turned on; `renew`s the session that is in use."""
        platform, body = self.server.platform, await self.body()
        async with platform.database.transaction(body.id) as session:
            on = await platform.plugins_on(session)
            viewer = await signing_in.who_is(platform, session, body, self.token, renew=renew)
        return Context(
            platform=platform,
            schemas=self.server.schemas,
            body=body,
            plugins_on=on,
            viewer=viewer,
            address=self.address,
            idempotency_key=self.idempotency_key,
            plain=self.plain,
            agent=self.agent,
        )

    async def context_now(self) -> Context:
        """The same, for one who only keeps watching."""
        return await self.context(renew=False)


def caller(connection: Connection, code: str) -> Caller:
    """Who calls: the bearer token counts, or the cookie's."""
    headers, client = connection.headers, connection.client
    token = bearer(headers.get("authorization", ""))
    return Caller(
        server=server_of(connection),
        code=code,
        token=connection.cookies.get(own_cookie_name(connection, code)) if token is None else token,
        with_bearer=token is not None,
        origin=headers.get("origin"),
        host=headers.get("host"),
        address=client.host if client else "",
        idempotency_key=headers.get("idempotency-key"),
        plain=is_plain(connection),
        agent=headers.get("user-agent"),
    )
