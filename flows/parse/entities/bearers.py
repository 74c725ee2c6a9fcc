"""Names that two bear in one article, a town and its team, a family and its firm: each occurrence by where it stands.

`consistency` settles one type a name; here are the exceptions.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from flows.parse.entities.countries import find_city, find_place
from flows.parse.entities.evidence import evidence, is_side, opens_report
from flows.parse.entities.spans import ORGANIZATION, PERSON, PLACE, NameSpan, word_list
from flows.parse.tokens import Doc

Words = tuple[str, ...]

_WHERE = frozenset({"at", "around", "in", "inside", "near", "outside", "of"})


def settle_bearers(
    doc: Doc, words: Mapping[NameSpan, Words], families: Collection[Words], firms: Collection[str]
) -> dict[NameSpan, str]:
    """Types of the occurrences whose name two bear; `firms` are the first words of companies' full names."""
    by_name: dict[Words, list[NameSpan]] = defaultdict(list)
    for span, key in words.items():
        by_name[key].append(span)
    found: dict[NameSpan, str] = {}
    for key, spans in by_name.items():
        if key in families and key[0] in firms:
            found |= {span: entity_type for span in spans if (entity_type := _family_or_firm(doc, span))}
        elif _is_town(doc, spans[0]):
            found |= dict(_town_or_team(doc, spans))
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
    return is_known or name.title() in word_list("sport", "towns_of_clubs")


def _town_or_team(doc: Doc, spans: list[NameSpan]) -> Iterator[tuple[NameSpan, str]]:
    """Where the name is a side of a match once, it is one wherever it does not say where something is."""
    sides = [span for span in spans if is_side(doc, NameSpan(span.start, span.end, PLACE))]
    for span in spans if sides else ():
        is_place = opens_report(doc, span) or (span not in sides and _says_where(doc, span))
        yield span, PLACE if is_place else ORGANIZATION


def _says_where(doc: Doc, span: NameSpan) -> bool:
    return span.start > 0 and doc[span.start - 1].lower_ in _WHERE and doc[span.end - 1].dep_ == "pobj"
