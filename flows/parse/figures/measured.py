"""What a measure, a price or a percentage is about, read off the dependency parse: `rice` of "35 pounds of rice"."""

import re
from itertools import islice

from flows.parse.data import load_data
from flows.parse.figures.beside import (
    find_label,
    find_line_opening,
    find_name_before,
    find_owned,
    find_phrase_beside,
    find_place_apart,
    words_before_amount,
)
from flows.parse.figures.bounds import is_change
from flows.parse.figures.noun_phrases import (
    CUT,
    NOMINAL,
    behind_measures,
    has_number,
    is_measure,
    noun_phrase,
    phrase_behind,
    right_edge,
)
from flows.parse.figures.said_of import find_said_of, what_changes
from flows.parse.figures.sentence import behind_bracket, next_token, of_behind_aside, previous_token
from flows.parse.figures.units import is_unit
from flows.parse.tokens import Span, Token

_FARTHEST_VERB = 5  # tokens
_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss", "predet")
_HIGHEST_CLIMB = 4
_LONGEST_LIST = 14  # tokens of measures in a row before their noun


def find_measured(amount: Span, unit_type: str | None) -> Span | None:
    """Noun phrase that a measure is about: `rice` of "35 pounds of rice", `coast` of "90-mile coast", the
    noun of "a market value of $4", the subject of "revenue rose 5%". A time span said of no noun measures nothing."""
    if _is_person(amount) or _is_expected(amount):
        return None
    if (pronoun := _of_pronoun(amount)) is not None:
        return _with_definer(pronoun)
    found = (
        find_label(amount)
        or _level_of(amount, unit_type)
        or _complement(amount, unit_type)
        or find_owned(amount)
        or _of_degree(amount)
        or _for_another(amount, unit_type)
        or _modified_noun(amount, unit_type)
        or find_name_before(amount)
        or find_phrase_beside(amount)
        or (unit_type != "duration" and find_line_opening(amount))
        or find_place_apart(amount)
        or _added_to(amount)
        or find_said_of(amount, _is_adjunct(amount.root, unit_type))
        or _source(amount, unit_type)
        or _among(amount, unit_type)
    )
    return found if found is not None and (found.end <= amount.start or found.start >= amount.end) else None


def _is_person(amount: Span) -> bool:
    """True for "the dreams of an 8-year-old": the age stands for who has it."""
    is_noun = amount.root.dep_ in ("pobj", "nsubj", "nsubjpass", "dobj", "conj", "poss")
    return is_noun and amount[-1].lower_ in ("old", "olds") and amount[-1].nbor(-1).text in ("-", "‑")


def _is_expected(amount: Span) -> bool:
    """True for "beat the 45 cents analysts had expected": what they expected is not theirs."""
    noun = next_token(amount[-1])
    while noun is not None and noun.dep_ in ("compound", "amod") and noun.head.i == noun.i + 1:
        noun = noun.head
    if (
        noun is None
        or noun.pos_ not in NOMINAL
        or noun.dep_ != "nsubj"
        or not 0 < noun.head.i - noun.i < _FARTHEST_VERB
    ):
        return False
    verbs = load_data("counting")
    return noun.head.lemma_.lower() in (*verbs["estimating_verbs"], *verbs["wanting_verbs"])


def _of_pronoun(amount: Span) -> Token | None:
    """`those` of "14 percent of those who disagree": nothing else is measured."""
    of = next_token(amount[-1])
    pronoun = next_token(of) if of is not None and of.lower_ == "of" else None
    if pronoun is None or pronoun.dep_ != "pobj" or pronoun.head != of:
        return None
    return pronoun if pronoun.lower_ in load_data("counting")["counted_pronouns"] else None


def _with_definer(pronoun: Token) -> Span | None:
    """`those who disagree`; None for a pronoun alone."""
    edge = right_edge(pronoun)
    return pronoun.doc[pronoun.i : edge + 1] if pronoun.lower_ == "those" and edge > pronoun.i else None


def _is_adjunct(root: Token, unit_type: str | None) -> bool:
    """True for a time span that says how long or when: "ruled for six years", "weeks later"; no "term of six years"."""
    if unit_type != "duration":
        return False
    follower = next_token(root)
    if follower is not None and follower.lower_ in load_data("counting")["behind_moments"]:
        return True
    if root.dep_ == "pobj":
        if root.head.lower_ == "of" and root.head.head.lower_ in ("course", "space"):  # "over the course of six years"
            return True
        return root.head.lower_ in load_data("counting")["time_prepositions"]
    is_length = root.head.lemma_.lower() in load_data("counting")["lasting_verbs"]
    return root.dep_ in ("npadvmod", "advmod") and not is_length


