"""Parties that go by a common word or by their members: `Labour`, `the Greens`, `the Social Democrats (SPD)`."""

from collections.abc import Iterator
from functools import cache

from flows.parse.entities.capitals import is_someones
from flows.parse.entities.spans import ORGANIZATION, POSSESSIVES, NameSpan, is_capitalised, stands_apart, word_list
from flows.parse.tokens import Doc, Token


def find_parties(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """Names of parties of which `token` is the last word before any brackets."""
    if token.text in word_list("organizations", "parties"):
        if _is_before_member(doc, token) or _is_name_here(doc, token):
            yield NameSpan(token.i, token.i + 1, ORGANIZATION)
    elif token.text in word_list("organizations", "party_members"):
        yield from _by_members(doc, token)


@cache
def first_words_of_parties() -> frozenset[str]:
    """All words that `find_parties` looks at."""
    return word_list("organizations", "parties") | word_list("organizations", "party_members")


def _is_name_here(doc: Doc, token: Token) -> bool:
    """`Labour` by itself within a sentence; not of `Minister of Employment and Labour`."""
    is_owner = doc[token.i + 1 : token.i + 2].text in POSSESSIVES
    if token.pos_ != "PROPN" or (token.is_sent_start and not (is_owner or is_someones(doc, token))):
        return False
    is_portfolio = doc[token.i - 1].text in (",", "and")
    return not is_portfolio and stands_apart(doc, token.i, token.i + 1)


def _is_before_member(doc: Doc, token: Token) -> bool:
    """True before `leader`, `lawmakers` and `MP`."""
    return doc[token.i + 1 : token.i + 2].text in word_list("organizations", "members_of_parties")


def _by_members(doc: Doc, last: Token) -> Iterator[NameSpan]:
    is_two_words = last.i > 0 and doc[last.i - 1].text in word_list("organizations", "before_party_members")
    start = last.i - is_two_words
    brackets = [t.text for t in doc[last.i + 1 : last.i + 4]]
    if brackets[::2] == ["(", ")"] and brackets[1].isupper() and len(brackets[1]) > 1:
        is_longer = last.i > 0 and is_capitalised(doc[last.i - 1]) and doc[last.i - 1].pos_ in ("PROPN", "ADJ")
        yield NameSpan(last.i - is_longer, last.i + 1, ORGANIZATION)
        yield NameSpan(last.i + 2, last.i + 3, ORGANIZATION)
    elif is_two_words or _is_before_member(doc, last):
        yield NameSpan(start, last.i + 1, ORGANIZATION)
    elif last.text in word_list("organizations", "parties_of_members") and _is_behind_article(doc, last):
        yield NameSpan(last.i, last.i + 1, ORGANIZATION)


def _is_behind_article(doc: Doc, last: Token) -> bool:
    return last.i > 0 and doc[last.i - 1].lower_ == "the" and stands_apart(doc, last.i, last.i + 1)
