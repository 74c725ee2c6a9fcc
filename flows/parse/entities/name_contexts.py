"""Organizations that the model does not mark, by the words about them: who leads them, who is theirs, what tells them.

Each pattern is searched for in the whole text, which costs less than asking each of its tokens.
"""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.entities.countries import find_city, find_demonym, find_place
from flows.parse.entities.names import initials, name_words
from flows.parse.entities.organization_names import organization_type
from flows.parse.entities.spans import ORGANIZATION, NameSpan, is_capitalised, is_proper, name_titles, word_list
from flows.parse.tokens import Doc, Span

_ACRONYM_IN_BRACKETS = re.compile(r"(?<=[a-z] \()(?P<name>[A-Z]{3,8})(?=\))")
_SMALL_WORDS = 3  # at most, in a name that its acronym spells
_OWNERS_MARK = re.compile(r"['’]s? (?=[A-Z][a-z]+ [A-Z][a-z]+)")
_OWNER = re.compile(r"(?<![\w-])[A-Z][a-z]+[A-Za-z]*\Z")
_LONGEST_WORD = 30  # characters


def find_short_forms(doc: Doc) -> Iterator[NameSpan]:
    """`PML-N`, the short form of a party with that of its faction, one before who leads it (`FIA race director Ana
    Ruiz`), a paper (`told the Nation`, `in The Sun`), and a party by what it believes (`the Green party`)."""
    patterns = {_faction(): "-", _before_leader(): "", _told_paper(): "he ", _party(): " party"}
    for pattern, sign in patterns.items():
        for match in pattern.finditer(doc.text) if sign in doc.text else ():
            span = doc.char_span(*match.span("name"))
            parts = match["name"].split("-")
            if span is not None and not any(find_place(part) or part.lower() in name_titles() for part in parts):
                yield NameSpan(span.start, span.end, ORGANIZATION)


@cache
def _faction() -> re.Pattern[str]:
    others = "|".join(sorted(word_list("organizations", "hyphened_acronyms")))
    behind = "|".join(sorted(word_list("organizations", "behind_factions")))
    name = r"(?P<name>[A-Z][A-Z0-9]{1,4}-[A-Z]{1,3})"
    return re.compile(rf"(?<![\w-])(?!{others}){name}(?![\w-])(?=['’]s? |\s(?:{behind}|and\s[A-Z]))")


