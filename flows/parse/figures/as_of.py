"""When a figure held: the time expression that governs it in its clause ("since 2021", "as of 2022", "in 2023")."""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile, zip_longest

from flows.parse.facts import Timex
from flows.parse.figures.numerals import find_numerals
from flows.parse.figures.other_times import clause_head, is_of_other
from flows.parse.figures.sentence import Sentence
from flows.parse.tokens import Span, Token

_PREPOSITION = re.compile(
    r"\b(?:as\s+of|as\s+at|(?:at|by|since|until|from)\s+the\s+(?:end|start|beginning|close)\s+of|(?:late|early|later|earlier)\s+in"
    r"|since|in|on|by|during|for|at|until|till|through|throughout|from|after|before|over|within)\s+(?:(?:the|about|around)\s+)?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(from|between)\s\Z", re.IGNORECASE)
_LINKS = {"from": " to ", "between": " and "}
_BARE_LINKS = ("-", "–", " to ", " through ")
_GOVERNS_NOUN = re.compile(r"as|since|by|until|till|before|after|at", re.IGNORECASE)  # "as of the 2020 census"
_ENDED = re.compile(  # "for the six months ended June 30", "in the quarter to March"
    r"(?:\b(?:for|in|during|over)\s)?\b(?:the|its|their)\s(?:(?:first|second|third|fourth|full|fiscal|latest)[\s-])*"
    r"(?:(?P<number>\w+)[\s-])?(?P<unit>year|half|quarter|month|week)s?(?:\speriod)?\s(?:that\s)?(?:ended|ending|to|through)\s(?:on\s)?\Z",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?:the|its|their)\s(?:\w+\s)*(?:year|half|quarter|month|week)s?", re.IGNORECASE)
_PERIOD_LINK = re.compile(r"\s(?:that\s)?(?:ended|ending|to|through)\s(?:on\s)?")
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_LONGEST_PERIOD = 60  # characters
_LONGEST_LEAD = 40
_FRONT_TOKENS = 5
_NEAREST = 6  # times on either side of an amount
_HIGHEST_CLIMB = 24
_Dated = tuple[Timex, Span, Token]  # with the verb of its clause


@dataclass(frozen=True, slots=True)
class AsOf:
    """Days from `start` to `end`, None where open or unknown; `text` has the words with their preposition."""

    start: date | None
    end: date | None
    text: str


class Times:
    """The time expressions of one sentence: which numbers they take, and which of them governs a figure."""

    def __init__(self, sentence: Sentence, timexes: Sequence[Timex]) -> None:
        """`timexes` of the sentence in order."""
        self._sentence = sentence
        self._moments = [t for t in timexes if t.timex_type in ("DATE", "TIME")]
        self._starts = [t.start_char for t in self._moments]
        saying = [t for t in timexes if t.timex_type in ("DATE", "TIME", "SET")]
        whole = [t for t, after in zip_longest(saying, saying[1:]) if after is None or not self._opens_period(t, after)]
        spans = ((t, _tokens(sentence, t)) for t in whole)
        self._dated = [(t, span, clause_head(span.root)) for t, span in spans if span is not None]

    def take(self, start_char: int, end_char: int) -> bool:
        """True when the number at these characters of the document belongs to a date or clock time."""
        return self._is_moment(start_char) or self._is_moment(end_char - 1)

    def _opens_period(self, timex: Timex, after: Timex) -> bool:
        """True for `the year` of "in the year to March": the other one tells the whole period."""
        text, offset = self._sentence.text, self._sentence.start_char
        link = text[timex.end_char - offset : after.start_char - offset]
        return _PERIOD.fullmatch(timex.text) is not None and _PERIOD_LINK.fullmatch(link) is not None

    def _is_moment(self, at: int) -> bool:
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self._moments[i].end_char

    def find_as_of(self, amount: Span, unit_type: str) -> AsOf | None:
        """The words that say when the amount held, and their days; what recurs is no time of a length."""
        near = [d for d in self._near(amount) if not (d[1].start < amount.end and amount.start < d[1].end)]
        if unit_type == "duration":
            near = [d for d in near if d[0].timex_type != "SET"]
        if near and (anchor := _anchor_of(amount)) is not None:
            near = [d for d in near if unit_type != "duration" and _is_behind_in(d[1], amount, anchor)]
        if not near:
            return None
        clause = clause_head(amount.root)
        near = [d for d in near if not self._is_of_other(amount, d)]
        governing = [d for d in near if d[2] == clause or _opens_since(d[2], clause)]
        if not governing and clause.dep_ in ("ccomp", "conj"):
            front = self._sentence.start + _FRONT_TOKENS
            governing = [d for d in near if d[1].start < front and d[2] == clause.head]
        if not governing:
            return None
        timex, span, _ = min(governing, key=lambda d: _distance(amount, d[1]))
        return self._phrase(timex, span, amount)

    def _is_of_other(self, amount: Span, dated: _Dated) -> bool:
        timex, span, _ = dated
        return is_of_other(self._sentence, amount, timex, span, self._both(timex) is not None)

    def _near(self, amount: Span) -> list[_Dated]:
        """The nearest times on either side, and the first: more cannot govern."""
        i = bisect_left(self._dated, amount.start, key=lambda d: d[1].start)
        return self._dated[:1] + self._dated[max(1, i - _NEAREST) : i + _NEAREST]

    def _phrase(self, timex: Timex, span: Span, amount: Span) -> AsOf:
        text, offset = self._sentence.text, self._sentence.start_char
        start, end = timex.start_char - offset, _end_char(span) - offset
        if (both := self._both(timex)) is not None:
            first, second = both
            start, end = first.start_char - offset, second.end_char - offset
            opening = _opening(text, start) or _PREPOSITION.search(text, max(0, start - _LONGEST_LEAD), start)
            return AsOf(first.date_start, second.date_end, text[opening.start() if opening else start : end])
        if (since := _since(span)) is not None and not _is_within(amount, since, span):
            return _interval(timex, "since", text[since.idx - offset : timex.end_char - offset])
        if period := _ENDED.search(text, max(0, start - _LONGEST_PERIOD), start):
            words = text[period.start() : timex.end_char - offset]
            return AsOf(_start_of(period, timex.date_end), timex.date_end, words)
        match = _PREPOSITION.search(text, max(0, start - _LONGEST_LEAD), start)
        if match is None or (end > timex.end_char - offset and not _GOVERNS_NOUN.match(match[0])):
            match, end = None, timex.end_char - offset  # "in third-quarter earnings": the `in` is of the earnings
        return _interval(timex, match[0].lower() if match else "", text[match.start() if match else start : end])

    def _both(self, timex: Timex) -> tuple[Timex, Timex] | None:
        """The two times of "from 2010 to 2015" and "between May and July", one of which is `timex`."""
        i = bisect_left(self._starts, timex.start_char)
        around = self._moments[max(0, i - 1) : i + 2]
        return next((two for two in pairwise(around) if timex in two and self._is_pair(*two)), None)

    def _is_pair(self, first: Timex, second: Timex) -> bool:
        text, offset = self._sentence.text, self._sentence.start_char
        link = text[first.end_char - offset : second.start_char - offset]
        opening = _opening(text, first.start_char - offset)
        if opening is not None:
            return link == _LINKS[opening[1].lower()]
        is_alike = first.date_precision == second.date_precision and first.date_precision in ("day", "month")
        is_next = link == " and " and _is_day_before(first.date_end, second.date_start)  # "for April and May"
        return is_alike and (link in _BARE_LINKS or is_next)  # "in January-March"


