"""From a fresh checkout to a running Renda, with nothing but Python.

`make demo` and `make test` end up here. `.venv` is made by `requirements.lock` and made again only
when the lock, `pyproject.toml` or the place changes. Only the standard library is imported, and
older Pythons must still be able to read this file, to be told that they are too old.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
MOST_PROCESSES = 4
"""Each of a test run has a PostgreSQL of its own."""

CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3.14")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "renda-stamp"

GRAPHIQL = ROOT / "core" / "graphql" / "graphiql"
ASSETS = {
    "graphiql@3.9.0": (
        "rJYFlHdBbug9+YbFSwRVvgfPjCayC7wHecZkx/qB4XLuQPFQZw/yB9pmHFtOJV6RiNBBHro3u1GdocKa3YcGRA==",
        ("graphiql.min.js", "graphiql.min.css"),
    ),
    "react@18.3.1": (
        "wS+hAgJShR0KhEvPJArfuPVN1+Hz1t0Y6n5jLrGQbkb4urgPE/0Rve+1kMB1v/oWgHgm4WIcV+i7F2pTVj+2iQ==",
        ("umd/react.production.min.js",),
    ),
    "react-dom@18.3.1": (
        "5m4nQKp+rZRb09LNH59GM4BxTh9251/ylbKIbpe7TpGxfJ+9kv6BLkLBXIjjspbgbnIBNqlI23tRnTWT0snUIw==",
        ("umd/react-dom.production.min.js",),
    ),
}
"""Packages of the npm registry: version, sha512 of the tarball, and the files of it we serve."""

CONSOLE = ROOT / "core" / "console"
BUILT = CONSOLE / "static"
SDL = ROOT / "tests" / "snapshots" / "schema"
TRIED = VENV / "console-stamp"
"""The sources of which a build was tried last: what failed is not tried again at each start."""


def main() -> None:
    """Run one target; what follows it, and the variable ARGS, goes to the tool behind it."""
    _leave_old_python()
    os.chdir(ROOT)
    name, *arguments = sys.argv[1:] or ["check"]
    target = TARGETS.get(name)
    if target is None:
        _fail(f"没有目标 {name}，可用的是 {'、'.join(TARGETS)}。", f"No target {name}.")
    sys.exit(target([*arguments, *shlex.split(os.environ.get("ARGS", ""))]))


def check(_arguments: list[str]) -> int:
    """Lint, then test; both run, whatever the first says."""
    setup()
    return max(lint([]), _run([PYTHON, "-m", "pytest", *_spread([])]))


def lint(_arguments: list[str]) -> int:
    """Every checker runs, so that one look shows all there is to mend."""
    setup()
    checkers: dict[str, list[str | Path]] = {
        "ruff format": [BIN / "ruff", "format", "--check"],
        "ruff check": [BIN / "ruff", "check"],
        "basedpyright": [BIN / "basedpyright", "--pythonpath", PYTHON],
        "import-linter": [BIN / "lint-imports"],
    }
    failed = [name for name, command in checkers.items() if _run(command)]
    if not _console_fits():
        failed.append("console")
    if failed:
        _say(f"未通过：{'、'.join(failed)}。", f"Failed: {', '.join(failed)}.")
    return int(bool(failed))


def test(arguments: list[str]) -> int:
    """Hand over to pytest; a run over everything takes several processes."""
    setup()
    _become([PYTHON, "-m", "pytest", *_spread(arguments), *arguments])


def _spread(arguments: list[str]) -> list[str]:
    """One process for each core; not where ARGS say how many, or name files: few tests need one."""
    named = any(Path(one.partition("::")[0]).exists() for one in arguments)
    said = any(one.startswith(("-n", "--numprocesses", "--dist", "--pdb")) for one in arguments)
    processes = min(_cores(), MOST_PROCESSES)
    return [] if named or said or processes < 2 else [f"--numprocesses={processes}"]


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def renda(*fixed: str) -> Callable[[list[str]], int]:
    """A target that hands over to Renda's own command."""

    def target(arguments: list[str]) -> int:
        setup()
        _become([BIN / "renda", *fixed, *arguments])

    return target


