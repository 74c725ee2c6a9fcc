"""Runs of capitalised words that show by their form, or by the word before them, that they are a name of some type.

`Joint Task Force Falcon` by its head, `Foreign Minister Okafor` by the title, `carmaker Renault` by the noun,
`told AFP` by the verb, `NAIROBI, May 3` by its place at the head of a report, `Baja California Sur` by the gazetteer.
"""

from collections.abc import Iterator

from flows.parse.entities.capitals import find_capitals, is_someones
from flows.parse.entities.countries import find_demonym, find_place
from flows.parse.entities.known_names import armed_group, first_words_of_groups, first_words_of_places, known_place
from flows.parse.entities.names import given_forms, name_words
from flows.parse.entities.organization_names import is_camel_case, organization_type
from flows.parse.entities.parties import find_parties, first_words_of_parties
from flows.parse.entities.person_runs import is_behind_people, named_after, of_byline, person_after
from flows.parse.entities.spans import (
    ORGANIZATION,
    PERSON,
    POSSESSIVES,
    NameSpan,
    is_byline,
    is_capitalised,
    is_proper,
    is_title,
    is_title_case,
    name_titles,
    particles,
    stands_apart,
    word_list,
)
from flows.parse.entities.sport import find_clubs
from flows.parse.entities.trimming import is_of_next_title, is_only_attribute, is_side
from flows.parse.tokens import Doc, Token

_ACTING = frozenset({"nsubj", "nsubjpass", "poss", "conj"})
_NAMED = frozenset({"PERSON", "GPE", "NORP", "LOC"})
_LONGEST_SHORT_FORM = 5  # letters
_RANKS_OF_OFFICERS = frozenset({"chief", "deputy", "vice"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "his", "her", "its", "their"})


def find_runs(doc: Doc) -> Iterator[NameSpan]:
    """Name spans by form; they may overlap each other and what the model found."""
    places, titles = first_words_of_places(), name_titles()
    company_heads, bodies = word_list("organizations", "company_heads"), word_list("organizations", "state_bodies")
    parties, experts = first_words_of_parties(), word_list("titles", "of_bodies")
    given = given_forms()
    groups, fronts = first_words_of_groups(), word_list("organizations", "front_heads")
    for token in doc:
        text = token.text
        if text == "&":
            yield from _partners(doc, token)
        if text[0].islower() or not text[0].isalpha():
            if text in experts and [t.ent_type_ for t in doc[token.i + 1 : token.i + 3]] == ["PERSON", "PERSON"]:
                yield from _company_before(doc, _first_of_title(doc, token))
            continue
        word = token.lower_
        yield from named_after(doc, token)
        if word in places and word not in _ARTICLES:
            yield from known_place(doc, token)
        if _is_strong_head(doc, token.i):
            yield from _organization_run(doc, token)
        if word in given and is_behind_people(doc, token):
            yield NameSpan(token.i, token.i + 2, PERSON)
        if word in fronts:
            yield from _organization_from(doc, token)
        if word == "by" and is_byline(doc, token):
            yield from of_byline(doc, token)
        if word in company_heads:
            yield from _company_before(doc, token)
        yield from find_clubs(doc, token)
        if token.i > 1 and doc[token.i - 1].text in POSSESSIVES:
            yield from _owned(doc, token)
        if text in parties:
            yield from find_parties(doc, token)
        if word in bodies and _stands_for_body(doc, token):
            yield NameSpan(token.i, token.i + 1, ORGANIZATION)
        if word.rstrip(".") in titles:
            yield from person_after(doc, token.i + 1 + _is_stopped(doc, token))
        if text.isupper() and len(text) > 1:
            yield from find_capitals(doc, token)
        elif (
            not token.ent_type_
            and token.dep_ in _ACTING
            and is_camel_case(text)
            and is_proper(token)
            and not find_place(text)
        ):
            yield NameSpan(token.i, token.i + 1, ORGANIZATION)
        if word in groups:
            yield from armed_group(doc, token)


def _first_of_title(doc: Doc, head: Token) -> Token:
    """The `chief` of `chief executive`, the `deputy` of `deputy chief executive`."""
    i = head.i
    while i > 0 and doc[i - 1].text in _RANKS_OF_OFFICERS:
        i -= 1
    return doc[i]


def _is_stopped(doc: Doc, short: Token) -> bool:
    """True for the `Col` of `Col. Ana Ruiz` where the full stop is a word of its own; not for one that ends a
    sentence."""
    behind = doc[short.i + 1 : short.i + 3]
    is_stop = len(behind) == 2 and behind[0].text == "." and not behind[1].is_sent_start
    return is_stop and not short.whitespace_ and len(short.text) <= _LONGEST_SHORT_FORM


