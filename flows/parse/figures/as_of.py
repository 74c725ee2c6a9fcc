"""When a figure held: the time expression that governs it in its clause ("since 2021", "as of 2022", "in 2023")."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise, takewhile

from flows.parse.data import load_data
from flows.parse.facts import Timex
from flows.parse.figures.bounds import is_change
from flows.parse.figures.ranges import follows_change
from flows.parse.figures.sentence import Sentence
from flows.parse.tokens import Span, Token

_PREPOSITION = re.compile(
    r"\b(?:as\s+of|as\s+at|(?:at|by|since|until|from)\s+the\s+(?:end|start|beginning|close)\s+of|(?:late|early|later|earlier)\s+in"
    r"|since|in|on|by|during|for|at|until|till|through|throughout|from|after|before|over|within)\s+(?:(?:the|about|around)\s+)?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(from|between)\s\Z", re.IGNORECASE)
_LINKS = {"from": " to ", "between": " and "}
_GOVERNS_NOUN = re.compile(r"as|since|by|until|till|before|after|at", re.IGNORECASE)  # "as of the 2020 census"
_FILLERS = r"(?:(?!(?:at|by|for|from|in|of|on|to|with)\s)[a-z]+\s){0,3}"
_SET_AGAINST = rf"\b(?P<link>from|compared\s(?:with|to)|against|versus|(?:higher|lower)\sthan)\s{_FILLERS}"
_SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
_AGAINST = re.compile(rf"{_SET_AGAINST}(?:\S{{0,3}}\d|{_SMALL})")
_FROM_SUM = re.compile(r",\sfrom\s[A-Z]{0,2}[$€£¥]")  # "earned $9 million, from $8 million a year earlier"
_FORMER = re.compile(rf"{_SET_AGAINST}\Z")
_IN_OTHER_WORDS = re.compile(r",\sor\s(?:[a-z]+\s){0,2}\S*\d")  # "$9 million, or 70 cents a share"
_TO_BASE = re.compile(  # "rose 5% from a year earlier", "higher than in the same month of 2019"
    r"\b(?P<link>from|over|on|than|versus|against|compared\s(?:with|to)|relative\sto)\s(?:(?:in|at|during)\s)?"
    r"(?:(?:the|this)\s)?(?:(?:same|corresponding|comparable)\s)?(?:(?:period|quarter|month|time|week|day|point)\s)?"
    r"(?:(?:of|in|a)\s)?\Z"
)
_FORMER_PERIOD = re.compile(r"\A(?:a|last|previous)\s(?:year|quarter|month|week)|\b(?:ago|earlier|before)\Z")
_TO_COME = re.compile(r"\b(?:will|would|shall|should|to)\s(?:be\s)?[a-z]+\s[^,;]*\Z")
_ASIDES = frozenset({"after", "before", "following", "despite", "amid"})
_LONGEST_LEAD = 40  # characters
_FRONT_TOKENS = 5
_NEAREST = 6  # times on either side of an amount
_HIGHEST_CLIMB = 24
_APART = ("appos", "npadvmod", "dep")
_OF_NOUN = ("amod", "compound", "nmod", "nummod", "poss", "npadvmod")
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
        spans = ((t, _tokens(sentence, t)) for t in timexes if t.timex_type in ("DATE", "TIME", "SET"))
        self._dated = [(t, span, clause_head(span.root)) for t, span in spans if span is not None]

    def take(self, start_char: int, end_char: int) -> bool:
        """True when the number at these characters of the document belongs to a date or clock time."""
        return self._is_moment(start_char) or self._is_moment(end_char - 1)

    def _is_moment(self, at: int) -> bool:
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self._moments[i].end_char

    def find_as_of(self, amount: Span, unit_type: str) -> AsOf | None:
        """The words that say when the amount held, and their days; what recurs is no time of a length."""
        near = [d for d in self._near(amount) if not (d[1].start < amount.end and amount.start < d[1].end)]
        if unit_type == "duration":
            near = [d for d in near if d[0].timex_type != "SET"]
        if not near or _is_anchored(amount):
            return None
        clause = clause_head(amount.root)
        near = [d for d in near if not (self._is_of_other_amount(amount, d[1]) or self._is_of_other_thing(amount, d))]
        governing = [d for d in near if d[2] == clause or _opens_since(d[2], clause)]
        if not governing and clause.dep_ in ("ccomp", "conj"):
            front = self._sentence.start + _FRONT_TOKENS
            governing = [d for d in near if d[1].start < front and d[2] == clause.head]
        if not governing:
            return None
        timex, span, _ = min(governing, key=lambda d: _distance(amount, d[1]))
        return self._phrase(timex, span, amount)

    def _is_of_other_amount(self, amount: Span, time: Span) -> bool:
        """True for the time of what an amount is set against: "$9, up from $8 in 1988", "in May rose to $9 from $8"."""
        text, offset = self._sentence.text, self._sentence.start_char
        start, end = amount.start_char - offset, amount.end_char - offset
        if time.start >= amount.end:
            stop = time.start_char - offset
            against = _AGAINST.search(text, end, stop)
            is_apart = _is_former(text, start) and _has_number(text[end:stop])
            return is_apart or (against is not None and _sets_against(text, against))
        return _is_former(text, start)

    def _is_of_other_thing(self, amount: Span, dated: _Dated) -> bool:
        timex, span, _ = dated
        if span.root.dep_ == "poss" and amount.start <= span.root.head.i < amount.end:  # "February’s 9 million"
            return False
        between = span.doc[span.end : amount.start]
        is_front = span.start < self._sentence.start + _FRONT_TOKENS
        if timex.timex_type == "SET" and not is_front and any(t.text == "," for t in between):
            return True  # "sells milk daily, feeding 9 towns"
        is_aside = _is_in_aside(span) or _is_of_other_change(amount, span)
        return is_aside or _is_of_object(amount, dated) or self._is_base(timex, span)

    def _is_base(self, timex: Timex, time: Span) -> bool:
        """True for the time that a change is set against: "rose 5% from a year earlier", "20% below 1990 levels"."""
        if time.root.head.lemma_ == "level" and time.root.dep_ in _OF_NOUN:
            return True
        text, start = self._sentence.text, timex.start_char - self._sentence.start_char
        match = _TO_BASE.search(text, max(0, start - _LONGEST_LEAD), start)
        if match is None or match["link"] not in ("from", "over", "on"):
            return match is not None
        if match["link"] != "from" and not _FORMER_PERIOD.search(timex.text):  # "over the year", "on Monday"
            return False
        is_start = _TO_COME.search(text, 0, match.start()) is not None
        return not is_start and self._both(timex) is None and _is_of_change(time.root)

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
            opening = _opening(text, start)
            return AsOf(first.date_start, second.date_end, text[opening.start() if opening else start : end])
        if (since := _since(span)) is not None and not _is_within(amount, since, span):
            return _interval(timex, "since", text[since.idx - offset : timex.end_char - offset])
        match = _PREPOSITION.search(text, max(0, start - 40), start)
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
        return opening is not None and link == _LINKS[opening[1].lower()]


def _is_of_object(amount: Span, dated: _Dated) -> bool:
    """True for the day of another thing than the amount: "condemned Friday's test as a breach of five resolutions"."""
    timex, span, _ = dated
    noun = span.root.head
    is_inside = span.root.dep_ in _OF_NOUN and noun.pos_ == "NOUN"
    is_moment = timex.timex_type == "TIME" or timex.date_precision in ("day", "time")
    return is_inside and is_moment and noun.dep_ == "dobj" and noun not in islice(amount.root.ancestors, _HIGHEST_CLIMB)


def _is_within(amount: Span, since: Token, time: Span) -> bool:
    """True for the amount of the clause or phrase of `since` itself: "since it paid $5 in 2015 to two men"."""
    if amount.start < time.start:
        return since.i < amount.start
    ends = any(t.text in (",", ";") for t in time.doc[time.end : amount.start])
    return not ends and amount.start <= since.head.right_edge.i


def _is_in_aside(time: Span) -> bool:
    """True for the time of a thing that came before or after: "after the boom of the 1980s it was left with $3"."""
    verb = clause_head(time.root)
    within = takewhile(lambda token: token != verb, time.root.head.ancestors)
    return time.root.head.lower_ == "of" and any(t.lower_ in _ASIDES and t.dep_ == "prep" for t in within)


def _is_of_other_change(amount: Span, time: Span) -> bool:
    """True for the time of a change that the amount is not of: "70% are poor, an increase since the 1960s"."""
    noun = time.root.head.head if time.root.dep_ == "pobj" else time.root.head
    is_noun = noun.pos_ == "NOUN" and is_change(noun)
    return is_noun and not noun.left_edge.i <= amount.start <= noun.right_edge.i and noun.dep_ in _APART


def _is_of_change(time: Token) -> bool:
    """True for the time of "fell 5% from May", "a fall from May" and "is up 5% from May"."""
    verb = clause_head(time)
    above = list(takewhile(lambda token: token != verb, time.ancestors))
    ways = {*load_data("trends")["up"]["adverbs"], *load_data("trends")["down"]["adverbs"]}
    return any(is_change(token) or token.lower_ in ways for token in (*above, verb, *verb.rights))


def _opens_since(verb: Token, clause: Token) -> bool:
    """True for the verb of "since it opened in 2015 the firm has sold 300 cars"."""
    is_perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in clause.lefts)
    return is_perfect and verb.dep_ == "advcl" and verb.head == clause and _mark_since(verb) is not None


def _mark_since(verb: Token) -> Token | None:
    return next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "since"), None)


def _since(time: Span) -> Token | None:
    """`since` of "since its foundation in 2020 the firm has sold 300 cars", which the time of the event opens, and of
    "since it opened in 2020"."""
    if (mark := _mark_since(clause_head(time.root))) is not None:
        return mark
    event = time.root.head.head if time.root.dep_ == "pobj" else None
    is_of_event = event is not None and event.dep_ == "pobj" and event.head.lower_ == "since"
    return event.head if event is not None and is_of_event else None


def _is_former(text: str, start: int) -> bool:
    """True for an amount behind `from` or `against`."""
    former = _FORMER.search(text, max(0, start - _LONGEST_LEAD), start)
    return former is not None and _sets_against(text, former)


def _sets_against(text: str, match: re.Match[str]) -> bool:
    """False for the `from` of "fans from 134 countries"."""
    if match["link"] != "from" or _FROM_SUM.match(text, match.start() - 2):
        return True
    return follows_change(text, match.start(), past_amounts=True)


def _has_number(text: str) -> bool:
    return any(map(str.isdigit, _IN_OTHER_WORDS.sub("", text)))


def _opening(text: str, start: int) -> re.Match[str] | None:
    return _OPENING.search(text, max(0, start - len("between ")), start)


def _is_anchored(amount: Span) -> bool:
    """True for an amount that is itself part of a time or its order: "this week, after a nine-month strike"."""
    return any(
        token.dep_ == "prep" and token.lower_ in ("after", "before", "until", "following")
        for token in islice(amount.root.ancestors, 3)
    )


def _tokens(sentence: Sentence, timex: Timex) -> Span | None:
    span: Span | None = sentence.doc.char_span(timex.start_char, timex.end_char, alignment_mode="expand")
    return span


def clause_head(token: Token) -> Token:
    """Verb of the finite clause that `token` stands in; participles and infinitives belong to the clause above."""
    for _ in range(_HIGHEST_CLIMB):
        if token.head == token:
            break
        is_predicate = token.pos_ in ("VERB", "AUX") and token.dep_ not in (
            "aux",
            "auxpass",
            "amod",
            "compound",
            "xcomp",
        )
        if is_predicate and any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children):
            return token
        token = token.head
    return token


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
