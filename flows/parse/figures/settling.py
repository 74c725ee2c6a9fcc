"""Settle what a quantity of the text is in its sentence: a count of something, a measure, a fraction, an age, a level,
or no figure at all. Decides between the lexicon's reading (`quantities`) and the parse (`counted`)."""

import re

from spacy.tokens import Span, Token

from flows.parse.data import load_data
from flows.parse.figures.ages import settle_age
from flows.parse.figures.bounds import is_change
from flows.parse.figures.counted import compound_end, counted_unit, find_counted_noun, is_elliptic
from flows.parse.figures.measured import find_measured
from flows.parse.figures.noun_phrases import NOMINAL, behind_number, noun_phrase, phrase_behind
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.sentence import Sentence, next_token, previous_token
from flows.parse.figures.units import find_denominator, find_unit_word, is_period


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
        settle_age(sentence, quantity, number)
        or _settle_count(sentence, quantity, number)
        or _settle_level(quantity, number)
    )


def _is_moment(sentence: Sentence, quantity: Quantity) -> bool:
    """True for "at one point" and an opening "One day": a moment, no length."""
    is_one = quantity.kind == "words" and quantity.value == 1 and not quantity.is_range
    before = sentence.text[max(0, quantity.start - 4) : quantity.start].lower()
    return is_one and quantity.unit in ("day", "point", "night") and (not before.strip(' “"') or before.endswith("at "))


def _settle_fraction(sentence: Sentence, quantity: Quantity, amount: Span) -> Settled:
    """A share of something: `students` of "two-thirds of students", `adults` of "one in five adults"."""
    noun = find_counted_noun(amount) if len(amount) > 2 and amount[1].pos_ == "ADP" else None
    if noun is None:
        return Settled(quantity, amount, "other", None, find_measured(amount, "other"), quantity.end)
    return Settled(quantity, amount, "other", None, phrase_behind(amount.end, noun), _end_of(noun, sentence))


def _settle_measure(sentence: Sentence, quantity: Quantity, amount: Span) -> Settled:
    counted = find_measured(amount, quantity.unit_type)
    end = quantity.end
    text = sentence.text
    is_behind = counted is not None and counted.start >= amount.end and not _has_number(amount.end, counted.root)
    if is_behind and counted is not None and quantity.unit_type not in ("money", "percent"):
        is_hyphened = bool(re.search(r"\w[-‑]\w", text[quantity.number_end - 1 : quantity.end]))
        is_content = text[quantity.end :].startswith(" of ") and quantity.unit_type != "duration"
        if is_hyphened or is_content:
            end = _end_of(counted.root, sentence)
        per = find_denominator(text, end) if is_content else None
        if per and is_period(per[1]):  # "gallons of water a year"
            return Settled(
                quantity, amount, quantity.unit_type or "other", f"{quantity.unit} per {per[1]}", counted, per[0]
            )
    return Settled(quantity, amount, quantity.unit_type or "other", quantity.unit, counted, end)


def _has_number(start: int, noun: Token) -> bool:
    """True when another number stands between: "60 of the 200 seats"."""
    return any(token.like_num for token in noun.doc[start : noun.i])


