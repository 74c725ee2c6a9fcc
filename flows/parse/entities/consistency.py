"""One name, one type: settle over the whole article what each name is, and find the occurrences the model left out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from flows.parse.entities.countries import find_place
from flows.parse.entities.names import initials, name_words, parse_person_name
from flows.parse.entities.organization_names import is_acronym, is_generic_head, organization_type
from flows.parse.entities.spans import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    NameSpan,
    is_capitalised,
    is_proper,
    settle_overlaps,
    trim,
    word_list,
)
from flows.parse.facts import Reading

_LABEL_WEIGHT = 2  # of the type that the model gives an occurrence
_LONGEST_NAME = 8  # words; longer names are not looked for again

Words = tuple[str, ...]


def settle_types(reading: Reading, spans: list[NameSpan]) -> list[NameSpan]:
    """Spans with the type that the article as a whole gives their name, and further occurrences of those names."""
    doc = reading.doc
    spans = [*spans, *_defined_acronyms(doc, spans)]
    spans = settle_overlaps([*spans, *_used_acronyms(reading, spans)])
    words = _words_by_span(doc, spans)
    types = _vote(doc, words)
    retyped = (_retype(doc, s, types[words[s]]) for s in spans)
    typed = [s for s in retyped if s is not None]
    return settle_overlaps([*typed, *_untagged(reading, typed)])


def _retype(doc: Doc, span: NameSpan, entity_type: str) -> NameSpan | None:
    if entity_type == span.entity_type:
        return span
    changed = NameSpan(span.start, span.end, entity_type)
    return trim(doc, changed) if entity_type == PERSON else changed


def _defined_acronyms(doc: Doc, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """The acronym of `Long Name (LN)` where it carries no span yet; it is what the long name is."""
    starts = {s.start for s in spans}
    for span in spans:
        i = span.end + 1
        in_parentheses = i + 1 < len(doc) and doc[i - 1].text == "(" and doc[i + 1].text == ")"
        if in_parentheses and i not in starts and _abbreviates(doc[i].text, doc[span.start : span.end].text):
            yield NameSpan(i, i + 1, span.entity_type)


def _used_acronyms(reading: Reading, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """Words in capitals that are the initials of one of the article's organizations and carry no span yet."""
    doc = reading.doc
    names = (
        name_words(doc[s.start : s.end].text) for s in spans if s.entity_type == ORGANIZATION and s.end - s.start > 2
    )
    known = {initials(words, with_small).upper() for words in names if len(words) > 2 for with_small in (True, False)}
    starts = {s.start for s in spans}
    for sentence in reading.sentences():
        for token in sentence:
            is_known = token.is_upper and len(token) > 2 and token.text in known and token.i not in starts
            after = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if is_known and not (after is not None and is_proper(after)):
                yield NameSpan(token.i, token.i + 1, ORGANIZATION)


def _abbreviates(short: str, long: str) -> bool:
    """True for an acronym in capitals, or one that mixes cases as the initials of the long name do (`BoG`)."""
    return is_acronym(short) or (len(short) > 1 and initials(name_words(long), True) == short.lower())


def _words_by_span(doc: Doc, spans: list[NameSpan]) -> dict[NameSpan, Words]:
    """Words of each name; a name written without its spaces (`SkyNews`) has the words of the spaced one."""
    words = {span: name_words(doc[span.start : span.end].text) for span in spans}
    spaced = {"".join(key): key for key in words.values() if len(key) > 1}
    return {span: spaced.get(key[0], key) if len(key) == 1 else key for span, key in words.items()}


def _vote(doc: Doc, words: dict[NameSpan, Words]) -> dict[Words, str]:
    votes: dict[Words, Counter[str]] = defaultdict(Counter)
    types_by_end = {span.end: span.entity_type for span in words}
    for span, key in words.items():
        for entity_type, weight in (*_evidence(doc, span), *_definition(doc, span, types_by_end)):
            votes[key][entity_type] += weight
    family_names = _family_names(doc, words)
    _follow_full_names(votes, doc, words)
    types = {key: _decide(key, count, family_names) for key, count in votes.items()}
    return {key: PERSON if _has_family_name(key, types) else entity_type for key, entity_type in types.items()}


