"""Which mention stands at a token of the doc, and at which tokens a mention stands."""

from collections.abc import Sequence

from flows.parse.facts import Mention
from flows.parse.tokens import Doc

_OPENINGS = {")": "(", ">": "<"}
_LONGEST_BRACKETED = 8  # tokens


class MentionMap:
    """Mentions by token."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        """`mentions` of `doc`, in order."""
        self.doc = doc
        self._at: dict[int, Mention] = {}
        self._bounds: dict[int, tuple[int, int]] = {}
        for mention in mentions:
            span = doc.char_span(mention.start_char, mention.end_char)
            if span is not None:
                self._bounds[mention.start_char] = (span.start, span.end)
                self._at.update((i, mention) for i in range(span.start, span.end))

    def at(self, i: int) -> Mention | None:
        """Mention that covers token `i`."""
        return self._at.get(i)

    def organization_at(self, i: int) -> tuple[Mention | None, int, int]:
        """Organization that covers token `i`, with its bounds; None with an empty range for none."""
        mention = self.at(i)
        return (mention, *self.bounds(mention)) if mention and mention.entity_type == "organization" else (None, 0, 0)

    def bounds(self, mention: Mention) -> tuple[int, int]:
        """First token of the mention and the one after its last; an empty range for one between tokens."""
        return self._bounds.get(mention.start_char, (0, 0))

    def before_brackets(self, end: int) -> int:
        """`end`, or where the brackets start that end there: before the `(ECB)` of `European Central Bank (ECB)`."""
        opening = _OPENINGS.get(self.doc[end - 1].text) if end > 0 else None
        if opening:
            for i in range(end - 2, max(end - 2 - _LONGEST_BRACKETED, 0), -1):
                if self.doc[i].text == opening:
                    return i
        return end

    def past_brackets(self, start: int) -> int:
        """`start`, or where the brackets end that start there: behind the `(D-Ohio)` of `Kim Reyes (D-Ohio)`."""
        if start < len(self.doc) and self.doc[start].text == "(":
            for i in range(start + 1, min(start + 1 + _LONGEST_BRACKETED, len(self.doc))):
                if self.doc[i].text == ")":
                    return i + 1
        return start
