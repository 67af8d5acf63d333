"""What is left is kept: pauses and extensions as pure counting, by example and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.counting import Counted, Span, Unit, Workdays, count
from core.kit.deadlines.reckoning import (
    Change,
    Extension,
    Left,
    Pause,
    Reckoned,
    left_on,
    replay,
)

PLAIN = Workdays({})


def day(text: str) -> date:
    return date.fromisoformat(text)


def first(trigger: str, span: Span) -> Counted:
    return count(day(trigger), span, PLAIN)


def through(trigger: str, span: Span, *changes: Change) -> Reckoned:
    return replay(first(trigger, span), span.unit, changes, PLAIN)


THIRTY = Span(30, Unit.DAY)
TWO_MONTHS = Span(2, Unit.MONTH)
TEN_WORKED = Span(10, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("span", "trigger", "pause", "left", "due"),
    [
        # 30 days until 10 July; paused on the 20th day; 20 days left.
        pytest.param(
            THIRTY, "2025-06-10", ("2025-06-20", "2025-07-21"), 20, "2025-08-11", id="days"
        ),
        # Two months until 11 August; what is left counts in days: the pause began on 20 June.
        pytest.param(
            TWO_MONTHS, "2025-06-10", ("2025-06-20", "2025-07-21"), 52, "2025-09-11", id="months"
        ),
        # Ten working days until 8 February 2025, a Saturday that is worked; 9 of them left.
        pytest.param(
            TEN_WORKED,
            "2025-01-20",
            ("2025-01-21", "2025-01-22"),
            9,
            "2025-02-10",
            id="working-days",
        ),
        # Paused over Spring Festival of 2026 and its make-up days (14 and 28 February).
        pytest.param(
            TEN_WORKED,
            "2026-02-09",
            ("2026-02-13", "2026-02-25"),
            6,
            "2026-03-04",
            id="spring-festival",
        ),
        pytest.param(
            THIRTY, "2024-01-30", ("2024-02-29", "2024-03-01"), 0, "2024-03-01", id="last-day"
        ),
        # It goes on upon a Saturday with nothing left: the next working day.
        pytest.param(
            THIRTY, "2024-01-30", ("2024-02-29", "2024-03-02"), 0, "2024-03-04", id="on-a-saturday"
        ),
        # It was nine days late when it was paused, and is so still.
        pytest.param(
            THIRTY, "2025-06-10", ("2025-07-19", "2025-08-19"), -9, "2025-08-10", id="late"
        ),
    ],
)
def test_what_was_left_is_kept(
    span: Span, trigger: str, pause: tuple[str, str], left: int, due: str
) -> None:
    on, resumed_on = map(day, pause)
    unit = Unit.WORKING_DAY if span is TEN_WORKED else Unit.DAY
    assert left_on(first(trigger, span).due_on, on, span.unit, PLAIN) == Left(left, unit)
    told = through(trigger, span, Pause(on, resumed_on))
    assert told.due_on.isoformat() == due
    assert told.left is None
    assert any("中止计时" in step for step in told.steps)
    assert any("恢复计时" in step for step in told.steps)


def test_a_clock_that_stands_still_has_no_day() -> None:
    told = through("2025-06-10", THIRTY, Pause(day("2025-06-20"), why="（书面计划）"))
    assert told.left == Left(20, Unit.DAY)
    assert "剩余20日" in told.steps[-1]
    assert "（书面计划）" in told.steps[-1]


@pytest.mark.parametrize(
    ("span", "trigger", "longer", "due"),
    [
        pytest.param(THIRTY, "2025-06-10", THIRTY, "2025-08-11", id="days"),
        pytest.param(
            Span(3, Unit.MONTH), "2024-11-30", Span(3, Unit.MONTH), "2025-05-28", id="end-of-month"
        ),
        pytest.param(
            Span(1, Unit.MONTH), "2024-01-31", Span(1, Unit.MONTH), "2024-03-29", id="leap-year"
        ),
        pytest.param(
            TEN_WORKED, "2025-01-20", Span(5, Unit.WORKING_DAY), "2025-02-14", id="working-days"
        ),
    ],
)
def test_an_extension_goes_on_from_the_last_day(
    span: Span, trigger: str, longer: Span, due: str
) -> None:
    told = through(trigger, span, Extension(day(trigger), longer))
    assert told.due_on.isoformat() == due
    assert any(f"批准延长{longer.text}" in step for step in told.steps)


def test_an_unpublished_year_is_told_after_a_pause_too() -> None:
    told = through("2026-12-01", THIRTY, Pause(day("2026-12-10"), day("2027-02-10")))
    assert told.provisional


SPANS = st.builds(
    Span, st.integers(1, 60), st.sampled_from([Unit.DAY, Unit.WORKING_DAY])
) | st.builds(Span, st.integers(1, 6), st.just(Unit.MONTH))
DAYS = st.dates(date(2023, 6, 1), date(2026, 6, 30))
GAPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), max_size=4)


def pauses_of(trigger: date, gaps: list[tuple[int, int]]) -> list[Pause]:
    """Pauses one after the other: each after so many days, for so many days."""
    made, at = list[Pause](), trigger
    for wait, length in gaps:
        on = at + timedelta(days=wait)
        at = on + timedelta(days=length)
        made.append(Pause(on, at))
        at += timedelta(days=1)
    return made


@given(trigger=DAYS, span=SPANS, gaps=GAPS)
def test_a_pause_never_shortens(trigger: date, span: Span, gaps: list[tuple[int, int]]) -> None:
    plain = count(trigger, span, PLAIN)
    due = plain.due_on
    changes = list[Change]()
    for pause in pauses_of(trigger, gaps):
        changes.append(pause)
        now = replay(plain, span.unit, changes, PLAIN).due_on
        assert now >= due, "each further pause leaves at least as much time"
        due = now


@given(trigger=DAYS, span=SPANS, gaps=GAPS, longer=SPANS)
def test_an_extension_never_moves_a_day_back(
    trigger: date, span: Span, gaps: list[tuple[int, int]], longer: Span
) -> None:
    plain = count(trigger, span, PLAIN)
    changes: list[Change] = [*pauses_of(trigger, gaps)]
    before = replay(plain, span.unit, changes, PLAIN).due_on
    last = max([trigger, *(one.resumed_on or one.on for one in pauses_of(trigger, gaps))])
    after = replay(plain, span.unit, [*changes, Extension(last, longer)], PLAIN).due_on
    assert after > before


@given(trigger=DAYS, span=SPANS, gaps=GAPS, seed=st.randoms())
def test_the_order_in_which_pauses_are_told_does_not_matter(
    trigger: date, span: Span, gaps: list[tuple[int, int]], seed: object
) -> None:
    told = pauses_of(trigger, gaps)
    mixed = list(told)
    seed.shuffle(mixed)  # type: ignore[attr-defined]
    plain = count(trigger, span, PLAIN)
    assert replay(plain, span.unit, mixed, PLAIN) == replay(plain, span.unit, told, PLAIN)


@given(trigger=DAYS, amount=st.integers(20, 60), lengths=st.permutations([1, 4, 9]))
def test_calendar_days_are_moved_by_as_many_days_as_it_stood_still(
    trigger: date, amount: int, lengths: list[int]
) -> None:
    span = Span(amount, Unit.DAY)
    plain = count(trigger, span, PLAIN, roll_forward=False)
    made = pauses_of(trigger, [(2, length) for length in lengths])
    told = replay(plain, Unit.DAY, made, PLAIN, roll_forward=False)
    assert told.due_on == plain.due_on + timedelta(days=sum(lengths))
