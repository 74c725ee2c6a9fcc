"""What lies in a drop besides good files: links, pipes, folders, names of every kind, files that change."""

import os
import socket
import subprocess
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from flows.sources import Refusal, SourceArticle, read_drop

TEXT = "The mayor of Lagos opened a bridge on Tuesday."


def read(drop: Path) -> tuple[list[SourceArticle], list[Refusal]]:
    items = list(read_drop(drop))
    return [i for i in items if isinstance(i, SourceArticle)], [i for i in items if isinstance(i, Refusal)]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A drop with one good file, which is read whatever lies beside it."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "good.txt").write_text(TEXT)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.txt").write_text(TEXT)
    return tmp_path / "drop"


def rules_beside_good(drop: Path) -> list[tuple[str, str]]:
    articles, refusals = read(drop)
    assert [article.source_file for article in articles] == ["good.txt"]
    assert all(len(str(refusal).splitlines()) == 1 for refusal in refusals)
    return [(refusal.source_file, refusal.rule) for refusal in refusals]


def test_links_never_lead_out_of_the_drop(drop: Path) -> None:
    (drop / "a.txt").symlink_to(drop.parent / "out" / "secret.txt")
    (drop / "b").symlink_to(drop.parent / "out")
    (drop / "circle.txt").symlink_to(drop / "circle.txt")
    (drop / "gone.txt").symlink_to(drop / "nowhere.txt")
    (drop / "up").symlink_to(drop)
    assert rules_beside_good(drop) == [
        ("a.txt", "link_outside"),
        ("b", "link_outside"),
        ("circle.txt", "broken_link"),
        ("gone.txt", "broken_link"),
        ("up", "folder_link"),
    ]


def test_link_inside_of_the_drop_is_followed(drop: Path) -> None:
    (drop / "same.txt").symlink_to("good.txt")
    assert [article.source_file for article in read(drop)[0]] == ["good.txt", "same.txt"]


def test_sidecar_that_leads_out_refuses_its_article(drop: Path) -> None:
    (drop.parent / "out" / "x.yml").write_text("title: secret\n")
    (drop / "a.txt").write_text(TEXT)
    (drop / "a.meta.yml").symlink_to(drop.parent / "out" / "x.yml")
    assert rules_beside_good(drop) == [("a.txt", "bad_metadata")]


def test_sidecar_in_another_encoding_is_refused_with_its_article(drop: Path) -> None:
    (drop / "a.txt").write_text(TEXT)
    (drop / "a.meta.yml").write_bytes("title: Málaga and México".encode() + b"\xc3")
    assert rules_beside_good(drop) == [("a.txt", "bad_metadata")]


def test_what_is_no_file_is_refused(drop: Path) -> None:
    os.mkfifo(drop / "pipe.txt")
    (drop / "x.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(drop / "s.txt"))
        found = rules_beside_good(drop)
    assert found == [("pipe.txt", "not_a_file"), ("s.txt", "not_a_file"), ("x.txt", "empty_folder")]
    assert [r.rule for r in read(drop / "pipe.txt")[1]] == ["not_a_file"]


def test_folder_with_the_name_of_a_file_is_a_folder(drop: Path) -> None:
    (drop / "site.html").mkdir()
    (drop / "site.html" / "a.txt").write_text(TEXT)
    assert [article.source_file for article in read(drop)[0]] == ["good.txt", "site.html/a.txt"]


def test_unreadable_file_and_folder_are_refused() -> None:
    with tempfile.TemporaryDirectory() as name:
        drop = Path(name)
        drop.chmod(0o755)
        (drop / "good.txt").write_text(TEXT)
        (drop / "a.txt").write_text(TEXT)
        (drop / "a.txt").chmod(0)
        (drop / "shut").mkdir(0)
        if is_root := os.geteuid() == 0:
            os.seteuid(65534)  # permissions do not hold for root
        try:
            found = rules_beside_good(drop)
        finally:
            if is_root:
                os.seteuid(0)
        assert found == [("a.txt", "unreadable"), ("shut", "unreadable")]


def test_names_of_every_kind_stand_in_one_line_of_unicode(drop: Path) -> None:
    names = [b"caf\xe9.txt", b"caf\\xe9.txt", b"two\nlines.txt", b"\x1b[31mred.txt", "naïve 😀.txt".encode()]
    for name in names:
        with open(os.path.join(os.fsencode(drop), name), "w") as file:
            file.write(TEXT)
    (drop / "bad\r\n.txt").write_text("")
    articles, [refusal] = read(drop)
    shown = {article.source_file for article in articles}
    assert shown == {
        "good.txt",
        "caf\\xe9.txt",
        "caf\\\\xe9.txt",
        "two\\nlines.txt",
        "\\x1b[31mred.txt",
        "naïve 😀.txt",
    }
    assert str(refusal).startswith("bad\\r\\n.txt: it holds no words")


def test_deep_folders_are_read(tmp_path: Path) -> None:
    folder, here = tmp_path, os.open(".", os.O_RDONLY)
    try:
        for _ in range(1200):
            os.mkdir(folder / "d")
            os.chdir(folder / "d")
            folder = Path()
        Path("a.txt").write_text(TEXT)
        [article], refusals = read(tmp_path)
    finally:
        os.fchdir(here)
        os.close(here)
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # Python's own removal would recurse too deep
    assert (article.source_file.count("d/"), refusals) == (1200, [])


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_file_that_changes_while_it_is_read_is_refused(drop: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"a.txt": TEXT, "a.jsonl": f'{{"text": "{TEXT}"}}\n', "a.csv": f"text\n{TEXT}\n"}
    (drop / name).write_text(rows[name])
    real, states = os.fstat, iter([(1, 1), (2, 2)])

    def changed(descriptor: int) -> tuple[int, int]:
        real(descriptor)
        return next(states)

    monkeypatch.setattr("flows.sources.files._state", changed)
    [refusal] = read(drop / name)[1]
    assert (refusal.source_file, refusal.record_key, refusal.rule) == (name, None, "changed_while_read")


def test_file_that_grows_under_the_reader_is_noticed(drop: Path) -> None:
    path = drop / "a.jsonl"
    path.write_text(f'{{"text": "{TEXT}"}}\n' * 3)
    items = read_drop(path)
    first = next(items)
    with path.open("a") as more:
        more.write(f'{{"text": "{TEXT}"}}\n')
    rest = list(items)
    assert isinstance(first, SourceArticle)
    assert isinstance(rest[-1], Refusal)
    assert rest[-1].rule == "changed_while_read"


@pytest.mark.bench
def test_drop_of_100_000_files_is_listed_whole_in_little_memory(tmp_path: Path) -> None:
    for number in range(100_000):
        if number % 1_000 == 0:
            (folder := tmp_path / f"{number // 1_000}").mkdir()
        (folder / f"{number}.txt").write_text(f"Article {number} is short.")
    tracemalloc.start()
    articles = sum(isinstance(item, SourceArticle) for item in read_drop(tmp_path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"\n100,000 files: peak {peak / 1e6:.1f} MB")
    assert (articles, peak < 20e6) == (100_000, True)
