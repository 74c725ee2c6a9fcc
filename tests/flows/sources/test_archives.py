"""Packed files and zips: read as what they hold, bounded by what they may unpack to, never trusted in their names."""

import gzip
import io
import json
import stat
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from backports import zstd

from flows.sources import Refusal, SourceArticle, read_drop

TEXT = "The mayor of Lagos opened a bridge on Tuesday."


def read(drop: Path) -> tuple[list[SourceArticle], list[Refusal]]:
    items = list(read_drop(drop))
    return [i for i in items if isinstance(i, SourceArticle)], [i for i in items if isinstance(i, Refusal)]


def write_zip(
    path: Path, members: dict[str | zipfile.ZipInfo, bytes | str], method: int = zipfile.ZIP_DEFLATED
) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def parquet_of(*texts: str) -> bytes:
    packed = io.BytesIO()
    pd.DataFrame({"text": texts}).to_parquet(packed)
    return packed.getvalue()


RECORD = json.dumps({"text": TEXT})
FORMS = {
    "a.txt": TEXT.encode(),
    "a.md": TEXT.encode(),
    "a.jsonl": RECORD.encode(),
    "a.json": RECORD.encode(),
    "a.csv": f"text\n{TEXT}\n".encode(),
    "a.parquet": parquet_of(TEXT),
    "a.htm": f"<html><body><p>{TEXT}</p></body></html>".encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_kind_is_read_packed_as_well(tmp_path: Path, form: str) -> None:
    (tmp_path / f"{form}.gz").write_bytes(gzip.compress(FORMS[form]))
    (tmp_path / f"{form}.zst").write_bytes(zstd.compress(FORMS[form]))
    write_zip(tmp_path / "p.zip", {form: FORMS[form], f"in/{form}.gz": gzip.compress(FORMS[form])})
    articles, refusals = read(tmp_path)
    assert not refusals
    assert [a.source_file for a in articles] == [f"{form}.gz", f"{form}.zst", f"p.zip/{form}", f"p.zip/in/{form}.gz"]
    assert {a.text for a in articles} == {TEXT}


def test_sidecars_are_found_beside_packed_files_and_in_zips(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "a.meta.yml").write_text("title: In the folder\n")
    write_zip(tmp_path / "p.zip", {"in/a.txt": TEXT, "in/a.meta.yml": "title: In the zip\n", "b.meta.yml": "title: x"})
    articles, [refusal] = read(tmp_path)
    assert [a.metadata.title for a in articles] == ["In the folder", "In the zip"]
    assert (refusal.source_file, refusal.rule) == ("p.zip/b.meta.yml", "orphan_sidecar")


def test_a_zip_may_be_the_drop(tmp_path: Path) -> None:
    write_zip(tmp_path / "p.zip", {"a.txt": TEXT, "README.md": "words", "__MACOSX/._a.txt": "x", ".hid.txt": "x"})
    [article], refusals = read(tmp_path / "p.zip")
    assert (article.source_file, refusals) == ("p.zip/a.txt", [])


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("../out.txt", TEXT, "unsafe_name"),
        ("in/../../out.txt", TEXT, "unsafe_name"),
        ("/etc/passwd.txt", TEXT, "unsafe_name"),
        ("C:\\out.txt", TEXT, "unsafe_name"),
        ("..\\out.txt", TEXT, "unsafe_name"),
        (link("l.txt"), "/etc/passwd", "archived_link"),
        ("in.zip", b"PK", "nested_archive"),
        ("photo.jpg", b"\xff\xd8", "unknown_format"),
        ("big.jsonl", b" " * 200_000_000, "bomb"),
    ],
)
def test_bad_member_is_refused_and_its_neighbour_read(
    tmp_path: Path, name: str | zipfile.ZipInfo, content: bytes | str, rule: str
) -> None:
    write_zip(tmp_path / "p.zip", {"a.txt": TEXT, name: content})
    [article], [refusal] = read(tmp_path)
    assert (article.source_file, refusal.rule) == ("p.zip/a.txt", rule)
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]


def test_second_member_of_a_name_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "other words")
    [article], [refusal] = read(tmp_path)
    assert (article.source_file, refusal.rule) == ("p.zip/a.txt", "repeated_name")


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    write_zip(tmp_path / "p.zip", {"a.txt": TEXT})
    content = bytearray((tmp_path / "p.zip").read_bytes())
    content[6] |= 1  # flags of the member's own header, and of the directory's entry
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "p.zip").write_bytes(content)
    assert [refusal.rule for refusal in read(tmp_path)[1]] == ["encrypted"]


def test_members_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    """A directory may name one stretch of packed bytes many times (the overlapping zip bomb of David Fifield)."""
    path = tmp_path / "p.zip"
    text = "".join(f"{number * 7919 % 10007} " for number in range(3_000_000)).encode()
    write_zip(path, {"000.txt": text})
    content = path.read_bytes()
    start = content.index(b"PK\x01\x02")
    entry, end = content[start:-22], bytearray(content[-22:])
    entries = b"".join(entry.replace(b"000.txt", f"{number:03}.txt".encode()) for number in range(900))
    end[8:12] = (900).to_bytes(2, "little") * 2
    end[12:16] = len(entries).to_bytes(4, "little")
    path.write_bytes(content[:start] + entries + end)
    articles, refusals = read(tmp_path)
    assert not articles
    assert {(refusal.source_file, refusal.rule) for refusal in refusals} == {("p.zip", "bomb")}


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_packed_bomb_is_refused_before_its_first_record(tmp_path: Path, pack: object) -> None:
    bomb = pack(RECORD.encode() + b"\n" + b" " * 200_000_000)  # type: ignore[operator]
    (tmp_path / f"a.jsonl.{'gz' if pack is gzip.compress else 'zst'}").write_bytes(bomb)
    articles, [refusal] = read(tmp_path)
    assert not articles
    assert refusal.rule == "bomb"


def test_damaged_archive_gives_no_record_at_all(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress("\n".join([RECORD] * 1000).encode()))
    packed[-8] ^= 1  # its checksum
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    articles, [refusal] = read(tmp_path)
    assert not articles
    assert refusal.rule == "damaged_archive"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(tmp_path: Path, method: int) -> None:
    write_zip(tmp_path / "p.zip", {"a.txt": TEXT}, method)
    assert [refusal.rule for refusal in read(tmp_path)[1]] == ["unknown_compression"]


def test_zip_without_articles_is_refused(tmp_path: Path) -> None:
    write_zip(tmp_path / "p.zip", {"README.md": "words"})
    assert [(r.source_file, r.rule) for r in read(tmp_path)[1]] == [("p.zip", "no_records")]
