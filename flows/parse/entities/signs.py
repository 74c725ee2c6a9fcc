"""Signs of what a name calls that several rules look for: its form, the words right beside it, what it does."""

from functools import cache

from flows.parse.entities.names import name_words
from flows.parse.entities.organization_names import is_acronym, organization_type
from flows.parse.entities.spans import NameSpan, word_list
from flows.parse.tokens import Doc

PROOF = 8  # of what shows a type by itself; a name that is proven is so whatever its labels are, which err alike


def shows_organization(doc: Doc, span: NameSpan) -> bool:
    """True when a head noun or capitals show the name to be an organization's."""
    text = doc[span.start : span.end].text
    return is_acronym(text) or organization_type(name_words(text)) is not None


def ends_in_strong_head(doc: Doc, span: NameSpan) -> bool:
    """True for `Lumo Group`, `Ana Ruiz School`, `Ana Ruiz Center`: no person's name."""
    if span.end - span.start < 2:
        return False
    last = doc[span.end - 1].lower_
    is_head = last in word_list("organizations", "strong_heads") or last in word_list("organizations", "long_heads")
    return is_head and not (span.end - span.start == 2 and last in ("court", "club", "center"))


def is_beside_place_noun(doc: Doc, span: NameSpan) -> bool:
    """True after `town of` or `mayor of`, and before `province`: where a place stands, seldom anything else."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    nouns = word_list("places", "place_nouns")
    is_before = span.end < len(doc) and doc[span.end].lower_ in nouns
    is_before = is_before or (
        span.end < len(doc)
        and doc[span.end].lower_ in word_list("places", "behind_places")
        and doc[span.end].dep_ != "compound"
    )
    return is_before or (before[-1:] == ["of"] and before[0] in nouns | word_list("places", "of_a_place"))


def acts_as_person(doc: Doc, span: NameSpan) -> bool:
    """True for the two words that speak in `Kingston’s Ana Ruiz said`."""
    last = doc[span.end - 1]
    if last.dep_ == "conj":
        last = last.head
    acts = last.dep_ == "nsubj" and last.head.lemma_ in _acts_of_people()
    return acts and span.end - span.start == 2 and all(t.text.istitle() for t in doc[span.start : span.end])


@cache
def _acts_of_people() -> frozenset[str]:
    return word_list("reporting_verbs", "verbs") | word_list("titles", "acts_of_people")
