"""Which way in time a partial date points: that of the words before it, else the tense of its verb.

Method: the tense of the governing verb, as in HeidelTime (Strötgen and Gertz 2013); verbs without a tense of their own
take that of the verb they hang on.
"""

from flows.parse.data import load_data
from flows.parse.tokens import Span, Token
from flows.parse.verb_groups import auxiliaries, governing_verb, is_past, points_ahead

_WILL = {"will", "'ll", "’ll"}
_MAX_STEPS = 8  # verbs without a tense above each other


def direction_of(words: Span) -> int:
    """1 to the future, -1 to the past, 0 where neither the words before nor the verb say."""
    before = [token.lower_ for token in words.doc[max(0, words.start - 3) : words.start]]
    if words.root.dep_ == "poss":
        return int(_is_still_to_be(words.root.head))
    if before[-1:] == ["effective"]:
        return 1
    if before[-1:] in (["since"], ["ended"]):
        return -1
    if _is_of_plan(words.root):
        return 1
    verb = governing_verb(words.root)
    if before[-1:] == ["by"] and verb is not None and verb.tag_ in ("VBZ", "VBP") and not is_past(verb):
        return 1  # `we see 40 shops by June`
    return _of_verb(verb, _is_deadline(before, verb))


def _is_still_to_be(noun: Token) -> bool:
    """`Friday's debate will be their first`; but what `will be appealed` may have been before."""
    helpers = auxiliaries(noun.head) if noun.dep_ == "nsubj" else []
    return any(helper.lower_ in _WILL for helper in helpers) and not any(h.dep_ == "auxpass" for h in helpers)


def _is_of_plan(root: Token) -> bool:
    """`the planned march on Saturday`: what hangs on a noun that is still to come."""
    noun = root.head.head if root.dep_ == "pobj" else root.head
    planned = load_data("dates")["planned_adjectives"]
    return noun.pos_ == "NOUN" and any(child.lower_ in planned for child in noun.lefts)


def _is_deadline(before: list[str], verb: Token | None) -> bool:
    """`until Friday`, `as early as Friday`, and where the verb puts it off, `through Friday`."""
    if before[-1:] == ["through"]:
        return verb is not None and verb.lemma_ in load_data("dates")["deferring_verbs"]
    return before[-1:] in (["until"], ["till"]) or (before[:1] == ["as"] and before[-1:] == ["as"])


def _of_verb(verb: Token | None, is_deadline: bool) -> int:
    """That of the first verb upward that has a tense; a deadline of the present or of what was put off is ahead."""
    for _ in range(_MAX_STEPS):
        if verb is None:
            break
        if _is_as_foreseen(verb):
            verb = governing_verb(verb.head)
            continue
        if points_ahead(verb):
            return -1 if _was_foreseen(verb) else 1
        if verb.tag_ in ("VBZ", "VBP"):
            return int(is_deadline or verb.lemma_ in load_data("dates")["timetable_verbs"])
        if is_deadline and verb.lemma_ in load_data("dates")["deferring_verbs"]:
            return 1
        if is_past(verb):
            return 0 if is_deadline else -1
        if _is_participle(verb):
            return -1
        if verb.tag_ != "VBG":
            break
        verb = governing_verb(verb.head) if verb.head != verb else None
    return int(is_deadline)


def _is_as_foreseen(verb: Token) -> bool:
    """`went ahead as planned on Friday`: it happened."""
    return verb.tag_ == "VBN" and verb.head != verb and any(c.lower_ == "as" and c.dep_ == "mark" for c in verb.lefts)


def _was_foreseen(verb: Token) -> bool:
    """`had been due to end on Friday`: ahead of a time that is over, and most often over itself."""
    group = (verb, verb.head, verb.head.head)
    return any(helper.lower_ == "had" for word in group for helper in auxiliaries(word))


def _is_participle(verb: Token) -> bool:
    """`the bridge opened in March`, `a record set in May`: what it tells is done."""
    return verb.tag_ == "VBN" and not auxiliaries(verb)
