"""The harness for tests, as pytest fixtures: the same for the core, built-in and foreign plugins.

Real parts only: a PostgreSQL of its own, the real ASGI application, real jobs. Every test has a
fresh database, copied from a migrated template, with bodies side by side whose rows carry the same
ids: a leak shows without being looked for. `docs/plugins/testing.md` shows how a plugin's test
looks, and documents every name of `__all__` and every fixture.
"""

import argparse
import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    aclosing,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass, field
from datetime import date, datetime, time
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx
import msgspec
import pytest
import sqlalchemy as sa
import structlog
from pwdlib.hashers.argon2 import Argon2Hasher

from core import (
    clock,
    commands,
    db,
    demo,
    deployment,
    loading,
    own_plugin,
    people,
    postgres,
    signing_in,
    switching,
)
from core import plugins as plugin_finding
from core.browsing import Browser
from core.callers import Caller, Server
from core.cors import BodyCors
from core.db import EVERY_ORGAN, Base, Database, TenantOwned
from core.deployment import Databases
from core.graphql import answer, streaming
from core.graphql.schemas import Schemas
from core.people import Account, Person, PostKind
from core.platform import Platform, verb
from core.plugins import CORE, Plugins
from core.settings import Settings, load
from core.streams import Streams
from core.tenancy import Basis, BasisKind, Body, BodyKind, Level, Organ, OrganKind
from core.web import make_app

__all__ = [
    "BODIES",
    "PASSWORD",
    "Answered",
    "Browser",
    "House",
    "MakeHouse",
    "OpenHouse",
    "Seen",
    "Served",
    "Someone",
    "query_count",
]
"""What a plugin's tests import from here; the rest is the house's own."""

WORLD = UUID("0f2a4f7e-6c55-4d0f-9a3b-000000000001")
"""Names are turned into ids within it, so that twins have the same ids."""

PASSWORD = "test-password-0000"
"""The password of everybody whom `House.person` and `House.deputy` make."""

MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000
"""In memory there must be that much free; a run takes a fraction of it for each process."""


@dataclass(frozen=True)
class Plan:
    """A body of the test world."""

    code: str
    level: Level
    kind: BodyKind
    place: str
    parent: str | None = None
    demo: bool = True


BODIES = (
    Plan("city-a", Level.CITY, BodyKind.CONGRESS, "3709"),
    Plan("county-a", Level.COUNTY, BodyKind.CONGRESS, "370982", "city-a"),
    Plan("county-b", Level.COUNTY, BodyKind.CONGRESS, "370982", "city-a"),
    Plan("town-a", Level.TOWNSHIP, BodyKind.CONGRESS, "370982105", "county-a"),
    Plan("town-b", Level.TOWNSHIP, BodyKind.CONGRESS, "370982105", "county-b"),
    Plan("subdistrict-a", Level.TOWNSHIP, BodyKind.SUBDISTRICT_COMMITTEE, "370982001", "county-a"),
    Plan("beijing-county", Level.COUNTY, BodyKind.CONGRESS, "11"),
    Plan("shanghai-county", Level.COUNTY, BodyKind.CONGRESS, "31", demo=False),
    Plan("huzhou-town", Level.TOWNSHIP, BodyKind.CONGRESS, "3305"),
)
"""The bodies of the test world, each with its code, level, kind, place and the body above it."""

ORGANS = {
    (Level.TOWNSHIP, BodyKind.CONGRESS): ("congress", "presidium", "government", "expert_group"),
    (Level.TOWNSHIP, BodyKind.SUBDISTRICT_COMMITTEE): (
        "subdistrict_working_committee",
        "subdistrict_office",
        "expert_group",
    ),
}
"""Organ kinds, whose words are also their codes; the rest have `COUNTY_ORGANS`."""

COUNTY_ORGANS = (
    "standing_committee",
    "office",
    "legislative_affairs_commission",
    "working_commission",
    "special_committee",
    "government",
    "supervisory_commission",
    "court",
    "procuratorate",
    "department",
)


SET_PRACTICE = """mutation ($s: String!, $v: JSON!, $since: Date!) {
  setPractice(input: {setting: $s, value: $v, ruleKind: DECISION, ruleTitle: "本机构办法（测试）",
    article: "第一条", validFrom: $since}) { version }
}"""


