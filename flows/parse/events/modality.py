"""How sure an event is by the grammar of its clause: asserted, planned, possible or negated. Facts are not judged."""

from flows.parse.events.taxonomy import words_of
from flows.parse.events.triggers import Trigger
from flows.parse.tokens import Token, asked_once
from flows.parse.verb_groups import auxiliaries, governing_verb, is_infinitive

_DEFINITE = {"the", "this", "that", "these", "those"}
_DOUBT = {"mark": "condition_marks", "advmod": "possible_adverbs"}  # lists by what a word is to the verb
_MAX_DEPTH = 8  # verbs above each other; real sentences stay far below


def modality_of(trigger: Trigger) -> str:
    """`asserted`, `planned`, `possible` or `negated`."""
    return _of_verb(trigger.head, 0) if trigger.is_verb else _of_noun(trigger.head)


def _of_verb(verb: Token, depth: int) -> str:
    if _is_negated(verb):
        return "negated"
    words = [aux.lower_ for aux in auxiliaries(verb)]
    if not words_of("future_auxiliaries").isdisjoint(words):
        return "planned"
    if not words_of("possible_auxiliaries").isdisjoint(words):
        return "possible"
    if _is_doubted(verb):
        return "possible"
    if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in words_of("alleging"):
        return "possible"
    if is_infinitive(verb) or verb.dep_ == "xcomp" or _is_bare_complement(verb):
        return _of_infinitive(verb, depth)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == verb.head.tag_ and depth < _MAX_DEPTH:
        return _shared(_of_verb(verb.head, depth + 1))
    return "asserted"


def _shared(modality: str) -> str:
    """What a coordinated verb takes over: not the negation, which most often is of the first verb alone."""
    return "asserted" if modality == "negated" else modality


@asked_once
def _is_doubted(verb: Token) -> bool:
    """`if it rains`, `will perhaps rain`."""
    return any(child.dep_ in _DOUBT and child.lower_ in words_of(_DOUBT[child.dep_]) for child in verb.children)


@asked_once
def _is_negated(verb: Token) -> bool:
    negations = words_of("negations")
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in negations:
            return True
        if child.dep_ in ("nsubj", "nsubjpass") and _is_nobody(child):
            return True
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ == "without":
        return True
    return verb.dep_ == "xcomp" and head.lemma_.lower() in words_of("failing") and not _is_negated(head)


def _is_nobody(subject: Token) -> bool:
    """`nobody`, `no one`, `no ships`."""
    if subject.lower_ in words_of("negative_subjects"):
        return True
    return any(child.lower_ == "no" and child.dep_ == "det" for child in subject.children)


def _is_bare_complement(verb: Token) -> bool:
    return bool(verb.tag_ == "VB" and verb.dep_ == "ccomp" and verb.head.pos_ == "VERB")


def _of_infinitive(verb: Token, depth: int) -> str:
    """`began to march` is as sure as `began`; `plans to march`, `came to help` and bare purposes are only planned."""
    head, words = verb.head, {aux.lower_ for aux in auxiliaries(verb)}
    if "have" in words:
        return "asserted"
    if head.lemma_ == "have":
        return "asserted" if head.tag_ == "VBD" and not _is_negated(head) else "planned"
    if head.lower_ in words_of("enabling_adjectives") and head.head.pos_ in ("VERB", "AUX") and depth < _MAX_DEPTH:
        return _of_verb(head.head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "conj") and head.pos_ in ("VERB", "AUX") and depth < _MAX_DEPTH:
        if verb.dep_ == "conj":
            return _shared(_of_verb(head, depth + 1))
        if head.lemma_.lower() in words_of("ending"):
            return _shared(_of_verb(head, depth + 1))
        if head.lemma_.lower() in words_of("factual") or not is_infinitive(verb):
            return _of_verb(head, depth + 1)
    return "planned"


def _of_noun(noun: Token) -> str:
    if any(child.lower_ == "no" for child in noun.children if child.dep_ == "det"):
        return "negated"
    modifiers = {child.lower_ for child in noun.children if child.dep_ in ("amod", "det")}
    if modifiers & words_of("planned_adjectives"):
        return "planned"
    if modifiers & words_of("possible_adjectives"):
        return "possible"
    if noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in words_of("wishing_nouns"):
        return "planned"
    return _of_argument(noun)


def _of_argument(noun: Token) -> str:
    """An event that a verb brings about is as sure as the verb (`will hold talks`); a known one is a fact."""
    verb = governing_verb(noun)
    if verb is None or verb.pos_ != "VERB" or noun.head != verb or noun.dep_ not in ("dobj", "nsubjpass"):
        return "asserted"
    if noun.dep_ == "dobj" and verb.lemma_.lower() in words_of("foreseeing"):
        return "planned"
    is_known = any(child.dep_ == "poss" or child.lower_ in _DEFINITE for child in noun.children)
    return "asserted" if is_known else _of_verb(verb, 0)
