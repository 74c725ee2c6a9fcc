"""What a reading of a time expression is made of: the anchor it is counted from, the meaning it gets, its word values.

The kinds of expressions are read by `days`, `periods` and `lengths`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flows.parse.data import load_data
from flows.parse.dates.amounts import parse_year_words
from flows.parse.dates.calendar_periods import Period, part_of

Slots = dict[str, str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative expressions are counted from: the publication, what the text spoke of last, the verb."""

    published_on: date | None
    narrated: Period | None
    beside: Period | None  # the day or month with its year that the same sentence gives
    direction: int  # 1 the future, -1 the past, 0 unknown
    quarter: Period | None = None  # the one that the text spoke of last

    @property
    def ahead(self) -> bool:
        """Whether the verb points to the future; news that does not say is of the past."""
        return self.direction > 0

    @property
    def day(self) -> date | None:
        """The day that partial dates are near to: that of a full date beside them, else the publication."""
        return self._full_date.end if self._full_date else self.published_on

    @property
    def side(self) -> int:
        """Where partial dates lie: on the verb's side of the publication, on either side of a full date beside them."""
        return 0 if self._full_date else self.direction

    @property
    def _full_date(self) -> Period | None:
        """The date beside; a past one tells nothing of what is to come: `born in May 1997, it will open on July 2`."""
        is_past = self.beside and self.published_on and self.beside.end < self.published_on
        return None if is_past and self.ahead else self.beside


@dataclass(frozen=True, slots=True)
class Meaning:
    """`period` is NULL for a value that is no stretch of the calendar (`P6M`, `PRESENT_REF`) or is not anchored.

    `within` is the calendar period that a length of time is known to lie in.
    """

    timex_type: str
    value: str | None = None
    period: Period | None = None
    basis: str | None = None
    within: Period | None = None


UNANCHORED = Meaning("DATE")


def word_value(source: str, word: str) -> Any:
    """What `data/dates.yml` says of a word of one of its lists."""
    return load_data("dates")["words"][source][word]


def explicit(period: Period, slots: Slots | None = None) -> Meaning:
    """A calendar period that the words alone give."""
    period = _part(period, slots or {})
    return Meaning("DATE", period.value, period, "explicit")


def relative(period: Period | None, slots: Slots | None = None) -> Meaning:
    """A calendar period that an anchor was needed for; NULL when there was none."""
    if period is None:
        return UNANCHORED
    return replace(explicit(period, slots), basis="relative")


def _part(period: Period, slots: Slots) -> Period:
    return part_of(period, word_value("part", slots["part"])) if "part" in slots else period


def year_in(slots: Slots) -> int | None:
    """The year that the slots name."""
    if "year" in slots or "year_end" in slots:
        return int(slots.get("year") or slots["year_end"])
    if "year_short" in slots:
        short = int(slots["year_short"])
        return short + (1900 if short > 50 else 2000)
    return parse_year_words(slots["year_word"]) if "year_word" in slots else None


def month_in(slots: Slots) -> int | None:
    """The month that the slots name, counted from 1."""
    for source in ("month", "month_short", "month_stop"):
        if source in slots:
            return int(word_value(source, slots[source]))
    return int(slots["month_number"]) if "month_number" in slots else None


def nearest(in_year: Callable[[int], Period], anchor: date, direction: int) -> Period:
    """The yearly recurring period nearest to `anchor` on the side of `direction`; one that holds it is nearest."""
    this = in_year(anchor.year)
    if this.start <= anchor <= this.end:
        return this
    after = this if this.start > anchor else in_year(anchor.year + 1)
    before = this if this.end < anchor else in_year(anchor.year - 1)
    if direction == 0:
        direction = 1 if after.start - anchor < anchor - before.end else -1
    return after if direction > 0 else before
