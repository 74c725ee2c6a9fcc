"""Acronyms and short forms that the article explains, or that spell the initials of one of its organizations."""

from collections.abc import Iterator

from flows.parse.entities.names import initials, name_words
from flows.parse.entities.organization_names import abbreviates_in_part, is_acronym, is_short_for, organization_type
from flows.parse.entities.spans import DASHES, ORGANIZATION, PERSON, NameSpan, is_proper
from flows.parse.entities.stock_codes import is_before_stock_code
from flows.parse.facts import Reading
from flows.parse.tokens import Doc


def defined_acronyms(doc: Doc, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """The acronym of `Long Name (LN)` where it carries no span yet; it is what the long name is."""
    starts = {s.start for s in spans}
    for span in spans:
        i = span.end + 1
        end = next((k for k in (i + 1, i + 2) if k < len(doc) and doc[k].text == ")"), None)
        if end is None or doc[i - 1].text != "(" or is_before_stock_code(doc, span):
            continue
        short, long = doc[i:end].text, doc[span.start : span.end].text
        may_be_short = span.entity_type != PERSON or initials(name_words(long), True) == short.lower()
        if not may_be_short or i in starts or doc[end + 1 : end + 2].text in DASHES:  # `NAIROBI, Kenya (AP) —`
            continue
        if end > i + 1:
            if abbreviates_in_part(short, long):
                yield NameSpan(i, end, span.entity_type)
        elif _abbreviates(short, long) or _is_used_for(doc, short, span):
            yield NameSpan(i, end, span.entity_type)


def used_acronyms(reading: Reading, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """Words in capitals that are the initials of one of the article's organizations and carry no span yet."""
    doc = reading.doc
    names = {name_words(doc[s.start : s.end].text) for s in spans if s.entity_type == ORGANIZATION}
    spelt = [words for words in names if len(words) > 2 and organization_type(words) != "program"]
    known = {initials(words, with_small).upper() for words in spelt for with_small in (True, False)}
    known = {short for short in known if len(short) > 2 and short in reading.article.text}
    starts = {s.start for s in spans}
    for token in (t for sentence in reading.sentences() for t in sentence) if known else ():
        if token.text not in known or token.i in starts:
            continue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or not is_proper(after):
            yield NameSpan(token.i, token.i + 1, ORGANIZATION)


def _abbreviates(short: str, long: str) -> bool:
    """True for an acronym in capitals, or one that mixes cases as the initials of the long name do (`BoG`)."""
    return is_acronym(short) or (len(short) > 1 and initials(name_words(long), True) == short.lower())


def _is_used_for(doc: Doc, short: str, long: NameSpan) -> bool:
    """True for a word in parentheses behind an organization's long name that the article has again without it."""
    is_short = long.entity_type == ORGANIZATION and is_short_for(short, doc[long.start : long.end].text)
    return is_short and sum(token.text == short for token in doc) > 1
