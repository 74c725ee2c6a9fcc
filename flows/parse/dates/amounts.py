"""Numbers in time expressions: counts of units, ordinals, years in words. Other quantities belong to the figures."""

import math
import re

from flows.parse.data import load_data

_ORDINAL_STEMS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
}
_ORDINAL_STEMS |= {"twelfth": "twelve", "twentieth": "twenty", "thirtieth": "thirty"}
_PARTS = {"Y": (12, "M"), "H": (60, "M"), "MIN": (60, "S")}  # the next finer unit, and how many make one


def parse_amount(words: str) -> float:
    """The number said by `words`: digits with a fraction (`2 1/2`), or words (`twenty-four`, `a hundred`)."""
    words = words.replace(",", "")
    fraction = re.fullmatch(r"(\d+(?:\.\d+)?)(?:[ -](\d)/(\d))?", words)
    if fraction:
        whole, over, under = fraction.groups()
        return float(whole) + (int(over) / int(under) if over and int(under) else 0)
    return float(_parse_words(words))


def _parse_words(words: str) -> int:
    total = current = 0
    for word in re.split(r"[ -]", words):
        number = load_data("dates")["numbers"].get(word)
        if number is None:
            continue
        if number >= 100:
            current = max(1, current) * number
        else:
            current += number
        if number == 1000:
            total, current = total + current, 0
    return total + current


def parse_ordinal(words: str) -> int:
    """The number of an ordinal up to 31: `twenty-first` is 21."""
    tens, _, last = words.rpartition("-")
    stem = _ORDINAL_STEMS.get(last, last.removesuffix("th"))
    return _parse_words(tens) + _parse_words(stem)


def parse_year_words(words: str) -> int:
    """A year as it is spoken: `nineteen ninety-six`, `two thousand and four`."""
    words = words.replace(" and ", " ")
    if words.startswith("two thousand"):
        return 2000 + _parse_words(words.removeprefix("two thousand").strip())
    century, _, rest = words.partition(" ")
    return _parse_words(century) * 100 + (0 if rest == "hundred" else _parse_words(rest))


def duration_value(amount: float | None, unit: str) -> str:
    """TIMEX3 value of a length of time: 6 and `M` give `P6M`, no amount and `Y` gives `PXY`, 2 and `H` `PT2H`."""
    scale = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "WE": (1, "WE")}
    prefix = "PT" if unit in ("S", "MIN", "H") else "P"
    if amount is None:
        return f"{prefix}X{scale.get(unit, (1, unit))[1][0]}" if unit not in ("E", "C") else f"PX{unit}"
    factor, letter = scale.get(unit, (1, unit))
    amount *= factor
    if not math.isfinite(amount) or amount >= 1e9:
        return f"{prefix}X{letter[0]}"
    whole, part = int(amount), amount - int(amount)
    symbol = letter.removesuffix("IN")
    if part and letter in _PARTS:
        parts, finer = _PARTS[letter]
        return f"{prefix}{f'{whole}{symbol}' if whole else ''}{round(part * parts)}{finer}"
    return f"{prefix}{amount:g}{symbol}"