def _organization_run(doc: Doc, head: Token) -> Iterator[NameSpan]:
    """The run that a head noun ends or opens, with what `of` or `for` adds to it."""
    start, end = head.i, head.i + 1
    while start > 0 and (words := _words_left(doc, start) or _words_of_house(doc, start)):
        start -= words
    start -= _words_before_and(doc, start)
    start += start < head.i and doc[start].is_sent_start and is_only_attribute(doc, start, end)
    end = _extend_right(doc, end)
    is_weak = head.lower_ in word_list("organizations", "long_heads") and not is_someones(doc, doc[start])
    is_long = end - start > (2 if is_weak else 1)
    if is_long and any(t.lower_ not in word_list("organizations", "strong_heads") for t in doc[start:end]):
        yield NameSpan(start, end, ORGANIZATION)


def _owned(doc: Doc, noun: Token) -> Iterator[NameSpan]:
    """`Doyle’s Hardware`, `Attorney General’s Office`, `Erie County Sheriff’s Office`; no minister’s."""
    start, owner = noun.i - 2, doc[noun.i - 2]
    if not is_proper(owner):
        return
    if noun.text in word_list("organizations", "shops"):
        yield NameSpan(start, noun.i + 1, ORGANIZATION)
    elif noun.text == "Office" and is_title(owner) and owner.lower_ != "minister":
        while start > 0 and is_proper(doc[start - 1]):
            start -= 1
        yield NameSpan(start, noun.i + 1, ORGANIZATION)


def _organization_from(doc: Doc, head: Token) -> Iterator[NameSpan]:
    """`Partido Verde`, `Banco de Acme`: a head noun and the proper nouns and particles behind it."""
    end = i = head.i + 1
    while (
        i < len(doc)
        and doc[i].lower_ not in word_list("titles", "heads")
        and (is_proper(doc[i]) or doc[i].text == "-" or doc[i].lower_ in particles())
    ):
        i += 1
        if is_proper(doc[i - 1]):
            end = i
    if end > head.i + 1:
        yield NameSpan(head.i, end, ORGANIZATION)


def _is_strong_head(doc: Doc, i: int) -> bool:
    strong = word_list("organizations", "strong_heads")
    word = doc[i].lower_
    if word in strong or word in word_list("organizations", "long_heads"):
        return True
    return i > 0 and f"{doc[i - 1].lower_} {word}" in strong and is_capitalised(doc[i - 1])


def _words_left(doc: Doc, start: int) -> int:
    """How many tokens before `start` belong to its name: a word, or a particle or number and its hyphen (`Al-Wadi`)."""
    if _belongs_left(doc[start - 1]):
        return 0 if is_side(doc, start - 1) else 1
    is_tied = start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_
    if is_tied and doc[start - 2].is_digit:
        return 2
    return 2 if is_tied and doc[start - 2].lower_ in particles() and _belongs_left(doc[start - 2]) else 0


def _words_before_and(doc: Doc, start: int) -> int:
    """How many tokens `Disaster Risk Reduction and` has behind `the` and before `Management Council`; 0 where another
    name, or what could be an organization's, ends at the `and`."""
    first = start - 1
    if first < 2 or doc[first].lower_ != "and":
        return 0
    while first > 0 and is_capitalised(doc[first - 1]) and doc[first - 1].lower_ not in _ARTICLES:
        word = doc[first - 1]
        if word.ent_type_ in _NAMED or word.is_upper or word.pos_ not in ("PROPN", "NOUN", "ADJ"):
            return 0
        first -= 1
    is_open = first < start - 1 and first > 0 and doc[first - 1].lower_ == "the"
    return start - first if is_open and organization_type(name_words(doc[first : start - 1].text)) is None else 0


def _words_of_house(doc: Doc, start: int) -> int:
    """How many tokens `House Oversight and` has before `Government Reform Committee`; 0 where there is no such."""
    first = start - 1
    while doc[start - 1].lower_ == "and" and first > 0 and is_proper(doc[first - 1]) and not is_title(doc[first - 1]):
        first -= 1
    return start - first if doc[first].text in ("House", "Senate") else 0


def _belongs_left(token: Token) -> bool:
    if not is_capitalised(token) or token.lower_ in _ARTICLES or token.pos_ not in ("PROPN", "ADJ", "NOUN"):
        return False
    is_common = token.is_sent_start and (token.pos_ != "PROPN" or token.lower_ in word_list("titles", "attributes"))
    return not is_common and token.lower_.rstrip(".") not in name_titles()


def _extend_right(doc: Doc, end: int) -> int:
    """Past `of X`, `for the X`, `on the X of Y` after a head, and past the proper name after an opener."""
    openers = word_list("organizations", "openers")
    has_topic = any(" ".join(t.lower_ for t in doc[max(end - n, 0) : end + 1]) in openers for n in (1, 2))
    i = end + has_topic
    while i < len(doc) and doc[i].lower_ in ("of", "for", "the", "a") and i - end < 2:
        i += 1
    if i > end and doc[end - 1].lower_ in word_list("organizations", "heads_led") and _is_full_name(doc, i):
        return end
    if i > end and _is_office(doc, i):  # `Conservative Party of Prime Minister Ana Ruiz`
        return end
    opens = i > end or " ".join(t.lower_ for t in doc[max(end - 2, 0) : end]) in openers
    stop = i
    while opens and stop < len(doc) and _belongs_right(doc, stop, has_topic) and not _is_next_name(doc, stop, i):
        stop += 1
    return _end_of_circuit(doc, stop) if stop > i else end


