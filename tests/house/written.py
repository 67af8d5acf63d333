"""The parts of `docs/` that are made from the sources; `python tests/house/written.py` renews them.

Such a part stands between `<!-- made: MAKER ARGUMENTS -->` and `<!-- /made -->`. What people wrote
inside a table (the meaning of an error code) is kept when the table is made again.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import describing
import error_codes
import offered
import sqlalchemy as sa
import test_words
from sources import DOCS, ROOT, parsed

import core
from core import event_names, own_plugin, plugins, settings, testing
from core.api import DEPRECATED
from core.graphql.schemas import Schemas
from core.hookspecs import Lower, Setting
from core.kit.counting import Span
from core.migrations import security
from core.plugins import Plugins

PART = re.compile(r"<!-- made: (?P<what>[^\n]+?) -->\n(?P<text>.*?)<!-- /made -->", re.DOTALL)


def pages() -> list[Path]:
    """Every page."""
    return sorted(DOCS.rglob("*.md"))


def renewed(page: str) -> str:
    """A page with its made parts made again."""

    def made(part: re.Match[str]) -> str:
        maker, *arguments = part["what"].split()
        text = MAKERS[maker](*arguments, before=part["text"]).strip("\n")
        return f"<!-- made: {part['what']} -->\n{text}\n<!-- /made -->"

    return PART.sub(made, page)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table of Markdown."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(cell: object) -> str:
    return " ".join(str(cell).replace("|", "\\|").split())


def code(path: str, name: str, *, before: str) -> str:
    """A function, class or constant as it stands in a file that runs."""
    found = [node for node in parsed(ROOT / path).body if name in _names(node)]
    if not found:
        raise LookupError(f"{path} has no {name}")
    node = found[0]
    marks = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(mark.lineno for mark in marks)])
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()[first - 1 : node.end_lineno]
    return "\n".join(["```python", *lines, "```"])


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return [getattr(node, "name", "")]


def environment(*, before: str) -> str:
    """Every variable of the environment."""
    return settings.describe()


@cache
def known() -> Plugins:
    """Core and built-in plugins; whatever else is installed here is not ours to describe."""
    found = [
        (name, module)
        for name, module in plugins.find(own_plugin)
        if name == plugins.CORE or module.__name__.startswith("plugins.")
    ]
    loaded = Plugins(found)
    Schemas(loaded).check_each()
    if loaded.broken:
        raise RuntimeError(f"broken: {loaded.broken}")
    return loaded


LOWER = {
    Lower.FREE: "另行规定 may differ",
    Lower.STRICTER_MAX: "只能更短、更少 only shorter or less",
    Lower.STRICTER_MIN: "只能更长、更多 only longer or more",
    Lower.FIXED_ABOVE: "不得变更 fixed above",
}


def practice(*, before: str) -> str:
    """Every setting that is declared."""
    rows = [
        (f"`{one.name}`", one.title, _type_text(one), LOWER[one.lower])
        for one in sorted(known().settings.values(), key=lambda one: one.name)
    ]
    return table(("设置项 Setting", "名称", "类型 Type", "下级 A lower level"), rows)


def _type_text(setting: Setting) -> str:
    if isinstance(setting.type, type) and issubclass(setting.type, Span):
        return f"期间 `{{{', '.join(setting.type.__struct_fields__)}}}`"
    if hasattr(setting.type, "__struct_fields__"):
        return f"`{{{', '.join(setting.type.__struct_fields__)}}}`"
    if isinstance(setting.type, type) and not get_args(setting.type):
        return f"`{setting.type.__name__}`"
    return f"`{re.sub(r'[a-z_]+[.]', '', str(setting.type))}`"


def verbs(plugin: str, *, before: str) -> str:
    """Every verb of a plugin: field, action and event are one word."""
    package = ROOT / "core" if plugin == plugins.CORE else ROOT / "plugins" / plugin
    asked = {verb.action: verb.name for verb in test_words.verbs_of(package)}
    events = {str(event) for event in test_words.events_of(package)}
    titles = known().action_titles
    rows = [
        (
            f"`{name}`",
            f"`{_camel(asked[name])}`" if name in asked else "",
            titles.get(name, test_words.WITHOUT_FIELD.get(name, "")),
            "、".join(_holders(plugin, name)),
            "是 yes" if name in events else "",
        )
        for name in sorted(events | {action.name for action in known().actions[plugin]})
    ]
    return table(("权限 Action", "办理 Verb", "名称", "默认角色 Roles", "事件 Event"), rows)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _holders(plugin: str, action: str) -> Iterator[str]:
    for role in known().roles[plugin]:
        if action in role.actions:
            yield f"{role.title} `{role.name}`"


def global_tables(*, before: str) -> str:
    """The closed list of tables that are no body's."""
    known()
    named = core.Base.metadata.tables
    rows = [
        (f"`{name}`", who, _app_may(named[name]))
        for name, who in sorted(security.GLOBAL_TABLES.items())
    ]
    return table(("表 Table", "谁可以写 Who writes", "应用角色 The app's role may"), rows)


