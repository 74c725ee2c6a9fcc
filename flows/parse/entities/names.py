"""What can be said of a name as a string, with no article about it: its words, how a person's name divides, initials.

Every comparison of names, within an article and across articles, goes through `name_words`. Who is who is settled in
`people`, `organizations`, `places` and `flows.resolve`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.parse.data import load_data

_POSSESSIVE = re.compile(r"(?<=\w)'s?$")
_WORD = re.compile(r"\w+(?:'\w+)*|&")
_DOTTED = re.compile(r"\b(?:\w\.){2,}|\b\w\.(?=\w\b)")
_ONE_VOWEL = re.compile(r"[^\W\daeiouy]*[aeiouy]*[^\W\daeiouy]*")  # or several with no consonant between
_INITIAL = re.compile(r"^\w\.?$")
_PLAIN_LETTERS = str.maketrans(  # what Unicode does not take apart
    {"’": "'", "ʼ": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H"}
)
_ARAB_FAMILY = re.compile(r"(?:al|el)(?:-|\Z)", re.IGNORECASE)
_PATRONYMIC = frozenset({"bin", "ibn", "bint"})  # `Mohammed bin Rashid al-Sabri` is of the Sabri
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|its|their|his|her|our)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name; `given` and `family` are NULL where the name does not show them."""

    given: str | None
    middle: tuple[str, ...]
    family: str | None
    generation: str | None = None  # `jr`, `sr`, `iii`


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower-case form for comparison: compatibility characters, curly apostrophes and accents evened out."""
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """Words of a name for comparison: folded, no possessive, `U.S.` as `us`, hyphens as spaces."""
    text = _POSSESSIVE.sub("", fold(name).strip())
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    return tuple(word.removesuffix("'s") for word in _WORD.findall(text))


def strip_article(name: str) -> str:
    """`name` without a leading article or possessive pronoun, unless nothing would be left."""
    return _ARTICLE.sub("", name) or name


@lru_cache(maxsize=8192)
def words_of_address(name: str) -> tuple[str, ...]:
    """Words of a person's name without honorifics; `Jr.`, which tells son from father, stays."""
    words = [w for w in re.split(r"[\s,]+", name) if w]
    while len(words) > 1 and _plain(words[0]) in _honorifics():
        words.pop(0)
    return tuple(words)


def person_words(name: str) -> tuple[str, ...]:
    """Words of a person's name without honorifics and suffixes."""
    words = list(words_of_address(name))
    while len(words) > 1 and _plain(words[-1]) in _suffixes():
        words.pop()
    return tuple(words)


@lru_cache(maxsize=8192)
def parse_person_name(name: str) -> PersonName:
    """Divide a person's name: particles open the family name, East Asian ones lead, Spanish ones may be double.

    Rules of our own: of 3,159 full names in world news, the package `nameparser` 2.6 divides 265 otherwise,
    and read one by one it is right in 5 of these.
    """
    words = person_words(name)
    if len(words) < 2:
        return PersonName(None, (), " ".join(words) or None)
    if _leads_with_family(words):
        return PersonName(" ".join(words[1:]), (), words[0])
    if _is_of_hong_kong(words):
        family = next((i for i, w in enumerate(words[1:-1], 1) if fold(w) in _folded("family_first")), len(words) - 2)
        return PersonName(words[0], (*words[1:family], *words[family + 1 :]), words[family])
    if len(words) > 2 and fold(words[0]) in _folded("bound_given"):
        words = (" ".join(words[:2]), *words[2:])
    start = _family_start(words)
    last = _plain(words_of_address(name)[-1])
    generation = last if last in generations() else None
    return PersonName(words[0], words[1:start], " ".join(words[start:]), generation)


def _family_start(words: tuple[str, ...]) -> int:
    for i, word in enumerate(words[1:-1], start=1):
        is_patronymic = _plain(word) in _PATRONYMIC and any(map(_ARAB_FAMILY.match, words[i + 2 :]))
        if _plain(word) in _particles() and not is_patronymic:
            return i
    is_double = len(words) > 2 and fold(words[-2]) in _folded("double_family") and not _INITIAL.match(words[-2])
    return len(words) - 2 if is_double else len(words) - 1


def _is_tied_given(word: str) -> bool:
    """True for `Jae-in`, not for `Al-masri`, `Silpa-archa`, `Chan-o-cha`."""
    first, hyphen, second = word.partition("-")
    is_tied = bool(hyphen) and second.islower() and _plain(first) not in _particles()
    return is_tied and all(_ONE_VOWEL.fullmatch(fold(part)) for part in (first, second))


