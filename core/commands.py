"""Commands that plugins offer to the operator: `renda people-votes list --body 370982`.

They read and never write: each runs in a transaction that is rolled back.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core import own_plugin, plugins, tenancy
from core.db import EVERY_ORGAN
from core.errors import Refused
from core.hookspecs import Command, Said
from core.platform import Platform
from core.plugins import Plugins
from core.tenancy import Body
from core.work import Work

Run = Callable[[Any, argparse.Namespace], int]


def spelt(plugin: str) -> str:
    """A plugin's name on the command line."""
    return plugin.replace("_", "-")


def add_commands(commands: Any, asked: str | None, run: Run) -> None:
    """Add the group of the plugin that is asked for; others are not even loaded."""
    if asked is None or asked.startswith("-") or asked in commands.choices:
        return
    known = Plugins(plugins.find(own_plugin))
    for plugin in known.names:
        if spelt(plugin) != asked:
            continue
        offered: list[Command] = known.call(plugin, "plugin_commands") or []
        if offered:
            group = commands.add_parser(asked, help=known.info(plugin).title)
            below = group.add_subparsers(required=True, metavar="COMMAND")
            for command in offered:
                _add(below, plugin, command, run)


def _add(below: Any, plugin: str, command: Command, run: Run) -> None:
    made = below.add_parser(command.name, help=command.title, description=command.title)
    for argument in command.arguments:
        made.add_argument(argument, metavar=argument.upper())
    for option in command.options:
        made.add_argument(
            f"--{option.name}",
            metavar=option.name.upper(),
            help=option.title,
            required=option.required,
        )
    for flag in command.flags:
        made.add_argument(f"--{flag.name}", action="store_true", help=flag.title)
    made.add_argument("--body", metavar="CODE", help="只在此机构")
    made.add_argument("-o", "--output", metavar="FILE", type=Path, help="写入文件，而不是打印")
    made.set_defaults(run=run, plugin=plugin, command=command)


async def answer(platform: Platform, asked: argparse.Namespace) -> Said:
    """What the command says, in the one body that is named or in the first that has an answer."""
    command: Command = asked.command
    named = (*command.arguments, *(one.name for one in (*command.options, *command.flags)))
    given = {name: getattr(asked, name, None) for name in named}
    for body in await _bodies(platform, asked.body):
        said = await _in_body(platform, body, asked.plugin, command, given)
        if said is not None:
            return Said(text=said) if isinstance(said, str) else said
    raise Refused("NOT_FOUND", "没有找到，或者相应的机构没有启用该插件。请核对后重试。")


async def _bodies(platform: Platform, code: str | None) -> list[Body]:
    async with platform.database.transaction(None) as session:
        if code is not None:
            return [await tenancy.known_body(session, code)]
        return list(await session.scalars(sa.select(Body).order_by(Body.code)))


async def _in_body(
    platform: Platform, body: Body, plugin: str, command: Command, given: dict[str, Any]
) -> str | Said | None:
    async with platform.database.session(body.id, EVERY_ORGAN) as session:
        if plugin not in await platform.plugins_on(session):
            return None
        work = Work(
            platform=platform,
            session=session,
            body=body,
            organ=None,
            actor=None,
            actions=frozenset(),
        )
        return await command.run(work, given)


def deliver_answer(said: str, output: Path | None) -> None:
    """Print what a command said, or write it."""
    if output is None:
        print(said)
        return
    output.write_text(said, encoding="utf-8")
