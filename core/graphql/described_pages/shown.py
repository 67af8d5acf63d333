"""What a renderer is told of a page."""

import msgspec

from core.pages import FieldKind, Page

Path = tuple[str, ...]
"""Names, from the outside in."""


class Option(msgspec.Struct, frozen=True):
    """A word of an enumeration and its Chinese."""

    value: str
    title: str


class ShownColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A value and where it stands in a record."""

    path: Path
    title: str
    english: str
    kind: FieldKind
    options: list[Option]


class ShownChoices(msgspec.Struct, frozen=True, kw_only=True):
    """Which query gives the choices, and where they stand in its answer."""

    document: str
    rows: Path
    value: Path
    label: ShownColumn


class ShownInput(msgspec.Struct, frozen=True, kw_only=True):
    """What is entered, and where it goes in the variables."""

    name: str
    path: Path
    title: str
    english: str
    kind: FieldKind
    required: bool
    many: bool
    options: list[Option]
    choices: ShownChoices | None


class Offer(msgspec.Struct, frozen=True):
    """A value of the record in which the button is there."""

    path: Path
    values: list[str]


class ShownAction(msgspec.Struct, frozen=True, kw_only=True):
    """A verb: its document, what is entered, where the record's id goes."""

    mutation: str
    title: str
    english: str
    action: str
    document: str
    inputs: list[ShownInput]
    record: Path | None
    offered: list[Offer]


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """All that a renderer must know of a page; `asks` are the actions without which it is hidden.

    `rows` is the path to the records, or the record, in the answer to `document`.
    """

    plugin: str
    page: Page
    asks: frozenset[str]
    document: str = ""
    rows: Path = ()
    paged: bool = False
    columns: list[ShownColumn] = []
    label: ShownColumn | None = None
    inputs: list[ShownInput] = []
    actions: list[ShownAction] = []
    module: str | None = None
