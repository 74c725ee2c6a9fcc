"""Variants of training chunks, for robustness: they change how words look, never what they are marked as."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from flows.parse.reader.chunks import Chunk


class NameSource:
    """Names of people of every continent, drawn from lists of given and family names."""

    def __init__(self, names: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._lists = list(names)

    def draw(self, rng: random.Random, length: int) -> list[str]:
        """A name of `length` words: a family name, or given names before one."""
        given, family = rng.choice(self._lists)
        return [rng.choice(given) for _ in range(length - 1)] + [rng.choice(family)]


def vary(chunk: Chunk, rng: random.Random, shares: dict[str, float], names: NameSource) -> Chunk:
    """The chunk under a variant drawn by `shares` (share of chunks by the variant's name), or as it is.

    Swapped names and changed marks go with any other variant; of the rest one at most is drawn.
    """
    if rng.random() < shares.get("names", 0):
        chunk = _swap_names(chunk, rng, names)
    if rng.random() < shares.get("marks", 0):
        chunk = _change_marks(chunk)
    draw = rng.random()
    for name, variant in _VARIANTS.items():
        draw -= shares.get(name, 0)
        if draw < 0:
            return variant(chunk)
    return chunk


def _reword(chunk: Chunk, words: Iterable[str]) -> Chunk:
    """The chunk in other words; those that change have no norm of the tokenizer's."""
    fresh = tuple(words)
    norms = zip(chunk.words, fresh, chunk.norms, strict=True)
    return replace(chunk, words=fresh, norms=tuple(norm if old == new else "" for old, new, norm in norms))


def _upper(chunk: Chunk) -> Chunk:
    return _reword(chunk, (w.upper() if len(w.upper()) == len(w) else w for w in chunk.words))


def _title(chunk: Chunk) -> Chunk:
    """Longer words capitalised, as in a headline."""
    return _reword(chunk, (w[0].upper() + w[1:] if len(w) > 3 else w for w in chunk.words))


def _lower(chunk: Chunk) -> Chunk:
    return _reword(chunk, (w.lower() if len(w.lower()) == len(w) else w for w in chunk.words))


def _join_paragraphs(chunk: Chunk) -> Chunk:
    """Without the tokens that are only line breaks."""
    kept = [i for i, word in enumerate(chunk.words) if not word.isspace() or chunk.tags[i].startswith("I-")]
    return _pick(chunk, kept) if kept else chunk


def _pick(chunk: Chunk, kept: Sequence[int]) -> Chunk:
    """The tokens at `kept`; what a dropped break ended or began is ended or begun by its neighbours."""
    breaks = [word.isspace() for word in chunk.words] + [False]
    return Chunk(
        words=tuple(chunk.words[i] for i in kept),
        norms=tuple(chunk.norms[i] for i in kept),
        spaces=tuple(chunk.spaces[i] or breaks[i + 1] for i in kept),
        starts=tuple(i == kept[0] or chunk.starts[i] or (breaks[i - 1] and chunk.starts[i - 1]) for i in kept),
        tags=tuple(chunk.tags[i] for i in kept),
    )


_CURLY = {"'": "’", '"': "”", "''": "”", "``": "“", "--": "—"}
_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "—": "--"}


def _change_marks(chunk: Chunk) -> Chunk:
    """Straight marks curly, and curly ones straight."""
    table = _STRAIGHT if any(c in word for word in chunk.words for c in "’“") else _CURLY
    words = (table[word] if word in table else "".join(table.get(c, c) for c in word) for word in chunk.words)
    return _reword(chunk, words)


_VARIANTS: dict[str, Callable[[Chunk], Chunk]] = {
    "upper": _upper,
    "title": _title,
    "lower": _lower,
    "joined": _join_paragraphs,
}


def _swap_names(chunk: Chunk, rng: random.Random, names: NameSource) -> Chunk:
    """Every person of one or two plain words under another name, the same surname always under the same one."""
    words = list(chunk.words)
    given: dict[str, str] = {}
    i = 0
    while i < len(words):
        if chunk.tags[i] == "B-PERSON":
            end = i + 1
            while end < len(words) and chunk.tags[end] == "I-PERSON":
                end += 1
            if end - i <= 2 and all(w.isalpha() and w.istitle() for w in words[i:end]):
                fresh = names.draw(rng, end - i)
                words[i:end] = [given.setdefault(old, new) for old, new in zip(words[i:end], fresh, strict=True)]
            i = end
        else:
            i += 1
    return _reword(chunk, words)
