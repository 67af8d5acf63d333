"""Facts between bodies, and where one's own files are."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    Info,
    Level,
    MandateStatus,
    Node,
    SentPackageRecord,
    as_name,
    column,
    given,
    key,
    reads,
    record,
    records,
    today,
    verb,
)
from plugins.deputy_files import models, rules, service
from plugins.deputy_files import permissions as may
from plugins.deputy_files.schema.records import DeputyFile, EntryDraft

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(
    models.ReceivedFact, read=may.PLACE_FACT, description="下级来报的一项履职情况", timeline=True
)
class ReceivedFact(Node):
    """What a body below sent."""

    from_body_name: str = column("来报机构")
    from_organ_name: str = column("来报机关")
    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    kind: str = column("种类的代码")
    held_on: date = column("日期")
    title: str = column("标题")
    text: str = column("内容")
    place: str | None = column("地点")
    unplaced: str | None = column("还没有记入档案的原因")


@strawberry.input(description="向上一级报送其代表的一项履职情况")
class SendFactInput:
    """What, to which organ of the body above."""

    organ: str = given("上一级的接收机关（代码）")
    name: str = given("代表姓名")
    district: str = given("选区或选举单位；同名的靠它区分", default="")
    kind: str = given("种类，上一级清单中的代码")
    held_on: date = given("日期")
    title: str = given("标题")
    text: str = given("内容")
    place: str | None = given("地点（场所名称）", default=None)
    evidence: list[strawberry.ID] = given(
        "照片、附件：先看 dutyLists 的 evidenceNotice，再上传，填 id", default_factory=list
    )

    def to_fact(self) -> rules.Fact:
        """The plain form."""
        return rules.Fact(
            name=as_name(self.name),
            district=self.district.strip(),
            kind=self.kind,
            held_on=str(self.held_on),
            title=self.title.strip(),
            text=self.text.strip(),
            place=self.place,
        )


@strawberry.input(description="把来报的履职情况记入一份档案")
class PlaceFactInput:
    """Which fact, whose file."""

    fact: strawberry.ID = given("来报的 id")
    file: strawberry.ID = given("履职档案的 id")
    kind: str | None = given("种类的代码；不填则用来报所写的", default=None)


@strawberry.type(description="本人有任职或者代表资格的一个机构；各机构的档案由各机构回答")
class OwnFilePlace:
    """A body where one's own file may be."""

    code: str = column("机构代码")
    name: str = column("机构名称")
    address: str = column("接口的路径；本人在那里登录后看自己的档案")
    here: bool = column("是否当前机构")
    files: list[DeputyFile] = column("本人在当前机构的档案；其他机构为空")


@strawberry.type(description="本人的一个代表资格，由所属机构自己回答")
class OwnMandate:
    """One level of one person."""

    code: str = column("机构代码")
    body_name: str = column("机构名称")
    level: Level = column("级别")
    address: str = column("接口的路径；本人在那里登录后办理")
    here: bool = column("是否当前机构")
    term: int = column("届次")
    district: str = column("选区或选举单位")
    status: MandateStatus = column("代表资格的状态")
    entries: int = column("该年度已入档、仍然有效的记录有几条")
    waiting: int = column("还没有入档的记录有几条")


@strawberry.type
class FactReads:
    """Facts that came, and one's own places."""

    @records(ReceivedFact, "下级来报的履职情况，最近的日期在前")
    def received_facts(
        self,
        info: Info,
        placed: Annotated[bool, strawberry.argument(description="只要已经记入档案的")] = False,
    ) -> Any:
        return service.fact_list(placed=placed)

    @reads(may.READ, "本人在各级的档案：当前机构的直接列出，其他机构给出地址，不跨机构读取")
    async def my_deputy_files(self, info: Info) -> list[OwnFilePlace]:
        return [
            OwnFilePlace(
                code=one.code,
                name=one.name,
                address=f"/t/{one.code}/graphql",
                here=one.id == info.context.body.id,
                files=files,  # pyright: ignore[reportArgumentType]
            )
            for one, files in await service.own_places(info.context)
        ]

    @reads(may.READ, "本人在各级的代表资格和该年度的履职情况：各机构只回答本人的，一次列出")
    async def my_mandates(
        self,
        info: Info,
        year: Annotated[int | None, strawberry.argument(description="年度；不填则为今年")] = None,
    ) -> list[OwnMandate]:
        return [
            OwnMandate(
                code=one.body.code,
                body_name=one.body.name,
                level=one.body.level,
                address=f"/t/{one.body.code}/graphql",
                here=one.body.id == info.context.body.id,
                term=one.term,
                district=one.district,
                status=one.status,
                entries=one.entries,
                waiting=one.waiting,
            )
            for one in await service.own_mandates(info.context, year or today().year)
        ]


@strawberry.type
class FactVerbs:
    """Facts between bodies."""

    @verb(may.SEND_FACT, "向上一级报送其代表的履职情况，密封送达，由上一级确认")
    async def send_fact(self, info: Info, input: SendFactInput) -> SentPackageRecord:
        evidence = [key(one, "File") for one in input.evidence]
        return await service.send_fact(info.context.work, input.to_fact(), input.organ, evidence)

    @verb(may.PLACE_FACT, "把来报的履职情况记入一份档案，等待确认")
    async def place_fact(self, info: Info, input: PlaceFactInput) -> EntryDraft:
        return await service.place_fact(
            info.context.work,
            key(input.fact, "ReceivedFact"),
            key(input.file, "DeputyFile"),
            input.kind,
        )
