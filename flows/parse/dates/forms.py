"""Find stretches of text that have the form of a time expression. What they mean is not decided here.

The forms stand in `data/dates.yml`: regular expressions over named word lists.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.parse.data import load_data
from flows.parse.dates.windows import SLOT, cues_of, find_windows

_NOT_AFTER = r"(?<![\w$£€¥#%@])(?<!\w[.,/])(?<!\d:)(?<!\w['’])"
_NOT_BEFORE = r"(?!\w|[.,/:]\d|[%°]|['’]s['’])"
_AGE = re.compile(r"[- ](?:old|olds|of age)\b", re.IGNORECASE)
_COMPOUND = re.compile(r"-[a-z]")  # `year-earlier`, `quarter-to-quarter`: the unit is only part of a longer word
_OF_UNITS = {"relative", "duration", "offset"}


@dataclass(frozen=True, slots=True)
class TimexForm:
    """A match: offsets in the searched text, the kind of form, and its words by the name of their slot."""

    start: int
    end: int
    kind: str
    slots: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A form made ready; it is worth a search only where one of its `cues` is."""

    kind: str
    expression: re.Pattern[str]
    cues: frozenset[str]


def find_forms(text: str) -> list[TimexForm]:
    """Forms in `text`, in order and not overlapping; where two compete, the one that starts first, then the longer."""
    found = [
        (match.start(), -match.end(), rank, pattern.kind, match)
        for start, end, cues in find_windows(text)
        for rank, pattern in _worth_a_search(frozenset(cues))
        for match in pattern.expression.finditer(text, start, end)
        if not _belongs_to_more(pattern.kind, text, match.end())
    ]
    return list(_select(sorted(found, key=lambda candidate: candidate[:3])))


@lru_cache(maxsize=4096)
def _worth_a_search(cues: frozenset[str]) -> list[tuple[int, _Pattern]]:
    """Patterns that may match where these cues are, each with its rank."""
    return [(rank, pattern) for rank, pattern in enumerate(_patterns()) if pattern.cues & cues]


def _belongs_to_more(kind: str, text: str, end: int) -> bool:
    """Whether a form that ends at `end` only opens an age or a longer word."""
    return bool(_AGE.match(text, end) or (kind in _OF_UNITS and _COMPOUND.match(text, end)))


def _select(found: list[tuple[int, int, int, str, re.Match[str]]]) -> Iterator[TimexForm]:
    taken = 0
    for start, minus_end, _, kind, match in found:
        if start >= taken:
            taken = -minus_end
            slots = {name: _normal(words) for name, words in match.groupdict().items() if words}
            yield TimexForm(start, taken, kind, slots)


def _normal(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower().replace("’", "'").replace("‘", "'"))


@cache
def _patterns() -> list[_Pattern]:
    return [
        _Pattern(
            kind,
            re.compile(_NOT_AFTER + "(?:" + _expand(form) + ")" + _NOT_BEFORE, re.IGNORECASE),
            cues_of(form),
        )
        for kind, forms in load_data("dates")["forms"].items()
        for form in forms
    ]


def _expand(form: str) -> str:
    """The regular expression of a form: its slots filled, its blanks made to match any white space."""
    return SLOT.sub(_fill, _any_blank(form))


def _any_blank(pattern: str) -> str:
    """`pattern` with every blank made to match any white space, an optional one (` ?`) none or any."""
    return pattern.replace("[ -]", r"[\s-]").replace("[- ]", r"[-\s]").replace(" ?", r"\s*").replace(" ", r"\s+")


def _fill(slot: re.Match[str]) -> str:
    source, name = slot["source"], slot["name"] or slot["source"]
    data = load_data("dates")
    if source in ("about", "on", "zone", "no_count"):
        return _any_blank(data["blocks"][source])
    if source in data["blocks"]:
        return f"(?P<{name}>{_any_blank(data['blocks'][source])})"
    return f"(?P<{name}>{_alternatives(source)})"


def _alternatives(source: str) -> str:
    """The words of a list, longest first; one that must be capitalised may be so at its start or throughout."""
    words = sorted(load_data("dates")["words"][source], key=len, reverse=True)
    if source in load_data("dates")["capitalised"]:
        return "|".join(f"(?-i:{_as_written(word.title())}|{_as_written(word.upper())})" for word in words)
    return "|".join(_as_written(word) for word in words)


def _as_written(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+").replace("'S", "'s").replace("'", "['’]")
