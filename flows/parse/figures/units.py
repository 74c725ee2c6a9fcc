"""Units of measure and of money behind a number: find them in text, name them canonically, know their `unit_type`.

Knows only text. Money before a number is found by `flows.parse.figures.money`, nouns that are merely counted ("pills")
by `flows.parse.figures.counted`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.money import signs
from flows.parse.lexicon import any_of, folded, one_spaced

_AGE = re.compile(r"[\s-]+(?:olds?|of\s+age)\b|\s?yo\b")
_PLURAL_BEHIND = re.compile(r"\s(?!is\b|was\b|has\b|this\b)[A-Za-z]{2,}s\b")
_INCHES = re.compile(r"(?<=\d)in(?!\w)")  # "6ft 7in", "the 55in set"
_HOTTEST = 1000  # degrees that a bare `C` or `F` may stand for
_LEAST_SUM = 1000  # of a currency whose code is a word, too


@dataclass(frozen=True, slots=True)
class Unit:
    """Canonical singular (`mile`, `percent`) or ISO 4217 code (`USD`), with its `unit_type`."""

    name: str
    unit_type: str


def find_unit_after(text: str, start: int, value: float) -> tuple[int, Unit] | None:
    """Unit word or symbol right behind a number that ends at `start`, with its end: `miles`, `-mile`, `km/h`, `yen`."""
    if _INCHES.match(text, start):
        return start + 2, _units_by_name()["inch"]
    for pattern, lexicon in ((_words(), _units_by_word()), (_symbols(), _units_by_symbol())):
        if match := pattern.match(text, start):
            unit = lexicon.get(one_spaced(match["unit"])) or lexicon.get(folded(match["unit"]))
            unit = _meant_by(match["unit"], text) or unit
            if unit is not None and not _is_other_word(match, value):
                return match.end(), unit
    return None


def _meant_by(symbol: str, text: str) -> Unit | None:
    """What an ambiguous symbol stands for by the other words of the text: `F` of farads beside `capacitor`."""
    meanings: dict[str, list[str]] = load_data("units")["ambiguous"].get(symbol, {})
    words = set(re.findall(r"[a-z]+", text.lower())) if meanings else set()
    name = next((unit for unit, near in meanings.items() if not words.isdisjoint(near)), None)
    return _units_by_name()[name] if name else None


def find_unit_word(word: str) -> Unit | None:
    """The unit that a single word names in full ("miles"), None for symbols and for what is no unit."""
    return _units_by_word().get(word.lower())


def find_unit_symbol(symbol: str) -> Unit | None:
    """The unit of a symbol, case-sensitive (`GPa`), or of a scale (`Richter`)."""
    return _units_by_symbol().get(symbol)


def is_common_word(word: str, value: float) -> bool:
    """True for "210 marks" and "the 9,000 mark", which are no money; "1.85 marks" and "5,000 marks" are."""
    least_sum = load_data("currencies")["common_words"].get(word.lower().removesuffix("s"), 0)
    is_level = word.lower() in load_data("counting")["level_nouns"] and value != 1
    return value == int(value) and (value < least_sum or is_level)


def is_unit(word: str) -> bool:
    """True for a word or symbol of measure: `miles`, `km`."""
    return word.lower() in _units_by_word() or word in _units_by_symbol()


def find_denominator(text: str, start: int) -> tuple[int, str] | None:
    """Denominator behind a unit that ends at `start`, with its end: `per square foot`, `a share`, `/gram`, `-a-day`."""
    match = _denominator().match(text, start)
    if match is None:
        return None
    if match["many"]:
        return match.end(), match["many"]
    word = match["per"] or match["a"]
    name = folded(word)
    known = _units_by_word().get(name) or _units_by_symbol().get(word)
    return match.end(), known.name if known else name


def is_period(unit: str) -> bool:
    """True for a unit of time: what a rate may be per."""
    found = _units_by_word().get(unit)
    return found is not None and found.unit_type == "duration"


def find_age(text: str, start: int) -> int | None:
    """End of `old`, `-old` or `of age` behind a unit of time that ends at `start`."""
    match = _AGE.match(text, start)
    return match.end() if match else None


def _is_other_word(match: re.Match[str], value: float) -> bool:
    """True for `second` in "two second halves", `won` in "played ten, won six", `Bitcoin` in "two Bitcoin machines" and
    the letter of a code of digits."""
    word = folded(match["unit"])
    if match["unit"] in load_data("units")["degree_letters"]:
        return abs(value) >= _HOTTEST
    if is_common_word(word, value) or (word == "bitcoin" and _PLURAL_BEHIND.match(match.string, match.end())):
        return True
    spaced = match[0][:1].isspace()
    if match["unit"] in load_data("currencies")["word_codes"]:  # "5 PEN members"
        return spaced and value < _LEAST_SUM
    return word in load_data("units")["singulars_of_ordinals"] and spaced and value != 1 and value == int(value)


def _plural(word: str) -> str:
    """Regular plural of a unit's head word: `mile per hour` -> `miles per hour`, `penny` is listed with its own."""
    head, per, rest = word.partition(" per ")
    return f"{head}es{per}{rest}" if head.endswith(("ch", "x", "ss")) else f"{head}s{per}{rest}"


