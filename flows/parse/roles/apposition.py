"""Titles in apposition to a name, behind it or in front of it. Knows words and order; makes no rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention
from flows.parse.roles.before import before_address, run_start, titles_ending_at
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.phrases import title_phrase
from flows.parse.roles.titles import DETERMINERS, TitleSpan, ends_in_head
from flows.parse.roles.verb_titles import is_only_thought_of, title_start
from flows.parse.tokens import Doc

_PARTY_AND_STATE = re.compile(r", (?:D|R|I|DFL)-[A-Z][\w.]*(?: [A-Z][a-z]+)?(?=,)")
_DEGREES = re.compile(
    r"(?:,? (?:M\.?D\.?|Ph\.?D\.?|R\.?N\.?|J\.?D\.?|M\.?B\.?A\.?|MBE|OBE|CBE|KC|QC|SC|MP|MPH|CFA|CPA|DDS|Esq\.?)"
    r"(?!\w))+(?=,)"
)
_LONGEST = 14  # words
_FARTHEST_VERB = 5  # words behind `who`
_DASHES = ("—", "–")


def titles_after(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles behind the name: `Kim Reyes, 52, the deputy head of the Port Authority,`, `Kim Reyes (CEO)`, also with
    `who is`, `who served as` and `as`."""
    doc, (_, end) = at.doc, at.bounds(person)
    past = at.past_brackets(end)
    if 0 < end < past:
        yield from _up_to(past - 1, title_phrase(at, end + 1))
        end = past  # `Kim Reyes (D-Ohio), chair of the committee`
    elif end and (match := _PARTY_AND_STATE.match(doc.text, doc.ends[end - 1])):
        end = next((t.i for t in doc[end:] if t.idx == match.end()), end)  # `Kim Reyes, D-Ohio, chair`
    if end and (degrees := _DEGREES.match(doc.text, doc.ends[end - 1])):  # `Kim Reyes, M.D., chair`
        end = next((t.i for t in doc[end:] if t.idx >= degrees.end()), end)
    if not 0 < end < len(doc) - 1:
        return
    if doc[end].text in _DASHES:
        closing = next((t.i for t in doc[end + 1 : end + _LONGEST] if t.text in _DASHES), end)
        yield from _up_to(closing, title_phrase(at, end + 1))
    elif doc[end].text == ",":
        has_age = end + 3 < len(doc) and doc[end + 1].is_digit and doc[end + 2].text == ","
        yield from _behind_comma(at, end + 3 if has_age else end + 1)


def _behind_comma(at: MentionMap, start: int) -> Iterator[TitleSpan]:
    doc, clause = at.doc, _clause_of_who(at.doc, start)
    if doc[start].lower_ == "as":  # `Kim Reyes, as chairman, voted`
        titles = list(title_phrase(at, start + 1))
        if titles and doc[titles[-1].stop : titles[-1].stop + 1].text in (",", "."):
            yield from titles
        return
    end = start
    titles = list(title_phrase(at, clause or start))
    for title in [_with_organization_behind(at, titles[0])] if len(titles) == 1 else titles:
        end = title.stop
        yield title
    if clause is None and (clause := _clause_of_who(doc, end)):  # `a physicist who is head of the laboratory`
        yield from title_phrase(at, clause)


def _with_organization_behind(at: MentionMap, title: TitleSpan) -> TitleSpan:
    """`Kim Reyes, Chief Economist, Lumo Bank, said`: the organization that stands apart behind the title's comma."""
    doc, end = at.doc, title.stop
    mention = at.at(end + 1) if doc[end : end + 1].text == "," and end + 1 < len(doc) else None
    if title.organization or mention is None or mention.entity_type != "organization":
        return title
    first, last = at.bounds(mention)
    is_listed = doc[last + 1 : last + 2].text in ("and", "or")  # `met Kim Reyes, mayor, Lumo Bank, and others`
    is_apart = first == end + 1 and doc[last : last + 1].text in (",", ".", ";", ")", "") and not is_listed
    return replace(title, organization=mention, organization_start=first, organization_end=last) if is_apart else title


