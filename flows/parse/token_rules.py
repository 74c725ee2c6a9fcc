"""The stock pipeline's rules for parts of speech and lemmas, each asked once for tokens that are alike.

spaCy's `attribute_ruler` matches some 150 patterns against every token of every text, which takes an eighth of the
stock pipeline's time. All but a few of them look at one token: at its tag, its dependency, and whether it is one of
some 80 words; the others look at a pair. Its `lemmatizer` looks at a word, its part of speech and its morphology, and
takes as long.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc, Span, Token

Pattern = dict[str, Any]
Kind = tuple[int, int, int]
"""Tag and dependency of a token, and its word where some rule names it."""
Said = tuple[list[int], bool]
"""What the rules set for a token, and whether it may be the first of a pair that some rule knows."""
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
_SAID = [TAG, DEP, POS, LEMMA, MORPH]
_MOST_KINDS = 20_000  # that are remembered, so that a drop of any size is read in the same memory


class TokenRules:
    """A component that sets what `ruler`, whose patterns are of one token or two, sets."""

    def __init__(self, ruler: AttributeRuler) -> None:
        patterns = [tokens for p in cast(list[Pattern], ruler.patterns) for tokens in p["patterns"]]
        pairs = [tokens for tokens in patterns if len(tokens) == 2]
        self._ruler = ruler
        self._begins_pair = Matcher(ruler.vocab)
        self._begins_pair.add("pair", [[first] for first, _ in pairs])
        self._is_named = re.compile("|".join([r"\s+", *_words(patterns)])).fullmatch
        self._named: dict[int, int] = {}
        self._said: dict[Kind, Said] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, dependency, part of speech, lemma and morphology of every token."""
        alone = [self._said.get(kind) or self._ask_once(kind, doc[i]) for i, kind in enumerate(self._kinds(doc))]
        said = np.array([values for values, _ in alone], dtype=np.uint64).reshape(len(doc), len(_SAID))
        for i in [i for i, (_, begins_pair) in enumerate(alone[:-1]) if begins_pair]:
            together = self._ask(doc[i : i + 2])
            changed = together != np.array([values for values, _ in alone[i : i + 2]], dtype=np.uint64)
            said[i : i + 2][changed] = together[changed]
        return _set(doc, _SAID, said)

    def _kinds(self, doc: Doc) -> Iterator[Kind]:
        for i, (tag, dep, lower) in enumerate(doc.to_array([TAG, DEP, LOWER]).tolist()):
            named = self._named.get(lower)
            if named is None:
                named = _remember(self._named, lower, lower if self._is_named(doc[i].lower_) else 0)
            yield tag, dep, named

    def _ask_once(self, kind: Kind, token: Token) -> Said:
        alone = token.doc[token.i : token.i + 1]
        begins_pair = bool(self._begins_pair(_copy(alone)))
        return _remember(self._said, kind, (self._ask(alone)[0].tolist(), begins_pair))

    def _ask(self, tokens: Span) -> NDArray[np.uint64]:
        return cast(NDArray[np.uint64], self._ruler(_copy(tokens)).to_array(_SAID))


def _copy(tokens: Span) -> Doc:
    """A text of these tokens with what the rules look at."""
    words, tags, deps = ([str(getattr(token, name)) for token in tokens] for name in ("text", "tag_", "dep_"))
    return Doc(tokens.vocab, words, tags=tags, deps=deps, heads=[0] * len(words))


class Lemmas:
    """A component that sets what `lemmatizer`, which knows no text around a token, sets."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        index = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, words in index.items():  # lists, in which it looks for words from end to end
            index[part_of_speech] = frozenset(words)
        self._lemmas: dict[tuple[int, ...], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token that the token rules left without one."""
        kinds = map(tuple, doc.to_array([LEMMA, ORTH, POS, MORPH]).tolist())
        lemmas = [
            kind[0] or self._lemmas.get(kind) or _remember(self._lemmas, kind, self._ask(doc[i]))
            for i, kind in enumerate(kinds)
        ]
        return _set(doc, [LEMMA], np.array(lemmas, dtype=np.uint64))

    def _ask(self, token: Token) -> int:
        return token.vocab.strings.add(self._lemmatizer.lemmatize(token)[0])


def _set(doc: Doc, attributes: Any, values: Any) -> Doc:
    return doc.from_array(attributes, values)


def _remember(known: dict[Asked, Answer], asked: Asked, answer: Answer) -> Answer:
    if len(known) >= _MOST_KINDS:
        known.clear()
    known[asked] = answer
    return answer


def _words(patterns: list[list[Pattern]]) -> Iterator[str]:
    """Regular expressions for all words that patterns name."""
    for condition in (token.get("LOWER", ()) for tokens in patterns for token in tokens):
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


@Language.factory("lemmas")
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """The lemmas of the pipeline's own `lemmatizer`, which is to be removed."""
    return Lemmas(cast(Lemmatizer, nlp.get_pipe("lemmatizer")))
