"""What a measure, a price or a percentage is about, read off the dependency parse: `rice` of "35 pounds of rice"."""

from functools import cache
from itertools import islice

from flows.parse.data import load_data
from flows.parse.figures.bounds import is_change
from flows.parse.figures.noun_phrases import (
    CUT,
    NOMINAL,
    has_number,
    is_measure,
    is_of_word,
    name_before_measure,
    noun_phrase,
    phrase_behind,
    phrase_ending_at,
)
from flows.parse.figures.said_of import find_said_of, what_changes
from flows.parse.figures.sentence import next_token, of_behind_aside, previous_token
from flows.parse.figures.units import is_unit
from flows.parse.tokens import Span, Token

_POSSESSIVES = ("'", "’")
_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss", "predet")
_SIGNS = ("+", "-", "−", "≈", "~", "=")
_MOST_WORDS = 4  # between `up` and its amount
_LONGEST_LIST = 14  # tokens of measures in a row before their noun


def find_measured(amount: Span, unit_type: str | None) -> Span | None:
    """Noun phrase that a measure is about: `rice` of "35 pounds of rice", `coast` of "90-mile coast", the
    noun of "a market value of $4", the subject of "revenue rose 5%". A time span said of no noun measures nothing."""
    if _is_person(amount):
        return None
    found = (
        _label(amount)
        or _complement(amount, unit_type)
        or _behind_owner(amount)
        or _modified_noun(amount, unit_type)
        or _name_before(amount)
        or _phrase_beside(amount)
        or _place_apart(amount)
        or _added_to(amount)
        or find_said_of(amount, _is_adjunct(amount.root, unit_type))
        or _source(amount, unit_type)
        or _among(amount, unit_type)
    )
    return found if found is not None and (found.end <= amount.start or found.start >= amount.end) else None


def _label(amount: Span) -> Span | None:
    """`Adults` of "Adults: $12 Children: $6"."""
    colon, follower = previous_token(amount[0]), next_token(amount[-1])
    if colon is None or colon.text != ":" or (follower is not None and follower.text[0].islower()):
        return None
    label = phrase_ending_at(previous_token(colon))
    before = previous_token(label[0]) if label is not None else None
    is_whole = before is None or before.is_punct or before.like_num  # "cost in Peru: $5" is no label `Peru`
    return label if is_whole else None


def _behind_owner(amount: Span) -> Span | None:
    """`takeover` of "Acme’s £2 million ($3 million) takeover", which the parse may tie to Acme."""
    mark, noun = previous_token(amount[0]), _behind_bracket(amount)
    if mark is None or mark.tag_ != "POS" or noun is None or noun.pos_ not in NOMINAL:
        return None
    while noun.dep_ in _MODIFIERS and noun.head.i == noun.i + 1 and noun.head.pos_ in NOMINAL:
        noun = noun.head
    return None if is_unit(noun.text) else phrase_behind(_behind_measures(amount.end, noun), noun)


def _behind_bracket(amount: Span) -> Token | None:
    """The token behind an amount and its conversion."""
    follower = next_token(amount[-1])
    if follower is None or follower.text != "(":
        return follower
    bracket = next((t for t in amount.doc[amount.end : amount.end + _LONGEST_LIST] if t.text == ")"), None)
    return next_token(bracket) if bracket is not None else None


def _is_person(amount: Span) -> bool:
    """True for "the dreams of an 8-year-old": the age stands for who has it."""
    is_noun = amount.root.dep_ in ("pobj", "nsubj", "nsubjpass", "dobj", "conj", "poss")
    return is_noun and amount[-1].lower_ in ("old", "olds") and amount[-1].nbor(-1).text in ("-", "‑")


def _is_adjunct(root: Token, unit_type: str | None) -> bool:
    """True for a time span that says how long or when: "ruled for six years", "weeks later"; no "term of six years"."""
    if unit_type != "duration":
        return False
    if root.dep_ == "pobj":
        return root.head.lower_ in load_data("counting")["time_prepositions"]
    is_length = root.head.lemma_.lower() in load_data("counting")["lasting_verbs"]
    return root.dep_ in ("npadvmod", "advmod") and not is_length


def _complement(amount: Span, unit_type: str | None) -> Span | None:
    """`of X` or `worth of X` behind an amount or its conversion; behind money `in X`, when paid, `for X`, `on X`."""
    follower = next_token(amount[-1])
    if follower is not None and follower.text in (",", "and", "or"):
        follower = of_behind_aside(follower) or _of_last(amount)
    if follower is not None and follower.text == "(":
        follower = _behind_bracket(amount)
    if follower is not None and follower.lower_ == "worth":
        follower = next_token(follower)
    preposition = follower.lower_ if follower is not None else ""
    if unit_type == "percent" and preposition == "in" and (phrase := _changed_in(amount.root, follower)) is not None:
        return phrase
    if follower is None or preposition not in (("of", "in", "for", "on") if unit_type == "money" else ("of",)):
        return None
    noun = next((child for child in follower.children if child.dep_ == "pobj"), None)
    if noun is None or noun.pos_ not in NOMINAL or is_measure(noun):
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
        is_of_row = token.like_num or token.text in (unit, ",", "and", "or") or token.lower_ in _words_before_amount()
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
    is_bare_unit = is_unit(noun.text) and all(c.dep_ != "compound" for c in noun.lefts)  # but "$9 price point"
    is_thing = noun.i >= amount.end and noun.text[0].isalpha() and not is_bare_unit
    if not is_thing or noun.i - amount.end > _LONGEST_LIST or not _is_adjoining(amount, noun):
        return None
    between = noun.doc[amount.end : noun.i]
    if unit_type == "money" and any(t.pos_ == "CCONJ" for t in between) and all(t.tag_ != "$" for t in between):
        return None  # "pay $9 million and 2 million shares"
    return what_changes(noun) or phrase_behind(_behind_measures(amount.end, noun), noun)


