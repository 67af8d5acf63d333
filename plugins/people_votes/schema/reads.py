"""The plugin's reads."""

from typing import Annotated, Any

import strawberry

from core import Info, records
from plugins.people_votes import rules, service
from plugins.people_votes.schema.calls import CallReads
from plugins.people_votes.schema.lists import ListReads
from plugins.people_votes.schema.project_verbs import ProjectReads
from plugins.people_votes.schema.records import Cycle
from plugins.people_votes.schema.voting import VotingReads


@strawberry.type
class Query(CallReads, ListReads, ProjectReads, VotingReads):
    """The plugin's reads."""

    @records(Cycle, "各轮民生实事票决、微实事推选，最近的年度在前")
    def vote_cycles(
        self,
        info: Info,
        year: Annotated[int | None, strawberry.argument(description="只要此年度的")] = None,
        state: Annotated[
            rules.CycleState | None, strawberry.argument(description="只要此状态的")
        ] = None,
        to_check: Annotated[
            bool, strawberry.argument(description="只要项目已有方案、待保密审查的")
        ] = False,
    ) -> Any:
        return service.cycle_list(year, state, to_check=to_check)
