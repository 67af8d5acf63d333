"""The addresses of the public pages, what is asked at each, and the headers that go with it."""

import asyncio
import gzip
import hashlib
import secrets
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import structlog
from litestar import HttpMethod, Request, Response, Router, post, route
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from core import look
from core.callers import Caller, server_of
from core.errors import Expected
from core.faults import unavailable
from core.graphql.context import Context
from core.public import pages, reading
from core.public_sections import PublicAnswer, PublicField, PublicForm, PublicSection
from core.published import Published, public_address
from core.tenancy import DEMO_MARK

log = structlog.get_logger("renda.public")

FRESH = "public, max-age=0, must-revalidate"
"""A page may be kept, but is asked for again each time: what was withdrawn is gone at once."""

OWN_FRESH = "private, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
GZIP_LEVEL = 6
LARGEST_FORM = 64 << 10
LONGEST_KEY = 64

STATUS = {
    "NOT_FOUND": 404,
    "NO_SUCH_PAGE": 404,
    "BODY_UNKNOWN": 404,
    "PUBLIC_GONE": 410,
    "BODY_MERGED": 410,
    "BODY_SUSPENDED": 403,
    "FORBIDDEN": 403,
    "FORM_NOT_OURS": 403,
    "TOO_MANY_ATTEMPTS": 429,
}
TITLES = {404: "没有这个页面", 410: "不再公开", 403: "不能查看", 429: "请稍后再试"}
NO_SUCH_PAGE = ("NO_SUCH_PAGE", "没有这个网址。请核对后重试。")
FORM_NOT_OURS = ("FORM_NOT_OURS", "这份表单不是从本页面提交的，没有受理。请在本页面重新提交。")
NOT_TAKEN = "请求不能受理，请核对后重试。"
TROUBLE = "系统暂时不能提供此页，请稍后再试。"

Asked = Request[Any, Any, State]

read = partial(route, http_method=[HttpMethod.GET, HttpMethod.HEAD])
"""Who checks whether a page is still there asks for its head alone."""


def address_of(request: Asked) -> str:
    """The deployment's own address: as it was told, else as it was asked."""
    told = server_of(request).platform.settings.public_url
    return told or str(request.base_url).rstrip("/")


async def _visitor(request: Asked, code: str) -> Context:
    """Whoever looks is a visitor here, also with a session: a page is the same for everybody."""
    client = request.client
    return await Caller(
        server=server_of(request),
        code=code,
        token=None,
        address=client.host if client else "",
    ).context()


async def _frame(request: Asked, context: Context) -> dict[str, Any]:
    """What every page of a body needs."""
    async with context.reading() as session:
        row = await look.look_of(session)
    base = f"/p/{context.body.code}"
    _, digest = pages.style(row.colours if row else None)
    return {
        "body": context.body.name,
        "heading": (row.title if row else None) or context.body.name,
        "mark": DEMO_MARK if context.body.demo else None,
        "base": base,
        "staff": f"/c/{context.body.code}/",
        "style": f"{base}/look/style-{digest}.css",
        "emblem": look.emblem_address(row, context.body.code),
        "canonical": f"{address_of(request)}{request.url.path.rstrip('/')}",
    }


def _answer(request: Asked, name: str, values: dict[str, Any], status: int = 200) -> Response[Any]:
    """A page, or the word that the one which is kept still holds."""
    script = pages.keeping()[1] if values.get("form") or name == "answer.html" else None
    content = pages.render(name, {**values, "script": script}).encode()
    headers = {
        "Content-Security-Policy": pages.WITH_FORM if script else pages.POLICY,
        # A form says where it comes from only if it may say so to its own site.
        "Referrer-Policy": "same-origin",
        "Cache-Control": FRESH if status == 200 else "no-store",
    }
    if values.get("form") and status == 200:
        # Its key is for one reader only.
        headers["Cache-Control"] = OWN_FRESH
    elif status == 200:
        headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[: look.DIGEST]}"'
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(b"", status_code=304, headers=headers)
    return _compressed(request, content, headers, status)


