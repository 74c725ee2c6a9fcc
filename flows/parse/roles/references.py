"""Which organization `the company’s` and `its` mean before a title: `Kim Reyes, the bank’s chief economist`."""

from collections.abc import Mapping

from flows.parse.entities.organization_names import organization_type
from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.titles import POSSESSIVES, TitleSpan
from flows.parse.tokens import Doc

_SUBJECTS = ("nsubj", "nsubjpass")
_NEAREST_SENTENCES = 2  # before that of the title
_FARTHEST = 120  # tokens


def organization_meant(at: MentionMap, title: TitleSpan, types: Mapping[str, str | None]) -> Mention | None:
    """The organization that such a word before the title means: the last one named before it, if that is a subject, or
    has the noun in its name, and is of the kind; none where another one or a place stands between.

    `types` are those of the article’s organizations by their key.
    """
    reference = _reference_before(at.doc, title.start)
    if reference is None:
        return None
    first, kind = reference
    begin = at.doc[first].sent.start
    for _ in range(_NEAREST_SENTENCES):
        begin = at.doc[begin - 1].sent.start if begin else 0
    named = (at.at(i) for i in range(first - 1, max(begin, first - _FARTHEST) - 1, -1))
    last = next((m for m in named if m is not None and m.entity_type != "person"), None)
    if last is None or last.entity_type != "organization":
        return None
    noun = at.doc[first + 1].lower_
    tokens = at.doc[slice(*at.bounds(last))]
    is_likely = noun in last.text.lower() or any(token.dep_ in _SUBJECTS for token in tokens)
    own = types.get(last.entity_key)
    return last if is_likely and (kind is None or own in (kind, None)) else None


def _reference_before(doc: Doc, start: int) -> tuple[int, str | None] | None:
    """First token of `its` and `the bank’s` before a title, with the type of organization that the noun tells."""
    i = start - 1
    while i > 0 and doc[i].lower_ in word_list("titles", "time_modifiers"):
        i -= 1
    if i > 0 and doc[i].lower_ == "its":
        return i, None
    is_owned = i > 1 and doc[i].text in POSSESSIVES and doc[i - 2].lower_ == "the"
    noun = doc[i - 1].lower_ if is_owned else ""
    return (i - 2, organization_type((noun,))) if noun in word_list("organizations", "spoken_of") else None
