"""The web server: each body's endpoint, files, SDL, public pages; the console; health; GraphiQL.

Everything a client can reach is a route of this file or of
`core/public/routes.py`. A body's endpoint is `/t/<code>/graphql`.
"""

import asyncio
import contextlib
import gzip
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
import structlog
from litestar import Litestar, Request, Response, Router, WebSocket, get, post, route, websocket
from litestar.datastructures import Cookie, State, UploadFile
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.serialization import encode_json
from litestar.static_files import create_static_files_router

from core import console, event_streams, events, jobs, migrations, signing_in, sockets
from core.callers import Caller, Server, caller, cookie_name, own_cookie_name, server_of
from core.errors import Expected
from core.faults import unavailable
from core.graphql import answer, graphiql_page, streaming
from core.graphql.context import Context
from core.graphql.ids import global_id, key
from core.graphql.schemas import Schemas
from core.kit import files
from core.permissions import READ_FILE, UPLOAD_FILE
from core.platform import Platform
from core.public import routes as public
from core.streams import Streams

log = structlog.get_logger("renda.web")

GRAPHIQL = Path(__file__).parent / "graphql" / "graphiql"

LONGEST_QUERY = 1 << 20
"""Bytes of a GraphQL request with its variables; what is longer is a file."""

STATUS = {
    "BODY_UNKNOWN": 404,
    "BODY_SUSPENDED": 403,
    "BODY_MERGED": 410,
    "TOKEN_INVALID": 401,
    "NOT_SIGNED_IN": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "NO_SUCH_PAGE": 404,
    "FILE_TOO_LARGE": 413,
    "FILE_TYPE": 415,
    "FILE_NOT_SHOWN": 415,
    "TOO_MANY_CONNECTIONS": 429,
    "DATABASE_UNAVAILABLE": 503,
}
"""HTTP status of a refusal outside GraphQL; 400 where the code is not named here."""

NO_SUCH_PAGE = ("NO_SUCH_PAGE", "没有这个网址。请核对后重试。")
WRONG_METHOD = ("METHOD_NOT_ALLOWED", "此网址不支持这种请求方法。")
TOO_LARGE = ("REQUEST_TOO_LARGE", "提交的内容过大，请压缩或拆分后重试。")
REQUEST_INVALID = ("REQUEST_INVALID", "请求不能受理，请核对后重试。")
HTTP_FAULTS = {404: NO_SUCH_PAGE, 405: WRONG_METHOD, 413: TOO_LARGE}
"""What is said of a request that the framework itself refuses."""

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


@route(
    "/t/{code:str}/graphql",
    http_method=["GET", "POST"],
    name="graphql",
    request_max_body_size=LONGEST_QUERY,
)
async def graphql(request: Request[Any, Any, State], code: FromPath[str]) -> Response[Any]:
    """One GraphQL request at one body."""
    production = server_of(request).platform.settings.production
    wants_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if wants_page and "query" not in request.query_params and not production:
        return graphiql_page.page(code, GRAPHIQL)
    media_type, accept = answer.JSON, request.headers.get("accept", "")
    try:
        media_type = answer.choose_media_type(accept)
        sent = await _read(request)
        who = caller(request, code)
        context = await who.context()
        schema = context.schemas.of(context.plugins_on)
        try:
            status, told = await answer.execute(schema, sent, context, media_type)
        except answer.IsSubscription:
            return _stream(who, context, sent, accept)
    except answer.Refusal as refusal:
        return await _respond(request, refusal.status, refusal.as_errors(), media_type)
    if media_type == answer.EVENT_STREAM:
        return _with_cookie(event_streams.once(told, status), context)
    return _with_cookie(await _respond(request, status, told, media_type), context)


@websocket("/t/{code:str}/graphql", name="graphql_socket")
async def graphql_socket(socket: WebSocket[Any, Any, State], code: FromPath[str]) -> None:
    """Subscriptions, and queries, at one body."""
    await sockets.serve(socket, code)


