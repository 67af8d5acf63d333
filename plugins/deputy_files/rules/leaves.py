"""Leave from a session (代表法第十三条): asked in writing, decided with reasons by others."""

from enum import StrEnum

import msgspec


class LeaveState(StrEnum):
    """Where a request for leave stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"


LEAVE_STATES = {
    LeaveState.REQUESTED: "已提出，待决定",
    LeaveState.APPROVED: "准假",
    LeaveState.DECLINED: "不准假",
    LeaveState.WITHDRAWN: "本人撤回",
    LeaveState.MISTAKEN: "登记有误，已撤销",
}


class LeaveRule(msgspec.Struct, frozen=True, kw_only=True):
    """Which kinds of organs decide: before the session opens, and while it sits."""

    before: list[str]
    in_session: list[str]

    def deciders(self, *, in_session: bool) -> list[str]:
        """Kinds of organs that may decide now."""
        return self.in_session if in_session else self.before


def progress(done: int, times: int) -> int:
    """How far somebody is, in per cent; never more than the whole."""
    return min(done * WHOLE // times, WHOLE)


WHOLE = 100


class YearDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of every year."""

    month: int
    day: int

    @property
    def text(self) -> str:
        """As a person says it."""
        return f"{self.month}月{self.day}日"
