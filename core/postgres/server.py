"""The server process of one data folder: made, started, recognised, stopped.

Nothing here knows who uses the server; the callers hold the folder's lock.
"""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from core.postgres.databases import SUPERUSER
from core.postgres.host import Host, PostgresError, ToolFailed, find_host

PATIENCE = 120.0
"""Seconds to wait for a start, for recovery after a crash, for a stop."""

PAUSE = 0.03
PORT = 5432
LONGEST_SOCKET_PATH = 100
LARGEST_LOG = 10_000_000

NO_PROCESS = 2**30
"""A pid beyond what any kernel gives out."""

SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_checkpoints": "off",
    # Statements and details hold what people wrote; the log is no place for it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # It may lie in memory.
    "max_wal_size": "256MB",
}


class Server:
    """The server of one data folder; `throwaway` trades safety in a power cut for speed."""

    def __init__(self, data_dir: Path, *, throwaway: bool) -> None:
        self.data_dir: Path = data_dir
        self.pgdata: Path = data_dir / "pg"
        self.socket_dir: Path = _socket_dir(data_dir)
        self.log: Path = self.pgdata / "server.log"
        self._throwaway: bool = throwaway

    def dsn(self, role: str, password: str, database: str) -> str:
        """Where a role reaches a database: by the socket, with a password all the same."""
        place = f"host={quote(str(self.socket_dir), safe='')}&port={PORT}&connect_timeout=10"
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?{place}"

    def running_pid(self) -> int | None:
        """The server's process; a number in a stale file counts only if it serves this folder."""
        pid = self._recorded_pid()
        return pid if pid and f"postgres -D {self.pgdata} " in f"{_command_line(pid)} " else None

    def start(self, superuser_password: str) -> None:
        """Start the server, making its data folder first if there is none."""
        host = find_host(self.data_dir)
        self._check_reach(host)
        if not self.pgdata.exists():
            self._initialise(host, superuser_password)
        self._check_version(host)
        self._make_socket_dir(host)
        self._forget_crashed()
        self._write_settings()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.old"))
        self._run(host)

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk.

        By the signal that pg_ctl would send, since the binaries may have been replaced meanwhile.
        """
        deadline = time.monotonic() + PATIENCE
        pid = self.running_pid()
        if pid is not None:
            os.kill(pid, signal.SIGINT)
        while self.running_pid() is not None:
            if time.monotonic() > deadline:
                raise PostgresError(
                    f"内置 PostgreSQL（进程 {pid}）在 {PATIENCE:.0f} 秒内没有停止。",
                    f"The embedded PostgreSQL (process {pid}) did not stop in {PATIENCE:.0f} s.",
                )
            time.sleep(PAUSE)
        # Outside the data folder an empty one would lie about for ever.
        with suppress(OSError):
            self.socket_dir.rmdir()

    def _run(self, host: Host) -> None:
        before = self.log.stat().st_size if self.log.exists() else 0
        wait = str(int(PATIENCE))
        try:
            host.run("pg_ctl", "start", "-w", "-t", wait, "-D", self.pgdata, "-l", self.log)
        except ToolFailed as error:
            said = self.log.read_bytes()[before:] if self.log.exists() else b""
            # The last workers of a killed server take a moment to notice; the caller tries again.
            if b"shared memory block" in said:
                time.sleep(PAUSE)
                return
            if not said:
                raise
            raise ToolFailed("postgres", said.decode(errors="replace")) from error

    def _initialise(self, host: Host, password: str) -> None:
        """Make the data folder under another name: one that was cut short is never taken up."""
        fresh = self.pgdata.with_name("pg.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        host.give(fresh)
        with tempfile.NamedTemporaryFile("w") as password_file:
            password_file.write(password)
            password_file.flush()
            host.give(Path(password_file.name))
            host.run(
                "initdb",
                f"--pgdata={fresh}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--data-checksums",
                *_locale(host.major),
                *(["--no-sync"] if self._throwaway else []),
            )
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude '../server.conf'\n")
        fresh.rename(self.pgdata)

    def _write_settings(self) -> None:
        """Written before each start, so that new settings come with new software."""
        settings = SERVER_SETTINGS | {"unix_socket_directories": str(self.socket_dir)}
        if self._throwaway:
            settings |= THROWAWAY_SETTINGS
        lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
        conf = self.data_dir / "server.conf"
        conf.write_bytes(os.fsencode("".join(lines)))
        conf.chmod(0o644)

    def _make_socket_dir(self, host: Host) -> None:
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        seen = self.socket_dir.lstat()
        expected = {os.geteuid(), host.user.pw_uid if host.user else os.geteuid()}
        # In /tmp anybody could have made a folder, or a link, of this name before us.
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in expected:
            raise PostgresError(
                f"文件夹 {self.socket_dir} 属于别的用户，请删除它。",
                f"{self.socket_dir} belongs to another user: remove it.",
            )
        host.give(self.socket_dir)

    def _check_reach(self, host: Host) -> None:
        if not host.reaches(self.data_dir):
            raise PostgresError(
                f"运行 PostgreSQL 的系统用户进不了数据文件夹 {self.data_dir}，"
                "请用 RENDA_DATA_DIR 指定一个不在 root 私有目录中的文件夹。",
                f"The OS user that runs PostgreSQL cannot reach {self.data_dir}:"
                " name another folder in RENDA_DATA_DIR.",
            )

    def _check_version(self, host: Host) -> None:
        made_by = (self.pgdata / "PG_VERSION").read_text().strip()
        if made_by != str(host.major):
            raise PostgresError(
                f"数据文件夹 {self.pgdata} 属于 PostgreSQL {made_by}，而本机的程序是"
                f" {host.major} 版，请先用 {made_by} 版导出数据。",
                f"{self.pgdata} was made by PostgreSQL {made_by}, the binaries here are"
                f" {host.major}: dump the data with {made_by} first.",
            )

    def _forget_crashed(self) -> None:
        """Clear what a killed server left behind, for its pid may by now be somebody else's.

        Only the pid is replaced: PostgreSQL reads in the rest of the file which shared memory to
        look at, and so finds workers of the dead server that still write to the data.
        """
        pid_file = self.pgdata / "postmaster.pid"
        if pid_file.exists():
            _pid, _newline, rest = pid_file.read_bytes().partition(b"\n")
            if rest:
                pid_file.write_bytes(b"%d\n%s" % (NO_PROCESS, rest))
            else:
                pid_file.unlink()
        for leftover in self.socket_dir.glob(".s.PGSQL.*"):
            leftover.unlink()

    def _recorded_pid(self) -> int | None:
        try:
            first = (self.pgdata / "postmaster.pid").read_bytes().partition(b"\n")[0].strip()
        except FileNotFoundError:
            return None
        return int(first) if first.isdigit() else None


def _quoted(value: str) -> str:
    """A value as postgresql.conf writes it."""
    doubled = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _locale(major: int) -> list[str]:
    """Code-point order, from PostgreSQL itself where it can, so that no OS upgrade changes it."""
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _socket_dir(data_dir: Path) -> Path:
    """Inside the data folder, or where its path is too long for a socket, in a short one."""
    inside = data_dir / "run"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return inside
    return Path("/tmp") / f"renda-{sha256(os.fsencode(data_dir)).hexdigest()[:16]}"


def _command_line(pid: int) -> str:
    """How a process was started; empty where there is none, or only its zombie."""
    if sys.platform == "linux":
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" "))
        except OSError:
            return ""
    listing = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(listing, capture_output=True, text=True, check=False).stdout.strip()