def erasable(*, before: str) -> str:
    """Columns of rows that are kept for good, which may become the mark of what was erased."""
    known()
    rows = [
        (f"`{name}`", "、".join(f"`{column}`" for column in found.info["erasable"]))
        for name, found in sorted(core.Base.metadata.tables.items())
        if "erasable" in found.info
    ]
    return table(("表 Table", "可以删除的列 What may be erased"), rows)


def _app_may(found: sa.Table) -> str:
    grants: str = found.info.get("grants", "SELECT")
    columns = "".join(f", UPDATE ({column})" for column in found.info.get("update", ()))
    own = "；只限本机构的行 own rows only" if "write_own" in found.info else ""
    return f"{grants}{columns}{own}"


ROW = re.compile(r"^\| `(?P<code>[A-Z_0-9]+)` \| (?P<meaning>.*?) \| ", re.MULTILINE)


def errors(room: str, *, before: str) -> str:
    """Codes of one room; the meaning is written by hand and kept."""
    meanings = {row["code"]: row["meaning"] for row in ROW.finditer(before)}
    rows = [
        (f"`{name}`", meanings.get(name, ""), _told(places))
        for name, places in error_codes.everywhere().items()
        if _room_of(places) == room
    ]
    return table(("代码 Code", "含义 Meaning", "用户看到的话 What the user is told"), rows)


def _room_of(places: list[error_codes.Found]) -> str:
    """A code belongs to the core as soon as the core raises it."""
    rooms = {"core" if one.place.startswith("core/") else one.place.split("/")[1] for one in places}
    return "core" if "core" in rooms else min(rooms)


def _told(places: list[error_codes.Found]) -> str:
    said = dict.fromkeys(one.sentence for one in places if one.sentence)
    return " / ".join(said)


def front_door(*, before: str) -> str:
    """What `from core import …` offers: each name with how it is written and what it does."""
    known()
    return "\n".join(
        "\n".join([f"## {ROOMS[room]}", "", *(_entry(name) for name in names.split())])
        for room, names in core._DOORS.items()
    )


def leaving(*, before: str) -> str:
    """Names that still work and warn."""
    rows = [
        (f"`{name}`", f"`{fate.instead}`", fate.leaves) for name, fate in sorted(DEPRECATED.items())
    ]
    return table(("Name", "Use instead", "Leaves in"), rows)


def _entry(name: str) -> str:
    thing = getattr(core, name)
    said = describing.documentation(name, f"core.{core._HOMES[name]}")
    told = (describing.signature(name, thing), said, describing.parts(thing))
    return "\n\n".join([f"### `{name}`", *filter(None, told)]) + "\n"


