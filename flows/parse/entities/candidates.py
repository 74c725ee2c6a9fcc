"""Find where the article may name a person, organization or place: token spans with a first guess of their type.

The model's entities are trimmed to the bare name and mended where names commonly break; `name_runs` adds runs of
capitalised words that show by their form what they are. Which type a name has over the whole article is settled in
`consistency`.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from flows.parse.entities.known_names import find_states
from flows.parse.entities.mending import is_no_name, mend_person, mend_thing
from flows.parse.entities.movers import find_movers
from flows.parse.entities.name_contexts import (
    find_described,
    find_listed,
    find_owners,
    find_short_forms,
    find_spelt,
)
from flows.parse.entities.name_ends import extend_names, join_people
from flows.parse.entities.name_runs import find_runs
from flows.parse.entities.name_splits import is_country, is_slug, split_names
from flows.parse.entities.result_lines import find_entrants, find_players, find_results, without_score
from flows.parse.entities.signs import shows_organization
from flows.parse.entities.spans import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    NameSpan,
    settle_overlaps,
)
from flows.parse.entities.sport import find_losers
from flows.parse.entities.stock_codes import before_code, find_companies, find_stock_codes
from flows.parse.entities.trimming import trim
from flows.parse.facts import Reading
from flows.parse.tokens import Doc

_BY_FORM = (
    find_runs,
    find_short_forms,
    find_owners,
    find_described,
    find_listed,
    find_spelt,
    find_results,
    find_entrants,
    find_players,
    find_losers,
    find_movers,
    find_states,
)
_TYPES = {"PERSON": PERSON, "ORG": ORGANIZATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE}
_OTHER_LABELS = frozenset({"PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "NORP", "LANGUAGE"})


def find_candidates(reading: Reading) -> list[NameSpan]:
    """Name spans of the sentences that may be mined, in order, none overlapping."""
    doc = reading.doc
    is_open = bytearray(len(doc))
    for sentence in reading.sentences():
        is_open[sentence.start : sentence.end] = b"\x01" * (sentence.end - sentence.start)
    codes = find_stock_codes(doc)
    runs = chain(find_companies(doc, codes), *(find(doc) for find in _BY_FORM))
    spans = _join_places(doc, [s for s in _model_spans(doc, codes) if is_open[s.start]])
    named = (run for run in runs if is_open[run.start] and not is_no_name(doc[run.start : run.end].text))
    spans = _add_runs(doc, spans, named)
    whole = join_people(doc, settle_overlaps(extend_names(doc, spans)))
    return [span for span in (before_code(span, codes) for span in whole) if span.start < span.end]


def _model_spans(doc: Doc, codes: Collection[int]) -> Iterator[NameSpan]:
    entities = doc.ents
    alone = {e.text: _TYPES[e.label_] for e in entities if e.label_ in _TYPES}
    for entity in entities:
        entity_type = _TYPES.get(entity.label_) or (OTHER if entity.label_ in _OTHER_LABELS else None)
        if entity_type is None:
            continue
        if is_no_name(entity.text):
            entity_type = OTHER
        elif entity.label_ == "NORP" and sum(map(str.isupper, entity.text)) > 1 and entity.text.isalpha():
            entity_type = ORGANIZATION  # `AfD`
        whole = before_code(NameSpan(entity.start, entity.end, entity_type), codes)
        if whole.start == whole.end or any(t.text == "%" for t in doc[whole.start : whole.end]):
            continue
        for piece in split_names(doc, whole, alone):
            span = trim(doc, piece)
            if span is None or (span.end - span.start == 1 and is_slug(doc, span.start)):
                continue
            span = without_score(doc, span)
            yield mend_thing(doc, span) if span.entity_type in (ORGANIZATION, OTHER) else mend_person(doc, span)


def _join_places(doc: Doc, spans: list[NameSpan]) -> list[NameSpan]:
    """Adjacent place pieces of one compound (`Nueva` + `Granada`) as one name, unless a country is one of them."""
    joined: list[NameSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and last.end == span.start
            and last.entity_type == span.entity_type == PLACE
            and _is_compound(doc, last, span)
        ):
            joined[-1] = NameSpan(last.start, span.end, PLACE)
        else:
            joined.append(span)
    return joined


def _is_compound(doc: Doc, left: NameSpan, right: NameSpan) -> bool:
    head = doc[left.end - 1].head
    if not (right.start <= head.i < right.end and doc[left.end - 1].dep_ == "compound"):
        return False
    return not any(is_country(doc[s.start : s.end].text) for s in (left, right))


def _add_runs(doc: Doc, spans: list[NameSpan], runs: Iterable[NameSpan]) -> list[NameSpan]:
    """Runs fill what the model left open or split in pieces; they never cut into a longer or equal organization."""
    at: dict[int, NameSpan] = {i: s for s in spans for i in range(s.start, s.end)}
    for run in runs:
        touching = {at[i] for i in range(run.start, run.end) if i in at}
        if all(_gives_way(doc, s, run) for s in touching):
            for span in touching:
                for i in range(span.start, span.end):
                    del at[i]
            at.update((i, run) for i in range(run.start, run.end))
    return list(dict.fromkeys(at.values()))


def _gives_way(doc: Doc, span: NameSpan, run: NameSpan) -> bool:
    is_inside = run.start <= span.start and span.end <= run.end
    if run.entity_type == PLACE:
        return is_inside and span.entity_type in (PLACE, OTHER)
    if run.entity_type == PERSON:
        is_family_name = span.start > run.start and span.end == run.end and not shows_organization(doc, span)
        may_be_part = span.entity_type in (PERSON, PLACE) or (span.entity_type == ORGANIZATION and is_family_name)
        return is_inside and may_be_part and span.end - span.start < run.end - run.start
    return is_inside and (span.end - span.start < run.end - run.start or span.entity_type != ORGANIZATION)
