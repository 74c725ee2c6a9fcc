"""Ranks stated with a verb of ranking: "ranks 4th globally", "finished third". "The second deal" states none."""

from collections.abc import Iterator

from flows.parse.data import load_data
from flows.parse.facts import Figure
from flows.parse.figures.bounds import is_change
from flows.parse.figures.noun_phrases import noun_phrase
from flows.parse.figures.numerals import read_ordinal
from flows.parse.figures.sentence import Sentence, next_token
from flows.parse.tokens import Token

_SCOPES = frozenset({"overall", "nationally", "globally", "worldwide"})
_ENDINGS = ("st", "nd", "rd", "th")  # of every ordinal; most words have none of them


def find_ranks(sentence: Sentence) -> Iterator[Figure]:
    """Figures of `unit_type` `rank`; `counted` is who or what holds the rank."""
    for token in sentence.doc[sentence.start : sentence.end]:
        value = read_ordinal(token.lower_) if token.lower_[-2:] in _ENDINGS else None
        verb = _ranking_verb(token) if value is not None else None
        if value is None or verb is None:
            continue
        end = _end_of_rank(token)
        end_char = end.idx + len(end.text)
        holder = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN")), None)
        yield Figure(
            token.idx,
            end_char,
            sentence.doc.text[token.idx : end_char],
            value,
            "exact",
            "rank",
            value_low=value,
            value_high=value,
            counted=phrase.text if holder is not None and (phrase := noun_phrase(holder)) is not None else None,
            sentence=sentence.text.strip(),
        )


def _ranking_verb(ordinal: Token) -> Token | None:
    """The verb right before the ordinal, or before its adverb or `in`: "ranked narrowly third", "came in second"."""
    follower = next_token(ordinal)
    is_scoped = follower is not None and follower.lower_ in _SCOPES
    head = follower.head if is_scoped and follower is not None and ordinal.head == follower else ordinal.head
    is_led_to = head.lower_ in ("to", "from")
    is_predicate = ordinal.dep_ in ("advmod", "acomp", "attr", "oprd", "dobj", "npadvmod", "amod", "pobj")
    if head.pos_ == "ADP":
        head = head.head
    near = 0 < ordinal.i - head.i <= 2
    is_final = follower is None or is_scoped or follower.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
    if not (near and is_predicate and is_final):
        return None
    if is_led_to:  # "slipped to 62nd overall"
        return head if is_change(head) and ordinal.text[0].isdigit() else None
    return head if head.lemma_.lower() in load_data("counting")["rank_verbs"] else None


def _end_of_rank(ordinal: Token) -> Token:
    """The scope of a rank is part of it: "4th globally", "third worldwide"."""
    follower = next_token(ordinal)
    if follower is not None and follower.lower_ in _SCOPES:
        return follower
    if follower is not None and follower.pos_ == "ADV" and follower.lower_ not in ("too", "also", "again", "then"):
        return follower
    return ordinal
