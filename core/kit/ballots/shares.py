"""以什么为基数、超过或者达到几分之几：只用整数计算。

Which share of whom a rule demands is data with its article; the arithmetic here knows no number of
the law and never divides into a fraction that could be rounded.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = ["CountBase", "Share", "hanzi"]

DIGITS = "零一二三四五六七八九"
ROUND = 10


class CountBase(StrEnum):
    """What a share is taken of: all who are due, those present, or papers."""

    ALL = "all"
    PRESENT = "present"
    RETURNED = "returned"
    VALID = "valid"
    ITEM_VALID = "item_valid"
    """The valid ballots less those whose mark on this one item is void."""


class Share(msgspec.Struct, frozen=True):
    """几分之几：`strict` 为“超过”（过半数），否则为“以上”，含本数。"""

    numerator: int
    denominator: int
    strict: bool

    def __post_init__(self) -> None:
        if not 1 <= self.numerator <= self.denominator:
            raise ValueError("比例须大于零，不大于一。")
        if self.strict and self.numerator == self.denominator:
            raise ValueError("不可能超过全数；全数赞成的，写作“以上”。")

    def line(self, base: int) -> int:
        """The fewest votes that satisfy the share of `base`; never none at all."""
        whole, rest = divmod(base * self.numerator, self.denominator)
        return max(1, whole + 1 if self.strict or rest else whole)

    def reached(self, number: int, base: int) -> bool:
        """Whether `number` of `base` suffices."""
        return number >= self.line(base)

    def worded(self, base: str) -> str:
        """As a rule says it, of a base in words: 全体代表的过半数, 应到代表的三分之二以上."""
        if self.strict and self.numerator * 2 == self.denominator:
            return f"{base}的过半数"
        if self.numerator == self.denominator:
            return f"{base}的全数"
        return f"{base}的{self.fraction}以上" + ("（不含本数）" if self.strict else "")

    @property
    def fraction(self) -> str:
        """三分之二、百分之八十。"""
        return f"{hanzi(self.denominator)}分之{hanzi(self.numerator)}"


def hanzi(number: int) -> str:
    """A number up to a hundred in Chinese; a greater one in figures, as rules never need it."""
    if number > ROUND * ROUND:
        return str(number)
    if number == ROUND * ROUND:
        return "百"
    tens, ones = divmod(number, ROUND)
    lead = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return lead + (DIGITS[ones] if ones or not tens else "")
