"""The rules of what follows the vote, as pure functions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.people_votes.rules import (
    Cadence,
    DutyKind,
    NotAllowed,
    ProjectMachine,
    ProjectState,
    Share,
    Side,
    last_day,
    names_position,
    next_state,
    period_of,
    years_without_milestone,
)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_a_day_lies_in_its_period_and_the_next_follows(day: date, every: int) -> None:
    first, last = period_of(day, every)
    assert first <= day <= last
    assert first.day == 1
    after, _ = period_of(last + timedelta(days=1), every)
    assert after == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        (1, date(2025, 2, 1), date(2025, 2, 28)),
        (3, date(2025, 1, 1), date(2025, 3, 31)),
        (6, date(2025, 1, 1), date(2025, 6, 30)),
        (12, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(every: int, first: date, last: date) -> None:
    assert period_of(date(2025, 2, 10), every) == (first, last)


@pytest.mark.parametrize(
    ("until", "due"),
    [(None, date(2025, 1, 31)), (5, date(2025, 2, 5)), (31, date(2025, 2, 28))],
)
def test_the_last_day_is_in_the_month_after(until: int | None, due: date) -> None:
    cadence = Cadence(kind=DutyKind.MONTHLY_NOTICE, every=1, by=Side.GOVERNMENT, until_day=until)
    assert last_day(cadence, date(2025, 1, 31)) == due


def test_years_that_lack_a_milestone() -> None:
    days = [date(2025, 6, 1), date(2027, 6, 1)]
    assert years_without_milestone(2025, date(2027, 12, 1), days) == [2026]
    assert years_without_milestone(2025, date(2025, 12, 1), []) == []


@pytest.mark.parametrize(
    ("place", "position"),
    [("35.909, 117.767", True), ("东经117°", True), ("三号楼2单元", False), ("幸福路8号", False)],
)
def test_a_place_in_words(place: str, position: bool) -> None:
    assert names_position(place) is position


def test_half_is_not_more_than_half() -> None:
    rule = Share(numerator=1, denominator=2, strictly_more=True)
    assert not rule.reached(5, 10)
    assert rule.reached(6, 10)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (ProjectState.CHOSEN, "report_progress"),
        (ProjectState.CHOSEN, "complete_project"),
        (ProjectState.UNDER_WAY, "accept_project"),
        (ProjectState.COMPLETED, "stop"),
        (ProjectState.ACCEPTED, "send_back_project"),
        (ProjectState.STOPPED, "report_progress"),
    ],
)
def test_steps_that_a_state_forbids(state: ProjectState, step: str) -> None:
    with pytest.raises(NotAllowed):
        next_state(ProjectMachine, state, step)
