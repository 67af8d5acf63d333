"""The words by which a plugin declares pages of the console, and what can be said of them alone.

What of a declaration depends on the plugin's schema is checked in `core/graphql/described_pages`.
Names of fields, arguments and mutations are those of GraphQL (`heldOn`), as a client writes them.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from core.console import Asset, asset


class FieldKind(StrEnum):
    """How a value is shown or entered; the type of the field says it where nothing is declared.

    Only two are ever declared: `LONG_TEXT` of a text, `FILE` of the id of an upload.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    FILE = "file"


class Column(msgspec.Struct, frozen=True):
    """A value of a record: its field, or a path to one of a linked record (`day.heldOn`).

    `title` is Chinese; without `english` it stands in English too.
    """

    field: str
    title: str
    english: str = ""
    kind: FieldKind | None = None


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Where the values come from among which a person chooses.

    `field` is a list of `Query`, or a path to one (`body.organs`); of each of its records `value`
    is what is sent and `label` what is read, both fields of it.
    """

    field: str
    label: str
    value: str = "id"


class PageInput(msgspec.Struct, frozen=True):
    """What a person enters: a filter of a list, or a field of a mutation's input.

    `name` is the argument, or a field of the one argument that is called `input`; deeper ones are
    written as a path (`where.dueBy`).
    """

    name: str
    title: str
    english: str = ""
    kind: FieldKind | None = None
    choices: Choices | None = None


class PageAction(msgspec.Struct, frozen=True, kw_only=True):
    """A button for a verb; it is offered to whoever may do what the mutation asks.

    `record` names the input that takes the id of the record on the page. `inputs` are what is
    entered, in this order; none means all that the mutation takes. `offered` says by fields of the
    record in which states the button is there: `{"state": ("RECORDED",)}`.
    """

    mutation: str
    title: str
    english: str = ""
    record: str = ""
    inputs: tuple[PageInput, ...] = ()
    offered: dict[str, tuple[str, ...]] = {}


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What all pages say: a name unique in the plugin, titles, and the action that they need.

    A page is shown to whoever may do `action` and everything that what it reads asks. In the menu
    stands what can be opened without a record, unless `menu` is False.
    """

    name: str
    title: str
    english: str
    action: str
    menu: bool = True


class ListPage(Page, frozen=True, kw_only=True):
    """A list of records, by pages: `field` is a list of `Query`, `filters` are its arguments.

    `opens` names the `DetailPage` that a row leads to; `actions` stand above the list.
    """

    field: str
    columns: tuple[Column, ...]
    filters: tuple[PageInput, ...] = ()
    opens: str = ""
    actions: tuple[PageAction, ...] = ()


class DetailPage(Page, frozen=True, kw_only=True):
    """One record by its id; what can be done with it.

    `field` is a field of `Query` that takes the id as `argument`; for `node` say in `record` which
    type of record it is.
    """

    columns: tuple[Column, ...]
    field: str = "node"
    argument: str = "id"
    record: str = ""
    actions: tuple[PageAction, ...] = ()


class FormPage(Page, frozen=True, kw_only=True):
    """A form that does a verb: `inputs` in this order, or all that the mutation takes.

    `then` names the page that is opened when it is done; a `DetailPage` shows the answered record.
    """

    mutation: str
    inputs: tuple[PageInput, ...] = ()
    then: str = ""


class ChartPage(Page, frozen=True, kw_only=True):
    """Numbers as a chart and as a table: `field` is a list of `Query`, each of it one bar.

    `label` says what the bar is of, `values` how long. A bar leads to the list page `opens`, whose
    filter `by` is then set to what the bar is of.
    """

    field: str
    label: Column
    values: tuple[Column, ...]
    opens: str = ""
    by: str = ""


class ModulePage(Page, frozen=True, kw_only=True):
    """A page of the plugin's own making: `file` is an ES module that exports `mount`.

    It is one file of the package, without imports; `mount(element, given)` is handed React and a
    client.
    """

    file: Path


KINDS = (ListPage, DetailPage, FormPage, ChartPage, ModulePage)

