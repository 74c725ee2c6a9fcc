"""Stable ids: the same thing gets the same id in every refresh and on every machine."""

from hashlib import sha256


def stable_id(prefix: str, *parts: object) -> str:
    """`PREFIX_` and 16 hex digits of the SHA-256 of `parts`, which must be raw, mandatory values of the thing."""
    digest = sha256("\x1f".join(map(str, parts)).encode())
    return f"{prefix}_{digest.hexdigest()[:16]}"
