"""The reader: one trained component that marks names, time expressions and event triggers in one pass.

It is the `ner` component of the stock pipeline, trained on with news marked by hand. Here are the component with its
weights, and what made them: marked articles (`corpus`, `inline_marks`, those of our own in `articles/`), training
examples (`chunks`) and their `variants`, `training`, `scores`, the command (`python -m flows.parse.reader`),
`settings.yml` and the model card. A refresh loads only the component.
"""

from hashlib import sha256
from pathlib import Path

STOCK_MODEL = "en_core_web_md-3.7.1"  # whose pipeline the reader stands in, and whose `ner` it was trained from
WEIGHTS = Path(__file__).parent / "weights"


def hash_weights(weights: Path = WEIGHTS) -> str:
    """SHA-256 over the files of the folder in the order of their names, in hexadecimal digits."""
    return sha256(b"".join(path.read_bytes() for path in sorted(weights.iterdir()))).hexdigest()
