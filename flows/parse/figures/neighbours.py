"""What a figure takes over from the one before it: a conversion in brackets, a level after its change, a part of its
whole, a sum for another place in the same list, a unit or a counted noun that is not said again."""

import re
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from flows.parse.facts import Figure
from flows.parse.figures.continued import goes_on
from flows.parse.figures.noun_phrases import NOMINAL
from flows.parse.figures.quantity import Settled
from flows.parse.figures.sentence import next_token
from flows.parse.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with the quantity that it was made of; `is_converted` when it says the one before in another unit,
    `is_part` when it is a part of the one before. `count` is the count that it goes on telling of, or is itself;
    `is_share` when it is of the whole of a share before it."""

    figure: Figure
    settled: Settled
    is_converted: bool = False
    is_part: bool = False
    count: Settled | None = None
    is_share: bool = False


_LEVEL = re.compile(
    r"(?:(?:\s(?:to(?:\s(?:close|end|finish|settle|trade)\sat)?|at)|,\sto\s(?:close|end|finish|settle|trade)\sat)|\)?,\s(?:revised\s)?(?:up|down|upward|downward|higher|lower))"
    r"\s(?:by\s)?(?:[a-z]+\s){0,2}"
)
_ENDS_AT = re.compile(r",?\sto\s(?:close|end|finish|settle)\s")  # "climbed 5 points to end at 300"
_OTHER_WORDS = re.compile(r"[^,;.]{0,40},\sor\s(?:[a-z]+\s){0,2}")  # "$4 million, or six cents a share"
_SAME_CHANGE = re.compile(r",?\sor\s(?:[a-z]+\s){0,2}")  # "fell 300 points, or nearly 2 percent"
_AND = re.compile(r"\b(?:and|but|while)\Z")
_OF_THEM = re.compile(r"\sof\s(?:whom|which|them|those|these)\b")
_PRONOUN = re.compile(r"\sof\s(?:whom|which|them)\b")
_OF_WHOM = re.compile(r",\sof\s(?:whom|which|them|those|these)\s(?:[a-z]+\s){0,2}\Z")
_SAMPLE = re.compile(
    r"(?:\b(?:[Ss]urvey|[Pp]oll|[Ss]tudy|[Ss]ample|[Aa]nalysis|[Rr]eview|[Ii]nterviews?)\s(?:of|with|among)|\A[Oo]f)"
    r"\s(?:[a-z]+\s){0,3}\Z"
)
_NEAR = 40  # characters
_ANOTHER = re.compile(r"\b[Aa]nother\s(?:[a-z]+\s){0,2}\Z")  # "30 ships came, while another 8 left"
_NEXT_PART = re.compile(r"[^;.]{0,60}\s(?:and|but|while)\s(?:[a-z]+\s){0,2}")
_THE_OTHER = re.compile(r"\b[Tt]he\s(?:other|remaining)\s\Z")
_LINK = re.compile(r"\b(?P<link>by|at|to|from)\s(?:(?!by\s|at\s|to\s)[a-z]+\s){0,2}\Z")
_MILLION = 1e6
_FARTHEST = 10  # times
_LONGEST_THING = 6  # tokens
_OF_PHRASE = ("NOUN", "PROPN", "ADJ", "CCONJ", "ADP", "NUM")
_TIMES = ("DATE", "TIME")
_OF_THE = re.compile(r"\bof\s(?:the\s|its\s|their\s)?\Z", re.IGNORECASE)


def carry_over(text: str, previous: Stated, stated: Stated) -> Stated:
    """`stated` with what it shares with the figure before it in the sentence's `text`."""
    settled = stated.settled
    if previous.count is not None and goes_on(text, previous.count, settled):
        counted = replace(stated.figure, counted=previous.figure.counted)
        return replace(stated, figure=counted, count=previous.count)
    if (people := _whole_of_share(text, previous.count, settled)) is not None:
        return replace(stated, figure=replace(stated.figure, counted=people.text), count=previous.count)
    if _is_share_of(previous, settled):
        return replace(stated, figure=replace(stated.figure, counted=previous.figure.counted), is_share=True)
    is_within = settled.quantity.start < previous.settled.end  # "a 10-mile (16 km) trail"
    gap = text[previous.settled.quantity.end if is_within else previous.settled.end : settled.quantity.start]
    is_alternative = gap.strip() == "(" or (previous.is_converted and gap.strip() in ("/", ",", ";"))
    if is_alternative and settled.unit_type != "count":
        return Stated(_convert(previous.figure, stated.figure), settled, is_converted=True)
    is_of_them = _OF_THEM.match(text, settled.quantity.end) is not None
    if is_of_them and settled.unit is None and previous.count is not None and previous.count.counted is not None:
        unit, things = previous.count.unit, previous.count.counted  # "23 goals in 20 matches, seven of them at home"
        part = replace(stated.figure, unit=unit, counted=" ".join(things.text.split()))
        return replace(stated, figure=part, settled=replace(settled, unit=unit, counted=things), is_part=True)
    is_whole = previous.settled.unit_type == "count" and is_of_them
    is_part = is_whole or _is_part(text, previous.settled, gap) or _goes_on(previous, gap)
    if settled.unit_type == "count" and settled.unit is None and is_part:
        part = replace(stated.figure, unit=previous.figure.unit, counted=previous.figure.counted)
        whole = replace(settled, unit=previous.settled.unit, counted=previous.settled.counted)
        return replace(stated, figure=part, settled=whole, is_part=True)
    if (thing := _next_thing(previous, stated)) is not None:
        stated = replace(stated, figure=replace(stated.figure, counted=thing.text))
        return _share_trend(previous, stated)
    if _SAME_CHANGE.fullmatch(gap) or _is_same_move(previous, stated):
        stated = _share_trend(previous, stated)
    is_behind = settled.counted is not None and settled.counted.start >= settled.amount.end
    is_level = not is_behind and _LEVEL.fullmatch(gap)
    if is_level and (_ENDS_AT.match(gap) or (gap == " to " and previous.settled.unit_type == "percent")):
        stated = _share_trend(previous, stated)
    is_again = previous.figure.unit_type == "count" or (previous.figure.unit_type == "money" and gap.startswith(" to "))
    if is_level and stated.figure.unit is None and is_again:  # "300 staff, down from 450", "lost 3 euros to 41"
        same = previous.figure.unit_type
        stated = replace(stated, figure=replace(stated.figure, unit=previous.figure.unit, unit_type=same))
    if is_level or (
        not is_behind and (_OTHER_WORDS.fullmatch(gap) or _is_of_same_list(text, previous.settled, settled))
    ):
        return replace(stated, figure=replace(stated.figure, counted=previous.figure.counted or stated.figure.counted))
    return stated


