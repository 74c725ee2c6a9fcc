"""Take apart what the model marked as one name: a seat and who holds it, an owner and the owned, the last of a list."""

from collections.abc import Iterator, Mapping
from functools import cache

from flows.parse.entities.countries import find_place
from flows.parse.entities.names import given_forms, name_words
from flows.parse.entities.organization_names import is_acronym, organization_type
from flows.parse.entities.spans import (
    ORGANIZATION,
    PERSON,
    PLACE,
    NameSpan,
    is_capitalised,
    is_title_case,
    name_titles,
    word_list,
)
from flows.parse.entities.trimming import is_possessive_name
from flows.parse.tokens import Doc

_LONGEST_OWNER = 6  # words
_LONGEST_SLUG = 24  # characters
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})


def split_names(doc: Doc, span: NameSpan, alone: Mapping[str, str]) -> Iterator[NameSpan]:
    """The names of a span; `alone` has the types of the texts that are a span somewhere in the article."""
    for name in _split_headline(doc, _behind_slug(doc, span), alone):
        for seat in _split_seat(doc, name):
            for part in _split_owners(doc, seat):
                for one in _split_closed(doc, part):
                    for led in _split_leader(doc, one):
                        yield from _split_possessive(doc, led, alone)


def _behind_slug(doc: Doc, span: NameSpan) -> NameSpan:
    """Behind `Soccer-` of `Soccer-Reyes returns`."""
    is_before = span.end - span.start > 2 and is_slug(doc, span.start)
    return NameSpan(span.start + 2, span.end, span.entity_type) if is_before else span


def is_slug(doc: Doc, i: int) -> bool:
    """True for the `Soccer` of `Soccer-Reyes returns`, for `RACING` of `MOTOR RACING-Ruiz wins`."""
    if doc[i + 1 : i + 2].text != "-" or doc[i].whitespace_:
        return False
    start = doc.starts[i]
    earliest = max(0, start - _LONGEST_SLUG)
    line = max(doc.text.rfind("\n", earliest, start) + 1, earliest)
    return doc.text[line : doc.ends[i]].strip(" *").capitalize() in _slugs()


@cache
def _slugs() -> frozenset[str]:
    return frozenset(map(str.capitalize, word_list("organizations", "slugs") | word_list("sport", "sports")))