def _settle_count(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    noun = find_counted_noun(number)
    if noun is None or not _is_countable(number, noun, quantity):
        return None
    if is_elliptic(noun):
        return Settled(quantity, number, "count", None, None, _end_of(noun, sentence))
    known = None if noun.pos_ == "PROPN" or _is_point_of_talk(noun) else find_unit_word(noun.text)
    if known:  # "hundreds of miles": the lexicon's unit, not a count
        measured = find_measured(sentence.doc[number.start : noun.i + 1], known.unit_type)
        return Settled(quantity, number, known.unit_type, known.name, measured, _end_of(noun, sentence))
    unit = counted_unit(noun)
    if noun.lower_ == "times":
        return Settled(quantity, number, "count", unit, _multiplied(noun), _end_of(noun, sentence))
    if _is_statistic(number, noun):
        holder = find_measured(sentence.doc[number.start : noun.i + 1], "count")
        return Settled(quantity, number, "count", noun.text, holder, _end_of(noun, sentence))
    if sentence.doc[number.end].lower_ == "of" and _has_number(number.end, noun):  # "9 of the 12 ports"
        phrase = phrase_behind(behind_number(number.end, noun), noun)
        return Settled(quantity, number, "count", unit, phrase, quantity.end)
    if _is_hyphened(number):  # "15-member council"
        head = _hyphened_head(noun)
        phrase = phrase_behind(min(noun.i + 1, head.i), head)
        is_listed = any(
            t.text in (",", "and", "or", "to") for t in sentence.doc[number.end : noun.i]
        )  # "two- and three-"
        return Settled(quantity, number, "count", unit, phrase, quantity.end if is_listed else _end_of(head, sentence))
    phrase = _equated(noun) or phrase_behind(number.end, noun)
    if per := find_denominator(sentence.text, _end_of(noun, sentence)):
        return Settled(quantity, number, "count", f"{unit} per {per[1]}", phrase, per[0])
    return Settled(quantity, number, "count", unit, phrase, _end_of(compound_end(noun), sentence))


def _is_point_of_talk(noun: Token) -> bool:
    """True for the point of "one major sticking point", which measures nothing."""
    return noun.lemma_.lower() == "point" and any(c.dep_ in ("amod", "compound") for c in noun.lefts)


def _end_of(token: Token, sentence: Sentence) -> int:
    """Offset in the sentence's text behind a token."""
    return int(token.idx + len(token) - sentence.start_char)


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
        is_manner = noun.lemma_.lower() in data["not_counted_with_hyphen"] or quantity.value in (0, 1)  # "zero-sum"
        return noun.pos_ == "NOUN" and not is_manner
    if quantity.value == 1:
        return noun.tag_ in ("NN", "NNP") and noun.i - number.end < 4
    if _is_year(quantity, number):
        return False
    if noun.dep_ == "compound" and noun.lower_ in data["counted_in_singular"]:
        return True
    if quantity.kind == "magnitude" or re.fullmatch(r"\S*\d+s", noun.text):  # "two Model 3s"
        return True
    if _is_statistic(number, noun):
        return True
    return noun.tag_ in ("NNS", "NNPS") or noun.lower_ in data["uninflected"] or quantity.scale > 1


def _is_statistic(number: Span, noun: Token) -> bool:
    """True for an acronym behind a decimal, a score of somebody and no thing: "Ana Lima (2.7 ERA)"."""
    return noun.is_upper and len(noun) > 1 and "." in number.text


def _multiplied(times: Token) -> Span | None:
    """`earnings` of "six times earnings"; for "won six times" there is none."""
    follower = next_token(times)
    if follower is None or follower.pos_ not in NOMINAL:
        return None
    noun = follower.head if follower.dep_ == "compound" and follower.head.i > follower.i else follower
    return times.doc[follower.i : noun.i + 1]


def _equated(noun: Token) -> Span | None:
    """The level that a count is said to be: `population of Mali` of "the population of Mali is 24 million people"."""
    if noun.dep_ != "attr" or noun.head.lemma_ != "be":
        return None
    subject = next((c for c in noun.head.lefts if c.dep_ == "nsubj" and c.pos_ == "NOUN"), None)
    is_level = subject is not None and subject.lemma_.lower() in load_data("counting")["measured_nouns"]
    return noun_phrase(subject) if subject is not None and is_level else None


def _is_year(quantity: Quantity, number: Span) -> bool:
    """Four plain digits from 1900 to 2099 are a year ("the 2019 floods") unless round hundreds."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", number.text)) and quantity.value % 100 != 0


def _is_named(number: Span) -> bool:
    """True for digits that belong to a name: "Boeing 777 jets", "Apollo 11", "Joint Task Force 51"."""
    before = previous_token(number[0])
    if before is None or not number.text[:1].isdigit():
        return False
    if number[0].ent_iob_ == "I" and number[0].ent_type_ in ("ORG", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART"):
        return before.text != before.lower_
    if before.text in ("-", "‑") and not before.whitespace_:
        before = previous_token(before) or before
    is_adjective = before.pos_ == "ADJ" and before.is_title and not before.is_sent_start  # "the Big 12 teams"
    if is_adjective:
        return True
    if before.pos_ != "PROPN" or before.text == before.lower_:
        return False
    last = number[-1]
    in_compound = before.dep_ in ("compound", "nmod", "amod") and before.head.i >= number.start
    return in_compound or last.head.i < number.start or last.head == last or last.pos_ == "PROPN"


def _is_turn_of_speech(number: Span, quantity: Quantity) -> bool:
    """`one` as a pronoun or article ("one another", "one of the best", "no one", "one day")."""
    if quantity.kind != "words" or quantity.value != 1 or quantity.is_range:
        return False
    before, after = previous_token(number[0]), next_token(number[-1])
    if before is not None and before.lower_ in (
        "no",
        "the",
        "this",
        "that",
        "each",
        "any",
        "every",
        "some",
        "which",
        "another",
    ):
        return True
    return (
        after is None
        or after.pos_ not in (*NOMINAL, "ADJ")
        or after.lower_ in load_data("counting")["not_counted_after_one"]
    )


def _settle_level(quantity: Quantity, number: Span) -> Settled | None:
    """A bare number that says how high something stands: "the toll rose to 40", "at 71.34", "from 310 to 355"; or one
    that stands for what it counts: "Three were hurt"."""
    root = number.root
    if _stands_for_people(number, root):
        return Settled(quantity, number, "count", None, None, quantity.end) if quantity.value > 1 else None
    if root.dep_ not in ("pobj", "attr", "dobj", "appos", "npadvmod", "prep", "conj"):
        return None
    if quantity.kind != "digits" and quantity.scale == 1:
        return None
    measured = find_measured(number, "other")
    is_fine = quantity.is_range or quantity.scale > 1 or bool(re.search(r"\d[.,]\d", number.text))
    is_amount = root.dep_ == "pobj" and root.head.lower_ == "by" and is_change(root.head.head)
    is_fine = is_fine or (is_amount and not re.fullmatch(r"\d{4}", number.text))  # "by 2120"
    is_level = measured is not None and measured.root.lemma_.lower() in load_data("counting")["measured_nouns"]
    return Settled(quantity, number, "other", None, measured, quantity.end) if is_fine or is_level else None


def _stands_for_people(number: Span, root: Token) -> bool:
    """True for a bare number as subject ("Three were hurt") or as object of a verb of harm or arrest ("killing 3")."""
    before = previous_token(number[0])
    is_definite = before is not None and (before.pos_ == "DET" or before.tag_ == "PRP$")
    if is_definite or root.head.pos_ not in ("VERB", "AUX"):
        return False
    is_object = root.dep_ == "dobj" and root.head.lemma_.lower() in load_data("counting")["casualty_verbs"]
    return is_object or root.dep_ in ("nsubj", "nsubjpass")
