"""Names in a drop: how they are shown, and what they say of a file. Knows no file, only its name."""

import os
import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ARTICLE_ENDINGS = (".txt", ".md", ".html", ".htm", ".jsonl", ".json", ".csv", ".parquet")
WITH_SIDECAR = (".txt", ".md", ".html", ".htm")
PACKED_ENDINGS = (".gz", ".zst")
ARCHIVE_ENDING = ".zip"
SIDECAR = ".meta.yml"
_README = "README"


def is_plain(name: str) -> bool:
    """True for a name that stands in one line as it is."""
    return _UNPRINTABLE.search(name) is None


def plain_name(name: str) -> str:
    """A name as one line of Unicode: control characters and bytes that are no UTF-8 stand as `\\n`, `\\xff`.

    Backslashes are doubled, so that no two names become the same.
    """
    if name.isprintable() and "\\" not in name:
        return name  # as nearly all are: a drop may hold a million
    return _UNPRINTABLE.sub(lambda found: _escape(found[0]), name.replace("\\", "\\\\"))


def _escape(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"\\x{os.fsencode(character)[0]:02x}"
    return character.encode("unicode_escape").decode()


@lru_cache(maxsize=4096)  # of the names in one folder, each is asked for several times
def split_endings(name: str) -> tuple[str, str, str]:
    """Stem, ending and packed ending of a name, in small letters: `a.b.TXT.gz` is `a.b`, `.txt`, `.gz`."""
    stem, ending = posixpath.splitext(name)
    if ending.lower() not in PACKED_ENDINGS:
        return stem, ending.lower(), ""
    packed = ending.lower()
    stem, ending = posixpath.splitext(stem)
    return stem, ending.lower(), packed


def is_of_known_kind(name: str) -> bool:
    """True for a file of a kind that is read."""
    return split_endings(name)[1] in (*ARTICLE_ENDINGS, ARCHIVE_ENDING)


def is_aside(name: str) -> bool:
    """True for what is no article by its path: dotfiles, README files, what macOS adds to a zip."""
    *folders, last = name.split("/")
    return any(map(is_hidden, folders)) or is_hidden(last) or is_readme(last)


def is_readme(name: str) -> bool:
    """True for a file that has words about its folder."""
    return name[: len(_README)].upper() == _README and split_endings(name)[0].upper() == _README


def is_hidden(part: str) -> bool:
    """True for a folder or file whose name says that it is none of the user's."""
    return (part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX"


def pair_sidecars(names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The sidecar of each article that has one, and the sidecars that have no article, among paths of one place."""
    names = list(names)
    sidecars = {name.removesuffix(SIDECAR): name for name in names if name.endswith(SIDECAR)}
    pairs = {name: sidecars[stem] for name in names if (stem := _article_stem(name)) in sidecars} if sidecars else {}
    return pairs, sorted(set(sidecars.values()) - set(pairs.values()))


def _article_stem(name: str) -> str | None:
    stem, ending, _ = split_endings(name)
    return stem if ending in WITH_SIDECAR else None
