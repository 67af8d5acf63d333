"""The closed lists of the core as GraphQL enums: English names, Chinese descriptions."""

from core import congress, dispatch, erasing, groups, mandates, people, tenancy
from core import practice as practices
from core.graphql.nodes import enum
from core.kit import counting
from core.kit import deadlines as clocks
from core.kit.ballots import grades, rules, sheets
from core.kit.ballots import tables as ballots
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
enum(
    erasing.ErasureGround, "删除个人信息的情形（个人信息保护法第四十七条）", erasing.ERASURE_GROUNDS
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
enum(congress.Assembly, "什么会议", congress.ASSEMBLIES)
enum(congress.Attendance, "到会情况", congress.ATTENDANCES)
enum(groups.GroupBasis, "代表小组按什么组成", groups.GROUP_BASES)
enum(
    mandates.MandateStep,
    "代表资格的变动",
    {
        mandates.MandateStep.SUSPENDED: "暂停执行代表职务",
        mandates.MandateStep.RESUMED: "恢复执行代表职务",
        mandates.MandateStep.ENDED: "代表资格终止",
    },
)
enum(ballots.VotingMode, "表决方式", ballots.VOTING_MODES)
enum(ballots.RoundState, "一次表决的状态", ballots.ROUND_STATES)
enum(ballots.OfficialRole, "监票、计票的职责", ballots.OFFICIAL_ROLES)
enum(ballots.PaperFigure, "纸质票的名目", ballots.PAPER_FIGURES)
enum(
    grades.Consequence,
    "测评结果的后果",
    grades.CONSEQUENCE_TITLES,
    name="AssessmentConsequence",
)
enum(
    sheets.Outcome,
    "一次表决的结果",
    {
        sheets.Outcome.DECIDED: "有结果",
        sheets.Outcome.TIE: "得票相等，尚未选满",
        sheets.Outcome.SHORT: "通过的不足应选项数",
        sheets.Outcome.NO_QUORUM: "到会人数不足，不能表决",
        sheets.Outcome.VOID: "本次表决无效",
    },
    name="VoteOutcome",
)
enum(
    sheets.Next,
    "尚未选满时下一步怎么办",
    {
        sheets.Next.FURTHER_ROUND: "在得票相等的项目中另行投票",
        sheets.Next.NEXT_ROUND: "对不足的名额另行投票",
        sheets.Next.NEXT_MEETING: "留待下次会议",
        sheets.Next.FEWER: "不足的名额空缺",
    },
    name="VoteNext",
)
enum(
    sheets.FigureName,
    "统计单上的名目",
    {
        sheets.FigureName.DUE: "应到",
        sheets.FigureName.PRESENT: "实到",
        sheets.FigureName.ISSUED: "发出",
        sheets.FigureName.RETURNED: "收回",
        sheets.FigureName.VALID: "有效",
        sheets.FigureName.VOID: "无效",
        sheets.FigureName.PASS_LINE: "通过线",
    },
    name="TallyFigureName",
)
enum(
    rules.Method,
    "表决票怎样填写",
    {
        rules.Method.EACH: "逐项赞成、反对或者弃权",
        rules.Method.CHOOSE: "从若干项中选不超过应选项数",
        rules.Method.CHOOSE_EACH: "逐项赞成、反对或者弃权，赞成的不超过应选项数",
        rules.Method.GRADES: "满意度等次",
    },
    name="VoteMethod",
)
