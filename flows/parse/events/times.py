"""Which time expression of a sentence hangs on which event, and the days that it gives. No calendar arithmetic here.

What events without an expression of their own take over from others is for `sharing`.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from flows.parse.events.taxonomy import noun_type
from flows.parse.facts import Quote, Timex
from flows.parse.tokens import Span, Token
from flows.parse.verb_groups import auxiliaries, is_ahead_word, is_infinitive

_MAX_STEPS = 30  # words above each other
_OF_THING = ("compound", "nummod", "amod", "nmod", "poss")
_LONG = ("year", "decade")
_OF_FIGURES = ("change", "business")  # types of what figures do
_RANGE_ENDS = {"from": ("to", "until", "through", "till"), "between": ("and",)}


@dataclass(frozen=True, slots=True)
class EventTime:
    """The governing expression and the days it gives the event; an open end is NULL."""

    timex: Timex
    date_start: date | None
    date_end: date | None
    until: Timex | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the expression was anchored to the calendar."""
        return self.date_start is not None

    @property
    def is_present(self) -> bool:
        """Whether it is the present, as `now` says."""
        return self.timex.value == "PRESENT_REF"

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.date_start is not None and self.date_start == self.date_end


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression, the word of the sentence that stands for it, and the end of the range that it opens."""

    timex: Timex
    root: Token
    words: Span
    until: Timex | None = None


class QuotedText:
    """Which offsets of an article stand inside direct quotations."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._bounds = sorted((quote.start_char, quote.end_char) for quote in quotes)

    def holds(self, offset: int) -> bool:
        """Whether `offset` is inside a quotation."""
        i = bisect_right(self._bounds, (offset, sys.maxsize)) - 1
        return i >= 0 and offset < self._bounds[i][1]


def place_all(sentence: Span, timexes: Sequence[Timex]) -> list[Placed]:
    """The expressions with their words; of a range (`from 2010 to 2015`) the first stands for both."""
    placed: list[Placed] = []
    for timex in timexes:
        span = sentence.doc.char_span(timex.start_char, timex.end_char, alignment_mode="expand")
        if span is None or _is_in_brackets(span):
            continue
        if placed and _is_range(placed[-1], span):
            placed[-1] = replace(placed[-1], until=timex)
        else:
            placed.append(Placed(timex, span.root, span))
    return placed


def _is_in_brackets(words: Span) -> bool:
    """`Prime Minister Ito (2012-2020)`: the time of the name before it, not of what is told."""
    return words.start > 0 and "(" in (words.doc[words.start - 1].text, words.doc[max(0, words.start - 3)].text)


def is_of_thing(expression: Placed, heads: Collection[int]) -> bool:
    """Whether it is the year of a thing of which something is told: `the 1999 champion resigned`.

    Not of an event, nor of a figure that moved in that time: `its 2019 profit fell`.
    """
    word, noun, timex = expression.root, expression.root.head, expression.timex
    if noun.lower_ == "of" and noun.head.pos_ == "PROPN" and noun.head.i not in heads:
        return timex.date_precision in _LONG  # `the Clean Air Act of 1970`
    if timex.date_precision not in _LONG or timex.date_basis != "explicit" or noun.head.lower_ == "of":
        return False
    if word.dep_ not in _OF_THING or noun.pos_ not in ("NOUN", "PROPN") or noun.i in heads:
        return False
    if expression.words.start > 0 and expression.words[0].nbor(-1).pos_ == "ADP":
        return False  # `in 1991 Ito was born`
    verb = _holder(noun, heads)
    return verb is None or noun_type(verb.lemma_) not in _OF_FIGURES


def _is_range(first: Placed, second: Span) -> bool:
    """Whether only the word of a range stands between two expressions after `from` or `between`."""
    between = second.doc[first.words.end : second.start]
    opener = second.doc[first.words.start - 1].lower_ if first.words.start > 0 else ""
    return len(between) == 1 and between[0].lower_ in _RANGE_ENDS.get(opener, ())


def attach(placed: Sequence[Placed], heads: Collection[int]) -> dict[int, Placed]:
    """Each expression goes to the first trigger or verb above it; of several on one, the dated and nearest one wins."""
    own: dict[int, Placed] = {}
    for expression in placed:
        described = _when_clause(expression)
        if described is not None:
            own[described.i] = expression
        holder = _holder(expression.root, heads)
        if holder is None or not fits(holder, expression):
            continue
        holder = _told_of(_foreseen(holder), expression)
        rival = own.get(holder.i)
        if rival is None or _rank(expression, holder) < _rank(rival, holder):
            own[holder.i] = expression
    return own


def _when_clause(expression: Placed) -> Token | None:
    """The verb of `in 1968, when tanks rolled in`."""
    following = expression.words.doc[expression.words.end : expression.words.end + 2]
    when = next((token for token in following if not token.is_punct), None)
    is_when = when is not None and when.lower_ == "when" and when.head.pos_ == "VERB"
    return when.head if when is not None and is_when and when.head.i > when.i else None


def _holder(word: Token, heads: Collection[int]) -> Token | None:
    above = islice(word.ancestors, _MAX_STEPS)
    return next((token for token in above if token.i in heads or token.pos_ in ("VERB", "AUX")), None)


def _foreseen(holder: Token) -> Token:
    """`On Tuesday she plans to speak`: the time is that of the speech."""
    if holder.tag_ == "VBD" or not is_ahead_word(holder):
        return holder
    return next((child for child in holder.children if child.dep_ == "xcomp" and child.tag_ == "VB"), holder)


def _told_of(holder: Token, expression: Placed) -> Token:
    """`extended their bids to buy the mill Friday`: a day told after a mere purpose is that of what was done."""
    head = holder.head
    is_purpose = holder.dep_ in ("acl", "advcl") and is_infinitive(holder) and expression.timex.date_precision == "day"
    above = head if head.pos_ == "VERB" else head.head
    is_done = above.tag_ == "VBD" and above.pos_ == "VERB" and not is_ahead_word(head)
    return above if is_purpose and is_done and expression.root.dep_ == "npadvmod" else holder


def _rank(expression: Placed, holder: Token) -> tuple[bool, int]:
    return expression.timex.value is not None and expression.timex.date_start is None, abs(expression.root.i - holder.i)


def fits(holder: Token, expression: Placed) -> bool:
    """A plain past tense does not go with `since 2019`."""
    is_plain_past = holder.tag_ == "VBD" and holder.pos_ == "VERB" and not auxiliaries(holder)
    return not (is_plain_past and _preposition(expression.root) == "since")


def _preposition(root: Token) -> str:
    return root.head.lower_ if root.dep_ == "pobj" else ""


def event_time(expression: Placed) -> EventTime:
    """The days that an expression gives an event: open to the end after `since`, up to the end of a range."""
    timex = expression.timex
    if _preposition(expression.root) == "since":
        return EventTime(timex, timex.date_start, None)
    end = expression.until.date_end if expression.until else None
    if timex.date_start and end and timex.date_start <= end:
        return EventTime(timex, timex.date_start, end, expression.until)
    return EventTime(timex, timex.date_start, timex.date_end)


def timexes_in(sentence: Span, timexes: Sequence[Timex], starts: Sequence[int]) -> Sequence[Timex]:
    """The expressions inside a sentence; `starts` are the sorted offsets of `timexes`."""
    return timexes[bisect_left(starts, sentence.start_char) : bisect_left(starts, sentence.end_char)]
