"""What a title is: words that end in a rank or function, and the span of one with the organization it is held at."""

import re
from dataclasses import dataclass
from functools import cache

from flows.parse.entities.spans import word_list
from flows.parse.facts import Mention
from flows.parse.tokens import Doc, Token

DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "my"})
POSSESSIVES = frozenset({"’s", "'s", "’", "'"})
_LONGEST_SHORT_FORM = 5  # letters
STOPS = frozenset({",", ";", ":", ".", "(", ")", "—", "–", "-", "“", "”", '"'})


@dataclass(frozen=True, slots=True)
class TitleSpan:
    """Tokens `start` to `end` of a title, and the organization it is held at; `text` where its words say it in another
    form."""

    start: int
    end: int
    organization: Mention | None = None
    organization_start: int = 0
    organization_end: int = 0
    text: str | None = None

    @property
    def first(self) -> int:
        """First token of the title or of its organization, whichever leads."""
        return min(self.start, self.organization_start) if self.organization else self.start

    @property
    def stop(self) -> int:
        """The token behind the title and its organization."""
        return max(self.end, self.organization_end)


def ends_in_head(doc: Doc, end: int) -> bool:
    """True when the tokens before `end` are a title or rank: `general`, `vice president`, `Secretary of State`."""
    if end > 1 and doc[end - 1].text == "." and is_short_form(doc[end - 2]):
        end -= 1
    last = doc[end - 1].lower_.rstrip(".") if end > 0 else ""
    if last in heads() or (last.endswith(_head_ends()) and last not in word_list("titles", "no_heads")):
        return True
    lengths = (2, 3, 5) if last in _last_words() else ()  # of five with its hyphens: `commander-in-chief`
    for length in lengths:
        if end - length >= 0:
            words = " ".join(t.lower_.rstrip(".") for t in doc[end - length : end]).replace(" - ", "-")
            if words in heads():
                return True
    return _ends_in_portfolio(doc, end)


def is_short_form(token: Token) -> bool:
    """True for the `Gov` of `Gov. Ana Ruiz`; not for the `lawyer` that ends a sentence."""
    is_short = token.text.istitle() and len(token.text) <= _LONGEST_SHORT_FORM
    return is_short and token.lower_ in heads() and not token.whitespace_


def _ends_in_portfolio(doc: Doc, end: int) -> bool:
    """True for what a minister is in charge of, after `of`: `Minister of Foreign Affairs`."""
    for start in (end - 1, end - 2):
        words = " ".join(t.lower_ for t in doc[max(start, 0) : end])
        if start > 1 and words in word_list("titles", "portfolios") and doc[end - 1].text[0].isupper():
            return doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in heads()
    return False


@cache
def _head_ends() -> tuple[str, ...]:
    return tuple(word_list("titles", "head_ends"))


@cache
def _last_words() -> frozenset[str]:
    """Last words of heads of two words or more."""
    return frozenset(re.split("[ -]", head)[-1] for head in heads() if " " in head or "-" in head)


@cache
def heads() -> frozenset[str]:
    """Ranks and functions."""
    return frozenset().union(*(word_list("titles", name) for name in ("heads", "ranks", "memberships")))
