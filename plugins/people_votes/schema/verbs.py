"""The plugin's verbs."""

import strawberry

from core import Info, verb
from plugins.people_votes import permissions as may
from plugins.people_votes import service
from plugins.people_votes.schema.calls import CallVerbs
from plugins.people_votes.schema.inputs import OpenCycleInput
from plugins.people_votes.schema.lists import ListVerbs
from plugins.people_votes.schema.printing import PrintingVerbs
from plugins.people_votes.schema.project_verbs import ProjectVerbs
from plugins.people_votes.schema.records import Cycle
from plugins.people_votes.schema.voting import VotingVerbs

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.type
class Mutation(CallVerbs, ListVerbs, PrintingVerbs, ProjectVerbs, VotingVerbs):
    """The plugin's verbs."""

    @verb(may.OPEN_CYCLE, "启动一轮民生实事票决，或者一轮微实事推选")
    async def open_cycle(self, info: Info, input: OpenCycleInput) -> Cycle:
        return await service.open_cycle(info.context.work, input.to_cycle())
