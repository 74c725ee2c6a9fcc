"""What one occurrence of a name says of its type: its label, and votes by the words about it and by its own form."""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.beside import (
    is_before_its_kind,
    is_before_shares,
    is_behind_envoy,
    is_behind_its_head,
    is_behind_kind,
    is_behind_shares,
    is_behind_thing,
    is_known_so,
    is_named_in_quotes,
    is_workplace,
    type_of_appositive,
)
from flows.parse.entities.capitals import first_of_opening
from flows.parse.entities.countries import find_city, find_demonym, find_place, find_state, is_people
from flows.parse.entities.doubts import doubt_organization, doubt_person
from flows.parse.entities.organization_names import is_acronym, is_camel_case
from flows.parse.entities.relative_clauses import is_team_of_town, is_which, is_who, is_who_are, is_who_won
from flows.parse.entities.result_lines import is_among_players
from flows.parse.entities.sides import (
    acts_as_several,
    is_at_home,
    is_side_by_player,
    is_side_in_match,
    is_side_of_win,
    may_be_side,
)
from flows.parse.entities.signs import PROOF, acts_as_person, ends_in_strong_head, shows_organization
from flows.parse.entities.spans import (
    DASHES,
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    NameSpan,
    hyphened_word,
    is_agency_of_report,
    is_credited,
    is_within_title,
    person_titles,
    word_list,
)
from flows.parse.entities.sport import is_club, is_player
from flows.parse.entities.stock_codes import is_before_stock_code
from flows.parse.tokens import Doc

_ARTICLES_OF_COMMON_NOUNS = frozenset({"a", "an", "this", "these", "each", "every", "any", "another"})
_ENDS_OF_PHRASE = ("VERB", "AUX", "ADP", "SCONJ")
_PARTY_AND_STATE = re.compile(r"(?:, | \()(?:D|R|I|DFL)-[A-Z]")


def evidence(doc: Doc, span: NameSpan) -> Iterator[tuple[str, int]]:
    """Votes of one occurrence by what stands about the name, and by its form."""
    before = doc[span.start - 1].lower_.rstrip(".") if span.start else ""
    if is_before_stock_code(doc, span) or _is_armed_group(doc, span):
        yield ORGANIZATION, PROOF
    elif _is_common_acronym(doc, span, before) or _is_currency(doc, span) or is_behind_thing(doc, span):
        yield OTHER, PROOF
    elif is_player(doc, span) or is_among_players(doc, span) or _is_before_party_and_state(doc, span):
        yield PERSON, PROOF
    elif (
        doc[span.start].text in ("USS", "HMS", "HMAS")
        or before in word_list("organizations", "storms")
        or before in word_list("organizations", "vessels")
    ):
        yield OTHER, PROOF
    elif _is_behind_title(doc, span, before):
        yield PERSON, 4
    elif is_behind_kind(doc, span) or is_before_its_kind(doc, span):
        yield ORGANIZATION, 4
    elif is_credited(doc, span) and not find_place(doc[span.start : span.end].text):
        yield PERSON, PROOF
    elif opens_report(doc, span) or _is_state_of_town(doc, span):
        yield PLACE, PROOF
    elif any(shows(doc, span) for shows in _PROOFS_OF_ORGANIZATION):
        yield ORGANIZATION, PROOF
    if before in ("of", "in") and is_behind_shares(doc, span):
        yield ORGANIZATION, 6
    may_be_firm = span.entity_type == PERSON or (span.entity_type == PLACE and not _is_surely_place(doc, span))
    if may_be_firm and is_before_shares(doc, span):
        yield ORGANIZATION, 6
    if span.end - span.start == 1 and is_camel_case(doc[span.start].text) and not find_place(doc[span.start].text):
        yield ORGANIZATION, 4
    yield from _by_clause_behind(doc, span)
    if is_workplace(doc, span, before):
        yield ORGANIZATION, 6
    if said := type_of_appositive(doc, span):
        yield said, 4
    if span.entity_type == ORGANIZATION and _is_venue(doc, span, before):
        yield PLACE, 4
    if is_side(doc, span):
        yield ORGANIZATION, 4
    if span.entity_type == PLACE:
        yield from _doubt_place(doc, span)
    elif span.entity_type == PERSON:
        yield from doubt_person(doc, span, before)
    elif span.entity_type == ORGANIZATION:
        yield from doubt_organization(doc, span, before)


