"""GraphQL of recording and review; it decides nothing."""

from plugins.filing_review.schema import words  # names the closed lists before they are used
from plugins.filing_review.schema.reads import Query
from plugins.filing_review.schema.verbs import Mutation

__all__ = ["Mutation", "Query", "words"]
