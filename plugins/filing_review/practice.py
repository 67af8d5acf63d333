"""What a body may vary in recording and review; every number is a setting with its article."""

from enum import StrEnum
from typing import Annotated, Any, NamedTuple

import msgspec

from core import ORGAN_NAMES, Longer, Lower, OrganKind, Period, Setting, rough_days
from plugins.filing_review import rules
from plugins.filing_review.rules import Limit, PartKind, Series, Share

FILING_PERIOD = "filing_review.filing_period"
FORM_CHECK_PERIOD = "filing_review.form_check_period"
SUPPLEMENT_PERIOD = "filing_review.supplement_period"
REVIEW_PERIOD = "filing_review.review_period"
COMMITTEE_OPINION_PERIOD = "filing_review.committee_opinion_period"
ANSWER_PERIOD = "filing_review.answer_period"
REPLY_PERIOD = "filing_review.reply_period"
CORRECTION_PERIOD = "filing_review.correction_period"
PLAN_PERIOD = "filing_review.plan_period"
SEND_PERIOD = "filing_review.send_period"
REVIEW_EXTENSION = "filing_review.review_extension"
COMMITTEE_OPINION_EXTENSION = "filing_review.committee_opinion_extension"
CORRECTION_EXTENSION = "filing_review.correction_extension"
REVIEW_SUSPENSION = "filing_review.review_suspension"
CORRECTION_SUSPENSION = "filing_review.correction_suspension"
PAPER_COPIES = "filing_review.paper_copies"
PACKAGE_PARTS = "filing_review.package_parts"
OPINION_MAJORITY = "filing_review.opinion_majority"
ROUTES = "filing_review.routes"
REGISTER_SERIES = "filing_review.register_series"
COPIES_UP = "filing_review.copies_up"
PLATFORM = "filing_review.platform"
LETTER_HANDS = "filing_review.letter_hands"
REMINDER_LETTERS = "filing_review.reminder_letters"


MOST_HANDS = 3
"""Drafter, checker, signer."""

_HANDS = {
    1: "一人办理即可发出",
    2: "拟稿、签发由两人办理",
    3: "拟稿、核稿、签发由三人办理",
}

MOST_COPIES = 100
"""More is a slip of the pen."""


MOST_NUMBERS = 5_000
"""Rows of one sheet of the province platform's numbers."""

LONGEST_NUMBER = 100
"""Characters of a platform's number; more is a slip of the pen."""

LONGEST_WORDS = 1_000
"""Characters of what is said along with a filing that is circulated; more belongs in a document."""


class Whose(StrEnum):
    """Of which body the receiver is an organ."""

    OWN = "own"
    PARENT = "parent"


class Route(msgspec.Struct, frozen=True):
    """That organs of one kind file with an organ of another kind, of this body or the one above.

    With `binding_only` nothing but what binds generally is filed: no budget approval, no
    appointment. Makers that no rule lists may still send in doubt; what they send is returned.
    `annulled_by` says who may annul such a document, each with its article.
    """

    maker: OrganKind
    receiver: OrganKind
    to: Whose = Whose.OWN
    binding_only: bool = False
    listed: bool = True
    annulled_by: tuple[str, ...] = ()


FILING_TRIGGERS = {"publication": "公布", "approval": "通过、批准"}
REVIEW_TRIGGERS = {"registration": "备案登记", "receipt": "签收"}
CORRECTION_TRIGGERS = {"answer": "书面反馈", "handling_opinion": "主任会议确定处理意见"}


def _period(name: str, title: str, triggers: dict[str, str] | None = None) -> Setting:
    """A time limit: a lower level may only shorten it; a rule may name another trigger."""
    return Setting(
        name=name,
        title=title,
        type=Period,
        lower=Lower.STRICTER_MAX,
        amount=rough_days,
        triggers=triggers or {},
    )


def _extension(name: str, title: str) -> Setting:
    """By how much a time limit may be lengthened, once, and who approves."""
    return Setting(name=name, title=title, type=Longer, lower=Lower.STRICTER_MAX, amount=rough_days)


class Clocked(NamedTuple):
    """The settings of a time limit: how long, by how much longer, whether it may stand still."""

    period: str
    extension: str
    suspension: str | None = None


LIMITS = {
    Limit.REVIEW: Clocked(REVIEW_PERIOD, REVIEW_EXTENSION, REVIEW_SUSPENSION),
    Limit.COMMITTEE_OPINION: Clocked(COMMITTEE_OPINION_PERIOD, COMMITTEE_OPINION_EXTENSION),
    Limit.CORRECTION: Clocked(CORRECTION_PERIOD, CORRECTION_EXTENSION, CORRECTION_SUSPENSION),
}


class YearlyDay(msgspec.Struct, frozen=True):
    """A day that comes each year."""

    month: Annotated[int, msgspec.Meta(ge=1, le=12)]
    day: Annotated[int, msgspec.Meta(ge=1, le=31)]

    @property
    def text(self) -> str:
        """The way an office writes it."""
        return f"每年{self.month}月{self.day}日前"


def _routes_text(routes: Any) -> str:
    return "；".join(
        f"{ORGAN_NAMES[route.maker]}的{'具有普遍约束力的' if route.binding_only else ''}文件报"
        f"{'上一级' if route.to is Whose.PARENT else ''}{ORGAN_NAMES[route.receiver]}"
        f"{'' if route.listed else '（规定未列，收到后退回）'}"
        for route in routes
    )


