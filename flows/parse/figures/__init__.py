"""Figures: the quantities an article states, as intervals about counted or measured things at a time.

Text gives number, unit and range (`quantities`), the words around them bound and trend (`bounds`), the parse what is
counted (`settling`, `counted`) and when it held (`as_of`). A vague plural ("dozens") is the least number it claims.
No figures: dates and clock times, names, codes, results of games, ordinals that state no rank, turns of speech.

Decisions: a range has bound `between`, its ends as `value_low` and `value_high` and, as `value`, the end said first; a
move "from 36 to 34" is such a range. An age has the unit `year of age`. A fraction ("two-thirds") is its decimal value
with no unit. A price per thing has the unit `USD per barrel`. A conversion in brackets inherits bound and thing.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.parse.facts import Figure, Mention, Quote, Reading, Timex
from flows.parse.figures.as_of import find_as_of
from flows.parse.figures.bounds import bound_interval, find_bound, find_trend
from flows.parse.figures.neighbours import Stated, carry_over
from flows.parse.figures.quantities import find_quantities
from flows.parse.figures.quantity import Quantity
from flows.parse.figures.ranks import find_ranks
from flows.parse.figures.sentence import Sentence
from flows.parse.figures.settling import Settled, settle_quantity
from flows.parse.figures.stated_by import find_stater, index_mentions


def find_figures(
    reading: Reading, timexes: Sequence[Timex], quotes: Sequence[Quote], mentions: Sequence[Mention] = ()
) -> list[Figure]:
    """Figures of the sentences that may be mined, in order. `timexes` date them, `quotes` and `mentions` say who states
    them."""
    figures: list[Figure] = []
    ordered = sorted(timexes, key=lambda t: t.start_char)
    starts = [t.start_char for t in ordered]
    mentioned = index_mentions(reading.doc, mentions)
    for span in reading.sentences():
        sentence = Sentence.of(span)
        first, last = bisect_left(starts, span.start_char), bisect_left(starts, span.end_char)
        stated = list(_figures_of(sentence, ordered[first:last]))
        found = [replace(s.figure, stated_by_key=find_stater(s.settled.amount.root, quotes, mentioned)) for s in stated]
        figures += sorted((*found, *find_ranks(sentence)), key=lambda f: f.start_char)
    return figures


def _figures_of(sentence: Sentence, timexes: Sequence[Timex]) -> Iterator[Stated]:
    previous: Stated | None = None
    for quantity in find_quantities(sentence.text):
        if previous and quantity.start < previous.settled.end:  # inside of what the last one counts: "two 777 jets"
            continue
        settled = None if _is_date(sentence, quantity, timexes) else settle_quantity(sentence, quantity)
        if settled is None:
            continue
        stated = Stated(_build(sentence, settled, timexes), settled)
        previous = carry_over(sentence.text, previous, stated) if previous else stated
        yield previous


def _is_date(sentence: Sentence, quantity: Quantity, timexes: Sequence[Timex]) -> bool:
    """True when the number belongs to a calendar date or clock time; lengths of time are figures."""
    first, last = sentence.start_char + quantity.number_start, sentence.start_char + quantity.number_end - 1
    dates = [t for t in timexes if t.timex_type in ("DATE", "TIME")]
    return any(t.start_char <= first < t.end_char or t.start_char <= last < t.end_char for t in dates)


def _build(sentence: Sentence, settled: Settled, timexes: Sequence[Timex]) -> Figure:
    text, offset, quantity = sentence.text, sentence.start_char, settled.quantity
    bound, inner_start, end = find_bound(sentence, quantity, settled.end)
    low, high = bound_interval(bound, quantity)
    as_of = find_as_of(sentence, settled.amount, timexes)
    start, end = offset + inner_start, offset + max(end, settled.end)
    return Figure(
        start,
        end,
        text[start - offset : end - offset],
        quantity.value,
        bound,
        settled.unit_type,
        value_low=low,
        value_high=high,
        trend=find_trend(sentence, inner_start, quantity, settled.amount.root),
        unit=settled.unit,
        counted=settled.counted.text if settled.counted else None,
        as_of_start=as_of.start if as_of else None,
        as_of_end=as_of.end if as_of else None,
        as_of_text=as_of.text if as_of else None,
        sentence=text.strip(),
    )
