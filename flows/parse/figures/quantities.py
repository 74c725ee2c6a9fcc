"""Join numbers with their units, ranges and signs into quantities. Knows only text: what is counted, and at what time,
needs the parse (`flows.parse.figures.counted`, `flows.parse.figures.as_of`)."""

import re
from dataclasses import dataclass, replace
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.numerals import Numeral, find_numerals
from flows.parse.figures.units import find_age, find_currency_before, find_denominator, find_unit_after
from flows.parse.lexicon import any_of


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or a range of them; offsets are into the text it was found in.

    `number_end` is where the (last) number ends: what it counts stands behind. `low` and `high` differ only in a range;
    `value` is the number said, in a range the one said first. `sign` is `+` or `-` when one is written.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    low: float
    high: float
    kind: str
    scale: float = 1.0
    unit: str | None = None
    unit_type: str | None = None
    is_range: bool = False
    sign: str | None = None

    @property
    def is_bare(self) -> bool:
        """True when no unit of the lexicon stands beside the number."""
        return self.unit is None


def find_quantities(text: str) -> list[Quantity]:
    """Quantities of `text` in order; numbers of names, codes, clocks and results are left out."""
    found = [q for numeral in find_numerals(text) if (q := _read_quantity(text, numeral))]
    found = [q for q in found if not _is_of_name(text, q)]
    found = [q for q in _join_ranges(text, found) if q.is_range or not _is_score_or_code(text, q)]
    return _share_units(text, found)


def _read_quantity(text: str, numeral: Numeral) -> Quantity | None:
    """Quantity of one number, with sign, currency sign, unit and denominator; None for a piece of a word or code."""
    start, value = numeral.start, numeral.value
    is_amount = numeral.scale > 1 or not text[numeral.start : numeral.end].isdigit()
    found = Quantity(start, numeral.end, start, numeral.end, value, value, value, numeral.kind, numeral.scale)
    if currency := find_currency_before(text, start - (text[start - 1 : start] in "-−"), is_amount):
        found = replace(found, start=currency[0], unit=currency[1].name, unit_type="money")
        found = _skip_unit_twin(text, found)
    else:
        found = _with_unit_behind(text, _resolve_metre(text, found))
    if _is_glued(text, found):
        return None
    return _with_sign(text, found)


def _with_unit_behind(text: str, found: Quantity) -> Quantity:
    behind = find_unit_after(text, found.number_end, found.value)
    if behind is None:
        return found
    end, unit = behind
    name, unit_type = unit.name, unit.unit_type
    if name == "pound" and _is_sterling(text, found, end):
        name, unit_type = "GBP", "money"
    if unit_type == "duration" and (age_end := find_age(text, end)):
        return replace(found, end=age_end, unit=f"{name} of age", unit_type=unit_type)
    return _with_denominator(text, replace(found, end=end, unit=name, unit_type=unit_type))


def _with_denominator(text: str, found: Quantity) -> Quantity:
    per = None if found.unit_type == "percent" else find_denominator(text, found.end)
    return replace(found, end=per[0], unit=f"{found.unit} per {per[1]}") if per else found


def _skip_unit_twin(text: str, found: Quantity) -> Quantity:
    """Take in the currency said again behind the amount: "$5 US a kilo", "$10 dollars"."""
    behind = find_unit_after(text, found.number_end, found.value)
    if behind and behind[1].unit_type == "money" and behind[1].name in (found.unit, "AUD", "CAD", "NZD", "HKD", "SGD"):
        found = replace(found, end=behind[0], unit=behind[1].name)
    elif found.unit == "USD" and (match := re.compile(r"\s(?:US|U\.S\.)(?=[\s,.])").match(text, found.end)):
        found = replace(found, end=match.end())
    return _with_denominator(text, found)


def _is_sterling(text: str, found: Quantity, end: int) -> bool:
    """Pounds are money by the million, or where the text has a pound sign; "pounds of" something are a weight."""
    return not re.match(r"\s+of\b", text[end : end + 4]) and (found.scale >= 1e6 or "£" in text)


def _resolve_metre(text: str, found: Quantity) -> Quantity:
    """Read the `m` of "37m" as meters unless a plural or a currency follows ("3m people")."""
    if not re.fullmatch(r"[\d.,]+\s?m", text[found.start : found.end]):
        return found
    if re.match(r"\s+(?:[a-z]+s|people|[A-Z]{3})\b", text[found.end : found.end + 24]) or find_unit_after(
        text, found.end, 100
    ):
        return found
    digits_end = found.end - 1 - (text[found.end - 2] == " ")
    value = round(found.value / found.scale, 6)
    return replace(found, end=digits_end, number_end=digits_end, value=value, low=value, high=value, scale=1.0)


def _is_glued(text: str, found: Quantity) -> bool:
    """True for digits inside of a word or code: `F15`, `MQ-9`, `H2`, `5G`, `4:39`, `9/11`, `555-0199-22`, `1.2.3`."""
    before, after = text[: found.start], text[found.end :]
    if re.search(r"[^\W_]$|\d[.,:/⁄]$|[§#]\s?$|\d-\d+-$", before) or re.match(
        r"[^\W_]|[:/⁄]\d|[.,]\d|-\d+-\d|[)]\s?\d{3}-", after
    ):
        return not re.match(r"[A-Za-z]*\s?[x×]\s?\d", after)
    if before.lower().endswith("-to-"):  # "9-to-5"
        return True
    hyphened = re.search(r"([^\W\d_]+)[-‑]$", before)
    return bool(hyphened and hyphened[1].lower() not in load_data("quantities")["prefixes_with_hyphen"])


