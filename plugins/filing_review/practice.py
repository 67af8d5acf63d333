"""What a body may vary in recording and review; every number is a setting with its article."""

from core import Lower, Setting, Span
from plugins.filing_review.rules import PartKind, Route, Series, Share

FILING_PERIOD = "filing_review.filing_period"
FORM_CHECK_PERIOD = "filing_review.form_check_period"
SUPPLEMENT_PERIOD = "filing_review.supplement_period"
REVIEW_PERIOD = "filing_review.review_period"
COMMITTEE_OPINION_PERIOD = "filing_review.committee_opinion_period"
ANSWER_PERIOD = "filing_review.answer_period"
CORRECTION_PERIOD = "filing_review.correction_period"
PAPER_COPIES = "filing_review.paper_copies"
PACKAGE_PARTS = "filing_review.package_parts"
OPINION_MAJORITY = "filing_review.opinion_majority"
ROUTES = "filing_review.routes"
REGISTER_SERIES = "filing_review.register_series"


def _period(name: str, title: str) -> Setting:
    return Setting(name=name, title=title, type=Span)


SETTINGS = [
    _period(FILING_PERIOD, "报送备案期限（自公布之日起）"),
    _period(FORM_CHECK_PERIOD, "形式审查期限（自收到之日起）"),
    _period(SUPPLEMENT_PERIOD, "补充、重新报送期限（自通知之日起）"),
    _period(REVIEW_PERIOD, "主动审查期限（自登记之日起）"),
    _period(COMMITTEE_OPINION_PERIOD, "委员会提出审查意见期限（自分送之日起）"),
    _period(ANSWER_PERIOD, "制定机关反馈期限（自审查意见发出之日起）"),
    _period(CORRECTION_PERIOD, "修改、废止期限（自书面反馈之日起）"),
    Setting(name=PAPER_COPIES, title="纸质文本份数", type=int),
    Setting(name=PACKAGE_PARTS, title="备案材料应当包括", type=list[PartKind]),
    Setting(
        name=OPINION_MAJORITY,
        title="主席团通过审查意见所需的多数",
        type=Share,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(name=ROUTES, title="哪些机关的文件报送哪个机关备案", type=list[Route]),
    Setting(name=REGISTER_SERIES, title="备案登记号如何编排", type=Series),
]
