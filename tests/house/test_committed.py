"""What is committed names no machine, no registry and no secret."""

import re
from collections.abc import Iterator

import pytest
from sources import ROOT, committed_texts, shown

FORBIDDEN = {
    "a path of somebody's machine": re.compile(
        r"/(?:root|home/\w+|Users/\w+|work)/|\b[A-Z]:\\Users\\"
    ),
    "a package registry's host": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|npmmirror|mirrors?\.[a-z]+\.)", re.I
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
EXEMPT = {"tests/house/test_committed.py": "spells what it looks for"}


def named(text: str) -> Iterator[str]:
    """What a text names that it must not, with the line."""
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in FORBIDDEN.items():
            if pattern.search(line):
                yield f"line {number}: {what}"


def test_no_committed_text_names_a_machine_or_a_registry() -> None:
    found = {
        shown(path): faults
        for path, text in committed_texts()
        if shown(path) not in EXEMPT and (faults := list(named(text)))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "root/renda",
        "open('/" + "home/someone/data')",
        "C:" + r"\Users\someone",
        "--index-url https://pypi" + ".org/simple",
        '"resolved": "https://registry.npm' + 'js.org/react"',
        "-----BEGIN RSA " + "PRIVATE KEY-----",
    ],
)
def test_the_check_can_fail(line: str) -> None:
    assert list(named(line))


def test_ordinary_lines_pass() -> None:
    assert not list(named("data lie in /var/lib/renda/<hash>; see https://spec.graphql.org/"))


def test_what_is_made_is_not_committed() -> None:
    made = ("uv.lock", ".venv/", ".renda/", "dist/", "__pycache__/", "node_modules/")
    paths = [shown(path) for path, _ in committed_texts()]
    assert [path for path in paths if any(part in f"{path}/" for part in made)] == []
    assert (ROOT / "requirements.lock").is_file()
