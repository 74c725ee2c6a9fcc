"""Floors just below what dateline reaches on hand-marked news, so that nothing slides back.

The reader was trained on the sets for dates, triggers and entities: their floors tell nothing of unseen news, which
`flows/parse/reader/MODEL_CARD.md` does. The gold lies outside of the project (its texts belong to their publishers);
without it these tests are skipped.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
GOLD = SHARED / "gold"
pytestmark = [pytest.mark.accuracy, pytest.mark.skipif(not GOLD.exists(), reason="no gold beside the project")]


def evaluate(task: str, gold: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, SHARED / "scorers" / "evaluate.py", task, GOLD / gold, "--json", *options]
    done = subprocess.run(
        [*map(str, command), "--command", f"{sys.executable} -m flows"], capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def score(result: dict[str, Any], path: str) -> float:
    """A number of the scorer's answer by its path, such as `value/F1`."""
    metric, _, name = path.rpartition("/")
    return float(result[metric][name])


FLOORS = {
    ("figures", "figures.jsonl", "NewsQuant"): {
        "value/F1": 93.6,
        "value+unit/F1": 87.8,
        "change (non '=')/F1": 81.8,
        "value+concept partial/F1": 73.0,
    },
    ("figures", "figures.jsonl", "currency"): {"value/F1": 93.2, "value+unit/F1": 86.4},
    ("dates", "dates_events.jsonl", ""): {
        "strict span/F1": 88.5,
        "relaxed span/F1": 94.3,
        "value/F1": 81.5,
        "calendar DATE value/F1": 86.5,
    },
    ("triggers", "dates_events.jsonl", ""): {
        "trigger/F1": 87.6,
        "date of dated events/P": 83.8,
        "date of dated events/F1": 65.4,
    },
    ("entities", "entities.jsonl", "EN-World"): {"exact.ALL/f": 91.6},
    ("entities", "entities.jsonl", "GUM"): {"entities.ALL/f": 81.2},
    ("entities", "entities.jsonl", "MEANTIME"): {"exact.ALL/f": 92.1, "b3_corpus/f": 91.8},
    ("quotes", "quotes.jsonl", ""): {"span.overlap/f": 97.5, "speaker.named/f": 93.6},
}
SEED_FLOORS = {
    "people/F1": 100,
    "organizations/F1": 100,
    "roles/share": 100,
    "acronyms/share": 100,
    "figures/F1": 100,
    "figure bounds/share": 100,
    "figure units/share": 100,
    "core events/share": 100,
    "event participants/share": 100,
    "quotes/share": 100,
    "quote speakers/share": 100,
}


@pytest.mark.parametrize("source", FLOORS, ids=lambda source: " ".join(filter(None, source)))
def test_gold_is_scored_above_its_floors(source: tuple[str, str, str]) -> None:
    (task, gold, part), floors = source, FLOORS[source]
    result = evaluate(task, gold, *(["--source", part] if part else []))
    reached = {path: score(result, path) for path in floors}
    print(reached, result["run"])
    assert {path: value for path, value in reached.items() if value < floors[path]} == {}
    intact, _, given = result["run"]["articles whose text is intact"].partition("/")
    assert intact == given != "0"


def test_seeds_are_read_in_full(tmp_path: Path) -> None:
    """The seeds under the names and with the days of publication that their gold gives."""
    for path in sorted((GOLD / "seeds").glob("*.json")):
        gold = json.loads(path.read_text("utf8"))
        (tmp_path / gold["file"]).write_bytes((SHARED / "seeds" / gold["file"]).read_bytes())
        if path.stem != "002":  # whose day dateline is not told
            sidecar = tmp_path / gold["file"].replace(".txt", ".meta.yml")
            sidecar.write_text(f"published_on: {gold['published_on']}\n")
    result = evaluate("seeds", "seeds", "--drop", str(tmp_path))
    floors = SEED_FLOORS | {"event dates/share": 100}
    assert {path: score(result, path) for path in floors if score(result, path) < floors[path]} == {}
    assert result["facts from boilerplate"] == 0
    assert set(result["one id across articles"].values()) == {"yes"}
    assert set(result["rows whose offsets do not give their text"].values()) == {0}