def docs(_arguments: list[str]) -> int:
    """Write anew what the pages of `docs/` take from the sources."""
    setup()
    return _run([PYTHON, ROOT / "tests" / "house" / "written.py"])


def pictures(arguments: list[str]) -> int:
    """Take the pictures of the handbook anew, with the browser that the tests use."""
    setup()
    return _run([PYTHON, ROOT / "tests" / "house" / "handbook.py", *arguments])


def lighthouse(arguments: list[str]) -> int:
    """Measure pages of a server that runs; docs/console.md says of which."""
    setup()
    environ = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [BIN / "node", "lighthouse.mjs", *arguments]
    return subprocess.run(command, cwd=CONSOLE, env=environ).returncode


def lock(arguments: list[str]) -> int:
    """Write the lock anew; versions stay unless ARGS says `--upgrade`."""
    with _alone():
        _make_venv()
        code = _run(
            [
                *(BIN / "uv", "pip", "compile", "--quiet", "--universal", "--all-extras"),
                *("--python-version", ".".join(map(str, OLDEST)), "--generate-hashes"),
                *("--no-header", "--output-file", LOCK.name, *arguments, "pyproject.toml"),
            ]
        )
    if "://" in LOCK.read_text(encoding="utf-8"):
        _fail("锁文件里出现了网址，不能提交。", "The lock names a host: do not commit it.")
    return code


def assets(_arguments: list[str]) -> int:
    """Fetch GraphiQL's files, which an intranet cannot have from a CDN, and build the console."""
    setup()
    with _alone():
        fetched = _fetch_assets()
        return int(not (_build_console() and fetched))


def setup(_arguments: list[str] | None = None) -> int:
    """Make `.venv` what the lock says and build the console; no time when it is so already."""
    if _stamped() and _console_tried():
        return 0
    with _alone():
        # Another process may have done it while we waited.
        if not _stamped():
            _make_venv()
            _install()
            _fetch_assets()
            STAMP.write_text(_stamp(), encoding="utf-8")
        if not _console_tried():
            _build_console()
    return 0


def _leave_old_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for name in CANDIDATES:
        found = shutil.which(name)
        # A shim may be there without the version behind it.
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            os.execv(found, [found, *sys.argv])
    _fail(
        f"需要 Python 3.11 以上版本，当前是 {sys.version.split()[0]}，请先安装。",
        "Python 3.11 or newer is needed: install it first.",
    )


@contextlib.contextmanager
def _alone() -> Generator[None]:
    """One process at a time; the lock is on this file, so that nothing is left lying about."""
    try:
        import fcntl
    except ImportError:
        _fail("请在 Linux、macOS 或 WSL 中运行。", "Run it on Linux, macOS or WSL.")
    with Path(__file__).open("rb") as this_file:
        fcntl.flock(this_file, fcntl.LOCK_EX)
        yield


def _place() -> str:
    """What the scripts in `.venv` have written into them; elsewhere they do not work."""
    return f"{ROOT} {(VENV / 'pyvenv.cfg').read_text(encoding='utf-8')}"


