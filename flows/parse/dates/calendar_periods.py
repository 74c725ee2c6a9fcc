"""Calendar arithmetic: periods of days with their ISO 8601 / TIMEX3 value. Knows nothing of words.

A period is closed: `start` and `end` both belong to it. Weeks are ISO weeks, Monday to Sunday; seasons are the
meteorological ones of the northern half of the earth (spring is March to May); a winter bears the year of its January.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
MONTHS_IN = {"M": 1, "Q": 3, "S": 3, "HALF": 6, "Y": 12, "E": 120, "C": 1200}
_FINENESS = ("D", "WE", "W", "F", "M", "Q", "S", "HALF", "Y", "E", "C")
DAYS_IN = {"D": 1, "W": 7, "WE": 7, "F": 14}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`; its `grain` is `D`, `W`, `WE`, `M`, `Q`, `S` (season), `HALF`, `Y`, `E` or `C`."""

    value: str
    start: date
    end: date
    grain: str

    @property
    def middle(self) -> date:
        """The day in its middle, which lies in the calendar period that `value` names, whatever its bounds."""
        return self.start + (self.end - self.start) / 2

    @property
    def precision(self) -> str | None:
        """The precision the warehouse knows; NULL for a century, which is no date of use."""
        names = {"D": "day", "W": "week", "WE": "week", "M": "month", "Q": "quarter", "S": "season", "HALF": "quarter"}
        return (names | {"Y": "year", "E": "decade"}).get(self.grain)


def is_finer(grain: str, other: str) -> bool:
    """Whether `grain` is a shorter unit than `other`: a day is finer than a week."""
    return _FINENESS.index(grain) < _FINENESS.index(other)


def day_of(day: date) -> Period:
    """That one day."""
    return Period(day.isoformat(), day, day, "D")


def week_of(day: date) -> Period:
    """The ISO week that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(f"{year}-W{week:02}", monday, monday + timedelta(days=6), "W")


def weekend_of(day: date) -> Period:
    """Saturday and Sunday of the ISO week that holds `day`."""
    week = week_of(day)
    return Period(f"{week.value}-WE", week.end - timedelta(days=1), week.end, "WE")


def month_of(year: int, month: int) -> Period:
    """A month of a year, `month` counted from 1."""
    return Period(f"{year:04}-{month:02}", date(year, month, 1), _last_day(year, month), "M")


def quarter_of(year: int, quarter: int) -> Period:
    """A quarter of a calendar year, counted from 1."""
    return Period(f"{year:04}-Q{quarter}", date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter), "Q")


def half_of(year: int, half: int) -> Period:
    """The first or second half of a calendar year."""
    return Period(f"{year:04}-H{half}", date(year, 6 * half - 5, 1), _last_day(year, 6 * half), "HALF")


def season_of(year: int, season: str) -> Period:
    """A season (`SP`, `SU`, `FA`, `WI`) of a year."""
    month = SEASON_MONTHS[season]
    start = date(year - (season == "WI"), month, 1)
    end = add_months(start, 3) - timedelta(days=1)
    return Period(f"{year:04}-{season}", start, end, "S")


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(f"{year:04}", date(year, 1, 1), date(year, 12, 31), "Y")


def decade_of(year: int) -> Period:
    """The decade that holds `year`: 1994 lies in the 1990s, whose value is `199`."""
    first = year - year % 10
    return Period(f"{first // 10:03}", date(first, 1, 1), date(first + 9, 12, 31), "E")


def century_of(year: int) -> Period:
    """The century of the years that start with the same two digits as `year`."""
    first = year - year % 100
    return Period(f"{first // 100:02}", date(first, 1, 1), date(first + 99, 12, 31), "C")


def period_at(day: date, grain: str) -> Period:
    """The period of `grain` that holds `day`."""
    if grain == "S":
        return _season_at(day)
    return {
        "D": day_of(day),
        "W": week_of(day),
        "F": week_of(day),
        "WE": weekend_of(day),
        "M": month_of(day.year, day.month),
        "Q": quarter_of(day.year, (day.month + 2) // 3),
        "HALF": half_of(day.year, 1 + (day.month > 6)),
        "Y": year_of(day.year),
        "E": decade_of(day.year),
        "C": century_of(day.year),
    }[grain]


def step_period(day: date, grain: str, steps: int) -> Period:
    """The period of `grain` that lies `steps` of its own kind after (or, negative, before) the one that holds `day`."""
    return period_at(move_day(day, grain, steps), grain)


def move_day(day: date, grain: str, steps: int) -> date:
    """`day` moved by a number of whole units; the 31st becomes the last day of a shorter month."""
    if grain in DAYS_IN:
        return day + timedelta(days=DAYS_IN[grain] * steps)
    return add_months(day, MONTHS_IN[grain] * steps)


def add_months(day: date, months: int) -> date:
    """`day` some months later, cut to the length of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def part_of(period: Period, part: str) -> Period:
    """The `start`, `mid` or `end` third of a period: late 2025 is October to December, the early 1990s 1990 to 1993.

    The value stays that of the whole, as TIMEX3 keeps the part in `mod`.
    """
    if part == "whole" or period.grain == "D":
        return period
    if period.grain == "Y":
        months = {"start": (1, 3), "mid": (5, 8), "end": (10, 12)}[part]
        year = period.start.year
        return Period(period.value, date(year, months[0], 1), _last_day(year, months[1]), "Q")
    if period.grain == "E":
        years = {"start": (0, 3), "mid": (4, 6), "end": (7, 9)}[part]
        decade = period.start.year
        return replace(period, start=date(decade + years[0], 1, 1), end=date(decade + years[1], 12, 31))
    third = ((period.end - period.start).days + 1) // 3
    first = period.start + timedelta(days=third if part == "mid" else 0)
    last = period.end - timedelta(days=third if part == "mid" else 0)
    if part == "start":
        last = first + timedelta(days=third - 1)
    elif part == "end":
        first = last - timedelta(days=third - 1)
    return replace(period, start=first, end=last)


def nth_weekday(year: int, month: int, weekday: int, nth: int | None) -> date:
    """The n-th (or, for NULL, the last) weekday of a month; Monday is 1."""
    if nth is None:
        last = _last_day(year, month)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter_of(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _season_at(day: date) -> Period:
    season = {3: "SP", 6: "SU", 9: "FA", 0: "WI"}[day.month // 3 * 3 % 12]
    return season_of(day.year + (day.month == 12), season)
