"""The phrase that a title makes with what completes it: `the deputy head of the Port Authority and mayor of Oslo`.

Knows words and order; makes no rows.
"""

from collections.abc import Iterator
from dataclasses import replace

from flows.parse.entities.name_splits import is_country
from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention
from flows.parse.roles.before import forms_of_address
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.titles import DETERMINERS, POSSESSIVES, STOPS, TitleSpan, ends_in_head, heads
from flows.parse.tokens import Doc, Token

_LONGEST = 14  # words
_LONGEST_UNKNOWN = 6  # words
_COMPLEMENTS = frozenset({"of", "for", "on", "at", "in", "to", "with"})
_KINDS_OF_BODY = frozenset({"opposition", "state", "county", "city", "student", "parent", "sister"})
_TITLE_COMPLEMENTS = frozenset({"of", "for", "on"})


def title_phrase(at: MentionMap, i: int) -> Iterator[TitleSpan]:
    """Titles of the noun phrase that starts at token `i`, and of those that a comma or `and` adds to it."""
    titles = list(_title_phrase_alone(at, i))
    if not titles and (known := _past_unknown(at.doc, i)):
        titles = list(_title_phrase_alone(at, known))
    while titles:
        yield from titles
        titles = _added(at, titles[-1])


def _added(at: MentionMap, last: TitleSpan) -> list[TitleSpan]:
    """Titles that `and` adds to the last one, or a comma that a list goes on with: `chairman, president and CEO`."""
    doc, link = at.doc, at.doc[last.stop : last.stop + 1].text
    if link not in ("and", ",") or _is_of_verb(doc, last.stop + 1):
        return []
    titles = [_with_owner_of(doc, last, title) for title in _title_phrase_alone(at, last.stop + 1)]
    stop = titles[-1].stop if titles else len(doc)
    if link == "," and len(titles) < 2 and doc[stop : stop + 1].text != "and":
        return []
    return [t for t in titles if t.organization or not _is_before_person(at, t.end)]


def _is_of_verb(doc: Doc, i: int) -> bool:
    """True for the `becoming` of `president, becoming her country’s first leader`; not of `acting president`."""
    return any(t.tag_ == "VBG" and t.dep_ != "amod" for t in doc[i : i + 1])


def _past_unknown(doc: Doc, i: int) -> int | None:
    """Behind the `and` of `a beekeeper and ecologist`, of which the first is no title that we know."""
    if doc[i : i + 1].text not in ("a", "an"):
        return None
    for token in doc[i + 1 : i + _LONGEST_UNKNOWN]:
        if token.lower_ == "and":
            return token.i + 1 if token.i > i + 1 and doc[token.i - 1].pos_ in ("NOUN", "PROPN") else None
        if token.pos_ not in ("NOUN", "ADJ", "PROPN"):
            return None
    return None


def _with_owner_of(doc: Doc, first: TitleSpan, added: TitleSpan) -> TitleSpan:
    """`chief executive` of `Boeing’s president and chief executive` is held at Boeing too."""
    is_owned = first.organization_end < first.start and doc[first.start - 1].text in POSSESSIVES
    if added.organization or not is_owned or doc[added.start - 1].lower_ != "and":
        return added
    return replace(
        added,
        organization=first.organization,
        organization_start=first.organization_start,
        organization_end=first.organization_end,
    )


def _title_phrase_alone(at: MentionMap, i: int) -> Iterator[TitleSpan]:
    """Titles of one noun phrase, one for each of the organizations it is of."""
    doc = at.doc
    i = _past_possessor(at, _past_dates(doc, _past_age(doc, _past_dates(doc, i))))
    if doc[i : i + 1].text.lower() in word_list("titles", "to_come"):
        return
    organization, first, last = at.organization_at(i)
    start = last if organization else i
    while start < len(doc) and doc[start].text in POSSESSIVES:
        start += 1
    end = _head_end(at, start)
    if end is None or _is_before_person(at, end):
        return
    title = TitleSpan(_past_noun_that_owns(doc, start, end), end)
    if organization:
        completed = next(_complemented(at, title))
        title = title if completed.organization else completed
        yield replace(title, organization=organization, organization_start=first, organization_end=last)
        return
    start = title.start
    second = _head_end(at, end + 1) if end < len(doc) and doc[end].lower_ == "and" else None
    if second is None:
        yield from _complemented(at, title)
        return
    if _is_before_person(at, second):  # `finance minister and party leader Tom Lee` behind the name of another
        return
    is_whole = any(doc[i].lower_ == "of" for i in range(start, end))  # `member of Parliament and chairman of the board`
    if is_whole:
        yield title
    for shared in _complemented(at, TitleSpan(end + 1, second)):
        if not is_whole:
            yield replace(shared, start=start, end=end)
        yield shared


