"""Find and read numbers in text: digits, words, scales, fractions, vague plurals. Knows no unit and no grammar.

Each way of writing has its own pattern and reader; the one that comes first claims its characters from the later ones.
What a number counts, and whether it is a figure at all, is settled in `flows.parse.figures.quantities` and beyond.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from flows.parse.data import load_data
from flows.parse.lexicon import any_of, folded


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number phrase: offsets into the text it was found in, its value, and how it was written.

    `kind` is `digits`, `words`, `vague` ("several hundred": `value` is the least it claims), `magnitude` ("hundreds"),
    `fraction` ("two-thirds") or `multiple` ("twice as"). `scale` is the factor of the last scale word, 1
    without one: "2 thousand" has value 2000, scale 1000. `low` and `high` are the ends of a magnitude's interval.
    """

    start: int
    end: int
    value: float
    kind: str
    scale: float = 1.0
    low: float | None = None
    high: float | None = None


NUMBER = "#"  # the cue of any digits
Reader = Callable[[re.Match[str]], Numeral | None]


def find_numerals(text: str) -> list[Numeral]:
    """Number phrases of `text` in order, not overlapping; ordinals are left to `read_ordinal`."""
    cues = _cues_in(text)
    found: list[Numeral] = []
    claimed = bytearray(len(text))
    for needed, pattern, reader in _readers():
        for match in () if needed.isdisjoint(cues) else pattern.finditer(text):
            numeral = reader(match)
            if numeral and not any(claimed[numeral.start : numeral.end]):
                found.append(numeral)
                claimed[numeral.start : numeral.end] = b"\1" * (numeral.end - numeral.start)
    return _join_shares(text, sorted(found, key=lambda n: n.start))