def _doubt_place(doc: Doc, span: NameSpan) -> Iterator[tuple[str, int]]:
    """Few places are told anything, hold a title or act as people do."""
    if _is_told(doc, span):
        yield ORGANIZATION, 4
    if is_behind_envoy(doc, span):
        yield PERSON, PROOF
    if acts_as_person(doc, span) and not _is_surely_place(doc, span):
        yield PERSON, 4


def _by_clause_behind(doc: Doc, span: NameSpan) -> Iterator[tuple[str, int]]:
    """What `, who` and `, which` tell of the name; a town of clubs that the model takes for a person is a side, too."""
    last = doc[span.end - 1].text
    if (
        is_who_won(doc, span)
        or (span.entity_type != PLACE and is_who_are(doc, span))
        or (span.entity_type == PERSON and last in word_list("sport", "towns_of_clubs"))
    ):
        yield ORGANIZATION, 4
    elif is_who(doc, span) and not (
        shows_organization(doc, span)
        or find_demonym(last)
        or is_people(last)
        or last.lower() in word_list("places", "place_ends")  # `Governor Ana Ruiz of Tarn County, who`
    ):
        yield (ORGANIZATION if is_team_of_town(doc, span) else PERSON), 3
    if span.entity_type == PERSON and is_which(doc, span):
        yield ORGANIZATION, 4


