"""One readable clause for an event, in the text's own words: who did what to whom, where and when."""

from collections.abc import Sequence

from flows.parse.events.argument_phrases import phrase_text
from flows.parse.events.taxonomy import SPEECH
from flows.parse.events.times import EventTime
from flows.parse.events.triggers import Trigger
from flows.parse.facts import Mention
from flows.parse.tokens import Span, Token
from flows.parse.verb_groups import auxiliaries

_MAX_WORDS = 30
_SAYING = (*SPEECH, "think")
_CUT = {"relcl", "advcl", "parataxis", "appos"}
_OWN_PARTS = {"dobj", "dative", "attr", "oprd", "acomp", "agent", "prep", "xcomp", "prt", "npadvmod"}


def summarize(trigger: Trigger, subjects: Sequence[Token], time: EventTime | None, place: Mention | None) -> str:
    """Subject, verb group and objects, or the phrase of a nominal event; time and place where they are not in it."""
    phrase = _phrase_of(trigger, subjects)
    words = _clause_of_verb(trigger.head, subjects, trigger.event_type) if phrase is None else _text(phrase)
    clause = _one_line(words)
    if place is not None and place.text not in clause:
        clause = f"{clause} in {_one_line(place.text)}"
    if time is not None and time.timex.text not in clause and not str(time.timex.value).endswith("_REF"):
        clause = _one_line(_with_time(clause, time, trigger.span))
    return clause


def _phrase_of(trigger: Trigger, subjects: Sequence[Token]) -> Token | None:
    """The noun whose phrase tells the event: a nominal one's own, and the plan of `their plan to march`."""
    if not trigger.is_verb:
        return trigger.head
    is_of_owner = any(subject.dep_ == "poss" and subject.head == trigger.head.head for subject in subjects)
    return trigger.head.head if is_of_owner and trigger.head.dep_ == "acl" else None


def _clause_of_verb(verb: Token, doers: Sequence[Token], trigger_type: str) -> str:
    described = [verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBN" else []
    subjects = [phrase_text(subject) for subject in doers or described]
    group = [*auxiliaries(verb), *(c for c in verb.children if c.dep_ == "neg"), verb]
    shown = [t for t in sorted(group, key=lambda t: t.i) if subjects or t.lower_ != "to"]
    words = [t.lower_ if subjects and t.is_sent_start else t.text for t in shown]
    said = _what_is_said(verb) if trigger_type in _SAYING else []
    return " ".join(
        [*subjects, *words, *_relative_object(verb), *(_text(child) for child in _completions(verb)), *said]
    )


def _what_is_said(verb: Token) -> list[str]:
    """The clause that follows a verb of saying, where it is no quotation: `that the mine is safe`."""
    clause = next((child for child in verb.rights if child.dep_ == "ccomp"), None)
    if clause is None or verb.doc[verb.i + 1].is_punct:
        return []
    return [_text(clause)]


def _relative_object(verb: Token) -> list[str]:
    """Of `the mill which Rao bought`, the mill."""
    if verb.dep_ != "relcl" or not any(child.dep_ == "dobj" for child in verb.lefts):
        return []
    phrase = phrase_text(verb.head)
    return [phrase if verb.head.pos_ == "PROPN" else phrase[:1].lower() + phrase[1:]]


def _completions(verb: Token) -> list[Token]:
    """Objects, particle and prepositional phrases; of two with the same preposition only the first."""
    found: dict[str, Token] = {}
    for child in verb.rights:
        is_part = child.dep_ in _OWN_PARTS or (child.dep_ == "ccomp" and child.pos_ == "ADJ")
        if is_part or (child.dep_ == "advmod" and child.i == verb.i + 1):
            found.setdefault(child.lower_ if child.dep_ == "prep" else str(child.i), child)
    return list(found.values())


def _text(token: Token) -> str:
    """The text of what hangs on `token`, cut before clauses of its own and after a number of words."""
    start = token.left_edge.i
    end = min(token.right_edge.i + 1, max(token.i + 1, start + _MAX_WORDS))
    for inner in token.doc.tokens[token.i + 1 : end]:
        if inner.dep_ in _CUT or (inner.dep_ == "conj" and inner.pos_ == "VERB"):
            end = min(end, max(token.i + 1, inner.left_edge.i))
    words = token.doc[start:end].text.rstrip(' ,;:—–-(“"')
    return words.removesuffix(" and").removesuffix(",")


def _with_time(clause: str, time: EventTime, trigger: Span) -> str:
    """The clause and, after a comma, the time with the preposition that the text gives it."""
    words = trigger.doc.char_span(time.timex.start_char, (time.until or time.timex).end_char, alignment_mode="expand")
    if words is None:
        return clause
    text = words.text if words[0].pos_ == "PROPN" else words.text[:1].lower() + words.text[1:]
    before = words[0].nbor(-1) if words.start > 0 else None
    is_preposition = before is not None and before.pos_ in ("ADP", "SCONJ")
    return f"{clause}, {before.lower_} {text}" if is_preposition and before is not None else f"{clause}, {text}"


def _one_line(words: str) -> str:
    return " ".join(words.split()).replace(" n't", "n't").replace(" n’t", "n’t")
