"""The core's reads."""

from datetime import MAXYEAR, MINYEAR, date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
import strawberry

from core import (
    access,
    clock,
    dispatch,
    events,
    people,
    permissions,
    searching,
    service,
    signing_in,
    tenancy,
)
from core import look as looks
from core import timeline as timelines
from core.errors import Invalid
from core.graphql.context import Info
from core.graphql.ids import decode, global_id, key
from core.graphql.nodes import column, enum, given
from core.graphql.ordering import SortDirection, ordered
from core.graphql.pages import records
from core.graphql.permissions import reads
from core.kit import deadlines as clocks
from core.kit.official import templates, word
from core.schema.groups import GroupReads
from core.schema.meetings import MeetingReads
from core.schema.notifications import NotificationReads
from core.schema.pages import PageReads
from core.schema.plugins import PluginReads
from core.schema.practices import PracticeReads
from core.schema.records import (
    ActionInfo,
    Body,
    BodyDeadline,
    ChainVerdict,
    Colleague,
    Deadline,
    Done,
    DueEntry,
    DueList,
    Event,
    Found,
    Look,
    Mandate,
    Member,
    OrganDue,
    OwnAccount,
    OwnSession,
    PaperForm,
    QueuedPackage,
    ReceivedPackage,
    RoleInfo,
    SentPackage,
    TemplateVariable,
    Viewer,
    WorkdayOverride,
    WorkdayYear,
)


@strawberry.type(description="导入表中一行的检查结果")
class ImportRow:
    """One row and what is wrong with it."""

    row: int = column("行号，表头为第1行")
    name: str = column("姓名")
    login: str = column("登录名")
    organ: str = column("机关代码")
    post: str = column("职务")
    post_kind: people.PostKind = column("职务类别")
    roles: list[str] = column("角色，用其名称")
    problems: list[str] = column("问题；为空表示可以导入")


@strawberry.input(description="事项的筛选")
class EventFilter:
    """Which events."""

    name: str | None = given("事项名", default=None)
    since: datetime | None = given("此时起", default=None)
    until: datetime | None = given("此时止（不含）", default=None)


@strawberry.input(description="期限的筛选")
class DeadlineFilter:
    """Which clocks."""

    due_by: date | None = given("此日（含）以前届满", default=None)
    overdue: bool = given("只要已逾期的", default=False)
    due_soon: bool = given(
        "只要即将届满的，提前多久以本机构的做法为准；没有设置的一项也没有", default=False
    )
    subject: strawberry.ID | None = given("只要此记录的，给它的 id", default=None)


class EventOrderBy(StrEnum):
    """By what events may be ordered."""

    TIME = "created_at"
    NAME = "name"


class DeadlineOrderBy(StrEnum):
    """By what deadlines may be ordered."""

    DUE = "due_on"
    TRIGGER = "trigger_on"


enum(EventOrderBy, "操作记录按什么排序", {EventOrderBy.TIME: "时间", EventOrderBy.NAME: "事项名"})
enum(
    DeadlineOrderBy,
    "期限按什么排序",
    {DeadlineOrderBy.DUE: "届满之日", DeadlineOrderBy.TRIGGER: "起算之日"},
)


@strawberry.input(description="操作记录的排序")
class EventOrder:
    """One column and a direction."""

    by: EventOrderBy = given("按什么排序")
    direction: SortDirection = given("方向", default=SortDirection.ASCENDING)


@strawberry.input(description="期限的排序")
class DeadlineOrder:
    """One column and a direction."""

    by: DeadlineOrderBy = given("按什么排序")
    direction: SortDirection = given("方向", default=SortDirection.ASCENDING)


DAY = Annotated[date | None, strawberry.argument(description="哪一天，默认今天")]


