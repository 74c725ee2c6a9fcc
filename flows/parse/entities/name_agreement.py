"""Which full names of people agree, so that they may be one person's: by nickname, initial or missing middle name.

Names are compared within blocks (family name and possible given names), so that the work grows with the number of names
and not with its square.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from flows.parse.entities.clusters import Clusters
from flows.parse.entities.names import (
    PersonName,
    fold,
    full_given_names,
    generations,
    given_agree,
    given_initials,
    name_words,
)

_INITIALS = re.compile(r"(?:\w\.){2,}")
_QUOTES = frozenset("\"“”'‘’(")  # about a nickname: `Elizabeth “Liz” Harmon`

NameForm = tuple[str, str, str]
"""Family, given and middle names, folded; `jr` and the like stand behind the middle names."""


def name_form(name: PersonName) -> NameForm:
    """The form by which a full name is compared."""
    given, middle = name.given or "", tuple(m for m in name.middle if m[0] not in _QUOTES)
    if _INITIALS.fullmatch(given):  # `A.P.` is `A. P.`
        given, middle = given[0], (*given[1:].replace(".", ""), *middle)
    more = " ".join((*(fold(m).replace(".", "") for m in middle), name.generation or "")).strip()
    return (" ".join(name_words(name.family or "")), fold(given).replace(".", "").replace("-", " "), more)


def cluster_name_forms(forms: Sequence[NameForm]) -> Clusters:
    """Clusters of the positions of distinct forms. A form that two differing names could claim stays by itself."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for i, j in _possible_pairs(forms):
        if names_agree(forms[i], forms[j]):
            near[i].add(j)
            near[j].add(i)
    clear = {i for i, others in near.items() if _is_clique(forms, others)}
    clusters = Clusters(len(forms))
    for i in clear:
        for j in near[i] & clear:
            clusters.join(i, j)
    return clusters


def _possible_pairs(forms: Sequence[NameForm]) -> Iterator[tuple[int, int]]:
    """Pairs of one family name whose given names may be one, or of which one is an initial."""
    same: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    initial: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, (family, given, _) in enumerate(forms):
        for given_key in full_given_names(given):
            same[family, given_key].append(i)
        if len(given) == 1:
            initial[family, given].append(i)
    for i, (family, given, _) in enumerate(forms):
        for letter in given_initials(given):
            yield from ((i, j) for j in initial.get((family, letter), ()) if i != j)
    for block in same.values():
        for position, i in enumerate(block):
            for j in block[:position]:
                yield i, j


def names_agree(first: NameForm, second: NameForm) -> bool:
    """True when given names, middle names and generations do not conflict (family names are not looked at)."""
    (middle, generation), (other_middle, other_generation) = (
        _middle_and_generation(first),
        _middle_and_generation(second),
    )
    if generation != other_generation and (first[1] != second[1] or (generation and other_generation)):
        return False  # `Bob Ruiz` may be the father of `Rob Ruiz Jr.`
    middles = zip(middle, other_middle, strict=False)
    return given_agree(first[1], second[1]) and all(given_agree(a, b) for a, b in middles)


def _middle_and_generation(form: NameForm) -> tuple[list[str], str | None]:
    words = form[2].split()
    return (words[:-1], words[-1]) if words and words[-1] in generations() else (words, None)


def _is_clique(forms: Sequence[NameForm], indices: Iterable[int]) -> bool:
    """True when all of these names agree with one another."""
    names = sorted(indices)
    return all(names_agree(forms[i], forms[j]) for position, i in enumerate(names) for j in names[:position])
