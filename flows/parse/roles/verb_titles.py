"""Which verbs give their subject a title, and where its words start. Knows words and order; makes no rows."""

from flows.parse.entities.spans import word_list
from flows.parse.tokens import Doc, Token

NAMING = frozenset({"name", "appoint", "designate", "elect", "reelect", "nominate"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_COPULAS = frozenset({"be", "become", "remain", "serve"})
_OPEN = frozenset({"to", "would", "could", "might", "may", "should", "can", "must"})


def title_start(verb: Token) -> int | None:
    """Where the title starts that `verb` gives its subject: behind `is`, `was named`, `resigned from his post as`."""
    is_passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    is_direct = verb.lemma_ in (NAMING | {"make"} if is_passive else _COPULAS)
    first = _behind_as(verb, is_passive)
    if first is None and is_direct:
        first = verb.i + 1
    return None if first is None else past_adverbs(verb.doc, first)


def _behind_as(verb: Token, is_passive: bool) -> int | None:
    """Where the title of `resigned as`, `took over from Tom Lee as`, `was ousted as`, `appointed as` starts."""
    is_placed = is_passive or verb.doc[verb.i + 1 : verb.i + 2].text == "as"
    is_of_placing = is_placed and verb.lemma_ in word_list("titles", "placing_verbs")
    if not is_of_placing and verb.lemma_ not in word_list("titles", "office_verbs"):
        return None
    origins = (c for preposition in verb.rights if preposition.lower_ == "from" for c in preposition.rights)
    behind = [*verb.rights, *(c for origin in origins for c in origin.rights)]
    link = next((c for c in behind if c.lower_ == "as" and c.dep_ == "prep"), None)
    return link.i + 1 if link is not None else None


def past_adverbs(doc: Doc, i: int) -> int:
    """Past `also`, `as` and the like in front of a title."""
    while i < len(doc) and (doc[i].pos_ == "ADV" or doc[i].lower_ == "as"):
        i += 1
    return i


def is_only_thought_of(verb: Token) -> bool:
    """True for `is not`, `to become`, `would be`, `if she becomes`: nobody holds the title by that."""
    return any(
        child.dep_ == "neg"
        or (child.dep_ == "aux" and child.lower_ in _OPEN)
        or (child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether"))
        for child in verb.lefts
    )
