"""What an amount is said of, read off the tree above it: a noun, or the object or subject of a verb. What stands beside
the amount goes first: see `flows.parse.figures.measured`."""

from flows.parse.data import load_data
from flows.parse.figures.bounds import is_change
from flows.parse.figures.lists import whole_list
from flows.parse.figures.noun_phrases import NOMINAL, has_number, is_measure, noun_phrase, phrase_ending_at
from flows.parse.figures.sentence import next_token, previous_token
from flows.parse.figures.units import is_unit
from flows.parse.tokens import Span, Token

_NOUN_LINKS = ("prep", "appos", "acl", "nmod", "amod", "relcl")
_HIGHEST_CLIMB = 8


def find_said_of(amount: Span, is_adjunct: bool) -> Span | None:
    """Climb to the noun that the amount is said of, or to the verb's object ("cut costs by $3") or subject."""
    token = amount.root
    for _ in range(_HIGHEST_CLIMB):
        parent = token.head
        if parent == token:
            return None
        if (phrase := _phrase_before_participle(parent)) is not None:
            return phrase
        is_verb = any(c.lower_ == "to" and c.dep_ == "aux" for c in parent.lefts)  # "to trade", tagged as a noun
        is_link = token.dep_ in _NOUN_LINKS or (token.dep_ == "advmod" and token.lower_ in ("up", "down"))
        if parent.pos_ in NOMINAL and is_link and parent.i < token.i and not is_verb:
            is_passed = (
                _is_transparent(parent)
                or parent.text == "%"
                or parent.ent_type_ in ("DATE", "TIME")
                or parent.lower_ in load_data("counting")["market_periods"]
                or is_measure(parent)
            )
            if not is_passed:
                is_rate_of = (token.dep_ == "acl" and is_change(token)) or parent.lower_ == "error"  # "margin of error"
                if is_rate_of and (measure := _measure_of(parent)) is not None:
                    return noun_phrase(measure, token.left_edge.i)
                thing = _content(parent) if is_part(parent) else parent
                return what_changes(thing) or _thing_of_place(thing, token) or noun_phrase(thing, amount.start)
        elif token.dep_ in ("nsubj", "nsubjpass"):  # the amount itself does what is said: "$40 million was lent"
            return None
        elif token.dep_ == "dobj" and parent.lemma_.lower() in load_data("counting")["estimating_verbs"]:
            return None  # "economists had predicted 5%"
        elif parent.pos_ in ("VERB", "AUX") and (noun := _argument(parent, token)) is not None:
            return None if is_adjunct else whole_list(noun, amount.start)
        token = parent
    return None


def _measure_of(thing: Token) -> Token | None:
    """`value` of "the value of loans rising by 7%", to whose loans the parse ties the rise."""
    measure = thing.head.head if thing.dep_ == "pobj" and thing.head.lower_ == "of" else None
    is_measure_of = measure is not None and measure.lemma_.lower() in load_data("counting")["measures_of"]
    return measure if is_measure_of else None


def what_changes(change: Token) -> Span | None:
    """`exports` of "exports saw a 5% drop"; a change that says of what ("drop in sales", "pay rise") needs none."""
    if change.pos_ != "NOUN" or not is_change(change):
        return None
    is_bare = all(c.dep_ not in ("compound", "poss") or is_unit(c.text) for c in change.lefts)
    if not is_bare or any(c.lower_ in ("in", "of") for c in change.rights):
        return None
    if change.dep_ == "dobj" and change.head.lemma_.lower() in load_data("trends")["undergoing_verbs"]:
        subject = _argument(change.head, change)
        return noun_phrase(subject, change.i) if subject is not None else None
    return find_said_of(change.doc[change.i : change.i + 1], is_adjunct=False) if change.dep_ == "appos" else None


