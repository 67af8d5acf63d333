"""规范性文件备案审查 (recording and review of normative documents): law and practice as functions.

Record every document, review every record, correct every error (有件必备、有备必审、有错必纠).
Nothing here reads a clock or a database, and no number of a rule stands here: numbers are practice.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

import msgspec
from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed


class DocumentKind(StrEnum):
    """What a normative document calls itself."""

    NOTICE = "notice"
    MEASURES = "measures"
    RULES = "rules"
    OPINIONS = "opinions"
    DECISION = "decision"
    RESOLUTION = "resolution"
    PLAN = "plan"
    OTHER = "other"


DOCUMENT_KINDS = {
    DocumentKind.NOTICE: "通知、通告",
    DocumentKind.MEASURES: "办法",
    DocumentKind.RULES: "规定",
    DocumentKind.OPINIONS: "意见",
    DocumentKind.DECISION: "决定",
    DocumentKind.RESOLUTION: "决议",
    DocumentKind.PLAN: "方案",
    DocumentKind.OTHER: "其他",
}


class Openness(StrEnum):
    """Whether the maker discloses the document (主动公开、依申请公开、不予公开)."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    NONE = "none"


OPENNESS = {
    Openness.PROACTIVE: "主动公开",
    Openness.ON_REQUEST: "依申请公开",
    Openness.NONE: "不予公开",
}


class PartKind(StrEnum):
    """The parts of a filing package; which of them are demanded is practice."""

    FILING_REPORT = "filing_report"
    OFFICIAL_TEXT = "official_text"
    AMENDMENT_DECISION = "amendment_decision"
    DRAFTING_NOTE = "drafting_note"
    LEGAL_BASIS = "legal_basis"
    FAIR_COMPETITION_REVIEW = "fair_competition_review"
    LEGALITY_REVIEW = "legality_review"
    PUBLIC_NOTICE = "public_notice"
    REFERENCE = "reference"


