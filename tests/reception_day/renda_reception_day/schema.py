"""What clients see: three records, four lists, five verbs."""

from datetime import date
from typing import Annotated, Any

import sqlalchemy as sa
import strawberry
from core import (
    DeadlineRecord,
    Info,
    Node,
    column,
    computed,
    enum,
    given,
    key,
    link,
    reads,
    record,
    records,
    today,
    verb,
)

from renda_reception_day import models, permissions, rules, service
from renda_reception_day.models import (
    ReceptionMatterState,
    ReceptionTaskState,
    ReceptionVisitorKind,
)

enum(
    ReceptionVisitorKind,
    "来访人",
    {ReceptionVisitorKind.DEPUTY: "人大代表", ReceptionVisitorKind.CITIZEN: "群众"},
)
enum(
    ReceptionMatterState,
    "接待事项的状态",
    {
        ReceptionMatterState.RECORDED: "已登记",
        ReceptionMatterState.HANDED: "已交办",
        ReceptionMatterState.ANSWERED: "已答复",
        ReceptionMatterState.CLOSED: "已办结",
    },
)
enum(
    ReceptionTaskState,
    "交办事项的状态",
    {ReceptionTaskState.WAITING: "待答复", ReceptionTaskState.ANSWERED: "已答复"},
)


@record(models.DayRow, read=permissions.READ, description="一个主任接待日")
class ReceptionDay(Node):
    """A day, as the public reads it."""

    held_on: date = column("接待日期")
    place: str = column("接待地点")
    receiver_name: str = column("接待人姓名")
    receiver_post: str = column("接待人职务")


@record(
    models.MatterRow,
    read=permissions.READ_MATTERS,
    description="一件接待事项；只有登记的机关看得到",
)
class ReceptionMatter(Node):
    """A matter, as the organ that recorded it sees it."""

    day: ReceptionDay | None = link(ReceptionDay, "day_id", "所属的接待日")
    visitor_kind: ReceptionVisitorKind = column("来访人")
    surname: str = column("来访人的姓氏")
    subject: str = column("事由")
    text: str = column("反映的内容")
    state: ReceptionMatterState = column("状态")
    handed_to: str | None = column("承办机关的代码；没有交办的为空")
    handed_to_name: str | None = column("承办机关；没有交办的为空")
    handed_on: date | None = column("交办日期")
    due_on: date | None = column("交办时算得的答复期限；没有规定期限的为空")
    answer: str | None = column("承办机关的答复")
    answered_on: date | None = column("答复日期")
    closing_note: str | None = column("办结情况")
    closed_on: date | None = column("办结日期")

    @computed(
        "答复期限及其依据，或者没有规定期限；没有交办的为空",
        needs=["handed_on", "due_on", "due_span", "due_rule"],
    )
    def due_text(root: Any) -> str | None:
        """It says so where no clock runs."""
        return rules.due_in_words(root.handed_on, root.due_on, root.due_span, root.due_rule)


@record(
    models.TaskRow,
    read=permissions.READ_TASKS,
    description="一件交本机关办理的接待事项；不含来访人",
)
class ReceptionTask(Node):
    """A matter, as the handling organ sees it."""

    from_organ_name: str = column("交办的机关")
    subject: str = column("事由")
    text: str = column("反映的内容")
    handed_on: date = column("交办日期")
    state: ReceptionTaskState = column("状态")
    clock: DeadlineRecord | None = link(DeadlineRecord, "clock_id", "答复期限，连同怎样算出")
    answer: str | None = column("答复")
    answered_on: date | None = column("答复日期")


@strawberry.type(description="处于一种状态的接待事项有多少件")
class ReceptionMatterCount:
    """One state."""

    state: ReceptionMatterState = column("状态")
    count: int = column("件数")


@strawberry.input(description="预告主任接待日")
class OpenReceptionDayInput:
    """When, where, by whom."""

    held_on: date = given("接待日期；不能早于今天")
    place: str = given("接待地点")
    receiver_name: str = given("接待人姓名")
    receiver_post: str = given("接待人职务")


@strawberry.input(description="登记接待事项")
class RecordReceptionMatterInput:
    """What was brought."""

    day: strawberry.ID = given("接待日的 id")
    visitor_kind: ReceptionVisitorKind = given("来访人")
    surname: str = given("来访人的姓氏；不填全名")
    subject: str = given("事由")
    text: str = given("反映的内容")


@strawberry.input(description="交办接待事项")
class HandReceptionMatterInput:
    """Which matter, to whom."""

    matter: strawberry.ID = given("接待事项的 id")
    to: str = given("本机构内承办机关的代码")


