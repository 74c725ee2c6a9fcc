"""Where in a text a time expression may stand: around words and numbers of time. Forms are searched only there.

A cue is the name of a list of `data/dates.yml` that a word stands in, a word that some form spells out, `NUMBER`, or
`YEAR` for a number that starts with four digits (`2019`, `1980s`).
"""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data

SLOT = re.compile(r"\{(?P<source>[a-z_]+)(?::(?P<name>[a-z_]+))?(?P<optional>\??)\}")
NUMBER = "#"
YEAR = "####"
_NUMBER_CUES, _YEAR_CUES = frozenset((NUMBER,)), frozenset((NUMBER, YEAR))
_YEAR_WORDS = {"eighteen", "nineteen", "thousand"}  # one of them opens a year in words
_REACH = 40  # characters: no form goes further from its word of time
_WORD = re.compile(r"\w+")
_OPTIONAL = re.compile(r"\((?:\?:|\?P<\w+>)?[^()]*\)\?|\(\?<?[=!][^()]*\)")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?([^()]*)\)(?!\?)")
_SPELLED = re.compile(r"[a-z]{4,}")
# Lists whose words tell that a time may be near.
_TELLING = [
    "month",
    "month_short",
    "month_stop",
    "weekday",
    "weekdays",
    "season",
    "daytime",
    "daytimes",
    "clock",
    "unit",
]
_TELLING += ["year_before", "units", "adverb", "deictic", "reference", "holiday"]


def find_windows(text: str) -> Iterator[tuple[int, int, set[str]]]:
    """Stretches around telling words and numbers, each with its cues."""
    start, end, cues = 0, 0, set[str]()
    for word in _WORD.finditer(text):
        found = _cues_of_word(word.group())
        if not found:
            continue
        if word.start() - _REACH > end:
            if end:
                yield start, end, cues
            start, cues = word.start() - _REACH, set()
        end = _word_end(text, word.end() + _REACH)
        cues |= found
    if end:
        yield max(0, start), end, cues


def cues_of(form: str) -> frozenset[str]:
    """Cues, one of which stands in every match of a form: its telling lists, words it spells out, or a number."""
    slots = {slot["source"] for slot in SLOT.finditer(form) if not slot["optional"]}
    lists = slots.intersection(_TELLING)
    return frozenset(lists or _spelled_in(form) or _numbers_in(form, slots))


def _numbers_in(form: str, slots: set[str]) -> set[str]:
    if "year_word" in slots:
        return _YEAR_WORDS
    return {YEAR} if "year_number" in slots or "(?P<decade_year>" in form else {NUMBER}


def _spelled_in(form: str) -> set[str]:
    """Words of a form outside of its slots and of what may be missing."""
    needed, before = SLOT.sub("", form), ""
    while needed != before:
        needed, before = _GROUP.sub(r"\1", _OPTIONAL.sub("", needed)), needed
    return set(_SPELLED.findall(needed))


def _cues_of_word(word: str) -> frozenset[str]:
    if word[0].isdigit():
        return _YEAR_CUES if word[:4].isdigit() and len(word) >= 4 else _NUMBER_CUES
    return _telling_words().get(word.lower(), frozenset())


def _word_end(text: str, position: int) -> int:
    """The next place at or after `position` that does not cut a word."""
    while position < len(text) and text[position].isalnum():
        position += 1
    return position


@cache
def _telling_words() -> dict[str, frozenset[str]]:
    """The cues that a word is; of an entry of more words the last one tells."""
    found: dict[str, set[str]] = {}
    for name in _TELLING:
        for entry in load_data("dates")["words"][name]:
            found.setdefault(_WORD.findall(entry)[-1], set()).add(name)
    for forms in load_data("dates")["forms"].values():
        for word in (word for form in forms for word in cues_of(form) if _SPELLED.fullmatch(word)):
            found.setdefault(word, set()).add(word)
    return {word: frozenset(cues) for word, cues in found.items()}
