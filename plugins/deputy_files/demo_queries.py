"""What the demo asks and does, as GraphQL: one text for each verb."""

from typing import Final

ANSWERS: Final = {
    "importDeputies": "count",
    "importEntries": "count",
    "openFiles": "count",
    "confirmEntries": "count",
    "makeStatistics": "id",
}
"""What is asked of verbs that answer with something else than a record."""

MEMBERS: Final = "{ members(first: 100) { nodes { id name } } }"
ALIKE: Final = "query($draft: ID!) { entryLikenesses(draft: $draft) { id } }"
IMPORT_ALIKE: Final = """query($file: ID!) {
  entryImportPreview(file: $file) { likenesses { id } } }"""
OWN_ENTRIES: Final = "{ dutyEntries(first: 100) { nodes { id title } } }"
OWN_FILE: Final = "{ deputyFiles(first: 1) { nodes { id } } }"
WAITING: Final = """{ entryDrafts(where: { state: SUBMITTED }, first: 100) {
  nodes { id title } } }"""


def mutation(verb: str) -> str:
    """The text of a verb."""
    kind = f"{verb[0].upper()}{verb[1:]}Input"
    answer = ANSWERS.get(verb, "id")
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {answer} }} }}"
