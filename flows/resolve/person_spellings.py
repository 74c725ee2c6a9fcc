"""Which full names of people are one name in two spellings, and one person's.

The given names must agree. The family name must be a rare one in two spellings of the same letters, or a telling
context (an organization, a title of several words) be said with both. Two names that one article has are two people's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from flows.parse.entities.name_agreement import NameForm, names_agree
from flows.parse.entities.names import full_given_names, given_forms
from flows.resolve.spellings import are_spellings, respell, sound

_RARE_LETTERS = 7  # in a family name of so many letters, with a given name that is not a common English one


class FormEvidence(NamedTuple):
    """A full name with what the articles that use it say: `number` is its place among all names."""

    number: int
    form: NameForm
    contexts: frozenset[str]
    articles: frozenset[str]


def find_spellings(names: Iterable[FormEvidence]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of names that are one. Of a name that could be two others, there is none."""
    blocks: defaultdict[tuple[str, str], list[FormEvidence]] = defaultdict(list)
    for name in names:
        family, given, _ = name.form
        if len(given) > 1:
            for full_given in full_given_names(given):
                blocks[full_given, " ".join(map(sound, family.split()))].append(name)
    for block in blocks.values():
        if len(block) > 1 and all(_are_one(a, b) for a, b in combinations(block, 2)):
            yield from ((block[0].number, other.number) for other in block[1:])


def _are_one(first: FormEvidence, second: FormEvidence) -> bool:
    one, other = first.form[0].split(), second.form[0].split()
    if one == other or first.articles & second.articles or not names_agree(first.form, second.form):
        return False  # equal names that agree, and were left apart, could be two people's
    if len(one) != len(other) or not all(map(are_spellings, one, other)):
        return False
    are_same_letters = list(map(respell, one)) == list(map(respell, other))
    if are_same_letters and _is_rare(first.form) and _is_rare(second.form):
        return True
    return any(map(_tells, first.contexts & second.contexts))


def _tells(context: str) -> bool:
    return context.startswith("organization:") or " " in context


def _is_rare(form: NameForm) -> bool:
    return len(form[0]) >= _RARE_LETTERS and form[1] not in given_forms()
