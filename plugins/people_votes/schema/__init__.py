"""GraphQL of the deputies' vote on livelihood projects; it decides nothing."""

from plugins.people_votes.schema import words  # names the closed lists before they are used
from plugins.people_votes.schema.reads import Query
from plugins.people_votes.schema.verbs import Mutation
from plugins.people_votes.schema.watching import Subscription

__all__ = ["Mutation", "Query", "Subscription", "words"]
