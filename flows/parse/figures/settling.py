"""Settle what a quantity of the text is in its sentence: a count of something, a measure, a fraction, an age, a level,
or no figure at all. Decides between the lexicon's reading (`quantities`) and the parse (`counted`)."""

import re
from dataclasses import replace
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.ages import settle_age
from flows.parse.figures.counted import find_counted_noun
from flows.parse.figures.counts import find_as_many, settle_count
from flows.parse.figures.levels import settle_aboard, settle_brought, settle_level, settle_mark, settle_victims
from flows.parse.figures.measured import find_measured
from flows.parse.figures.noun_phrases import NOMINAL, has_number, noun_phrase, phrase_behind
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.said_of import find_said_of
from flows.parse.figures.sentence import Sentence, next_token, previous_token
from flows.parse.figures.units import find_denominator, is_period
from flows.parse.lexicon import any_of
from flows.parse.tokens import Span, Token

_STRONGEST = 11  # magnitude of a quake
_WINDOW = 8  # tokens on either side that tell a headline


def settle_quantity(sentence: Sentence, quantity: Quantity) -> Settled | None:
    """What `quantity` (offsets into `sentence.text`) states, or None where it is no figure."""
    amount = sentence.cover(quantity.start, quantity.end)
    number = sentence.cover(quantity.number_start, quantity.number_end)
    if not quantity.is_bare:
        return None if _is_moment(sentence, quantity) else _settle_measure(sentence, quantity, amount)
    if quantity.kind == "fraction":
        return _settle_fraction(sentence, quantity, amount)
    if _is_named(number) or _is_turn_of_speech(number, quantity):
        return None
    return (
        _settle_magnitude(quantity, number)
        or settle_age(sentence, quantity, number)
        or settle_victims(sentence, quantity, number)
        or settle_aboard(sentence, quantity, number)
        or settle_mark(quantity, number)
        or settle_count(sentence, quantity, number)
        or settle_brought(quantity, number)
        or settle_level(quantity, number)
    )


def _is_moment(sentence: Sentence, quantity: Quantity) -> bool:
    """True for "at one point", "one day" and "one night" that tell of a moment: "will one day return"."""
    if quantity.kind != "words" or quantity.value != 1 or quantity.is_range:
        return False
    before = sentence.text[max(0, quantity.start - 12) : quantity.start]
    if quantity.unit == "point":
        return before.lower().endswith("at ")
    if quantity.unit == "bit":
        return True
    has_length = _length_before().search(before) or _length_behind().match(sentence.text, quantity.end)
    hyphens = ("-", "‑", "–")  # "one-day"
    is_tied = sentence.text.startswith(hyphens, quantity.number_end) or sentence.text.startswith("-", quantity.end)
    return quantity.unit in ("day", "night") and not has_length and not is_tied


def _is_period(thing: Span) -> bool:
    """True for `May` and `year` of "the first ten days of May", which the days do not measure."""
    words = load_data("dates")["words"]
    return thing.root.lower_ in (words["month"] | words["unit"])


@cache
def _length_before() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(load_data('counting')['before_length'])}\s\Z")


@cache
def _length_behind() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(load_data('counting')['behind_length'])}\b")


def _settle_fraction(sentence: Sentence, quantity: Quantity, amount: Span) -> Settled:
    """A share of something: `students` of "two-thirds of students", `adults` of "one in five adults"."""
    if len(amount) > 2 and amount[1].pos_ == "NOUN":  # "one voter in 20"
        return Settled(quantity, amount, "other", None, amount[1:2], quantity.end)
    noun = find_counted_noun(amount) if len(amount) > 2 and amount[1].pos_ == "ADP" else None
    is_verb = noun is not None and noun.i == amount.end and noun.lower_ in load_data("counting")["verbs_of_one"]
    if is_verb and amount[0].lower_ in ("one", "1"):  # "one in four lives in poverty"
        return Settled(quantity, amount, "other", None, None, quantity.end)
    if noun is None:
        follower = next_token(amount[-1])
        counted = (follower and find_as_many(follower)) or find_measured(amount, "other")
        return Settled(quantity, amount, "other", None, counted, quantity.end)
    follower = next_token(noun)
    if noun.dep_ == "poss" and noun.head.i > noun.i and follower is not None and follower.tag_ == "POS":
        noun = noun.head  # "half of the country's papers"
    return Settled(quantity, amount, "other", None, phrase_behind(amount.end, noun), sentence.end_of(noun))


def _settle_measure(sentence: Sentence, quantity: Quantity, amount: Span) -> Settled:
    counted = find_measured(amount, quantity.unit_type)
    if counted is not None and quantity.unit_type == "duration" and _is_period(counted):
        counted = None
    if counted is not None and quantity.unit_type == "mass" and counted.end <= amount.start:
        quantity = _in_pounds_sterling(quantity, counted.root)
    end = quantity.end
    text = sentence.text
    is_behind = counted is not None and counted.start >= amount.end and not has_number(amount.end, counted.root)
    if is_behind and counted is not None and quantity.unit_type not in ("money", "percent"):
        is_hyphened = bool(re.search(r"\w[-‑]\w", text[quantity.number_end - 1 : quantity.end]))
        is_of = text.startswith(" of ", quantity.end)
        is_content = is_of and quantity.unit_type != "duration"
        whole = sentence.end_of(counted.root)
        per = find_denominator(text, whole) if is_of else None  # "two hours of TV a day"
        if is_hyphened or is_content or (per and is_period(per[1])):
            end = whole
        if per and is_period(per[1]):  # "gallons of water a year"
            return Settled(
                quantity, amount, quantity.unit_type or "other", f"{quantity.unit} per {per[1]}", counted, per[0]
            )
    return Settled(quantity, amount, quantity.unit_type or "other", quantity.unit, counted, end)


