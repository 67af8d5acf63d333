"""`renda plugin check`: what is right passes, and each wrong is named with the way to mend it."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from shown_files import write_files
from sources import DOCS
from test_sample_plugin import BIN, environment, run

from core.conformance import check
from core.errors import Refused
from core.scaffolding import new_plugin

CHECKS = 16

OPEN_FIELD = """
@strawberry.type
class Open:
    @strawberry.field(description="谁都能看")
    def spoilt_secret(self) -> str:
        return ""


"""

FORMS = """
def more_settings() -> list[Setting]:
    from typing import Annotated

    import msgspec

    size = msgspec.defstruct(
        "Size", [("size", Annotated[int, msgspec.Meta(ge=1, title="尺寸")], 0)]
    )
    chain = type("Chain", (msgspec.Struct,), {"__annotations__": {"next": "Chain"}})
    globals()["Chain"] = chain
    return [
        Setting(name="spoilt.size", title="尺寸", type=size),
        Setting(name="spoilt.chain", title="链", type=chain, words={"next": "下一环"}),
    ]


"""

FAILING = """
async def fail(*_given: object) -> None:
    raise RuntimeError("always")


@hook
def plugin_listeners() -> list[Listener]:
    return [
        Listener(name="spoilt_ear", events=None, run=fail),
        Listener(name="spoilt_deaf", events=frozenset({"another.verb"}), run=fail),
        Listener(name="spoilt_typo", events=frozenset({"core.convene_meating"}), run=fail),
    ]


@hook
def plugin_jobs() -> list[Job]:
    return [Job(name="spoilt.every_day", run=fail, daily=True)]


"""

PAGES = """
@hook
def plugin_pages() -> list[Page]:
    return [
        ListPage(
            name="entries",
            title="Entries",
            english="Entries",
            action=READ,
            field="spoiltEntries",
            columns=(Column("title", "标题"),),
        )
    ]


"""

JOINED = """
from core import OrganRecord, computed, reads


@strawberry.type
class Joined:
    @computed("length", needs=["id"])
    def spoilt_length(root: object) -> int:
        return 0

    @reads("spoilt.unheard", "要问一项没有登记的权限")
    async def spoilt_unheard(root: object) -> int:
        return 0


@hook
def plugin_fields() -> dict[type, type]:
    return {OrganRecord: Joined}


