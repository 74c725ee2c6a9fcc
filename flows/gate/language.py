"""Is a text English? Looked at are its first characters only; a text too short or too odd to tell passes.

Most texts are told by their share of words that only English is full of. The others are named by py3langid (a naive
Bayes classifier over byte n-grams, Lui and Baldwin 2012), whose word counts where it is nearly certain.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_CHARS = 1_000
_ENGLISH_SHARE = 0.2  # of the words: running English has 0.25 to 0.4, its nearest neighbours below 0.1
_CERTAIN = 0.9  # below it, tables, addresses and one-liners in English are taken for anything
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = re.compile(
    r"the|of|and|to|that|for|with|was|by|from|this|which|have|has|had|were|their|been|would|said|are|they|not|but|an|"
    r"who|its|than"
)


def find_other_language(text: str) -> str | None:
    """ISO 639 code of the language that `text` is in, when it is surely not English."""
    start = text[:_CHARS]
    words = _WORD.findall(start.lower())
    if not words or sum(map(bool, map(_ENGLISH.fullmatch, words))) >= _ENGLISH_SHARE * len(words):
        return None
    language, certainty = _identifier().classify(start)
    return str(language) if language != "en" and certainty >= _CERTAIN else None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
