"""Pages that a plugin declares: every fault is named at the start, what fits is told to a renderer.

The plugin is made here, over a record of the core, so that each page can be wrong in its own way.
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import strawberry
from made_plugins import Made, made_plugin

from core import own_plugin
from core.errors import Refused
from core.graphql.context import Info
from core.graphql.nodes import given
from core.graphql.pages import records
from core.graphql.permissions import reads, verb
from core.graphql.schemas import Schemas
from core.hookspecs import Action, Role
from core.pages import (
    ChartPage,
    Choices,
    Column,
    DetailPage,
    FieldKind,
    FormPage,
    ListPage,
    ModulePage,
    Page,
    PageAction,
    PageInput,
)
from core.plugins import CORE, Plugins
from core.schema.records import Organ
from core.tenancy import Organ as OrganRow
from core.testing import House, MakeHouse

NAME = "made_pages"
READ, NOTE = f"{NAME}.read", f"{NAME}.note_organ"


@strawberry.type(description="一项数")
class MadeBar:
    kind: str = strawberry.field(description="何种")
    count: int = strawberry.field(description="几个")


@strawberry.input(description="部分")
class MadePart:
    due_by: str = given("何时")


@strawberry.input(description="筛选")
class MadeWhere:
    code: str | None = given("代码", default=None)


@strawberry.input(description="所填")
class MadeInput:
    organ: strawberry.ID = given("机关的 id")
    note: str = given("说明")
    day: str | None = given("何时", default=None)
    parts: list[MadePart] | None = given("部分", default=None)
    part: MadePart | None = given("一部分", default=None)


@strawberry.type
class MadeQuery:
    @records(Organ, "机关")
    def made_organs(self, info: Info, where: MadeWhere | None = None) -> Any:
        listing = sa.select(OrganRow).order_by(OrganRow.code)
        return listing.where(OrganRow.code == where.code) if where and where.code else listing

    @reads(READ, "各项数")
    async def made_bars(self, info: Info) -> list[MadeBar]:
        return [MadeBar(kind="甲", count=1)]

    @reads(READ, "须给参数的")
    async def made_needy(self, info: Info, year: int) -> list[MadeBar]:
        return []


@strawberry.type
class MadeMutation:
    @verb(NOTE, "说明")
    async def note_organ(self, info: Info, input: MadeInput) -> bool:
        raise Refused("MADE_REFUSED", "不办。")


HAND = PageAction(mutation="noteOrgan", title="说明", record="organ")
LIST = ListPage(
    name="organs",
    title="机关",
    english="Organs",
    action=READ,
    field="madeOrgans",
    columns=(Column("code", "代码"), Column("name", "名称")),
    filters=(PageInput("where.code", "代码"),),
    opens="organ",
)
DETAIL = DetailPage(
    name="organ",
    title="机关",
    english="Organ",
    action=READ,
    record="Organ",
    columns=(Column("name", "名称"),),
    actions=(HAND,),
)
PLAIN = ListPage(
    name="organs",
    title="机关",
    english="Organs",
    action=READ,
    field="madeOrgans",
    columns=(Column("code", "代码"),),
)
FORM = FormPage(name="note", title="说明", english="Note", action=NOTE, mutation="noteOrgan")
CHART = ChartPage(
    name="bars",
    title="图",
    english="Chart",
    action=READ,
    field="madeBars",
    label=Column("kind", "何种"),
    values=(Column("count", "几个"),),
    opens="organs",
    by="where.code",
)
MODULE = ModulePage(
    name="own", title="自带", english="Own", action=READ, file=Path(__file__).parent / "own.js"
)


@strawberry.type
class JoinedToOrgan:
    @reads(NOTE, "只有能说明的人可以看的数")
    async def made_secret(root: Any, info: Info) -> int:
        return 7


def plugin_of(*pages: Page, holders: str = "visitor") -> Made:
    return made_plugin(
        NAME,
        plugin_fields=lambda: {Organ: JoinedToOrgan},
        plugin_actions=lambda: [Action(READ, "查看"), Action(NOTE, "说明")],
        plugin_roles=lambda: [
            Role(name=holders, title="某人", actions=(READ,)),
            Role(name="member", title="成员", actions=(NOTE,)),
        ],
        plugin_query=lambda: MadeQuery,
        plugin_mutation=lambda: MadeMutation,
        plugin_pages=lambda: list(pages),
    )


def fault_of(*pages: Any) -> str:
    """Why the plugin is left out; empty where it is sound."""
    plugins = Plugins([(CORE, own_plugin), plugin_of(*pages)])
    Schemas(plugins).check_each()
    return plugins.broken.get(NAME, "")


def but(page: Any, **changes: Any) -> Any:
    return msgspec.structs.replace(page, **changes)


def test_what_fits_is_taken() -> None:
    assert fault_of(LIST, DETAIL, FORM, CHART) == ""


WRONG = {
    "a kind that there is none of": (
        [Page(name="a", title="甲", english="A", action=READ)],
        "plugin_pages answers Page, not one of ListPage, DetailPage",
    ),
    "an inherited field of another type": ([but(LIST, title=3)], "ListPage.title is 3"),
    "a column that is none": ([but(LIST, columns=("code",))], "ListPage.columns is ('code',)"),
    "a name": ([but(FORM, name="Not-this")], "page 'Not-this': a name is lower-case"),
    "a name twice": ([FORM, FORM], "declares the page 'note' twice"),
    "a title": ([but(FORM, english=" ")], "page 'note': it needs a title in Chinese and"),
    "an action": (
        [but(FORM, action="made_pages.sleep")],
        "page 'note': it needs the action 'made_pages.sleep', which plugin_actions does not name",
    ),
    "where a row leads": ([LIST], "page 'organs': it opens 'organ', which is no DetailPage"),
    "where a form leads": ([but(FORM, then="x")], "it goes on to 'x', which is no page"),
    "where a form leads with what is no record": (
        [but(FORM, then="organ"), LIST, DETAIL],
        "page 'note': it leads to 'organ', which shows Organ, and brings Boolean",
    ),
    "where a row leads with another record": (
        [LIST, but(DETAIL, record="Meeting", columns=(Column("id", "编号"),), actions=())],
        "page 'organs': it leads to 'organ', which shows Meeting, and brings Organ",
    ),
    "where a bar leads": ([CHART], "it opens 'organs', which is no ListPage of the plugin"),
    "what a bar sets": (
        [LIST, DETAIL, but(CHART, by="where.name")],
        "it sets 'where.name', which is no filter of 'organs'",
    ),
    "a record's action on a list": (
        [but(PLAIN, actions=(HAND,))],
        "'noteOrgan' takes a record: offer it on the record's own page",
    ),
    "a list": ([but(PLAIN, field="madeThings")], "there is no 'madeThings' in Query"),
    "a list that is none": (
        [but(PLAIN, field="body")],
        "'body' is no list of records, it answers with Body!",
    ),
    "a list that must be given something": (
        [but(CHART, opens="", by="", field="madeNeedy")],
        "'madeNeedy' must be given 'year'",
    ),
    "a column": (
        [but(PLAIN, columns=(Column("colour", "颜色"),))],
        "page 'organs': Organ has no field 'colour' ('colour')",
    ),
    "a column that is a record": (
        [but(DETAIL, record="Meeting", columns=(Column("terms.members", "成员"),))],
        "Meeting has no field 'terms'",
    ),
    "a kind of column": (
        [but(PLAIN, columns=(Column("code", "代码", "", FieldKind.DAY),))],
        "'code' is a String, and no DAY",
    ),
    "a filter": (
        [but(PLAIN, filters=(PageInput("where.name", "名称"),))],
        "there is no 'where.name' to be entered",
    ),
    "an argument": ([but(DETAIL, argument="key")], "'node' takes no 'key'"),
    "a record that is not said": ([but(DETAIL, record="")], "'node' answers with Node: say which"),
    "a record that there is none of": (
        [but(DETAIL, record="Planet")],
        "record='Planet' is no type of the schema",
    ),
    "a record without an id": (
        [but(DETAIL, record="MadeBar")],
        "'node' answers with Node, never with a MadeBar",
    ),
    "a mutation": ([but(FORM, mutation="sleep")], "there is no 'sleep' in Mutation"),
    "an input": (
        [but(FORM, inputs=(PageInput("organ", "机关"), PageInput("noet", "说明")))],
        "there is no 'noet' to be entered; page 'note': 'note' must be entered",
    ),
    "an input that has no field": (
        [
            but(
                FORM,
                inputs=(
                    PageInput("organ", "甲"),
                    PageInput("note", "乙"),
                    PageInput("parts", "丙"),
                ),
            )
        ],
        "'parts' is a [MadePart!], for which there is no field",
    ),
    "what takes the id": (
        [but(DETAIL, actions=(but(HAND, record="note"),))],
        "'noteOrgan' takes no id as 'note'",
    ),
    "a state": (
        [but(DETAIL, actions=(but(HAND, offered={"kind": ("PARLIAMENT",)}),))],
        "'noteOrgan' is offered at 'PARLIAMENT', no value of kind",
    ),
    "a state without a record": (
        [but(PLAIN, actions=(but(HAND, record="", offered={"kind": ("OFFICE",)}),))],
        "'noteOrgan' is offered by states, but there is no record",
    ),
    "choices": (
        [
            but(
                LIST,
                opens="",
                filters=(
                    PageInput("where.code", "甲", choices=Choices(field="body.name", label="code")),
                ),
            )
        ],
        "'body.name' is no list of records",
    ),
    "a label of choices": (
        [
            but(
                LIST,
                opens="",
                filters=(
                    PageInput(
                        "where.code", "甲", choices=Choices(field="body.organs", label="colour")
                    ),
                ),
            )
        ],
        "Organ has no field 'colour'",
    ),
    "a number": (
        [but(CHART, opens="", by="", values=(Column("kind", "何种"),))],
        "'kind' is no number",
    ),
    "no number": ([but(CHART, opens="", by="", values=())], "it has no values"),
    "a file": (
        [MODULE],
        "page 'own': its module 'own.js' is not there; is it part of the package?",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_is_named_in_a_sentence(what: str) -> None:
    pages, said = WRONG[what]
    assert said in fault_of(*pages)


def test_all_that_is_wrong_is_said_at_once() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    fault = fault_of(but(PLAIN, columns=columns), but(FORM, mutation="sleep"))
    assert fault.count("page 'organs'") == 2
    assert fault.count("page 'note'") == 1


IMPORTS = (
    'import React from "react";',
    "import{useState}from'react';",
    'import "./other.js";',
    'export { a } from "./a.js";',
    'const later = () => import("./a.js");',
    "await import(`./a.js`);",
)


@pytest.mark.parametrize("line", IMPORTS)
def test_a_module_that_imports_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "own.js"
    file.write_text(f"{line}\nexport function mount(element) {{ element.append('x'); }}\n")
    assert "its module imports" in fault_of(but(MODULE, file=file))


def test_what_only_looks_like_an_import_is_none(tmp_path: Path) -> None:
    file = tmp_path / "own.js"
    told = (
        'export function mount(on) { on.import("entries.xlsx"); on.append("import the sheet"); }\n'
    )
    file.write_text(told)
    assert fault_of(but(MODULE, file=file)) == ""


def test_a_module_has_an_ending_a_size_and_a_mount(tmp_path: Path) -> None:
    sound = tmp_path / "own.js"
    sound.write_text("const say = 'import \"x\"';\nconst mount = () => {};\nexport { mount };\n")
    assert fault_of(but(MODULE, file=sound)) == ""
    sound.write_text('export const NAME = "board";\nexport const mount = (element) => element;\n')
    assert fault_of(but(MODULE, file=sound)) == ""
    strange = tmp_path / "own.txt"
    strange.write_text("export function mount() {}")
    assert "is no .js file" in fault_of(but(MODULE, file=strange))
    bare = tmp_path / "bare.js"
    bare.write_text("function mount() {}")
    assert "exports no function mount" in fault_of(but(MODULE, file=bare))
    large = tmp_path / "large.js"
    large.write_text("export function mount() {}\n" + " " * (1 << 20))
    assert "is larger than 1 MB" in fault_of(but(MODULE, file=large))


def test_a_module_of_another_place_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "package"
    home.mkdir()
    outside = tmp_path / "own.js"
    outside.write_text("export function mount() {}")
    name, module = plugin_of(but(MODULE, file=home / ".." / "own.js"))
    module.__file__ = str(home / "__init__.py")
    plugins = Plugins([(CORE, own_plugin), (name, module)])
    assert "lies outside the package" in plugins.broken[NAME]


def test_without_inputs_a_form_has_all_that_can_be_filled_in() -> None:
    plugins = Plugins([(CORE, own_plugin), plugin_of(DETAIL, FORM)])
    detail, form = Schemas(plugins).pages(NAME)
    inputs = form.actions[0].inputs
    assert [(one.name, one.required) for one in inputs] == [
        ("organ", True),
        ("note", True),
        ("day", False),
        ("part.dueBy", False),
    ]
    assert inputs[3].path == ("input", "part", "dueBy")
    assert [one.name for one in detail.actions[0].inputs] == ["note", "day", "part.dueBy"]
    assert detail.asks == {READ, "core.read_body"}


PAGES = "{ pages { plugin name kind inMenu document actions { mutation } module } }"


@pytest.fixture
async def house(make_house: MakeHouse, tmp_path: Path) -> House:
    """A county that has the plugin on, and one that has not."""
    file = tmp_path / "own.js"
    file.write_text("export function mount(element) { element.textContent = '自带'; }\n" * 20)
    made = plugin_of(LIST, DETAIL, FORM, CHART, but(MODULE, file=file))
    house = await make_house([made], installed=False)
    await house.enable("county-a", NAME)
    return house


async def test_a_body_has_the_pages_of_what_is_on_there(house: House) -> None:
    member = await house.person("county-a", "office")
    pages = {one["name"]: one for one in (await house.gql(PAGES, by=member))["pages"]}
    assert {name: one["kind"] for name, one in pages.items()} == {
        "organs": "LIST",
        "organ": "DETAIL",
        "note": "FORM",
        "bars": "CHART",
        "own": "MODULE",
    }
    assert [name for name, one in pages.items() if not one["inMenu"]] == ["organ"]
    assert (await house.gql(PAGES, body="county-b"))["pages"] == []


async def test_a_viewer_has_the_pages_and_buttons_that_they_may_use(house: House) -> None:
    pages = {one["name"]: one for one in (await house.gql(PAGES, body="county-a"))["pages"]}
    assert set(pages) == {"organs", "organ", "bars", "own"}
    assert pages["organ"]["actions"] == []
    listed = await house.gql(pages["organs"]["document"], {"where": {"code": "office"}})
    assert [one["code"] for one in listed["records"]["nodes"]] == ["office"]


async def test_a_page_is_for_who_may_read_each_of_its_columns(make_house: MakeHouse) -> None:
    columns = (Column("code", "代码"), Column("madeSecret", "数"))
    house = await make_house([plugin_of(but(PLAIN, columns=columns))], installed=False)
    await house.enable("county-a", NAME)
    assert (await house.gql("{ pages { name } }"))["pages"] == []
    may = await house.person("county-a", "office")
    (page,) = (await house.gql("{ pages { name document } }", by=may))["pages"]
    (listed,) = (await house.gql(page["document"], {"first": 1}, by=may)).values()
    assert [one["madeSecret"] for one in listed["nodes"]] == [7]


async def test_the_catalogue_and_the_preview_list_pages(house: House) -> None:
    admin = await house.person("county-b", "office", "admin")
    wanted = {"name": "bars", "title": "图", "action": READ}
    parts = "adds { pages { name title action } }"
    asked = f'{{ pluginCatalogue(names: ["{NAME}"]) {{ {parts} }} }}'
    (entry,) = (await house.gql(asked, by=admin))["pluginCatalogue"]
    assert wanted in entry["adds"]["pages"]
    preview = f"""{{ enablingPreview(input: {{plugin: "{NAME}", basis: {{
        kind: DECISION, title: "决定", validFrom: "2024-01-01"}}}}) {{ {parts} }} }}"""
    shown = (await house.gql(preview, by=admin))["enablingPreview"]
    assert shown["adds"]["pages"] == entry["adds"]["pages"]


async def test_a_module_is_served_at_a_fixed_address(house: House) -> None:
    pages = (await house.gql(PAGES, body="county-a"))["pages"]
    (address,) = [one["module"] for one in pages if one["module"]]
    answer = await house.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "textContent = '自带'" in answer.text
    bare, _, version = address.partition("?v=")
    plain = await house.client.get(bare)
    assert (plain.status_code, plain.headers["cache-control"]) == (200, "no-cache")
    assert plain.headers["etag"] == f'"{version}"'
    again = await house.client.get(bare, headers={"if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    old = await house.client.get(f"{bare}?v=0000")
    assert old.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["made_pages/organs.js", "made_pages/own.txt", "nobody/own.js", "core/own.js"]
)
async def test_nothing_else_is_served_as_a_module(house: House, path: str) -> None:
    answer = await house.client.get(f"/modules/{path}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"]["code"] == "NO_SUCH_PAGE"
