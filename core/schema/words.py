"""The closed lists of the core as GraphQL enums: English names, Chinese descriptions."""

from core import dispatch, people, tenancy
from core import practice as practices
from core.graphql.nodes import enum
from core.kit import deadlines as clocks
from core.tenancy import BASIS_NAMES, KIND_NAMES, LEVEL_NAMES

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
    {
        tenancy.OrganKind.CONGRESS: "人民代表大会",
        tenancy.OrganKind.PRESIDIUM: "主席团",
        tenancy.OrganKind.STANDING_COMMITTEE: "常务委员会",
        tenancy.OrganKind.COUNCIL_OF_CHAIRPERSONS: "主任会议",
        tenancy.OrganKind.OFFICE: "办公室（办事机构）",
        tenancy.OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION: "法制工作委员会",
        tenancy.OrganKind.WORKING_COMMISSION: "工作委员会",
        tenancy.OrganKind.SPECIAL_COMMITTEE: "专门委员会",
        tenancy.OrganKind.DEPUTY_AFFAIRS_COMMISSION: "代表工作委员会",
        tenancy.OrganKind.CREDENTIALS_COMMITTEE: "代表资格审查委员会",
        tenancy.OrganKind.SUBDISTRICT_WORKING_COMMITTEE: "人大街道工委",
        tenancy.OrganKind.GOVERNMENT: "人民政府",
        tenancy.OrganKind.DEPARTMENT: "政府部门",
        tenancy.OrganKind.SUPERVISORY_COMMISSION: "监察委员会",
        tenancy.OrganKind.COURT: "人民法院",
        tenancy.OrganKind.PROCURATORATE: "人民检察院",
        tenancy.OrganKind.SUBDISTRICT_OFFICE: "街道办事处",
        tenancy.OrganKind.EXPERT_GROUP: "专家组",
    },
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
        clocks.ClockState.MET: "已办",
        clocks.ClockState.STOPPED: "已停止",
        clocks.ClockState.NO_CLOCK: "规定没有期限",
    },
)
enum(
    dispatch.PackageState,
    "材料状态",
    {
        dispatch.PackageState.WAITING: "待送达",
        dispatch.PackageState.HELD: "暂存（见原因）",
        dispatch.PackageState.DELIVERED: "已送达",
    },
)
