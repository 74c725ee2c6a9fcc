"""Titles that a verb joins to a name: `Kim Reyes is the mayor of Oslo`, `Acme named Kim Reyes chief executive`, `Kim
Reyes heads the Port Authority`.

Knows words and order; makes no rows.
"""

from collections.abc import Iterator
from dataclasses import replace

from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.phrases import title_phrase
from flows.parse.roles.titles import TitleSpan
from flows.parse.roles.verb_titles import NAMING, SUBJECTS, is_only_thought_of, past_adverbs, title_start
from flows.parse.tokens import Span, Token


def titles_by_verb(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles of who is, was named, resigned as or heads something; none of who only may be."""
    doc, (start, end) = at.doc, at.bounds(person)
    yield from _headed(at, start, end)
    if start > 0 and doc[start - 1].pos_ == "VERB" and doc[start - 1].lemma_ in NAMING:
        yield from _named(at, doc[start - 1], end)
        return
    if end and doc[end : end + 1].text == "as" and any(map(_is_placed, doc[start:end])):
        yield from title_phrase(at, past_adverbs(doc, end))
        return
    subject = next((t for t in doc[start:end] if t.dep_ in SUBJECTS), None) or _apposed_subject(doc[start:end])
    if subject is not None and subject.head.i >= end:
        yield from titles_of_subject(at, subject)


def _apposed_subject(name: Span) -> Token | None:
    """`son` of `His son, Kim Reyes, is chairman`."""
    head = next((t.head for t in name if t.dep_ == "appos" and t.head.i < name.start), None)
    return head if head is not None and head.dep_ in SUBJECTS and head.pos_ == "NOUN" else None


def titles_of_subject(at: MentionMap, subject: Token) -> Iterator[TitleSpan]:
    """Titles that its verb, and verbs joined to that without a subject of their own, give a subject."""
    verb = subject.head
    joined = (v for v in verb.rights if v.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in v.lefts))
    for v in (verb, *joined):
        first = None if is_only_thought_of(v) else title_start(v)
        if first is not None:
            yield from title_phrase(at, first)


def _is_placed(name: Token) -> bool:
    """True for who is put into an office or out of it: `oust Kim Reyes`, `the departure of Kim Reyes`."""
    if name.dep_ == "dobj":
        verb = name.head
        is_taken = verb.lemma_ in word_list("titles", "placing_verbs")
        return is_taken and (verb.lemma_ in word_list("titles", "ousting_verbs") or not is_only_thought_of(verb))
    of = name.head if name.dep_ == "pobj" and name.head.lower_ == "of" else None
    return of is not None and of.head.lemma_.lower() in word_list("titles", "placing_nouns")


def _named(at: MentionMap, verb: Token, end: int) -> Iterator[TitleSpan]:
    """What the name that ends at `end` is named by `verb`: `Acme named Kim Reyes as its chief executive`."""
    if is_only_thought_of(verb):
        return
    doc, first = at.doc, past_adverbs(at.doc, end)
    namer = verb.head if verb.dep_ == "acl" else next((t for t in verb.lefts if t.dep_ == "nsubj"), None)
    is_own = namer is not None and first < len(doc) and doc[first].lower_ == "its"
    owner = at.organization_at(namer.i)[0] if namer is not None and is_own else None
    for title in title_phrase(at, first):
        if owner is None or title.organization:
            yield title
        else:  # its words stand apart from those of the title: `text` is the title's alone
            yield replace(title, organization=owner, organization_start=title.start, organization_end=title.end)


def _headed(at: MentionMap, start: int, end: int) -> Iterator[TitleSpan]:
    """Offices at what the name heads: `Kim Reyes, who heads the Port Authority`, `a council chaired by Kim Reyes`."""
    for token in at.doc[start:end]:
        verb, thing = _heading(token, end)
        if verb is None or thing is None or is_only_thought_of(verb):
            continue
        organization, first, last = at.organization_at(thing.i)
        if organization:
            yield TitleSpan(verb.i, verb.i + 1, organization, first, last, verb.lemma_)


def _heading(name: Token, end: int) -> tuple[Token | None, Token | None]:
    """The verb by which who is named heads something, and what; None where there is no such verb."""
    clause = next((c for c in name.rights if c.dep_ == "relcl" and c.i >= end), None)
    is_agent = name.dep_ == "pobj" and name.head.lower_ == "by"
    verb = clause or (name.head.head if is_agent else name.head)
    if verb.pos_ != "VERB" or verb.lemma_ not in word_list("titles", "heading_verbs"):
        return None, None
    if clause is None and is_agent:
        return verb, verb.head if verb.dep_ == "acl" else _child(verb, "nsubjpass")
    subject = _child(verb, "nsubj")
    is_subject = subject is not None and (subject.lower_ == "who" if clause is not None else subject.i == name.i)
    return verb, _child(verb, "dobj") if is_subject else None


def _child(verb: Token, dependency: str) -> Token | None:
    return next((c for c in verb.children if c.dep_ == dependency), None)
