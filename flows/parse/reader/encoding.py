"""What a token is to the reader: its own encoding, the stock pipeline's, and both of the word's other mentions.

A name is often told by its context in one place and not in another: `Sweden beat …`, `in Sweden`. So what the
encoders make of a capitalised word elsewhere in the text stands beside what they make of it here.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LOWER, SHAPE
from spacy.language import Language
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc
from spacy.util import registry
from thinc.model import Model

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Encoder = Model[list[Doc], list[Floats]]
ARCHITECTURE = "dateline.MentionsEncoder.v1"


def make_encoder(tok2vec: Encoder, stock_width: int) -> Encoder:
    """An encoder around a `Tok2Vec`, for documents whose `tensor` is the stock pipeline's, of `stock_width` columns."""
    width = 2 * (tok2vec.get_dim("nO") + stock_width)
    return Model("encode_mentions", _encode, layers=[tok2vec], dims={"nO": width}, init=_initialize)


registry.architectures.register(ARCHITECTURE, func=make_encoder)


def widen_config(nlp: Language) -> dict[str, Any]:
    """The configuration of the pipeline's `ner` with our encoder around its own, if it does not have it already."""
    config = {key: value for key, value in nlp.get_pipe_config("ner").items() if key != "factory"}
    tok2vec = config["model"]["tok2vec"]
    if tok2vec["@architectures"] == ARCHITECTURE:
        return config
    stock_width = cast(Tok2Vec, nlp.get_pipe("tok2vec")).model.get_dim("nO")
    wide = {"@architectures": ARCHITECTURE, "tok2vec": tok2vec, "stock_width": stock_width}
    return config | {"model": config["model"] | {"tok2vec": wide}}


def copy_weights(start: Model[Any, Any], model: Model[Any, Any]) -> None:
    """Give a model of `widen_config` the weights of the one that it widens, so that it finds the same at first."""
    encoder, _, linear = list(model.get_ref("tok2vec").layers)
    start_encoder, _, start_linear = list(start.get_ref("tok2vec").layers)
    own = encoder if start_encoder.name == encoder.name else encoder.layers[0]
    own.from_bytes(start_encoder.to_bytes())
    weights = cast(Floats, start_linear.get_param("W"))
    wide: Floats = np.zeros((len(weights), encoder.get_dim("nO")), dtype=np.float32)
    wide[:, : weights.shape[1]] = weights
    linear.set_param("W", cast(Any, wide))
    linear.set_param("b", start_linear.get_param("b").copy())
    for name in ("lower", "upper"):
        model.get_ref(name).from_bytes(start.get_ref(name).to_bytes())


def _initialize(model: Encoder, X: Any = None, Y: Any = None) -> None:
    model.layers[0].initialize(X=X)


def _encode(
    model: Encoder, docs: Sequence[Doc], is_train: bool
) -> tuple[list[Floats], Callable[[list[Floats]], list[Doc]]]:
    own, learn = model.layers[0](list(docs), is_train)
    width = own[0].shape[1] if own else 0
    mentions = Mentions.of(docs)
    ends = np.cumsum([len(doc) for doc in docs])[:-1]
    known = np.hstack([np.concatenate(own), np.concatenate([doc.tensor for doc in docs])])
    encoded = np.hstack([known, mentions.average_others(known)])

    def backprop(d_encoded: list[Floats]) -> list[Doc]:
        """The stock encoding is given; what a word's other mentions get is what they give."""
        gradient = np.concatenate(d_encoded)
        others = known.shape[1]
        d_own = gradient[:, :width] + mentions.average_others(gradient[:, others : others + width])
        return cast(list[Doc], learn(np.split(d_own, ends)))

    return np.split(encoded, ends), backprop


class Mentions(NamedTuple):
    """The tokens of a batch whose capitalised word stands in their text more than once, word by word."""

    tokens: Numbers
    starts: Numbers  # in `tokens`, of each word
    counts: Numbers  # of each word

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> "Mentions":
        """Those of the tokens of `docs`, which stand one text behind another."""
        attributes = np.concatenate([doc.to_array([LOWER, SHAPE]) for doc in docs])
        text = np.repeat(np.arange(len(docs), dtype=np.uint64), [len(doc) for doc in docs])
        shapes, shape = np.unique(attributes[:, 1], return_inverse=True)
        is_capital = np.array([docs[0].vocab.strings[int(key)].startswith("X") for key in shapes], dtype=bool)[shape]
        tokens = np.flatnonzero(is_capital)
        order = np.lexsort((attributes[tokens, 0], text[tokens]))
        tokens = tokens[order]
        is_first = np.ones(len(tokens), dtype=bool)
        is_first[1:] = np.diff(attributes[tokens, 0]).astype(bool) | np.diff(text[tokens]).astype(bool)
        starts = np.flatnonzero(is_first)
        counts = np.diff(np.append(starts, len(tokens)))
        is_repeated = np.repeat(counts > 1, counts)
        counts = counts[counts > 1]
        return cls(tokens[is_repeated], np.cumsum(counts) - counts, counts)

    def average_others(self, vectors: Floats) -> Floats:
        """For each token, the mean of the vectors of its word's other mentions; nothing but zeros where none is.

        A mention gives to another what it gets from it, so this is its own derivative.
        """
        means = np.zeros_like(vectors)
        if len(self.tokens):
            mine = vectors[self.tokens]
            sums = np.repeat(np.add.reduceat(mine, self.starts), self.counts, axis=0)
            means[self.tokens] = (sums - mine) / np.repeat(self.counts - 1, self.counts)[:, None]
        return means
