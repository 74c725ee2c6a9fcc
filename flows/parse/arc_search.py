"""Decode what the stock parser scores: the trees of spaCy's own greedy search, with Python's lock held throughout.

spaCy lets go of the lock for the search, and its states then take it again for every change: that is three fifths of
the search's time. Here NumPy scores each step for all texts of a batch, and spaCy takes the step.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.ml.parser_model import ParserStepModel
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc
from spacy.util import minibatch

Floats = NDArray[np.float32]
_STEP = 4  # times what a step of one text takes spaCy, a step of all takes here


class ArcSearch:
    """A component that sets the trees and sentences that a parser would set."""

    def __init__(self, parser: DependencyParser) -> None:
        """Take the weights of a parser that has been loaded. Raises ValueError for a model of another shape."""
        model: Any = parser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        if lower.get_dim("nP") != 2 or model.attrs["unseen_classes"] or parser.cfg["beam_width"] != 1:
            raise ValueError("The parser's weights are of an architecture that is not known here.")
        self._parser: Any = parser
        self._tok2vec = model.get_ref("tok2vec")
        places = lower.get_dim("nF")  # of a state that its score depends on: the top of its stack, …
        self._asked = SimpleNamespace(state2vec=SimpleNamespace(nF=places))  # as much of a model as is asked for them
        self._lower = _one_piece_after_another(_with_padding(lower.get_param("W"), lower.get_param("pad")[0]))
        self._bias = _one_piece_after_another(lower.get_param("b")[None, ..., None])
        self._upper, self._upper_bias = upper.get_param("W").T, upper.get_param("b")

    def __call__(self, doc: Doc) -> Doc:
        """Set the tree of one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Set the trees of texts, a batch at a time."""
        for batch in minibatch(docs, size=batch_size):
            self._parse(batch)
            yield from batch

    def _parse(self, docs: Sequence[Doc]) -> None:
        together, alone = _share_out(docs)
        if together:
            self._parse_together(together)
        if alone:
            self._parser.set_annotations(alone, self._parser.predict(alone))

    def _parse_together(self, docs: Sequence[Doc]) -> None:
        states = self._parser.moves.init_batch(docs)
        left = [state for state in states if not state.is_final()]
        vectors = _mark_padding(self._tok2vec.predict(docs))
        while left:
            tokens = ParserStepModel.get_token_ids(self._asked, left)
            left = self._parser.transition_states(left, self._score(vectors[tokens].reshape(len(left), -1)))
        self._parser.set_annotations(docs, states)

    def _score(self, vectors: Floats) -> Floats:
        """The score of every move for states, given the vectors of the tokens in their places."""
        summed = vectors @ self._lower + self._bias
        half = summed.shape[1] // 2
        scores: Floats = np.maximum(summed[:, :half], summed[:, half:]) @ self._upper + self._upper_bias
        return scores


def _share_out(docs: Sequence[Doc]) -> tuple[list[Doc], list[Doc]]:
    """The texts to parse together, which takes as long as the longest of them does, and those that spaCy parses in less
    time: a few, or some that are far longer than the others."""
    by_length = sorted(docs, key=len, reverse=True)
    before = list(accumulate(map(len, by_length), initial=0))
    longest = [*map(len, by_length), 0]
    alone = min(range(len(longest)), key=lambda count: before[count] + _STEP * longest[count])
    return by_length[alone:], by_length[:alone]


def _mark_padding(vectors: Floats) -> Floats:
    """Vectors with one more column, and at last one more row for no token, which alone has a 1 in that column."""
    marked = np.zeros((len(vectors) + 1, vectors.shape[1] + 1), dtype=np.float32)
    marked[:-1, :-1] = vectors
    marked[-1, -1] = 1
    return marked


def _with_padding(weights: Floats, padding: Floats) -> Floats:
    """Weights for vectors with a column for no token."""
    return np.concatenate([weights, padding[..., None]], axis=-1)


def _one_piece_after_another(weights: Floats) -> Floats:
    """Weights by place, output, piece and input as a matrix from places and inputs to pieces and outputs."""
    places, outputs, pieces, inputs = weights.shape
    return np.ascontiguousarray(weights.transpose(0, 3, 2, 1).reshape(places * inputs, pieces * outputs))


@Language.factory("arc_search")
def make_arc_search(nlp: Language, name: str) -> ArcSearch:
    """The search of the pipeline's own `parser`, which is to be removed."""
    return ArcSearch(cast(DependencyParser, nlp.get_pipe("parser")))
