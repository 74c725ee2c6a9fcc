"""Who and what takes part in an event, read off the dependency parse: agent, patient, others.

Passives, coordination, relative clauses, controlled infinitives and nominal events (`Chile's purchase of buses`) are
undone here. Linking names to entities is done elsewhere: this part only looks mentions up.
"""

from collections.abc import Iterator, Sequence

from flows.parse.events.argument_phrases import MentionIndex, phrase_bounds
from flows.parse.events.taxonomy import noun_types, words_of
from flows.parse.events.triggers import Trigger, lemma_of
from flows.parse.facts import Participant
from flows.parse.tokens import Token, asked_once
from flows.parse.verb_groups import is_infinitive

_SUBJECTS = ("nsubj", "csubj", "nsubjpass")
_RELATIVES = {"who", "that", "which", "whom"}
_PERSON_PRONOUNS = {"he", "she", "him", "her", "his"}
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
_MAX_STEPS = 8  # clauses to go up in search of a subject


def find_participants(trigger: Trigger, subjects: Sequence[Token], index: MentionIndex) -> tuple[Participant, ...]:
    """Participants of the event, each span once, agents first; `subjects` are those of a verb."""
    arguments = _verb_arguments(trigger.head, subjects) if trigger.is_verb else _noun_arguments(trigger)
    found: dict[tuple[int, int], Participant] = {}
    for role, head in arguments:
        for participant in _participants_at(role, head, index):
            found.setdefault((participant.start_char, participant.end_char), participant)
    return tuple(sorted(found.values(), key=lambda p: ("agent", "patient", "other").index(p.participant_role)))


def subjects_of(verb: Token) -> list[Token]:
    """Heads of what does the verb (in a passive: what it is done to), its own or shared with a verb above it."""
    current = verb
    for _ in range(_MAX_STEPS):
        if own := _own_subjects(current):
            return [_antecedent(subject, current) for subject in own[-1:]]
        above = _subject_source(current) or _misread_subject(current)
        if above is None or isinstance(above, list):
            return above or []
        if current.dep_ in ("xcomp", "advcl") and _is_passive(above) and _agents_of(above):
            return _agents_of(above)
        if above.dep_ == "acl" and above.tag_ == "VBN":
            return [above.head]
        current = above
    return []


@asked_once
def _own_subjects(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in _SUBJECTS and child.pos_ != "VERB"]


def _subject_source(verb: Token) -> Token | list[Token] | None:
    """Where a verb with no subject of its own has it from: a verb above, or at once the noun that it describes."""
    head = verb.head
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        return [head] if verb.tag_ == "VBG" or verb.dep_ == "relcl" else _of_infinitive_on_noun(verb)
    if verb.dep_ in ("xcomp", "ccomp") and head.pos_ == "VERB":
        if head.lemma_.lower() in words_of("object_control"):
            objects = [c for c in head.children if c.dep_ in ("dobj", "dative")]
            if objects:
                return objects[:1]
        return head if verb.dep_ == "xcomp" else None
    if verb.dep_ == "xcomp" and head.pos_ == "ADJ" and head.head.pos_ in ("VERB", "AUX"):
        above: Token = head.head  # `was able to land`
        return above
    if verb.dep_ in ("conj", "advcl") and head.pos_ in ("VERB", "AUX"):
        return head
    if verb.dep_ == "pcomp" and head.head.pos_ in ("VERB", "AUX"):
        return _doer_of_complement(head.head)
    return None


def _doer_of_complement(above: Token) -> Token | list[Token]:
    """`accused the mayor of lying`, `stopped them from leaving`: the object; `left after voting`: as the verb above."""
    objects = [child for child in above.children if child.dep_ in ("dative", "dobj") and child.pos_ != "ADP"]
    return objects[:1] if objects and lemma_of(above) in words_of("object_of_complement") else above


