"""Titles right before a person's name, and the organization before those. Knows words and order; makes no rows."""

from collections.abc import Iterator
from functools import cache

from flows.parse.entities.countries import find_demonym
from flows.parse.entities.spans import name_titles, word_list
from flows.parse.entities.stock_codes import is_stock_code
from flows.parse.facts import Mention
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.titles import DETERMINERS, POSSESSIVES, STOPS, TitleSpan, ends_in_head, heads, is_short_form
from flows.parse.tokens import Doc, Token

_LONGEST_SHORT_FORM = 5  # letters
_SHORT_IN_BRACKETS = 3  # tokens of `(CEC)`
_LONGEST = 9  # words of titles and organization before a name
_LONGEST_COMPLEMENT = 4  # words
_MOST_NAMES = 6  # that share a title


def titles_before(at: MentionMap, person: Mention) -> Iterator[TitleSpan]:
    """Titles right before the name: `U.S. Army Maj. Gen.`, `Foreign Minister`, `General and Chief of Staff`."""
    end = before_address(at, person)
    yield from _shared_title(at, end)
    bracket = at.before_brackets(end)
    # `Chief Commissioner (CC) Kim Reyes`
    is_short = bracket == end - _SHORT_IN_BRACKETS and at.doc[bracket + 1].is_upper
    yield from titles_ending_at(at, person, bracket if is_short else end)


def before_address(at: MentionMap, person: Mention) -> int:
    """Where the name starts, with the forms of address before it: at the `Mr.` of `Mr. Kim Reyes`."""
    doc, start = at.doc, at.bounds(person)[0]
    while start > 0 and doc[start - 1].lower_.rstrip(".") in forms_of_address():
        start -= 1
    styled = start
    while styled > 0 and doc[styled - 1].lower_ in word_list("honorifics", "styles"):
        styled -= 1
    return styled if doc[styled].lower_ in ("his", "her") else start


def titles_ending_at(at: MentionMap, person: Mention, end: int) -> Iterator[TitleSpan]:
    """Titles of the person that end before token `end`."""
    doc, start = at.doc, run_start(at, end)
    yield from _completed_title(at, start)
    pieces = _split_conjoined(doc, start, end)
    if not pieces:
        return
    leading = _leading_organization(at, pieces[0][0])
    for start, end in pieces:
        organization = leading if leading[0] else _organization_behind(at, person, doc[end - 1].lower_)
        yield TitleSpan(start, end, *organization)


def _shared_title(at: MentionMap, end: int) -> Iterator[TitleSpan]:
    """The title in the plural that leads a list of people: `Presidents Ana Ruiz of Peru and Tom Lee of Fiji`."""
    doc, i = at.doc, end
    for _ in range(_MOST_NAMES):
        last = i - 1 - (i > 1 and doc[i - 1].text == "." and len(doc[i - 2].text) <= _LONGEST_SHORT_FORM)  # `Reps.`
        word = doc[last].lower_.rstrip(".") if last >= 0 else ""
        singular = word.removesuffix("s")
        if singular != word and singular in name_titles() and singular not in forms_of_address():
            break
        while i and doc[i - 1].lower_ in (",", "and"):
            i -= 1
        before = at.at(i - 1) if i and doc[i].lower_ in (",", "and") else None
        if before and before.entity_type == "place" and doc[at.bounds(before)[0] - 1].lower_ == "of":
            before = at.at(at.bounds(before)[0] - 2)
        if before is None or before.entity_type != "person":
            return
        i = at.bounds(before)[0]
    else:
        return
    start = last
    while start > 0 and _may_be_in_title(at, start - 1, i):
        start -= 1
    while start < last and doc[start].lower_ in _never_first():
        start += 1
    text = doc[start:i].text
    singular = f"{text[:-2]}." if text.endswith("s.") else text.removesuffix("s")
    yield TitleSpan(start, i, *_leading_organization(at, start), text=singular)


