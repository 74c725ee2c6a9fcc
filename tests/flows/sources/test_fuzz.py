"""Drops that went bad in ways nobody thought of: each is read to its end, and nothing of it is lost.

`DATELINE_FUZZ_DROPS=3000` reads that many in place of the slice.
"""

import gzip
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import duckdb
import pandas as pd
import pytest
from backports import zstd

from flows.cli import main
from flows.sources import Refusal, SourceArticle, read_drop

DROPS = int(os.environ.get("DATELINE_FUZZ_DROPS", "150"))
AT_ONCE = 50
TEXTS = [
    "The mayor of Lagos opened a bridge on Tuesday. It cost $3 million.\nTraffic fell by 12 percent, she said.\n",
    "“We are proud,” said José Muñoz, who leads the port of Vigo. — 1,200 workers went back to work in März.\n",
    "Nurses in Nairobi ended their strike on 4 May 2025.\r\n\r\nThe ministry agreed to pay 40 percent more.\r\n",
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A bridge</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2026-02-01"}}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>A bridge</h1>
<p>{TEXTS[0]}</p><p>{TEXTS[1]}</p><p>{TEXTS[2]}</p></article></body></html>"""
Item = SourceArticle | Refusal


@cache
def sound_files() -> dict[str, bytes]:
    """A drop of every kind, by name."""
    records = [{"id": f"a{i}", "title": f"No. {i}", "text": text} for i, text in enumerate(TEXTS * 2)]
    frame = pd.DataFrame(records)
    jsonl = "\n".join(json.dumps(record, ensure_ascii=i % 2 == 0) for i, record in enumerate(records)).encode()
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    return {
        "a.txt": TEXTS[0].encode(),
        "a.meta.yml": b"publisher: The Daily\npublished_on: 2026-02-01\n",
        "b.md": f"---\ntitle: A port\ndate: 2026-02-01\n---\n{TEXTS[1]}".encode("utf-8-sig"),
        "c.txt": TEXTS[1].encode("utf-16"),
        "d.txt": TEXTS[1].encode("windows-1252"),
        "page.html": PAGE.encode(),
        "feed.jsonl": jsonl,
        "feed.json": json.dumps(records).encode(),
        "rows.csv": frame.to_csv(index=False).encode(),
        "rows.parquet": parquet.getvalue(),
        "old.jsonl.gz": gzip.compress(jsonl, mtime=0),
        "old.csv.zst": zstd.compress(frame.to_csv(index=False).encode()),
        "pack.zip": zip_of({"in/a.txt": TEXTS[0].encode(), "in/a.meta.yml": b"title: A\n", "feed.jsonl": jsonl}),
    }


def zip_of(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def flip_bytes(content: bytes, random: Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(random.choice([1, 1, 3, 20])):
        if flipped:
            flipped[random.randrange(len(flipped))] ^= random.randrange(1, 256)
    return bytes(flipped)


def cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def drop_piece(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return content[:start] + content[start + random.randrange(40) :]


def double_piece(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return content[: start + random.randrange(200)] + content[start:]


def put_noise_in(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    noise = random.choice(
        [random.randbytes(9), b"\x00", b'"', b"\r", b"{[", b"\xff\xfe", b"<!--", b"&a;", b"\n\n", b","]
    )
    return content[:start] + noise + content[start:]


def shuffle_lines(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(random.choices(lines, k=len(lines))) if lines else content


def exchange(content: bytes, random: Random) -> bytes:
    return random.choice([b"", b"\n \n", b"word", random.randbytes(500), *sound_files().values()])


MUTATIONS: list[Callable[[bytes, Random], bytes]] = [
    flip_bytes,
    cut,
    drop_piece,
    double_piece,
    put_noise_in,
    shuffle_lines,
    exchange,
]


def mutate(random: Random) -> tuple[dict[str, bytes], set[str]]:
    """A drop in which a few files went bad, and their names."""
    files = dict(sound_files())
    bad = set()
    for name in random.sample(sorted(files), random.choice([1, 2, 4])):
        content = files.pop(name)
        for _ in range(random.choice([1, 1, 2])):
            content = random.choice(MUTATIONS)(content, random)
        new = name if random.random() < 0.8 else f"z-{random.choice(sorted(sound_files()))}"
        files[new] = content
        bad |= {name, new}
    return files, bad


def read_files(folder: Path, files: dict[str, bytes]) -> list[Item]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return list(read_drop(folder))


def key_of(item: Item) -> tuple[str | None, ...]:
    return (item.source_file, item.record_key, item.rule if isinstance(item, Refusal) else None)


def check_whole(item: Item) -> None:
    """What stands in an item can be written to any table, file or terminal."""
    if isinstance(item, Refusal):
        assert len(str(item).splitlines()) == 1
        str(item).encode()
        if item.row_json is not None:
            json.loads(item.row_json.encode())
    else:
        item.text.encode()
        assert "\r" not in item.text
        assert any(map(str.isalnum, item.text))
        assert item.encoding in {"utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "windows-1252"}


@pytest.mark.parametrize("first", range(0, DROPS, AT_ONCE))
def test_bad_drops_lose_nothing(tmp_path: Path, first: int) -> None:
    (tmp_path / "sound").mkdir()
    sound = read_files(tmp_path / "sound", sound_files())
    assert not [item for item in sound if isinstance(item, Refusal)]
    for number in range(first, min(first + AT_ONCE, DROPS)):
        files, bad = mutate(Random(number))
        (folder := tmp_path / str(number)).mkdir()
        items = read_files(folder, files)
        for item in items:
            check_whole(item)
        assert len({key_of(item) for item in items}) == len(items), number
        check_all_accounted_for(items, files)
        good = set(sound_files()) - bad - {"a.meta.yml"} - ({"a.txt"} if "a.meta.yml" in bad else set())
        assert [i for i in items if in_files(i, good)] == [i for i in sound if in_files(i, good)], number


def in_files(item: Item, names: set[str]) -> bool:
    return re.sub(r"\.zip/.*", ".zip", item.source_file) in names


def check_all_accounted_for(items: list[Item], files: dict[str, bytes]) -> None:
    """Each file gives an item, and each line of .jsonl that is not blank gives one."""
    silent = {name for name in files if not name.endswith(".meta.yml") and not any(in_files(i, {name}) for i in items)}
    assert silent == set()
    for name, content in files.items():
        if name.endswith(".jsonl") and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            lines = [line for line in re.split(rb"\r\n|\r|\n", content.removeprefix(b"\xef\xbb\xbf")) if line.strip()]
            found = [item for item in items if item.source_file == name]
            whole = [i for i in found if isinstance(i, Refusal) and i.record_key is None]
            assert len(found) == len(lines) or len(whole) == len(found) == 1, name


REFRESHED = max(10, DROPS // 100)


@pytest.mark.parametrize("number", range(REFRESHED))
def test_refresh_of_a_bad_drop_passes_or_says_what_did_not(
    tmp_path: Path, number: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (drop := tmp_path / "drop").mkdir()
    items = read_files(drop, mutate(Random(number))[0])
    refused = [item for item in items if isinstance(item, Refusal)]
    warehouse = tmp_path / "w.duckdb"
    monkeypatch.setattr("sys.argv", ["dateline", "refresh", str(drop), "--warehouse", str(warehouse), "--jobs", "1"])
    with pytest.raises(SystemExit) as end:
        main()
    errors = capsys.readouterr().err.splitlines()
    assert end.value.code == (1 if refused else 0), errors
    assert sorted(errors) == sorted(f"dateline: {refusal}" for refusal in refused)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counts = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM quarantine WHERE article_id IS NULL)"
        assert connection.execute(counts).fetchone() == (len(items) - len(refused), len(refused))


@pytest.mark.parametrize("first", range(0, DROPS, AT_ONCE))
def test_gate_gives_every_file_and_record_of_a_bad_drop_its_verdict(
    tmp_path: Path, first: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(first, min(first + AT_ONCE, DROPS)):
        (drop := tmp_path / str(number)).mkdir()
        items = read_files(drop, mutate(Random(number))[0])
        refused = sum(isinstance(item, Refusal) for item in items)
        monkeypatch.setattr("sys.argv", ["dateline", "validate", str(drop), "--no-parse", "--format", "json"])
        with pytest.raises(SystemExit) as end:
            main()
        output, errors = capsys.readouterr()
        report = json.loads(output)
        assert (end.value.code, errors) == (1 if refused else 0, ""), number
        assert (report["accepted"], report["refused"]) == (len(items) - refused, refused), number
        assert len(report["records"]) == len(items), number
