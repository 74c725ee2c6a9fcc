"""Of which kind an organization is where its name does not say it: by the noun beside it, by its matches, by repute."""

from collections.abc import Iterable, Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.beside import appositive_nouns
from flows.parse.entities.linking import NamedMention
from flows.parse.entities.names import fold
from flows.parse.entities.sides import is_side_in_match
from flows.parse.entities.spans import ORGANIZATION, NameSpan, hyphened_word, word_list
from flows.parse.entities.sport import is_club
from flows.parse.tokens import Doc


def kind_said(doc: Doc, mentions: Iterable[NamedMention]) -> str | None:
    """`media` of `the newspaper Tidende`, `company` of `Skybus, a charter firm`, `sports` of who `beat Lima 2-1`."""
    for mention in mentions:
        if known := _known_kinds().get(fold(mention.text).replace(".", "")):
            return known
        span = NameSpan(mention.start, mention.end, ORGANIZATION)
        kinds = (_kind_of(noun) for noun in _nouns_beside(doc, span))
        if said := next((kind for kind in kinds if kind), None):
            return said
        if is_club(doc, span) or is_side_in_match(doc, doc[span.end - 1]):
            return "sports"
    return None


def _nouns_beside(doc: Doc, span: NameSpan) -> Iterator[str]:
    before = doc[span.start - 1] if span.start else None
    if before is not None and (before.is_lower or before.is_sent_start):
        yield hyphened_word(doc, before.i)
    yield from appositive_nouns(doc, span)


def _kind_of(noun: str) -> str | None:
    """The kind that a noun tells; most nouns of the list are of companies."""
    for kind, nouns in load_data("organizations")["kinds_of_nouns"].items():
        if noun in nouns:
            return None if kind == "other" else str(kind)
    return "company" if noun in word_list("organizations", "kind_nouns") else None


@cache
def _known_kinds() -> dict[str, str]:
    known = load_data("organizations")["known_kinds"]
    return {fold(name): kind for kind, names in known.items() for name in names}
