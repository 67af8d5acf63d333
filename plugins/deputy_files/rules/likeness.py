"""Whether two entries may be one and the same: a person is told and looks; nothing is decided."""

import hashlib
import itertools
import json
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec
from rapidfuzz import fuzz, process


class Likeness(StrEnum):
    """In what two entries are alike."""

    SAME_PHOTO = "same_photo"
    SAME_TEXT = "same_text"
    NEAR_TEXT = "near_text"
    SAME_HOUR = "same_hour"
    ERASED_DAY = "erased_day"


LIKENESSES = {
    Likeness.SAME_PHOTO: "同一份照片、影像或者附件",
    Likeness.SAME_TEXT: "文字相同",
    Likeness.NEAR_TEXT: "文字相近",
    Likeness.SAME_HOUR: "同一时间在两处",
    Likeness.ERASED_DAY: "同一人同一天的同一种记录，那一条的内容已经删除，文字无从比对",
}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of an entry. Of one whose words were erased: whose, which day and kind."""

    mandate: str
    kind: str
    day: date
    erased: bool = False
    title: str
    text: str
    joined: str = ""
    """What the other side wrote of the same matter."""
    place: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    evidence: frozenset[str] = frozenset()

    @property
    def plain(self) -> list[str]:
        """The words of each side, without what does not change them."""
        if self.erased:
            return []
        sides = [self.text, self.joined] if self.joined else [self.text]
        return [one for one in (plain(f"{self.title}{side}") for side in sides) if one]

    @property
    def seen(self) -> str:
        """All that is compared, in one canonical way."""
        hours = [one and one.timestamp() for one in (self.starts_at, self.ends_at)]
        told = [self.mandate, self.title, self.text, self.joined, self.place, *hours]
        return json.dumps([*told, sorted(self.evidence)], ensure_ascii=False)


def plain(text: str) -> str:
    """Words without spaces, punctuation and width: what somebody changes to hide a copy."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in normal if unicodedata.category(one)[0] in "LN")


def text_digest(title: str, text: str) -> str:
    """Equal for entries that say the same."""
    return hashlib.sha256(plain(f"{title}{text}").encode()).hexdigest()


def likenesses(one: Written, other: Written, near_percent: int | None) -> dict[Likeness, int]:
    """In what two entries are alike, and how much, in per cent."""
    found = dict[Likeness, int]()
    if one.evidence & other.evidence:
        found[Likeness.SAME_PHOTO] = WHOLE
    pairs = list(itertools.product(one.plain, other.plain))
    if any(mine == theirs for mine, theirs in pairs):
        found[Likeness.SAME_TEXT] = WHOLE
    elif near_percent is not None and pairs:
        share = max(fuzz.ratio(mine, theirs, score_cutoff=near_percent) for mine, theirs in pairs)
        if share >= near_percent:
            found[Likeness.NEAR_TEXT] = int(share)
    if one.mandate == other.mandate:
        if not other.erased and _in_two_places(one, other):
            found[Likeness.SAME_HOUR] = WHOLE
        if other.erased and (one.kind, one.day) == (other.kind, other.day):
            found[Likeness.ERASED_DAY] = WHOLE
    return found


def likeness_id(
    one: tuple[str, Written], other: tuple[str, Written], likeness: Likeness, percent: int
) -> UUID:
    """The id of what somebody looks at: another one as soon as anything of it is another.

    Each side is what it began as, and what is compared of it.
    """
    told = [one[0], one[1].seen, other[0], other[1].seen, str(likeness), str(percent)]
    return uuid5(NAMESPACE_OID, "\n".join(told))


def row_likeness_id(row: str, other: tuple[str, str], likeness: Likeness, percent: int) -> UUID:
    """The id of what a row looks like: what it says; what the other began as, and says."""
    return uuid5(NAMESPACE_OID, "\n".join([row, *other, str(likeness), str(percent)]))


def nearest(text: str, others: Sequence[str], near_percent: int | None) -> tuple[int, int] | None:
    """Which of other texts, each `plain`, is most like this one, and how much, in per cent.

    Without a limit set by practice only the same text is found.
    """
    limit = WHOLE if near_percent is None else near_percent
    best = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=limit)
    return None if best is None else (best[2], int(best[1]))


WHOLE = 100


def _in_two_places(one: Written, other: Written) -> bool:
    """The same person at the same time elsewhere; without a place or an hour nothing is said."""
    if one.starts_at is None or other.starts_at is None:
        return False
    if not one.place or not other.place or plain(one.place) == plain(other.place):
        return False
    one_ends = one.ends_at or one.starts_at
    other_ends = other.ends_at or other.starts_at
    return one.starts_at <= other_ends and other.starts_at <= one_ends
