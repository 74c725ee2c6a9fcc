"""The verb group: a verb with its auxiliaries, negation and particle, and which way in time it points."""

from itertools import chain, islice

from flows.parse.tokens import Token, asked_once

_MAX_STEPS = 30  # words above each other; real sentences stay below, and the cost must stay linear
_FUTURE_AUXILIARIES = {"will", "shall", "'ll", "’ll", "wo", "sha"}
_POSSIBLE_AUXILIARIES = {"may", "might", "can", "should", "must", "would"}
_AHEAD = {"plan", "expect", "schedule", "due", "hope", "intend", "aim", "slate", "poise", "likely"}
_FIXED_FOR = {"set", "book", "forecast", "predict", "project", "tip"}  # `is set for Friday`, but not `set in May`
_PROMISING = {"vow", "pledge", "promise"}  # what these are completed by is ahead, not they themselves


def governing_verb(token: Token) -> Token | None:
    """The nearest verb or auxiliary above `token` (or itself); NULL where there is none, as in a headline."""
    for candidate in chain((token,), islice(token.ancestors, _MAX_STEPS)):
        if candidate.pos_ in ("VERB", "AUX"):
            return candidate
    return None


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of `verb`; one that has none and no subject shares those of the verb it is coordinated with."""
    for _ in range(_MAX_STEPS):
        own = _own_auxiliaries(verb)
        is_alike = verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.tag_ == verb.head.tag_
        if own or not is_alike or has_subject(verb):
            return own
        verb = verb.head
    return []


@asked_once
def _own_auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


@asked_once
def has_subject(verb: Token) -> bool:
    """Whether a subject hangs on the verb itself."""
    return any(child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    """`to` and the bare verb."""
    return verb.tag_ == "VB" and any(aux.lower_ == "to" for aux in auxiliaries(verb))


def points_ahead(verb: Token) -> bool:
    """Whether the verb speaks of what is to come: `will meet`, `is to meet`, `plans to meet`, `planned a march`."""
    if is_future(verb):
        return True
    if verb.lemma_ in _FIXED_FOR:
        return verb.tag_ == "VBN" and any(child.lower_ == "for" for child in verb.children)
    return (verb.lemma_ in _AHEAD) or (verb.lemma_ == "be" and any(child.lemma_ in _AHEAD for child in verb.children))


def is_future(verb: Token) -> bool:
    """Whether its own group, or the word that it completes, puts the verb into the future."""
    words = {aux.lower_ for aux in auxiliaries(verb)}
    if words & _FUTURE_AUXILIARIES or (words & _POSSIBLE_AUXILIARIES and "have" not in words):
        return True  # but `may have met` is of the past
    if verb.tag_ == "VBG" and "going" in (verb.lower_, *words):
        return True
    if verb.dep_ in ("acl", "relcl") and {"to", "be"} <= words:
        return True  # `a vote to be held on Friday`
    return is_infinitive(verb) and "have" not in words and is_ahead_word(verb.head)


def is_ahead_word(word: Token) -> bool:
    """`plan`, `expect`, `due`, `set`, or `be` itself with an infinitive: what hangs on it is still to come."""
    if word.lemma_ == "set":
        return word.tag_ == "VBN"
    return word.lemma_ in _AHEAD | _PROMISING or (word.lemma_ == "be" and word.tag_ in ("VBZ", "VBP"))


def is_going_on(verb: Token) -> bool:
    """Whether the verb group is in the present, simple (`shows`) or with `be` (`is showing`, `is shown`)."""
    helpers = auxiliaries(verb) or [verb]
    return all(helper.tag_ in ("VBZ", "VBP") for helper in helpers) and all(
        h.lemma_ in ("be", verb.lemma_) for h in helpers
    )


def is_past(verb: Token) -> bool:
    """Whether the verb group is in a past or perfect tense."""
    return verb.tag_ == "VBD" or any(aux.tag_ == "VBD" or aux.lemma_ == "have" for aux in auxiliaries(verb))
