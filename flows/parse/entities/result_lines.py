"""Lines of results: two sides with their scores, entrants with their countries and teams.

Each pattern is searched for in the whole text, which costs less than asking each of its tokens.
"""

import re
from collections.abc import Iterator

from flows.parse.entities.countries import find_city, find_demonym, find_place
from flows.parse.entities.spans import ORGANIZATION, PERSON, NameSpan, word_list
from flows.parse.scorelines import SCORELINES, SIDE
from flows.parse.tokens import Doc

_FIXTURE = re.compile(rf"^(?P<one>{SIDE}) v (?P<other>{SIDE}) \(\d{{3,4}}\)$", re.MULTILINE)
_TALLY = re.compile(rf"^(?P<one>{SIDE}) \(\d\) \d{{1,2}}$", re.MULTILINE)  # goals by half-time, and in the end
_LISTS_OF_PLAYERS = ("Scorer", "Goals", "Yellow card", "Red card", "Subs used", "Missed penalty", "Referee")
_PLAYERS = re.compile(rf"^(?:{'|'.join(_LISTS_OF_PLAYERS)})s?: (?P<names>.+)$", re.MULTILINE)
_PLAYER = re.compile(r"(?<![\w.])(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})(?= \d| \(|\)|,|$)", re.MULTILINE)
_COLUMN = re.compile(rf"^(?P<one>{SIDE}) {{2,}}\d{{1,3}}(?=$| )", re.MULTILINE)
_COUNTRY = re.compile(r" \((?P<country>[A-Z][A-Za-z. ]{1,25}?)(?: ?/ ?(?P<team>[A-Z][^()/\n]{1,30}))?\)")
_TEAM = re.compile(r" (?P<team>[A-Z][\w.-]+(?:[ /][A-Z][\w.-]+){0,3}) (?=\+?\d)")
_NAME_AT_END = re.compile(r"\b[A-Z](?:['’][A-Z])?[\w.-]+(?: (?:[a-z]{2,3} )*[A-Z](?:['’][A-Z])?[\w.-]+){1,3}\Z")
_PLACING = re.compile(r"(?:^|[\s(])\d{1,3}(?:-|\. ?)\Z")
_LONGEST_NAME = 60  # characters
_LONGEST_LINE = 400  # characters
_BEFORE_ENTRANT = re.compile(r"\b(?:beat|bt|v|vs\.?)\s(?:\d{1,2}-)?\Z")
_BEHIND_ENTRANT = re.compile(r"\s(?:beat|bt|v|vs\.?|lost)\s|\s\d-\d")


def find_results(doc: Doc) -> Iterator[NameSpan]:
    """Both sides of a line of results: `Bournemouth 0 Chelsea 2`, `No. 5 Toronto 105, Milwaukee 100`; no countries."""
    scores = ((pattern, "") for pattern in SCORELINES)
    for pattern, sign in (*scores, (_FIXTURE, " v "), (_TALLY, ") ")):
        for match in pattern.finditer(doc.text) if sign in doc.text else ():
            if _is_between_people(doc, match):
                continue
            yield from (side for part in _sides(match) if (side := _side(doc, match, part)))
    for match in _COLUMN.finditer(doc.text) if "   " in doc.text else ():
        if _may_be_team(match["one"]) and (side := _side(doc, match, "one")):
            yield side


def _is_between_people(doc: Doc, match: re.Match[str]) -> bool:
    """True for the line `Ruiz 6-4 Lee`, where the model takes both for people; a line without a hyphen is of teams."""
    if not any(mark in match.group() for mark in "-–"):
        return False
    sides = [doc.char_span(*match.span(part), alignment_mode="expand") for part in _sides(match)]
    return all(side is not None and all(t.ent_type_ == "PERSON" for t in side) for side in sides)


def _sides(match: re.Match[str]) -> list[str]:
    return [part for part in ("one", "other") if part in match.groupdict()]


