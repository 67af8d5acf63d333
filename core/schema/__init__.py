"""The core's GraphQL: bodies, people, plugins, practice, files, deadlines, packages, events.

Thin: it names, describes and asks; it decides nothing.
"""

from core.schema import words  # names the closed lists before they are used
from core.schema.reads import Query
from core.schema.verbs import Mutation

__all__ = ["Mutation", "Query", "words"]