def _whole_of_share(text: str, count: Settled | None, settled: Settled) -> Span | None:
    """`patients` of "4,000 patients, of whom 42% smoked" and "a study of 4,000 patients found that 42% smoked"."""
    is_share = settled.unit_type == "percent" or settled.quantity.kind == "fraction"
    if count is None or not is_share:
        return None
    start = settled.quantity.start
    if _OF_WHOM.search(text, max(0, start - _NEAR), start) or _PRONOUN.match(text, settled.quantity.end):
        return count.counted
    begin = count.quantity.start
    is_sample = _SAMPLE.search(text, max(0, begin - _NEAR), begin) is not None and settled.counted is None
    return count.counted if is_sample and settled.amount.root.dep_ in ("nsubj", "nsubjpass", "npadvmod") else None


def _is_share_of(previous: Stated, settled: Settled) -> bool:
    """True for the `51%` of "23% of voters back it, while 51% oppose it": a share of which nothing says of what."""
    said, follower = previous.settled, next_token(settled.amount[-1])
    is_who = follower is not None and follower.lower_ == "who"  # "60% of voters back it and 34% who do not"
    if settled.unit_type != "percent" or previous.figure.counted is None or not (is_who or settled.counted is None):
        return False
    is_of = said.counted is not None and said.counted.start >= said.amount.end
    is_whole = is_of and (said.unit_type == "percent" or said.quantity.kind == "fraction")
    root = settled.amount.root
    is_alike = root.dep_ in ("nsubj", "nsubjpass") or _is_set_against(root)
    return (is_alike or is_who) and (is_whole or previous.is_share)


