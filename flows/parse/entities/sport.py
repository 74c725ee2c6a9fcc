"""Clubs, teams of towns and players: by their names, by words that open or end these, by the scores of players."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from flows.parse.entities.countries import find_city, find_demonym, find_place
from flows.parse.entities.relative_clauses import is_who_won
from flows.parse.entities.result_lines import is_in_result
from flows.parse.entities.sides import is_side_in_match, verbs_of_matches
from flows.parse.entities.spans import (
    DASHES,
    ORGANIZATION,
    PERSON,
    POSSESSIVES,
    NameSpan,
    is_proper,
    name_titles,
    stands_apart,
    word_list,
)
from flows.parse.tokens import Doc, Token

_LONGEST_CLUB = 3  # words
_LONGEST_TOWN = 3  # words
_SETS = re.compile(r"(?<=[^\W\d])\s(?=\d-\d(?:\s?\(\d+(?:-\d+)?\))?,?\s\d-\d\b)")  # what `6-4 7-6(5)` stands behind
_TWO_SCORES = re.compile(r"\d-\d(?:\s?\(\d+(?:-\d+)?\))?,?\s\d-\d")  # of few texts
_NAME_AT_END = re.compile(r"\b[A-Z](?:['’][A-Z])?[\w.-]+(?: [A-Z](?:['’][A-Z])?[\w.-]+){1,3}\Z")
_LONGEST_NAME = 60  # characters
_SCORE_BEHIND_VERB = 7  # tokens, at most


def find_clubs(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """Names of clubs that begin at `token`."""
    if token.text in word_list("sport", "club_openers"):
        yield from _club(doc, token)
    if token.i and token.text in word_list("sport", "club_ends"):
        yield from _club_by_end(doc, token)
    if token.text in _clubs_by_first_word():
        yield from _known_club(doc, token)
    if token.i and token.text in word_list("sport", "nicknames"):
        yield from _team_of_town(doc, token)
    player = NameSpan(token.i - 1, token.i + 1, PERSON)
    is_pair = token.i and not token.ent_type_ and is_proper(token) and is_proper(doc[token.i - 1])
    if is_pair and (is_player(doc, player) or _is_opponent(doc, player)):
        yield player
    is_unmarked = not token.ent_type_ and is_proper(token) and stands_apart(doc, token.i, token.i + 1)
    is_side = is_unmarked and (is_side_in_match(doc, token) or is_who_won(doc, NameSpan(token.i, token.i + 1, "")))
    if is_side and not find_place(token.text):
        yield NameSpan(token.i, token.i + 1, ORGANIZATION)
    if token.text in word_list("sport", "sports") and _is_body_of_sport(doc, token):
        yield NameSpan(token.i, token.i + 2, ORGANIZATION)


def _club(doc: Doc, opener: Token) -> Iterator[NameSpan]:
    """A name that opens as those of clubs do: `AC Verona`."""
    following = doc[opener.i + 1 : opener.i + 3]
    if following and is_proper(following[0]) and not (len(following) > 1 and is_proper(following[1])):
        yield NameSpan(opener.i, opener.i + 2, ORGANIZATION)


def _club_by_end(doc: Doc, last: Token) -> Iterator[NameSpan]:
    """A name that ends as those of clubs do: `Kingston Wanderers`, `Ayr & Hove Albion`."""
    start = last.i
    while start > 0 and last.i - start < _LONGEST_CLUB and _is_of_club(doc, start - 1):
        start -= 1
    if start < last.i and doc[start].text != "&" and stands_apart(doc, start, last.i + 1):
        yield NameSpan(start, last.i + 1, ORGANIZATION)


def _is_of_club(doc: Doc, i: int) -> bool:
    word = doc[i]
    if word.text == "&":
        return True
    is_word = is_proper(word) and word.text.istitle() and word.lower_ not in word_list("honorifics", "weekdays")
    return is_word and word.lower_.rstrip(".") not in name_titles() and find_demonym(word.text) is None


def _is_body_of_sport(doc: Doc, sport: Token) -> bool:
    """True for the first word of `Tennis Australia`."""
    return find_place(doc[sport.i + 1 : sport.i + 2].text) is not None and stands_apart(doc, sport.i, sport.i + 2)


def _team_of_town(doc: Doc, nickname: Token) -> Iterator[NameSpan]:
    """`Houston Rockets`, `Boston Red Sox`: a nickname with the town or state before it."""
    of_two = doc[nickname.i : nickname.i + 2].text in word_list("sport", "nicknames_of_two")
    end = nickname.i + 1 + of_two
    if (nickname.text in _openings_of_two() and not of_two) or doc[nickname.i - 1].text in POSSESSIVES:
        return
    for start in range(max(nickname.i - _LONGEST_TOWN, 0), nickname.i):
        town = doc[start : nickname.i].text
        if town in word_list("sport", "towns_of_teams") or (
            town[0].isupper() and (find_city(town) or find_place(town))
        ):
            yield NameSpan(start, end, ORGANIZATION)
            return


@cache
def _openings_of_two() -> frozenset[str]:
    return frozenset(name.split()[0] for name in word_list("sport", "nicknames_of_two"))


def find_losers(doc: Doc) -> Iterator[NameSpan]:
    """`Eva Lee` of `beat Czech Eva Lee 7-6(5) 6-2`: the words of a name before more than one score."""
    for sets in _SETS.finditer(doc.text) if _TWO_SCORES.search(doc.text) else ():
        name = _NAME_AT_END.search(doc.text, max(sets.start() - _LONGEST_NAME, 0), sets.start())
        if name is None:
            continue
        people, _, rest = name.group().partition(" ")
        start = sets.start() - len(rest if find_demonym(people) else name.group())
        span = doc.char_span(start, sets.start())
        if span is not None and _may_be_players(span.text):
            yield NameSpan(span.start, span.end, PERSON)


def _may_be_players(name: str) -> bool:
    return " " in name and not (find_place(name) or find_city(name))


def is_player(doc: Doc, span: NameSpan) -> bool:
    """True for either name of `Ana Ruiz beat Eva Lee 7-6 (8-6) 6-2`: of two words, with more than one score."""
    if _SETS.match(doc.text, doc.ends[span.end - 1]) and _may_be_players(doc[span.start : span.end].text):
        return True
    is_behind_people = span.start > 1 and find_demonym(doc[span.start - 1].text) is not None  # `Czech Eva Lee`
    before = span.start - 1 - is_behind_people
    beside = [doc[i] for i in (before, span.end) if 0 <= i < len(doc)]
    if span.end - span.start != 2 or any(map(is_proper, beside)):
        return False
    verb = next((t for t in beside if t.pos_ == "VERB" and t.lemma_ in verbs_of_matches()), None)
    if verb is None:
        return False
    first = next(
        (i for i in range(verb.i + 1, min(verb.i + _SCORE_BEHIND_VERB, len(doc))) if doc[i].is_digit), len(doc)
    )
    sets = takewhile(lambda t: t.is_digit or t.text in DASHES or t.text in "(),", doc[first:])
    return sum(t.text in DASHES for t in sets) > 1


def _is_opponent(doc: Doc, span: NameSpan) -> bool:
    """True for the two words behind the people in `will face Czech Eva Lee`; not for `play Italian Serie A sides`."""
    last = doc[span.end - 1]
    meets = last.dep_ == "dobj" and last.head.lemma_ in verbs_of_matches() | word_list("sport", "opponents")
    is_behind_people = span.start > 0 and doc[span.start - 1].ent_type_ == "NORP"
    return meets and is_behind_people and last.head.i < span.start and stands_apart(doc, span.start - 1, span.end)


def _known_club(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """The longest name of a club at `token`, where no longer name holds it (`Red Bull Racing`)."""
    for words in _clubs_by_first_word()[token.text]:
        end = token.i + len(words)
        if [t.text for t in doc[token.i : end]] == words:
            if stands_apart(doc, token.i, end):
                yield NameSpan(token.i, end, ORGANIZATION)
            return


@cache
def _clubs_by_first_word() -> dict[str, list[list[str]]]:
    clubs = sorted(map(str.split, word_list("sport", "clubs")), key=len, reverse=True)
    return {first: [words for words in clubs if words[0] == first] for first in {words[0] for words in clubs}}


def is_club(doc: Doc, span: NameSpan) -> bool:
    """True for `AC Verona`, `Kingston United`, `Everton`."""
    first, last, length = doc[span.start].text, doc[span.end - 1].text, span.end - span.start
    if length <= _LONGEST_CLUB and doc[span.start : span.end].text in word_list("sport", "clubs"):
        return True
    nicknamed = (doc[i] for i in range(span.start + 1, span.end) if doc[i].text in word_list("sport", "nicknames"))
    if any(town.start == span.start for nickname in nicknamed for town in _team_of_town(doc, nickname)):
        return True
    if is_in_result(doc, span):
        return True
    is_named_so = first in word_list("sport", "club_openers") or last in word_list("sport", "club_ends")
    return is_named_so and length > 1 and doc[span.start + 1].text != "-"
