"""The front door of the core: what it lists is there, said once in each of three places."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from sources import ROOT, parsed

import core
from core import deployment


def test_every_name_resolves() -> None:
    for name in core.__all__:
        assert getattr(core, name) is not None
    assert dir(core) == sorted(core.__all__)


def test_what_is_not_offered_is_said_to_be_missing() -> None:
    with pytest.raises(AttributeError, match="core offers no 'Account'"):
        core.Account  # noqa: B018


def test_loading_list_and_type_checking_agree() -> None:
    homes = {name: f"core.{home}" for name, home in core._HOMES.items()}
    assert set(homes) == set(core.__all__)
    assert len(core.__all__) == len(set(core.__all__))
    assert homes == _for_type_checkers(parsed(ROOT / "core" / "__init__.py"))


def _for_type_checkers(tree: ast.Module) -> dict[str, str]:
    guarded = [node for node in tree.body if isinstance(node, ast.If)]
    return {
        alias.name: node.module or ""
        for block in guarded
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_a_plugin_costs_nothing_to_import_until_it_is_asked() -> None:
    """The front door loads on demand: naming a plugin must not load the web or the database."""
    code = (
        "import sys; from core import hook, PluginInfo;"
        "print([name for name in ('litestar', 'strawberry', 'granian') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_core_that_runs_is_ours() -> None:
    deployment.check_own_packages()


@pytest.mark.parametrize("stranger", ["plugins", "tenants"])
def test_a_foreign_package_of_the_same_name_refuses_the_start(
    stranger: str, tmp_path: Path
) -> None:
    (tmp_path / stranger).mkdir()
    (tmp_path / stranger / "__init__.py").touch()
    code = "import core.cli, sys; sys.exit(core.cli.main(['schema']))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert stranger in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
