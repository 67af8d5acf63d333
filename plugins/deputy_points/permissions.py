"""Actions of points, and the roles that hold them by default."""

from core import Action, Role

READ = "deputy_points.read"
READ_RULES = "deputy_points.read_rules"
READ_OWN = "deputy_points.read_own"
ADOPT_POINTS_RULE = "deputy_points.adopt_points_rule"
OPEN_POINTS_YEAR = "deputy_points.open_points_year"
DEDUCT_POINTS = "deputy_points.deduct_points"
WITHDRAW_DEDUCTION = "deputy_points.withdraw_deduction"
ENTER_POINTS_MARK = "deputy_points.enter_points_mark"
MARK_OTHERS = "deputy_points.mark_others"
CLOSE_POINTS_YEAR = "deputy_points.close_points_year"
CLOSE_POINTS_PERIOD = "deputy_points.close_points_period"
TRY_RULE = "deputy_points.try_rule"
READ_LISTS = "deputy_points.read_lists"
READ_PUBLIC = "deputy_points.read_public"
PREPARE_POINTS_LIST = "deputy_points.prepare_points_list"
NOTIFY_POINTS_DEPUTIES = "deputy_points.notify_points_deputies"
CHECK_POINTS_SECRECY = "deputy_points.check_points_secrecy"
PUBLISH_POINTS_LIST = "deputy_points.publish_points_list"
WITHDRAW_POINTS_LIST = "deputy_points.withdraw_points_list"
OBJECT_TO_POINTS = "deputy_points.object_to_points"
ANSWER_POINTS_OBJECTION = "deputy_points.answer_points_objection"
DECIDE_POINTS_PROPOSAL = "deputy_points.decide_points_proposal"
ERASE_POINTS_WORDS = "deputy_points.erase_points_words"

ACTIONS = [
    Action(READ, "查看全部代表的积分台账"),
    Action(READ_RULES, "查看积分规则"),
    Action(READ_OWN, "查看本人积分"),
    Action(ADOPT_POINTS_RULE, "启用积分规则"),
    Action(OPEN_POINTS_YEAR, "开立年度积分账户"),
    Action(DEDUCT_POINTS, "扣分"),
    Action(WITHDRAW_DEDUCTION, "撤销扣分"),
    Action(ENTER_POINTS_MARK, "评分"),
    Action(MARK_OTHERS, "为他人评分"),
    Action(CLOSE_POINTS_YEAR, "结束年度评分、扣分"),
    Action(CLOSE_POINTS_PERIOD, "结束计分期评分、扣分"),
    Action(TRY_RULE, "试算积分规则草案"),
    Action(READ_LISTS, "查看公布的积分"),
    Action(READ_PUBLIC, "查看向社会公布的积分"),
    Action(PREPARE_POINTS_LIST, "制作积分公布表"),
    Action(NOTIFY_POINTS_DEPUTIES, "通知代表核对本人积分"),
    Action(CHECK_POINTS_SECRECY, "积分公布前保密审查"),
    Action(PUBLISH_POINTS_LIST, "公布积分"),
    Action(WITHDRAW_POINTS_LIST, "撤下已公布的积分"),
    Action(OBJECT_TO_POINTS, "对本人积分提出异议"),
    Action(ANSWER_POINTS_OBJECTION, "答复积分异议"),
    Action(DECIDE_POINTS_PROPOSAL, "决定按积分提出的表扬、谈话建议"),
    Action(ERASE_POINTS_WORDS, "删除积分中的个人信息"),
]

ROLES = [
    Role(name="visitor", title="访客", actions=(READ_PUBLIC,)),
    Role(name="member", title="机关工作人员", actions=(READ_RULES, READ_LISTS)),
    Role(
        name="deputy",
        title="人大代表",
        actions=(
            READ_RULES,
            READ_OWN,
            READ_LISTS,
            ENTER_POINTS_MARK,
            OBJECT_TO_POINTS,
        ),
    ),
    Role(
        name="group_leader",
        title="代表小组组长",
        actions=(READ_RULES, ENTER_POINTS_MARK, MARK_OTHERS),
    ),
    Role(
        name="points_rater",
        title="履职评分人",
        actions=(READ_RULES, ENTER_POINTS_MARK, MARK_OTHERS),
    ),
    Role(
        name="points_clerk",
        title="履职积分工作人员",
        actions=(
            READ,
            ADOPT_POINTS_RULE,
            OPEN_POINTS_YEAR,
            DEDUCT_POINTS,
            WITHDRAW_DEDUCTION,
            ENTER_POINTS_MARK,
            MARK_OTHERS,
            CLOSE_POINTS_YEAR,
            CLOSE_POINTS_PERIOD,
            TRY_RULE,
            READ_LISTS,
            PREPARE_POINTS_LIST,
            NOTIFY_POINTS_DEPUTIES,
            ANSWER_POINTS_OBJECTION,
        ),
    ),
    Role(
        name="personal_data_officer",
        title="个人信息保护负责人",
        actions=(READ, ERASE_POINTS_WORDS),
    ),
    Role(
        name="publication_checker",
        title="保密审查与公开",
        actions=(READ, CHECK_POINTS_SECRECY),
    ),
    Role(
        name="points_head",
        title="履职积分负责人",
        actions=(
            READ,
            READ_RULES,
            READ_LISTS,
            PUBLISH_POINTS_LIST,
            WITHDRAW_POINTS_LIST,
            DECIDE_POINTS_PROPOSAL,
        ),
    ),
]
