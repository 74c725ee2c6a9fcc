"""What a number states that leaves out what the one before it has said: "sank 31 boats in Peru and six in Chile"."""

import re

from flows.parse.data import load_data
from flows.parse.figures.counts import is_setting, is_year
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.sentence import Sentence, next_token
from flows.parse.tokens import Span

_FORMER = re.compile(
    r"(?:,\s(?:up\sfrom|down\sfrom)|,?\s(?:compared\swith|compared\sto|against|versus|rather\sthan|instead\sof))\s(?:[a-z]+\s){0,2}"
)
FORMER_APART = re.compile(  # "sold 300 cars in the three months to June, compared with 200"
    r"[^;.()\d]{0,70},\s(?:up\sfrom|down\sfrom|compared\swith|compared\sto|against|versus)\s(?:[a-z]+\s){0,2}"
)
_SAME_AGAIN = re.compile(
    r"\s(?:w(?:ere|as)\s)?(?P<place>in|from|at|on|for|among|to|by)\s[^;.()\d]{2,40}?"
    r"(?:,|(?:,\s|\s)(?:and|but|with|plus))\s(?:[a-z]+\s){0,3}"
)
_TIME = r"\s(?:in|on|for|by)\s(?:[A-Z]\w+|(?:19|20)\d\d)|\s(?:last|this|next)\s(?:week|month|quarter|season|year)"
_ANOTHER_TIME = re.compile(
    rf"(?:\s[a-z]+){{0,4}}(?:{_TIME})(?:,\s|,?\s(?:and|but)\s)(?:[a-z]+\s){{0,2}}"
)  # "12 degrees in 2018 and 9 last year"
_NEXT_NAME = re.compile(
    r"(?:[,;]|,?\s(?:and|while|but))\s(?:the\s|his\s|her\s|their\s)?"
    r"(?P<name>[A-Z][\w.'’&-]*(?:\s[A-Z][\w.'’&-]*){0,3}|wife|husband|brother|sister|driver|rival|opponent)\s(?:[a-z]+\s){0,2}"
)
_NAME_ENDS = re.compile(r"[,.;)]|\s(?:and|with|after|in\s(?:the|20))\b|\Z")
_AT_TIME = re.compile(_TIME)
_PART = re.compile(r"(?:[^;.()]{0,40},\sincluding|\s\()\s?(?:[a-z]+\s){0,2}")  # "40 seats, including 9 in Lima"
_PLACE = re.compile(r"\s(?:in|from|at|on|for|among|to|by|with)\s")


def find_ellipsis(sentence: Sentence, said: Settled, quantity: Quantity) -> Settled | None:
    """What `six` states in "sank 31 boats in Peru and six in Chile", and `29` in "won 38 seats, up from 29"."""
    number = sentence.cover(quantity.number_start, quantity.number_end)
    if not quantity.is_bare or is_year(quantity, number):
        return None
    text, is_told = sentence.text, said.unit is not None
    things = _things_of(said)
    if is_told and _is_former(sentence, said, quantity, number):
        is_same = True
    elif gap := _SAME_AGAIN.fullmatch(text, said.end, quantity.start):
        is_again = said.unit_type == "count" and said.end == said.quantity.end  # said itself without its noun
        is_same = text.startswith(f" {gap['place']} ", quantity.end) and is_told
        is_same = is_same or (is_again and _PLACE.match(text, quantity.end) is not None)
    elif is_told and _is_at_another_time(text, said, quantity):
        things, is_same = said.counted, True
    elif is_told and said.unit_type in ("count", "percent", "duration") and _is_of_next_name(text, said, quantity):
        is_same = True
    elif is_told and said.unit_type == "count" and _PART.fullmatch(text, said.end, quantity.start):
        is_same = _PLACE.match(text, quantity.end) is not None and quantity.value < said.quantity.value
    else:
        is_same = False
    if not is_same:
        return None
    return Settled(quantity, number, said.unit_type, said.unit, things, quantity.end)


def _is_at_another_time(text: str, said: Settled, quantity: Quantity) -> bool:
    between = _ANOTHER_TIME.fullmatch(text, said.end, quantity.start)
    return between is not None and _AT_TIME.match(text, quantity.end) is not None


def _is_of_next_name(text: str, said: Settled, quantity: Quantity) -> bool:
    """True for the `31` of "The Tories won 44 seats, Labour 31 and the Greens three"."""
    name = _NEXT_NAME.fullmatch(text, said.end, quantity.start)
    is_model = name is not None and name["name"] in load_data("quantities")["makers"]  # "30 jets, Airbus 320"
    return name is not None and not is_model and _NAME_ENDS.match(text, quantity.end) is not None


def _is_former(sentence: Sentence, said: Settled, quantity: Quantity, number: Span) -> bool:
    """True for the `29` of "won 38 seats in Lima, up from 29"."""
    follower = next_token(number[-1])
    if follower is not None and not follower.is_punct and follower.pos_ not in ("DET", "ADP", "SCONJ"):
        return False
    if said.unit_type == "duration" and said.counted is None:  # "grew by 900 in two hours, against 800"
        return False
    is_behind = said.counted is not None and said.counted.start >= said.amount.end
    end = max(said.end, sentence.end_of(said.counted[-1])) if said.counted is not None and is_behind else said.end
    text = sentence.text
    if (
        said.unit_type in ("count", "percent")
        and not is_setting(said)
        and FORMER_APART.fullmatch(text, end, quantity.start)
    ):
        return True
    return _FORMER.fullmatch(text, end, quantity.start) is not None


def _things_of(said: Settled) -> Span | None:
    """What another amount of the same is about, too: `boats` of "31 boats in Peru", but not `rye` of "$5 for rye"."""
    if said.counted is None or said.unit_type == "count":
        return said.counted and said.counted.doc[said.counted.start : said.counted.root.i + 1]
    return said.counted if said.counted.end <= said.amount.start else None