def _stream(who: Caller, context: Context, sent: answer.Request, accept: str) -> Response[Any]:
    """A subscription over HTTP, for a client that takes event streams."""
    if not answer.wants_stream(accept):
        raise answer.Refusal(406, *STREAM_NEEDED)
    schema = context.schemas.of(context.plugins_on)
    answers = streaming.answers(schema, sent, context, who.context_now)
    return event_streams.many(who.server.streams, context.viewer.actor, who.address, answers)


STREAM_NEEDED = (
    "STREAM_NEEDED",
    "订阅须用 WebSocket（graphql-transport-ws）或 text/event-stream 接收。",
)


async def _read(request: Request[Any, Any, State]) -> answer.Request:
    if request.method == "GET":
        return answer.read_parameters(dict(request.query_params.items()))
    return answer.read_body(request.headers.get("content-type", ""), await request.body())


async def _respond(
    request: Request[Any, Any, State], status: int, told: Any, media_type: str
) -> Response[Any]:
    """An answer as JSON, compressed where it is worth it: a page of a list is many times less.

    What is compressed never holds a secret of the session beside what another site could choose:
    such a site can neither send our cookie nor JSON.
    """
    media_type = answer.JSON if media_type == answer.EVENT_STREAM else media_type
    headers = {"Vary": "Accept-Encoding, Accept"}
    if status == 405:
        headers["Allow"] = "POST"
    content = encode_json(told)
    if len(content) > LEAST_COMPRESSED and "gzip" in request.headers.get("accept-encoding", ""):
        content = await asyncio.to_thread(gzip.compress, content, GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(
        content, status_code=status, media_type=f"{media_type}; charset=utf-8", headers=headers
    )


LEAST_COMPRESSED, GZIP_LEVEL = 1400, 4
"""Bytes that go in one packet anyway; a level that costs a tenth of a millisecond a page."""


def _with_cookie(response: Response[Any], context: Context) -> Response[Any]:
    if context.new_token is None and not context.signed_out:
        return response
    plain = context.plain and not context.platform.settings.production
    name = cookie_name(context.body.code, plain=plain)
    response.set_cookie(_cookie(name, None if context.signed_out else context.new_token))
    return response


def _cookie(name: str, token: str | None) -> Cookie:
    """The cookie of a body, or with no token the order to forget it.

    It lasts as long as the browser is open; how long the session lasts is the server's business.
    """
    return Cookie(
        key=name,
        value=token or "",
        path="/",
        secure=name.startswith("__Host-"),
        httponly=True,
        samesite="strict",
        max_age=0 if token is None else None,
    )


@get("/t/{code:str}/schema.graphql", media_type="text/plain; charset=utf-8")
async def sdl(request: Request[Any, Any, State], code: FromPath[str]) -> str:
    """The body's schema as SDL, for a signed-in client."""
    context = await caller(request, code).context()
    if context.viewer.actor is None:
        raise Expected("NOT_SIGNED_IN", "请先登录，再获取接口定义。")
    return context.schemas.of(context.plugins_on).as_str()


@post("/t/{code:str}/files", status_code=201)
async def upload(request: Request[Any, Any, State], code: FromPath[str]) -> dict[str, Any]:
    """Take in one file: multipart with `file` and `notClassified=true` (the uploader's 不涉密)."""
    context = await caller(request, code).context()
    context.require(UPLOAD_FILE)
    _require_asked(request)
    form = await _form(request)
    sent = form.get("file")
    if not isinstance(sent, UploadFile):
        raise Expected(*FILE_MISSING)
    confirmed = str(form.get("notClassified", "")).lower() == "true"
    limit = context.platform.settings.max_file_mb << 20
    content = await sent.read(limit + 1)
    async with context.working() as work:
        row = await files.take_in(
            work, sent.filename, content, not_classified=confirmed, limit=limit
        )
        events.announce(work, UPLOAD_FILE, row, {"kind": row.kind})
    return {
        "id": global_id("File", row.id),
        "name": row.name,
        "kind": row.kind,
        "size": row.size,
        "digest": row.digest,
    }


FILE_MISSING = ("FILE_MISSING", "请求中没有名为 file 的文件，请选择文件后上传。")


async def _form(request: Request[Any, Any, State]) -> Any:
    try:
        return await request.form()
    except ValueError as fault:
        raise Expected(*FILE_MISSING) from fault


def _require_asked(request: Request[Any, Any, State]) -> None:
    """A form of another site can send multipart with our cookie, but not this header."""
    if "authorization" not in request.headers and "x-renda-upload" not in request.headers:
        raise Expected("UPLOAD_HEADER", "用 Cookie 登录时，上传请求须带 X-Renda-Upload 请求头。")


async def _opened(
    request: Request[Any, Any, State], code: str, file_id: str
) -> tuple[files.File, bytes]:
    """A file that whoever asks may read, with its content."""
    context = await caller(request, code).context()
    context.require(READ_FILE)
    async with context.previewing() as work:
        row = await files.read(work, key(file_id, "File"))
    return row, await context.platform.blobs.get(row.digest)


@get("/t/{code:str}/files/{file_id:str}")
async def download(
    request: Request[Any, Any, State], code: FromPath[str], file_id: FromPath[str]
) -> Response[bytes]:
    """One file of the acting organ, or one's own."""
    row, content = await _opened(request, code, file_id)
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name)}",
            "ETag": f'"{row.digest}"',
        },
    )