def _is_adjoining(amount: Span, noun: Token) -> bool:
    """True when nothing but the noun's modifiers, or other measures with their commas and brackets, stands between."""
    between = noun.doc[amount.end : noun.i]
    has_number = any(t.like_num or t.text[0].isdigit() for t in between)
    is_list = has_number or all(t.text not in CUT and t.pos_ != "CCONJ" for t in between)
    return is_list and all(t.pos_ not in ("AUX", "PRON", "SCONJ") or t.tag_ == "PRP$" for t in between)


def _behind_measures(start: int, noun: Token) -> int:
    """Index behind the last measure before a noun: `engine` of "310-hp 5.2 liter engine"."""
    for token in reversed(noun.doc[start : noun.i]):
        before = noun.doc[token.i - 1] if token.i > start else None
        has_number = before is not None and (before.like_num or before.text == "-")
        if token.text[0].isdigit() or (token.like_num and not is_of_word(token)) or token.text in ("(", ")", "%"):
            return token.i + 1
        if has_number and is_unit(token.text):
            return token.i + 1
    return start + (noun.doc[start].text in _POSSESSIVES)  # "two weeks’ pay"


def _name_before(amount: Span) -> Span | None:
    """`ThinkPad` of "the ThinkPad 14 inch is sold"."""
    before, unit = previous_token(amount[0]), amount.root
    is_name = before is not None and before.pos_ == "PROPN" and before.head == unit
    return name_before_measure(unit) if is_name and unit.dep_ != "appos" and is_measure(unit) else None


@cache
def _words_before_amount() -> frozenset[str]:
    """Words that may stand between `up` and its amount: those of bounds, and articles."""
    phrases = (phrase for bound in load_data("bounds")["before"].values() for phrase in bound)
    words = {word.lower() for phrase in phrases for word in phrase.split() if word.isalpha()}
    return frozenset(words | {"a", "an", "another", "$", "us"}) - _trend_adverbs() - {"at", "in", "of"}


@cache
def _trend_adverbs() -> frozenset[str]:
    trends = load_data("trends")
    return frozenset((*trends["up"]["adverbs"], *trends["down"]["adverbs"]))


def _phrase_beside(amount: Span) -> Span | None:
    """Noun phrase that leads to the amount with no verb: "Acme, up 5%", "Acme +5%", "floor area ≈ 40 sq m"."""
    before = previous_token(amount[0])
    if amount.text[0] in _SIGNS:
        return phrase_ending_at(before)
    for _ in range(_MOST_WORDS):
        if before is None or before.lower_ not in _words_before_amount():
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
    if leader is None or _is_denominator(leader):  # "$9 a share, up 5%"
        return None
    if has_number(leader.left_edge.i, leader):  # "a 90% rating, up 5 points"
        return phrase_behind(_behind_measures(leader.left_edge.i, leader), leader)
    if leader.dep_ == "pobj":  # "on a tear, up 5%"
        return None
    return phrase_ending_at(leader)


def _place_apart(amount: Span) -> Span | None:
    """`Basra` of "Basra, about 30 miles north of Kuwait"."""
    follower = next_token(amount[-1])
    if follower is None or follower.lower_ not in load_data("counting")["directions"]:
        return None
    before = previous_token(amount[0])
    for _ in range(_MOST_WORDS):
        if before is None or before.lower_ not in _words_before_amount():
            break
        before = previous_token(before)
    place = previous_token(before) if before is not None and before.text == "," else None
    within = previous_token(place) if place is not None and place.pos_ == "PROPN" else None
    is_state = within is not None and within.text == "," and within.i > 0 and within.nbor(-1).pos_ == "PROPN"
    return phrase_ending_at(within.nbor(-1) if is_state and within is not None else place)


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
    for verb in islice(amount.root.ancestors, _MOST_WORDS):
        among = next((t for t in verb.lefts if t.lower_ in ("among", "of") and t.i < amount.start), None)
        noun = next((t for t in among.children if t.dep_ == "pobj"), None) if among is not None else None
        if noun is not None:
            return noun_phrase(noun)
    return None


def _is_denominator(noun: Token) -> bool:
    before = previous_token(noun)
    return noun.dep_ == "npadvmod" and before is not None and before.lower_ == "a"


def _source(amount: Span, unit_type: str | None) -> Span | None:
    """`field` of "made 40% from the field", where no other word says what the share is of."""
    follower = next_token(amount[-1])
    if unit_type != "percent" or follower is None or follower.lower_ != "from":
        return None
    noun = next((child for child in follower.children if child.dep_ == "pobj"), None)
    return noun_phrase(noun) if noun is not None and noun.pos_ == "NOUN" else None
