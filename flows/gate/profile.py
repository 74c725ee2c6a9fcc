"""How a publisher's articles look by number, words and facts, in a drop and in the warehouse, and what is far outside.

Compared are medians with quartiles, which a few odd articles do not move.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import duckdb

from warehouse.lake import Warehouse
from warehouse.query import open_warehouse
from warehouse.statements import statement

_ENOUGH_HELD, _ENOUGH_HERE = 5, 3  # articles, to know what is usual, and to differ from it
_TIMES = 2.0  # as many or as few articles as the warehouse holds
_LEAST_SPREAD = 1.25  # third quartile over first: no publisher is held to be more regular


@dataclass(frozen=True, slots=True)
class DropWarning:
    """What is odd about a publisher's part of a drop: the number `here`, and the one that was to be expected."""

    code: str
    message: str
    publisher: str | None = None
    here: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What the warehouse holds of a publisher: articles, and quartiles of their words and of their facts."""

    articles: int
    words: list[float]
    facts: list[float]


@dataclass(slots=True)
class Here:
    """What a drop holds of a publisher: words, and facts where it was parsed, of each article."""

    words: list[int] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)


def read_profiles(warehouse: Warehouse) -> dict[str | None, Held]:
    """Profiles of the warehouse's publishers; raises duckdb.Error for the warehouse of another version."""
    with open_warehouse(warehouse) as connection:
        rows: list[Any] = connection.execute(statement("publisher_profiles")).fetchall()
    return {publisher: Held(*numbers) for publisher, *numbers in rows}


def compare_profiles(here: Mapping[str | None, Here], held: Mapping[str | None, Held]) -> Iterator[DropWarning]:
    """What is far outside of the usual, publisher by publisher; with too little to tell, nothing is."""
    for publisher in sorted(here.keys() & held.keys(), key=str):
        found, usual = here[publisher], held[publisher]
        name = publisher or "articles without a publisher"
        if usual.articles < _ENOUGH_HELD:
            continue
        count = len(found.words)
        if not usual.articles / _TIMES <= count <= usual.articles * _TIMES:
            message = f"{name}: {count:,} articles here, {usual.articles:,} in the warehouse"
            yield DropWarning("articles_unlike_past", message, publisher, count, usual.articles)
        for what, numbers, quartiles in (("words", found.words, usual.words), ("facts", found.facts, usual.facts)):
            if len(numbers) >= _ENOUGH_HERE and _is_far(median(numbers), quartiles):
                now, then = median(numbers), quartiles[1]
                message = f"{name}: {now:,g} {what} an article here, {then:,g} in the warehouse (medians)"
                yield DropWarning(f"{what}_unlike_past", message, publisher, now, then)


def _is_far(middle: float, quartiles: Iterable[float]) -> bool:
    """Beyond Tukey's fences around the quartiles of counts, on the scale of ratios."""
    low, _, high = (quartile + 1 for quartile in quartiles)
    reach = max(high / low, _LEAST_SPREAD) ** 1.5
    return not low / reach <= middle + 1 <= high * reach


def unreadable_past(warehouse: Warehouse, error: duckdb.Error) -> DropWarning:
    """Warning that a warehouse of another version tells nothing."""
    reason = str(error).partition("\n")[0]
    return DropWarning("past_unknown", f"{warehouse}: cannot be compared with ({reason}); refresh it first")
