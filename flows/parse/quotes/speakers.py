"""Find the speaker of a quotation: the subject of its reporting verb, resolved to a mention of the article.

The surest rule that speaks decides, as in the sieves of Muzny et al. 2017 ("A two-stage sieve approach for quote
attribution"); the rules themselves are this project's own, on spaCy's parse.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.parse.data import load_data
from flows.parse.entities.spans import pronoun_told, word_list
from flows.parse.facts import Mention, Passage
from flows.parse.quotes.frames import QuotedText, QuoteFrame, is_dash
from flows.parse.tokens import Doc, Span, Token

_PRONOUNS = frozenset({"he", "she"})
_CLAUSES = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "acl", "relcl", "prep", "parataxis", "dep"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TIMES = frozenset({"DATE", "TIME"})  # "said Thursday morning"
_NO_SPEAKERS = frozenset({"it", "which", "that", "this", "there", "i", "we", "you"})
_NAME_LINKS = frozenset({"appos", "conj", "compound", "nmod", "flat", "dep"})
_LABEL = re.compile(r"\W?([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}): ")
_LONGEST_NAME = 4  # words
_OF_PHRASE = ("det", "amod", "compound", "poss", "nmod", "nummod")
_OF_WHOM = ("for", "of", "at", "from", "with", "in")
_LONGEST_PHRASE = 8  # words behind `spokesman`
_NEAREST_SENTENCES = 2
_FARTHEST_BODY = 120  # tokens before `it`
_REACH = 4  # verbs to climb for a subject


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to speak: the reporting verb, the words that name the speaker, and the mention they resolve to."""

    cue: str | None
    speaker_text: str | None
    mention: Mention | None


