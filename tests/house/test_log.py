"""The log names no secret: a traceback is written without the values of local variables."""

import os
import subprocess
import sys

FAILING = """
import structlog
from core.cli import main

main(["schema"])

def connect(dsn):
    raise RuntimeError("refused")

try:
    connect("postgresql://owner:" + "very-" + "secret@/renda")
except RuntimeError:
    structlog.get_logger().exception("migration_refused")
"""


def test_a_traceback_shows_no_local_variable() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert "migration_refused" in done.stderr
    assert "RuntimeError: refused" in done.stderr
    assert "very-secret" not in done.stderr
