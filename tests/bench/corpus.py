"""A drop of any size to time on: the articles of a folder or of marked sets, repeated under changed names."""

import json
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_VOWELS = "aeiou"
_FILES_A_FOLDER = 1000


def read_texts(source: Path) -> list[str]:
    """Texts of a folder: of its .txt files, and of the records of its .jsonl files that are whole articles."""
    texts = [path.read_text("utf8") for path in sorted(source.rglob("*.txt"))]
    for path in sorted(source.glob("*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text("utf8").splitlines()]
    whole = [text for text in texts if len(text) > 500]
    if not whole:
        raise SystemExit(f"{source}: it holds no article; name a folder of texts")
    return whole


def repeat_texts(texts: list[str]) -> Iterator[str]:
    """The texts without end; each time through, names that stand within a sentence have other vowels and endings."""
    for turn in count():
        yield from (_rename(text, turn) for text in texts)


def write_drop(texts: list[str], articles: int, drop: Path) -> None:
    """One file an article."""
    for number, text in enumerate(islice(repeat_texts(texts), articles)):
        folder = drop / f"{number // _FILES_A_FOLDER:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:07}.txt").write_text(text, "utf8")


def _rename(text: str, turn: int) -> str:
    if not turn:
        return text
    turned = str.maketrans(_VOWELS, _VOWELS[turn % 5 :] + _VOWELS[: turn % 5])
    ending = "".join("bdfgklmnrt"[int(digit)] for digit in str(turn // 5)) if turn >= 5 else ""
    return _NAME.sub(lambda name: name[0][0] + name[0][1:].translate(turned) + ending, text)