class SpeakerFinder:
    """Finds speakers in one article; `last_speaker` is who spoke before."""

    def __init__(self, quoted: QuotedText, mentions: Sequence[Mention]) -> None:
        """`mentions` of the article in order of the text."""
        self.last_speaker: Mention | None = None
        self._passage: Passage | None = None  # of the quotation at hand
        self._quoted = quoted
        self._mention_at = {i: m for m in mentions for i in _token_range(quoted, m)}
        self._people = [m for m in mentions if m.entity_type == "person" and not self._is_quoted(m)]
        self._pronouns = dict(_pronouns(quoted.doc, self._mention_at))
        self._people_starts = [m.start_char for m in self._people]

    def from_cue(self, frame: QuoteFrame) -> Attribution | None:
        """The subject of the nearest reporting verb, or the name after `according to`, in the quotation's sentence."""
        self._passage = frame.passage
        ends_open = self._quoted.text[frame.marked.end - 1] in ",?!—–-"
        zones = [frame.after, tuple(reversed(frame.before))]
        if named := self._signed(frame) or self._labelled(frame):
            return named
        for zone in zones if ends_open or not frame.before else reversed(zones):
            for token in zone:
                attribution = self._according_to(token) or self._spoken_by(token, zone)
                if attribution:
                    return attribution
        return None

    def from_nearest(self, frame: QuoteFrame) -> Attribution | None:
        """The person who is the subject of the words before the quotation, else the one named last before it in its
        paragraph, else after it, else the last speaker."""
        i = bisect_left(self._people_starts, frame.marked.start)
        before = self._people[i - 1] if i else None
        if before and before.start_char >= frame.passage.start_char:
            start = frame.before[0].idx if frame.before else frame.marked.start
            in_sentence = [m for m in self._people[max(i - 4, 0) : i] if m.start_char >= start]
            subject = next((m for m in in_sentence if self._is_subject(m)), before)
            return Attribution(None, subject.text, subject)
        following = next((self._mention_at[t.i] for t in frame.after if t.i in self._mention_at), None)
        mention = following if following and following.entity_type == "person" else self.last_speaker or before
        return Attribution(None, mention.text, mention) if mention else None

    def _signed(self, frame: QuoteFrame) -> Attribution | None:
        """The name after a dash behind the quotation: `“Never again.” — Ana Souza`."""
        if len(frame.after) < 2 or not is_dash(frame.after[0]) or any(t.pos_ == "VERB" for t in frame.after):
            return None
        if mention := self._mention_at.get(frame.after[1].i):
            return Attribution(None, mention.text, mention)
        words = [t for t in frame.after[1:] if not t.is_punct]
        is_name = 1 < len(words) <= _LONGEST_NAME and all(t.text[0].isupper() for t in words)
        return Attribution(None, " ".join(t.text for t in words), None) if is_name else None

    def _labelled(self, frame: QuoteFrame) -> Attribution | None:
        """Whom capitals name that open a part of a transcript: `"RUIZ: Let me finish."`; not `"UPDATE: He won."`."""
        label = _LABEL.match(self._quoted.text, frame.marked.start, frame.marked.end)
        if label is None:
            return None
        family = label[1].split()[-1].lower()
        speaker = next((m for m in self._people if m.text.lower().split()[-1] == family), None)
        is_transcript = speaker is not None or self._quoted.text.count(f"{label[1]}: ") > 1
        return Attribution(None, label[1], speaker) if is_transcript else None

    def _according_to(self, token: Token) -> Attribution | None:
        if token.lower_ != "according" or token.i + 2 >= len(token.doc) or token.doc[token.i + 1].lower_ != "to":
            return None
        head = next((t for t in token.doc[token.i + 1].children if t.dep_ == "pobj"), None)
        return self._named(head, "according to") if head is not None else None

    def _spoken_by(self, token: Token, zone: Sequence[Token]) -> Attribution | None:
        if not _reports(token) or token.dep_ == "pcomp":  # "stopped short of calling"
            return None
        if token.tag_ == "VBG" and token.i - 1 in self._mention_at:
            return self._named(token.nbor(-1), token.text)
        subject = _quoted_by_other(token) if token.lemma_ == "quote" else _subject(token, self._quoted.inside)
        if subject is None:
            subject = self._beside(token, zone)
        return self._named(subject, token.text) if subject is not None else None

    def _beside(self, verb: Token, zone: Sequence[Token]) -> Token | None:
        """The name or pronoun next to a reporting verb that the parse leaves without a subject."""
        near = sorted((t for t in zone if abs(t.i - verb.i) <= 6 and t.i != verb.i), key=lambda t: abs(t.i - verb.i))
        return next((t for t in near if t.i in self._mention_at or t.lower_ in _PRONOUNS), None)

    def _named(self, head: Token, cue: str) -> Attribution | None:
        """The speaker that the noun phrase of `head` names, as far as it does."""
        mention = self._mention_in(head)
        if mention:
            return Attribution(cue, mention.text, mention)
        if head.lower_ in _PRONOUNS:
            return Attribution(cue, head.text, self._antecedent(head))
        if head.lower_ == "it" and (body := self._body_before(head)) is not None:
            return Attribution(cue, head.text, body)
        if head.pos_ not in ("NOUN", "PROPN", "PRON") or head.lower_ in _NO_SPEAKERS:
            return None
        start = min((t.i for t in head.lefts if t.dep_ in _OF_PHRASE), default=head.i)
        words = head.doc[start : _phrase_end(head, self._quoted.inside)]
        named = self._mention_at.get(words.end - 1)
        if named and named.entity_type == "person":  # `the leader of the union, Ana Souza`
            return Attribution(cue, named.text, named)
        return Attribution(cue, words.text, self._meant_by(words) if words.end == head.i + 1 else None)

    def _meant_by(self, words: Span) -> Mention | None:
        """Whom `the company` and `the governor` mean."""
        if words[0].lower_ != "the" or len(words) < 2:
            return None
        if len(words) == 2 and words[1].lower_ in word_list("organizations", "spoken_of"):
            return self._body_before(words[1])
        title = words[1:].text.lower()
        titles = {title, load_data("titles")["short_titles"].get(title, title)}
        size = len(words) - 1
        for mention in reversed(self._people[: bisect_left(self._people_starts, words.start_char)]):
            first = next(iter(_token_range(self._quoted, mention)), 0)
            if first >= size and words.doc[first - size : first].text.lower().rstrip(".") in titles:
                return mention
        return None

    def _body_before(self, reference: Token) -> Mention | None:
        """The organization that `it` and `the company` most likely mean: the last one before that is a subject, in this
        sentence or the two before it."""
        doc = reference.doc
        first = doc[reference.i].sent.start
        for _ in range(_NEAREST_SENTENCES):
            first = doc[first - 1].sent.start if first else 0
        nearest = range(max(first, reference.i - _FARTHEST_BODY), reference.i)
        named = [(i, self._mention_at[i]) for i in nearest if i in self._mention_at]
        bodies = [m for i, m in named if m.entity_type == "organization" and doc[i].dep_ in _SUBJECTS]
        return (
            bodies[-1] if bodies and all(m.entity_type != "person" for i, m in named if i > reference.i - 3) else None
        )

    def _mention_in(self, head: Token) -> Mention | None:
        """The mention of `head` itself, else of a person named with it: `the mayor, Ana Souza`."""
        if head.i in self._mention_at:
            return self._mention_at[head.i]
        linked = [t for t in head.children if t.dep_ in _NAME_LINKS]
        linked += [t for child in linked for t in child.children if t.dep_ in _NAME_LINKS]
        named = (self._mention_at[t.i] for t in linked if t.i in self._mention_at)
        return next((m for m in named if m.entity_type == "person"), None)

    def _antecedent(self, pronoun: Token) -> Mention | None:
        """Whom a pronoun may mean of those named before it: a subject of its sentence or an earlier one, the nearest.

        Names inside quotations do not count.
        """
        i = bisect_left(self._people_starts, pronoun.idx)
        near = [
            m
            for m in self._people[max(i - 4, 0) : i]
            if self._pronouns.get(m.entity_key, pronoun.lower_) == pronoun.lower_
        ]
        start = pronoun.sent.start_char
        subjects = [m for m in near if self._is_subject(m)]
        same_sentence = [m for m in subjects if m.start_char >= start]
        earlier = [m for m in near if m.start_char < start]
        begin = self._passage.start_char if self._passage else start
        here = [m for m in earlier if m.start_char >= begin]  # in the same paragraph
        choices = (same_sentence[:1], [m for m in subjects if m in here][-1:], here[-1:])
        for choice in (*choices, [m for m in subjects if m in earlier][-1:], near[-1:]):
            if choice:
                return choice[0]
        return self.last_speaker

    def _is_subject(self, mention: Mention) -> bool:
        """True for a subject, the name beside one (`his aide, Ana Ruiz,`), and a name that the parse leaves alone."""
        tokens = [self._quoted.doc[i] for i in _token_range(self._quoted, mention)]
        return any(
            t.dep_ in _SUBJECTS
            or t.dep_ == "ROOT"
            or (t.dep_ == "appos" and t.head.dep_ in _SUBJECTS)
            or (t.dep_ == "pobj" and t.head.lower_ == "to" and t.head.head.lower_ == "according")
            for t in tokens
        )

    def _is_quoted(self, mention: Mention) -> bool:
        return any(i in self._quoted.inside for i in _token_range(self._quoted, mention))


