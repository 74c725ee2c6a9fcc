"""From the records of one file to its items: an article or a refusal each, under a key that no other has."""

import re
from collections.abc import Mapping

from flows.sources.decoding import Decoded
from flows.sources.records import RecordError, Refusal, SourceArticle, make_article, read_key, refuse

_PLACE = re.compile(r"(?:line|row|record) \d+")
_PLAIN = Decoded("", "utf-8")


class Items:
    """Makes the items of one file; remembers the ids that it has seen."""

    def __init__(self, source_file: str) -> None:
        self._source_file = source_file
        self._ids: set[str] = set()

    def make(
        self, record: object, place: str | None, decoded: Decoded = _PLAIN, line: int | None = None
    ) -> SourceArticle | Refusal:
        """The item of a record; its key is its id, else its place in the file (`line 17`)."""
        key = place
        try:
            if not isinstance(record, Mapping):
                raise RecordError("not_a_record")
            key = self._key(record, place)
            return make_article(self._source_file, key, record, decoded.encoding, decoded.notices)
        except RecordError as error:
            error.line = error.line or line
            return refuse(error, self._source_file, key, record)

    def refuse(self, error: RecordError, place: str | None) -> Refusal:
        """The item of what could not be read as a record."""
        return refuse(error, self._source_file, place)

    def _key(self, record: Mapping[str, object], place: str | None) -> str | None:
        own = read_key(record)
        if own is None:
            return place
        if _PLACE.fullmatch(own):
            raise RecordError("bad_id", f"`{own}` is how records without an id are named", "id")
        if own in self._ids:
            raise RecordError("repeated_id", f"`{own}`", "id")
        self._ids.add(own)
        return own
