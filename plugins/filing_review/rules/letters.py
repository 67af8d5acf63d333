"""What maker and reviewer write to each other, and what a reviewer notes down."""

from enum import StrEnum


class Measure(StrEnum):
    """What the maker says it will do about an opinion."""

    AMEND = "amend"
    REPEAL = "repeal"
    DECLINE = "decline"


MEASURES = {Measure.AMEND: "修改", Measure.REPEAL: "废止", Measure.DECLINE: "不予修改、废止"}


class Correction(StrEnum):
    """How an error was corrected."""

    AMENDED = "amended"
    REPEALED = "repealed"


CORRECTIONS = {Correction.AMENDED: "已修改", Correction.REPEALED: "已废止"}


class Ask(StrEnum):
    """What a withheld filing needs: papers added (补充报送), or a new filing of it (重新报送)."""

    SUPPLEMENT = "supplement"
    REFILE = "refile"


ASKS = {Ask.SUPPLEMENT: "补充报送", Ask.REFILE: "重新报送"}


class LetterKind(StrEnum):
    """Papers between maker and reviewer, and the reviewer's own notes."""

    REGISTERED = "registered"
    RETURNED = "returned"
    WITHHELD = "withheld"
    LATE_NOTICE = "late_notice"
    OPINION = "opinion"
    ANSWER = "answer"
    CORRECTION = "correction"
    CLOSING = "closing"
    REMINDER = "reminder"
    REMINDER_ANSWER = "reminder_answer"
    CHASER = "chaser"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    UPWARD_REPORT = "upward_report"
    CORRECTION_REQUEST = "correction_request"
    DOUBT_REPORT = "doubt_report"
    DOUBT_ANSWER = "doubt_answer"
    TALK = "talk"
    EXPERT_ADVICE = "expert_advice"
    GUIDANCE = "guidance"


LETTERS = {
    LetterKind.REGISTERED: "备案登记回执",
    LetterKind.RETURNED: "退回回执",
    LetterKind.WITHHELD: "暂缓备案登记回执",
    LetterKind.LATE_NOTICE: "限期报送通知",
    LetterKind.OPINION: "审查意见",
    LetterKind.ANSWER: "书面反馈",
    LetterKind.CORRECTION: "修改、废止情况报告",
    LetterKind.CLOSING: "办结通知",
    LetterKind.REMINDER: "提醒函",
    LetterKind.REMINDER_ANSWER: "提醒函的答复",
    LetterKind.CHASER: "催办函",
    LetterKind.SUSPENDED: "审查中止告知",
    LetterKind.RESUMED: "恢复审查告知",
    LetterKind.EXTENDED: "延长期限告知",
    LetterKind.UPWARD_REPORT: "未予纠正情况报告",
    LetterKind.CORRECTION_REQUEST: "建议纠正函",
    LetterKind.DOUBT_REPORT: "合宪性疑问报告",
    LetterKind.DOUBT_ANSWER: "合宪性疑问的答复",
    LetterKind.TALK: "沟通记录",
    LetterKind.EXPERT_ADVICE: "专家意见记录",
    LetterKind.GUIDANCE: "请示与指导记录",
}


NOTES = (LetterKind.TALK, LetterKind.EXPERT_ADVICE, LetterKind.GUIDANCE)
"""What a reviewer may note down; the other kinds come of verbs."""


PAPERS = tuple(
    kind for kind in LetterKind if kind not in NOTES and kind is not LetterKind.DOUBT_ANSWER
)
"""What leaves an organ as an official paper. The answer to a doubt is the paper of who gave it; on
its way down nobody writes another."""

FROM_MAKER = (LetterKind.ANSWER, LetterKind.CORRECTION, LetterKind.REMINDER_ANSWER)
"""What a maker writes; the other papers are the reviewer's."""

FORM_CHECKS = (LetterKind.REGISTERED, LetterKind.RETURNED, LetterKind.WITHHELD)
"""What a form check ends with: each is a paper to the maker."""

DRAFTED = (
    *FORM_CHECKS,
    LetterKind.LATE_NOTICE,
    LetterKind.REMINDER,
    LetterKind.CHASER,
    LetterKind.ANSWER,
    LetterKind.REMINDER_ANSWER,
    LetterKind.UPWARD_REPORT,
    LetterKind.CORRECTION_REQUEST,
    LetterKind.DOUBT_REPORT,
)
"""Letters that may go through three hands; a review opinion always does."""

WITHOUT_OWN_VERB = (LetterKind.REMINDER, LetterKind.CHASER, LetterKind.REMINDER_ANSWER)
"""Letters that one person may send in one step by the common verb; the others have their own."""


class Direction(StrEnum):
    """Whether a paper left, came, or stayed."""

    SENT = "sent"
    RECEIVED = "received"
    NOTE = "note"


DIRECTIONS = {Direction.SENT: "发出", Direction.RECEIVED: "收到", Direction.NOTE: "内部记录"}


class ExchangeKind(StrEnum):
    """What levels write to each other outside of review."""

    QUESTION = "question"
    DRAFT = "draft"
    SHARED = "shared"


EXCHANGES = {
    ExchangeKind.QUESTION: "请示答复",
    ExchangeKind.DRAFT: "草案征求意见",
    ExchangeKind.SHARED: "共享文件",
}
