"""Which mention stands at a token of the doc, and at which tokens a mention stands."""

from collections.abc import Sequence

from flows.parse.facts import Mention
from flows.parse.tokens import Doc


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

    def bounds(self, mention: Mention) -> tuple[int, int]:
        """First token of the mention and the one after its last; an empty range for one between tokens."""
        return self._bounds.get(mention.start_char, (0, 0))
