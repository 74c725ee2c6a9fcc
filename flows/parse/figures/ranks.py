"""Ranks stated with a verb of ranking: "ranks 4th globally", "finished third". "The second deal" states none."""

from collections.abc import Iterator

from flows.parse.data import load_data
from flows.parse.facts import Figure
from flows.parse.figures.noun_phrases import noun_phrase
from flows.parse.figures.numerals import find_ordinals
from flows.parse.figures.sentence import Sentence, next_token
from flows.parse.tokens import Span, Token


def find_ranks(sentence: Sentence) -> Iterator[Figure]:
    """Figures of `unit_type` `rank`; `counted` is who or what holds the rank."""
    offset = sentence.start_char
    for ordinal in find_ordinals(sentence.text):
        words = sentence.cover(ordinal.start, ordinal.end)
        verb = _ranking_verb(words)
        if verb is None:
            continue
        end = _end_of_rank(words)
        holder = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN")), None)
        start_char, end_char = offset + ordinal.start, end.idx + len(end.text)
        yield Figure(
            start_char,
            end_char,
            sentence.text[ordinal.start : end_char - offset],
            ordinal.value,
            "exact",
            "rank",
            value_low=ordinal.value,
            value_high=ordinal.value,
            counted=phrase.text if holder is not None and (phrase := noun_phrase(holder)) is not None else None,
            sentence=sentence.text.strip(),
        )


def _ranking_verb(words: Span) -> Token | None:
    """The verb right before the ordinal, or before its adverb or `in`: "ranked narrowly third", "came in second"."""
    head = words.root.head
    is_predicate = words.root.dep_ in ("advmod", "acomp", "attr", "oprd", "dobj", "npadvmod", "amod", "pobj")
    if head.pos_ == "ADP":
        head = head.head
    near = 0 < words.start - head.i <= 2
    follower = next_token(words[-1])
    is_final = follower is None or follower.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
    if near and is_predicate and is_final and head.lemma_.lower() in load_data("counting")["rank_verbs"]:
        return head
    return None


def _end_of_rank(words: Span) -> Token:
    """The scope of a rank is part of it: "4th globally", "third worldwide"."""
    follower = next_token(words[-1])
    if follower is not None and follower.pos_ == "ADV" and follower.lower_ not in ("too", "also", "again", "then"):
        return follower
    return words[-1]