def _split_leader(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """A party and who leads it, of a known given name: `Free Movement of Ana Ruiz`."""
    of = next((i for i in range(span.start + 1, span.end - 2) if doc[i].lower_ == "of"), None)
    is_led = of is not None and doc[of - 1].lower_ in word_list("organizations", "heads_led")
    if of is not None and is_led and span.end - of == 3 and doc[of + 1].lower_ in given_forms():
        yield NameSpan(span.start, of, ORGANIZATION)
        yield NameSpan(of + 1, span.end, PERSON)
    else:
        yield span


def _split_closed(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """Two names apart of which the first has its end: `Amnesty International and Human Rights Watch`, `UN and Security
    Council`, `Greens and Social Democrats`."""
    for i in range(span.start + 1, span.end - 1):
        if doc[i].lower_ == "and" and _is_closed(doc, span, i - 1):
            yield NameSpan(span.start, i, span.entity_type)
            yield NameSpan(i + 1, span.end, span.entity_type)
            return
    yield span


def _is_closed(doc: Doc, span: NameSpan, last: int) -> bool:
    """Whether a name ends at `last`, where `and` and at least one word follow within the span."""
    text = doc[last].text
    if text in word_list("organizations", "party_members") or (last == span.start and is_acronym(text)):
        return True
    is_end = last > span.start and text in word_list("organizations", "closing_words")
    return is_end and is_capitalised(doc[last - 1]) and span.end > last + 3


def _split_headline(doc: Doc, span: NameSpan, alone: Mapping[str, str]) -> Iterator[NameSpan]:
    """Apart what capitals make one name of in a headline: `Ana Ruiz Hammers Alder Bank`."""
    cuts = range(span.start + 1, span.end) if span.end - span.start > 3 and is_title_case(doc[span.start].sent) else ()
    first = next((i for i in reversed(cuts) if doc[span.start : i].text in alone), None)
    last = next((i for i in cuts if first and i > first and doc[i : span.end].text in alone), None)
    if first is None or last is None or first - span.start < 2 or " " not in doc[last : span.end].text:
        yield span
        return
    for start, end in ((span.start, first), (last, span.end)):
        yield NameSpan(start, end, alone[doc[start:end].text])


def _split_seat(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """The country that a title is of or to apart from who holds it: `Ambassador to Kenya Amina Diallo`."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    is_post = len(before) == 2 and before[0] in name_titles() and before[1] in ("to", "of")
    if is_post and (span.entity_type == PERSON or before[0] in word_list("titles", "envoys")):
        for i in range(span.start + 1, span.end):
            is_name = span.end - i > 1 or "." in doc[i].text
            if is_country(doc[span.start : i].text) and is_name and not has_head([doc[span.end - 1].lower_]):
                yield NameSpan(span.start, i, PLACE)
                yield NameSpan(i, span.end, PERSON)
                return
    yield span


def _split_owners(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """Apart from a name, what `and` and the next owner add to it: `Ministry of Health and Uganda’s Navy`."""
    for i in range(span.start + 1, span.end - 1):
        if doc[i].lower_ != "and":
            continue
        owner = range(i + 2, min(span.end, i + 2 + _LONGEST_OWNER))
        end = next((k for k in owner if doc[k].text in _POSSESSIVES), None)
        if end is not None and find_place(doc[i + 1 : end].text):
            yield NameSpan(span.start, i, span.entity_type)
            yield NameSpan(i + 1, end, PLACE)
            if end + 1 < span.end:
                yield NameSpan(end + 1, span.end, span.entity_type)
            return
    yield span


def _split_possessive(doc: Doc, span: NameSpan, alone: Mapping[str, str]) -> Iterator[NameSpan]:
    """Owner and owned apart (`Lagos’s Port Authority`) where the owner is a place or has a name of its own here.

    So are two names that a hyphen joins (`Airbus-Air France deal`), and the last two of a list.
    """
    if _is_end_of_list(doc, span):
        yield NameSpan(span.start, span.start + 1, span.entity_type)
        yield NameSpan(span.start + 2, span.end, span.entity_type)
        return
    for i in range(span.start + 1, span.end - 1):
        mark = doc[i].text
        sides = doc[span.start : i].text, doc[i + 1 : span.end].text
        if mark == "-" and (alone.keys() >= set(sides) or all(map(is_country, sides))):
            yield NameSpan(span.start, i, span.entity_type)
            yield NameSpan(i + 1, span.end, span.entity_type)
            return
        if mark in _POSSESSIVES and is_capitalised(doc[i + 1]) and not _is_firm(doc, span, i):
            owner = doc[span.start : i].text
            if find_place(owner) or owner in alone:
                yield NameSpan(span.start, i, PLACE if find_place(owner) else span.entity_type)
                yield NameSpan(i + 1, span.end, span.entity_type)
                return
    yield span


def _is_firm(doc: Doc, span: NameSpan, mark: int) -> bool:
    """True for `Moody’s Investors Service`; `Sotheby’s Department of Modern Art` has an owner."""
    is_of_firm = organization_type(name_words(doc[mark + 1 : span.end].text)) == "company"
    is_service = doc[span.end - 1].lower_ in ("service", "services", "register")
    return is_possessive_name(doc, span.start, mark) and (is_of_firm or is_service)


def _is_end_of_list(doc: Doc, span: NameSpan) -> bool:
    """True for the last two names of `Alibaba, Meituan and Tencent`, taken for one."""
    is_pair = span.end - span.start == 3 and doc[span.start + 1].lower_ == "and"
    is_behind_name = span.start > 1 and doc[span.start - 1].text == "," and doc[span.start - 2].ent_type_ == "ORG"
    return is_pair and is_behind_name and not has_head([doc[span.end - 1].lower_])


def is_country(name: str) -> bool:
    """True for the name of a country."""
    known = find_place(name)
    return known is not None and known.place_type == "country"


def has_head(words: list[str]) -> bool:
    """True where a strong head noun of organizations ends or opens the name."""
    strong = word_list("organizations", "strong_heads")
    return words[-1] in strong or " ".join(words[-2:]) in strong or opens_name(words)


def opens_name(words: list[str]) -> bool:
    """True for `Bank of ...`, `Ministry of ...`."""
    openers = word_list("organizations", "openers")
    return any(" ".join(words[:n]) in openers for n in (2, 3))