def _is_office(doc: Doc, i: int) -> bool:
    """True for `Prime Minister` and `Senator` in front of a name."""
    is_minister = doc[i + 1 : i + 2].text in ("Minister", "Secretary") and doc[i].lower_ in word_list(
        "titles", "portfolios"
    )
    is_title = is_minister or doc[i : i + 1].text.lower() in name_titles()
    return is_title and any(t.ent_type_ == "PERSON" for t in doc[i + 1 + is_minister : i + 2 + is_minister])


def _end_of_circuit(doc: Doc, end: int) -> int:
    """Past `for the Sixth Circuit`, `for the Southern District of New York` behind the name of a court."""
    stop = end + 2
    if doc[end:stop].text != "for the":
        return end
    while stop < len(doc) and (is_proper(doc[stop]) or (doc[stop].lower_ == "of" and is_proper(doc[stop - 1]))):
        stop += 1
    return stop if {"Circuit", "District"} & {t.text for t in doc[end + 2 : stop]} and is_proper(doc[stop - 1]) else end


def _belongs_right(doc: Doc, i: int, has_topic: bool) -> bool:
    """True for a proper name and `and Industry`; in a topic (`on the Status of Women`) for `of`; no day, no code."""
    if has_topic and (doc[i].ent_type_ == "DATE" or any(map(str.isdigit, doc[i].text))):
        return False
    is_before_name = any(map(is_proper, doc[i + 1 : i + 2]))
    return (
        is_proper(doc[i])
        or (is_before_name and doc[i].pos_ == "ADJ" and is_capitalised(doc[i]))
        or (is_before_name and has_topic and doc[i].lower_ == "of")
        or (doc[i].text in ("and", "&") and doc[i + 1 : i + 2].text in word_list("organizations", "trades"))
    )


def _is_next_name(doc: Doc, i: int, start: int) -> bool:
    """True for the `Governor` of `Bank of Japan Governor` and the `Ana` of `Army for Supply Ana Ruiz`; not for the
    `Justice` of `Court of Justice`."""
    is_title = doc[i].lower_.rstrip(".") in name_titles() or is_of_next_title(doc, i)
    return i > start and (is_title or _is_full_name(doc, i))


def _is_full_name(doc: Doc, i: int) -> bool:
    """True for two words that the model marks as a person’s, and for two of which the first is a given name."""
    words = doc[i : i + 2]
    is_given = len(words) == 2 and words[0].lower_ in given_forms() and all(map(is_proper, words))
    return is_given or [t.ent_type_ for t in words] == ["PERSON", "PERSON"]


def _company_before(doc: Doc, title: Token) -> Iterator[NameSpan]:
    """The company right before the title of its head: `Renault CEO`, `Renault’s CEO`."""
    end = title.i - 1 if title.i and doc[title.i - 1].text in POSSESSIVES else title.i
    start = end
    while start > 0 and _belongs_left(doc[start - 1]) and doc[start - 1].lower_ not in word_list("titles", "modifiers"):
        start -= 1
    is_whole = start == 0 or doc[start - 1].lower_ not in ("of", "for", "and")
    is_whole = is_whole and not (end - start > 2 and is_title_case(title.sent))  # `Ana Ruiz Hammers Alder Bank CEO`
    first = doc[start]
    is_common = first.pos_ == "ADJ" or first.text == "English" or (first.is_sent_start and first.tag_ == "NNS")
    if (
        start < end
        and is_whole
        and not is_common
        and not any(find_place(t.text) or find_demonym(t.text) for t in doc[start:end])
    ):
        yield NameSpan(start, end, ORGANIZATION)


def _partners(doc: Doc, mark: Token) -> Iterator[NameSpan]:
    """Two names of a firm: `Harlan & Marsal`; not `Q & A`, nor credits (`Video: Ana & Tom`)."""
    start, end = mark.i - 1, mark.i + 2
    names = doc[max(start, 0) : mark.i], doc[mark.i + 1 : end]
    are_names = all(len(n) == 1 and is_proper(n[0]) and n[0].text.istitle() and len(n[0].text) > 1 for n in names)
    if are_names and start > 0 and doc[start - 1].text != ":" and stands_apart(doc, start, end):
        yield NameSpan(start, end, ORGANIZATION)


def _stands_for_body(doc: Doc, noun: Token) -> bool:
    """True for `the House`, `his Cabinet`, `the last Assembly election`; not where a longer name holds the noun."""
    before, after = doc[noun.i - 1] if noun.i else noun, doc[noun.i + 1 : noun.i + 2]
    if noun.is_sent_start or (before.lower_ != "the" and (noun.lower_ == "house" or is_capitalised(before))):
        return False
    return not any(is_capitalised(t) or t.text == "-" or (t.lower_ == "of" and noun.lower_ == "house") for t in after)
