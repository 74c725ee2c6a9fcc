"""Firms by the moves of their shares: `easyJet` and `Fraport` of `TUI fell 10%, easyJet 7% and Fraport 6%`.

The pattern is searched for in the whole text, which costs less than asking each of its tokens.
"""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_city, find_demonym, find_place
from flows.parse.entities.spans import ORGANIZATION, NameSpan, word_list
from flows.parse.lexicon import any_of
from flows.parse.tokens import Doc

_AMOUNT = r"[-+−]?\d+(?:\.\d+)?(?:%| percent\b| per cent\b| pct\b)"
_NAME = r"(?P<name>(?:[A-Z]|[a-z]{1,4}(?=[A-Z]))[\w&.'’-]*(?: (?:& )?[A-Z][\w&.'’-]*){0,3})"
_NEXT = re.compile(rf"(?:[,;:] |,? and |[,;] and )(?:also )?{_NAME} (?:was |were )?(?:up |down |by )?(?={_AMOUNT})")
_UNITS = ("%", " percent", " per cent", " pct")
_FARTHEST = 200  # characters from the verb


def find_movers(doc: Doc) -> Iterator[NameSpan]:
    """Names of a list that goes on telling how far shares rose or fell; no place, no people."""
    text = doc.text
    for match in _NEXT.finditer(text) if any(unit in text for unit in _UNITS) else ():
        earliest = max(0, match.start() - _FARTHEST)
        before = text[max(text.rfind("\n", earliest, match.start()) + 1, earliest) : match.start()]
        span = doc.char_span(*match.span("name"))
        if span is None or _move().search(before) is None or not _may_be_firm(span.text):
            continue
        yield NameSpan(span.start, span.end, ORGANIZATION)


def _may_be_firm(name: str) -> bool:
    last = name.split()[-1].lower()
    is_other = last in word_list("organizations", "not_organizations") or last in word_list("honorifics", "weekdays")
    return not (is_other or find_place(name) or find_city(name) or find_demonym(name))


@cache
def _move() -> re.Pattern[str]:
    """A verb of rising or falling with its share: `fell 10%`, `was up 3 percent`, `added 1.1%`."""
    trends = load_data("trends")
    stems = any_of(verb.removesuffix("e") for way in ("up", "down") for verb in trends[way]["verbs"])
    verb = rf"(?:{stems}(?:e|es|s|ed|\wed|ing)?|{any_of(trends['past_forms'])}|(?:is|are|was|were) (?:up|down)|up|down)"
    return re.compile(rf"\b{verb} (?:by |about |nearly |almost |more than |over )?{_AMOUNT}")
