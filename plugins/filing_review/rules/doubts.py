"""Doubts about the constitution: passed upward from level to level, decided by none of them.

Whether a document agrees with the constitution is for no local body to say: a doubt goes up, and
the answer comes down. So there is no step here that adopts, rejects or closes one.
"""

from collections.abc import Iterable
from enum import StrEnum

from statemachine import State, StateMachine


class DoubtState(StrEnum):
    """Where a doubt stands at one of the bodies that it passes through."""

    ARRIVED = "arrived"
    RECEIVED = "received"
    PASSED_UP = "passed_up"
    ANSWERED = "answered"


DOUBT_STATES = {
    DoubtState.ARRIVED: "下级报来，待签收",
    DoubtState.RECEIVED: "已签收，待上报",
    DoubtState.PASSED_UP: "已上报，待答复",
    DoubtState.ANSWERED: "上级已答复",
}


class DoubtMachine(StateMachine):
    """Who found the doubt begins with it passed up; whoever got it from below, with its arrival."""

    arrived = State(initial=True, value=DoubtState.ARRIVED)
    received = State(value=DoubtState.RECEIVED)
    passed_up = State(value=DoubtState.PASSED_UP)
    answered = State(value=DoubtState.ANSWERED, final=True)

    receive_doubt = arrived.to(received)
    pass_up_doubt = received.to(passed_up)
    take_answer = passed_up.to(answered)


class DoubtOutcome(StrEnum):
    """What those above say who may say it."""

    NO_CONFLICT = "no_conflict"
    CONFLICT = "conflict"


DOUBT_OUTCOMES = {
    DoubtOutcome.NO_CONFLICT: "不存在合宪性问题",
    DoubtOutcome.CONFLICT: "存在合宪性问题，应予纠正",
}


def answered_step(outcomes: Iterable[DoubtOutcome | None]) -> str | None:
    """What becomes of a filing that awaits nothing but answers; nothing until the last has come."""
    came = list(outcomes)
    if not came or None in came:
        return None
    return "take_conflict" if DoubtOutcome.CONFLICT in came else "take_clearance"
