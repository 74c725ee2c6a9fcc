"""What an event without a time expression of its own takes over from its sentence.

In order: the time of a verb told in the same breath, of the verb above a nominal, or of a `during` phrase below it; the
only one of the sentence. What runs on from sentence to sentence is for `telling`.
"""

from collections.abc import Iterator, Sequence

from flows.parse.events.taxonomy import words_of
from flows.parse.events.times import EventTime, Placed, QuotedText, attach, event_time, fits, is_of_thing, place_all
from flows.parse.events.triggers import Trigger
from flows.parse.facts import Timex
from flows.parse.tokens import Span, Token
from flows.parse.verb_groups import auxiliaries, is_future, is_past

_SHARING = {"during", "in", "amid", "throughout", "at", "on", "after", "following", "over"}
_APART = {"after", "before", "since", "following", "until"}  # what these bring in is of another time
_AT_ONCE = {"when", "as", "while"}
_ARGUMENTS = {"dobj", "nsubj", "nsubjpass", "pobj", "prep", "conj", "agent", "attr"}
_MAX_STEPS = 8
_MAX_VERBS = 8  # told in one breath with an event


def time_events(
    sentence: Span, triggers: Sequence[Trigger], timexes: Sequence[Timex], quoted: QuotedText
) -> dict[int, EventTime]:
    """Times of the sentence's events by the index of the trigger's head word."""
    heads = {trigger.head.i for trigger in triggers}
    placed = [expression for expression in place_all(sentence, timexes) if not is_of_thing(expression, heads)]
    own = attach(placed, heads)
    times = {i: event_time(p) for i, p in own.items() if i in heads}
    for trigger in triggers:
        if trigger.head.i not in times:
            shared = _shared(trigger, own) or _only_one(trigger, placed, own, quoted)
            if shared is not None:
                times[trigger.head.i] = event_time(shared)
    return times


def _shared(trigger: Trigger, own: dict[int, Placed]) -> Placed | None:
    """That of a verb told in one breath with it, of one that it is an argument of, or of a `during` phrase below it."""
    for preposition in (c for c in trigger.head.children if c.dep_ == "prep" and c.lower_ in _SHARING):
        for noun in preposition.children:
            if noun.i in own:
                return own[noun.i]
    if (described := _described(trigger.head, own)) is not None:
        return described
    others = told_with(trigger.head) if trigger.is_verb else _above(trigger.head)
    found = next((verb for verb in others if verb.i in own), None)
    if found is None or not fits(trigger.head, own[found.i]) or (_is_perfect(trigger.head) and not _is_perfect(found)):
        return None
    return own[found.i] if not trigger.is_verb or is_future(trigger.head) == is_future(found) else None


def _is_perfect(verb: Token) -> bool:
    """`has fallen`: of no time that is over."""
    return any(helper.lemma_ == "have" and helper.tag_ in ("VBZ", "VBP") for helper in auxiliaries(verb))


def _described(head: Token, own: dict[int, Placed]) -> Placed | None:
    """Of `the 2019 blast that killed two` and of `talks that were held on Friday`, either has the time of the other."""
    if head.dep_ == "relcl" and head.tag_ == "VBD" and head.head.i in own:
        return own[head.head.i]
    clauses = [c for c in head.children if c.dep_ in ("relcl", "acl") and c.lemma_ in words_of("taking_place")]
    return next((own[clause.i] for clause in clauses if clause.i in own), None) if head.pos_ == "NOUN" else None


def _above(noun: Token) -> Iterator[Token]:
    """The verbs and nouns that a nominal event is an argument of, the nearest first."""
    for _ in range(_MAX_STEPS):
        if noun.dep_ not in _ARGUMENTS or (noun.dep_ == "prep" and noun.lower_ in _APART):
            return
        noun = noun.head
        if noun.lemma_.lower() in words_of("ending"):
            return
        yield noun


def told_with(verb: Token) -> Iterator[Token]:
    """Verbs that tell what happens at the same time as `verb`, the nearest first."""
    seen, waiting = {verb.i}, [verb]
    while waiting and len(seen) <= _MAX_VERBS:
        current = waiting.pop(0)
        linked = [current.head] if _is_at_once(current) or current.dep_ == "conj" else []
        linked += [child for child in current.children if _is_at_once(child)]
        for other in linked:
            if other.i not in seen:
                seen.add(other.i)
                waiting.append(other)
                yield other


def _is_at_once(verb: Token) -> bool:
    """`fell when it opened`, `fled, leaving all behind`, `began trading`: at the time of the verb above."""
    head = verb.head
    if verb.dep_ == "xcomp":
        return head.lemma_.lower() in words_of("factual")
    if verb.dep_ != "advcl":
        return False
    if verb.tag_ == "VBG" and not auxiliaries(verb):
        return not any(child.dep_ in ("mark", "prep") and child.i < verb.i for child in verb.children)
    is_linked = any(child.lower_ in _AT_ONCE for child in verb.children if child.dep_ in ("mark", "advmod"))
    return is_linked and is_past(verb) == is_past(head)


def _only_one(trigger: Trigger, placed: Sequence[Placed], own: dict[int, Placed], quoted: QuotedText) -> Placed | None:
    """The single expression of a sentence, where the parse hung it on no verb; not across a quotation mark."""
    if len(placed) != 1 or own or not fits(trigger.head, placed[0]):
        return None
    return placed[0] if quoted.holds(trigger.head.idx) == quoted.holds(placed[0].root.idx) else None
