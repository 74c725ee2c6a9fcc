"""What expressions built on units mean: `last week`, `two days ago`, `six-month`, `each year`, `5 p.m. Friday`, `now`.

Companion of `days` and `periods`, which read the names of the calendar; one function a kind of form.
"""

from dataclasses import replace
from datetime import date, timedelta

from flows.parse.dates.amounts import duration_value, parse_amount
from flows.parse.dates.calendar_periods import Period, day_of, is_finer, move_day, period_at, step_period, year_of
from flows.parse.dates.days import read_day, read_deictic, read_weekday
from flows.parse.dates.meaning import UNANCHORED, Anchor, Meaning, Slots, month_in, relative, word_value

_CLOCK_UNITS = ("S", "MIN", "H")
_OF_YEAR = ("first", "latest")  # `the first nine months`, as well as `the nine months`: of the year reported on
_YEARS_IN = {"E": 10, "C": 100}
_OF_LAST_YEAR = 365  # days
_REPORTED = 200  # days: what ended longer ago is itself the year before, which the news is measured by


def _unit_in(slots: Slots) -> str:
    for name in ("unit", "the_unit", "full_unit", "latest_unit", "decade_unit", "per_unit"):
        if name in slots:
            return str(word_value("unit", slots[name]))
    return str(word_value("units", slots["units"])) if "units" in slots else "D"


def read_relative(slots: Slots, anchor: Anchor) -> Meaning:
    """`this week`, `last year`, `earlier this month`, `the following day`, `the latest quarter`, `the year before`."""
    unit = _unit_in(slots)
    if unit in _CLOCK_UNITS:
        return UNANCHORED
    if "closing" in slots:
        return _read_closing(slots, unit, anchor)
    if "aside" in slots:
        return _step_from_narrated(slots, -1 if slots["aside"] == "before" else 1, anchor)
    if "anaphor" in slots or _tells_on(slots, anchor):
        word = slots.get("anaphor") or slots["step"]
        return _step_from_narrated(slots, int(word_value("anaphor", word)), anchor)
    if "year_before" in slots or "year_step" in slots:
        return _read_other_year(slots, anchor)
    if "period" in slots:
        return relative(anchor.narrated)
    if anchor.published_on is None:
        return UNANCHORED
    if "step" in slots:
        return relative(_step_from_published(slots["step"], unit, anchor.published_on), slots)
    return _read_known_unit(slots, unit, anchor)


def _step_from_published(step: str, unit: str, published_on: date) -> Period:
    """`last year` is one of the calendar; `the past year` bears its value, but lasts up to the publication."""
    period = step_period(published_on, unit, int(word_value("step", step)))
    if step not in ("past", "the past") or unit in ("WE", "Q"):
        return period
    return replace(period, start=move_day(published_on, unit, -1) + timedelta(days=1), end=published_on)


def _tells_on(slots: Slots, anchor: Anchor) -> bool:
    """`the next day` and, in the past tense, `the next year` are counted from the time spoken of last."""
    is_next = slots.get("step") in ("the next", "the previous") and anchor.narrated is not None
    return is_next and (anchor.direction < 0 or _unit_in(slots) == "D")


def _step_from_narrated(slots: Slots, steps: int, anchor: Anchor) -> Meaning:
    """Counted from the time spoken of last, in its own grain where the words name no unit (`the same period`)."""
    told = anchor.narrated
    grain = _unit_in(slots) if "unit" in slots else told.grain if told else "D"
    if told is None or is_finer(grain, told.grain):
        return UNANCHORED
    return relative(step_period(told.start, grain, steps), slots)


def _read_other_year(slots: Slots, anchor: Anchor) -> Meaning:
    """`the year-earlier quarter`, `the same period last year`: in another year, the time spoken of last."""
    told, published_on = anchor.narrated, anchor.published_on
    if told and published_on and told.start > published_on:
        told = anchor.quarter
    unit = _unit_in(slots) if "unit" in slots else told.grain if told else "Y"
    day = told.middle if told else published_on and move_day(published_on, unit, -(unit == "Q"))
    if day is None:
        return UNANCHORED
    years = -1
    if "year_step" in slots:
        if published_on is None:
            return UNANCHORED
        years = published_on.year + int(word_value("step", slots["year_step"])) - day.year
    elif told and published_on and (published_on - told.end).days > _REPORTED:
        years = 0
    return relative(period_at(move_day(day, "Y", years), unit))


