"""Judge a time expression by its sentence: whether it is one at all. Which way in time it points is for `direction`."""

from functools import cache

from flows.parse.data import load_data
from flows.parse.dates.forms import TimexForm
from flows.parse.tokens import Span, Token
from flows.parse.verb_groups import governing_verb, is_past

_EARLY = {"early", "late", "small", "wee", "morning", "evening", "night"}  # `the early hours`: a time of the day
_AROUND_SOON = {"as", "after", "enough", "too", "how"}
_MODIFYING = ("npadvmod", "compound", "nummod", "nmod", "amod")
_WINDOW = 15  # tokens on either side that tell a headline
_TIME_ENTITIES = {"DATE", "CARDINAL", "ORDINAL", "QUANTITY", "EVENT", ""}
_ALSO_NAMES = {"may", "march", "april", "june", "august", "mar.", "sun.", "sat.", "jan.", "dec."}


def is_time(form: TimexForm, words: Span, sentence: Span) -> bool:
    """Whether `words`, which have the form of a time, are one here: no name, no count, no verb."""
    if form.kind in ("year", "month", "weekday", "decade", "quarter", "season") and _inside_name(words):
        return False
    if form.kind == "quarter" and "year" not in form.slots and _is_of_game(sentence):
        return False
    if form.kind in ("relative", "duration", "deictic", "time") and _is_title(words, sentence):
        return False
    if form.kind == "weekday" and _is_named_day(words):
        return False
    if ("holiday" in form.slots and _is_namesake(words)) or ("event_day" in form.slots and _is_keepsake(words)):
        return False
    if "adverb" in form.slots and _names_paper(words.root):
        return False
    if "third" in form.slots and words.root.dep_ in _MODIFYING and words.root.head.pos_ == "NOUN":
        return False  # `an early morning flight`
    if form.kind == "year":
        return _is_year(form, words)
    if form.kind == "month" and not form.slots.keys() - {"month"}:
        return _is_month_name(form, words)
    if form.kind in ("duration", "relative", "offset"):
        return _is_length_of_time(form, words)
    if form.kind == "reference":
        return _is_reference(words)
    return True


def _inside_name(words: Span) -> bool:
    """Part of a longer name that is no date: `the Sunday Times`, `Windows 2000`."""
    if words.root.dep_ == "compound" and words.root.head.pos_ == "PROPN" and words.root.head.i == words.end:
        return words.root.head.lower_ not in load_data("dates")["words"]["daytime"]
    types = {token.ent_type_ for token in words}
    if "DATE" in types or not types - _TIME_ENTITIES:
        return False
    before, after = _neighbours(words)
    return any(token is not None and token.ent_iob_ != "O" and token.ent_type_ in types for token in (before, after))


def _is_of_game(sentence: Span) -> bool:
    """`had nine rebounds in the third quarter`; not `demand rebounds`."""
    return any((t.lower_ in _game_nouns() and t.pos_ == "NOUN") or t.lower_ in _game_verbs() for t in sentence)


@cache
def _game_nouns() -> frozenset[str]:
    return frozenset(load_data("dates")["game_nouns"])


@cache
def _game_verbs() -> frozenset[str]:
    return frozenset(load_data("dates")["game_verbs"])


def _is_title(words: Span, sentence: Span) -> bool:
    """`on This Week`, `in USA Today`, `High Noon`: capitals inside a sentence that is not all capitals."""
    first = sentence.start
    while first < words.start and sentence.doc[first].pos_ == "PUNCT":  # `“Today is ours”`
        first += 1
    inner = [t for t in words if t.i > first and t.is_alpha and t.lower_ in _hinting_words()]
    if not inner or not all(t.text[0].isupper() for t in inner):
        return False
    window = words.doc[max(sentence.start, words.start - _WINDOW) : min(sentence.end, words.end + _WINDOW)]
    outside = [t for t in window if t.is_alpha and not words.start <= t.i < words.end]
    return sum(t.text[0].isupper() for t in outside) <= len(outside) / 2


