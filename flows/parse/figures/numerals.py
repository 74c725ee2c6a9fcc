"""Find and read numbers in text: digits, words, scales, fractions, vague plurals. Knows no unit and no grammar.

Each way of writing has its own pattern and reader (`numeral_patterns`); the one that comes first claims its characters
from the later ones. What a number counts, and whether it is a figure at all, is settled in
`flows.parse.figures.quantities` and beyond.
"""

import re
from functools import cache
from math import isfinite

from flows.parse.data import load_data
from flows.parse.figures.numeral_patterns import NUMBER, Numeral, numeral_readers
from flows.parse.lexicon import any_of

__all__ = ["Numeral", "find_numerals", "read_ordinal"]


def find_numerals(text: str) -> list[Numeral]:
    """Number phrases of `text` in order, not overlapping; ordinals are left to `read_ordinal`."""
    cues = _cues_in(text)
    found: list[Numeral] = []
    claimed = bytearray(len(text))
    for needed, pattern, reader in numeral_readers():
        for match in () if needed.isdisjoint(cues) else pattern.finditer(text):
            numeral = reader(match)
            if numeral and isfinite(numeral.value) and not any(claimed[numeral.start : numeral.end]):
                found.append(numeral)
                claimed[numeral.start : numeral.end] = b"\1" * (numeral.end - numeral.start)
    return _join_shares(text, sorted(found, key=lambda n: n.start))


_SHARE_LINK = re.compile(r"[\s-](?P<link>in|of|out\sof)(?:\severy)?[\s-]", re.IGNORECASE)
_ONE_THING = re.compile(r"\s[a-z]+\s(?P<link>in|out\sof)(?:\severy)?\s")  # "one voter in 20"
_PLURAL = re.compile(r"\s(?!(?:is|was|has|does|dies|lives|says|gets|goes|works|needs|wants|owns|uses)\b)[a-z]+s\b")
_YEAR = re.compile(r"(?:19|20)\d\d")


def _join_shares(text: str, found: list[Numeral]) -> list[Numeral]:
    """Make one fraction of a part and its whole: "one in five", "7 in 10", "four out of five", "six of 10"."""
    joined: list[Numeral] = []
    for numeral in found:
        part = joined[-1] if joined else None
        if (
            part
            and (link := _SHARE_LINK.fullmatch(text, part.end, numeral.start) or _one_thing(text, part, numeral))
            and _is_share(text, part, link, numeral)
        ):
            joined[-1] = Numeral(part.start, numeral.end, part.value / numeral.value, "fraction")
        else:
            joined.append(numeral)
    return joined


def _one_thing(text: str, part: Numeral, whole: Numeral) -> re.Match[str] | None:
    """The link of "one voter in 20", but not of "one man in 20 cars"."""
    if part.value != 1 or part.kind != "words" or _PLURAL.match(text, whole.end):
        return None
    return _ONE_THING.fullmatch(text, part.end, whole.start)


def _is_share(text: str, part: Numeral, link: re.Match[str], whole: Numeral) -> bool:
    """True unless the whole tells where or how long: "won two in five games", "one in 2019", "three of nine men"."""
    if not {part.kind, whole.kind} <= {"digits", "words"} or not 0 < part.value < whole.value or part.value % 1:
        return False
    if _YEAR.fullmatch(text, whole.start, whole.end) or text.startswith("%", whole.end):
        return False
    if link["link"].lower() == "of":
        return part.value > 1 and whole.value in (10, 100)
    is_usual = part.value == 1 or whole.value <= 10 or whole.value in (20, 100)
    return link["link"].lower() != "in" or (is_usual and _no_share().match(text, whole.end) is None)


@cache
def _no_share() -> re.Pattern[str]:
    return re.compile(rf"[\s-](?:\w+\s)?{any_of(load_data('numbers')['not_shared_in'])}\b")


def read_ordinal(word: str) -> float | None:
    """2 for "2nd" and "second", None for any other word in small letters."""
    value = _ordinal_words().get(word)
    if value is None and word[:1].isdigit() and (match := _ORDINAL.fullmatch(word)):
        value = float(match[1])
    return value


_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


@cache
def _ordinal_words() -> dict[str, float]:
    return {word: float(value) for word, value in load_data("numbers")["ordinals"].items()}


def _cues_in(text: str) -> set[str]:
    """Words, digits and signs of `text` that tell which patterns are worth a search: `NUMBER` for any digits."""
    cues = set(_cue().findall(text.lower()))
    return cues | {NUMBER} if any(cue.isdigit() for cue in cues) else cues


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"[a-z]+|\d+|[×/⁄{''.join(load_data('numbers')['fraction_signs'])}]")
