"""What neighbouring quantities of a text make together: ranges, sums of money with their cents, lists with one unit.

Knows only text, as `flows.parse.figures.quantities`, which finds the single ones.
"""

import re
from dataclasses import replace
from itertools import pairwise

from flows.parse.data import load_data
from flows.parse.figures.change_words import follows_change, past_change
from flows.parse.figures.quantity import Quantity
from flows.parse.figures.units import find_denominator

_WHOLE_OF = {"cent": ("USD", "EUR", "AUD", "CAD", "NZD", "HKD", "SGD"), "penny": ("GBP",)}
_WITH_CENTS = frozenset(code for codes in _WHOLE_OF.values() for code in codes)
_SHORTEST_NAME = 4  # letters: `euro`, but not `USD`
_PART_LINK = re.compile(r",?\s?(?:and\s)?")
_CLAUSE_END = re.compile(r"[.,;:!?)”\"’](?!\w)|\Z")
_LINK = re.compile(r"\s?(?:-|–|—|\bto\b|\bor(?: even)?\b|\bthrough\b|\btill\b)-?\s?$")
_FROM = re.compile(
    r"\bfrom\s(?:(?:about|around|over|under|nearly|almost|barely|roughly|just|some|only|an?|record|estimated|more|less|fewer|than|up|to)"
    r"\s){0,3}\Z"
)
_ANYTHING = re.compile(r"\b(?:any|some)(?:thing|where)\s\Z")
_AND_ON = re.compile(r"\sto\s[$€£]?\d")
_FAR = 60  # characters
_WIDEST = 4  # times the low end of sums behind a verb of change
_FROM_LINK = re.compile(
    r"(?:[^,;()]{0,30}\s)?to\s(?:(?:about|around|over|nearly|almost|barely|roughly|just|some|only|up)\s){0,2}$"
)