def _up_to(end: int, titles: Iterable[TitleSpan]) -> list[TitleSpan]:
    """The titles if they fill the text up to token `end`, else none."""
    found = list(titles)
    return found if found and max(t.stop for t in found) == end else []


def _clause_of_who(doc: Doc, i: int) -> int | None:
    """Where the complement of `who is`, `who served as`, `who was named` starts, if these stand at token `i`."""
    if i + 2 >= len(doc) or doc[i].lower_ != "who":
        return None
    verbs = [t for t in doc[i + 1 : i + _FARTHEST_VERB] if t.pos_ in ("VERB", "AUX")]
    verb = next((t for t in verbs if t.dep_[:3] != "aux"), None)
    if verb is None or is_only_thought_of(verb):
        return None
    start = title_start(verb)
    return start if start is not None or verb == verbs[0] else title_start(verbs[0])  # `who is acting chairman`


def titles_in_front(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles that the name follows, perhaps with a rank of its own: `the chairman of Tyrol Milk Ltd, Kim Reyes,`, `As
    chairman, Kim Reyes`, `the police chief, Gen. Kim Reyes,`."""
    doc, start, (_, end) = at.doc, run_start(at, before_address(at, person)), at.bounds(person)
    is_listed = doc[end : end + 1].text in ("and", "or")  # `met the mayor, Kim Reyes and Tom Lee`
    if start < 2 or doc[start - 1].text != "," or is_listed:
        return
    first = doc[start].sent.start
    titles = _up_to(start - 1, title_phrase(at, first + 1)) if doc[first].lower_ == "as" else []
    yield from titles or _apposed(at, person, start) or _leading(at, person, start)


def _apposed(at: MentionMap, person: Mention, start: int) -> list[TitleSpan]:
    """Titles of the phrase that the name stands in apposition to."""
    doc, (first, end) = at.doc, at.bounds(person)
    root = next((t for t in doc[first:end] if t.dep_ == "appos" and t.head.i < start), None)
    ends = (start - 1, at.before_brackets(start - 1))
    for head in (root.head, *root.head.ancestors) if root is not None else ():
        titles = list(title_phrase(at, head.left_edge.i)) if head.i < start else []
        if titles and all(t.stop <= start - 1 for t in titles):
            return titles if titles[-1].stop in ends else []
    return []


def _leading(at: MentionMap, person: Mention, start: int) -> list[TitleSpan]:
    """Titles right before the comma, where the name does not begin a clause of its own: `the former mayor, Kim Reyes,`,
    `Fiji Airways CEO, Kim Reyes said`; not `By then the mayor, Kim Reyes left`."""
    doc, (first, end) = at.doc, at.bounds(person)
    titles = list(titles_ending_at(at, person, start - 1))
    begin = min((t.first for t in titles), default=start)
    root = next((t for t in doc[first:end] if not first <= t.head.i < end), doc[end - 1])
    while root.dep_ == "compound":  # `Kim Reyes` of `Kim Reyes Lopez`
        root = root.head
    is_apposed = root.dep_ in ("appos", "conj") or _opens_phrase(doc, begin)
    return titles if is_apposed and not _is_of_other(at, begin) else []


def _opens_phrase(doc: Doc, i: int) -> bool:
    """True where the sentence or, behind a comma, a phrase starts with the title at `i`: `In 2015, the then mayor`."""
    start = doc[i].sent.start
    while i > start and doc[i - 1].text != ",":
        i -= 1
        if doc[i].lower_ not in DETERMINERS | word_list("titles", "time_modifiers") and doc[i].pos_ != "ADJ":
            return False
    return True


def _is_of_other(at: MentionMap, begin: int) -> bool:
    """True for a title that another name or title before it takes: `Tom Lee, former mayor`, `aide of the president`."""
    i = begin - 1
    while i > 0 and at.doc[i].lower_ in DETERMINERS | word_list("titles", "time_modifiers"):
        i -= 1
    if i < 1:
        return False
    before = at.at(i - 1) if at.doc[i].text == "," else None
    is_of_title = at.doc[i].lower_ in ("of", "to") and ends_in_head(at.doc, i)
    return is_of_title or (before is not None and before.entity_type == "person")
