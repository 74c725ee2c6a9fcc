"""Direct quotations and who speaks them.

A quotation is what stands between quotation marks, or a paragraph set as a quotation that a name signs. Its speaker
comes from the reporting verb of its own sentence, else from the quotation before it, else from the nearest name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention, Passage, Quote, Reading
from flows.parse.quotes.frames import QuotedText, QuoteFrame, frame_quotes
from flows.parse.quotes.marks import MarkedSpan, find_marked
from flows.parse.quotes.speakers import Attribution, SpeakerFinder

_MIN_WORDS = 3  # shorter marked text is a quotation only next to a reporting verb: `“No,” she said`
_SIGNATURE_WORDS = 8
_SPOKEN_END = frozenset(",.?!…—–-")


@dataclass(frozen=True)
class _Spoken:
    frame: QuoteFrame
    attribution: Attribution
    goes_on: bool = False  # with the quotation before it


def find_quotes(reading: Reading, mentions: Sequence[Mention]) -> list[Quote]:
    """Quotations in order of the text; `text` is what stands inside the marks."""
    marked = list(_marked_passages(reading))
    quoted = frame_quotes(reading.doc, reading.article.text, marked)
    signers = dict(_signers(reading, mentions))
    spoken = list(_attribute(quoted, SpeakerFinder(quoted, mentions), signers))
    quotes = [_make_quote(reading, s) for s in spoken if _is_quotation(reading, s)]
    quotes += _signed_passages(reading, signers)
    return sorted(quotes, key=lambda q: q.start_char)


def _marked_passages(reading: Reading) -> Iterator[tuple[Passage, MarkedSpan]]:
    for passage in reading.passages:
        if passage.passage_type != "boilerplate":
            for span in find_marked(reading.article.text, passage.start_char, passage.end_char):
                yield passage, span


def _attribute(quoted: QuotedText, finder: SpeakerFinder, signers: Mapping[int, Mention]) -> Iterator[_Spoken]:
    """Speakers in order of the text: own words first, then the signature, what went before, the nearest name."""
    last: _Spoken | None = None
    for frame in quoted.frames:
        attribution = finder.from_cue(frame)
        signer = signers.get(frame.passage.start_char) if _fills_passage(frame) else None
        if attribution is None and signer:
            attribution = Attribution(None, signer.text, signer)
        goes_on = attribution is None and last is not None and _goes_on(last.frame, frame)
        if goes_on and last:
            attribution = Attribution(None, last.attribution.speaker_text, last.attribution.mention)
        attribution = attribution or finder.from_nearest(frame) or Attribution(None, None, None)
        spoken = _Spoken(frame, attribution, goes_on)
        if attribution.mention:
            is_named = attribution.mention.text == attribution.speaker_text
            if is_named or attribution.mention.entity_type == "person":  # not by `it` or `the company`
                finder.last_speaker = attribution.mention
            last = spoken
        elif attribution.speaker_text:
            last = spoken
        yield spoken


def _goes_on(last: QuoteFrame, frame: QuoteFrame) -> bool:
    """True for a quotation of the same paragraph, or a paragraph that takes up one whose marks were left open."""
    if frame.before and frame.before[-1].text == ":":
        return False  # a sentence of its own leads to it: `Ana Ruiz was kinder: “He never lied.”`
    if last.passage.start_char == frame.passage.start_char:
        return True
    return _fills_passage(frame) and not last.marked.is_closed


def _fills_passage(frame: QuoteFrame) -> bool:
    return frame.marked.start <= frame.passage.start_char + 2 and not frame.after


def _is_quotation(reading: Reading, spoken: _Spoken) -> bool:
    """Leaves out titles of works, and scare quotes: few words with no reporting verb."""
    marked = spoken.frame.marked
    words = [w for w in reading.article.text[marked.start : marked.end].split() if any(c.isalnum() for c in w)]
    end = reading.article.text[marked.end - 1]
    if not words or _is_title_of_work(spoken, words, end):
        return False
    if spoken.attribution.cue:
        return len(words) >= _MIN_WORDS or end in _SPOKEN_END or _is_said_of(reading, spoken)
    if spoken.goes_on and end in ".?!" and _is_sentence(reading.article.text, marked):
        return True
    return len(words) >= _MIN_WORDS and (not marked.is_single or (spoken.goes_on and end in ".?!"))


def _is_sentence(text: str, marked: MarkedSpan) -> bool:
    """True for the second part of `“…,” Ana Ruiz said. “She laughed.”`"""
    before = text[max(0, marked.start - 4) : marked.start - 1].rstrip(" ")
    is_apart = before.endswith((".", "!", "?")) and text[marked.start - 2].isspace()
    return is_apart and marked.is_closed and text[marked.start].isupper()


def _is_said_of(reading: Reading, spoken: _Spoken) -> bool:
    """True for a word or two that close what is said of something: `called it “reckless”.`, `said it was “fun”.`"""
    before, end = spoken.frame.before, spoken.frame.marked.end
    if spoken.frame.marked.is_single or not before or reading.article.text[end + 1 : end + 2] not in (".", ",", ";"):
        return False
    cue = spoken.attribution.cue or ""
    if cue not in [t.text for t in before]:
        return False
    verb = before[-2] if before[-1].pos_ == "ADV" and len(before) > 1 else before[-1]
    is_of_object = cue.lower() in word_list("reporting_verbs", "naming_verbs")
    return verb.lemma_ == "be" or (is_of_object and before[-1].pos_ in ("NOUN", "PROPN", "PRON", "ADP"))


def _is_title_of_work(spoken: _Spoken, words: Sequence[str], end: str) -> bool:
    """True for words all capitalised: with no reporting verb and no end of a sentence, or right after `on`, `the` or
    `’s`."""
    if len(words) < 2 or not all(w.lstrip("“‘'\"")[:1].isupper() or len(w) < 4 for w in words):
        return False
    before = spoken.frame.before[-1].pos_ if spoken.frame.before else ""
    if before in ("ADP", "DET", "PART"):
        return end not in "?!"
    return len(words) >= _MIN_WORDS and end not in ".?!" and spoken.attribution.cue is None


def _make_quote(reading: Reading, spoken: _Spoken) -> Quote:
    marked, said = spoken.frame.marked, spoken.attribution
    return Quote(
        marked.start,
        marked.end,
        reading.article.text[marked.start : marked.end],
        cue=said.cue,
        speaker_text=said.speaker_text,
        speaker_entity_type=said.mention.entity_type if said.mention else None,
        speaker_key=said.mention.entity_key if said.mention else None,
    )


def _signers(reading: Reading, mentions: Sequence[Mention]) -> Iterator[tuple[int, Mention]]:
    """Where a passage begins, with the person whom the next one names as in a signature."""
    for passage, following in pairwise(reading.passages):
        if signer := _signer(following, mentions):
            yield passage.start_char, signer


def _signed_passages(reading: Reading, signers: Mapping[int, Mention]) -> Iterator[Quote]:
    """Paragraphs set as quotations without marks, spoken by the person whom the next paragraph names."""
    for passage in reading.passages:
        signer = signers.get(passage.start_char)
        if passage.passage_type != "quotation" or not signer:
            continue
        if not find_marked(reading.article.text, passage.start_char, passage.end_char):
            yield Quote(
                passage.start_char,
                passage.end_char,
                passage.text,
                speaker_text=signer.text,
                speaker_entity_type=signer.entity_type,
                speaker_key=signer.entity_key,
            )


def _signer(signature: Passage, mentions: Sequence[Mention]) -> Mention | None:
    """The person of a short signature, if it gives a title or the article names the person elsewhere too.

    One who is named nowhere else signs a letter to the editor.
    """
    people = [m for m in mentions if m.entity_type == "person"]
    signer = next((m for m in people if signature.start_char <= m.start_char < signature.end_char), None)
    if signer is None or len(signature.text.split()) > _SIGNATURE_WORDS:
        return None
    is_known = sum(m.entity_key == signer.entity_key for m in people) > 1
    return signer if is_known or len(signature.text) > len(signer.text) + 2 else None
