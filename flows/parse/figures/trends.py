"""Whether a figure states a change up or down, or the level it led to: by the adverb beside it, or the verb above."""

import re
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.quantity import Quantity
from flows.parse.figures.sentence import Sentence
from flows.parse.figures.units import is_unit
from flows.parse.lexicon import any_of
from flows.parse.tokens import Token

_MAX_BOUNDS = 3  # prepositions above each other
_OF_AMOUNT = ("dobj", "npadvmod", "advmod", "prep", "oprd", "dep")
_ADDS_UP = re.compile(r"\badd(?:s|ed|ing)?\sup\sto\s\Z")
_PUT_ON = re.compile(r"\bput(?:s|ting)?\son\s\Z")  # "has put on 16%"
_BY_OR_TO = re.compile(r"(?:by|to)\s\Z")  # a length of time that changed: "the wait grew by two days"
_BEFORE_OFF = re.compile(r"(?:\d|%|\bper\s?cent|\bor\smore)\s\Z")  # "knocked 20% off 1,500 products"
_OF_BOWLING = re.compile(r"\s(?:balls?|deliveries|overs?)\b")
_LONGEST_VERB = 16  # characters


def find_trend(sentence: Sentence, start: int, found: Quantity, amount: Token) -> str | None:
    """`up` or `down` for the amount of a change and for what it led to: "up 5%", "rose by $3", "fell to 9%".

    `start` is the offset in the sentence where the quantity with its bounding words begins.
    """
    if found.sign == "+":
        return "up"
    if found.direction:
        return found.direction
    if found.unit == "time" and _is_multiple_of(sentence, found):
        return None
    if _PUT_ON.search(sentence.text, max(0, start - _LONGEST_VERB), start):
        return "up"
    if _ADDS_UP.search(sentence.text, max(0, start - _LONGEST_VERB), start):
        return None
    if sentence.text[start : start + 5].lower() == "from ":  # its two values say it
        return None
    if found.unit_type == "duration" and not _BY_OR_TO.search(sentence.text, max(0, start - 3), start):
        return None
    return _adverb_trend(sentence, start, found) or _governor_trend(sentence, start, found, amount)


@cache
def _adverbs() -> dict[str, str]:
    return {adverb: trend for trend in ("up", "down") for adverb in load_data("trends")[trend]["adverbs"]}


@cache
def _adverb_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<adverb>{any_of(_adverbs())})\s(?:by\s|to\s)?(?:(?:an?|another|only|just)\s)?\Z")


@cache
def _adverb_behind() -> re.Pattern[str]:
    return re.compile(rf"\s(?P<adverb>{any_of(_adverbs())})\b(?!\s(?:to|by|or|front|for)\b)")


def _adverb_trend(sentence: Sentence, start: int, found: Quantity) -> str | None:
    text = sentence.text
    match = _adverb_before().search(text, max(0, start - 24), start)
    is_of_market = found.unit_type in ("percent", "money") or found.unit == "point"
    if match is None and is_of_market:  # "3% higher", but "1,200 feet up" is a place
        match = _adverb_behind().match(text, found.end)
    if match is None:
        return None
    is_taken_off = _BEFORE_OFF.search(text, max(0, match.start() - _LONGEST_VERB), match.start()) is not None
    if match["adverb"] == "off" and (is_taken_off or _OF_BOWLING.match(text, found.end)):  # "144 off 219 balls"
        return None
    adverb = sentence.cover(match.start("adverb"), match.end("adverb")).root
    is_of_noun = adverb.dep_ == "amod" and adverb.head.i > adverb.i  # "the lower 95 percent", "put 20% down"
    if is_of_noun or adverb.head.lemma_ in ("put", "pay"):
        return None
    head = adverb.head
    if (head.lemma_.lower(), adverb.lower_) == ("shoot", "down"):
        return None
    is_of_verb = adverb.dep_ == "prt" and head.pos_ in ("VERB", "AUX")  # "made up 3%", but not "miners up 3%"
    is_of_verb = is_of_verb and head.lemma_.lower() not in _verbs_with_adverb()
    return None if is_of_verb else _adverbs()[match["adverb"].lower()]


@cache
def _verbs_with_adverb() -> frozenset[str]:
    """Verbs beside which an adverb says the direction, also against the verb's own: "edged down", "added up" not."""
    trends = load_data("trends")
    return frozenset((*trends["adverb_verbs"], *trends["up"]["verbs"], *trends["down"]["verbs"])) - {"add"}


def _governor_trend(sentence: Sentence, start: int, found: Quantity, amount: Token) -> str | None:
    """Trend of the verb that the amount belongs to. A change that is itself counted ("a 5% rise") states none: its noun
    says which way."""
    if amount.dep_ == "nummod" and amount.head.pos_ == "NOUN":  # a count: "grew by 200 members"
        amount = amount.head
    while amount.dep_ == "quantmod" and amount.head.pos_ == "NUM":  # of "$11 to $50" the parse makes one number
        amount = amount.head
    if found.unit == "point" and _is_of_play_points(amount):
        return None
    amount, governor = _past_bounds(amount, sentence.start_char + start)
    if found.kind == "digits" and (crossed := _crossing(amount, governor)):
        return crossed
    preposition = ""
    if (rate := _rate_of(amount)) is not None:  # "rose to a yearly rate of 5%", "grew at a rate of 5%"
        amount, governor = rate, rate.head
    if governor.pos_ == "ADP" or (governor.lower_ == "to" and amount.dep_ == "pobj"):
        preposition, governor = governor.lower_, governor.head
        if preposition not in ("by", "to") and (preposition != "at" or rate is None):
            return None
    word = governor.lemma_.lower()
    if found.unit_type in ("speed", "length") and _is_mere_motion(governor, found.unit_type, preposition):
        return None
    if preposition == "to" and (way := _way_beside(governor)):
        return way
    for trend in ("up", "down"):
        words = load_data("trends")[trend]
        if preposition == "by" and word in (*words["verbs"], *words["by_verbs"], *words["adverbs"]):
            return None if word == "lose" else trend  # "lost by two goals"
        if word in words["verbs"] and (governor.pos_ in ("VERB", "AUX") or preposition == "to"):  # "a rise to 5%"
            has_unit = found.unit or found.kind == "fraction" or sentence.text.startswith(" to ", found.end)
            has_unit = has_unit or amount.pos_ == "ADP"  # "climbed above 8,000"
            is_amount = has_unit and amount.dep_ in _OF_AMOUNT and not _is_of_another(sentence, found, word)
            return trend if preposition in ("to", "at") or is_amount else None
        if word in words["by_verbs"] and (preposition == "to" or (found.unit and amount.dep_ in _OF_AMOUNT)):
            return trend if _is_passive(governor) or _has_object(governor, amount, found) else None
    return None


