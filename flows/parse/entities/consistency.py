"""One name, one type: settle over the whole article what each name is, from the evidence of all of its occurrences."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from flows.parse.entities.acronyms import defined_acronyms, used_acronyms
from flows.parse.entities.bearers import settle_bearers
from flows.parse.entities.countries import find_place
from flows.parse.entities.evidence import evidence, label
from flows.parse.entities.names import initials, name_words, parse_person_name
from flows.parse.entities.occurrences import find_untagged
from flows.parse.entities.organization_names import (
    abbreviates_in_part,
    is_acronym,
    is_camel_case,
    is_short_for,
    organization_type,
)
from flows.parse.entities.signs import PROOF, is_beside_place_noun, shows_organization
from flows.parse.entities.spans import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    NameSpan,
    opens_sentence,
    person_titles,
    settle_overlaps,
    word_list,
)
from flows.parse.entities.topics import unknown_places, vote_by_topic
from flows.parse.entities.trimming import trim
from flows.parse.facts import Reading
from flows.parse.tokens import Doc

Words = tuple[str, ...]

_LABEL_WEIGHT = 2  # of the type that the model gives an occurrence
_FULL_LABELS = 2  # occurrences whose labels weigh so much


def settle_types(reading: Reading, spans: list[NameSpan]) -> list[NameSpan]:
    """Spans with the type that the article as a whole gives their name, and further occurrences of those names."""
    doc = reading.doc
    spans = [*spans, *defined_acronyms(doc, spans)]
    spans = settle_overlaps([*spans, *used_acronyms(reading, spans)])
    words = _words_by_span(doc, spans)
    types = _vote(doc, words)
    apart = settle_bearers(doc, words, _family_names(doc, words), _firms(words))
    retyped = (_retype(doc, s, apart.get(s, types[words[s]])) for s in spans)
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
    labels: dict[Words, Counter[str]] = defaultdict(Counter)
    proven: dict[Words, str] = {}
    by_end = {span.end: span for span in words}
    by_start = {span.start: span for span in words}
    for span, key in words.items():
        labels[key][label(doc, span)] += 1
        for entity_type, weight in (*evidence(doc, span), *_definition(doc, span, by_end)):
            votes[key][entity_type] += weight
            if (entity_type, weight) == (ORGANIZATION, PROOF):
                proven[key] = ORGANIZATION
        if listed := _type_in_list(doc, span, by_end, by_start):
            votes[key][listed] += 3
    proven |= dict.fromkeys(_proven_places(doc, words), PLACE)
    for key in _common_at_start(doc, words):
        votes[key][OTHER] += PROOF * len(words)
    for key in votes.keys() & {(first,) for first in _firms(words)}:
        del votes[key][OTHER]  # `Meta`, where there is `Meta Inc`, is no common noun
    for key in labels.keys() & _storms(doc):
        votes[key][OTHER] += PROOF
    for key, entity_type in proven.items():
        if entity_type == PLACE and labels[key][OTHER] > labels[key].total() / 2:
            continue
        votes[key][entity_type] += _LABEL_WEIGHT * max(1, labels[key].total())
    for key, entity_type, weight in list(vote_by_topic(doc, words, labels, votes)):
        votes[key][entity_type] += weight
    family_names = _family_names(doc, {s: key for s, key in words.items() if proven.get(key) != ORGANIZATION})
    followed = _follow_full_names(doc, votes, labels, words, proven)
    types: dict[Words, str] = {}
    for key in dict.fromkeys((*labels, *votes)):
        weights = {followed.get(key, of_label): _weigh_labels(times) for of_label, times in labels[key].items()}
        types[key] = _decide(key, Counter(weights) + votes[key], family_names)  # labels go first: they win a tie
    return {
        key: PERSON if key not in proven and _has_family_name(key, types) else entity_type
        for key, entity_type in types.items()
    }


def _weigh_labels(times: int) -> int:
    """Weight of so many labels of one type: the model errs alike where the words about a name are alike."""
    return _LABEL_WEIGHT * min(times, _FULL_LABELS) + max(times - _FULL_LABELS, 0) // 2


def _follow_full_names(
    doc: Doc,
    votes: dict[Words, Counter[str]],
    labels: dict[Words, Counter[str]],
    words: dict[NameSpan, Words],
    proven: dict[Words, str],
) -> dict[Words, str]:
    """What a longer name is, for a word that only its label types: `Amara` as `Amara Nwosu`, `Lumo` as `Lumo Ltd`."""
    full = [(span, key) for span, key in words.items() if len(key) > 1]
    people = {key[0] for span, key in full if span.entity_type == PERSON}
    companies = _firms(words)
    somewhere = unknown_places(doc, words)
    last_of_people = {key[-1] for span, key in full if span.entity_type == PERSON and key not in proven}
    last_of_clubs = {key[-1] for _, key in full if proven.get(key) == ORGANIZATION} - last_of_people
    found: dict[Words, str] = {}
    for key, counted in labels.items():
        if len(key) == 1 and PERSON in labels[key] and key[0] in last_of_clubs and not votes[key][PERSON]:
            found[key] = ORGANIZATION  # `United` of `Kingston United`
        elif len(key) > 1 or votes[key] or len(counted) > 1:
            continue
        elif ORGANIZATION in labels[key] and key[0] in people - companies:
            found[key] = PERSON
        elif key[0] in companies - people and (PERSON in labels[key] or key in somewhere):
            found[key] = ORGANIZATION
    return found


def _firms(words: dict[NameSpan, Words]) -> set[str]:
    """First words of companies' full names: `lumo` of `Lumo Ltd`."""
    full = (key for span, key in words.items() if span.entity_type == ORGANIZATION and len(key) > 1)
    return {key[0] for key in full if organization_type(key[-1:]) == "company"}


