"""The demo: load the demo bodies, let every plugin play its part through the public API, serve.

A plugin plays by the hook `plugin_demo`: it gets a `Player`, which signs in as demo people, moves
the clock of this process, uploads, and sends GraphQL. What was played is noted in the data folder
and is not played again. A step that was cut off is done again from its beginning: each of its verbs
has an idempotency key and each of its uploads is noted, so that nothing happens twice.
"""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpx
import msgspec
import sqlalchemy as sa

from core import clock, deployment, loading, serving
from core.db import Database
from core.deployment import Databases, NotReady
from core.graphql.schemas import Schemas
from core.kit import papers
from core.loading import Tenant
from core.people import Account
from core.platform import Platform
from core.settings import Settings
from core.tenancy import DEMO_MARK as MARK
from core.web import make_app

SESSION_HOURS = 24 * 3 * 366
"""Longer than the demo, which runs from 2023 to 2026; its sessions are ended when it is played."""

PAPERS = loading.TENANTS / "demo"

CHANGE_PASSWORD = """mutation($old: String!, $new: String!) {
  changePassword(input: {old: $old, new: $new})
}"""


class DemoFailed(Exception):
    """A step of the demo was refused; says which and why."""


@dataclass(frozen=True, order=True)
class Step:
    """One act of the demo year: on which day, in which order within the day, what."""

    day: date
    rank: int
    name: str
    act: Callable[[], Awaitable[None]] = field(compare=False)