def _in_pounds_sterling(quantity: Quantity, thing: Token) -> Quantity:
    """`quantity` in pounds sterling where it is the pounds of a price: "bills will rise by 300 pounds a year"."""
    unit, per, period = (quantity.unit or "").partition(" per ")
    if unit != "pound" or thing.lemma_.lower() not in load_data("counting")["priced_nouns"]:
        return quantity
    return replace(quantity, unit=f"GBP{per}{period}", unit_type="money")


def _is_named(number: Span) -> bool:
    """True for a number of a name: "Boeing 777 jets", "Apollo 11", "Joint Task Force 51", "the Seven Sisters"."""
    before = previous_token(number[0])
    if before is None or not number.text[:1].isdigit():
        return before is not None and _is_title(before, number)
    if before.tag_ == "POS" and number.root.head.pos_ == "VERB":  # "Poor's 500 fell"
        return True
    if number[0].ent_iob_ == "I" and number[0].ent_type_ in ("ORG", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART"):
        return before.text != before.lower_
    if before.text in ("-", "‑") and not before.whitespace_:
        before = previous_token(before) or before
    if before.tag_ == "JJ" and before.is_title and not before.is_sent_start:  # "the Big 12 teams", but no headline
        follower = next_token(number[-1])
        return follower is not None and follower.text.islower()
    if before.pos_ != "PROPN" or before.text == before.lower_:
        return False
    last = number[-1]
    in_compound = before.dep_ in ("compound", "nmod", "amod") and before.head.i >= number.start
    return in_compound or last.head.i < number.start or last.head == last or last.pos_ == "PROPN"


def _is_title(before: Token, number: Span) -> bool:
    """True for the number word of a name within a sentence: "the Seven Sisters", "the Big Three", "ate at Five Tables".
    In a headline, where most words are capitalised, and behind a mark it may count."""
    if not number[0].is_title or before.is_punct:
        return False
    follower = next_token(number[-1])
    if before.lower_ in ("the", "’s", "'s") and follower is not None and follower.is_title:
        return True
    around = number.doc[max(0, number.start - _WINDOW) : number.end + _WINDOW]
    small = sum(t.text.islower() for t in around if t.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "ADV"))
    is_tied = before.is_title or (follower is not None and follower.is_title)
    return is_tied and small > 0 and (follower is None or follower.ent_type_ != "NORP")


def _is_turn_of_speech(number: Span, quantity: Quantity) -> bool:
    """`one` as a pronoun or article ("one another", "one of the best", "no one", "one day")."""
    if quantity.kind != "words" or quantity.value != 1 or quantity.is_range:
        return False
    before, after = previous_token(number[0]), next_token(number[-1])
    if before is not None and before.lower_ in load_data("counting")["determiners_of_one"]:
        return True
    if before is not None and after is not None and before.lower_ == "on" and after.lower_ == "hand":
        return True
    is_tied = after is not None and after.text == "-" and not after.whitespace_ and after.i + 1 < len(after.doc)
    if is_tied and after is not None:  # "a one-bedroom flat"
        return after.nbor().lower_ not in load_data("counting")["counted_in_singular"]
    return (
        after is None
        or after.pos_ not in (*NOMINAL, "ADJ")
        or after.lower_ in load_data("counting")["not_counted_after_one"]
    )


def _settle_magnitude(quantity: Quantity, number: Span) -> Settled | None:
    """How strong a quake was: "a magnitude 7 quake", "an earthquake of magnitude 5", "had a magnitude of 6.2"."""
    before = previous_token(number[0])
    noun = previous_token(before) if before is not None and before.lower_ == "of" else before
    follower = next_token(number[-1])
    is_quake = follower is not None and follower.lemma_.lower() in load_data("counting")["quakes"]
    if is_quake and follower is not None and "." in number.text and quantity.value < _STRONGEST:  # "a 6.1 quake"
        return Settled(quantity, number, "other", "magnitude", phrase_behind(follower.i, follower), quantity.end)
    if noun is not None and noun.lower_ in ("measuring", "measured") and quantity.value < _STRONGEST:
        quake = find_said_of(number, is_adjunct=False)
        is_quake = quake is not None and quake.root.lemma_.lower() in load_data("counting")["quakes"]
        return Settled(quantity, number, "other", "magnitude", quake, quantity.end) if is_quake else None
    if noun is None or noun.lower_ != "magnitude" or not quantity.value < _STRONGEST:
        return None
    return Settled(quantity, number, "other", "magnitude", _quake(noun, next_token(number[-1])), quantity.end)


def _quake(magnitude: Token, follower: Token | None) -> Span | None:
    """`quake` of "a quake of magnitude 5", "a magnitude 5 quake" and "the quake had a magnitude of 5"."""
    doc, before = magnitude.doc, previous_token(magnitude)
    link = previous_token(before) if before is not None and before.pos_ == "DET" else before
    if link is not None and link.lower_ in ("of", "with") and link.head.pos_ in NOMINAL:
        return noun_phrase(link.head, link.i)
    if follower is not None and follower.pos_ in NOMINAL:
        return phrase_behind(follower.i, follower)
    return find_said_of(doc[magnitude.i : magnitude.i + 1], is_adjunct=False) or noun_phrase(magnitude, magnitude.i + 1)
