"""The rule for points as pure functions: what it gives, and what is refused of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from points_path import ABSENT, COUNCIL, LEAD, QUARTERS, RULE, SOLVE

from plugins.deputy_points.rules import (
    Copy,
    Limit,
    Line,
    Mark,
    PointsRules,
    Rater,
    Source,
    Span,
    TakenOff,
    Version,
    Year,
    changes,
    faults,
    lines_of,
    points,
    totals_of,
    version_on,
    weighted,
)

YEAR = 2020


def rules(**more: Any) -> PointsRules:
    return msgspec.convert({**RULE, **more}, PointsRules)


def version(made: PointsRules, since: str = "2019-01-01", number: int = 1) -> Version:
    return Version(
        number=number, valid_from=date.fromisoformat(since), rules=made, cited="《办法》第五条"
    )


def copy(entry: str, kind: str, on: str, **more: Any) -> Copy:
    return Copy(entry=entry, kind=kind, held_on=date.fromisoformat(on), quantity=1, **more)


def reckoned(copies: Sequence[Copy], made: PointsRules, **more: Any) -> list[Line]:
    return lines_of(Year(year=YEAR, copies=copies, **more), [version(made)])


def codes(value: dict[str, Any]) -> list[str]:
    return [code for code, _ in faults(msgspec.convert(value, PointsRules))]


@pytest.mark.parametrize(
    ("hundredths", "text"),
    [(500, "5分"), (11850, "118.5分"), (-105, "-1.05分"), (0, "0分"), (7, "0.07分")],
)
def test_points_are_whole_hundredths_and_read_as_points(hundredths: int, text: str) -> None:
    assert points(hundredths) == text


def test_pingshans_values_2_21() -> None:
    """Row 2-21: a council 5, leading an issue 10, its solution 15 more."""
    done = reckoned(
        [
            copy("a", "attend_council", "2020-03-05"),
            copy("b", "lead_issue", "2020-03-06", matter="m"),
            copy("c", "solve_issue", "2020-05-06", matter="m"),
        ],
        rules(),
    )
    assert [line.value for line in done] == [500, 1000, 1500]
    assert [line.effect for line in done] == [False, False, True]
    assert [line.period for line in done] == ["q1", "q1", "q2"]
    assert done[0].sentence == ("2020年3月5日“参加议事会”（第一季度），按《办法》第五条计5分。")


def test_an_effect_counts_after_its_beginning_and_once_for_a_matter() -> None:
    done = reckoned(
        [
            copy("a", "solve_issue", "2020-02-01", matter="m"),
            copy("b", "lead_issue", "2020-03-01", matter="m"),
            copy("c", "solve_issue", "2020-04-01", matter="other"),
            copy("d", "solve_issue", "2020-05-01"),
        ],
        rules(),
    )
    assert [line.value for line in done] == [0, 1000, 0, 0]
    assert "没有同一事项在先的“牵头督办议题”记录" in done[0].sentence
    again = reckoned(
        [
            copy("a", "lead_issue", "2019-12-01", matter="m"),
            copy("b", "solve_issue", "2020-04-01", matter="m"),
            copy("c", "solve_issue", "2020-05-01", matter="m"),
        ],
        rules(),
    )
    assert [line.value for line in again] == [1500, 0], "led in the year before"
    assert "只计一次" in again[1].sentence


def test_what_the_rule_does_not_name_is_a_record_without_points_3_09() -> None:
    """Row 3-09: a donation is a fact of the record; by default it is worth nothing."""
    (line,) = reckoned(
        [
            copy(
                "a",
                "donation",
                "2020-03-05",
            )
        ],
        rules(),
    )
    assert (line.value, line.full, line.title) == (0, 0, "捐赠")
    assert "只作履职记录，不计分" in line.sentence


def test_no_choice_in_a_vote_can_be_seen_in_points() -> None:
    """An entry says that somebody took part in a vote; there is nowhere to say how."""
    assert {"choice", "mark", "ballot"} & set(Copy.__struct_fields__) == set()


def test_an_absence_takes_nothing_off_by_itself() -> None:
    (line,) = reckoned([copy("a", "absence", "2020-03-05")], rules(deductions=[ABSENT]))
    assert line.value == 0


@pytest.mark.parametrize(
    ("caps", "values", "limit"),
    [
        ({"period_cap": 800}, [500, 300, 500], Limit.KIND_IN_PERIOD),
        ({"year_cap": 700}, [500, 200, 0], Limit.KIND_IN_YEAR),
    ],
)
def test_a_cap_of_a_kind(caps: dict[str, int], values: list[int], limit: Limit) -> None:
    days = ("2020-01-05", "2020-02-05", "2020-05-05")
    made = rules(kinds=[{**COUNCIL, **caps}])
    done = reckoned([copy(day, "attend_council", day) for day in days], made)
    assert [line.value for line in done] == values
    assert done[1].limit is limit
    assert "减去" in done[1].sentence
    assert done[1].full == 500


def test_caps_of_everything() -> None:
    days = ("2020-01-05", "2020-02-05", "2020-05-05")
    done = reckoned(
        [copy(day, "attend_council", day) for day in days], rules(period_cap=600, year_cap=1000)
    )
    assert [line.value for line in done] == [500, 100, 400]
    assert [line.limit for line in done] == [None, Limit.ALL_IN_PERIOD, Limit.ALL_IN_YEAR]


def test_base_points_then_additions_then_what_is_taken_off() -> None:
    off = TakenOff(
        id="d",
        code="absent_half_day",
        title="无故缺席半天",
        on=date(2020, 3, 6),
        value=200,
        reason="未请假",
    )
    made = rules(base=6000, deductions=[ABSENT])
    done = reckoned([copy("a", "attend_council", "2020-03-05")], made, taken_off=[off])
    assert [line.source for line in done] == [Source.BASE, Source.ENTRY, Source.DEDUCTION]
    assert totals_of(done).points == 6300
    assert done[0].sentence == "按《办法》第五条，每名代表年度基础分60分。"
    assert "理由：未请假" in done[2].sentence


def test_quantity_counts_only_where_the_rule_says_so() -> None:
    visits = {"code": "visit_voters", "title": "接待走访选民", "value": 200}
    one = copy("a", "visit_voters", "2020-03-05")
    many = msgspec.structs.replace(one, quantity=4)
    assert reckoned([many], rules(kinds=[visits]))[0].value == 200
    (line,) = reckoned([many], rules(kinds=[{**visits, "by_quantity": True}]))
    assert line.value == 800
    assert "2分×4=8分" in line.sentence


def test_a_new_rule_begins_on_its_day() -> None:
    later = rules(kinds=[{**COUNCIL, "value": 800}])
    versions = [version(rules()), version(later, "2020-07-01", 2)]
    copies = [copy("a", "attend_council", "2020-06-30"), copy("b", "attend_council", "2020-07-01")]
    done = lines_of(Year(year=YEAR, copies=copies), versions)
    assert [(line.value, line.version) for line in done] == [(500, 1), (800, 2)]
    assert version_on(versions, date(2018, 1, 1)) is None
    assert (
        lines_of(Year(year=2018, copies=[copy("a", "attend_council", "2018-06-30")]), versions)
        == []
    )


def test_weights_of_four_raters() -> None:
    """Ruzhou's four: self, group, township or subdistrict, the deputies' department."""
    raters = [Rater(code=str(one), title="", weight=one) for one in (10, 20, 30, 40)]
    assert weighted(list(zip(raters, (1000, 800, 900, 700), strict=True))) == 810
    halves = [Rater(code="a", title="", weight=50), Rater(code="b", title="", weight=50)]
    assert weighted(list(zip(halves, (1, 2), strict=True))) == 2, "half a hundredth is rounded up"


def test_a_mark_counts_when_all_raters_have_marked() -> None:
    made = rules(
        raters=[
            {"code": "self", "title": "自评", "weight": 40},
            {"code": "group", "title": "小组", "weight": 60},
        ],
        marked=[{"code": "diligence", "title": "履职态度", "most": 1000}],
    )
    own = Mark(kind="diligence", rater="self", value=1000, on=date(2020, 12, 1))
    group = Mark(kind="diligence", rater="group", value=500, on=date(2020, 12, 5))
    assert reckoned([], made, marks=[own]) == []
    (line,) = reckoned([], made, marks=[own, group])
    assert (line.value, line.dated_on) == (700, date(2020, 12, 5))
    assert "自评10分×40%、小组5分×60%" in line.sentence


def test_marks_of_a_quarter_lie_in_it_whenever_they_are_given() -> None:
    made = rules(
        raters=[{"code": "self", "title": "自评", "weight": 100, "own": True}],
        marked=[{"code": "diligence", "title": "履职态度", "most": 1000, "by_period": True}],
    )
    marks = [
        Mark(kind="diligence", rater="self", value=value, on=date(*on), period=period)
        for value, on, period in ((700, (2020, 4, 9), "q1"), (800, (2020, 4, 9), "q2"))
    ]
    first, second = reckoned([], made, marks=marks)
    assert (first.dated_on, first.period, first.value) == (date(2020, 3, 31), "q1", 700)
    assert (second.dated_on, second.period, second.value) == (date(2020, 4, 9), "q2", 800)
    assert first.sentence.startswith("“履职态度（第一季度）”评分：自评7分×100%")
    whole = Mark(kind="diligence", rater="self", value=700, on=date(2020, 4, 9))
    assert reckoned([], made, marks=[whole]) == [], "a mark of the year where quarters are marked"


def test_a_period_that_ends_in_february_ends_on_its_last_day() -> None:
    span = Span(code="a", title="", first="01-01", last="02-29")
    assert (span.last_on(2020), span.last_on(2021)) == (date(2020, 2, 29), date(2021, 2, 28))


BAD: dict[str, dict[str, Any]] = {
    "POINTS_CAP_BELOW_VALUE": {"kinds": [{**COUNCIL, "year_cap": 400}]},
    "POINTS_AFTER_CIRCLE": {"kinds": [{**LEAD, "after": "solve_issue"}, SOLVE]},
    "POINTS_CAPS_DISAGREE": {"kinds": [{**COUNCIL, "year_cap": 600, "period_cap": 700}]},
    "POINTS_MARKS_NO_PERIODS": {
        "periods": [],
        "raters": [{"code": "self", "title": "自评", "weight": 100, "own": True}],
        "marked": [{"code": "diligence", "title": "态度", "most": 1000, "by_period": True}],
    },
    "POINTS_CODE_FORM": {"kinds": [{**COUNCIL, "code": "参加"}]},
    "POINTS_CODE_TWICE": {"kinds": [COUNCIL, COUNCIL]},
    "POINTS_DAYS": {"periods": [{**QUARTERS[0], "last": "02-30"}]},
    "POINTS_GRADES_GAP": {
        "grades": [{"title": "良好", "least": 8000}, {"title": "较差", "below": 7900}]
    },
    "POINTS_GRADES_OPEN": {"grades": [{"title": "良好", "least": 8000}]},
    "POINTS_KIND_UNKNOWN": {"kinds": [SOLVE]},
    "POINTS_NEGATIVE": {"kinds": [{**COUNCIL, "value": -1}]},
    "POINTS_NO_PERIODS": {"periods": [], "period_cap": 9000},
    "POINTS_PERIODS_GAP": {"periods": [QUARTERS[0], *QUARTERS[2:]]},
    "POINTS_PERIODS_OVERLAP": {"periods": [{**QUARTERS[0], "last": "04-01"}, *QUARTERS[1:]]},
    "POINTS_RATERS_INCOMPLETE": {
        "raters": [{"code": "self", "title": "自评", "weight": 100, "own": True}]
    },
    "POINTS_RATER_HANDS": {
        "raters": [
            {"code": "a", "title": "评", "weight": 100, "own": True, "role": "points_rater"}
        ],
        "marked": [{"code": "diligence", "title": "态度", "most": 1000}],
    },
    "POINTS_RATERS_OWN": {
        "raters": [
            {"code": one, "title": one, "weight": 50, "own": True} for one in ("self", "own")
        ],
        "marked": [{"code": "diligence", "title": "态度", "most": 1000}],
    },
    "POINTS_WEIGHTS": {
        "raters": [{"code": "self", "title": "自评", "weight": 90, "own": True}],
        "marked": [{"code": "diligence", "title": "态度", "most": 1000}],
    },
}


@pytest.mark.parametrize("code", BAD)
def test_a_rule_that_contradicts_itself_is_said_to(code: str) -> None:
    found = list(faults(rules(**BAD[code])))
    assert [one for one, _ in found] == [code]
    assert "请" in found[0][1]
    assert "{" not in found[0][1]


@pytest.mark.parametrize("cap", ["year_cap", "period_cap"])
def test_a_mark_that_no_cap_leaves_room_for_is_said_to(cap: str) -> None:
    """Marks stand under the caps of all additions, as entries do."""
    marked = {
        "raters": [{"code": "self", "title": "自评", "weight": 100, "own": True}],
        "marked": [{"code": "diligence", "title": "态度", "most": 1000}],
    }
    ((code, text),) = faults(rules(**marked, **{cap: 900}, kinds=[COUNCIL]))
    assert code == "POINTS_CAP_BELOW_VALUE"
    assert "“态度”最高可评10分" in text
    assert "9分" in text
    assert list(faults(rules(**marked, **{cap: 1000}, kinds=[COUNCIL]))) == []


def test_a_circle_of_kinds_is_told_of_once_however_long_it_is() -> None:
    ring = [
        {"code": one, "title": one, "value": 100, "after": after}
        for one, after in (("a", "b"), ("b", "c"), ("c", "a"), ("outside", "a"))
    ]
    ((code, text),) = faults(rules(kinds=ring))
    assert code == "POINTS_AFTER_CIRCLE"
    assert "“a”“b”“c”" in text


def test_a_whole_rule_has_no_fault() -> None:
    assert codes(RULE) == []
    grades = [
        {"title": "良好", "least": 8000},
        {"title": "一般", "least": 6000, "below": 8000},
        {"title": "较差", "below": 6000},
    ]
    assert codes({**RULE, "base": 6000, "grades": grades, "year_cap": 10000}) == []
    assert rules(grades=grades).grade(7999) == "一般"


KINDS = ("attend_council", "lead_issue", "solve_issue", "donation")
DAYS = st.integers(0, 365).map(lambda day: date(YEAR, 1, 1) + timedelta(days=day))


@st.composite
def many_copies(draw: st.DrawFn) -> list[Copy]:
    """Entries of a year, some of them corrected or withdrawn by later ones."""
    made = list[Copy]()
    for number in range(draw(st.integers(0, 14))):
        corrects = draw(st.sampled_from([None, None, *(one.entry for one in made)]))
        made.append(
            Copy(
                entry=f"e{number:02d}",
                kind=draw(st.sampled_from(KINDS)),
                held_on=draw(DAYS),
                quantity=draw(st.integers(1, 5)),
                matter=draw(st.sampled_from([None, "m1", "m2"])),
                corrects=corrects,
                withdrawn=corrects is not None and draw(st.booleans()),
            )
        )
    return made


@st.composite
def some_rules(draw: st.DrawFn) -> PointsRules:
    """Rules with caps anywhere; all of them pass the check."""
    cap = st.none() | st.integers(1500, 6000)
    kinds = [
        {**kind, "by_quantity": draw(st.booleans()), "year_cap": draw(cap)}
        for kind in (COUNCIL, LEAD, SOLVE)
    ]
    made = {
        **RULE,
        "kinds": kinds,
        "base": draw(st.sampled_from([0, 1000])),
        "year_cap": draw(cap),
        "period_cap": None,
    }
    assert codes(made) == []
    return msgspec.convert(made, PointsRules)


@given(many_copies(), some_rules(), st.randoms())
def test_the_order_in_which_entries_arrive_does_not_matter(
    copies: list[Copy], made: PointsRules, random: Any
) -> None:
    mixed = list(copies)
    random.shuffle(mixed)
    assert reckoned(mixed, made) == reckoned(copies, made)


@given(many_copies(), some_rules())
def test_caps_are_never_exceeded(copies: list[Copy], made: PointsRules) -> None:
    done = reckoned(copies, made)
    for line in done:
        assert 0 <= line.value <= line.full
        assert (line.limit is not None) is (line.value < line.full)
    for kind in made.kinds:
        used = sum(line.value for line in done if line.kind == kind.code)
        assert kind.year_cap is None or used <= kind.year_cap
    assert made.year_cap is None or sum(line.value for line in done) <= made.year_cap


@given(many_copies(), some_rules(), DAYS)
def test_what_is_withdrawn_leaves_everything_as_if_it_never_was(
    copies: list[Copy], made: PointsRules, day: date
) -> None:
    added = Copy(entry="x", kind="attend_council", held_on=day, quantity=2)
    back = msgspec.structs.replace(added, entry="y", corrects="x", withdrawn=True)
    assert reckoned([*copies, added, back], made) == reckoned(copies, made)


class Ledger:
    """The ledger as the service keeps it: lines are reversed and added, never changed."""

    def __init__(self) -> None:
        self.booked = list[tuple[int, Line]]()
        self.standing = dict[Any, Line]()

    def book(self, wanted: Sequence[Line]) -> None:
        stale, fresh = changes(self.standing, wanted)
        for key in stale:
            self.booked.append((-1, self.standing.pop(key)))
        for line in fresh:
            self.booked.append((1, line))
            self.standing[line.key] = line

    @property
    def total(self) -> int:
        return sum(sign * line.value for sign, line in self.booked)


@given(many_copies(), some_rules())
def test_line_by_line_comes_to_the_same_as_all_at_once(
    copies: list[Copy], made: PointsRules
) -> None:
    ledger = Ledger()
    for number in range(len(copies) + 1):
        ledger.book(reckoned(copies[:number], made))
    at_once = reckoned(copies, made)
    assert sorted(ledger.standing.values(), key=str) == sorted(at_once, key=str)
    assert ledger.total == sum(line.value for line in at_once) == totals_of(at_once).points


def test_nothing_is_booked_twice() -> None:
    ledger = Ledger()
    lines = reckoned([copy("a", "attend_council", "2020-03-05")], rules())
    ledger.book(lines)
    ledger.book(lines)
    assert len(ledger.booked) == 1
