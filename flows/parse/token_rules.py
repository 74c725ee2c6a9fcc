"""The stock pipeline's rules for parts of speech and lemmas, each asked once for tokens that are alike.

spaCy's `attribute_ruler` matches some 150 patterns against every token of every text, which takes an eighth of the
pass. All but a few of them look at one token: at its tag, its dependency, and whether it is one of some 80 words.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from spacy.attrs import DEP, LOWER, TAG
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, MorphAnalysis, Token

Pattern = dict[str, Any]


class Said(NamedTuple):
    """What the rules say of a kind of token."""

    tag: int
    dep: int
    pos: int
    lemma: int
    morph: MorphAnalysis


class TokenRules:
    """A component that sets what `ruler` sets."""

    def __init__(self, ruler: AttributeRuler) -> None:
        patterns = cast(list[Pattern], ruler.patterns)
        alone = [p for p in patterns if all(len(tokens) == 1 for tokens in p["patterns"])]
        self._alone, self._together = AttributeRuler(ruler.vocab), AttributeRuler(ruler.vocab)
        self._alone.add_patterns(alone)
        self._together.add_patterns([p for p in patterns if p not in alone])
        self._is_named = re.compile("|".join([r"\s+", *_words(alone)])).fullmatch
        self._named: dict[int, int] = {}
        self._said: dict[tuple[int, int, int], Said] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, dependency, part of speech, lemma and morphology of every token."""
        for token, said in zip(doc, self._say(doc), strict=True):
            token.tag, token.dep, token.pos, token.lemma, token.morph = said
        return self._together(doc)

    def _say(self, doc: Doc) -> Iterator[Said]:
        for i, (tag, dep, lower) in enumerate(doc.to_array([TAG, DEP, LOWER]).tolist()):
            named = self._named.get(lower)
            if named is None:
                named = self._named[lower] = lower if self._is_named(doc[i].lower_) else 0
            said = self._said.get((tag, dep, named))
            if said is None:
                said = self._said[tag, dep, named] = self._ask(doc[i])
            yield said

    def _ask(self, token: Token) -> Said:
        [only] = self._alone(Doc(token.vocab, [token.text], tags=[token.tag_], deps=[token.dep_], heads=[0]))
        return Said(only.tag, only.dep, only.pos, only.lemma, only.morph)


def _words(patterns: list[Pattern]) -> Iterator[str]:
    """Regular expressions for all words that patterns of one token name."""
    for condition in (token.get("LOWER", ()) for p in patterns for [token] in p["patterns"]):
        match condition:
            case str():
                yield re.escape(condition)
            case {"IN": words}:
                yield from map(re.escape, words)
            case {"REGEX": expression}:
                yield f".*(?:{expression}).*"


@Language.factory("token_rules")
def make_token_rules(nlp: Language, name: str) -> TokenRules:
    """The rules of the pipeline's own `attribute_ruler`, which is to be removed."""
    return TokenRules(cast(AttributeRuler, nlp.get_pipe("attribute_ruler")))