_ROUTE_WORDS = {
    "maker": "制定机关",
    "receiver": "接受备案的机关",
    "to": "哪一级的",
    "binding_only": "只报具有普遍约束力的",
    "listed": "规定中已列出（未列的收到后退回）",
    "annulled_by": "可由谁依何条文撤销",
    Whose.OWN: "本级",
    Whose.PARENT: "上一级",
}

_SERIES = {
    Series.WHOLE: "全年统一编号",
    Series.DOCUMENT_KIND: "按文件种类分别编号",
    Series.MAKER_KIND: "按制定机关类别分别编号",
}


_NOT_YET_USED = [
    _period("filing_review.request_review_period", "依申请审查期限（自收到申请之日起）"),
    _period("filing_review.incomplete_notice_period", "告知申请内容不完整期限（自收到之日起）"),
    _period("filing_review.not_started_notice_period", "告知不启动审查期限（自决定之日起）"),
    _period("filing_review.transfer_period", "移送有权机关期限（自收到之日起）"),
    _period("filing_review.feedback_period", "反馈审查结果期限（自审查结束之日起）"),
    _period(
        "filing_review.correction_report_period", "报告处理情况期限（自修改、废止、撤销之日起）"
    ),
    Setting(
        name="filing_review.catalogue_day",
        title="上一年度文件目录报送日期",
        type=YearlyDay,
    ),
]
"""Numbers that the rules give for verbs which are still to come; shown, and counted by nothing."""


SETTINGS = [
    _period(FILING_PERIOD, "报送备案期限（自公布之日起，规定另有起算的从其规定）", FILING_TRIGGERS),
    _period(FORM_CHECK_PERIOD, "形式审查期限（自收到之日起）"),
    _period(SUPPLEMENT_PERIOD, "补充、重新报送期限（自通知之日起）"),
    _period(SEND_PERIOD, "分送委员会期限（自登记之日起）"),
    _period(REVIEW_PERIOD, "主动审查期限（自登记之日起，规定另有起算的从其规定）", REVIEW_TRIGGERS),
    _extension(REVIEW_EXTENSION, "主动审查期限可以延长多久"),
    Setting(
        name=REVIEW_SUSPENSION, title="制定机关书面提出处理计划和时限的，审查可以中止", type=bool
    ),
    _period(COMMITTEE_OPINION_PERIOD, "委员会提出审查意见期限（自分送之日起）"),
    _extension(COMMITTEE_OPINION_EXTENSION, "委员会审查期限可以延长多久"),
    _period(ANSWER_PERIOD, "制定机关反馈期限（自审查意见发出之日起）"),
    _period(REPLY_PERIOD, "制定机关答复提醒函期限（自提醒函发出之日起）"),
    _period(
        CORRECTION_PERIOD,
        "修改、废止期限（自书面反馈之日起，规定另有起算的从其规定）",
        CORRECTION_TRIGGERS,
    ),
    _extension(CORRECTION_EXTENSION, "修改、废止期限可以延长多久"),
    Setting(
        name=CORRECTION_SUSPENSION,
        title="制定机关书面提出处理计划和时限的，修改、废止期限可以中止计算",
        type=bool,
    ),
    _period(PLAN_PERIOD, "制定机关书面处理计划的时限"),
    *_NOT_YET_USED,
    Setting(
        name=PAPER_COPIES,
        title="纸质文本份数",
        type=Annotated[int, msgspec.Meta(ge=0, le=MOST_COPIES)],
        text=lambda copies: f"{copies}份",
    ),
    Setting(
        name=PACKAGE_PARTS,
        title="备案材料应当包括",
        type=list[PartKind],
        text=rules.part_names,
        words=rules.PARTS,
    ),
    Setting(
        name=OPINION_MAJORITY,
        title="主席团通过审查意见所需的多数",
        type=Share,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(
        name=ROUTES,
        title="哪些机关的文件报送哪个机关备案",
        type=list[Route],
        text=_routes_text,
        words=_ROUTE_WORDS,
    ),
    Setting(
        name=REGISTER_SERIES,
        title="备案登记号如何编排",
        type=Series,
        text=lambda one: _SERIES[one],
        words=_SERIES,
    ),
    Setting(
        name=PLATFORM,
        title="向哪个地方的备案审查平台报送（地方代码）",
        type=Annotated[str, msgspec.Meta(pattern="^[0-9]{2,12}$")],
    ),
    Setting(
        name=COPIES_UP,
        title="登记、意见和办结情况是否抄报上一级",
        type=bool,
        text=lambda on: "抄报" if on else "不抄报",
    ),
    Setting(
        name=LETTER_HANDS,
        title="发出的回执、通知、函件、反馈和上行报告须经几人办理",
        type=Annotated[int, msgspec.Meta(ge=1, le=MOST_HANDS)],
        lower=Lower.STRICTER_MIN,
        text=lambda hands: _HANDS[hands],
    ),
    Setting(
        name=REMINDER_LETTERS,
        title="对可能引起误解、歧义的表述是否发提醒函",
        type=bool,
        text=lambda used: "发提醒函" if used else "不发提醒函",
    ),
]
