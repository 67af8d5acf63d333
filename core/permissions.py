"""The core's own actions, and the roles that hold them by default."""

from core.access import ADMIN, MEMBER, VISITOR
from core.hookspecs import Action, Role

READ_BODY = "core.read_body"
SIGN_IN = "core.sign_in"
ACCEPT_INVITATION = "core.accept_invitation"
SIGN_OUT = "core.sign_out"
SWITCH_ORGAN = "core.switch_organ"
CHANGE_PASSWORD = "core.change_password"
UPLOAD_FILE = "core.upload_file"
READ_FILE = "core.read_file"
READ_DEADLINES = "core.read_deadlines"
READ_ALL_DEADLINES = "core.read_all_deadlines"
READ_PACKAGES = "core.read_packages"
RECEIVE_PACKAGE = "core.receive_package"
READ_DELIVERY_QUEUE = "core.read_delivery_queue"
READ_COLLEAGUES = "core.read_colleagues"
READ_PEOPLE = "core.read_people"
CREATE_PERSON = "core.create_person"
IMPORT_PEOPLE = "core.import_people"
INVITE_MEMBER = "core.invite_member"
ADD_MEMBERSHIP = "core.add_membership"
ASSIGN_ROLES = "core.assign_roles"
DEFINE_ROLE = "core.define_role"
END_MEMBERSHIP = "core.end_membership"
RECORD_MANDATE = "core.record_mandate"
SUSPEND_MANDATE = "core.suspend_mandate"
RESUME_MANDATE = "core.resume_mandate"
END_MANDATE = "core.end_mandate"
READ_MANDATE_CHANGES = "core.read_mandate_changes"
READ_MEETINGS = "core.read_meetings"
READ_ROLL = "core.read_roll"
CONVENE_MEETING = "core.convene_meeting"
RECORD_ATTENDANCE = "core.record_attendance"
CLOSE_MEETING = "core.close_meeting"
READ_ROUNDS = "core.read_rounds"
READ_COUNTS = "core.read_counts"
RESET_PASSWORD = "core.reset_password"
OPEN_ACCOUNT = "core.open_account"
ENABLE_PLUGIN = "core.enable_plugin"
DISABLE_PLUGIN = "core.disable_plugin"
SET_PRACTICE = "core.set_practice"
WITHDRAW_PRACTICE = "core.withdraw_practice"
READ_PLUGINS = "core.read_plugins"
APPLY_TEMPLATE = "core.apply_template"
RECOMMEND_PRACTICE = "core.recommend_practice"
ACCEPT_RECOMMENDATION = "core.accept_recommendation"
DECLINE_RECOMMENDATION = "core.decline_recommendation"
READ_TEMPLATES = "core.read_templates"
SET_TEMPLATE = "core.set_template"
RESET_TEMPLATE = "core.reset_template"
COPY_TEMPLATE = "core.copy_template"
SET_LOOK = "core.set_look"
ESTABLISH_ORGAN = "core.establish_organ"
RENAME_ORGAN = "core.rename_organ"
CLOSE_ORGAN = "core.close_organ"
SET_WORKDAY = "core.set_workday"
WITHDRAW_WORKDAY = "core.withdraw_workday"
READ_OWN_SESSIONS = "core.read_own_sessions"
END_SESSION = "core.end_session"
READ_NOTIFICATIONS = "core.read_notifications"
MARK_NOTIFICATIONS_READ = "core.mark_notifications_read"
BEGIN_SECOND_FACTOR = "core.begin_second_factor"
CONFIRM_SECOND_FACTOR = "core.confirm_second_factor"
REMOVE_SECOND_FACTOR = "core.remove_second_factor"
RESET_SECOND_FACTOR = "core.reset_second_factor"
READ_EVENTS = "core.read_events"
READ_GROUPS = "core.read_groups"
FORM_DEPUTY_GROUP = "core.form_deputy_group"
CHANGE_DEPUTY_GROUP = "core.change_deputy_group"
CLOSE_DEPUTY_GROUP = "core.close_deputy_group"
IMPORT_DEPUTIES = "core.import_deputies"