"""

SPOILT = {
    "only imports of the front door": (
        "from core import (",
        "from core.clock import now  # noqa: F401\nfrom core import (",
        "只从 core 的前门导入",
        "import of core.clock",
    ),
    "descriptions": (
        'column("标题")',
        'column("title")',
        "中文说明",
        "SpoiltEntry.title, Organ.spoiltLength, spoiltEntries(since)",
    ),
    "descriptions of arguments": (
        "def spoilt_entries(self, info: Info) -> Any:",
        "def spoilt_entries(self, info: Info, since: str | None = None) -> Any:",
        "",
        "",
    ),
    "a form that its own default does not fit": (
        "@hook\ndef plugin_settings",
        FORMS + "@hook\ndef plugin_settings",
        "",
        "",
    ),
    "the settings": (
        "    return [\n        Setting(\n            name=LONGEST",
        "    return [\n        *more_settings(),\n        Setting(\n            name=LONGEST",
        "",
        "",
    ),
    "settings": ('title="标题最多多少个字"', 'title="longest"', "中文名称", "no Chinese title"),
    "events": (
        "announce(work, ADD_ENTRY, entry)",
        'announce(work, "spoilt.other", entry)',
        "留下一条同名的记录",
        "announces no spoilt.add_spoilt_entry；no verb is named like spoilt.other",
    ),
    "permissions": (
        "@strawberry.type\nclass Mutation",
        OPEN_FIELD + "@strawberry.type\nclass Mutation",
        "要求一项登记过的权限",
        "asks no permission",
    ),
    "a field at a record of the core": (
        "@hook\ndef plugin_query",
        JOINED + "@hook\ndef plugin_query",
        "",
        "",
    ),
    "what the query is": (
        "    return Query\n",
        "    return strawberry.type(type('Both', (Query, Open), {}))\n",
        "",
        "",
    ),
    "listeners and daily jobs": (
        "@hook\ndef plugin_query",
        "from core import Job, Listener\n\n\n" + FAILING + "@hook\ndef plugin_query",
        "监听不出错",
        "daily job spoilt.every_day: RuntimeError: always；listener spoilt_ear: RuntimeError",
    ),
    "pages": (
        "@hook\ndef plugin_query",
        "from core import Column, ListPage, Page\n\n\n" + PAGES + "@hook\ndef plugin_query",
        "控制台的页面",
        "entries: the page has no Chinese title；entries: title has no English title",
    ),
    "what is waited for": (
        "import strawberry\n",
        "import strawberry\n",
        "所需的事件确实会有",
        "nobody tells core.convene_meating",
    ),
    "other plugins": (
        "import strawberry\n",
        "import strawberry\nimport plugins.people_votes  # noqa: F401\n",
        "不导入别的插件",
        "imports plugins.people_votes",
    ),
    "what is used and not declared": (
        "from typing import Any\n",
        "from typing import Any\nimport jsonschema  # noqa: F401\n",
        "都在依赖中声明",
        "not declared: jsonschema",
    ),
}
"""What is put in place of what, the check that fails for it, and what it says."""


def told(package: Path) -> tuple[int, str]:
    done = run([BIN / "renda", "plugin", "check", package], env=environment(package))
    return done.returncode, done.stdout + done.stderr


def test_what_the_scaffold_writes_passes_every_check_as_a_wheel(tmp_path: Path) -> None:
    source = new_plugin("checked", "受检", tmp_path, frozenset())
    built = run([BIN / "python", "-m", "hatchling", "build", "-t", "wheel"], cwd=source)
    assert built.returncode == 0, built.stderr
    (wheel,) = (source / "dist").glob("*.whl")
    status, said = told(wheel)
    assert (status, said.count("通过\t")) == (0, CHECKS), said
    assert "checked：全部通过。" in said


SMALLEST = '''"""The smallest plugin: it says who it is, and has no table."""

import msgspec

from core import BodyKind, Fitness, Level, Need, PluginInfo, Setting, hook


class Hours(msgspec.Struct):
    opens: int = 9


@hook
def plugin_info() -> PluginInfo:
    everywhere = Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind))
    told = {"title": "最小", "description": "最小的插件", "law": "无", "version": "1"}
    # Whoever checks it turns on first what it needs.
    need = Need(name="filing_review.register_filing", title="登记的备案文件")
    return PluginInfo(name="smallest", fitness=everywhere, needs=(need,), **told)


@hook
def plugin_settings() -> list[Setting]:
    words = {"opens": "几点开放"}
    return [Setting(name="smallest.hours", title="开放时间", type=Hours, words=words)]
'''


def test_a_plugin_of_one_file_without_tables_passes(tmp_path: Path) -> None:
    package = new_plugin("smallest", "最小", tmp_path, frozenset())
    shutil.rmtree(package / "renda_smallest/versions")
    (package / "renda_smallest/__init__.py").write_text(SMALLEST, encoding="utf-8")
    status, said = told(package)
    assert (status, said.count("通过\t")) == (0, CHECKS), said


def test_the_smallest_plugin_of_the_pages_passes_and_so_do_its_tests(tmp_path: Path) -> None:
    """One file, without a folder: it is checked as it is, and tested beside us."""
    write_files(DOCS / "plugins" / "smallest.md", tmp_path)
    status, said = told(tmp_path)
    assert (status, said.count("通过\t")) == (0, CHECKS), said
    uv = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    done = run([*uv, "--python", BIN / "python", "--target", tmp_path / "site", "-e", tmp_path])
    assert done.returncode == 0, done.stderr
    beside = environment(tmp_path) | {"PYTHONPATH": f"{tmp_path / 'site'}:{tmp_path}"}
    tests = [BIN / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = run(tests, cwd=tmp_path, env=beside)
    assert "1 passed" in done.stdout, done.stdout


ODD_TABLES = """
class MeasureRow(Base, TenantOwned):
    __tablename__ = "odd_measure"

    price: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
    share: Mapped[float]
    opens_at: Mapped[time]
    lasts: Mapped[timedelta]
    scan: Mapped[bytes]


