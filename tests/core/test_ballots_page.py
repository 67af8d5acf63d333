"""The worked example of `docs/ballots.md` runs, and comes out as the page says."""

import re
from pathlib import Path
from typing import Any

import core

PAGE = Path(__file__).parents[2] / "docs" / "ballots.md"


def blocks(language: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_worked_example_reads_as_the_page_says() -> None:
    names: dict[str, Any] = {name: getattr(core, name) for name in core.__all__}
    [example], [spoken] = blocks("python"), blocks("text")
    exec(example, names)
    done = names["result"]
    said = [*done.lines, *done.items, done]
    assert [one.sentence for one in said] == spoken.splitlines()
    assert core.items_for_next_round(done) == (1, 2)
    again = core.rules_for_next_round(names["rules"], done)
    assert again.places is not None
    assert again.places.number == 1
