"""What made a row: the release of dateline, the state of its rules, and the models that read the text."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from flows.parse.reader import STOCK_MODEL, hash_weights


@cache
def model_version() -> str:
    """The stock model and a fingerprint of the reader's weights: other weights make every article parsed anew."""
    return f"{STOCK_MODEL}+reader-{hash_weights()[:8]}"


@cache
def dateline_version() -> str:
    """Release and a fingerprint of `flows/parse` (code and data): a changed rule makes every article parsed anew."""
    rules = Path(__file__).parent / "parse"
    entries = sorted(path for path in rules.rglob("*") if path.suffix in (".py", ".yml"))
    content = b"\x00".join(str(path.relative_to(rules)).encode() + path.read_bytes() for path in entries)
    return f"{version('dateline')}+{sha256(content).hexdigest()[:8]}"
