"""One name, one type: settle over the whole article what each name is, from the evidence of all of its occurrences."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from flows.parse.entities.acronyms import defined_acronyms, used_acronyms
from flows.parse.entities.countries import find_place
from flows.parse.entities.names import initials, name_words, parse_person_name
from flows.parse.entities.occurrences import find_untagged
from flows.parse.entities.organization_names import abbreviates_in_part, is_acronym, is_short_for, organization_type
from flows.parse.entities.spans import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    NameSpan,
    is_capitalised,
    person_titles,
    settle_overlaps,
    trim,
    word_list,
)
from flows.parse.facts import Reading
from flows.parse.tokens import Doc

_LABEL_WEIGHT = 2  # of the type that the model gives an occurrence
_PROOF = 8  # of what shows a type by itself; a name that is proven is so whatever its labels are, which err alike
_QUOTES = frozenset("\"'“‘«")

Words = tuple[str, ...]


def settle_types(reading: Reading, spans: list[NameSpan]) -> list[NameSpan]:
    """Spans with the type that the article as a whole gives their name, and further occurrences of those names."""
    doc = reading.doc
    spans = [*spans, *defined_acronyms(doc, spans)]
    spans = settle_overlaps([*spans, *used_acronyms(reading, spans)])
    words = _words_by_span(doc, spans)
    types = _vote(doc, words)
    retyped = (_retype(doc, s, types[words[s]]) for s in spans)
    typed = [s for s in retyped if s is not None]
    return settle_overlaps([*typed, *find_untagged(reading, typed)])


def _retype(doc: Doc, span: NameSpan, entity_type: str) -> NameSpan | None:
    if entity_type == span.entity_type:
        return span
    changed = NameSpan(span.start, span.end, entity_type)
    return trim(doc, changed) if entity_type == PERSON else changed


def _words_by_span(doc: Doc, spans: list[NameSpan]) -> dict[NameSpan, Words]:
    """Words of each name; a name written without its spaces (`SkyNews`) has the words of the spaced one."""
    words = {span: name_words(doc[span.start : span.end].text) for span in spans}
    spaced = {"".join(key): key for key in words.values() if len(key) > 1}
    return {span: spaced.get(key[0], key) if len(key) == 1 else key for span, key in words.items()}


def _vote(doc: Doc, words: dict[NameSpan, Words]) -> dict[Words, str]:
    votes: dict[Words, Counter[str]] = defaultdict(Counter)
    proven: dict[Words, str] = {}
    by_end = {span.end: span for span in words}
    by_start = {span.start: span for span in words}
    for span, key in words.items():
        for entity_type, weight in (*_evidence(doc, span), *_definition(doc, span, by_end)):
            votes[key][entity_type] += weight
            if (entity_type, weight) == (ORGANIZATION, _PROOF):
                proven[key] = ORGANIZATION
        if _is_among_places(doc, span, by_end, by_start):
            votes[key][PLACE] += 3
    proven |= dict.fromkeys(_proven_places(doc, words), PLACE)
    times = Counter(words.values())
    for key, entity_type in proven.items():
        votes[key][entity_type] += _LABEL_WEIGHT * times[key]
    family_names = _family_names(doc, words)
    _follow_full_names(votes, words)
    types = {key: _decide(key, count, family_names) for key, count in votes.items()}
    return {key: PERSON if _has_family_name(key, types) else entity_type for key, entity_type in types.items()}


def _follow_full_names(votes: dict[Words, Counter[str]], words: dict[NameSpan, Words]) -> None:
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
    if before in word_list("organizations", "storms") or before in word_list("organizations", "vessels"):
        yield OTHER, _PROOF
    elif before in person_titles():
        yield PERSON, 4
    elif before in word_list("organizations", "kind_nouns"):
        yield ORGANIZATION, 4
    elif _is_named_in_quotes(doc, span) or _is_behind_its_head(doc, span):
        yield ORGANIZATION, _PROOF
    if before in ("of", "in") and span.start > 1 and doc[span.start - 2].lemma_ in word_list("organizations", "shares"):
        yield ORGANIZATION, 6
    is_who = span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].lower_ == "who"
    if is_who and not _shows_organization(doc, span):
        yield PERSON, 3
    if appositive := _appositive(doc, span):
        yield appositive, 4
    if span.entity_type == PERSON:
        yield from _against_person(doc, span, before)
    elif span.entity_type == ORGANIZATION:
        yield from _against_organization(doc, span, before)


def _is_named_in_quotes(doc: Doc, span: NameSpan) -> bool:
    """True for `the charity “Amref”`."""
    is_quoted = span.start > 1 and doc[span.start - 1].text in _QUOTES
    return is_quoted and doc[span.start - 2].lower_ in word_list("organizations", "kind_nouns")


def _is_behind_its_head(doc: Doc, span: NameSpan) -> bool:
    """True for what someone is the CEO of."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    return before[1:] == ["of"] and before[0] in word_list("organizations", "company_heads")


