"""Runs of capitalised words that the words before them show to be people, or what a noun says they are."""

from collections.abc import Iterator

from flows.parse.entities.countries import find_demonym, find_place
from flows.parse.entities.organization_names import is_generic_head
from flows.parse.entities.spans import (
    ORGANIZATION,
    PERSON,
    PICTURES,
    NameSpan,
    hyphened_word,
    is_proper,
    is_within_title,
    name_titles,
    person_nouns,
    titles_alone,
    word_list,
)
from flows.parse.tokens import Doc, Token

_LONGEST_PERSON = 4


def named_after(doc: Doc, first: Token) -> Iterator[NameSpan]:
    """A capitalised run right after a noun that says what it is: `singer Amina Diallo`, `carmaker Renault`."""
    noun = doc[first.i - 1] if first.i else first
    if not noun.text[0].islower() or not is_proper(first):
        return
    if noun.lower_ in person_nouns() or _is_behind_credit(doc, noun):
        yield from person_after(doc, first.i)
    elif noun.pos_ in ("NOUN", "PROPN") and hyphened_word(doc, noun.i) in word_list("organizations", "kind_nouns"):
        end = first.i
        while end < len(doc) and is_proper(doc[end]):
            end += 1
        is_titled = any(t.lower_ in name_titles() for t in doc[first.i : end])
        if not is_titled and not find_place(doc[first.i : end].text):
            yield NameSpan(first.i, end, ORGANIZATION)


def person_after(doc: Doc, start: int) -> Iterator[NameSpan]:
    """The capitalised run right after a title or honorific: `Mr Adeyemi`, `Foreign Minister Okafor`."""
    end = start
    while end < len(doc) and end - start <= _LONGEST_PERSON and _may_be_person_word(doc[end]):
        end += 1
    is_name = not (is_within_title(doc, start, end) or _is_in_title(doc, start, end) or find_place(doc[start:end].text))
    if start < end <= start + _LONGEST_PERSON and is_name:
        yield NameSpan(start, end, PERSON)


def is_behind_people(doc: Doc, given: Token) -> bool:
    """True for the given name of `Australian Jason Day`, which the model does not mark."""
    name = doc[given.i : given.i + 2]
    is_name = len(name) == 2 and all(is_proper(t) and t.text.istitle() and not t.ent_type_ for t in name)
    is_behind = given.i > 0 and find_demonym(doc[given.i - 1].text) is not None
    return is_name and is_behind and not any(t.pos_ in ("NOUN", "PROPN") for t in doc[given.i + 2 : given.i + 3])


def of_byline(doc: Doc, by: Token) -> Iterator[NameSpan]:
    """`Ana Ruiz` and `Tom Lee` of the line `By Ana Ruiz and Tom Lee`."""
    start = by.i + 1
    for i in range(start, len(doc)):
        token = doc[i]
        if token.text in (",", "and") or token.is_space:
            if i > start:
                yield NameSpan(start, i, PERSON)
            if token.is_space:
                return
            start = i + 1


def _is_in_title(doc: Doc, start: int, end: int) -> bool:
    """True for the `Election` of `Chief Election Commissioner`, the `Youth` of `Deputy Youth and Sports Minister`, the
    `Award` of `Best Director Award`."""
    if end - start != 1:
        return False
    behind = end + 2 if doc[end : end + 1].text == "and" else end
    is_before_title = behind < len(doc) and is_proper(doc[behind]) and doc[behind].lower_ in name_titles()
    word = doc[start].lower_
    is_common = is_generic_head(word) or word in word_list("organizations", "state_bodies")
    return is_before_title or is_common or word in word_list("organizations", "not_organizations")


def _may_be_person_word(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    is_initial = len(word) == 1
    is_word = is_proper(token) and (is_initial or not token.is_upper)
    is_word = is_word and titles_alone().isdisjoint({word, word.removesuffix("s")})  # `Lt. Governors`
    is_word = is_word and word not in word_list("honorifics", "not_names") and word not in PICTURES
    return is_word and word not in word_list("organizations", "strong_heads")


def _is_behind_credit(doc: Doc, by: Token) -> bool:
    """True for the `by` of `Reporting by Ana Ruiz`."""
    return by.lower_ == "by" and by.i > 0 and doc[by.i - 1].text in word_list("titles", "credits")
