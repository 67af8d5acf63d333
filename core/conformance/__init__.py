"""`renda plugin check`: what a plugin must fulfil, tried on the plugin as a third party ships it.

The package is built into a wheel and installed into an environment that holds nothing else but this
platform (`environment.py`); then the checks of `checks.py` run as tests in a process of their own,
on a PostgreSQL of their own, with the harness of `core.testing`. The table that comes out names
each check and, where one failed, the way to mend it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from configparser import ConfigParser
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from core.conformance import environment
from core.errors import Refused

CHECKS = Path(__file__).parent / "checks.py"
OURS = frozenset({"core", "plugins", "tenants"})
"""Folders that belong to this platform, wherever it is installed."""

SECONDS = 600
"""The longest the checks of one plugin may take."""


def check(given: Path) -> int:
    """Check a package's folder or a wheel; prints the table, 0 only when all passes.

    Raises Refused `CHECK_NEEDS_PYTEST`, `NO_PLUGIN_THERE`, `PLUGIN_UNBUILDABLE`,
    `PLUGIN_MISPLACED`, `PLUGIN_UNINSTALLABLE`.
    """
    _require_pytest()
    with tempfile.TemporaryDirectory(prefix="renda-check-") as folder:
        home = Path(folder)
        wheel = given if given.suffix == ".whl" else _built(given, home)
        name = _plugin_of(wheel)
        python, borrowed = environment.make(home / "clean", wheel)
        if borrowed:
            print(
                f"注意：连不上软件源，{'、'.join(borrowed)} 取自您现在的环境，"
                "因此不能保证别人按声明也装得上。请在连得上软件源的地方再检查一次。",
                flush=True,
            )
        return _tried(name, python, home)


def _require_pytest() -> None:
    if find_spec("pytest_asyncio") is None:
        raise Refused(
            "CHECK_NEEDS_PYTEST", "检查插件需要 pytest：请先 pip install pytest pytest-asyncio。"
        )


def _built(package: Path, home: Path) -> Path:
    if not (package / "pyproject.toml").is_file():
        raise Refused("NO_PLUGIN_THERE", f"“{package}”不是软件包的文件夹，也不是 wheel 文件。")
    source = home / "source"
    shutil.copytree(package, source, ignore=shutil.ignore_patterns(".*", "__pycache__", "dist"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(home / "dist")]
    if "hatchling" not in (source / "pyproject.toml").read_text(encoding="utf-8"):
        command = [sys.executable, "-m", "build", "--wheel", "-o", str(home / "dist")]
    _run(command, package, cwd=source)
    return next((home / "dist").glob("*.whl"))


def _run(command: list[str], what: Path, cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode:
        told = (done.stderr or done.stdout).strip()[-1000:]
        raise Refused("PLUGIN_UNBUILDABLE", f"“{what}”不能构建成 wheel，请先改正：\n{told}")


def _plugin_of(wheel: Path) -> str:
    """The one name that the wheel registers in the entry-point group."""
    points = ConfigParser(delimiters=("=",))
    try:
        with ZipFile(wheel) as content:
            shipped = content.namelist()
            for one in shipped:
                if one.endswith(".dist-info/entry_points.txt"):
                    points.read_string(content.read(one).decode())
    except (OSError, BadZipFile) as fault:
        raise Refused(
            "NO_PLUGIN_THERE", f"“{wheel}”打不开，请给出软件包的文件夹或者 wheel 文件。"
        ) from fault
    ours = sorted({one.partition("/")[0] for one in shipped} & OURS)
    if ours:
        raise Refused(
            "PLUGIN_MISPLACED",
            f"软件包里有 {'、'.join(ours)} 文件夹，那是本平台自己的："
            "请换用自己的包名，如 renda_reception_day。",
        )
    names = points.options("renda.plugins") if points.has_section("renda.plugins") else []
    if len(names) != 1:
        raise Refused(
            "NO_PLUGIN_THERE",
            "软件包须在入口组 renda.plugins 中登记一个插件："
            '[project.entry-points."renda.plugins"] 下写“插件名 = "包名"”。',
        )
    return names[0]


def _tried(name: str, python: Path, home: Path) -> int:
    """Run the checks with that Python, which sees nothing that was installed for this one."""
    kept = {
        one: value
        for one, value in os.environ.items()
        if not one.startswith(("PYTEST_", "PYTHON")) and one != "VIRTUAL_ENV"
    }
    command = [str(python), "-m", "pytest", "-p", "core.conformance.table"]
    # Not the default mode: it puts the folder above the checks first on the path of imports, and
    # where this platform is a wheel that is all the author has installed.
    command += [
        "--import-mode=importlib",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "--rootdir",
        str(home),
    ]
    command += ["-c", str(CHECKS.parent / "pytest.ini"), f"--renda-plugin={name}"]
    done = subprocess.run([*command, str(CHECKS)], env=kept, cwd=home, timeout=SECONDS)
    return 0 if done.returncode == 0 else 1
