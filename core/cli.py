"""The command line `renda`. Beside a running `serve` it attaches to the same database."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError

from core import commands as commands_of_plugins
from core import (
    deployment,
    dispatch,
    events,
    loading,
    migrations,
    plugins,
    scaffolding,
    service,
    serving,
    signing_in,
    switching,
    tenancy,
)
from core.db import Database
from core.deployment import Databases, NotReady
from core.errors import Expected
from core.graphql.schemas import Schemas
from core.migrations import drafting
from core.platform import Platform
from core.postgres import PostgresError
from core.service import QUEUE_SHOWN
from core.settings import Settings, SettingsError, load
from core.tenancy import Body, BodyStatus

CHECKOUT = Path(__file__).resolve().parent.parent

REFUSALS = (
    SettingsError,
    PostgresError,
    NotReady,
    loading.DataFault,
    migrations.MigrationRefused,
    Expected,
)
"""What is told in one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is one sentence on stderr and status 1."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = _parser(given[0] if given else None).parse_args(given)
    # As Ctrl-C does: what was begun is ended in order, the embedded database too.
    signal.signal(signal.SIGTERM, serving.ENDING)
    try:
        settings = load(os.environ)
        _log_to_stderr(settings)
        deployment.check_own_packages()
        return asked.run(settings, asked)
    except REFUSALS as refusal:
        print(f"renda：{refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough (`renda schema | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OperationalError, ConnectionError) as fault:
        print(f"renda：连不上数据库，请检查设置。{str(fault).splitlines()[0]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def program() -> NoReturn:
    """What the shell calls: run one command and end the process with its status.

    `main` has ended all that it began, so nothing is left for the interpreter to take down. The
    threads of Granian cannot be joined, and before Python 3.14 one that asks for the interpreter
    while it is taken down aborts the process, after a stop that went well.
    """
    try:
        status = main()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    os._exit(status)


def _log_to_stderr(settings: Settings) -> None:
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        # Without local variables, which would write DSNs and personal data into the log.
        exception_formatter=structlog.dev.plain_traceback,
    )
    level = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], console],
        wrapper_class=structlog.make_filtering_bound_logger(level[settings.log_level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


def _parser(first: str | None = None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="renda", description="人大履职平台 Renda")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "serve", "启动服务 / serve", _serve)
    draft = _add(commands, "migrate", "迁移数据库并更新随软件发布的做法 / migrate", _migrate)
    draft.add_argument("--draft", metavar="PLUGIN", help="只打印该插件待写的迁移文件")
    draft.add_argument("--write", metavar="WHAT", help="与 --draft 同用：写入插件的迁移文件夹")
    demo = _add(commands, "demo", "装入演示机构并演一遍示例 / load and play the demo", _demo)
    demo.add_argument("--serve", action="store_true", help="随后启动服务")
    _add_body(parser_group(commands, "body", "机构 / bodies"))
    deliver = _add(commands, "deliver", "送出所有待送达的材料 / deliver what waits", _deliver)
    deliver.add_argument("--list", action="store_true", help="只列出尚未送达的材料")
    _add_plugin(parser_group(commands, "plugin", "插件 / plugins"))
    schema = _add(commands, "schema", "打印接口定义（SDL）", _schema)
    schema.add_argument("--body", metavar="CODE")
    schema.add_argument("--plugins", metavar="a,b")
    schema.add_argument("--snapshots", action="store_true", help="重写 tests/snapshots/schema")
    token = _add(commands, "token", "打印一个登录令牌，供脚本使用", _token)
    token.add_argument("--body", required=True, metavar="CODE")
    token.add_argument("--login", required=True, metavar="NAME")
    token.add_argument("--organ", metavar="ORGAN")
    audit = parser_group(commands, "audit", "记录链 / audit chain")
    verify = _add(audit, "verify", "核验机构的记录链", _audit_verify)
    verify.add_argument("--body", required=True, metavar="CODE")
    commands_of_plugins.add_commands(commands, first, _plugin_command)
    return parser


def _add(to: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    made = to.add_parser(name, help=text, description=text)
    made.set_defaults(run=run)
    return made


def _add_body(bodies: Any) -> None:
    _add(bodies, "list", "列出机构", _body_list)
    load = _add(bodies, "load", "从 tenants/ 创建尚不存在的机构", _body_load)
    load.add_argument("codes", nargs="*", metavar="CODE")
    for name, text in (("suspend", "暂停机构"), ("resume", "恢复机构"), ("merge", "并入另一机构")):
        status = _add(bodies, name, text, _body_status)
        status.add_argument("code", metavar="CODE")
        status.set_defaults(status=name, into=None)
        if name == "merge":
            status.add_argument("--into", required=True, metavar="CODE")
    origins = _add(bodies, "origins", "列出、增减可以调用机构接口的网页来源 / CORS", _body_origins)
    origins.add_argument("code", metavar="CODE")
    for name, text in (("--allow", "允许这一来源的网页"), ("--withdraw", "不再允许")):
        origins.add_argument(name, action="append", default=[], metavar="ORIGIN", help=text)


def _add_plugin(some: Any) -> None:
    _add(some, "list", "列出插件", _plugin_list).add_argument("--body", metavar="CODE")
    fresh = _add(some, "new", "写一个新插件的软件包 / a package for a new plugin", _plugin_new)
    fresh.add_argument("name", metavar="NAME", help="插件名，如 reception_day")
    fresh.add_argument("--title", default="", metavar="TEXT", help="中文名称，如 主任接待日")
    fresh.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="写到哪里")
    tried = _add(some, "check", "检查一个插件的软件包或 wheel / check a plugin", _plugin_check)
    tried.add_argument("package", type=Path, metavar="PATH-OR-WHEEL")
    about = "显示编写插件的说明在哪个文件夹 / where the pages on plugins are"
    _add(some, "docs", about, _plugin_docs)
    enable = _add(some, "enable", "为机构启用插件", _plugin_enable)
    disable = _add(some, "disable", "为机构停用插件；数据保留", _plugin_disable)
    for one in (enable, disable):
        one.add_argument("plugin", metavar="PLUGIN")
        one.add_argument("--body", required=True, metavar="CODE")
    _add_basis(enable)
    disable.add_argument("--last-day", type=_day, metavar="YYYY-MM-DD", help="启用到哪一天为止")
    disable.add_argument("--open", type=int, metavar="N", help="已看过的未办结事项数")


def _add_basis(enable: argparse.ArgumentParser) -> None:
    enable.add_argument("--basis-kind", default="decision", choices=list(tenancy.BasisKind))
    enable.add_argument("--basis", required=True, metavar="TITLE", help="法定依据的名称")
    enable.add_argument("--number", metavar="TEXT", help="文号")
    enable.add_argument("--scope", metavar="TEXT", help="适用范围")
    for name, text, required in (
        ("--adopted-on", "通过日期", False),
        ("--valid-from", "生效日期", True),
        ("--valid-to", "失效日期", False),
        ("--starts-on", "自哪一天起启用，默认今天", False),
    ):
        enable.add_argument(name, type=_day, required=required, metavar="YYYY-MM-DD", help=text)


def parser_group(commands: Any, name: str, text: str) -> Any:
    """A command with commands below it."""
    return commands.add_parser(name, help=text).add_subparsers(required=True, metavar="COMMAND")


def _plugin_command(settings: Settings, asked: argparse.Namespace) -> int:
    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        said = await commands_of_plugins.answer(platform, asked)
        commands_of_plugins.deliver_answer(said.text, asked.output)
        return said.status

    return _with_platform(settings, step)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("日期须写成 2024-05-01 的样子") from None


Step = Callable[[Platform, Schemas, Databases], Coroutine[Any, Any, int]]


def _with_platform(settings: Settings, step: Step) -> int:
    with deployment.databases(settings) as where:
        platform, schemas = deployment.make_platform(settings, where.app)
        deployment.check_ready(where.app, platform.plugins)

        async def run() -> int:
            await platform.open()
            try:
                return await step(platform, schemas, where)
            finally:
                await platform.close()

        return asyncio.run(run())


def _serve(settings: Settings, _asked: argparse.Namespace) -> int:
    with serving.listen(settings) as listening, deployment.databases(settings) as where:
        platform, schemas = deployment.make_platform(settings, where.app)
        deployment.check_ready(where.app, platform.plugins)
        return asyncio.run(serving.serve(platform, schemas, listening, "Renda 已启动"))


def _migrate(settings: Settings, asked: argparse.Namespace) -> int:
    with deployment.databases(settings) as where:
        platform, _ = deployment.make_platform(settings, where.app)
        if asked.draft:
            return _draft(where.owner_or_refuse(settings), platform, asked)
        return asyncio.run(_migrate_all(settings, where, platform))


def _draft(owner: str, platform: Platform, asked: argparse.Namespace) -> int:
    platform.plugins.info(asked.draft)
    made = drafting.draft(owner, platform.plugins, asked.draft)
    if made is None:
        print(f"插件 {asked.draft} 的表与代码一致，无需迁移。", file=sys.stderr)
    elif asked.write:
        print(made.write(asked.write))
    else:
        print(made.text, end="")
    return 0


async def _migrate_all(settings: Settings, where: Databases, platform: Platform) -> int:
    outcome, written = await deployment.migrate_all(settings, where, platform)
    print(f"已迁移：{'、'.join(outcome.upgraded) or '无需变动'}；新的做法 {written} 项。")
    for name, reason in outcome.refused.items():
        print(f"插件 {name} 的迁移被拒绝：{reason}", file=sys.stderr)
    return 1 if outcome.refused else 0


def _demo(settings: Settings, asked: argparse.Namespace) -> int:
    from core import demo

    if settings.production:
        raise NotReady("生产环境（RENDA_PRODUCTION=1）不能装入演示数据。")
    if not asked.serve:
        return demo.run(settings)
    with serving.listen(settings) as listening:
        return demo.run(settings, listening)


def _body_list(settings: Settings, _asked: argparse.Namespace) -> int:
    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        async with platform.database.transaction(None) as session:
            for body in await session.scalars(sa.select(Body).order_by(Body.code)):
                print(f"{body.code}\t{body.level}\t{body.kind}\t{body.status}\t{body.name}")
        return 0

    return _with_platform(settings, step)


def _body_load(settings: Settings, asked: argparse.Namespace) -> int:
    async def step(platform: Platform, _schemas: Schemas, where: Databases) -> int:
        owner = Database(where.owner_or_refuse(settings))
        try:
            made = await loading.load_bodies(owner, platform, codes=asked.codes or None)
        finally:
            await owner.close()
        # No worker may be running yet: what the load announced is sealed now.
        await platform.drain()
        for body, login, first_password in made:
            print(f"{body}\t{login}\t{first_password}")
        return 0

    return _with_platform(settings, step)


def _body_status(settings: Settings, asked: argparse.Namespace) -> int:
    wanted = {
        "suspend": BodyStatus.SUSPENDED,
        "resume": BodyStatus.ACTIVE,
        "merge": BodyStatus.MERGED,
    }[asked.status]

    async def step(platform: Platform, _schemas: Schemas, where: Databases) -> int:
        owner = Database(where.owner_or_refuse(settings))
        try:
            body = await loading.set_status(owner, asked.code, wanted, asked.into)
        finally:
            await owner.close()
        await service.release_held_for(platform, body)
        print(f"{body.code}\t{body.status}")
        return 0

    return _with_platform(settings, step)


def _body_origins(settings: Settings, asked: argparse.Namespace) -> int:
    async def step(_platform: Platform, _schemas: Schemas, where: Databases) -> int:
        owner = Database(where.owner_or_refuse(settings))
        try:
            origins = await loading.change_origins(
                owner,
                asked.code,
                allow=asked.allow,
                withdraw=asked.withdraw,
                production=settings.production,
            )
        finally:
            await owner.close()
        print("".join(f"{one}\n" for one in origins), end="")
        return 0

    return _with_platform(settings, step)


def _deliver(settings: Settings, asked: argparse.Namespace) -> int:
    """Deliver now what waits in any body; 1 if a line stands still that is not held."""

    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        if not asked.list:
            await platform.deliver_now()
        left = [(body, one) for body, some in await undelivered(platform) for one in some]
        for body, one in left:
            to = f"{one.to_body}/{one.to_organ}"
            print(f"{one.state}\t{body.code}\t{to}\t{one.plugin}\t{one.kind}\t{one.reason or ''}")
        return 1 if not asked.list and await stuck(platform) else 0

    return _with_platform(settings, step)


async def undelivered(platform: Platform) -> list[tuple[Body, list[dispatch.Outgoing]]]:
    """What each body has not delivered yet."""
    async with platform.database.transaction(None) as session:
        bodies = list(await session.scalars(sa.select(Body).order_by(Body.code)))
    found = list[tuple[Body, list[dispatch.Outgoing]]]()
    for body in bodies:
        async with platform.as_core(body.id) as work:
            found.append((body, list(await work.session.scalars(dispatch.queue(QUEUE_SHOWN)))))
    return found


async def stuck(platform: Platform) -> bool:
    """Whether a line of any body stands still for another reason than a held package."""
    async with platform.database.transaction(None) as session:
        body_ids = list(await session.scalars(sa.select(Body.id)))
    for body_id in body_ids:
        async with platform.as_core(body_id) as work:
            if await dispatch.stuck_lines(work.session):
                return True
    return False


async def find_body(platform: Platform, code: str) -> Body:
    """The active body with a code."""
    async with platform.database.transaction(None) as session:
        return await tenancy.body_by_code(session, code)


def _plugin_list(settings: Settings, asked: argparse.Namespace) -> int:
    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        on = frozenset[str]()
        if asked.body:
            body = await find_body(platform, asked.body)
            async with platform.as_core(body.id) as work:
                on = await platform.plugins_on(work.session)
        for name in platform.plugins.names:
            state = ("启用" if name in on else "未启用") if asked.body else ""
            print(f"{name}\t{platform.plugins.info(name).title}\t{state}".rstrip())
        for name, reason in sorted(platform.plugins.broken.items()):
            print(f"{name}\t故障\t{reason}")
        return 0

    return _with_platform(settings, step)


def _plugin_new(_settings: Settings, asked: argparse.Namespace) -> int:
    home = scaffolding.new_plugin(asked.name, asked.title, asked.into, plugins.taken_names())
    print(f"已写入 {home}。接下来：")
    print(f"  cd {home} && pip install -e . pytest pytest-asyncio && pytest")
    print(f"编写插件的说明：{scaffolding.pages()}")
    return 0


def _plugin_docs(_settings: Settings, _asked: argparse.Namespace) -> int:
    print(scaffolding.pages())
    return 0


def _plugin_check(_settings: Settings, asked: argparse.Namespace) -> int:
    # What checks are written with is not needed to serve.
    from core import conformance

    return conformance.check(asked.package.resolve())


def _plugin_enable(settings: Settings, asked: argparse.Namespace) -> int:
    basis = tenancy.Basis(
        kind=tenancy.BasisKind(asked.basis_kind),
        title=asked.basis,
        number=asked.number,
        adopted_on=asked.adopted_on,
        scope=asked.scope,
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
    )

    async def change(work: Any) -> None:
        await switching.enable_plugin(work, asked.plugin, basis, asked.starts_on)

    return _change_body(settings, asked.body, change)


def _plugin_disable(settings: Settings, asked: argparse.Namespace) -> int:
    async def change(work: Any) -> None:
        await switching.disable_plugin(work, asked.plugin, seen=asked.open, last_day=asked.last_day)

    return _change_body(settings, asked.body, change)


def _change_body(
    settings: Settings, code: str, change: Callable[[Any], Coroutine[Any, Any, None]]
) -> int:
    """One verb of the operator in one body, told as an event without a person."""
    from core.platform import verb

    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        body = await find_body(platform, code)
        async with verb(platform, body, None, None, frozenset()) as work:
            await change(work)
        print("已办理。")
        return 0

    return _with_platform(settings, step)


def _schema(settings: Settings, asked: argparse.Namespace) -> int:
    if asked.body is None:
        return _print_set(settings, asked)

    async def step(platform: Platform, schemas: Schemas, _where: Databases) -> int:
        body = await find_body(platform, asked.body)
        async with platform.as_core(body.id) as work:
            on = await platform.plugins_on(work.session)
        print(schemas.of(on).as_str())
        return 0

    return _with_platform(settings, step)


def _print_set(settings: Settings, asked: argparse.Namespace) -> int:
    """SDL of a set of plugins needs no database."""
    from core import own_plugin, snapshots
    from core.plugins import Plugins, find

    schemas = Schemas(Plugins(find(own_plugin)), production=settings.production)
    if asked.snapshots:
        written = snapshots.write(schemas, CHECKOUT / "tests" / "snapshots" / "schema")
        print(f"已写 {len(written)} 份接口定义。")
        return 0
    wanted = frozenset((asked.plugins or "").split(",")) - {""}
    for name in wanted:
        schemas.plugins.info(name)
    print(schemas.of(wanted).as_str())
    return 0


def _token(settings: Settings, asked: argparse.Namespace) -> int:
    """A session opened by the operator, who can reach the database anyway."""

    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        from core.platform import verb

        body = await find_body(platform, asked.body)
        async with verb(platform, body, None, None, frozenset()) as work:
            _, token = await signing_in.open_for_operator(work, asked.login, asked.organ)
        print(token)
        return 0

    return _with_platform(settings, step)


def _audit_verify(settings: Settings, asked: argparse.Namespace) -> int:
    async def step(platform: Platform, _schemas: Schemas, _where: Databases) -> int:
        async with platform.database.transaction(None) as session:
            # Also of a body that is suspended: then it matters most.
            body = await tenancy.known_body(session, asked.body)
        verdict = await events.verify(platform, body.id)
        for fault in verdict.faults:
            print(f"× {fault}")
        print(f"已封存 {verdict.sealed} 条，链首 {verdict.head or '（空）'}")
        for event_id in verdict.unsealed:
            print(f"待封存 {event_id}")
        print("完好" if verdict.sound else "不完好")
        return 0 if verdict.sound else 1

    return _with_platform(settings, step)


if __name__ == "__main__":
    program()
