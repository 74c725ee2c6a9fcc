"""Years that the end of a range lends to its start: `between January and March 2020`. No meaning is read here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from flows.parse.dates.forms import TimexForm
from flows.parse.dates.meaning import month_in

_JOINED = re.compile(r"\s*(?:[-–—]|to|through|until|till|and|or)\s*", re.IGNORECASE)


def lend_years(forms: Sequence[TimexForm], text: str) -> Iterator[TimexForm]:
    """The forms of a sentence; a day or month joined to one that names its year is of that year or the one before."""
    for form, following in pairwise(forms):
        yield _with_year_of(following, form) if _is_joined(form, following, text) else form
    yield from forms[-1:]


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