def _misread_subject(verb: Token) -> list[Token] | None:
    """`After talks with unions, Mayor Obi resigned`: a name right before the verb that was read as an apposition."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return None
    before = verb.nbor(-1)
    while before.i > verb.sent.start and (before.pos_ in ("ADV", "AUX") or before.dep_ == "npadvmod"):
        before = before.nbor(-1)
    return [before] if before.dep_ == "appos" and before.head.pos_ in _NOMINAL else None


def _of_infinitive_on_noun(verb: Token) -> list[Token] | None:
    """`their plan to march`: whoever possesses the noun."""
    if not is_infinitive(verb):
        return None
    return [child for child in verb.head.children if child.dep_ == "poss"] or None


def _antecedent(subject: Token, verb: Token) -> Token:
    """Of a relative pronoun the noun that it stands for."""
    clause: Token | None = verb
    for _ in range(_MAX_STEPS):
        if clause is None or clause.dep_ == "relcl":
            break
        clause = clause.head if clause.head != clause else None
    if subject.lower_ in _RELATIVES and clause is not None and clause.dep_ == "relcl":
        return clause.head
    return subject


def _verb_arguments(verb: Token, subjects: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    is_passive = _is_passive(verb)
    for subject in subjects:
        yield ("patient" if is_passive else "agent"), subject
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        yield "patient", verb.head
    for child in verb.children:
        if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP":
            yield "patient", _antecedent(child, verb)
        elif child.dep_ == "agent":
            yield from (("agent", noun) for noun in child.children if noun.dep_ == "pobj")
        elif child.dep_ == "ccomp" and child.pos_ == "ADJ":  # `found the boy alive`
            yield from (("patient", thing) for thing in child.children if thing.dep_ == "nsubj")
        elif child.dep_ in ("prep", "dative"):
            yield from (("other", noun) for noun in _partners(child))


def _is_passive(verb: Token) -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl"):  # `found in a lake, the boy`
        return not any(child.dep_ in ("aux", "dobj") for child in verb.children)
    if (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children)
    ):
        return verb.head.tag_ == "VBN" and _is_passive(verb.head)
    return False


def _agents_of(verb: Token) -> list[Token]:
    """Who is said with `by` to do what a passive tells."""
    return [noun for child in verb.children if child.dep_ == "agent" for noun in child.children if noun.dep_ == "pobj"]


def _partners(preposition: Token) -> Iterator[Token]:
    """Objects of a preposition that may bring in a participant; its inner preposition too (`together with`)."""
    if preposition.lower_ in words_of("partner_prepositions") or preposition.lower_ in words_of("place_prepositions"):
        for child in preposition.children:
            if child.dep_ == "pobj":
                yield child
            elif child.dep_ == "prep":
                yield from _partners(child)


def _noun_arguments(trigger: Trigger) -> Iterator[tuple[str, Token]]:
    noun = trigger.head
    possessors = [child for child in noun.children if child.dep_ == "poss"]
    yield from (("agent", _owner(child)) for child in possessors)
    for child in noun.children:
        if child.dep_ in ("prep", "agent"):
            for complement in child.children:
                if complement.dep_ == "pobj":
                    yield _role_after(child, trigger, bool(possessors)), complement
        elif child.dep_ in ("compound", "amod") and not possessors:
            yield "other", child
    if not possessors and is_made_by_verb(noun):
        yield from (("agent", subject) for subject in subjects_of(noun.head))


def is_made_by_verb(noun: Token) -> bool:
    """Whether a verb that says little brings the event about: `held talks`, but not `put out the fire`."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_.lower() not in words_of("light_verbs"):
        return False
    return not any(child.dep_ == "prt" for child in verb.children)


def _role_after(preposition: Token, trigger: Trigger, has_agent: bool) -> str:
    word = preposition.lower_
    if word in ("by", "between"):
        return "agent"
    if word == "of":
        return "agent" if trigger.lemma in words_of("agentive_of") and not has_agent else "patient"
    return "other"


def _owner(possessor: Token) -> Token:
    """Of `their` in `thanked the crew for their visit`, the object or subject that stands before it in its clause."""
    if possessor.lower_ not in ("their", "its", "his", "her"):
        return possessor
    for verb in possessor.ancestors:
        if verb.pos_ == "VERB":
            before = [c for c in verb.children if c.dep_ in ("dobj", "nsubj", "nsubjpass") and c.i < possessor.i]
            inside = [c for c in before if possessor not in c.subtree]
            return inside[-1] if inside else possessor
    return possessor


def _participants_at(role: str, head: Token, index: MentionIndex) -> Iterator[Participant]:
    """The mentions inside the noun phrase of `head`; the phrase itself where it has none or names another event."""
    mentions = index.inside(head)
    is_event = index.at(head) is None and head.lemma_.lower() in noun_types()
    for mention in mentions:
        span = (mention.start_char, mention.end_char, mention.text)
        yield Participant("other" if is_event else role, *span, mention.entity_type, mention.entity_key)
    if head.lower_ in _PERSON_PRONOUNS:
        person = index.person_meant_by(head)
        key = ("person", person.entity_key) if person is not None else (None, None)
        yield Participant(role, head.idx, head.idx + len(head.text), head.text, *key)
    elif (is_event or not mentions) and role != "other" and head.pos_ in _NOMINAL and head.lower_ not in _RELATIVES:
        start, end = phrase_bounds(head)
        phrase = head.doc[start:end]
        yield Participant(role, phrase.start_char, phrase.end_char, phrase.text)
