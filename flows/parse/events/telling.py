"""Time that runs on from sentence to sentence: the story's within a paragraph, and that of a speaker's occasion."""

from collections.abc import Sequence

from flows.parse.events.taxonomy import SPEECH, words_of
from flows.parse.events.times import EventTime
from flows.parse.events.triggers import Trigger
from flows.parse.tokens import Span, Token

_PRONOUNS = {"they", "he", "she", "it", "we"}
_RESULTS = ("change", "business")
_MAX_STEPS = 8


class Telling:
    """What an article has told so far: the time of its last main clause, and when each speaker spoke."""

    def __init__(self) -> None:
        self._told: EventTime | None = None
        self._spoke: dict[str, EventTime] = {}
        self._speaker = ""

    def open_paragraph(self) -> None:
        """A new paragraph may be of another time; its speakers are those of the article."""
        self._told = None

    def carry_over(self, sentence: Span, triggers: Sequence[Trigger], is_timed: bool) -> dict[int, EventTime]:
        """Times for the main clause, by the index of the trigger's head word, where it names none of its own.

        `is_timed` tells that the sentence names some time, so that the story's may have moved.
        """
        root = sentence.root
        if root.tag_ != "VBD" or any(child.lower_ in words_of("breaks_in_telling") for child in root.children):
            return {}
        told_type = next((t.event_type for t in triggers if t.head == root), "")
        if not is_timed and self._told is not None and _goes_on(root, told_type, self._told):
            return {t.head.i: self._told for t in triggers if t.is_verb and _is_coordinated_with(t.head, root)}
        spoke = self._spoke.get(self._name_speaker(root)) if told_type in SPEECH else None
        return {root.i: spoke} if spoke else {}

    def note(self, sentence: Span, triggers: Sequence[Trigger], times: dict[int, EventTime]) -> None:
        """Remember the time of the sentence's main clause and of what was said in it."""
        self._told = times.get(sentence.root.i)
        for trigger in triggers:
            if trigger.event_type in SPEECH and trigger.is_verb:
                speaker = self._name_speaker(trigger.head)
                time = times.get(trigger.head.i)
                if time and time.is_day and speaker:
                    self._spoke[speaker] = time
                self._speaker = speaker or self._speaker

    def _name_speaker(self, verb: Token) -> str:
        """The head word of its subject; for a pronoun, whoever spoke last."""
        subjects = [child for child in verb.children if child.dep_ == "nsubj"]
        if not subjects:
            return ""
        return self._speaker if subjects[0].lower_ in _PRONOUNS else str(subjects[0].lower_)


def _goes_on(root: Token, event_type: str, told: EventTime) -> bool:
    """Whether the sentence tells on of the time before: any of a day, and the results of a quarter that it reports on.

    Of other times, one whose subject is a pronoun.
    """
    if told.is_day:
        return True
    if told.timex.date_precision == "quarter" and event_type in _RESULTS:
        return words_of("breaks_in_telling").isdisjoint(told.timex.text.lower().replace("-", " ").split())
    return told.is_dated and any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _PRONOUNS for c in root.children)


def _is_coordinated_with(verb: Token, root: Token) -> bool:
    for _ in range(_MAX_STEPS):
        if verb == root:
            return True
        if verb.dep_ != "conj":
            return False
        verb = verb.head
    return False