def _level_of(amount: Span, unit_type: str | None) -> Span | None:
    """`membership` of "membership slid to 10 percent of the workforce": what came to that share."""
    to, verb = amount.root.head, amount.root.head.head
    is_level = unit_type == "percent" and amount.root.dep_ == "pobj" and to.lower_ == "to" and verb.pos_ == "VERB"
    return find_said_of(amount, is_adjunct=False) if is_level and is_change(verb) else None


def _complement(amount: Span, unit_type: str | None) -> Span | None:
    """`of X` or `worth of X` behind an amount or its conversion; behind money `in X`, when paid, `for X`, `on X`."""
    follower = next_token(amount[-1])
    if follower is not None and follower.text in (",", "and", "or"):
        follower = of_behind_aside(follower) or _of_last(amount)
    if follower is not None and follower.text == "(":
        follower = behind_bracket(amount)
    if follower is not None and follower.lower_ == "worth":
        follower = next_token(follower)
    preposition = follower.lower_ if follower is not None else ""
    if unit_type == "percent" and preposition == "in" and (phrase := _changed_in(amount.root, follower)) is not None:
        return phrase
    if follower is None or preposition not in (("of", "in", "for", "on", "as") if unit_type == "money" else ("of",)):
        return None
    noun = next((child for child in follower.children if child.dep_ == "pobj"), None)
    if noun is not None and (owned := _owned_behind(noun)) is not None:
        return owned
    if noun is None or noun.pos_ not in NOMINAL or is_measure(noun):
        return None
    before = previous_token(amount[0])
    if unit_type == "length" and before is not None and before.lower_ == "within":  # "passes within 9 miles of Earth"
        return None
    if preposition == "as" and noun.lower_ not in load_data("counting")["sums_of_law"]:
        return None
    if preposition == "in" and (
        noun.ent_type_
        or noun.lower_ in load_data("counting")["no_contents"]
        or any(c.dep_ in ("det", "poss", "nummod") for c in noun.lefts)
    ):
        return None
    if preposition in ("for", "on") and not _is_paid(amount.root, noun):
        return None
    return noun_phrase(noun)


_BARE_POSSESSIVE = re.compile(r"\w+[^aeiou]ys")


def _owned_behind(noun: Token) -> Span | None:
    """`people` of "40 percent of the countrys 9 million people", a possessive that has lost its apostrophe."""
    follower = next_token(noun)
    if follower is None or not _BARE_POSSESSIVE.fullmatch(noun.lower_):
        return None
    while follower is not None and follower.like_num:
        follower = next_token(follower)
    if follower is None or follower.pos_ not in NOMINAL:
        return None
    while follower.dep_ == "compound" and follower.head.i == follower.i + 1:
        follower = follower.head
    return phrase_behind(follower.i, follower)


def _of_degree(amount: Span) -> Span | None:
    """`gorge` of "a 60-foot-deep gorge", `risk of cancer` of "a 9 percent higher risk of cancer"."""
    degree = amount.root.head
    noun = degree.head
    is_degree = (
        amount.root.dep_ == "npadvmod" and degree.pos_ == "ADJ" and degree.dep_ == "amod" and degree.i >= amount.end
    )
    is_before = noun.pos_ in NOMINAL and degree.i < noun.i <= degree.i + 3 and not is_unit(noun.text)
    return phrase_behind(degree.i + 1, noun) if is_degree and is_before else None


def _for_another(amount: Span, unit_type: str | None) -> Span | None:
    """`Ana’s party` of "compared with 5% for Ana’s party": whose share it is, where another one goes before."""
    link, preposition = previous_token(amount[0]), next_token(amount[-1])
    is_listed = link is not None and link.lower_ in ("with", "to", "versus", "against", "and", ",")
    if unit_type != "percent" or not is_listed or preposition is None or preposition.lower_ != "for":
        return None
    noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    is_thing = noun is not None and noun.pos_ in NOMINAL and noun.ent_type_ not in ("DATE", "TIME")
    return noun_phrase(noun) if noun is not None and is_thing and not is_measure(noun) else None


def _changed_in(root: Token, preposition: Token | None) -> Span | None:
    """`cases` of "a fall of 9% in cases"."""
    change = next((t for t in islice(root.ancestors, 3) if t.pos_ == "NOUN" and t.text != "%"), None)
    if preposition is None or change is None or not is_change(change):
        return None
    thing = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    return noun_phrase(thing) if thing is not None and not thing.ent_type_ else None


