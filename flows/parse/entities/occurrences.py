"""Occurrences of an article's names, and of their short forms, that carry no span yet."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_demonym, find_place
from flows.parse.entities.names import name_words
from flows.parse.entities.organization_names import is_generic_head, organization_type
from flows.parse.entities.spans import (
    ORGANIZATION,
    OTHER,
    PERSON,
    NameSpan,
    is_proper,
    is_title,
    person_titles,
    word_list,
)
from flows.parse.facts import Reading
from flows.parse.tokens import Doc, Span, Token

_ENDS_OF_CLUBS = frozenset({"City", "County", "Rovers", "Town", "United", "Wanderers"})
_LONGEST_NAME = 8  # words; longer names are not looked for again

Words = tuple[str, ...]


def find_untagged(reading: Reading, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """Occurrences of the article's names, word for word, that carry no span yet; in a headline also in capitals."""
    doc = reading.doc
    names = _names_by_first_word(doc, spans)
    in_capitals = _in_capitals(names)
    taken = {i for s in spans for i in range(s.start, s.end)}
    for sentence in reading.sentences():
        known = in_capitals if _is_capitals(sentence, reading.article.text) else names
        for token in sentence:
            if token.text not in known or token.i in taken:
                continue
            for texts, entity_type in known[token.text]:
                end = token.i + len(texts)
                is_same = end <= sentence.end and all(doc[token.i + k].text == text for k, text in enumerate(texts))
                if is_same and (known is in_capitals or _is_name_here(doc, token.i, end)):
                    yield NameSpan(token.i, end, entity_type)
                    break


def _in_capitals(names: dict[str, list[tuple[Words, str]]]) -> dict[str, list[tuple[Words, str]]]:
    return {
        first.upper(): [(tuple(t.upper() for t in texts), entity_type) for texts, entity_type in same]
        for first, same in names.items()
        if len(first) > 3
    }


def _is_capitals(sentence: Span, text: str) -> bool:
    return text[sentence.start_char : sentence.end_char].isupper() and sum(t.is_alpha for t in sentence) > 2


def _is_name_here(doc: Doc, start: int, end: int) -> bool:
    return _stands_alone(doc, start, end) and not _is_common(doc, start, end)


def _names_by_first_word(doc: Doc, spans: list[NameSpan]) -> dict[str, list[tuple[Words, str]]]:
    """Texts of the words of each name and its type, by first word, the longest first."""
    names: dict[str, dict[Words, str]] = defaultdict(dict)
    for span in spans:
        texts = tuple(t.text for t in doc[span.start : span.end])
        if span.entity_type != OTHER and len(texts) <= _LONGEST_NAME and texts[0] != texts[0].lower():
            names[texts[0]][texts] = span.entity_type
        is_short_form = span.entity_type == PERSON or (
            span.entity_type == ORGANIZATION and (is_generic_head(texts[-1]) or _is_clubs(texts))
        )
        if span.entity_type == ORGANIZATION and _is_own_word(texts):
            names[texts[0]].setdefault(texts[:1], span.entity_type)
        if is_short_form and len(texts) > 1 and len(texts[-1]) > 2 and texts[-1].istitle():
            names[texts[-1]].setdefault(texts[-1:], span.entity_type)
    return {first: sorted(same.items(), key=lambda item: -len(item[0])) for first, same in names.items()}


def _is_clubs(texts: Words) -> bool:
    """True for `Manchester City`, which goes by `City`."""
    is_sure = texts[-1] not in ("City", "County", "Town") or " ".join(texts) in word_list("sport", "clubs")
    return texts[-1] in _ENDS_OF_CLUBS and is_sure


def _is_own_word(texts: Words) -> bool:
    """True for a company's name that its first word stands for: `Lumo` of `Lumo Motor Corp.`, not `General Motors`."""
    word = texts[0]
    is_company = len(texts) > 1 and organization_type(name_words(" ".join(texts[1:]))) == "company"
    is_own = word.istitle() and len(word) > 3 and not find_place(word) and find_demonym(word) is None
    return is_company and is_own and not is_generic_head(word) and word.lower() not in _common_openers()


@cache
def _common_openers() -> frozenset[str]:
    """Words that open many names: titles and what stands inside of titles (`General`, `National`, `First`)."""
    return person_titles() | word_list("titles", "ranks") | word_list("titles", "modifiers")


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """False for a single word that is a common word here or a piece of a longer capitalised name."""
    if end - start > 1:
        return True
    token = doc[start]
    if token.pos_ not in ("PROPN", "NOUN", "ADJ") or (token.pos_ != "PROPN" and token.is_sent_start):
        return False
    if token.ent_type_ == "DATE" and token.lower_ in _months():  # where there is a Ms May
        return False
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    is_end = before is not None and is_proper(before) and before.is_alpha and not is_title(before)
    is_in_front = after is not None and is_proper(after) and not _is_led(token, after)
    return not is_end and not is_in_front


@cache
def _months() -> frozenset[str]:
    return frozenset(load_data("dates")["words"]["month"])


def _is_led(name: Token, title: Token) -> bool:
    """True for `Teledyne` before `Chief Executive`."""
    return title.lower_ in word_list("organizations", "leaders") and not (is_title(name) or find_demonym(name.text))


def _is_common(doc: Doc, start: int, end: int) -> bool:
    """A common noun of organizations that no article points back with: `Guard` without `the`; a club's has none."""
    if end - start > 1 or not is_generic_head(doc[start].text):
        return False
    is_behind_article = start > 0 and doc[start - 1].lower_ == "the"
    return is_behind_article if doc[start].text in _ENDS_OF_CLUBS else not is_behind_article
