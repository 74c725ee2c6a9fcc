"""Which words may be spellings of one name (`Zelensky`, `Zelenskyy`; `Abdullah`, `Abdallah`), by sound and letters.

Words are compared within blocks only: the blocks are of words with one `sound`. Knows no article.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from flows.parse.entities.names import fold

_LEAST_LETTERS = 5  # of shorter words too many are names of their own: `Reed` and `Reid`
_LEAST_ALIKE = 0.8  # share of letters that need no change
_RESPELT = (
    ("tch|ch|cz", "C"),
    ("sch|sh", "S"),
    ("ph", "f"),
    ("zh", "z"),
    ("tz", "ts"),
    ("c(?=[eiy])", "s"),
    ("ck|c|q", "k"),
    ("w", "v"),
    ("[yj]", "i"),
    ("(?<=[aou])e(?=[^aeiou])", ""),
    ("(?<=.)h", ""),
    (r"(.)\1+", r"\1"),
)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """The first letter, the consonants, and the vowel at the end of a word; the same for spellings of one name.

    The last vowel stays, because it tells names apart: `Mario` and `Maria`, `Ivanov` and `Ivanova`.
    """
    respelt = respell(word)
    return respelt[:1] + re.sub("[aeiou]", "", respelt[1:-1]) + respelt[1:][-1:]


@lru_cache(maxsize=8192)
def respell(word: str) -> str:
    """The word in one spelling of those that stand for the same letters of another alphabet (`y`, `yy` and `i`)."""
    respelt = fold(word)
    for pattern, letters in _RESPELT:
        respelt = re.sub(pattern, letters, respelt)
    return respelt


def are_spellings(first: str, second: str) -> bool:
    """True for the same word, and for two longer words of one sound that differ in few letters."""
    a, b = fold(first), fold(second)
    if a == b:
        return True
    if min(len(a), len(b)) < _LEAST_LETTERS or not (a + b).isalpha() or sound(a) != sound(b):
        return False
    return Levenshtein.normalized_similarity(a, b) >= _LEAST_ALIKE
