"""What type of event a trigger names: by its lemma, and the words that give a verb its sense."""

from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.sides import is_score, verbs_of_matches
from flows.parse.tokens import Doc, Token

_FEWEST_VOTES, _MOST_VOTES_OF_SENATE = 50, 60
_FARTHEST_SCORE = 40  # tokens behind the verb
SPEECH = ("say", "announce")  # the types of what is only said


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of `data/events.yml`."""
    return frozenset(load_data("events")[name])


def verb_type(verb: Token, lemma: str) -> str:
    """The type of the verb; of one that says little, that of its object when that is an event noun; where a score
    follows, that of a game."""
    if lemma in verbs_of_matches():
        end = min(verb.sent.end, verb.i + _FARTHEST_SCORE)
        if any(_is_of_game(verb.doc, i) for i in range(verb.i + 1, end)):
            return "exhibit"
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            noun = child.lemma_.lower()
            if f"{lemma} {noun}" in verb_types():
                return verb_types()[f"{lemma} {noun}"]
            if lemma in words_of("light_verbs") and (found := _listed_type(noun)):
                return found
        if child.dep_ == "prep" and f"{lemma} {child.lower_}" in verb_types():
            return verb_types()[f"{lemma} {child.lower_}"]
    bare = lemma.split()[0]
    return verb_types().get(lemma) or verb_types().get(bare) or _listed_type(bare) or "other"


def _is_of_game(doc: Doc, i: int) -> bool:
    """True for `2-1` and `103-98` at `i`; not for `3-5 points` nor for the votes of a chamber (`52-48`, `232-196`)."""
    if not is_score(doc, i) or any(t.text == "%" or t.pos_ == "NOUN" for t in doc[i + 3 : i + 4]):
        return False
    low, high = sorted((int(doc[i].text), int(doc[i + 2].text)))
    return high < _FEWEST_VOTES or low > _MOST_VOTES_OF_SENATE


def noun_type(lemma: str) -> str:
    """The type of a noun, else of the verb that is written like it."""
    return _listed_type(lemma) or verb_types().get(lemma, "other")


def describe_types() -> str:
    """Markdown: a line a type, with what it means and its first lemmas."""
    lines = ["| type | meaning | for example |", "| --- | --- | --- |"]
    for name, entry in load_data("event_types").items():
        lemmas = list(dict.fromkeys((*entry.get("verbs", ())[:4], *entry.get("nouns", ()))))[:6]
        lines.append(f"| `{name}` | {entry['meaning']} | {', '.join(lemmas)} |")
    return "\n".join(lines)


@cache
def verb_types() -> dict[str, str]:
    """Event type by the verb's lemma with its particle."""
    return _types("verbs")


@cache
def noun_types() -> dict[str, str]:
    """Event type by the noun's lemma; these always name an event."""
    return _types("nouns")


@cache
def marked_noun_types() -> dict[str, str]:
    """Event type by the lemma of a noun that names an event where the reader marks it."""
    return _types("marked_nouns")


def _types(part_of_speech: str) -> dict[str, str]:
    types: dict[str, str] = {}
    for event_type, lemmas in load_data("event_types").items():
        for lemma in lemmas.get(part_of_speech, []):
            types.setdefault(lemma, event_type)
    return types


def _listed_type(lemma: str) -> str | None:
    return noun_types().get(lemma) or marked_noun_types().get(lemma)