ACTIONS = [
    Action(READ_BODY, "查看机构"),
    Action(SIGN_IN, "登录"),
    Action(ACCEPT_INVITATION, "接受邀请"),
    Action(SIGN_OUT, "退出登录"),
    Action(SWITCH_ORGAN, "切换机关身份"),
    Action(CHANGE_PASSWORD, "修改密码"),
    Action(UPLOAD_FILE, "上传文件"),
    Action(READ_FILE, "下载文件"),
    Action(READ_DEADLINES, "查看期限"),
    Action(READ_ALL_DEADLINES, "查看全机构的期限"),
    Action(READ_PACKAGES, "查看往来材料"),
    Action(RECEIVE_PACKAGE, "签收来件"),
    Action(READ_DELIVERY_QUEUE, "查看待送达队列"),
    Action(READ_COLLEAGUES, "查看本机关人员"),
    Action(READ_PEOPLE, "查看人员"),
    Action(CREATE_PERSON, "新建人员"),
    Action(IMPORT_PEOPLE, "批量导入人员"),
    Action(INVITE_MEMBER, "邀请人员"),
    Action(ADD_MEMBERSHIP, "增加任职"),
    Action(ASSIGN_ROLES, "分配角色"),
    Action(DEFINE_ROLE, "自定义角色"),
    Action(END_MEMBERSHIP, "结束任职"),
    Action(RECORD_MANDATE, "登记代表资格"),
    Action(SUSPEND_MANDATE, "登记暂停执行代表职务"),
    Action(RESUME_MANDATE, "登记恢复执行代表职务"),
    Action(END_MANDATE, "登记代表资格终止"),
    Action(READ_MANDATE_CHANGES, "查看代表资格变动及其理由"),
    Action(READ_MEETINGS, "查看会议"),
    Action(READ_ROLL, "查看会议名册和签到"),
    Action(CONVENE_MEETING, "召开会议、生成名册"),
    Action(RECORD_ATTENDANCE, "登记签到、请假、缺席"),
    Action(CLOSE_MEETING, "登记闭会"),
    Action(READ_ROUNDS, "查看表决"),
    Action(READ_COUNTS, "查看计票录入"),
    Action(RESET_PASSWORD, "重置密码"),
    Action(OPEN_ACCOUNT, "为已有人员建账号"),
    Action(ENABLE_PLUGIN, "启用插件"),
    Action(DISABLE_PLUGIN, "停用插件"),
    Action(SET_PRACTICE, "设置本机构做法"),
    Action(WITHDRAW_PRACTICE, "停止适用本机构做法"),
    Action(READ_PLUGINS, "查看插件目录、样板和推荐的做法"),
    Action(APPLY_TEMPLATE, "采用样板的做法"),
    Action(RECOMMEND_PRACTICE, "向下级推荐做法"),
    Action(ACCEPT_RECOMMENDATION, "采用上级推荐的做法"),
    Action(DECLINE_RECOMMENDATION, "不采用上级推荐的做法"),
    Action(READ_TEMPLATES, "查看公文模板"),
    Action(SET_TEMPLATE, "更换公文模板"),
    Action(RESET_TEMPLATE, "恢复内置公文模板"),
    Action(COPY_TEMPLATE, "取得公文模板"),
    Action(SET_LOOK, "设置本机构网页的名称、颜色和徽标"),
    Action(ESTABLISH_ORGAN, "设立机关"),
    Action(RENAME_ORGAN, "更改机关名称"),
    Action(CLOSE_ORGAN, "撤销机关"),
    Action(SET_WORKDAY, "调整本机构的工作日"),
    Action(WITHDRAW_WORKDAY, "撤回对工作日的调整"),
    Action(READ_OWN_SESSIONS, "查看本人的登录和两步验证"),
    Action(END_SESSION, "结束本人的一次登录"),
    Action(READ_NOTIFICATIONS, "查看告诉本人的消息"),
    Action(MARK_NOTIFICATIONS_READ, "把消息标为已读"),
    Action(BEGIN_SECOND_FACTOR, "设置两步验证"),
    Action(CONFIRM_SECOND_FACTOR, "开启两步验证"),
    Action(REMOVE_SECOND_FACTOR, "关闭两步验证"),
    Action(RESET_SECOND_FACTOR, "重置他人的两步验证"),
    Action(READ_EVENTS, "查看操作记录"),
    Action(READ_GROUPS, "查看代表小组"),
    Action(FORM_DEPUTY_GROUP, "成立代表小组"),
    Action(CHANGE_DEPUTY_GROUP, "调整代表小组"),
    Action(CLOSE_DEPUTY_GROUP, "撤销代表小组"),
    Action(IMPORT_DEPUTIES, "批量导入代表"),
]

