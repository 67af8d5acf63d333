"""Meetings, their rolls, and what happens to mandates."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import congress, mandates, permissions
from core.graphql.context import Info
from core.graphql.ids import key
from core.graphql.nodes import Node, column, given, record
from core.graphql.pages import records
from core.graphql.permissions import verb
from core.kit.ballots import sitting
from core.schema.records import Mandate

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(congress.MeetingMember, read=permissions.READ_ROLL, description="会议名册中的一人")
class MeetingMember(Node):
    """Somebody on the roll."""

    number: int = column("序号")
    name: str = column("姓名")
    delegation: str | None = column("代表团、选区或者所代表的居民")
    attendance: congress.Attendance = column("到会情况")


@record(congress.Meeting, read=permissions.READ_MEETINGS, description="一次会议", timeline=True)
class Meeting(Node):
    """A meeting."""

    assembly: congress.Assembly = column("什么会议")
    title: str = column("会议全称")
    term: int | None = column("届次；人民代表大会会议才有")
    begins_on: date = column("开始日期")
    ends_on: date | None = column("预定结束日期")
    due: int = column("应到人数，生成名册时")
    closed_on: date | None = column("闭会日期")


@record(
    mandates.MandateChange,
    read=permissions.READ_MANDATE_CHANGES,
    description="代表资格的一次变动及其理由；只有登记的机关看得到",
)
class MandateChange(Node):
    """Why a mandate stands still, goes on or has ended."""

    step: mandates.MandateStep = column("变动")
    dated_on: date = column("日期")
    reason: str = column("理由")
    recorded_by_name: str = column("由谁登记")


@strawberry.input(description="议事会的一名成员")
class NamedMemberInput:
    """Somebody by name."""

    name: str = given("姓名")
    delegation: str | None = given("所代表的居民小组、单位", default=None)
    member: strawberry.ID | None = given(
        "有账号的，其在本机构任职的 id；监票人须有账号", default=None
    )

    def to_member(self) -> congress.NamedMember:
        """The plain form."""
        membership = key(self.member, "Member") if self.member is not None else None
        return congress.NamedMember(self.name, self.delegation, membership)


@strawberry.input(description="召开会议")
class ConveneMeetingInput:
    """What meets, and when."""

    assembly: congress.Assembly = given("什么会议")
    title: str = given("会议全称")
    begins_on: date = given("开始日期")
    ends_on: date | None = given("预定结束日期", default=None)
    term: int | None = given("届次；人民代表大会会议必填", default=None)
    members: list[NamedMemberInput] = given(
        "议事会的成员名单；代表大会、常委会的名册自动生成", default_factory=list
    )

    def to_meeting(self) -> congress.NewMeeting:
        """The plain form."""
        members = tuple(one.to_member() for one in self.members)
        return congress.NewMeeting(
            assembly=self.assembly,
            title=self.title,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            term=self.term,
            members=members,
        )


@strawberry.input(description="登记签到、请假、缺席")
class RecordAttendanceInput:
    """Who is where."""

    meeting: strawberry.ID = given("会议的 id")
    members: list[strawberry.ID] = given(
        "名册成员的 id；不填则为所有还没有登记的人", default_factory=list
    )
    attendance: congress.Attendance = given("到会情况")


@strawberry.input(description="登记闭会")
class CloseMeetingInput:
    """When it ended."""

    meeting: strawberry.ID = given("会议的 id")
    on: date = given("闭会日期")


@strawberry.input(description="登记代表资格的变动")
class MandateChangeInput:
    """What, when, why."""

    mandate: strawberry.ID = given("代表资格的 id")
    on: date = given("日期")
    reason: str = given("理由，以及所依据的报告、公告；只有登记的机关看得到")


@strawberry.type
class MeetingReads:
    """Meetings and rolls."""

    @records(Meeting, "本机构的会议，最近的在前")
    def meetings(
        self,
        info: Info,
        assembly: Annotated[
            congress.Assembly | None, strawberry.argument(description="只要这种会议")
        ] = None,
    ) -> Any:
        return congress.meeting_list(assembly)

    @records(MeetingMember, "一次会议的名册，按序号")
    def meeting_roll(
        self,
        info: Info,
        meeting: Annotated[strawberry.ID, strawberry.argument(description="会议的 id")],
        attendance: Annotated[
            congress.Attendance | None, strawberry.argument(description="只要此到会情况的")
        ] = None,
    ) -> Any:
        return congress.roll_list(key(meeting, "Meeting"), attendance)

    @records(MandateChange, "一项代表资格的变动及其理由，最近的在前")
    def mandate_changes(
        self,
        info: Info,
        mandate: Annotated[strawberry.ID, strawberry.argument(description="代表资格的 id")],
    ) -> Any:
        return mandates.change_list(key(mandate, "Mandate"))


@strawberry.type
class MeetingVerbs:
    """Meetings and mandates."""

    @verb(permissions.CONVENE_MEETING, "召开会议，并按现任代表、组成人员生成名册")
    async def convene_meeting(self, info: Info, input: ConveneMeetingInput) -> Meeting:
        return await congress.convene_meeting(info.context.work, input.to_meeting())

    @verb(permissions.RECORD_ATTENDANCE, "登记签到、请假、缺席")
    async def record_attendance(self, info: Info, input: RecordAttendanceInput) -> Meeting:
        return await congress.record_attendance(
            info.context.work,
            key(input.meeting, "Meeting"),
            [key(one, "MeetingMember") for one in input.members],
            input.attendance,
        )

    @verb(permissions.CLOSE_MEETING, "登记闭会")
    async def close_meeting(self, info: Info, input: CloseMeetingInput) -> Meeting:
        meeting = key(input.meeting, "Meeting")
        return await sitting.close_meeting(info.context.work, meeting, input.on)

    @verb(permissions.SUSPEND_MANDATE, "登记暂停执行代表职务；理由只有登记的机关看得到")
    async def suspend_mandate(self, info: Info, input: MandateChangeInput) -> Mandate:
        mandate = key(input.mandate, "Mandate")
        return await mandates.suspend_mandate(info.context.work, mandate, input.on, input.reason)

    @verb(permissions.RESUME_MANDATE, "登记恢复执行代表职务")
    async def resume_mandate(self, info: Info, input: MandateChangeInput) -> Mandate:
        mandate = key(input.mandate, "Mandate")
        return await mandates.resume_mandate(info.context.work, mandate, input.on, input.reason)

    @verb(permissions.END_MANDATE, "登记代表资格终止；软件不作决定，只登记已经公告的")
    async def end_mandate(self, info: Info, input: MandateChangeInput) -> Mandate:
        mandate = key(input.mandate, "Mandate")
        return await mandates.end_mandate(info.context.work, mandate, input.on, input.reason)


MeetingRecord = Meeting
"""Under this name the front door offers it, so that a plugin may have a `Meeting` of its own."""
