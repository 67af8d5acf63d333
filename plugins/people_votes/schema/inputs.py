"""What clients enter."""

from datetime import date

import strawberry

from core import given, key
from plugins.people_votes import rules, service


@strawberry.input(description="启动一轮票决")
class OpenCycleInput:
    """A year's vote."""

    year: int = given("实施年度")
    title: str = given("名称，如“2026年度民生实事项目票决”")
    decider: rules.Decider = given("由谁票决或者推选")
    area: str | None = given("微实事所在的社区", default=None)
    entrusted_by: str | None = given("推选微实事所依据的委托决定", default=None)

    def to_cycle(self) -> service.NewCycle:
        """The plain form."""
        return service.NewCycle(
            year=self.year,
            title=self.title,
            decider=self.decider,
            area=self.area,
            entrusted_by=self.entrusted_by,
        )


@strawberry.input(description="审查候选项目、决定项目调整的会议及其表决")
class DecidingMeetingInput:
    """A meeting and its vote."""

    in_favour: int = given("赞成人数")
    record: strawberry.ID | None = given(
        "已登记的会议的 id；名称、日期、应到和实到人数按名册和签到，不必再填", default=None
    )
    title: str = given("会议名称；没有登记的会议才填，下同", default="")
    held_on: date | None = given("会议日期", default=None)
    members: int = given("全体成员人数", default=0)
    present: int = given("出席人数", default=0)

    def to_meeting(self) -> service.ToldMeeting:
        """The plain form."""
        return service.ToldMeeting(
            record=key(self.record, "Meeting") if self.record is not None else None,
            title=self.title,
            held_on=self.held_on,
            members=self.members,
            present=self.present,
            in_favour=self.in_favour,
        )