def _stamp() -> str:
    sources = (_place().encode(), LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    content = hashlib.sha256(b"\0".join(sources)).hexdigest()
    return f"{hashlib.sha256(_place().encode()).hexdigest()}\n{content}\n"


def _stamped() -> bool:
    try:
        return PYTHON.exists() and STAMP.read_text(encoding="utf-8") == _stamp()
    except OSError:
        return False


def _usable() -> bool:
    """Whether there is a `.venv` of this place with uv in it."""
    try:
        made_for = STAMP.read_text(encoding="utf-8").partition("\n")[0]
        here = _stamp().partition("\n")[0]
    except OSError:
        return False
    return PYTHON.exists() and (BIN / "uv").exists() and made_for == here


def _make_venv() -> None:
    if _usable():
        return
    _say("正在建立 .venv …", "Making .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        _fail(
            f"无法建立虚拟环境，请先安装 venv（Debian/Ubuntu：apt install python{version}-venv）。",
            f"No virtual environment can be made: {_last_line(made.stdout + made.stderr)}",
        )
    stanza = re.search(
        r"^uv==.*(?:\n    --hash=.*)+", LOCK.read_text(encoding="utf-8"), re.MULTILINE
    )
    if stanza is None:
        _fail("requirements.lock 里没有 uv。", "requirements.lock does not pin uv.")
    pinned = VENV / "uv.txt"
    pinned.write_text(f"{stanza.group()}\n", encoding="utf-8")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes"]
    if _run([*pip, "--requirement", pinned]):
        _fail_offline("pip")
    STAMP.write_text(f"{hashlib.sha256(_place().encode()).hexdigest()}\n", encoding="utf-8")


def _install() -> None:
    _say("正在安装依赖，首次需要几分钟…", "Installing; the first time takes some minutes…")
    # `uv pip sync` removes whatever no file of the call names, so ourselves as well.
    ourselves = VENV / "editable.txt"
    ourselves.write_text("-e .\n", encoding="utf-8")
    sync: list[str | Path] = [BIN / "uv", "pip", "sync", "--python", PYTHON]
    # Somebody who waits wants to see it move; a log does not.
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    # Compiled once, not at each start by whoever has PYTHONDONTWRITEBYTECODE set.
    sync.append("--compile-bytecode")
    if _run([*sync, *quiet, "--build-constraints", LOCK, LOCK, ourselves]):
        _fail_offline("uv")


def _fetch_assets() -> bool:
    """Bring the pinned files into the checkout; being offline is no reason to stop."""
    versions = "\n".join(f"{package} {digest}" for package, (digest, _) in ASSETS.items())
    note = GRAPHIQL / "VERSIONS"
    if note.is_file() and note.read_text(encoding="utf-8") == versions:
        return True
    with tempfile.TemporaryDirectory() as folder:
        npm = [
            BIN / "npm",
            "pack",
            "--silent",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
        ]
        done = subprocess.run([*npm, *ASSETS], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            _say(
                "【注意】取不到 GraphiQL 的文件（npm 软件源不可用），GraphiQL 页面暂缺，"
                "联网后运行 python3 bootstrap.py assets。",
                "NOTE: the npm registry cannot be reached, so there is no GraphiQL page;"
                " run `python3 bootstrap.py assets` once it can.",
            )
            return False
        shutil.rmtree(GRAPHIQL, ignore_errors=True)
        GRAPHIQL.mkdir(parents=True)
        for package, (digest, names) in ASSETS.items():
            _unpack(Path(folder) / f"{package.replace('@', '-')}.tgz", digest, names)
            (GRAPHIQL / "LICENSE").rename(GRAPHIQL / f"LICENSE.{package.partition('@')[0]}")
    note.write_text(versions, encoding="utf-8")
    return True


def _unpack(tarball: Path, digest: str, names: tuple[str, ...]) -> None:
    content = tarball.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != digest:
        _fail(f"{tarball.name} 与固定的校验值不符。", f"{tarball.name} is not the pinned one.")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for name in ("LICENSE", *names):
            member = archive.extractfile(f"package/{name}")
            if member is None:
                _fail(f"{tarball.name} 中没有 {name}。", f"{name} is not in {tarball.name}.")
            (GRAPHIQL / Path(name).name).write_bytes(member.read())


def _console_sources() -> str:
    """A digest of all that the build is made of."""
    own = [path for path in CONSOLE.glob("*") if path.suffix in {".json", ".ts", ".html"}]
    pages = ROOT.glob("plugins/*/console/**/*")
    paths = sorted([*SDL.glob("*.graphql"), *own, *(CONSOLE / "src").rglob("*"), *pages])
    content = hashlib.sha256()
    for path in paths:
        # What is made of the SDL is told by the SDL.
        if path.is_file() and path.name != "schema.d.ts":
            content.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return content.hexdigest()


def _console_tried() -> bool:
    try:
        tried = TRIED.read_text(encoding="utf-8")
    except OSError:
        return False
    return tried == f"{_place()}{_console_sources()}"


def _build_console() -> bool:
    """Build the pages that are served at `/`; without the npm registry all else still works."""
    _say("正在构建控制台…", "Building the console…")
    failed = _packages_failed() or _npm("run", "build")
    TRIED.write_text(f"{_place()}{_console_sources()}", encoding="utf-8")
    if failed:
        _say(
            f"【注意】控制台没有构建成功（{failed}），其余照常可用，处理后运行 make assets。",
            "NOTE: the console was not built; all else works. Run `make assets` to try again.",
        )
    return not failed


def _packages_failed() -> str:
    """Bring the console's pinned packages into its folder, unless they are there."""
    note = CONSOLE / "node_modules" / "renda-lock"
    pinned = (CONSOLE / "package-lock.json").read_text(encoding="utf-8")
    if note.is_file() and note.read_text(encoding="utf-8") == pinned:
        return ""
    failed = _npm("ci", "--fetch-retries=1", "--fetch-retry-mintimeout=1000")
    if not failed:
        note.write_text(pinned, encoding="utf-8")
    return failed


def _npm(*words: str) -> str:
    """Run npm in the console's folder; what it said last if it failed."""
    # Its scripts call `node`, which is ours.
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [BIN / "npm", *words, "--loglevel=error"]
    done = subprocess.run(
        command, cwd=CONSOLE, env=environment, capture_output=True, text=True, errors="replace"
    )
    return _last_line(done.stdout + done.stderr) if done.returncode else ""


def _console_fits() -> bool:
    """Whether the console's TypeScript and its operations fit each other and the committed SDL."""
    with _alone():
        failed = _packages_failed()
    if failed:
        _say(
            f"【注意】未检查控制台：取不到 npm 软件包（{failed}）。",
            "NOT CHECKED: the console, since its packages cannot be fetched.",
        )
        return True
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [BIN / "npm", "run", "check", "--silent"]
    return subprocess.run(command, cwd=CONSOLE, env=environment).returncode == 0


def _environment() -> dict[str, str]:
    """Ours, with pip's mirror for uv too: who has set one for pip means it for both."""
    environment = dict(os.environ)
    if not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(environment):
        ask = [PYTHON, "-m", "pip", "config", "get", "global.index-url"]
        index = os.environ.get("PIP_INDEX_URL") or _output(ask)
        if index:
            environment["UV_DEFAULT_INDEX"] = index
    return environment


def _output(command: list[str | Path]) -> str:
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _run(command: list[str | Path]) -> int:
    environment = _environment() if Path(command[0]).name == "uv" else None
    return subprocess.run(command, env=environment).returncode


def _become(command: list[str | Path]) -> NoReturn:
    """Hand the process over, so that Ctrl-C reaches the tool and its exit code is ours."""
    words = [str(word) for word in command]
    if not Path(words[0]).exists():
        _fail(f"{words[0]} 不存在。", f"{words[0]} is missing.")
    sys.stdout.flush()
    os.execv(words[0], words)


def _last_line(text: str) -> str:
    return ([line.strip() for line in text.splitlines() if line.strip()] or ["-"])[-1]


def _say(chinese: str, english: str) -> None:
    print(f"{chinese} {english}", file=sys.stderr, flush=True)


def _fail(chinese: str, english: str) -> NoReturn:
    _say(chinese, english)
    sys.exit(1)


def _fail_offline(tool: str) -> NoReturn:
    _fail(
        f"{tool} 没能装好依赖（原因见上），多半是连不上软件源，请检查网络或镜像设置后重试。",
        f"{tool} could not install the dependencies (see above): check network or mirror settings.",
    )


TARGETS: dict[str, Callable[[list[str]], int]] = {
    "check": check,
    "setup": setup,
    "demo": renda("demo", "--serve"),
    "serve": renda("serve"),
    "schema": renda("schema", "--snapshots"),
    "docs": docs,
    "test": test,
    "lint": lint,
    "lighthouse": lighthouse,
    "pictures": pictures,
    "lock": lock,
    "assets": assets,
}


if __name__ == "__main__":
    main()
