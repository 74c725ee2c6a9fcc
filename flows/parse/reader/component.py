"""The reader as a component of the pipeline: load it, write it, and put what it finds where extractors look for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from spacy.util import load_config
from thinc.api import Config

from flows.parse.reader import WEIGHTS, encoding  # noqa: F401  (registers the encoder)
from flows.parse.reader.corpus import TRIGGER
from flows.parse.reader.decoding import Decoder

TRIGGERS = "triggers"  # the span group of the triggers; names, times and amounts are in `doc.ents`


def add_recognizer(nlp: Language, weights: Path) -> EntityRecognizer:
    """Put the reader into the pipeline as spaCy's own `ner`, to train it on. Raises FileNotFoundError for a folder
    without weights."""
    config = load_config(weights / "config.cfg")["component"]
    recognizer = cast(EntityRecognizer, nlp.add_pipe("ner", config=config))
    return recognizer.from_disk(weights, exclude=["vocab"])


@Language.factory("reader", default_config={"weights": str(WEIGHTS)})
def make_reader(nlp: Language, name: str, weights: str) -> Decoder:
    """The trained reader, behind the faster search."""
    recognizer = add_recognizer(nlp, Path(weights))
    nlp.remove_pipe("ner")
    return Decoder(recognizer)


def write_reader(reader: EntityRecognizer, config: dict[str, Any], weights: Path) -> None:
    """The reader's weights and configuration, as `add_reader` loads them."""
    weights.mkdir(parents=True, exist_ok=True)
    reader.to_disk(weights, exclude=["vocab"])
    Config({"component": config}).to_disk(weights / "config.cfg")


def average_readers(nlp: Language, folders: Sequence[Path], output: Path) -> None:
    """Write a reader whose weights are the mean of those in the folders; one that is named twice counts twice.

    After Wortsman et al., "Model soups" (ICML 2022). The readers must know the same labels, and `nlp` have no `ner`.
    """
    moves = {(folder / "moves").read_bytes() for folder in folders}
    if len(moves) > 1:
        raise ValueError("readers of other labels cannot be averaged")
    readers = []
    for folder in folders:
        readers.append(add_recognizer(nlp, folder))
        nlp.remove_pipe("ner")
    mean = readers[-1]
    for layers in zip(*(reader.model.walk() for reader in readers), strict=True):
        for name in layers[-1].param_names:
            if layers[-1].has_param(name):
                layers[-1].set_param(name, sum(layer.get_param(name) for layer in layers) / len(readers))
    write_reader(mean, load_config(folders[-1] / "config.cfg")["component"], output)


@Language.component("set_triggers_apart")
def set_triggers_apart(doc: Doc) -> Doc:
    """Leave names, times and amounts in `doc.ents`, and put the reader's triggers into a span group of their own."""
    spans = doc.ents
    doc.spans[TRIGGERS] = [span for span in spans if span.label_ == TRIGGER]
    doc.set_ents([span for span in spans if span.label_ != TRIGGER], default="outside")
    return doc