def _is_named_day(words: Span) -> bool:
    """`Black Friday`, `Super Tuesday`."""
    before, _ = _neighbours(words)
    return before is not None and before.text.istitle() and before.lower_ in load_data("dates")["named_days"]


def _is_namesake(words: Span) -> bool:
    """`Johnnie Christmas`, `a Christmas tree`: what bears the name of a holiday."""
    things = load_data("dates")["holiday_things"]
    return words.root.ent_type_ == "PERSON" or (words.root.dep_ == "compound" and words.root.head.lower_ in things)


def _is_keepsake(words: Span) -> bool:
    """`a 9/11 memorial`: what is of that day only in its name."""
    return words.root.dep_ in _MODIFYING and words.root.head.lemma_ != "attack" and "/" in words.text


def _names_paper(word: Token) -> bool:
    """`the daily Granma`, `a local weekly`, `NBC Nightly News`."""
    if word.dep_ in ("amod", "compound"):
        return word.head.pos_ == "PROPN"
    return word.ent_type_ == "ORG" or any(child.dep_ in ("det", "poss", "amod", "compound") for child in word.lefts)


@cache
def _hinting_words() -> frozenset[str]:
    words = load_data("dates")["words"]
    return frozenset(word for name in ("unit", "units", "deictic", "clock", "daytime") for word in words[name])


def _neighbours(words: Span) -> tuple[Token | None, Token | None]:
    doc = words.doc
    before = doc[words.start - 1] if words.start > 0 else None
    after = doc[words.end] if words.end < len(doc) else None
    return before, after


def _after_cue(words: Span) -> bool:
    before, _ = _neighbours(words)
    return before is not None and before.lower_ in load_data("dates")["cues_before"]


def _is_year(form: TimexForm, words: Span) -> bool:
    """A bare number is a year unless it counts or numbers something: `1,900 people`, `Route 2000`, `2000 homes`."""
    if form.slots.keys() - {"year"} or len(words) > 1:
        return True
    token = words[0]
    before, after = _neighbours(words)
    if before is not None and before.lower_ in load_data("dates")["numbered_after"]:
        return False
    if before is not None and _is_stop_of_no(before) and not token.is_sent_start:
        return False
    if before is not None and _ends_name(token, before):
        return False
    is_named = before is not None and before.pos_ == "PROPN" and token.head == before
    if is_named and (token.ent_type_ != "DATE" or token.head.head == after):
        return False  # `Vision 2030`, `Windows 2000 machines`
    if after is not None and after.tag_ in ("NNS", "NNPS") and token.head == after and token.dep_ == "nummod":
        is_plural_name = after.tag_ == "NNPS" and before is not None and before.lower_ == "the"  # `the 2012 Games`
        return is_plural_name or token.ent_type_ == "DATE"
    if after is not None and after.lower_ in load_data("dates")["counted_before"]:
        return False
    return token.ent_type_ == "DATE" or _after_cue(words) or int(form.slots["year"]) >= 1900


def _is_stop_of_no(token: Token) -> bool:
    """True for the full stop of `plan no. 2033`, which may be a word of its own."""
    is_stop = token.text == "." and token.i > 0 and not token.nbor(-1).whitespace_
    return is_stop and token.nbor(-1).lower_ in ("no", "nos")


def _ends_name(number: Token, before: Token) -> bool:
    """`the Russell 2000 gained`, where the number heads the name; not `the Acme 2019 report`."""
    is_of_name = before.pos_ == "PROPN" and before.dep_ == "compound" and before.head == number
    return is_of_name and number.dep_ != "nummod" and any(child.lower_ == "the" for child in number.lefts)