_SHARE_LINK = re.compile(r"[\s-](?P<link>in|of|out\sof)(?:\severy)?[\s-]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCKED = re.compile(r"\s?(?:min|sec)")


def _join_shares(text: str, found: list[Numeral]) -> list[Numeral]:
    """Make one fraction of a part and its whole: "one in five", "7 in 10", "four out of five", "six of 10"."""
    joined: list[Numeral] = []
    for numeral in found:
        part = joined[-1] if joined else None
        if (
            part
            and (link := _SHARE_LINK.fullmatch(text, part.end, numeral.start))
            and _is_share(text, part, link, numeral)
        ):
            joined[-1] = Numeral(part.start, numeral.end, part.value / numeral.value, "fraction")
        else:
            joined.append(numeral)
    return joined


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


@cache
def _word_values() -> dict[str, float]:
    data = load_data("numbers")
    return {word: float(value) for name in ("ones", "teens", "tens") for word, value in data[name].items()}


@cache
def _readers() -> tuple[tuple[frozenset[str], re.Pattern[str], Reader], ...]:
    """Patterns with their readers, the more specific first, and the cues one of which stands in every match."""
    data = load_data("numbers")
    scale, fraction, vague = any_of(data["scales"]), any_of(data["fractions"]), any_of(data["vague"])
    symbol, signs = any_of(data["scale_symbols"], fold_case=False), "".join(data["fraction_signs"])
    below_ten, below_twenty = any_of(data["ones"]), any_of([*data["teens"], *data["ones"]])
    below_hundred = rf"(?:{any_of(data['tens'])}(?:[\s-]{below_ten})?|{below_twenty})\b"
    below_hundred_word = any_of([*data["teens"], *data["ones"], *data["tens"]])
    digits = r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    scales = _scales()
    and_half = r"(?P<half>(?i:\s+and\s+a\s+half)\b)?"
    scaled = rf"(?:{below_hundred}(?:[\s-]+{scale}\b)+|(?i:an?)(?:\s+{scale}\b)+)"
    words = _word_values().keys()
    folds = {"fold", "x", *(f"{word}fold" for word in (*words, "hundred"))}
    before_whole = r",?\s+of\b|\s+(?:the|its|their|his|her|our|all|an?)\b"
    patterns: list[tuple[Iterable[str], str, Reader]] = [
        (
            ("half", *data["fractions"]),
            rf"\b(?:(?P<whole>{below_hundred}|\d{{1,3}})\s+and\s+(?:a\s+)?(?=half))?"
            rf"(?P<part>(?i:half|(?:a\s+)?quarter(?:\s+of)?)|(?P<times>(?i:an?)|{below_ten})[\s-]+(?P<of>{fraction})"
            rf"(?:(?<=s)|(?<=quarter)|(?=\s+of\b))(?:\s+of)?)[\s-]+(?:(?i:an?)\s+)?(?P<scale>{scale})\b",
            _read_part_of_scale,
        ),
        (
            data["fractions"],
            rf"\b(?P<part>(?i:an?)|{below_hundred})[\s-]+(?P<whole>{fraction})\b(?:(?<=[dh]s)|(?=,?\s+of\b|\s+the\b)|(?P<end>(?=\s*[.,;:)\n]|\s*\Z|\s(?:in|to|from|since|last|this|over|and)\b)))",
            _read_fraction,
        ),
        (("half",), rf"(?i:\bhalf\b(?={before_whole})|(?<=\bby\s)half\b)", _read_half),
        (data["vague"], rf"\b(?:(?P<times>{vague})\s+of\s+)?(?P<vague>{vague})\b", _read_vague),
        (
            data["multiples"],
            rf"\b(?P<multiple>{any_of(data['multiples'])})"
            r"(?=\s(?:the|that|its|their|his|her|our|what)\b|\sas\s\w+(?:\s\w+)?\sas\b)",
            _read_multiple,
        ),
        (folds, rf"\b(?P<times>{digits}|{below_hundred_word}|hundred)(?:-?fold\b|x\b(?!\s?\d))", _read_fold),
        (data["scales"], rf"\b(?P<few>{any_of(data['vague_multipliers'])})\s+(?P<scale>{scale})\b", _read_few),
        (("x", "×"), rf"(?P<base>{digits})\s?[x×]\s?10\s?\^?(?P<power>[−-]?\d{{1,2}})\b", _read_power),
        (("/", "⁄"), r"(?P<whole>\d+[\s-])?(?<![\d/⁄])(?P<part>\d{1,2})[/⁄](?P<of>\d{1,3})(?![\d/⁄])", _read_ratio),
        (signs, rf"(?P<whole>\d+\s?)?(?P<sign>[{signs}]){scales}", _read_sign),
        ((NUMBER,), rf"(?P<digits>{digits})(?P<symbol>\s?{symbol}(?![\w/²³])|){scales}{and_half}", _read_digits),
        (
            (*words, *data["scales"]),
            rf"\b(?P<words>(?:{scaled},?\s+(?:and\s+)?(?={below_hundred}))*(?:{scaled}|{below_hundred})){and_half}",
            _read_words,
        ),
    ]
    return tuple((frozenset(cues), re.compile(pattern), reader) for cues, pattern, reader in patterns)


def _scales() -> str:
    return rf"(?P<scales>(?:[\s-]{{1,2}}{any_of(load_data('numbers')['scales'])}\b)*)"


@cache
def _spaced() -> re.Pattern[str]:
    """ "80, 000" of scanned texts, as 000 is no number of its own; "R8 600" only behind a sign: "1 500" may be two."""
    scanned = r"(?<![\d,.])(?<!\d,\s)[1-9]\d{0,2}(?:,\d{3})*(?:,\s000)+(?![,-]?\d)"
    behind_sign = r"(?:(?<=[A-Z]\$)|(?<=€)|(?<=\bR))[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!,?\d|\.\d{3})(?:\.\d+)?"
    return re.compile(rf"(?P<digits>{scanned}|{behind_sign}){_scales()}")


def _number(text: str) -> float:
    """Value of plain digits or of a plain sum of words ("forty-two")."""
    if text[-1].isdigit():
        return float(re.sub(r"[,\s]", "", text))
    return sum(_word_values().get(word, 1.0) for word in re.findall(r"[a-z]+", text.lower()))


def _scale_factor(words: str) -> float:
    factor = 1.0
    for word in re.findall(r"[a-z]+", words.lower()):
        factor *= load_data("numbers")["scales"][word]
    return factor


def _read_part_of_scale(match: re.Match[str]) -> Numeral:
    """ "Half a million", "two and a half million", "three quarters of a billion"."""
    if match["of"]:
        part = _number(match["times"]) / load_data("numbers")["fractions"][match["of"].lower()]
    else:
        part = 0.5 if match["part"].lower() == "half" else 0.25
    scale = _scale_factor(match["scale"])
    return Numeral(*match.span(), (part + (_number(match["whole"]) if match["whole"] else 0)) * scale, "words", scale)


def _read_fraction(match: re.Match[str]) -> Numeral | None:
    before = match.string[max(0, match.start() - 24) : match.start()]
    if match["end"] is not None and not re.search(r"\bby\s(?:[a-z]+\s){0,2}\Z", before):
        return None  # a bare "a third" is a fraction only in "rose by a third"
    part, whole = _number(match["part"]), load_data("numbers")["fractions"][match["whole"].lower()]
    if whole == 4 and (part == 2 or _WHICH_QUARTERS.search(before)):  # "the first two quarters of the year"
        return None
    return Numeral(*match.span(), part / whole, "fraction") if part < whole else None


_WHICH_QUARTERS = re.compile(r"\b(?:first|last|past|previous|next|final|these|those|latest|recent)\s\Z", re.IGNORECASE)
_WHICH_HALF = re.compile(
    r"\b(?:first|second|last|final|other|latter|better|upper|lower|top|bottom|\w+ern)\s\Z", re.IGNORECASE
)


def _read_half(match: re.Match[str]) -> Numeral | None:
    """ "Half of them", but not "the southern half of the country"."""
    is_part = _WHICH_HALF.search(match.string, max(0, match.start() - 16), match.start())
    return None if is_part else Numeral(*match.span(), 0.5, "fraction")


def _read_vague(match: re.Match[str]) -> Numeral:
    """A magnitude: "hundreds" are one to ten hundred (beyond, one says "thousands"), as a plural at least two."""
    vague = load_data("numbers")["vague"]
    one = float(vague[match["vague"].lower()] * (vague[match["times"].lower()] if match["times"] else 1))
    return Numeral(*match.span(), 2 * one, "magnitude", low=one, high=10 * one)


def _read_few(match: re.Match[str]) -> Numeral:
    scale = _scale_factor(match["scale"])
    few = load_data("numbers")["vague_multipliers"][folded(match["few"])]
    return Numeral(*match.span(), few * scale, "vague", scale)


def _read_multiple(match: re.Match[str]) -> Numeral:
    """ "Twice as many", but not "sang twice"."""
    return Numeral(*match.span(), float(load_data("numbers")["multiples"][match["multiple"].lower()]), "multiple")


def _read_fold(match: re.Match[str]) -> Numeral:
    """ "Threefold", "10-fold", "10x"."""
    times = match["times"].lower()
    return Numeral(*match.span(), 100.0 if times == "hundred" else _number(times), "multiple")


def _read_power(match: re.Match[str]) -> Numeral:
    power = match["power"].replace("−", "-")
    return Numeral(*match.span(), float(f"{_number(match['base'])}e{power}"), "digits")


def _read_ratio(match: re.Match[str]) -> Numeral | None:
    """A written fraction ("1/4", "10 1/2"); anything with another denominator ("9/11") is a date or a code."""
    part, of = int(match["part"]), int(match["of"])
    if not 0 < part < of or of not in (2, 3, 4, 5, 8, 16, 32, 64, 100, 128):
        return None
    return Numeral(*match.span(), float(match["whole"] or 0) + part / of, "digits")


def _read_sign(match: re.Match[str]) -> Numeral:
    scale = _scale_factor(match["scales"])
    value = float(match["whole"] or 0) + load_data("numbers")["fraction_signs"][match["sign"]]
    return Numeral(*match.span(), value * scale, "digits", scale)


def _read_digits(match: re.Match[str]) -> Numeral | None:
    if spaced := _spaced().match(match.string, match.start()):
        scale = _scale_factor(spaced["scales"])
        return Numeral(*spaced.span(), _number(spaced["digits"]) * scale, "digits", scale)
    if re.fullmatch(r"0\d+", match["digits"]) and not _CLOCKED.match(match.string, match.end()):
        return None  # "007", the tail of "80, 000": a code or a piece of a number; but "3min 02sec"
    symbol = match["symbol"].strip()
    scale = _scale_factor(match["scales"]) * (load_data("numbers")["scale_symbols"][symbol] if symbol else 1)
    value = (_number(match["digits"]) + (0.5 if match["half"] else 0)) * scale
    return Numeral(*match.span(), round(value, 6), "digits", scale)


def _read_words(match: re.Match[str]) -> Numeral:
    """Sum up from the left: a small word adds, a scale word multiplies what stands before it."""
    scales, values = load_data("numbers")["scales"], _word_values()
    total, current, scale = 0.0, 0.0, 1.0
    for word in re.findall(r"[a-z]+", match["words"].lower()):
        if word not in scales:
            current, scale = current + values.get(word, 1.0 if word in ("a", "an") else 0.0), 1.0
        elif scales[word] in (12, 100):
            current, scale = max(current, 1.0) * scales[word], scales[word]
        else:
            total, current, scale = total + max(current, 1.0) * scales[word], 0.0, scales[word]
    half = 0.5 * scale if match["half"] else 0.0  # "a million and a half"
    return Numeral(*match.span(), total + current + half, "words", scale)
