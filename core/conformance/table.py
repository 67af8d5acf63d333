"""The table that `renda plugin check` prints: a pytest plugin that tells outcomes, nothing else.

A check is a test whose docstring says in its first line what is checked, in Chinese, and below it
how to mend what failed.
"""

import sys
from typing import Any

import pytest

SAID = {"passed": "通过", "failed": "未通过", "skipped": "略过"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which plugin is checked."""
    parser.addoption("--renda-plugin", required=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Keep a line for each check: of a fault while setting up, too."""
    report = yield
    if report.when == "call" or report.failed or report.skipped:
        title, _, mend = (_docstring(item) or item.name).partition("\n")
        _print(SAID[report.outcome], title.strip(), "")
        for name, text in report.user_properties:
            _print("", f"{name}：{text}", "")
        if report.failed:
            _print("", f"原因：{_why(report, call)}", "")
            _print("", " ".join(mend.split()), "")
    return report


def _docstring(item: pytest.Item) -> str | None:
    return item.function.__doc__ if isinstance(item, pytest.Function) else None


def _why(report: Any, call: Any) -> str:
    if report.when != "call":
        return f"准备时出错：{str(call.excinfo.value).partition(chr(10))[0]}"
    text = str(call.excinfo.value)
    return text.partition("\nassert ")[0].strip() or report.longreprtext[-500:]


def _print(*cells: str) -> None:
    print("\t".join(cell for cell in cells if cell) if cells[0] else f"\t{cells[1]}")
    sys.stdout.flush()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """One sentence for all."""
    name = session.config.getoption("--renda-plugin")
    print(f"{name}：{'全部通过' if exitstatus == 0 else '有检查没有通过'}。")
