"""Mend what the model marks as a name where such names commonly break: by head nouns, and by what stands beside them. A
vehicle, a law, a prize, a title is no organization; what is left of one may be."""

import re
from functools import cache, lru_cache
from itertools import pairwise

from flows.parse.entities.countries import find_demonym, find_place, is_people
from flows.parse.entities.name_splits import has_head, opens_name
from flows.parse.entities.names import name_words
from flows.parse.entities.organization_names import is_acronym
from flows.parse.entities.spans import ORGANIZATION, OTHER, PERSON, PLACE, NameSpan, is_capitalised, word_list
from flows.parse.tokens import Doc

_DESIGNATOR = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Z]?s?|\d{1,4}[A-Z]{1,2}")
_VEHICLE = re.compile(r"(?!G-)[A-Z]{1,3}-\d{1,4}[A-Z]?s?")  # `F-35s`; `G-20` is a group of states
_AIRCRAFT = re.compile(r"[A-Z]\d{3}(?:neo)?s?")  # `A380s`
_VERSUS = frozenset({"v", "v.", "vs", "vs."})
_SUM = re.compile(r"(?:[KTU]?[Ss]hs?|Rs|Tk|RM)\.?\d[\d.,]*(?: [a-z]+illion)?")  # `Sh3.2` of `Sh3.2 billion`
_NEAR_OIL = 120  # tokens
_LED = frozenset({"front", "government", "campaign", "movement", "center", "centre", "network", "coalition"})
_WRITERS = frozenset({"columnist", "correspondent", "editor", "reporter", "writer"})
_CHANNELS = frozenset({"channel", "radio", "tv"})
_COMMON_ALONE = frozenset({"federal", "national", "royal"})
_COMPANY_ENDS = frozenset({"inc", "inc.", "corp", "corp.", "ltd", "ltd.", "llc", "plc"})


def mend_thing(doc: Doc, span: NameSpan) -> NameSpan:
    """An organization-like name by its head; a vehicle, law, prize or title is none, but a branch before it is."""
    words = [t.lower_ for t in doc[span.start : span.end]]
    if not _VERSUS.isdisjoint(words) and any(t.text in _VERSUS for t in doc[span.start : span.end]):
        return _behind_case(doc, span)
    if span.entity_type == OTHER:
        is_body = has_head(words) and not _is_designated(doc, span) and not is_no_name(doc[span.start : span.end].text)
        return NameSpan(span.start, span.end, ORGANIZATION if is_body else OTHER)
    is_common = words[0] in word_list("organizations", "kind_nouns") or words[0] in _COMMON_ALONE
    if len(words) == 1 and (is_common or doc[span.start].pos_ == "ADJ" or _is_of_people(doc[span.start].text)):
        return NameSpan(span.start, span.end, OTHER)
    if span.start and doc[span.start - 1].lower_ in word_list("organizations", "kind_nouns"):
        return span
    words = _without_rest(doc, span)
    if len(words) > 2 and words[-1].isdigit() and words[-2] in word_list("organizations", "not_organizations"):
        return NameSpan(span.start, span.end, OTHER)  # `Security Council Resolution 1325`
    span = NameSpan(span.start, span.start + len(words), ORGANIZATION)
    if len(words) == 1 and (_VEHICLE.fullmatch(doc[span.start].text) or _AIRCRAFT.fullmatch(doc[span.start].text)):
        return NameSpan(span.start, span.end, OTHER)
    after = doc[span.end] if span.end < len(doc) else doc[span.end - 1]
    if (
        is_capitalised(after)
        and after.lower_ in word_list("organizations", "not_organizations")
        and not has_head(words)
    ):
        return NameSpan(span.start, span.end, OTHER)  # `North American Free Trade` of `... Agreement`
    if len(words) == 2 and words[0] in word_list("organizations", "storms"):
        return NameSpan(span.start, span.end, OTHER)
    if _is_thing(doc, span, words) or _is_relation(words):
        return _branch(span, words)
    is_firm = words[-1] == "systems" and len(words) == 2 and words[0] not in word_list("titles", "portfolios")
    is_other = words[-1] in word_list("organizations", "not_organizations") and not (_is_of_head(words) or is_firm)
    if not opens_name(words) and (is_other or _is_title(doc, span, words)):
        return NameSpan(span.start, span.end, OTHER)
    for i, word in enumerate(words[:-1]):
        if (
            i
            and word in _COMPANY_ENDS
            and not any(w in word_list("organizations", "company_forms") for w in words[i + 1 :])
        ):
            return NameSpan(span.start, span.start + i + 1, ORGANIZATION)
    return span


