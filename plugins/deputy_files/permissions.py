"""Actions of deputies' files, and the roles that hold them by default.

`read` opens the files to somebody at all; which of them, the rows say: a deputy their own, a group
leader their group's, a station those it keeps. `read_all` is the office's. `read_confirmed` opens
what was confirmed, with its evidence, and nothing that is still being written: for those who answer
for what rests on it, such as points: who keeps them, who checks them before others see them, who
publishes them.
"""

from core import Action, Role

READ = "deputy_files.read"
READ_KEPT = "deputy_files.read_kept"
READ_ALL = "deputy_files.read_all"
READ_CONFIRMED = "deputy_files.read_confirmed"
OPEN_FILES = "deputy_files.open_files"
MOVE_FILE = "deputy_files.move_file"
ARCHIVE_FILES = "deputy_files.archive_files"
OPEN_MATTER = "deputy_files.open_matter"
LOG_ENTRY = "deputy_files.log_entry"
REVISE_ENTRY = "deputy_files.revise_entry"
SUBMIT_ENTRY = "deputy_files.submit_entry"
DISCARD_ENTRY = "deputy_files.discard_entry"
CONFIRM_ENTRIES = "deputy_files.confirm_entries"
CONFIRM_ENTRY = "deputy_files.confirm_entry"
REFUSE_ENTRY = "deputy_files.refuse_entry"
COPY_EVIDENCE = "deputy_files.copy_evidence"
REQUEST_LEAVE = "deputy_files.request_leave"
WITHDRAW_LEAVE = "deputy_files.withdraw_leave"
WITHDRAW_PAPER_LEAVE = "deputy_files.withdraw_paper_leave"
DECIDE_LEAVE = "deputy_files.decide_leave"
READ_LEAVE = "deputy_files.read_leave"
READ_ABSENCES = "deputy_files.read_absences"
MAKE_STATISTICS = "deputy_files.make_statistics"
READ_TABLES = "deputy_files.read_tables"
BEGIN_YEARLY_TABLE = "deputy_files.begin_yearly_table"
SUBMIT_YEARLY_TABLE = "deputy_files.submit_yearly_table"
MAKE_HANDBOOK = "deputy_files.make_handbook"
MAKE_ENTRY_SHEET = "deputy_files.make_entry_sheet"
IMPORT_ENTRIES = "deputy_files.import_entries"
SEND_FACT = "deputy_files.send_fact"
PLACE_FACT = "deputy_files.place_fact"
READ_CARDS = "deputy_files.read_cards"
READ_PUBLIC_CARDS = "deputy_files.read_public_cards"
DRAFT_CARD = "deputy_files.draft_card"
CHECK_CARD_SECRECY = "deputy_files.check_card_secrecy"
PUBLISH_CARD = "deputy_files.publish_card"
WITHDRAW_CARD = "deputy_files.withdraw_card"
READ_NOTICE = "deputy_files.read_notice"
REQUEST_ERASURE = "deputy_files.request_erasure"
READ_ERASURES = "deputy_files.read_erasures"
ERASE_WORDS = "deputy_files.erase_words"
REFUSE_ERASURE = "deputy_files.refuse_erasure"

