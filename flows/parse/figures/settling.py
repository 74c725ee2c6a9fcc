"""Settle what a quantity of the text is in its sentence: a count of something, a measure, a fraction, an age, a level,
or no figure at all. Decides between the lexicon's reading (`quantities`) and the parse (`counted`)."""

import re
from dataclasses import replace
from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.ages import settle_age
from flows.parse.figures.bounds import is_change
from flows.parse.figures.counted import find_counted_noun
from flows.parse.figures.counts import find_as_many, is_year, settle_count
from flows.parse.figures.measured import find_measured
from flows.parse.figures.noun_phrases import NOMINAL, has_number, noun_phrase, phrase_behind
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.said_of import find_said_of
from flows.parse.figures.sentence import Sentence, next_token, previous_token
from flows.parse.figures.units import find_denominator, is_period
from flows.parse.lexicon import any_of
from flows.parse.tokens import Span, Token

_PER_CURRENCY = re.compile(r"\s(?:to\sthe|per|to\sone)\s(?:U\.?S\.?\s)?(?:dollar|euro|pound)\b")
_STRONGEST = 11  # magnitude of a quake
_WIDEST = 10  # times the low end of a range without a thing: "took 3-76" is none
_WINDOW = 8  # tokens on either side that tell a headline
_LEAST_MARK = 100  # a lower one is one of a list: "the 5 level"


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
        or _settle_victims(sentence, quantity, number)
        or _settle_aboard(sentence, quantity, number)
        or _settle_mark(quantity, number)
        or settle_count(sentence, quantity, number)
        or _settle_brought(quantity, number)
        or _settle_level(quantity, number)
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


def _settle_level(quantity: Quantity, number: Span) -> Settled | None:
    """A bare number that says how high something stands: "the toll rose to 40", "at 71.34", "from 310 to 355"; or one
    that stands for what it counts: "Three were hurt"."""
    root = number.root
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
    return Settled(quantity, number, "other", None, measured, quantity.end) if is_fine else None


def _settle_victims(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """Who is left in a state: `12 dead` of "left 12 dead", 300 of "left 300 without power"."""
    state = next_token(number[-1])
    if state is not None and state.lower_ in load_data("counting")["states_of_people"]:
        behind = next_token(state)
        if behind is None or behind.pos_ not in (*NOMINAL, "ADJ"):  # "12 missing men"
            return Settled(quantity, number, "count", None, state.doc[state.i : state.i + 1], sentence.end_of(state))
    verb = number.root.head
    is_left = number.root.dep_ == "dobj" and verb.lemma_ == "leave" and state is not None and state.lower_ == "without"
    return Settled(quantity, number, "count", None, None, quantity.end) if is_left else None


def _settle_aboard(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """Who is somewhere, where no noun tells: "with 31 aboard", "left 17 in hospital"."""
    if quantity.value <= 1 or not _people_places().match(sentence.text, quantity.end):
        return None
    return Settled(quantity, number, "count", None, None, quantity.end)


@cache
def _people_places() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(load_data('counting')['people_places'])}\b")


def _settle_brought(quantity: Quantity, number: Span) -> Settled | None:
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


def _settle_mark(quantity: Quantity, number: Span) -> Settled | None:
    """The level of "the index passed the 9,000 mark"."""
    mark = next_token(number[-1])
    if mark is None or mark.lower_ not in load_data("counting")["level_nouns"] or mark.dep_ == "compound":
        return None
    if quantity.value < _LEAST_MARK or is_year(quantity, number):
        return None
    said_of = find_said_of(mark.doc[mark.i : mark.i + 1], is_adjunct=False)
    return Settled(quantity, number, "other", None, said_of, quantity.end)


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
        is_beyond = preposition in ("below", "above") and change.pos_ == "VERB"  # "fell below 100"
        return (preposition == "by" or is_led_to or is_beyond) and is_change(change)
    follower = next_token(number[-1])
    return follower is not None and follower.lower_ == "to" and is_change(root.head)


def _is_of_pronoun(number: Span) -> bool:
    """True for the number of "eight of them" and "30 men, 12 of whom"."""
    of = next_token(number[-1])
    pronoun = next_token(of) if of is not None and of.lower_ == "of" else None
    return pronoun is not None and pronoun.lower_ in load_data("counting")["counted_pronouns"]


def _stands_for_people(number: Span, root: Token) -> bool:
    """True for a bare number as subject ("Three were hurt") or as object of a verb of harm or arrest ("killing 3")."""
    before = previous_token(number[0])
    if (
        before is not None and before.lower_.removesuffix("s") in load_data("counting")["headline_verbs"]
    ):  # "Lima jails 337"
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