def _is_set_against(root: Token) -> bool:
    """True for the amount of "64 percent of the rye was good, compared with 62 percent"."""
    return root.dep_ == "pobj" and root.head.lower_ in ("with", "to", "against", "versus", "from")


def part_of(whole: Figure, part: Figure) -> Figure:
    """`part` with the unit of the sentence before: "Twelve men were held. Eight of them are free."."""
    is_part = part.unit_type == "count" and part.unit is None and part.value < whole.value
    behind = part.sentence.partition(part.text)[2]
    return replace(part, unit=whole.unit, counted=whole.counted) if is_part and _OF_THEM.match(behind) else part


def _share_trend(previous: Stated, stated: Stated) -> Stated:
    """`stated` with the trend before it, unless it has a sign or trend of its own: "rose 5%, or 300 points"."""
    if stated.figure.trend or stated.settled.quantity.sign:
        return stated
    return replace(stated, figure=replace(stated.figure, trend=previous.figure.trend))


def _is_same_move(previous: Stated, stated: Stated) -> bool:
    """True for the second amount of "rose 5% in Lima and 3% in Cusco"."""
    said, settled = previous.settled, stated.settled
    between = said.amount.doc[said.amount.end : settled.amount.start]
    is_same = said.unit == settled.unit and previous.figure.counted == stated.figure.counted is not None
    is_list = all(t.pos_ in (*_OF_PHRASE, "PUNCT", "DET") for t in between)
    return is_same and is_list and _AND.search(between.text) is not None


def _next_thing(previous: Stated, stated: Stated) -> Span | None:
    """`wages` of "prices rose 5%, wages 3% and rents by 2%": what the next amount of a list is said of."""
    said, settled = previous.settled, stated.settled
    is_of_list = said.unit == settled.unit and settled.unit_type in ("percent", "money") and said.counted is not None
    if not is_of_list or said.counted is None or said.counted.start >= said.amount.start:
        return None
    between = said.amount.doc[said.amount.end : settled.amount.start]
    words = [t for t in between if t.idx < stated.figure.start_char and t.lower_ not in ("by", "to", "up", "down")]
    links = list(takewhile(lambda t: t.text == "," or t.lower_ in ("and", "but", "while"), words))
    thing = list(dropwhile(lambda t: t.pos_ == "DET", words[len(links) :]))
    if not links or not thing or len(thing) > _LONGEST_THING:
        return None
    ends_in_noun = _may_be_noun(thing[-1]) or (len(thing) > 1 and thing[-2].pos_ == "PROPN")  # "S&P 500"
    may_be = all((t.pos_ in _OF_PHRASE or _may_be_noun(t)) and t.ent_type_ not in _TIMES for t in thing)
    if len(thing) == 1 and thing[0].tag_ in ("VB", "VBP", "VBG") and said.amount.root.head.lemma_ == "cost":
        return between.doc[thing[0].i : thing[0].i + 1]  # "beer costs $12 and parking $40"
    is_phrase = thing[0].pos_ != "ADP" and may_be
    return between.doc[thing[0].i : thing[-1].i + 1] if is_phrase and ends_in_noun else None


def _may_be_noun(word: Token) -> bool:
    """True for a noun, and for a capitalised word, which the parse may take for a verb: "Acme 4%, Bitstamp 6%"."""
    return word.pos_ in NOMINAL or word.text[:1].isupper()


