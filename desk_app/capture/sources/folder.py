"""A watched folder: whatever a scanner, a copier or a person puts there becomes pages, once each file is complete.

Nothing in the folder is ever changed or deleted; files already taken are remembered by what they are, not by their name alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from desk_app.capture.devices import RawPage, ScanOptions
from desk_app.capture.errors import DeviceMissing
from desk_app.capture.files import LIMITS, SUFFIXES
from desk_app.lanes import CancelToken

_MOST_BYTES = LIMITS.megabytes * 1e6
_UNFINISHED = (".tmp", ".part", ".crdownload", ".partial")


@dataclasses.dataclass(frozen=True, slots=True)
class Print:
    """What tells one state of a file from another without reading it."""

    name: str
    bytes: int
    modified_ns: int


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class FoundFile:
    """A complete file that has not been taken before."""

    path: Path
    print: Print
    page: RawPage


class WatchedFolder:
    """Yields the files that appear in a folder; ``devices.PageSource``.

    A file counts as complete when its size and time were the same at two looks and it can be opened as its only user
    (Windows refuses that while the writer holds it).
    """

    def __init__(self, folder: Path, *, taken: frozenset[Print] = frozenset(), poll_s: float = 0.5) -> None:
        self._folder = folder
        self._taken = set(taken)
        self._seen: set[Print] = set()
        self._too_big: tuple[str, ...] = ()
        self._poll_s = poll_s

    @property
    def name(self) -> str:
        """How people know it."""
        return self._folder.name or str(self._folder)

    @property
    def taken(self) -> frozenset[Print]:
        """What was yielded, to be given back when the program starts again."""
        return frozenset(self._taken)

    @property
    def too_big(self) -> tuple[str, ...]:
        """Names of the files that lie there and are left, because no page is that big; as of the last look."""
        return self._too_big

    def skip_present(self) -> None:
        """Take what lies there now as known: only what comes from here on is new."""
        self._taken.update(_print(path) for path in self._candidates())

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield files as they become complete, until ``cancel`` is raised or ``options.most_pages`` were yielded.

        Raises:
            DeviceMissing: the folder is not there (any more).
        """
        yielded = 0
        while not cancel.is_cancelled:
            for found in self.look():
                yield found.page
                self.take(found.print)
                yielded += 1
                if yielded == options.most_pages or cancel.is_cancelled:
                    return
            if cancel.wait(self._poll_s):
                return

    def take(self, mark: Print) -> None:
        """Remember a file as taken, once its pages are kept; before that it comes again at every look."""
        self._taken.add(mark)

    def look(self) -> Iterator[FoundFile]:
        """Look once: yield the files that are new and have not changed since the look before.

        Raises:
            DeviceMissing: the folder is not there (any more).
        """
        now: dict[Print, Path] = {}
        for path in self._candidates():
            try:
                now[_print(path)] = path
            except OSError:
                continue  # gone, or not ours to see: the next look will tell
        steady = [(mark, path) for mark, path in now.items() if mark in self._seen and mark not in self._taken]
        self._seen = set(now)
        self._taken &= now.keys()
        self._too_big = tuple(path.name for mark, path in now.items() if mark.bytes > _MOST_BYTES)
        for mark, path in steady:
            data = _whole(path, mark)
            if data is not None:
                yield FoundFile(path, mark, RawPage(data, path.suffix.lower(), path.name))

    def _candidates(self) -> list[Path]:
        try:
            files = [path for path in self._folder.iterdir() if _is_wanted(path)]
        except OSError as error:
            raise DeviceMissing(self.name, "folder") from error
        return sorted(files, key=_by_age)


def _is_wanted(path: Path) -> bool:
    name = path.name.lower()
    hidden = name.startswith((".", "~"))
    return not hidden and not name.endswith(_UNFINISHED) and path.suffix.lower() in SUFFIXES and path.is_file()


def _by_age(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:
        return 0, path.name


def _print(path: Path) -> Print:
    stat = path.stat()
    return Print(path.name, stat.st_size, stat.st_mtime_ns)


def _whole(path: Path, mark: Print) -> bytes | None:
    """The bytes, or None while somebody still writes, or when it is too big or empty to be a page."""
    if not 0 < mark.bytes <= _MOST_BYTES:
        return None
    try:
        data = _read_alone(path)
    except OSError:
        return None
    return data if len(data) == mark.bytes else None


def _read_alone(path: Path) -> bytes:
    """Read through a handle that also asks to write: Windows grants it only when no other program writes the file."""
    try:
        with path.open("r+b") as file:
            return file.read()
    except PermissionError:
        if path.stat().st_mode & 0o200:
            raise
        return path.read_bytes()  # write-protected by its owner, so nobody is writing it