def _phrase_before_participle(participle: Token) -> Span | None:
    """`homes` of "sold homes, ranging from $2 to $9" and of "homes worth $9"."""
    if participle.lower_ not in load_data("counting")["measuring_participles"]:
        return None
    if any(t.dep_ == "dobj" and t.pos_ == "PRON" for t in participle.rights):  # "valued it at $2 billion"
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
    is_sent = link.dep_ == "xcomp" and link.tag_ == "VBG"  # "sent shares plunging $4"
    if link.dep_ in ("dobj", "npadvmod") and verb.lemma_.lower() in load_data("counting")["penal_verbs"]:
        other = next((c for c in verb.rights if c.dep_ in ("dative", "dobj") and c.i < link.i), None)
        is_amount = other is not None and (_is_amount(other) or has_number(other.left_edge.i, other))
        if other is not None and other.pos_ in (*NOMINAL, "PRON") and not is_amount:
            return other
    is_contest = verb.lemma_.lower() in load_data("counting")["contest_verbs"]  # "Ana leads Tom by 5 points"
    if not is_contest and (is_sent or link.dep_ in ("prep", "npadvmod", "oprd", "advmod", "acomp", "ccomp")):
        thing = next((c for c in verb.rights if c.dep_ == "dobj" and c.i < link.i), None)
        if thing is not None and link.lower_ in ("for", "at"):
            thing = _content(thing)
            if thing.lower_ in ("it", "them"):  # "valued it at $2 billion": its name stands elsewhere
                return thing
        is_time = thing is not None and _is_time(thing)  # "ended the day at 9,000"
        is_idiom = thing is not None and thing.lower_ in load_data("counting")["idiom_objects"]
        is_time = is_time or is_idiom
        if thing is not None and thing.pos_ in NOMINAL and not _is_amount(thing) and not is_time:
            return thing
    ordered = (
        verb.head
        if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in load_data("counting")["ordering_verbs"]
        else None
    )
    if ordered is not None and (whom := next((c for c in ordered.rights if c.dep_ == "dobj" and c.i < verb.i), None)):
        return whom  # "ordered the bank to repay $9"
    subjects = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "csubj") and c != link]
    subjects.sort(key=lambda c: c.dep_ != "csubj")
    subject = subjects[-1] if subjects else None  # before it the parse leaves pieces of a name, or a fronted noun
    before = previous_token(verb)
    if subject is None and before is not None and before.dep_ == "appos" and before.pos_ == "PROPN":
        return before  # of clauses in a row, "A rose 5 to 7, B rose 2 to 4", the parse ties B to the 7
    return _content(subject) if subject is not None and (subject.text == "%" or is_part(subject)) else subject


def _is_time(noun: Token) -> bool:
    return noun.ent_type_ in ("DATE", "TIME") or noun.lower_ in load_data("counting")["market_periods"]


def is_part(noun: Token) -> bool:
    """True for the head of "half of voters" and "two thirds of the money", which names no thing."""
    follower = next_token(noun)
    return follower is not None and follower.lower_ == "of" and noun.lower_ in load_data("numbers")["fractions"]


def _content(part: Token) -> Token:
    """`shares` of "all of the shares", `Acme` of "30% of Acme"; else `part` itself."""
    if part.pos_ in NOMINAL and not _is_amount(part):
        return part
    contents = (child for of in part.rights if of.lower_ == "of" for child in of.children if child.dep_ == "pobj")
    return next(contents, part)


def _is_amount(noun: Token) -> bool:
    """True for an object that is itself an amount: "paid $4 to the man", "fell an average of 4%"."""
    has_number = (
        noun.text == "%" or noun.like_num or is_part(noun) or any(c.like_num or c.tag_ == "$" for c in noun.lefts)
    )
    return has_number or _is_transparent(noun)


def _is_transparent(noun: Token) -> bool:
    """True for `total` and `average` that stand for the amount; "analyst estimates" and "the hefty sum" are things."""
    if noun.lower_ in load_data("counting")["bounding_nouns"]:
        return True
    is_known = noun.lemma_.lower() in load_data("counting")["transparent"]
    return is_known and all(c.dep_ not in ("compound", "poss", "nmod", "amod") for c in noun.lefts)
