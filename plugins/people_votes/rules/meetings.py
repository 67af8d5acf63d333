"""The meeting that examined a list, or decided on an adjustment, and its majority."""

from datetime import date

import msgspec


class Share(msgspec.Struct, frozen=True):
    """A share of all members that a decision needs."""

    numerator: int
    denominator: int
    strictly_more: bool

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError("比例须大于零，且不超过全体")

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
    """The meeting that examined or decided, with its vote."""

    title: str
    held_on: date
    members: int
    present: int
    in_favour: int

    @property
    def possible(self) -> bool:
        """Whether the numbers can be true together."""
        return 0 <= self.in_favour <= self.present <= self.members and self.members > 0


def faulty_meeting(meeting: Meeting, share: Share | None, basis: str = "") -> str | None:
    """Why an examination cannot rest on this meeting, and what to do; None when it can.

    `basis` is the rule behind the share, in brackets.
    """
    if not meeting.possible:
        return (
            "会议人数不对：赞成人数不得多于出席人数，出席人数不得多于全体成员人数。请核对后改正。"
        )
    if share is not None and not share.reached(meeting.in_favour, meeting.members):
        return (
            f"赞成{meeting.in_favour}人，全体成员{meeting.members}人，没有达到{share.text}，"
            f"审查没有通过{basis}。人数填错的，请改正；"
            "确实没有通过的，请退回清单，由提出机关修改后重新提出。"
        )
    return None
