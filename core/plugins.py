"""Find plugins, call a hook for one of them, and fence it: one that raises never stops the others.

Built-in plugins come in by the same entry points as everyone's. The core's own schema, actions and
settings come in by the same hooks, as the plugin `core`, which is always on.
"""

import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
import structlog
from packaging.specifiers import SpecifierSet

from core import hookspecs, pages
from core.api import API_VERSION
from core.declared import Kind, list_of, one_of
from core.errors import Refused
from core.forms import form_of
from core.hookspecs import Action, Job, Listener, PaperKind, PluginInfo, Receiver, Role, Setting
from core.pages import Page, Script
from core.probing import probe
from core.public_sections import PublicSection

log = structlog.get_logger("renda.plugins")

GROUP = "renda.plugins"
CORE = "core"
PROBE_SECONDS = 30.0
"""The longest a third party's plugin may take to be imported and to build its part of a schema."""

NAME = re.compile(r"[a-z][a-z0-9_]*")


class Broken(Exception):
    """A plugin that cannot be used, and why; it is named, and the others go on."""


class Plugins:
    """All plugins that were found, what they declare, and which of them are broken."""

    def __init__(self, modules: Iterable[tuple[str, Any]]) -> None:
        self.manager = pluggy.PluginManager("renda")
        self.manager.add_hookspecs(hookspecs.Hooks)
        self.infos: dict[str, PluginInfo] = {}
        self.broken: dict[str, str] = {}
        self.actions: dict[str, list[Action]] = {}
        self.roles: dict[str, list[Role]] = {}
        self.settings: dict[str, Setting] = {}
        self.papers: dict[str, list[PaperKind]] = {}
        self.jobs: dict[str, list[Job]] = {}
        self.pages: dict[str, list[Page]] = {}
        self.scripts: dict[str, dict[str, Script]] = {}
        self.public: dict[str, list[PublicSection]] = {}
        self.left_out: dict[str, PluginInfo] = {}
        self._receivers: dict[tuple[str, str], Receiver] = {}
        self._listeners: dict[tuple[str, str], Listener] = {}
        for name, module in modules:
            self._take_in(name, module)

    @property
    def names(self) -> list[str]:
        """Usable plugins but the core, in a fixed order."""
        return sorted(name for name in self.infos if name != CORE)

    @property
    def action_titles(self) -> dict[str, str]:
        """Chinese titles of all actions."""
        return {action.name: action.title for some in self.actions.values() for action in some}

    def is_foreign(self, plugin: str) -> bool:
        """Whether the plugin comes from outside this repository."""
        return not self.home(plugin).startswith("plugins.")

    def home(self, plugin: str) -> str:
        """The name of the plugin's module."""
        module: Any = self.manager.get_plugin(plugin)
        return getattr(module, "__name__", plugin)

    def call(self, plugin: str, hook: str, **arguments: Any) -> Any:
        """Call one hook of one plugin; None where the plugin does not offer it."""
        module = self.manager.get_plugin(plugin)
        others = [one for one in self.manager.get_plugins() if one is not module]
        caller = self.manager.subset_hook_caller(hook, remove_plugins=others)
        answers = caller(**arguments)
        return answers[0] if answers else None

    def info(self, plugin: str) -> PluginInfo:
        """What the plugin says of itself, or a refusal that tells why it cannot be used."""
        if plugin in self.infos:
            return self.infos[plugin]
        if plugin in self.broken:
            raise Refused("PLUGIN_BROKEN", f"插件“{plugin}”出现故障，暂不可用。请联系平台管理员。")
        raise Refused("PLUGIN_UNKNOWN", f"没有安装名为“{plugin[:40]}”的插件，请核对名称。")

    def setting(self, name: str) -> Setting:
        """A declared setting, or a refusal."""
        if name not in self.settings:
            raise Refused("SETTING_UNKNOWN", f"没有名为“{name[:60]}”的设置项，请从列表中选择。")
        return self.settings[name]

    def receiver(self, plugin: str, kind: str) -> Receiver:
        """Who takes in packages of this kind, or a refusal that becomes the reason of holding."""
        found = self._receivers.get((plugin, kind))
        if found is None:
            raise Refused("HELD_NO_RECEIVER", f"接收方的插件“{plugin}”不接收“{kind}”类材料。")
        return found

    def receiver_of(self, plugin: str, kind: str) -> Receiver | None:
        """Who took in packages of this kind, if it is still there."""
        return self._receivers.get((plugin, kind))

    def received_by(self, plugin: str, kind: str, on: frozenset[str]) -> str | None:
        """The action of the plugin's own verb that acknowledges such a package, while it is on."""
        taker = self.receiver_of(plugin, kind)
        return taker.received_by if taker and plugin in on else None

    def listener(self, plugin: str, name: str) -> Listener:
        """A declared listener."""
        return self._listeners[plugin, name]

    def listeners(self, plugin: str) -> list[Listener]:
        """All listeners of a plugin."""
        return [one for (owner, _), one in self._listeners.items() if owner == plugin]

    def receives(self, plugin: str) -> list[str]:
        """Kinds of packages that the plugin takes in."""
        return sorted(kind for owner, kind in self._receivers if owner == plugin)

    def mark_broken(self, plugin: str, reason: str) -> None:
        """Take a plugin out of use and say so in the log."""
        log.error("plugin_broken", plugin=plugin, reason=reason)
        info = self.infos.pop(plugin, None)
        if info is not None:
            self.left_out[plugin] = info
        self._receivers = {key: one for key, one in self._receivers.items() if key[0] != plugin}
        self.broken[plugin] = reason

    def _take_in(self, name: str, module: Any) -> None:
        if name in self.infos or name in self.broken:
            self.mark_broken(f"{name}（重名）", f"another plugin is called {name} already")
            return
        try:
            if isinstance(module, Broken):
                raise module
            self.manager.register(module, name)
            self.manager.check_pending()
            self._declare(name, self._checked_info(name))
        except Exception as fault:
            if self.manager.has_plugin(name):
                self.manager.unregister(name=name)
            self.mark_broken(name, f"{type(fault).__name__}: {fault}")

    def _checked_info(self, name: str) -> PluginInfo:
        answer = self.call(name, "plugin_info")
        if answer is None:
            raise Broken("the plugin does not offer plugin_info")
        info: PluginInfo = one_of("plugin_info", answer, PluginInfo)
        if not NAME.fullmatch(name):
            raise Broken("a plugin's name is lower-case letters, digits and underscores")
        if info.name != name:
            raise Broken(f"plugin_info says {info.name!r}, the entry point {name!r}")
        if API_VERSION not in SpecifierSet(info.requires_core):
            raise Broken(f"made for core {info.requires_core}, this is {API_VERSION}")
        return info

    def _asked(self, name: str, hook: str, kind: Kind) -> list[Any]:
        return list_of(hook, self.call(name, hook), kind)

    def _declare(self, name: str, info: PluginInfo) -> None:
        """Ask for every declaration first, so that a plugin is taken in whole or not at all."""
        actions: list[Action] = self._asked(name, "plugin_actions", Action)
        roles: list[Role] = self._asked(name, "plugin_roles", Role)
        settings: list[Setting] = self._asked(name, "plugin_settings", Setting)
        papers: list[PaperKind] = self._asked(name, "plugin_papers", PaperKind)
        receivers: list[Receiver] = self._asked(name, "plugin_receivers", Receiver)
        listeners: list[Listener] = self._asked(name, "plugin_listeners", Listener)
        jobs: list[Job] = self._asked(name, "plugin_jobs", Job)
        public: list[PublicSection] = self._asked(name, "plugin_public", PublicSection)
        shown: list[Page] = self._asked(name, "plugin_pages", pages.KINDS)
        named = [*actions, *settings, *papers, *jobs, *public]
        for one in [*(one.name for one in named), *info.tells]:
            if not one.startswith(f"{name}."):
                raise Broken(f"{one!r} does not begin with {name}.")
        _refuse_twice("action", (one.name for one in actions))
        _refuse_twice("setting", (one.name for one in settings))
        _refuse_twice("paper", (one.name for one in papers))
        _refuse_twice("receiver", (one.kind for one in receivers))
        for one in receivers:
            if one.received_by not in {None, *(action.name for action in actions)}:
                raise Broken(
                    f"{one.received_by!r} acknowledges {one.kind!r}, but is no action of it"
                )
        _refuse_twice("listener", (one.name for one in listeners))
        _refuse_twice("job", (one.name for one in jobs))
        _refuse_twice("public section", (one.name for one in public))
        for setting in settings:
            form_of(setting)
        _check_roles(roles, {action.name for action in actions})
        self._check_pages(name, shown, actions)
        scripts = pages.scripts_of(shown)
        self.actions[name], self.roles[name] = actions, roles
        self.papers[name], self.jobs[name], self.public[name] = papers, jobs, public
        self.pages[name], self.scripts[name] = shown, scripts
        self.settings.update({setting.name: setting for setting in settings})
        self._receivers.update({(name, receiver.kind): receiver for receiver in receivers})
        self._listeners.update({(name, listener.name): listener for listener in listeners})
        self.infos[name] = info

    def _check_pages(self, name: str, shown: list[Page], own: list[Action]) -> None:
        """Whatever can be said of pages without a schema; the actions may be the core's."""
        known = {action.name for action in [*own, *self.actions.get(CORE, [])]}
        home = _folder_of(self.manager.get_plugin(name))
        faults = list(pages.faults_of(shown, known, home))
        if faults:
            raise Broken("; ".join(faults))


