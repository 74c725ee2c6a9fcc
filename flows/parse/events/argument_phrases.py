"""The noun phrases of a sentence: which words belong to one, how it reads, and which mentions stand in it."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

from flows.parse.events.taxonomy import words_of
from flows.parse.events.triggers import Trigger
from flows.parse.facts import Mention
from flows.parse.tokens import Doc, Span, Token

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "parataxis"})
_COEQUAL = {"conj", "appos"}
_BEFORE_NOUN = {"det", "amod", "compound", "poss", "nummod", "quantmod", "advmod", "nmod", "case", "punct"}
_OUTSIDE_CLAUSE = {"nsubj", "nsubjpass"} | CLAUSES
_MAX_TOKENS = 100  # of a phrase, or before a pronoun; only what is no prose is longer, and the cost must stay linear
_MAX_NAMES = 12  # of a long list the summary names only the first


class MentionIndex:
    """Mentions of one article by the tokens they hold."""

    def __init__(self, doc: Doc, mentions: Iterable[Mention]) -> None:
        self._by_token: dict[int, Mention] = {}
        for mention in mentions:
            first = max(0, bisect_left(doc.starts, mention.start_char + 1) - 1)
            for i in range(first, bisect_left(doc.starts, mention.end_char)):
                self._by_token[i] = mention
        self._in_places = sorted(i for i, mention in self._by_token.items() if mention.entity_type == "place")
        self._inside: dict[int, list[Mention]] = {}

    def at(self, token: Token) -> Mention | None:
        """The mention that `token` is part of."""
        return self._by_token.get(token.i)

    def name_tokens(self) -> set[int]:
        """Indices of all tokens inside mentions."""
        return set(self._by_token)

    def names_place(self, sentence: Span) -> bool:
        """Whether a place is mentioned in the sentence."""
        return bisect_left(self._in_places, sentence.start) < bisect_left(self._in_places, sentence.end)

    def person_meant_by(self, pronoun: Token) -> Mention | None:
        """The person that `he` or `she` stands for, where this and the sentence before name only one."""
        start = pronoun.sent.start
        before = max(pronoun.doc[start - 1].sent.start if start > 0 else start, pronoun.i - _MAX_TOKENS)
        mentions = (self._by_token.get(i) for i in range(before, pronoun.i))
        named = [mention for mention in mentions if mention is not None and mention.entity_type == "person"]
        return named[-1] if len({mention.entity_key for mention in named}) == 1 else None

    def inside(self, head: Token) -> list[Mention]:
        """Mentions in the noun phrase of `head`, in text order; one phrase may be of many events."""
        if head.i not in self._inside:
            found = {m.start_char: m for token in self._phrase_tokens(head) if (m := self.at(token)) is not None}
            self._inside[head.i] = [found[start] for start in sorted(found)]
        return self._inside[head.i]

    def _phrase_tokens(self, head: Token) -> Iterator[Token]:
        """Tokens of the phrase without clauses in it, and without appositions that bring no name.

        What only describes a name (`Peru's Ana Ruiz`) is left out; beside a common noun (`Peru's army`) it stays.
        """
        stack = [head]
        for _ in range(_MAX_TOKENS):
            if not stack:
                return
            token = stack.pop()
            yield token
            name = self.at(token)
            for child in token.children:
                if self._is_surrounding(child):
                    continue
                if name is None or child.dep_ in _COEQUAL or self.at(child) == name:
                    stack.append(child)
                elif _is_shared_possessor(child):
                    yield child

    def _is_surrounding(self, child: Token) -> bool:
        """Whether a part of a noun phrase is none of its members: a clause, a place it is at, a bare apposition."""
        if child.dep_ == "prep":
            return child.lower_ not in words_of("inner_prepositions")
        return child.dep_ in CLAUSES or (child.dep_ == "appos" and self.at(child) is None)


def _is_shared_possessor(token: Token) -> bool:
    """`the court and Kenya's KRA`, which the parser reads as the KRA of both: the first has no mark of possession."""
    has_mark = any(child.dep_ == "case" for child in token.children)
    return token.dep_ == "poss" and not has_mark and any(child.dep_ == "conj" for child in token.children)


def phrase_bounds(head: Token) -> tuple[int, int]:
    """Token bounds of a noun with what directly stands before it."""
    start = head
    for child in reversed(head.lefts):
        if child.dep_ not in _BEFORE_NOUN or child.right_edge.i != start.i - 1:
            break
        start = child.left_edge
    while start.i < head.i and (start.is_punct or start.is_space):
        start = start.nbor()
    return start.i, head.i + 1


def phrase_text(head: Token) -> str:
    """A noun phrase as the text has it, with what is coordinated with it, without clauses and appositions."""
    if not head.children:
        return head.text
    names = [_with_complement(head)]
    current = head
    while len(names) < _MAX_NAMES:
        following = next((c for c in current.rights if c.dep_ == "conj" and c.pos_ != "VERB"), None)
        if following is None:
            break
        names.append(_with_complement(following))
        current = following
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _with_complement(head: Token) -> str:
    """The noun with what stands before it and the prepositional phrases that follow at once: `dozens of members`."""
    start, end = phrase_bounds(head)
    for child in head.rights:
        if child.dep_ != "prep" or child.i != end:
            break
        nouns = [c for c in child.children if c.dep_ == "pobj"]
        if not nouns:
            break
        end = _last_coordinated(nouns[0]).i + 1
    return head.doc[start:end].text


def _last_coordinated(noun: Token) -> Token:
    """`Egypt` of `between Ethiopia and Egypt`."""
    for _ in range(_MAX_NAMES):
        following = next((c for c in noun.rights if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN")), None)
        if following is None:
            break
        noun = following
    return noun


def find_place(trigger: Trigger, others: Collection[int], index: MentionIndex) -> Mention | None:
    """The place where the event is said to happen: the first that a preposition of place hangs on the trigger.

    `others` are the head words of all triggers of the sentence: what hangs on them is not looked at.
    """
    for token in _own_clause(trigger.head, others):
        if token.dep_ == "prep" and token.lower_ in words_of("place_prepositions"):
            for child in token.children:
                mention = index.at(child) if child.dep_ == "pobj" else None
                if mention is not None and mention.entity_type == "place":
                    return mention
    return None


def _own_clause(head: Token, others: Collection[int]) -> Iterator[Token]:
    """Tokens below `head` in text order, without subjects, other clauses and what hangs on other events."""
    stack: list[Token] = [head]
    below: list[Token] = []
    while stack and len(below) < _MAX_TOKENS:
        token = stack.pop()
        below.append(token)
        stack.extend(c for c in token.children if c.i not in others and c.dep_ not in _OUTSIDE_CLAUSE)
    return iter(sorted(below, key=lambda token: token.i))