def _compressed(
    request: Asked, content: bytes, headers: dict[str, str], status: int
) -> Response[Any]:
    """Compressed where that is taken; never what somebody typed beside a key."""
    headers["Vary"] = "Accept-Encoding"
    takes = "gzip" in request.headers.get("accept-encoding", "")
    if takes and "ETag" in headers:
        content = gzip.compress(content, GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, status_code=status, media_type="text/html", headers=headers)


@read("/")
async def bodies(request: Asked) -> Response[Any]:
    """Every body that has something public."""
    found = await reading.bodies(_platform(request))
    silent = await reading.bodies(_platform(request), silent=True)
    values = {
        "silent": [(one.code, one.name) for one in silent],
        "bodies": [(one.code, one.name, one.demo) for one in found],
        "style": _own_style(),
        "canonical": f"{address_of(request)}/p/",
    }
    return _answer(request, "bodies.html", values)


def _platform(request: Asked) -> Any:
    return server_of(request).platform


@read("/{code:str}")
async def front(request: Asked, code: FromPath[str]) -> Response[Any]:
    """The front page of a body."""
    context = await _visitor(request, code)
    frame = await _frame(request, context)
    shelves = await reading.shelves(context)
    shown = [
        {
            "section": shelf.section,
            "count": shelf.count,
            "entries": [_listed(shelf.section, entry) for entry in shelf.latest],
        }
        for shelf in shelves
    ]
    titles = "、".join(shelf.section.title for shelf in shelves)
    summary = pages.shortened(f"{frame['heading']}向社会公开的内容：{titles or '暂无'}。")
    # The address of the front page ends in a slash, as its links are written.
    canonical = f"{frame['canonical']}/"
    values = {**frame, "canonical": canonical, "summary": summary, "shelves": shown}
    return _answer(request, "front.html", values)


def _listed(section: PublicSection, entry: Published) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "day": entry.published_on,
        "summary": _summary(section, entry),
    }


def _summary(section: PublicSection, entry: Published) -> str:
    """What a plugin says of an entry in one line; its fault takes no list of others down."""
    try:
        return pages.shortened(section.page_of(entry.facts).summary)
    except Exception:
        log.exception("public_summary_failed", section=section.name, entry=str(entry.id))
        return ""


@read("/{code:str}/{part:str}")
async def part(request: Asked, code: FromPath[str], part: FromPath[str]) -> Response[Any]:
    """A section's list, or the page of one entry."""
    context = await _visitor(request, code)
    if part == "sitemap.xml":
        return await _sitemap(request, context)
    entry_id = _entry_id(part)
    if entry_id is None:
        return await _section(request, context, part)
    try:
        section, entry = await reading.entry(context, entry_id)
    except reading.Moved as moved:
        return _redirect(public_address(code, moved.entry_id))
    return await _entry(request, context, section, entry)


def _entry_id(part: str) -> UUID | None:
    try:
        return UUID(part)
    except ValueError:
        return None


def _redirect(path: str, status: int = 302) -> Response[Any]:
    return Response(b"", status_code=status, headers={"Location": path, "Cache-Control": FRESH})


async def _section(
    request: Asked, context: Context, name: str, form: dict[str, Any] | None = None
) -> Response[Any]:
    section = reading.section(context, name)
    search = request.query_params.get("q", "").strip()[: reading.LONGEST_SEARCH]
    search = "".join(one for one in search if one.isprintable())
    found = await reading.entries_of(context, section, search, _page_number(request))
    frame = await _frame(request, context)
    here = f"{frame['base']}/{section.name}"
    canonical = frame["canonical"]
    if found.page > 1:
        canonical = f"{canonical}?page={found.page}"
    values = {
        **frame,
        "canonical": canonical,
        "summary": pages.shortened(section.description),
        "section": section,
        "search": search,
        "found": found,
        "entries": [_listed(section, entry) for entry in found.entries],
        "before": _page_address(here, search, found.page - 1) if found.page > 1 else None,
        "after": _page_address(here, search, found.page + 1) if found.page < found.pages else None,
        "form": form or _form(context, section.section_form),
    }
    status = form["status"] if form else 200
    return _answer(request, "section.html", values, status)