@dataclass
class Player:
    """Plays the demo as its people do: over HTTP, with their logins, on the day of each act."""

    platform: Platform
    client: httpx.AsyncClient
    tenants: dict[str, Tenant]
    passwords: dict[str, str]
    notes: dict[str, Any]
    notes_path: Path
    sights: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Logins and what each of them shows; printed for whoever looks at the demo."""
    _latest: datetime = field(default_factory=clock.now)
    _step: str | None = None
    _acts: int = 0
    _tokens: dict[str, str] = field(default_factory=dict[str, str])

    def login(self, body: str, organ: str, role: str) -> str:
        """The demo person of an organ who carries a role."""
        for person in self.tenants[body].person:
            if person.organ == organ and role in person.roles:
                return person.login
        raise DemoFailed(f"{body}/{organ} has nobody with the role {role}")

    def point_out(self, body: str, organ: str, role: str, text: str) -> None:
        """Tell whoever looks at the demo what one of its people sees."""
        self.sights.append((self.login(body, organ, role), text))

    async def do(self, login: str, query: str, /, **variables: Any) -> Any:
        """Ask or do something as a demo person; a refusal ends the demo with its sentence."""
        answer = await self._ask(login, query, variables)
        if answer.get("errors"):
            raise DemoFailed(f"{login}: {answer['errors'][0]['message']}")
        return answer["data"]

    async def refused(self, login: str, query: str, code: str, /, **variables: Any) -> str:
        """Do what the product refuses, to show that it does; the sentence that says why."""
        answer = await self._ask(login, query, variables)
        for error in answer.get("errors", []):
            if error["extensions"]["code"] == code:
                return error["message"]
        raise DemoFailed(f"{login}: {code} was expected, not {answer}")

    async def visit(self, body: str, query: str, /, **variables: Any) -> Any:
        """Ask or do something as a visitor without an account; a refusal ends the demo."""
        act = self._next_act() if query.startswith("mutation") else None
        headers: dict[str, str] = {}
        if act is not None:
            # A visitor's receipt follows from the key, so that nobody may guess it.
            secret = self.notes.setdefault("visitor", secrets.token_urlsafe(16))
            headers["Idempotency-Key"] = f"{act}/{secret}"
        response = await self.client.post(
            f"/t/{body}/graphql", json={"query": query, "variables": variables}, headers=headers
        )
        answer = response.json()
        if answer.get("errors"):
            raise DemoFailed(f"{body}: {answer['errors'][0]['message']}")
        return answer["data"]

    async def _ask(self, login: str, query: str, variables: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {await self._token(login)}"}
        act = self._next_act() if query.startswith("mutation") else None
        if act is not None:
            headers["Idempotency-Key"] = act
        response = await self.client.post(
            f"/t/{self._body_of(login)}/graphql",
            json={"query": query, "variables": variables},
            headers=headers,
        )
        return response.json()

    async def upload(self, login: str, name: str, content: bytes) -> str:
        """Upload a file as a demo person; its id. What a step uploaded already, it names again."""
        act = self._next_act()
        uploaded: dict[str, str] = self.notes.setdefault("uploaded", {})
        if act is None or act not in uploaded:
            made = await self._upload(login, name, content)
            if act is None:
                return made
            uploaded[act] = made
            self.save()
        return uploaded[act]

    async def _upload(self, login: str, name: str, content: bytes) -> str:
        response = await self.client.post(
            f"/t/{self._body_of(login)}/files",
            files={"file": (name, content)},
            data={"notClassified": "true"},
            headers={"Authorization": f"Bearer {await self._token(login)}"},
        )
        answer = response.json()
        if response.status_code != 201:
            raise DemoFailed(f"{login}: {answer['errors'][0]['message']}")
        return answer["id"]

    async def paper(self, login: str, path: Path, name: str, form: str) -> str:
        """Make a marked docx or PDF of a text of the demo and upload it; its id."""
        write = papers.write_pdf if form == "pdf" else papers.write_docx
        content = await asyncio.to_thread(lambda: write(path.read_text(encoding="utf-8"), MARK))
        return await self.upload(login, f"{name}.{form}", content)

    async def deliver(self) -> None:
        """Let the jobs run: what was sent arrives."""
        await self.platform.drain()

    async def play(self, steps: Iterable[Step]) -> None:
        """Do each step that was not done yet, in the order of days, and note it."""
        done: list[str] = self.notes.setdefault("done", [])
        known = set(done)
        for step in sorted(steps):
            if step.name in known:
                continue
            moment = datetime.combine(step.day, time(8, 30)) + timedelta(minutes=step.rank)
            self._step, self._acts = step.name, 0
            with clock.moved_to(moment):
                await step.act()
                await self.deliver()
            self._step = None
            done.append(step.name)
            self.save()
            self._latest = moment

    def _next_act(self) -> str | None:
        """The name of the next act of the running step: the same when the step is done again."""
        if self._step is None:
            return None
        self._acts += 1
        return f"demo/{self._step}/{self._acts}"

    async def take_account(self, login: str, first_password: str) -> None:
        """Sign in to an account that the play created, and change its first password."""
        self.passwords[login] = first_password
        new = secrets.token_urlsafe(12)
        await self.do(login, CHANGE_PASSWORD, old=first_password, new=new)
        self.passwords[login] = new

    async def leave(self) -> None:
        """Sign everybody out, on the last day that was played."""
        with clock.moved_to(self._latest):
            for login in list(self._tokens):
                await self.do(login, "mutation { signOut }")
            await self.deliver()
        self._tokens.clear()

    def save(self) -> None:
        """Keep what was done, for the next start; readable by the owner only."""
        temporary = self.notes_path.with_suffix(".new")
        temporary.touch(mode=0o600)
        kept = {"passwords": self.passwords, "notes": self.notes}
        temporary.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(self.notes_path)

    def _body_of(self, login: str) -> str:
        return login.partition("-")[0]

    async def _token(self, login: str) -> str:
        """Signed in once; a demo's sessions are long, since its clock runs through a year."""
        if login not in self._tokens:
            response = await self.client.post(
                f"/t/{self._body_of(login)}/graphql",
                json={
                    "query": "mutation($input: SignInInput!) { signIn(input: $input) { token } }",
                    "variables": {"input": {"login": login, "password": self.passwords[login]}},
                },
            )
            answer = response.json()
            if answer.get("errors"):
                raise DemoFailed(f"{login}: {answer['errors'][0]['message']}")
            self._tokens[login] = answer["data"]["signIn"]["token"]
        return self._tokens[login]


def run(settings: Settings, listening: socket.socket | None = None) -> int:
    """Migrate, load, play what is missing, and serve if there is where to listen."""
    with deployment.databases(settings) as where:
        platform, schemas = deployment.make_platform(settings, where.app)
        asyncio.run(deployment.migrate_all(settings, where, platform))
        patient = msgspec.structs.replace(
            settings, session_hours=SESSION_HOURS, session_idle_minutes=60 * SESSION_HOURS
        )
        platform, schemas = deployment.make_platform(patient, where.app)
        return asyncio.run(_run(settings, platform, schemas, where, listening))


