"""Packages of the npm registry for a test: fetched once, kept in pytest's cache."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


def with_packages(
    config: pytest.Config, name: str, packages: tuple[str, ...], script: Path
) -> Path:
    """The script beside its packages; skips the test, loudly, where npm cannot fetch."""
    folder = config.cache.mkdir(name) / "-".join(one.replace("/", "_") for one in packages)
    if not (folder / "node_modules" / ".package-lock.json").exists():
        _fetch(folder, packages)
    shutil.copy(script, folder)
    return folder / script.name


def _fetch(folder: Path, packages: tuple[str, ...]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    command = [BIN / "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        reason = f"npm could not fetch {packages}: {done.stderr.strip()[-300:]}"
        # Loud, so that a green run without the clients is not taken for one with them.
        sys.__stderr__.write(f"\nNOT TESTED: {reason}\n")
        pytest.skip(reason)
