"""The noun phrase that stands beside a measure with no verb between: a label ("Adults: $12"), what is somebody’s ("A’s
£2 million sale"), a name ("the ThinkPad 14 inch"), what moved ("Acme, up 5%"), a place ("Basra, 30 miles north")."""

from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.noun_phrases import (
    NOMINAL,
    behind_measures,
    has_number,
    is_measure,
    name_before_measure,
    phrase_behind,
    phrase_ending_at,
)
from flows.parse.figures.sentence import behind_bracket, next_token, previous_token
from flows.parse.figures.units import is_unit
from flows.parse.tokens import Span, Token

_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss", "predet")
_SIGNS = ("+", "-", "−", "≈", "~", "=")
_LONGEST_OPENING = 8  # tokens
_TIMES = ("DATE", "TIME")
_MOST_WORDS = 4  # between `up` and its amount


def find_label(amount: Span) -> Span | None:
    """`Adults` of "Adults: $12 Children: $6"."""
    colon, follower = previous_token(amount[0]), next_token(amount[-1])
    if colon is None or colon.text not in (":", "):") or (follower is not None and follower.text[0].islower()):
        return None
    label = phrase_ending_at(_before_bracket(colon) if colon.text == "):" else previous_token(colon))
    before = previous_token(label[0]) if label is not None else None
    is_whole = before is None or before.is_punct or before.like_num  # "cost in Peru: $5" is no label `Peru`
    return label if is_whole else None


def _before_bracket(closing: Token) -> Token | None:
    """`bed` of "rate per bed (RPB): $9"."""
    opening = next(
        (t for t in reversed(closing.doc[max(0, closing.i - _MOST_WORDS) : closing.i]) if t.text == "("), None
    )
    return previous_token(opening) if opening is not None else None


def find_owned(amount: Span) -> Span | None:
    """`takeover` of "Acme’s £2 million ($3 million) takeover", which the parse may tie to Acme."""
    mark, noun = previous_token(amount[0]), behind_bracket(amount)
    if mark is None or mark.tag_ != "POS" or noun is None or noun.pos_ not in NOMINAL:
        return None
    while noun.dep_ in _MODIFIERS and noun.head.i == noun.i + 1 and noun.head.pos_ in NOMINAL:
        noun = noun.head
    return None if is_unit(noun.text) else phrase_behind(behind_measures(amount.end, noun), noun)


def find_name_before(amount: Span) -> Span | None:
    """`ThinkPad` of "the ThinkPad 14 inch is sold"."""
    before, unit = previous_token(amount[0]), amount.root
    is_name = before is not None and before.pos_ == "PROPN" and before.head == unit
    return name_before_measure(unit) if is_name and unit.dep_ != "appos" and is_measure(unit) else None


def find_line_opening(amount: Span) -> Span | None:
    """`Q1 net profit` of the line "* Q1 net profit 72.4 mln eur", which has no verb."""
    doc, before = amount.doc, previous_token(amount[0])
    start = doc.sentence_at(amount.start).start
    if before is None or amount.start - start > _LONGEST_OPENING or before.pos_ not in NOMINAL or is_unit(before.text):
        return None
    while start < before.i and not doc[start].text[0].isalnum():
        start += 1
    if doc[start].is_upper and doc[start + 1].text == "-":  # the slug of "BRIEF-Acme revenue DKK 668 million"
        start += 2
    line = doc[start : amount.start]
    is_plain = all(t.pos_ in (*NOMINAL, "ADJ", "NUM", "CCONJ") and t.ent_type_ not in _TIMES for t in line)
    return line if is_plain and not any(t.like_num or is_unit(t.text) for t in line) else None


@cache
def words_before_amount() -> frozenset[str]:
    """Words that may stand between `up` and its amount: those of bounds, and articles."""
    phrases = (phrase for bound in load_data("bounds")["before"].values() for phrase in bound)
    words = {word.lower() for phrase in phrases for word in phrase.split() if word.isalpha()}
    return frozenset(words | {"a", "an", "another", "$", "us"}) - _trend_adverbs() - {"at", "in", "of"}


@cache
def _trend_adverbs() -> frozenset[str]:
    trends = load_data("trends")
    return frozenset((*trends["up"]["adverbs"], *trends["down"]["adverbs"]))


def find_phrase_beside(amount: Span) -> Span | None:
    """Noun phrase that leads to the amount with no verb: "Acme, up 5%", "Acme +5%", "floor area ≈ 40 sq m"."""
    before = previous_token(amount[0])
    if amount.text[0] in _SIGNS:
        return phrase_ending_at(before)
    for _ in range(_MOST_WORDS):
        if before is None or before.lower_ not in words_before_amount():
            break
        before = previous_token(before)
    leader = previous_token(before) if before is not None else None
    if before is None or leader is None:
        return None
    if before.text in ("≈", "~", "=", "∼"):
        return phrase_ending_at(leader)
    is_contested = leader.head.lemma_.lower() in load_data("counting")["contest_verbs"]
    is_by = before.lower_ == "by" and leader.dep_ != "pobj" and not is_contested
    if before.lower_ not in _trend_adverbs() and not is_by:
        return None
    if leader.text != ",":
        return phrase_ending_at(leader)
    leader = previous_token(leader)
    if leader is not None and leader.text == ")":  # "Acme Corp (ACM.N), up 5%"
        leader = _before_bracket(leader)
    if leader is None or _is_denominator(leader):  # "$9 a share, up 5%"
        return None
    if has_number(leader.left_edge.i, leader) and not is_measure(leader):  # "a 90% rating, up 5 points"
        return phrase_behind(behind_measures(leader.left_edge.i, leader), leader)
    if leader.dep_ == "pobj":  # "on a tear, up 5%"
        return None
    return phrase_ending_at(leader)


def find_place_apart(amount: Span) -> Span | None:
    """`Basra` of "Basra, about 30 miles north of Kuwait"."""
    follower = next_token(amount[-1])
    if follower is None or follower.lower_ not in load_data("counting")["directions"]:
        return None
    before = previous_token(amount[0])
    for _ in range(_MOST_WORDS):
        if before is None or before.lower_ not in words_before_amount():
            break
        before = previous_token(before)
    place = previous_token(before) if before is not None and before.text == "," else None
    within = previous_token(place) if place is not None and place.pos_ == "PROPN" else None
    is_state = within is not None and within.text == "," and within.i > 0 and within.nbor(-1).pos_ == "PROPN"
    return phrase_ending_at(within.nbor(-1) if is_state and within is not None else place)


def _is_denominator(noun: Token) -> bool:
    before = previous_token(noun)
    return noun.dep_ == "npadvmod" and before is not None and before.lower_ == "a"
