"""HTTP: who may call from where, how one is known, and what every answer carries."""

import signal
import socket
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psycopg
import pytest
import structlog

from core import cors, loading, postgres, signing_in, web
from core.db import Database
from core.graphql.graphiql_page import page
from core.settings import Settings
from core.tenancy import BodyStatus
from core.testing import PASSWORD, House, MakeHouse, OpenHouse, Someone, TestServer

FRONT = "https://front.example"
"""A front end that county-a lists; nobody else does."""

VIEWER = {"query": "{ viewer { name } }"}
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }"
COOKIE = "renda-county-a"
"""Over plain http, as the client of these tests speaks it."""

PROTECTED = "__Host-renda-county-a"
ENCRYPTED = {"x-forwarded-proto": "https"}


@pytest.fixture(scope="module")
async def shared(open_house: OpenHouse, renda_server: TestServer) -> AsyncGenerator[House]:
    async with open_house() as house:
        as_superuser(
            house,
            renda_server,
            f"UPDATE body SET origins = '[\"{FRONT}\"]' WHERE code = 'county-a'",
        )
        yield house


@pytest.fixture(scope="module")
async def clerk(shared: House) -> Someone:
    return await shared.person("county-a", "office")


def as_superuser(house: House, server: TestServer, statement: str) -> None:
    name = house.platform.database.engine.url.database
    with psycopg.connect(postgres.dsn_for(server.superuser, database=name)) as connection:
        connection.execute(statement.encode())


def code_of(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert error["message"].endswith("。")
    return error["extensions"]["code"]


async def ask(house: House, body: str = "county-a", **headers: str) -> httpx.Response:
    return await house.client.post(f"/t/{body}/graphql", json=VIEWER, headers=headers)


async def preflight(house: House, path: str, origin: str) -> httpx.Response:
    headers = {"origin": origin, "access-control-request-method": "POST"}
    return await house.client.options(path, headers=headers)


async def test_a_preflight_is_granted_to_the_origins_that_the_body_lists(shared: House) -> None:
    for path in ("/t/county-a/graphql", "/t/county-a/files"):
        granted = await preflight(shared, path, FRONT)
        assert granted.status_code == 204
        assert granted.headers["access-control-allow-origin"] == FRONT
        assert granted.headers["access-control-allow-credentials"] == "true"
        assert "POST" in granted.headers["access-control-allow-methods"]
        for name in ("content-type", "authorization", "idempotency-key", "x-renda-upload"):
            assert name in granted.headers["access-control-allow-headers"]
        assert granted.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    ("body", "origin"),
    [
        ("county-b", FRONT),
        ("county-a", "https://evil.example"),
        ("county-a", "https://front.example.evil.example"),
        ("county-a", "http://front.example"),
        ("county-a", "null"),
        ("county-a", "http://["),
        ("county-a", "*"),
        ("nowhere", FRONT),
    ],
)
async def test_nothing_is_granted_to_other_origins_or_at_other_bodies(
    shared: House, body: str, origin: str
) -> None:
    answer = await preflight(shared, f"/t/{body}/graphql", origin)
    assert answer.status_code < 500
    assert "access-control-allow-origin" not in answer.headers
    answer = await ask(shared, body, origin=origin)
    assert "access-control-allow-origin" not in answer.headers
    assert code_of(answer) == ("BODY_UNKNOWN" if body == "nowhere" else "ORIGIN_REFUSED")


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example",
        "http://127.0.0.1:8701",
        "https://xn--fiq.example:8443",
        "http://[::1]:1",
    ],
)
def test_an_origin_is_written_as_browsers_name_it(origin: str) -> None:
    assert cors.is_origin(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example/",
        "https://A.example",
        "https://a.example:443",
        "http://a.example:80",
        "a.example",
        "https://*.example",
        "https://中.example",
        "https://a.example/page",
        "https://who@a.example",
        "https://a.example\n",
        "https://",
        "null",
        "*",
    ],
)
def test_what_no_browser_names_is_no_origin(origin: str) -> None:
    assert not cors.is_origin(origin)