def _of_last(amount: Span) -> Token | None:
    """The `of` that amounts in a row share: "30% and about 21% of the trade"."""
    unit, token = amount[-1].text, next_token(amount[-1])
    for _ in range(_LONGEST_LIST):
        if token is None or (token.lower_ == "of" and token.nbor(-1).text == unit):
            return token
        is_of_row = token.like_num or token.text in (unit, ",", "and", "or") or token.lower_ in words_before_amount()
        token = next_token(token) if is_of_row else None
    return None


def _is_paid(root: Token, thing: Token) -> bool:
    """True for the object of a verb of paying, whose `for` or `on` names what is paid: "paid $4 for the map"."""
    is_object = root.dep_ == "dobj" and root.head.lemma_.lower() in load_data("counting")["payment_verbs"]
    return is_object and thing.ent_type_ not in ("PERSON", "DATE", "TIME")


def _modified_noun(amount: Span, unit_type: str | None) -> Span | None:
    """Noun that the amount, perhaps in a list of measures, stands before: `trek` of "six-day, 90-mile trek"."""
    noun = amount.root if amount.root.dep_ in _MODIFIERS else amount[-1]
    if noun.dep_ == "conj" and is_unit(noun.head.text):  # "30-foot and 40-foot yachts"
        noun = noun.head
    while noun.dep_ in _MODIFIERS and noun.head.i > noun.i and noun.head.pos_ in NOMINAL:
        noun = noun.head
        if not is_unit(noun.text):
            break
    while noun.dep_ == "compound" and noun.head.i == noun.i + 1 and noun.head.pos_ == "NOUN":  # "impairment charge"
        noun = noun.head
    is_bare_unit = is_unit(noun.text) and all(c.dep_ != "compound" for c in noun.lefts)  # but "$9 price point"
    is_hour = noun.lower_ in load_data("counting")["trading_hours"]
    is_thing = noun.i >= amount.end and noun.text[0].isalpha() and not is_bare_unit and not is_hour
    if not is_thing or noun.i - amount.end > _LONGEST_LIST or not _is_adjoining(amount, noun):
        return None
    between = noun.doc[amount.end : noun.i]
    if unit_type == "money" and any(t.pos_ == "CCONJ" for t in between) and all(t.tag_ != "$" for t in between):
        return None  # "pay $9 million and 2 million shares"
    return what_changes(noun) or phrase_behind(behind_measures(amount.end, noun), noun)


def _is_adjoining(amount: Span, noun: Token) -> bool:
    """True when nothing but the noun's modifiers, or other measures with their commas and brackets, stands between."""
    between = noun.doc[amount.end : noun.i]
    has_number = any(t.like_num or t.text[0].isdigit() for t in between)
    is_list = has_number or all(t.text not in CUT and t.pos_ != "CCONJ" for t in between)
    return is_list and all(t.pos_ not in ("AUX", "PRON", "SCONJ") or t.tag_ == "PRP$" for t in between)


def _added_to(amount: Span) -> Span | None:
    """`reserves` of "added $9 million to its reserves"."""
    verb = amount.root.head
    if amount.root.dep_ != "dobj" or verb.lemma_.lower() != "add":
        return None
    to = next((t for t in (*amount.root.rights, *verb.rights) if t.lower_ == "to" and t.i >= amount.end), None)
    if to is None:
        return None
    thing = next((t for t in to.children if t.dep_ == "pobj"), None)
    is_thing = thing is not None and thing.pos_ == "NOUN" and not thing.ent_type_ and not has_number(to.i, thing)
    return noun_phrase(thing) if thing is not None and is_thing else None


def _among(amount: Span, unit_type: str | None) -> Span | None:
    """`likely voters` of "Among likely voters, 46 percent would choose Ana and 44 percent Tom"."""
    if unit_type != "percent" or amount.root.dep_ not in ("nsubj", "nsubjpass"):
        return None
    for verb in islice(amount.root.ancestors, _HIGHEST_CLIMB):
        among = next((t for t in verb.lefts if t.lower_ in ("among", "of") and t.i < amount.start), None)
        noun = next((t for t in among.children if t.dep_ == "pobj"), None) if among is not None else None
        if noun is not None:
            return noun_phrase(noun)
    return None


def _source(amount: Span, unit_type: str | None) -> Span | None:
    """`field` of "made 40% from the field", where no other word says what the share is of."""
    follower = next_token(amount[-1])
    if unit_type != "percent" or follower is None or follower.lower_ != "from":
        return None
    noun = next((child for child in follower.children if child.dep_ == "pobj"), None)
    return noun_phrase(noun) if noun is not None and noun.pos_ == "NOUN" else None
