"""A new plugin as a package of its own, copied from `core/scaffold` with its name put in."""

import re
from pathlib import Path

from core.errors import Refused

SCAFFOLD = Path(__file__).parent / "scaffold"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 40
"""Tables, indexes and roles begin with the name; PostgreSQL's names end at 63 bytes."""

SHIPPED = Path(__file__).parent / "plugin_docs"
KEPT = Path(__file__).parent.parent / "docs" / "plugins"
"""The pages for those who write plugins: in a wheel, and in a checkout."""

NOT_COPIED = frozenset({"__pycache__", ".pytest_cache", ".ruff_cache"})


def new_plugin(name: str, title: str, into: Path, taken: frozenset[str]) -> Path:
    """Write the package of a plugin; its folder `renda-<name>`, which must not be there yet.

    `title` is Chinese. Raises Refused `PLUGIN_NAME`, `PLUGIN_NAME_TAKEN`, `FOLDER_TAKEN`.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise Refused(
            "PLUGIN_NAME",
            f"插件名须以小写字母开头，只含小写字母、数字和单个下划线，最多{LONGEST}个字符，"
            "如 reception_day。",
        )
    if name in taken:
        raise Refused("PLUGIN_NAME_TAKEN", f"已经安装了名为“{name}”的插件，请换一个名称。")
    home = into / f"renda-{name.replace('_', '-')}"
    if home.exists():
        raise Refused("FOLDER_TAKEN", f"“{home}”已经存在，请换一个名称，或者用 --into 另选文件夹。")
    words = _words(name, title.strip() or name)
    for path in sorted(SCAFFOLD.rglob("*")):
        parts = path.relative_to(SCAFFOLD).parts
        if path.is_file() and not NOT_COPIED & set(parts):
            target = home.joinpath(*(_put(part, words) for part in parts))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_put(path.read_text(encoding="utf-8"), words), encoding="utf-8")
    return home


def pages() -> Path:
    """The folder of the pages for those who write plugins."""
    return SHIPPED if SHIPPED.is_dir() else KEPT


def _words(name: str, title: str) -> dict[str, str]:
    """How the name is spelt in each place where the scaffold has its own."""
    upper = "".join(word.capitalize() for word in name.split("_"))
    return {
        "new_plugin": name,
        "new-plugin": name.replace("_", "-"),
        "NEW_PLUGIN": name.upper(),
        "NewPlugin": upper,
        "newPlugin": upper[0].lower() + upper[1:],
        "新插件": title,
    }


def _put(text: str, words: dict[str, str]) -> str:
    for word, own in words.items():
        text = text.replace(word, own)
    return text
