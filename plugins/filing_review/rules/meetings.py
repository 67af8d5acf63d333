"""The meeting that adopts a presidium's opinion, and its majority."""

from datetime import date

import msgspec


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