def join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join neighbours that make one interval: "10 to 12", "between $62 and $68"; "fell from 310 to 290" is none."""
    joined: list[Quantity] = []
    for quantity in _join_hyphened(text, found):
        if len(joined) > 1 and _is_year_of_move(text, joined[-1], quantity) and _is_range(text, joined[-2], quantity):
            joined.pop()  # "from 310 in 2008 to 290"
        if joined and _is_range(text, joined[-1], quantity):
            joined[-1] = _join(joined[-1], quantity)
        else:
            joined.append(quantity)
    return joined


def _join_hyphened(text: str, found: list[Quantity]) -> list[Quantity]:
    """Hyphens tie closer than words: "from 24 to 33-35 billion" moves to a range."""
    joined: list[Quantity] = []
    for quantity in found:
        is_tied = joined and re.fullmatch(r"\s?[-–—]\s?", text[joined[-1].end : quantity.start])
        if is_tied and _is_range(text, joined[-1], quantity):
            joined[-1] = _join(joined[-1], quantity)
        else:
            joined.append(quantity)
    return joined


def _is_year_of_move(text: str, year: Quantity, right: Quantity) -> bool:
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", text[year.start : year.end])
        and re.search(r"\bin\s\Z", text[max(0, year.start - 4) : year.start])
        and re.fullmatch(r"\sto\s(?:\w+\s)?", text[year.end : right.start])
    )


def join_cents(text: str, found: list[Quantity]) -> list[Quantity]:
    """Add the cents to the dollars before them: "three dollars and 50 cents", "three dollars fifty"."""
    joined: list[Quantity] = []
    for quantity in found:
        left = joined[-1] if joined else None
        whole = _WHOLE_OF.get(quantity.unit or "", ())
        is_named = left is not None and left.unit in whole and _is_with_cents(text, left, quantity)
        if left and (is_named or _is_spoken_sum(text, left, quantity)):
            value = round(left.value + quantity.value / 100, 2)
            joined[-1] = replace(
                left, end=quantity.end, number_end=quantity.number_end, value=value, low=value, high=value
            )
        else:
            joined.append(quantity)
    return joined


def _is_with_cents(text: str, dollars: Quantity, cents: Quantity) -> bool:
    """True for "$3 and 50 cents" and "three dollars, 50 cents", not "$3.10, 50 cents less" and "$3, 50 cents less"."""
    link = re.fullmatch(r"(,?)\s(and\s)?", text[dollars.end : cents.start])
    is_in_words = dollars.end > dollars.number_end
    return link is not None and dollars.value % 1 == 0 and (link[1] == "" or link[2] is not None or is_in_words)


def join_parts(text: str, found: list[Quantity]) -> list[Quantity]:
    """One measure, in its smallest unit, of "3 hours 20 minutes" and "6 feet 2 inches"."""
    joined: list[Quantity] = []
    for quantity in found:
        left = joined[-1] if joined else None
        part, factor = load_data("units")["parts"].get(left.unit if left else None, (None, 1))
        is_part = (
            left and part is not None and part == quantity.unit and quantity.value < factor and left.value % 1 == 0
        )
        if left and is_part and _PART_LINK.fullmatch(text, left.end, quantity.start) and quantity.sign is None:
            value = round(left.value * factor + quantity.value, 6)
            joined[-1] = replace(
                quantity, start=left.start, number_start=left.number_start, value=value, low=value, high=value
            )
        else:
            joined.append(quantity)
    return joined


def _is_spoken_sum(text: str, left: Quantity, right: Quantity) -> bool:
    """True for dollars and cents that end the clause: "cost thirteen dollars forty-five"; with a noun behind, as in
    "paid ten dollars fifty times", the second number counts that."""
    name = text[left.number_end : left.end].strip()
    if left.unit not in _WITH_CENTS or left.scale > 1 or left.value % 1 or len(name) < _SHORTEST_NAME:
        return False
    is_cents = right.is_bare and right.scale == 1 and 10 <= right.value <= 99 and right.value % 1 == 0
    return is_cents and text[left.end : right.start] == " " and _CLAUSE_END.match(text, right.end) is not None


_SETS_BEFORE = re.compile(r"(?<![\d-])[0-7]-[0-7](?:\s\(\d+-\d+\))?,?\s\Z")
_SETS_BEHIND = re.compile(r"(?:\s\(\d+-\d+\))?,?\s[0-7]-[0-7](?![\d-])")
_BOWLED_FOR = re.compile(r"\b(?:finished|returned|ended|figures)\s(?:up\s)?(?:with|of)\s\Z")


def _is_of_game(text: str, left: Quantity, right: Quantity) -> bool:
    """True for a set of "6-4 4-6 7-5" and for the figures of a bowler: "finished with 4-19"."""
    if text[left.end : right.start] != "-" or not (left.is_bare and right.is_bare) or left.value > 10:
        return False
    if _BOWLED_FOR.search(text, max(0, left.start - 20), left.start):
        return text[right.end : right.end + 1] != " "
    is_set = right.value < 8
    behind = _SETS_BEHIND.match(text, right.end)
    return is_set and bool(behind or _SETS_BEFORE.search(text, max(0, left.start - 16), left.start))


def _is_range(text: str, left: Quantity, right: Quantity) -> bool:
    if _is_of_game(text, left, right):
        return False
    gap, before = text[left.end : right.start], text[max(0, left.start - 12) : left.start].lower()
    if left.is_range or right.is_range or right.kind == "fraction" or not _is_same_unit(left, right):
        return False
    is_year = _YEAR.fullmatch(text, right.start, right.end)
    if _is_dated(text, left) and (right.unit or not is_year):  # "in 2019 to $8 million", "in May 2022 to 9,104"
        return False
    is_after_change = past_change().search(text, max(0, left.start - 24), left.start) is not None
    if left.is_bare and right.unit_type == "money" and right.start < right.number_start and is_after_change:
        return False  # "corn gained 2 to $3.68"
    if left.kind == "fraction" and right.unit_type == "money":  # "grew by a third to $9 million"
        return False
    if _is_move(text, left, right):
        return False
    is_share = left.unit_type == "percent"  # "could rise by 5% to 10%" is a range
    if left.unit and right.unit and not is_share and re.search(r"\bby\s(?:\w+\s)?$", before):  # "rose by $2 to $9"
        return False
    is_wide = left.is_bare and right.is_bare and right.value > _WIDEST * _scaled_low(left, right)
    if is_wide and re.search(r"\bby\s(?:\w+\s)?$", before):  # "rose by 12,000 to 390,000"
        return False
    is_quote = left.unit_type == right.unit_type == "money" or (left.is_bare and right.is_bare)
    is_twice = gap == " to " and left.unit and not is_share and (right.unit or left.unit_type == "money")
    if (is_quote or is_twice) and past_change().search(text, max(0, left.start - 24), left.start):
        return False  # "rose $2 to $9", "fell 1/2 to 37", "lost 3 tons to 40 tons a year", "gained 2 euros to 9"
    is_far = left.unit_type == "money" and right.value > _WIDEST * _scaled_low(left, right)
    if is_far and gap == " to " and follows_change(text, left.start):
        return False  # "pushed up the price five cents to $9"
    if re.search(r"\bfrom\s(?:\w+\s)?$", before) and len(gap) < 40 and _FROM_LINK.fullmatch(gap):
        return not (left.is_bare and right.is_bare) or left.value != right.value
    rises = _scaled_low(left, right) < right.value
    if re.search(r"\bbetween\s(?:\w+\s)?$", before):
        return rises and bool(re.fullmatch(r"\s(?:and|to)\s", gap))
    return rises and bool(_LINK.fullmatch(gap)) and not (left.unit and left.unit_type != "money" and right.is_bare)


def _is_move(text: str, left: Quantity, right: Quantity) -> bool:
    """True for the two amounts of "fell from 58 percent in May to 55 percent"; not for "raised it from 5 to 7 to 9"."""
    before = _FROM.search(text, max(0, left.start - _FAR), left.start)
    is_led = before is not None and _FROM_LINK.fullmatch(text, left.end, right.start) is not None
    is_anything = before is not None and _ANYTHING.search(text, 0, before.start()) is not None
    if before is None or is_anything or not is_led or not _is_same_unit(left, right) or _AND_ON.match(text, right.end):
        return False
    return follows_change(text, before.start())


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


_IN_BRACKETS = re.compile(r"\s?\(")


def share_denominators(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give a price and its conversion in brackets the denominator that follows: "900 rupees ($12) per acre"."""
    shared = list(found)
    for i, (said, converted) in enumerate(pairwise(found)):
        if said.unit_type == converted.unit_type == "money" and text.startswith(")", converted.end):
            per = find_denominator(text, converted.end + 1)
            if per and _IN_BRACKETS.fullmatch(text, said.end, converted.start):
                shared[i] = replace(said, unit=f"{said.unit} per {per[1]}")
                shared[i + 1] = replace(converted, unit=f"{converted.unit} per {per[1]}")
    return shared