def _page_number(request: Asked) -> int:
    text = request.query_params.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return min(max(number, 1), reading.MOST_PAGES)


def _page_address(here: str, search: str, number: int) -> str:
    told = {name: value for name, value in (("q", search), ("page", number)) if value}
    return f"{here}?{urlencode(told)}"


async def _entry(
    request: Asked,
    context: Context,
    section: PublicSection,
    entry: Published,
    form: dict[str, Any] | None = None,
) -> Response[Any]:
    frame = await _frame(request, context)
    told = section.page_of(entry.facts)
    place = public_address(context.body.code, entry.id)
    values = {
        **frame,
        # The same however the id was written.
        "canonical": f"{address_of(request)}{place}",
        "summary": pages.shortened(told.summary or entry.title),
        "section": section,
        "title": entry.title,
        "day": entry.published_on,
        "page": told,
        "place": place,
        "files": [
            {**one, "place": f"{place}/{one['digest']}"} for one in entry.facts.get("files", [])
        ],
        "form": form or _form(context, section.form),
    }
    return _answer(request, "entry.html", values, form["status"] if form else 200)


def _form(context: Context, form: PublicForm | None) -> dict[str, Any] | None:
    """An empty form, with a key of its own by which a second sending is known."""
    if form is None or not context.may(form.action):
        return None
    return _filled(form, {}, secrets.token_urlsafe(24), None, 200)


def _filled(
    form: PublicForm, given: dict[str, str], key: str, refusal: Expected | None, status: int
) -> dict[str, Any]:
    return {
        "form": form,
        "given": given,
        "key": key,
        "refused": refusal.message if refusal else None,
        "field": refusal.details.get("field") if refusal else None,
        "status": status,
    }


@post("/{code:str}/{part:str}", status_code=200, request_max_body_size=LARGEST_FORM)
async def send(request: Asked, code: FromPath[str], part: FromPath[str]) -> Response[Any]:
    """A form that somebody filled in; a refusal shows it again with all that was typed."""
    _require_own(request)
    context = await _visitor(request, code)
    entry_id = _entry_id(part)
    entry = None
    if entry_id is None:
        section = reading.section(context, part)
    else:
        section, entry = await reading.latest(context, entry_id)
    form = section.section_form if entry is None else section.form
    if form is None:
        raise Expected(*NO_SUCH_PAGE)
    sent = await request.form()
    given = {one.name: _text(sent.get(one.name)) for one in form.fields}
    key = _text(sent.get("key"))[:LONGEST_KEY]
    facts = entry.facts if entry is not None else {}
    try:
        context.require(form.action)
        _check(form, given)
        answer = await form.send(context, facts, given, key)
    except Expected as refusal:
        status = STATUS.get(refusal.code, 400)
        filled = _filled(form, given, key, refusal, status)
        if entry is None:
            return await _section(request, context, part, filled)
        return await _entry(request, context, section, entry, filled)
    return await _thank(request, context, section, answer)


def _require_own(request: Asked) -> None:
    """A page of another site can make a browser send a form, but not say that it is ours."""
    origin = request.headers.get("origin", "")
    site = request.headers.get("sec-fetch-site")
    # A proxy before us may name us otherwise than the browser does.
    hosts = {request.headers.get("host"), address_of(request).partition("://")[2]}
    if origin.partition("://")[2] not in hosts or site not in (None, "same-origin"):
        raise Expected(*FORM_NOT_OURS)


