"""The bare name within a wider span: no determiner, title, possessive or punctuation about it."""

import re
from functools import cache

from flows.parse.entities.countries import find_demonym, find_place
from flows.parse.entities.names import generations
from flows.parse.entities.organization_names import organization_type
from flows.parse.entities.spans import (
    DASHES,
    ORGANIZATION,
    PERSON,
    PICTURES,
    PLACE,
    POSSESSIVES,
    NameSpan,
    determiners,
    is_proper,
    is_spaced_particle,
    name_titles,
    particles,
    titles_alone,
    word_list,
)
from flows.parse.tokens import Doc, Token

_EDGE = frozenset("\"'“”‘’`()[]{}<>.,;:!?-–—―*•|/…©®™#@+=") | {"``", "''", "--", "...", "'s", "’s", "and", "&"}
_PREFIXES = frozenset({"pro", "anti", "ex", "non", "post", "pre", "former", "mid"})
_PREFIXES_AT_START = frozenset({"Pro", "Ex"})  # not `Anti-Corruption Commission`
_PARTY_STATE = re.compile(r"(?:D|R|I|DFL)-[A-Z][\w.]*(?: [A-Z][\w.]*)?")  # `(D-Va.)`
_ATTRIBUTES_WITH_HYPHEN = frozenset({"owned", "based", "backed", "led", "listed", "run", "controlled", "born"})
_TITLES_IN_CAPITALS = frozenset({"CEO", "CFO", "CM", "COO", "CTO", "MD", "MLA", "PM"})
_NEVER_IN_NAMES = frozenset({"VERB", "AUX", "SCONJ"})
_SCORE = re.compile(r"\d{1,3}[–—-]\d{1,3}")
_CREEDS = frozenset({"Islamist", "Jihadist", "Leftist", "Marxist", "Maoist", "Separatist"})
_INITIAL = re.compile(r"[A-Z]\.?")
_MARKS_OF_SCORECARDS = frozenset({"b", "c", "lbw"})
_BREAKS = frozenset({"/", "|", "•", "--", "–", "—", "―"})


def trim(doc: Doc, span: NameSpan) -> NameSpan | None:
    """The bare name: no article, title, possessive or punctuation about it; None when no name is left."""
    start, end = _within_breaks(doc, span.start, span.end)
    start = _behind_attribute(doc, start, end)
    while span.entity_type == PERSON and start < end - 1 and not {"(", ")", "/"}.isdisjoint(doc[start].text):
        start += 1
    while start < end and (_is_determiner(doc[start]) or doc[start].text in _EDGE or _is_prefix(doc, start)):
        start += 1
    if start < end - 1 and doc[start].is_sent_start and is_only_attribute(doc, start, end):
        start += 1
    while start < end and (doc[end - 1].text in _EDGE or _is_before_credit(doc, end - 1)):
        end -= 1
    start = _behind_inner_noun(doc, start, end)
    if span.entity_type == PERSON:
        start = _skip_titles(doc, _behind_inner_title(doc, start, end), end)
        if end - start > 2 and (find_demonym(doc[start].text) or doc[start].lower_ in word_list("places", "peoples")):
            start += 1  # `Briton Ana Ruiz`
    elif start < end - 1 and (is_side(doc, start) or doc[start].text in _CREEDS):  # `Islamist Ennahda`
        start += 1
    end = _before_lower(doc, start, end) if span.entity_type == PERSON else _before_score(doc, start, end)
    if span.entity_type == PERSON and end - start > 1 and doc[end - 1].lower_ in word_list("honorifics", "weekdays"):
        end -= 1
    while (
        start < end - 1 and span.entity_type in (ORGANIZATION, PERSON) and _is_loose_end(doc, end - 1, span.entity_type)
    ):
        end -= 1
    if span.entity_type == ORGANIZATION and is_of_next_title(doc, end - 1):
        end -= 1
    if span.entity_type == PERSON and all(_is_title_word(t, end) for t in doc[start:end]):
        return None
    if end - start == 1 and doc[start].lower_.rstrip(".") in _no_names_alone():
        return None
    if span.entity_type == PLACE:
        start, end = _bare_place(doc, start, end)
    if span.entity_type == PLACE and end - start == 1 and _is_common_noun_at_start(doc, start):
        return None
    if span.entity_type == PERSON and _is_before_own_stop(doc, end):
        end += 1
    if span.entity_type == ORGANIZATION and is_possessive_name(doc, start, end):
        end += 1
    if start < end and _PARTY_STATE.fullmatch(doc[start:end].text):
        return NameSpan(start + 2, end, PLACE) if end - start > 2 else None
    is_name = start < end and any(t.text != t.lower_ for t in doc[start:end])
    is_name = is_name or doc[start:end].text in word_list("organizations", "in_small_letters")
    return NameSpan(start, end, span.entity_type) if is_name else None


