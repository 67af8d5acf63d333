"""Try third parties' plugins in a child process first: what hangs or dies there does so there.

The child does with each what a start does: it imports the plugin, asks for its declarations, builds
its part of a schema, reads its migrations. Whatever merely raises is left to the real start, which
names it. A plugin that takes longer than its time, or ends the child, is the one that was begun
last; the others are tried on in a new child. A child that never began with any tried none: nothing
is known of them, so none is let in, and each says why. What is built in goes on.
"""

import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import EntryPoint
from typing import IO

import structlog

log = structlog.get_logger("renda.plugins")

DONE = "done"
"""What the child says at its end."""

NONE = -1
"""In place of a plugin's number: the child began with none."""

STARTING_SECONDS = 60
"""The longest the child itself may take to start."""

ENDING_SECONDS = 10
"""The longest a child that has said its last may take to go."""


def probe(entries: Sequence[EntryPoint], seconds: float) -> dict[str, str]:
    """Why plugins could not be tried, by name; empty where all came through."""
    unsafe, left = dict[str, str](), list(entries)
    while left:
        begun, reason = _run_child(left, seconds)
        if begun is None:
            return unsafe
        if begun == NONE:
            log.error("probe_failed", reason=reason, plugins=[one.name for one in left])
            return unsafe | {one.name: f"not tried, {reason}" for one in left}
        unsafe[left[begun].name] = reason
        left = left[begun + 1 :]
    return unsafe


def _run_child(entries: Sequence[EntryPoint], seconds: float) -> tuple[int | None, str]:
    """Which of them stopped the child, and why: `NONE` was begun, or None: all are through."""
    reader, writer = os.pipe()
    named = [f"{entry.name}={entry.module}" for entry in entries]
    command = [sys.executable, "-m", "core.probed", str(writer), *named]
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command, pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
        )
        os.close(writer)
        try:
            with open(reader, "rb", buffering=0) as told:
                begun, ended = _follow(told, seconds)
            if ended:
                # It has closed its end and goes; its own status says more than ours would.
                with suppress(subprocess.TimeoutExpired):
                    child.wait(ENDING_SECONDS)
        finally:
            child.kill()
            status = child.wait()
        if begun is None:
            return None, ""
        if begun == NONE and not ended:
            return NONE, f"the process that tries plugins took {STARTING_SECONDS} seconds to start"
        if begun == NONE:
            return NONE, f"the process that tries plugins died: {_last_words(errors, status)}"
        if not ended:
            return begun, f"importing and building it took longer than {seconds:g} seconds"
        return begun, _last_words(errors, status)


def _follow(told: IO[bytes], seconds: float) -> tuple[int | None, bool]:
    """Which plugin was begun last, None if all are through; and whether the child ended itself."""
    begun, wait, text = NONE, float(STARTING_SECONDS), b""
    while select.select([told], [], [], wait)[0]:
        read = os.read(told.fileno(), 1000)
        if not read:
            return begun, True
        text += read
        lines = text.decode(errors="replace").split()
        if DONE in lines:
            return None, True
        if numbers := [int(one) for one in lines if one.isdecimal()]:
            begun, wait = numbers[-1], seconds
    return begun, False


def _last_words(errors: IO[bytes], status: int) -> str:
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"ended with status {status}"
