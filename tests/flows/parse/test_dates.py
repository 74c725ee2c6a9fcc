import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.parse.data import load_data
from flows.parse.dates import find_timexes, forms
from flows.parse.dates.amounts import duration_value, parse_amount, parse_ordinal, parse_year_words
from flows.parse.dates.calendar_periods import (
    add_months,
    decade_of,
    easter_of,
    nth_weekday,
    part_of,
    season_of,
    step_period,
    week_of,
    year_of,
)
from flows.parse.dates.windows import cues_of
from flows.parse.facts import Article, Timex
from flows.parse.pipeline import read_articles

GOLDEN = json.loads((Path(__file__).parent / "golden" / "dates.json").read_text("utf8"))


def timexes_of(text: str, published_on: str | None = None) -> list[Timex]:
    day = date.fromisoformat(published_on) if published_on else None
    return find_timexes(next(read_articles([Article("a", text, published_on=day)])))


def as_row(timex: Timex) -> dict[str, Any]:
    return {
        "text": timex.text,
        "timex_type": timex.timex_type,
        "value": timex.value,
        "date_start": timex.date_start and timex.date_start.isoformat(),
        "date_end": timex.date_end and timex.date_end.isoformat(),
        "date_precision": timex.date_precision,
        "date_basis": timex.date_basis,
    }


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["text"][:60])
def test_golden_sentences(case: dict[str, Any]) -> None:
    assert [as_row(t) for t in timexes_of(case["text"], case["published_on"])] == case["rows"]


def test_searching_near_cues_finds_what_searching_everywhere_does(monkeypatch: pytest.MonkeyPatch) -> None:
    near = [forms.find_forms(case["text"]) for case in GOLDEN]
    every_cue = {cue for kind in load_data("dates")["forms"].values() for form in kind for cue in cues_of(form)}
    monkeypatch.setattr(forms, "find_windows", lambda text: [(0, len(text), every_cue)])
    assert near == [forms.find_forms(case["text"]) for case in GOLDEN]


@pytest.mark.parametrize(
    "text",
    [
        "It happened last week.",
        "They met on Friday.",
        "It opened on Dec. 15.",
        "Prices fell in January and again a year later.",
    ],
)
def test_nothing_is_guessed_without_a_publication_date(text: str) -> None:
    found = timexes_of(text)
    assert found
    assert all(t.value is None and t.date_start is None and t.date_basis is None for t in found)


def test_boilerplate_has_no_dates() -> None:
    text = "The mill reopened on May 3, 2021.\n\n(0) comments\n\nWelcome to the discussion of May 4, 2021."
    assert [t.text for t in timexes_of(text)] == ["May 3, 2021"]


WORDS = ("May", "3", "2021", "last", "next", "week", "31", "Feb.", "9999", "ago", "the", "0", "Friday", "-")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    for timex in timexes_of(text, "2024-02-29"):
        assert text[timex.start_char : timex.end_char] == timex.text == timex.text.strip()
        if timex.date_start and timex.date_end:
            assert timex.date_start <= timex.date_end


def test_weeks_run_from_monday_to_sunday() -> None:
    week = week_of(date(2025, 1, 1))
    assert (week.value, week.start, week.end) == ("2025-W01", date(2024, 12, 30), date(2025, 1, 5))


def test_calendar_arithmetic() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert step_period(date(2024, 1, 15), "Q", -1).value == "2023-Q4"
    assert season_of(2024, "WI").start == date(2023, 12, 1)
    assert decade_of(1994).value == "199"
    assert easter_of(2024) == date(2024, 3, 31)
    assert nth_weekday(2024, 11, 4, 4) == date(2024, 11, 28)
    assert nth_weekday(2024, 5, 1, None) == date(2024, 5, 27)


def test_the_end_of_a_year_is_its_last_quarter() -> None:
    late = part_of(year_of(2022), "end")
    assert (late.value, late.start, late.end, late.precision) == (
        "2022",
        date(2022, 10, 1),
        date(2022, 12, 31),
        "quarter",
    )


def test_amounts() -> None:
    assert parse_amount("twenty-four") == 24
    assert parse_amount("2 1/2") == 2.5
    assert parse_amount("a hundred") == 100
    assert parse_ordinal("twenty-first") == 21
    assert parse_year_words("nineteen ninety-six") == 1996
    assert parse_year_words("two thousand and four") == 2004
    assert duration_value(2.5, "Y") == "P2Y6M"
    assert duration_value(None, "MIN") == "PTXM"
    assert duration_value(2, "E") == "P20Y"
