"""Names that two bear in one article, a town and its team, a family and its firm: each occurrence by where it stands.

`consistency` settles one type a name; here are the exceptions.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_city, find_place
from flows.parse.entities.evidence import evidence, is_side, opens_report
from flows.parse.entities.spans import ORGANIZATION, PERSON, PLACE, NameSpan, word_list
from flows.parse.tokens import Doc

Words = tuple[str, ...]

_SCORE = re.compile(r"(?<![\w-])\d{1,3}[-–]\d{1,3}(?![\w-])")
_FROM = frozenset({"from", "to", "through", "across"})
_WHERE = frozenset({"at", "around", "in", "inside", "near", "outside", "of"})


def settle_bearers(
    doc: Doc, words: Mapping[NameSpan, Words], families: Collection[Words], firms: Collection[str]
) -> dict[NameSpan, str]:
    """Types of the occurrences whose name two bear; `firms` are the first words of companies' full names."""
    by_name: dict[Words, list[NameSpan]] = defaultdict(list)
    for span, key in words.items():
        by_name[key].append(span)
    found: dict[NameSpan, str] = {}
    teams = _teams_named(doc, words)
    has_score = _SCORE.search(doc.text) is not None
    for key, spans in by_name.items():
        if key in families and key[0] in firms:
            found |= {span: entity_type for span in spans if (entity_type := _family_or_firm(doc, span))}
        elif _is_town(doc, spans[0]):
            is_marked = has_score and any(span.entity_type == ORGANIZATION for span in spans)
            found |= dict(_town_or_team(doc, spans, teams, is_marked))
    return found


def _family_or_firm(doc: Doc, span: NameSpan) -> str | None:
    """`Nordstrom shares` beside `Mr. Nordstrom`; None where nothing tells."""
    votes: Counter[str] = Counter()
    for entity_type, weight in evidence(doc, span):
        votes[entity_type] += weight
    if votes[ORGANIZATION] == votes[PERSON]:
        return span.entity_type if span.entity_type in (ORGANIZATION, PERSON) else None
    return ORGANIZATION if votes[ORGANIZATION] > votes[PERSON] else PERSON


def _is_town(doc: Doc, span: NameSpan) -> bool:
    name = doc[span.start : span.end].text
    place = find_place(name) or find_city(name)
    is_known = place is not None and place.place_type in ("city", "state")
    return is_known or name.title() in word_list("sport", "towns_of_clubs") or bool(_nicknames_of(name))


def _town_or_team(
    doc: Doc, spans: list[NameSpan], teams: Collection[str], is_marked: bool
) -> Iterator[tuple[NameSpan, str]]:
    """Where the name is a side of a match once, or its town has a team in the article, or the model marked one beside a
    score, it is a side wherever it does not say where something is."""
    has_side = is_marked or any(is_side(doc, NameSpan(span.start, span.end, PLACE)) for span in spans)
    has_team = not _nicknames_of(doc[spans[0].start : spans[0].end].text).isdisjoint(teams)
    for span in spans if has_side or has_team else ():
        is_side_here = is_side(doc, NameSpan(span.start, span.end, PLACE))
        is_place = opens_report(doc, span) or (not is_side_here and _says_where(doc, span, has_side))
        yield span, PLACE if is_place else ORGANIZATION


def _says_where(doc: Doc, span: NameSpan, has_side: bool) -> bool:
    """True behind `in` and `near`; where only the town's team is known, also behind `from` and before its state."""
    if span.start == 0 or doc[span.end - 1].dep_ != "pobj":
        return False
    before = doc[span.start - 1].lower_
    if before == "of" and span.entity_type == ORGANIZATION:  # `the likes of Leverkusen`
        return False
    return before in _WHERE or (not has_side and before in _FROM)


@cache
def _nicknames_of(town: str) -> frozenset[str]:
    return frozenset(load_data("sport")["teams_by_town"].get(town, ()))


def _teams_named(doc: Doc, words: Mapping[NameSpan, Words]) -> frozenset[str]:
    """Nicknames of the teams that an article of more than one names: `Raptors`, also of `Toronto Raptors`."""
    known = word_list("sport", "nicknames") | word_list("sport", "nicknames_of_two")
    ends = (
        doc[max(span.start, span.end - length) : span.end].text
        for span in words
        if span.entity_type == ORGANIZATION
        for length in (1, 2)
    )
    teams = frozenset(end for end in ends if end in known)
    return teams if len(teams) > 1 else frozenset()
