"""What the words right beside a name say that it is: a kind noun, a stake in it, a job there, an apposition."""

from itertools import islice

from flows.parse.entities.countries import find_city, find_demonym, find_place
from flows.parse.entities.spans import (
    ORGANIZATION,
    PERSON,
    PLACE,
    POSSESSIVES,
    NameSpan,
    hyphened_word,
    is_proper,
    word_list,
)
from flows.parse.tokens import Doc

_QUOTES = frozenset("\"'“‘«")
_STEPS_TO_JOB = 3  # from the place of work up the tree
_KINDS_BEHIND = frozenset({"newspaper", "airline", "supermarket"})
_COMPANIES_BEHIND = frozenset({"company", "conglomerate", "enterprises"})


def is_behind_kind(doc: Doc, span: NameSpan) -> bool:
    """True for what follows `carmaker` and `start-up`."""
    noun = doc[span.start - 1] if span.start else None
    is_noun = noun is not None and (noun.is_sent_start or noun.text[:1].islower())
    return is_noun and hyphened_word(doc, span.start - 1) in word_list("organizations", "kind_nouns")


def is_before_its_kind(doc: Doc, span: NameSpan) -> bool:
    """True for `Tanjug news agency`, `Tidende newspaper`."""
    following = doc[span.end].lower_ if span.end < len(doc) else ""
    is_company = following in _COMPANIES_BEHIND or (following == "daily" and doc[span.end].tag_ == "NN")
    is_kind = following in _KINDS_BEHIND or (is_company and span.entity_type in (PERSON, ORGANIZATION))
    if following == "union":
        is_kind = doc[span.end].is_lower and not find_city(doc[span.start : span.end].text)
    if following == "news":
        is_kind = span.end + 1 < len(doc) and doc[span.end + 1].lower_ == "agency"
    return is_kind and not find_demonym(doc[span.end - 1].text)


def is_named_in_quotes(doc: Doc, span: NameSpan) -> bool:
    """True for `the charity “Amref”`."""
    is_quoted = span.start > 1 and doc[span.start - 1].text in _QUOTES
    return is_quoted and doc[span.start - 2].lower_ in word_list("organizations", "kind_nouns")


def is_known_so(doc: Doc, span: NameSpan) -> bool:
    """True for `Acme, as the company is known`."""
    if span.end >= len(doc) or doc[span.end].text != ",":
        return False
    behind = [t.lower_ for t in doc[span.end : span.end + 4]]
    return behind[:3] == [",", "as", "the"] and behind[-1] in word_list("organizations", "kind_nouns")


def is_behind_its_head(doc: Doc, span: NameSpan) -> bool:
    """True for what someone is the CEO of."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    return before[1:] == ["of"] and before[0] in word_list("organizations", "company_heads")


def is_workplace(doc: Doc, span: NameSpan, before: str) -> bool:
    """True behind `analyst at`, `head of research at`; `the ambassador at` is no less somewhere."""
    if before != "at" or doc[span.end - 1].dep_ != "pobj":
        return False
    noun = doc[span.start - 1].head
    for _ in range(_STEPS_TO_JOB):
        if noun.lemma_ in word_list("titles", "employed") or noun.lemma_ in ("head", "executive"):
            return True
        if noun.dep_ not in ("pobj", "prep", "compound", "appos", "conj"):
            return False
        noun = noun.head
    return False


def is_behind_shares(doc: Doc, span: NameSpan) -> bool:
    """True for what there is a stake in, or shares of; `shares in Tokyo` are traded there."""
    word = doc[span.start - 2] if span.start > 1 else doc[span.start]
    name = doc[span.start : span.end].text
    is_traded = word.lower_ in ("shares", "stocks") and bool(find_city(name) or find_place(name))
    return word.lemma_ in word_list("organizations", "shares") and not is_traded


def is_before_shares(doc: Doc, span: NameSpan) -> bool:
    """True for `Hugo Boss` of `Hugo Boss shares fell`; not of `Ana Ruiz shares a flat`."""
    noun = doc[span.end] if span.end < len(doc) else doc[span.start]
    is_noun = noun.pos_ == "NOUN" and noun.lemma_ in word_list("organizations", "shares")
    return is_noun and doc[span.end - 1].dep_ == "compound"


def is_behind_thing(doc: Doc, span: NameSpan) -> bool:
    """True for `Limbo` of `the film “Limbo”`, for `Ge’ez` of `the language Ge’ez`."""
    i = span.start - 1 - (span.start > 1 and doc[span.start - 1].text in _QUOTES)
    if i < 0 or doc[i].lower_ not in word_list("organizations", "things_before"):
        return False
    is_owner = span.end < len(doc) and doc[span.end].text in POSSESSIVES
    is_field = i > 0 and doc[i - 1].lower_ == "of"  # `professor of medicine Ana Ruiz`
    return not (is_owner or is_field)


def is_behind_envoy(doc: Doc, span: NameSpan) -> bool:
    """True for `Ana Ruiz` of `the envoy to Somalia, Ana Ruiz,`: who holds a title somewhere, not a place there."""
    i = span.start - 2
    if span.end - span.start < 2 or i < 2 or doc[i + 1].text != "," or doc[span.end : span.end + 1].text != ",":
        return False
    while i > 1 and is_proper(doc[i]):
        i -= 1
    is_titled = doc[i].lower_ in ("in", "of", "to") and doc[i - 1].lower_ in word_list("titles", "heads")
    name = doc[span.start : span.end].text
    return is_titled and i < span.start - 2 and not (find_place(name) or find_city(name))


def type_of_appositive(doc: Doc, span: NameSpan) -> str | None:
    """What the noun behind a name's comma says it is: `Skybus, the cargo arm of Airbus`, `Sharara, an oil field`."""
    nouns = appositive_nouns(doc, span)
    kinds, parts = word_list("organizations", "kind_nouns"), word_list("organizations", "part_nouns")
    if any(noun in kinds or noun in parts for noun in nouns):
        return ORGANIZATION
    if span.end - span.start == 1 and not word_list("titles", "held_by_people").isdisjoint(nouns):
        return PERSON  # `Ruiz, the cabinet secretary,`
    return PLACE if not word_list("places", "place_nouns").isdisjoint(nouns) else None


def appositive_nouns(doc: Doc, span: NameSpan) -> list[str]:
    """The noun behind a name’s comma that says what it is: `firm` of `Skybus, the charter firm,`."""
    if span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return []
    behind = (t for t in doc[span.end - 1].rights if t.dep_ == "appos" and t.i > span.end)
    return [hyphened_word(doc, t.i) for t in islice(behind, 1) if t.is_lower]