async def test_an_answer_is_marked_for_the_listed_origin_errors_too(shared: House) -> None:
    good = await ask(shared, origin=FRONT)
    bad = await shared.client.post("/t/county-a/graphql", content=b"{", headers={"origin": FRONT})
    assert (good.status_code, bad.status_code) == (200, 415)
    for answer in (good, bad):
        assert answer.headers["access-control-allow-origin"] == FRONT
        assert "Origin" in answer.headers["vary"].split(", ")
    assert "access-control-allow-origin" not in (await ask(shared)).headers


async def sign_in(house: House, someone: Someone, **headers: str) -> httpx.Response:
    sent = {"login": someone.login, "password": PASSWORD}
    return await house.client.post(
        f"/t/{someone.body}/graphql",
        json={"query": SIGN_IN, "variables": {"input": sent}},
        headers=headers,
    )


def cookie_of(answer: httpx.Response) -> str:
    """The cookie as a browser sends it back."""
    return answer.headers["set-cookie"].partition(";")[0]


async def name_of(house: House, body: str = "county-a", **headers: str) -> str | None:
    answer = await ask(house, body, **headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["viewer"]["name"]


async def test_signing_in_sets_a_cookie_that_no_script_and_no_other_site_gets(
    shared: House, clerk: Someone
) -> None:
    answer = await sign_in(shared, clerk)
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"{COOKIE}=")
    lowered = {one.lower() for one in attributes}
    assert lowered == {"httponly", "samesite=strict", "path=/"}
    assert await name_of(shared, cookie=name) == "测试人员"
    # The cookie of one body is nothing at another.
    assert await name_of(shared, "county-b", cookie=name) is None


async def test_over_https_the_cookie_is_of_this_host_alone(shared: House, clerk: Someone) -> None:
    """Encryption ends at the proxy before us, which says so."""
    answer = await sign_in(shared, clerk, **ENCRYPTED)
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"{PROTECTED}=")
    lowered = {one.lower() for one in attributes}
    assert lowered == {"httponly", "secure", "samesite=strict", "path=/"}
    assert await name_of(shared, cookie=name, **ENCRYPTED) == "测试人员"
    # A cookie that anybody on the line could have set is not taken for it.
    unprotected = name.replace(PROTECTED, COOKIE)
    assert await name_of(shared, cookie=unprotected, **ENCRYPTED) is None
    assert await name_of(shared, cookie=name) is None


async def test_plain_http_is_warned_of_once(
    shared: House, clerk: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "_warned", list[bool]())
    with structlog.testing.capture_logs() as seen:
        for _ in range(3):
            await sign_in(shared, clerk)
    assert [one["event"] for one in seen if one["log_level"] == "warning"] == ["plain_http"]


async def test_in_production_nobody_signs_in_over_plain_http(
    open_house: OpenHouse, renda_settings: Settings
) -> None:
    settings = msgspec.structs.replace(renda_settings, production=True)
    async with open_house(settings=settings, installed=False) as house:
        clerk = await house.person("county-a", "office")
        refused = await sign_in(house, clerk)
        assert code_of(refused) == "PLAIN_HTTP"
        assert "set-cookie" not in refused.headers
        accepted = await sign_in(house, clerk, **ENCRYPTED)
        cookie = cookie_of(accepted)
        assert cookie.startswith(PROTECTED)
        assert await name_of(house, cookie=cookie, **ENCRYPTED) == "测试人员"
        unprotected = cookie.replace(PROTECTED, COOKIE)
        assert await name_of(house, cookie=unprotected) is None