def _may_be_team(name: str) -> bool:
    """True for a town, a known club and `Kingston United`."""
    first, *_, last = name.split() if " " in name else (name, name)
    is_named_so = first in word_list("sport", "club_openers") or last in word_list("sport", "club_ends")
    return bool(is_named_so or name in word_list("sport", "clubs") or find_city(name) or find_place(name))


def _side(doc: Doc, match: re.Match[str], part: str) -> NameSpan | None:
    span = doc.char_span(*match.span(part))
    place = find_place(span.text) if span is not None else None
    if span is None or (place is not None and place.place_type in ("country", "continent")):
        return None
    return NameSpan(span.start, span.end, ORGANIZATION)


def without_score(doc: Doc, span: NameSpan) -> NameSpan:
    """`Kings` of `Kings 106` in a line of results."""
    if span.end - span.start < 2 or not doc[span.end - 1].is_digit:
        return span
    side = NameSpan(span.start, span.end - 1, span.entity_type)
    return side if is_in_result(doc, side) else span


def is_in_result(doc: Doc, span: NameSpan) -> bool:
    """True for a side in a line of results."""
    if span.end >= len(doc) or not (doc[span.end].is_digit or doc[span.end].is_space or doc[span.end].text == "("):
        return False
    start = doc.text.rfind("\n", 0, doc.starts[span.start]) + 1
    end = doc.text.find("\n", start)
    line = start, end if end > 0 else len(doc.text)
    if line[1] - start > _LONGEST_LINE:
        return False
    matches = (match for pattern in (*SCORELINES, _TALLY, _COLUMN) for match in pattern.finditer(doc.text, *line))
    return any(doc.starts[span.start] == match.start(part) for match in matches for part in _sides(match))


def find_players(doc: Doc) -> Iterator[NameSpan]:
    """`Berg` and `A. Ruiz` of the line `Scorers: Berg 3, A. Ruiz 35`."""
    if not any(words in doc.text for words in _LISTS_OF_PLAYERS):
        return
    for line in _PLAYERS.finditer(doc.text):
        for match in _PLAYER.finditer(doc.text, *line.span("names")):
            if span := doc.char_span(*match.span("name")):
                yield NameSpan(span.start, span.end, PERSON)


def is_among_players(doc: Doc, span: NameSpan) -> bool:
    """True for a name of the line `Scorers: Berg 3, A. Ruiz 35`."""
    start = doc.text.rfind("\n", 0, doc.starts[span.start]) + 1
    return _PLAYERS.match(doc.text, start) is not None


def find_entrants(doc: Doc) -> Iterator[NameSpan]:
    """Who takes part, and for which team: `1. Ana Ruiz (Spain / Team Sky) 4:32`, `3-Eva Lee (Korea) beat Ana Ruiz
    (Spain) 6-3 6-2`."""
    for match in _COUNTRY.finditer(doc.text):
        name = _NAME_AT_END.search(doc.text, max(match.start() - _LONGEST_NAME, 0), match.start())
        country = match["country"]
        place = find_place(country)
        if name is None or not ((place and place.place_type == "country") or (country.isupper() and len(country) == 3)):
            continue
        if _may_be_team(name.group()):
            continue
        before = doc.text[max(name.start() - _LONGEST_NAME, 0) : name.start()]
        is_placed = _PLACING.search(before)
        if not (is_placed or _BEFORE_ENTRANT.search(before) or _BEHIND_ENTRANT.match(doc.text, match.end())):
            continue
        people, _, rest = name.group().partition(" ")
        start = match.start() - len(rest if find_demonym(people) and " " in rest else name.group())
        if span := doc.char_span(start, match.start()):
            yield NameSpan(span.start, span.end, PERSON)
        team = match if match["team"] else (_TEAM.match(doc.text, match.end()) if is_placed else None)
        if team and (span := doc.char_span(*team.span("team"))):
            yield NameSpan(span.start, span.end, ORGANIZATION)
