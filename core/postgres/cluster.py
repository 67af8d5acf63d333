"""Who uses the server of a data folder: any number of processes, the last of which stops it.

Two locks lie in the data folder: `lock` is held for the moment of starting or stopping, `attached`
is held shared by every process for as long as it uses the server. The kernel drops both with the
process, so one that was killed does not count: the next one attaches to the server it left running.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import psycopg

from core.postgres.databases import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    SUPERUSER,
    create_roles,
    ensure_database,
)
from core.postgres.host import PostgresError
from core.postgres.server import PATIENCE, PAUSE, Server


class Attached:
    """A running server, kept running until `release`."""

    def __init__(self, dsn: Callable[[str, str], str], release: Callable[[], None]) -> None:
        self.superuser_dsn: str = dsn(SUPERUSER, "postgres")
        self.owner_dsn: str = dsn(OWNER_ROLE, DATABASE)
        self.app_dsn: str = dsn(APP_ROLE, DATABASE)
        self._release: Callable[[], None] | None = release
        self._pid: int = os.getpid()

    def release(self) -> None:
        """Stop using the server; the last process attached stops it. A second call does nothing.

        Nor does a call in a child that was forked later: its parent is who attached.
        """
        release, self._release = self._release, None
        if release and os.getpid() == self._pid:
            release()

    def __enter__(self) -> "Attached":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.release()


def attach(data_dir: Path, *, throwaway: bool = False) -> Attached:
    """Attach to the server of a data folder, making and starting it if need be.

    `throwaway` is for tests: faster, and the data need not outlive a crash of the machine.
    """
    return Cluster(data_dir, throwaway=throwaway).attach()


class Cluster:
    """One data folder: its server, its passwords and its locks."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self.data_dir: Path = data_dir.resolve()
        self.server: Server = Server(self.data_dir, throwaway=throwaway)
        self._passwords: Path = self.data_dir / "passwords.json"

    def attach(self) -> Attached:
        """Attach this process; `attach` of the module says more."""
        try:
            _make_folder(self.data_dir)
            with self._lock():
                return self._attach()
        except OSError as error:
            raise PostgresError(
                f"内置 PostgreSQL 用不了（数据文件夹 {self.data_dir}）：{error}。",
                f"The embedded PostgreSQL cannot be used: {error}.",
            ) from error

    def _attach(self) -> Attached:
        held = _open_lock(self.data_dir / "attached")
        fcntl.flock(held, fcntl.LOCK_SH)
        try:
            passwords = self._read_passwords()
            self._bring_up(passwords)
        except BaseException:
            self._let_go(held)
            raise

        def dsn(role: str, database: str) -> str:
            return self.server.dsn(role, passwords[role], database)

        def release() -> None:
            with self._lock():
                self._let_go(held)

        return Attached(dsn, release)

    def _let_go(self, held: int) -> None:
        """Give up our share of `attached`; if all of it can be had, nobody else is left."""
        try:
            if _locked(held):
                self.server.stop()
        finally:
            os.close(held)

    def _bring_up(self, passwords: dict[str, str]) -> None:
        """See to a server that answers, with our roles and our database in it."""
        superuser = self.server.dsn(SUPERUSER, passwords[SUPERUSER], "postgres")
        deadline = time.monotonic() + PATIENCE
        while True:
            # Asked each time: a server that was found running may be just about to stop.
            if self.server.running_pid() is None:
                self.server.start(passwords[SUPERUSER])
            try:
                create_roles(superuser, passwords)
                ensure_database(superuser, DATABASE)
            except psycopg.OperationalError as error:
                if not _may_pass(error) or time.monotonic() > deadline:
                    raise self._no_answer(error) from error
                time.sleep(PAUSE)
            else:
                return

    def _no_answer(self, error: psycopg.OperationalError) -> PostgresError:
        why, log = str(error).splitlines()[-1], self.server.log
        return PostgresError(
            f"内置 PostgreSQL 没有应答：{why}（日志：{log}）。",
            f"The embedded PostgreSQL does not answer: {why} (log: {log}).",
        )

    def _read_passwords(self) -> dict[str, str]:
        """The roles' passwords, made once; they must be on disk before the server knows them."""
        if not self._passwords.exists():
            if self.server.pgdata.exists():
                raise PostgresError(
                    f"缺少内置 PostgreSQL 的密码文件 {self._passwords}，请从备份恢复。",
                    f"{self._passwords}, the passwords of the embedded PostgreSQL, is missing:"
                    " restore it from a backup.",
                )
            made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER_ROLE, APP_ROLE)}
            _write_private(self._passwords, json.dumps(made))
        return json.loads(self._passwords.read_text())

    @contextmanager
    def _lock(self) -> Generator[None]:
        lock = _open_lock(self.data_dir / "lock")
        deadline = time.monotonic() + PATIENCE
        try:
            while not _locked(lock):
                if time.monotonic() > deadline:
                    raise PostgresError(
                        f"另一个进程启动或停止内置 PostgreSQL 超过 {PATIENCE:.0f} 秒"
                        f"（{self.data_dir}），请稍后再试。",
                        f"Another process has been starting or stopping it for {PATIENCE:.0f} s.",
                    )
                time.sleep(PAUSE)
            yield
        finally:
            os.close(lock)


def _may_pass(error: psycopg.OperationalError) -> bool:
    """Whether the server is only coming up or going down: nothing there, or class 57P."""
    if error.sqlstate is not None:
        return error.sqlstate.startswith("57P")
    return "authentication failed" not in str(error)


def _make_folder(folder: Path) -> None:
    """Make a folder for us alone; as root others may pass through, for the server's user must."""
    mode = 0o711 if os.geteuid() == 0 else 0o700
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(exist_ok=True)
        missing.chmod(mode)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(lock: int) -> bool:
    """Try for the whole lock, without waiting."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    """Write a file that only we read, whole or not at all."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
