"""Every hook a plugin may offer, in the order of a plugin's life, and the words they speak.

A plugin is a module with functions marked `@hook` (`from core import hook`). It offers what it has;
no hook but `plugin_info` is required. Hooks are called plugin by plugin and fenced: one that raises
is named in the log and in `body.plugins`, and the others go on. `docs/plugins/hooks`
has a page for each, with an example; a test keeps this page and those together.
"""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pluggy

from core.pages import Page
from core.public_sections import PublicSection
from core.tenancy import Basis, Fitness

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from core.demo import Player
    from core.dispatch import Incoming, Outgoing
    from core.events import Event
    from core.work import Work

hookspec = pluggy.HookspecMarker("renda")
hook = pluggy.HookimplMarker("renda")


HOOK_SECONDS = 60
"""The longest a plugin's function may take while it is served; then its transaction is undone."""


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """Something of another plugin that this one builds on: never its code.

    `name` is an event, of another plugin (`filing_review.issue_opinion`) or of the core, which
    every body has, or a capability that some plugin `offers` (`deputy_records`, without a dot);
    `title` says in Chinese what it is needed for. Without a
    `required` one the plugin cannot be turned on; of the others the admin is told what will be
    missing.
    """

    name: str
    title: str
    required: bool = True

    @property
    def is_event(self) -> bool:
        """Whether it is an event; else it is a capability."""
        return "." in self.name


class PluginInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a plugin says of itself.

    `name` equals the entry point's name and prefixes its tables, actions, settings and events;
    `title` and `description` are Chinese; `law` names the statutes it carries out; `requires_core`
    is a version specifier such as ">=0.2,<1", compared with `API_VERSION`. `needs` are events and
    capabilities of others, `offers` the capabilities it gives to others, each with its Chinese
    title. Every verb announces an event of its name; `tells` are the events that no verb of the
    plugin is named like (of a job, a listener, a receiver), each with its Chinese title.
    """

    name: str
    title: str
    description: str
    law: str
    version: str
    fitness: Fitness
    requires_core: str = ">=0.1"
    needs: tuple[Need, ...] = ()
    offers: dict[str, str] = {}
    tells: dict[str, str] = {}


class Action(msgspec.Struct, frozen=True):
    """What may be allowed: `<plugin>.<verb>` or `<plugin>.read`, with its Chinese title."""

    name: str
    title: str


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role that the plugin suggests; a body assigns it to people or makes roles of its own.

    A plugin may name a role that another plugin or the core also names: their actions add up. It
    gives its own actions only, and `includes` names its own roles only: roles are the same in every
    body, also where the plugin is off.
    """

    name: str
    title: str
    actions: tuple[str, ...]
    includes: tuple[str, ...] = ()


class Lower(StrEnum):
    """What a lower level may do with a setting that a higher level has set."""

    FREE = "free"
    STRICTER_MAX = "stricter_max"
    """Only a smaller value (a shorter time limit)."""
    STRICTER_MIN = "stricter_min"
    """Only a larger value (more copies, a longer notice)."""
    FIXED_ABOVE = "fixed_above"


ACTION_CODES = "actions"
"""In `Setting.codes`: the names of verbs, of whatever plugins are installed."""

ROLE_CODES = "roles"
"""In `Setting.codes`: the roles of the body."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a body may vary: a typed value with a legal basis and days of validity.

    `type` is a msgspec-readable type (a Struct, `int`, `bool`, `list[str]`); `lower` says what a
    lower level may do; `amount` turns a value into the number that `stricter_*` compares;
    `text` says a value in Chinese; `check` raises `Invalid` for a value of the right type that
    contradicts itself, when it is written. `triggers`, of a period, is the closed list of what may
    start it, each with its Chinese word, the usual one first; a value names one of them. `words`
    are the Chinese words of the parts of a value, by the name of a Struct's field or of a word of
    an enumeration: a form shows them.

    `codes` are the fields of a value that hold a code, each with what the code may be: words by
    code, the name of a setting whose list has `code` and `title`, `ACTION_CODES` or `ROLE_CODES`.
    A form offers them by what they are called, and the text of a value calls them so.
    """

    name: str
    title: str
    type: Any
    lower: Lower = Lower.FREE
    amount: Callable[[Any], float] | None = None
    text: Callable[[Any], str] | None = None
    check: Callable[[Any], None] | None = None
    triggers: dict[str, str] = {}
    words: dict[Any, str] = {}
    codes: dict[str, str | dict[str, str]] = {}


class Listener(msgspec.Struct, frozen=True, kw_only=True):
    """A function that is told of sealed events, at least once, in the order of the body.

    `name` is unique in the plugin; `events` are the event names it wants, None every event but the
    plugin's own. It runs in a transaction of its own, as every organ of the body. With `replay` it
    starts at the first kept event, else at the moment it is first seen.
    """

    name: str
    events: frozenset[str] | None
    replay: bool = False
    run: "Callable[[Work, Event], Awaitable[None]]"