@get("/t/{code:str}/files/{file_id:str}/shown")
async def show(
    request: Request[Any, Any, State], code: FromPath[str], file_id: FromPath[str]
) -> Response[bytes]:
    """The same file for reading beside a record: in a frame of our own pages, and of no other's."""
    row, content = await _opened(request, code, file_id)
    seen = await files.shown(row, content)
    return Response(
        seen.content,
        media_type=seen.media_type,
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(row.name)}",
            "Content-Security-Policy": seen.policy,
            "X-Frame-Options": "SAMEORIGIN",
        },
    )


@get(["/", "/c/{place:path}"], name="console")
async def console_page(request: Request[Any, Any, State]) -> Response[bytes]:
    """The console; which page of it is meant, its own script reads from the address."""
    page = console.page()
    content, headers = page.answer(request.headers.get("accept-encoding", ""))
    headers |= {"Content-Security-Policy": console.POLICY, "Cache-Control": "no-cache"}
    return Response(content, media_type=page.media_type, headers=headers)


@get("/assets/{name:str}")
async def console_asset(request: Request[Any, Any, State], name: FromPath[str]) -> Response[bytes]:
    """A script or style of the console: its name changes with its content."""
    asset = console.assets().get(name)
    if asset is None:
        raise Expected(*NO_SUCH_PAGE)
    content, headers = asset.answer(request.headers.get("accept-encoding", ""))
    headers["Cache-Control"] = console.FOREVER
    return Response(content, media_type=asset.media_type, headers=headers)