def _organization_behind(at: MentionMap, person: Mention, head: str) -> tuple[Mention | None, int, int]:
    """The organization right behind a name with a title: `analyst Ana Ruiz of Barclays`."""
    doc, i = at.doc, at.bounds(person)[1]
    links = ("of", "at", "from", "with") if head in word_list("titles", "employed") else ("of",)
    if i == 0 or i + 2 >= len(doc) or doc[i].lower_ not in links:
        return None, 0, 0
    return at.organization_at(i + 1 + (doc[i + 1].lower_ == "the"))


def _completed_title(at: MentionMap, end: int) -> Iterator[TitleSpan]:
    """The title whose complement stands right before the name: `Prime Minister of Canada`, `CEO of Boeing`."""
    doc, end = at.doc, at.before_brackets(end)
    start = end
    mention = at.at(end - 1) if end > 0 else None
    if mention is not None:
        start = at.bounds(mention)[0]
    else:
        is_name = end > 0 and not doc[end - 1].text.islower()
        kind = "PROPN" if is_name else "NOUN"
        while start > 0 and end - start < _LONGEST_COMPLEMENT and doc[start - 1].pos_ == kind:
            start -= 1
        if not is_name and _is_person(doc, end):  # `the lawyer of pop star Kim Reyes`
            return
    is_named = start < end and (mention is None or mention.entity_type != "person")
    if start > 0 and doc[start - 1].lower_ == "the":
        start -= 1
    is_place = mention is not None and mention.entity_type == "place"
    links = ("of", "for", "to") if is_place else ("of", "for")  # `ambassador to Peru`
    if not is_named or start == 0 or doc[start - 1].lower_ not in links:
        return
    head = start - 1
    start = run_start(at, head)
    title = TitleSpan(start, end, *_leading_organization(at, start))
    if title.start == head:
        return
    if mention is not None and mention.entity_type == "organization":
        bounds = at.bounds(mention)
        title = TitleSpan(title.start, head, mention, *bounds)
    yield title


def _is_person(doc: Doc, end: int) -> bool:
    return ends_in_head(doc, end) or (end > 0 and doc[end - 1].lower_ in word_list("titles", "person_nouns"))


def run_start(at: MentionMap, end: int) -> int:
    """Start of the unbroken run of title words before token `end`, which must end in a title's head."""
    doc = at.doc
    if end == 0 or not ends_in_head(doc, end):
        return end
    start = end
    while start > 0 and end - start < _LONGEST and _may_be_in_title(at, start - 1, end):
        start -= 1
    while start < end and doc[start].lower_ in _never_first():
        start += 1
    return start


def _is_preposition(doc: Doc, i: int) -> bool:
    """True for the `under` of `under President Ana Ruiz`, not of `Under Secretary`."""
    return doc[i].lower_ == "under" and doc[i].dep_ == "prep" and not doc[i + 1].lower_.startswith("secretar")


@cache
def forms_of_address() -> frozenset[str]:
    """`Mr`, `Dr`: honorifics that are no rank or function."""
    return word_list("honorifics", "honorifics") - heads()


@cache
def _never_first() -> frozenset[str]:
    """What may stand inside of a title, but does not open one."""
    return DETERMINERS | {"and", "’s", "'s", "of", "-"} | word_list("titles", "time_modifiers")


