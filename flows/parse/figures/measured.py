"""What a measure, a price or a percentage is about, read off the dependency parse: `rice` of "35 pounds of rice"."""

from functools import cache

from flows.parse.data import load_data
from flows.parse.figures.noun_phrases import CUT, NOMINAL, is_measure, noun_phrase, phrase_behind, phrase_ending_at
from flows.parse.figures.sentence import next_token, previous_token
from flows.parse.figures.units import is_unit
from flows.parse.tokens import Span, Token

_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss", "predet")
_NOUN_LINKS = ("prep", "appos", "acl", "nmod", "amod", "relcl")
_SIGNS = ("+", "-", "−", "≈", "~", "=")
_HIGHEST_CLIMB = 8
_MOST_WORDS = 4  # between `up` and its amount
_LONGEST_LIST = 14  # tokens of measures in a row before their noun


def find_measured(amount: Span, unit_type: str | None) -> Span | None:
    """Noun phrase that a measure is about: `rice` of "35 pounds of rice", `coast` of "90-mile coast", the
    noun of "a market value of $4", the subject of "revenue rose 5%". A time span said of no noun measures nothing."""
    found = (
        _complement(amount, unit_type)
        or _modified_noun(amount)
        or _phrase_beside(amount)
        or _governor(amount, _is_adjunct(amount.root, unit_type))
        or _source(amount, unit_type)
    )
    return found if found is not None and (found.end <= amount.start or found.start >= amount.end) else None


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
    if follower is not None and follower.text == "(":
        bracket = next((t for t in amount.doc[amount.end : amount.end + _LONGEST_LIST] if t.text == ")"), None)
        follower = next_token(bracket) if bracket is not None else None
    if follower is not None and follower.lower_ == "worth":
        follower = next_token(follower)
    preposition = follower.lower_ if follower is not None else ""
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


def _is_paid(root: Token, thing: Token) -> bool:
    """True for the object of a verb of paying, whose `for` or `on` names what is paid: "paid $4 for the map"."""
    is_object = root.dep_ == "dobj" and root.head.lemma_.lower() in load_data("counting")["payment_verbs"]
    return is_object and thing.ent_type_ not in ("PERSON", "DATE", "TIME")


def _modified_noun(amount: Span) -> Span | None:
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
    return phrase_behind(_behind_measures(amount.end, noun), noun)


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
        if token.text[0].isdigit() or token.like_num or token.text in ("(", ")", "%"):
            return token.i + 1
        if has_number and is_unit(token.text):
            return token.i + 1
    return start


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
    if before.lower_ not in _trend_adverbs() and not (before.lower_ == "by" and leader.dep_ != "pobj"):
        return None
    if leader.text != ",":
        return phrase_ending_at(leader)
    leader = previous_token(leader)
    return phrase_ending_at(leader) if leader is not None and leader.dep_ != "pobj" else None  # "on a tear, up 5%"


def _governor(amount: Span, is_adjunct: bool) -> Span | None:
    """Climb to the noun that the amount is said of, or to the verb's object ("cut costs by $3") or subject."""
    token = amount.root
    for _ in range(_HIGHEST_CLIMB):
        parent = token.head
        if parent == token:
            return None
        if (phrase := _phrase_before_participle(parent)) is not None:
            return phrase
        if parent.pos_ in NOMINAL and token.dep_ in _NOUN_LINKS and parent.i < token.i:
            is_passed = _is_transparent(parent) or parent.ent_type_ in ("DATE", "TIME") or is_measure(parent)
            if not is_passed:
                return _thing_of_place(parent, token) or noun_phrase(parent, amount.start)
        elif token.dep_ in ("nsubj", "nsubjpass"):  # the amount itself does what is said: "$40 million was lent"
            return None
        elif parent.pos_ in ("VERB", "AUX") and (noun := _argument(parent, token)) is not None:
            return None if is_adjunct else noun_phrase(noun, amount.start)
        token = parent
    return None


def _phrase_before_participle(participle: Token) -> Span | None:
    """`homes` of "sold homes, ranging from $2 to $9" and of "homes worth $9"."""
    if participle.lower_ not in load_data("counting")["measuring_participles"]:
        return None
    before = previous_token(participle)
    return phrase_ending_at(previous_token(before) if before is not None and before.text == "," else before)


def _thing_of_place(place: Token, link: Token) -> Span | None:
    """`trade with Chad` of "trade with Chad ($3 million)": the sum is not said of the place alone."""
    preposition = place.head
    if link.dep_ != "appos" or place.pos_ != "PROPN" or place.dep_ != "pobj" or place.left_edge.i != preposition.i + 1:
        return None
    noun = previous_token(preposition)
    thing = phrase_ending_at(noun) if noun is not None and noun.pos_ == "NOUN" else None
    return place.doc[thing.start : place.i + 1] if thing is not None else None


def _argument(verb: Token, link: Token) -> Token | None:
    """What a verb says the amount of: its object unless that is the amount ("cut costs 5%"), else its subject."""
    if link.dep_ in ("prep", "npadvmod", "oprd", "advmod", "acomp", "ccomp"):
        thing = next((c for c in verb.rights if c.dep_ == "dobj" and c.i < link.i), None)
        if thing is not None and thing.pos_ in NOMINAL and not _is_amount(thing):
            return thing
    subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "csubj") and c != link), None)
    while subject is not None and subject.i + 1 < verb.i and subject.nbor(1).dep_ == subject.dep_:
        subject = subject.nbor(1)  # the parse leaves a hyphened name in pieces
    before = previous_token(verb)
    if subject is None and before is not None and before.dep_ == "appos" and before.pos_ == "PROPN":
        return before  # of clauses in a row, "A rose 5 to 7, B rose 2 to 4", the parse ties B to the 7
    return subject


def _is_amount(noun: Token) -> bool:
    """True for an object that is itself an amount: "paid $4 to the man", "fell an average of 4%"."""
    has_number = noun.text == "%" or noun.like_num or any(c.like_num or c.tag_ == "$" for c in noun.lefts)
    return has_number or _is_transparent(noun)


def _is_transparent(noun: Token) -> bool:
    """True for `total` and `average` that stand for the amount; "analyst estimates" and "the hefty sum" are things."""
    is_known = noun.lemma_.lower() in load_data("counting")["transparent"]
    return is_known and all(c.dep_ not in ("compound", "poss", "nmod", "amod") for c in noun.lefts)


def _source(amount: Span, unit_type: str | None) -> Span | None:
    """`field` of "made 40% from the field", where no other word says what the share is of."""
    follower = next_token(amount[-1])
    if unit_type != "percent" or follower is None or follower.lower_ != "from":
        return None
    noun = next((child for child in follower.children if child.dep_ == "pobj"), None)
    return noun_phrase(noun) if noun is not None and noun.pos_ == "NOUN" else None