PARTS = {
    PartKind.FILING_REPORT: "备案报告",
    PartKind.OFFICIAL_TEXT: "正式文本",
    PartKind.AMENDMENT_DECISION: "修改、废止决定",
    PartKind.DRAFTING_NOTE: "起草说明",
    PartKind.LEGAL_BASIS: "制定依据",
    PartKind.FAIR_COMPETITION_REVIEW: "公平竞争审查说明",
    PartKind.LEGALITY_REVIEW: "合法性审查意见",
    PartKind.PUBLIC_NOTICE: "公告",
    PartKind.REFERENCE: "其他参阅资料",
}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a normative document; a draft may leave anything but the title open."""

    title: str
    document_number: str | None = None
    kind: DocumentKind | None = None
    joint_with_party: bool = False
    adopted_on: date | None = None
    adopted_by: str | None = None
    printed_on: date | None = None
    published_on: date | None = None
    published_in: str | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    openness: Openness | None = None
    government_number: str | None = None
    platform_number: str | None = None
    paper_copies: int | None = None
    drafter: str | None = None
    checker: str | None = None
    signer: str | None = None


FACTS = Document.__struct_fields__

DEMANDED = {
    "title": "标题",
    "document_number": "发文字号",
    "kind": "文件种类",
    "adopted_on": "通过日期",
    "published_on": "公布日期",
    "published_in": "公布方式",
    "effective_on": "施行日期",
    "openness": "公开属性",
}
"""What a filing report (备案报告) names; without these the receiver could not enter it."""


def missing_facts(document: Document) -> list[str]:
    """Chinese names of the facts that must be filled in before the filing is signed off."""
    return [name for fact, name in DEMANDED.items() if not getattr(document, fact)]


def disordered_dates(document: Document) -> str | None:
    """What is wrong with the order of a document's dates, in a sentence; None when all is well.

    A document may take effect before it is published (自印发之日起施行), not before its adoption.
    """
    order = (
        ("adopted_on", "通过日期", "printed_on", "印发日期"),
        ("printed_on", "印发日期", "published_on", "公布日期"),
        ("adopted_on", "通过日期", "published_on", "公布日期"),
        ("adopted_on", "通过日期", "effective_on", "施行日期"),
        ("effective_on", "施行日期", "valid_until", "有效期截止日"),
    )
    for earlier, earlier_name, later, later_name in order:
        first: date | None = getattr(document, earlier)
        second: date | None = getattr(document, later)
        if first is not None and second is not None and second < first:
            return f"{later_name}（{second}）早于{earlier_name}（{first}），请核对后改正。"
    return None


def missing_parts(
    demanded: Iterable[PartKind], present: Iterable[PartKind], explained: Iterable[PartKind]
) -> list[PartKind]:
    """Demanded parts that are neither in the package nor explained as absent, in their order."""
    there = {*present, *explained}
    return [part for part in demanded if part not in there]


def part_names(parts: Iterable[PartKind]) -> str:
    """Parts as a person reads them."""
    return "、".join(PARTS[part] for part in parts)


class Route(msgspec.Struct, frozen=True):
    """That organs of one kind file with an organ of another kind, within one body."""

    maker: str
    receiver: str


class Series(StrEnum):
    """How a register counts: one series a year, or one for each kind of document or of maker."""

    WHOLE = "whole"
    DOCUMENT_KIND = "document_kind"
    MAKER_KIND = "maker_kind"


class Share(msgspec.Struct, frozen=True):
    """A share of all members that a decision needs."""

    numerator: int
    denominator: int
    strictly_more: bool

    @property
    def text(self) -> str:
        """As a rule says it."""
        lead = "超过" if self.strictly_more else "不少于"
        return f"{lead}全体成员的{self.denominator}分之{self.numerator}"

    def reached(self, in_favour: int, members: int) -> bool:
        """Whether the votes in favour suffice, counted against all members."""
        have, need = in_favour * self.denominator, members * self.numerator
        return have > need if self.strictly_more else have >= need


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """The meeting that adopted an opinion, with its vote."""

    title: str
    held_on: date
    members: int
    present: int
    in_favour: int


def faulty_meeting(meeting: Meeting, share: Share | None) -> str | None:
    """Why an opinion cannot rest on this meeting, in a sentence; None when it can."""
    if not 0 <= meeting.in_favour <= meeting.present <= meeting.members or meeting.members < 1:
        return "会议人数不对：赞成人数不得多于出席人数，出席人数不得多于全体成员人数。"
    if share is not None and not share.reached(meeting.in_favour, meeting.members):
        return (
            f"赞成{meeting.in_favour}人，全体成员{meeting.members}人，没有达到{share.text}，"
            "审查意见没有通过。"
        )
    return None


class StandardGroup(StrEnum):
    """The four groups of review standards."""

    CONSTITUTIONALITY = "constitutionality"
    POLITICS = "politics"
    LEGALITY = "legality"
    SUITABILITY = "suitability"


STANDARD_GROUPS = {
    StandardGroup.CONSTITUTIONALITY: "合宪性",
    StandardGroup.POLITICS: "政治性",
    StandardGroup.LEGALITY: "合法性",
    StandardGroup.SUITABILITY: "适当性",
}


class Standard(StrEnum):
    """The items of the four groups, after 上海 2024 Art 28–31, the clearest of the local rules."""

    CONSTITUTION_TEXT = "constitution_text"
    CONSTITUTION_SPIRIT = "constitution_spirit"
    PARTY_DECISIONS = "party_decisions"
    MAJOR_REFORM = "major_reform"
    RESERVED_MATTERS = "reserved_matters"
    BEYOND_POWER = "beyond_power"
    LICENCE_FINE_COERCION = "licence_fine_coercion"
    EVADES_SUPERIOR_LAW = "evades_superior_law"
    EXCEEDS_GRANT = "exceeds_grant"
    PROCEDURE = "procedure"
    OTHER_ILLEGALITY = "other_illegality"
    CORE_VALUES = "core_values"
    UNREASONABLE_RIGHTS_DUTIES = "unreasonable_rights_duties"
    PROPORTIONALITY = "proportionality"
    CHANGED_CIRCUMSTANCES = "changed_circumstances"
    OTHER_UNSUITABLE = "other_unsuitable"


STANDARDS = {
    Standard.CONSTITUTION_TEXT: "合宪性：与宪法规定不一致的疑问",
    Standard.CONSTITUTION_SPIRIT: "合宪性：与宪法原则、精神不符的疑问",
    Standard.PARTY_DECISIONS: "政治性：与党中央决策部署不符",
    Standard.MAJOR_REFORM: "政治性：与国家重大改革方向不一致",
    Standard.RESERVED_MATTERS: "合法性：涉及只能制定法律的事项",
    Standard.BEYOND_POWER: "合法性：超越权限，减损权利或者增加义务",
    Standard.LICENCE_FINE_COERCION: "合法性：违法设定许可、处罚、强制",
    Standard.EVADES_SUPERIOR_LAW: "合法性：与上位法抵触，或者变通、规避上位法",
    Standard.EXCEEDS_GRANT: "合法性：超出授权范围",
    Standard.PROCEDURE: "合法性：违反法定程序",
    Standard.OTHER_ILLEGALITY: "合法性：其他违法情形",
    Standard.CORE_VALUES: "适当性：违背社会主义核心价值观、公序良俗",
    Standard.UNREASONABLE_RIGHTS_DUTIES: "适当性：对权利义务的规定明显不合理",
    Standard.PROPORTIONALITY: "适当性：所采取的措施与目的不相称",
    Standard.CHANGED_CIRCUMSTANCES: "适当性：情况变化而不宜继续施行",
    Standard.OTHER_UNSUITABLE: "适当性：其他明显不适当的情形",
}

_GROUPS = {
    StandardGroup.CONSTITUTIONALITY: (Standard.CONSTITUTION_TEXT, Standard.CONSTITUTION_SPIRIT),
    StandardGroup.POLITICS: (Standard.PARTY_DECISIONS, Standard.MAJOR_REFORM),
    StandardGroup.SUITABILITY: (
        Standard.CORE_VALUES,
        Standard.UNREASONABLE_RIGHTS_DUTIES,
        Standard.PROPORTIONALITY,
        Standard.CHANGED_CIRCUMSTANCES,
        Standard.OTHER_UNSUITABLE,
    ),
}
_GROUP_OF = {item: group for group, items in _GROUPS.items() for item in items}


def group_of(standard: Standard) -> StandardGroup:
    """The group an item belongs to; what is in no other group is legality."""
    return _GROUP_OF.get(standard, StandardGroup.LEGALITY)


def must_pass_up(standard: Standard) -> bool:
    """A doubt about the constitution is passed upward, never decided locally (上海 2024 Art 28)."""
    return group_of(standard) is StandardGroup.CONSTITUTIONALITY


class Seriousness(StrEnum):
    """How grave a finding is."""

    SERIOUS = "serious"
    MODERATE = "moderate"
    SLIGHT = "slight"


SERIOUSNESS = {
    Seriousness.SERIOUS: "严重",
    Seriousness.MODERATE: "较重",
    Seriousness.SLIGHT: "轻微",
}


class Decision(StrEnum):
    """What the lead makes of a finding."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    PASSED_UP = "passed_up"