@cache
def _no_names_alone() -> frozenset[str]:
    """Words that are no name by themselves: `Monday`, `Inc.`."""
    return word_list("honorifics", "not_names") | {"inc", "corp", "ltd", "llc", "plc", "gmbh"}


def is_possessive_name(doc: Doc, start: int, end: int) -> bool:
    """True for the `Moody` of `Moody’s`, which is no owner but a firm."""
    is_owner = end < len(doc) and doc[end].text in POSSESSIVES
    return is_owner and doc[start:end].text in word_list("organizations", "possessive_names")


def _bare_place(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """`Belfast` of `north Belfast`; no small word is left over at the end, where the model cuts a name short."""
    directions = word_list("places", "directions")
    if start < end - 1 and doc[end - 1 : end + 1].text == "District Attorney":
        end -= 1
    while start < end - 1 and doc[start].text in directions and not find_place(doc[start:end].text):
        start += 1
    goes_on = end < len(doc) and is_proper(doc[end])
    small = word_list("organizations", "stop_words")
    while not goes_on and start < end - 1 and doc[end - 1].text in small:
        end -= 1
    return start, end


def _behind_attribute(doc: Doc, start: int, end: int) -> int:
    """Behind `30%-owned` of `30%-owned Innopac Inc.`."""
    for i in range(start, end - 1):
        tied, _, attribute = doc[max(i - 1, start) : i + 1].text.rpartition("-")
        if tied and attribute in _ATTRIBUTES_WITH_HYPHEN:
            return i + 1
    return start


def is_only_attribute(doc: Doc, start: int, end: int) -> bool:
    """True for what tells of a name in front of a sentence: `Rival Alder Bank`, `Drugmaker Alder Inc`, `Keeper Ana
    Ruiz`; not for `Bank Alder` nor `Model Mining`."""
    word = doc[start].lower_
    if word in word_list("titles", "attributes"):
        return True
    is_kind = word in word_list("organizations", "kind_nouns") and organization_type((word,)) is None
    is_maker = word.endswith("maker")
    is_who = end - start > 2 and (word in word_list("titles", "person_nouns") or word in word_list("sport", "players"))
    return (is_kind or is_maker or is_who) and is_proper(doc[start + 1])


def _behind_inner_noun(doc: Doc, start: int, end: int) -> int:
    """Behind a noun in small letters that tells of the rest: `Oil giant Alder`, `Alder pair Ana Ruiz`."""
    for i in range(start + 1, end - 1):
        noun = doc[i]
        is_noun = noun.pos_ == "NOUN" and noun.is_lower and noun.whitespace_ and noun.lower_ in _nouns_of_names()
        if is_noun and doc[i - 1].whitespace_ and is_proper(doc[i + 1]):
            return i + 1
    return start


@cache
def _nouns_of_names() -> frozenset[str]:
    people = word_list("titles", "person_nouns") | word_list("sport", "players")
    return people | word_list("organizations", "kind_nouns") | {"giant", "pair"}


def is_of_next_title(doc: Doc, i: int) -> bool:
    """True for the `Assistant` of `Bank of Japan Assistant Governor`."""
    is_before = i + 1 < len(doc) and doc[i + 1].lower_ in word_list("titles", "heads") and is_proper(doc[i + 1])
    return is_before and doc[i].lower_ in ("assistant", "deputy", "first", "senior", "vice")


def _is_determiner(token: Token) -> bool:
    """True for `the`, `The`, `all`; within a sentence not for the first word of `All Nippon Airways`."""
    is_first_of_name = token.text.istitle() and not token.is_sent_start and token.lower_ in ("all", "every", "our")
    is_initial = (
        token.text == "A" and token.i + 1 < len(token.doc) and _INITIAL.fullmatch(token.nbor().text)
    )  # `A K Singh`
    return token.lower_ in determiners() and not is_first_of_name and not is_initial


def _behind_inner_title(doc: Doc, start: int, end: int) -> int:
    """Behind the title within what was taken for one name: `Idea MD Ana Ruiz`."""
    inner = (i + 1 for i in range(start + 1, end - 1) if doc[i].text in _TITLES_IN_CAPITALS)
    return next(inner, start)


def _before_lower(doc: Doc, start: int, end: int) -> int:
    """Where a person's name ends at a word in small letters that is no particle: `Son` of `Son sink Arsenal`."""
    for i in range(start + 1, end - 1):
        token = doc[i]
        is_apart = token.whitespace_ and doc[i - 1].whitespace_
        is_mark = token.text in _MARKS_OF_SCORECARDS
        is_other = token.is_lower and token.pos_ in _NEVER_IN_NAMES and token.lower_ not in particles()
        if is_apart and (is_other or is_mark):
            return i
    return end


def _before_score(doc: Doc, start: int, end: int) -> int:
    """Where a name ends before a score: `Kingston United 2-1`, `Yankees 6, Rays 3`."""
    if end - start > 1 and _SCORE.fullmatch(doc[end - 1].text):
        return end - 1
    if end - start < 2 or not doc[end - 1].is_digit:
        return end
    if end + 2 < len(doc) and doc[end].text == ",":
        return end - 1 if is_proper(doc[end + 1]) and doc[end + 2].is_digit else end
    if end - start < 4:
        return end
    return end - 3 if doc[end - 2].text in DASHES and doc[end - 3].is_digit else end


def _within_breaks(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The part before white space, a slash, a dash or a bracket that is not closed within; after one not opened."""
    for i in range(start, end):
        token = doc[i]
        text = token.text
        if text.isalpha():
            continue
        if text == ")" and "(" not in [t.text for t in doc[start:i]]:
            start = i + 1
        is_open = text == "(" and ")" not in [t.text for t in doc[i:end]]
        is_spaced = text == "-" and doc[i - 1].whitespace_ and token.whitespace_
        is_dash = text in _BREAKS or (is_spaced and not is_spaced_particle(doc, i - 1))
        if i > start and (token.is_space or is_open or is_dash):
            return start, i
    return start, end


def _is_before_own_stop(doc: Doc, end: int) -> bool:
    """True where the full stop of `Sr.` is a token of its own."""
    is_stop = 0 < end < len(doc) and doc[end].text == "." and not doc[end - 1].whitespace_
    return is_stop and doc[end - 1].lower_ in generations()


def _is_common_noun_at_start(doc: Doc, i: int) -> bool:
    """True for `Gunmen` that opens a sentence or a report (`KANO (AP) — Gunmen …`), whatever the model takes it for."""
    is_start = doc[i].is_sent_start or doc[i - 1].text in DASHES
    return is_start and doc[i].tag_ == "NNS" and doc[i].pos_ == "NOUN"


def _is_prefix(doc: Doc, i: int) -> bool:
    token = doc[i]
    is_one = token.text in _PREFIXES or (token.is_sent_start and token.text in _PREFIXES_AT_START)
    return is_one and i + 1 < len(doc) and doc[i + 1].text == "-"


def _is_before_credit(doc: Doc, i: int) -> bool:
    """True for the `Image` of `Amina Diallo Image: Reuters`."""
    return doc[i].lower_ in PICTURES and i + 1 < len(doc) and doc[i + 1].text == ":"


def _is_loose_end(doc: Doc, i: int, entity_type: str) -> bool:
    """A person's age, or a word in small letters that no hyphen ties to the name (`Ka-shing` stays whole)."""
    is_age = entity_type == PERSON and doc[i].is_digit
    return bool((doc[i].is_lower or is_age) and doc[i - 1].whitespace_) or doc[i].text in POSSESSIVES


def _is_title_word(token: Token, end: int) -> bool:
    """True for a word of a title that is no name: `Rear` and `Adm.`; the last one must be a title by itself."""
    word = token.lower_.rstrip(".")
    return word in titles_alone() or (token.i < end - 1 and word in word_list("titles", "modifiers"))


def _skip_titles(doc: Doc, start: int, end: int) -> int:
    """Past titles and words in small letters before a person's name; a particle stays with the name."""
    while start < end - 1:
        word = doc[start].lower_.rstrip(".")
        is_behind_address = start > 0 and doc[start - 1].lower_.rstrip(".") in ("dr", "mr", "sheikh", "prof")
        is_given = is_behind_address and word in word_list("titles", "leading_titles")  # `Dr. Sultan Al Jaber`
        if is_given or word in particles() or not (word in _leading_titles() or doc[start].is_lower):
            break
        start += 1
    return start


@cache
def _leading_titles() -> frozenset[str]:
    """Words that are a title where a name follows them, also those that are names themselves (`King`)."""
    return name_titles() | word_list("titles", "leading_titles")


def is_side(doc: Doc, i: int) -> bool:
    """True for `Beijing` in `pro-Beijing New People Party`, which is no part of the name."""
    is_behind = i > 1 and doc[i - 1].text == "-" and doc[i - 2].lower_ in ("pro", "anti")
    return is_behind and _is_prefix(doc, i - 2) and find_place(doc[i].text) is not None