def _is_of_hong_kong(words: tuple[str, ...]) -> bool:
    """True for `Carrie Lam Cheng Yuet-ngor`, `Paul Chan Mo-po`: a given name more stands before the family name, and
    that of a married woman's parents behind it."""
    return (
        len(words) > 2
        and _is_tied_given(words[-1])
        and _plain(words[-2]) not in _particles()
        and fold(words[0]) not in _folded("family_first")
    )


def _leads_with_family(words: tuple[str, ...]) -> bool:
    """True for `Xi Jinping`, `Moon Jae-in`, `Kim Jong Un`: a family name that leads, then a given name of that kind."""
    given = words[1:]
    if len(given) == 1 and _is_tied_given(given[0]):  # whatever the family name
        return fold(words[0]) in _folded("family_first") or fold(words[0]) not in given_forms()
    if fold(words[0]) not in _folded("family_first"):
        return False
    if len(given) == 1:
        return _is_pinyin(given[0]) or (given[0].count("-") == 1 and all(map(is_syllable, given[0].lower().split("-"))))
    return (
        len(given) == 2
        and all(len(w) <= 5 and w.isalpha() for w in given)
        and fold(words[-1]) not in _folded("family_first")
    )


_SYLLABLE = re.compile(  # of a Chinese or Korean name
    r"(?!(?:run|in|on|to|up|at|hit)\Z)(?:[bcdfghjklmnprstwxyz]{1,2}h?|)[aeiouü]{1,3}(?:ng|[nkptmhl])?"
)
_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|ei|ui|ao|ou|iu|ie|ue|an|en|in|un|er"
    r"|ia|ua|uo|[aeiou])){1,2}"
)


def is_syllable(word: str) -> bool:
    """True for one syllable of a Chinese or Korean name."""
    return _SYLLABLE.fullmatch(word) is not None


def _is_pinyin(word: str) -> bool:
    """True for one or two syllables of Hanyu Pinyin that are not a common English given name."""
    return bool(_PINYIN.fullmatch(fold(word))) and fold(word) not in given_forms()


@cache
def given_forms() -> frozenset[str]:
    """Every English given name and short form of the nickname table."""
    table: dict[str, list[str]] = load_data("nicknames")
    return frozenset(table) | {short for shorts in table.values() for short in shorts}


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """For each form, the full given names it may stand for (a full name stands for itself)."""
    full: dict[str, set[str]] = {}
    for name, shorts in (load_data("nicknames") | load_data("given_spellings")).items():
        for form in (name, *shorts):
            full.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in full.items()}


def given_agree(first: str, second: str) -> bool:
    """True when two given names may be one person's: equal, an initial, or a full name and a short form of it."""
    a, b = fold(first).replace(".", ""), fold(second).replace(".", "")
    if not a or not b:
        return a == b
    if min(len(a), len(b)) == 1:
        return bool(given_initials(a) & given_initials(b))
    return bool(full_given_names(a) & full_given_names(b))


def full_given_names(given: str) -> frozenset[str]:
    """The full given names that `given` may stand for, folded: of a short form several, else the name itself."""
    name = fold(given).replace(".", "")
    return _nicknames().get(name, frozenset({name}))


def given_initials(given: str) -> frozenset[str]:
    """First letters by which a given name may stand: its own, and those of the names it is short for."""
    name = fold(given)
    return frozenset(form[0] for form in (name, *full_given_names(name)) if form)


def initials(words: tuple[str, ...], with_small: bool) -> str:
    """Initial letters of name words; the small ones (`of`, `and`) only `with_small`."""
    stop = stop_words()
    return "".join(w[0] for w in words if with_small or w not in stop)


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no identity of an organization's name."""
    return frozenset(map(fold, load_data("organizations")["stop_words"]))


def _plain(word: str) -> str:
    return fold(word).replace(".", "")


@cache
def _folded(part: str) -> frozenset[str]:
    return frozenset(map(fold, load_data("honorifics")[part]))


def generations() -> frozenset[str]:
    """Suffixes that tell two people of one name apart."""
    return _folded("generations")


def _honorifics() -> frozenset[str]:
    return _folded("honorifics")


def _suffixes() -> frozenset[str]:
    return _folded("suffixes")


def _particles() -> frozenset[str]:
    return _folded("particles")
