import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.parse.dates import find_timexes
from flows.parse.facts import Article, Figure, Mention, Quote, Reading, Timex
from flows.parse.figures import find_figures
from flows.parse.pipeline import read_articles

GOLDEN = sorted((Path(__file__).parent / "golden" / "figures").glob("*.json"))
CASES = [case for path in GOLDEN for case in json.loads(path.read_text("utf8"))]


def read(text: str) -> Reading:
    return next(read_articles([Article("a", text)]))


def mark(
    text: str, words: str, timex_type: str, start: str | None, end: str | None, precision: str | None = None
) -> Timex:
    at = text.index(words)
    dates = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Timex(at, at + len(words), words, timex_type, None, dates[0], dates[1], precision)


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


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz said that 40 banks had failed.",
        "Forty banks had failed, Ana Ruiz said.",
        "According to Ana Ruiz, 40 banks had failed.",
        "Forty banks had failed, according to Ana Ruiz.",
    ],
)
def test_a_figure_is_stated_by_who_is_said_to_say_it(text: str) -> None:
    at = text.index("Ana Ruiz")
    mention = Mention(at, at + 8, "Ana Ruiz", "person", "ana-ruiz")
    assert [f.stated_by_key for f in find_figures(read(text), [], [], [mention])] == ["ana-ruiz"]


def test_a_figure_of_the_article_itself_is_stated_by_nobody() -> None:
    text = "Ana Ruiz owns 40 banks."
    mention = Mention(0, 8, "Ana Ruiz", "person", "ana-ruiz")
    assert [f.stated_by_key for f in find_figures(read(text), [], [], [mention])] == [None]


def test_a_figure_knows_its_sentence() -> None:
    figures = find_figures(read("Rain fell. The flood killed 12 goats."), [], [])
    assert [f.sentence for f in figures] == ["The flood killed 12 goats."]


def test_nothing_is_found_in_boilerplate() -> None:
    assert find_figures(read("The flood killed many goats.\n(12) comments\nPost 40 comments."), [], []) == []


LONG_LISTS = (
    "{} dogs and ",
    "{} miles of road, ",
    "Ana ({} miles), ",
    "fell {}% to {}%, ",
    "in 2{:03d}, ",
    "{} of the ",
)


def reading_of(pattern: str, times: int) -> Reading:
    """One sentence with so many numbers."""
    numbers = (i % 897 + 100 for i in range(times))
    return read("The farm sold " + "".join(pattern.format(n, n) for n in numbers) + "in all.")


def seconds(reading: Reading) -> float:
    timexes = find_timexes(reading)
    runs = []
    for _ in range(3):
        began = time.process_time()
        find_figures(reading, timexes, [])
        runs.append(time.process_time() - began)
    return min(runs)


@pytest.mark.parametrize("pattern", LONG_LISTS)
def test_a_sentence_of_many_numbers_costs_as_much_a_number_as_one_of_few(pattern: str) -> None:
    few, many = reading_of(pattern, 200), reading_of(pattern, 1600)
    assert seconds(many) < 2 * 8 * seconds(few)


PIECES = (
    *(
        "1",
        "2,500",
        "3.5",
        "$",
        "£",
        "USD",
        "US",
        "MEUR",
        "rmb",
        "dollars",
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
@example(["$", "one"])
def test_any_text_parses_and_offsets_hold(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        for figure in find_figures(read(text), [], []):
            assert text[figure.start_char : figure.end_char] == figure.text == figure.text.strip()
