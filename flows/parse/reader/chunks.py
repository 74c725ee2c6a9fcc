"""Pieces of marked articles in tokens, as the reader is trained on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from flows.parse.reader.corpus import MarkedArticle, MarkedSpan

MISSING = ""  # the tag of a token that nothing is known of


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some sentences: words, whether a space follows each, whether a sentence begins with it, and its BIO tag.

    `norms` is what the tokenizer normalizes each word to (`Nov.` to `November`), empty for a word that it did not see.
    """

    words: tuple[str, ...]
    norms: tuple[str, ...]
    spaces: tuple[bool, ...]
    starts: tuple[bool, ...]
    tags: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    def example(self, vocab: Vocab) -> Example:
        """A training example: the bare words against the marked ones."""
        words, spaces, starts = list(self.words), list(self.spaces), list[bool | int | None](self.starts)
        bare = Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
        for token, norm in zip(bare, self.norms, strict=True):
            if norm:
                token.norm_ = norm
        marked = Doc(vocab, words=words, spaces=spaces, sent_starts=starts, ents=list(self.tags))
        return Example(bare, marked)


def cut_chunks(article: MarkedArticle, doc: Doc, spans: Sequence[MarkedSpan], chunk_tokens: int) -> Iterator[Chunk]:
    """The marked sentences in chunks, of at most `chunk_tokens` tokens where the sentences allow it.

    Tokens that the article ignores, and those of a span that cuts through a token or a sentence, are MISSING.
    """
    tags = _tags(article, doc, spans)
    sentences: list[Span] = []
    for sentence in doc.sents:
        is_marked = any(a < sentence.end_char and sentence.start_char < b for a, b in article.regions)
        is_next = sentences and sentences[-1].end == sentence.start
        if sentences and not (is_marked and is_next and sentence.end - sentences[0].start <= chunk_tokens):
            yield _chunk(doc, sentences[0].start, sentences[-1].end, tags)
            sentences = []
        if is_marked:
            sentences.append(sentence)
    if sentences:
        yield _chunk(doc, sentences[0].start, sentences[-1].end, tags)


def _chunk(doc: Doc, start: int, end: int, tags: Sequence[str]) -> Chunk:
    tokens = doc[start:end]
    return Chunk(
        words=tuple(token.text for token in tokens),
        norms=tuple(token.norm_ for token in tokens),
        spaces=tuple(bool(token.whitespace_) for token in tokens),
        starts=tuple(token.i == start or bool(token.is_sent_start) for token in tokens),
        tags=tuple(tags[start:end]),
    )


def _tags(article: MarkedArticle, doc: Doc, spans: Sequence[MarkedSpan]) -> list[str]:
    tags: list[str] = ["O"] * len(doc)
    for start, end in article.ignored:
        span = _tokens(doc, start, end)
        tags[span.start : span.end] = [MISSING] * len(span)
    for marked in spans:
        span = _tokens(doc, marked.start, marked.end)
        is_whole = (span.start_char, span.end_char) == (marked.start, marked.end)
        if is_whole and not any(token.is_sent_start for token in span[1:]):
            tags[span.start : span.end] = [f"B-{marked.label}"] + [f"I-{marked.label}"] * (len(span) - 1)
        else:
            tags[span.start : span.end] = [MISSING] * len(span)
    return tags


def _tokens(doc: Doc, start: int, end: int) -> Span:
    """The tokens that a stretch of the text touches."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no token at {start}:{end}")
    return span
