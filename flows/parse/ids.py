"""Stable ids: the same thing gets the same id in every refresh and on every machine."""

from hashlib import sha256


def stable_id(prefix: str, *parts: object) -> str:
    """`PREFIX_` and 16 hex digits of the SHA-256 of `parts`, which must be raw, mandatory values of the thing."""
    return f"{prefix}_{_digits(parts, 16)}"


def row_id(prefix: str, article_id: str, *parts: object) -> str:
    """The same of what an article says: 8 hex digits of the article's own id, then 12 of `parts`.

    So the rows of an article lie together in DuckDB's indexes, and a refresh that changes few articles writes little.
    """
    return f"{prefix}_{article_id.removeprefix('article_')[:8]}{_digits(parts, 12)}"


def _digits(parts: tuple[object, ...], count: int) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:count]
