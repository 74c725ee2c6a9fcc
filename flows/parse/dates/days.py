"""Read expressions that name a day: dates, holidays, weekdays, `today`.

Each kind of form has one function, which returns a `Meaning`; one without a value is known to be a time, but nothing
anchors it. Method: TimeML 1.2.1 (Saurí et al. 2006) and, for which way a bare weekday or month points, the tense of the
governing verb as in HeidelTime (Strötgen and Gertz 2013).
"""

from dataclasses import replace
from datetime import date, timedelta

from flows.parse.dates.amounts import parse_ordinal
from flows.parse.dates.calendar_periods import (
    Period,
    day_of,
    easter_of,
    nth_weekday,
    step_period,
    week_of,
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

_CLOSE = 60  # days: a date so near to its anchor is meant, whatever the tense


def read_day(slots: Slots, anchor: Anchor) -> Meaning:
    """`December 4, 2025`, `4 December`, `Thanksgiving`; of a range, its first and last day."""
    if "event_day" in slots:
        return explicit(day_of(word_value("event_day", slots["event_day"])))
    year = year_in(slots)
    if "unit" in slots and anchor.published_on and slots["unit"] == "year":
        year = anchor.published_on.year + int(word_value("step", slots["step"]))
    if year is not None:
        meaning = explicit(_day_in(slots, year)) if "unit" not in slots else relative(_day_in(slots, year))
    else:
        meaning = relative(_nearest_day(slots, anchor.day, anchor.side) if anchor.day else None)
    if "week_of" in slots and meaning.period:
        return replace(relative(week_of(meaning.period.start)), basis=meaning.basis)
    return _to_range_end(meaning, slots)


def _nearest_day(slots: Slots, anchor: date, direction: int) -> Period:
    """In the year whose weekday fits; else the nearest one in the verb's direction, or a close one on either side."""
    if "weekday" in slots:
        number = int(word_value("weekday", slots["weekday"]))
        for year in (anchor.year, anchor.year - 1, anchor.year + 1):
            if _day_in(slots, year).start.isoweekday() == number:
                return _day_in(slots, year)
    step = int(word_value("step", slots["step"])) if "step" in slots else 0
    found = nearest(lambda year: _day_in(slots, year), anchor, step or direction)
    closest = nearest(lambda year: _day_in(slots, year), anchor, 0)
    return found if step or abs((closest.start - anchor).days) > _CLOSE else closest


def _day_in(slots: Slots, year: int) -> Period:
    if "holiday" in slots:
        return day_of(_holiday_in(slots["holiday"], year))
    day = int(slots["day"]) if "day" in slots else parse_ordinal(slots["day_word"])
    return day_of(date(year, month_in(slots) or 1, day))


def _to_range_end(meaning: Meaning, slots: Slots) -> Meaning:
    if "day_end" not in slots or meaning.period is None:
        return meaning
    end = meaning.period.start.replace(day=int(slots["day_end"]))
    if end <= meaning.period.start:
        return meaning
    value = f"{meaning.period.value}/{end.isoformat()}"
    return replace(meaning, value=value, period=replace(meaning.period, value=value, end=end))


def _holiday_in(name: str, year: int) -> date:
    rule = str(word_value("holiday", name))
    if rule.startswith("easter"):
        return easter_of(year) + timedelta(days=int(rule.removeprefix("easter") or 0))
    rule, _, after = rule.partition("+")
    month, day, *nth = rule.split("-")
    if nth:
        found = nth_weekday(year, int(month), int(day), None if nth[0] == "L" else int(nth[0]))
        return found + timedelta(days=int(after or 0))
    return date(year, int(month), int(day))


def read_weekday(slots: Slots, anchor: Anchor) -> Meaning:
    """`Friday`, `last Monday`, `next Tuesday`, `the previous Friday`, `Wednesday of last week`."""
    if "weekday_next" in slots:
        return relative(
            _weekday_near(anchor.published_on, slots["weekday_next"], True, 7) if anchor.published_on else None
        )
    if "week_step" in slots and anchor.published_on:
        week = step_period(anchor.published_on, "W", int(word_value("step", slots["week_step"])))
        return relative(day_of(week.start + timedelta(days=int(word_value("weekday", slots["weekday"])) - 1)))
    if "anaphor" in slots:
        steps = int(word_value("anaphor", slots["anaphor"]))
        start = anchor.narrated.end if anchor.narrated else anchor.published_on
        return relative(_weekday_near(start, slots["weekday"], steps > 0, abs(steps)) if start else None)
    steps = int(word_value("step", slots["step"])) if "step" in slots else 0
    if slots.get("step") == "this" and anchor.published_on:
        monday = week_of(anchor.published_on).start
        return relative(day_of(monday + timedelta(days=int(word_value("weekday", slots["weekday"])) - 1)))
    ahead = anchor.ahead if steps == 0 else steps > 0
    return relative(
        _weekday_near(anchor.published_on, slots["weekday"], ahead, abs(steps)) if anchor.published_on else None
    )


def _weekday_near(day: date, weekday: str, ahead: bool, least: int) -> Period:
    """The first such weekday at least `least` days from `day`, after or before it."""
    number = int(word_value("weekday", weekday))
    if ahead:
        start = day + timedelta(days=least)
        return day_of(start + timedelta(days=(number - start.isoweekday()) % 7))
    start = day - timedelta(days=least)
    return day_of(start - timedelta(days=(start.isoweekday() - number) % 7))


def read_deictic(slots: Slots, anchor: Anchor) -> Meaning:
    """`today`, `yesterday`, `the day before yesterday`, `the day after Thanksgiving`."""
    if "side" in slots:
        beside = read_day(slots, anchor) if "holiday" in slots else read_weekday(slots, anchor)
        return relative(beside.period and step_period(beside.period.start, "D", -1 if slots["side"] == "before" else 1))
    if anchor.published_on is None:
        return UNANCHORED
    steps = next(int(word_value("deictic", slots[k])) for k in ("deictic", "before", "after") if k in slots)
    steps += ("after" in slots) - ("before" in slots)
    return relative(day_of(anchor.published_on + timedelta(days=steps)))