def _follow_full_names(votes: dict[Words, Counter[str]], doc: Doc, words: dict[NameSpan, Words]) -> None:
    """Let a word that only its label types be what a longer name is: `Amara` as `Amara Nwosu`, `Lumo` as `Lumo Ltd`."""
    full = [(span, key) for span, key in words.items() if len(key) > 1]
    people = {key[0] for span, key in full if span.entity_type == PERSON}
    companies = {
        key[0] for span, key in full if span.entity_type == ORGANIZATION and organization_type(key[-1:]) == "company"
    }
    times = Counter(words.values())
    for key, count in votes.items():
        if len(key) == 1 and key[0] not in people & companies:
            for label, first_words, follows in ((ORGANIZATION, people, PERSON), (PERSON, companies, ORGANIZATION)):
                if key[0] in first_words and count == {label: _LABEL_WEIGHT * times[key]}:
                    count[follows] = count[label] + 1
                    break


def _has_family_name(key: Words, types: dict[Words, str]) -> bool:
    """True for what looks like an organization by two words, the last of which is a person by itself."""
    is_open = types[key] == ORGANIZATION and len(key) == 2 and organization_type(key) is None
    return is_open and types.get(key[-1:]) == PERSON


def _evidence(doc: Doc, span: NameSpan) -> Iterator[tuple[str, int]]:
    """Votes of one occurrence: the label it has, and what stands about the name."""
    before = doc[span.start - 1].lower_.rstrip(".") if span.start else ""
    yield _label(doc, span), _LABEL_WEIGHT
    if before in word_list("organizations", "storms"):
        yield OTHER, 8
    elif before in _person_titles():
        yield PERSON, 4
    elif before in word_list("organizations", "kind_nouns"):
        yield ORGANIZATION, 4
    if before in ("of", "in") and span.start > 1 and doc[span.start - 2].lemma_ in word_list("organizations", "shares"):
        yield ORGANIZATION, 6
    is_who = span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].lower_ == "who"
    if is_who and not _shows_organization(doc, span):
        yield PERSON, 3
    if span.entity_type == PERSON:
        yield from _against_person(doc, span, before)
    elif span.entity_type == ORGANIZATION:
        yield from _against_organization(doc, span, before)


def _label(doc: Doc, span: NameSpan) -> str:
    """The type the span came with; a short word all in capitals is rather an organization than a person."""
    text = doc[span.start : span.end].text
    is_capitals = span.entity_type == PERSON and span.end - span.start == 1 and text.isupper() and 1 < len(text) <= 5
    return ORGANIZATION if is_capitals else span.entity_type


