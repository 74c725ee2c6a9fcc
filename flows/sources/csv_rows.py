"""Reader of .csv: one record a row below a header, in flat memory."""

import csv
from collections.abc import Iterator

from flows.sources.bounds import RECORD_CHARS
from flows.sources.decoding import Decoded
from flows.sources.files import SourceFile
from flows.sources.items import Items
from flows.sources.lines import Lines
from flows.sources.records import SYNONYMS, RecordError, Refusal, SourceArticle

_OTHER_DELIMITERS = (";", "\t", "|")


def read_csv(file: SourceFile) -> Iterator[SourceArticle | Refusal]:
    """A file with one record a row below a header line, its columns separated by commas."""
    csv.field_size_limit(2 * RECORD_CHARS)  # `_Rows` is stricter
    items = Items(file.name)
    with file.open_records() as stream:
        rows = _Rows(Lines(stream))
        if not (header := next((row for row in rows if row), None)):
            return
        check_columns(header)
        while True:
            try:
                if (row := next(rows, None)) is None:
                    return
                if row:
                    _check_width(row, header)
                    yield items.make(dict(zip(header, row, strict=True)), rows.place, rows.decoded, rows.first_line)
            except RecordError as error:
                if not error.goes_on:
                    raise
                yield items.refuse(error, rows.place)


def check_columns(header: list[str]) -> None:
    """Raise RecordError when a table's columns cannot be records'."""
    if not set(header) & set(SYNONYMS["text"]):
        found = next((mark for mark in _OTHER_DELIMITERS if len(header) == 1 and mark in header[0]), None)
        detail = f"its columns are separated by {found!r}" if found else f"it has {', '.join(header)}"
        raise RecordError("no_text_column", detail, "text")
    repeated = [name for name in header if name and header.count(name) > 1]
    if repeated:
        raise RecordError("repeated_field", f"column `{repeated[0]}`", repeated[0])


def _check_width(row: list[str], header: list[str]) -> None:
    if len(row) != len(header):
        raise RecordError("ragged_row", f"{len(row)} cells, not {len(header)}", goes_on=True)


class _Rows:
    """Rows of a CSV, with the lines they stand in.

    After a row that breaks the rules of CSV none is given: where the next one begins would be a guess.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._reader = csv.reader(self._give_lines(), strict=True)
        self._chars = 0
        self._error: RecordError | None = None
        self.first_line = 1
        self.decoded = Decoded("", "utf-8")

    @property
    def place(self) -> str:
        return f"line {self.first_line}"

    def __iter__(self) -> "_Rows":
        return self

    def __next__(self) -> list[str]:
        self.first_line, self._chars, self._error = self._lines.number + 1, 0, None
        self.decoded = Decoded("", "utf-8")
        try:
            row = next(self._reader)
        except csv.Error as error:
            raise RecordError("bad_csv", str(error), None, self._lines.number) from None
        if self._error is not None:
            raise self._error
        return row

    def _give_lines(self) -> Iterator[str]:
        while (line := self._next_line()) is not None:
            self._chars += len(line.text)
            if self._chars > RECORD_CHARS:
                detail = f"a row of more than {RECORD_CHARS:,} characters"
                raise RecordError("record_too_big", detail, line=self.first_line)
            if line.encoding != "utf-8":
                self.decoded = Decoded("", line.encoding, self.decoded.notices + line.notices)
            yield line.text

    def _next_line(self) -> Decoded | None:
        """The next line; one that cannot be decoded stands as its bytes do, so that its row ends where it does."""
        try:
            return next(self._lines, None)
        except RecordError as error:
            if error.rule == "record_too_big" or not error.goes_on:
                error.goes_on = False
                raise
            self._error = error
            return Decoded(self._lines.raw, "utf-8")