@get("/modules/{plugin:str}/{name:str}")
async def plugin_module(
    request: Request[Any, Any, State], plugin: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """A plugin's own module for a page of the console: code, the same for every body.

    It is found at this address always. Asked for with its digest, as the console does, it is kept
    for ever; without, it is looked after each time.
    """
    page, _, ending = name.rpartition(".")
    known = server_of(request).platform.plugins
    script = known.scripts[plugin].get(page) if plugin in known.infos else None
    if script is None or ending != "js":
        raise Expected(*NO_SUCH_PAGE)
    lasting = request.query_params.get("v") == script.digest
    tag = f'"{script.digest}"'
    headers = {"ETag": tag, "Cache-Control": console.FOREVER if lasting else "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    content, more = script.asset.answer(request.headers.get("accept-encoding", ""))
    return Response(content, media_type=script.asset.media_type, headers=headers | more)


@get("/healthz", media_type="text/plain")
async def healthz() -> str:
    """The process answers."""
    return "ok"


@get("/readyz")
async def readyz(request: Request[Any, Any, State]) -> Response[dict[str, Any]]:
    """The database answers and has the tables of this code."""
    server = server_of(request)

    def behind(connection: sa.Connection) -> list[str]:
        return migrations.at_head(connection, server.platform.plugins)

    try:
        async with server.platform.database.engine.connect() as connection:
            late = await connection.run_sync(behind)
    except Exception as fault:
        if not unavailable(fault):
            raise
        return Response({"ready": False, "reason": "database"}, status_code=503)
    told = {"ready": not late, "migrate": late, "broken": sorted(server.platform.plugins.broken)}
    return Response(told, status_code=503 if late else 200)


def _expected(request: Request[Any, Any, State], refusal: Expected) -> Response[Any]:
    status = STATUS.get(refusal.code, 400)
    error = {"message": refusal.message, "extensions": {"code": refusal.code, **refusal.details}}
    response = Response({"errors": [error]}, status_code=status)
    code = str(request.path_params.get("code"))
    name = own_cookie_name(request, code)
    if isinstance(refusal, signing_in.TokenInvalid) and name in request.cookies:
        # No page can drop it itself, and with it one could not even sign in again.
        response.set_cookie(_cookie(name, None))
    return response


def _refusal(_request: Request[Any, Any, State], refusal: answer.Refusal) -> Response[Any]:
    return Response(refusal.as_errors(), status_code=refusal.status)


def _unexpected(request: Request[Any, Any, State], fault: Exception) -> Response[Any]:
    """Whatever else went wrong: masked, with an id that is in the log."""
    if isinstance(fault, HTTPException):
        code, message = HTTP_FAULTS.get(fault.status_code, REQUEST_INVALID)
        error = {"message": message, "extensions": {"code": code}}
        return Response({"errors": [error]}, status_code=fault.status_code)
    if unavailable(fault):
        log.error("database_unavailable", path=request.url.path, exc_info=fault)
        code, message = answer.UNAVAILABLE
        error = {"message": message, "extensions": {"code": code}}
        return Response({"errors": [error]}, status_code=503)
    return Response({"errors": [answer.masked(fault)]}, status_code=500)


ROUTES = [
    graphql,
    graphql_socket,
    sdl,
    upload,
    download,
    show,
    *public.ROUTES,
    console_page,
    console_asset,
    plugin_module,
    healthz,
    readyz,
]


def make_app(platform: Platform, schemas: Schemas, *, worker: bool) -> Litestar:
    """The ASGI application; with `worker` it also runs jobs."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        await platform.open()
        running = asyncio.create_task(_work(platform)) if worker else None
        try:
            yield
        finally:
            if running is not None:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running
            await platform.close()

    return Litestar(
        route_handlers=[
            Router(path="/", route_handlers=ROUTES),
            public.router(),
            *_graphiql_files(platform),
        ],
        lifespan=[lifespan],
        state=State({"server": Server(platform, schemas, Streams())}),
        exception_handlers={
            Expected: _expected,
            answer.Refusal: _refusal,
            Exception: _unexpected,
        },
        request_max_body_size=(platform.settings.max_file_mb + 1) << 20,
        before_send=[_secure],
        openapi_config=None,
        logging_config=None,
    )


async def _work(platform: Platform) -> None:
    """Run jobs, first what a crash left; a worker that falls (no database) is started again."""
    platform.schedule()
    while True:
        try:
            await platform.sweep()
            await platform.remind_bodies()
            await jobs.work_until_cancelled(platform.jobs)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("worker_fell")
        await asyncio.sleep(2)


def _graphiql_files(platform: Platform) -> list[Router]:
    if platform.settings.production or not GRAPHIQL.is_dir():
        return []
    return [create_static_files_router(path="/graphiql", directories=[GRAPHIQL])]


async def _secure(message: Any, scope: Any) -> None:
    """Put the security headers on every answer that does not bring its own."""
    if message["type"] != "http.response.start":
        return
    headers = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    for name, value in SECURITY_HEADERS.items():
        if name.lower().encode() not in present:
            headers.append((name.lower().encode(), value.encode()))
    message["headers"] = headers
