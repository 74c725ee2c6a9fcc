"""What one occurrence of a name says of its type: votes by its label, by the words about it, by the name's own form."""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.entities.countries import find_city, find_demonym, find_place, find_state
from flows.parse.entities.names import name_words
from flows.parse.entities.organization_names import is_acronym, organization_type
from flows.parse.entities.spans import (
    DASHES,
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    POSSESSIVES,
    NameSpan,
    is_agency_of_report,
    is_capitalised,
    is_credited,
    is_proper,
    is_within_title,
    person_titles,
    word_list,
)
from flows.parse.entities.sport import is_club, is_player, is_score, is_side_in_match, may_be_side
from flows.parse.entities.stock_codes import is_before_stock_code
from flows.parse.tokens import Doc

LABEL_WEIGHT = 2  # of the type that the model gives an occurrence
PROOF = 8  # of what shows a type by itself; a name that is proven is so whatever its labels are, which err alike
_QUOTES = frozenset("\"'“‘«")
_SHORT_CAPITALS = re.compile(r"(?![IVX]+$)[A-Z]{2,3}")
_CAMEL_CASE = re.compile(r"(?!Fitz|Mac|Vand?er)[A-Z][a-z]{2,}[A-Z][a-z]+")  # `MindSpring`
_KINDS_BEHIND = frozenset({"newspaper", "airline", "supermarket"})


def evidence(doc: Doc, span: NameSpan) -> Iterator[tuple[str, int]]:
    """Votes of one occurrence: the label it has, and what stands about the name."""
    before = doc[span.start - 1].lower_.rstrip(".") if span.start else ""
    yield _label(doc, span), LABEL_WEIGHT
    if is_before_stock_code(doc, span):
        yield ORGANIZATION, PROOF
    elif is_player(doc, span):
        yield PERSON, PROOF
    elif before in word_list("organizations", "storms") or before in word_list("organizations", "vessels"):
        yield OTHER, PROOF
    elif _is_behind_title(doc, span, before):
        yield PERSON, 4
    elif before in word_list("organizations", "kind_nouns") or _is_before_its_kind(doc, span):
        yield ORGANIZATION, 4
    elif is_credited(doc, span) and not find_place(doc[span.start : span.end].text):
        yield PERSON, PROOF
    elif _opens_report(doc, span) or _is_state_of_town(doc, span):
        yield PLACE, PROOF
    elif any(shows(doc, span) for shows in _PROOFS_OF_ORGANIZATION):
        yield ORGANIZATION, PROOF
    if before in ("of", "in") and span.start > 1 and doc[span.start - 2].lemma_ in word_list("organizations", "shares"):
        yield ORGANIZATION, 6
    if span.end - span.start == 1 and _CAMEL_CASE.fullmatch(doc[span.start].text):
        yield ORGANIZATION, 4
    is_who = span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].lower_ == "who"
    if is_who and not shows_organization(doc, span) and not find_demonym(doc[span.end - 1].text):
        yield PERSON, 3
    if appositive := _appositive(doc, span):
        yield appositive, 4
    if may_be_side(span) and is_side_in_match(doc, doc[span.end - 1]):
        yield ORGANIZATION, 4
    if span.entity_type == PLACE and _acts_as_person(doc, span) and not _is_surely_place(doc, span):
        yield PERSON, 4
    if span.entity_type == PERSON:
        yield from _against_person(doc, span, before)
    elif span.entity_type == ORGANIZATION:
        yield from _against_organization(doc, span, before)


