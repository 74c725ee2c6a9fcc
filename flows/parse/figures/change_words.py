"""Words of rising, falling and moving before a place in text, and whether a fraction fits there. Knows no numbers."""

import re
from functools import cache

from flows.parse.data import load_data
from flows.parse.lexicon import any_of

_FAR = 60  # characters
_NEAR = 48
_BOUNDING = (
    r"(?:(?:about|around|nearly|almost|roughly|approximately|barely|only|just|some|perhaps|more|less|than|over|under|as|much"
    r"|many|little|up|to|at|least|most|well|another|nearer|close)\s){0,4}"
)


def follows_change(text: str, end: int, past_amounts: bool = False) -> bool:
    """True where a word of rising, falling or moving stands before `end`: in its clause, or also ahead of amounts."""
    word = _change_word()
    between = r"[^;:]*" if past_amounts else r"[^.;:\d]*"
    return re.compile(rf"{word}{between}\Z").search(text, max(0, end - _FAR * (1 + past_amounts)), end) is not None


@cache
def _change_word() -> str:
    """Pattern of a word of rising, falling or moving: `declined`, `cut`, `growth`."""
    trends = load_data("trends")
    verbs = {
        v for way in ("up", "down") for v in (*trends[way]["verbs"], *trends[way]["by_verbs"], *trends[way]["adverbs"])
    }
    stems = any_of(verb.removesuffix("e") for verb in verbs - {*trends["losing_verbs"], "add", "gain"})
    moves = any_of({*trends["past_forms"], *trends["moves"]} - {"lost", "shed"})
    return rf"\b(?:{stems}(?:e|es|s|ed|ing|\wed|\wing|th|en)?|{moves})\b"


@cache
def past_change() -> re.Pattern[str]:
    """A verb of rising or falling in the past, with an adverb, right before the end: `climbed`, `fell sharply`."""
    trends = load_data("trends")
    stems = any_of(verb.removesuffix("e") for trend in ("up", "down") for verb in trends[trend]["verbs"])
    return re.compile(rf"\b(?:{stems}\w?ed|{any_of(trends['past_forms'])})\s(?:(?!from\b)[a-z]+\s)?\Z")


def takes_fraction(text: str, end: int) -> bool:
    """True where a bare `a third` that starts at `end` is how much something changed or what it came to: "fell by
    about", "dropped by as much as", "is down only", "shrank", "rose to", "fell from almost half to barely"."""
    start = max(0, end - _NEAR)
    if _change_by().search(text, start, end) or _COMPARED.search(text, start, end):
        return True
    way = _WAY.search(text, start, end)
    return way is not None and _rise_or_fall().search(text, max(0, way.start() - _FAR), way.start()) is not None


def opens_clause(text: str, end: int) -> bool:
    """True where what starts at `end`, perhaps behind `nearly`, opens a clause: "found that nearly a third"."""
    return _CLAUSE_START.search(text, max(0, end - _NEAR), end) is not None


_CLAUSE_START = re.compile(
    rf"(?:\A|[,;:(“\"—–]\s?|\b(?:that|and|but|while|because|whereas|although|though|where|which|if)\s){_BOUNDING}\Z",
    re.IGNORECASE,
)
_WAY = re.compile(rf"\b(?:from|to)\s{_BOUNDING}\Z")


_COMPARED = re.compile(rf"\b(?:compared\s(?:with|to)|(?:rest|remainder|others|majority|minority),)\s{_BOUNDING}\Z")


@cache
def _change_by() -> re.Pattern[str]:
    way = r"(?:\b(?:is|are|was|were|be|been)\s|,\s|\()(?:up|down)\s"
    return re.compile(rf"(?:\bby\s|{way}|\b{_verbs_of_change()}\s(?:[a-z]+ly\s)?){_BOUNDING}\Z")


@cache
def _rise_or_fall() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_verbs_of_change()})\s[^.;:\d]*\Z")


@cache
def _verbs_of_change() -> str:
    """Pattern of a verb whose amount is a change: `rose`, `shrinks`; a third that is lost or gained may be a medal."""
    trends = load_data("trends")
    verbs = {verb for way in ("up", "down") for verb in trends[way]["verbs"]} - {*trends["losing_verbs"], "add", "gain"}
    past = {*trends["past_forms"]} - {"lost", "shed", "went", "came", "moved"}
    return rf"(?:{any_of(verb.removesuffix('e') for verb in verbs)}(?:e|es|s|ed|ing|\wed|\wing)?|{any_of(past)})"
