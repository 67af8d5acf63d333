"""Deadlines (期限): a row for every clock, with its rule, article and how it was counted.

A number comes from practice, never from code. Where the rule gives no number there is no clock: the
row says so and is never due. A clock can be paused and go on with what was left, be extended once
where practice allows it, stop, and start anew. A number that changes later leaves running clocks
alone, unless the new value says that it reaches them.
"""

from core.kit.deadlines.changes import (
    Granted,
    Longer,
    decide_longer,
    pause_clock,
    request_longer,
    resume_clock,
    take_longer,
    told_longer,
)
from core.kit.deadlines.clocks import (
    clock_of,
    meet_clock,
    restart_clock,
    start_clock,
    start_clock_until,
    stop_clocks,
)
from core.kit.deadlines.computing import (
    COUNT_FROM_NEXT_DAY,
    REMIND_BEFORE,
    ROLL_FORWARD,
    SETTINGS,
    Computed,
    compute,
    count_span,
    trigger_of,
    workdays,
)
from core.kit.deadlines.lists import (
    due_list,
    extensions_to_decide,
    fact_list,
    of_stage,
    organ_counts,
    soon_until,
    told_to,
)
from core.kit.deadlines.local_days import set_workday, withdraw_workday
from core.kit.deadlines.tables import (
    ClockState,
    Deadline,
    DeadlineExtension,
    DeadlineFact,
    DeadlinePause,
    DueList,
    LocalWorkday,
    ReminderDay,
    Stage,
    WorkdayOverride,
)

__all__ = [
    "COUNT_FROM_NEXT_DAY",
    "REMIND_BEFORE",
    "ROLL_FORWARD",
    "SETTINGS",
    "ClockState",
    "Computed",
    "Deadline",
    "DeadlineExtension",
    "DeadlineFact",
    "DeadlinePause",
    "DueList",
    "Granted",
    "LocalWorkday",
    "Longer",
    "ReminderDay",
    "Stage",
    "WorkdayOverride",
    "clock_of",
    "compute",
    "count_span",
    "decide_longer",
    "due_list",
    "extensions_to_decide",
    "fact_list",
    "meet_clock",
    "of_stage",
    "organ_counts",
    "pause_clock",
    "request_longer",
    "restart_clock",
    "resume_clock",
    "set_workday",
    "soon_until",
    "start_clock",
    "start_clock_until",
    "stop_clocks",
    "take_longer",
    "told_longer",
    "told_to",
    "trigger_of",
    "withdraw_workday",
    "workdays",
]