def _text(sent: Any) -> str:
    """As it was typed; a line ends as the API's texts do."""
    return sent.replace("\r\n", "\n").replace("\0", "") if isinstance(sent, str) else ""


def _check(form: PublicForm, given: dict[str, str]) -> None:
    for one in form.fields:
        _check_field(one, given[one.name].strip())


def _check_field(one: PublicField, text: str) -> None:
    if one.required and not text:
        raise Expected("FORM_FIELD_EMPTY", f"请填写“{one.title}”。", field=one.name)
    if len(text) > one.longest:
        raise Expected(
            "FORM_FIELD_LONG",
            f"“{one.title}”不超过{one.longest}字，现在是{len(text)}字，请缩短。",
            field=one.name,
        )


async def _thank(
    request: Asked, context: Context, section: PublicSection, answer: PublicAnswer
) -> Response[Any]:
    values = {
        **await _frame(request, context),
        "section": section,
        "summary": answer.title,
        "title": answer.title,
        "code": answer.code,
        "page": answer.page,
    }
    response = _answer(request, "answer.html", values)
    # A code is for the eyes of who asked.
    response.headers["Cache-Control"] = "no-store"
    return response


@read("/{code:str}/{part:str}/{name:str}")
async def attached(
    request: Asked, code: FromPath[str], part: FromPath[str], name: FromPath[str]
) -> Response[Any]:
    """What belongs to a page: its files, its QR code; the look of a body."""
    context = await _visitor(request, code)
    if part == "look":
        return await _look(context, name)
    entry_id = _entry_id(part)
    if entry_id is None:
        raise Expected(*NO_SUCH_PAGE)
    try:
        _, entry = await reading.entry(context, entry_id)
    except reading.Moved as moved:
        return _redirect(f"{public_address(code, moved.entry_id)}/{quote(name)}")
    if name in QR_IMAGES:
        return await _qr_code(request, code, entry, name)
    for one in entry.facts.get("files", []):
        if one["digest"] == name:
            return await _file(context, one)
    raise Expected(*NO_SUCH_PAGE)


QR_IMAGES = {"qr.svg": ("svg", "image/svg+xml"), "qr.png": ("png", "image/png")}


async def _qr_code(request: Asked, code: str, entry: Published, name: str) -> Response[Any]:
    form, media_type = QR_IMAGES[name]
    address = f"{address_of(request)}{public_address(code, entry.id)}"
    content = await asyncio.to_thread(pages.qr_code, address, form)
    return Response(content, media_type=media_type, headers={"Cache-Control": FRESH})


async def _file(context: Context, one: dict[str, Any]) -> Response[Any]:
    """The content of a published file; it is never opened in the page's place."""
    try:
        content = await context.platform.blobs.get(one["digest"])
    except FileNotFoundError as fault:
        # Its content was erased since, for the sake of somebody's personal data.
        raise reading.Gone("这个附件的内容已经删除，不再公开。") from fault
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(one['name'])}",
        "Cache-Control": FRESH,
        "ETag": f'"{one["digest"]}"',
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


async def _look(context: Context, name: str) -> Response[Any]:
    async with context.reading() as session:
        row = await look.look_of(session)
    sheet, digest = pages.style(row.colours if row else None)
    if name.startswith("style-") and name.endswith(".css"):
        kept = FOREVER if name == f"style-{digest}.css" else FRESH
        return Response(sheet, media_type="text/css", headers={"Cache-Control": kept})
    if row is None or row.emblem is None or name != f"emblem-{row.emblem[: look.DIGEST]}":
        raise Expected(*NO_SUCH_PAGE)
    try:
        content = await context.platform.blobs.get(row.emblem)
    except FileNotFoundError as fault:
        # It was erased since: somebody was on it.
        raise Expected(*NO_SUCH_PAGE) from fault
    media_type = look.EMBLEMS[look.files.FileKind(row.emblem_kind)]
    return Response(content, media_type=media_type, headers={"Cache-Control": FOREVER})