@strawberry.type
class Query(MeetingReads, GroupReads, NotificationReads, PageReads, PluginReads, PracticeReads):
    """The core's reads."""

    @reads(permissions.READ_BODY, "本机构")
    async def body(self, info: Info) -> Body:
        return info.context.body  # pyright: ignore[reportReturnType]

    @reads(permissions.READ_BODY, "当前访问者")
    async def viewer(self, info: Info) -> Viewer:
        viewer = info.context.viewer
        async with info.context.reading() as session:
            organs = await service.organs_of(session, viewer.actor)
        actor = viewer.actor
        return Viewer(
            account=strawberry.ID(global_id("Account", actor.account_id)) if actor else None,
            name=actor.name if actor else None,
            organ=viewer.organ,  # pyright: ignore[reportArgumentType]
            organs=organs,  # pyright: ignore[reportArgumentType]
            actions=access.existing(viewer.actions, info.context.plugins_on),
            must_change_password=viewer.must_change_password,
        )

    @reads(permissions.READ_BODY, "本机构网页的外观；登录以前也可以查询")
    async def look(self, info: Info) -> Look:
        async with info.context.reading() as session:
            return Look.of(await looks.look_of(session), info.context.body)

    @reads(permissions.READ_OWN_SESSIONS, "本人账号的各次登录和两步验证")
    async def own_account(self, info: Info) -> OwnAccount:
        actor = info.context.viewer.actor
        if actor is None:
            raise AssertionError("only who is signed in holds this action")
        async with info.context.reading() as session:
            account = await session.get_one(people.Account, actor.account_id)
            found = await signing_in.own_sessions(session, actor)
        return OwnAccount(
            sessions=[
                OwnSession(
                    id=strawberry.ID(global_id("Session", row.id)),
                    body=body.name,
                    signed_in_at=row.created_at,
                    expires_at=row.expires_at,
                    client=row.client,
                    current=row.id == actor.session_id,
                )
                for row, body in found
            ],
            second_factor_since=account.totp_since,
            recovery_codes_left=len(account.recovery_hashes),
        )

    @records(Member, "本机构各机关的任职人员，按姓名")
    def members(
        self,
        info: Info,
        organ: Annotated[str | None, strawberry.argument(description="只要此机关代码的")] = None,
    ) -> Any:
        return service.member_list(organ)

    @reads(permissions.READ_COLLEAGUES, "当前机关的同事，用于分办、指定承办人")
    async def colleagues(
        self,
        info: Info,
        may: Annotated[
            str | None, strawberry.argument(description="只要有此项权限（权限名）的")
        ] = None,
    ) -> list[Colleague]:
        viewer, policies = info.context.viewer, info.context.platform.policies
        person = viewer.actor.person_id if viewer.actor else None
        async with info.context.reading() as session:
            found = await service.colleagues_of(session, policies, viewer.organ, may)
        return [
            Colleague(
                id=strawberry.ID(global_id("Member", member.id)),
                name=member.name,
                post=member.post,
                me=member.person_id == person,
            )
            for member in found
        ]

    @records(Mandate, "本届代表，按姓名")
    def mandates(self, info: Info) -> Any:
        return sa.select(people.Mandate).order_by(people.Mandate.name)

    @reads(permissions.READ_PEOPLE, "可以分配的角色")
    async def roles(self, info: Info) -> list[RoleInfo]:
        platform = info.context.platform
        async with info.context.reading() as session:
            found = await service.role_list(
                session, platform.policies, info.context.plugins_on, platform.plugins
            )
        return [RoleInfo(**role) for role in found]

    @reads(permissions.READ_PEOPLE, "可以放进自定义角色的权限")
    async def actions(self, info: Info) -> list[ActionInfo]:
        on = ["core", *sorted(info.context.plugins_on)]
        declared = info.context.platform.plugins.actions
        return [
            ActionInfo(name=action.name, title=action.title)
            for plugin in on
            for action in declared[plugin]
        ]

    @records(Deadline, "当前机关计时中的期限，最近的在前")
    async def deadlines(
        self,
        info: Info,
        where: Annotated[DeadlineFilter | None, strawberry.argument(description="筛选")] = None,
        order: Annotated[DeadlineOrder | None, strawberry.argument(description="排序")] = None,
    ) -> Any:
        wanted = where or DeadlineFilter()
        overdue_on = clock.today() if wanted.overdue else None
        about = decode(wanted.subject)[1] if wanted.subject is not None else None
        listing = clocks.due_list(until=wanted.due_by, overdue_on=overdue_on, about=about)
        if wanted.due_soon:
            soon = await service.soon_until(info.context)
            listing = listing.where(clocks.of_stage(clocks.Deadline, clocks.Stage.DUE_SOON, soon))
        if order is None:
            return listing
        return ordered(listing, getattr(clocks.Deadline, order.by), order.direction)

    @records(BodyDeadline, "全机构各机关计时中的期限，最近的在前；不含所涉事项")
    async def body_deadlines(
        self,
        info: Info,
        stage: Annotated[
            clocks.Stage | None, strawberry.argument(description="只要即将届满的，或者已逾期的")
        ] = None,
        organ: Annotated[str | None, strawberry.argument(description="只要此机关代码的")] = None,
    ) -> Any:
        return clocks.fact_list(stage, organ, await service.soon_until(info.context))

    @reads(permissions.READ_ALL_DEADLINES, "各机关计时中的期限数，逾期多的在前")
    async def deadline_counts(self, info: Info) -> list[OrganDue]:
        soon = await service.soon_until(info.context)
        async with info.context.reading() as session:
            counted = await clocks.organ_counts(session, soon)
        return [OrganDue(**one._asdict()) for one in counted]

    @reads(permissions.READ_DEADLINES, "本人某一天的提醒清单，每个任职机关一份；每天由系统生成")
    async def my_due_list(self, info: Info, on: DAY = None) -> list[DueList]:
        told = await service.due_lists_of(info.context, on or clock.today())
        return [_due_list(row, organ) for row, organ in told]

    @reads(
        permissions.READ_DEADLINES,
        "按名称中的字词或者文号、登记号查找本机构的记录，只找本人以当前机关的身份有权查看的，最多50件",
    )
    async def search(
        self,
        info: Info,
        words: Annotated[str, strawberry.argument(description="字词，至少两个字")],
        kinds: Annotated[
            list[str], strawberry.argument(description="只要这些类型的记录，如 Member、Filing")
        ],
    ) -> list[Found]:
        return [
            Found(
                id=strawberry.ID(global_id(one.kind, one.id)),
                kind=one.kind,
                plugin=one.plugin,
                title=one.title,
                called=searching.kind_called(info.context, one.kind),
                number=one.number,
                day=one.day,
                whose=one.whose,
            )
            for one in await searching.search(info.context, words, kinds)
        ]

    @reads(
        permissions.READ_DEADLINES,
        "对一件记录办过什么、何时、由谁，最近的在前，最多200项；看不到的、不列经过的，如同没有",
    )
    async def timeline(
        self,
        info: Info,
        record: Annotated[strawberry.ID, strawberry.argument(description="记录的 id")],
    ) -> list[Done]:
        return [Done(event=one) for one in await timelines.timeline(info.context, record)]

    @reads(permissions.READ_DEADLINES, "一年的工作日安排：与平常星期不同的各日，期限按此计算")
    async def workday_year(
        self,
        info: Info,
        year: Annotated[int | None, strawberry.argument(description="哪一年，默认今年")] = None,
    ) -> WorkdayYear:
        asked = clock.today().year if year is None else year
        if not MINYEAR <= asked <= MAXYEAR:
            raise Invalid("YEAR_UNKNOWN", "没有这一年，请改填公历年份。", field="year")
        async with info.context.reading() as session:
            known = await clocks.workdays(session)
        return WorkdayYear(
            year=asked,
            known=known.is_known(asked),
            days=[
                WorkdayOverride(
                    day=day,
                    working=known.is_working(day)[0],
                    reason=known.reason(day),
                    local=day in known.why,
                )
                for day in known.unlike_the_usual(asked)
            ],
        )

    @records(SentPackage, "当前机关发出的材料，最新的在前")
    def sent_packages(
        self,
        info: Info,
        state: Annotated[
            dispatch.PackageState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        listing = sa.select(dispatch.Outgoing).order_by(dispatch.Outgoing.created_at.desc())
        return listing if state is None else listing.where(dispatch.Outgoing.state == state)

    @records(ReceivedPackage, "当前机关收到的材料，最新的在前；不含对方系统的签收回执、撤回请求")
    def received_packages(
        self,
        info: Info,
        state: Annotated[
            dispatch.ArrivalState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        came = dispatch.Incoming
        receipt = sa.and_(came.plugin == dispatch.CORE, came.kind == dispatch.RECEIPT)
        listing = (
            sa.select(came)
            .where(~receipt, came.kind != dispatch.RECALL)
            .order_by(came.created_at.desc())
        )
        return listing if state is None else listing.where(dispatch.Incoming.state == state)

    @reads(
        permissions.READ_DELIVERY_QUEUE,
        "本机构各机关尚未送达的材料（只列封面），故障的在前，最多100件",
    )
    async def delivery_queue(self, info: Info) -> list[QueuedPackage]:
        context = info.context
        queued = await service.delivery_queue(context.platform, context.body.id)
        return [
            QueuedPackage(
                from_organ=one.sender,
                to_body_name=one.receiver,
                **{name: getattr(one.package, name) for name in _ENVELOPE},
            )
            for one in queued
        ]

    @records(Event, "本机构的操作记录，按发生先后")
    def events(
        self,
        info: Info,
        where: Annotated[EventFilter | None, strawberry.argument(description="筛选")] = None,
        order: Annotated[EventOrder | None, strawberry.argument(description="排序")] = None,
    ) -> Any:
        wanted = where or EventFilter()
        listing = service.event_list(wanted.name, wanted.since, wanted.until)
        if order is None:
            return listing
        return ordered(listing, getattr(events.Event, order.by), order.direction)

    @reads(permissions.IMPORT_PEOPLE, "导入前预览：逐行列出问题，不写入任何数据")
    async def people_import_preview(
        self,
        info: Info,
        file: Annotated[strawberry.ID, strawberry.argument(description="已上传的 xlsx 文件的 id")],
    ) -> list[ImportRow]:
        rows = await service.preview_people_import(info.context, key(file, "File"))
        return [ImportRow(**row) for row in rows]

    @reads(permissions.READ_TEMPLATES, "本机构的各种公文，及其正在使用的 Word 模板是谁的")
    async def paper_forms(self, info: Info) -> list[PaperForm]:
        async with info.context.reading() as session:
            own = await templates.own_templates(session)
        declared = info.context.platform.plugins.papers
        kinds = [one for plugin in sorted(info.context.plugins_on) for one in declared[plugin]]
        return [
            PaperForm(kind=one.name, title=one.title, own=own.get(one.name))  # pyright: ignore[reportArgumentType]
            for one in kinds
        ]

    @reads(permissions.READ_TEMPLATES, "公文模板中可以使用的变量")
    async def template_variables(self, info: Info) -> list[TemplateVariable]:
        return [
            TemplateVariable(
                name=name,
                title=title,
                is_list=name in word.LISTS,
                sample="；".join(word.SAMPLE[name]) if name in word.LISTS else word.SAMPLE[name],
            )
            for name, title in word.VARIABLES.items()
        ]

    @reads(permissions.READ_EVENTS, "核验本机构的记录链")
    async def chain_verdict(self, info: Info) -> ChainVerdict:
        verdict = await events.verify(info.context.platform, info.context.body.id)
        return ChainVerdict(
            sound=verdict.sound,
            sealed=verdict.sealed,
            head=verdict.head,
            faults=list(verdict.faults),
            unsealed=len(verdict.unsealed),
        )


def _due_list(row: clocks.DueList, organ: tenancy.Organ) -> DueList:
    entries = [
        DueEntry(
            deadline=strawberry.ID(global_id("Deadline", UUID(one["deadline"]))),
            title=one["title"],
            due_on=date.fromisoformat(one["due_on"]),
            overdue_by=one["overdue_by"],
        )
        for one in row.entries
    ]
    return DueList(
        day=row.day,
        organ=organ,  # pyright: ignore[reportArgumentType]
        overdue=row.overdue,
        due_soon=row.due_soon,
        entries=entries,
    )


_ENVELOPE = sorted({*QueuedPackage.__annotations__} - {"from_organ", "to_body_name"})
"""What a queue shows of a package: never what is in it."""