def _folder_of(module: Any) -> Path | None:
    """Where a plugin's package lies; None of a module that is no file."""
    file = getattr(module, "__file__", None)
    return Path(file).parent if file else None


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen = set[str]()
    for name in names:
        if name in seen:
            raise Broken(f"declares the {what} {name!r} twice")
        seen.add(name)


def _check_roles(roles: list[Role], own_actions: set[str]) -> None:
    """Roles are of the whole deployment: a plugin gives its own actions, and nobody else's."""
    own_roles = {role.name for role in roles}
    for role in roles:
        foreign = [*(set(role.actions) - own_actions), *(set(role.includes) - own_roles)]
        if foreign:
            raise Broken(f"role {role.name!r} gives {', '.join(sorted(foreign))}, not its own")


def find(core_itself: Any, seconds: float | None = None) -> list[tuple[str, Any]]:
    """The core and every installed plugin; one that cannot be imported comes as `Broken`.

    `seconds`: how long each third party's plugin may take in the child that tries it first.
    """
    found = sorted(entry_points(group=GROUP), key=lambda entry: (_is_foreign(entry), entry.name))
    foreign = [entry for entry in found if _is_foreign(entry)]
    unsafe = probe(foreign, seconds or PROBE_SECONDS) if foreign else {}
    modules = [(entry.name, _load(entry, unsafe.get(entry.name))) for entry in found]
    return [(CORE, core_itself), *modules]


def taken_names() -> frozenset[str]:
    """Names of everything installed, nothing of it imported."""
    return frozenset({CORE, *(entry.name for entry in entry_points(group=GROUP))})


def _is_foreign(entry: EntryPoint) -> bool:
    """Whether somebody else ships it: in our folder, too, a plugin of others is one of others."""
    ours = entry.dist is None or entry.dist.name == "renda"
    return not (ours and entry.value.startswith("plugins."))


def _load(entry: EntryPoint, unsafe: str | None) -> ModuleType | Broken:
    if unsafe is not None:
        return Broken(unsafe)
    try:
        return entry.load()
    except (Exception, SystemExit) as fault:
        return Broken(f"{type(fault).__name__}: {fault}")


def collect(plugins: Plugins, names: Iterable[str], hook: str) -> list[tuple[str, Any]]:
    """What each plugin answers to a hook, in order; a plugin that raises is marked and left out."""
    answers = list[tuple[str, Any]]()
    for name in names:
        try:
            answer = plugins.call(name, hook)
        except Exception as fault:
            plugins.mark_broken(name, f"{hook}: {type(fault).__name__}: {fault}")
            continue
        if answer is not None:
            answers.append((name, answer))
    return answers