def _past_dates(doc: Doc, i: int) -> int:
    """Past articles and what dates a title: `the then-`, `newly appointed`."""
    skipped = DETERMINERS | word_list("titles", "time_modifiers") | word_list("titles", "time_adverbs") | {"-"}
    while i < len(doc) and doc[i].lower_ in skipped:
        i += 1
    return i


def _past_age(doc: Doc, i: int) -> int:
    """Past `30-year-old`; else `i`."""
    words = [t.lower_ for t in doc[i : i + 5]]
    return i + 5 if words[1:] == ["-", "year", "-", "old"] else i


def _past_possessor(at: MentionMap, i: int) -> int:
    """Past a place or person that owns what follows: `Peru’s foreign minister`, `Mr. Ruiz’s lawyer`."""
    doc = at.doc
    first = i
    while first < len(doc) and (doc[first].lower_.rstrip(".") in forms_of_address() or ends_in_head(doc, first + 1)):
        first += 1
    owner = at.at(first) if first < len(doc) else None
    if owner and (owner.entity_type == "person" or (owner.entity_type == "place" and first == i)):
        after = at.bounds(owner)[1]
        if after < len(doc) and doc[after].text in POSSESSIVES:
            return after + 1
    return i


def _past_noun_that_owns(doc: Doc, start: int, end: int) -> int:
    """Past `company’s` in `the company’s general manager`; not past `women’s` in `women’s coach`."""
    owners = (i for i in range(start, end - 1) if doc[i].tag_ == "NN" and doc[i + 1].text in POSSESSIVES)
    last = max(owners, default=None)
    return start if last is None or last + 2 >= end else last + 2


def _head_end(at: MentionMap, start: int) -> int | None:
    """End of the title that starts at token `start`: after its head, with nothing but title words before it."""
    doc = at.doc
    end = None
    for i in range(start, min(start + 7, len(doc))):
        token = doc[i]
        mention = at.at(i)
        if token.is_space or token.text in STOPS - {"-"} or (mention and mention.entity_type == "person"):
            break
        if ends_in_head(doc, i + 1) and doc[i + 1 : i + 2].text not in POSSESSIVES:  # `the president’s eldest son`
            end = i + 1
        is_of_head = token.lower_ in ("of", "in") and doc[i - 1 : i + 2].text.lower() in heads()  # `editor in chief`
        is_of_word = token.pos_ == "NUM" and doc[i + 1 : i + 2].text == "-"  # `six-term mayor`
        if not (is_of_head or is_of_word or _may_stand_in_title(token) or token.text in POSSESSIVES):
            break
    return end


def _may_stand_in_title(token: Token) -> bool:
    """True for a noun, an adjective, `managing`, `retired`; not for `rejected` as a verb of its own."""
    return token.pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT") or token.tag_ in ("VBG", "VBN")


def _is_before_person(at: MentionMap, end: int) -> bool:
    """True for the title of another: `Kim Reyes, chairman Tom Lee and others`."""
    mention = at.at(end) if end < len(at.doc) else None
    return mention is not None and mention.entity_type == "person"


def _complemented(at: MentionMap, title: TitleSpan) -> Iterator[TitleSpan]:
    """The title with what completes it: words of its own (`of military doctrine`), a place, then organizations."""
    doc, i = at.doc, title.end
    limit = min(title.start + _LONGEST + 4, len(doc))
    while i + 1 < limit and doc[i].lower_ in _COMPLEMENTS:
        j = i + 1
        while j < limit and doc[j].lower_ in DETERMINERS:
            j += 1
        j = _past_adjectives(at, j, limit)
        stop = _noun_phrase_end(at, j, limit)
        j, stop = _owned_part(at, j, stop, limit)
        start = j if stop is None else stop  # behind `the rebel group` of `the rebel group Free Mali`
        organizations = list(_organizations_from(at, start, limit))
        if organizations and (stop is None or doc[stop - 1].lower_ in word_list("organizations", "kind_nouns")):
            for mention, bounds in organizations:
                yield replace(title, organization=mention, organization_start=bounds[0], organization_end=bounds[1])
            return
        if stop is not None and doc[i].lower_ in ("in", "at") and at.at(j) is not None:
            i = stop  # `a spokeswoman in Lima for the Port Authority`
            continue
        if stop is None or not _completes(at, i, j) or _is_title_of_other(at, stop):
            break
        title = replace(title, end=stop)
        i = stop
    yield title


