"""From bytes to text: each encoding that is read, what is refused, and what is only noticed."""

from pathlib import Path

import pytest

from flows.sources import Refusal, SourceArticle, read_drop
from flows.sources.decoding import decode

TEXT = "“It is cold in Málaga,” José said — the heating cost €3 million.\n"


def read_one(folder: Path, name: str, content: bytes) -> SourceArticle | Refusal:
    (folder / name).write_bytes(content)
    [item] = read_drop(folder)
    return item


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("windows-1252"), "windows-1252"),
    ],
)
@pytest.mark.parametrize("form", ["a.txt", "a.jsonl", "a.json", "a.csv"])
def test_encoding_is_found_and_recorded(tmp_path: Path, content: bytes, encoding: str, form: str) -> None:
    quoted = TEXT.replace("\n", "\\n")
    written = {"a.txt": TEXT, "a.csv": f'id,text\na,"{TEXT}"\n'}.get(form, f'{{"id": "a", "text": "{quoted}"}}\n')
    marks = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    mark = next((mark for mark in marks.values() if content.startswith(mark)), b"")
    article = read_one(tmp_path, form, mark + written.encode(encoding.removesuffix("-sig")))
    assert isinstance(article, SourceArticle)
    assert (article.text, article.encoding) == (TEXT, encoding)
    assert [notice.code for notice in article.notices] == ["assumed_encoding"] * (encoding == "windows-1252")


def test_lines_of_a_file_may_differ(tmp_path: Path) -> None:
    lines = [b'{"text": "Caf\xe9 owners went on strike on Friday."}', '{"text": "Café owners went back."}'.encode()]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    found = [(i.encoding, i.text[:4]) for i in read_drop(tmp_path) if isinstance(i, SourceArticle)]
    assert found == [("windows-1252", "Café"), ("utf-8", "Café")]


def test_broken_line_of_a_quoted_cell_refuses_its_row_alone(tmp_path: Path) -> None:
    rows = b'id,text\n1,"first\nsecond \xd0\xbc\xd0\xb8 and \xd0\n"\n2,words of another row\n'
    (tmp_path / "a.csv").write_bytes(rows)
    refusal, article = read_drop(tmp_path)
    assert isinstance(refusal, Refusal)
    assert (refusal.rule, refusal.record_key, refusal.line) == ("not_utf8", "line 2", 3)
    assert isinstance(article, SourceArticle)
    assert article.record_key == "2"


def test_assumed_encoding_names_its_place(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.txt", b"The mayor of Porto spoke.\nShe met Jos\xe9 on Friday.\n")
    assert isinstance(article, SourceArticle)
    assert [(n.code, n.line, n.column) for n in article.notices] == [("assumed_encoding", 2, 12)]


def test_damage_names_its_place(tmp_path: Path) -> None:
    damaged = "One.\nMálaga, México, José ".encode() + b"\xc3" + b" and on."
    refusal = read_one(tmp_path, "a.txt", damaged)
    assert isinstance(refusal, Refusal)
    assert (refusal.rule, refusal.line, refusal.column) == ("not_utf8", 2, 22)
    assert str(refusal).startswith("a.txt, line 2, column 22: ")


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "shift_jis", "gb18030", "euc-kr"])
def test_other_alphabets_are_not_taken_for_windows_1252(tmp_path: Path, encoding: str) -> None:
    text = {"shift_jis": "市長は橋を開いた", "gb18030": "市长开放了桥梁", "euc-kr": "시장은 다리를 열었다"}
    refusal = read_one(tmp_path, "a.txt", text.get(encoding, "Мэр открыл мост во вторник").encode(encoding))
    assert isinstance(refusal, Refusal)
    assert refusal.rule in {"unknown_encoding", "not_utf8"}


def test_page_is_decoded_as_it_declares() -> None:
    assert decode("Ľubľana".encode("windows-1250"), "windows-1250").text == "Ľubľana"
    assert decode("Café".encode("latin-1"), "iso-8859-1").encoding == "windows-1252"
    assert decode("Café".encode(), "iso-8859-1").text == "Café"
    assert decode("Café au lait".encode("latin-1"), "no-such-thing").text == "Café au lait"
    assert decode(b"caf\\xe9 in Paris", "unicode_escape").text == "caf\\xe9 in Paris"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("It’s a long way from here to there.", None),
        ("Itâ€™s a long way from here to there.", "mojibake"),
        ("The cafÃ© in the old town has closed.", "mojibake"),
        ("It costs Â£5 to see the old town.", "mojibake"),
        ("SÃO PAULO HAS NEW BUSES, IRMÃS SAY", None),
        ("L’âge de la retraite, à l’Île-de-France", None),
        ("The caf\ufffd in the old town has closed.", "replaced_characters"),
        ("word", "very_short"),
    ],
)
def test_oddities_are_noticed_and_left_as_they_are(tmp_path: Path, text: str, code: str | None) -> None:
    article = read_one(tmp_path, "a.txt", text.encode())
    assert isinstance(article, SourceArticle)
    assert article.text == text
    assert [notice.code for notice in article.notices] == ([code] if code else [])
