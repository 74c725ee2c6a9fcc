"""Turn word lists of `flows.parse.data` into regular expressions."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str], fold_case: bool = True) -> str:
    """A pattern for one of `words`, the longest first; a blank in a word matches any white space."""
    options = sorted(words, key=len, reverse=True)
    joined = "|".join(re.escape(option).replace(r"\ ", r"\s+") for option in options)
    return f"(?i:{joined})" if fold_case else f"(?:{joined})"


def folded(text: str) -> str:
    """`text` as a key of a word list: lower case, single blanks."""
    return " ".join(text.lower().split())
