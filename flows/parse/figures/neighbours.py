"""What a figure takes over from the one before it: a conversion in brackets, a level after its change, a part of its
whole, a sum for another place in the same list."""

import re
from dataclasses import dataclass, replace

from flows.parse.facts import Figure
from flows.parse.figures.quantity import Settled


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with the quantity that it was made of; `is_converted` when it says the one before in another unit."""

    figure: Figure
    settled: Settled
    is_converted: bool = False


_LEVEL = re.compile(
    r"(?:\s(?:to(?:\s(?:close|end|finish|settle|trade)\sat)?|at)|\)?,\s(?:revised\s)?(?:up|down|upward|downward|higher|lower))"
    r"\s(?:by\s)?(?:[a-z]+\s){0,2}"
)
_OTHER_WORDS = re.compile(r"[^,;.]{0,40},\sor\s(?:[a-z]+\s){0,2}")  # "$4 million, or six cents a share"
_OF_THE = re.compile(r"\bof\s(?:the\s|its\s|their\s)?\Z", re.IGNORECASE)


def carry_over(text: str, previous: Stated, stated: Stated) -> Stated:
    """`stated` with what it shares with the figure before it in the sentence's `text`."""
    gap = text[previous.settled.end : stated.settled.quantity.start]
    settled = stated.settled
    is_alternative = gap.strip() == "(" or (previous.is_converted and gap.strip() in ("/", ",", ";"))
    if is_alternative and settled.unit_type != "count":
        return Stated(_convert(previous.figure, stated.figure), settled, is_converted=True)
    if settled.unit_type == "count" and settled.unit is None and _is_part(text, previous.settled, gap):
        part = replace(stated.figure, unit=previous.figure.unit, counted=previous.figure.counted)
        return replace(stated, figure=part)
    is_behind = settled.counted is not None and settled.counted.start >= settled.amount.end
    if not is_behind and (
        _LEVEL.fullmatch(gap) or _OTHER_WORDS.fullmatch(gap) or _is_of_same_list(text, previous.settled, settled)
    ):
        return replace(stated, figure=replace(stated.figure, counted=previous.figure.counted or stated.figure.counted))
    return stated


def _is_part(text: str, whole: Settled, gap: str) -> bool:
    """True for the `11` of "of the 30 sailors aboard, 11 drowned"."""
    start = whole.quantity.start
    return bool(_OF_THE.search(text, max(0, start - 12), start) and re.fullmatch(r"[^.;]{0,40},\s(?:\w+\s)?", gap))


def _convert(said: Figure, converted: Figure) -> Figure:
    """Give a conversion in brackets what the figure before it says: "more than 9 miles (14 km)"."""
    twin = replace(converted, counted=said.counted or converted.counted, trend=said.trend or converted.trend)
    if said.bound in ("exact", "between") or converted.bound != "exact":
        return twin
    low = converted.value if said.value_low is not None else None
    high = converted.value if said.value_high is not None else None
    return replace(twin, bound=said.bound, value_low=low, value_high=high)


def _is_of_same_list(text: str, previous: Settled, settled: Settled) -> bool:
    """True for sums in brackets behind names of a list: "in trade with Chad ($9 million), after Mali ($14 million)"."""
    if previous.unit != settled.unit or previous.counted is None or settled.counted is None:
        return False
    is_bracketed = all(text[max(0, q.quantity.start - 1)] == "(" for q in (previous, settled))
    is_name = all(token.pos_ == "PROPN" for token in settled.counted)
    return is_bracketed and is_name and any(token.pos_ == "NOUN" for token in previous.counted)
