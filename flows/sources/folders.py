"""Walk the folders of a drop: which files are read, and what else lies there. Links never lead out of the drop."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.sources.catalog import CATALOG
from flows.sources.files import SourceFile, open_in_folder
from flows.sources.looks import look_at
from flows.sources.names import (
    SIDECAR,
    is_hidden,
    is_of_known_kind,
    is_readme,
    pair_sidecars,
    plain_name,
    split_endings,
)
from flows.sources.records import RecordError, Refusal, refuse


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of a drop: where it is, and its path inside the drop, which is empty for the drop itself."""

    path: Path
    place: str


def list_files(drop: Path) -> Iterator[SourceFile | Refusal]:
    """Files of a drop that hold or should hold articles, in the order of their paths, and refusals of what is no file.

    Left out by name: dotfiles, README files (words about the drop), sidecars (read with the file they describe) and the
    catalog of sources.
    A drop that is one file is read whatever its name.
    """
    if not drop.is_dir():
        yield _list_single(drop)
        return
    root = Path(os.path.realpath(drop))
    open_folders = [_list_folder(root, _Folder(drop, ""))]
    while open_folders:
        match next(open_folders[-1], None):
            case None:
                open_folders.pop()
            case _Folder() as folder:
                open_folders.append(_list_folder(root, folder))
            case found:
                yield found


def _list_single(drop: Path) -> SourceFile | Refusal:
    sidecar = drop.with_name(split_endings(drop.name)[0] + SIDECAR)
    try:
        if not drop.is_file():
            raise RecordError("not_a_file")
        pairs, _ = pair_sidecars([drop.name, *([sidecar.name] if sidecar.is_file() else [])])
        beside = _make_file(sidecar, sidecar.name) if drop.name in pairs else None
        return _make_file(drop, drop.name, beside)
    except RecordError as error:
        return refuse(error, plain_name(drop.name))


def _list_folder(root: Path, folder: _Folder) -> Iterator[SourceFile | Refusal | _Folder]:
    try:
        with os.scandir(folder.path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield refuse(RecordError("unreadable", error.strerror), plain_name(folder.place) or ".")
        return
    shown = [entry for entry in entries if not is_hidden(entry.name) and (folder.place or entry.name != CATALOG)]
    sidecars, orphans = pair_sidecars(entry.name for entry in shown)
    by_name = {entry.name: entry for entry in shown}
    for entry in shown:
        place = f"{folder.place}/{entry.name}" if folder.place else entry.name
        try:
            if _is_folder(entry):
                yield _Folder(Path(entry.path), place)
            elif entry.name in orphans:
                raise RecordError("orphan_sidecar")
            elif not entry.name.endswith(SIDECAR) and not is_readme(entry.name):
                _check_file(root, entry)
                beside = by_name.get(sidecars.get(entry.name, ""))
                yield _make_file(entry.path, place, beside and _make_sidecar(root, beside))
        except RecordError as error:
            yield refuse(error, plain_name(place))
        except OSError as error:
            yield refuse(RecordError("unreadable", error.strerror), plain_name(place))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """True for a folder; raises RecordError for an empty one that is named as a file of articles."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    if is_of_known_kind(entry.name):
        with os.scandir(entry.path) as found:
            if next(found, None) is None:
                raise RecordError("empty_folder")
    return True


def _check_file(root: Path, entry: os.DirEntry[str]) -> None:
    """Raise RecordError for what is no regular file of the drop."""
    if entry.is_symlink():
        try:
            target = Path(os.path.realpath(entry.path, strict=True))
        except OSError:
            raise RecordError("broken_link") from None
        if not target.is_relative_to(root):
            raise RecordError("link_outside")
        if target.is_dir():
            raise RecordError("folder_link")
    if not entry.is_file():
        raise RecordError("not_a_file")


def _make_sidecar(root: Path, entry: os.DirEntry[str]) -> SourceFile:
    try:
        _check_file(root, entry)
    except RecordError as error:
        raise RecordError("bad_metadata", f"{entry.name}: {error}") from None
    return _make_file(entry.path, entry.name)


def _make_file(path: Path | str, place: str, sidecar: SourceFile | None = None) -> SourceFile:
    look = look_at(path)
    if sidecar:
        look = f"{look} {sidecar.look}" if look and sidecar.look else None
    return SourceFile(plain_name(place), partial(open_in_folder, path), sidecar, look=look)