def mend_person(doc: Doc, span: NameSpan) -> NameSpan:
    """`Kurds`, `Pave Hawk` before `helicopter` and `Atlantis` of `Shuttle Atlantis` are no people; `Carmaker` at the
    front makes the name a firm’s."""
    is_code = span.end - span.start == 1 and any(map(str.isdigit, doc[span.start].text))  # `An-70`
    is_oil = _following(doc, span) == "crude" or _is_price_of_oil(doc, span)
    if span.entity_type == PERSON and (is_code or is_oil or is_people(doc[span.start : span.end].text)):
        return NameSpan(span.start, span.end, OTHER)
    is_state = span.end - span.start > 2 and doc[span.start : span.start + 2].text == "State of"
    if span.entity_type == PLACE and is_state and find_place(doc[span.start + 2 : span.end].text):
        return NameSpan(span.start + 2, span.end, PLACE)
    if span.entity_type == PERSON and span.end - span.start > 1:
        if doc[span.end - 1].lower_ in _WRITERS:  # `Science Reporter` of a byline
            return NameSpan(span.start, span.end, OTHER)
        is_storm = doc[span.start].lower_ in word_list("organizations", "storms")
        if is_storm or _following(doc, span) in _vehicle_nouns():
            return NameSpan(span.start, span.end, OTHER)
        if doc[span.start].lower_ in word_list("organizations", "vessels"):
            return NameSpan(span.start + 1, span.end, OTHER)
        if doc[span.start].is_sent_start and doc[span.start].lower_ in word_list("organizations", "kind_nouns"):
            return NameSpan(span.start + 1, span.end, ORGANIZATION)
    return span


@lru_cache(maxsize=8192)
def is_no_name(text: str) -> bool:
    """True for an address, a sum, a festival, for `Kuwaiti`, and for `U.S.-Cuban` of `U.S.-Cuban relations`."""
    if "@" in text or "://" in text or _SUM.fullmatch(text):
        return True
    words = text.lower().split()
    if not word_list("organizations", "competitions").isdisjoint((" ".join(words[-2:]), *words[-1:])):
        return True
    if name_words(text) in _never_names() or name_words(text.removesuffix("s")) in _never_names():
        return True
    parts = text.split("-")
    peoples = [bool(find_demonym(part)) for part in parts]
    is_known = all(is_of_people or find_place(part) for is_of_people, part in zip(peoples, parts, strict=True))
    return is_known and (len(parts) == 2 or (peoples[0] and not find_place(text)))


@cache
def _never_names() -> frozenset[tuple[str, ...]]:
    return frozenset(map(name_words, word_list("organizations", "never_names")))


def _is_of_minister(doc: Doc, span: NameSpan, words: list[str]) -> bool:
    return words[-1] in word_list("titles", "portfolios") and _following(doc, span) in word_list("titles", "heads")


def _is_of_people(word: str) -> bool:
    """True for `Latinos`; not for the nickname of a team (`Indians`)."""
    return is_people(word) and word not in word_list("sport", "nicknames") | word_list("sport", "clubs")


def _is_of_head(words: list[str]) -> bool:
    """True for `Front for the Defense of the Constitution`, `Government of National Accord`, `Geological Survey`."""
    link = next((i for i, word in enumerate(words) if i and word in ("of", "for")), 0)
    is_led = link > 0 and (words[link - 1] in _LED or has_head(words[:link]))
    return is_led or " ".join(words[-2:]) in word_list("organizations", "named_so")


def _behind_case(doc: Doc, span: NameSpan) -> NameSpan:
    """`Supreme Court` of `Roe v. Wade Supreme Court`; a case by itself is no organization."""
    start = next(t.i + 2 for t in doc[span.start : span.end] if t.text.rstrip(".") in ("v", "vs"))
    is_court = start < span.end and has_head([t.lower_ for t in doc[start : span.end]])
    return NameSpan(start, span.end, ORGANIZATION) if is_court else NameSpan(span.start, span.end, OTHER)


