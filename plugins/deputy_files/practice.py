"""What a body may vary in its deputies' files: lists, who confirms, what looks alike."""

from datetime import timedelta
from typing import Annotated, Any

import msgspec

from core import ACTION_CODES, ORGAN_NAMES, OrganKind, Setting
from plugins.deputy_files.rules import (
    CONFIRMERS,
    NOTICE_WORDS,
    Confirmer,
    DataNotice,
    DutyAspect,
    EntryKind,
    EventMapping,
    LeaveRule,
    Target,
    YearDay,
)

DUTY_LIST = "deputy_files.duty_list"
KINDS = "deputy_files.kinds"
CONFIRMED_BY = "deputy_files.confirmed_by"
NEAR_TEXT = "deputy_files.near_text"
LIKE_DAYS = "deputy_files.like_days"
LARGEST_PHOTO = "deputy_files.largest_photo"
EVENTS = "deputy_files.events"
LEAVE = "deputy_files.leave"
ABSENCES_SHOWN = "deputy_files.absences_shown"
TARGETS = "deputy_files.targets"
STATISTICS_DUE = "deputy_files.statistics_due"
CONTACTS = "deputy_files.contacts"
DATA_NOTICE = "deputy_files.data_notice"

LONGEST_TEXT = 4_000
LONGEST_TITLE = 100
LONGEST_WHY = 1_000
MOST_EVIDENCE = 30
MOST_QUANTITY = 10_000
"""Bounds of what is stored, not rules of a body."""

SHOWN_ALIKE = 5
"""Likenesses that a refusal names; all are on the draft."""

MOST_CONFIRMED = 500
"""Entries that are confirmed in one go: a whole congress fits."""

MOST_IMPORTED = 5_000
"""Rows of one sheet: a larger one is no sheet that a person looks over."""

MOST_PRINTED = 1_500
"""Entries in one handbook: more is a book that no office program opens."""

ONE_DAY = timedelta(days=1)

MOST_COMPARED = 400
"""Entries that one entry is compared with: those of the same days, the latest first."""

BYTES_OF_A_MEGABYTE = 1 << 20


def _titles(listed: Any) -> str:
    return "、".join(one.title for one in listed)


def _confirmers(listed: Any) -> str:
    return "、".join(CONFIRMERS[one] for one in listed)


def _events(listed: Any) -> str:
    return "；".join(f"{one.event} → {one.kind}" for one in listed)


def _targets(listed: Any) -> str:
    return "；".join(f"{one.title}每年{one.times}次" for one in listed)


def _notice(notice: Any) -> str:
    return "；".join(f"{title}：{getattr(notice, name)}" for name, title in NOTICE_WORDS.items())


def _leave(rule: Any) -> str:
    def names(kinds: list[str]) -> str:
        return "、".join(ORGAN_NAMES[OrganKind(one)] for one in kinds)

    return f"会前由{names(rule.before)}，会议期间由{names(rule.in_session)}决定"


SETTINGS = [
    Setting(
        name=LEAVE,
        title="代表请假由哪些机关决定",
        type=LeaveRule,
        text=_leave,
        words={"before": "会前，由哪些机关决定", "in_session": "会议期间，由哪些机关决定"},
    ),
    Setting(
        name=ABSENCES_SHOWN,
        title="未经批准缺席会议几次，向代表工作机构提示",
        type=Annotated[int, msgspec.Meta(ge=1)],
    ),
    Setting(
        name=TARGETS,
        title="代表每年的履职目标",
        type=list[Target],
        text=_targets,
        words={"title": "名称", "kinds": "哪些种类的履职事项", "times": "每年至少几次"},
        codes={"kinds": KINDS},
    ),
    Setting(name=STATISTICS_DUE, title="年度履职情况统计表报送日期", type=YearDay),
    Setting(
        name=DATA_NOTICE,
        title="向代表告知怎样处理其个人信息",
        type=DataNotice,
        text=_notice,
        words=NOTICE_WORDS,
    ),
    Setting(name=CONTACTS, title="履职手册中的联系方式", type=list[str]),
    Setting(
        name=DUTY_LIST,
        title="履职清单",
        type=list[DutyAspect],
        text=_titles,
        words={"code": "代码", "title": "名称", "in_session": "是否在会议期间"},
    ),
    Setting(
        name=KINDS,
        title="履职事项的种类",
        type=list[EntryKind],
        text=_titles,
        words={
            "code": "代码",
            "title": "名称",
            "aspect": "属于履职清单的哪一方面",
            "counts": "是否计入履职次数",
        },
        codes={"aspect": DUTY_LIST},
    ),
    Setting(
        name=CONFIRMED_BY,
        title="履职记录由谁确认",
        type=list[Confirmer],
        text=_confirmers,
        words=CONFIRMERS,
    ),
    Setting(
        name=NEAR_TEXT,
        title="文字相同多少（百分比）提示疑似重复",
        type=Annotated[int, msgspec.Meta(ge=50, le=100)],
    ),
    Setting(
        name=LIKE_DAYS,
        title="与前后几天内的记录比对是否重复",
        type=Annotated[int, msgspec.Meta(ge=0, le=366)],
    ),
    Setting(
        name=LARGEST_PHOTO,
        title="一张照片最大多少兆字节",
        type=Annotated[int, msgspec.Meta(ge=1, le=100)],
    ),
    Setting(
        name=EVENTS,
        title="哪些办理自动产生履职记录",
        type=list[EventMapping],
        text=_events,
        words={
            "event": "哪一项办理",
            "kind": "产生哪一种履职事项",
            "mandates": "记录中列出代表的一项",
            "when": "记录中还须是什么",
            "day": "记录中写明日期的一项",
            "title": "记录中写明事由的一项",
            "submitted": "是否直接提交，等待确认",
        },
        codes={"event": ACTION_CODES, "kind": KINDS},
    ),
]
