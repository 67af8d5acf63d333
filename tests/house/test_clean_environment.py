"""`renda plugin check` tries a plugin where nothing is installed but us and what it declares.

`hypothesis` is installed here for our own tests and is needed by nothing of the platform: what an
author happens to have.
"""

import os
import shutil
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

from test_plugin_check import CHECKS
from test_sample_plugin import BIN, environment, run

from core.scaffolding import new_plugin

NOWHERE = "http://127.0.0.1:9/simple"
"""A registry where nobody answers."""

DAILY = """
from importlib import import_module

from core import Job


async def look_up(_work: object) -> None:
    import_module("hypothesis")


@hook
def plugin_jobs() -> list[Job]:
    return [Job(name="{name}.look_up", run=look_up, daily=True)]


"""


def made(folder: Path, name: str, *declared: str, daily: bool = True) -> Path:
    """A plugin whose daily job uses a package that no import statement names."""
    package = new_plugin(name, "试装", folder, frozenset())
    module = package / f"renda_{name}/__init__.py"
    text = module.read_text(encoding="utf-8")
    assert "@hook\ndef plugin_query" in text
    if daily:
        text = text.replace(
            "@hook\ndef plugin_query", DAILY.format(name=name) + "@hook\ndef plugin_query"
        )
    module.write_text(text, encoding="utf-8")
    project = package / "pyproject.toml"
    asked = "".join(f', "{one}"' for one in declared)
    text = project.read_text(encoding="utf-8")
    assert 'dependencies = ["renda>=0.1"]' in text
    project.write_text(text.replace('["renda>=0.1"]', f'["renda>=0.1"{asked}]'), encoding="utf-8")
    return package


def told(package: Path, **more: str) -> tuple[int, str]:
    """The check with a registry that is never the world's."""
    alone = {"UV_DEFAULT_INDEX": NOWHERE, "UV_CACHE_DIR": str(package.parent / "cache")}
    env = environment(package) | {"UV_FIND_LINKS": ""} | alone | more
    done = run([BIN / "renda", "plugin", "check", package], env=env)
    return done.returncode, done.stdout + done.stderr


def registry(folder: Path, name: str, version: str) -> str:
    """A registry in a folder, with one package."""
    plain = name.replace("-", "_")
    page = folder / name / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="{plain}-{version}-py3-none-any.whl">{plain}</a>')
    with ZipFile(page.parent / f"{plain}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{plain}.py", "")
        for file, text in {
            "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "",
        }.items():
            wheel.writestr(f"{plain}-{version}.dist-info/{file}", text)
    return folder.as_uri()


def test_what_only_the_author_has_installed_is_missing_even_where_no_import_names_it(
    tmp_path: Path,
) -> None:
    status, said = told(made(tmp_path, "careless"))
    assert status == 1
    (block,) = said.split("未通过\t")[1:]
    assert "daily job careless.look_up: ModuleNotFoundError: No module named 'hypothesis'" in block


def test_what_is_declared_comes_from_a_registry_and_is_there(tmp_path: Path) -> None:
    there = registry(tmp_path / "registry", "hypothesis", "99.0")
    package = made(tmp_path, "careful", "hypothesis>=99")
    status, said = told(package, UV_DEFAULT_INDEX=there)
    assert (status, said.count("通过\t")) == (0, CHECKS), said
    assert "注意" not in said


def test_a_dependency_that_excludes_what_the_platform_needs_is_refused(tmp_path: Path) -> None:
    there = registry(tmp_path / "registry", "strawberry-graphql", "0.299.0")
    package = made(tmp_path, "contrary", "strawberry-graphql<0.300", daily=False)
    status, said = told(package, UV_DEFAULT_INDEX=there)
    assert status != 0
    assert "装不进只有本平台的干净环境" in said
    assert "depends on strawberry-graphql<0.300" in said
    assert "通过" not in said


def test_without_a_registry_what_is_declared_is_borrowed_and_said(tmp_path: Path) -> None:
    status, said = told(made(tmp_path, "remote", "hypothesis>=6"))
    assert (status, said.count("通过\t")) == (0, CHECKS), said
    assert "注意：连不上软件源，hypothesis " in said
    assert "取自您现在的环境" in said


def test_without_a_registry_what_nobody_has_is_refused_with_what_to_do(tmp_path: Path) -> None:
    status, said = told(made(tmp_path, "stranded", "hypothesis<1"))
    assert status != 0
    assert "插件声明的 hypothesis<1 取不到：连不上软件源" in said
    assert "UV_DEFAULT_INDEX" in said


def test_pip_does_it_where_there_is_no_uv_and_the_platform_may_be_a_wheel(tmp_path: Path) -> None:
    """An author's environment made with Python alone: no uv, Renda from a wheel beside others."""
    home = tmp_path / "author"
    venv.create(home, with_pip=True, symlinks=True)
    site = next(home.glob("lib/python*/site-packages"))
    ours = next((BIN.parent / "lib").glob("python*/site-packages"))
    (site / "others.pth").write_text(f"{ours}\n")
    built = run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"],
        cwd=Path(__file__).parents[2],
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    alone = {one: text for one, text in os.environ.items() if not one.startswith(("UV_", "PIP_"))}
    alone |= {"PATH": f"{home / 'bin'}:/usr/bin:/bin", "PIP_INDEX_URL": NOWHERE}
    alone |= {"PIP_CONFIG_FILE": os.devnull}
    pip: list[str | Path] = [home / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps"]
    done = run([*pip, "--no-index", "--force-reinstall", wheel], env=alone)
    assert done.returncode == 0, done.stderr
    checked = [home / "bin/renda", "plugin", "check"]
    plain = made(tmp_path, "plain", daily=False)
    # An author has an earlier state of the plugin installed, as the tutorial lets them.
    shutil.copytree(plain / "renda_plain", site / "renda_plain")
    done = run([*checked, plain], env=alone)
    assert (done.returncode, done.stdout.count("通过\t")) == (0, CHECKS), done.stdout + done.stderr
    with (plain / "renda_plain/__init__.py").open("a", encoding="utf-8") as module:
        module.write("\nimport_module('what_nobody_has')\n")
    done = run([*checked, plain], env=alone)
    assert done.returncode != 0, done.stdout
    contrary = made(tmp_path, "contrary", "strawberry-graphql<0.300", daily=False)
    there = registry(tmp_path / "registry", "strawberry-graphql", "0.299.0")
    done = run([*checked, contrary], env=alone | {"PIP_INDEX_URL": there})
    assert done.returncode != 0
    assert "装不进只有本平台的干净环境" in done.stderr
    assert "strawberry-graphql" in done.stderr
