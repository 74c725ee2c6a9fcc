"""Turn word lists of `flows.parse.data` into regular expressions."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str], fold_case: bool = True) -> str:
    """A pattern for one of `words`, the longest first; a blank in a word matches any white space.

    Words of one first letter stand together, so that a search passes over the others at once.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[:1].lower() if fold_case else word[:1], []).append(word[1:])
    joined = "|".join(f"{_escaped(first)}(?:{'|'.join(map(_escaped, rests))})" for first, rests in groups.items())
    return f"(?i:{joined})" if fold_case else f"(?:{joined})"


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+")


def folded(text: str) -> str:
    """`text` as a key of a word list: lower case, single blanks."""
    return one_spaced(text.lower())


def one_spaced(text: str) -> str:
    """`text` as a key of a list whose case matters: single blanks."""
    return " ".join(text.split())