DECISIONS = {
    Decision.OPEN: "待定",
    Decision.ADOPTED: "采纳",
    Decision.REJECTED: "不采纳",
    Decision.PASSED_UP: "已逐级上报",
}


class Judged(msgspec.Struct, frozen=True):
    """A finding with the lead's decision; for `conclusion`."""

    standard: Standard
    decision: Decision


class Conclusion(StrEnum):
    """What a review comes to."""

    NO_PROBLEM = "no_problem"
    PROBLEM = "problem"


CONCLUSIONS = {Conclusion.NO_PROBLEM: "未发现问题", Conclusion.PROBLEM: "存在问题"}


def faulty_merge(findings: Sequence[Judged]) -> str | None:
    """Why the review cannot be concluded yet, in a sentence; None when it can."""
    for finding in findings:
        if must_pass_up(finding.standard) and finding.decision is not Decision.PASSED_UP:
            return "有合宪性疑问尚未上报。合宪性问题不由本机构处理，请先逐级上报。"
    if any(finding.decision is Decision.OPEN for finding in findings):
        return "还有审查发现没有决定是否采纳，请逐条决定后再作结论。"
    return None


def conclusion(findings: Iterable[Judged]) -> Conclusion:
    """A problem as soon as one finding is adopted; a doubt passed up is not ours to judge."""
    adopted = any(finding.decision is Decision.ADOPTED for finding in findings)
    return Conclusion.PROBLEM if adopted else Conclusion.NO_PROBLEM


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
    LetterKind.TALK: "沟通记录",
    LetterKind.EXPERT_ADVICE: "专家意见记录",
    LetterKind.GUIDANCE: "请示与指导记录",
}

