"""Results of games and votes: "beat Lagos 3-1", "a 5-4 ruling", "voted 52 to 48". Each number is a figure of its own,
with the unit `score` or `vote`. A score is that of a side: where the sentence names none, it is a bare number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.noun_phrases import NOMINAL, noun_phrase
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.sentence import Sentence, next_token
from flows.parse.scorelines import SCORELINES
from flows.parse.tokens import Span, Token

_PAIR = re.compile(
    r"(?<![\w.,$€£%/–—-])(?P<one>\d{1,3})(?P<link>\s?[-–—]\s?|\sto\s|\svotes\sto\s)(?P<other>\d{1,3})"
    r"(?![\w%/–—-]|[.,:]\d|\s?[-–—]\s?\d)"
)
_LISTED = re.compile(r"(?:\s\(\d{1,2}\))?(?:\s|,\s|,?\sand\s|\s\(|\),\s)")  # "won 6-4, 6-3, 7-6 (7-5)", "7-6 (5), 6-3"
_OF_LIST = re.compile(r",?\s\d{1,3}[-–—]\d")  # "won 4-6, 6-3, 6-2"
_FARTHEST_VERB = 8  # tokens before
_FARTHEST_NOUN = 3  # tokens behind
_HIGHEST_CLIMB = 3  # verbs
_LEAST_VOTES = 5  # that a margin tells
_CLAUSE_ENDS = frozenset(";:()“”")
_COUNTED = (*NOMINAL, "NUM", "SYM", "ADJ")
_COMPLEMENTS = ("dobj", "attr", "oprd", "pobj")
_VERBAL = ("VERB", "AUX")
_HOLDERS = (*NOMINAL, "PRON")  # a relative pronoun stands for its noun
_NAMES = ("PERSON", "ORG", "GPE", "NORP", "DATE")
_Sides = tuple[Span | None, Span | None]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The word that makes two numbers a result, with the sides of the first and of the second one, where known."""

    unit: str
    first: Span | None = None
    second: Span | None = None


def find_results(sentence: Sentence) -> list[Settled]:
    """The numbers of results, in order; `counted` is the side whose score it is, if one is named."""
    lines = (match for pattern in SCORELINES for match in pattern.finditer(sentence.text))
    found = [settled for match in lines for settled in _read_line(sentence, match)]
    if found:
        return found
    meaning: _Meaning | None = None
    last = 0
    for match in _PAIR.finditer(sentence.text):
        pair = sentence.cover(*match.span())
        if meaning is None or not _LISTED.fullmatch(sentence.text, last, match.start()):
            meaning = _find_meaning(pair, match)
        if meaning is not None:
            last = match.end()
            found.append(_settle(match, "one", pair, meaning.unit, meaning.first))
            found.append(_settle(match, "other", pair, meaning.unit, meaning.second))
    return found


def _read_line(sentence: Sentence, match: re.Match[str]) -> Iterator[Settled]:
    """Both scores of "Lima 0 Verona 2"; no sums of "USD 10 AUD 20"."""
    if match["one"] in load_data("currencies")["codes"]:
        return
    for side, score in (("one", "score"), ("other", "other_score")):
        amount = sentence.cover(*match.span(score))
        yield _settle(match, score, amount, "score", sentence.cover(*match.span(side)))


def _settle(match: re.Match[str], group: str, pair: Span, unit: str, side: Span | None) -> Settled:
    start, end, value = *match.span(group), float(match[group])
    unit_type = "count" if unit == "vote" else "other"
    number = Quantity(start, end, start, end, value, value, value, "result", unit=unit, unit_type=unit_type)
    return Settled(number, pair, unit_type, unit, side, end)


def _find_meaning(pair: Span, match: re.Match[str]) -> _Meaning | None:
    """What the noun behind a pair of numbers ("a 2-1 home win") or else the verb or noun before it makes of it."""
    is_spelt = match["link"].strip().endswith("to")
    one, other = float(match["one"]), float(match["other"])
    cue = None if is_spelt else _noun_behind(pair)
    if cue is None and (_may_end(pair) or _OF_LIST.match(match.string, match.end())):
        cue = _cue_before(pair)
    kind = "vote" if "votes" in match["link"] else _kind_of(cue) if cue is not None else None
    if kind == "vote" and cue is not None and cue.lemma_ == "margin" and is_spelt and max(one, other) < _LEAST_VOTES:
        return None  # "by a margin of 2 to 1"
    if cue is None or kind == "vote":
        return _Meaning("vote") if kind == "vote" else None
    is_with = pair.start > 0 and pair.doc[pair.start - 1].lower_ == "with"
    if kind == "record" and (is_spelt or (is_with and cue.pos_ == "VERB")):
        return None  # "improved from grade 4 to 3", "finished with 2-101"
    if one < other and (is_spelt or kind == "won") and not _OF_LIST.match(match.string, match.end()):
        return None  # "could win 10-15" is a range
    own, others = _sides(cue, pair)
    if own is None and others is None:
        return None
    if kind == "record":
        return _Meaning("score", own, own)
    is_first_own = kind != "lost" or one < other
    return _Meaning("score", own, others) if is_first_own else _Meaning("score", others, own)


