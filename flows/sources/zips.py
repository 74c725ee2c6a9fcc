"""The members of a zip as files of the drop. Nothing is unpacked to disk, so that no name can lead anywhere."""

import io
import re
import stat
import struct
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import partial

from flows.sources.files import SourceFile
from flows.sources.names import ARCHIVE_ENDING, SIDECAR, is_aside, pair_sidecars, plain_name, split_endings
from flows.sources.records import RecordError, Refusal, refuse
from flows.sources.unpacking import bound_stream, is_bomb

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1  # bit of a member's flags
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OverflowError, IndexError, struct.error)


def list_members(archive: SourceFile) -> Iterator[SourceFile | Refusal]:
    """Files of a zip in the order of their names, each to be read before the next is asked for.

    Raises RecordError when the zip as a whole cannot be read.
    """
    with archive.open_packed() as stream:
        size = stream.seek(0, io.SEEK_END)
        try:
            packed = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise RecordError("damaged_archive", str(error)) from None
        members = [member for member in packed.infolist() if not member.is_dir() and not _is_aside(member)]
        sound: dict[str, zipfile.ZipInfo] = {}
        for member in sorted(members, key=lambda member: member.filename):
            try:
                _check_member(member, sound)
                sound[member.filename] = member
            except RecordError as error:
                yield refuse(error, _member_name(archive, member.filename))
        if is_bomb(sum(member.file_size for member in sound.values()), size):
            raise RecordError("bomb", "all of its files together")
        yield from _make_files(archive, packed, sound)


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    return _UNSAFE.search(member.orig_filename) is not None


def _is_aside(member: zipfile.ZipInfo) -> bool:
    return is_aside(member.filename) and not _is_unsafe(member)


def _make_files(
    archive: SourceFile, packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]
) -> Iterator[SourceFile | Refusal]:
    pairs, orphans = pair_sidecars(members)

    def make_file(name: str, sidecar: SourceFile | None = None) -> SourceFile:
        opener = partial(_open_member, packed, members[name])
        return SourceFile(_member_name(archive, name), opener, sidecar, in_archive=True)

    for name in members:
        if name in orphans:
            yield refuse(RecordError("orphan_sidecar"), _member_name(archive, name))
        elif not name.endswith(SIDECAR):
            yield make_file(name, make_file(pairs[name]) if name in pairs else None)


def _member_name(archive: SourceFile, name: str) -> str:
    return f"{archive.name}/{plain_name(name)}"


def _check_member(member: zipfile.ZipInfo, earlier: Container[str]) -> None:
    problems = {
        "unsafe_name": _is_unsafe(member),
        "archived_link": stat.S_ISLNK(member.external_attr >> 16),
        "repeated_name": member.filename in earlier,
        "encrypted": bool(member.flag_bits & _ENCRYPTED),
        "unknown_compression": member.compress_type not in _METHODS,
        "nested_archive": split_endings(member.filename)[1] == ARCHIVE_ENDING,
        "bomb": is_bomb(member.file_size, member.compress_size),
    }
    for rule, is_met in problems.items():
        if is_met:
            raise RecordError(rule)


@contextmanager
def _open_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[io.BufferedReader]:
    try:
        stream = packed.open(member)
    except (*_DAMAGE, RuntimeError) as error:
        raise RecordError("damaged_archive", str(error)) from None
    with stream:
        yield bound_stream(stream, lambda: member.compress_size)
