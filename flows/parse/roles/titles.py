"""Where a title stands next to a person's name, and with which organization. Knows words and order; makes no rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from flows.parse.entities.countries import find_demonym
from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention
from flows.parse.roles.mention_map import MentionMap

_LONGEST_BEFORE = 9  # words of titles and organization before a name
_LONGEST_AFTER = 14
_COPULAS = frozenset({"be", "become", "remain", "serve"})
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "my"})
_COMPLEMENTS = frozenset({"of", "for", "at", "in", "to", "with"})
_TITLE_COMPLEMENTS = frozenset({"of", "for"})
_POSSESSIVES = frozenset({"’s", "'s", "’", "'"})
_STOPS = frozenset({",", ";", ":", ".", "(", ")", "—", "–", "-", "“", "”", '"'})


@dataclass(frozen=True, slots=True)
class TitleSpan:
    """Tokens `start` to `end` of a title, and the organization it is held at."""

    start: int
    end: int
    organization: Mention | None = None
    organization_start: int = 0
    organization_end: int = 0


def titles_before(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles right before the name: `U.S. Army Maj. Gen.`, `Foreign Minister`, `General and Chief of Staff`."""
    doc, (first, _) = at.doc, at.bounds(person)
    end = first
    while end > 0 and doc[end - 1].lower_.rstrip(".") in word_list("honorifics", "honorifics") - _heads():
        end -= 1
    start = _run_start(at, end)
    pieces = _split_conjoined(doc, start, end)
    if not pieces:
        return
    organization, lead = _leading_organization(at, pieces[0][0])
    for start, end in pieces:
        yield replace(
            TitleSpan(start, end), organization=organization, organization_start=lead[0], organization_end=lead[1]
        )


def _run_start(at: MentionMap, end: int) -> int:
    """Start of the unbroken run of title words before token `end`, which must end in a title's head."""
    doc = at.doc
    if end == 0 or not _ends_in_head(doc, end):
        return end
    start = end
    while start > 0 and end - start < _LONGEST_BEFORE and _may_be_in_title(at, start - 1, end):
        start -= 1
    while start < end and (
        doc[start].lower_ in _DETERMINERS | {"and", "’s", "'s", "of", "-"} | word_list("titles", "time_modifiers")
    ):
        start += 1
    return start


def _may_be_in_title(at: MentionMap, i: int, end: int) -> bool:
    token = at.doc[i]
    word = token.lower_.rstrip(".")
    mention = at.at(i)
    if token.text == "." and i > 0 and at.doc[i - 1].lower_ in _heads() and not at.doc[i - 1].whitespace_:
        return True
    if token.is_space or token.text in _STOPS or at.doc[i + 1].is_sent_start:
        return token.text == "-" and not at.doc[i - 1].whitespace_ and not token.whitespace_
    if mention and mention.entity_type != "place":
        return False
    if word in _heads() or word in word_list("titles", "modifiers") or word in word_list("titles", "portfolios"):
        return True
    if word == "and":
        return i > 0 and _ends_in_head(at.doc, i)
    if word in ("of", "for"):
        return i > 0 and _ends_in_head(at.doc, i) and i + 1 < end
    if mention:
        return word in ("u.s", "us", "uk", "u.k", "un", "eu")
    is_first = token.is_sent_start and token.pos_ != "PROPN" and find_demonym(token.text) is None
    return token.pos_ in ("PROPN", "ADJ") and token.text[0].isupper() and not is_first


