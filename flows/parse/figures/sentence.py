"""The sentence that figures are read from, and its tokens' neighbours. Nothing here looks at more than it is asked for:
a figure of a long sentence costs no more than one of a short sentence."""

from dataclasses import dataclass

from flows.parse.tokens import Doc, Span, Token

_LONGEST_ASIDE = 8  # tokens
_LONGEST_BRACKET = 14


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `doc` by its tokens, with its text, made once, which starts at `start_char` of `doc`."""

    doc: Doc
    start: int
    end: int
    start_char: int
    text: str

    @classmethod
    def of(cls, span: Span) -> "Sentence":
        """The sentence that `span` is."""
        return cls(span.doc, span.start, span.end, span.start_char, span.text)

    def cover(self, start: int, end: int) -> Span:
        """Tokens that cover the characters `start` to `end` of the text; they must not be white space."""
        offset = self.start_char
        span = self.doc.char_span(offset + start, offset + end, alignment_mode="expand")
        if span is None:
            raise ValueError(f"No token covers characters {start} to {end} of {self.text!r}.")
        return span

    def end_of(self, token: Token) -> int:
        """Offset in the text behind a token."""
        return int(token.idx + len(token.text) - self.start_char)


def next_token(token: Token) -> Token | None:
    """The token behind, None at the end of the sentence."""
    follower = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return None if follower is None or follower.is_sent_start else follower


def previous_token(token: Token) -> Token | None:
    """The token before, None at the start of the sentence."""
    return None if token.i == 0 or token.is_sent_start else token.doc[token.i - 1]


def of_behind_aside(comma: Token) -> Token | None:
    """`of` that an amount shares with its other words between commas: "500, or 10 percent, of its workers".

    `comma` is either of the two; None where they close no such aside.
    """
    doc, follower = comma.doc, next_token(comma)
    if comma.text != "," or follower is None:
        return None
    if follower.lower_ == "of":
        start = max(comma.i - _LONGEST_ASIDE, comma.sent.start)
        is_aside = any(doc[i].text == "," and doc[i + 1].lower_ == "or" for i in range(start, comma.i))
        return follower if is_aside else None
    if follower.lower_ != "or":
        return None
    closing = next((t for t in doc[follower.i : follower.i + _LONGEST_ASIDE] if t.text == ","), None)
    behind = next_token(closing) if closing is not None else None
    return behind if behind is not None and behind.lower_ == "of" else None


def behind_bracket(amount: Span) -> Token | None:
    """The token behind an amount and its conversion."""
    follower = next_token(amount[-1])
    if follower is None or follower.text != "(":
        return follower
    bracket = next((t for t in amount.doc[amount.end : amount.end + _LONGEST_BRACKET] if t.text == ")"), None)
    return next_token(bracket) if bracket is not None else None