def _may_be_in_title(at: MentionMap, i: int, end: int) -> bool:
    token = at.doc[i]
    word = token.lower_.rstrip(".")
    mention = at.at(i)
    if token.text == "." and i > 0 and is_short_form(at.doc[i - 1]):
        return True
    if token.is_space or token.text in STOPS or at.doc[i + 1].is_sent_start:
        return token.text == "-" and not at.doc[i - 1].whitespace_ and not token.whitespace_
    if (
        (mention and mention.entity_type != "place")
        or is_stock_code(at.doc, i)
        or token.ent_type_ in ("DATE", "TIME")
        or _is_preposition(at.doc, i)
        or (mention and i > at.bounds(mention)[0])  # the `County` of `Erie County District Attorney`
    ):
        return False
    if word in heads() or word in word_list("titles", "modifiers") or word in word_list("titles", "portfolios"):
        return True
    if word in ("co", "in"):  # `co-chair`, `commander-in-chief`
        return at.doc[i + 1].text == "-" and (word == "co" or at.doc[i - 1].text == "-")
    if word == "and":
        return i > 0 and (ends_in_head(at.doc, i) or _joins_portfolios(at.doc, i))
    if word in ("of", "for"):
        behind = at.doc[i + 1]
        is_of_another = behind.text in heads()  # `lawyer of actress Kim Reyes`
        is_office = behind.lower_ in word_list("titles", "portfolios")
        is_of_another = is_of_another or (word == "for" and behind.lower_.rstrip(".") in heads() and not is_office)
        return i > 0 and ends_in_head(at.doc, i) and i + 1 < end and not is_of_another
    if mention:
        return word in ("u.s", "us", "uk", "u.k", "un", "eu")
    if token.pos_ == "NOUN" and token.dep_ == "compound" and token.text.islower():  # `television host`
        is_whole = i == 0 or at.doc[i - 1].text != "-"  # not the second half of `anti-abortion activist`
        return is_whole and i < token.head.i < end and at.doc[end - 1].text.islower()
    if token.pos_ == "ADJ" and token.text.islower() and token.head.i == i + 1 < end - 1:  # `civil rights leader`
        return token.head.dep_ == "compound" and _may_be_in_title(at, i + 1, end)
    is_demonym = any(find_demonym(at.doc[i:stop].text) for stop in (i + 1, i + 2))  # `South Korean`
    is_first = token.is_sent_start and token.pos_ != "PROPN" and not is_demonym
    return token.pos_ in ("PROPN", "ADJ") and token.text[0].isupper() and not is_first


def _joins_portfolios(doc: Doc, i: int) -> bool:
    """True for the `and` of `Tourism and Sports Minister`."""
    beside = (doc[i - 1], doc[i + 1])
    return all(t.lower_ in word_list("titles", "portfolios") and t.is_title for t in beside)


def _is_capitalised_head(token: Token) -> bool:
    return token.text[0].isupper() and token.lower_.rstrip(".") in heads()


def _split_conjoined(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """Titles joined by `and` or set side by side (`candidate Gov.`), each of which ends in a head; without the articles
    before them."""
    pieces = []
    left = start
    for i in range(start, end):
        if doc[i].lower_ == "and" and ends_in_head(doc, i):
            pieces.append((left, i))
            left = i + 1
        elif left < i and doc[i - 1].text.islower() and ends_in_head(doc, i) and _is_capitalised_head(doc[i]):
            pieces.append((left, i))
            left = i
        elif i == left and doc[i].lower_ in _never_first() and doc[i + 1].text != "-":
            left = i + 1
    return [*pieces, (left, end)] if left < end else pieces


def _word_before(doc: Doc, end: int) -> str:
    """The word before token `end` in small letters, also the `ex` of `ex-chairman`."""
    is_tied = end > 1 and doc[end - 1].text == "-" and not doc[end - 1].whitespace_
    return doc[end - 1 - is_tied].lower_


def _leading_organization(at: MentionMap, start: int) -> tuple[Mention | None, int, int]:
    """The organization before a title and what dates it, with or without `’s` and a stock code: `Fiji’s Navy head`."""
    while start > 0 and _word_before(at.doc, start) in word_list("titles", "time_modifiers"):
        start -= 1 + (at.doc[start - 1].text == "-")
    i = at.before_brackets(start) - 1
    while i > 0 and (at.doc[i].text in POSSESSIVES or is_stock_code(at.doc, i)):
        i -= 1
    return at.organization_at(i)
