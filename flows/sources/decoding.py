"""From bytes to text: which encoding a source is in, decided by fixed rules and never by likelihood.

A byte order mark decides; then UTF-8, if all bytes are that; then UTF-16 without its mark, which the zero bytes of
English letters show; then what the page itself declares; then Windows-1252, if the other bytes stand as rarely among
letters as accents and typographic marks do. All else is refused. Encodings are named as Python's codecs are.
"""

import codecs
import re
from dataclasses import dataclass

from flows.sources.records import Notice, RecordError, make_notice

UTF16 = ("utf-16-le", "utf-16-be")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: UTF16[0], codecs.BOM_UTF16_BE: UTF16[1]}
_SIGNATURES = {
    b"%PDF-": "PDF",
    b"{\\rtf": "RTF",
    b"PK\x03\x04": "zip or an office document",
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
}
_HEAD_BYTES = 4096
_ZERO_SHARE = 0.4  # of every second byte of UTF-16, in text of Latin letters; of the others next to none are zero
_HIGH_SHARE = 0.2  # of bytes above ASCII in Windows-1252: French has 0.05, Cyrillic and Asian encodings above 0.4
_DECLARABLE = re.compile(r"cp125\d|cp932|iso8859-\d+|koi8-[ru]|gb\w+|big5\w*|euc_\w+|shift_jis\w*|mac-roman")
_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CUT_SEQUENCE = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding that its bytes were in, with a notice where that was not sure."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def sniff_encoding(head: bytes) -> str | None:
    """What a byte order mark or the zero bytes of UTF-16 say of a file that starts so; None when neither is there."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    head = head[:_HEAD_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if pairs and min(even, odd) * 10 < pairs and max(even, odd) > _ZERO_SHARE * pairs:
        return UTF16[0] if odd > even else UTF16[1]
    return None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Text of a whole file; `declared` is what a page says of itself. Raises RecordError when it is no text."""
    check_signature(content)
    encoding = sniff_encoding(content)
    if encoding in UTF16:
        return Decoded(_decode_utf16(content, encoding), encoding)
    found = decode_bytes(content.removeprefix(codecs.BOM_UTF8), declared)
    return found if encoding is None or found.notices else Decoded(found.text, encoding)


def check_signature(head: bytes) -> None:
    """Raise RecordError for what starts as a well-known kind of file that is no text."""
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            raise RecordError("binary", f"it is {kind}")


def decode_bytes(content: bytes, declared: str | None = None, line: int = 1) -> Decoded:
    """Text of a file or line that is not UTF-16 and has no byte order mark; raises RecordError when it is no text.

    `line` is the number of its first line.
    """
    if (zero := content.find(b"\x00")) >= 0:
        raise RecordError("binary", "it has NUL bytes", None, *_place(content, zero, line))
    try:
        return Decoded(content.decode(), "utf-8")
    except UnicodeDecodeError as error:
        place, shown = _place(content, error.start, line), f"byte 0x{content[error.start]:02x}"
    codec = _codec_of(declared)
    if codec is None and _is_damaged_utf8(content):
        raise RecordError("not_utf8", shown, None, *place)
    if codec is None and len(_HIGH.findall(content)) > max(1, _HIGH_SHARE * len(content)):
        raise RecordError("unknown_encoding", shown, None, *place)
    codec = codec or "windows-1252"
    try:
        return Decoded(content.decode(codec), codec, (make_notice("assumed_encoding", codec, *place),))
    except UnicodeError:
        raise RecordError("unknown_encoding", shown, None, *place) from None


def _decode_utf16(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise RecordError("unknown_encoding", f"byte {error.start + 1} is not UTF-16") from None


def _is_damaged_utf8(content: bytes) -> bool:
    """True when most bytes above ASCII do make UTF-8, or the last of them are the begin of a sequence cut short."""
    whole = sum(map(len, _SEQUENCE.findall(content)))
    return 2 * whole > len(_HIGH.findall(content)) or _CUT_SEQUENCE.search(content) is not None


def _codec_of(declared: str | None) -> str | None:
    """Python's codec for what a page declares, as browsers read it; None when that is UTF-8, or no such thing."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return None
    if name in {"iso8859-1", "ascii", "cp1252"}:
        return "windows-1252"
    return name if _DECLARABLE.fullmatch(name) else None


def _place(content: bytes, at: int, first_line: int) -> tuple[int, int]:
    """Line and column, both from 1, of a byte before which all is UTF-8."""
    start = content.rfind(b"\n", 0, at) + 1
    return first_line + content.count(b"\n", 0, at), len(content[start:at].decode("utf-8", "replace")) + 1
