"""What goes on by itself: how many have voted, while they vote."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from core import Info, NotFound, RoundState, column, watches, woken
from plugins.people_votes import permissions as may
from plugins.people_votes import service
from plugins.people_votes.schema.voting import round_key


@strawberry.type(description="投票进度：只有人数，没有任何选择")
class VoteTurnout:
    """Numbers only, and whether the voting still goes on."""

    state: RoundState = column("状态")
    cast: int = column("已投票的人数")
    entitled: int = column("名册上的人数")


@strawberry.type
class Subscription:
    """What the plugin tells as it happens."""

    @watches(may.READ_TURNOUT, "电子记名表决的投票进度，随投随报；只有人数")
    async def vote_turnout(
        self,
        info: Info,
        round: Annotated[strawberry.ID, strawberry.argument(description="这次表决的 id")],
    ) -> AsyncGenerator[VoteTurnout]:
        round_id = round_key(round)
        async for _ in woken(info, service.TURNOUT, round_id):
            async with info.context.reading() as session:
                told = await service.turnout_of(session, round_id)
            if told is None:
                raise NotFound("这次表决")
            state, cast, entitled = told
            yield VoteTurnout(state=state, cast=cast, entitled=entitled)
