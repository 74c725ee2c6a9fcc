"""What a user names as a drop: a folder or file of this machine, or a URL. Knows no network and no fsspec."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flows.errors import WrongUseError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class RemoteDrop:
    """A drop that lies under a URL; it holds no secret, so that it may be shown and stored."""

    url: str

    @property
    def scheme(self) -> str:
        """`s3` of `s3://bucket/folder`, in small letters."""
        return self.url.partition("://")[0].lower()

    @property
    def is_web(self) -> bool:
        """True where a web server is asked, which has links for a listing."""
        return self.scheme in ("http", "https")

    def __str__(self) -> str:
        return self.url


Drop = Path | RemoteDrop


def find_drop(words: str) -> Drop:
    """The drop that is meant; raises WrongUseError for a URL with a secret in it, without telling it."""
    if not words:
        raise WrongUseError("the drop is an empty word: give a folder or file (is a variable unset?)")
    if not _URL.match(words):
        return Path(words)
    scheme = words.partition("://")[0].lower()
    try:
        parts = urlsplit(words)
        has_password = parts.password is not None
    except ValueError as error:
        raise WrongUseError(f"the drop is no URL ({error}): correct it") from None
    if has_password:
        remedy = f"take it out and set FSSPEC_{scheme.upper()}_USERNAME and FSSPEC_{scheme.upper()}_PASSWORD"
        raise WrongUseError(f"the URL of the drop holds a password, which would be stored with each run: {remedy}")
    if not words.partition("://")[2].strip("/"):
        raise WrongUseError(
            f"{words} names no place: give the URL of a folder or file, such as {scheme}://place/folder"
        )
    if "?" in words or "#" in words or "::" in words:
        reason = "a URL with `?`, `#` or `::` in it is not read as a drop, since keys and tokens stand there"
        raise WrongUseError(f"{scheme}://…: {reason}: give the plain URL of a folder or file")
    return _find_local(words) if scheme == "file" else RemoteDrop(words)


def _find_local(url: str) -> Path:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise WrongUseError(f"{url}: {parts.netloc} would be another machine: write file:/// and a whole path")
    return Path(url2pathname(parts.path))