def _without_rest(doc: Doc, span: NameSpan) -> list[str]:
    """The words of a name up to an `on` that leads to no topic (`Space Center on STS-1`, `Agency on The Crescent`), to
    a flight's number, to what a minister is of (`SPD of Finance Minister Ana Ruiz`)."""
    words = [t.lower_ for t in doc[span.start : span.end]]
    if len(words) > 2 and words[-2] == "flight" and words[-1].isdigit():
        return words[:-2]
    if len(words) > 2 and words[1] == "of" and is_acronym(doc[span.start].text) and _is_of_minister(doc, span, words):
        return words[:1]
    if "of" in words[1:-1] and _is_of_minister(doc, span, words) and has_head(words[: words.index("of")]):
        return words[: words.index("of")]  # `Conservative Party of Prime Minister Ana Ruiz`
    for i in range(1, len(words) - 1):
        after = doc[span.start + i + 1].text
        if words[i] == "on" and (after == "The" or any(map(str.isdigit, "".join(words[i + 1 :])))):
            return words[:i]
    return words


def _is_price_of_oil(doc: Doc, span: NameSpan) -> bool:
    """True for `Brent` and `Urals` in an article of crude and barrels."""
    is_grade = span.end - span.start == 1 and doc[span.start].text in word_list("organizations", "grades_of_oil")
    near = doc[max(0, span.start - _NEAR_OIL) : span.end + _NEAR_OIL] if is_grade else ()
    return any(t.lower_ in ("crude", "barrel", "barrels", "oil") for t in near)


def _following(doc: Doc, span: NameSpan) -> str:
    return doc[span.end].lower_ if span.end < len(doc) else ""


def _vehicle_nouns() -> frozenset[str]:
    return word_list("organizations", "vehicle_nouns")


def _is_designated(doc: Doc, span: NameSpan) -> bool:
    return any(_DESIGNATOR.fullmatch(t.text) for t in doc[span.start : span.end])


def _is_thing(doc: Doc, span: NameSpan, words: list[str]) -> bool:
    """True for `Black Hawk` before `helicopter`, `F-15`, `Group C`."""
    if len(words) < 2:
        return False
    following = _following(doc, span)
    is_before_thing = following in word_list("organizations", "thing_nouns") or following in _vehicle_nouns()
    is_letter = len(words[-1]) == 1 and words[-2] not in _CHANNELS  # but `Channel 4`
    is_thing = is_before_thing or is_letter or _is_designated(doc, span)
    return is_thing and not has_head(words)


def _is_relation(words: list[str]) -> bool:
    """True for `National Guard Partnerships`, also `with Ghana`; one `Partnership` may be an organization."""
    if words[-1] in _relations() and words[-1].endswith("s") and words[-2:] != ["public", "relations"]:
        return True
    return any(word in _relations() and after == "with" for word, after in pairwise(words))


def _relations() -> frozenset[str]:
    return word_list("organizations", "relation_nouns")


def _branch(span: NameSpan, words: list[str]) -> NameSpan:
    for length in (2, 1):
        if " ".join(words[:length]) in word_list("organizations", "branches"):
            return NameSpan(span.start, span.start + length, ORGANIZATION)
    return NameSpan(span.start, span.end, OTHER)


def _is_title(doc: Doc, span: NameSpan, words: list[str]) -> bool:
    """True for a title (`Technical Director`, `Minister of Trade`) or what it is of (`Interior` before `Minister`)."""
    heads, portfolios = word_list("titles", "heads"), word_list("titles", "portfolios")
    name = " ".join(words)
    if name in portfolios and name != "state":
        return True
    is_ideal = words[-1] == "justice" and words[-2:-1] != [] and words[-2] in ("and", "social", "climate", "racial")
    is_told = span.start > 0 and doc[span.start - 1].lower_ in ("told", "tells")  # `told New Scientist`
    if (words[-1] in heads and not is_ideal and not is_told) or (words[0] in heads and words[1:2] in (["of"], ["for"])):
        return True
    following = _following(doc, span)
    before = [t.lower_ for t in doc[max(span.start - 2, 0) : span.start]]
    if following == "secretary" and words[-1] == "cabinet" and len(words) > 1:  # `Health Cabinet Secretary`
        return True
    in_charge = following in heads or (len(before) == 2 and before[0] in heads and before[1] in ("of", "for"))
    is_minister = following == "minister" and words[-1] not in word_list("organizations", "generic_heads")
    is_minister = is_minister and not is_acronym(doc[span.start : span.end].text)  # `Railway Minister`
    is_of_minister = not {"minister", "secretary"}.isdisjoint((*before[:1], following)) or portfolios.issuperset(words)
    is_field = name in portfolios or (words[-1] in portfolios and is_of_minister)  # no `lobbyist for Blue Mesa Energy`
    return is_minister or (in_charge and is_field)
