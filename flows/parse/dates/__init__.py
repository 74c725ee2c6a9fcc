"""Find the dates and other time expressions of an article. What belongs here is only the order of the steps.

Forms are found by `forms`, judged by `context`, read by `days`, `periods` and `lengths`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flows.parse.dates.calendar_periods import Period
from flows.parse.dates.context import is_comparison, is_time, is_told_by_event
from flows.parse.dates.days import read_day, read_deictic, read_weekday
from flows.parse.dates.direction import direction_of
from flows.parse.dates.forms import TimexForm, find_forms
from flows.parse.dates.lengths import (
    read_duration,
    read_offset,
    read_reference,
    read_relative,
    read_set,
    read_time,
)
from flows.parse.dates.meaning import UNANCHORED, Anchor, Meaning, Slots, relative
from flows.parse.dates.periods import read_decade, read_month, read_quarter, read_season, read_year
from flows.parse.dates.ranges import lend_years, list_days, put_in_order
from flows.parse.facts import Reading, Timex
from flows.parse.tokens import Span

_READERS: dict[str, Callable[[Slots, Anchor], Meaning]] = {
    "day": read_day,
    "month": read_month,
    "year": read_year,
    "season": read_season,
    "quarter": read_quarter,
    "decade": read_decade,
    "weekday": read_weekday,
    "deictic": read_deictic,
    "relative": read_relative,
    "offset": read_offset,
    "duration": read_duration,
    "set": read_set,
    "time": read_time,
    "reference": read_reference,
}


@dataclass
class _Told:
    """What the article spoke of last; of quarters, those that are over when it goes out."""

    published_on: date | None
    narrated: Period | None = None
    quarter: Period | None = None

    def note(self, form: TimexForm, words: Span, meaning: Meaning) -> None:
        """Take in an expression, unless it only measures or bounds another time."""
        if not is_comparison(form, words):
            self.narrated = meaning.period or meaning.within or self.narrated
            if self.narrated and "-Q" in self.narrated.value and not self._is_not_over(self.narrated):
                self.quarter = self.narrated

    def _is_not_over(self, period: Period) -> bool:
        return self.published_on is not None and period.end > self.published_on


def find_timexes(reading: Reading) -> list[Timex]:
    """Time expressions in text order. What would be counted from an unknown publication date has no value or dates."""
    found: list[Timex] = []
    told = _Told(reading.article.published_on)
    for sentence in reading.sentences():
        read = list(_read_forms(sentence, told))
        forms, meanings = [form for form, _, _ in read], [meaning for _, _, meaning in read]
        meanings = put_in_order(forms, meanings, sentence.text, told.published_on)
        for (form, words, _), meaning in zip(read, meanings, strict=True):
            found.append(_timex(form, sentence.start_char, words, meaning))
    return found


def _read_forms(sentence: Span, told: _Told) -> Iterator[tuple[TimexForm, Span, Meaning]]:
    """The time expressions of a sentence with their meanings; `told` is kept up with them."""
    beside: Period | None = None
    before: tuple[int, Meaning] = (0, UNANCHORED)  # where the last expression ends, and what it means
    meaning: Meaning | None
    for form, words in _forms_in(sentence):
        anchor = Anchor(told.published_on, told.narrated, beside, direction_of(words), told.quarter)
        if is_told_by_event(form, words):
            is_apposition = sentence.text[before[0] : form.start] == ", " and form.slots["the_unit"] == "day"
            meaning = _same_day(before[1]) if is_apposition else UNANCHORED
        else:
            meaning = _interpret(form, anchor)
        if meaning is None:
            continue
        told.note(form, words, meaning)
        before = form.end, meaning
        if meaning.basis == "explicit" and meaning.period and meaning.period.grain in ("D", "M"):
            beside = meaning.period
        yield form, words, meaning


def _same_day(meaning: Meaning) -> Meaning:
    """`on May 3, the day before the vote`: the day that stands before it, if one does."""
    return relative(meaning.period) if meaning.period and meaning.period.grain == "D" else UNANCHORED


def _forms_in(sentence: Span) -> Iterator[tuple[TimexForm, Span]]:
    """Forms that are time expressions in their sentence, each with its words."""
    start = sentence.start_char
    for form in lend_years([*list_days(find_forms(sentence.text), sentence.text)], sentence.text):
        words = sentence.doc.char_span(start + form.start, start + form.end, alignment_mode="expand")
        if words is not None and is_time(form, words, sentence):
            yield form, words


def _interpret(form: TimexForm, anchor: Anchor) -> Meaning | None:
    """The meaning of a form; NULL where it names a day that no calendar has, such as February 30."""
    try:
        return _READERS[form.kind](form.slots, anchor)
    except (ValueError, OverflowError):
        return None


def _timex(form: TimexForm, offset: int, words: Span, meaning: Meaning) -> Timex:
    period = meaning.period if meaning.period and meaning.period.precision else None
    start = offset + form.start
    return Timex(
        start_char=start,
        end_char=start + form.end - form.start,
        text=words.text[start - words.start_char :][: form.end - form.start],
        timex_type=meaning.timex_type,
        value=meaning.value,
        date_start=period.start if period else None,
        date_end=period.end if period else None,
        date_precision=period.precision if period else None,
        date_basis=meaning.basis,
    )
