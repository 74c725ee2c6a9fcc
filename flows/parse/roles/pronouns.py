"""Titles of `he` and `she`, and whom they mean: `Ana Ruiz joined the bank. She served as its chief economist.`

Knows words and order; makes no rows.
"""

from collections.abc import Iterator

from flows.parse.entities.spans import person_nouns, pronoun_told, word_list
from flows.parse.facts import Mention
from flows.parse.quotes.marks import find_marked
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.titles import TitleSpan
from flows.parse.roles.verb_titles import SUBJECTS
from flows.parse.roles.verbs import titles_of_subject
from flows.parse.tokens import Token

_PRONOUNS = frozenset({"he", "she"})
_NEAREST_SENTENCES = 2  # before that of the pronoun


def titles_of_pronouns(at: MentionMap) -> Iterator[tuple[Mention, TitleSpan]]:
    """Titles that a verb gives a pronoun outside of quotations, each with the person whom it surely means."""
    for token in at.doc:
        if token.lower_ not in _PRONOUNS or token.dep_ not in SUBJECTS:
            continue
        titles = list(titles_of_subject(at, token))
        person = _meant(at, token) if titles and not _is_quoted(token) else None
        if person is not None:
            yield from ((person, title) for title in titles)


def _meant(at: MentionMap, pronoun: Token) -> Mention | None:
    """The last person before who is a subject; None where somebody else is told of in between, by name or not."""
    start = pronoun.sent.start
    for _ in range(_NEAREST_SENTENCES):
        start = at.doc[start - 1].sent.start if start else 0
    others: set[str] = set()
    for i in range(pronoun.i - 1, start - 1, -1):
        token, mention = at.doc[i], at.at(i)
        is_subject = token.dep_ in SUBJECTS
        if mention is None:
            if is_subject and token.pos_ == "NOUN" and _is_human(token):
                return None
        elif mention.entity_type == "person" and pronoun_told(at.doc, at.bounds(mention)[0]) in (None, pronoun.lower_):
            if is_subject:
                return mention if others <= {mention.entity_key} else None
            others.add(mention.entity_key)
    return None


def _is_human(noun: Token) -> bool:
    return noun.lemma_ in person_nouns() or noun.lemma_ in word_list("counting", "aged_nouns")


def _is_quoted(token: Token) -> bool:
    """True for what stands between quotation marks of its paragraph."""
    text = token.doc.text
    start, end = text.rfind("\n", 0, token.idx) + 1, text.find("\n", token.idx)
    marked = find_marked(text, start, len(text) if end < 0 else end)
    return any(span.start <= token.idx < span.end for span in marked)
