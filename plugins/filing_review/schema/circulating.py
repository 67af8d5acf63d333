"""Circulation: who was given a filing to read, and what they said when they had."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from core import Info, Node, column, computed, given, key, link, record, records, verb
from plugins.filing_review import models, service
from plugins.filing_review import permissions as may
from plugins.filing_review.schema.inputs import filing_key

if TYPE_CHECKING:
    from plugins.filing_review.schema.records import Filing

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false

_FILING = strawberry.lazy("plugins.filing_review.schema.records")


def _filing() -> Any:
    from plugins.filing_review.schema.records import Filing

    return Filing


@record(
    models.Circulation,
    read=may.READ,
    description="一件备案件传阅给一个人",
    part_of={models.Filing: "filing_id"},
)
class Circulation(Node):
    """One reader of a filing."""

    filing: Annotated["Filing", _FILING] | None = link(
        _filing, "filing_id", "传阅的备案件", lazy=Annotated["Filing", _FILING]
    )
    person_name: str = column("传阅给谁")
    note: str | None = column("传阅时的说明")
    circulated_by_name: str = column("由谁传阅")
    created_at: datetime = column("传阅时间")
    read_at: datetime | None = column("阅看时间；还没有阅看的为空")
    words: str | None = column("阅看人的意见")

    @computed("是否传阅给本人的", needs=["person_id"])
    def mine(root: Any, info: Info) -> bool:
        """Given to whoever asks."""
        actor = info.context.viewer.actor
        return actor is not None and actor.person_id == root.person_id


@strawberry.input(description="把一件备案件传阅给本机关的同事")
class CirculateFilingInput:
    """Which filing, to whom."""

    filing: strawberry.ID = given("备案件的 id")
    people: list[strawberry.ID] = given("传阅给谁：colleagues 中各人的 id")
    note: str | None = given("说明，可不填", default=None)


@strawberry.input(description="已阅")
class MarkFilingReadInput:
    """What one has read."""

    circulation: strawberry.ID = given("传阅件的 id")
    words: str | None = given("意见，可不填", default=None)


@strawberry.type
class CirculationReads:
    """Reads about circulation."""

    @records(Circulation, "传阅给本人的备案件，最近的在前")
    def circulations(
        self,
        info: Info,
        unread: Annotated[bool, strawberry.argument(description="只要还没有阅看的")] = False,
    ) -> Any:
        actor = info.context.viewer.actor
        return service.circulation_list(actor.person_id if actor else None, unread=unread)


@strawberry.type
class CirculationVerbs:
    """Verbs of circulation."""

    @verb(may.CIRCULATE_FILING, "传阅：请本机关的同事阅看一件备案件")
    async def circulate_filing(
        self, info: Info, input: CirculateFilingInput
    ) -> Annotated["Filing", _FILING]:
        people = [key(one, "Member") for one in input.people]
        filing = filing_key(input.filing)
        return await service.circulate_filing(info.context.work, filing, people, input.note)

    @verb(may.MARK_FILING_READ, "已阅：阅看了传阅给本人的一件，可以附意见")
    async def mark_filing_read(self, info: Info, input: MarkFilingReadInput) -> Circulation:
        circulation = key(input.circulation, "Circulation")
        return await service.mark_filing_read(info.context.work, circulation, input.words)
