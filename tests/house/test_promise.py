"""What is promised to plugins: names, by version; how one leaves; what was written of each."""

import re
import subprocess
import sys
import warnings
from itertools import pairwise

import describing
import offered
import pytest
from packaging.version import Version
from sources import DOCS, ROOT

import core
from core import api, testing
from core.api import API_VERSION, DEPRECATED, Deprecated

CHANGELOG = (DOCS / "plugins" / "changelog.md").read_text(encoding="utf-8")
RELEASE = re.compile(r"^## (?P<version>\d+\.\d+)$", re.MULTILINE)


def written(page: str) -> dict[str, str]:
    """What the changelog says, by version."""
    parts = RELEASE.split(page)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def unsaid(before: set[str], after: set[str], text: str) -> list[str]:
    """Names that came or went without a word; a class that did takes its methods along."""
    moved = before ^ after
    alone = [name for name in moved if "." not in name]
    parts = [name for name in moved - set(alone) if name.partition(".")[0] not in alone]
    return sorted(name for name in [*alone, *parts] if f"`{name.rpartition(' ')[2]}`" not in text)


def test_the_list_of_names_of_this_version_is_complete() -> None:
    assert offered.listed(offered.minor()) == offered.now(), "run `make docs`"


def test_a_name_that_comes_or_goes_has_a_line_in_the_changelog() -> None:
    said = written(CHANGELOG)
    assert list(said) == sorted(said, key=Version, reverse=True), "the newest stands first"
    assert sorted(said) == sorted(offered.versions())
    for earlier, later in pairwise(offered.versions()):
        names = set(offered.listed(earlier)), set(offered.listed(later))
        assert unsaid(*names, said[later]) == [], f"say so under {later} in changelog.md"


def test_a_name_goes_only_after_it_warned() -> None:
    said = written(CHANGELOG)
    for earlier, later in pairwise(offered.versions()):
        gone = set(offered.listed(earlier)) - set(offered.listed(later))
        older = "".join(text for one, text in said.items() if Version(one) < Version(later))
        warned = older.partition("Deprecated:")[2]
        quiet = [one for one in gone if f"`{one.rpartition(' ')[2]}`" not in warned]
        assert quiet == []


def test_what_is_on_its_way_out_is_said_and_leaves_later() -> None:
    for name, fate in DEPRECATED.items():
        assert name not in core.__all__
        assert Version(fate.leaves) > Version(API_VERSION)
        assert f"`{name}`" in CHANGELOG
        assert getattr(core, fate.instead.partition("(")[0], None) is not None


def test_an_unsaid_name_is_seen() -> None:
    old, new = {"core now", "hook plugin_info"}, {"core now", "core later", "hook plugin_info"}
    assert unsaid(old, new, "Added: `sooner`.") == ["core later"]
    assert unsaid(old, new, "Added: `later`.") == []
    assert unsaid(new, old, "") == ["core later"]


def test_a_deprecated_name_works_and_warns_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fate = Deprecated(found="clock.today", instead="today", leaves="9.0")
    monkeypatch.setitem(DEPRECATED, "this_day", fate)
    sentence = "core.this_day leaves in 9.0: use today instead"
    with pytest.warns(DeprecationWarning, match=sentence) as told:
        from core import this_day
    assert this_day() == core.today()
    assert told[0].filename == __file__, "the plugin's own line is named"


def test_what_leaves_now_works_and_warns() -> None:
    for name, fate in DEPRECATED.items():
        with pytest.warns(DeprecationWarning, match=f"core.{name} leaves in {fate.leaves}"):
            assert getattr(core, name) is not None


def test_a_deprecated_name_may_be_made_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    fate = Deprecated(found="clock.today", instead="today", leaves="9.0")
    monkeypatch.setitem(DEPRECATED, "now", fate)
    # What is offered still is never said to leave.
    assert core.now is not None
    monkeypatch.setitem(DEPRECATED, "today_again", Deprecated("clock.today", "today", "9.0"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning):
            core.today_again  # noqa: B018


def test_looking_at_the_front_door_loads_nothing_and_warns_of_nothing() -> None:
    code = (
        "import core, sys; hasattr(core, '__path__'); dir(core); print('core.api' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_requires_core_is_compared_with_the_version_of_the_front_door() -> None:
    source = (ROOT / "core" / "plugins.py").read_text(encoding="utf-8")
    assert "API_VERSION not in SpecifierSet(info.requires_core)" in source
    assert core.API_VERSION == api.API_VERSION == API_VERSION


def test_every_name_is_said_what_it_is() -> None:
    for name in core.__all__:
        assert describing.documentation(name, f"core.{core._HOMES[name]}")
    for name in testing.__all__:
        assert describing.documentation(name, "core.testing")
    with pytest.raises(LookupError, match="nothing is said of"):
        describing.documentation("_DOORS", "core")
