"""Counts: which bare numbers count things, and what they count ("15-member council", "9 of the 12 ports", "six times
earnings"). A number that counts nothing is left to `flows.parse.figures.settling`."""

import re

from flows.parse.data import load_data
from flows.parse.figures.counted import compound_end, counted_unit, find_counted_noun, is_elliptic, is_plural
from flows.parse.figures.measured import find_measured
from flows.parse.figures.noun_phrases import NOMINAL, behind_number, has_number, noun_phrase, phrase_behind
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.said_of import find_said_of
from flows.parse.figures.sentence import Sentence, next_token, of_behind_aside, previous_token
from flows.parse.figures.units import find_denominator, find_unit_word, is_common_word, is_period
from flows.parse.tokens import Span, Token

_AROUND = ("in", "over", "across", "during", "from", "at")


def settle_count(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """The count that a bare number states, or None."""
    noun = find_counted_noun(number)
    if noun is None or not _is_countable(number, noun, quantity):
        return None
    end = sentence.end_of(noun)
    if is_elliptic(noun):
        return Settled(quantity, number, "count", None, None, end)
    is_thing = (
        noun.pos_ == "PROPN"
        or _is_score_of_batsman(noun)
        or _is_point_of_talk(noun)
        or is_common_word(noun.text, quantity.value)
    )
    known = None if is_thing else find_unit_word(noun.text)
    if known:  # "hundreds of miles": the lexicon's unit, not a count
        measured = find_measured(sentence.doc[number.start : noun.i + 1], known.unit_type)
        return Settled(quantity, number, known.unit_type, known.name, measured, end)
    if noun.lower_ == "times":
        return Settled(quantity, number, "count", counted_unit(noun), _multiplied(number, noun), end)
    if _is_statistic(number, noun):
        holder = find_measured(sentence.doc[number.start : noun.i + 1], "count")
        return Settled(quantity, number, "count", noun.text, holder, end)
    return _settle_things(sentence, quantity, number, noun)


def _settle_things(sentence: Sentence, quantity: Quantity, number: Span, noun: Token) -> Settled:
    """A count of what `noun` names."""
    unit = counted_unit(noun)
    if of := of_behind_aside(sentence.doc[number.end]):  # "300, or half, of the votes"
        phrase = phrase_behind(behind_number(of.i, noun), noun)
        return Settled(quantity, number, "count", unit, phrase, quantity.end)
    if sentence.doc[number.end].lower_ == "of" and has_number(number.end, noun):  # "9 of the 12 ports"
        phrase = phrase_behind(behind_number(number.end, noun), noun)
        return Settled(quantity, number, "count", unit, phrase, quantity.end)
    if _is_hyphened(number):  # "15-member council"
        head = _hyphened_head(noun)
        phrase = phrase_behind(min(noun.i + 1, head.i), head)
        between = sentence.doc[number.end : noun.i]
        is_listed = any(t.text in (",", "and", "or", "to") for t in between)  # "two- and three-seat benches"
        if has_number(noun.i + 1, head):  # "16-bit and 32-bit chips"
            phrase = phrase_behind(behind_number(noun.i + 1, head), head)
            return Settled(quantity, number, "count", unit, phrase, end=sentence.end_of(noun))
        return Settled(quantity, number, "count", unit, phrase, quantity.end if is_listed else sentence.end_of(head))
    phrase = _equated(noun) or phrase_behind(number.end, noun)
    if has_number(number.end, noun) and sentence.doc[number.end].pos_ == "CCONJ":  # "two and nine counts"
        return Settled(quantity, number, "count", unit, phrase, quantity.end)
    per = find_denominator(sentence.text, sentence.end_of(noun))
    behind_noun = next_token(noun)
    if per is None and behind_noun is not None and behind_noun.lower_ == "of":  # "three portions of meat a week"
        behind = find_denominator(sentence.text, sentence.end_of(phrase[-1]))
        per = behind if behind is not None and is_period(behind[1]) else None
    if per:
        return Settled(quantity, number, "count", f"{unit} per {per[1]}", phrase, per[0])
    return Settled(quantity, number, "count", unit, phrase, sentence.end_of(compound_end(noun)))


def _is_score_of_batsman(noun: Token) -> bool:
    """True for the centuries of "27 Test centuries"."""
    return noun.lemma_.lower() == "century" and any(c.dep_ in ("compound", "amod") for c in noun.lefts)


def _is_point_of_talk(noun: Token) -> bool:
    """True for the point of "one major sticking point" and the "two joint degrees", which measure nothing."""
    return noun.lemma_.lower() in ("point", "degree") and any(c.dep_ in ("amod", "compound") for c in noun.lefts)


def _is_hyphened(number: Span) -> bool:
    is_tied = number.end < len(number.doc) and not number[-1].whitespace_
    return number[-1].text.endswith("-") or (is_tied and number.doc[number.end].text in ("-", "‑", "–"))


def _hyphened_head(noun: Token) -> Token:
    """Noun that a number and its noun stand before: `benches` of "four-seat wooden benches"; else the noun itself."""
    if noun.head.pos_ in NOMINAL and noun.head.i > noun.i:
        return noun.head
    follower = next_token(noun)
    return follower if follower is not None and follower.tag_ in ("NN", "NNS") else noun


def _is_countable(number: Span, noun: Token, quantity: Quantity) -> bool:
    """A plural after a number other than one; a singular by hyphen ("11-member") or without plural ("12 aircraft")."""
    data = load_data("counting")
    if is_elliptic(noun):
        return True
    if _is_hyphened(number):
        is_single = quantity.value in (0, 1) and noun.lemma_.lower() not in data["counted_in_singular"]  # "zero-sum"
        is_manner = noun.lemma_.lower() in data["not_counted_with_hyphen"] or is_single
        return noun.pos_ == "NOUN" and not is_manner
    if quantity.value == 1:
        is_name = noun.ent_type_ in ("PERSON", "ORG", "GPE", "FAC")  # "one Ana Lima", "One Acme"
        is_name = is_name or (number[0].is_title and noun.ent_type_ != "NORP")  # "One Alder Plaza"
        return noun.tag_ in ("NN", "NNP") and noun.i - number.end < 4 and not (is_name and noun.pos_ == "PROPN")
    if noun.lower_ == "figures" and quantity.kind == "words" and quantity.value in range(4, 10):  # "cost six figures"
        return False
    if number[-1].lower_ == "zero" and _is_of_goal(number[0]):
        return False
    if is_year(quantity, number):
        return False
    if noun.dep_ == "compound" and noun.lower_ in data["counted_in_singular"]:
        return True
    if quantity.kind == "magnitude" or re.fullmatch(r"\S*\d+s", noun.text):  # "two Model 3s"
        return True
    if _is_statistic(number, noun):
        return True
    return is_plural(noun) or noun.lower_ in data["uninflected"] or quantity.scale > 1


def _is_of_goal(zero: Token) -> bool:
    """True for "net zero energy" and the name "Ground Zero maps"."""
    before = previous_token(zero)
    return before is not None and (zero.is_title or before.lower_ in ("net", "-"))


def _is_statistic(number: Span, noun: Token) -> bool:
    """True for an acronym behind a decimal, a score of somebody and no thing: "Ana Lima (2.7 ERA)"."""
    return noun.is_upper and len(noun.text) > 1 and "." in number.text


def _multiplied(number: Span, times: Token) -> Span | None:
    """`earnings` of "six times earnings", `men` of "six times as many men", else what is so many times as much as
    another: `pay` of "pay was six times the mean". For "won six times" there is none."""
    follower = next_token(times)
    if follower is None:
        return None
    if follower.pos_ not in NOMINAL:
        return _compared(number, times, follower)
    noun = follower.head if follower.dep_ == "compound" and follower.head.i > follower.i else follower
    return times.doc[follower.i : noun.i + 1]


def find_as_many(follower: Token) -> Span | None:
    """`men` of "as many men", where `follower` is the first `as`."""
    much = next_token(follower) if follower.lower_ == "as" else None
    thing = next_token(much) if much is not None else None
    return phrase_behind(thing.i, thing) if thing is not None and thing.pos_ in NOMINAL else None


def _compared(number: Span, times: Token, follower: Token) -> Span | None:
    is_compared = follower.lower_ in ("as", "what", "that", "more", "less") or follower.pos_ == "DET"
    if not is_compared and follower.tag_ not in ("JJR", "PRP$"):
        return None
    return find_as_many(follower) or find_said_of(times.doc[number.start : times.i + 1], is_adjunct=False)


def _equated(noun: Token) -> Span | None:
    """The level that a count is said to be: `population of Mali` of "the population of Mali is 24 million people"."""
    if noun.dep_ != "attr" or noun.head.lemma_ != "be":
        return None
    subject = next((c for c in noun.head.lefts if c.dep_ == "nsubj" and c.pos_ == "NOUN"), None)
    is_level = subject is not None and subject.lemma_.lower() in load_data("counting")["measured_nouns"]
    return noun_phrase(subject) if subject is not None and is_level else None


def is_year(quantity: Quantity, number: Span) -> bool:
    """Four plain digits from 1900 to 2099 are a year ("the 2019 floods") unless round hundreds."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", number.text)) and quantity.value % 100 != 0


def is_setting(count: Settled) -> bool:
    """True for the 20 matches of "23 goals in 20 matches", which what follows does not tell on of."""
    noun = count.counted.root if count.unit_type == "count" and count.counted is not None else None
    return noun is not None and noun.dep_ == "pobj" and noun.head.lower_ in _AROUND
