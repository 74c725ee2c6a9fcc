"""Decode what the reader scores: the spans of spaCy's own greedy search, found for all sentences of a batch at once.

The reader's transition system is spaCy's BILUO one (`spacy.pipeline._parser_internals.ner`): a token begins an entity,
goes on in one, ends one, is one by itself, or is outside. A state holds no more than the token and the entity that is
open; none is open where a sentence begins. So what a token would do outside of an entity can be scored for all tokens
in one matrix product, and each entity be followed from its first token to its last by itself. spaCy steps through a
text token by token and takes Python's lock for every action: that is 30 times as slow, and gives the same spans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from spacy.util import minibatch

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Decoder:
    """A component that sets `doc.ents` to what an entity recognizer without preset entities would set."""

    def __init__(self, recognizer: EntityRecognizer) -> None:
        """Take the weights of a recognizer that has been trained or loaded, with spaCy's default state of three tokens
        and its maxout layer of two pieces.

        Raises ValueError for a model of another shape.
        """
        model = recognizer.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        if (lower.get_dim("nF"), lower.get_dim("nP")) != (3, 2) or model.attrs.get("unseen_classes"):
            raise ValueError("The reader's weights are of another architecture: train it again.")
        self.tok2vec = model.get_ref("tok2vec")
        self._lower = [np.ascontiguousarray(_pieces_apart(place).T) for place in lower.get_param("W")]
        self._bias: Floats = _pieces_apart(lower.get_param("b"))
        self._padding: Floats = _pieces_apart(lower.get_param("pad")[0, 1] + lower.get_param("pad")[0, 2])
        self._upper, self._upper_bias = upper.get_param("W"), upper.get_param("b")
        system = recognizer.moves
        self._moves = _Moves.named([system.get_class_name(i) for i in range(system.n_moves)])

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterator[Doc] | Sequence[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Set the entities of texts, a batch at a time."""
        for batch in minibatch(docs, size=batch_size):
            if not any(map(len, batch)):
                yield from batch
                continue
            tokens = _Tokens.of(batch)
            found = self._find(tokens, self.tok2vec.predict(batch))
            for doc, offset in zip(batch, tokens.offsets, strict=True):
                inside = found[(found[:, 0] >= offset) & (found[:, 0] < offset + len(doc))]
                spans = [
                    Span(doc, first - offset, last - offset + 1, self._moves.labels[label])
                    for first, last, label in inside.tolist()
                ]
                doc.set_ents(spans, default="outside")
                yield doc

    def _find(self, tokens: "_Tokens", vectors: Floats) -> Numbers:
        """Entities as rows of first token, last token and label, in order."""
        here = vectors @ self._lower[0] + self._bias
        move = self._closed_moves(tokens, here)
        begins = np.flatnonzero(self._moves.is_begin[move])
        units = np.flatnonzero(self._moves.is_unit[move])
        ends = self._follow(tokens, vectors, here, begins, self._moves.label[move[begins]])
        first, last = np.concatenate([begins, units]), np.concatenate([ends, units])
        found = np.stack([first, last, self._moves.label[move[first]]], axis=1)
        return _without_overlap(found[np.argsort(first)])

    def _closed_moves(self, tokens: "_Tokens", here: Floats) -> Numbers:
        """The best move of every token while no entity is open."""
        scores = _hidden(here + self._padding) @ self._upper.T + self._upper_bias
        scores[:, ~self._moves.may_open] = -np.inf
        scores[np.ix_(tokens.is_space, self._moves.is_begin | self._moves.is_unit)] = -np.inf
        scores[np.ix_(tokens.is_last, self._moves.is_begin)] = -np.inf
        best: Numbers = scores.argmax(axis=1)
        return best

    def _follow(self, tokens: "_Tokens", vectors: Floats, here: Floats, begins: Numbers, labels: Numbers) -> Numbers:
        """The last token of every entity that begins at `begins`."""
        ends = begins.copy()
        opened = vectors[begins] @ self._lower[1]
        open_ = np.arange(len(begins))
        while len(open_):
            ends[open_] += 1
            now, label = ends[open_], labels[open_]
            hidden = _hidden(here[now] + opened[open_] + vectors[now - 1] @ self._lower[2])
            goes_on = self._score(hidden, self._moves.inside[label]) > self._score(hidden, self._moves.last[label])
            open_ = open_[goes_on & ~tokens.is_last[now]]
        return ends

    def _score(self, hidden: Floats, moves: Numbers) -> Floats:
        scores: Floats = np.einsum("ij,ij->i", hidden, self._upper[moves]) + self._upper_bias[moves]
        return scores


def _pieces_apart(parameter: Floats) -> Floats:
    """One piece of the maxout behind the other: spaCy has the two of each unit side by side."""
    units, pieces, *others = parameter.shape
    apart: Floats = parameter.swapaxes(0, 1).reshape(units * pieces, *others)
    return apart


def _hidden(pieces: Floats) -> Floats:
    width = pieces.shape[1] // 2
    hidden: Floats = np.maximum(pieces[:, :width], pieces[:, width:])
    return hidden


@dataclass(frozen=True)
class _Moves:
    """The moves of the transition system by number: their kind and label; `inside` and `last` are moves by label."""

    labels: list[str]
    label: Numbers
    is_begin: NDArray[np.bool_]
    is_unit: NDArray[np.bool_]
    may_open: NDArray[np.bool_]
    inside: Numbers
    last: Numbers

    @classmethod
    def named(cls, names: Sequence[str]) -> "_Moves":
        """From spaCy's names: `B-DATE`, `I-DATE`, `L-DATE`, `U-DATE`, `O`; `U-` is for preset entities alone."""
        kinds, labels = zip(*(name.partition("-")[::2] for name in names), strict=True)
        known = sorted({label for label in labels if label})
        kind, has_label = np.array(kinds), np.array([bool(label) for label in labels])
        number = {name: i for i, name in enumerate(names)}
        return cls(
            labels=known,
            label=np.array([known.index(label) if label else -1 for label in labels]),
            is_begin=kind == "B",
            is_unit=(kind == "U") & has_label,
            may_open=(kind == "O") | (np.isin(kind, ["B", "U"]) & has_label),
            inside=np.array([number[f"I-{label}"] for label in known]),
            last=np.array([number[f"L-{label}"] for label in known]),
        )


@dataclass(frozen=True)
class _Tokens:
    """The tokens of a batch, one behind another: where each text begins, which are space, which end a sentence."""

    offsets: list[int]
    is_space: NDArray[np.bool_]
    is_last: NDArray[np.bool_]

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> "_Tokens":
        attributes: list[NDArray[Any]] = [doc.to_array([IS_SPACE, SENT_START]).astype(np.int64) for doc in docs]
        lengths = [len(doc) for doc in docs]
        ends_text = [np.append(found[1:, 1] == 1, True)[: len(found)] for found in attributes]
        return cls(
            offsets=np.concatenate([[0], np.cumsum(lengths)[:-1]]).tolist(),
            is_space=np.concatenate([found[:, 0] == 1 for found in attributes]),
            is_last=np.concatenate(ends_text),
        )


def _without_overlap(found: Numbers) -> Numbers:
    """Entities without those that begin inside of one before: there, the search is in the middle of that one."""
    kept, end = [], -1
    for i, (first, last, _) in enumerate(found.tolist()):
        if first > end:
            kept.append(i)
            end = last
    return found[kept]
