"""The embedded PostgreSQL with real processes: shared, killed, restarted, stopped by the last."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from core.postgres import (
    APP_ROLE,
    OWNER_ROLE,
    Attached,
    Cluster,
    PostgresError,
    attach,
    create_database,
    create_roles,
    drop_database,
    dsn_for,
    host,
)

APP = """
import sys
from pathlib import Path
import psycopg
from core.postgres import attach

server = attach(Path(sys.argv[1]))
print("attached", flush=True)
for line in sys.stdin:
    if line.strip() == "release":
        server.release()
        print("released", flush=True)
    else:
        with psycopg.connect(server.owner_dsn) as connection:
            done = connection.execute(line).statusmessage
        print(done, flush=True)
"""


class App:
    """A process of its own that attaches, runs what it is told, and releases."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def tell(self, line: str) -> str:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.hear()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def app(data_dir: Path) -> Generator[App]:
    command = [sys.executable, "-c", APP, str(data_dir)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield App(process)
        finally:
            process.kill()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A fresh data folder that the server's OS user reaches, which pytest's own is not for root."""
    home = Path(tempfile.mkdtemp(prefix="renda-test-"))
    home.chmod(0o755)
    folder = home / "data"
    yield folder
    Cluster(folder).server.stop()
    shutil.rmtree(home)


@pytest.fixture
def server(data_dir: Path) -> Iterator[Attached]:
    with attach(data_dir, throwaway=True) as attached:
        yield attached


def pid_of(data_dir: Path) -> int | None:
    return Cluster(data_dir).server.running_pid()


def keep_a_row(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '备案' AS word")


def kept_row(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    assert row
    return row[0]


def one_sentence(error: PostgresError, *words: str) -> bool:
    message = str(error)
    return "\n" not in message and message.count("。") == 1 and all(w in message for w in words)


def test_neither_role_passes_by_row_level_security(server: Attached) -> None:
    flags = "rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication"
    with psycopg.connect(server.superuser_dsn) as connection:
        query = f"SELECT rolname, {flags} FROM pg_roles WHERE rolname LIKE 'renda%' ORDER BY 1"
        assert connection.execute(query).fetchall() == [
            ("renda_app", False),
            ("renda_owner", False),
        ]
    for dsn, role in ((server.owner_dsn, "renda_owner"), (server.app_dsn, "renda_app")):
        with psycopg.connect(dsn) as connection:
            query = "SELECT current_user, current_database(), current_setting('server_encoding')"
            assert connection.execute(query).fetchone() == (role, "renda", "UTF8")


def test_only_the_owner_creates(server: Attached) -> None:
    keep_a_row(server.owner_dsn)
    refused = psycopg.errors.InsufficientPrivilege
    for statement in ("CREATE TABLE t (i int)", "CREATE TEMP TABLE t (i int)", "TABLE kept"):
        with psycopg.connect(server.app_dsn) as connection, pytest.raises(refused):
            connection.execute(statement)


def test_a_password_is_needed_and_no_port_is_open(server: Attached) -> None:
    for wrong in ("", "wrong"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(dsn_for(server.app_dsn, role="renda_app", password=wrong))
    with psycopg.connect(server.superuser_dsn) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_copies_of_a_template_are_as_closed_as_it_is(server: Attached) -> None:
    keep_a_row(server.owner_dsn)
    create_database(server.superuser_dsn, "copy", template="renda")
    with psycopg.connect(dsn_for(server.owner_dsn, database="copy")) as connection:
        acl = "SELECT datacl::text FROM pg_database WHERE datname = 'copy'"
        assert connection.execute(acl).fetchone() == (
            "{renda_owner=CTc/renda_owner,renda_app=c/renda_owner}",
        )
        drop_database(server.superuser_dsn, "copy")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("TABLE kept")


def test_whoever_finds_a_role_missing_that_another_is_making_goes_on(server: Attached) -> None:
    passwords = {OWNER_ROLE: "owner", APP_ROLE: "app"}
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(server.superuser_dsn) as other,
        psycopg.connect(server.superuser_dsn, autocommit=True) as hand,
    ):
        hand.execute(f"ALTER ROLE {APP_ROLE} RENAME TO somebody".encode())
        other.execute(f"CREATE ROLE {APP_ROLE}".encode())
        making = pool.submit(create_roles, server.superuser_dsn, passwords)
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while hand.execute(waits).fetchone() == (0,):
            assert not making.done(), "it does not see the other's role yet"
        other.commit()
        making.result(30)


def test_two_start_at_once_and_the_last_stops_the_server(data_dir: Path) -> None:
    with app(data_dir) as first, app(data_dir) as second:
        assert (first.hear(), second.hear()) == ("attached", "attached")
        pid = pid_of(data_dir)
        assert first.tell("CREATE TABLE shared ()") == "CREATE TABLE"
        assert first.tell("release") == "released"
        assert pid_of(data_dir) == pid
        assert second.tell("TABLE shared") == "SELECT 0"
        assert second.tell("release") == "released"
        assert pid_of(data_dir) is None


def test_attaching_twice_in_one_process_counts_twice(data_dir: Path) -> None:
    first, second = attach(data_dir), attach(data_dir)
    first.release()
    first.release()
    assert pid_of(data_dir)
    second.release()
    assert pid_of(data_dir) is None


def test_a_killed_server_comes_back_with_all_data(data_dir: Path) -> None:
    with attach(data_dir) as before:
        keep_a_row(before.owner_dsn)
        killed = pid_of(data_dir)
        assert killed
        os.kill(killed, signal.SIGKILL)
        with attach(data_dir) as after:
            assert pid_of(data_dir) not in (None, killed)
            assert kept_row(after.owner_dsn) == "备案"
        assert pid_of(data_dir), "the first is still attached"
    assert pid_of(data_dir) is None


def test_a_killed_app_leaves_a_server_that_the_next_one_uses_and_stops(data_dir: Path) -> None:
    with app(data_dir) as killed:
        assert killed.hear() == "attached"
        assert killed.tell("CREATE TABLE kept AS SELECT '备案' AS word") == "SELECT 1"
        killed.kill()
    pid = pid_of(data_dir)
    assert pid
    with attach(data_dir) as after:
        assert pid_of(data_dir) == pid
        assert kept_row(after.owner_dsn) == "备案"
    assert pid_of(data_dir) is None
    assert "database system is shut down" in (data_dir / "pg/server.log").read_text()


def test_a_stale_pid_that_now_is_somebody_else_does_not_count(data_dir: Path) -> None:
    with attach(data_dir) as before:
        keep_a_row(before.owner_dsn)
        left_behind = (data_dir / "pg/postmaster.pid").read_text().partition("\n")[2]
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (data_dir / "pg/postmaster.pid").write_text(f"{stranger.pid}\n{left_behind}")
        (data_dir / "run").mkdir()
        (data_dir / "run/.s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n{left_behind}")
        assert pid_of(data_dir) is None
        with attach(data_dir) as after:
            assert kept_row(after.owner_dsn) == "备案"
        assert stranger.poll() is None
        stranger.kill()


def test_a_folder_whose_making_was_cut_short_is_made_again(data_dir: Path) -> None:
    data_dir.mkdir()
    data_dir.chmod(0o755)
    (data_dir / "pg.new").mkdir()
    (data_dir / "pg.new/PG_VERSION").write_text("18\n")
    with attach(data_dir, throwaway=True) as server:
        keep_a_row(server.owner_dsn)


def test_a_long_path_gets_a_socket_in_a_short_folder(data_dir: Path) -> None:
    deep = data_dir / ("很长的路径" * 10)
    socket_dir = Cluster(deep).server.socket_dir
    with attach(deep, throwaway=True) as server:
        keep_a_row(server.owner_dsn)
        assert socket_dir.parent == Path("/tmp")
        assert socket_dir.stat().st_mode & 0o077 == 0
    assert not socket_dir.exists()


def test_without_the_wheel_an_installed_server_is_used(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "_wheel_package", lambda: None)
    try:
        found = host.find_host(data_dir)
    except PostgresError:
        pytest.skip("no PostgreSQL is installed on this machine")
    with attach(data_dir, throwaway=True) as server, psycopg.connect(server.app_dsn) as connection:
        assert connection.info.server_version // 10000 == found.major


def test_without_any_binaries_the_sentence_says_what_to_set(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "_wheel_package", lambda: None)
    monkeypatch.setattr(host, "_candidates", lambda: iter(()))
    with pytest.raises(PostgresError) as refused:
        attach(data_dir)
    assert one_sentence(refused.value, "RENDA_DATABASE_URL", "RENDA_OWNER_DATABASE_URL")


def test_lost_passwords_and_foreign_versions_are_named(data_dir: Path) -> None:
    attach(data_dir, throwaway=True).release()
    passwords = data_dir / "passwords.json"
    assert passwords.stat().st_mode & 0o777 == 0o600
    passwords.rename(data_dir / "elsewhere")
    with pytest.raises(PostgresError) as refused:
        attach(data_dir)
    assert one_sentence(refused.value, "密码文件", str(passwords))
    (data_dir / "elsewhere").rename(passwords)
    (data_dir / "pg/PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresError) as refused:
        attach(data_dir)
    assert one_sentence(refused.value, "PostgreSQL 9")


def test_a_folder_that_cannot_be_made_is_named(data_dir: Path) -> None:
    in_the_way = data_dir.with_name("file")
    in_the_way.touch()
    with pytest.raises(PostgresError) as refused:
        attach(in_the_way)
    assert one_sentence(refused.value, str(in_the_way))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server another user")
def test_root_is_told_of_a_folder_that_the_server_cannot_reach(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    with pytest.raises(PostgresError) as refused:
        attach(data_dir / "inner")
    assert one_sentence(refused.value, "RENDA_DATA_DIR")


def test_root_without_useradd_is_told_what_to_do(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", nobody)
    monkeypatch.setattr(shutil, "which", lambda *_tool, **_path: None)
    with pytest.raises(PostgresError) as refused:
        host.find_host(data_dir)
    assert one_sentence(refused.value, "renda", "普通用户")
