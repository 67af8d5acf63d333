"""What may be allowed, and to whom by default."""

from core import Action, Role

PLUGIN = "reception_day"

READ = "reception_day.read"
READ_MATTERS = "reception_day.read_matters"
READ_TASKS = "reception_day.read_tasks"
OPEN_DAY = "reception_day.open_reception_day"
RECORD_MATTER = "reception_day.record_reception_matter"
HAND_MATTER = "reception_day.hand_reception_matter"
ANSWER_TASK = "reception_day.answer_reception_task"
CLOSE_MATTER = "reception_day.close_reception_matter"

ACTIONS = [
    Action(READ, "查看主任接待日"),
    Action(READ_MATTERS, "查看本机关登记的接待事项"),
    Action(READ_TASKS, "查看交本机关办理的接待事项"),
    Action(OPEN_DAY, "预告主任接待日"),
    Action(RECORD_MATTER, "登记接待事项"),
    Action(HAND_MATTER, "交办接待事项"),
    Action(ANSWER_TASK, "答复交办的接待事项"),
    Action(CLOSE_MATTER, "办结接待事项"),
]

ROLES = [
    # Also for somebody without an account; `member` includes it.
    Role(name="visitor", title="访客", actions=(READ,)),
    Role(
        name="reception_clerk",
        title="接待工作人员",
        actions=(READ_MATTERS, OPEN_DAY, RECORD_MATTER, HAND_MATTER, CLOSE_MATTER),
    ),
    Role(
        name="reception_handling_clerk",
        title="接待事项承办人员",
        actions=(READ_TASKS, ANSWER_TASK),
    ),
]
