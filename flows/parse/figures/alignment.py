"""From characters of a sentence to its tokens."""

from spacy.tokens import Span


def cover_tokens(sentence: Span, start: int, end: int) -> Span:
    """Tokens that cover the characters `start` to `end` of `sentence.text`; they must not be white space."""
    offset = sentence.start_char
    span = sentence.doc.char_span(offset + start, offset + end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"No token covers characters {start} to {end} of {sentence.text!r}.")
    return span
