"""Find the words that name events: main verbs with their particles, and nouns that the reader marks or the list names.

Auxiliaries, copulas, verbs of state and participles that only describe a noun are left out (TimeML 1.2.1, section 2.1,
narrowed to what happens). What type an event has is for `taxonomy`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flows.parse.data import load_data
from flows.parse.events.taxonomy import noun_type, noun_types, verb_type, words_of
from flows.parse.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: its head word, its span in tokens (`put out`), its lemma and the type of the event."""

    head: Token
    span: Span
    lemma: str
    event_type: str

    @property
    def is_verb(self) -> bool:
        """False for a nominal event (`the visit`)."""
        return self.head.pos_ != "NOUN"


def find_triggers(sentence: Span, name_tokens: Collection[int], marked: Collection[int]) -> Iterator[Trigger]:
    """Triggers of a sentence in order.

    `name_tokens` are the indices of tokens inside names, which trigger nothing; `marked` those of the reader's
    triggers.
    """
    for token in sentence:
        part_of_speech = token.pos_
        if part_of_speech not in ("VERB", "NOUN") or token.i in name_tokens or _is_no_word(token):
            continue
        if part_of_speech == "VERB":
            if _is_happening(token):
                yield _verbal(token)
        elif not _modifies(token) and (_is_listed(token) or (token.i in marked and not _is_lasting(token))):
            yield _nominal(token)


def _is_happening(verb: Token) -> bool:
    if verb.dep_ in ("aux", "auxpass", "amod", "compound") or not verb.text[0].isalpha():
        return False
    if verb.dep_ == "prep" or verb.lemma_.lower() in words_of("stative_verbs"):
        return False
    return not _is_going_to(verb)


def _is_no_word(token: Token) -> bool:
    """True for `HK$1.5`, and in credits for the `Editing` of `Editing by Ana Ruiz`."""
    if token.text in load_data("titles")["credits"] and token.doc[token.i + 1 : token.i + 2].text == "by":
        return token.is_sent_start or token.nbor(-1).text in (";", "(", "Additional")
    return any(map(str.isdigit, token.text))


def _is_going_to(verb: Token) -> bool:
    """`is going to sign`: only a way to say the future."""
    return verb.lower_ == "going" and any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in verb.children)


def _modifies(noun: Token) -> bool:
    """`attack` of `attack helicopters`."""
    return noun.dep_ in ("compound", "nmod", "amod", "npadvmod")


def _is_listed(noun: Token) -> bool:
    """True for a noun of the list, unless its form or a missing determiner shows that it names no event here."""
    if noun.lemma_.lower() not in noun_types() or noun.lower_ in words_of("plural_things"):
        return False
    return not (noun.lemma_.lower() in words_of("needs_determiner") and noun.tag_ == "NN" and not any(noun.lefts))


def _is_lasting(noun: Token) -> bool:
    return noun.lemma_.lower() in words_of("lasting_things")


def lemma_of(verb: Token) -> str:
    """The dictionary form, in lower case, also of forms that the lemmatizer takes for those of another verb."""
    return str(load_data("events")["misread_forms"].get(verb.lower_, verb.lemma_.lower()))


def _verbal(verb: Token) -> Trigger:
    particle = _particle(verb)
    lemma = lemma_of(verb) + (f" {particle.lower_}" if particle is not None else "")
    is_adjacent = particle is not None and particle.i == verb.i + 1
    span = verb.doc[verb.i : verb.i + 1 + is_adjacent]
    return Trigger(verb, span, lemma, verb_type(verb, lemma))


def _nominal(noun: Token) -> Trigger:
    lemma = noun.lemma_.lower()
    return Trigger(noun, noun.doc[noun.i : noun.i + 1], lemma, noun_type(lemma))


def _particle(verb: Token) -> Token | None:
    """`out` of `put out`, and adverbs that make a verb of their own with some verbs: `came together`."""
    adverbs = load_data("events")["phrasal_adverbs"].get(verb.lemma_.lower(), ())
    for child in verb.rights:
        if child.dep_ == "prt" or (child.dep_ in ("advmod", "prep") and child.lower_ in adverbs):
            return child if child.dep_ != "prep" or not any(child.children) else None
    return None
