"""Join numbers with their units, ranges and signs into quantities. Knows only text: what is counted, and at what time,
needs the parse (`flows.parse.figures.counted`, `flows.parse.figures.as_of`)."""

import re
from dataclasses import replace
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.money import Money, find_factor_behind, find_money_before, find_name_before
from flows.parse.figures.numerals import Numeral, find_numerals
from flows.parse.figures.quantity import Quantity
from flows.parse.figures.ranges import join_cents, join_parts, join_ranges, share_denominators, share_units
from flows.parse.figures.units import find_age, find_denominator, find_unit_after, find_unit_symbol, is_period
from flows.parse.lexicon import any_of

_MINUS = re.compile(r"\b(?:minus|negative)[\s-]\Z|(?<![\w)%−–-])[-−–]\Z", re.IGNORECASE)
_PLUS_OR_MINUS = re.compile(r"(?:\bplus\sor\sminus\s|\+/[-−]\s?|±\s?)\Z", re.IGNORECASE)
_PLUS = re.compile(r"(?<!\w)\+\Z")
_OF_A = re.compile(r"\s(?:of\s)?an?(?=\s)")
_STREET = re.compile(r"\s(?:[A-Z]\s)?(?:Street|St\.|Avenue|Ave\.|Road|Boulevard|Blvd\.)")
_MILLIONS = re.compile(r"[$€£][\d.,]+m\b|\d[\d.,]*m\s(?:[a-z]+s|people)\b")
_BEHIND_MILLIONS = re.compile(
    r"\s+(?!(?:across|always|as|does|has|his|is|its|less|perhaps|plus|this|thus|towards|versus|was)\b)(?:[a-z]+s|people|[A-Z]{3})\b"
)
_NEXT_NUMBER = re.compile(r"\s[\d.,]*\d(?:\s[mb]illion)?")
_LETTERED = re.compile(r"\d{1,3}[A-Z]")
_PRICE_OF_WEIGHT = re.compile(r"\bpounds\s(?:an?|per)\s(?:ton|tonne|kilo)\b")
_PAID = re.compile(
    r"\b(?:sold?\sfor|sell(?:s|ing)?\sfor|costs?|costing|paid|pays?|paying|spen[dt]|worth|valued\sat|profits?\sof|turnover\sof"
    r"|(?:[Ss]ales|[Tt]urnover|[Pp]rofits?|[Ii]ncome)[a-z\s]{0,30}\s(?:of|reached|to|at|was|were))\s(?:[a-z]+\s){0,3}\Z"
)
_LEAST_SUM = 100  # pounds that are no weight behind such a word
_SCALE = re.compile(r"\son\sthe\s(?P<unit>\w+)\sscale\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MORE = re.compile(r"\s(?:more|less|extra)(?=\s(?:an?|per|each)\s)")
_NUMBERED_TIME = re.compile(
    r"\b(?:in|by|from|after|until|to|of|at)\s(?:month|year)\s\Z", re.IGNORECASE
)  # "in year two"
_MOST_TIMES = 60
_NO = re.compile(r"(?<!\w)No\s\Z")  # "their No 9 limped off"
_PER = re.compile(r"\bper\s\Z")  # "61 cases per 100,000 people"
_BELOW_ZERO = re.compile(r"(?:\sdegrees?)?(?:\s(?:Celsius|Fahrenheit))?\sbelow\szero\b", re.IGNORECASE)
_DIGITS = re.compile(r"\s?\.?\d")
_LEAST_SCALE = 1000  # of an amount behind the name of its currency
_FAR = 80  # characters: how far before a number one of its kind may stand
_NEAR = 24  # characters: how far beside a number its sign, code or name may reach


def find_quantities(text: str) -> list[Quantity]:
    """Quantities of `text` in order; numbers of names, codes, clocks and results are left out."""
    found: list[Quantity] = []
    for numeral in find_numerals(text):
        if quantity := _read_quantity(text, numeral, found[-1].end if found else 0):
            found.append(quantity)
    found = [q for q in found if not _is_of_name(text, q)]
    found = [
        q
        for q in join_ranges(text, join_parts(text, join_cents(text, found)))
        if q.is_range or not _is_score_or_code(text, q)
    ]
    return [_on_scale(text, q) for q in share_denominators(text, share_units(text, found))]


def _on_scale(text: str, found: Quantity) -> Quantity:
    """`found` with the unit of the scale that it stands on: "5.5 on the Richter scale", "50 to 70 on the GPa scale"."""
    scale = _SCALE.match(text, found.end) if found.is_bare else None
    unit = find_unit_symbol(scale["unit"]) if scale else None
    return replace(found, unit=unit.name, unit_type=unit.unit_type) if unit else found


def _read_quantity(text: str, numeral: Numeral, first: int) -> Quantity | None:
    """Quantity of one number, with sign, currency sign, unit and denominator; None for a piece of a word or code.

    `first` is where the quantity before it ends: "10 USD 20 EUR".
    """
    start, value = numeral.start, numeral.value
    low, high = numeral.low or value, numeral.high or value
    found = Quantity(start, numeral.end, start, numeral.end, value, low, high, numeral.kind, numeral.scale)
    if numeral.kind == "multiple":
        return replace(found, unit="time", unit_type="count")
    if money := find_money_before(text, first, start - (text[start - 1 : start] in "-−"), numeral):
        found = _with_money_before(found, money)
        found = _skip_unit_twin(text, found)
    else:
        found = _with_unit_behind(text, _resolve_metre(text, found))
    if found.is_bare and found.scale >= _LEAST_SCALE and (money := find_name_before(text, first, start)):
        found = _with_money_before(found, money)
    if _is_glued(text, found):
        return None
    return _with_sign(text, found)


def _with_money_before(found: Quantity, money: Money) -> Quantity:
    return _times(replace(found, start=money.edge, unit=money.code, unit_type="money"), money.factor)


def _times(found: Quantity, factor: float) -> Quantity:
    """`found` with the scale that stands in or behind its currency, unless it has one of its own."""
    if factor == 1 or found.scale > 1:
        return found
    low, high = round(found.low * factor, 6), round(found.high * factor, 6)
    return replace(found, value=round(found.value * factor, 6), low=low, high=high, scale=factor)


def _with_unit_behind(text: str, found: Quantity) -> Quantity:
    start = found.number_end
    is_share = " in " in text[found.start : found.number_end] or " out of " in text[found.start : found.number_end]
    if found.value < 1 and not is_share and (of_a := _OF_A.match(text, start)):  # "half a mile", "1/16 of an inch"
        start = of_a.end()
    behind = find_unit_after(text, start, found.value)
    if behind is None:
        return found
    end, unit = behind
    name, unit_type = unit.name, unit.unit_type
    if unit_type == "money" and _is_before_next(text, found, end):
        return found
    if name == "pound" and _is_sterling(text, found, end):
        name, unit_type = "GBP", "money"
    if unit_type == "money" and found.scale == 1:
        end, factor = find_factor_behind(text, start, end)
        found = _times(found, factor)
    if unit_type == "duration" and (age_end := find_age(text, end)):
        return replace(found, end=age_end, unit=f"{name} of age", unit_type=unit_type)
    return _with_denominator(text, replace(found, end=end, unit=name, unit_type=unit_type))


def _with_denominator(text: str, found: Quantity) -> Quantity:
    more = _MORE.match(text, found.end) if found.unit_type == "money" else None  # "$5 more an hour"
    per = find_denominator(text, more.end() if more else found.end)
    if per and found.unit_type == "percent" and not is_period(per[1]):
        return found
    return replace(found, end=per[0], unit=f"{found.unit} per {per[1]}") if per else found


def _skip_unit_twin(text: str, found: Quantity) -> Quantity:
    """Take in the currency said again behind the amount: "$5 US a kilo", "$10 dollars"."""
    behind = find_unit_after(text, found.number_end, found.value)
    if behind and _is_of_next(text, found, behind[0]):
        behind = None
    if behind and behind[1].unit_type == "money" and _says_again(behind[1].name, found):
        found = replace(found, end=behind[0], unit=behind[1].name)
    elif found.unit == "USD" and (match := re.compile(r"\s(?:US|U\.S\.)(?=[\s,.])").match(text, found.end)):
        found = replace(found, end=match.end())
    return _with_denominator(text, found)


def _says_again(currency: str, found: Quantity) -> bool:
    """True for the currency of the sign, and for another one that has the same sign: "$5 pesos"."""
    return currency == found.unit or (found.unit == "USD" and currency in load_data("currencies")["dollar_signed"])


def _is_before_next(text: str, found: Quantity, end: int) -> bool:
    """True for a sign up to `end` that is the next number's: "in 2010 $ 20 million", "10 $ 20 tickets".

    It is the first number's in "10 $ 20 $" and, in letters and before plain digits, in "10 USD 20 times".
    """
    number = _NEXT_NUMBER.match(text, end)
    if number is None:
        return False
    behind = find_unit_after(text, number.end(), _LEAST_SCALE)
    if behind and behind[1].unit_type == "money":
        return False
    is_word = any(map(str.isalpha, text[found.number_end : end]))
    is_plain = number[0].strip().isdigit() and not _YEAR.fullmatch(text, found.number_start, found.number_end)
    return not (is_word and is_plain)


def _is_of_next(text: str, found: Quantity, end: int) -> bool:
    """True for the second sign of "$20 $30" and of "USD 20 EUR 30": amounts in a row, each behind its sign."""
    if not _DIGITS.match(text, end):
        return False
    is_word = any(map(str.isalpha, text[found.number_end : end]))
    return not is_word or any(map(str.isalpha, text[found.start : found.number_start]))


def _is_sterling(text: str, found: Quantity, end: int) -> bool:
    """Pounds are money by the million, or where the text has a pound sign or a price by weight ("pounds a tonne");
    "pounds of" something are a weight."""
    near = text[max(0, found.start - 200) : found.end + 200]
    is_paid = _PAID.search(text, max(0, found.start - _FAR), found.start) if found.value >= _LEAST_SUM else None
    is_money = found.scale >= 1e6 or "£" in near or is_paid is not None or _PRICE_OF_WEIGHT.search(near) is not None
    return is_money and not re.match(r"\s+of\b", text[end : end + 4])


def _resolve_metre(text: str, found: Quantity) -> Quantity:
    """Read the `m` of "37m" as meters unless a plural or a currency follows, or did before ("3m cars, then 2m")."""
    if not re.fullmatch(r"[\d.,]+\s?m", text[found.start : found.end]):
        return found
    if _MILLIONS.search(text, max(0, found.start - _FAR), found.start) or _is_of_audience(text):
        return found
    if _BEHIND_MILLIONS.match(text, found.end) or find_unit_after(text, found.end, 100):
        return found
    digits_end = found.end - 1 - (text[found.end - 2] == " ")
    value = round(found.value / found.scale, 6)
    return replace(found, end=digits_end, number_end=digits_end, value=value, low=value, high=value, scale=1.0)


def _is_of_audience(text: str) -> bool:
    """True where the `m` of "watched by 4.3m" are millions: the sentence tells of sales or viewers, not of lengths."""
    near = set(re.findall(r"[a-z]+", text.lower()))
    data = load_data("quantities")
    return not near.isdisjoint(data["told_in_millions"]) and near.isdisjoint(data["told_in_metres"])


def _is_glued(text: str, found: Quantity) -> bool:
    """True for digits inside of a word or code: `F15`, `MQ-9`, `H2`, `5G`, `4:39`, `9/11`, `555-0199-22`, `1.2.3`."""
    before, after = text[max(0, found.start - _NEAR) : found.start], text[found.end : found.end + _NEAR]
    if re.search(r"[^\W_]$|\d[.,:/⁄]$|[A-Z]\.$|[§#]\s?$|\d-\d+-$", before) or re.match(
        r"[^\W_]|[:/⁄]\d|[.,]\d|-\d+-\d|[)]\s?\d{3}-", after
    ):
        return not re.match(r"[A-Za-z]*\s?[x×]\s?\d", after)
    if before.lower().endswith("-to-"):  # "9-to-5"
        return True
    hyphened = re.search(r"(-?[^\W\d_]+)[-‑]$", before)  # "now-18", but not "double-B-2"
    prefix = hyphened[1] if hyphened else ""
    prefix = prefix.lower() if found.start == len(prefix) + 1 else prefix  # opens the sentence; else "An-70"
    if prefix in ("over", "under") and found.is_bare:  # "under-five children"
        return True
    return bool(hyphened and prefix not in load_data("quantities")["prefixes_with_hyphen"])


def _with_sign(text: str, found: Quantity) -> Quantity:
    """Negative numbers ("minus-40", "-0.5%", "$-7bn") and written gains ("+0.2%")."""
    if found.number_start > found.start and text[found.number_start - 1] in "-−":
        return replace(found, value=-found.value, low=-found.high, high=-found.low, sign="-")
    if _BELOW_ZERO.match(text, found.end):
        return replace(found, value=-found.value, low=-found.high, high=-found.low, sign="-")
    if match := _PLUS_OR_MINUS.search(text, max(0, found.start - _NEAR), found.start):
        return replace(found, start=match.start())
    if match := _MINUS.search(text, max(0, found.start - _NEAR), found.start):
        return replace(found, start=match.start(), value=-found.value, low=-found.high, high=-found.low, sign="-")
    if match := _PLUS.search(text, max(0, found.start - 2), found.start):
        return replace(found, start=match.start(), sign="+")
    return found


@cache
def _name_cue() -> re.Pattern[str]:
    data = load_data("quantities")
    of_time = any_of(data["name_cues_of_time"])
    unsaid = "".join(rf"(?<!\b(?i:{word})\s)" for word in data["which_time"])  # "this week 30 people died"
    return re.compile(rf"(?<![\w$])(?:{any_of(data['name_cues'])}|{unsaid}{of_time})\s?\(?\Z")


@cache
def _name_follower() -> re.Pattern[str]:
    return re.compile(rf"\s?{any_of(load_data('quantities')['name_followers'], fold_case=False)}(?!\w)")


def _is_of_name(text: str, found: Quantity) -> bool:
    """True for numbers that name or number a thing: "Section 88", "No. 5", "18 U.S.C.", a list number, a score."""
    is_letter = text[found.number_end : found.end].strip() in load_data("units")["degree_letters"]  # "Terminal 2 F"
    if found.is_bare and _STREET.match(text, found.number_end):  # "1415 K Street"
        return True
    if found.is_bare and _PER.search(text, max(0, found.start - _NEAR), found.start):
        return True
    if not (found.is_bare or is_letter) or found.kind in ("vague", "magnitude", "fraction"):
        return False
    if found.scale > 1 and not _LETTERED.fullmatch(text, found.start, found.end):  # "Apt. 3B"
        return False
    if text[found.number_start : found.number_end] in load_data("quantities")["names"]:  # "3M shares"
        return True
    if "," in text[found.number_start : found.number_end]:  # "Volume 140,000 shares"
        return False
    if _name_follower().match(text, found.end) or _name_cue().search(text, max(0, found.start - 20), found.start):
        return True
    if _NO.search(text, max(0, found.start - 4), found.start):
        return True
    if found.value < _MOST_TIMES and _NUMBERED_TIME.search(text, max(0, found.start - _NEAR), found.start):
        return True
    is_first = found.start <= 2 and not text[: found.start].strip(" (")
    return is_first and bool(re.match(r"\)|[.:][\s\"“]", text[found.end : found.end + 2]))


def _is_score_or_code(text: str, found: Quantity) -> bool:
    """True for a number that hyphens tie to other digits: "won 2-1", "555-0199"."""
    before, after = text[max(0, found.start - 2) : found.start], text[found.end : found.end + 2]
    return bool(re.match(r"\d[-–]", before) or re.match(r"[-–]\d", after))
