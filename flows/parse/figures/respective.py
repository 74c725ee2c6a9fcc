"""Amounts in a row that a row of things shares out: "Shell and BP rose 5% and 7%, respectively"."""

from collections.abc import Sequence
from dataclasses import replace

from flows.parse.figures.lists import LINKS, members
from flows.parse.figures.neighbours import Stated
from flows.parse.figures.noun_phrases import noun_phrase
from flows.parse.figures.sentence import next_token
from flows.parse.tokens import Span


def share_out(stated: Sequence[Stated]) -> list[Stated]:
    """The figures of a sentence, each amount of a row that ends in `respectively` with its own thing."""
    shared = list(stated)
    for i in range(1, len(shared)):
        shared[i - 1] = _with_unit_of_end(shared[i - 1], shared[i])
        first = _first_of_row(shared, i) if _is_respective(shared[i].settled.amount) else i
        if first < i and (things := _things(shared[first], i - first + 1)):
            for row, thing in zip(range(first, i + 1), things, strict=True):
                shared[row] = replace(shared[row], figure=replace(shared[row].figure, counted=thing))
    return shared


def _with_unit_of_end(start: Stated, end: Stated) -> Stated:
    """`start` with the thing that the end of its move counts: "from 26 to 29 pupils"."""
    are_ends = start.settled.quantity.is_of_move and end.settled.quantity.is_of_move
    if not are_ends or start.figure.unit is not None or end.figure.unit_type != "count":
        return start
    figure = replace(start.figure, unit=end.figure.unit, unit_type="count", counted=end.figure.counted)
    return replace(start, figure=figure)


def _is_respective(amount: Span) -> bool:
    following = next_token(amount[-1])
    if following is not None and following.text == ",":
        following = next_token(following)
    return following is not None and following.lower_ == "respectively"


def _first_of_row(stated: Sequence[Stated], last: int) -> int:
    """Index of the first amount of the row that ends at `last`."""
    first = last
    while first:
        before, behind = stated[first - 1].settled, stated[first].settled
        between = behind.amount.doc[before.amount.end : behind.amount.start]
        if before.unit_type != behind.unit_type or any(t.lower_ not in LINKS and t.tag_ != "$" for t in between):
            break
        first -= 1
    return first


def _things(first: Stated, amounts: int) -> list[str]:
    """What each of so many amounts is said of: `shares of Shell`, `shares of BP`; none if there are more or fewer."""
    phrase = first.settled.counted
    if phrase is None or phrase.end > first.settled.amount.start:
        return []
    for head in (phrase.root, *(t for t in phrase if t.dep_ == "pobj")):
        row = list(members(head))
        if len(row) == amounts:
            opening = phrase.doc[phrase.start : row[0].left_edge.i].text
            things = [thing.text for member in row if (thing := noun_phrase(member, first.settled.amount.start))]
            return [f"{opening} {thing}".strip() for thing in things] if len(things) == amounts else []
    return []
