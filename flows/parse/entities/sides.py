"""The sides of matches: which names are one, by scores and by the words about them. A town may stand for its team."""

from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_place
from flows.parse.entities.spans import DASHES, PERSON, PLACE, NameSpan, is_proper, word_list
from flows.parse.tokens import Doc, Token

_LENGTH_OF_SCORE = 3  # tokens
_HIGHEST_SCORE = 199
_TO_OTHER_SIDE = ("to", "with", "against", "over", "by")
_SCORE_BEHIND_VERB = 7  # tokens, at most


@cache
def verbs_of_matches() -> frozenset[str]:
    """Lemmas whose subject and object are sides where a score follows."""
    return _words_of_results("verbs") | word_list("sport", "match_verbs")


@cache
def _words_of_results(part: str) -> frozenset[str]:
    """`verbs` or `nouns` that make two numbers the score of a match."""
    data = load_data("results")
    return frozenset(word for kind in ("won", "lost", "level") for word in data[kind][part])


def may_be_side(span: NameSpan) -> bool:
    """True for what the model takes for a place, or for a person by one name."""
    return span.entity_type == PLACE or (span.entity_type == PERSON and span.end - span.start == 1)


def is_side_in_match(doc: Doc, name: Token) -> bool:
    """True for both names of `Verona beat Kingston 2-1` and of `Verona drew 1-1 with Kingston`; not of `6-3 7-5`."""
    verb, nouns = name.head.head if name.dep_ == "pobj" else name.head, _words_of_results("nouns")
    if name.dep_ == "pobj" and verb.pos_ == "NOUN" and verb.lemma_ in nouns:
        return name.head.lower_ in _TO_OTHER_SIDE and is_score(doc, verb.i - _LENGTH_OF_SCORE)
    if verb.lemma_ not in verbs_of_matches():
        near = doc[verb.i + 1 : verb.i + _SCORE_BEHIND_VERB + _LENGTH_OF_SCORE]
        is_told = (t.lemma_ in nouns and is_score(doc, t.i - _LENGTH_OF_SCORE) for t in near)
        return name.dep_ == "nsubj" and verb.pos_ == "VERB" and any(is_told)
    if name.dep_ == "pobj":
        is_behind = name.head.lower_ in _TO_OTHER_SIDE and name.head.i - verb.i > _LENGTH_OF_SCORE
        return is_behind and is_score(doc, name.head.i - _LENGTH_OF_SCORE)
    if name.dep_ == "dobj":
        return is_score(doc, name.i + 1) or _is_measured(doc, name)
    return name.dep_ == "nsubj" and any(is_score(doc, i) for i in range(verb.i + 1, verb.i + _SCORE_BEHIND_VERB))


def acts_as_several(doc: Doc, name: Token) -> bool:
    """True for `Kingston` of `Kingston are ready` and `Kingston meet Lima`: one name that takes a plural verb."""
    if name.dep_ not in ("nsubj", "nsubjpass") or name.tag_ in ("NNS", "NNPS") or name.text.endswith("s"):
        return False
    if any(t.dep_ in ("conj", "cc") for t in name.rights):
        return False
    first = doc[name.i + 1 : name.i + 2]  # of the verbs; no more than it stands between
    meets = name.head.lemma_ in verbs_of_matches() | word_list("sport", "opponents")
    return any(t.lower_ in ("are", "were", "have") or (t.tag_ == "VBP" and t == name.head and meets) for t in first)


def is_side_of_win(doc: Doc, name: Token) -> bool:
    """True for both towns of `New York’s win over Tampa Bay`."""
    is_owner = name.dep_ == "poss"
    noun = name.head if is_owner else name.head.head
    if noun.lemma_ not in _words_of_results("nouns") or not (is_owner or name.dep_ == "pobj"):
        return False
    if noun.lower_ == "ties":  # `Delhi’s ties with Tehran`
        return False
    if not is_owner:
        return name.head.lower_ in _TO_OTHER_SIDE and any(t.dep_ == "poss" and is_proper(t) for t in noun.lefts)
    sides = (t for prep in noun.rights if prep.lower_ in _TO_OTHER_SIDE for t in prep.rights)
    return any(t.dep_ == "pobj" and is_proper(t) for t in sides)


def is_side_by_player(doc: Doc, span: NameSpan) -> bool:
    """True for the town of `scored for Kingston`, `traded to Kingston`, `Kingston goalkeeper Ana Ruiz`."""
    last = doc[span.end - 1]
    if last.dep_ in ("compound", "nmod", "amod"):
        player = last.head
        is_before = player.i == span.end and player.lower_ in word_list("sport", "players")
        return is_before and any(map(is_proper, doc[player.i + 1 : player.i + 2]))
    if last.dep_ != "pobj":
        return False
    link, governor = last.head.lower_, last.head.head
    if link == "for":
        return governor.lemma_ in word_list("sport", "done_for_side")
    is_moved = governor.lemma_ in word_list("sport", "moves_of_players") and governor.tag_ in ("VBD", "VBN")
    return link in ("to", "from") and is_moved


def is_at_home(doc: Doc, span: NameSpan) -> bool:
    """True for the town behind `beat host` and `the visiting`; a country is a place all the same."""
    if span.entity_type != PLACE or span.start < 2:
        return False
    before = doc[span.start - 2]
    place = find_place(doc[span.start : span.end].text)
    is_side = before.lower_ == "the" or (doc[span.start - 1].lower_ == "host" and before.lemma_ in verbs_of_matches())
    return is_side and not (place and place.place_type == "country")


def _is_measured(doc: Doc, name: Token) -> bool:
    """True for `Lima` of `trail Lima by 14 points`."""
    behind = [t.lower_ for t in doc[name.i + 1 : name.i + 4]]
    return len(behind) == 3 and behind[0] == "by" and behind[2] in word_list("sport", "margins")


def is_score(doc: Doc, start: int) -> bool:
    """True for `2-1`, three tokens, with no other score beside it."""
    texts = [t.text for t in doc[start : start + _LENGTH_OF_SCORE + 1]]
    if len(texts) < _LENGTH_OF_SCORE or texts[1] not in DASHES or doc[start - 1].is_digit:
        return False
    points, following = (texts[0], texts[2]), texts[3:4]
    return all(p.isdecimal() and int(p) <= _HIGHEST_SCORE for p in points) and not any(map(str.isdigit, following))
