"""The rules as pure functions, over many made cases."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.deputy_files import rules
from plugins.deputy_files.rules import EntryState, EventMapping, Likeness, Written

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
TEXTS = st.text(max_size=60)


def written(text: str, **more: object) -> Written:
    told = {"mandate": "一", "kind": "visit", "day": date(2025, 1, 1), "title": "", "text": text}
    return Written(**told | more)  # type: ignore[arg-type]


@given(DAYS, DAYS, st.none() | DAYS, DAYS)
def test_a_day_fits_exactly_between_mandate_and_today(
    held: date, began: date, ended: date | None, today: date
) -> None:
    fits = began <= held <= today and (ended is None or held <= ended)
    assert (rules.day_fault(held, began, ended, today) is None) is fits


@given(TEXTS)
def test_spaces_and_punctuation_hide_no_copy(text: str) -> None:
    spread = "，".join(text)
    if rules.plain(text):
        assert Likeness.SAME_TEXT in rules.likenesses(written(text), written(spread), None)
    assert rules.text_digest("", text) == rules.text_digest("", f" {text}。")


@given(TEXTS, TEXTS, st.integers(50, 100))
def test_likeness_is_mutual(one: str, other: str, near: int) -> None:
    there = rules.likenesses(written(one), written(other), near)
    back = rules.likenesses(written(other), written(one), near)
    assert there == back
    assert all(0 < percent <= 100 for percent in there.values())


@given(
    st.integers(0, 600),
    st.integers(0, 300),
    st.integers(0, 600),
    st.integers(0, 300),
    st.booleans(),
)
def test_nobody_is_in_two_places_in_one_hour(
    start: int, long: int, other_start: int, other_long: int, same_place: bool
) -> None:
    midnight = datetime(2025, 3, 5)

    def at(minutes: int) -> datetime:
        return midnight + timedelta(minutes=minutes)

    one = written("甲", place="东街", starts_at=at(start), ends_at=at(start + long))
    other = written(
        "乙",
        place="东 街" if same_place else "西街",
        starts_at=at(other_start),
        ends_at=at(other_start + other_long),
    )
    overlap = start <= other_start + other_long and other_start <= start + long
    found = Likeness.SAME_HOUR in rules.likenesses(one, other, None)
    assert found is (overlap and not same_place)
    another = written("丙", mandate="二", place="西街", starts_at=one.starts_at)
    assert Likeness.SAME_HOUR not in rules.likenesses(one, another, None)


@pytest.mark.parametrize("step", ["confirm", "refuse", "submit", "discard", "revise"])
def test_nothing_leads_out_of_the_file(step: str) -> None:
    with pytest.raises(rules.NotAllowed):
        rules.next_state(EntryState.CONFIRMED, step)


def test_only_what_was_submitted_is_confirmed() -> None:
    assert rules.next_state(EntryState.SUBMITTED, "confirm") is EntryState.CONFIRMED
    for state in (EntryState.DRAFT, EntryState.REFUSED, EntryState.DISCARDED):
        with pytest.raises(rules.NotAllowed):
            rules.next_state(state, "confirm")


def test_a_mapping_asks_the_event_and_what_it_says() -> None:
    mapping = EventMapping(event="a.b", kind="k", when={"assembly": "congress"})
    assert mapping.concerns("a.b", {"assembly": "congress"})
    assert not mapping.concerns("a.b", {"assembly": "council"})
    assert not mapping.concerns("a.c", {"assembly": "congress"})
    assert mapping.whose({"mandates": ["1", "2", "1"]}) == ["1", "2"]
    assert mapping.whose({"mandates": "1"}) == []


CONTENT = {
    "mandate": "m",
    "kind": "k",
    "aspect": None,
    "held_on": "2025-01-01",
    "starts_at": None,
    "ends_at": None,
    "place": None,
    "title": "题",
    "quantity": 1,
    "matter": None,
    "deputy_text": "文",
    "station_text": None,
    "evidence": ["e"],
    "corrects": None,
    "withdrawn": False,
}


@pytest.mark.parametrize("field", sorted(CONTENT))
def test_the_digest_covers_every_part_of_what_is_confirmed(field: str) -> None:
    changed = {
        **CONTENT,
        field: {"quantity": 2, "withdrawn": True, "evidence": ["f"]}.get(field, "别的"),
    }
    one, other = rules.Content(**CONTENT), rules.Content(**changed)  # type: ignore[arg-type]
    assert rules.digest_of(one) != rules.digest_of(other)
    assert rules.digest_of(one) == rules.digest_of(rules.Content(**CONTENT))  # type: ignore[arg-type]