def _is_of_play_points(points: Token) -> bool:
    """True for "Lima added 31 points and nine assists"."""
    others = (child for child in points.rights if child.dep_ == "conj" and child.pos_ == "NOUN")
    return any(not is_unit(other.text) and any(c.like_num for c in other.lefts) for other in others)


def _rate_of(amount: Token) -> Token | None:
    """`rate` of "to a rate of 5%" and `total` of "by a total of 40"."""
    noun = amount.head.head if amount.dep_ == "pobj" and amount.head.lower_ == "of" else None
    is_rate = noun is not None and noun.dep_ == "pobj" and noun.lemma_.lower() in load_data("trends")["rate_nouns"]
    return noun if is_rate else None


def _way_beside(verb: Token) -> str | None:
    """What the adverb of "has gone up 4p to 90p" says of the level."""
    trends = load_data("trends")
    if verb.lemma_.lower() not in (*trends["adverb_verbs"], *trends["crossing_verbs"]):
        return None
    adverbs = (c.lower_ for c in verb.rights if c.dep_ in ("prt", "advmod") and c.lower_ in _adverbs())
    return next((_adverbs()[adverb] for adverb in adverbs), None)


def _crossing(bound: Token, verb: Token) -> str | None:
    """Which way something is brought across a level: "taking sales past $85m", "pushed above 9%"."""
    if verb.lemma_.lower() not in load_data("trends")["crossing_verbs"]:
        return None
    is_of_object = (
        _is_passive(verb) or verb.dep_ == "acl" or any(c.dep_ == "dobj" and c.i < bound.i for c in verb.rights)
    )
    words = load_data("trends")
    return next((t for t in ("up", "down") if is_of_object and bound.lower_ in words[t]["crossed"]), None)


def _is_multiple_of(sentence: Sentence, found: Quantity) -> bool:
    """True for the "twice" of "nearly twice what was sold": it sets against, and tells no change."""
    return sentence.text[found.number_start : found.number_end].lower() in load_data("numbers")["multiples"]


def _is_mere_motion(verb: Token, unit_type: str, preposition: str) -> bool:
    """True for the speed that something reaches ("the car accelerates to 90 km/h", but not "winds accelerated to") and
    for how far it moves ("the bus plunged 200 feet", but not "the river rose 3 feet")."""
    trends = load_data("trends")
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), verb)
    noun = verb.head if subject.pos_ == "PRON" and verb.dep_ == "relcl" else subject
    if unit_type == "length":
        is_body = noun.lemma_.lower() in trends["moving_bodies"] or noun.ent_type_ == "PERSON" or noun.pos_ == "PRON"
        return not preposition and is_body
    is_of_speed = noun.lemma_.lower() in trends["speed_nouns"]
    return preposition == "to" and verb.lemma_.lower() in trends["moving_verbs"] and not is_of_speed


def _past_bounds(amount: Token, offset: int) -> tuple[Token, Token]:
    """The amount, or the word from `offset` on that bounds it ("rose under 4%", "fell to about 9", "as low as 9"), and
    the word above."""
    for _ in range(_MAX_BOUNDS):
        is_bound = amount.head.pos_ == "ADP" or (amount.lower_ == "as" and amount.head.pos_ in ("ADJ", "ADV"))
        if not is_bound or not offset <= amount.head.idx < amount.idx:
            break
        amount = amount.head
    return amount, amount.head


def _is_of_another(sentence: Sentence, found: Quantity, verb: str) -> bool:
    """True where the amount is a part of the object and no change: "grew 3 tons of corn", "gained 51% of votes". Losing
    is both: "lost 30% of its water"."""
    is_part = sentence.text.startswith(" of ", found.end)
    is_share = found.unit_type == "percent" or found.kind == "fraction"
    return is_part and not (is_share and verb in load_data("trends")["losing_verbs"])


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "nsubjpass" for child in verb.lefts)


def _has_object(verb: Token, amount: Token, found: Quantity) -> bool:
    """True where something else than the amount is what the verb changes: "cut costs 5%", "raised its stake to 9%".

    What it is given to is no amount: "extended the pact to these three states", "extended them $5 in loans".
    """
    if amount.dep_ == "dobj" or (found.is_bare and any(c.dep_ == "det" for c in amount.lefts)):
        return False
    supplies = load_data("trends")["supplies"]
    if any(child.dep_ == "dobj" and child.lemma_.lower() in supplies for child in verb.rights):
        return False  # "cut power to 400 homes"
    return any(child.dep_ == "dobj" and child.i < amount.i for child in verb.rights)