NAME = re.compile(r"[a-z][a-z0-9_]*")
IMPORTED = re.compile(
    r"""(?:(?:^|[;}\n])\s*(?:import\s*|(?:import|export)\b[^;"'(=]*\bfrom\s*)|"""
    r"""(?<![.\w$])import\s*\(\s*)["'`]([^"'`\n]+)["'`]"""
)
EXPORTED = re.compile(
    r"\bexport\s+(?:async\s+)?(?:function|const|let)\s+mount\b|\bexport\s*\{[^}]*\bmount\b"
)
MOST_BYTES = 1 << 20
"""Of a module: it is sent as it is to whoever opens the page."""


DIGITS = 16
"""Of a digest that tells one version of a module from another."""


class Script(msgspec.Struct, frozen=True):
    """A module as it was read at the start: what was checked is what is served."""

    asset: Asset
    digest: str


def faults_of(pages: Sequence[Page], actions: Collection[str], home: Path | None) -> Iterator[str]:
    """What is wrong with a plugin's pages, whatever its schema; `home` is its package's folder."""
    known = {page.name: page for page in pages}
    for number, page in enumerate(pages):
        if not NAME.fullmatch(page.name):
            yield f"page {page.name!r}: a name is lower-case letters, digits and underscores"
        if any(page.name == earlier.name for earlier in pages[:number]):
            yield f"declares the page {page.name!r} twice"
        for fault in (*_own(page, actions, home), *_leads(page, known)):
            yield f"page {page.name!r}: {fault}"


def _own(page: Page, actions: Collection[str], home: Path | None) -> Iterator[str]:
    if not page.title.strip() or not page.english.strip():
        yield "it needs a title in Chinese and in English"
    if page.action not in actions:
        yield f"it needs the action {page.action!r}, which plugin_actions does not name"
    if isinstance(page, ModulePage):
        yield from _of_file(page.file, home)
    if isinstance(page, ListPage):
        for action in page.actions:
            if action.record:
                yield f"{action.mutation!r} takes a record: offer it on the record's own page"


def _leads(page: Page, known: dict[str, Page]) -> Iterator[str]:
    leads = page.opens if isinstance(page, ListPage) else ""
    if leads and not isinstance(known.get(leads), DetailPage):
        yield f"it opens {leads!r}, which is no DetailPage of the plugin"
    if isinstance(page, FormPage) and page.then and page.then not in known:
        yield f"it goes on to {page.then!r}, which is no page of the plugin"
    if isinstance(page, ChartPage) and (page.opens or page.by):
        target = known.get(page.opens)
        if not isinstance(target, ListPage):
            yield f"it opens {page.opens!r}, which is no ListPage of the plugin"
        elif page.by not in {one.name for one in target.filters}:
            yield f"it sets {page.by!r}, which is no filter of {page.opens!r}"


def _of_file(file: Path, home: Path | None) -> Iterator[str]:
    if not file.is_file():
        yield f"its module {file.name!r} is not there; is it part of the package?"
        return
    if home is not None and not file.resolve().is_relative_to(home.resolve()):
        yield f"its module {file.name!r} lies outside the package"
        return
    if file.suffix not in (".js", ".mjs"):
        yield f"its module {file.name!r} is no .js file"
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        yield f"its module {file.name!r} is larger than {MOST_BYTES >> 20} MB"
    text = content.decode(errors="replace")
    for name in IMPORTED.findall(text):
        yield f"its module imports {name!r}: it is one file, and mount() is handed what it needs"
    if not EXPORTED.search(text):
        yield f"its module {file.name!r} exports no function mount"


def scripts_of(pages: Sequence[Page]) -> dict[str, Script]:
    """The modules of a plugin's pages, by the page's name."""
    found = dict[str, Script]()
    for page in pages:
        if isinstance(page, ModulePage):
            content = page.file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:DIGITS]
            found[page.name] = Script(asset(content, "text/javascript"), digest)
    return found


def address_of(plugin: str, page: str, script: Script) -> str:
    """Where a module is served: always there; with its digest it may be kept for ever."""
    return f"/modules/{plugin}/{page}.js?v={script.digest}"