def _against_person(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A person's name seldom follows an article or stands alone in parentheses or where a place stands."""
    is_single = span.end - span.start == 1
    if before == "the" and (not is_single or doc[span.end - 1].dep_ != "compound"):
        yield OTHER, 3
    if is_single and before == "(" and span.end < len(doc) and doc[span.end].text == ")":
        yield OTHER, 3
    if _is_locative(doc, span):
        yield PLACE, 4


def _against_organization(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A name that no head noun or capitals show to be an organization's may be a place's, a product's or a work's."""
    if _shows_organization(doc, span):
        return
    if before == "in" and doc[span.start - 1].head.lemma_ not in word_list("organizations", "stakes"):
        yield PLACE, 4
    elif before in ("’s", "'s", "a", "an") and doc[span.end - 1].dep_ != "compound":
        yield OTHER, 3


def _shows_organization(doc: Doc, span: NameSpan) -> bool:
    """True when a head noun or capitals show the name to be an organization's."""
    text = doc[span.start : span.end].text
    return is_acronym(text) or organization_type(name_words(text)) is not None


def _is_locative(doc: Doc, span: NameSpan) -> bool:
    """True after `in` or `near`, after `town of`, and before `province`: where a place stands, seldom a person."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    if before[-1:] in (["in"], ["near"]) and doc[span.end - 1].dep_ == "pobj":
        return True
    nouns = word_list("places", "place_nouns")
    return after in nouns or (before[-1:] == ["of"] and before[0] in nouns)


def _definition(doc: Doc, span: NameSpan, types_by_end: dict[int, str]) -> Iterator[tuple[str, int]]:
    """What an acronym in parentheses stands for decides its type: a name, a thing, words in small letters."""
    if not (span.start > 1 and doc[span.start - 1].text == "(" and span.end < len(doc) and doc[span.end].text == ")"):
        return
    text = doc[span.start : span.end].text
    if not is_acronym(text):
        return
    if long_type := types_by_end.get(span.start - 1):
        yield long_type, 8
        return
    before = [t.text for t in doc[max(span.start - 1 - len(text), 0) : span.start - 1]]
    is_spelt = initials(tuple(w.lower() for w in before), True) == text.lower()
    if before and (before[-1].lower() in _things() or (is_spelt and not before[-1][0].isupper())):
        yield OTHER, 8


def _family_names(doc: Doc, words: dict[NameSpan, Words]) -> frozenset[str]:
    """Last words of the family names of people who have a name of two or more words here."""
    found: set[str] = set()
    for span, key in words.items():
        if span.entity_type == PERSON and len(key) > 1:
            name = parse_person_name(doc[span.start : span.end].text)
            found.update(name_words(name.family or "")[-1:])
    return frozenset(found)


def _decide(key: Words, votes: Counter[str], family_names: frozenset[str]) -> str:
    known = find_place(" ".join(key))
    if known and (len(key) > 1 or known.place_type in ("country", "continent")):
        return PLACE
    if len(key) == 1 and key[0] in family_names and not (known and votes[PLACE]):
        return PERSON
    best = max(votes.values())
    return next(entity_type for entity_type, count in votes.items() if count == best)


def _untagged(reading: Reading, spans: list[NameSpan]) -> Iterator[NameSpan]:
    """Occurrences of the article's names, word for word, that carry no span yet."""
    doc = reading.doc
    names = _names_by_first_word(doc, spans)
    taken = {i for s in spans for i in range(s.start, s.end)}
    for sentence in reading.sentences():
        for token in sentence:
            if token.i in taken or token.text not in names:
                continue
            for texts, entity_type in names[token.text]:
                end = token.i + len(texts)
                is_same = end <= sentence.end and all(doc[token.i + k].text == text for k, text in enumerate(texts))
                if is_same and _stands_alone(doc, token.i, end) and not _is_common(doc, token.i, end):
                    yield NameSpan(token.i, end, entity_type)
                    break


def _names_by_first_word(doc: Doc, spans: list[NameSpan]) -> dict[str, list[tuple[Words, str]]]:
    """Texts of the words of each name and its type, by first word, the longest first."""
    names: dict[str, dict[Words, str]] = defaultdict(dict)
    for span in spans:
        texts = tuple(t.text for t in doc[span.start : span.end])
        if span.entity_type != OTHER and len(texts) <= _LONGEST_NAME and texts[0] != texts[0].lower():
            names[texts[0]][texts] = span.entity_type
        is_short_form = span.entity_type == PERSON or (span.entity_type == ORGANIZATION and is_generic_head(texts[-1]))
        if is_short_form and len(texts) > 1 and len(texts[-1]) > 2 and texts[-1].istitle():
            names[texts[-1]].setdefault(texts[-1:], span.entity_type)
    return {first: sorted(same.items(), key=lambda item: -len(item[0])) for first, same in names.items()}


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """False for a single word that is a common word here or a piece of a longer capitalised name."""
    if end - start > 1:
        return True
    token = doc[start]
    if token.pos_ not in ("PROPN", "NOUN", "ADJ") or (token.pos_ != "PROPN" and token.is_sent_start):
        return False
    after = doc[end] if end < len(doc) else None
    return not (after is not None and after.pos_ == "PROPN" and is_capitalised(after))


def _things() -> frozenset[str]:
    return word_list("organizations", "not_organizations")


def _is_common(doc: Doc, start: int, end: int) -> bool:
    """A common noun of organizations that no article points back with: `Guard` without `the`."""
    return end - start == 1 and is_generic_head(doc[start].text) and (start == 0 or doc[start - 1].lower_ != "the")


@cache
def _person_titles() -> frozenset[str]:
    return (
        word_list("honorifics", "honorifics") | word_list("titles", "heads") | word_list("titles", "person_nouns")
    ) - word_list("titles", "also_names")