WITH_FIRST_PASSWORD = frozenset({READ_BODY, SIGN_IN, SIGN_OUT, CHANGE_PASSWORD})
"""What somebody may do before they have changed a password that somebody else has seen."""

ROLES = [
    Role(name=VISITOR, title="访客", actions=(READ_BODY, SIGN_IN, ACCEPT_INVITATION)),
    Role(
        name=MEMBER,
        title="机关工作人员",
        actions=(
            SIGN_OUT,
            SWITCH_ORGAN,
            CHANGE_PASSWORD,
            UPLOAD_FILE,
            READ_FILE,
            READ_DEADLINES,
            READ_PACKAGES,
            RECEIVE_PACKAGE,
            READ_COLLEAGUES,
            READ_TEMPLATES,
            READ_MEETINGS,
            READ_ROUNDS,
            READ_GROUPS,
            READ_OWN_SESSIONS,
            END_SESSION,
            READ_NOTIFICATIONS,
            MARK_NOTIFICATIONS_READ,
            BEGIN_SECOND_FACTOR,
            CONFIRM_SECOND_FACTOR,
            REMOVE_SECOND_FACTOR,
        ),
        includes=(VISITOR,),
    ),
    Role(
        name=ADMIN,
        title="机构管理员",
        actions=(
            READ_PEOPLE,
            CREATE_PERSON,
            IMPORT_PEOPLE,
            INVITE_MEMBER,
            ADD_MEMBERSHIP,
            ASSIGN_ROLES,
            DEFINE_ROLE,
            END_MEMBERSHIP,
            RECORD_MANDATE,
            RESET_PASSWORD,
            RESET_SECOND_FACTOR,
            OPEN_ACCOUNT,
            ENABLE_PLUGIN,
            DISABLE_PLUGIN,
            SET_PRACTICE,
            WITHDRAW_PRACTICE,
            READ_PLUGINS,
            APPLY_TEMPLATE,
            RECOMMEND_PRACTICE,
            ACCEPT_RECOMMENDATION,
            DECLINE_RECOMMENDATION,
            READ_DELIVERY_QUEUE,
            SET_TEMPLATE,
            RESET_TEMPLATE,
            COPY_TEMPLATE,
            SET_LOOK,
            ESTABLISH_ORGAN,
            RENAME_ORGAN,
            CLOSE_ORGAN,
            SET_WORKDAY,
            WITHDRAW_WORKDAY,
        ),
    ),
    Role(name="deadline_overseer", title="督办人员", actions=(READ_ALL_DEADLINES,)),
    Role(
        name="session_secretary",
        title="会议秘书",
        actions=(READ_ROLL, READ_PEOPLE, CONVENE_MEETING, RECORD_ATTENDANCE, CLOSE_MEETING),
    ),
    Role(
        name="credentials_staff",
        title="代表资格审查工作人员",
        actions=(
            READ_PEOPLE,
            RECORD_MANDATE,
            SUSPEND_MANDATE,
            RESUME_MANDATE,
            END_MANDATE,
            READ_MANDATE_CHANGES,
        ),
    ),
    Role(
        name="deputy_affairs",
        title="代表工作人员",
        actions=(
            READ_PEOPLE,
            FORM_DEPUTY_GROUP,
            CHANGE_DEPUTY_GROUP,
            CLOSE_DEPUTY_GROUP,
            IMPORT_DEPUTIES,
        ),
    ),
    Role(name="deputy", title="人大代表", actions=(READ_GROUPS,)),
    Role(name="teller", title="计票人", actions=(READ_COUNTS,)),
    Role(name="scrutineer", title="监票人", actions=(READ_COUNTS, READ_ROLL)),
    Role(
        name="auditor",
        title="审计员",
        actions=(READ_EVENTS, READ_PEOPLE, READ_PACKAGES, READ_PLUGINS),
    ),
]