@cache
def _units_by_word() -> dict[str, Unit]:
    """Lower-case unit words; the longer reading wins in the pattern, the later one in the dictionary."""
    found: dict[str, Unit] = {}
    for unit_type, units in load_data("units")["units"].items():
        for name, spec in units.items():
            unit = Unit(name, unit_type)
            for word in (name, _plural(name), *spec.get("also", ())):
                found[word.lower()] = unit
    for code, words in _currency_words():
        unit = Unit(code, "money")
        for word in words:
            found[word.lower()] = found[_plural(word.lower())] = unit
    return found


@cache
def _units_by_name() -> dict[str, Unit]:
    measures = {n: Unit(n, kind) for kind, named in load_data("units")["units"].items() for n in named}
    return measures | {code: Unit(code, "money") for code in load_data("currencies")["codes"]}


def _currency_words() -> Iterator[tuple[str, list[str]]]:
    data = load_data("currencies")
    for code, spec in [*data["codes"].items(), *data["minor"].items()]:
        yield code, spec["words"]


@cache
def _units_by_symbol() -> dict[str, Unit]:
    """Symbols, codes and signs that stand behind an amount; case matters."""
    data = load_data("currencies")
    units = load_data("units")["units"]
    measures = {
        s: Unit(n, kind) for kind, named in units.items() for n, spec in named.items() for s in spec.get("symbols", ())
    }
    minor = {sign: Unit(name, "money") for name, spec in data["minor"].items() for sign in spec["symbols"]}
    behind = {sign: Unit(code, "money") for sign, code in signs().items() if sign not in data["letter_symbols"]}
    return behind | minor | measures


@cache
def _words() -> re.Pattern[str]:
    kind = r"(?:(?:US|U\.S\.|UK|imperial|(?:American|Australian|Canadian|euro)(?=\scents?\b))\s+)?"
    return re.compile(rf"(?:\s?[-–]\s?|\s+|){kind}(?P<unit>{any_of(_units_by_word())})(?![\w])")


@cache
def _symbols() -> re.Pattern[str]:
    symbols = {*_units_by_symbol(), *load_data("units")["ambiguous"]}
    return re.compile(rf"-?\s?(?P<unit>{any_of(symbols, fold_case=False)})(?![\w$])")


@cache
def _denominator() -> re.Pattern[str]:
    data = load_data("units")
    common = any_of(data["denominators"])
    duration = any_of(data["units"]["duration"])
    untaxed = r"(?:after|before)(?!\s(?:tax|taxes|interest|expenses|deductions|bonuses)\b)"
    then = rf"(?:{duration})\s(?:ago|earlier|later|{untaxed}|on(?!\saverage)|prior|apart)\b"  # "$4 a year ago"
    longer = any_of(word for word in _units_by_word() if not {" ", "-"}.isdisjoint(word) and " per " not in word)
    measure = rf"(?:{longer}|(?!cent\b)(?:(?:square|cubic|sq|fluid|metric)\s+)?[^\W\d_]+[²³]?)"
    people = r"people|inhabitants|residents|births|population|women|children|adults|cubic\s(?:feet|meters|metres)"
    many = rf"\d{{1,3}}(?:,000)+(?:\s(?:{people}))?"
    return re.compile(
        rf"\s+per\s+(?P<many>{many})|(?:\s?/\s?|\s+(?i:per)\s+(?:(?:diluted|basic|adjusted|ordinary|common|American\sdepositary)\s)?|-per-)(?P<per>{measure})(?!\w)|(?:\s+an?\s+|\s?-\s?an?\s?-\s?|\s+each\s+)(?!{then})(?P<a>{common})\b"
    )