async def test_a_cookie_counts_only_for_our_own_and_the_listed_pages(
    shared: House, clerk: Someone
) -> None:
    cookie = cookie_of(await sign_in(shared, clerk))
    assert await name_of(shared, cookie=cookie, origin=FRONT) == "测试人员"
    assert await name_of(shared, cookie=cookie, origin="http://test") == "测试人员"
    # Before us stands a proxy that speaks https to the browser: that has a cookie of its own.
    assert await name_of(shared, cookie=cookie, origin="https://test") is None
    protected = cookie.replace(COOKIE, PROTECTED)
    assert await name_of(shared, cookie=protected, origin="https://test") == "测试人员"
    for origin in ("https://evil.example", "https://test.evil.example", "http://test:81", "null"):
        refused = await ask(shared, cookie=cookie, origin=origin)
        assert (refused.status_code, code_of(refused)) == (403, "ORIGIN_REFUSED")
        headers = {"cookie": cookie, "origin": origin, "authorization": "Basic x"}
        assert (await ask(shared, **headers)).status_code == 403
    # Of a page that shows its own token nothing has to be known.
    headers = {"origin": "https://evil.example", "authorization": f"Bearer {clerk.token}"}
    assert await name_of(shared, **headers) == "测试人员"


async def test_signing_out_ends_the_session_and_takes_the_cookie(
    shared: House, clerk: Someone
) -> None:
    cookie = cookie_of(await sign_in(shared, clerk))
    out = await shared.client.post(
        "/t/county-a/graphql", json={"query": "mutation { signOut }"}, headers={"cookie": cookie}
    )
    assert out.json()["data"] == {"signOut": True}
    assert f'{COOKIE}=""' in out.headers["set-cookie"]
    assert "Max-Age=0" in out.headers["set-cookie"]
    gone = await ask(shared, cookie=cookie)
    assert (gone.status_code, code_of(gone)) == (401, "TOKEN_INVALID")


async def test_a_cookie_that_has_expired_does_not_keep_one_from_signing_in(
    shared: House, clerk: Someone
) -> None:
    """No script can drop it; so the refusal does."""
    stale = f"{COOKIE}=long-gone"
    refused = await ask(shared, cookie=stale)
    assert (refused.status_code, code_of(refused)) == (401, "TOKEN_INVALID")
    assert "Max-Age=0" in refused.headers["set-cookie"]
    assert (await sign_in(shared, clerk)).json()["data"]["signIn"]["token"]
    # A script with a wrong token has no cookie to lose.
    assert "set-cookie" not in (await ask(shared, authorization="Bearer x")).headers


async def test_a_bearer_token_goes_before_a_cookie(shared: House, clerk: Someone) -> None:
    wrong = {"cookie": f"{COOKIE}=x", "authorization": f"Bearer {clerk.token}"}
    assert await name_of(shared, **wrong) == "测试人员"


MUTATION = 'mutation { signIn(input: {login: "a", password: "b"}) { token } }'


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"content": MUTATION, "headers": {"content-type": "text/plain"}}, 415),
        ({"content": MUTATION, "headers": {"content-type": "application/graphql"}}, 415),
        ({"data": {"query": MUTATION}}, 415),
        ({"files": {"operations": MUTATION.encode()}}, 415),
        ({"content": MUTATION}, 415),
        (
            {
                "content": '{"query": "{ __typename }"}',
                "headers": {"content-type": "application/json; charset=utf-16"},
            },
            415,
        ),
    ],
)
async def test_nothing_that_a_browser_posts_without_asking_is_a_request(
    shared: House, how: dict[str, Any], status: int
) -> None:
    """CVE-2024-47082: a form of another site must not be able to act."""
    answer = await shared.client.post("/t/county-a/graphql", **how)
    assert (answer.status_code, code_of(answer)) == (status, "MEDIA_TYPE")


async def test_a_get_only_reads(shared: House) -> None:
    url = "/t/county-a/graphql"
    read = await shared.client.get(url, params={"query": "{ body { code } }"})
    assert read.json() == {"data": {"body": {"code": "county-a"}}}
    named = {
        "query": "query A { __typename } query B($x: Boolean!) { b: __typename @skip(if: $x) }",
        "operationName": "B",
        "variables": '{"x": false}',
    }
    assert (await shared.client.get(url, params=named)).json()["data"] == {"b": "Query"}
    done = await shared.client.get(url, params={"query": MUTATION})
    assert (done.status_code, done.headers["allow"]) == (405, "POST")
    assert code_of(done) == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize("variables", ["{", "[]", "5", "[" * 5000, '{"a": "\\u0000"}', "\x00"])