def _appositive(doc: Doc, span: NameSpan) -> str | None:
    """What the noun behind a name's comma says it is: `Skybus, the cargo arm of Airbus`."""
    if span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return None
    nouns = (t.lower_ for t in doc[span.end - 1].rights if t.dep_ == "appos" and t.i > span.end and t.is_lower)
    kinds, parts = word_list("organizations", "kind_nouns"), word_list("organizations", "part_nouns")
    return ORGANIZATION if any(noun in kinds or noun in parts for noun in nouns) else None


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
    if span.end - span.start > 2 and doc[span.end - 1].lower_ in word_list("organizations", "strong_heads"):
        yield ORGANIZATION, 6
    if is_single and before == "(" and span.end < len(doc) and doc[span.end].text == ")":
        yield OTHER, 3
    if _is_behind_preposition(doc, span, before):
        yield PLACE, 4
    if _is_beside_place_noun(doc, span) or (
        not is_single and doc[span.end - 1].lower_ in word_list("places", "place_ends")
    ):
        yield PLACE, 6


def _against_organization(doc: Doc, span: NameSpan, before: str) -> Iterator[tuple[str, int]]:
    """A name that no head noun or capitals show to be an organization's may be a place's, a product's or a work's."""
    if _shows_organization(doc, span):
        return
    is_model = span.end + 1 < len(doc) and doc[span.end].is_digit and not is_capitalised(doc[span.end + 1])
    if is_model:
        yield OTHER, 3  # `iPhone 15`
    is_in = before == "in" and doc[span.start - 1].head.lemma_ not in word_list("organizations", "stakes")
    if is_in or _is_beside_place_noun(doc, span):
        yield PLACE, 4
    elif before in ("’s", "'s", "a", "an") and doc[span.end - 1].dep_ != "compound":
        yield OTHER, 3


def _shows_organization(doc: Doc, span: NameSpan) -> bool:
    """True when a head noun or capitals show the name to be an organization's."""
    text = doc[span.start : span.end].text
    return is_acronym(text) or organization_type(name_words(text)) is not None


def _is_behind_preposition(doc: Doc, span: NameSpan, before: str) -> bool:
    """True after `in`, `near` and `at`, where a place stands; not in `angry at`, `laughed at`."""
    if before not in ("in", "near", "at") or doc[span.end - 1].dep_ != "pobj":
        return False
    governor = doc[span.start - 1].head
    return before != "at" or not (governor.pos_ == "ADJ" or governor.lemma_ in word_list("places", "aimed_at"))


def _is_beside_place_noun(doc: Doc, span: NameSpan) -> bool:
    """True after `town of` or `mayor of`, and before `province`: where a place stands, seldom anything else."""
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    nouns = word_list("places", "place_nouns")
    is_before = span.end < len(doc) and doc[span.end].lower_ in nouns
    return is_before or (before[-1:] == ["of"] and before[0] in nouns | word_list("places", "of_a_place"))


def _proven_places(doc: Doc, words: dict[NameSpan, Words]) -> Iterator[Words]:
    """Single words that are a place beside a noun of places, also within a longer name: `Okinawa Prefecture`."""
    for span, key in words.items():
        if len(key) == 1 and span.entity_type in (PERSON, PLACE) and _is_beside_place_noun(doc, span):
            yield key
        elif len(key) == 2 and span.entity_type == PLACE and key[1] in word_list("places", "place_ends"):
            yield key[:1]


def _is_among_places(doc: Doc, span: NameSpan, by_end: dict[int, NameSpan], by_start: dict[int, NameSpan]) -> bool:
    """True for what stands between two places in a list: `Dubai, Al Mirfa and Sharjah`."""
    last, following = by_end.get(span.start - 1), by_start.get(span.end + 1)
    if last is None or following is None or not last.entity_type == following.entity_type == PLACE:
        return False
    is_listed = doc[span.start - 1].text == "," and doc[span.end].text in (",", "and", "or")
    return is_listed and not _shows_organization(doc, span)


def _definition(doc: Doc, span: NameSpan, by_end: dict[int, NameSpan]) -> Iterator[tuple[str, int]]:
    """What an acronym in parentheses stands for decides its type: a name, a thing, words in small letters."""
    if not (span.start > 1 and doc[span.start - 1].text == "(" and span.end < len(doc) and doc[span.end].text == ")"):
        return
    text = doc[span.start : span.end].text
    long = by_end.get(span.start - 1)
    whole = doc[long.start : long.end].text if long else ""
    if long and (is_acronym(text) or abbreviates_in_part(text, whole)):
        yield long.entity_type, _PROOF
        return
    if long and long.entity_type == ORGANIZATION and is_short_for(text, whole):
        yield ORGANIZATION, _PROOF
        return
    if not is_acronym(text):
        return
    before = [t.text for t in doc[max(span.start - 1 - len(text), 0) : span.start - 1]]
    is_spelt = initials(tuple(w.lower() for w in before), True) == text.lower()
    if before and (before[-1].lower() in _things() or (is_spelt and not before[-1][0].isupper())):
        yield OTHER, _PROOF


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


def _things() -> frozenset[str]:
    return word_list("organizations", "not_organizations")