_NAME = re.compile(r"(?<=\s)[A-Z][\w&.]*\s\Z")  # "the Dow 30, 3%"
_LONGEST_NAME = 20  # characters
_BEFORE_YEAR = re.compile(r"\b(?:by|in|since|until|till|before|after|during)\s(?:[A-Z][a-z]+\s)?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_WHOLE = 1000  # said without its scale
_LIST_LINK = re.compile(r"-?(?:,?\s?(?:(?:and|to)\s)?|\sor\s)(?:[$€£]\s?)?$")  # "4,000, or 9%" says it again


def share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give bare numbers of a list the unit of the next one: "5, 6 and 7 percent", "two-, five- and ten-year". The ends
    of a move have one unit: "from 14-18 miles to 24", "from 208 pounds in May to 193"."""
    shared = list(found)
    closed = len(found)  # index of the amount that `and` or `or` closes the list with, or of one before it
    for i in range(len(found) - 2, -1, -1):
        last = i + 1 + (i + 2 < len(found) and _is_year_of_move(text, shared[i + 1], shared[i + 2]))
        left, right = shared[i], shared[last]
        gap = text[left.end : right.start]
        is_uneven = left.is_range != right.is_range and gap == " to "
        is_move = _is_move(text, left, right)
        if (is_uneven or is_move) and (left.kind == right.kind or left.value == 0):
            shared[i], shared[last] = _with_unit_of(left, right), _with_unit_of(right, left)
            if is_move:
                direction = _direction(shared[i], shared[last])
                shared[i] = replace(shared[i], is_of_move=True)
                shared[last] = replace(shared[last], is_of_move=True, direction=direction)
        elif last > i + 1 or _is_dated(text, left):
            continue
        elif left.is_bare and right.unit and left.kind == right.kind and _is_list_gap(gap, right):
            if _NAME.search(text, max(0, left.start - _LONGEST_NAME), left.start):
                continue
            if gap == " to " and past_change().search(text, max(0, left.start - _LONGEST_NAME), left.start):
                continue  # "corn gained 2 to $3.68"
            if gap.strip() == "," and (closed != last or (right.sign and not left.sign)):
                continue  # "the town of 300, 9 miles north", "sold 300, +5%"
            closed = i
            shared[i] = replace(left, unit=right.unit, unit_type=right.unit_type)
    return shared


def _direction(left: Quantity, right: Quantity) -> str | None:
    """Which way a move went; None where the ranges at its ends overlap."""
    return "up" if right.low > left.high else "down" if right.high < left.low else None


def _with_unit_of(quantity: Quantity, other: Quantity) -> Quantity:
    """`quantity` with the unit of `other`, and with its scale where it has none: "from $3 to $5 billion"."""
    is_short = quantity.scale == 1 and quantity.value < _LEAST_WHOLE
    factor = other.scale if is_short else 1.0
    if not (quantity.is_bare or (other.unit or "").startswith(f"{quantity.unit} per ")) or other.is_bare:
        other = quantity
    low, high, value = quantity.low * factor, quantity.high * factor, quantity.value * factor
    return replace(quantity, unit=other.unit, unit_type=other.unit_type, value=value, low=low, high=high)


def _is_dated(text: str, number: Quantity) -> bool:
    """True for the year of "by 2030 to 32 percent"."""
    year = _YEAR.fullmatch(text, number.start, number.end)
    return (
        year is not None and _BEFORE_YEAR.search(text, max(0, number.start - _LONGEST_NAME), number.start) is not None
    )


def _is_list_gap(gap: str, right: Quantity) -> bool:
    """True for what stands between items of a list, or in "30 million of the 2 billion pesos"."""
    if right.unit_type in ("money", "percent") and re.fullmatch(r"\sof\s(?:the|its|their)\s", gap):
        return True
    return bool(re.search(r"\w|,|-", gap) and _LIST_LINK.fullmatch(gap))