def _is_venue(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for `Space Center` of `at the Space Center`: where something is, that stands there."""
    is_in = (
        before == "the" and span.start > 1 and doc[span.start - 2].lower_ in ("at", "in", "inside", "outside", "near")
    )
    return is_in and doc[span.end - 1].dep_ == "pobj" and doc[span.end - 1].lower_ in word_list("places", "venues")


def is_side(doc: Doc, span: NameSpan) -> bool:
    """True for a name that is a side of a match where it stands."""
    if not may_be_side(span):
        return False
    last, behind = doc[span.end - 1], doc[span.end] if span.end < len(doc) else None
    if behind is not None and behind.pos_ == "NOUN" and behind.is_lower:  # `a win over London rivals Arsenal`
        return span.entity_type == PLACE and is_side_by_player(doc, span)
    if is_side_in_match(doc, last):
        return True
    if span.entity_type != PLACE:
        return False
    if acts_as_several(doc, last) and not _is_country(doc, span):
        return True
    is_host = span.start > 0 and doc[span.start - 1].lower_ in ("host", "visiting") and is_at_home(doc, span)
    return is_host or is_side_of_win(doc, last) or is_side_by_player(doc, span)


def _is_country(doc: Doc, span: NameSpan) -> bool:
    place = find_place(doc[span.start : span.end].text)
    return place is not None and place.place_type not in ("city", "state")


def _is_before_party_and_state(doc: Doc, span: NameSpan) -> bool:
    """True for `Ana Ruiz` of `Ana Ruiz, D-Ohio`, `Ana Ruiz (R-Texas)`."""
    return span.end < len(doc) and _PARTY_AND_STATE.match(doc.text, doc.ends[span.end - 1]) is not None


def _is_told(doc: Doc, span: NameSpan) -> bool:
    """True for `Caixin` of `told Caixin`: few places are told anything."""
    last = doc[span.end - 1]
    return last.dep_ in ("dobj", "dative") and last.head.lemma_ == "tell" and not _is_surely_place(doc, span)


def _is_common_acronym(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for `an MOU`, `this FIR`, `every ATM`; not for `an FBI agent`."""
    if before not in _ARTICLES_OF_COMMON_NOUNS or span.end - span.start > 1 or not is_acronym(doc[span.start].text):
        return False
    following = doc[span.end : span.end + 1]
    is_alone = all(t.pos_ in _ENDS_OF_PHRASE or t.text in ".,;" for t in following)
    return is_alone and doc[span.start].dep_ != "compound"


def _is_currency(doc: Doc, span: NameSpan) -> bool:
    """True for `MNT` of `MNT 3,380`."""
    is_before_number = span.end < len(doc) and doc[span.end].text[0].isdigit()
    return is_before_number and doc[span.start : span.end].text in load_data("currencies")["codes"]


def _is_behind_title(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for `minister Ana Ruiz`, `son-in-law Ana Ruiz`; not for `official IRNA`, `publisher Axis` or a word of a
    longer title."""
    if before == "law" and hyphened_word(doc, span.start - 1) == "in-law":
        return True
    if before not in person_titles() or is_within_title(doc, span.start, span.end):
        return False
    if before == "owner" and span.entity_type != PERSON:  # `Gucci owner Kering`
        return False
    is_one_word = span.end - span.start == 1  # `Publisher Axis said`
    if is_one_word and doc[span.start].lower_ in word_list("organizations", "state_bodies"):
        return False  # `Chief Cabinet Secretary`
    may_be_kind = before in word_list("organizations", "kind_nouns") and (is_one_word or shows_organization(doc, span))
    return not (may_be_kind or ends_in_strong_head(doc, span)) and doc[span.start - 1].pos_ != "ADJ"


def _is_armed_group(doc: Doc, span: NameSpan) -> bool:
    may_be = doc[span.start].text in _first_words_of_groups()
    return may_be and doc[span.start : span.end].text in word_list("organizations", "groups")


@cache
def _first_words_of_groups() -> frozenset[str]:
    groups = word_list("organizations", "groups")
    return frozenset(re.split(ends, group)[0] for group in groups for ends in ("[ -]", " "))


def _is_state_of_town(doc: Doc, span: NameSpan) -> bool:
    """True for `Md.` of `Ashton, Md.`."""
    return (
        span.start > 0 and doc[span.start - 1].text == "," and find_state(doc[span.start : span.end].text) is not None
    )


def opens_report(doc: Doc, span: NameSpan) -> bool:
    """True for `Lagos - The minister`, `SAO PAULO, Jan 11 (Reuters) -` and `DUBAI (AP) —`."""
    first = first_of_opening(doc, span.start)
    if not (first == 0 or doc[first - 1].is_space):
        return False
    texts = [t.text for t in doc[span.end : span.end + 4]]
    if len(texts) < 4:
        return False
    name = doc[span.start : span.end].text
    if texts[0] in DASHES and doc[span.end - 1].whitespace_ and doc[span.end].whitespace_:
        is_town = name.isupper() and (find_city(name) or find_place(name)) is not None  # `BOGOTA — President`
        return is_town or (span.start == 0 and name.istitle() and not shows_organization(doc, span))
    is_dated = texts[0] == "," and (doc[span.end + 1].ent_type_ == "DATE" or find_place(texts[1]) is not None)
    is_credited = texts[0] == "(" and texts[2] == ")" and texts[3] in DASHES
    return (is_dated and name.isupper()) or (is_credited and (name.isupper() or name.istitle()))


def label(doc: Doc, span: NameSpan) -> str:
    """The type the span came with; a short word all in capitals is rather an organization than a person, or a place
    that nobody knows."""
    text = doc[span.start : span.end].text
    is_capitals = " " not in text and text.isupper() and 1 < len(text) <= 5
    if not is_capitals or span.entity_type not in (PERSON, PLACE):
        return span.entity_type
    is_known = len(text) == 2 or not text.isalpha() or find_place(text) or find_city(text)
    return PLACE if span.entity_type == PLACE and is_known else ORGANIZATION


def _is_surely_place(doc: Doc, span: NameSpan) -> bool:
    name, last = doc[span.start : span.end].text, doc[span.end - 1].lower_
    return bool(find_place(name) or find_city(name)) or last in word_list("places", "place_ends")


_PROOFS_OF_ORGANIZATION = (is_agency_of_report, is_named_in_quotes, is_behind_its_head, is_known_so, is_club)
