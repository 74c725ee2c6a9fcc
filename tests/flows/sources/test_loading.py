"""Odd sources all the way into the warehouse: names, texts and refusals arrive as they were."""

import os
from collections.abc import Callable
from pathlib import Path

import duckdb

from flows.refresh import Outcome

ODD = (
    "\u200bMaria Sousa,\u00a0the mayor of Porto 😀, opened 3 schools in March 2025.\x0c\r\n\r\n"
    "“We are proud,” Sousa said.\r“It cost $4\u202fmillion,” 👩‍👩‍👧 she added.\u2028Daniel Otieno paid 12 percent.\r\n"
)


def test_offsets_hold_in_odd_text(tmp_path: Path, run_directly: Callable[..., Outcome]) -> None:
    (tmp_path / "drop").mkdir()
    for name, encoding in (("a.txt", "utf-8-sig"), ("b.txt", "utf-16")):
        (tmp_path / "drop" / name).write_bytes(ODD.encode(encoding))
    outcome = run_directly(tmp_path / "drop", tmp_path / "w.duckdb")
    assert outcome.passed
    assert outcome.rows_parsed > 20
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT encoding, text FROM articles ORDER BY source_file").fetchall()
        assert found == [(code, ODD.replace("\r\n", "\n").replace("\r", "\n")) for code in ("utf-8-sig", "utf-16-le")]
        for table in ("passages", "mentions", "figures", "dates", "events", "quotes"):
            spans = "SELECT count(*), count(*) FILTER (substr(a.text, start_char + 1, end_char - start_char) = t.text)"
            counts = connection.execute(f"{spans} FROM {table} t JOIN articles a USING (article_id)").fetchone()
            assert counts is not None
            assert counts[0] == counts[1] > 0, table


def test_odd_names_and_refusals_are_stored(tmp_path: Path, run_directly: Callable[..., Outcome]) -> None:
    (drop := tmp_path / "drop").mkdir()
    for name in (b"caf\xe9.txt", b"two\nlines.txt"):
        Path(os.path.join(os.fsdecode(bytes(drop)), os.fsdecode(name))).write_text("Police in Nairobi arrested 12 men.")
    (drop / "feed.jsonl").write_text('{"text": "\\ud800 word"}\n{"text": 7, "n": "\\udfff\\u0000"}\n')
    outcome = run_directly(drop, tmp_path / "w.duckdb")
    assert [refusal.rule for refusal in outcome.refused] == ["not_unicode", "text_not_a_string"]
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as connection:
        names = connection.execute("SELECT source_file FROM articles ORDER BY ALL").fetchall()
        assert names == [("caf\\xe9.txt",), ("two\\nlines.txt",)]
        assert connection.execute("SELECT count(*) FROM quarantine WHERE json_valid(row_json)").fetchone() == (2,)
