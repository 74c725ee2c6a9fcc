"""Clubs, teams of towns, players and sides of matches: by their names, by words that open or end these, by scores."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from flows.parse.data import load_data
from flows.parse.entities.countries import find_city, find_demonym, find_place
from flows.parse.entities.spans import DASHES, ORGANIZATION, PERSON, PLACE, NameSpan, is_proper, stands_apart, word_list
from flows.parse.tokens import Doc, Token

_LONGEST_CLUB = 3  # words
_LENGTH_OF_SCORE = 3  # tokens
_HIGHEST_SCORE = 199
_LONGEST_TOWN = 3  # words
_SIDE = r"[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,3}"
_RESULT = re.compile(rf"^(?P<one>{_SIDE}) \d{{1,3}},? (?P<other>{_SIDE}) \d{{1,3}}(?=$|: )", re.MULTILINE)
_SETS = re.compile(r"(?<=[^\W\d])\s(?=\d-\d(?:\s?\(\d+(?:-\d+)?\))?,?\s\d-\d\b)")  # what `6-4 7-6(5)` stands behind
_NAME_AT_END = re.compile(r"\b[A-Z](?:['’][A-Z])?[\w.-]+(?: [A-Z](?:['’][A-Z])?[\w.-]+){1,3}\Z")
_LONGEST_NAME = 60  # characters
_TO_OTHER_SIDE = ("to", "with", "against", "over", "by")
_SCORE_BEHIND_VERB = 7  # tokens, at most


def find_clubs(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """Names of clubs that begin at `token`."""
    if token.text in word_list("sport", "club_openers"):
        yield from _club(doc, token)
    if token.text in _clubs_by_first_word():
        yield from _known_club(doc, token)
    if token.i and token.text in word_list("sport", "nicknames"):
        yield from _team_of_town(doc, token)
    player = NameSpan(token.i - 1, token.i + 1, PERSON)
    is_pair = token.i and not token.ent_type_ and is_proper(token) and is_proper(doc[token.i - 1])
    if is_pair and (is_player(doc, player) or _is_opponent(doc, player)):
        yield player
    is_unmarked = not token.ent_type_ and is_proper(token) and stands_apart(doc, token.i, token.i + 1)
    if is_unmarked and is_side_in_match(doc, token) and not find_place(token.text):
        yield NameSpan(token.i, token.i + 1, ORGANIZATION)
    if token.text in word_list("sport", "sports") and _is_body_of_sport(doc, token):
        yield NameSpan(token.i, token.i + 2, ORGANIZATION)


def _club(doc: Doc, opener: Token) -> Iterator[NameSpan]:
    """A name that opens as those of clubs do: `AC Verona`."""
    following = doc[opener.i + 1 : opener.i + 3]
    if following and is_proper(following[0]) and not (len(following) > 1 and is_proper(following[1])):
        yield NameSpan(opener.i, opener.i + 2, ORGANIZATION)


def _is_body_of_sport(doc: Doc, sport: Token) -> bool:
    """True for the first word of `Tennis Australia`."""
    return find_place(doc[sport.i + 1 : sport.i + 2].text) is not None and stands_apart(doc, sport.i, sport.i + 2)


def _team_of_town(doc: Doc, nickname: Token) -> Iterator[NameSpan]:
    """`Houston Rockets`, `Boston Red Sox`: a nickname with the town or state before it."""
    of_two = doc[nickname.i : nickname.i + 2].text in word_list("sport", "nicknames_of_two")
    end = nickname.i + 1 + of_two
    if nickname.text in _openings_of_two() and not of_two:
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


def find_results(doc: Doc) -> Iterator[NameSpan]:
    """Both sides of a line of results: `Bournemouth 0 Chelsea 2`, `Toronto 105, Milwaukee 100`; no countries."""
    for match in _RESULT.finditer(doc.text):
        for side in ("one", "other"):
            span = doc.char_span(*match.span(side))
            place = find_place(span.text) if span is not None else None
            if span is not None and (place is None or place.place_type == "city"):
                yield NameSpan(span.start, span.end, ORGANIZATION)


@cache
def verbs_of_matches() -> frozenset[str]:
    """Lemmas whose subject and object are sides where a score follows."""
    return _words_of_results("verbs") | word_list("sport", "match_verbs")


@cache
def _words_of_results(part: str) -> frozenset[str]:
    """`verbs` or `nouns` that make two numbers the score of a match."""
    data = load_data("results")
    return frozenset(word for kind in ("won", "lost", "level") for word in data[kind][part])


def _is_in_result(doc: Doc, span: NameSpan) -> bool:
    """True for a side in a line of results."""
    if span.end >= len(doc) or not doc[span.end].is_digit:
        return False
    start = doc.text.rfind("\n", 0, doc.starts[span.start]) + 1
    match = _RESULT.match(doc.text, start)
    return match is not None and doc.starts[span.start] in (match.start("one"), match.start("other"))


def find_losers(doc: Doc) -> Iterator[NameSpan]:
    """`Eva Lee` of `beat Czech Eva Lee 7-6(5) 6-2`: the words of a name before more than one score."""
    for sets in _SETS.finditer(doc.text):
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
    if _is_in_result(doc, span):
        return True
    is_named_so = first in word_list("sport", "club_openers") or last in word_list("sport", "club_ends")
    return is_named_so and length > 1 and doc[span.start + 1].text != "-"


def may_be_side(span: NameSpan) -> bool:
    """True for what the model takes for a place, or for a person by one name."""
    return span.entity_type == PLACE or (span.entity_type == PERSON and span.end - span.start == 1)


def is_side_in_match(doc: Doc, name: Token) -> bool:
    """True for both names of `Verona beat Kingston 2-1` and of `Verona drew 1-1 with Kingston`; not of `6-3 7-5`."""
    verb, nouns = name.head.head if name.dep_ == "pobj" else name.head, _words_of_results("nouns")
    if name.dep_ == "pobj" and verb.pos_ == "NOUN" and verb.lemma_ in nouns:
        return name.head.lower_ in _TO_OTHER_SIDE and is_score(doc, verb.i - _LENGTH_OF_SCORE)
    if verb.lemma_ not in verbs_of_matches():
        near = doc[verb.i + 1 : verb.i + _SCORE_BEHIND_VERB + _LENGTH_OF_SCORE]
        is_told = (t.lemma_ in nouns and is_score(doc, t.i - _LENGTH_OF_SCORE) for t in near)
        return name.dep_ == "nsubj" and verb.pos_ == "VERB" and any(is_told)
    if name.dep_ == "pobj":
        is_behind = name.head.lower_ in _TO_OTHER_SIDE and name.head.i - verb.i > _LENGTH_OF_SCORE
        return is_behind and is_score(doc, name.head.i - _LENGTH_OF_SCORE)
    if name.dep_ == "dobj":
        return is_score(doc, name.i + 1) or _is_measured(doc, name)
    return name.dep_ == "nsubj" and any(is_score(doc, i) for i in range(verb.i + 1, verb.i + _SCORE_BEHIND_VERB))


def is_side_of_win(doc: Doc, name: Token) -> bool:
    """True for both towns of `New York’s win over Tampa Bay`."""
    is_owner = name.dep_ == "poss"
    noun = name.head if is_owner else name.head.head
    if noun.lemma_ not in _words_of_results("nouns") or not (is_owner or name.dep_ == "pobj"):
        return False
    if not is_owner:
        return name.head.lower_ in _TO_OTHER_SIDE and any(t.dep_ == "poss" and is_proper(t) for t in noun.lefts)
    sides = (t for prep in noun.rights if prep.lower_ in _TO_OTHER_SIDE for t in prep.rights)
    return any(t.dep_ == "pobj" and is_proper(t) for t in sides)


def is_at_home(doc: Doc, span: NameSpan) -> bool:
    """True for the town behind `beat host` and `the visiting`; a country is a place all the same."""
    if span.entity_type != PLACE or span.start < 2:
        return False
    before = doc[span.start - 2]
    place = find_place(doc[span.start : span.end].text)
    is_side = before.lower_ == "the" or (doc[span.start - 1].lower_ == "host" and before.lemma_ in verbs_of_matches())
    return is_side and not (place and place.place_type == "country")


def _is_measured(doc: Doc, name: Token) -> bool:
    """True for `Lima` of `trail Lima by 14 points`."""
    behind = [t.lower_ for t in doc[name.i + 1 : name.i + 4]]
    return len(behind) == 3 and behind[0] == "by" and behind[2] in word_list("sport", "margins")


def is_score(doc: Doc, start: int) -> bool:
    """True for `2-1`, three tokens, with no other score beside it."""
    texts = [t.text for t in doc[start : start + _LENGTH_OF_SCORE + 1]]
    if len(texts) < _LENGTH_OF_SCORE or texts[1] not in DASHES or doc[start - 1].is_digit:
        return False
    points, following = (texts[0], texts[2]), texts[3:4]
    return all(p.isdigit() and int(p) <= _HIGHEST_SCORE for p in points) and not any(map(str.isdigit, following))
