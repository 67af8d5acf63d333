"""A cycle (一轮票决) and its candidates: who decides, and the states on the way to the vote."""

from enum import StrEnum

from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed


class Decider(StrEnum):
    """Who chooses: only the first two *decide*; a council's choice is no congress decision."""

    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing_committee"
    COUNCIL = "council"


DECIDERS = {
    Decider.CONGRESS: "人民代表大会会议票决",
    Decider.STANDING_COMMITTEE: "人大常委会会议票决",
    Decider.COUNCIL: "居民、代表议事会推选微实事（不是人民代表大会的决定）",
}


class CycleState(StrEnum):
    """Where a cycle stands."""

    PREPARING = "preparing"
    CALLING = "calling"
    SCREENING = "screening"
    LISTED = "listed"
    DECIDED = "decided"
    PUBLISHED = "published"
    CLOSED = "closed"


# The words of states hold for a council too, whose choice is no vote of a congress (票决).
CYCLE_STATES = {
    CycleState.PREPARING: "筹备中",
    CycleState.CALLING: "公开征集中",
    CycleState.SCREENING: "筛选论证、提出候选项目中",
    CycleState.LISTED: "候选项目已审查，待表决",
    CycleState.DECIDED: "已按表决结果确定，待公布",
    CycleState.PUBLISHED: "已公布，实施中",
    CycleState.CLOSED: "已办结",
}


class CycleMachine(StateMachine):
    """From the call to the end of the year. A body that calls all year round may go on calling."""

    preparing = State(initial=True, value=CycleState.PREPARING)
    calling = State(value=CycleState.CALLING)
    screening = State(value=CycleState.SCREENING)
    listed = State(value=CycleState.LISTED)
    decided = State(value=CycleState.DECIDED)
    published = State(value=CycleState.PUBLISHED)
    closed = State(value=CycleState.CLOSED, final=True)

    open_call = preparing.to(calling)
    withdraw_call = calling.to(preparing)
    close_call = calling.to(screening)
    examine_candidates = screening.to(listed)
    return_candidates = listed.to(screening)
    decide = listed.to(decided)
    publish_projects = decided.to(published)
    close_cycle = published.to(closed)


class CandidateState(StrEnum):
    """Where a candidate project stands, as the body has it."""

    SUBMITTED = "submitted"
    LISTED = "listed"
    LEFT_OUT = "left_out"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"


CANDIDATE_STATES = {
    CandidateState.SUBMITTED: "政府已提出，待审查",
    CandidateState.LISTED: "列入候选项目",
    CandidateState.LEFT_OUT: "审查后未列入",
    CandidateState.CHOSEN: "表决选中",
    CandidateState.NOT_CHOSEN: "表决未选中",
}


class CandidateMachine(StateMachine):
    """A candidate's way to the vote; what the vote says, nobody types."""

    submitted = State(initial=True, value=CandidateState.SUBMITTED)
    listed = State(value=CandidateState.LISTED)
    left_out = State(value=CandidateState.LEFT_OUT, final=True)
    chosen = State(value=CandidateState.CHOSEN, final=True)
    not_chosen = State(value=CandidateState.NOT_CHOSEN, final=True)

    list_candidate = submitted.to(listed)
    leave_out = submitted.to(left_out)
    take_back = listed.to(submitted)
    choose = listed.to(chosen)
    pass_over = listed.to(not_chosen)


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
