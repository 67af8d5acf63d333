"""旁听的规则: the rules as pure functions, which know neither the core nor the database."""

from datetime import date


def is_over(held_on: date, today: date) -> bool:
    """A sitting can be joined until the end of its day."""
    return today > held_on


def seats_left(seats: int, taken: int) -> int:
    """How many citizens may still be admitted; fewer seats than guests leave none."""
    return max(0, seats - taken)
