"""Which mentions of organizations in one article are of the same one, and of what kind and country it is.

Forms are brought together by evidence that holds for any name: the same words in another order, a place that owns the
name, a definition in parentheses, initials, an abbreviated first word (`Cal Guard`), a short form with `the`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.clusters import Clusters
from flows.parse.entities.countries import find_demonym, find_place
from flows.parse.entities.kinds import kind_said
from flows.parse.entities.linking import NamedMention
from flows.parse.entities.names import fold, initials, name_words
from flows.parse.entities.organization_names import (
    abbreviates_in_part,
    core_words,
    country_of,
    is_acronym,
    is_common_institution,
    is_generic_head,
    is_part,
    is_short_for,
    organization_type,
    shortens,
    signature,
    squeeze,
)
from flows.parse.entities.parents import parent_end, parent_start
from flows.parse.entities.spans import word_list
from flows.parse.facts import Entity
from flows.parse.tokens import Doc

Words = tuple[str, ...]


@dataclass
class _Form:
    """One form of a name in the article: its words, and the mentions that use it."""

    words: Words
    mentions: list[NamedMention] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.mentions[0].text

    @property
    def possessors(self) -> list[NamedMention]:
        return [m.possessor for m in self.mentions if m.possessor]

    @property
    def country(self) -> str | None:
        found = {country_of(self.words), *(country_of(name_words(p.text)) for p in self.possessors)} - {None}
        return found.pop() if len(found) == 1 else None


def link_organizations(doc: Doc, mentions: Sequence[NamedMention]) -> list[tuple[Entity, list[NamedMention]]]:
    """Organizations with their mentions."""
    forms = _collect_forms(mentions)
    clusters = Clusters(len(forms))
    acronyms = dict(_join_definitions(doc, forms, clusters))
    acronyms |= dict(_join_other_names(forms, clusters))
    _join_signatures(forms, clusters)
    acronyms |= dict(_join_initials(forms, clusters))
    _join_abbreviations(forms, clusters)
    _join_known_short_names(forms, clusters)
    _join_short_forms(forms, clusters)
    made = [_make_organization(doc, [forms[i] for i in members], acronyms) for members in clusters.members().values()]
    return _with_parents(doc, _distinct(made))


def _collect_forms(mentions: Sequence[NamedMention]) -> list[_Form]:
    """Forms by their words; one that a place owns (`Texas’s National Guard`) goes to the name that holds that place."""
    known = {frozenset(core_words(name_words(m.text))) for m in mentions}
    shared = _names_of_several_countries(mentions)
    forms: dict[Words, _Form] = {}
    for mention in mentions:
        words = name_words(mention.text) or (mention.text,)
        if mention.possessor and mention.possessor.entity_type == "place":
            owned = (*name_words(mention.possessor.text), *words)
            is_known = words in shared or frozenset(core_words(owned)) in known
            if is_known or _is_local_institution(mention.possessor, words):
                words = owned
        forms.setdefault(words, _Form(words)).mentions.append(mention)
    return list(forms.values())


def _names_of_several_countries(mentions: Iterable[NamedMention]) -> set[Words]:
    """Words of names that more than one country owns here: `Kenya’s Navy and Oman’s Navy`."""
    owners: dict[Words, set[str | None]] = {}
    for mention in mentions:
        if mention.possessor:
            owners.setdefault(name_words(mention.text), set()).add(country_of(name_words(mention.possessor.text)))
    return {words for words, countries in owners.items() if len(countries - {None}) > 1}


def _is_local_institution(owner: NamedMention, words: Words) -> bool:
    """True for an institution that many places have (`Ohio’s Supreme Court`), owned by a place within a country."""
    place = find_place(owner.text)
    return is_common_institution(words) and not (place and place.place_type == "country")


def _join_definitions(doc: Doc, forms: list[_Form], clusters: Clusters) -> Iterator[tuple[str, str]]:
    """Join `Long Name (LN)` and yield the pairs of the short form's text and the long one's."""
    ends = {m.end: i for i, form in enumerate(forms) for m in form.mentions}
    for i, form in enumerate(forms):
        for mention in form.mentions:
            long = ends.get(mention.start - 1) if mention.start and doc[mention.start - 1].text == "(" else None
            closed = mention.end < len(doc) and doc[mention.end].text in (")", ",", ";")
            if long is not None and closed and _may_define(form, forms[long]):
                clusters.join(i, long)
                yield form.text, forms[long].text


def _may_define(short: _Form, long: _Form) -> bool:
    if len(short.words) > 1 and not is_acronym(short.text):  # `PML-N` is one
        return abbreviates_in_part(short.text, long.text)
    may_be_short = is_acronym(short.text) or short.text[0] == long.text[0] or is_short_for(short.text, long.text)
    return len(long.words) > 1 and len(short.text) > 1 and may_be_short


def _join_other_names(forms: list[_Form], clusters: Clusters) -> Iterator[tuple[str, str]]:
    """Join names that the text says to be of one organization: `Acme, formerly Lumo Ltd`; yield the texts of an acronym
    and the name that it is said to be of."""
    places = {mention.start: i for i, form in enumerate(forms) for mention in form.mentions}
    for form in forms:
        for mention in form.mentions:
            if mention.other_name_of is not None:
                clusters.join(places[mention.start], places[mention.other_name_of.start])
                if is_acronym(mention.text) and not is_acronym(mention.other_name_of.text):
                    yield mention.text, mention.other_name_of.text


def _join_signatures(forms: list[_Form], clusters: Clusters) -> None:
    """Join forms with the same words but for order, articles and country, unless their countries differ."""
    by_core: dict[frozenset[str] | str, list[int]] = {}
    for i, form in enumerate(forms):
        by_core.setdefault(signature(form.words), []).append(i)
        by_core.setdefault(squeeze(form.words), []).append(i)
    for same in (forms_alike for forms_alike in by_core.values() if len(forms_alike) > 1):
        countries = {forms[i].country for i in same} - {None}
        for i in same[1:]:
            if len(countries) < 2 or forms[i].country == forms[same[0]].country:
                clusters.join(same[0], i)


def _join_initials(forms: list[_Form], clusters: Clusters) -> Iterator[tuple[str, str]]:
    """Join an all-capitals form to the only name with those initials; yield both texts."""
    by_initials: dict[str, set[int]] = {}
    for i, form in enumerate(forms):
        without_country = form.words[1:] if form.words[0] == "us" and len(form.words) > 3 else form.words
        for words in {form.words, without_country} if len(form.words) > 1 else ():
            for with_small in (False, True):
                by_initials.setdefault(initials(words, with_small), set()).add(i)
    for i, form in enumerate(forms):
        candidates = by_initials.get(form.words[0], set()) if len(form.words) == 1 and is_acronym(form.text) else set()
        if len(candidates) > 0 and len({clusters.find(j) for j in candidates}) == 1:
            long = min(candidates)
            clusters.join(i, long)
            yield form.text, forms[long].text


def _join_known_short_names(forms: list[_Form], clusters: Clusters) -> None:
    """Join `the Fed` to the Federal Reserve of the article."""
    known: dict[str, str] = load_data("organizations")["known_short_names"]
    by_words = {form.words: i for i, form in enumerate(forms)}
    for i, form in enumerate(forms):
        long = by_words.get(tuple(known.get(" ".join(form.words), "").split()))
        if long is not None:
            clusters.join(i, long)


def _join_abbreviations(forms: list[_Form], clusters: Clusters) -> None:
    """Join `Cal Guard` to the only longer name with that last word whose first word it shortens."""
    by_last: dict[str, list[int]] = {}
    for i, form in enumerate(forms):
        by_last.setdefault(form.words[-1], []).append(i)
    for i, form in enumerate(forms):
        if len(form.words) < 2:
            continue
        long = [j for j in by_last[form.words[-1]] if shortens(form.words, forms[j].words)]
        if len({clusters.find(j) for j in long}) == 1:
            clusters.join(i, long[0])


def _join_short_forms(forms: list[_Form], clusters: Clusters) -> None:
    """Join a form to the only longer one it begins or ends: `the Guard`, `Boeing` and `Boeing Co.`."""
    by_edge: dict[tuple[str, int], set[int]] = {}
    lengths = sorted({len(form.words) for form in forms})
    for i, form in enumerate(forms):
        for edge in {form.words[0], form.words[-1]}:
            by_edge.setdefault((edge, len(form.words)), set()).add(i)
    for i, form in enumerate(forms):
        edges = [(word, n) for word in (form.words[0], form.words[-1]) for n in lengths if n > len(form.words)]
        nearby = {j for edge in edges for j in by_edge.get(edge, ())}
        longer = sorted(j for j in nearby if _is_short_form(form, forms[j]))
        if len({clusters.find(j) for j in longer}) == 1:
            clusters.join(i, longer[0])
        elif (nearest := _nearest_before(form, longer, forms)) is not None:
            clusters.join(i, nearest)


def _nearest_before(short: _Form, longer: list[int], forms: list[_Form]) -> int | None:
    """The longer form last named before `the Guard`, a common noun, stands for it, when several might."""
    start = next((m.start for m in short.mentions if m.is_definite), None)
    if start is None or not is_generic_head(short.text):
        return None
    before = [(m.start, j) for j in longer for m in forms[j].mentions if m.start < start]
    return max(before)[1] if before else None


def _is_short_form(short: _Form, long: _Form) -> bool:
    n = len(short.words)
    if n >= len(long.words) or find_place(short.text):
        return False
    if long.words[:n] == short.words:
        tail = " ".join(long.words[n:])
        if find_place(tail) or find_demonym(tail):
            return False  # `Lumo Europe` is a unit of `Lumo`
        if is_acronym(short.text) and is_part(long.words[n:]):
            return False  # `U.N. Security Council` is one of the `U.N.`
        return not organization_type(short.words) or not core_words(long.words)[n:]
    if long.words[-n:] != short.words:
        return False
    if n == len(long.words) - 1 and long.words[0] in _club_openers():
        return True  # `Nordhaven` of `FC Nordhaven`
    has_own_name = n > 1 and organization_type(short.words[-1:]) is None
    return has_own_name or any(m.is_definite for m in short.mentions)


@cache
def _club_openers() -> frozenset[str]:
    return frozenset(map(fold, word_list("sport", "club_openers")))


def _make_organization(doc: Doc, forms: list[_Form], acronyms: dict[str, str]) -> tuple[Entity, list[NamedMention]]:
    mentions = sorted((m for form in forms for m in form.mentions), key=lambda m: m.start)
    texts = list(dict.fromkeys(m.text for m in mentions))
    owned = [f"{m.possessor.text}’s {m.text}" for m in mentions if m.possessor]
    short = next((t for t in texts if t in acronyms and acronyms[t] in texts), None)
    if short is None and len(texts) == 1 and is_acronym(texts[0]):
        short = texts[0]
    named = [f for f in forms if f.text not in acronyms and not _holds_acronym(f, acronyms, texts)] or forms
    named = [f for f in named if any(m.other_name_of is None for m in f.mentions)] or named
    best = max(named, key=lambda f: (len(name_words(f.text)), len(f.mentions), len(f.text)))
    best = next((f for f in named if f"{f.text}s" == best.text), best)  # `National Guard`, though Guards are named
    countries = {form.country for form in forms} - {None}
    country = countries.pop() if len(countries) == 1 else None
    entity = Entity(
        "organization:" + " ".join(name_words(best.text) or (best.text,)),
        "organization",
        best.text,
        tuple(dict.fromkeys((*texts, *owned))),
        acronym=short,
        organization_type=organization_type(best.words) or kind_said(doc, mentions) or "other",
        country=country,
    )
    return entity, mentions


def _holds_acronym(form: _Form, acronyms: dict[str, str], texts: list[str]) -> bool:
    """True for a name around the acronym of another: `New GM` is not the fullest name of `General Motors`."""
    return any(fold(text) in form.words for text in texts if acronyms.get(text, form.text) != form.text)


def _distinct(made: Iterable[tuple[Entity, list[NamedMention]]]) -> list[tuple[Entity, list[NamedMention]]]:
    """Give the second of two organizations of one name (a possessor apart) a key of its own."""
    seen: dict[str, int] = {}
    result = []
    for entity, mentions in made:
        seen[entity.key] = count = seen.get(entity.key, 0) + 1
        key = entity.key if count == 1 else f"{entity.key}#{count}"
        result.append((replace(entity, key=key), mentions))
    return result


def _with_parents(doc: Doc, made: list[tuple[Entity, list[NamedMention]]]) -> list[tuple[Entity, list[NamedMention]]]:
    """Parents as the text says: `Airbus’s Defence Division`, `Skybus, a unit of Airbus`."""
    starts: dict[int | None, str] = {m.start: entity.key for entity, mentions in made for m in mentions}
    ends: dict[int | None, str] = {m.end: entity.key for entity, mentions in made for m in mentions}
    result = []
    for entity, mentions in made:
        named = (key for m in mentions for key in (starts.get(parent_start(doc, m)), ends.get(parent_end(doc, m))))
        parent = next((key for key in named if key and key != entity.key), None)
        result.append((replace(entity, parent_key=parent), mentions))
    return result
