"""A bare number with no noun of its own: a level ("the toll rose to 40") or people ("Three were hurt", "31 aboard")."""

import re
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.bounds import is_change
from flows.parse.figures.counts import is_year
from flows.parse.figures.measured import find_measured
from flows.parse.figures.noun_phrases import NOMINAL, noun_phrase
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.said_of import find_said_of
from flows.parse.figures.sentence import Sentence, next_token, previous_token
from flows.parse.figures.units import find_denominator
from flows.parse.lexicon import any_of
from flows.parse.tokens import Span, Token

_PER_CURRENCY = re.compile(r"\s(?:to\sthe|per|to\sone)\s(?:U\.?S\.?\s)?(?:dollar|euro|pound)\b")
_WIDEST = 10  # times the low end of a range without a thing: "took 3-76" is none
_LEAST_MARK = 100  # a lower one is one of a list: "the 5 level"


def settle_level(quantity: Quantity, number: Span) -> Settled | None:
    """A bare number that says how high something stands: "the toll rose to 40", "at 71.34", "from 310 to 355"; or one
    that stands for what it counts: "Three were hurt"."""
    root = number.root
    while root.dep_ == "quantmod" and root.head.pos_ == "NUM":  # of "by 40 to 390" the parse makes one number
        root = root.head
    if quantity.value > 1 and _is_of_pronoun(number):
        return Settled(quantity, number, "count", None, None, quantity.end)
    if _stands_for_people(number, root):
        return Settled(quantity, number, "count", None, None, quantity.end) if quantity.value > 1 else None
    if not quantity.is_of_move and root.dep_ not in ("pobj", "attr", "dobj", "appos", "npadvmod", "prep", "conj"):
        return None
    is_spelt = quantity.kind != "digits" and quantity.scale == 1
    if is_spelt and not (_is_behind_up_from(number) or _is_of_group(root)):
        return None
    measured = find_measured(number, "other")
    is_fine = (
        (quantity.is_range and quantity.high < _WIDEST * quantity.low)
        or quantity.direction is not None
        or quantity.scale > 1
        or bool(re.search(r"\d[.,/⁄]\d", number.text))
    )
    is_fine = is_fine or (_is_of_change(root, number) and not re.fullmatch(r"\d{4}", number.text))  # "by 2120"
    is_level = measured is not None and measured.root.lemma_.lower() in load_data("counting")["measured_nouns"]
    is_fine = is_fine or is_level or _PER_CURRENCY.match(number.doc.text, number.end_char) is not None
    is_fine = is_fine or _is_of_group(root) or _is_behind_up_from(number)
    per = find_denominator(number.doc.text, number.end_char)
    if per is not None and per[1][0].isdigit():  # "61.3 per 100,000 people"
        end = quantity.end + per[0] - number.end_char
        return Settled(quantity, number, "other", f"per {per[1]}", measured, end)
    return Settled(quantity, number, "other", None, measured, quantity.end) if is_fine else None