Row = tuple[str, "UUID"]
"""A row: its model's name and its id."""


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """A function that takes a delivered package into the receiver's own rows.

    It runs once per package, in the transaction that stores it, acting as the receiving organ.
    Where a sender may take packages of the kind back before they are acknowledged, `recalled`
    undoes at the receiver's what `run` did, and `returned` tells the sender's side that nothing
    of the package remains there.

    `title` says in Chinese what such a package is. `about` leads from packages, by id, to the rows
    that they became: the model's name and the row's id, one for each, None where there is none.
    `tells` says of a package that it only tells what became of something: nobody has anything to do
    with it, so it counts as received (签收) as soon as it was taken in.
    `received_by` is the action of the plugin's own verb that acknowledges such packages together
    with the record that they became: the general verb leaves them to it (RECEIVED_ON_ITS_PAGE).
    """

    kind: str
    run: "Callable[[Work, Incoming], Awaitable[None]]"
    recalled: "Callable[[Work, Incoming], Awaitable[None]] | None" = None
    returned: "Callable[[Work, Outgoing], Awaitable[None]] | None" = None
    title: str = ""
    about: "Callable[[AsyncSession, Sequence[UUID]], Awaitable[Sequence[Row | None]]] | None" = None
    tells: "Callable[[Incoming], bool] | None" = None
    received_by: str | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What the plugin does later, or once a day: `<plugin>.<job>`, in a transaction of its own.

    `run` works as every organ of the body and gets what `defer_job` was given, as text. A `daily`
    one is run without being asked, in each active body that has the plugin on, with nothing. It is
    run at least once: write it so that a second time does no harm.
    """

    name: str
    run: "Callable[..., Awaitable[None]]"
    daily: bool = False


class OpenMatter(msgspec.Struct, frozen=True, kw_only=True):
    """Work that is not finished: what it is, in Chinese, and how many there are."""

    title: str
    count: int


class PaperKind(msgspec.Struct, frozen=True):
    """A kind of official paper that a plugin issues: `<plugin>.<kind>`, with its Chinese title.

    A body may put a Word template of its own in place for each.
    """

    name: str
    title: str


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """What stands after `--NAME` on the command line, with its Chinese title."""

    name: str
    title: str
    required: bool = False


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a command says, and the status with which it ends: 0 unless what it looked at is bad."""

    text: str
    status: int = 0


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A command for the operator: `renda <plugin> <name> [ARGUMENT…] [--option …] [--body CODE]`.

    `run` gets what was asked by the names of arguments, options (None where left out) and flags
    (True or False), and answers with text, which is printed or, with `--output FILE`, written; a
    `Said` has the exit status too. It runs as the body's every organ and changes nothing: what it
    did would be undone. None means that this body has nothing to say: without `--body` the bodies
    that have the plugin on are asked in order, and where all of them say None the command fails.
    """

    name: str
    title: str
    arguments: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    flags: tuple[Option, ...] = ()
    run: "Callable[[Work, dict[str, Any]], Awaitable[str | Said | None]]"


class Hooks:
    """The hooks, in the order of a plugin's life."""

    @hookspec
    def plugin_info(self) -> PluginInfo:
        """At start: who the plugin is and for which bodies it is made."""
        raise AssertionError

    @hookspec
    def plugin_migrations(self) -> Path:
        """At `migrate`: the folder of the plugin's Alembic versions; none means no tables."""
        raise AssertionError

    @hookspec
    def plugin_actions(self) -> list[Action]:
        """At start: the actions that its fields and verbs ask for."""
        raise AssertionError

    @hookspec
    def plugin_roles(self) -> list[Role]:
        """At start: which roles hold which actions by default; `visitor` is a role too."""
        raise AssertionError

    @hookspec
    def plugin_settings(self) -> list[Setting]:
        """At start: what a body may vary."""
        raise AssertionError

    @hookspec
    def plugin_papers(self) -> list[PaperKind]:
        """At start: which official papers the plugin issues."""
        raise AssertionError

    @hookspec
    def plugin_public(self) -> list[PublicSection]:
        """At start: under which headings what the plugin publishes is shown to everybody."""
        raise AssertionError

    @hookspec
    def plugin_query(self) -> type:
        """When a schema is built: a Strawberry type whose fields join `Query`."""
        raise AssertionError

    @hookspec
    def plugin_mutation(self) -> type:
        """When a schema is built: a Strawberry type whose verbs join `Mutation`."""
        raise AssertionError

    @hookspec
    def plugin_subscription(self) -> type:
        """When a schema is built: a Strawberry type whose fields join `Subscription`."""
        raise AssertionError

    @hookspec
    def plugin_types(self) -> list[type]:
        """When a schema is built: record types that are reached by `node(id)` alone."""
        raise AssertionError

    @hookspec
    def plugin_fields(self) -> dict[type, type]:
        """When a schema is built: by record type of the core, a type whose fields join it."""
        raise AssertionError

    @hookspec
    def plugin_pages(self) -> list[Page]:
        """At start: pages of the console, checked against the plugin's own schema."""
        raise AssertionError

    @hookspec
    def plugin_enabling(self, work: "Work", basis: Basis) -> Awaitable[None]:
        """When a body turns the plugin on, in that transaction: raise `Refused` to say no.

        Where a later day was chosen, it is asked on the day of choosing. The admin's preview asks
        too, and writes nothing of what it did.
        """
        raise AssertionError

    @hookspec
    def plugin_open_matters(self, work: "Work") -> Awaitable[list[OpenMatter]]:
        """Before a body turns the plugin off: what is not finished yet, counted; writes nothing."""
        raise AssertionError

    @hookspec
    def plugin_receivers(self) -> list[Receiver]:
        """At start: which kinds of packages the plugin takes in."""
        raise AssertionError

    @hookspec
    def plugin_listeners(self) -> list[Listener]:
        """At start: which events the plugin wants to be told of."""
        raise AssertionError

    @hookspec
    def plugin_jobs(self) -> list[Job]:
        """At start: what the plugin does later or daily."""
        raise AssertionError

    @hookspec
    def plugin_commands(self) -> list[Command]:
        """When an operator asks: commands beside those of `renda` itself."""
        raise AssertionError

    @hookspec
    def plugin_demo(self, player: "Player") -> Awaitable[None]:
        """At `renda demo`: play the plugin's part of the demo through the public API."""
        raise AssertionError
