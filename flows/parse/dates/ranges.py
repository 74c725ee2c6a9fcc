"""Days and months that stand together: lists that share a month, ranges whose end lends the start its year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from flows.parse.dates.calendar_periods import move_day, period_at
from flows.parse.dates.forms import TimexForm
from flows.parse.dates.meaning import Meaning, month_in, relative

_RANGE = re.compile(r"\s*(?:[-–—]|-to-|to|through|until|till)\s*", re.IGNORECASE)
_NEXT_DAY = re.compile(
    r"(?:,?\s(?:and|or)\s|,\s(?=\d{1,2},?\s(?:\d{1,2},?\s)*(?:and|or)\s\d))"
    r"(?P<day>3[01]|[12]\d|[1-9])(?:,\s(?P<year>(?:19|20)\d\d))?"
    r"(?=[;)]|[.,](?!\d)|\Z|\s(?:and|or|in|at|on|for|to|from|by|with)\b)"
)
_NEXT_WEEKDAYS = 4  # days by which the second of two weekdays mostly follows the first
_JOINED = re.compile(r"\s*(?:[-–—]|to|through|until|till|and|or)\s*", re.IGNORECASE)


def lend_years(forms: Sequence[TimexForm], text: str) -> Iterator[TimexForm]:
    """The forms of a sentence; a day or month joined to one that names its year is of that year or the one before."""
    for form, following in pairwise(forms):
        yield _with_year_of(following, form) if _is_joined(form, following, text) else form
    yield from forms[-1:]


def list_days(forms: Sequence[TimexForm], text: str) -> Iterator[TimexForm]:
    """The forms of a sentence, with the days that share a month: `May 4 and 5` are two days."""
    taken = 0
    for form in forms:
        if form.start < taken:  # the year of a day that is listed
            continue
        yield form
        names_day = form.kind == "day" and form.slots.keys() <= {"month", "month_short", "day"} and "day" in form.slots
        while names_day and (match := _NEXT_DAY.match(text, form.end)):
            named = {name: words for name, words in match.groupdict().items() if words}
            form, taken = TimexForm(match.start("day"), match.end(), "day", form.slots | named), match.end()
            yield form


def _is_joined(form: TimexForm, following: TimexForm, text: str) -> bool:
    of_calendar = {form.kind, following.kind} <= {"day", "month"}
    lacks_year = month_in(form.slots) is not None and not form.slots.keys() & {"year", "year_end", "step", "year_step"}
    has_year = month_in(following.slots) is not None and bool(following.slots.keys() & {"year", "year_step"})
    return of_calendar and lacks_year and has_year and bool(_JOINED.fullmatch(text[form.end : following.start]))


def _with_year_of(following: TimexForm, form: TimexForm) -> TimexForm:
    if "year_step" in following.slots:
        return replace(form, slots=form.slots | {"year_step": following.slots["year_step"]})
    is_year_before = (month_in(form.slots) or 1) > (month_in(following.slots) or 1)
    year = int(following.slots["year"]) - is_year_before
    return replace(form, slots=form.slots | {"year": str(year)})


def put_in_order(
    forms: Sequence[TimexForm], meanings: Sequence[Meaning], text: str, published_on: date | None
) -> list[Meaning]:
    """The meanings of a sentence's forms; ranges of months, and weekdays that are joined, end after they start."""
    ordered = list(meanings)
    for i, (form, following) in enumerate(pairwise(forms)):
        if published_on and _is_range(form, following, text) and _runs_back(meanings[i], meanings[i + 1]):
            first = ordered[i].period
            is_to_come = first is not None and first.start > published_on
            moved = i + 1 if is_to_come else i
            ordered[moved] = _moved(ordered[moved], 1 if is_to_come else -1)
    return ordered


def _is_range(form: TimexForm, following: TimexForm, text: str) -> bool:
    """`March to July`, `between March and July`; also `Tuesday and Wednesday`."""
    between = text[form.end : following.start]
    if form.kind == following.kind == "weekday":
        return bool(_JOINED.fullmatch(between))
    if {form.kind, following.kind} & {"weekday", "day"}:
        return False
    opens = text[: form.start].rstrip().lower().endswith("between")
    return bool(_RANGE.fullmatch(between)) or (opens and between.strip().lower() == "and")


def _runs_back(start: Meaning, end: Meaning) -> bool:
    """Whether the nearest months or weekdays were taken for both, the end before the start."""
    if start.period is None or end.period is None or start.basis != "relative" or end.basis != "relative":
        return False
    if end.period.start >= start.period.start or start.period.grain != end.period.grain:
        return False
    is_in_order = (end.period.start - start.period.start).days % 7 <= _NEXT_WEEKDAYS  # not so "Friday and Thursday"
    return start.period.grain == "M" or (start.period.grain == "D" and is_in_order)


def _moved(meaning: Meaning, steps: int) -> Meaning:
    """The same month of another year, or the same weekday of another week."""
    if meaning.period is None:
        return meaning
    is_month = meaning.period.grain == "M"
    return relative(period_at(move_day(meaning.period.start, "Y" if is_month else "W", steps), meaning.period.grain))