@strawberry.input(description="答复交办的接待事项")
class AnswerReceptionTaskInput:
    """Which task, and what is answered."""

    task: strawberry.ID = given("交办事项的 id")
    answer: str = given("答复")


@strawberry.input(description="办结接待事项")
class CloseReceptionMatterInput:
    """Which matter, and how it ended."""

    matter: strawberry.ID = given("接待事项的 id")
    note: str = given("办结情况")


@strawberry.type
class Query:
    """Two lists of days, one of matters, one of tasks; how the matters stand."""

    @records(ReceptionDay, "将要举行的主任接待日，最近的在前；无需登录")
    def coming_reception_days(self, info: Info) -> Any:
        coming = sa.select(models.DayRow).where(models.DayRow.held_on >= today())
        return coming.order_by(models.DayRow.held_on)

    @records(ReceptionDay, "全部主任接待日，最近的在前")
    def reception_days(self, info: Info) -> Any:
        return sa.select(models.DayRow).order_by(models.DayRow.held_on.desc())

    @records(ReceptionMatter, "本机关登记的接待事项，最近的在前")
    def reception_matters(
        self,
        info: Info,
        state: Annotated[
            ReceptionMatterState | None, strawberry.argument(description="只列这个状态的")
        ] = None,
        day: Annotated[
            strawberry.ID | None, strawberry.argument(description="只列这个接待日的")
        ] = None,
    ) -> Any:
        listing = sa.select(models.MatterRow).order_by(models.MatterRow.created_at.desc())
        if state is not None:
            listing = listing.where(models.MatterRow.state == state)
        if day is not None:
            listing = listing.where(models.MatterRow.day_id == key(day, "ReceptionDay"))
        return listing

    @reads(permissions.READ_MATTERS, "本机关登记的接待事项，各种状态的有多少件")
    async def reception_matter_counts(self, info: Info) -> list[ReceptionMatterCount]:
        async with info.context.reading() as session:
            counted = await service.count_matters(session)
        return [ReceptionMatterCount(state=state, count=count) for state, count in counted]

    @records(ReceptionTask, "交本机关办理的接待事项，最近的在前")
    def reception_tasks(
        self,
        info: Info,
        state: Annotated[
            ReceptionTaskState | None, strawberry.argument(description="只列这个状态的")
        ] = None,
    ) -> Any:
        listing = sa.select(models.TaskRow).order_by(models.TaskRow.created_at.desc())
        return listing if state is None else listing.where(models.TaskRow.state == state)


@strawberry.type
class Mutation:
    """Five verbs; each answers with the row, shown as the record that is built on it."""

    @verb(permissions.OPEN_DAY, "预告一个主任接待日")
    async def open_reception_day(self, info: Info, input: OpenReceptionDayInput) -> ReceptionDay:
        return await service.open_reception_day(  # type: ignore[return-value]
            info.context.work, input.held_on, input.place, input.receiver_name, input.receiver_post
        )

    @verb(permissions.RECORD_MATTER, "登记接待日来访反映的一件事项")
    async def record_reception_matter(
        self, info: Info, input: RecordReceptionMatterInput
    ) -> ReceptionMatter:
        return await service.record_reception_matter(  # type: ignore[return-value]
            info.context.work,
            key(input.day, "ReceptionDay"),
            input.visitor_kind,
            input.surname,
            input.subject,
            input.text,
        )

    @verb(permissions.HAND_MATTER, "把一件接待事项交本机构的另一机关办理，按规定计算答复期限")
    async def hand_reception_matter(
        self, info: Info, input: HandReceptionMatterInput
    ) -> ReceptionMatter:
        matter = key(input.matter, "ReceptionMatter")
        return await service.hand_reception_matter(info.context.work, matter, input.to)  # type: ignore[return-value]

    @verb(permissions.ANSWER_TASK, "答复交本机关办理的接待事项；答复送回交办的机关")
    async def answer_reception_task(
        self, info: Info, input: AnswerReceptionTaskInput
    ) -> ReceptionTask:
        task = key(input.task, "ReceptionTask")
        return await service.answer_reception_task(info.context.work, task, input.answer)  # type: ignore[return-value]

    @verb(permissions.CLOSE_MATTER, "办结一件接待事项")
    async def close_reception_matter(
        self, info: Info, input: CloseReceptionMatterInput
    ) -> ReceptionMatter:
        matter = key(input.matter, "ReceptionMatter")
        return await service.close_reception_matter(info.context.work, matter, input.note)  # type: ignore[return-value]