async def _sitemap(request: Asked, context: Context) -> Response[Any]:
    """What search engines may list; nothing of a body that is invented."""
    base = address_of(request)
    told = [] if context.body.demo else await reading.addresses(context)
    content = pages.render("sitemap.xml", {"addresses": told, "base": base})
    return Response(content, media_type="application/xml", headers={"Cache-Control": FRESH})


@read("/robots.txt", media_type="text/plain")
async def robots(request: Asked) -> Response[str]:
    """Search engines read the public pages and nothing else."""
    content = (
        "User-agent: *\nAllow: /p/\nAllow: /t/*/p/\nDisallow: /t/\nDisallow: /c/\n"
        f"Sitemap: {address_of(request)}/sitemap.xml\n"
    )
    return Response(content, headers={"Cache-Control": FRESH})


@read("/sitemap.xml")
async def sitemaps(request: Asked) -> Response[Any]:
    """The sitemap of each body that has something public."""
    found = [one.code for one in await reading.bodies(_platform(request)) if not one.demo]
    values = {"codes": found, "base": address_of(request)}
    content = pages.render("sitemaps.xml", values)
    return Response(content, media_type="application/xml", headers={"Cache-Control": FRESH})


@read("/public/{name:str}")
async def own_style(name: FromPath[str]) -> Response[Any]:
    """The sheet of the pages that are no body's, and the sign of all of them."""
    sheet, digest = pages.style(None)
    if name == "icon.svg":
        kept = {"Cache-Control": "public, max-age=86400"}
        return Response(pages.icon(), media_type="image/svg+xml", headers=kept)
    forever = {"Cache-Control": FOREVER}
    script, address = pages.keeping()
    if address == f"/public/{name}":
        return Response(script, media_type="text/javascript", headers=forever)
    if name != f"style-{digest}.css":
        raise Expected(*NO_SUCH_PAGE)
    return Response(sheet, media_type="text/css", headers=forever)


def _own_style() -> str:
    return f"/public/style-{pages.style(None)[1]}.css"


@read("/t/{code:str}/p/{page:str}")
async def earlier(code: FromPath[str], page: FromPath[str]) -> Response[Any]:
    """Where the pages were first: codes that were printed lead there."""
    return _redirect(f"/p/{quote(code)}/{quote(page)}", 308)


@read("/t/{code:str}/p/{page:str}/{image:str}")
async def earlier_code(
    code: FromPath[str], page: FromPath[str], image: FromPath[str]
) -> Response[Any]:
    """Where the QR codes were first."""
    return _redirect(f"/p/{quote(code)}/{quote(page)}/{quote(image)}", 308)


def _refused(request: Asked, refusal: Expected) -> Response[Any]:
    status = STATUS.get(refusal.code, 400)
    return _told(request, status, TITLES.get(status, "不能受理"), refusal.message)


def _failed(request: Asked, fault: Exception) -> Response[Any]:
    if isinstance(fault, HTTPException):
        status = fault.status_code
        message = NO_SUCH_PAGE[1] if status in (404, 405) else NOT_TAKEN
        return _told(request, status, TITLES.get(status, "不能受理"), message)
    log.error("public_page_failed", path=request.url.path, exc_info=fault)
    return _told(request, 503 if unavailable(fault) else 500, "暂时不能显示", TROUBLE)


def _told(request: Asked, status: int, title: str, message: str) -> Response[Any]:
    """A page of words: which body it is of is not looked up again, it may be what is missing."""
    values = {"title": title, "message": message, "style": _own_style()}
    return _answer(request, "told.html", values, status)


def router() -> Router:
    """All of it; what is refused here is told on a page."""
    return Router(
        path="/p",
        route_handlers=[bodies, front, part, send, attached],
        exception_handlers={Expected: _refused, Exception: _failed},
    )


ROUTES = [robots, sitemaps, own_style, earlier, earlier_code]
