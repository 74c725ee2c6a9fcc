"""Lengthen names that the model cut short: to the end of a given name, a surname, or the head of an organization."""

import re
from collections.abc import Collection, Iterator, Set

from flows.parse.entities.countries import find_city
from flows.parse.entities.names import is_syllable, name_words
from flows.parse.entities.organization_names import ends_in_head
from flows.parse.entities.spans import (
    ORGANIZATION,
    PERSON,
    PICTURES,
    PLACE,
    POSSESSIVES,
    NameSpan,
    is_capitalised,
    is_proper,
    is_spaced_particle,
    is_title,
    is_title_case,
    name_titles,
    particles,
    word_list,
)
from flows.parse.tokens import Doc

_OPENING, _CLOSING = frozenset("“\"‘'"), frozenset("”\"’'")
_INITIAL = re.compile(r"[A-Z]\.(?:[A-Z]\.)?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_LONGEST_TAIL = 3  # proper nouns by which a name the model cut short is lengthened


def extend_names(doc: Doc, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """Names with the proper nouns right behind that no span covers: people's, and organizations' up to the head."""
    taken = {i for s in spans for i in range(s.start, s.end)}
    for span in spans:
        end = span.end
        if span.entity_type == PERSON:
            whole = end = _end_of_given_name(doc, span, taken)
            while end < len(doc) and end not in taken and _goes_on(doc, end, span.end):
                end += 1
            if end > whole and is_title_case(doc[span.start].sent):
                end = whole
            end = max(end, _end_behind_nickname(doc, span.end))
        elif span.entity_type == ORGANIZATION:
            end = _end_of_head(doc, span, taken)
        elif span.entity_type == PLACE:
            end = _end_of_city(doc, span, taken)
        start = span.start
        if span.entity_type == PERSON:
            start = _start_at_initials(doc, span, taken) - _has_given_name_before(doc, span, taken)
        elif span.entity_type == ORGANIZATION and _is_numbered(doc, span):
            start -= 1
        yield NameSpan(start, end, span.entity_type)


def join_people(doc: Doc, spans: list[NameSpan]) -> list[NameSpan]:
    """One name of two side by side: `Mohammad Baqer` and `Qalibaf`, `Sultan` and `bin Saleh Al Qasimi`."""
    joined: list[NameSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.end == span.start and last.entity_type == span.entity_type == PERSON:
            is_led_on = doc[span.start].lower_ in particles() and doc[span.start].is_lower
            head = doc[last.end - 1].head
            is_compound = last.end - last.start > 1 and span.start <= head.i < span.end
            if is_led_on or (is_compound and not is_title_case(doc[span.start].sent)):
                joined[-1] = NameSpan(last.start, span.end, PERSON)
                continue
        joined.append(span)
    return joined


def _end_behind_nickname(doc: Doc, end: int) -> int:
    """The end of `Joko “Jokowi” Widodo` where the model marked `Joko`; 0 where there is no such."""
    words = doc[end : end + 4]
    is_quoted = len(words) == 4 and words[0].text in _OPENING and words[2].text in _CLOSING
    is_name = is_quoted and is_proper(words[1]) and is_proper(words[3]) and not words[0].whitespace_
    return end + 4 if is_name and words[2].whitespace_ and not words[1].whitespace_ else 0


def _end_of_city(doc: Doc, span: NameSpan, taken: Set[int]) -> int:
    """The end of `San Pedro Sula` where the model marked `San Pedro`; no small word ends a name."""
    end = span.end
    if doc[end - 1].is_lower:  # `Rincón de la` of `Rincón de la Vieja National Park`
        while end < len(doc) and end - span.end < _LONGEST_TAIL and end not in taken and is_proper(doc[end]):
            end += 1
        return end
    for end in range(span.end + 1, min(span.end + _LONGEST_TAIL, len(doc)) + 1):
        is_free = taken.isdisjoint(range(span.end, end)) and is_proper(doc[end - 1]) and doc[end - 1].is_alpha
        if is_free and find_city(doc[span.start : end].text):
            return end
    return span.end


def _start_at_initials(doc: Doc, span: NameSpan, taken: Collection[int]) -> int:
    """The start of `MK Stalin` behind a title (`chief minister MK Stalin`), of `R. Sterling`."""
    i = span.start - 1
    if i >= 0 and i not in taken and _INITIAL.fullmatch(doc[i].text) and not doc[span.start].is_sent_start:
        return i
    is_short = i > 0 and i not in taken and doc[i].is_upper and doc[i].is_alpha and 1 < len(doc[i].text) <= 3
    is_title_too = is_short and doc[i].lower_ in name_titles() and span.end - span.start > 1  # `Deputy CEO Ana Ruiz`
    is_behind_title = is_short and doc[i - 1].lower_.rstrip(".") in name_titles()
    return i if is_behind_title and not is_title_too else span.start


def _has_given_name_before(doc: Doc, span: NameSpan, taken: Collection[int]) -> bool:
    """True for the `Ardern` of `New Zealand’s Jacinda Ardern`: behind an owner the word before it is of the name."""
    i = span.start - 1
    if i < 1 or i in taken or span.end - span.start > 1 or doc[i - 1].text not in POSSESSIVES:
        return False
    is_name = is_proper(doc[i]) and doc[i].text.istitle() and doc[i].is_alpha and not doc[i].ent_type_
    is_name = is_name and not is_title(doc[i]) and doc[i].lower_ not in name_titles()
    return is_name and doc[i].dep_ == "compound" and doc[i].head.i == span.start


def _is_numbered(doc: Doc, span: NameSpan) -> bool:
    """True for `U.S. Circuit Court of Appeals` behind `9th`, for `Motor Rifle Brigade` behind `15th`."""
    words = {t.lower_ for t in doc[span.start : span.end]}
    is_ordinal = span.start > 0 and _ORDINAL.fullmatch(doc[span.start - 1].text) is not None
    return is_ordinal and not words.isdisjoint(word_list("organizations", "numbered"))


def _end_of_given_name(doc: Doc, span: NameSpan, taken: Collection[int]) -> int:
    """The end of `Ke Wen-je`, `Ana Dlamini-Moyo`, `Kang In-sun` or `Al - Sudais` where the model marked half of it."""
    end = span.end
    while is_spaced_particle(doc, end - 1) and end + 1 not in taken:
        end += 2
    if _is_tied(doc, end):
        is_surname = span.end - span.start > 1 and end + 1 not in taken and _is_only_surname(doc, end + 1)
        return end + 2 if is_surname or is_syllable(doc[end + 1].text) else end
    is_family = end - span.start == 1 and doc[span.start].lower_ in word_list("honorifics", "family_first")
    if is_family and _is_tied(doc, end + 1) and is_capitalised(doc[end]) and is_syllable(doc[end + 2].text):
        return end + 3
    return end


def _is_tied(doc: Doc, i: int) -> bool:
    """True for a hyphen with no space about it."""
    return i + 1 < len(doc) and doc[i].text == "-" and not (doc[i - 1].whitespace_ or doc[i].whitespace_)


def _is_only_surname(doc: Doc, i: int) -> bool:
    """True for the `Moyo` of `Ana Dlamini-Moyo`, not for the `Rafael` of `Novak Djokovic-Rafael Nadal`."""
    return is_proper(doc[i]) and not any(map(is_proper, doc[i + 1 : i + 2]))


def _end_of_head(doc: Doc, span: NameSpan, taken: Collection[int]) -> int:
    """The end of `Joint Headquarters Staff` where the model marked `Joint Headquarters`."""
    last = doc[span.end - 1]
    if last.text == "House" and doc[span.end : span.end + 2].text in ("of Lords", "of Commons", "of Representatives"):
        return span.end + 2
    end = last.head.i + 1
    if last.dep_ != "compound" or not span.end < end <= span.end + _LONGEST_TAIL:
        return span.end
    if last.head.lower_ in word_list("organizations", "relation_nouns"):
        return span.end
    is_free = all(is_proper(t) and t.i not in taken and not is_title(t) for t in doc[span.end : end])
    return end if is_free and ends_in_head(name_words(doc[span.start : end].text)) else span.end


def _goes_on(doc: Doc, i: int, end: int) -> bool:
    token = doc[i]
    is_name = is_proper(token) or (is_capitalised(token) and token.lower_ in word_list("honorifics", "family_words"))
    is_name = is_name and token.lower_ not in word_list("honorifics", "weekdays")
    is_word = is_name and token.is_alpha and not token.is_sent_start and i - end < _LONGEST_TAIL
    is_part = token.lower_ not in PICTURES and not is_title(token)
    return is_word and bool(doc[i - 1].whitespace_) and is_part
