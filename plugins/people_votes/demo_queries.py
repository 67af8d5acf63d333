"""What the demo asks and does, as GraphQL: one text for each verb."""

from typing import Final

INPUTS: Final = {
    "openVote": "VoteInput",
    "closeVote": "VoteInput",
    "confirmCount": "VoteInput",
    "announceResult": "VoteInput",
    "printBallots": "VoteInput",
    "printTally": "VoteInput",
}
"""Verbs whose input is not called after them."""

ANSWERS: Final = {
    "proposeIdea": "code",
    "recordIdea": "code",
    "printBallots": "fault",
    "printTally": "fault",
    "castVote": "id",
}
"""What a verb is asked to answer, where it is not an id."""

MEMBERS: Final = "{ members(first: 100) { nodes { id name post organ { code } } } }"
ROLL: Final = "query($m: ID!) { meetingRoll(meeting: $m, first: 100) { nodes { id name } } }"
IDEAS: Final = (
    "query($cycle: ID!) { ideas(where: {cycle: $cycle}, first: 100) { nodes { id title state } } }"
)
CANDIDATES: Final = (
    "query($id: ID!) { node(id: $id) { ... on Cycle { candidates { id number title } } } }"
)
PROJECTS: Final = (
    "query($cycle: ID!) { projects(where: {cycle: $cycle}, first: 100)"
    " { nodes { id number title crossYear dueOn responsibleUnit investment"
    " milestones { id title } } } }"
)
MANDATES: Final = "{ mandates(first: 100) { nodes { id name status } } }"


def mutation(verb: str) -> str:
    """The text of a verb."""
    kind = INPUTS.get(verb) or f"{verb[0].upper()}{verb[1:]}Input"
    answer = ANSWERS.get(verb, "id")
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {answer} }} }}"
