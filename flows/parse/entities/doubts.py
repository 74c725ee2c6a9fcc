"""What speaks against the type that a name is marked with where it stands: votes for another by the words about it."""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_city, find_place
from flows.parse.entities.names import given_forms
from flows.parse.entities.organization_names import is_acronym, is_camel_case
from flows.parse.entities.sides import is_score
from flows.parse.entities.signs import (
    PROOF,
    acts_as_person,
    ends_in_strong_head,
    is_beside_place_noun,
    shows_organization,
)
from flows.parse.entities.spans import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    POSSESSIVES,
    NameSpan,
    is_capitalised,
    is_proper,
    opens_sentence,
    word_list,
)
from flows.parse.tokens import Doc

_SHORT_CAPITALS = re.compile(r"(?![IVX]+$)[A-Z]{2,3}")


def doubt_person(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A person's name seldom follows an article or stands alone in parentheses or where a place stands."""
    is_single = span.end - span.start == 1
    if before == "the" and not _is_named_government(doc, span):
        yield OTHER, 3
    if ends_in_strong_head(doc, span) or (not is_single and doc[span.end - 1].text in _company_forms()):
        yield ORGANIZATION, PROOF
    if is_single and before == "(" and span.end < len(doc) and doc[span.end].text == ")":
        yield OTHER, 3
    is_one_word = " " not in doc[span.start : span.end].text  # `Al-Ahly`
    has_analyst = doc[span.end : span.end + 1].text in ("analyst", "economist", "strategist")  # `Raymond James`
    if _is_called_organization(doc, span) or _is_behind_its_officer(doc, span) or _is_among_organizations(doc, span):
        yield ORGANIZATION, PROOF
    if _owns_as_organization(doc, span) or ((is_one_word or has_analyst) and _is_before_its_leader(doc, span)):
        yield ORGANIZATION, 4
    if not is_single and _ends_in_capitals(doc, span):
        yield ORGANIZATION, 4
    if is_single and doc[span.start].lower_ in word_list("organizations", "state_bodies"):
        yield ORGANIZATION, PROOF
    if is_single and before == "of" and span.start > 2 and _is_full_person(doc, span.start - 3):
        yield ORGANIZATION, 4  # `Ana Ruiz of Magna`
    if _is_whole_of_district(doc, span):
        yield PLACE, 6
    if _is_behind_preposition(doc, span, before) or (is_single and _is_before_its_officer(doc, span)):
        yield PLACE, 4
    if (
        is_beside_place_noun(doc, span)
        or (doc[span.end : span.end + 1].text in ("residents", "villagers"))
        or (not is_single and doc[span.end - 1].lower_ in word_list("places", "place_ends"))
    ):
        yield PLACE, 6


def doubt_organization(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A name that no head noun or capitals show to be an organization's may be a place's, a product's or a work's."""
    if shows_organization(doc, span):
        return
    known = find_place(doc[span.start : span.end].text)
    if known and known.place_type == "state":
        yield PLACE, 3
    if _has_family(doc, span) or _is_aged(doc, span):
        yield PERSON, PROOF
    if _is_behind_person(doc, span):
        yield PERSON, 3
    if _is_common_at_start(doc, span):
        yield OTHER, 3
    is_before_number = span.end + 1 < len(doc) and doc[span.end].is_digit and not is_score(doc, span.end)
    is_share = is_before_number and doc[span.end + 1].text in ("%", "percent", "per", "pct")  # `easyJet 7%`
    is_model = is_before_number and not is_share and not is_capitalised(doc[span.end + 1])
    if is_model:
        yield OTHER, 3  # `iPhone 15`
    if before in POSSESSIVES and acts_as_person(doc, span):
        if _is_given_name(doc, span) or not _is_owned_by_place(doc, span):
            yield PERSON, 4
        return
    if before == "at" and _is_ground(doc, span):
        yield PLACE, 3
    is_in = before == "in" and doc[span.start - 1].head.lemma_ not in word_list("organizations", "stakes")
    if is_in or is_beside_place_noun(doc, span):
        yield PLACE, 4
    elif _is_behind_article(doc, span, before) or _is_owned_by_no_country(doc, span, before):
        yield OTHER, 3


def _is_behind_its_officer(doc: Doc, span: NameSpan) -> bool:
    """True for `Acme` of `director of Acme` and `employees of Acme`, but not of `founder of Ana Ruiz’s club`."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    is_owner = span.end < len(doc) and doc[span.end].text in POSSESSIVES
    return before[1:] == ["of"] and before[0] in word_list("organizations", "officers_of") and not is_owner


def _is_called_organization(doc: Doc, span: NameSpan) -> bool:
    """True for `Acme` of `Acme is a young company`."""
    last = doc[span.end - 1]
    if last.dep_ != "nsubj" or last.head.lemma_ != "be":
        return False
    kinds = word_list("organizations", "kinds_of_no_person")
    return any(t.dep_ == "attr" and t.lower_ in kinds for t in last.head.rights)


def _is_among_organizations(doc: Doc, span: NameSpan) -> bool:
    """True for `Reika Shin` of `the Peace Party, Reika Shin and the Labour Union`."""
    if span.start < 2 or span.end + 2 >= len(doc) or doc[span.start - 1].text != ",":
        return False
    i = span.end
    while i < span.end + 3 and doc[i].lower_ in (",", "and", "or", "the"):
        i += 1
    return i > span.end and _ends_organization(doc, span.start - 2) and _starts_organization(doc, i)


def _ends_organization(doc: Doc, i: int) -> bool:
    return doc[i].ent_type_ == "ORG" and (is_acronym(doc[i].text) or doc[i].lower_ in _heads())


def _starts_organization(doc: Doc, i: int) -> bool:
    end = i
    while end < len(doc) and doc[end].ent_type_ == "ORG" and (end == i or doc[end].ent_iob_ == "I"):
        end += 1
    return end > i and (is_acronym(doc[i:end].text) or doc[end - 1].lower_ in _heads())


@cache
def _company_forms() -> frozenset[str]:
    """`Co`, `Inc.`, `AG`, as they stand behind a name; `Holding`, `Sa` and `Ab` are names, too."""
    forms = word_list("organizations", "company_forms")
    titled = {form.title() for form in forms if form not in ("ab", "holding", "nv", "sa", "spa")}
    return frozenset(titled | {f"{form}." for form in titled} | {form.upper() for form in forms})


@cache
def _heads() -> frozenset[str]:
    return word_list("organizations", "strong_heads") | word_list("organizations", "long_heads")


def _owns_as_organization(doc: Doc, span: NameSpan) -> bool:
    """True for `Al-Nur` of `Al-Nur’s leader`, for `Westpac` of `Westpac’s Ana Ruiz`."""
    following = doc[span.end : span.end + 3]
    if len(following) < 2 or following[0].text not in POSSESSIVES:
        return False
    is_full_name = len(following) == 3 and all(t.ent_type_ == "PERSON" and is_proper(t) for t in following[1:])
    is_of_it = is_full_name and (span.end - span.start == 1 or doc[span.start].lower_ not in given_forms())
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


def _is_whole_of_district(doc: Doc, span: NameSpan) -> bool:
    """True for `Samut Prakan` of `Samut Prakan’s Muang district`."""
    following = doc[span.end : span.end + 4]
    if len(following) < 3 or following[0].text not in POSSESSIVES or not is_proper(following[1]):
        return False
    return any(t.lower_ in word_list("places", "place_nouns") for t in following[2:])


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


def _is_behind_article(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for `a Boeing`; not for `an Acme affiliate`."""
    return before in ("a", "an") and doc[span.end - 1].dep_ not in ("compound", "nmod", "amod")


def _is_owned_by_no_country(doc: Doc, span: NameSpan, before: str) -> bool:
    """True for what stands behind `Anna’s`; behind `Kenya’s` there are organizations enough."""
    if before not in POSSESSIVES or span.start < 2 or doc[span.end - 1].dep_ == "compound":
        return False
    return not (_is_owned_by_body(doc, span) or _is_owned_by_place(doc, span))


def _is_owned_by_body(doc: Doc, span: NameSpan) -> bool:
    """True for `Waymo` of `Alphabet’s Waymo`; not for `Acme’s iPlay` and `Acme’s Ikata nuclear plant`."""
    is_firm = doc[span.start].text[0].isupper() and not is_camel_case(doc[span.start].text)
    is_before_noun = any(t.pos_ in ("NOUN", "ADJ") for t in doc[span.end : span.end + 1])
    return doc[span.start - 2].ent_type_ == "ORG" and span.end - span.start != 2 and is_firm and not is_before_noun


def _is_ground(doc: Doc, span: NameSpan) -> bool:
    """True for the `Anfield` of `a 2-0 win at Anfield`, which is no town."""
    name = doc[span.start : span.end].text
    noun = doc[span.start - 1].head
    is_result = noun.pos_ == "NOUN" and noun.lemma_ in _results()
    return is_result and not (find_city(name) or find_place(name) or name in word_list("sport", "towns_of_clubs"))


@cache
def _results() -> frozenset[str]:
    return frozenset(noun for kind in ("won", "lost", "level") for noun in load_data("results")[kind]["nouns"])


def _is_behind_person(doc: Doc, span: NameSpan) -> bool:
    """True for `Tom Lee` of `Ana Ruiz and Tom Lee`: two names of two words."""
    if span.end - span.start != 2 or span.start < 3 or doc[span.start - 1].lower_ != "and":
        return False
    before = doc[span.start - 3 : span.start - 1]
    is_person = all(t.ent_type_ == "PERSON" for t in before) and before[0].ent_iob_ == "B"
    is_person = is_person and (_is_given_name(doc, span) or acts_as_person(doc, span))
    return is_person and all(t.text.istitle() for t in doc[span.start : span.end])


def _has_family(doc: Doc, span: NameSpan) -> bool:
    """True for `Divock` of `Divock’s father`."""
    following = doc[span.end : span.end + 3]
    is_owner = len(following) > 1 and following[0].text in POSSESSIVES
    return is_owner and following[1].lower_ in word_list("honorifics", "relatives")


_AGED = re.compile(r", (?:\d{1,2},(?!\d)|an? \d{1,2}-year-old)")


def _is_aged(doc: Doc, span: NameSpan) -> bool:
    """True for `Schooling` of `Schooling, 21, who swims` and of `Schooling, a 21-year-old`."""
    return _AGED.match(doc.text, doc.ends[span.end - 1]) is not None


def _is_full_person(doc: Doc, i: int) -> bool:
    """True where the two words from `i` on are one person’s name."""
    return doc[i].ent_type_ == doc[i + 1].ent_type_ == "PERSON" and doc[i + 1].ent_iob_ == "I"


def _is_common_at_start(doc: Doc, span: NameSpan) -> bool:
    """True for `Handset` of `Handset makers agreed`: a common noun that opens its sentence."""
    word = doc[span.start]
    is_common = span.end - span.start == 1 and word.tag_ in ("NN", "NNS") and word.text.istitle()
    return is_common and opens_sentence(doc, span.start) and not _is_before_speaker(doc, span)


def _is_before_speaker(doc: Doc, span: NameSpan) -> bool:
    """True for `Acme` of `Acme spokeswoman Ana Ruiz`."""
    following = doc[span.end : span.end + 2]
    is_named = len(following) == 2 and following[1].ent_type_ == "PERSON"
    return is_named and following[0].lower_.startswith("spokes")


def _is_owned_by_place(doc: Doc, span: NameSpan) -> bool:
    owner = find_place(doc[span.start - 2].text) if span.start > 1 else None
    return owner is not None and owner.place_type == "country"


def _is_given_name(doc: Doc, span: NameSpan) -> bool:
    return doc[span.start].lower_ in given_forms()