def _has_family_name(key: Words, types: dict[Words, str]) -> bool:
    """True for what looks like an organization by two words, the last of which is a person by itself."""
    is_open = types[key] == ORGANIZATION and len(key) == 2 and organization_type(key) is None
    return is_open and types.get(key[-1:]) == PERSON


def _proven_places(doc: Doc, words: dict[NameSpan, Words]) -> Iterator[Words]:
    """Single words that are a place beside a noun of places, also within a longer name: `Okinawa Prefecture`."""
    for span, key in words.items():
        if len(key) == 1 and span.entity_type in (PERSON, PLACE) and is_beside_place_noun(doc, span):
            yield key
        elif len(key) == 2 and span.entity_type == PLACE and key[1] in word_list("places", "place_ends"):
            yield key[:1]


def _common_at_start(doc: Doc, words: dict[NameSpan, Words]) -> set[Words]:
    """Plurals in front of a sentence that the article has in small letters too: `Bugs`, where there are `bugs`."""
    spans: dict[Words, list[NameSpan]] = defaultdict(list)
    for span, key in words.items():
        spans[key].append(span)
    at_start = {
        key
        for key, same in spans.items()
        if len(key) == 1 and all(doc[s.start].tag_ in ("NNS", "NNPS") and opens_sentence(doc, s.start) for s in same)
    }
    in_small_letters = {t.text for t in doc if t.is_lower} if at_start else set()
    return {key for key in at_start if key[0] in in_small_letters}


def _storms(doc: Doc) -> set[Words]:
    """`Ida`, where the article has `Hurricane Ida`."""
    kinds = word_list("organizations", "storms")
    named = (doc[t.i + 1] for t in doc if t.lower_ in kinds and t.i + 1 < len(doc))
    return {(name.lower_,) for name in named if name.text.istitle()}


def _type_in_list(doc: Doc, span: NameSpan, by_end: dict[int, NameSpan], by_start: dict[int, NameSpan]) -> str | None:
    """What stands between two places or two organizations in a list is one too: `Dubai, Al Mirfa and Sharjah`.

    What stands before two people, and is no known place, is one: `Inbee Park, Ko Jin-young and Yealimi Noh`. What is
    taken for a person by one word beside a firm is one too: `Kaseya, SolarWinds and Alder Corp`.
    """
    last, following = by_end.get(span.start - 1), by_start.get(span.end + 1)
    if span.entity_type == PERSON and span.end - span.start == 1 and not find_place(doc[span.start].text):
        links = (doc[span.start - 1].text if span.start else "", doc[span.end : span.end + 1].text)
        beside = (side for side, link in zip((last, following), links, strict=True) if link in (",", "and", "or"))
        if any(side is not None and _is_firm(doc, side) for side in beside):
            return ORGANIZATION
    if following is None or doc[span.end].text not in (",", "and", "or") or shows_organization(doc, span):
        return None
    if last and last.entity_type == following.entity_type and doc[span.start - 1].text == ",":
        return last.entity_type if last.entity_type in (PLACE, ORGANIZATION) else None
    third = by_start.get(following.end + 1)
    is_first = third is not None and doc[span.end].text == "," and doc[following.end].text in (",", "and")
    are_people = is_first and following.entity_type == PERSON and third is not None and third.entity_type == PERSON
    return PERSON if are_people and not find_place(doc[span.start : span.end].text) else None


