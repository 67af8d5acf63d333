"""The closed lists of the core as GraphQL enums: English names, Chinese descriptions."""

from core import dispatch, people, tenancy
from core import practice as practices
from core.graphql.nodes import enum
from core.kit import counting
from core.kit import deadlines as clocks
from core.tenancy import BASIS_NAMES, KIND_NAMES, LEVEL_NAMES, ORGAN_NAMES

enum(tenancy.Level, "层级", LEVEL_NAMES)
enum(tenancy.BodyKind, "机构类别", KIND_NAMES)
enum(
    tenancy.BodyStatus,
    "机构状态",
    {
        tenancy.BodyStatus.ACTIVE: "正常",
        tenancy.BodyStatus.SUSPENDED: "暂停使用",
        tenancy.BodyStatus.MERGED: "已并入其他机构",
    },
)
enum(tenancy.BasisKind, "启用依据的类别", BASIS_NAMES)
enum(
    tenancy.OrganKind,
    "机关类别",
    ORGAN_NAMES,
)
enum(
    people.PostKind,
    "职务类别",
    {
        people.PostKind.CHAIRPERSON: "主任、主席",
        people.PostKind.VICE_CHAIRPERSON: "副主任、副主席",
        people.PostKind.MEMBER: "委员、组成人员",
        people.PostKind.HEAD: "负责人",
        people.PostKind.STAFF: "工作人员",
    },
)
enum(
    people.MandateStatus,
    "代表资格状态",
    {
        people.MandateStatus.ACTIVE: "有效",
        people.MandateStatus.SUSPENDED: "暂停执行职务",
        people.MandateStatus.ENDED: "终止",
    },
)
enum(practices.RuleKind, "规定的类别", practices.RULE_NAMES)
enum(
    clocks.ClockState,
    "期限状态",
    {
        clocks.ClockState.RUNNING: "计时中",
        clocks.ClockState.PAUSED: "中止计时",
        clocks.ClockState.MET: "已办",
        clocks.ClockState.STOPPED: "已停止",
        clocks.ClockState.NO_CLOCK: "规定没有期限",
    },
)
enum(
    clocks.Stage,
    "期限的临近程度",
    {clocks.Stage.DUE_SOON: "即将届满", clocks.Stage.OVERDUE: "已逾期"},
)
enum(
    counting.Unit,
    "期间的单位",
    {
        counting.Unit.DAY: "日",
        counting.Unit.WORKING_DAY: "工作日",
        counting.Unit.MONTH: "月",
    },
)
enum(
    dispatch.PackageState,
    "材料状态",
    {
        dispatch.PackageState.WAITING: "待送达",
        dispatch.PackageState.HELD: "暂存（见原因）",
        dispatch.PackageState.FAILING: "送达故障，自动重试",
        dispatch.PackageState.DELIVERED: "已送达，待签收",
        dispatch.PackageState.RECEIVED: "已签收",
        dispatch.PackageState.ANSWERED: "已回复",
        dispatch.PackageState.WITHDRAWN: "已撤回",
    },
)
enum(
    dispatch.ArrivalState,
    "来件状态",
    {
        dispatch.ArrivalState.ARRIVED: "待签收",
        dispatch.ArrivalState.RECEIVED: "已签收",
        dispatch.ArrivalState.ANSWERED: "已回复",
        dispatch.ArrivalState.WITHDRAWN: "发出方已撤回",
    },
)