async def test_a_get_with_odd_variables_is_an_error_of_the_client(
    shared: House, variables: str
) -> None:
    sent = {"query": "{ __typename }", "variables": variables}
    answer = await shared.client.get("/t/county-a/graphql", params=sent)
    assert answer.status_code == 400
    assert code_of(answer) in ("BODY_INVALID", "TEXT_INVALID")


@pytest.mark.parametrize(
    ("accept", "status", "media"),
    [
        ("", 200, "application/json"),
        ("*/*", 200, "application/json"),
        ("application/*", 200, "application/json"),
        ("application/graphql-response+json", 200, "application/graphql-response+json"),
        (
            "application/graphql-response+json, application/json;q=0.9",
            200,
            "application/graphql-response+json",
        ),
        ("image/png", 406, "application/json"),
    ],
)
async def test_the_answer_is_of_the_kind_that_was_asked_for(
    shared: House, accept: str, status: int, media: str
) -> None:
    answer = await ask(shared, accept=accept)
    assert answer.status_code == status
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"


PLACES = {
    "/healthz": 200,
    "/readyz": 200,
    "/nowhere": 404,
    "/t/nowhere/graphql?query={a}": 404,
    "/t/county-a/graphql?query={__typename}": 200,
    "/t/county-a/graphql?query={nothing}": 200,
    "/t/county-a/graphql": 400,
    "/t/county-a/schema.graphql": 401,
    "/t/county-a/files/x": 401,
    "/t/county-a/files/x/shown": 401,
    "/t/%00/graphql?query={a}": 404,
    "/t/%ff/graphql?query={a}": 404,
    "/t/..%2f..%2fetc/graphql?query={a}": 404,
    f"/t/{'x' * 4000}/graphql?query={{a}}": 404,
}


@pytest.mark.parametrize(("place", "status"), PLACES.items(), ids=range(len(PLACES)))
async def test_every_answer_carries_the_security_headers(
    shared: House, place: str, status: int
) -> None:
    for headers in ({}, {"origin": FRONT}):
        answer = await shared.client.get(place, headers=headers)
        assert answer.status_code == status, answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE"])
async def test_another_method_is_refused(shared: House, method: str) -> None:
    answer = await shared.client.request(method, "/t/county-a/graphql")
    assert answer.status_code == 405


async def test_a_request_that_is_too_long_is_refused(shared: House, clerk: Someone) -> None:
    headers = {"authorization": f"Bearer {clerk.token}"}
    long = {"query": "{ __typename }", "variables": {"a": "x" * (web.LONGEST_QUERY + 1)}}
    answer = await shared.client.post("/t/county-a/graphql", json=long, headers=headers)
    assert (answer.status_code, code_of(answer)) == (413, "REQUEST_TOO_LARGE")
    file = {"file": ("a.pdf", b"%PDF-" + b"x" * (4 << 20))}
    answer = await shared.client.post("/t/county-a/files", files=file, headers=headers)
    assert (answer.status_code, code_of(answer)) == (413, "REQUEST_TOO_LARGE")


async def test_a_body_that_does_not_answer_says_why(make_house: MakeHouse) -> None:
    house: House = await make_house()
    clerk = await house.person("town-a", "government")
    owner = Database(house.databases.owner or "")
    bearer = {"authorization": f"Bearer {clerk.token}"}
    for status, heir, code, http in (
        (BodyStatus.SUSPENDED, None, "BODY_SUSPENDED", 403),
        (BodyStatus.MERGED, "town-b", "BODY_MERGED", 410),
    ):
        await loading.set_status(owner, "town-a", status, heir)
        for answer in (
            await ask(house, "town-a", **bearer),
            await house.client.get("/t/town-a/schema.graphql", headers=bearer),
            await house.client.get("/t/town-a/files/x", headers=bearer),
        ):
            assert (answer.status_code, code_of(answer)) == (http, code)
    await owner.close()
    assert "town-b" in (await ask(house, "town-a")).text


