"""The counting of time: the law's rules, a town's real year, and what no calendar knows yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import perf_counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.counting import Counted, Span, Unit, Workdays, count, days_late

PLAIN = Workdays({})


def days(amount: int) -> Span:
    return Span(amount, Unit.DAY)


def working(amount: int) -> Span:
    return Span(amount, Unit.WORKING_DAY)


def months(amount: int) -> Span:
    return Span(amount, Unit.MONTH)


def due(trigger: str, span: Span, workdays: Workdays = PLAIN) -> str:
    return count(date.fromisoformat(trigger), span, workdays).due_on.isoformat()


@pytest.mark.parametrize(
    ("trigger", "span", "expected"),
    [
        pytest.param("2025-01-06", days(30), "2025-02-05", id="filing of a January act"),
        pytest.param("2024-12-30", days(30), "2025-02-05", id="last day in Spring Festival"),
        pytest.param("2025-01-20", days(30), "2025-02-19", id="answer to an opinion"),
        pytest.param("2025-01-22", days(30), "2025-02-21", id="thirty more days to amend"),
        pytest.param("2025-01-26", days(30), "2025-02-25", id="published on a make-up Sunday"),
        pytest.param("2025-03-03", days(30), "2025-04-02", id="measures of March"),
        pytest.param("2025-09-08", days(15), "2025-09-23", id="fifteen days in autumn"),
        pytest.param("2025-09-15", working(3), "2025-09-18", id="form check"),
    ],
)
def test_demo_year(trigger: str, span: Span, expected: str) -> None:
    assert due(trigger, span) == expected


@pytest.mark.parametrize(
    ("step", "trigger", "by_practice"),
    [
        (
            "answer to an opinion",
            "2025-06-10",
            {days(30): "2025-07-10", months(2): "2025-08-11"},
        ),
        (
            "answer over the year's end",
            "2025-12-31",
            {days(30): "2026-01-30", months(2): "2026-02-28"},
        ),
        (
            "form check",
            "2025-09-26",
            {days(10): "2025-10-09", working(5): "2025-10-10", working(3): "2025-09-30"},
        ),
    ],
)
def test_one_act_under_different_practice(
    step: str, trigger: str, by_practice: dict[Span, str]
) -> None:
    assert {span: due(trigger, span) for span in by_practice} == by_practice, step


@pytest.mark.parametrize(
    ("trigger", "span", "expected"),
    [
        ("2025-01-31", months(1), "2025-02-28"),
        ("2024-01-31", months(1), "2024-02-29"),
        ("2023-12-31", months(2), "2024-02-29"),
        ("2024-02-29", months(12), "2025-02-28"),
        ("2024-02-29", months(48), "2028-02-29"),
        ("2025-03-31", months(1), "2025-04-30"),
        ("2025-02-28", months(1), "2025-03-28"),
        ("2024-12-15", months(1), "2025-01-15"),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(
    trigger: str, span: Span, expected: str
) -> None:
    answer = count(date.fromisoformat(trigger), span, PLAIN, roll_forward=False)
    assert answer.due_on.isoformat() == expected


@pytest.mark.parametrize(
    ("trigger", "span", "expected"),
    [
        ("2025-03-03", days(1), "2025-03-03"),
        ("2025-03-03", days(30), "2025-04-01"),
        ("2025-03-01", months(1), "2025-03-31"),
        ("2025-01-31", months(1), "2025-02-28"),
        ("2025-01-15", months(1), "2025-02-14"),
        ("2025-03-03", working(1), "2025-03-03"),
        ("2025-03-01", working(1), "2025-03-03"),
    ],
)
def test_the_first_day_may_count(trigger: str, span: Span, expected: str) -> None:
    answer = count(
        date.fromisoformat(trigger), span, PLAIN, from_next_day=False, roll_forward=False
    )
    assert answer.due_on.isoformat() == expected


def test_make_up_days_are_worked() -> None:
    assert PLAIN.is_working(date(2025, 1, 26)) == (True, False)
    assert PLAIN.is_working(date(2025, 2, 8)) == (True, False)
    assert due("2025-02-07", working(1)) == "2025-02-08"
    assert due("2025-01-09", days(30)) == "2025-02-08"
    assert due("2025-01-10", days(30)) == "2025-02-10"


def test_overrides_come_before_the_calendar() -> None:
    storm = Workdays({date(2025, 4, 2): False, date(2025, 4, 5): True})
    assert due("2025-03-03", days(30), storm) == "2025-04-03"
    assert storm.is_working(date(2025, 4, 5)) == (True, False)
    assert "工作日调整表列为休息日" in " ".join(count(date(2025, 3, 3), days(30), storm).steps)


def test_a_year_nobody_published_gives_a_provisional_answer() -> None:
    answer = count(date(2035, 1, 1), days(30), PLAIN)
    assert answer.provisional
    assert answer.due_on == date(2035, 1, 31)
    assert any("暂按周末推算" in step for step in answer.steps)
    assert PLAIN.is_working(date(2035, 1, 6)) == (False, True)


def test_only_the_days_that_were_asked_make_an_answer_provisional() -> None:
    assert not count(date(2035, 1, 1), days(30), PLAIN, roll_forward=False).provisional
    assert not count(date(2035, 1, 1), days(30), Workdays({date(2035, 1, 31): True})).provisional
    assert count(date(2035, 1, 1), working(2), Workdays({date(2035, 1, 2): True})).provisional


def test_a_settled_year_is_not_provisional() -> None:
    entered = Workdays({date(2035, 1, 31): False}, settled={2035})
    assert count(date(2035, 1, 1), days(30), entered) == Counted(
        date(2035, 2, 1),
        False,
        (
            "起算事由发生于2035年1月1日（星期一），当日不计入，自次日起算。",
            "自2035年1月2日（星期二）起逐日计30日，至2035年1月31日（星期三）。",
            "2035年1月31日（星期三）为休息日（工作日调整表列为休息日），顺延一日。",
            "期限届满日为2035年2月1日（星期四）。",
        ),
    )


def test_steps_tell_each_day_passed_over() -> None:
    assert count(date(2024, 12, 30), days(30), PLAIN).steps == (
        "起算事由发生于2024年12月30日（星期一），当日不计入，自次日起算。",
        "自2024年12月31日（星期二）起逐日计30日，至2025年1月29日（星期三）。",
        *(
            f"2025年{day}为休息日（春节放假），顺延一日。"
            for day in (
                "1月29日（星期三）",
                "1月30日（星期四）",
                "1月31日（星期五）",
                "2月1日（星期六）",
                "2月2日（星期日）",
                "2月3日（星期一）",
                "2月4日（星期二）",
            )
        ),
        "期限届满日为2025年2月5日（星期三）。",
    )


def test_steps_of_working_days() -> None:
    assert count(date(2025, 9, 26), working(5), PLAIN).steps == (
        "起算事由发生于2025年9月26日（星期五），当日不计入，自次日起算。",
        "自2025年9月27日（星期六）起逐个工作日计5个工作日，至2025年10月10日（星期五）。",
        "其间休息日9天不计：星期六1天、国庆节放假7天、中秋放假1天。",
        "其间周末上班1天计入：调休上班1天。",
        "期限届满日为2025年10月10日（星期五）。",
    )


def test_a_month_without_the_day_says_so() -> None:
    steps = count(date(2025, 1, 31), months(1), PLAIN).steps
    assert "2025年2月没有31日，以当月最后一日为准。" in steps


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [
        ("2025-04-02", "2025-04-11", 9),
        ("2025-04-02", "2025-04-02", 0),
        ("2025-04-02", "2025-03-01", 0),
        ("2025-12-31", "2026-01-01", 1),
    ],
)
def test_days_late(due_on: str, done_on: str, late: int) -> None:
    assert days_late(date.fromisoformat(due_on), date.fromisoformat(done_on)) == late


@pytest.mark.parametrize(
    ("span", "text"),
    [(days(30), "30日"), (working(5), "5个工作日"), (months(2), "2个月")],
)
def test_a_span_reads_as_an_office_writes_it(span: Span, text: str) -> None:
    assert span.text == text
    assert msgspec.json.decode(msgspec.json.encode(span), type=Span) == span


@pytest.mark.parametrize("amount", [0, -1, 3661, 10**30])
@pytest.mark.parametrize("unit", Unit)
def test_absurd_amounts_are_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="期间须在"):
        Span(amount, unit)


@pytest.mark.parametrize("unit", Unit)
def test_the_end_of_the_calendar_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="日期超出可计算的范围"):
        count(date.max, Span(1, unit), PLAIN)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(ValueError, match="不带时刻"):
        count(datetime(2025, 1, 6, 23, 30), days(30), PLAIN)


def test_long_spans_are_quick() -> None:
    started = perf_counter()
    for amount in (3650, 3655, 3660):
        count(date(2014, 1, 1), working(amount), PLAIN)
    assert perf_counter() - started < 0.5


TRIGGERS = st.dates(date(2004, 1, 1), date(2040, 12, 31))
SPANS = st.builds(Span, st.integers(1, 400), st.sampled_from(Unit))
TABLES = st.builds(
    Workdays, st.dictionaries(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.booleans())
)


@given(TRIGGERS, SPANS, TABLES)
def test_a_period_ends_after_its_trigger_on_a_working_day(
    trigger: date, span: Span, table: Workdays
) -> None:
    answer = count(trigger, span, table)
    assert answer.due_on > trigger
    assert table.is_working(answer.due_on)[0]
    assert answer.due_on >= count(trigger, span, table, from_next_day=False).due_on


@given(TRIGGERS, SPANS, TABLES)
def test_one_more_is_never_earlier(trigger: date, span: Span, table: Workdays) -> None:
    longer = Span(span.amount + 1, span.unit)
    assert count(trigger, longer, table).due_on >= count(trigger, span, table).due_on


@given(TRIGGERS, st.integers(1, 60), TABLES)
def test_working_days_by_brute_force(trigger: date, amount: int, table: Workdays) -> None:
    due_on = count(trigger, working(amount), table).due_on
    passed = [trigger + timedelta(days=n) for n in range(1, (due_on - trigger).days + 1)]
    assert sum(table.is_working(day)[0] for day in passed) == amount


@given(TRIGGERS, SPANS)
def test_rolling_passes_over_days_off_only(trigger: date, span: Span) -> None:
    last = count(trigger, span, PLAIN, roll_forward=False).due_on
    rolled = count(trigger, span, PLAIN).due_on
    between = [last + timedelta(days=n) for n in range((rolled - last).days)]
    assert not any(PLAIN.is_working(day)[0] for day in between)