def _read_closing(slots: Slots, unit: str, anchor: Anchor) -> Meaning:
    """`the quarter ended July 31`: up to that day; its value is that of the calendar quarter that holds most of it."""
    closing = read_day({name: words for name, words in slots.items() if name != "unit"}, anchor)
    if closing.period is None:
        return UNANCHORED
    end = closing.period.end
    start = move_day(end + timedelta(days=1), unit, -1)
    period = Period("", start, end, unit)
    value = period_at(period.middle, unit).value
    return replace(closing, value=value, period=replace(period, value=value))


def _read_known_unit(slots: Slots, unit: str, anchor: Anchor) -> Meaning:
    """`the quarter`, `the day`: the one spoken of, else the publication's; a quarter or weekend must be over."""
    if anchor.published_on is None:
        return UNANCHORED
    told = _told_with(unit, anchor, anchor.published_on)
    if told and "latest_unit" not in slots:
        of_calendar = period_at(told.middle, unit)
        return relative(told if told.value == of_calendar.value else of_calendar, slots)
    is_over = unit == "Q" or (unit == "WE" and not anchor.ahead and not _is_weekend(anchor.published_on))
    return relative(step_period(anchor.published_on, unit, -is_over), slots)


def _told_with(unit: str, anchor: Anchor, published_on: date) -> Period | None:
    """The time spoken of last, if it tells which `unit`: no working day of a weekend, nor a coming year of a year."""
    told = anchor.narrated
    if told and told.grain == "D":
        return told if unit != "WE" or _is_weekend(told.start) else None
    if unit == "Q" and not (told and told.grain == "Q" and anchor.ahead):
        told = anchor.quarter
    return told if told and told.grain == unit and told.start <= published_on else None


def _is_weekend(day: date) -> bool:
    return day.isoweekday() > 5


def read_offset(slots: Slots, anchor: Anchor) -> Meaning:
    """`two days ago`, `a year ago today`, `three weeks later`; `months ago` is only somewhere in the past."""
    amount, unit = _amount_in(slots), _unit_in(slots)
    sign = int(word_value("reckoning", slots["reckoning"]))
    if amount is None and slots["reckoning"] == "ago":
        return Meaning("DATE", "PAST_REF", basis="relative")
    if amount is None or amount > 10_000:
        return UNANCHORED
    if unit in _YEARS_IN:
        amount, unit = amount * _YEARS_IN[unit], "Y"
    if unit in _CLOCK_UNITS:
        return _some_hours_away(slots["reckoning"])
    if "deictic" in slots:
        today = read_deictic(slots, anchor).period
        return relative(today and day_of(move_day(today.start, unit, sign * round(amount))))
    grain = _grain_of_offset(slots["reckoning"], unit, amount, anchor)
    day = (
        anchor.narrated.middle if anchor.narrated and grain != unit else _counted_from(slots["reckoning"], unit, anchor)
    )
    if day is None:
        return UNANCHORED
    moved = move_day(day, unit, sign * max(1, round(amount)))
    return relative(period_at(moved, grain))


def _some_hours_away(reckoning: str) -> Meaning:
    """`two hours ago` is only in the past; `two hours later` is near a time of the story that has no hour."""
    value = {"ago": "PAST_REF", "from now": "FUTURE_REF", "hence": "FUTURE_REF"}.get(reckoning)
    return Meaning("DATE", value, basis="relative" if value else None)


def _counted_from(reckoning: str, unit: str, anchor: Anchor) -> date | None:
    """`ago` and `from now` count from the publication, others from the time spoken of last, `earlier` from either."""
    if reckoning not in ("ago", "from now", "hence") and anchor.narrated:
        return None if is_finer(unit, anchor.narrated.grain) else anchor.narrated.start
    return None if reckoning in ("later", "afterward", "afterwards") else anchor.published_on


def _grain_of_offset(reckoning: str, unit: str, amount: float, anchor: Anchor) -> str:
    """`a year earlier`, told of a quarter, is a quarter; so is `a year ago`, unless that quarter is long over."""
    if unit != "Y" or amount != 1 or anchor.narrated is None or anchor.narrated.grain not in ("Q", "M"):
        return unit
    if anchor.published_on is None or reckoning not in ("ago", "from now", "hence"):
        return anchor.narrated.grain
    is_near = abs((anchor.published_on - anchor.narrated.end).days) < _OF_LAST_YEAR
    return anchor.narrated.grain if is_near else unit


def _amount_in(slots: Slots) -> float | None:
    """How many units; NULL for `several`, `many` and bare plurals."""
    if "article" in slots:
        return float(word_value("article", slots["article"]))
    if "vague" in slots:
        value = word_value("vague", slots["vague"])
        return None if value == "X" else float(value)
    words = slots.get("digits") or slots.get("number_word")
    return parse_amount(words) if words else None


