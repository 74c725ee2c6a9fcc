"""How the words around a number bound it: `over`, `nearly`, `or more`."""

import re
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.quantity import Quantity
from flows.parse.figures.sentence import Sentence
from flows.parse.lexicon import any_of, folded
from flows.parse.tokens import Token

_FROM_AMOUNT = re.compile(r"\sfrom\s\S{0,3}\d")
_CLAUSE_END = re.compile(r"\s*(?:[.,;:)!?]|\Z)")
_TIME = r"\s(?:day|night|week|month|year|hour|minute|game|share|person)\b"
_OVER_A = re.compile(r"\bover\san?\s\Z", re.IGNORECASE)
_OPENING = re.compile(
    r"\b(?:between|from)\s(?:(?:up\sto|about|around|over|nearly|roughly|some|an?)\s)?\Z", re.IGNORECASE
)


def find_bound(sentence: Sentence, found: Quantity, end: int) -> tuple[str, int, int]:
    """`bound` of a quantity of `sentence`, and its span in the sentence's text widened over the bounding words.

    `end` is where what it counts ends: "20,000 books or more".
    """
    text = sentence.text
    if found.is_range:
        match = _OPENING.search(text, max(0, found.start - 16), found.start)
        return "between", match.start() if match else found.start, found.end
    match = _before().search(text, max(0, found.start - 60), found.start)
    if match and not _is_mere_preposition(sentence, match, found.unit_type, found.end):
        bound = _bounds_of_words("before")[folded(match["bound"])]
        if bound == "over" and _is_negated(sentence, match):
            bound = "at_most"
        if found.kind == "magnitude" and bound == "about":  # "maybe hundreds" bounds no closer than "hundreds"
            bound = "between"
        return bound, match.start("bound"), found.end
    match = _after().match(text, found.end) or _after().match(text, end)
    if match and not _is_addition(found, match):
        return _bounds_of_words("after")[folded(match["bound"])], found.start, match.end()
    return {"vague": "at_least", "magnitude": "between"}.get(found.kind, "exact"), found.start, found.end


def _is_addition(found: Quantity, match: re.Match[str]) -> bool:
    """True for the `plus` of "$50 plus tip", "40 men plus women"; that of "200 plus people" and "$50 plus." bounds."""
    is_of_number = found.is_bare and match.start() == found.number_end
    return match[0] == " plus" and not is_of_number and not _CLAUSE_END.match(match.string, match.end())


def bound_interval(bound: str, found: Quantity) -> tuple[float | None, float | None]:
    """`value_low` and `value_high`; None is open. "About 40" claims no end of its interval."""
    if bound in ("exact", "between"):
        return found.low, found.high
    low = found.value if bound in ("over", "at_least") else None
    high = found.value if bound in ("under", "at_most", "nearly") else None
    return low, high


def _is_negated(sentence: Sentence, match: re.Match[str]) -> bool:
    """True for `exceed` in "must not exceed $5"."""
    verb = sentence.cover(match.start("bound"), match.end("bound")).root
    return verb.pos_ == "VERB" and any(child.dep_ == "neg" for child in verb.lefts)


def _is_mere_preposition(sentence: Sentence, match: re.Match[str], unit_type: str | None, end: int) -> bool:
    """True where no number is bounded: "spread over six months", "a row over two islands", "the top 5 teams". The
    amount ends at `end`."""
    words = match["bound"].lower()
    if words == "near":
        return unit_type not in load_data("bounds")["near_what"]
    word = sentence.cover(match.start("bound"), match.end("bound")).root
    if words == "over" and _OVER_A.search(match[0]) and word.dep_ == "prep":  # "sued over a $5 million contract"
        return True
    if words in ("top", "average"):
        return word.pos_ != "VERB"
    if words == "up to":
        return word.i > 0 and _moves_up(word.nbor(-1), has_start=_FROM_AMOUNT.match(sentence.text, end) is not None)
    if words == "past":
        return not (is_change(word.head) or word.head.lemma_ in load_data("trends")["crossing_verbs"])
    governors = load_data("bounds")["governors"].get(words)
    if governors is None:
        return False
    if words == "over" and word.i > 0 and word.nbor(-1).like_num:  # "struck out 12 over eight innings"
        return True
    if words == "over" and word.i > 0 and word.nbor(-1).lemma_ in load_data("bounds")["verbs_with_over"]:
        return True  # "handed over 24 jets"
    if word.dep_ != "prep":
        return False
    is_length = words == "over" and unit_type == "duration" and word.head.pos_ != "ADP"
    return is_length or word.head.lemma_.lower() in governors or (words == "over" and _is_of_play(word))


def _is_of_play(over: Token) -> bool:
    """True for "had 30 points over four games": what is counted stands before, and what follows takes time."""
    is_time = any(t.dep_ == "pobj" and t.lemma_.lower() in load_data("bounds")["spans_of_play"] for t in over.rights)
    has_object = any(t.i < over.i and t.dep_ in ("dobj", "npadvmod", "acomp") for t in over.head.rights)
    return is_time and (has_object or over.head.pos_ == "NOUN")


def _moves_up(verb: Token, has_start: bool) -> bool:
    """True for the verb of "shot up to 40" and "will go up to 40 from 30": it says where something came to, not what it
    may reach."""
    verbs, word = load_data("bounds")["verbs_with_up"], verb.lemma_.lower()
    return word in verbs["any"] or (word in verbs["past"] and (has_start or verb.tag_ in ("VBD", "VBN")))


@cache
def _bounds_of_words(side: str) -> dict[str, str]:
    return {words.strip(): bound for bound, phrases in load_data("bounds")[side].items() for words in phrases}


@cache
def _before() -> re.Pattern[str]:
    fillers = any_of(load_data("bounds")["fillers"])
    return re.compile(
        rf"(?<![\w])(?<!\d-)(?P<bound>{any_of(_bounds_of_words('before'))})(?:\s|(?<=\W)|-)\s?(?:{fillers}\s+)?\Z"
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"\s?(?P<bound>{any_of(_bounds_of_words('after'))})(?!\w|\s(?:[$€£\d]|(?:than|to|an?(?!{_TIME})|the|its|their)\b))"
    )


def is_change(word: Token) -> bool:
    """True for a verb (or its noun) of rising or falling."""
    trends = load_data("trends")
    return any(word.lemma_.lower() in (*trends[t]["verbs"], *trends[t]["by_verbs"]) for t in ("up", "down"))
