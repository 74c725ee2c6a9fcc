"""What an article is about tells of names that nothing else tells of: in news of business a name that stands alone is
rather a firm than a person or a place, and outside of sport and business a town is a place."""

from collections import Counter
from collections.abc import Iterator, Mapping

from flows.parse.entities.countries import find_city, find_place
from flows.parse.entities.names import given_forms
from flows.parse.entities.spans import ORGANIZATION, PERSON, PLACE, NameSpan, word_list
from flows.parse.tokens import Doc

Words = tuple[str, ...]
Counts = Mapping[Words, Counter[str]]

_WHERE = frozenset({"in", "near", "at", "from"})
_BUSINESS_WORDS = 3  # that make an article one of business
_TOKENS_A_BUSINESS_WORD = 100  # at most
_SPORT_WORDS = 2  # that make it one of sport


def vote_by_topic(
    doc: Doc, words: dict[NameSpan, Words], labels: Counts, votes: Counts
) -> Iterator[tuple[Words, str, int]]:
    """Names with the type and weight of a vote; `labels` are how often the model gave a name a type."""
    lone = [*_lone_names(labels, votes), *_lone_places(doc, words, labels, votes)]
    towns = _towns(labels)
    if not (lone or towns):
        return
    found = {token.lower_ for token in doc}
    business = found & word_list("organizations", "business_words")
    is_of_business = len(business) >= max(_BUSINESS_WORDS, len(doc) / _TOKENS_A_BUSINESS_WORD)
    is_of_sport = len(found & word_list("sport", "sport_words")) >= _SPORT_WORDS
    if is_of_business:
        unexplained = set(lone)
        apart = {key for span, key in words.items() if key in unexplained and _is_told_of(doc, span)}
        yield from ((key, ORGANIZATION, 5) for key in lone if key not in apart)
    elif not is_of_sport:
        yield from ((key, PLACE, 3) for key in towns)


def _lone_names(labels: Counts, votes: Counts) -> list[Words]:
    """One-word names that the model takes for people's, where nobody has a longer name with that word, and nothing else
    speaks for a person: people are introduced in full, firms are not."""
    parts = {word for key in labels if len(key) > 1 and PERSON in labels[key] for word in key}
    known = given_forms() | word_list("honorifics", "known_by_surname")
    lone = (key for key in labels if len(key) == 1 and PERSON in labels[key] and key[0] not in parts | known)
    return [key for key in lone if not votes.get(key, Counter())[PERSON]]


def _lone_places(doc: Doc, words: dict[NameSpan, Words], labels: Counts, votes: Counts) -> list[Words]:
    """Names of unknown places of which nothing says that they are somewhere: `Cerved`."""
    lone = (key for key in sorted(unknown_places(doc, words)) if set(labels[key]) == {PLACE})
    return [key for key in lone if not votes.get(key, Counter())[PLACE]]


def _towns(labels: Counts) -> list[Words]:
    """Names of towns that the model takes for organizations."""
    names = {key: " ".join(key) for key in labels if ORGANIZATION in labels[key]}
    return [k for k, n in names.items() if (place := find_city(n) or find_place(n)) and place.place_type == "city"]


def _is_told_of(doc: Doc, span: NameSpan) -> bool:
    """True where the words beside the name show it to be one of people or of places."""
    return _is_among_people(doc, span) if span.entity_type == PERSON else _is_beside_comma(doc, span)


def _is_among_people(doc: Doc, span: NameSpan) -> bool:
    """True for `Laila` and `Aloo` of `two daughters, Laila and Aloo`, for `Jason` of `Jason and Richard Chang`, for a
    name in quotes."""
    before, behind = doc[max(span.start - 2, 0) : span.start], doc[span.end : span.end + 2]
    is_quoted = span.start > 0 and doc[span.start - 1].text in ("“", "‘", '"')
    links = ((before[-1:], before[:1]), (behind[:1], behind[1:]))
    is_tied = any(
        len(link) == len(side) == 1 and link[0].lower_ in ("and", "&") and side[0].ent_type_ == "PERSON"
        for link, side in links
    )
    return is_quoted or is_tied


def _is_beside_comma(doc: Doc, span: NameSpan) -> bool:
    """True for `Ashton` of `Ashton, Kent`, and where a list or `of` goes before."""
    before = doc[span.start - 1].lower_ if span.start else ""
    behind = [t.text for t in doc[span.end : span.end + 2]]
    is_town = behind[:1] == [","] and len(behind) == 2 and find_place(behind[1]) is not None
    return is_town or before in (",", "of", "the", "outside", "to", "and", "or", "/")


def unknown_places(doc: Doc, words: dict[NameSpan, Words]) -> set[Words]:
    """Names of unknown places that stand nowhere behind a preposition of place."""
    where = {key for span, key in words.items() if span.start and doc[span.start - 1].lower_ in _WHERE}
    places = {key for span, key in words.items() if span.entity_type == PLACE} - where
    return {key for key in places if find_place(" ".join(key)) is None and find_city(" ".join(key)) is None}
