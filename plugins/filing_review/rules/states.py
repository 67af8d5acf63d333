"""The states of a filing on both sides and of an opinion, and the steps between them."""

from enum import StrEnum

from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed


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
    DROPPED = "dropped"


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
    OutgoingState.DROPPED: "已作废",
}


OUT_OF_HAND = (OutgoingState.RETURNED, OutgoingState.CLOSED, OutgoingState.DROPPED)
"""With these the maker has nothing left to do."""


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
    dropped = State(value=OutgoingState.DROPPED, final=True)

    drop_filing = draft.to(dropped)
    revise_filing = draft.to(draft) | signed.to(draft) | withheld.to(draft)
    sign_filing = draft.to(signed)
    send_filing = signed.to(sent)
    take_registered = sent.to(registered)
    take_returned = sent.to(returned)
    take_back = sent.to(draft)
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
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    WITHHELD = "withheld"
    RETURNED = "returned"
    REGISTERED = "registered"
    UNDER_REVIEW = "under_review"
    SUSPENDED = "suspended"
    NO_PROBLEM = "no_problem"
    PROBLEM = "problem"
    PASSED_UP = "passed_up"
    OPINION_ISSUED = "opinion_issued"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    ARCHIVED = "archived"


FILING_STATES = {
    FilingState.ARRIVED: "已送达，待签收",
    FilingState.WITHDRAWN: "制定机关已在签收前撤回",
    FilingState.RECEIVED: "已签收，形式审查中",
    FilingState.WITHHELD: "暂缓备案登记",
    FilingState.RETURNED: "已退回",
    FilingState.REGISTERED: "已登记，待分办",
    FilingState.UNDER_REVIEW: "审查中",
    FilingState.SUSPENDED: "已中止，待制定机关按计划处理",
    FilingState.NO_PROBLEM: "未发现问题，待办结",
    FilingState.PROBLEM: "存在问题，处理中",
    FilingState.PASSED_UP: "合宪性疑问已上报，待答复",
    FilingState.OPINION_ISSUED: "审查意见已发，待反馈",
    FilingState.ANSWERED: "已反馈，待纠正",
    FilingState.CORRECTED: "已纠正，待办结",
    FilingState.ARCHIVED: "已办结归档",
}


SETTLED = (FilingState.WITHDRAWN, FilingState.RETURNED, FilingState.ARCHIVED)
"""With these the reviewer has nothing left to do."""


class FilingMachine(StateMachine):
    """The reviewer's side, from arrival to the archive."""

    arrived = State(initial=True, value=FilingState.ARRIVED)
    withdrawn = State(value=FilingState.WITHDRAWN)
    received = State(value=FilingState.RECEIVED)
    withheld = State(value=FilingState.WITHHELD)
    returned = State(value=FilingState.RETURNED, final=True)
    registered = State(value=FilingState.REGISTERED)
    under_review = State(value=FilingState.UNDER_REVIEW)
    suspended = State(value=FilingState.SUSPENDED)
    no_problem = State(value=FilingState.NO_PROBLEM)
    problem = State(value=FilingState.PROBLEM)
    passed_up = State(value=FilingState.PASSED_UP)
    opinion_issued = State(value=FilingState.OPINION_ISSUED)
    answered = State(value=FilingState.ANSWERED)
    corrected = State(value=FilingState.CORRECTED)
    archived = State(value=FilingState.ARCHIVED, final=True)

    receive_filing = arrived.to(received)
    register_filing = received.to(registered)
    return_filing = received.to(returned)
    withhold_filing = received.to(withheld)
    take_supplement = withheld.to(received)
    take_refiling = withheld.to(arrived) | withdrawn.to(arrived)
    give_back = arrived.to(withdrawn)
    assign_review = registered.to(under_review) | under_review.to(under_review)
    suspend_review = under_review.to(suspended) | problem.to(suspended) | answered.to(suspended)
    resume_review = suspended.to(under_review)
    resume_handling = suspended.to(problem)
    resume_correction = suspended.to(answered)
    conclude_clean = under_review.to(no_problem)
    conclude_problem = under_review.to(problem)
    conclude_passed_up = under_review.to(passed_up)
    take_clearance = passed_up.to(no_problem)
    take_conflict = passed_up.to(problem)
    issue_opinion = problem.to(opinion_issued)
    take_answer = opinion_issued.to(answered)
    take_correction = (
        suspended.to(corrected)
        | passed_up.to(corrected)
        | problem.to(corrected)
        | opinion_issued.to(corrected)
        | answered.to(corrected)
    )
    close_filing = no_problem.to(archived) | corrected.to(archived)


class OpinionState(StrEnum):
    """An opinion or a letter on its way through the hands that draft, check and sign it off."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    RETURNED = "returned"
    ISSUED = "issued"
    DROPPED = "dropped"


OPINION_STATES = {
    OpinionState.DRAFTED: "已拟稿，待核稿",
    OpinionState.CHECKED: "已核稿，待签发",
    OpinionState.RETURNED: "已退回修改",
    OpinionState.ISSUED: "已签发",
    OpinionState.DROPPED: "已作废",
}


class OpinionMachine(StateMachine):
    """The way of an outgoing paper (拟稿、核稿、签发); fewer hands are for letters only."""

    drafted = State(initial=True, value=OpinionState.DRAFTED)
    checked = State(value=OpinionState.CHECKED)
    returned = State(value=OpinionState.RETURNED)
    issued = State(value=OpinionState.ISSUED, final=True)
    dropped = State(value=OpinionState.DROPPED, final=True)

    check_opinion = drafted.to(checked)
    return_opinion = drafted.to(returned) | checked.to(returned)
    revise_opinion = drafted.to(drafted) | returned.to(drafted)
    issue_opinion = checked.to(issued)
    issue_unchecked = drafted.to(issued) | checked.to(issued)
    drop_letter = drafted.to(dropped) | returned.to(dropped)


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