async def test_ready_means_that_the_tables_are_those_of_the_code(
    make_house: MakeHouse, renda_server: TestServer
) -> None:
    house: House = await make_house(installed=False)
    ready = await house.client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"ready": True, "migrate": [], "broken": []},
    )
    as_superuser(house, renda_server, "UPDATE alembic_version_core SET version_num = '0000'")
    late = await house.client.get("/readyz")
    assert (late.status_code, late.json()["migrate"]) == (503, ["core"])
    assert (await house.client.get("/healthz")).text == "ok"


async def test_without_its_database_it_says_so_to_a_page_of_another_origin_too(
    make_house: MakeHouse,
) -> None:
    house: House = await make_house()
    reached = house.platform.database
    house.platform.database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    try:
        for headers in ({}, {"origin": FRONT}):
            answer = await ask(house, **headers)
            assert (answer.status_code, code_of(answer)) == (503, "DATABASE_UNAVAILABLE")
            assert "127.0.0.1" not in answer.text
        late = await house.client.get("/readyz")
        assert (late.status_code, late.json()) == (503, {"ready": False, "reason": "database"})
    finally:
        await house.platform.database.close()
        house.platform.database = reached


async def test_the_sdl_is_for_who_is_signed_in(shared: House, clerk: Someone) -> None:
    path = "/t/county-a/schema.graphql"
    refused = await shared.client.get(path)
    assert (refused.status_code, code_of(refused)) == (401, "NOT_SIGNED_IN")
    headers = {"authorization": f"Bearer {clerk.token}"}
    given = await shared.client.get(path, headers=headers)
    assert given.headers["content-type"].startswith("text/plain")
    assert given.text == shared.schemas.of(frozenset()).as_str()
    # At another body's endpoint a session is a visitor.
    assert (
        await shared.client.get("/t/county-b/schema.graphql", headers=headers)
    ).status_code == 401


async def test_the_page_to_try_queries_loads_nothing_from_elsewhere(shared: House) -> None:
    answer = await shared.client.get("/t/county-a/graphql", headers={"accept": "text/html"})
    assert answer.status_code == 200
    if not (web.GRAPHIQL / "graphiql.min.js").exists():
        pytest.skip("the files of GraphiQL were not fetched: run `make assets`")
    assert "http" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "http" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    for part in answer.text.split('"'):
        if part.startswith("/graphiql/"):
            assert (await shared.client.get(part)).status_code == 200, part
    query = {"query": "{ __typename }"}
    read = await shared.client.get(
        "/t/county-a/graphql", params=query, headers={"accept": "text/html"}
    )
    assert read.json() == {"data": {"__typename": "Query"}}


def test_without_its_files_the_page_is_one_sentence(tmp_path: Path) -> None:
    told = page("county-a", tmp_path)
    assert "npm" in str(told.content)
    assert told.media_type == "text/plain; charset=utf-8"


def test_the_page_takes_no_markup_from_the_address(tmp_path: Path) -> None:
    (tmp_path / "graphiql.min.js").touch()
    assert "<b>" not in str(page("a<b>", tmp_path).content)


UPLOAD = "/t/county-a/files"


async def test_a_form_of_another_site_cannot_upload_with_our_cookie(
    shared: House, clerk: Someone
) -> None:
    cookie = cookie_of(await sign_in(shared, clerk))
    how: dict[str, Any] = {
        "files": {"file": ("a.pdf", b"%PDF-1.4")},
        "data": {"notClassified": "true"},
    }
    answer = await shared.client.post(UPLOAD, headers={"cookie": cookie}, **how)
    assert (answer.status_code, code_of(answer)) == (400, "UPLOAD_HEADER")
    answer = await shared.client.post(
        UPLOAD, headers={"cookie": cookie, "x-renda-upload": "1"}, **how
    )
    assert code_of(answer) == "FILE_UNREADABLE"


