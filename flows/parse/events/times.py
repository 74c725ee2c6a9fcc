"""When an event happened: which of the article's time expressions governs its trigger. No calendar arithmetic here.

In order: an expression that hangs on the trigger; one that a coordinated verb, the verb above a nominal or a `during`
phrase brings; the only one of the sentence; that of the sentence before, when a pronoun goes on telling of its subject.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Span, Token

from flows.parse.events.triggers import Trigger
from flows.parse.facts import Quote, Timex
from flows.parse.verb_groups import auxiliaries, points_ahead

_SHARING = {"during", "in", "amid", "throughout", "at", "on", "after", "before", "since", "following", "over"}
_PRONOUNS = {"they", "he", "she", "it", "we"}
_RANGE_ENDS = {"from": ("to", "until", "through", "till"), "between": ("and",)}
_MAX_STEPS = 8


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


@dataclass(frozen=True, slots=True)
class _Placed:
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


def time_events(
    sentence: Span, triggers: Sequence[Trigger], timexes: Iterable[Timex], quoted: QuotedText
) -> dict[int, EventTime]:
    """Times of the sentence's events by the index of the trigger's head word."""
    placed = _place_all(sentence, [t for t in timexes if t.timex_type in ("DATE", "TIME")])
    by_head = {trigger.head.i: trigger for trigger in triggers}
    own = _attach(placed, by_head)
    times = {i: _event_time(p) for i, p in own.items() if i in by_head}
    for trigger in triggers:
        if trigger.head.i not in times:
            shared = _shared(trigger, own) or _only_one(trigger, placed, own, quoted)
            if shared is not None:
                times[trigger.head.i] = _event_time(shared)
    return times


def carry_over(sentence: Span, triggers: Sequence[Trigger], before: EventTime | None) -> dict[int, EventTime]:
    """The time told in the sentence before, for the events of a sentence without one whose subject is a pronoun."""
    if before is None or not before.is_dated:
        return {}
    root = sentence.root
    subjects = [child for child in root.children if child.dep_ in ("nsubj", "nsubjpass")]
    if root.tag_ != "VBD" or not subjects or subjects[0].lower_ not in _PRONOUNS:
        return {}
    return {t.head.i: before for t in triggers if t.is_verb and (t.head == root or _is_coordinated_with(t.head, root))}


def _is_coordinated_with(verb: Token, root: Token) -> bool:
    for _ in range(_MAX_STEPS):
        if verb == root:
            return True
        if verb.dep_ != "conj":
            return False
        verb = verb.head
    return False


def _place_all(sentence: Span, timexes: Sequence[Timex]) -> list[_Placed]:
    """The expressions with their words; of a range (`from 2010 to 2015`) the first stands for both."""
    placed: list[_Placed] = []
    for timex in timexes:
        span = sentence.doc.char_span(timex.start_char, timex.end_char, alignment_mode="expand")
        if span is None or _is_in_brackets(span):
            continue
        if placed and _is_range(placed[-1], span):
            placed[-1] = replace(placed[-1], until=timex)
        else:
            placed.append(_Placed(timex, span.root, span))
    return placed


def _is_in_brackets(words: Span) -> bool:
    """`Prime Minister Ito (2012-2020)`: the time of the name before it, not of what is told."""
    return words.start > 0 and "(" in (words.doc[words.start - 1].text, words.doc[max(0, words.start - 3)].text)


def _is_range(first: _Placed, second: Span) -> bool:
    """Whether only the word of a range stands between two expressions after `from` or `between`."""
    between = second.doc[first.words.end : second.start]
    opener = second.doc[first.words.start - 1].lower_ if first.words.start > 0 else ""
    return len(between) == 1 and between[0].lower_ in _RANGE_ENDS.get(opener, ())


def _attach(placed: Sequence[_Placed], by_head: dict[int, Trigger]) -> dict[int, _Placed]:
    """Each expression goes to the first trigger or verb above it; of several on one, the dated and nearest one wins."""
    own: dict[int, _Placed] = {}
    for expression in placed:
        holder = next((t for t in expression.root.ancestors if t.i in by_head or t.pos_ in ("VERB", "AUX")), None)
        if holder is None or not _fits(holder, expression):
            continue
        rival = own.get(holder.i)
        if rival is None or _rank(expression, holder) < _rank(rival, holder):
            own[holder.i] = expression
    return own


def _rank(expression: _Placed, holder: Token) -> tuple[bool, int]:
    return expression.timex.value is not None and expression.timex.date_start is None, abs(expression.root.i - holder.i)


def _fits(holder: Token, expression: _Placed) -> bool:
    """A plain past tense does not go with `since 2019`."""
    is_plain_past = holder.tag_ == "VBD" and holder.pos_ == "VERB" and not auxiliaries(holder)
    return not (is_plain_past and _preposition(expression.root) == "since")


def _preposition(root: Token) -> str:
    return root.head.lower_ if root.dep_ == "pobj" else ""


def _shared(trigger: Trigger, own: dict[int, _Placed]) -> _Placed | None:
    """That of a verb which the trigger is coordinated with or an argument of, or of a `during` phrase below it."""
    for preposition in (c for c in trigger.head.children if c.dep_ == "prep" and c.lower_ in _SHARING):
        for noun in preposition.children:
            if noun.i in own:
                return own[noun.i]
    current = trigger.head
    for _ in range(_MAX_STEPS):
        if current.dep_ not in _passable(trigger):
            return None
        current = current.head
        if current.i in own:
            return own[current.i] if _fits(trigger.head, own[current.i]) and _same_direction(trigger, current) else None
    return None


def _passable(trigger: Trigger) -> set[str]:
    if trigger.is_verb:
        return {"conj"} if trigger.head.tag_ != "VBG" else {"conj", "advcl"}
    return {"dobj", "nsubj", "nsubjpass", "pobj", "prep", "conj", "agent", "attr"}


def _same_direction(trigger: Trigger, verb: Token) -> bool:
    return not trigger.is_verb or points_ahead(trigger.head) == points_ahead(verb)


def _only_one(
    trigger: Trigger, placed: Sequence[_Placed], own: dict[int, _Placed], quoted: QuotedText
) -> _Placed | None:
    """The single expression of a sentence, where the parse hung it on no verb; not across a quotation mark."""
    if len(placed) != 1 or own or not _fits(trigger.head, placed[0]):
        return None
    return placed[0] if quoted.holds(trigger.head.idx) == quoted.holds(placed[0].root.idx) else None


def speaks_at_publication(trigger: Trigger, quoted: QuotedText) -> bool:
    """News tells in the present what was said when it went out: `the union says`. A past `said` may be days old."""
    verb = trigger.head
    if trigger.event_type not in ("say", "announce") or verb.tag_ not in ("VBZ", "VBP") or auxiliaries(verb):
        return False
    return verb.dep_ in ("ROOT", "conj", "parataxis") and not quoted.holds(verb.idx)


def _event_time(expression: _Placed) -> EventTime:
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