NOTES = (LetterKind.TALK, LetterKind.EXPERT_ADVICE, LetterKind.GUIDANCE)
"""What a reviewer may note down; the other kinds come of verbs."""


class Direction(StrEnum):
    """Whether a paper left, came, or stayed."""

    SENT = "sent"
    RECEIVED = "received"
    NOTE = "note"


DIRECTIONS = {Direction.SENT: "发出", Direction.RECEIVED: "收到", Direction.NOTE: "内部记录"}


class OutgoingState(StrEnum):
    """Where a filing stands, as its maker sees it."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    REGISTERED = "registered"
    WITHHELD = "withheld"
    RETURNED = "returned"
    OPINION_RECEIVED = "opinion_received"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    CLOSED = "closed"


OUTGOING_STATES = {
    OutgoingState.DRAFT: "起草中",
    OutgoingState.SIGNED: "已签发，待报送",
    OutgoingState.SENT: "已报送",
    OutgoingState.REGISTERED: "已备案登记",
    OutgoingState.WITHHELD: "暂缓登记，待补充或重新报送",
    OutgoingState.RETURNED: "已退回",
    OutgoingState.OPINION_RECEIVED: "收到审查意见，待反馈",
    OutgoingState.ANSWERED: "已反馈，待修改或废止",
    OutgoingState.CORRECTED: "已修改或废止",
    OutgoingState.CLOSED: "已办结",
}


class OutgoingMachine(StateMachine):
    """The maker's side. A change after signing off needs a new signature."""

    draft = State(initial=True, value=OutgoingState.DRAFT)
    signed = State(value=OutgoingState.SIGNED)
    sent = State(value=OutgoingState.SENT)
    registered = State(value=OutgoingState.REGISTERED)
    withheld = State(value=OutgoingState.WITHHELD)
    returned = State(value=OutgoingState.RETURNED, final=True)
    opinion_received = State(value=OutgoingState.OPINION_RECEIVED)
    answered = State(value=OutgoingState.ANSWERED)
    corrected = State(value=OutgoingState.CORRECTED)
    closed = State(value=OutgoingState.CLOSED, final=True)

    revise_filing = draft.to(draft) | signed.to(draft) | withheld.to(draft)
    sign_filing = draft.to(signed)
    send_filing = signed.to(sent)
    take_registered = sent.to(registered)
    take_returned = sent.to(returned)
    take_withheld = sent.to(withheld)
    supplement_filing = withheld.to(sent)
    take_opinion = registered.to(opinion_received)
    answer_opinion = opinion_received.to(answered)
    report_correction = (
        registered.to(corrected) | opinion_received.to(corrected) | answered.to(corrected)
    )
    take_closing = (
        registered.to(closed)
        | opinion_received.to(closed)
        | answered.to(closed)
        | corrected.to(closed)
    )


class FilingState(StrEnum):
    """Where a filing stands, as its reviewer sees it."""

    ARRIVED = "arrived"
    RECEIVED = "received"
    WITHHELD = "withheld"
    RETURNED = "returned"
    REGISTERED = "registered"
    UNDER_REVIEW = "under_review"
    NO_PROBLEM = "no_problem"
    PROBLEM = "problem"
    OPINION_ISSUED = "opinion_issued"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    ARCHIVED = "archived"


FILING_STATES = {
    FilingState.ARRIVED: "已送达，待签收",
    FilingState.RECEIVED: "已签收，形式审查中",
    FilingState.WITHHELD: "暂缓备案登记",
    FilingState.RETURNED: "已退回",
    FilingState.REGISTERED: "已登记，待分办",
    FilingState.UNDER_REVIEW: "审查中",
    FilingState.NO_PROBLEM: "未发现问题，待办结",
    FilingState.PROBLEM: "存在问题，处理中",
    FilingState.OPINION_ISSUED: "审查意见已发，待反馈",
    FilingState.ANSWERED: "已反馈，待纠正",
    FilingState.CORRECTED: "已纠正，待办结",
    FilingState.ARCHIVED: "已办结归档",
}