BOUNDARY = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/json", b"{}"),
        ("text/plain", b"x"),
        ("multipart/form-data", b"x"),
        (BOUNDARY, b""),
        (BOUNDARY, b"--x"),
        (BOUNDARY, b"--x\r\n\r\n"),
        (BOUNDARY, b"--y\r\nContent-Disposition: form-data\r\n\r\n--y--"),
        (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--'),
        (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--x--'),
        (BOUNDARY, b"--x\r\n" * 3000),
    ],
)
async def test_an_upload_that_is_none_is_an_error_of_the_client(
    shared: House, clerk: Someone, kind: str, content: bytes
) -> None:
    headers = {"authorization": f"Bearer {clerk.token}", "content-type": kind}
    answer = await shared.client.post(UPLOAD, content=content, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert code_of(answer) != "INTERNAL"


CREATE = """mutation ($input: CreatePersonInput!) { createPerson(input: $input) { login } }"""


async def test_a_real_server_survives_nonsense_and_when_stopped_finishes_what_is_running(
    house: House, renda_server: TestServer
) -> None:
    """Stopped by a signal while a verb waits: the verb is answered, then all ends."""
    admin = await house.person("county-a", "office", "admin")
    place = {"organ": "office", "post": "科员"}
    sent = {
        "query": CREATE,
        "variables": {"input": {"name": "甲", "login": "late-one", "place": place}},
    }
    name = house.platform.database.engine.url.database
    dsn = postgres.dsn_for(renda_server.superuser, database=name)
    with house.served() as served, ThreadPoolExecutor(1) as pool:
        send_nonsense(served.address)
        with psycopg.connect(dsn) as holder:
            holder.execute("LOCK TABLE event IN EXCLUSIVE MODE")
            answer = pool.submit(
                httpx.post,
                f"{served.address}/t/county-a/graphql",
                json=sent,
                headers={"authorization": f"Bearer {admin.token}"},
                timeout=30,
                trust_env=False,
            )
            wait_until_stuck(dsn)
            served.process.send_signal(signal.SIGTERM)
            holder.execute("SELECT pg_sleep(0.3)")
        assert answer.result(20).json()["data"] == {"createPerson": {"login": "late-one"}}
        assert served.process.wait(20) == 0


def wait_until_stuck(dsn: str) -> None:
    # Copies of one template have the same oids, and others may be tested beside this one.
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
        " WHERE NOT granted AND relation = 'event'::regclass AND d.datname = current_database()"
    )
    with psycopg.connect(dsn, autocommit=True) as watcher:
        while watcher.execute(waiting).fetchone() != (1,):
            watcher.execute("SELECT pg_sleep(0.05)")


def send_nonsense(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    for target in (b"/t/%ff/graphql", b"/t/%ed%a0%80/graphql", b"/t/%00/graphql?query={a}"):
        assert status_of(host, int(port), b"GET " + target + b" HTTP/1.1") in (400, 404)
    assert status_of(host, int(port), b"NONSENSE") == 400


def status_of(host: str, port: int, line: bytes) -> int:
    with socket.create_connection((host, port), timeout=10) as connection:
        connection.sendall(line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
        return int(connection.makefile("rb").readline().split()[1])


async def test_a_long_answer_is_sent_compressed_to_whoever_takes_it(shared: House) -> None:
    path = "/t/county-a/graphql"
    long = {"query": "{ __schema { types { name description } } }"}
    squeezed = await shared.client.post(path, json=long)
    assert squeezed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in squeezed.headers["vary"]
    plain = await shared.client.post(path, json=long, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == squeezed.json()
    assert int(squeezed.headers["content-length"]) * 3 < int(plain.headers["content-length"])
    short = await shared.client.post(path, json={"query": "{ body { code } }"})
    assert "content-encoding" not in short.headers
