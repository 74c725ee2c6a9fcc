"""Find articles that are nearly the same, in time nearly linear in their number.

MinHash (Broder 1997) over shingles of three words estimates the share of shingles that two texts have in common; texts
are compared only when a band of their signatures is equal (locality-sensitive hashing: Leskovec, Rajaraman and Ullman,
*Mining of Massive Datasets*, chapter 3). A signature takes half a kilobyte, however long the article.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

SIMILAR = 0.8
_HASHES, _BAND = 128, 4  # 32 bands: two texts that share four fifths are compared with a chance of 0.999999
_AT_ONCE = 4_096  # shingles
_WORD = re.compile(r"\w+")
_RANDOM = np.random.Generator(np.random.PCG64(20_260_112))
_FACTORS = _RANDOM.integers(0, 2**63, _HASHES, np.uint64) * np.uint64(2) + np.uint64(1)  # odd: multiply-shift hashing
_ADDENDS = _RANDOM.integers(0, 2**63, _HASHES, np.uint64)
_PLACES = _RANDOM.integers(0, 2**63, 3, np.uint64) * np.uint64(2) + np.uint64(1)

Words = npt.NDArray[np.uint64]
Signature = npt.NDArray[np.uint32]


class NearDuplicates:
    """Signatures of articles, by the order in which they were added."""

    def __init__(self) -> None:
        self._signatures = bytearray()

    def add(self, text: str) -> None:
        """Take in the next article."""
        self._signatures += sign(text).tobytes()

    def find_pairs(self) -> Iterator[tuple[int, int, float]]:
        """For each article that is like an earlier one: its number, that one's, and how alike they are (0 to 1)."""
        signatures = np.frombuffer(self._signatures, np.uint32).reshape(-1, _HASHES)
        best: dict[int, tuple[float, int]] = {}
        for later, earlier in _candidates(signatures):
            similarity = float(np.mean(signatures[later] == signatures[earlier]))
            if similarity >= SIMILAR:
                best[later] = max(best.get(later, (0.0, 0)), (similarity, -earlier))
        for later, (similarity, earlier) in sorted(best.items()):
            yield later, -earlier, similarity


def sign(text: str) -> Signature:
    """The MinHash signature of a text."""
    shingles = _shingles(text)
    signature = np.full(_HASHES, 2**32 - 1, np.uint32)
    for start in range(0, len(shingles), _AT_ONCE):
        hashed = _FACTORS[:, None] * shingles[None, start : start + _AT_ONCE] + _ADDENDS[:, None]
        np.minimum(signature, (hashed.min(axis=1) >> np.uint64(32)).astype(np.uint32), out=signature)
    return signature


def _shingles(text: str) -> Words:
    """Hashes of every three words in a row; of a text of one or two words, of these."""
    words = np.array([_hash_word(word) for word in _WORD.findall(text.lower())], np.uint64)
    hashed: Words = words * _PLACES[0]
    for place in range(1, min(3, len(words))):
        hashed = hashed[:-1] + words[place:] * _PLACES[place]
    return hashed


@lru_cache(maxsize=200_000)
def _hash_word(word: str) -> int:
    return crc32(word.encode("utf8", "surrogatepass"))


def _candidates(signatures: npt.NDArray[np.uint32]) -> set[tuple[int, int]]:
    """Pairs with an equal band: each article with the one before it and with the first one of its bucket."""
    pairs: set[tuple[int, int]] = set()
    halves = np.ascontiguousarray(signatures).view(np.uint64)
    for half in range(0, halves.shape[1], _BAND // 2):
        band = (halves[:, half : half + _BAND // 2] * _PLACES[: _BAND // 2]).sum(axis=1, dtype=np.uint64)
        order = np.argsort(band, kind="stable")
        is_repeat = np.r_[False, band[order][1:] == band[order][:-1]][: len(order)]
        firsts = np.maximum.accumulate(np.where(is_repeat, 0, np.arange(len(order))))
        for i in np.flatnonzero(is_repeat):
            later = int(order[i])
            pairs |= {(later, int(order[i - 1])), (later, int(order[firsts[i]]))}
    return pairs
