"""Figures: the quantities an article states, as intervals about counted or measured things at a time.

Text gives number, unit and range (`quantities`, `money`, `ranges`), the words around them bound and trend (`bounds`,
`trends`), the parse what is counted (`settling`, `counted`, `measured`), when it held (`as_of`) and who says so
(`stated_by`).
Some of it comes from the figure before (`neighbours`). Ranks and the numbers of results are found on their own.
No figures: dates and clock times, names, codes, scores of nobody, ordinals that state no rank, turns of speech.

Decisions: a range has bound `between`, its ends as `value_low` and `value_high` and, as `value`, the end said first. A
move "fell from 36 to 34" claims no interval: its ends are two figures, each with its own time, and the second has the
`trend`. "3 hours 20 minutes" is one figure in the smaller unit. "Hundreds" is a range, too, of one to ten hundred
(beyond, one says "thousands"), with `value` 200, the least plural. `trend` stands on the amount of a change and on the
level that a verb of change leads to; a change that is itself counted ("a 5% pay rise") needs none. An age has the unit
`year of age`. A fraction ("two-thirds") is its decimal value with no unit, but "half a mile" is 0.5 miles. A price per
thing has the unit `USD per barrel`. A conversion in brackets inherits bound and thing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from flows.parse.facts import Figure, Mention, Quote, Reading, Timex
from flows.parse.figures.ages import is_of_article
from flows.parse.figures.as_of import Times
from flows.parse.figures.bounds import bound_interval, find_bound
from flows.parse.figures.continued import find_continued
from flows.parse.figures.counts import is_setting
from flows.parse.figures.ellipsis import find_ellipsis
from flows.parse.figures.home_currency import settle_currency
from flows.parse.figures.neighbours import Stated, carry_over, part_of, share_unit
from flows.parse.figures.noun_phrases import QUOTATION_MARKS
from flows.parse.figures.quantities import find_quantities
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.ranks import find_ranks
from flows.parse.figures.respective import share_out
from flows.parse.figures.results import find_results
from flows.parse.figures.sentence import Sentence
from flows.parse.figures.settling import settle_quantity
from flows.parse.figures.stated_by import Staters, index_mentions
from flows.parse.figures.trends import find_trend
from flows.parse.tokens import Span

_MARKS = re.compile(f"[{''.join(sorted(QUOTATION_MARKS))}]")
_Spanned = TypeVar("_Spanned", Quote, Timex)


def find_figures(
    reading: Reading, timexes: Sequence[Timex], quotes: Sequence[Quote], mentions: Sequence[Mention] = ()
) -> list[Figure]:
    """Figures of the sentences that may be mined, in order. `timexes` date them, `quotes` and `mentions` say who states
    them."""
    figures: list[Figure] = []
    whole: Figure | None = None
    ordered = sorted(timexes, key=lambda t: t.start_char)
    quoted = sorted(quotes, key=lambda q: q.start_char)
    mentioned = index_mentions(reading.doc, mentions)
    for span in reading.sentences():
        sentence = Sentence.of(span)
        found: list[Figure] = []
        if stated := share_out(list(_figures_of(sentence, _touching(ordered, span)))):
            staters = Staters(sentence, _touching(quoted, span), mentioned)
            found = [replace(s.figure, stated_by_key=staters.find(s.settled.amount.root)) for s in stated]
            found = [found[0] if whole is None else part_of(whole, found[0]), *found[1:]]
        whole = next((f for f in found if f.unit_type == "count" and f.unit), None)
        figures += sorted((*found, *find_ranks(sentence)), key=lambda f: f.start_char)
    return [settle_currency(figure, reading.article.country, reading.article.text) for figure in figures]


def _touching(facts: Sequence[_Spanned], sentence: Span) -> Sequence[_Spanned]:
    """Those of `facts`, in order and apart from each other, that share characters with the sentence."""
    first = bisect_right(facts, sentence.start_char, key=lambda f: f.start_char) - 1
    last = bisect_left(facts, sentence.end_char, key=lambda f: f.start_char)
    return [f for f in facts[max(0, first) : last] if f.end_char > sentence.start_char]


def _figures_of(sentence: Sentence, timexes: Sequence[Timex]) -> Iterator[Stated]:
    previous: Stated | None = None
    twins: dict[str, Stated] = {}
    results = find_results(sentence)
    ends = [result.end for result in results]
    quantities = [q for q in find_quantities(sentence.text) if q.number_end not in ends]
    times = Times(sentence, timexes if quantities or results else ())
    yield from (Stated(_build(sentence, result, times), result) for result in results)
    for quantity in quantities:
        if previous and quantity.start < previous.settled.end and not _is_bracketed(sentence.text, quantity):
            continue  # inside of what the last one counts: "two 777 jets"
        offset = sentence.start_char
        is_date = times.take(offset + quantity.number_start, offset + quantity.number_end)
        if is_date:
            continue
        settled = (previous and _continue(sentence, previous, quantity)) or settle_quantity(sentence, quantity)
        if settled is None:
            continue
        stated = Stated(_build(sentence, settled, times), settled, count=_count_told_of(previous, settled))
        stated = carry_over(sentence.text, previous, stated) if previous else stated
        previous = share_unit(sentence.text, twins, stated)
        yield previous


def _count_told_of(previous: Stated | None, settled: Settled) -> Settled | None:
    """The count that what follows may go on telling of: this one, unless it only says how or where the one before is
    ("four times the 300 needed", "23 goals in 20 matches")."""
    before = previous.count if previous else None
    is_own = settled.unit_type == "count" and not (before and (settled.unit == "time" or is_setting(settled)))
    return settled if is_own else before


def _continue(sentence: Sentence, previous: Stated, quantity: Quantity) -> Settled | None:
    """What `quantity` states that leaves out what the one before it has said."""
    ellipsis = find_ellipsis(sentence, previous.settled, quantity)
    return ellipsis or find_continued(sentence, previous.settled, previous.count, quantity)


def _is_bracketed(text: str, quantity: Quantity) -> bool:
    return text.endswith("(", 0, quantity.start)


def _past_mark(text: str, start: int, end: int) -> int:
    """`end`, or behind the mark that closes there: "20 “premier members”"."""
    is_open = _MARKS.search(text, start, end) is not None
    return end + 1 if is_open and _MARKS.match(text, end) else end


def _build(sentence: Sentence, settled: Settled, times: Times) -> Figure:
    text, offset, quantity = sentence.text, sentence.start_char, settled.quantity
    bound, inner_start, end = "exact", quantity.start, settled.end
    trend = None
    if quantity.kind != "result":
        bound, inner_start, end = find_bound(sentence, quantity, settled.end)
        trend = find_trend(sentence, inner_start, quantity, settled.amount.root)
    low, high = bound_interval(bound, quantity)
    is_dated = settled.unit != "year of age" or not is_of_article(settled.amount)
    as_of = times.find_as_of(settled.amount, settled.unit_type) if is_dated else None
    start, end = offset + inner_start, offset + _past_mark(text, inner_start, max(end, settled.end))
    return Figure(
        start,
        end,
        text[start - offset : end - offset],
        quantity.value,
        bound,
        settled.unit_type,
        value_low=low,
        value_high=high,
        trend=trend,
        unit=settled.unit,
        counted=_MARKS.sub("", " ".join(settled.counted.text.split())) if settled.counted else None,
        as_of_start=as_of.start if as_of else None,
        as_of_end=as_of.end if as_of else None,
        as_of_text=as_of.text if as_of else None,
        sentence=text.strip(),
    )