def _is_firm(doc: Doc, span: NameSpan) -> bool:
    """True for what a company form or its humps show to be a firm's name."""
    last = doc[span.end - 1].text
    is_form = span.end - span.start > 1 and organization_type((last.lower().rstrip("."),)) == "company"
    return span.entity_type == ORGANIZATION and (is_form or is_camel_case(last))


def _definition(doc: Doc, span: NameSpan, by_end: dict[int, NameSpan]) -> Iterator[tuple[str, int]]:
    """What an acronym in parentheses stands for decides its type: a name, a thing, words in small letters."""
    if not (span.start > 1 and doc[span.start - 1].text == "(" and span.end < len(doc) and doc[span.end].text == ")"):
        return
    text = doc[span.start : span.end].text
    long = by_end.get(span.start - 1)
    whole = doc[long.start : long.end].text if long else ""
    if long and (is_acronym(text) or abbreviates_in_part(text, whole)):
        is_initials = long.entity_type != PERSON or initials(name_words(whole), True) == text.lower()
        if long.entity_type == PERSON and is_initials and len(text) == 2:  # `Nahdlatul Ulama (NU)` is no person
            yield ORGANIZATION, PROOF
            return
        long_type = ORGANIZATION if shows_organization(doc, long) else long.entity_type
        is_sure = long_type in (ORGANIZATION, PERSON) or not is_initials or whole.split()[-1].lower() in _things()
        weight = PROOF if is_sure else 4
        if long.entity_type == PERSON and not is_initials and _is_of_politics(doc, span):
            return  # `Sudip Ray (TMC)` is of that party
        yield long_type if is_initials else OTHER, weight  # `Andrés Manuel López Obrador (AMLO)` is one
        return
    if long and long.entity_type == ORGANIZATION and is_short_for(text, whole):
        yield ORGANIZATION, PROOF
        return
    if not is_acronym(text):
        return
    before = [t.text for t in doc[max(span.start - 1 - len(text), 0) : span.start - 1]]
    is_spelt = initials(tuple(w.lower() for w in before), True) == text.lower()
    if any(word.lower() in word_list("organizations", "strong_heads") for word in before):  # `Alliance for Action (AA)`
        return
    is_common = is_spelt and before[-1].islower() and organization_type((before[-1],)) is None
    is_title = is_spelt and before[-1].lower() in person_titles()  # `Chief Election Commissioner (CEC)`
    is_of_thing = before and (before[-1].lower() in _things() or is_common or is_title)
    if is_of_thing or (is_spelt and span.entity_type != ORGANIZATION):
        yield OTHER, PROOF


def _is_of_politics(doc: Doc, span: NameSpan) -> bool:
    """True where the sentence tells of parties and members."""
    words = {token.lower_ for token in doc.sentence_at(span.start)}
    return not words.isdisjoint(word_list("organizations", "words_of_politics"))


def _family_names(doc: Doc, words: dict[NameSpan, Words]) -> frozenset[Words]:
    """Family names, and their last words, of people who have a name of two or more words here."""
    found: set[Words] = set()
    for span, key in words.items():
        if span.entity_type == PERSON and len(key) > 1:
            name = parse_person_name(doc[span.start : span.end].text)
            family = name_words(name.family or "")
            found |= {family, family[-1:]}
    return frozenset(found)


def _decide(key: Words, votes: Counter[str], family_names: frozenset[Words]) -> str:
    known = find_place(" ".join(key))
    is_nation = known and (known.place_type in ("country", "continent") or known.name in _home_nations())
    if known and (len(key) > 1 or is_nation):
        return PLACE
    if key in family_names and votes[PLACE] < (1 if known else PROOF):
        return PERSON
    best = max(votes.values())
    return next(entity_type for entity_type, count in votes.items() if count == best)


def _home_nations() -> frozenset[str]:
    return word_list("places", "home_nations")


def _things() -> frozenset[str]:
    return word_list("organizations", "not_organizations")
