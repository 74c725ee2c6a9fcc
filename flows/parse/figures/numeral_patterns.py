"""The ways to write a number, each with its pattern and its reader, the more specific first. Knows no unit."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.change_words import opens_clause, takes_fraction
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
Pattern = tuple[Iterable[str], str, Reader]
"""Cues, a regular expression, and what reads its matches."""
_CLOCKED = re.compile(r"\s?(?:min|sec)")


@cache
def _word_values() -> dict[str, float]:
    data = load_data("numbers")
    return {word: float(value) for name in ("ones", "teens", "tens") for word, value in data[name].items()}


_BEFORE_WHOLE = r",?\s+of\b|\s+(?:the|its|their|his|her|our|all|an?)\b"
_BEHIND_PART = (
    r"\s*[.,;:)\n]|\s*\Z|\s(?:in|to|from|since|last|this|over|and|among|at|on|for|after|as|when|while|with|within|during"
    r"|compared|today|now)\b"
)


@cache
def numeral_readers() -> tuple[tuple[frozenset[str], re.Pattern[str], Reader], ...]:
    """Patterns with their readers, the more specific first, and the cues one of which stands in every match."""
    data = load_data("numbers")
    scale, vague = any_of(data["scales"]), any_of(data["vague"])
    symbol, signs = any_of(data["scale_symbols"], fold_case=False), "".join(data["fraction_signs"])
    below_ten, below_twenty = any_of(data["ones"]), any_of([*data["teens"], *data["ones"]])
    below_hundred = rf"(?:{any_of(data['tens'])}(?:[\s-]{below_ten})?|{below_twenty})\b"
    below_hundred_word = any_of([*data["teens"], *data["ones"], *data["tens"]])
    digits = r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    scales = _scales()
    glued = scales.replace("1,2", "0,2")  # "$1billion"
    and_half = r"(?P<part>(?i:[\s-]and[\s-](?:a[\s-](?:half|quarter)|three[\s-]quarters))\b)?"
    scaled = rf"(?:{below_hundred}(?:[\s-]+{scale}\b)+|(?i:an?)(?:\s+{scale}\b)+)"
    words = _word_values().keys()
    folds = {"fold", "x", *(f"{word}fold" for word in (*words, "hundred"))}
    patterns: list[Pattern] = [
        *_part_patterns(below_ten, below_hundred, scale),
        (data["vague"], rf"\b(?:(?P<times>{vague})\s+of\s+)?(?P<vague>{vague})\b", _read_vague),
        (
            data["multiples"],
            rf"\b(?P<multiple>{any_of(data['multiples'])})"
            r"(?=\s(?:the|that|its|their|his|her|our|what|average|normal|usual|last|national)\b"
            r"|\sas\s(?:\w+(?:\s\w+)?\sas|likely|many|much)\b)",
            _read_multiple,
        ),
        (folds, rf"\b(?P<times>{digits}|{below_hundred_word}|hundred)(?:-?fold\b|x\b(?!\s?\d))", _read_fold),
        (data["scales"], rf"\b(?P<few>{any_of(data['vague_multipliers'])})\s+(?P<scale>{scale})\b", _read_few),
        (("x", "×"), rf"(?P<base>{digits})\s?[x×]\s?10\s?\^?(?P<power>[−-]?\d{{1,2}})\b", _read_power),
        (
            ("/", "⁄"),
            r"(?:(?<![\d.,])(?P<whole>\d+(?:,\d{3})*(?:\.(?P<decimals>\d+))?)[\s-])?(?<![\d/⁄])(?P<part>\d{1,2})[/⁄]"
            r"(?P<of>\d{1,3})(?![\d/⁄])",
            _read_ratio,
        ),
        (signs, rf"(?P<whole>\d+\s?)?(?P<sign>[{signs}]){scales}", _read_sign),
        ((NUMBER,), rf"(?P<digits>{digits})(?P<symbol>\s?{symbol}(?![\w/²³])|){glued}{and_half}", _read_digits),
        (
            (*words, *data["scales"]),
            rf"\b(?P<words>(?:{scaled}(?<!dozen),?\s+(?:and\s+)?(?={below_hundred}(?!\s+of\s+(?:them|whom|which)\b)))*"
            rf"(?:{scaled}|{below_hundred})){and_half}",
            _read_words,
        ),
    ]
    return tuple((frozenset(cues), re.compile(pattern), reader) for cues, pattern, reader in patterns)


def _part_patterns(below_ten: str, below_hundred: str, scale: str) -> list[Pattern]:
    """Halves, thirds and so on: of a scale ("half a million"), of a thing, of a change, tied to a unit."""
    data = load_data("numbers")
    fraction, tied, verb = any_of(data["fractions"]), any_of(data["units_of_parts"]), any_of(data["verbs_behind_parts"])
    return [
        (
            ("half", *data["fractions"]),
            rf"\b(?:(?P<whole>{below_hundred}|\d{{1,3}})\s+and\s+(?:a\s+)?(?=half))?"
            rf"(?P<part>(?i:half|(?:a\s+)?quarter(?:\s+of)?)|(?P<times>(?i:an?)|{below_ten})[\s-]+(?P<of>{fraction})"
            rf"(?:(?<=s)|(?<=quarter)|(?=\s+of\b))(?:\s+of)?)[\s-]+(?:(?i:an?)\s+)?(?P<scale>{scale})\b",
            _read_part_of_scale,
        ),
        (
            data["fractions"],
            rf"\b(?P<part>(?i:an?)|{below_hundred})[\s-]+(?P<whole>{fraction})\b"
            rf"(?:(?<=[dh]s)|(?=,?\s+of\b|\s+the\b|\s(?:more|less|fewer|higher|lower)\sthan\b)|(?P<end>(?={_BEHIND_PART}))"
            rf"|(?P<verb>(?=\s{verb}\b)))",
            _read_fraction,
        ),
        (
            ("half",),
            rf"(?i:\bhalf\b(?={_BEFORE_WHOLE}|\sas\s\w+(?:\s\w+)?\sas\b))|\b[Hh]alf\b(?:(?P<end>(?={_BEHIND_PART}))|(?P<verb>(?=\s{verb}\b)))",
            _read_half,
        ),
        (
            ("half", "quarter"),
            rf"(?i:\b(?:half|(?P<three>three[\s-])?(?P<quarter>quarter))(?=[\s-]{tied}\b))",
            _read_tied,
        ),
    ]


def _scales() -> str:
    return rf"(?P<scales>(?:[\s-]{{1,2}}{any_of(load_data('numbers')['scales'])}\b)*)"


@cache
def _spaced() -> re.Pattern[str]:
    """ "80, 000" of scanned texts, as 000 is no number of its own; "R8 600" behind a sign; "25 000" and, before what it
    counts and behind a word in small letters, "25 500": it may be two numbers."""
    scanned = r"(?<![\d,.])(?<!\d,\s)[1-9]\d{0,2}(?:,\d{3})*(?:,\s000)+(?![,-]?\d)"
    behind_sign = r"(?:(?<=[A-Z]\$)|(?<=€)|(?<=\bR))[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!,?\d|\.\d{3})(?:\.\d+)?"
    space = r"[ \u00a0\u202f]"
    round_one = rf"(?<![\d,.])(?<!\d\s)[1-9]\d{{0,2}}(?:{space}000)+(?![,.]?\d)"
    before_thing = rf"(?P<loose>[1-9]\d{{0,2}}(?:{space}\d{{3}})+(?=\s(?!and\b)[a-z]{{3}}))"
    return re.compile(rf"(?P<digits>{scanned}|{behind_sign}|{round_one}|{before_thing}){_scales()}")


_BEFORE_LOOSE = re.compile(r"(?:(?<!\w)[a-z]{2,}|\b(?:About|Over|Nearly|Some|Around|Almost))\s\Z")


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
    if match["end"] is not None and not takes_fraction(match.string, match.start()):
        return None  # a bare "a third" is a fraction only in "rose by a third"
    if match["verb"] is not None and not opens_clause(match.string, match.start()):
        return None  # and in "a third said"
    before = match.string[max(0, match.start() - 24) : match.start()]
    part, whole = _number(match["part"]), load_data("numbers")["fractions"][match["whole"].lower()]
    if whole == 4 and (part == 2 or _WHICH_QUARTERS.search(before)):  # "the first two quarters of the year"
        return None
    return Numeral(*match.span(), part / whole, "fraction") if part < whole else None


_WHICH_QUARTERS = re.compile(r"\b(?:first|last|past|previous|next|final|these|those|latest|recent)\s\Z", re.IGNORECASE)
_BEFORE_MULTIPLE = re.compile(
    r"(?:\b(?:is|was|are|were|about|around|nearly|almost|roughly|than|at|but)\s|\d\S*,\s)\Z", re.IGNORECASE
)
_BEFORE_VERB = re.compile(r"\b(?:to|will|would|could|may|might|can|should|must|shall|did|does|do)\s(?:\w+\s)?\Z")
_WHICH_PART = re.compile(r"\b(?:first|second|third|fourth|last|final|this|next|each|per)[\s-]\Z", re.IGNORECASE)
_WHICH_HALF = re.compile(
    r"\b(?:first|second|last|final|other|latter|better|upper|lower|top|bottom|\w+ern)\s\Z", re.IGNORECASE
)


def _read_half(match: re.Match[str]) -> Numeral | None:
    """ "Half of them", "fell by more than half", but not "the southern half of the country"."""
    if match["end"] is not None and not takes_fraction(match.string, match.start()):
        return None
    if match["verb"] is not None and not opens_clause(match.string, match.start()):
        return None
    is_part = _WHICH_HALF.search(match.string, max(0, match.start() - 16), match.start())
    return None if is_part else Numeral(*match.span(), 0.5, "fraction")


def _read_tied(match: re.Match[str]) -> Numeral | None:
    """ "A half-point move", "a quarter cup"; not "in the fourth quarter points were few"."""
    if _WHICH_PART.search(match.string, max(0, match.start() - 16), match.start()):
        return None
    part = 0.25 if match["quarter"] else 0.5
    return Numeral(*match.span(), 3 * part if match["three"] else part, "fraction")


def _read_vague(match: re.Match[str]) -> Numeral:
    """A magnitude: "hundreds" are one to ten hundred (beyond, one says "thousands"), as a plural at least two."""
    vague = load_data("numbers")["vague"]
    one = float(vague[match["vague"].lower()] * (vague[match["times"].lower()] if match["times"] else 1))
    return Numeral(*match.span(), 2 * one, "magnitude", low=one, high=10 * one)


def _read_few(match: re.Match[str]) -> Numeral:
    scale = _scale_factor(match["scale"])
    few = load_data("numbers")["vague_multipliers"][folded(match["few"])]
    return Numeral(*match.span(), few * scale, "vague", scale)


def _read_multiple(match: re.Match[str]) -> Numeral | None:
    """ "Twice as many", "almost double the average", but not "sang twice", "to double the number"."""
    word, before = match["multiple"].lower(), match.string[max(0, match.start() - 24) : match.start()]
    if word not in ("twice", "thrice") and (_BEFORE_VERB.search(before) or not _BEFORE_MULTIPLE.search(before)):
        return None
    return Numeral(*match.span(), float(load_data("numbers")["multiples"][word]), "multiple")


def _read_fold(match: re.Match[str]) -> Numeral:
    """ "Threefold", "10-fold", "10x"."""
    times = match["times"].lower()
    return Numeral(*match.span(), 100.0 if times == "hundred" else _number(times), "multiple")


def _read_power(match: re.Match[str]) -> Numeral:
    power = match["power"].replace("−", "-")
    return Numeral(*match.span(), float(f"{_number(match['base'])}e{power}"), "digits")


def _read_ratio(match: re.Match[str]) -> Numeral | None:
    """A written fraction ("1/4", "10-1/2"); anything with another denominator ("9/11") is a date or a code.

    Behind decimals it is one of their last place, as prices of grain are quoted: "$7.53-3/4" is 7.5375.
    """
    part, of = int(match["part"]), int(match["of"])
    if not 0 < part < of or of not in (2, 3, 4, 5, 8, 16, 32, 64, 100, 128):
        return None
    place = 10 ** -len(match["decimals"] or "")
    value = (_number(match["whole"]) if match["whole"] else 0) + part / of * place
    return Numeral(*match.span(), round(value, 9), "digits")


def _read_sign(match: re.Match[str]) -> Numeral:
    scale = _scale_factor(match["scales"])
    value = float(match["whole"] or 0) + load_data("numbers")["fraction_signs"][match["sign"]]
    return Numeral(*match.span(), value * scale, "digits", scale)


def _read_digits(match: re.Match[str]) -> Numeral | None:
    spaced = _spaced().match(match.string, match.start())
    if spaced and spaced["loose"]:
        before = match.string[max(0, match.start() - 16) : match.start()]
        spaced = spaced if _BEFORE_LOOSE.search(before) else None
    if spaced:
        scale = _scale_factor(spaced["scales"])
        return Numeral(*spaced.span(), _number(spaced["digits"]) * scale, "digits", scale)
    if re.fullmatch(r"0\d+", match["digits"]) and not _CLOCKED.match(match.string, match.end()):
        return None  # "007", the tail of "80, 000": a code or a piece of a number; but "3min 02sec"
    symbol = match["symbol"].strip()
    scale = _scale_factor(match["scales"]) * (load_data("numbers")["scale_symbols"][symbol] if symbol else 1)
    value = (_number(match["digits"]) + _part_of_one(match["part"])) * scale
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
    part = _part_of_one(match["part"]) * scale  # "a million and a half"
    return Numeral(*match.span(), total + current + part, "words", scale)


def _part_of_one(words: str | None) -> float:
    """0.25 of "and a quarter", "-and-three-quarters" is 0.75; 0 of nothing."""
    if words is None:
        return 0.0
    return 0.5 if words.lower().endswith("half") else 0.75 if "three" in words.lower() else 0.25
