"""Who states a figure: the speaker of the quotation around it, the subject of a verb of saying, or who stands behind
`according to`."""

from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from spacy.tokens import Doc, Token

from flows.parse.data import load_data
from flows.parse.facts import Mention, Quote

_HIGHEST_CLIMB = 12


def index_mentions(doc: Doc, mentions: Sequence[Mention]) -> dict[int, str]:
    """Entity key by the index of every token that names it."""
    spans = ((m, doc.char_span(m.start_char, m.end_char, alignment_mode="expand")) for m in mentions)
    return {token.i: m.entity_key for m, span in spans if span is not None for token in span}


def find_stater(amount: Token, quotes: Sequence[Quote], mentioned: Mapping[int, str]) -> str | None:
    """Key of the entity that states the figure with root `amount`; None where the article itself does."""
    for quote in quotes:
        if quote.start_char <= amount.idx < quote.end_char:
            return quote.speaker_key
    path = [amount, *islice(amount.ancestors, _HIGHEST_CLIMB)]
    return _sayer(path, mentioned) or _source(path, mentioned)


def _sayer(path: Sequence[Token], mentioned: Mapping[int, str]) -> str | None:
    """Subject of the verb whose reported clause the path leaves: "Ana Lima said that 40 cows drowned"."""
    verbs = load_data("reporting_verbs")["verbs"]
    for clause, verb in pairwise(path):
        if clause.dep_ in ("ccomp", "parataxis") and verb.lemma_.lower() in verbs:
            subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            return mentioned.get(subject.i) if subject is not None else None
    return None


def _source(path: Sequence[Token], mentioned: Mapping[int, str]) -> str | None:
    """Name behind an `according to` that hangs on the path."""
    for head in path:
        for child in islice(head.children, _HIGHEST_CLIMB):
            if child.lower_ == "according":
                named = (t for to in child.children for t in to.children if t.dep_ == "pobj")
                return next((mentioned[t.i] for t in named if t.i in mentioned), None)
    return None
