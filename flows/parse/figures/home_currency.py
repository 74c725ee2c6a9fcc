"""What `$` and other signs and words that several currencies share mean in a source of a known country, or in a text
that names one: pesos of a text on Argentina.

Without a country they keep the meaning that they have for most of the English press. What the figure itself says
("US$5", "5 million US dollars") always stands.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from flows.parse.data import load_data
from flows.parse.facts import Figure
from flows.parse.lexicon import any_of, one_spaced

_NONE = ((None, 0), (None, 0))
_AMERICAN = re.compile(r"(?<!\w)(?:US|U\.S\.)(?!\w)")  # "$5 US"


@dataclass(frozen=True, slots=True)
class _Shared:
    """A family of currencies of one sign or name: how its bare and its full names look."""

    bare: re.Pattern[str]
    full: re.Pattern[str]
    home: dict[str, str]
    countries: dict[str, str]  # of their names and demonyms; empty where only the source's country counts


def settle_currency(figure: Figure, country: str | None, text: str) -> Figure:
    """The figure in the currency of the country that its sentence names, or else of its source's `country`, or else of
    the one that the whole `text` names most, where its own words leave the currency open."""
    if figure.unit_type != "money" or figure.unit is None:
        return figure
    code, per, rest = figure.unit.partition(" per ")
    shared = _shared().get(code)
    if shared is None or not _is_open(figure.text, shared):
        return figure
    meant = _named_most(shared, figure.sentence) or (country if country in shared.home else None)
    meant = meant or _named_most(shared, text)
    return replace(figure, unit=f"{shared.home[meant]}{per}{rest}") if meant is not None else figure


def _named_most(shared: _Shared, text: str) -> str | None:
    """The country of the family that `text` names more often than any other."""
    if not shared.countries:
        return None
    found = (one_spaced(name) for name in _names(tuple(shared.countries)).findall(text))
    (country, times), (_, next_times) = (*Counter(shared.countries[n] for n in found).most_common(2), *_NONE)[:2]
    return country if times > next_times else None


def _is_open(text: str, shared: _Shared) -> bool:
    return bool(shared.bare.search(text)) and not shared.full.search(text) and not _AMERICAN.search(text)


@cache
def _shared() -> dict[str, _Shared]:
    data = load_data("currencies")
    found = {}
    for family in data["shared"]:
        words, own = family["words"], data["codes"][family["means"]]
        signs = (
            rf"(?<![\w$.]){any_of(family['signs'], fold_case=False)}(?!\s?(?:US|U\.S\.))|" if family["signs"] else ""
        )
        bare = re.compile(rf"{signs}(?<!\w){any_of(words)}s?(?!\w)")
        names = [*own["words"], *own["symbols"], family["means"]]
        full = re.compile(any_of(name for name in names if name not in (*words, *family["signs"])))
        own_home = {family["of"]: family["means"]} if "of" in family else {}
        found[family["means"]] = _Shared(bare, full, family["home"] | own_home, _countries_of(family))
    return found


def _countries_of(family: Mapping[str, Any]) -> dict[str, str]:
    """Country of each name and demonym of the family's countries."""
    rows, codes = load_data("countries"), (family["of"], *family["home"]) if "of" in family else ()
    return {name: code for code in codes for name in (*rows[code]["names"], *rows[code].get("demonyms", ()))}


@cache
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({any_of(names, fold_case=False)})(?=\W|s\b)")