@cache
def _party() -> re.Pattern[str]:
    beliefs = "|".join(sorted(word_list("organizations", "beliefs_of_parties"), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<name>(?:{beliefs}) party)\b(?! (?:of|for|in) [A-Z])")


@cache
def _before_leader() -> re.Pattern[str]:
    leaders = word_list("organizations", "leaders") | word_list("organizations", "leaders_of_short_forms")
    return re.compile(
        rf"(?<![\w-])(?P<name>[A-Z]{{3,6}})(?=\s(?:[a-z]+\s)?(?:{'|'.join(sorted(leaders))})\s[A-Z][a-z]+\s[A-Z])"
    )


@cache
def _told_paper() -> re.Pattern[str]:
    papers = "|".join(sorted(word_list("organizations", "papers")))
    before = r"(?:(?<=(?:told|ells) [Tt]he )|(?<=lling [Tt]he )|(?<=[a-z,] The ))"
    return re.compile(rf"(?=[A-Z]){before}(?P<name>{papers})\b(?! [A-Z])")


def find_listed(doc: Doc) -> Iterator[NameSpan]:
    """`Meituan` and `Tencent` of `Alibaba, Meituan and Tencent`: unmarked names of a list of three, of which the first
    is an organization."""
    before = None
    for entity in doc.ents:
        if entity.label_ == "ORG":
            listed = list(_listed_behind(doc, entity.end))
            is_closed = bool(listed) and doc[listed[-1].start - 1].lower_ in ("and", "or")
            is_third = before is not None and before.label_ == "ORG" and doc[before.end : entity.start].text == ","
            if is_closed and (is_third or len(listed) > 1):
                yield from listed
        before = entity


def _listed_behind(doc: Doc, end: int) -> Iterator[NameSpan]:
    """The unmarked names of the list that goes on at token `end`, up to the last one."""
    while end + 1 < len(doc) and doc[end].lower_ in (",", "and", "or"):
        is_last = doc[end].lower_ != ","
        start = end + 1
        end = start
        while end < len(doc) and is_proper(doc[end]) and not doc[end].ent_type_:
            end += 1
        name = doc[start:end].text
        is_open = end < len(doc) and (is_capitalised(doc[end]) or doc[end].lower_ in ("of", "-"))
        if start == end or is_open or doc[end - 1].lower_ in name_titles() or find_place(name) or find_demonym(name):
            return
        yield NameSpan(start, end, ORGANIZATION)
        if is_last:
            return


def find_described(doc: Doc) -> Iterator[NameSpan]:
    """Names unmarked that the words behind tell of: `Acme, as the company is known`, `Acme, a think-tank in Lagos`, and
    what there are shares in."""
    for sign, pattern in _descriptions().items():
        for match in pattern.finditer(doc.text) if sign in doc.text else ():
            span = doc.char_span(*match.span("name"))
            is_open = span is not None and all(is_proper(t) and not t.ent_type_ for t in span)
            if span is not None and is_open and not (find_city(span.text) or find_demonym(span.text)):
                yield NameSpan(span.start, span.end, ORGANIZATION)


@cache
def _descriptions() -> dict[str, re.Pattern[str]]:
    """Patterns by words that what they match holds, which cost less to look for."""
    name = r"(?<![\w-])(?<! no )(?P<name>[A-Z][\w&]+(?: [A-Z][\w&]+){0,3})"
    kinds = "|".join(sorted(word_list("organizations", "kinds_of_no_person")))
    return {
        ", as the ": re.compile(rf"{name}, as the (?:{kinds}|group) (?:is|was|has been) (?:\w+ )?known\b"),
        ", a": re.compile(rf"{name}, an? (?:[a-z][\w-]* ){{0,3}}(?:{kinds})(?=[,.] | (?:based|in|that|which|with)\b)"),
        "hares ": re.compile(rf"\b[Ss]hares (?:in|of) {name}(?![\w'’-]| and\b| [A-Z]\b)"),
        " shares ": re.compile(rf"{name} shares (?:are|closed|dropped|fell|gained|have|jumped|lost|rose|slid|were)\b"),
    }


def find_spelt(doc: Doc) -> Iterator[NameSpan]:
    """`Economic Community of West African States` before `(ECOWAS)`, and the acronym: the initials of capitalised words
    that a head noun shows to be an organization's, or that it goes on to be called by."""
    for match in _ACRONYM_IN_BRACKETS.finditer(doc.text):
        span = doc.char_span(*match.span("name"))
        start = _spelt_from(doc, span) if span is not None else None
        if span is None or start is None:
            continue
        words = name_words(doc[start : span.start - 1].text)
        is_other = words[-1] in word_list("organizations", "not_organizations") or words[-1] in name_titles()
        if organization_type(words) is not None and not is_other:
            yield NameSpan(start, span.start - 1, ORGANIZATION)
            yield NameSpan(span.start, span.end, ORGANIZATION)


def _spelt_from(doc: Doc, short: Span) -> int | None:
    """The token from which on the initials of the words before the brackets are the acronym's letters."""
    letters, i = short.text.lower(), short.start - 1
    for _ in range(len(letters) + _SMALL_WORDS):
        i -= 1
        token = doc[i] if i >= 0 else None
        if token is None or not (is_capitalised(token) or token.lower_ in word_list("organizations", "stop_words")):
            return None
        words = name_words(doc[i : short.start - 1].text)
        if is_capitalised(token) and letters in (initials(words, True), initials(words, False)):
            return i
    return None


def find_owners(doc: Doc) -> Iterator[NameSpan]:
    """`Unifor` of `Unifor’s Ana Ruiz`, `Alder Group` of `Alder Group’s Ana Ruiz`, which the model does not mark."""
    for mark in _OWNERS_MARK.finditer(doc.text):
        owner = _OWNER.search(doc.text, max(mark.start() - _LONGEST_WORD, 0), mark.start())
        span = doc.char_span(*owner.span()) if owner else None
        if span is None or not all(t.ent_type_ == "PERSON" for t in doc[span.end + 1 : span.end + 3]):
            continue
        start = span.end
        while start > 0 and is_proper(doc[start - 1]) and not doc[start - 1].ent_type_:
            start -= 1
        name = doc[start : span.end].text
        if start < span.end and not (find_demonym(name) or find_place(name)):
            yield NameSpan(start, span.end, ORGANIZATION)