def _is_month_name(form: TimexForm, words: Span) -> bool:
    """`May` and `March` are verbs and names as well: they need a cue before them or the model's word for it."""
    token = words[0]
    if token.pos_ in ("VERB", "AUX") or _is_part_of_name(token):
        return False
    if _after_cue(words):
        return token.ent_type_ not in ("PERSON", "ORG") or words.text.lower() not in _ALSO_NAMES
    return token.ent_type_ == "DATE" and (token.pos_ == "PROPN" or words.text.lower() not in _ALSO_NAMES)


def _is_part_of_name(token: Token) -> bool:
    """`Theresa May`, `the March on Washington`, `May resigned`."""
    if any(child.dep_ == "compound" and child.pos_ == "PROPN" for child in token.children):
        return True
    if token.lower_ not in _ALSO_NAMES:
        return False
    is_named = any(child.lower_ == "the" for child in token.children)
    return is_named or (token.dep_ == "nsubj" and token.head.lemma_ != "be" and token.head.pos_ == "VERB")


def _is_length_of_time(form: TimexForm, words: Span) -> bool:
    """Not the order `second`, no rate (`cars a month`), and bare plurals only as a length: `for years`, `in weeks`."""
    if "bare_units" in form.slots:
        is_of_day = words.text.lower() == "hours" and any(child.lower_ in _EARLY for child in words.root.lefts)
        return words.root.head.lower_ in load_data("dates")["length_cues"] and not is_of_day
    if words.text.lower() == "one day" and words.root.dep_ in _MODIFYING and words.root.head.i > words.root.i:
        return False  # `will one day return`
    unit = form.slots.get("unit") or form.slots.get("the_unit")
    if unit in ("second", "minute", "hour") and not form.slots.keys() & {"digits", "number_word", "vague", "article"}:
        return False
    if form.slots.get("article") in ("a", "an") and _is_rate(words.root):
        return False
    is_fraction = "-" in words.text or "article" in form.slots or words.text.lower().startswith("one quarter")
    if form.slots.get("unit", form.slots.get("units")) in ("quarter", "quarters") and is_fraction:
        return form.kind != "duration"
    return not ("article" in form.slots and unit == "second")


def _is_rate(unit: Token) -> bool:
    return bool(unit.dep_ == "npadvmod" and unit.head.pos_ in ("NOUN", "NUM"))


def _is_reference(words: Span) -> bool:
    """Not the `soon` of a past story or of `as soon as`, nor `the past` as a thing to speak of."""
    before, after = _neighbours(words)
    if words.text.lower() == "soon":
        verb = governing_verb(words.root)
        is_told = verb is not None and is_past(verb)
        return not is_told and not any(t is not None and t.lower_ in _AROUND_SOON for t in (before, after))
    if words.text.lower() in ("the past", "the future"):
        return before is not None and before.lower_ in ("in", "into", "for", "of")
    return not (words.text.lower() == "now" and after is not None and after.lower_ == "-")


def is_comparison(form: TimexForm, words: Span) -> bool:
    """`up from 40 a year earlier`, `than last year`: it only measures a time that the text goes on telling of."""
    if form.kind == "offset":
        return form.slots.get("unit") == "year" and form.slots.get("reckoning") in ("ago", "earlier")
    before, _ = _neighbours(words)
    is_measure = bool(form.slots.keys() & {"year_before", "like_told", "event_day", "overnight", "aside"})
    if is_measure or _bounds_results(form, words):
        return True
    return before is not None and before.lower_ in load_data("dates")["comparing_words"]


def _bounds_results(form: TimexForm, words: Span) -> bool:
    """`after a weak second quarter`: results of another quarter go on."""
    return form.kind == "quarter" and words.root.dep_ == "pobj" and words.root.head.lower_ in ("after", "before")


def is_told_by_event(form: TimexForm, words: Span) -> bool:
    """`the day after the vote`, `the day she left`: which day, only what happened tells."""
    _, after = _neighbours(words)
    if "the_unit" not in form.slots or "part" in form.slots:
        return False
    is_described = any(child.dep_ == "relcl" for child in words.root.children)
    return is_described or (after is not None and after.lower_ in ("after", "before"))
