"""The core's records and answers."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.scalars import JSON

from core import (
    access,
    clock,
    codes,
    dispatch,
    events,
    inventory,
    organs,
    people,
    permissions,
    service,
    tenancy,
)
from core import look as looks
from core import practice as practices
from core import timeline as timelines
from core.graphql.called import called, id_of
from core.graphql.context import Context, Info
from core.graphql.ids import global_id, key
from core.graphql.nodes import (
    Node,
    children,
    column,
    computed,
    link,
    load_row,
    record,
)
from core.kit import counting, files
from core.kit import deadlines as clocks
from core.kit.official import templates
from core.plugins import Plugins
from core.revisions import REVISION


@record(tenancy.Organ, read=permissions.READ_BODY, description="机构的机关，如主席团、法工委、政府")
class Organ(Node):
    """An organ of the body."""

    code: str = column("机关代码，在本机构内唯一")
    kind: tenancy.OrganKind = column("机关类别")
    name: str = column("名称")

    @computed(REVISION, needs=["name", "closed_on"])
    def revision(root: Any, info: Info) -> str:
        """For the one who renames it next."""
        return organs.organ_revision(root)


@strawberry.type(description="启用插件的法定依据")
class LegalBasis:
    """On what paper a plugin was turned on."""

    kind: tenancy.BasisKind = column("类别")
    title: str = column("名称")
    number: str | None = column("文号")
    adopted_on: date | None = column("通过日期")
    scope: str | None = column("适用范围")
    valid_from: date = column("生效日期")
    valid_to: date | None = column("失效日期")


@strawberry.type(description="一个插件在本机构的状态")
class PluginState:
    """What a front end shows of a plugin; a broken one says why."""

    name: str = column("插件名")
    title: str = column("中文名称")
    description: str = column("用途")
    law: str = column("所依据的法律")
    enabled: bool = column("本机构是否已启用")
    broken: bool = column("是否出现故障、暂不可用")
    since: datetime | None = column("办理启用的时间")
    starts_on: date | None = column("预定自以后哪一天起启用；立即启用的为空")
    ends_on: date | None = column("启用到哪一天为止；为空表示没有确定")
    basis: LegalBasis | None = column("启用依据")


@record(
    tenancy.Body, read=permissions.READ_BODY, description="机构：一级人民代表大会或人大街道工委"
)
class Body(Node):
    """A tenant."""

    code: str = column("代码，也是网址的一部分")
    name: str = column("名称")
    level: tenancy.Level = column("层级")
    kind: tenancy.BodyKind = column("类别")
    status: tenancy.BodyStatus = column("状态")
    demo: bool = column("是否演示机构；演示机构的公文每页都标明“演示样例·非正式公文”")

    @computed("上一级机构", needs=["parent_id"])
    async def parent(
        root: Any, info: Info
    ) -> Annotated["Body", strawberry.lazy("core.schema.records")] | None:
        """None at the top."""
        return (
            await load_row(info.context, tenancy.Body, root.parent_id) if root.parent_id else None
        )

    @computed("下一级机构，按代码排列", needs=["id"])
    async def children(
        root: Any, info: Info
    ) -> list[Annotated["Body", strawberry.lazy("core.schema.records")]]:
        """Batched for many bodies."""
        return await info.context.load("body.children", root.id, service.children_of)

    @computed("本机构的插件及其状态；其他机构为空", needs=["id"])
    async def plugins(root: Any, info: Info) -> list[PluginState]:
        """Of the endpoint's own body only: another's settings are its own."""
        if root.id != info.context.body.id:
            return []
        states = await info.context.load(
            "body.plugins", root.id, inventory.states_of(info.context.platform.plugins)
        )
        return [_plugin_state(state) for state in states]

    @computed("本机构的机关；其他机构为空", needs=["id"])
    async def organs(root: Any, info: Info) -> list[Organ]:
        """Of the endpoint's own body only."""
        if root.id != info.context.body.id:
            return []
        return await info.context.load("body.organs", root.id, service.open_organs_of)


