"""What a plugin shows to the public: a section of its entries, the page of one, a form to fill in.

Plain values: the core renders them, every word as text. A plugin says what stands where, never how
it looks, and never writes HTML.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from core.graphql.context import Context


class PublicTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a public page; `numbers` are the places of columns that hold figures."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


class PublicPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of one published entry says.

    `summary` is one sentence, for lists and for search engines; each line of `text` is a paragraph;
    `lines` are pairs of a label and a text; `percent` shows how far it is; `links` are pairs of
    words and the id of another published entry.
    """

    summary: str = ""
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    percent: int | None = None
    table: PublicTable | None = None
    links: tuple[tuple[str, str], ...] = ()


class PublicField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a public form; one with `rows` takes several lines of text."""

    name: str
    title: str
    hint: str = ""
    longest: int
    rows: int = 0
    required: bool = True


class PublicForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that anybody may fill in, without an account and without a script.

    `action` is what a visitor must be allowed. `send` gets the context of the visitor, the facts of
    the entry whose page it stands on (empty on a section's page), what was filled in by the names
    of the fields, and a key that is the same when the same form is sent again; it limits how often,
    opens the transaction itself, and answers with the page to show. What it refuses is shown above
    the form, with all that was filled in.
    """

    title: str
    notice: str
    button: str
    action: str
    fields: tuple[PublicField, ...]
    send: "Callable[[Context, dict[str, Any], dict[str, str], str], Awaitable[PublicAnswer]]"


class PublicAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is told who sent a form; `code` is what they should keep."""

    title: str
    code: str = ""
    page: PublicPage


class PublicSection(msgspec.Struct, frozen=True, kw_only=True):
    """A part of what the plugin publishes: the entries whose `facts["kind"]` is `kind`, or all.

    `name` is `<plugin>.<section>` and stands in the address; `action` is what a visitor must be
    allowed; `page` makes the page of one entry from its facts, without it `facts["page"]` says what
    the page shows (`description`, a text, and `lines`). `gone` is said where an entry was
    withdrawn. `form` stands on the page of each entry, `section_form` on the section's own.
    """

    name: str
    title: str
    description: str
    action: str
    kind: str | None = None
    page: Callable[[dict[str, Any]], PublicPage] | None = None
    gone: str = "这项内容已经撤下，不再公开。"
    form: PublicForm | None = None
    section_form: PublicForm | None = None

    @property
    def plugin(self) -> str:
        """Whose section it is."""
        return self.name.partition(".")[0]

    def shows(self, facts: dict[str, Any]) -> bool:
        """Whether an entry with these facts belongs here."""
        return self.kind is None or facts.get("kind") == self.kind

    def page_of(self, facts: dict[str, Any]) -> PublicPage:
        """The page of an entry."""
        if self.page is not None:
            return self.page(facts)
        told = facts.get("page", {})
        return PublicPage(
            summary=" ".join(str(told.get("description", "")).split()),
            text=str(told.get("description", "")),
            lines=tuple((str(label), str(text)) for label, text in told.get("lines", ())),
        )