def _is_day_before(day: date | None, other: date | None) -> bool:
    return day is not None and day + timedelta(days=1) == other


def _start_of(period: re.Match[str], end: date | None) -> date | None:
    """First day of a period that ends on day `end`."""
    number = 1.0 if period["number"] is None else next((n.value for n in find_numerals(period["number"])), None)
    if end is None or number is None:
        return None
    behind = end + timedelta(days=1)
    if (months := _MONTHS.get(period["unit"].lower())) is None:
        return behind - timedelta(weeks=number)
    year, month = divmod(behind.year * 12 + behind.month - 1 - int(number * months), 12)
    return date(year, month + 1, min(behind.day, monthrange(year, month + 1)[1]))


def _is_within(amount: Span, since: Token, time: Span) -> bool:
    """True for the amount of the clause or phrase of `since` itself: "since it paid $5 in 2015 to two men"."""
    if amount.start < time.start:
        return since.i < amount.start
    ends = any(t.text in (",", ";") for t in time.doc[time.end : amount.start])
    return not ends and amount.start <= since.head.right_edge.i


def _opens_since(verb: Token, clause: Token) -> bool:
    """True for the verb of "since it opened in 2015 the firm has sold 300 cars"."""
    is_perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in clause.lefts)
    return is_perfect and verb.dep_ == "advcl" and verb.head == clause and _mark_since(verb) is not None


def _mark_since(verb: Token) -> Token | None:
    return next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "since"), None)


def _since(time: Span) -> Token | None:
    """`since` of "since its foundation in 2020 the firm has sold 300 cars", which the time of the event opens, and of
    "since it opened in 2020", "since hitting a record in 2020"."""
    clause = clause_head(time.root)
    if (mark := _mark_since(clause)) is not None:
        return mark
    above = takewhile(lambda token: token != clause, islice(time.root.ancestors, _HIGHEST_CLIMB))
    return next((t for t in islice(above, 1, None) if t.lower_ == "since" and t.dep_ == "prep"), None)


def _opening(text: str, start: int) -> re.Match[str] | None:
    return _OPENING.search(text, max(0, start - len("between ")), start)


def _anchor_of(amount: Span) -> Token | None:
    """`after` of an amount that is itself part of a time or its order: "this week, after a nine-month strike"."""
    for token in islice(amount.root.ancestors, 3):
        if token.dep_ == "prep" and token.lower_ in ("after", "before", "until", "following"):
            return token
    return None


def _is_behind_in(time: Span, amount: Span, anchor: Token) -> bool:
    """True for the time in what `anchor` opens, too: "rose 2%, after a 1% gain in March"."""
    return amount.end <= time.start <= anchor.right_edge.i


def _tokens(sentence: Sentence, timex: Timex) -> Span | None:
    span: Span | None = sentence.doc.char_span(timex.start_char, timex.end_char, alignment_mode="expand")
    return span


def _distance(amount: Span, span: Span) -> int:
    """Tokens between; a time behind the amount is nearer than one before it."""
    return span.start - amount.end if span.start >= amount.end else 3 + 2 * (amount.start - span.end)


def _end_char(span: Span) -> int:
    """End of the words: "as of the 2020 census" goes on to the noun that the year belongs to."""
    root = span.root
    if root.dep_ in ("nummod", "compound", "nmod") and span.end <= root.head.i < span.end + 3:
        return int(root.head.idx + len(root.head.text))
    return int(span.end_char)


def _interval(timex: Timex, preposition: str, text: str) -> AsOf:
    if re.match(r"since|after", preposition):
        return AsOf(timex.date_end if preposition.startswith("after") else timex.date_start, None, text)
    if re.match(r"until|till|before", preposition):
        return AsOf(None, timex.date_start if preposition.startswith("before") else timex.date_end, text)
    return AsOf(timex.date_start, timex.date_end, text)
