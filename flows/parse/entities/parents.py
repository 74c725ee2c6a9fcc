"""Which organization is part of which other one, as the text says it next to the name.

`Airbus’s Defence Division`, `Skybus, a wholly owned unit of Airbus`, `Skybus, Airbus’s cargo unit`, `Skybus is part
of Airbus`, `Skybus, owned by Airbus`, `Airbus-owned Skybus`, `Airbus unit Skybus`.
"""

from collections.abc import Iterator

from flows.parse.entities.linking import NamedMention
from flows.parse.entities.spans import ORGANIZATION, word_list
from flows.parse.tokens import Doc

_LONGEST_LINK = 9  # words between a name and its parent
_LINK_OPENERS = frozenset({"a", "an", "the", "is", "was", "are", "which", "that", "now", "itself", ","})
_POSSESSIVES = frozenset({"’s", "'s", "’", "'"})
_OWNED = frozenset({"owned", "controlled"})
_LINK_WORDS = _LINK_OPENERS | _OWNED | {"-"}


def parent_start(doc: Doc, mention: NamedMention) -> int | None:
    """First token of the name of the organization that owns the one of `mention`; None where the text says none."""
    if mention.possessor and mention.possessor.entity_type == ORGANIZATION:
        return mention.possessor.start
    return next(_parents_after(doc, mention.end), None)


def parent_end(doc: Doc, mention: NamedMention) -> int | None:
    """Token after the name of an owner that stands before `mention`: `Airbus-owned Skybus`, `Airbus unit Skybus`."""
    i = mention.start - 1
    if i > 1 and doc[i].lower_ in _OWNED and doc[i - 1].text == "-":
        return i - 1
    return i if i > 0 and doc[i].lower_ in _parts() and doc[i].is_lower else None


def _parents_after(doc: Doc, end: int) -> Iterator[int]:
    """Where the owner's name begins behind `, a unit of`, `is part of`, `, owned by`."""
    if end >= len(doc) or doc[end].lower_ not in _LINK_OPENERS:
        return
    if _is_owned_part(doc, end):
        yield end + 1
        return
    for i in range(end, min(end + _LONGEST_LINK, len(doc) - 2)):
        word, following = doc[i].lower_, doc[i + 1].lower_
        if (word in _parts() and following == "of") or (word in _OWNED and following == "by"):
            start = i + 3 if doc[i + 2].lower_ == "the" else i + 2
            if not _is_possessor(doc, start):
                yield start
            return
        if word not in _LINK_WORDS and doc[i].pos_ not in ("ADJ", "ADV", "NOUN"):
            return


def _is_possessor(doc: Doc, start: int) -> bool:
    """True for `the Pentagon` in `a part of the Pentagon’s plan`."""
    after = next((t for t in doc[start : start + _LONGEST_LINK] if t.pos_ != "PROPN"), None)
    return after is not None and after.text in _POSSESSIVES


def _is_owned_part(doc: Doc, comma: int) -> bool:
    """True for an owner and its part behind a comma: `Skybus, Airbus’s cargo unit,`."""
    window = doc[comma + 1 : comma + _LONGEST_LINK]
    owner = next((t.i for t in window if t.text in _POSSESSIVES), None)
    if doc[comma].text != "," or owner is None or not all(t.pos_ == "PROPN" for t in doc[comma + 1 : owner]):
        return False
    part = next((t for t in doc[owner + 1 : owner + 5] if t.lower_ in _parts()), None)
    return part is not None and all(t.pos_ in ("ADJ", "NOUN", "PUNCT", "VERB") for t in doc[owner + 1 : part.i])


def _parts() -> frozenset[str]:
    return word_list("organizations", "part_nouns")
