"""The words of an article as the parser read them, as plain objects: what rules read of spaCy's Doc, Span and Token.

Names and meanings are spaCy's. Rules ask each word dozens of questions; spaCy makes a new object and a new string for
every answer, here each is made once an article. What a rule asks and spaCy knows belongs here; no rule does.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import count, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:  # who is who over articles needs names, and no spaCy
    from spacy.tokens import Doc as ParsedDoc

_NAMES: list[int | str] = ["LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]
_FLAGS: list[int | str] = ["SPACY", "LIKE_NUM", "IS_PUNCT"]
_NUMBERS: list[int | str] = ["IDX", "LENGTH", "ENT_IOB", "HEAD"]
_IOB = ("", "I", "O", "B")

_PLACE = attrgetter("i")
_Answer = TypeVar("_Answer")
_MANY_CHILDREN = 32  # below, asking again costs no more than looking up


class Token:
    """A word with its place in the text and in the tree; `children` are in order of the text."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_iob_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_punct",
        "is_sent_start",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "tag_",
        "text",
        "whitespace_",
    )

    def __init__(
        self,
        doc: "Doc",
        i: int,
        idx: int,
        text: str,
        lemma: str,
        pos: str,
        tag: str,
        dep: str,
        ent_type: str,
        has_space: bool,
        like_num: bool,
        is_punct: bool,
        ent_iob: int,
    ) -> None:
        """Token `i` of `doc`; the tree is set when all tokens are there."""
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = text.lower()
        self.lemma_ = lemma
        self.pos_ = pos
        self.tag_ = tag
        self.dep_ = dep
        self.ent_type_ = ent_type
        self.whitespace_ = " " if has_space else ""
        self.like_num = like_num
        self.is_punct = is_punct
        self.ent_iob_ = _IOB[ent_iob]
        self.is_sent_start = False
        self.head = self
        self.children: Sequence[Token] = ()

    def __repr__(self) -> str:
        return self.text

    @property
    def is_alpha(self) -> bool:
        """Whether it is all letters."""
        return self.text.isalpha()

    @property
    def is_digit(self) -> bool:
        """Whether it is all digits."""
        return self.text.isdigit()

    @property
    def is_lower(self) -> bool:
        """Whether it is in small letters."""
        return self.text.islower()

    @property
    def is_upper(self) -> bool:
        """Whether it is in capitals."""
        return self.text.isupper()

    @property
    def is_title(self) -> bool:
        """Whether it starts with a capital and goes on in small letters."""
        return self.text.istitle()

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()

    @property
    def lefts(self) -> "Sequence[Token]":
        """Its children before it."""
        return self.children[: bisect_right(self.children, self.i, key=_PLACE)]

    @property
    def rights(self) -> "Sequence[Token]":
        """Its children behind it."""
        return self.children[bisect_right(self.children, self.i, key=_PLACE) :]

    @property
    def sent(self) -> "Span":
        """The sentence it stands in."""
        return self.doc.sentence_at(self.i)

    @property
    def ancestors(self) -> "Iterator[Token]":
        """The words above it, the nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> "Iterator[Token]":
        """It and all words below it, in order of the text where the tree is projective."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def left_edge(self) -> "Token":
        """The first of the words below it, or itself."""
        return self.doc.tokens[self.doc.parsed[self.i].left_edge.i] if self.children else self

    @property
    def right_edge(self) -> "Token":
        """The last of the words below it, or itself."""
        return self.doc.tokens[self.doc.parsed[self.i].right_edge.i] if self.children else self

    def nbor(self, steps: int = 1) -> "Token":
        """The word some steps on. Raises IndexError beyond the ends of the article."""
        if self.i + steps < 0:
            raise IndexError(f"No word stands {-steps} before word {self.i}.")
        return self.doc.tokens[self.i + steps]