ROOMS = {
    "api": "The front door itself 前门",
    "clock": "What time it is 时间",
    "congress": "Meetings 会议",
    "db": "Tables 表",
    "demo": "The demo 演示",
    "dispatch": "Packages between parties 往来",
    "erasing": "Erasing personal data 删除个人信息",
    "errors": "Refusals 不予办理",
    "events": "Events 记录",
    "graphql.context": "A request 请求",
    "graphql.ids": "Global ids 编号",
    "graphql.nodes": "Records of the schema 记录类型",
    "graphql.ordering": "Order of lists 排序",
    "graphql.pages": "Lists 列表",
    "graphql.permissions": "Verbs and reads 办理与读取",
    "graphql.watching": "Subscriptions 持续查看",
    "groups": "Groups of deputies 代表小组",
    "hookspecs": "What hooks answer with 声明",
    "kit.ballots.announcing": "Ballots: announcing 宣布结果",
    "kit.ballots.casting": "Ballots: casting 投票",
    "kit.ballots.closed": "Ballots: the file of a closed vote 已结束的表决",
    "kit.ballots.counting": "Ballots: counting 计票",
    "kit.ballots.exporting": "Ballots: export 导出",
    "kit.ballots.grades": "Ballots: grades 测评",
    "kit.ballots.offering": "Ballots: which steps are open 此刻可以办理的各步",
    "kit.ballots.officials": "Ballots: scrutineers and tellers 监票人、计票人",
    "kit.ballots.papers": "Ballots: counts of papers 清点",
    "kit.ballots.practised": "Ballots: rules as settings 表决的做法",
    "kit.ballots.printing": "Ballots: printing 表决票",
    "kit.ballots.rounds": "Ballots: rounds 一次表决",
    "kit.ballots.rules": "Ballots: rules 表决规则",
    "kit.ballots.shares": "Ballots: shares 比例",
    "kit.ballots.sheets": "Ballots: the tally sheet 统计单",
    "kit.ballots.showing": "Ballots: turnout 投票进度",
    "kit.ballots.stock": "Ballots: the papers themselves 票的张数",
    "kit.ballots.tables": "Ballots: rows 表决的记录",
    "kit.ballots.tallying": "Ballots: the tally 结果",
    "kit.ballots.waiting": "Ballots: what waits for whom 等谁办理",
    "kit.counting": "Periods 期间",
    "kit.deadlines": "Deadlines 期限",
    "kit.files": "Files 文件",
    "kit.ledgers": "Numbers in order 编号",
    "names": "Names of people 姓名",
    "kit.official": "Official papers 公文",
    "kit.official.tables": "Tables as PDF 表格",
    "kit.spreadsheets": "Excel 表格导入导出",
    "migrations": "Migrations 迁移",
    "notifications": "Messages 消息",
    "offering": "What is offered 可以办理的",
    "revisions": "Two people edit one record 两人修改同一内容",
    "pages": "Pages of the console 页面",
    "people": "People 人员",
    "plugin_jobs": "Jobs 后台任务",
    "practice": "Practice 做法",
    "public_sections": "Public pages",
    "published": "What is public 公开",
    "schema.groups": "The core's records: groups 代表小组",
    "schema.meetings": "The core's records: meetings 会议",
    "schema.records": "The core's records 核心的记录类型",
    "schema.rounds": "The core's records: votes 表决",
    "signing_in": "Attempts 次数限制",
    "tenancy": "Bodies and organs 机构与机关",
    "wakes": "Waking watchers 唤醒",
    "work": "The verb at work 办理",
}
"""What each room is about; the order is that of the front door."""


def hook(name: str, *, before: str) -> str:
    """The frame of a hook's page, from its specification."""
    return table(("", ""), [(f"*{title}*", told) for title, told in describing.hook(name)])


def hooks(*, before: str) -> str:
    """Every hook with its page, in the order of a plugin's life."""
    rows = [
        (f"[`{name}`]({name}.md)", dict(describing.hook(name))["Called"], _asked_for(name))
        for name in describing.HOOKS
    ]
    return table(("Hook", "When", "What for"), rows)


def _asked_for(name: str) -> str:
    return dict(describing.hook(name))["For"]


def told(plugin: str, *, before: str) -> str:
    """Every event of a plugin: what it is about, and what its payload holds."""
    package = ROOT / "core" if plugin == plugins.CORE else ROOT / "plugins" / plugin
    titles = event_names.titles_of(known(), plugin)
    rows = [
        (f"`{name}`", titles[name], f"`{subject}`", "、".join(f"`{key}`" for key in keys))
        for name, subject, keys in sorted(describing.events(package, test_words.constants(package)))
    ]
    return table(("事件 Event", "名称", "所涉记录 Subject", "内容 Payload"), rows)


