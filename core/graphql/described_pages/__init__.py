"""A plugin's declared pages against its schema: what is wrong, and what a renderer must know.

Both come of one reading: a column that is found is described, one that is not is a fault. The
documents that a page asks are made here, so that a client need not know the schema.
"""

from collections.abc import Iterator, Sequence

from graphql import GraphQLSchema, parse, validate

from core.graphql.described_pages.reading import Reading
from core.graphql.described_pages.shown import ShownPage
from core.pages import DetailPage, Page, Script


def described(
    schema: GraphQLSchema, plugin: str, pages: Sequence[Page], scripts: dict[str, Script]
) -> tuple[list[ShownPage], list[str]]:
    """The pages as they are shown, and what is wrong with them, each fault a sentence."""
    shown, readings = list[ShownPage](), [Reading(schema, page) for page in pages]
    for reading in readings:
        made = reading.read(plugin, scripts)
        if not reading.faults:
            for document in documents_of(made):
                reading.faults += [one.message for one in validate(schema, parse(document))]
        shown.append(made)
    _note_where_they_lead({one.page.name: one for one in readings})
    return shown, [f"page {one.page.name!r}: {fault}" for one in readings for fault in one.faults]


def _note_where_they_lead(readings: dict[str, Reading]) -> None:
    """A page of one record shows what leads to it, and nothing of another type."""
    for one in readings.values():
        leads = getattr(one.page, "opens", "") or getattr(one.page, "then", "")
        target = readings.get(leads)
        if target is None or not isinstance(target.page, DetailPage):
            continue
        if one.shows and target.shows and one.shows != target.shows:
            one.faults.append(
                f"it leads to {leads!r}, which shows {target.shows}, and brings {one.shows}"
            )


def documents_of(page: ShownPage) -> Iterator[str]:
    """Every operation that the page sends."""
    inputs = [*page.inputs, *(one for act in page.actions for one in act.inputs)]
    choices = [one.choices.document for one in inputs if one.choices]
    yield from filter(None, [page.document, *(act.document for act in page.actions), *choices])
