"""Lines of a file as text, one by one in flat memory: what .jsonl and .csv are read from."""

import codecs
import io

from flows.sources.bounds import RECORD_CHARS
from flows.sources.decoding import UTF16, Decoded, check_signature, decode_bytes, sniff_encoding
from flows.sources.records import RecordError

_HEAD_BYTES = 4096


class Lines:
    """Lines with their ends, as `\\n`, `\\r\\n` or `\\r` end them.

    Each is decoded for itself, but in a file of UTF-16: one broken line spoils no other, and no file is read twice.
    `number` is that of the last line, from 1, and `raw` has a character for each of its bytes.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        head = stream.peek(_HEAD_BYTES)
        check_signature(head)
        self._sniffed = sniff_encoding(head)
        if self._sniffed is not None and head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            stream.read(len(codecs.BOM_UTF8) if self._sniffed == "utf-8-sig" else len(codecs.BOM_UTF16_LE))
        encoding = self._sniffed if self._sniffed in UTF16 else "latin-1"  # a byte a character, decoded below
        self._text = io.TextIOWrapper(stream, encoding, newline="")
        self.number = 0
        self.raw = ""

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> Decoded:
        """The next line; raises RecordError for one that cannot be read, which `goes_on` where the next one can."""
        self.raw = line = self._read()
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == RECORD_CHARS and not line.endswith(("\n", "\r")):
            while (rest := self._read()) and not rest.endswith(("\n", "\r")):
                pass
            detail = f"a line of more than {RECORD_CHARS:,} characters"
            raise RecordError("record_too_big", detail, line=self.number, goes_on=True)
        return self._decode(line)

    def _read(self) -> str:
        try:
            return self._text.readline(RECORD_CHARS)
        except UnicodeDecodeError:
            raise RecordError("unknown_encoding", "it is not UTF-16", line=self.number + 1) from None

    def _decode(self, line: str) -> Decoded:
        if self._sniffed in UTF16:
            return Decoded(line, self._sniffed)
        try:
            found = decode_bytes(line.encode("latin-1"), line=self.number)
        except RecordError as error:
            error.goes_on = True
            raise
        return found if self._sniffed is None or found.notices else Decoded(found.text, self._sniffed)
