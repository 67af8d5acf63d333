"""The real command line on a data folder of its own, each command in a process of its own.

Loading our code takes seconds, so a command is by default a fork of a process that has loaded it;
`afresh` starts Python anew.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.postgres import Attached, Cluster
from core.testing import Served, serving

FORKING = """
import json, os, sys, traceback
import core.cli

for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        status = 70
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{asked['folder']}/{name}", os.O_WRONLY | os.O_CREAT), number)
        os.environ.clear()
        os.environ.update(asked["environ"])
        try:
            status = core.cli.main(asked["arguments"])
        except SystemExit as left:
            status = left.code
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Done:
    """What a command left: its status and what it said."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What a refused command said: status 1, one line on stderr, nothing on stdout."""
        assert (self.status, self.out) == (1, ""), self
        (line,) = [one for one in self.err.splitlines() if not one.startswith("20")]
        return line

    @property
    def rows(self) -> list[list[str]]:
        """The table that a command printed; it must have gone well."""
        assert self.status == 0, self
        return [line.split("\t") for line in self.out.splitlines()]


class Renda:
    """One deployment that is reached by its commands only."""

    def __init__(self, home: Path, forking: "subprocess.Popen[str]") -> None:
        self.home, self._forking = home, forking
        self.data_dir = home / "data"
        self.cluster = Cluster(self.data_dir, throwaway=True)

    def environ(self, **more: str) -> dict[str, str]:
        """Our own environment without anybody's settings, with this data folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RENDA_")}
        return kept | {"RENDA_DATA_DIR": str(self.data_dir)} | more

    def __call__(self, *arguments: str, **environ: str) -> Done:
        """Run one command in a fork."""
        folder = Path(tempfile.mkdtemp(dir=self.home))
        asked = {
            "arguments": arguments,
            "environ": self.environ(**environ),
            "folder": str(folder),
        }
        assert self._forking.stdin
        assert self._forking.stdout
        self._forking.stdin.write(json.dumps(asked) + "\n")
        self._forking.stdin.flush()
        status = int(self._forking.stdout.readline())
        return Done(status, *((folder / name).read_text("utf-8") for name in ("out", "err")))

    def start(self, *arguments: str, **environ: str) -> "subprocess.Popen[str]":
        """Start one command in a fresh Python."""
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "core.cli", *arguments]
        told = self.environ(**environ)
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=told, cwd="/")

    def afresh(self, *arguments: str, **environ: str) -> Done:
        """Run one command in a fresh Python."""
        return finished(self.start(*arguments, **environ))

    @contextmanager
    def serve(self, **environ: str) -> Generator[Served]:
        """A real `renda serve` of this deployment."""
        with serving({"RENDA_DATA_DIR": str(self.data_dir), **environ}) as served:
            yield served

    def attach(self) -> Attached:
        """Use its database as any process does; starts the server if it is down."""
        return self.cluster.attach()


def finished(process: "subprocess.Popen[str]") -> Done:
    """What a started command left."""
    out, err = process.communicate(timeout=120)
    return Done(process.returncode, out, err)


@contextmanager
def deployed() -> Generator[Renda]:
    """A data folder that nothing was done with yet, its PostgreSQL held until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="renda-test-"))
    # PostgreSQL runs as a user of its own, who must get in here.
    home.chmod(0o755)
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", FORKING]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as forking:
        renda = Renda(home, forking)
        with renda.attach():
            yield renda
        renda.cluster.server.stop()
        assert forking.stdin
        forking.stdin.close()
    shutil.rmtree(home)
