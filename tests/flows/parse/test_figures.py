import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.facts import Article, Figure, Quote, Reading, Timex
from flows.parse.figures import find_figures
from flows.parse.pipeline import read_articles

CASES = json.loads((Path(__file__).parent / "golden" / "figures.json").read_text("utf8"))


def read(text: str) -> Reading:
    return next(read_articles([Article("a", text)]))


def mark(text: str, words: str, timex_type: str, start: str | None, end: str | None) -> Timex:
    at = text.index(words)
    dates = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Timex(at, at + len(words), words, timex_type, date_start=dates[0], date_end=dates[1])


def shown(figure: Figure, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that a golden row names, dates as text."""
    values = {name: getattr(figure, name) for name in fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_golden_figures(case: dict[str, Any]) -> None:
    timexes = [mark(case["text"], *row) for row in case.get("timexes", [])]
    found = find_figures(read(case["text"]), timexes, [])
    assert [f.text for f in found] == [row["text"] for row in case["figures"]]
    assert [shown(f, row) for f, row in zip(found, case["figures"], strict=True)] == case["figures"]


def test_a_figure_in_a_quotation_is_stated_by_its_speaker() -> None:
    text = "“We lost 40 cows,” said Ana Lima. The flood killed 12 goats."
    quote = Quote(1, text.index("”"), text[1 : text.index("”")], "said", "Ana Lima", "person", "ana-lima")
    assert [f.stated_by_key for f in find_figures(read(text), [], [quote])] == ["ana-lima", None]


def test_a_figure_knows_its_sentence() -> None:
    figures = find_figures(read("Rain fell. The flood killed 12 goats."), [], [])
    assert [f.sentence for f in figures] == ["The flood killed 12 goats."]


def test_nothing_is_found_in_boilerplate() -> None:
    assert find_figures(read("The flood killed many goats.\n(12) comments\nPost 40 comments."), [], []) == []


PIECES = (
    *(
        "1",
        "2,500",
        "3.5",
        "$",
        "£",
        "-",
        "−",
        "%",
        "(",
        ")",
        "½",
        "10",
        "1/2",
        "66",
        "/",
        ",",
        ".",
        "\n",
        "\t",
        " ",
        "x",
    ),
    *("to", "of", "from", "and", "over", "between", "million", "dozen", "miles", "m", "year-old", "a", "per", "people"),
    *("rose", "fell", "half", "one", "third", "in", "Ana", "é", "of which", "ranked", "he is", "dozens"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_text_parses_and_offsets_hold(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        for figure in find_figures(read(text), [], []):
            assert text[figure.start_char : figure.end_char] == figure.text == figure.text.strip()