def share_unit(text: str, twins: dict[str, Stated], stated: Stated) -> Stated:
    """`stated` with the unit of its twin behind the same preposition: "rose by 2 percent but fell by 1".

    `twins` holds the last figure of the sentence behind each preposition; `stated` is put there, too.
    """
    stated = _lend_to_scaled(twins, stated)
    figure, start = stated.figure, stated.settled.quantity.start
    link = _LINK.search(text, max(0, start - 24), start)
    if link is None:
        return stated
    is_former = link["link"] == "from"  # "rose to 3 billion euros from 2 billion"
    twin = twins.get("to" if is_former else link["link"])
    if figure.unit is None and figure.unit_type == "other" and twin and _is_near(twin.figure.value, figure.value):
        stated = replace(stated, figure=replace(figure, unit=twin.figure.unit, unit_type=twin.figure.unit_type))
    if (
        stated.figure.unit
        and not is_former
        and not (stated.figure.unit_type == "count" and stated.figure.unit != "point")
    ):
        twins[link["link"]] = stated
    return stated


def _lend_to_scaled(twins: dict[str, Stated], stated: Stated) -> Stated:
    """`stated` with the unit of the millions before it, which it leaves out: "bids of 3 million euros, but asked for 13
    million"."""
    figure, settled = stated.figure, stated.settled
    follower = next_token(settled.amount[-1])
    is_before_thing = follower is not None and follower.pos_ in (*NOMINAL, "ADJ") and follower.lower_ != "more"
    if follower is not None and follower.text == "(":  # a conversion says that it is in another currency
        return stated
    if settled.quantity.scale < _MILLION or (settled.unit is None and is_before_thing):
        return stated
    twin = twins.get("millions")
    if figure.unit is None and figure.unit_type in ("other", "count") and twin is not None:
        counted = figure.counted if twin.figure.unit_type == "money" else twin.figure.counted
        lent = replace(figure, unit=twin.figure.unit, unit_type=twin.figure.unit_type, counted=counted)
        stated = replace(stated, figure=lent)
    if stated.figure.unit and stated.figure.unit_type in ("money", "count") and not stated.is_converted:
        twins["millions"] = stated
    return stated


def _is_near(one: float, other: float) -> bool:
    """True for amounts that one measure may tell: no percent is like an index of 9,000 points."""
    return 0 < abs(one) < _FARTHEST * abs(other) and abs(other) < _FARTHEST * abs(one)


def _is_part(text: str, whole: Settled, gap: str) -> bool:
    """True for the `11` of "of the 30 sailors aboard, 11 drowned", "30 sailors, of whom 11 drowned", "the other 11"."""
    start = whole.quantity.start
    if whole.unit_type == "count" and (_OF_WHOM.search(gap) or _THE_OTHER.search(gap)):
        return True
    return bool(_OF_THE.search(text, max(0, start - 12), start) and re.fullmatch(r"[^.;]{0,40},\s(?:\w+\s)?", gap))


def _goes_on(previous: Stated, gap: str) -> bool:
    """True for the 500 of "of which 199 were sold and 500 were not", and behind `another`."""
    is_count = previous.settled.unit_type == "count" and previous.figure.unit is not None
    is_next = previous.is_part and _NEXT_PART.fullmatch(gap) is not None
    return is_count and (is_next or _ANOTHER.search(gap) is not None)


def _convert(said: Figure, converted: Figure) -> Figure:
    """Give a conversion in brackets what the figure before it says: "more than 9 miles (14 km)"."""
    twin = replace(converted, counted=said.counted or converted.counted, trend=said.trend or converted.trend)
    if said.bound in ("exact", "between") or converted.bound != "exact":
        return twin
    low = converted.value if said.value_low is not None else None
    high = converted.value if said.value_high is not None else None
    return replace(twin, bound=said.bound, value_low=low, value_high=high)


def _is_of_same_list(text: str, previous: Settled, settled: Settled) -> bool:
    """True for sums in brackets behind names of a list: "in trade with Chad ($9 million), after Mali ($14 million)"."""
    if previous.unit != settled.unit or previous.counted is None or settled.counted is None:
        return False
    is_bracketed = all(text[max(0, q.quantity.start - 1)] == "(" for q in (previous, settled))
    is_name = all(token.pos_ == "PROPN" for token in settled.counted)
    return is_bracketed and is_name and any(token.pos_ == "NOUN" for token in previous.counted)
