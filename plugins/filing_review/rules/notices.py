"""The words of official papers: titles, and the sentences that stand in them by themselves.

A paper says of itself by when an answer is expected and on what rule it rests, so that nobody has
to type it and nobody forgets it.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from plugins.filing_review.rules.letters import Ask, LetterKind
from plugins.filing_review.rules.limits import Limit

TITLES = {
    LetterKind.REGISTERED: "关于《{document}》的备案回执",
    LetterKind.RETURNED: "关于退回《{document}》的通知",
    LetterKind.WITHHELD: "关于补充报送《{document}》有关材料的通知",
    LetterKind.LATE_NOTICE: "关于限期报送《{document}》备案的通知",
    LetterKind.OPINION: "关于《{document}》的审查意见",
    LetterKind.ANSWER: "关于《{document}》审查意见的书面反馈",
    LetterKind.CORRECTION: "关于废止《{document}》的报告",
    LetterKind.CLOSING: "关于《{document}》审查办结的通知",
    LetterKind.REMINDER: "关于《{document}》有关表述的提醒函",
    LetterKind.REMINDER_ANSWER: "关于《{document}》提醒函的答复",
    LetterKind.CHASER: "关于《{document}》有关事项的催办函",
    LetterKind.SUSPENDED: "关于中止审查《{document}》的告知",
    LetterKind.RESUMED: "关于恢复审查《{document}》的告知",
    LetterKind.EXTENDED: "关于延长《{document}》修改、废止期限的告知",
    LetterKind.UPWARD_REPORT: "关于《{document}》未予纠正情况的报告",
    LetterKind.CORRECTION_REQUEST: "关于建议纠正《{document}》的函",
    LetterKind.DOUBT_REPORT: "关于《{document}》合宪性疑问的报告",
}
REFILE_TITLE = "关于重新报送《{document}》的通知"
LIMIT_TITLES = {
    (LetterKind.SUSPENDED, Limit.CORRECTION): "关于中止计算《{document}》修改、废止期限的告知",
    (LetterKind.RESUMED, Limit.CORRECTION): "关于恢复计算《{document}》修改、废止期限的告知",
}
"""Where the paper's usual title names the time of the review, and another one stands still."""

DUE = {
    LetterKind.WITHHELD: "补充报送",
    LetterKind.LATE_NOTICE: "报送备案",
    LetterKind.OPINION: "书面反馈处理意见",
    LetterKind.REMINDER: "书面答复",
    LetterKind.CHASER: "办理并书面告知",
    LetterKind.SUSPENDED: "按照书面计划处理并书面告知",
    LetterKind.EXTENDED: "修改或者废止",
}
"""What the addressee is to do by the day that a paper names."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into a paper besides the text that was written."""

    kind: LetterKind
    document: str
    title: str | None = None
    text: str
    due_on: date | None = None
    ask: Ask | None = None
    rule: str | None = None
    stop_at_once: bool = False
    meeting: str | None = None


_INNER = str.maketrans("《》", "〈〉")


def within_marks(title: str) -> str:
    """A title to be set within 《》: its own marks become single ones (GB/T 15834)."""
    return title.translate(_INNER)


def paper_title(wording: Wording) -> str:
    """The title that was given to the paper, or the usual one."""
    if wording.title:
        return wording.title
    usual = REFILE_TITLE if wording.ask is Ask.REFILE else TITLES[wording.kind]
    return usual.format(document=within_marks(wording.document))


def limit_title(kind: LetterKind, limit: Limit, document: str) -> str | None:
    """The title of a paper about a time limit, where it is not the usual one."""
    title = LIMIT_TITLES.get((kind, limit))
    return title.format(document=within_marks(document)) if title else None


def paper_lines(wording: Wording) -> Iterator[str]:
    """The paragraphs of the paper."""
    yield wording.text
    if wording.stop_at_once:
        yield "所指出的明显违法的规定，请自收到本意见之日起立即停止执行。"
    if wording.meeting:
        yield f"本意见经{wording.meeting}。"
    if wording.due_on is not None and wording.kind in DUE:
        what = "重新报送" if wording.ask is Ask.REFILE else DUE[wording.kind]
        day = wording.due_on
        yield f"请于{day.year}年{day.month}月{day.day}日以前（含当日）{what}。"
    if wording.rule:
        yield f"依据：{wording.rule}。"
