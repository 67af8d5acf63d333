"""A clean environment to try a plugin in: Renda as it is installed here, the plugin, nothing else.

What the author has installed besides would hide what the plugin forgot to declare. So a fresh
virtual environment is given Renda with its own dependencies and pytest, file by file as links to
those that are installed here: no registry is asked, nothing is built twice. Then the plugin's wheel
is installed there with what it declares, by uv or pip, who know whether two demands exclude each
other. Only what the plugin declares and Renda does not need comes from a registry.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path

from packaging.requirements import Requirement

from core.errors import Refused

HARNESS = ("renda", "pytest", "pytest-asyncio", "jsonschema")
"""What the checks need, with what these need; of Renda's extras, the one with PostgreSQL."""

EXTRA = "embedded"

UNREACHED = re.compile(
    "error sending request|failed to fetch|failed to establish|connection broken|dns error"
    "|temporary failure|connection refused|network is unreachable|timed out|network was disabled"
)
"""How uv and pip say, in small letters, that they reach no registry."""

SECONDS = 600
"""The longest that fetching what a plugin declares may take."""


def make(home: Path, wheel: Path) -> tuple[Path, list[str]]:
    """A new environment below `home` with the wheel: its Python, and what had to be borrowed.

    Borrowed is what the plugin declares and no registry gave: it is as the author has it.
    Raises Refused `PLUGIN_UNINSTALLABLE`.
    """
    venv.create(home, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = _site_of(home)
    for one in needed(map(Requirement, HARNESS)):
        link(one, site)
    return python, _install(python, site, wheel)


def needed(wanted: Iterable[Requirement]) -> list[metadata.Distribution]:
    """Installed packages that the wanted ones need, and they themselves; what is missing is not."""
    found, waiting = dict[str, metadata.Distribution](), list(wanted)
    done = set[tuple[str, str]]()
    while waiting:
        one = waiting.pop()
        try:
            here = metadata.distribution(one.name)
        except metadata.PackageNotFoundError:
            continue
        extras = {EXTRA} if one.name == HARNESS[0] else one.extras
        found[_plain(one.name)] = here
        for extra in {"", *extras} - {extra for name, extra in done if name == _plain(one.name)}:
            done.add((_plain(one.name), extra))
            waiting += _asked(here, extra)
    return list(found.values())


def _asked(package: metadata.Distribution, extra: str) -> Iterator[Requirement]:
    """What an installed package needs on this machine, for itself or for one of its extras."""
    for text in package.requires or ():
        one = Requirement(text)
        if one.marker is None:
            if not extra:
                yield one
        elif one.marker.evaluate({"extra": extra}):
            yield one


def link(package: metadata.Distribution, site: Path) -> None:
    """Put an installed package's files into another environment; its commands are left out."""
    for one in package.files or ():
        if ".." in one.parts or one.is_absolute():
            continue
        source = Path(str(package.locate_file(one)))
        _link(source, site / one)
        if source.suffix == ".py":
            compiled = Path(cache_from_source(str(source)))
            _link(compiled, site / one.parent / "__pycache__" / compiled.name)


def _link(source: Path, target: Path) -> None:
    if not source.is_file() or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        # Another file system.
        shutil.copy2(source, target)


def _site_of(home: Path) -> Path:
    if os.name == "nt":
        return home / "Lib" / "site-packages"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return home / "lib" / version / "site-packages"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _install(python: Path, site: Path, wheel: Path) -> list[str]:
    """Install the wheel with what it declares: without any network, with it, or by borrowing."""
    install, offline, without = _installer(python)
    # Renda is named so that what it asks for holds beside what the plugin asks for.
    wanted = [str(wheel), f"renda=={metadata.version('renda')}"]
    if _ran([*install, offline, *wanted]) is None:
        return []
    told = _ran([*install, *wanted])
    if told is None:
        return []
    if not UNREACHED.search(told.lower()):
        raise Refused("PLUGIN_UNINSTALLABLE", _unfit(wheel, told))
    return _borrowed(site, wheel, [*install, offline, without], told)


def _installer(python: Path) -> tuple[list[str], str, str]:
    """The command that installs into another environment; how to say no network, and no others."""
    beside = Path(sys.executable).parent / "uv"
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(python)], "--offline", "--no-deps"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--retries", "1"]
    return pip, "--no-index", "--no-deps"


def _ran(command: list[str]) -> str | None:
    """What the command complains about, or None."""
    patience = {"UV_HTTP_TIMEOUT": "20", "UV_HTTP_RETRIES": "1"}
    done = subprocess.run(
        command, env={**patience, **os.environ}, capture_output=True, text=True, timeout=SECONDS
    )
    return (done.stdout + done.stderr).strip() if done.returncode else None


def _borrowed(site: Path, wheel: Path, install: list[str], told: str) -> list[str]:
    """The plugin alone is installed; what it declares is taken from here, where it fits."""
    if (fault := _ran([*install, str(wheel)])) is not None:
        raise Refused("PLUGIN_UNINSTALLABLE", _unfit(wheel, fault))
    (plugin,) = (
        one
        for one in metadata.distributions(path=[str(site)])
        if any(point.group == "renda.plugins" for point in one.entry_points)
        and _plain(one.name) != HARNESS[0]
    )
    there = {_plain(one.name) for one in metadata.distributions(path=[str(site)])}
    asked = list(_asked(plugin, ""))
    lacking = [str(one) for one in asked if not _is_here(one)]
    if lacking:
        raise Refused(
            "PLUGIN_UNINSTALLABLE",
            f"插件声明的 {'、'.join(lacking)} 取不到："
            "连不上软件源，您的环境里也没有合乎要求的版本。"
            "请检查网络，或者用 UV_DEFAULT_INDEX（没有 uv 时用 PIP_INDEX_URL）指定能连上的软件源；"
            f"没有网络时，先把它装进现在的环境，再检查一次。\n{told[-1000:]}",
        )
    lent = [one for one in needed(asked) if _plain(one.name) not in there]
    for one in lent:
        link(one, site)
    return sorted(f"{one.name} {one.version}" for one in lent)


def _is_here(asked: Requirement) -> bool:
    try:
        return asked.specifier.contains(metadata.version(asked.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def _unfit(wheel: Path, told: str) -> str:
    return (
        f"“{wheel.name}”连同它声明的依赖装不进只有本平台的干净环境。"
        "请看下面的话，改正 pyproject.toml 的 [project] dependencies"
        f"（与本平台的依赖冲突的，放宽版本要求）：\n{told[-1500:]}"
    )
