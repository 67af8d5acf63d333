"""A plugin's declared pages against its schema: what is wrong, and what a renderer must know.

Both come of one reading: a column that is found is described, one that is not is a fault. The
documents that a page asks are made here, so that a client need not know the schema.
"""

from collections.abc import Iterator, Sequence

from graphql import GraphQLSchema, parse, validate

from core.graphql.described_pages.reading import Reading
from core.graphql.described_pages.shown import ShownPage
from core.pages import Page, Script


def described(
    schema: GraphQLSchema, plugin: str, pages: Sequence[Page], scripts: dict[str, Script]
) -> tuple[list[ShownPage], list[str]]:
    """The pages as they are shown, and what is wrong with them, each fault a sentence."""
    shown, faults = list[ShownPage](), list[str]()
    for page in pages:
        reading = Reading(schema, page)
        made = reading.read(plugin, scripts)
        if not reading.faults:
            for document in documents_of(made):
                reading.faults += [one.message for one in validate(schema, parse(document))]
        shown.append(made)
        faults += [f"page {page.name!r}: {fault}" for fault in reading.faults]
    return shown, faults


def documents_of(page: ShownPage) -> Iterator[str]:
    """Every operation that the page sends."""
    inputs = [*page.inputs, *(one for act in page.actions for one in act.inputs)]
    choices = [one.choices.document for one in inputs if one.choices]
    yield from filter(None, [page.document, *(act.document for act in page.actions), *choices])
