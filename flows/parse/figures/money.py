"""Signs, codes and names of currencies beside a number, in the spellings of news, wires and tables: find them in text.

Knows only text. The words behind a number ("5 euros") are units as any other: see `flows.parse.figures.units`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.numerals import Numeral
from flows.parse.lexicon import any_of, folded, one_spaced

_LONGEST_SIGN = 8  # characters, with a blank: `USD $ `
_LONGEST_NAME = 32  # characters, with the word before it: `against New Zealand dollars `


@dataclass(frozen=True, slots=True)
class Money:
    """Currency beside a number: its ISO 4217 `code`, where it starts or ends, and the `factor` of a scale that it holds
    ("120 MEUR", "75 USD million")."""

    edge: int
    code: str
    factor: float = 1.0


def find_money_before(text: str, first: int, end: int, numeral: Numeral) -> Money | None:
    """Sign or code between `first` and `end`, right before `numeral`: `$`, `US$`, `C $`, `EUR`, `MSEK`.

    Letters like `R` or `PS` are a name's where the number has no scale, comma or decimals, so are `PHP` and `COP`
    without a scale or a comma.
    """
    match = _sign_before().search(text, max(first, end - _LONGEST_SIGN), end)
    if match is None:
        return None
    sign = one_spaced(match["sign"])
    if _is_word(sign, text, numeral):
        return None
    is_amount = numeral.scale > 1 or not text[numeral.start : numeral.end].isdigit() or text[end - 1].isspace()
    if sign == "$" and is_amount and (letter := _find_lone_letter(text, first, end)):
        return letter
    return Money(match.start(), signs()[sign], _factor_of(sign))


def _find_lone_letter(text: str, first: int, end: int) -> Money | None:
    """A country's letter apart from its sign: "about C $ 1.5". `A` is an article, but not behind another one."""
    data = load_data("currencies")
    match = _lone_letter().search(text, max(first, end - _LONGEST_NAME), end)
    if match is None or (match["letter"] == "A" and match["word"].lower() not in data["determiners"]):
        return None
    return Money(match.start("letter"), data["lone_letters"][match["letter"]])


def find_name_before(text: str, first: int, end: int) -> Money | None:
    """Name of a currency between `first` and `end`, right before a number with a scale: "rupees 2.5 crore".

    None where it is the currency itself that is spoken of: "for every dollar 2 million".
    """
    match = _name_before().search(text, max(first, end - _LONGEST_NAME), end)
    if match is None or (match["word"] or "").lower() in load_data("currencies")["no_sum_after"]:
        return None
    name = folded(match["name"])
    names = _names()
    return Money(match.start("name"), names.get(name) or names[name.removesuffix("s")])


def find_factor_behind(text: str, start: int, end: int) -> tuple[int, float]:
    """End and factor of the scale in or right behind the sign or code that stands, behind a number, between `start` and
    `end`: "120 MEUR", "75 USD million"."""
    sign = one_spaced(text[start:end].lstrip("-"))
    if sign in signs() and (match := _scale_behind().match(text, end)):
        return match.end(), _scales()[match["scale"]]
    return end, _factor_of(sign)


def _factor_of(sign: str) -> float:
    return _scaled_codes().get(sign, ("", 1.0))[1]


@cache
def signs() -> dict[str, str]:
    """ISO 4217 code of every sign and code that stands before an amount; case matters."""
    data = load_data("currencies")
    found = {sign: code for sign, (code, _) in _scaled_codes().items()}
    for code, spec in data["codes"].items():
        glyphs = {symbol[-1] for symbol in spec["symbols"] if unicodedata.category(symbol[-1]) == "Sc"}
        for glyph in glyphs if code not in data["word_codes"] else ():
            found |= dict.fromkeys((f"{code}{glyph}", f"{code} {glyph}", f"{code.lower()}{glyph}"), code)
        found |= dict.fromkeys((code, *spec["symbols"]), code)
    return found


@cache
def _scaled_codes() -> dict[str, tuple[str, float]]:
    """Code and factor of codes with a scale in them: EUR and 1,000,000 for `MEUR` and `EURm`."""
    data = load_data("currencies")["scaled_codes"]
    before = {f"{letter}{code}": (code, factor) for letter, factor in data["before"].items() for code in data["of"]}
    behind = {f"{code}{letter}": (code, factor) for letter, factor in data["behind"].items() for code in data["of"]}
    return {sign: (code, float(factor)) for sign, (code, factor) in (before | behind).items()}


def _is_word(sign: str, text: str, numeral: Numeral) -> bool:
    """True for letters that end a name and for words in capitals: "N 95", "PHP 7.4", "COP 26"."""
    data = load_data("currencies")
    digits = text[numeral.start : numeral.end]
    if sign in data["word_codes"]:
        return numeral.scale == 1 and "," not in digits
    return sign in data["letter_symbols"] and numeral.scale == 1 and digits.isdigit()


@cache
def _sign_before() -> re.Pattern[str]:
    glyphs = [sign for sign in signs() if not sign[0].isalpha()]
    letters = [sign for sign in signs() if sign[0].isalpha()]
    return re.compile(rf"(?P<sign>(?<![\w$]){any_of(letters, fold_case=False)}|{any_of(glyphs, fold_case=False)})\s?\Z")


@cache
def _lone_letter() -> re.Pattern[str]:
    """Behind a word that no name with a letter follows, as "Section C" and "vitamin C"."""
    data = load_data("currencies")
    words, letters = any_of((*data["determiners"], *data["prepositions"])), "".join(data["lone_letters"])
    return re.compile(rf"\b(?P<word>{words})\s(?P<letter>[{letters}])\s\$\s?\Z")


@cache
def _names() -> dict[str, str]:
    data = load_data("currencies")
    return {
        word.lower(): code
        for code, spec in data["codes"].items()
        for word in spec["words"]
        if word.lower() not in data["common_words"]
    }


@cache
def _name_before() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)(?P<word>\w+)\s)?(?<!\w)(?P<name>{any_of(_names())}s?)\s\Z")


@cache
def _scales() -> dict[str, float]:
    data = load_data("numbers")
    found = {word: float(factor) for word, factor in data["scales"].items() if factor >= 1000}
    return found | {symbol: float(data["scale_symbols"][symbol]) for symbol in ("m", "mn", "bn")}


@cache
def _scale_behind() -> re.Pattern[str]:
    return re.compile(rf"\s(?P<scale>{any_of(_scales(), fold_case=False)})(?!\w)")
