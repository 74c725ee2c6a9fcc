"""When a figure held: the time expression that governs it in its clause ("since 2021", "as of 2022", "in 2023")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from spacy.tokens import Span, Token

from flows.parse.facts import Timex
from flows.parse.figures.sentence import Sentence

_PREPOSITION = re.compile(
    r"\b(?:as\s+of|as\s+at|(?:at|by|since|until|from)\s+the\s+(?:end|start|beginning|close)\s+of|(?:late|early|later|earlier)\s+in"
    r"|since|in|on|by|during|for|at|until|till|through|throughout|from|after|before|over|within)\s+(?:(?:the|about|around)\s+)?$",
    re.IGNORECASE,
)
_FRONT_TOKENS = 5


@dataclass(frozen=True, slots=True)
class AsOf:
    """Days from `start` to `end`, None where open or unknown; `text` has the words with their preposition."""

    start: date | None
    end: date | None
    text: str


def find_as_of(sentence: Sentence, amount: Span, timexes: Sequence[Timex]) -> AsOf | None:
    """The governing one of `timexes` (those of the amount's sentence), or None."""
    dated = [
        (t, span) for t in timexes if t.timex_type in ("DATE", "TIME", "SET") and (span := _span(amount, t)) is not None
    ]
    if not dated or _is_anchored(amount):
        return None
    clause = clause_head(amount.root)
    same = [(t, span) for t, span in dated if clause_head(span.root) == clause]
    if not same:
        same = [
            (t, span)
            for t, span in dated
            if span.start - sentence.start < _FRONT_TOKENS and clause.dep_ in ("ccomp", "conj") and clause_head(span.root) == clause.head
        ]
    if not same:
        return None
    timex, span = min(same, key=lambda pair: _distance(amount, pair[1]))
    start = timex.start_char - sentence.start_char
    match = _PREPOSITION.search(sentence.text[max(0, start - 40) : start])
    end = _end_char(span, bool(match)) - sentence.start_char
    words = sentence.text[start - (len(match[0]) if match else 0) : end]
    return _interval(timex, match[0].lower() if match else "", words)


def _is_anchored(amount: Span) -> bool:
    """True for an amount that is itself part of a time or its order: "this week, after a nine-month strike"."""
    return any(
        token.dep_ == "prep" and token.lower_ in ("after", "before", "until", "following")
        for token in islice(amount.root.ancestors, 3)
    )


def _span(amount: Span, timex: Timex) -> Span | None:
    """Tokens of a time expression beside the amount; None when the amount is part of it."""
    if timex.start_char < amount.end_char and amount.start_char < timex.end_char:
        return None
    span: Span | None = amount.doc.char_span(timex.start_char, timex.end_char, alignment_mode="expand")
    return span


def clause_head(token: Token) -> Token:
    """Verb of the finite clause that `token` stands in; participles and infinitives belong to the clause above."""
    while token.head != token:
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


def _end_char(span: Span, has_preposition: bool) -> int:
    """End of the words: "as of the 2020 census" goes on to the noun that the year belongs to."""
    root = span.root
    if has_preposition and root.dep_ in ("nummod", "compound", "nmod") and span.end <= root.head.i < span.end + 3:
        return int(root.head.idx + len(root.head))
    return int(span.end_char)


def _interval(timex: Timex, preposition: str, text: str) -> AsOf:
    if re.match(r"since|after", preposition):
        return AsOf(timex.date_end if preposition.startswith("after") else timex.date_start, None, text)
    if re.match(r"until|till|before", preposition):
        return AsOf(None, timex.date_start if preposition.startswith("before") else timex.date_end, text)
    return AsOf(timex.date_start, timex.date_end, text)
