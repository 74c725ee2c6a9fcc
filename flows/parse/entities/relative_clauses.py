"""What a relative clause behind a name tells of it: `, who`, `, which`, `, whose shares`."""

from functools import cache

from flows.parse.entities.countries import find_city, find_place
from flows.parse.entities.sides import is_score, verbs_of_matches
from flows.parse.entities.spans import ORGANIZATION, NameSpan, word_list
from flows.parse.tokens import Doc

_FARTHEST_SCORE = 6  # tokens behind the verb


def is_who(doc: Doc, span: NameSpan) -> bool:
    """True before `, who`."""
    return span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].lower_ == "who"


def is_who_won(doc: Doc, span: NameSpan) -> bool:
    """True for the side of `Kingston, who beat Lima 3-1`."""
    if not is_who(doc, span) or span.end + 2 >= len(doc) or doc[span.end + 2].lemma_ not in verbs_of_matches():
        return False
    return any(is_score(doc, i) for i in range(span.end + 3, min(span.end + 3 + _FARTHEST_SCORE, len(doc))))


def is_who_are(doc: Doc, span: NameSpan) -> bool:
    """True for the side of `United, who have lost`: one name, of which the clause speaks as of several."""
    if (
        not is_who(doc, span)
        or span.end + 2 >= len(doc)
        or not (span.end - span.start == 1 or span.entity_type == ORGANIZATION)
    ):
        return False
    verb, name = doc[span.end + 2], doc[span.end - 1]
    is_plural = verb.tag_ == "VBP" or verb.lower_ == "were"
    is_family = name.text.endswith("s") and span.start > 0 and doc[span.start - 1].lower_ == "the"  # `the Obamas`
    is_several = (
        is_family or name.dep_ == "conj" or any(t.dep_ == "conj" for t in name.rights) or name.tag_ in ("NNS", "NNPS")
    )
    return is_plural and not is_several


def is_which(doc: Doc, span: NameSpan) -> bool:
    """True for a name before `, whose shares`; for one word before `, which`, where no list ends that is told of."""
    behind = [t.lower_ for t in doc[span.end : span.end + 3]]
    if len(behind) < 3 or behind[0] != ",":
        return False
    if behind[1] == "whose":
        return behind[2].removesuffix("s") in _owned_by_organizations()
    is_no_firm = span.start > 0 and doc[span.start - 1].lower_ in ("and", "or")
    is_no_firm = is_no_firm or doc[span.end + 3 : span.end + 4].text == "what"  # `, which is what happens`
    return behind[1] == "which" and span.end - span.start == 1 and not is_no_firm


@cache
def _owned_by_organizations() -> frozenset[str]:
    owned = word_list("organizations", "owned_by_organizations") | word_list("organizations", "leaders")
    return frozenset(noun.removesuffix("s") for noun in owned | {"shares", "customers", "stores", "products"})


def is_team_of_town(doc: Doc, span: NameSpan) -> bool:
    """True for the town of `Kingston, who have won`; not for one among people: `the guests from Kingston, who have`."""
    is_plural = doc[span.end + 2 : span.end + 3].text in ("have", "are", "were")
    last, name = doc[span.end - 1], doc[span.start : span.end].text
    is_theirs = last.dep_ == "pobj" and last.head.lower_ not in ("for", "against")
    return is_plural and not is_theirs and bool(find_city(name) or find_place(name))
