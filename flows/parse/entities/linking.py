"""Mentions with the context that tells whose they are. No rule of one type of entity lives here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flows.parse.entities.organization_names import is_acronym
from flows.parse.entities.spans import ORGANIZATION, PLACE, NameSpan
from flows.parse.tokens import Doc

_OTHER_NAME = re.compile(
    r",? \(?(?:(?:who|which) (?:is|was) )?"
    r"(?:(?:also|best|better|commonly|formerly|once|popularly|previously|widely) (?:known|called)(?: as)?"
    r"|(?:known|abbreviated) as"
    r"|a\.?k\.?a\.?|alias|formerly|previously|(?P<short>or)),? (?:the )?[“\"‘']?"
)
_LONGEST_LINK = 40  # characters


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with what stands about it: `possessor` is the place or organization whose it is (`Kenya’s …`),
    `other_name_of` the name right before it that it is said to be another one of (`Ana Ruiz, also known as …`)."""

    start: int
    end: int
    start_char: int
    end_char: int
    text: str
    entity_type: str
    possessor: "NamedMention | None" = None
    other_name_of: "NamedMention | None" = None
    is_definite: bool = False


def describe_mentions(doc: Doc, spans: Iterable[NameSpan]) -> list[NamedMention]:
    """Mentions of `spans` (in order of the text, none overlapping) with their context."""
    named: list[NamedMention] = []
    for span in spans:
        piece = doc[span.start : span.end]
        before = doc[span.start - 1] if span.start else None
        last = named[-1] if named else None
        named.append(
            NamedMention(
                span.start,
                span.end,
                piece.start_char,
                piece.end_char,
                piece.text,
                span.entity_type,
                possessor=_possessor(doc, span.start, last),
                other_name_of=last if last is not None and _is_other_name(doc, span, last) else None,
                is_definite=before is not None and before.lower_ == "the",
            )
        )
    return named


def _possessor(doc: Doc, start: int, last: NamedMention | None) -> NamedMention | None:
    is_possessive = start > 1 and doc[start - 1].text in ("'s", "’s", "'", "’")
    if is_possessive and last and last.end == start - 1 and last.entity_type in (PLACE, ORGANIZATION):
        return last
    return None


def _is_other_name(doc: Doc, span: NameSpan, last: NamedMention) -> bool:
    start = doc.starts[span.start]
    if last.entity_type != span.entity_type or not 0 < start - last.end_char <= _LONGEST_LINK:
        return False
    link = _OTHER_NAME.fullmatch(doc.text, last.end_char, start)
    if link is None or link["short"] is None:
        return link is not None
    is_comma = doc.text[last.end_char] == ","  # `the Federal Security Service, or FSB`
    return is_comma and span.entity_type == ORGANIZATION and is_acronym(doc[span.start : span.end].text)