class Span:
    """Tokens `start` to `end` (exclusive) of `doc`, where the model named it with its `label_`."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: "Doc", start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __repr__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> "Span": ...
    def __getitem__(self, i: int | slice) -> "Token | Span":
        if isinstance(i, slice):
            start, end, _ = i.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][i]

    @property
    def start_char(self) -> int:
        """Offset in the text of its first token."""
        return self.doc.starts[self.start]

    @property
    def end_char(self) -> int:
        """Offset in the text behind its last token."""
        return self.doc.ends[self.end - 1] if self.end > self.start else self.start_char

    @property
    def text(self) -> str:
        """Its words as the text has them."""
        doc = self.doc
        return doc.text[doc.starts[self.start] : doc.ends[self.end - 1]] if self.end > self.start else ""

    @property
    def root(self) -> Token:
        """The first root of a sentence in it, else the first of the words highest in the tree."""
        if len(self) == 1:
            return self.doc.tokens[self.start]
        tokens = self.doc.tokens[self.start : self.end]
        root = next((token for token in tokens if token.head is token), None)
        if root is not None:
            return root
        tops = [token for token in tokens if not self.start <= token.head.i < self.end]
        if len(tops) < 2:
            return tops[0] if tops else tokens[0]
        return min(tops, key=lambda token: sum(1 for _ in token.ancestors))


class Doc:
    """The tokens of an article, their sentences, and what the model marked: names (`ents`), `spans` by their group."""

    def __init__(self, parsed: "ParsedDoc", text: str) -> None:
        """`parsed` is a whole spaCy Doc and `text` what it was made of, which it would join anew from its words."""
        self.parsed = parsed
        self.text = text
        self.tokens = _make_tokens(self, parsed)
        self.starts = [token.idx for token in self.tokens]
        self.ends = [token.idx + len(token.text) for token in self.tokens]
        self.sents = [Span(self, sentence.start, sentence.end) for sentence in parsed.sents]
        for sentence in self.sents:
            self.tokens[sentence.start].is_sent_start = True
        self._sentence_starts = [sentence.start for sentence in self.sents]
        self.ents = [Span(self, entity.start, entity.end, entity.label_) for entity in parsed.ents]
        self.answers: dict[tuple[Callable[[Token], Any], int], Any] = {}
        self.spans = {
            name: [Span(self, s.start, s.end, s.label_) for s in group] for name, group in parsed.spans.items()
        }

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> Span: ...
    def __getitem__(self, i: int | slice) -> Token | Span:
        if isinstance(i, int):
            return self.tokens[i]
        start, end = i.start, i.stop
        if start is None or end is None or not 0 <= start <= end <= len(self.tokens):
            start, end, _ = i.indices(len(self.tokens))
        return Span(self, start, max(start, end))

    def sentence_at(self, i: int) -> Span:
        """The sentence that token `i` stands in."""
        return self.sents[bisect_right(self._sentence_starts, i) - 1]

    def char_span(self, start_char: int, end_char: int, alignment_mode: str = "strict") -> Span | None:
        """The tokens from one offset of the text to another; `expand` takes in those that only partly lie between."""
        if not 0 <= start_char < end_char <= len(self.text):
            return None
        first = self.tokens[bisect_right(self.starts, start_char) - 1]
        last = self.tokens[bisect_right(self.starts, end_char - 1) - 1]
        if alignment_mode == "strict" and (first.idx != start_char or last.idx + len(last.text) != end_char):
            return None
        is_blank = first.idx + len(first.text) == start_char  # the white space behind a token belongs to none
        return Span(self, first.i + is_blank, last.i + 1)


def asked_once(question: Callable[[Token], _Answer]) -> Callable[[Token], _Answer]:
    """`question` on what hangs on a word; the answer is kept in the Doc where that is much, as thousands of words may
    hang on one, and all ask about it."""

    @wraps(question)
    def answer(token: Token) -> _Answer:
        if len(token.children) < _MANY_CHILDREN:
            return question(token)
        answers, key = token.doc.answers, (question, token.i)
        if key not in answers:
            answers[key] = question(token)
        known: _Answer = answers[key]
        return known

    return answer


def _make_tokens(doc: Doc, parsed: "ParsedDoc") -> list[Token]:
    """Tokens of `doc` with the tree between them."""
    offsets, lengths, iobs, distances = parsed.to_array(_NUMBERS).astype("int64").T.tolist()
    flags = parsed.to_array(_FLAGS).astype(bool).T.tolist()
    texts = [doc.text[offset : offset + length] for offset, length in zip(offsets, lengths, strict=True)]
    columns = parsed.to_array(_NAMES).T.tolist()
    strings = parsed.vocab.strings
    known = {number: strings[number] for number in set().union(*columns)}
    names = [[known[number] for number in column] for column in columns]
    tokens = list(map(Token, repeat(doc), count(), offsets, texts, *names, *flags, iobs))
    below: dict[int, list[Token]] = {}
    for token, distance in zip(tokens, distances, strict=True):
        if distance:
            token.head = tokens[token.i + distance]
            below.setdefault(token.head.i, []).append(token)
    for i, children in below.items():
        tokens[i].children = children
    return tokens
