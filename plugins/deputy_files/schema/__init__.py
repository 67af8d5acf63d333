"""GraphQL of deputies' files; it decides nothing."""

from plugins.deputy_files.schema import words  # names the closed lists before they are used
from plugins.deputy_files.schema.reads import Query
from plugins.deputy_files.schema.verbs import Mutation

__all__ = ["Mutation", "Query", "words"]