async def _run(
    settings: Settings,
    platform: Platform,
    schemas: Schemas,
    where: Databases,
    listening: socket.socket | None,
) -> int:
    await platform.open()
    try:
        player = await prepare(platform, schemas, where)
        async with player.client:
            await play_all(player)
            await player.leave()
    except DemoFailed as fault:
        raise NotReady(f"演示没有演完：{fault}") from fault
    finally:
        await platform.close()
    if listening is None:
        print("演示已就绪。")
        return 0
    fresh, schemas = deployment.make_platform(settings, platform.database.dsn, platform.modules)
    return await serving.serve(fresh, schemas, listening, _greeting(player))


async def prepare(
    platform: Platform,
    schemas: Schemas,
    where: Databases,
    codes: Iterable[str] | None = None,
) -> Player:
    """Create the demo bodies that are missing and remember their people's first passwords."""
    path = platform.settings.data_dir / "demo.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    app: Any = make_app(platform, schemas, worker=False)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://demo"
    )
    # Whoever acts says so each time: a sign-in before does not make a later visitor somebody.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    tenants = {
        tenant.code: tenant
        for folder in loading.folders(loading.TENANTS)
        if (folder / "tenant.toml").exists()
        for tenant in [loading.read(folder / "tenant.toml", Tenant)]
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    passwords: dict[str, str] = kept.get("passwords", {})
    player = Player(platform, client, tenants, passwords, kept.get("notes", {}), path)
    await _load_bodies(player, where, tenants if codes is None else codes)
    return player


async def _load_bodies(player: Player, where: Databases, codes: Iterable[str]) -> None:
    """Body by body, parents first: whoever was created has a password that is kept."""
    wanted = set(codes)
    owner = Database(where.owner_or_refuse(player.platform.settings))
    try:
        for code in filter(wanted.__contains__, player.tenants):
            made = await loading.load_bodies(owner, player.platform, codes=[code])
            player.passwords |= {login: password for _, login, password in made}
            await _settle(player.platform, [login for _, login, _ in made])
            player.save()
    finally:
        await owner.close()


async def _settle(platform: Platform, logins: Sequence[str]) -> None:
    """A demo's passwords are printed for whoever looks: nobody is asked to change them first."""
    async with platform.database.transaction(None) as session:
        await session.execute(
            sa.update(Account).where(Account.login.in_(logins)).values(must_change_password=False)
        )


async def play_all(player: Player) -> None:
    """Let every plugin play its part."""
    for name in player.platform.plugins.names:
        playing = player.platform.plugins.call(name, "plugin_demo", player=player)
        if playing is not None:
            await playing


def _main_county(player: Player) -> str:
    """The county with the most bodies below it."""
    counties = [code for code, tenant in player.tenants.items() if tenant.level == "county"]
    return max(counties, key=lambda county: sum(one.startswith(county) for one in player.tenants))


def _account(player: Player, login: str) -> str:
    return f"{login} / {player.passwords.get(login, '（已修改）')}"


def _greeting(player: Player) -> str:
    """What a newcomer pastes and where they sign in."""
    county = _main_county(player)
    port = player.platform.settings.port
    shown = {
        "机构管理员": player.login(county, "office", "admin"),
        "审查负责人": player.login(county, "legislative_affairs", "review_lead"),
        "报送经办员": player.login(county, "government", "maker_clerk"),
    }
    lines = [
        "",
        "Renda 演示已就绪（全部为虚构的演示数据）。",
        *(f"  {title}：{_account(player, login)}" for title, login in shown.items()),
        *(f"  {text}：{_account(player, login)}" for login, text in player.sights),
        f"  其余账号与密码：{player.notes_path}",
        f"  控制台：http://127.0.0.1:{port}/c/{county}/",
        f"  试用页面：http://127.0.0.1:{port}/t/{county}/graphql",
        "  curl -s -H 'content-type: application/json' "
        f"http://127.0.0.1:{port}/t/{county}/graphql -d "
        + "'"
        + json.dumps(
            {"query": "{ body { name } publicFilings { totalCount nodes { title maker } } }"}
        )
        + "'",
        "Renda 已启动 / ready:",
    ]
    return os.linesep.join(lines)