@dataclass(frozen=True)
class Someone:
    """A signed-in person of a test: `body` and `organ` (codes), `person_id`, `membership_id`.

    `token` is the session's, `login` with `PASSWORD` signs in anew.
    """

    body: str
    organ: str
    person_id: UUID
    membership_id: UUID
    login: str
    token: str


class Answered(AssertionError):
    """The answer was not the one that the test expects."""


@dataclass
class House:
    """A whole deployment for one test."""

    platform: Platform
    schemas: Schemas
    client: httpx.AsyncClient
    databases: Databases
    bodies: dict[str, Body] = field(default_factory=dict[str, Body])
    app: Any = None

    async def ask(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        by: Someone | None = None,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """The whole answer of a GraphQL request: `data` and `errors`."""
        sent = {"query": query, "variables": variables}
        code = body or (by.body if by else "county-a")
        response = await self.client.post(
            f"/t/{code}/graphql", json=sent, headers={**_bearer(by), **(headers or {})}
        )
        return response.json()

    async def gql(self, query: str, variables: dict[str, Any] | None = None, **how: Any) -> Any:
        """The data of a GraphQL request that must succeed."""
        answer = await self.ask(query, variables, **how)
        if answer.get("errors"):
            raise Answered(answer["errors"])
        return answer["data"]

    async def refused(self, query: str, variables: Any = None, **how: Any) -> dict[str, Any]:
        """The first error of a request that must be refused."""
        answer = await self.ask(query, variables, **how)
        if not answer.get("errors"):
            raise Answered(f"expected a refusal, got {answer['data']}")
        return answer["errors"][0]

    async def refused_code(self, query: str, variables: Any = None, **how: Any) -> str:
        """The code of a request that must be refused."""
        return (await self.refused(query, variables, **how))["extensions"]["code"]

    async def upload(
        self, by: Someone, name: str, content: bytes, *, not_classified: bool = True
    ) -> httpx.Response:
        """Upload a file; the answer has its `id`."""
        return await self.client.post(
            f"/t/{by.body}/files",
            files={"file": (name, content)},
            data={"notClassified": "true" if not_classified else "false"},
            headers=_bearer(by),
        )

    @asynccontextmanager
    async def watching(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        by: Someone | None = None,
        body: str | None = None,
    ) -> AsyncGenerator["Seen"]:
        """The answers of a subscription, as they come while the block runs."""
        server = Server(self.platform, self.schemas, Streams())
        who = Caller(server, body or (by.body if by else "county-a"), by.token if by else None)
        context = await who.context()
        schema = self.schemas.of(context.plugins_on)
        request = answer.checked({"query": query, "variables": variables}, read_only=True)
        seen = Seen(streaming.answers(schema, request, context, who.context_now))
        try:
            yield seen
        finally:
            await seen.stop()

    async def enable(
        self,
        body: str,
        plugin: str,
        kind: BasisKind = BasisKind.DECISION,
        since: str = "2020-01-01",
        adopted_on: str | None = None,
    ) -> None:
        """Turn a plugin on by the service, as an operator would.

        What is refused (by `plugin_enabling`, for want of what it needs) is raised as `Refused`:
        `with pytest.raises(Refused) as refused: …`, then `refused.value.code`.
        """
        basis = Basis(
            kind=kind,
            title="测试依据",
            adopted_on=date.fromisoformat(adopted_on) if adopted_on else None,
            valid_from=date.fromisoformat(since),
        )
        async with verb(self.platform, self.bodies[body], None, None, frozenset()) as work:
            await switching.enable_plugin(work, plugin, basis)

    async def disable(self, body: str, plugin: str) -> None:
        """Turn a plugin off, whatever is not finished."""
        matters = await switching.open_matters(self.platform, self.bodies[body].id, plugin)
        seen = sum(matter.count for matter in matters)
        async with verb(self.platform, self.bodies[body], None, None, frozenset()) as work:
            await switching.disable_plugin(work, plugin, seen=seen)

    async def unfinished(self, body: str, plugin: str) -> dict[str, int]:
        """What turning the plugin off would leave, as an admin is shown it: counts by title."""
        matters = await switching.open_matters(self.platform, self.bodies[body].id, plugin)
        return {matter.title: matter.count for matter in matters}

    async def person(
        self,
        body: str,
        organ: str,
        *roles: str,
        post_kind: PostKind = PostKind.STAFF,
        name: str = "测试人员",
    ) -> Someone:
        """A new person with an account, a place in an organ with roles, and a session.

        Everybody has the role `member` too. The session ends after some hours of the clock that
        `on` sets: for another day make the person on that day.
        """
        login = f"t-{uuid4().hex[:12]}"
        async with self.platform.as_core(self.bodies[body].id) as work:
            person = Person(
                id=uuid4(), name=name, home_body_id=work.body.id, body_ids=[str(work.body.id)]
            )
            work.session.add(person)
            await work.session.flush()
            account = Account(
                id=uuid4(),
                person_id=person.id,
                login=login,
                password_hash=_password_hash(),
                must_change_password=False,
            )
            work.session.add(account)
            place = people.Place(
                organ_code=organ, post=organ, post_kind=post_kind, roles=tuple(roles)
            )
            membership = await people.join(work.session, work, person, place)
            organ_row = await work.session.get_one(Organ, (work.body.id, membership.organ_id))
            _, token = await signing_in.open_session(work, account, organ_row)
        return Someone(body, organ, person.id, membership.id, login, token)

    async def deputy(
        self, body: str, organ: str, *roles: str, name: str = "测试代表", term: int = 19
    ) -> Someone:
        """A person who is also a deputy of the body's congress, in this term (届)."""
        who = await self.person(body, organ, *roles, post_kind=PostKind.MEMBER, name=name)
        async with self.platform.as_core(self.bodies[body].id) as work:
            work.session.add(
                people.Mandate(
                    person_id=who.person_id,
                    name=name,
                    term=term,
                    district="第一选区",
                    began_on=date(2022, 1, 10),
                )
            )
        return who

    async def practise(
        self, body: str, setting: str, value: Any, *, since: str = "2020-01-01"
    ) -> None:
        """Set a value of the body's own practice, by a decision of its own, as an admin would."""
        row = self.bodies[body]
        organ = ORGANS.get((row.level, row.kind), COUNTY_ORGANS)[1]
        admin = await self.person(body, organ, "admin")
        await self.gql(SET_PRACTICE, {"s": setting, "v": value, "since": since}, by=admin)

    async def messages(self, who: Someone) -> list[str]:
        """What a person was told, the latest first."""
        told = await self.gql("{ notifications(first: 50) { nodes { text } } }", by=who)
        return [one["text"] for one in told["notifications"]["nodes"]]

    def browser(self, body: str) -> Browser:
        """A browser without a window at the body's address: `async with house.browser(…) as one`.

        It signs in, keeps the cookie, says from which page it asks (`origin`), uploads, downloads.
        """
        return Browser(self.app, body)

    async def drain(self, rounds: int = 4) -> None:
        """Run due jobs (listeners, deliveries, plugins' own) until nothing new comes of them."""
        for _ in range(rounds):
            await self.platform.drain()

    async def daily(self, day: str) -> None:
        """What the platform does by itself once a day, on this day: reminders, daily jobs."""
        with self.on(day):
            await self.platform.remind_bodies()
            await self.drain()

    async def command(self, body: str, plugin: str, name: str, **arguments: Any) -> str:
        """What a plugin's command says to the operator: `renda <plugin> <name> … --body <body>`.

        One that ends with another status than 0 is `Answered`.
        """
        offered = self.platform.plugins.call(plugin, "plugin_commands")
        (found,) = [one for one in offered if one.name == name]
        asked = argparse.Namespace(plugin=plugin, command=found, body=body, **arguments)
        said = await commands.answer(self.platform, asked)
        if said.status:
            raise Answered(said.text)
        return said.text

    async def events(self, body: str) -> list[tuple[str, dict[str, Any]]]:
        """Names and payloads of a body's events, in order."""
        from core.events import Event

        async with self.platform.as_core(self.bodies[body].id) as work:
            rows = await work.session.scalars(sa.select(Event).order_by(Event.id))
            return [(row.name, row.payload) for row in rows]

    async def mirror(self, source: str, target: str, models: Sequence[type[Any]]) -> int:
        """Copy a body's rows of some tables to its twin, with the same ids; how many."""
        copied = 0
        for model in models:
            async with self.platform.as_core(self.bodies[source].id) as work:
                rows = [
                    {column.key: getattr(row, column.key) for column in sa.inspect(model).columns}
                    for row in await work.session.scalars(sa.select(model))
                ]
            async with self.platform.as_core(self.bodies[target].id) as work:
                work.session.add_all(model(**{**row, "tenant_id": work.body.id}) for row in rows)
            copied += len(rows)
        return copied

    @staticmethod
    def on(day: str) -> AbstractContextManager[None]:
        """Let the block see another day as today; people sign in within it, sessions expire."""
        return clock.moved_to(datetime.combine(date.fromisoformat(day), time(9)))

    @asynccontextmanager
    async def playing(self, *codes: str) -> AsyncGenerator[demo.Player]:
        """The demo's player over this database, with bodies of `tenants/` (all, if none named)."""
        (self.platform.settings.data_dir / "demo.json").unlink(missing_ok=True)
        self.platform.settings = msgspec.structs.replace(
            self.platform.settings,
            session_hours=demo.SESSION_HOURS,
            session_idle_minutes=60 * demo.SESSION_HOURS,
        )
        player = await demo.prepare(
            self.platform, self.schemas, self.databases, codes=codes or None
        )
        async with player.client:
            yield player

    @contextmanager
    def served(self, **environ: str) -> Generator["Served"]:
        """Serve this database by a real `renda serve` in a process of its own.

        It knows installed plugins only; it shares the stored files, and runs jobs if told to
        (`RENDA_WORKER="1"`).
        """
        settings = self.platform.settings
        told = {
            "RENDA_DATABASE_URL": self.databases.app,
            "RENDA_DATA_DIR": str(settings.data_dir),
            "RENDA_PRODUCTION": str(int(settings.production)),
            "RENDA_MAX_FILE_MB": str(settings.max_file_mb),
            "RENDA_WORKER": "0",
        }
        with serving({**told, **environ}) as served:
            yield served


class Seen:
    """What a subscription told, one answer after the other."""

    def __init__(self, answers: AsyncGenerator[streaming.Told]) -> None:
        self._answers = answers
        self._told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._taking = asyncio.create_task(self._take())

    async def _take(self) -> None:
        async with aclosing(self._answers) as answers:
            async for told in answers:
                self._told.put_nowait(told.payload)

    async def told(self, seconds: float = 10) -> dict[str, Any]:
        """The whole next answer: `data` and `errors`."""
        async with asyncio.timeout(seconds):
            return await self._told.get()

    async def next(self) -> Any:
        """The data of the next answer, which must be there soon and without errors."""
        told = await self.told()
        if told.get("errors"):
            raise Answered(told["errors"])
        return told["data"]

    async def refused(self, seconds: float = 10) -> dict[str, Any]:
        """The first error of the next answer, which must be a refusal."""
        told = await self.told(seconds)
        if not told.get("errors"):
            raise Answered(f"expected a refusal, got {told['data']}")
        return told["errors"][0]

    async def nothing(self, seconds: float = 2) -> None:
        """For so long no answer may come."""
        try:
            told = await self.told(seconds)
        except TimeoutError:
            return
        raise Answered(f"expected nothing, got {told}")

    async def stop(self) -> None:
        """Watch no more."""
        self._taking.cancel()
        await asyncio.wait([self._taking])


@dataclass(frozen=True)
class Served:
    """A `renda serve` that answers: where, its process, and the file it logs to."""

    address: str
    process: subprocess.Popen[str]
    log: Path


@contextmanager
def serving(environ: Mapping[str, str]) -> Generator[Served]:
    """Run `renda serve` with these settings on a free port until the block ends."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("RENDA_")}
    told |= {"RENDA_PORT": str(free_port()), **environ}
    command = [sys.executable, "-m", "core.cli", "serve"]
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        process = subprocess.Popen(
            command, env=told, stdout=subprocess.PIPE, stderr=log, text=True, cwd="/"
        )
        try:
            assert process.stdout
            ready = process.stdout.readline().strip()
            if not ready:
                raise AssertionError(Path(log.name).read_text(encoding="utf-8"))
            yield Served(ready.rpartition(" ")[2], process, Path(log.name))
        finally:
            process.terminate()
            process.wait(timeout=30)
            if process.stdout:
                process.stdout.close()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def query_count() -> Generator[list[str]]:
    """Collects the statements sent inside; `SET LOCAL` is not counted."""
    seen = list[str]()
    token = db.statements.set(seen)
    try:
        yield seen
    finally:
        db.statements.reset(token)
        seen[:] = [one for one in seen if not one.startswith("SET LOCAL")]


def _bearer(by: Someone | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {by.token}"} if by else {}


_hashes: list[str] = []


def _password_hash() -> str:
    """One hash for all, and a light one: argon2 is slow on purpose, and tests sign in often."""
    if not _hashes:
        light = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1)
        _hashes.append(light.hash(PASSWORD))
    return _hashes[0]


def quick_folder() -> str | None:
    """A folder in memory with room for databases: to make one there takes a tenth of the time.

    None where there is too little of it, or where TMPDIR says what to use.
    """
    if os.environ.get("TMPDIR") or not os.access(MEMORY, os.W_OK):
        return None
    return str(MEMORY) if shutil.disk_usage(MEMORY).free > ROOM else None


@dataclass(frozen=True)
class TestServer:
    """A PostgreSQL for tests, as its three roles see it."""

    __test__ = False

    superuser: str
    owner: str
    app: str

    def database(self, name: str) -> Databases:
        """The DSNs of one test database."""
        return Databases(
            postgres.dsn_for(self.app, database=name), postgres.dsn_for(self.owner, database=name)
        )


@pytest.fixture(scope="session")
def renda_server() -> Generator[TestServer]:
    """The PostgreSQL of the run: embedded, or RENDA_TEST_DATABASE_URL (a superuser's)."""
    given = os.environ.get("RENDA_TEST_DATABASE_URL")
    if given:
        roles = {postgres.OWNER_ROLE: "owner", postgres.APP_ROLE: "app"}
        postgres.create_roles(given, roles)
        dsns = {role: postgres.dsn_for(given, role=role, password=roles[role]) for role in roles}
        yield TestServer(given, dsns[postgres.OWNER_ROLE], dsns[postgres.APP_ROLE])
        return
    folder = Path(tempfile.mkdtemp(prefix="renda-test-", dir=quick_folder()))
    folder.chmod(0o755)
    with postgres.attach(folder / "data", throwaway=True) as server:
        yield TestServer(server.superuser_dsn, server.owner_dsn, server.app_dsn)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def renda_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a test deployment; its log is plain, as in use, and quick to write."""
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])
    return load({"RENDA_DATA_DIR": str(tmp_path_factory.mktemp("renda")), "RENDA_MAX_FILE_MB": "2"})


@pytest.fixture(scope="session")
def renda_modules() -> list[tuple[str, Any]]:
    """The plugins of the session: whatever is installed. Override to test a plugin uninstalled."""
    return plugin_finding.find(own_plugin)


@pytest.fixture(scope="session")
async def renda_template(
    renda_server: TestServer, renda_settings: Settings, renda_modules: list[tuple[str, Any]]
) -> str:
    """A migrated database with practice and the bodies of the test world; others are its copies."""
    name = f"renda_template_{uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name)
    where = renda_server.database(name)
    known = Plugins(renda_modules)
    outcome = deployment.migrate(renda_settings, where, known)
    if outcome.refused:
        raise AssertionError(f"migrations were refused: {outcome.refused}")
    owner = Database(where.owner_or_refuse(renda_settings))
    try:
        await loading.load_practice(owner, known)
        await _make_bodies(owner)
    finally:
        await owner.close()
    return name


async def _make_bodies(owner: Database) -> None:
    made = dict[str, Body]()
    for plan in BODIES:
        async with owner.transaction(None) as session:
            parent = made.get(plan.parent or "")
            body = Body(
                id=uuid5(WORLD, plan.code),
                code=plan.code,
                name=f"{plan.code}（演示）",
                level=plan.level,
                kind=plan.kind,
                parent_id=parent.id if parent else None,
                jurisdiction_code=plan.place,
                demo=plan.demo,
            )
            body.lineage = [str(body.id), *(parent.lineage if parent else [])]
            session.add(body)
        made[plan.code] = body
        async with owner.transaction(body.id, EVERY_ORGAN) as session:
            session.add_all(_organs(plan))


def _organs(plan: Plan) -> Iterable[Organ]:
    kinds = ORGANS.get((plan.level, plan.kind), COUNTY_ORGANS)
    for kind in kinds:
        yield Organ(id=uuid5(WORLD, kind), code=kind, kind=OrganKind(kind), name=f"{kind}（测试）")


Built = dict[bool, Schemas]
"""Schemas by whether they are for production: building them is most of a house's start."""

OpenHouse = Callable[..., AbstractAsyncContextManager["House"]]
"""The type of the fixture `open_house`."""

MakeHouse = Callable[..., Any]
"""The type of the fixture `make_house`."""


@pytest.fixture(scope="session")
def open_house(
    renda_server: TestServer,
    renda_settings: Settings,
    renda_template: str,
    renda_modules: list[tuple[str, Any]],
) -> OpenHouse:
    """`async with open_house(…) as house`: for a fixture that shares a house among read-only tests.

    Takes what `make_house` takes.
    """

    built: dict[bool, Built] = {True: {}, False: {}}

    def opening(
        modules: Sequence[tuple[str, Any]] = (),
        *,
        settings: Settings | None = None,
        installed: bool = True,
    ) -> AbstractAsyncContextManager[House]:
        found = renda_modules if installed else [(CORE, own_plugin)]
        return _opened_house(
            renda_server,
            settings or renda_settings,
            renda_template,
            [*found, *modules],
            extra=bool(modules),
            # With plugins of its own a house shares nothing.
            built={} if modules else built[installed],
        )

    return opening


@pytest.fixture
async def make_house(open_house: OpenHouse) -> AsyncGenerator[MakeHouse]:
    """Make deployments on fresh databases: `make_house(modules=[("name", module), …])`.

    Modules that are not installed are migrated too. `settings` replaces the session's; with
    `installed=False` the core and these modules are all there is.
    """
    async with AsyncExitStack() as opened:

        async def make(
            modules: Sequence[tuple[str, Any]] = (),
            *,
            settings: Settings | None = None,
            installed: bool = True,
        ) -> House:
            opening = open_house(modules, settings=settings, installed=installed)
            return await opened.enter_async_context(opening)

        yield make


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """A deployment of one's own, with every installed plugin and nothing turned on."""
    return await make_house()


@asynccontextmanager
async def _opened_house(
    server: TestServer,
    settings: Settings,
    template: str,
    modules: Any,
    *,
    extra: bool,
    built: Built | None = None,
) -> AsyncGenerator[House]:
    name = f"renda_test_{uuid4().hex[:10]}"
    postgres.create_database(server.superuser, name, template)
    where = server.database(name)
    like = (built or {}).get(settings.production)
    platform, schemas = deployment.make_platform(settings, where.app, modules, like=like)
    if built is not None and not platform.plugins.broken:
        built[settings.production] = schemas
    if extra:
        deployment.migrate(settings, where, platform.plugins)
    app = BodyCors(make_app(platform, schemas, worker=False), platform)
    await platform.open()
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://test"
    )
    # Whoever asks says so each time: a sign-in before does not make a later visitor somebody.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    try:
        async with platform.database.transaction(None) as session:
            bodies = {body.code: body for body in await session.scalars(sa.select(Body))}
        yield House(platform, schemas, client, where, bodies, app)
    finally:
        await client.aclose()
        await platform.close()
        postgres.drop_database(server.superuser, name)


def tenant_tables() -> list[type[Any]]:
    """Every model of a body's table that is known; for walks over all of them."""
    mappers = Base.registry.mappers
    return [mapper.class_ for mapper in mappers if issubclass(mapper.class_, TenantOwned)]
