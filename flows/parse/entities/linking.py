"""Mentions with the context that tells whose they are. No rule of one type of entity lives here."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.parse.entities.spans import ORGANIZATION, PLACE, NameSpan
from flows.parse.tokens import Doc


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with what stands about it: `possessor` is the place or organization whose it is (`Kenya’s …`)."""

    start: int
    end: int
    start_char: int
    end_char: int
    text: str
    entity_type: str
    possessor: "NamedMention | None" = None
    is_definite: bool = False


def describe_mentions(doc: Doc, spans: Iterable[NameSpan]) -> list[NamedMention]:
    """Mentions of `spans` (in order of the text, none overlapping) with their context."""
    named: list[NamedMention] = []
    for span in spans:
        piece = doc[span.start : span.end]
        before = doc[span.start - 1] if span.start else None
        named.append(
            NamedMention(
                span.start,
                span.end,
                piece.start_char,
                piece.end_char,
                piece.text,
                span.entity_type,
                possessor=_possessor(doc, span.start, named[-1] if named else None),
                is_definite=before is not None and before.lower_ == "the",
            )
        )
    return named


def _possessor(doc: Doc, start: int, last: NamedMention | None) -> NamedMention | None:
    is_possessive = start > 1 and doc[start - 1].text in ("'s", "’s", "'", "’")
    if is_possessive and last and last.end == start - 1 and last.entity_type in (PLACE, ORGANIZATION):
        return last
    return None