def read_duration(slots: Slots, anchor: Anchor) -> Meaning:
    """`more than 30 years`, `six-month`, `a year and a half`, `the past two decades`; not `past years`."""
    if "bare_units" in slots:
        return Meaning(
            "DURATION", duration_value(None, str(word_value("units", slots["bare_units"]))), basis="explicit"
        )
    if slots.keys() == {"span", "units"} and slots["span"] == "past":
        return Meaning("DATE", "PAST_REF", basis="relative")
    amount = _amount_in(slots)
    if "decade_unit" in slots or "the_unit" in slots or ("unit" in slots and amount is None and "vague" not in slots):
        amount = 1
    if "half" in slots and amount is not None:
        amount += 0.5
    unit = _unit_in(slots)
    is_of_year = unit == "M" and (slots.get("span") in _OF_YEAR or ("known" in slots and "span" not in slots))
    within = year_of(anchor.published_on.year) if anchor.published_on and is_of_year else None
    return Meaning("DURATION", duration_value(amount, unit), basis="explicit", within=within)


def read_set(slots: Slots, anchor: Anchor) -> Meaning:
    """`daily`, `each year`, `every two weeks`, `Fridays`, `twice a month`: recurring times, which are no date."""
    if "adverb" in slots:
        return Meaning("SET", str(word_value("adverb", slots["adverb"])), basis="explicit")
    return Meaning("SET", _set_value(slots), basis="explicit")


def _set_value(slots: Slots) -> str:
    if "weekday" in slots or "weekdays" in slots:
        number = (
            word_value("weekday", slots["weekday"]) if "weekday" in slots else word_value("weekdays", slots["weekdays"])
        )
        time = f"T{word_value('daytimes', slots['daytimes'])}" if "daytimes" in slots else ""
        return f"XXXX-WXX-{number}{time}"
    if "month" in slots:
        return f"XXXX-{month_in(slots):02}"
    if "season" in slots:
        return f"XXXX-{word_value('season', slots['season'])}"
    if "every_daytime" in slots:
        return f"XXXX-XX-XXT{word_value('daytime', slots['every_daytime'])}"
    amount = _amount_in(slots)
    every = float(word_value("frequency", slots["frequency"])) if "frequency" in slots else 1
    return duration_value(amount or every, _unit_in(slots))


def read_time(slots: Slots, anchor: Anchor) -> Meaning:
    """`5 p.m. Friday`, `this morning`, `last night`: a time of the day that is named, else of the publication's."""
    day = _day_of_time(slots, anchor)
    if day is None or day.period is None:
        return Meaning("TIME")
    return Meaning("TIME", f"{day.period.value}T{_clock_value(slots)}", day.period, day.basis)


def _day_of_time(slots: Slots, anchor: Anchor) -> Meaning | None:
    if "day" in slots:
        return read_day(slots, anchor)
    if "weekday" in slots:
        return read_weekday(slots, anchor)
    if "deictic" in slots:
        return read_deictic(slots, anchor)
    if "told_day" in slots and anchor.narrated:
        return relative(day_of(anchor.narrated.end + timedelta(days=slots["told_day"] != "that")))
    is_of_story = bool(slots.keys() & {"hour", "third", "clock"}) and anchor.direction < 0
    if is_of_story and anchor.narrated and anchor.narrated.grain == "D":
        return relative(anchor.narrated)
    if anchor.published_on is None:
        return None
    return relative(day_of(anchor.published_on - timedelta(days="last_night" in slots)))


def _clock_value(slots: Slots) -> str:
    if "daytime" in slots:
        return str(word_value("daytime", slots["daytime"]))
    if "clock" in slots:
        return str(word_value("clock", slots["clock"]))
    if "hour" not in slots:
        return "NI"
    hour = int(slots["hour"])
    if "meridiem" in slots:
        hour = hour % 12 + (12 if slots["meridiem"].startswith(("p", "aft", "eve")) else 0)
    return f"{hour:02}:{slots.get('minute', '00')}"


def read_reference(slots: Slots, anchor: Anchor) -> Meaning:
    """`now`, `recently`, `recent years`, `the future`: TIMEX3's references, which cover no known days."""
    if "past_units" in slots or "recent" in slots:
        return Meaning("DATE", "PAST_REF", basis="relative")
    if "coming" in slots:
        return Meaning("DATE", "FUTURE_REF", basis="relative")
    return Meaning("DATE", str(word_value("reference", slots["reference"])), basis="relative")
