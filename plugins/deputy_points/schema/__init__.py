"""GraphQL of points; it decides nothing."""

from plugins.deputy_points.schema import words  # names the closed lists before they are used
from plugins.deputy_points.schema.reads import Query
from plugins.deputy_points.schema.verbs import Mutation

__all__ = ["Mutation", "Query", "words"]