def checks(*, before: str) -> str:
    """Every check of `renda plugin check`, with the way to mend what it finds."""
    rows = [
        (told[0], told[2].strip().removeprefix("怎样改："))
        for node in parsed(ROOT / "core" / "conformance" / "checks.py").body
        if isinstance(node, FUNCTION) and node.name.startswith("test_")
        for told in [(ast.get_docstring(node) or "").partition("\n")]
    ]
    return table(("检查 Check", "没有通过时怎样改 How to mend it"), rows)


def reads(*, before: str) -> str:
    """Every field of the core's `Query`, as a body without plugins has it."""
    query = Schemas(known()).of(frozenset())._schema.query_type
    assert query
    rows = [
        (
            f"`{name}`",
            "、".join(f"`{one}`" for one in field.args if one not in PAGING),
            f"`{field.type}`",
            field.description or "",
        )
        for name, field in query.fields.items()
    ]
    return table(("字段 Field", "参数 Arguments", "类型 Type", "说明"), rows)


PAGING = ("first", "after", "last", "before")


def roles(plugin: str, *, before: str) -> str:
    """Roles that a plugin names."""
    rows = [
        (f"`{one.name}`", one.title, "、".join(f"`{name}`" for name in one.includes))
        for one in known().roles[plugin]
    ]
    return table(("角色 Role", "名称", "包含 Includes"), rows)


def struct(name: str, *, before: str) -> str:
    """How a name of the front door is written, and what its own documentation says."""
    return _entry(name).replace(f"### `{name}`", f"**`{name}`**", 1)


def testing_names(*, before: str) -> str:
    """What a test imports from `core.testing`."""
    rows = [
        (f"`{name}`", " ".join(describing.documentation(name, "core.testing").split()))
        for name in testing.__all__
    ]
    return table(("Name", "What it is"), rows)


def parts_of(name: str, *, before: str) -> str:
    """What one can do with a thing of `core.testing`."""
    rows = [
        (f"`{one}`", f"`{shown}`", said)
        for one, shown, said in describing.methods(getattr(testing, name))
    ]
    return table(("Method", "Arguments", "What it does"), rows)


def world(*, before: str) -> str:
    """The bodies of the test world."""
    rows = [
        (f"`{one.code}`", one.level, one.kind, one.parent or "", "、".join(_organs(one)))
        for one in testing.BODIES
    ]
    return table(("Body", "Level", "Kind", "Under", "Organs"), rows)


def _organs(plan: testing.Plan) -> Iterator[str]:
    for kind in testing.ORGANS.get((plan.level, plan.kind), testing.COUNTY_ORGANS):
        yield f"`{kind}`"


def fixtures(*, before: str) -> str:
    """What pytest is given by `core.testing`."""
    named = {getattr(node, "name", ""): node for node in parsed(ROOT / "core" / "testing.py").body}
    rows = [(f"`{name}`", ast.get_docstring(named[name]) or "") for name in offered.fixtures()]
    return table(("Fixture", "What it is"), rows)


FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef

MAKERS: dict[str, Callable[..., str]] = {
    "checks": checks,
    "code": code,
    "environment": environment,
    "fixtures": fixtures,
    "world": world,
    "errors": errors,
    "front-door": front_door,
    "hook": hook,
    "leaving": leaving,
    "hooks": hooks,
    "parts-of": parts_of,
    "reads": reads,
    "roles": roles,
    "struct": struct,
    "told": told,
    "testing-names": testing_names,
    "erasable": erasable,
    "global-tables": global_tables,
    "practice": practice,
    "verbs": verbs,
}


def main() -> int:
    """Write every page anew; says which ones changed."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        again = renewed(text)
        if again != text:
            page.write_text(again, encoding="utf-8")
            print(page.relative_to(ROOT))
    if offered.renew():
        print(offered.path_of(offered.minor()).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