def _phrase_end(head: Token, inside: frozenset[int]) -> int:
    """The token behind `a spokesman for the landlord`: the head with the short phrase that says of whom."""
    end = head.i + 1
    if end >= len(head.doc) or head.doc[end].lower_ not in _OF_WHOM or head.doc[end].head != head:
        return end
    edge = head.doc[end].right_edge.i + 1
    words = head.doc[end:edge]
    is_short = edge - end <= _LONGEST_PHRASE and all(not t.is_punct and t.i not in inside for t in words)
    return edge if is_short and all(t.pos_ not in ("VERB", "AUX") for t in words) else end


def _pronouns(doc: Doc, mention_at: dict[int, Mention]) -> Iterator[tuple[str, str]]:
    """`he` or `she` for the entity keys of people whose title tells it."""
    for i, mention in mention_at.items():
        if mention.entity_type == "person" and (pronoun := pronoun_told(doc, i)):
            yield mention.entity_key, pronoun


def _token_range(quoted: QuotedText, mention: Mention) -> Iterable[int]:
    span = quoted.doc.char_span(mention.start_char, mention.end_char)
    return range(span.start, span.end) if span is not None else ()


def _reports(token: Token) -> bool:
    """True for a reporting verb; the tagger mistakes the commonest for nouns after quotation marks."""
    if token.lower_ in ("says", "said"):
        return True
    if token.lemma_ == "put":  # `as one voter put it`
        return token.i + 1 < len(token.doc) and token.nbor().lower_ == "it"
    return token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in word_list("reporting_verbs", "verbs")


def _quoted_by_other(verb: Token) -> Token | None:
    """Whom a paper quotes: `Ana Ruiz` of `The Tide quoted Ana Ruiz as saying` and `Ana Ruiz was quoted as saying`."""
    said = [child for child in verb.children if child.dep_ in ("nsubjpass", "dobj")]
    return said[0] if said else _subject(verb, frozenset())


def _subject(verb: Token, inside: frozenset[int]) -> Token | None:
    """Subject of the verb, or of the verb it hangs on; of a participle after a noun, that noun."""
    for _ in range(_REACH):
        subjects = [t for t in verb.children if t.dep_ == "nsubj" and t.i not in inside and t.ent_type_ not in _TIMES]
        if subjects:
            subject = min(subjects, key=lambda t: abs(t.i - verb.i))
            is_relative = subject.lower_ in ("who", "that", "which") and verb.dep_ == "relcl"
            return verb.head if is_relative else subject
        if verb.dep_ not in _CLAUSES or verb.head.i in inside:
            return None
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        verb = verb.head
    return None
