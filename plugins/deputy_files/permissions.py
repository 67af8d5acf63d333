"""Actions of deputies' files, and the roles that hold them by default.

`read` opens the files to somebody at all; which of them, the rows say: a deputy their own, a group
leader their group's, a station those it keeps. `read_all` is the office's.
"""

from core import Action, Role

READ = "deputy_files.read"
READ_KEPT = "deputy_files.read_kept"
READ_ALL = "deputy_files.read_all"
OPEN_FILES = "deputy_files.open_files"
MOVE_FILE = "deputy_files.move_file"
ARCHIVE_FILES = "deputy_files.archive_files"
OPEN_MATTER = "deputy_files.open_matter"
LOG_ENTRY = "deputy_files.log_entry"
REVISE_ENTRY = "deputy_files.revise_entry"
SUBMIT_ENTRY = "deputy_files.submit_entry"
DISCARD_ENTRY = "deputy_files.discard_entry"
CONFIRM_ENTRY = "deputy_files.confirm_entry"
REFUSE_ENTRY = "deputy_files.refuse_entry"
COPY_EVIDENCE = "deputy_files.copy_evidence"

ACTIONS = [
    Action(READ, "查看代表履职档案"),
    Action(READ_KEPT, "查看本站、本处保管的履职档案"),
    Action(READ_ALL, "查看全部代表的履职档案"),
    Action(OPEN_FILES, "建立代表履职档案"),
    Action(MOVE_FILE, "转移代表履职档案"),
    Action(ARCHIVE_FILES, "按届归档"),
    Action(OPEN_MATTER, "登记履职议题"),
    Action(LOG_ENTRY, "记录履职事项"),
    Action(REVISE_ENTRY, "修改未确认的履职记录"),
    Action(SUBMIT_ENTRY, "提交履职记录"),
    Action(DISCARD_ENTRY, "不再提交履职记录"),
    Action(CONFIRM_ENTRY, "确认履职记录"),
    Action(REFUSE_ENTRY, "不予确认履职记录"),
    Action(COPY_EVIDENCE, "取得履职记录的佐证材料"),
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
_CONFIRMING = (CONFIRM_ENTRY, REFUSE_ENTRY)

ROLES = [
    Role(name="deputy", title="人大代表", actions=_WRITING),
    Role(name="group_leader", title="代表小组组长", actions=(READ, *_CONFIRMING, COPY_EVIDENCE)),
    Role(
        name="station_keeper",
        title="代表联络站工作人员",
        actions=(*_WRITING, READ_KEPT, *_CONFIRMING),
    ),
    Role(
        name="deputy_affairs",
        title="代表工作人员",
        actions=(*_WRITING, READ_ALL, *_CONFIRMING, OPEN_FILES, MOVE_FILE, ARCHIVE_FILES),
    ),
]