class LateRow(Base, TenantOwned):
    __tablename__ = "odd_late"
    __table_args__ = (sa.CheckConstraint("number > 7", name="late"),)

    number: Mapped[int]


class WordsRow(Base, TenantOwned):
    __tablename__ = "odd_words"

    words: Mapped[Any] = mapped_column(TSVECTOR)


class NumberRow(Base, TenantOwned):
    __tablename__ = "odd_number"
    __table_args__ = (sa.UniqueConstraint("number"),)

    number: Mapped[int]


"""

ODD_COLUMNS = {
    "odd_measure": """
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("lasts", sa.Interval(), nullable=False),
        sa.Column("scan", sa.LargeBinary(), nullable=False),""",
    "odd_late": """
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number > 7", name=op.f("ck_odd_late_late")),""",
    "odd_words": """
        sa.Column("words", TSVECTOR(), nullable=False),""",
    "odd_number": """
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("number", name=op.f("uq_odd_number_number")),""",
}

ODD_VERSION = """
    op.create_table(
        "{table}",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),{columns}
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_{table}")),
    )
"""


def odd_plugin(folder: Path, *left_out: str) -> Path:
    """A plugin of tables that are hard to fill in."""
    package = new_plugin("odd", "古怪", folder, frozenset())
    module = package / "renda_odd/__init__.py"
    imports = """from datetime import date, time, timedelta
from decimal import Decimal
"""
    classes = [f"class {one}" for one in ODD_TABLES.split("class ")[1:]]
    kept = "".join(one for one in classes if not any(f'"{out}"' in one for out in left_out))
    text = module.read_text(encoding="utf-8")
    text = text.replace("from datetime import date\n", imports)
    text = text.replace("import Mapped\n", "import Mapped, mapped_column\n")
    text = text.replace("import strawberry\n", "import strawberry\n" + TSVECTOR)
    text = text.replace("class EntryRow", kept + "class EntryRow")
    module.write_text(text, encoding="utf-8")
    version = package / "renda_odd/versions/0001_the_first_table.py"
    tables = {one: more for one, more in ODD_COLUMNS.items() if one not in left_out}
    made = [ODD_VERSION.format(table=one, columns=more) for one, more in tables.items()]
    dropped = [f'    op.drop_table("{one}")\n' for one in tables]
    text = version.read_text(encoding="utf-8").replace("import op\n", "import op\n" + TSVECTOR)
    text = text.replace("\n\ndef downgrade", "".join(made) + "\n\ndef downgrade")
    version.write_text(text + "".join(dropped), encoding="utf-8")
    return package


TSVECTOR = "from sqlalchemy.dialects.postgresql import TSVECTOR\n"


def test_a_table_that_cannot_be_filled_in_is_said_and_the_others_are_tried(tmp_path: Path) -> None:
    status, said = told(odd_plugin(tmp_path, "odd_number"))
    assert (status, said.count("通过\t")) == (0, CHECKS), said
    assert "未能试过表 odd_late：试填的值不合表的约束" in said
    assert "未能试过表 odd_words：不知道 words 的类型 TSVECTOR() 该填什么" in said
    assert "odd_measure" not in said


def test_a_number_that_is_unique_across_bodies_is_no_isolation(tmp_path: Path) -> None:
    status, said = told(odd_plugin(tmp_path, "odd_late", "odd_words"))
    assert status == 1
    (block,) = said.split("未通过\t")[1:]
    assert "互不可见" in block
    assert "uq_odd_number_number" in block