ACTIONS = [
    Action(READ, "查看代表履职档案"),
    Action(READ_KEPT, "查看本站、本处保管的履职档案"),
    Action(READ_ALL, "查看全部代表的履职档案"),
    Action(READ_CONFIRMED, "查看全部已确认、入档的履职记录及其佐证材料"),
    Action(OPEN_FILES, "建立代表履职档案"),
    Action(MOVE_FILE, "转移代表履职档案"),
    Action(ARCHIVE_FILES, "按届归档"),
    Action(OPEN_MATTER, "登记履职议题"),
    Action(LOG_ENTRY, "记录履职事项"),
    Action(REVISE_ENTRY, "修改未确认的履职记录"),
    Action(SUBMIT_ENTRY, "提交履职记录"),
    Action(DISCARD_ENTRY, "不再提交履职记录"),
    Action(CONFIRM_ENTRIES, "一并确认多条履职记录"),
    Action(CONFIRM_ENTRY, "确认履职记录"),
    Action(REFUSE_ENTRY, "不予确认履职记录"),
    Action(COPY_EVIDENCE, "取得履职记录的佐证材料"),
    Action(READ_LEAVE, "查看代表的请假"),
    Action(READ_ABSENCES, "查看未经批准缺席会议的代表"),
    Action(REQUEST_LEAVE, "书面请假"),
    Action(WITHDRAW_LEAVE, "撤回请假"),
    Action(WITHDRAW_PAPER_LEAVE, "撤销登记有误的纸质请假"),
    Action(DECIDE_LEAVE, "决定请假"),
    Action(MAKE_STATISTICS, "制作年度履职情况统计表"),
    Action(READ_TABLES, "查看年度履职情况统计表的报送"),
    Action(BEGIN_YEARLY_TABLE, "开始年度履职情况统计表"),
    Action(SUBMIT_YEARLY_TABLE, "报送年度履职情况统计表"),
    Action(MAKE_HANDBOOK, "制作履职手册、档案卡"),
    Action(MAKE_ENTRY_SHEET, "取得以往履职记录的空白导入表"),
    Action(IMPORT_ENTRIES, "批量导入以往的履职记录"),
    Action(SEND_FACT, "向上一级报送其代表的履职情况"),
    Action(PLACE_FACT, "把来报的履职情况记入档案"),
    Action(READ_PUBLIC_CARDS, "查看已公布的代表电子名片"),
    Action(READ_CARDS, "查看代表电子名片稿"),
    Action(DRAFT_CARD, "起草代表电子名片"),
    Action(CHECK_CARD_SECRECY, "电子名片公开前保密审查"),
    Action(PUBLISH_CARD, "公布代表电子名片"),
    Action(WITHDRAW_CARD, "撤下代表电子名片"),
    Action(READ_NOTICE, "阅读个人信息处理告知"),
    Action(REQUEST_ERASURE, "请求删除履职档案中的个人信息"),
    Action(READ_ERASURES, "查看删除个人信息的请求和记录"),
    Action(ERASE_WORDS, "删除履职档案中的个人信息"),
    Action(REFUSE_ERASURE, "不予删除个人信息"),
]

_WRITING = (
    READ,
    OPEN_MATTER,
    LOG_ENTRY,
    REVISE_ENTRY,
    SUBMIT_ENTRY,
    DISCARD_ENTRY,
    COPY_EVIDENCE,
)
_OPENING_CONFIRMED = (READ, READ_CONFIRMED, COPY_EVIDENCE)
_CONFIRMING = (CONFIRM_ENTRY, CONFIRM_ENTRIES, REFUSE_ENTRY)

ROLES = [
    Role(name="visitor", title="访客", actions=(READ_PUBLIC_CARDS,)),
    Role(
        name="publication_checker",
        title="保密审查与公开",
        actions=(*_OPENING_CONFIRMED, READ_CARDS, CHECK_CARD_SECRECY),
    ),
    Role(
        name="deputy",
        title="人大代表",
        actions=(
            *_WRITING,
            REQUEST_LEAVE,
            WITHDRAW_LEAVE,
            MAKE_HANDBOOK,
            READ_NOTICE,
            REQUEST_ERASURE,
            READ_ERASURES,
        ),
    ),
    Role(
        name="personal_data_officer",
        title="个人信息保护负责人",
        actions=(
            READ,
            READ_CONFIRMED,
            COPY_EVIDENCE,
            READ_ERASURES,
            ERASE_WORDS,
            REFUSE_ERASURE,
        ),
    ),
    Role(
        name="leave_decider",
        title="请假审批人",
        actions=(READ, READ_LEAVE, READ_ABSENCES, DECIDE_LEAVE),
    ),
    Role(
        name="credentials_staff",
        title="代表资格审查工作人员",
        actions=(READ_ABSENCES,),
    ),
    Role(name="group_leader", title="代表小组组长", actions=(READ, *_CONFIRMING, COPY_EVIDENCE)),
    Role(
        name="station_keeper",
        title="代表联络站工作人员",
        actions=(*_WRITING, READ_KEPT, *_CONFIRMING, MAKE_HANDBOOK),
    ),
    Role(name="points_clerk", title="履职积分工作人员", actions=_OPENING_CONFIRMED),
    Role(name="points_head", title="履职积分负责人", actions=_OPENING_CONFIRMED),
    Role(
        name="deputy_affairs",
        title="代表工作人员",
        actions=(
            *_WRITING,
            READ_ALL,
            *_CONFIRMING,
            OPEN_FILES,
            MOVE_FILE,
            ARCHIVE_FILES,
            READ_LEAVE,
            READ_ABSENCES,
            REQUEST_LEAVE,
            WITHDRAW_PAPER_LEAVE,
            MAKE_STATISTICS,
            READ_TABLES,
            BEGIN_YEARLY_TABLE,
            SUBMIT_YEARLY_TABLE,
            MAKE_HANDBOOK,
            MAKE_ENTRY_SHEET,
            IMPORT_ENTRIES,
            SEND_FACT,
            PLACE_FACT,
            READ_CARDS,
            DRAFT_CARD,
            PUBLISH_CARD,
            WITHDRAW_CARD,
        ),
    ),
]