def _plugin_state(state: inventory.State) -> PluginState:
    info, row = state.info, state.row
    return PluginState(
        name=state.name,
        title=info.title if info else state.name,
        description=info.description if info else inventory.BROKEN,
        law=info.law if info else "",
        enabled=state.is_on,
        broken=state.fault is not None,
        since=row.created_at if row else None,
        starts_on=row.starts_on if row else None,
        ends_on=row.ends_on if row else None,
        basis=basis_of(row),
    )


def basis_of(row: tenancy.Enabling | None) -> LegalBasis | None:
    """The paper that a plugin was turned on by."""
    if row is None:
        return None
    return LegalBasis(
        kind=row.basis_kind,
        title=row.basis_title,
        number=row.basis_number,
        adopted_on=row.basis_adopted_on,
        scope=row.basis_scope,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


@strawberry.type(description="当前访问者：是谁、以哪个机关的身份、可以做什么")
class Viewer:
    """Who asks."""

    account: strawberry.ID | None = column("本人账号的编号；访客为空")
    name: str | None = column("姓名；访客为空")
    organ: Organ | None = column("当前以哪个机关的身份")
    organs: list[Organ] = column("可以切换的机关")
    actions: list[str] = column("可以办理的事项（权限名）")
    must_change_password: bool = column("是否须先修改初始密码")


@strawberry.type(description="一项权限")
class ActionInfo:
    """An action that a role may hold."""

    name: str = column("权限名")
    title: str = column("中文名称")


@strawberry.type(description="一个角色")
class RoleInfo:
    """A role that may be assigned here: a default one, or one of the body's own."""

    name: str = column("角色名")
    title: str = column("中文名称")
    actions: list[str] = column("包含的权限")
    own: bool = column("是否本机构自定义")
    revision: str | None = column(f"{REVISION}；只有自定义的角色才有")


@strawberry.type(description="同一人的另一个任职")
class OtherPlace:
    """Where the same person also works."""

    member: strawberry.ID = column("这一任职的 id")
    organ: str = column("机关")
    post: str = column("职务")


@record(
    people.Membership,
    read=permissions.READ_PEOPLE,
    description="机关中的一个任职",
    timeline=True,
)
class Member(Node):
    """A person's place in an organ."""

    name: str = column("姓名")
    post: str = column("职务")
    post_kind: people.PostKind = column("职务类别")
    organ: Organ | None = link(Organ, "organ_id", "所在机关")
    ended_on: date | None = column("任职结束日期")

    @computed("角色", needs=["id"])
    async def roles(root: Any, info: Info) -> list[str]:
        """Batched for a page of members."""
        return await info.context.load("member.roles", root.id, service.roles_of)

    @computed("登录名；没有账号的、无权重置密码的为空", needs=["person_id"])
    async def login(root: Any, info: Info) -> str | None:
        """Whoever may give a new password may say under which name it is used."""
        if not info.context.may(permissions.RESET_PASSWORD):
            return None
        return await info.context.load("member.login", root.person_id, service.logins_of)

    @computed("此人在本机构的其他任职", needs=["id", "person_id"])
    async def other_places(root: Any, info: Info) -> list[OtherPlace]:
        """Their rows stand apart in the list of members."""
        places = await info.context.load("member.places", root.person_id, service.places_of)
        return [
            OtherPlace(
                member=strawberry.ID(global_id("Member", membership.id)),
                organ=organ.name,
                post=membership.post,
            )
            for membership, organ in places
            if membership.id != root.id
        ]


@record(people.Mandate, read=permissions.READ_PEOPLE, description="代表资格")
class Mandate(Node):
    """That somebody is a deputy of this congress."""

    name: str = column("姓名")
    term: int = column("届次")
    district: str = column("选区或选举单位")
    status: people.MandateStatus = column("状态")
    began_on: date = column("开始日期")
    ended_on: date | None = column("终止日期")


@record(access.OwnRole, read=permissions.READ_PEOPLE, description="本机构自定义的角色")
class OwnRole(Node):
    """A role of the body's own."""

    name: str = column("角色名")
    title: str = column("中文名称")
    actions: list[str] = column("包含的权限")

    @computed(REVISION, needs=["title", "actions"])
    def revision(root: Any) -> str:
        """For the one who defines it anew."""
        return people.role_revision(root)


@record(people.Invitation, read=permissions.READ_PEOPLE, description="对已有账号人员的邀请")
class Invitation(Node):
    """An open place."""

    post: str = column("职务")
    organ: Organ | None = link(Organ, "organ_id", "机关")
    expires_at: datetime = column("失效时间")


@record(tenancy.Enabling, read=permissions.READ_BODY, description="一次插件启用")
class Enabling(Node):
    """That a plugin was turned on."""

    plugin: str = column("插件名")
    basis_title: str = column("依据名称")
    basis_kind: tenancy.BasisKind = column("依据类别")
    valid_from: date = column("生效日期")
    valid_to: date | None = column("失效日期")
    starts_on: date | None = column("预定自以后哪一天起启用；立即启用的为空")
    ends_on: date | None = column("启用到哪一天为止；为空表示没有确定")
    disabled_at: datetime | None = column("停用时间")


@strawberry.type(description="一项规定：某地某机构的一个做法及其依据")
class PracticeRule:
    """One version of one value."""

    value: JSON = column("值")
    text: str = column("值的中文说法")
    jurisdiction: str = column("规定所在地")
    rule_kind: practices.RuleKind = column("规定的类别")
    rule_text: str = column("规定的名称与条文")
    valid_from: date = column("施行日期")
    valid_to: date | None = column("失效日期")
    version: int = column("版本")
    own: bool = column("是否本机构自己设置")
    note: str | None = column("说明")


@strawberry.type(description="是否类的做法可以取的一个值")
class PracticeAnswer:
    """What one of the two values means, in the setting's own words."""

    value: bool = column("值")
    text: str = column("值的中文说法")


@strawberry.type(description="一项做法：现行的值，以及它所取代的上级规定")
class PracticeEntry:
    """What holds for the body on a day."""

    setting: str = column("设置项")
    title: str = column("中文名称")
    lower_may: str = column("下级可以怎样规定")
    form: JSON = column("值的填写表单，JSON Schema（2020-12），各项有中文名称")
    answers: list[PracticeAnswer] = column(
        "是否类的设置项，两个值各是什么意思，先是、后否；其他设置项没有"
    )
    is_period: bool = column("是否期限；期限没有规定的，不计时")
    holding: PracticeRule | None = column("现行规定；为空表示没有规定")
    overrides: list[PracticeRule] = column("被取代的规定，由近及远")
    latest: PracticeRule | None = column(
        "本机构自己最近一次的规定，不论是否已经施行、是否失效；没有设置过的为空"
    )
    revision: str = column(REVISION)


def _own_or_the_organs(context: Context) -> Any:
    actor = context.viewer.actor
    return files.readable(actor.person_id if actor else None)


@record(
    files.File,
    read=permissions.READ_FILE,
    description="文件；用 GET /t/<代码>/files/<id> 下载。"
    "上传以后只有本人可见，办理时使用的，本机关随即可见",
    sees=_own_or_the_organs,
)
class File(Node):
    """A file of the acting organ, or one's own."""

    name: str = column("文件名")
    kind: str = column("类型，由内容判定")
    size: int = column("字节数")
    digest: str = column("SHA-256 摘要，十六进制")
    created_at: datetime = column("上传或收到的时间")
    erased_on: date | None = column("内容因含个人信息而被删除的日期；仍在的为空")


@record(
    templates.PaperTemplate,
    read=permissions.READ_TEMPLATES,
    description="本机构自己的公文模板（Word）；PDF 仍用内置版式，因为不借助办公软件无法转换",
)
class PaperTemplate(Node):
    """A template of the body's own."""

    kind: str = column("公文种类")
    name: str = column("文件名")
    digest: str = column("SHA-256 摘要，十六进制")
    set_by_name: str = column("由谁更换")
    created_at: datetime = column("更换时间")
    closed_at: datetime | None = column("停用时间；仍在使用时为空")


@strawberry.type(description="本人的一次登录")
class OwnSession:
    """A session of one's own."""

    id: strawberry.ID = column("id，用于 endSession")
    body: str = column("在哪个机构")
    signed_in_at: datetime = column("登录时间")
    expires_at: datetime = column("没有操作时的失效时间")
    client: str | None = column("登录时浏览器的自称；不明的为空")
    current: bool = column("是否正在使用的这一次")


@strawberry.type(description="本人账号的安全：各次登录、两步验证")
class OwnAccount:
    """What one sees of one's own account; never a secret."""

    sessions: list[OwnSession] = column("仍然有效的登录，最近的在前")
    second_factor_since: datetime | None = column("何时开启了两步验证；没有开启的为空")
    recovery_codes_left: int = column("还剩几个恢复码")


@strawberry.type(description="一个机构网页的外观：名称、两种颜色、自行上传的徽标")
class Look:
    """What pages of the body are headed with, and in which colours."""

    title: str = column("网页的名称；没有设置的，是机构名称")
    main_colour: str = column("主色，与白色的对比度不低于4.5")
    accent_colour: str = column("辅色，与白色的对比度不低于3")
    emblem: str | None = column("徽标图片的路径；没有上传的为空")
    set_by_name: str | None = column("由谁设置；没有设置过的为空")
    set_at: datetime | None = column("何时设置；没有设置过的为空")
    revision: str = column(REVISION)

    @classmethod
    def of(cls, row: looks.Look | None, body: tenancy.Body) -> "Look":
        """The look that holds, or the one of a body that chose none."""
        main, accent = row.colours if row else (looks.MAIN, looks.ACCENT)
        return cls(
            title=(row.title if row else None) or body.name,
            main_colour=main,
            accent_colour=accent,
            emblem=looks.emblem_address(row, body.code),
            set_by_name=row.set_by_name if row else None,
            set_at=row.created_at if row else None,
            revision=looks.look_revision(row),
        )


@strawberry.type(description="一种公文及其正在使用的模板")
class PaperForm:
    """A kind of paper, and whose template holds."""

    kind: str = column("公文种类，用于 setTemplate")
    title: str = column("中文名称")
    own: PaperTemplate | None = column("本机构自己的模板；为空时用内置模板")


@strawberry.type(description="公文模板中可以使用的变量；此外什么都不可以用")
class TemplateVariable:
    """A documented variable."""

    name: str = column("变量名，写作 {{ name }}")
    title: str = column("含义")
    is_list: bool = column("是否列表；列表用 {%p for 段 in name %} … {%p endfor %} 逐项列出")
    sample: str = column("试填时的值")


@strawberry.type(description="与平常星期不同的一天")
class WorkdayOverride:
    """A weekday of rest, or a day of the weekend that is worked."""

    day: date = column("哪一天")
    working: bool = column("是否上班")
    reason: str = column("缘由，如“国庆节放假”“调休上班”")
    local: bool = column("是否本机构调整的；是的，缘由中写明依据")


@strawberry.type(description="一年的工作日安排")
class WorkdayYear:
    """What the clocks count by."""

    year: int = column("哪一年")
    known: bool = column("放假安排是否已经公布；没有公布的，按星期推算，期限标明暂定")
    days: list[WorkdayOverride] = column("与平常星期不同的各日，按先后")


@strawberry.type(description="按名称找到的一件记录")
class Found:
    """A record that is called so."""

    id: strawberry.ID = column("记录的 id，用 node 打开")
    kind: str = column("类型名，如 Member")
    plugin: str = column("所属插件名")
    title: str = column("名称")
    called: str = column("是什么记录，如“本机关收到的备案件”")
    number: str | None = column("文号、登记号；没有的为空")
    day: date | None = column("日期，如报送日期；没有的为空")
    whose: str | None = column("哪个机关、哪个人的；没有的为空")


def subject_of(info: Info, root: Any) -> strawberry.ID | None:
    """The global id of the row a clock or an event is about, under its type in this schema."""
    found = id_of(info.context, root.subject_type, root.subject_id)
    return strawberry.ID(found) if found else None


@record(
    clocks.DeadlinePause, read=permissions.READ_DEADLINES, description="一次中止计时（暂缓、中止）"
)
class DeadlinePause(Node):
    """Who let a clock stand still, why, on what basis, and what was left."""

    paused_on: date = column("中止之日")
    paused_by_name: str | None = column("办理中止的人")
    reason: str = column("理由")
    rule_text: str = column("依据")
    due_before: date = column("中止前的届满之日")
    remaining: int = column("剩余；负数为中止时已逾期的日数")
    remaining_unit: counting.Unit = column("剩余的单位：日或者工作日")
    resumed_on: date | None = column("恢复之日；为空表示仍在中止")
    resumed_by_name: str | None = column("办理恢复的人")
    resume_reason: str | None = column("恢复的理由")
    due_after: date | None = column("恢复后的届满之日")


@record(clocks.DeadlineExtension, read=permissions.READ_DEADLINES, description="一次延长期限的申请")
class DeadlineExtension(Node):
    """Who asked for a longer time, by which rule, and what was decided."""

    requested_on: date = column("申请之日")
    requested_by_name: str = column("申请人")
    reason: str = column("理由")
    amount: int = column("延长多少")
    unit: counting.Unit = column("单位")
    rule_text: str = column("依据")
    granted: bool | None = column("是否批准；为空表示待批")

    @computed(
        "本人能否决定：待批、不是本人申请的，并有规定要求的权限",
        needs=["requested_by", "approved_by", "granted"],
    )
    def decidable(root: Any, info: Info) -> bool:
        """Whether the deciding verb is not refused to this person."""
        actor = info.context.viewer.actor
        if root.granted is not None or actor is None or actor.person_id == root.requested_by:
            return False
        return root.approved_by is None or info.context.may(root.approved_by)

    decided_on: date | None = column("决定之日")
    decided_by_name: str | None = column("决定人")
    note: str | None = column("决定的理由")
    due_before: date | None = column("延长前的届满之日")
    due_after: date | None = column("延长后的届满之日")


@record(clocks.Deadline, read=permissions.READ_DEADLINES, description="期限")
class Deadline(Node):
    """One clock, with how it was counted."""

    rule: str = column("设置项")
    title: str = column("期限名称")
    trigger_on: date = column("起算事由发生之日")
    trigger: str | None = column("起算事由；为空表示该项期限只有一种起算事由")
    due_on: date | None = column("届满之日；为空表示规定没有期限，或者正在中止")
    provisional: bool = column("是否因放假安排未公布而暂定")
    span_text: str | None = column("期限长度")
    rule_text: str | None = column("依据")
    practice_version: int | None = column("所依据规定的版本")
    steps: list[str] = column("逐步计算过程，含中止、延长和重新计算")
    state: clocks.ClockState = column("状态")
    met_on: date | None = column("办结之日")
    late_by: int | None = column("办结时逾期几天；没有办结的为空，计时中的见 overdueBy")
    restarts: Annotated["Deadline", strawberry.lazy("core.schema.records")] | None = link(
        lambda: Deadline,
        "restarts_id",
        "重新计时前的期限",
        lazy=Annotated["Deadline", strawberry.lazy("core.schema.records")],
    )
    pauses: list[DeadlinePause] = children(
        DeadlinePause, "deadline_id", "历次中止，按先后", order=["id"]
    )
    extensions: list[DeadlineExtension] = children(
        DeadlineExtension, "deadline_id", "延长的申请，按先后", order=["id"]
    )

    @computed("计时中的，至今逾期几天；没有逾期、不在计时中的为0", needs=["state", "due_on"])
    def overdue_by(root: Any) -> int:
        """Until today, by the server's calendar and not by whoever looks at it."""
        if root.state is not clocks.ClockState.RUNNING or root.due_on is None:
            return 0
        return counting.days_late(root.due_on, clock.today())

    @computed("对应记录的 id", needs=["subject_type", "subject_id"])
    def subject(root: Any, info: Info) -> strawberry.ID | None:
        """What the clock is about, to be opened by `node`."""
        return subject_of(info, root)

    @computed("对应记录的名称；没有名称、无权查看的为空", needs=["subject_type", "subject_id"])
    async def subject_title(root: Any, info: Info) -> str | None:
        """What the clock is about, in words."""
        return await called(info.context, root.subject_type, root.subject_id)


@record(
    clocks.DeadlineFact,
    read=permissions.READ_ALL_DEADLINES,
    description="全机构计时中的一项期限：哪个机关、什么期限、何时届满；不含所涉事项",
)
class BodyDeadline(Node):
    """What the body may know of an organ's clock."""

    organ: Organ | None = link(Organ, "organ_id", "机关")
    rule: str = column("设置项")
    title: str = column("期限名称")
    due_on: date | None = column("届满之日")

    @computed("这项期限现行规定的依据；没有规定的为空", needs=["rule"])
    async def rule_text(root: Any, info: Info) -> str | None:
        """Of the rule, not of the clock: what a clock was counted from is its organ's to tell."""
        return await info.context.load("deadline.rule", root.rule, partial(_load_rules, info))

    @computed("逾期天数；未逾期为0", needs=["due_on"])
    def overdue_by(root: Any) -> int:
        """Until today."""
        return counting.days_late(root.due_on, clock.today()) if root.due_on else 0


async def _load_rules(info: Info, session: AsyncSession, names: Sequence[str]) -> list[str | None]:
    """What each rule rests on today; nothing where its plugin is gone."""
    known = info.context.platform.plugins.settings
    settings = [known[name] for name in names if name in known]
    found = await practices.resolve_for(session, info.context.body, settings, clock.today())
    texts = {one.setting.name: one.holding.rule_text for one in found if one.holding is not None}
    return [texts.get(name) for name in names]


@strawberry.type(description="一个机关计时中的期限数")
class OrganDue:
    """How many are overdue and due soon."""

    organ: Organ = column("机关")
    overdue: int = column("已逾期")
    due_soon: int = column("即将届满；没有设置提前多久提醒的，为0")
    running: int = column("计时中，含以上两项")
    nearest: date | None = column("最近的届满之日")


@strawberry.type(description="提醒清单中的一项")
class DueEntry:
    """One clock, as it was when the list was written."""

    deadline: strawberry.ID = column("期限的 id；以该机关的身份可以打开")
    title: str = column("期限名称")
    due_on: date = column("届满之日")
    overdue_by: int = column("逾期天数，0为即将届满")

    @strawberry.field(description="对应记录的 id；不是以该机关的身份查看的为空")
    async def subject(self, info: Info) -> strawberry.ID | None:
        """What the clock is about."""
        clock_row = await _clock(info, self.deadline)
        return subject_of(info, clock_row) if clock_row else None

    @strawberry.field(description="对应记录的名称；没有名称、无权查看的为空")
    async def subject_title(self, info: Info) -> str | None:
        """What the clock is about, in words."""
        clock_row = await _clock(info, self.deadline)
        if clock_row is None:
            return None
        return await called(info.context, clock_row.subject_type, clock_row.subject_id)


async def _clock(info: Info, deadline: strawberry.ID) -> clocks.Deadline | None:
    """The clock itself, where the viewer acts for the organ that has it."""
    return await info.context.load("clock", key(deadline, "Deadline"), _load_clocks)


async def _load_clocks(session: AsyncSession, keys: Sequence[UUID]) -> list[Any]:
    found = await session.scalars(sa.select(clocks.Deadline).where(clocks.Deadline.id.in_(keys)))
    rows = {row.id: row for row in found}
    return [rows.get(one) for one in keys]


@strawberry.type(description="一天的提醒清单：本人任职的一个机关中即将届满和已逾期的期限")
class DueList:
    """What a person was told of one organ on one day."""

    day: date = column("哪一天")
    organ: Organ = column("机关")
    overdue: int = column("已逾期的项数")
    due_soon: int = column("即将届满的项数")
    entries: list[DueEntry] = column("各项，最早届满的在前；最多100项")


@record(dispatch.Outgoing, read=permissions.READ_PACKAGES, description="本机关发出的材料")
class SentPackage(Node):
    """A package in the outbox."""

    kind: str = column("材料种类")
    plugin: str = column("所属插件")
    number: int = column("在其往来线路上的序号")
    to_body: str = column("接收机构代码")
    to_organ: str = column("接收机关代码")
    digest: str = column("封存摘要")
    state: dispatch.PackageState = column("状态")
    reason: str | None = column("为何处于这一状态；暂存、故障、撤回时说明")
    created_at: datetime = column("发出时间")
    delivered_at: datetime | None = column("送达时间")
    delivered_to: str | None = column("实际送达的机关；合并的机构由承接机构收")
    received_at: datetime | None = column("对方签收时间")
    answered_at: datetime | None = column("对方回复时间")
    withdraw_reason: str | None = column("申请撤回的理由；结果见状态")
    attempts: int = column("送达失败的次数")
    next_try_at: datetime | None = column("下次重试时间")

    @computed("这类材料的名称，如“备案材料”；插件没有说明的为空", needs=["plugin", "kind"])
    def title(root: Any, info: Info) -> str | None:
        """What it is."""
        return _title_of_package(root, info)

    @computed("接收机构的名称；平台上没有这一机构的为空", needs=["to_body"])
    async def to_body_name(root: Any, info: Info) -> str | None:
        """What the receiver is called."""
        return await info.context.load("body.name", root.to_body, service.body_names_of)


def _title_of_package(root: Any, info: Info) -> str | None:
    taker = info.context.platform.plugins.receiver_of(root.plugin, root.kind)
    return (taker.title or None) if taker else None


@record(dispatch.Incoming, read=permissions.READ_PACKAGES, description="本机关收到的材料")
class ReceivedPackage(Node):
    """A package that arrived."""

    kind: str = column("材料种类")
    plugin: str = column("所属插件")
    from_body: str = column("发出机构代码")
    from_body_name: str = column("发出机构名称")
    from_organ: str = column("发出机关代码")
    from_organ_name: str = column("发出机关名称")
    digest: str = column("封存摘要")
    state: dispatch.ArrivalState = column("状态")
    sent_at: datetime = column("发出时间")
    created_at: datetime = column("送达时间")
    received_at: datetime | None = column("签收时间")
    answered_at: datetime | None = column("回复时间")
    withdrawn_at: datetime | None = column("发出方撤回的时间")
    withdraw_reason: str | None = column("发出方撤回的理由")

    @computed("这类材料的名称，如“备案材料”；插件没有说明的为空", needs=["plugin", "kind"])
    def title(root: Any, info: Info) -> str | None:
        """What it is."""
        return _title_of_package(root, info)

    @computed(
        "在所涉记录的页面上连同记录一并签收的，办理的权限名；用 receivePackage 签收的为空",
        needs=["plugin", "kind"],
    )
    def received_by(root: Any, info: Info) -> str | None:
        """The plugin's own verb that acknowledges it."""
        context = info.context
        return context.platform.plugins.received_by(root.plugin, root.kind, context.plugins_on)

    @computed("所涉记录的 id；没有的为空", needs=["id", "plugin", "kind"])
    async def subject(root: Any, info: Info) -> strawberry.ID | None:
        """What it became, to be opened by `node`."""
        found = id_of(info.context, *await _became(info, root))
        return strawberry.ID(found) if found else None

    @computed("所涉记录的名称；没有名称、无权查看的为空", needs=["id", "plugin", "kind"])
    async def subject_title(root: Any, info: Info) -> str | None:
        """What it became, in words."""
        return await called(info.context, *await _became(info, root))


async def _became(info: Info, package: Any) -> tuple[str, UUID] | tuple[None, None]:
    """The row that a package became, as its plugin says."""
    taker = info.context.platform.plugins.receiver_of(package.plugin, package.kind)
    on = package.plugin == dispatch.CORE or package.plugin in info.context.plugins_on
    if taker is None or taker.about is None or not on:
        return None, None
    how = ("package", package.plugin, package.kind)
    return await info.context.load(how, package.id, taker.about) or (None, None)


@strawberry.type(description="本机构尚未送达的一件材料，只列封面，不列内容")
class QueuedPackage:
    """The envelope of an undelivered package, for whoever looks after deliveries."""

    plugin: str = column("所属插件")
    kind: str = column("材料种类")
    from_organ: str = column("发出机关")
    to_body: str = column("接收机构代码")
    to_body_name: str | None = column("接收机构的名称；平台上没有这一机构的为空")
    to_organ: str = column("接收机关代码")
    number: int = column("在其往来线路上的序号")
    state: dispatch.PackageState = column("状态")
    reason: str | None = column("原因")
    attempts: int = column("送达失败的次数")
    next_try_at: datetime | None = column("下次重试时间")
    created_at: datetime = column("发出时间")


@record(
    events.Event, read=permissions.READ_EVENTS, description="一项已发生的事，封入本机构的记录链"
)
class Event(Node):
    """What happened; append-only."""

    name: str = column("事项名，即权限名")
    subject_type: str = column("对象类别")
    payload: JSON = column("内容，不含个人信息")
    organ: Organ | None = link(Organ, "organ_id", "办理机关")
    created_at: datetime = column("时间")

    @computed("事项的中文名称；所属插件已不在的为事项名", needs=["name"])
    def title(root: Any, info: Info) -> str:
        """Of verbs, and of what happens without one."""
        return timelines.title_of(info.context.platform.plugins, root.name)

    @computed("办理人；系统或平台操作员办理的为空", needs=["actor_id"])
    async def actor(root: Any, info: Info) -> str | None:
        """By the name they have in this body."""
        if root.actor_id is None:
            return None
        return await info.context.load("event.actor", root.actor_id, service.names_of)

    @computed("对象的 id", needs=["subject_type", "subject_id"])
    def subject(root: Any, info: Info) -> strawberry.ID | None:
        """What it happened to, to be opened by `node` by whoever may."""
        return subject_of(info, root)


@strawberry.type(description="一次办理所依据的一项规定，照办理时的版本")
class RestsOn:
    """A value of practice that a verb consulted."""

    setting: str = column("设置项")
    title: str = column("设置项的中文名称；没有安装所属插件的为设置项的名称")
    rule_kind: practices.RuleKind = column("规定的类别")
    rule_text: str = column("规定的名称与条文")
    text: str | None = column("值的中文说法；没有安装所属插件的为空")


def _rests_on(plugins: Plugins, value: practices.PracticeValue) -> RestsOn:
    setting = plugins.settings.get(value.setting)
    titles = codes.static_titles(plugins, setting) if setting else {}
    return RestsOn(
        setting=value.setting,
        title=setting.title if setting else value.setting,
        rule_kind=value.rule_kind,
        rule_text=value.rule_text,
        text=service.value_text(setting, value.value, titles) if setting else None,
    )


@strawberry.type(description="对一件记录办过的一项")
class Done:
    """An event as whoever sees its record is told of it: never what it says."""

    event: strawberry.Private[Any]

    @strawberry.field(description="办了什么，即事项名")
    def name(self) -> str:
        """The verb's action."""
        return self.event.name

    @strawberry.field(description="办了什么，用话说")
    def title(self, info: Info) -> str:
        """As the action is called."""
        return timelines.title_of(info.context.platform.plugins, self.event.name)

    @strawberry.field(description="时间")
    def at(self) -> datetime:
        """When."""
        return self.event.created_at

    @strawberry.field(description="办理人；系统自动办理的、未登录的人办理的为空")
    async def by(self, info: Info) -> str | None:
        """By the name they have in this body."""
        if self.event.actor_id is None:
            return None
        return await info.context.load("event.actor", self.event.actor_id, service.names_of)

    @strawberry.field(description="办理时所依据的各项规定；没有用到规定的、早先办理的为空")
    async def rules(self, info: Info) -> list[RestsOn]:
        """In the versions that held when it was done."""
        consulted = tuple(self.event.rests_on or ())
        values = await info.context.load("event.rules", consulted, timelines.rules_of)
        return [_rests_on(info.context.platform.plugins, one) for one in values]


@strawberry.type(description="当前机关的一位同事")
class Colleague:
    """Enough to choose somebody for a task; the admin sees more."""

    id: strawberry.ID = column("任职的 id，用于分办")
    name: str = column("姓名")
    post: str = column("职务")
    me: bool = column("是否本人")


@strawberry.type(description="记录链的核验结果")
class ChainVerdict:
    """What the verifier found."""

    sound: bool = column("是否完好")
    sealed: int = column("已封存的条数")
    head: str = column("链首摘要，可另行记存以备核对")
    faults: list[str] = column("发现的问题")
    unsealed: int = column("尚待封存的条数")


@record(practices.PracticeValue, read=permissions.READ_BODY, description="一次做法设置")
class PracticeChange(Node):
    """A value the body set for itself."""

    setting: str = column("设置项")
    version: int = column("版本")
    valid_from: date = column("施行日期")


# Under these names the front door offers the core's records to plugins: a plugin's own record may
# then be called `File` or `Deadline` without a clash of words.
BodyRecord = Body
DeadlineRecord = Deadline
FileRecord = File
MandateRecord = Mandate
MemberRecord = Member
OrganRecord = Organ
ReceivedPackageRecord = ReceivedPackage
SentPackageRecord = SentPackage
