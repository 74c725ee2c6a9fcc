"""What `$` and other signs and words that several currencies share mean in a source of a known country.

Without a country they keep the meaning that they have for most of the English press. What the figure itself says
("US$5", "5 million US dollars") always stands.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from flows.parse.data import load_data
from flows.parse.facts import Figure
from flows.parse.lexicon import any_of

_AMERICAN = re.compile(r"(?<!\w)(?:US|U\.S\.)(?!\w)")  # "$5 US"


@dataclass(frozen=True, slots=True)
class _Shared:
    """A family of currencies of one sign or name: how its bare and its full names look."""

    bare: re.Pattern[str]
    full: re.Pattern[str]
    home: dict[str, str]


def settle_currency(figure: Figure, country: str | None) -> Figure:
    """The figure in the currency of its source's country, where its own words leave the currency open."""
    if country is None or figure.unit_type != "money" or figure.unit is None:
        return figure
    code, per, rest = figure.unit.partition(" per ")
    shared = _shared().get(code)
    if shared is None or country not in shared.home or not _is_open(figure.text, shared):
        return figure
    return replace(figure, unit=f"{shared.home[country]}{per}{rest}")


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
        found[family["means"]] = _Shared(bare, full, family["home"])
    return found