class FilingMachine(StateMachine):
    """The reviewer's side, from arrival to the archive."""

    arrived = State(initial=True, value=FilingState.ARRIVED)
    received = State(value=FilingState.RECEIVED)
    withheld = State(value=FilingState.WITHHELD)
    returned = State(value=FilingState.RETURNED, final=True)
    registered = State(value=FilingState.REGISTERED)
    under_review = State(value=FilingState.UNDER_REVIEW)
    no_problem = State(value=FilingState.NO_PROBLEM)
    problem = State(value=FilingState.PROBLEM)
    opinion_issued = State(value=FilingState.OPINION_ISSUED)
    answered = State(value=FilingState.ANSWERED)
    corrected = State(value=FilingState.CORRECTED)
    archived = State(value=FilingState.ARCHIVED, final=True)

    receive_filing = arrived.to(received)
    register_filing = received.to(registered)
    return_filing = received.to(returned)
    withhold_filing = received.to(withheld)
    take_supplement = withheld.to(received)
    assign_review = registered.to(under_review) | under_review.to(under_review)
    conclude_clean = under_review.to(no_problem)
    conclude_problem = under_review.to(problem)
    issue_opinion = problem.to(opinion_issued)
    take_answer = opinion_issued.to(answered)
    take_correction = problem.to(corrected) | opinion_issued.to(corrected) | answered.to(corrected)
    close_filing = no_problem.to(archived) | corrected.to(archived)


class OpinionState(StrEnum):
    """An opinion is drafted, checked and signed off by three people."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    ISSUED = "issued"


OPINION_STATES = {
    OpinionState.DRAFTED: "已拟稿，待核稿",
    OpinionState.CHECKED: "已核稿，待签发",
    OpinionState.ISSUED: "已签发",
}


class OpinionMachine(StateMachine):
    """The way of an outgoing paper (拟稿、核稿、签发)."""

    drafted = State(initial=True, value=OpinionState.DRAFTED)
    checked = State(value=OpinionState.CHECKED)
    issued = State(value=OpinionState.ISSUED, final=True)

    check_opinion = drafted.to(checked)
    issue_opinion = checked.to(issued)


class NotAllowed(Exception):
    """The state of a record does not allow the step."""


def next_state(machine: type[StateMachine], state: StrEnum, step: str) -> StrEnum:
    """The state after a step, or NotAllowed."""
    running = machine(start_value=state)
    try:
        running.send(step)
    except TransitionNotAllowed as fault:
        raise NotAllowed(step) from fault
    return running.current_state_value


class Figure(StrEnum):
    """The figures of a year; each is a set of filings that can be opened."""

    FILED = "filed"
    IN_TIME = "in_time"
    LATE = "late"
    REGISTERED = "registered"
    RETURNED = "returned"
    WITHHELD = "withheld"
    REVIEWED = "reviewed"
    PROBLEMS = "problems"
    AMENDED = "amended"
    REPEALED = "repealed"
    UNCORRECTED = "uncorrected"


FIGURES = {
    Figure.FILED: "收到报送",
    Figure.IN_TIME: "登记的文件中按期报送",
    Figure.LATE: "登记的文件中逾期报送",
    Figure.REGISTERED: "备案登记",
    Figure.RETURNED: "退回",
    Figure.WITHHELD: "曾暂缓登记",
    Figure.REVIEWED: "已作出审查结论",
    Figure.PROBLEMS: "存在问题",
    Figure.AMENDED: "已修改",
    Figure.REPEALED: "已废止",
    Figure.UNCORRECTED: "存在问题尚未纠正",
}


class LedgerOrder(StrEnum):
    """By what the ledger may be ordered; the words are its columns."""

    FILED_ON = "filed_on"
    DUE_ON = "due_on"
    REGISTERED_ON = "registered_on"
    LATE_BY = "late_by"
    MAKER = "maker_organ"


LEDGER_ORDERS = {
    LedgerOrder.FILED_ON: "报送日期",
    LedgerOrder.DUE_ON: "最近一项期限",
    LedgerOrder.REGISTERED_ON: "登记日期",
    LedgerOrder.LATE_BY: "逾期天数",
    LedgerOrder.MAKER: "制定机关",
}


class TaskState(StrEnum):
    """A reviewer's task."""

    OPEN = "open"
    SUBMITTED = "submitted"


TASK_STATES = {TaskState.OPEN: "审查中", TaskState.SUBMITTED: "已提交"}
