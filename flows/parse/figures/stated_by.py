"""Who states a figure: the speaker of the quotation around it, the subject of a verb of saying, or who stands behind
`according to`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from flows.parse.data import load_data
from flows.parse.facts import Mention, Quote
from flows.parse.figures.sentence import Sentence
from flows.parse.tokens import Doc, Token

_HIGHEST_CLIMB = 12
_ACCORDING_TO = re.compile(r"\baccording to\b", re.IGNORECASE)


def index_mentions(doc: Doc, mentions: Sequence[Mention]) -> dict[int, str]:
    """Entity key by the index of every token that names it."""
    spans = ((m, doc.char_span(m.start_char, m.end_char, alignment_mode="expand")) for m in mentions)
    return {token.i: m.entity_key for m, span in spans if span is not None for token in span}


class Staters:
    """Who states the figures of one sentence."""

    def __init__(self, sentence: Sentence, quotes: Sequence[Quote], mentioned: Mapping[int, str]) -> None:
        """`quotes` that touch the sentence; `mentioned` gives the entity of a token."""
        self._quotes = quotes
        self._mentioned = mentioned
        self._sources = dict(_sources(sentence, mentioned))

    def find(self, amount: Token) -> str | None:
        """Key of the entity that states the figure with root `amount`; None where the article itself does."""
        for quote in self._quotes:
            if quote.start_char <= amount.idx < quote.end_char:
                return quote.speaker_key
        path = [amount, *islice(amount.ancestors, _HIGHEST_CLIMB)]
        return self._sayer(path) or next((self._sources[t.i] for t in path if t.i in self._sources), None)

    def _sayer(self, path: Sequence[Token]) -> str | None:
        """Subject of the verb whose reported clause the path leaves: "Ana Lima said that 40 cows drowned"."""
        verbs = load_data("reporting_verbs")["verbs"]
        for clause, verb in pairwise(path):
            if clause.dep_ in ("ccomp", "parataxis") and verb.lemma_.lower() in verbs:
                subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
                return self._mentioned.get(subject.i) if subject is not None else None
        return None


def _sources(sentence: Sentence, mentioned: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Names behind an `according to`, by the token that it hangs on."""
    for match in _ACCORDING_TO.finditer(sentence.text):
        according = sentence.cover(*match.span()).root
        named = (t.i for to in according.children for t in to.children if t.dep_ == "pobj")
        if key := next((mentioned[i] for i in named if i in mentioned), None):
            yield according.head.i, key