def settle_victims(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """Who is left in a state: `12 dead` of "left 12 dead", 300 of "left 300 without power"."""
    state = next_token(number[-1])
    if state is not None and state.lower_ in load_data("counting")["states_of_people"]:
        behind = next_token(state)
        if behind is None or behind.pos_ not in (*NOMINAL, "ADJ"):  # "12 missing men"
            return Settled(quantity, number, "count", None, state.doc[state.i : state.i + 1], sentence.end_of(state))
    verb = number.root.head
    is_left = number.root.dep_ == "dobj" and verb.lemma_ == "leave" and state is not None and state.lower_ == "without"
    return Settled(quantity, number, "count", None, None, quantity.end) if is_left else None


def settle_aboard(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """Who is somewhere, where no noun tells: "with 31 aboard", "left 17 in hospital"."""
    if quantity.value <= 1 or not _people_places().match(sentence.text, quantity.end):
        return None
    return Settled(quantity, number, "count", None, None, quantity.end)


@cache
def _people_places() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(load_data('counting')['people_places'])}\b")


def settle_brought(quantity: Quantity, number: Span) -> Settled | None:
    """The level of "brought to nine the number of arrests"."""
    to, verb = number.root.head, number.root.head.head
    if number.root.dep_ != "pobj" or to.lower_ != "to" or verb.pos_ != "VERB":
        return None
    level = next((t for t in verb.rights if t.dep_ == "dobj" and t.i > to.i), None)
    if level is None or level.lemma_.lower() not in load_data("counting")["measured_nouns"]:
        return None
    return Settled(quantity, number, "other", None, noun_phrase(level), quantity.end)


def _is_of_group(root: Token) -> bool:
    """True for the number of "a workforce of 190"; "the Group of 20" is a name."""
    group = root.head.head if root.dep_ == "pobj" and root.head.lower_ == "of" else None
    is_name = group is not None and group.text != group.lower_ and not group.is_sent_start  # "the Group of 20"
    is_name = is_name or (group is not None and root.text.isalpha() and group.tag_ == "NNS")  # "in groups of three"
    return group is not None and not is_name and group.lemma_.lower() in load_data("counting")["group_nouns"]


def settle_mark(quantity: Quantity, number: Span) -> Settled | None:
    """The level of "the index passed the 9,000 mark"."""
    mark = next_token(number[-1])
    if mark is None or mark.lower_ not in load_data("counting")["level_nouns"] or mark.dep_ == "compound":
        return None
    if quantity.value < _LEAST_MARK or is_year(quantity, number):
        return None
    said_of = find_said_of(mark.doc[mark.i : mark.i + 1], is_adjunct=False)
    return Settled(quantity, number, "other", None, said_of, quantity.end)


def _is_behind_up_from(number: Span) -> bool:
    """True for the number of "12 banks, up from seven"."""
    link = previous_token(number[0])
    way = previous_token(link) if link is not None and link.lower_ == "from" else None
    comma = previous_token(way) if way is not None and way.lower_ in ("up", "down") else None
    return comma is not None and comma.text == ","


def _is_of_change(root: Token, number: Span) -> bool:
    """True for the numbers of "fell by 4", "fell to 15" and "fell 4 to 15"."""
    if root.dep_ == "pobj":
        preposition, change = root.head.lower_, root.head.head
        is_led_to = preposition in ("to", "from") and change.pos_ != "NOUN"
        if preposition in ("to", "from") and _goes_a_way(change):
            return True
        is_beyond = preposition in ("below", "above") and change.pos_ == "VERB"  # "fell below 100"
        return (preposition == "by" or is_led_to or is_beyond) and is_change(change)
    follower = next_token(number[-1])
    return follower is not None and follower.lower_ == "to" and is_change(root.head)


def _goes_a_way(verb: Token) -> bool:
    """True for "is down" and "went up", also for that `down` itself."""
    ways = ("up", "down")
    return verb.lower_ in ways or any(c.lower_ in ways and c.dep_ in ("advmod", "prt") for c in verb.rights)


def _is_of_pronoun(number: Span) -> bool:
    """True for the number of "eight of them" and "30 men, 12 of whom"."""
    of = next_token(number[-1])
    pronoun = next_token(of) if of is not None and of.lower_ == "of" else None
    return pronoun is not None and pronoun.lower_ in load_data("counting")["counted_pronouns"]


def _stands_for_people(number: Span, root: Token) -> bool:
    """True for a bare number as subject ("Three were hurt") or as object of a verb of harm or arrest ("killing 3")."""
    before = previous_token(number[0])
    verb = before.lower_.removesuffix("s") if before is not None else ""
    if verb in load_data("counting")["casualty_verbs"]:  # "Lima jails 337"
        follower = next_token(number[-1])
        return follower is None or follower.pos_ in ("ADP", "SCONJ", "PUNCT", "CCONJ")
    is_definite = (
        before is not None
        and (before.pos_ == "DET" or before.tag_ == "PRP$")
        and before.lower_ not in ("another", "all", "some")
    )
    if is_definite or root.head.pos_ not in ("VERB", "AUX"):
        return False
    is_harm = root.head.lemma_.lower() in load_data("counting")["casualty_verbs"]
    if number.text.lower() == "scores":  # "scores were killed", but "scores fell"
        return is_harm and (before is None or before.pos_ not in (*NOMINAL, "ADJ"))
    is_room = root.head.lemma_.lower() in load_data("counting")["people_verbs"]
    return ((is_harm or is_room) and root.dep_ == "dobj") or root.dep_ in ("nsubj", "nsubjpass")