def _with_sign(text: str, found: Quantity) -> Quantity:
    """Negative numbers ("minus-40", "-0.5%", "$-7bn") and written gains ("+0.2%")."""
    before = text[: found.start]
    if found.number_start > found.start and text[found.number_start - 1] in "-−":
        return replace(found, value=-found.value, low=-found.low, high=-found.high, sign="-")
    if match := re.search(r"\b(?:minus|negative)[\s-]$|(?<![\w)%])[-−–](?=$)", before, re.IGNORECASE):
        return replace(found, start=match.start(), value=-found.value, low=-found.low, high=-found.high, sign="-")
    if match := re.search(r"(?<!\w)\+$", before):
        return replace(found, start=match.start(), sign="+")
    return found


@cache
def _name_cue() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$]){any_of(load_data('quantities')['name_cues'])}\s?\(?\Z")


@cache
def _name_follower() -> re.Pattern[str]:
    return re.compile(rf"\s?{any_of(load_data('quantities')['name_followers'], fold_case=False)}(?!\w)")


def _is_of_name(text: str, found: Quantity) -> bool:
    """True for numbers that name or number a thing: "Section 88", "No. 5", "18 U.S.C.", a list number, a score."""
    if not found.is_bare or found.kind in ("vague", "fraction") or found.scale > 1:
        return False
    if _name_follower().match(text, found.end) or _name_cue().search(text, max(0, found.start - 20), found.start):
        return True
    return bool(not text[: found.start].strip(" (") and re.match(r"\)|[.:]\s", text[found.end :]))


def _is_score_or_code(text: str, found: Quantity) -> bool:
    """True for a number that hyphens tie to other digits: "won 2-1", "555-0199"."""
    return bool(re.search(r"\d[-–]$", text[: found.start]) or re.match(r"[-–]\d", text[found.end :]))


_LINK = re.compile(r"\s?(?:-|–|—|\bto\b|\bor(?: even)?\b|\bthrough\b|\btill\b)-?\s?$")
_FROM_LINK = re.compile(
    r"(?:[^,;()]{0,30}\s)?to\s(?:(?:about|around|over|nearly|almost|roughly|just|some|only|up)\s){0,2}$"
)


def _join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join neighbours that make one interval: "10 to 12", "between $62 and $68", "fell from 310 to 290"."""
    joined: list[Quantity] = []
    for quantity in found:
        if joined and _is_range(text, joined[-1], quantity):
            joined[-1] = _join(joined[-1], quantity)
        else:
            joined.append(quantity)
    return joined


def _is_range(text: str, left: Quantity, right: Quantity) -> bool:
    gap, before = text[left.end : right.start], text[max(0, left.start - 12) : left.start].lower()
    if left.is_range or right.kind == "fraction" or not _is_same_unit(left, right):
        return False
    if left.unit and right.unit and re.search(r"\bby\s(?:\w+\s)?$", before):  # "rose by $2 to $9"
        return False
    if re.search(r"\bfrom\s(?:\w+\s)?$", before) and len(gap) < 40 and _FROM_LINK.fullmatch(gap):
        return not (left.is_bare and right.is_bare) or left.value != right.value
    rises = _scaled_low(left, right) < right.value
    if re.search(r"\bbetween\s(?:\w+\s)?$", before):
        return rises and bool(re.fullmatch(r"\s(?:and|to)\s", gap))
    return rises and bool(_LINK.fullmatch(gap)) and not (left.unit and left.unit_type != "money" and right.is_bare)


def _is_same_unit(left: Quantity, right: Quantity) -> bool:
    """True unless both have a unit of their own; "$4 and $6 per kilo" have one."""
    units = sorted((left.unit or "", right.unit or ""))
    return units[0] in ("", units[1]) or units[1].startswith(f"{units[0]} per ")


def _scaled_low(left: Quantity, right: Quantity) -> float:
    """Value of the left end; "1 to 2 thousand" and "$3 to $5 billion" give it the scale of the right one."""
    shares = left.scale == 1 and left.kind == right.kind and left.value < right.value / right.scale
    return left.value * right.scale if shares else left.value


def _join(left: Quantity, right: Quantity) -> Quantity:
    low, high = _scaled_low(left, right), right.value
    named = max(right, left, key=lambda q: len(q.unit or ""))
    return replace(
        right,
        start=left.start,
        number_start=left.number_start,
        value=low,
        low=min(low, high),
        high=max(low, high),
        unit=named.unit,
        unit_type=named.unit_type,
        is_range=True,
        end=max(left.end, right.end),
    )


_LIST_LINK = re.compile(r"-?,?\s?(?:(?:and|or|to)\s)?(?:[$€£]\s?)?$")


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give bare numbers of a list the unit of the next one: "5, 6 and 7 percent", "two-, five- and ten-year"."""
    shared = list(found)
    for i in range(len(found) - 2, -1, -1):
        left, right = shared[i], shared[i + 1]
        gap = text[left.end : right.start]
        if left.is_bare and right.unit and left.kind == right.kind and _is_list_gap(gap, right):
            shared[i] = replace(left, unit=right.unit, unit_type=right.unit_type)
    return shared


def _is_list_gap(gap: str, right: Quantity) -> bool:
    """True for what stands between items of a list, or in "30 million of the 2 billion pesos"."""
    if right.unit_type in ("money", "percent") and re.fullmatch(r"\sof\s(?:the|its|their)\s", gap):
        return True
    return bool(re.search(r"\w|,|-", gap) and _LIST_LINK.fullmatch(gap))