def _is_behind_title(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for `minister Ana Ruiz`; not for `official IRNA`, `publisher Axis Press` or a word of a longer title."""
    if before not in person_titles() or is_within_title(doc, span.start, span.end):
        return False
    may_be_kind = before in word_list("organizations", "kind_nouns") and shows_organization(doc, span)
    return not (may_be_kind or _ends_in_strong_head(doc, span)) and doc[span.start - 1].pos_ != "ADJ"


def _ends_in_strong_head(doc: Doc, span: NameSpan) -> bool:
    """True for `Lumo Group`, `Ana Ruiz School`, `Ana Ruiz Center`: no person's name."""
    if span.end - span.start < 2:
        return False
    last = doc[span.end - 1].lower_
    is_head = last in word_list("organizations", "strong_heads") or last in word_list("organizations", "long_heads")
    return is_head and not (span.end - span.start == 2 and last in ("court", "club", "center"))


def _is_before_its_kind(doc: Doc, span: NameSpan) -> bool:
    """True for `Tanjug news agency`, `Tidende newspaper`."""
    following = doc[span.end].lower_ if span.end < len(doc) else ""
    is_kind = following in _KINDS_BEHIND
    if following == "news":
        is_kind = span.end + 1 < len(doc) and doc[span.end + 1].lower_ == "agency"
    return is_kind and not find_demonym(doc[span.end - 1].text)


def _is_named_in_quotes(doc: Doc, span: NameSpan) -> bool:
    """True for `the charity “Amref”`."""
    is_quoted = span.start > 1 and doc[span.start - 1].text in _QUOTES
    return is_quoted and doc[span.start - 2].lower_ in word_list("organizations", "kind_nouns")


def _is_armed_group(doc: Doc, span: NameSpan) -> bool:
    is_short = span.end - span.start < 4
    return is_short and doc[span.start : span.end].text in word_list("organizations", "groups")


def _is_behind_its_head(doc: Doc, span: NameSpan) -> bool:
    """True for what someone is the CEO of."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    return before[1:] == ["of"] and before[0] in word_list("organizations", "company_heads")


def _is_state_of_town(doc: Doc, span: NameSpan) -> bool:
    """True for `Md.` of `Ashton, Md.`."""
    return (
        span.start > 0 and doc[span.start - 1].text == "," and find_state(doc[span.start : span.end].text) is not None
    )


def _opens_report(doc: Doc, span: NameSpan) -> bool:
    """True for `Lagos - The minister`, `SAO PAULO, Jan 11 (Reuters) -` and `DUBAI (AP) —`."""
    if not (span.start == 0 or doc[span.start - 1].is_space):
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
    return (is_dated or is_credited) and name.isupper()


def _appositive(doc: Doc, span: NameSpan) -> str | None:
    """What the noun behind a name's comma says it is: `Skybus, the cargo arm of Airbus`."""
    if span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return None
    nouns = (t.lower_ for t in doc[span.end - 1].rights if t.dep_ == "appos" and t.i > span.end and t.is_lower)
    kinds, parts = word_list("organizations", "kind_nouns"), word_list("organizations", "part_nouns")
    return ORGANIZATION if any(noun in kinds or noun in parts for noun in nouns) else None


def _label(doc: Doc, span: NameSpan) -> str:
    """The type the span came with; a short word all in capitals is rather an organization than a person."""
    text = doc[span.start : span.end].text
    is_capitals = span.entity_type == PERSON and " " not in text and text.isupper() and 1 < len(text) <= 5
    return ORGANIZATION if is_capitals else span.entity_type


def _against_person(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A person's name seldom follows an article or stands alone in parentheses or where a place stands."""
    is_single = span.end - span.start == 1
    if before == "the" and not _is_named_government(doc, span):
        yield OTHER, 3
    if _ends_in_strong_head(doc, span):
        yield ORGANIZATION, PROOF
    if is_single and before == "(" and span.end < len(doc) and doc[span.end].text == ")":
        yield OTHER, 3
    is_one_word = " " not in doc[span.start : span.end].text  # `Al-Ahly`
    has_analyst = doc[span.end : span.end + 1].text in ("analyst", "economist", "strategist")  # `Raymond James`
    if _owns_as_organization(doc, span) or ((is_one_word or has_analyst) and _is_before_its_leader(doc, span)):
        yield ORGANIZATION, 4
    if not is_single and _ends_in_capitals(doc, span):
        yield ORGANIZATION, 4
    if _is_behind_preposition(doc, span, before) or (is_single and _is_before_its_officer(doc, span)):
        yield PLACE, 4
    if is_beside_place_noun(doc, span) or (
        not is_single and doc[span.end - 1].lower_ in word_list("places", "place_ends")
    ):
        yield PLACE, 6


def _against_organization(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A name that no head noun or capitals show to be an organization's may be a place's, a product's or a work's."""
    if shows_organization(doc, span):
        return
    known = find_place(doc[span.start : span.end].text)
    if known and known.place_type == "state":
        yield PLACE, 3
    is_before_number = span.end + 1 < len(doc) and doc[span.end].is_digit and not is_score(doc, span.end)
    is_model = is_before_number and not is_capitalised(doc[span.end + 1])
    if is_model:
        yield OTHER, 3  # `iPhone 15`
    if before in POSSESSIVES and _acts_as_person(doc, span):
        yield PERSON, 4
        return
    is_in = before == "in" and doc[span.start - 1].head.lemma_ not in word_list("organizations", "stakes")
    if is_in or is_beside_place_noun(doc, span):
        yield PLACE, 4
    elif (before in ("a", "an") or _is_owned_by_no_country(doc, span, before)) and doc[span.end - 1].dep_ != "compound":
        yield OTHER, 3


def _is_surely_place(doc: Doc, span: NameSpan) -> bool:
    name, last = doc[span.start : span.end].text, doc[span.end - 1].lower_
    return bool(find_place(name) or find_city(name)) or last in word_list("places", "place_ends")


def _is_owned_by_no_country(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for what stands behind `Anna’s`; behind `Kenya’s` there are organizations enough."""
    owner = find_place(doc[span.start - 2].text) if before in POSSESSIVES and span.start > 1 else None
    return before in POSSESSIVES and not (owner and owner.place_type == "country")


def _acts_as_person(doc: Doc, span: NameSpan) -> bool:
    """True for the two words that speak in `Kingston’s Ana Ruiz said`."""
    last = doc[span.end - 1]
    if last.dep_ == "conj":
        last = last.head
    acts = last.dep_ == "nsubj" and last.head.lemma_ in _acts_of_people()
    return acts and span.end - span.start == 2 and all(t.text.istitle() for t in doc[span.start : span.end])


@cache
def _acts_of_people() -> frozenset[str]:
    return word_list("reporting_verbs", "verbs") | word_list("titles", "acts_of_people")


def shows_organization(doc: Doc, span: NameSpan) -> bool:
    """True when a head noun or capitals show the name to be an organization's."""
    text = doc[span.start : span.end].text
    return is_acronym(text) or organization_type(name_words(text)) is not None


def _owns_as_organization(doc: Doc, span: NameSpan) -> bool:
    """True for `Al-Nur` of `Al-Nur’s leader`, for `Westpac` of `Westpac’s Ana Ruiz`."""
    following = doc[span.end : span.end + 3]
    if len(following) < 2 or following[0].text not in POSSESSIVES:
        return False
    is_full_name = len(following) == 3 and all(t.ent_type_ == "PERSON" and is_proper(t) for t in following[1:])
    is_of_it = is_full_name and span.end - span.start == 1
    return is_of_it or following[1].lower_ in word_list("organizations", "owned_by_organizations")


def _is_named_government(doc: Doc, span: NameSpan) -> bool:
    """True for `the Obama camp` and, by a longer name, for `the Barack Obama administration`."""
    if doc[span.end - 1].dep_ != "compound":
        return False
    is_single = span.end - span.start == 1
    return is_single or doc[span.end].lower_ in word_list("organizations", "governments")


def _ends_in_capitals(doc: Doc, span: NameSpan) -> bool:
    """True for `Itau BBA`; not for `ANA RUIZ`, `Ana RUIZ`, `Ana Ruiz XIV`, `Ana Ruiz MP`."""
    *words, last = (t.text for t in doc[span.start : span.end])
    is_name = bool(_SHORT_CAPITALS.fullmatch(last)) and all(w.istitle() for w in words)
    return is_name and last.lower() not in word_list("honorifics", "suffixes")


def _is_before_its_leader(doc: Doc, span: NameSpan) -> bool:
    """True for `Fidesz` before `leader Ana Ruiz`; people have lawyers and aides instead."""
    i = span.end
    while i < len(doc) and doc[i].lower_ in word_list("titles", "modifiers"):
        i += 1
    is_title = i < len(doc) - 1 and doc[i].lower_ in word_list("organizations", "leaders")
    return is_title and is_proper(doc[i + 1])


def _is_before_its_officer(doc: Doc, span: NameSpan) -> bool:
    """True for `Kano` before `Governor` and `deputy mayor`."""
    i = span.end + (doc[span.end : span.end + 1].text in POSSESSIVES)
    while i < len(doc) and doc[i].lower_ in word_list("titles", "modifiers"):
        i += 1
    return i < len(doc) and doc[i].lower_.rstrip(".") in word_list("places", "officers")


def _is_behind_preposition(doc: Doc, span: NameSpan, before: str) -> bool:
    """True after `in`, `near` and `at`, and `fled from`, where a place stands; not in `angry at`, `laughed at`."""
    last = doc[span.end - 1]
    if before in ("and", "or") and last.dep_ == "conj" and last.head.dep_ == "pobj":
        return last.head.head.lower_ in ("in", "near")  # `in Lagos and Kano`
    if before not in ("in", "near", "at", "from") or last.dep_ != "pobj":
        return False
    governor = doc[span.start - 1].head
    if before == "from":
        return governor.lemma_ in word_list("places", "left_from")
    return before != "at" or not (governor.pos_ == "ADJ" or governor.lemma_ in word_list("places", "aimed_at"))


def is_beside_place_noun(doc: Doc, span: NameSpan) -> bool:
    """True after `town of` or `mayor of`, and before `province`: where a place stands, seldom anything else."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    nouns = word_list("places", "place_nouns")
    is_before = span.end < len(doc) and doc[span.end].lower_ in nouns
    return is_before or (before[-1:] == ["of"] and before[0] in nouns | word_list("places", "of_a_place"))


_PROOFS_OF_ORGANIZATION = (is_agency_of_report, _is_armed_group, _is_named_in_quotes, _is_behind_its_head, is_club)
