"""Actions after the result, and the roles that hold them."""

from core import Action, Role
from plugins.people_votes.permissions.votes import READ

READ_PUBLIC_PROJECTS = "people_votes.read_public_projects"
PLAN_PROJECT = "people_votes.plan_project"
ADD_MILESTONE = "people_votes.add_milestone"
MARK_MILESTONE = "people_votes.mark_milestone"
CHECK_PROJECT_SECRECY = "people_votes.check_project_secrecy"
PUBLISH_PROJECTS = "people_votes.publish_projects"
PUBLISH_OUTCOMES = "people_votes.publish_outcomes"
PUBLISH_PROGRESS = "people_votes.publish_progress"
FORM_GROUP = "people_votes.form_group"
CHANGE_GROUP = "people_votes.change_group"
REPORT_PROGRESS = "people_votes.report_progress"
SUBMIT_HALF_YEAR_REPORT = "people_votes.submit_half_year_report"
RECORD_CHECK = "people_votes.record_check"
REPORT_AGAIN = "people_votes.report_again"
REPORT_MENDED = "people_votes.report_mended"
PROPOSE_ADJUSTMENT = "people_votes.propose_adjustment"
WITHDRAW_ADJUSTMENT = "people_votes.withdraw_adjustment"
DECIDE_ADJUSTMENT = "people_votes.decide_adjustment"
PUBLISH_ADJUSTMENT = "people_votes.publish_adjustment"
REPORT_ADJUSTMENT = "people_votes.report_adjustment"
COMPLETE_PROJECT = "people_votes.complete_project"
RECORD_QUALITY_CHECK = "people_votes.record_quality_check"
ACCEPT_PROJECT = "people_votes.accept_project"
SEND_BACK_PROJECT = "people_votes.send_back_project"
CLOSE_CYCLE = "people_votes.close_cycle"

PROJECT_ACTIONS = [
    Action(READ_PUBLIC_PROJECTS, "查看已公布的民生实事项目"),
    Action(PLAN_PROJECT, "制定项目实施方案"),
    Action(ADD_MILESTONE, "增加项目节点"),
    Action(MARK_MILESTONE, "标记项目节点完成"),
    Action(CHECK_PROJECT_SECRECY, "项目公开前保密审查"),
    Action(PUBLISH_PROJECTS, "公布票决项目"),
    Action(PUBLISH_OUTCOMES, "公布项目办理结果"),
    Action(PUBLISH_PROGRESS, "公布项目进度"),
    Action(FORM_GROUP, "成立项目监督小组"),
    Action(CHANGE_GROUP, "调整项目监督小组"),
    Action(REPORT_PROGRESS, "报告项目进度"),
    Action(SUBMIT_HALF_YEAR_REPORT, "提交项目半年报告"),
    Action(RECORD_CHECK, "记录项目督查"),
    Action(REPORT_AGAIN, "再次报告测评未通过项目的整改情况"),
    Action(REPORT_MENDED, "报告督查问题整改情况"),
    Action(PROPOSE_ADJUSTMENT, "提请项目调整"),
    Action(WITHDRAW_ADJUSTMENT, "撤回提请的项目调整"),
    Action(DECIDE_ADJUSTMENT, "记录项目调整的决定"),
    Action(PUBLISH_ADJUSTMENT, "公告项目调整"),
    Action(REPORT_ADJUSTMENT, "记录向人民代表大会报告项目调整"),
    Action(COMPLETE_PROJECT, "报告项目完成"),
    Action(RECORD_QUALITY_CHECK, "登记第三方质量检测"),
    Action(ACCEPT_PROJECT, "项目验收"),
    Action(SEND_BACK_PROJECT, "项目退回整改"),
    Action(CLOSE_CYCLE, "办结一轮票决"),
]

PROJECT_ROLES = [
    Role(name="visitor", title="访客", actions=(READ_PUBLIC_PROJECTS,)),
    Role(
        name="project_unit",
        title="项目实施单位经办员",
        actions=(
            READ,
            PLAN_PROJECT,
            ADD_MILESTONE,
            MARK_MILESTONE,
            REPORT_PROGRESS,
            SUBMIT_HALF_YEAR_REPORT,
            REPORT_AGAIN,
            REPORT_MENDED,
            PROPOSE_ADJUSTMENT,
            WITHDRAW_ADJUSTMENT,
            COMPLETE_PROJECT,
        ),
    ),
    Role(
        name="group_member",
        title="项目监督小组成员",
        actions=(READ, REPORT_PROGRESS, RECORD_CHECK),
    ),
    Role(
        name="project_secretary",
        title="票决工作人员",
        actions=(
            READ,
            PUBLISH_PROJECTS,
            PUBLISH_OUTCOMES,
            PUBLISH_PROGRESS,
            FORM_GROUP,
            CHANGE_GROUP,
            REPORT_PROGRESS,
            RECORD_CHECK,
            DECIDE_ADJUSTMENT,
            PUBLISH_ADJUSTMENT,
            REPORT_ADJUSTMENT,
            RECORD_QUALITY_CHECK,
            ACCEPT_PROJECT,
            SEND_BACK_PROJECT,
            CLOSE_CYCLE,
        ),
    ),
    Role(
        name="publication_checker",
        title="保密审查与公开",
        actions=(READ, CHECK_PROJECT_SECRECY),
    ),
]