def _owned_part(at: MentionMap, j: int, stop: int | None, limit: int) -> tuple[int, int | None]:
    """The phrase from `j` to `stop`, or what it owns: `Bureau of Trade` of `head of the agency’s Bureau of Trade`."""
    if stop is None or stop >= limit or at.doc[stop].text not in POSSESSIVES:
        return j, stop
    owned = _past_adjectives(at, stop + 1, limit)
    end = _noun_phrase_end(at, owned, limit)
    is_known = end is not None or any(_organizations_from(at, owned, limit))
    return (owned, end) if is_known else (j, stop)


def _is_title_of_other(at: MentionMap, end: int) -> bool:
    """True for the `Sen.` of `Kim Reyes, a spokeswoman for Sen. Tom Lee`."""
    is_stopped = at.doc[end : end + 1].text == "."
    return ends_in_head(at.doc, end) and _is_before_person(at, end + is_stopped)


def _past_adjectives(at: MentionMap, j: int, limit: int) -> int:
    """Past what tells the kind of an organization: `the ruling Free Party`, `the London-based Acme`; else `j`."""
    doc, i = at.doc, j
    while i < limit:
        token, mention = doc[i], at.at(i)
        if mention and mention.entity_type == "organization":
            return i
        is_hyphened = token.text == "-" or doc[i + 1 : i + 2].text == "-"
        is_adjective = token.pos_ == "ADJ" or token.tag_ in ("VBG", "VBN") or token.lower_ in _KINDS_OF_BODY
        if not is_hyphened and (mention or not is_adjective):
            return j
        i += 1
    return j


def _completes(at: MentionMap, preposition: int, j: int) -> bool:
    """True for `of` and `for`, and for `to` a place: `ambassador to Ghana`."""
    word = at.doc[preposition].lower_
    return word in _TITLE_COMPLEMENTS or (word == "to" and at.at(j) is not None)


def _organizations_from(at: MentionMap, j: int, limit: int) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """The organization at token `j` and those joined to it by `and`; a possessor place before it is passed over."""
    j = _past_possessor(at, j)
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
        while j < limit and at.doc[j].lower_ in DETERMINERS:
            j += 1


def _noun_phrase_end(at: MentionMap, j: int, limit: int) -> int | None:
    """End of the plain noun phrase or place at token `j`; None when there is none."""
    doc = at.doc
    mention = at.at(j) if j < limit else None
    if mention and mention.entity_type != "place":
        return None
    if mention:
        end = at.bounds(mention)[1]
        if doc[j - 1].lower_ == "the" and end < limit and doc[end].text == "," and not is_country(mention.text):
            return None  # `chairman of the Moonachie, N.J., maker of films`
        noun = doc[end - 1].head
        is_compound = doc[end - 1].dep_ == "compound" and noun.i == end < limit and noun.pos_ == "NOUN"
        return end + 1 if is_compound else end  # `commander of U.S. forces`
    end = j
    while end < limit and _is_nominal(at, doc[end]):
        end += 1
    return end if end > j and doc[end - 1].pos_ in ("NOUN", "PROPN") else None


def _is_nominal(at: MentionMap, token: Token) -> bool:
    if at.at(token.i) or token.ent_type_ in ("DATE", "TIME") or token.lower_.rstrip(".") in forms_of_address():
        return False
    if token.text in POSSESSIVES:
        return token.i + 1 < len(at.doc) and token.nbor(1).pos_ in ("NOUN", "ADJ")
    if token.lower_ == "and":
        return token.nbor(1).pos_ in ("NOUN", "ADJ") and not ends_in_head(at.doc, token.i + 2)
    return token.pos_ in ("NOUN", "ADJ", "PROPN")
