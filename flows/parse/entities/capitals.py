"""Names written all in capitals: places that open a report, agencies that speak, parties and firms of someone."""

import re
from collections.abc import Iterator
from itertools import islice

from flows.parse.entities.countries import find_city, find_place
from flows.parse.entities.name_splits import is_slug
from flows.parse.entities.spans import (
    ORGANIZATION,
    PLACE,
    POSSESSIVES,
    NameSpan,
    is_agency_of_report,
    is_proper,
    person_nouns,
    word_list,
)
from flows.parse.tokens import Doc, Token

_HEAD_OF_LINE = re.compile(r"^(?P<name>[A-Z][A-Z&.'’]+(?: [A-Z&.'’]+){0,3}) (?=- [A-Z][a-z ])", re.MULTILINE)
_SHORTEST_LIST = 3  # lines
_LONGEST_PLACE = 3  # words
_DATELINE_MARKS = frozenset({",", "(", "-", "–", "—", "--", ":", "/"})


def find_capitals(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """A place that opens a report (`NAIROBI, May 3`, `DES MOINES, Iowa`), an agency that is spoken to or speaks
    (`told AFP`), a party or firm that someone is of (`Ana Ruiz of the DMK`)."""
    alone = NameSpan(token.i, token.i + 1, ORGANIZATION)
    if is_agency_of_report(doc, alone):
        yield alone
    elif len(token.text) < 3 or is_slug(doc, token.i):
        return
    elif token.is_sent_start and (head := _head_of_list(doc, token)) is not None:
        yield head
    elif _opens_report(doc, token) and (end := _opening_end(doc, token)):
        yield NameSpan(token.i, end, PLACE)
    elif token.pos_ == "PROPN" and (_takes_part_in_speech(token) or is_someones(doc, token)):
        yield alone


def _head_of_list(doc: Doc, token: Token) -> NameSpan | None:
    """`ACME CORP` of the line `ACME CORP - Will halve its offices`, where other lines of the article open so."""
    if (head := _HEAD_OF_LINE.match(doc.text, doc.starts[token.i])) is None:
        return None
    span = doc.char_span(*head.span("name"))
    is_list = len(list(islice(_HEAD_OF_LINE.finditer(doc.text), _SHORTEST_LIST))) == _SHORTEST_LIST
    is_place = span is not None and (find_city(span.text) or find_place(span.text))
    return NameSpan(span.start, span.end, ORGANIZATION) if span is not None and is_list and not is_place else None


def _opens_report(doc: Doc, token: Token) -> bool:
    """True for a first word, and for the second place of `MILAN/TURIN, June 3`."""
    return token.is_sent_start or first_of_opening(doc, token.i) != token.i


def first_of_opening(doc: Doc, i: int) -> int:
    """Where the places in capitals start that open a report, of which the last starts at `i`: `NEW YORK/MILAN`."""
    first = i
    while first > 1 and doc[first - 1].text == "/" and doc[first - 2].is_upper:
        first -= 2
        while first > 0 and doc[first - 1].is_upper and doc[first - 1].is_alpha and not doc[first].is_sent_start:
            first -= 1
    return first if doc[first].is_sent_start or (first and doc[first - 1].is_space) else i


def _opening_end(doc: Doc, first: Token) -> int | None:
    """Where the place in capitals ends that opens a report."""
    end = first.i + 1
    while end < len(doc) and end - first.i < _LONGEST_PLACE and doc[end].is_upper and is_proper(doc[end]):
        end += 1
    is_word = len(doc[first.i : end].text) > 3 and first.lower_ not in word_list("honorifics", "not_names")
    is_word = is_word and first.lower_.removesuffix("s") not in person_nouns()  # `GOALKEEPERS:`
    if doc[end : end + 1].text == "-" and not doc[end - 1].whitespace_:  # `FOREX-Dollar falls`
        return None
    return end if is_word and end < len(doc) and doc[end].text in _DATELINE_MARKS else None


def is_someones(doc: Doc, token: Token) -> bool:
    """True for the first word of what a person is of: `Ana Ruiz of the DMK`, `DMK’s Ana Ruiz`."""
    before = token.i - 1 - (token.i > 0 and doc[token.i - 1].lower_ == "the")
    is_behind = before > 0 and doc[before].lower_ == "of" and doc[before - 1].ent_type_ == "PERSON"
    after = doc[token.i + 1 : token.i + 3]
    is_owner = len(after) == 2 and after[0].text in POSSESSIVES and after[1].ent_type_ == "PERSON"
    return (is_behind or is_owner) and token.is_alpha and not find_place(token.text)


def _takes_part_in_speech(token: Token) -> bool:
    if token.dep_ in ("dobj", "dative"):
        return token.head.lemma_ == "tell"
    return token.dep_ == "nsubj" and token.head.lemma_ in ("say", "report", "tell", "announce")