def test_each_wrong_is_named_with_how_to_mend_it(tmp_path: Path) -> None:
    package = new_plugin("spoilt", "受损", tmp_path, frozenset())
    module = package / "renda_spoilt/__init__.py"
    text = module.read_text(encoding="utf-8")
    for before, after, _, _ in SPOILT.values():
        assert before in text
        text = text.replace(before, after, 1)
    module.write_text(text, encoding="utf-8")
    version = package / "renda_spoilt/versions/0001_the_first_table.py"
    version.write_text(version.read_text(encoding="utf-8").partition("def downgrade")[0])
    status, said = told(package)
    assert status == 1
    expected = [(title, why) for _, _, title, why in SPOILT.values() if title]
    expected.append(("迁移能上、能下、再上", "downgrade"))
    blocks = [block.partition("\n通过")[0] for block in said.split("未通过\t")[1:]]
    assert len(blocks) == len(expected), said
    assert "Organ.spoiltLength" in said
    assert "说明：未能试过监听 spoilt_deaf" in said
    assert "说明：未能核对 another.verb：没有安装它所属的插件" in said
    assert "spoilt.size: {'size': 0} is kept, and its own form refuses it" in said
    assert "spoilt.chain: nothing can be filled in" in said
    assert "Organ.spoiltUnheard asks spoilt.unheard, which plugin_actions does not name" in said
    for title, why in expected:
        (block,) = [one for one in blocks if title in one.partition("\n")[0]]
        assert why in block
        assert "怎样改：" in block


NOBODYS_TABLE = """
class LooseRow(Base):
    __tablename__ = "heavy_loose"

    id: Mapped[int] = mapped_column(primary_key=True)


"""

SLOW_SCHEMA = """
@hook
def plugin_query() -> type:
    from time import process_time

    begun = process_time()
    while process_time() - begun < 3:
        pass
    return Query
"""

NEVER_ON = """
from core import Basis, Refused


@hook
async def plugin_enabling(work: Work, basis: Basis) -> None:
    raise Refused("HEAVY_NEVER", "这个插件不能启用。")


@hook
def plugin_settings"""


HEAVY = {
    '@hook\ndef plugin_query() -> type:\n    """The list."""\n    return Query\n': SLOW_SCHEMA,
    "import Mapped\n": "import Mapped, mapped_column\n",
    "class EntryRow(": NOBODYS_TABLE + "class EntryRow(",
    "\n@hook\ndef plugin_settings": NEVER_ON,
}


def test_what_is_slow_what_is_nobodys_and_what_is_never_turned_on_are_named(tmp_path: Path) -> None:
    package = new_plugin("heavy", "沉重", tmp_path, frozenset())
    module = package / "renda_heavy/__init__.py"
    text = module.read_text(encoding="utf-8")
    for before, after in HEAVY.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    module.write_text(text, encoding="utf-8")
    status, said = told(package)
    assert status == 1
    blocks = [block.partition("\n通过")[0] for block in said.split("未通过\t")[1:]]
    for title, why in (
        ("建立接口所需的时间和内存在限度之内", " s"),
        ("每张表都属于某个机构", "heavy_loose is nobody's"),
        ("能启用、停用", "这个插件不能启用。"),
    ):
        (block,) = [one for one in blocks if title in one.partition("\n")[0]]
        assert why in block


@pytest.mark.parametrize(
    "points", ["", "[renda.plugins]\na = x\nb = y\n", "[console_scripts]\na = b\n"]
)
def test_a_wheel_that_registers_no_single_plugin_is_refused(tmp_path: Path, points: str) -> None:
    wheel = tmp_path / "some-1-py3-none-any.whl"
    with ZipFile(wheel, "w") as content:
        content.writestr("some-1.dist-info/entry_points.txt", points)
    with pytest.raises(Refused) as refusal:
        check(wheel)
    assert refusal.value.code == "NO_PLUGIN_THERE"


@pytest.mark.parametrize("folder", ["core", "plugins", "tenants"])
def test_a_wheel_that_would_write_into_our_folders_is_refused(tmp_path: Path, folder: str) -> None:
    wheel = tmp_path / "some-1-py3-none-any.whl"
    with ZipFile(wheel, "w") as content:
        content.writestr("some-1.dist-info/entry_points.txt", "[renda.plugins]\na = x\n")
        content.writestr(f"{folder}/access.py", "")
    with pytest.raises(Refused) as refusal:
        check(wheel)
    assert refusal.value.code == "PLUGIN_MISPLACED"
    assert folder in refusal.value.message


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.whl").write_text("no archive")
    for path in (tmp_path / "empty", tmp_path / "broken.whl", tmp_path / "absent.whl"):
        with pytest.raises(Refused) as refusal:
            check(path)
        assert refusal.value.code == "NO_PLUGIN_THERE"