def _noun_behind(pair: Span) -> Token | None:
    token = next_token(pair[-1])
    for _ in range(_FARTHEST_NOUN):
        if token is None or token.pos_ not in (*NOMINAL, "ADJ", "PUNCT") or token.text in _CLAUSE_ENDS | {",", "."}:
            return None
        if token.pos_ == "NOUN" and _kind_of(token):
            return token
        token = next_token(token)
    return None


def _may_end(pair: Span) -> bool:
    """True unless what stands behind is counted: "3-4 goals", "2 to 3 percent of"."""
    follower = next_token(pair[-1])
    return follower is None or follower.pos_ not in _COUNTED or follower.ent_type_ in _NAMES


def _cue_before(pair: Span) -> Token | None:
    """The nearest word of results in the clause before, with no other number between."""
    doc, first = pair.doc, pair[0].sent.start
    for token in reversed(doc[max(first, pair.start - _FARTHEST_VERB) : pair.start]):
        is_of_word = token.pos_ == "ADJ" or (
            token.text.isdigit() and token.nbor().text == "-"
        )  # "third", "18-year-old"
        if token.text in _CLAUSE_ENDS or (token.like_num and not is_of_word):
            return None
        if _kind_of(token):
            return token
    return None


def _kind_of(word: Token) -> str | None:
    """What a word makes of a pair of numbers: `won`, `vote` and so on; None for one that is not of results."""
    return _kinds().get((word.lemma_.lower(), word.pos_))


@cache
def _kinds() -> dict[tuple[str, str], str]:
    data = load_data("results")
    return {
        (lemma, pos): kind
        for kind in ("won", "lost", "level", "record", "vote")
        for pos, words in (("VERB", data[kind]["verbs"]), ("NOUN", data[kind]["nouns"]))
        for lemma in words
    }


def _sides(cue: Token, pair: Span) -> _Sides:
    """Whose result it is, and the other side: `Verona` and `Lima` of "Verona beat Lima 2-1", "a 2-1 win over Lima"."""
    against = load_data("results")["against"]
    behind = [*cue.rights, *pair[-1].rights]
    if cue.pos_ == "VERB":
        other = _first(behind, ("dobj",), ("PROPN",)) or _object_of(behind, against)
        is_level = _kind_of(cue) == "level"  # `Ana homered to tie the game at 2-2`: not hers
        doer = _first(cue.lefts, ("nsubj",), _HOLDERS) if is_level else _doer(cue)
        return _phrase(doer, pair), _phrase(other, pair)
    is_led_to = cue.dep_ == "pobj" and cue.head.lower_ in load_data("results")["led_by"]
    verb = cue.head.head if is_led_to else cue.head
    is_complement = cue.dep_ in _COMPLEMENTS and verb.pos_ in _VERBAL
    rights = verb.rights if is_complement else ()
    subject = _doer(verb) if is_complement else None
    given = None if is_led_to else _first(rights, ("dative", "dobj"), ("PROPN",))  # "handed Lima a 2-0 defeat"
    holder = _first(cue.lefts, ("poss",), _HOLDERS) or _object_of(behind, ("for",)) or given or subject
    other = _object_of([*behind, *rights], against) or (subject if given is not None else None)
    return _phrase(holder, pair), _phrase(other, pair)


def _doer(verb: Token) -> Token | None:
    """Subject of the verb, or of the one that it completes: `Lima` of "Lima came from behind to win 3-2"."""
    for _ in range(_HIGHEST_CLIMB):
        subject = _first(verb.lefts, ("nsubj",), _HOLDERS)
        if subject is not None or verb.dep_ not in ("xcomp", "advcl", "conj") or verb.head.pos_ not in _VERBAL:
            return subject
        verb = verb.head
    return None


def _first(tokens: Iterable[Token], dependencies: Sequence[str], kinds: Sequence[str]) -> Token | None:
    return next((t for t in tokens if t.dep_ in dependencies and t.pos_ in kinds), None)


def _object_of(tokens: Iterable[Token], prepositions: Sequence[str]) -> Token | None:
    """The name behind one of the prepositions."""
    named = (_first(t.rights, ("pobj",), ("PROPN",)) for t in tokens if t.lower_ in prepositions)
    return next((t for t in named if t is not None), None)


def _phrase(side: Token | None, pair: Span) -> Span | None:
    return None if side is None else noun_phrase(side, pair.start)
