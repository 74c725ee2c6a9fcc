"""Read expressions that name a stretch of the calendar: months, seasons, quarters, years, decades.

Each kind of form has one function, which returns a `Meaning`; one without a value is known to be a time, but nothing
anchors it. Method: TimeML 1.2.1 (Saurí et al. 2006) and, for which way a bare weekday or month points, the tense of the
governing verb as in HeidelTime (Strötgen and Gertz 2013).
"""

from dataclasses import replace
from datetime import date

from flows.parse.data import load_data
from flows.parse.dates.calendar_periods import (
    Period,
    add_months,
    century_of,
    day_of,
    decade_of,
    half_of,
    month_of,
    move_day,
    part_of,
    period_at,
    quarter_of,
    season_of,
    year_of,
)
from flows.parse.dates.meaning import (
    UNANCHORED,
    Anchor,
    Meaning,
    Slots,
    explicit,
    month_in,
    nearest,
    relative,
    word_value,
    year_in,
)

_FIRST_DECADE_OF_HUNDRED = 2000  # before it, the `1800s` are a hundred years
_RESULTS_DUE = 90  # days after the end of a quarter, in which its results are foretold and told


def read_month(slots: Slots, anchor: Anchor) -> Meaning:
    """`October 2025`, `late November`, `last May`, `June of this year`."""
    month = month_in(slots) or 1
    year = year_in(slots)
    if year is not None:
        return explicit(month_of(year, month), slots)
    if anchor.day is None:
        return UNANCHORED
    if "year_step" in slots and anchor.published_on:
        return relative(month_of(anchor.published_on.year + int(word_value("step", slots["year_step"])), month), slots)
    steps = int(word_value("step", slots["step"])) if "step" in slots else None
    if steps == 0:
        return relative(month_of(anchor.day.year, month), slots)
    direction = anchor.side if steps is None else steps
    return relative(nearest(lambda y: month_of(y, month), _before(anchor.day, steps), direction), slots)


def _before(day: date, steps: int | None) -> date:
    """`last May`, said in May, is that of a year before: the search starts a month away."""
    return move_day(day, "M", steps) if steps else day


def read_year(slots: Slots, anchor: Anchor) -> Meaning:
    """`2019`, `fiscal 2019`, `late 2025`, `nineteen ninety-six`, `year-end`."""
    if "close" in slots:
        return relative(_year_end(anchor))
    year = year_of(year_in(slots) or 1)
    if "season_end" in slots:
        end = year_of(year.start.year - year.start.year % 100 + int(slots["season_end"]))
        if end.start.year == year.start.year + 1:
            return explicit(replace(year, value=f"{year.value}/{end.value}", end=end.end))
    return explicit(year, slots)


def _year_end(anchor: Anchor) -> Period | None:
    """The end of this year, or of the last one where the verb tells of the past: `had 90 stores at year-end`."""
    if anchor.published_on is None:
        return None
    last_day = nearest(lambda year: day_of(date(year, 12, 31)), anchor.published_on, anchor.direction or 1)
    return part_of(year_of(last_day.start.year), "end")


def read_season(slots: Slots, anchor: Anchor) -> Meaning:
    """`the winter of 1994`, `this past summer`, `the fall`: nearest such season as the step or the verb says."""
    season = str(word_value("season", slots["season"]))
    year = year_in(slots)
    if year is not None:
        return explicit(season_of(year + ("winter_end" in slots), season), slots)
    day = anchor.day
    if day is None:
        return UNANCHORED
    if "year_step" in slots:
        return relative(season_of(day.year + int(word_value("step", slots["year_step"])), season))
    steps = int(word_value("step", slots["step"])) if "step" in slots else None
    if steps == 0:
        return relative(season_of(day.year, season), slots)
    found = nearest(lambda y: season_of(y, season), day, anchor.side if steps is None else steps)
    if steps and found.start <= day <= found.end:
        found = season_of(int(found.value[:4]) + steps, season)
    return relative(found, slots)


def read_quarter(slots: Slots, anchor: Anchor) -> Meaning:
    """`the third quarter of 2024`, `Q2`, `the second half`: without a year, the last one of that name to begin.

    The next one where the verb points ahead, unless the last one has just ended and its results are still to come.
    """
    if "like_told" in slots:
        return _read_year_of_told(slots, anchor.quarter if slots["like_told"] == "quarter" else anchor.narrated)
    is_half = "half" in slots
    number = _quarter_number(slots)
    make = half_of if is_half else quarter_of
    year = year_in(slots)
    if year is not None:
        return explicit(make(year, number), slots)
    if anchor.day is None:
        return UNANCHORED
    if "step" in slots or "this" in slots:
        step = int(word_value("step", slots["step"])) if "step" in slots else 0
        return relative(make(anchor.day.year + step, number))
    if "year_before" in slots:
        return relative(make(nearest(lambda y: make(y, number), anchor.day, -1).start.year - 1, number))
    last = nearest(lambda y: make(y, number), anchor.day, -1)
    if anchor.ahead and (anchor.day - last.end).days > _RESULTS_DUE:
        last = make(last.start.year + 1, number)
    return relative(last, slots)


def _read_year_of_told(slots: Slots, narrated: Period | None) -> Meaning:
    """`the 2019 period`: of that year, the quarter, half or month that the text speaks of; else all of it."""
    year = year_in(slots) or 1
    if narrated is None or narrated.grain not in ("M", "Q", "HALF"):
        return explicit(year_of(year))
    return relative(period_at(add_months(narrated.middle, 12 * (year - narrated.middle.year)), narrated.grain))


def _quarter_number(slots: Slots) -> int:
    if "half" in slots:
        return int(word_value("half", slots["half"]))
    if "ordinal" in slots:
        return int(word_value("ordinal", slots["ordinal"]))
    return min(4, int(slots["quarter_number"]))


def read_decade(slots: Slots, anchor: Anchor) -> Meaning:
    """`the late 1980s`, `the ’90s`, `the nineties`, `the 19th century`; a decade with no century is the last such.

    `the late 1800s` are a century, `the 2000s` a decade.
    """
    if "century" in slots:
        return explicit(century_of(100 * (int(slots["century"]) - 1) or 1))
    if "decade_year" in slots:
        year = int(slots["decade_year"])
        is_century = year % 100 == 0 and year < _FIRST_DECADE_OF_HUNDRED
        return explicit((century_of if is_century else decade_of)(year), slots)
    short = (
        int(slots["decade_short"]) if "decade_short" in slots else load_data("dates")["numbers"][slots["decade_word"]]
    )
    latest = anchor.published_on.year if anchor.published_on else 1999
    century = latest - latest % 100
    return explicit(decade_of(century + short if century + short <= latest else century - 100 + short), slots)
