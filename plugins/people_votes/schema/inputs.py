"""What clients enter."""

import strawberry

from core import given
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
