"""新插件 (new_plugin): what it is for, in one sentence.

Read it from below: the hooks say what the plugin offers, the verb does the work, the table keeps
it. Past some 150 lines it wants the rooms of the built-in plugins: permissions, practice, models,
rules, service, schema.
"""

from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import strawberry
from core import (
    Action,
    Base,
    BodyKind,
    Fitness,
    Info,
    Invalid,
    Level,
    Node,
    PluginInfo,
    Role,
    Setting,
    TenantOwned,
    Work,
    announce,
    column,
    given,
    hook,
    record,
    records,
    today,
    value_of,
    verb,
    within,
)
from sqlalchemy.orm import Mapped

READ = "new_plugin.read"
ADD_ENTRY = "new_plugin.add_new_plugin_entry"
LONGEST = "new_plugin.longest_title"


class EntryRow(Base, TenantOwned):
    """An entry. `TenantOwned`: a row of one body, which no other body sees."""

    __tablename__ = "new_plugin_entry"
    __table_args__ = (within("dated_on"),)

    title: Mapped[str]
    text: Mapped[str]
    dated_on: Mapped[date]


async def add_new_plugin_entry(work: Work, title: str, text: str) -> EntryRow:
    """Add an entry: it checks, changes, and announces once, in one transaction."""
    title = title.strip()
    if not title:
        raise Invalid("NEW_PLUGIN_TITLE_EMPTY", "请填写标题。", field="title")
    longest = (await value_of(work, LONGEST, today())).value
    # Where the body has set no value there is no limit.
    if longest is not None and len(title) > longest:
        raise Invalid(
            "NEW_PLUGIN_TITLE_LONG", f"标题最多{longest}个字，请缩短后再提交。", field="title"
        )
    entry = EntryRow(title=title, text=text, dated_on=today())
    work.session.add(entry)
    await work.session.flush()
    announce(work, ADD_ENTRY, entry)
    return entry


@record(EntryRow, read=READ, description="一条记录")
class NewPluginEntry(Node):
    """What of the row is shown, field by field."""

    title: str = column("标题")
    text: str = column("正文")
    dated_on: date = column("日期")


@strawberry.input(description="添加一条记录")
class AddNewPluginEntryInput:
    """What to add."""

    title: str = given("标题")
    text: str = given("正文")


@strawberry.type
class Query:
    """A list is a `Select`: Renda cuts the page, counts, and loads the columns asked for."""

    @records(NewPluginEntry, "记录，最新的在前")
    def new_plugin_entries(self, info: Info) -> Any:
        return sa.select(EntryRow).order_by(EntryRow.dated_on.desc())


@strawberry.type
class Mutation:
    """The field is named like the verb, and so are the action and the event."""

    @verb(ADD_ENTRY, "添加一条记录")
    async def add_new_plugin_entry(
        self, info: Info, input: AddNewPluginEntryInput
    ) -> NewPluginEntry:
        # The row is shown as the record that is built on it.
        return await add_new_plugin_entry(info.context.work, input.title, input.text)  # type: ignore[return-value]


@hook
def plugin_info() -> PluginInfo:
    """For congresses and subdistrict committees of every level; narrow it where the law does."""
    return PluginInfo(
        name="new_plugin",
        title="新插件",
        description="请写明这个插件办什么事",
        law="请写明依据的法律、法规或者本机构的规定",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
            kinds=frozenset(BodyKind),
        ),
        requires_core=">=0.2,<1",
    )


@hook
def plugin_migrations() -> Path:
    """The folder of the table's versions; `renda migrate --draft new_plugin` writes the next."""
    return Path(__file__).parent / "versions"


@hook
def plugin_actions() -> list[Action]:
    """What may be allowed."""
    return [Action(READ, "查看记录"), Action(ADD_ENTRY, "添加记录")]


@hook
def plugin_roles() -> list[Role]:
    """Who may, until a body says otherwise."""
    return [
        Role(name="member", title="机关工作人员", actions=(READ,)),
        Role(name="new_plugin_clerk", title="新插件经办员", actions=(ADD_ENTRY,)),
    ]


@hook
def plugin_settings() -> list[Setting]:
    """What a body may vary, each value with its legal basis."""
    return [
        Setting(
            name=LONGEST,
            title="标题最多多少个字",
            type=int,
            text=lambda most: f"最多{most}个字",
        )
    ]


@hook
def plugin_query() -> type:
    """The list."""
    return Query


@hook
def plugin_mutation() -> type:
    """The verb."""
    return Mutation
