"""The code blocks of the READMEs run: queries on a body, commands on the command line."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sources import DOCS, ROOT, SAMPLE, built_in, shown

import bootstrap
from core import cli
from core.testing import House, OpenHouse

READMES = sorted(ROOT.glob("README*.md"))
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(renda [a-z][^`]*)`")
SENT = re.compile(r"-d '(?P<body>\{.*\})'")


def fenced(page: Path, *languages: str) -> list[str]:
    """Blocks of a page in one of the languages."""
    text = page.read_text(encoding="utf-8")
    return [one["text"] for one in FENCE.finditer(text) if one["language"] in languages]


def commands(page: Path) -> Iterator[list[str]]:
    """Command lines, in blocks and in sentences, without their comments and alternatives."""
    text = page.read_text(encoding="utf-8")
    blocks = [block.replace("\\\n", "") for block in fenced(page, "sh", "")]
    lines = [line for block in blocks for line in block.splitlines()]
    for line in [*lines, *INLINE.findall(text)]:
        if line.startswith(("make ", "renda ")):
            plain = re.split(r"\s{2,}|#|\||\[", line)[0]
            yield shlex.split(plain)


def with_commands(folder: Path) -> list[Path]:
    """Pages of a folder that name commands."""
    return sorted(page for page in folder.rglob("*.md") if any(commands(page)))


@pytest.fixture(scope="module")
async def house(open_house: OpenHouse) -> Any:
    """A county with every built-in plugin on."""
    async with open_house() as opened:
        for package in built_in():
            await opened.enable("county-a", package.name)
        yield opened


@pytest.mark.parametrize("page", READMES, ids=shown)
async def test_queries_run_and_answers_have_their_shape(house: House, page: Path) -> None:
    queries, answers = fenced(page, "graphql"), fenced(page, "json")
    assert len(queries) == len(answers)
    for query, answer in zip(queries, answers, strict=True):
        got = await house.gql(query, body="county-a")
        assert fits(json.loads(answer), got), f"the page says {answer}, it is {got}"
    for block in fenced(page, "sh"):
        for sent in SENT.finditer(block.replace("\\\n", " ")):
            assert await house.gql(json.loads(sent["body"])["query"], body="county-a")


def fits(shape: Any, got: Any) -> bool:
    """The same keys in the same order; of a list only what both have, and null has no shape."""
    if shape is None:
        return True
    if isinstance(shape, dict) and isinstance(got, dict):
        return list(shape) == list(got) and all(fits(shape[key], got[key]) for key in shape)
    if isinstance(shape, list) and isinstance(got, list):
        return all(fits(*pair) for pair in zip(shape, got, strict=False))
    return isinstance(got, dict | list) == isinstance(shape, dict | list)


@pytest.mark.parametrize(
    "page", [*READMES, SAMPLE / "README.md", *with_commands(DOCS / "plugins")], ids=shown
)
def test_commands_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = list(commands(page))
    assert known
    for tool, *words in known:
        if words[:1] == ["public-gallery"]:
            # Of the sample plugin, which is not installed here; its own tests call it.
            continue
        if tool == "make":
            assert set(words) <= bootstrap.TARGETS.keys()
            continue
        names = [word for word in words if not word.startswith("-") and word.islower()]
        with pytest.raises(SystemExit) as stopped:
            # The first word tells which plugin to ask for its commands, as on the command line.
            cli._parser(names[0]).parse_args([*names[:2], "--help"])
        assert stopped.value.code == 0, f"renda {' '.join(names)}"
        helped = capsys.readouterr().out
        assert [word for word in words if word.startswith("--") and word not in helped] == []


def test_the_checks_can_fail() -> None:
    assert not fits({"body": {"name": "x"}}, {"body": {"title": "x"}})
    assert fits({"nodes": [{"a": 1}]}, {"nodes": []})
    for group, command in (("body", "destroy"), ("people-votes", "destroy"), ("no-votes", "list")):
        with pytest.raises(SystemExit) as stopped:
            cli._parser(group).parse_args([group, command, "--help"])
        assert stopped.value.code != 0