def _split_conjoined(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """Titles joined by `and`, each of which ends in a head; without the articles before them."""
    pieces = []
    left = start
    for i in range(start, end):
        if doc[i].lower_ == "and" and _ends_in_head(doc, i):
            pieces.append((left, i))
            left = i + 1
        elif i == left and doc[i].lower_ in _DETERMINERS:
            left = i + 1
    return [*pieces, (left, end)] if left < end else pieces


def _leading_organization(at: MentionMap, start: int) -> tuple[Mention | None, tuple[int, int]]:
    """The organization right before a title, with or without `’s`: `Boeing CEO`, `Fiji’s Navy commander`."""
    i = start - 1
    if i > 0 and at.doc[i].text in ("’s", "'s", "'", "’"):
        i -= 1
    mention = at.at(i) if i >= 0 else None
    if mention and mention.entity_type == "organization":
        return mention, at.bounds(mention)
    return None, (0, 0)


def titles_after(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles in apposition: `Kim Reyes, 52, the deputy head of the Port Authority,`, also with `who is`."""
    doc, (_, end) = at.doc, at.bounds(person)
    if 0 < end < len(doc) - 1 and doc[end].text == ",":
        has_age = end + 3 < len(doc) and doc[end + 1].is_digit and doc[end + 2].text == ","
        start = end + 3 if has_age else end + 1
        is_clause = start + 2 < len(doc) and doc[start].lower_ == "who" and doc[start + 1].lemma_ in _COPULAS
        yield from _title_phrase(at, start + 2 if is_clause else start)


def titles_in_front(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles that the name follows in apposition: `the chairman of Tyrol Milk Ltd, Kim Reyes,`."""
    doc, (start, end) = at.doc, at.bounds(person)
    root = next((t for t in doc[start:end] if t.dep_ == "appos" and t.head.i < start), None)
    if root is None or doc[start - 1].text != ",":
        return
    for head in (root.head, *root.head.ancestors):
        titles = list(_title_phrase(at, head.left_edge.i)) if head.i < start else []
        if titles and all(max(t.end, t.organization_end) <= start - 1 for t in titles):
            yield from (t for t in titles if max(titles[-1].end, titles[-1].organization_end) == start - 1)
            return


def titles_by_verb(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles by a verb: `Kim Reyes is the mayor of Oslo`, `Kim Reyes, who served as commander of the fleet`."""
    doc, (start, end) = at.doc, at.bounds(person)
    root = next((t for t in doc[start:end] if t.dep_ in ("nsubj", "nsubjpass")), None)
    if root is None or root.head.lemma_ not in _COPULAS or root.head.i < end:
        return
    i = root.head.i + 1
    while i < len(doc) and (doc[i].pos_ == "ADV" or doc[i].lower_ == "as"):
        i += 1
    if not any(t.dep_ == "neg" for t in root.head.children):
        yield from _title_phrase(at, i)


def _title_phrase(at: MentionMap, i: int) -> Iterator[TitleSpan]:
    """Titles of the noun phrase that starts at token `i`, one for each of the organizations it is of."""
    doc = at.doc
    while i < len(doc) and doc[i].lower_ in _DETERMINERS | word_list("titles", "time_modifiers"):
        i += 1
    i = _past_place(at, i)
    organization, lead = _owner(at, i)
    start = lead[1] if organization else i
    while start < len(doc) and doc[start].text in _POSSESSIVES:
        start += 1
    end = _head_end(at, start)
    if end is None:
        return
    title = TitleSpan(start, end)
    if organization:
        yield replace(title, organization=organization, organization_start=lead[0], organization_end=lead[1])
        return
    second = _head_end(at, end + 1) if end < len(doc) and doc[end].lower_ == "and" else None
    if second is None:
        yield from _complemented(at, title)
        return
    for shared in _complemented(at, TitleSpan(end + 1, second)):
        yield replace(shared, start=start, end=end)
        yield shared


def _past_place(at: MentionMap, i: int) -> int:
    """Past a place that owns what follows: `Peru’s` in `Peru’s foreign minister`."""
    place = at.at(i) if i < len(at.doc) else None
    if place and place.entity_type == "place":
        after = at.bounds(place)[1]
        if after < len(at.doc) and at.doc[after].text in _POSSESSIVES:
            return after + 1
    return i


def _owner(at: MentionMap, i: int) -> tuple[Mention | None, tuple[int, int]]:
    mention = at.at(i) if i < len(at.doc) else None
    if mention and mention.entity_type == "organization":
        return mention, at.bounds(mention)
    return None, (0, 0)


def _head_end(at: MentionMap, start: int) -> int | None:
    """End of the title that starts at token `start`: after its head, with nothing but title words before it."""
    doc = at.doc
    end = None
    for i in range(start, min(start + 7, len(doc))):
        token = doc[i]
        mention = at.at(i)
        if token.is_space or token.text in _STOPS - {"-"} or (mention and mention.entity_type == "person"):
            break
        if _ends_in_head(doc, i + 1):
            end = i + 1
        elif token.pos_ not in ("ADJ", "NOUN", "PROPN", "PUNCT", "VERB") and token.lower_ not in ("'s", "’s"):
            break
    return end


def _complemented(at: MentionMap, title: TitleSpan) -> Iterator[TitleSpan]:
    """The title with what completes it: words of its own (`of military doctrine`), a place, then organizations."""
    doc, i = at.doc, title.end
    limit = min(title.start + _LONGEST_AFTER + 4, len(doc))
    while i + 1 < limit and doc[i].lower_ in _COMPLEMENTS:
        j = i + 1
        while j < limit and doc[j].lower_ in _DETERMINERS:
            j += 1
        organizations = list(_organizations_from(at, j, limit))
        if organizations:
            for mention, bounds in organizations:
                yield replace(title, organization=mention, organization_start=bounds[0], organization_end=bounds[1])
            return
        stop = _noun_phrase_end(at, j, limit)
        if stop is None or not _completes(at, i, j):
            break
        title = replace(title, end=stop)
        i = stop
    yield title


def _completes(at: MentionMap, preposition: int, j: int) -> bool:
    """True for `of` and `for`, and for `to` a place: `ambassador to Ghana`."""
    word = at.doc[preposition].lower_
    return word in _TITLE_COMPLEMENTS or (word == "to" and at.at(j) is not None)


def _organizations_from(at: MentionMap, j: int, limit: int) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """The organization at token `j` and those joined to it by `and`; a possessor place before it is passed over."""
    j = _past_place(at, j)
    while j < limit:
        mention = at.at(j)
        if not mention or mention.entity_type != "organization":
            return
        bounds = at.bounds(mention)
        yield mention, bounds
        j = bounds[1]
        if j >= limit or at.doc[j].lower_ not in ("and", "&"):
            return
        j += 1
        while j < limit and at.doc[j].lower_ in _DETERMINERS:
            j += 1


def _noun_phrase_end(at: MentionMap, j: int, limit: int) -> int | None:
    """End of the plain noun phrase or place at token `j`; None when there is none."""
    doc = at.doc
    mention = at.at(j) if j < limit else None
    if mention:
        return at.bounds(mention)[1] if mention.entity_type == "place" else None
    end = j
    while end < limit and _is_nominal(at, doc[end]):
        end += 1
    return end if end > j and doc[end - 1].pos_ in ("NOUN", "PROPN") else None


def _is_nominal(at: MentionMap, token: Token) -> bool:
    if at.at(token.i):
        return False
    return token.pos_ in ("NOUN", "ADJ", "PROPN") or (token.lower_ == "and" and token.nbor(1).pos_ in ("NOUN", "ADJ"))


def _ends_in_head(doc: Doc, end: int) -> bool:
    """True when the one to three tokens before `end` are a title or rank."""
    for length in (1, 2, 3):
        if end - length >= 0:
            words = " ".join(t.lower_.rstrip(".") for t in doc[end - length : end]).replace(" - ", "-")
            if words in _heads():
                return True
    return False


@cache
def _heads() -> frozenset[str]:
    return word_list("titles", "heads") | word_list("titles", "ranks")
