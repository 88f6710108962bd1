"""Files that are on the disk when the call returns, and the system's complaints in the words of the store."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from desk_app.store.errors import DiskFull, StoreReadOnly

PART = ".part"
"""Suffix of a file that is not finished; one that is found at start may be thrown away."""

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_WINDOWS_FULL = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_PATIENCE = (0.02, 0.05, 0.1, 0.2, 0.4)


@contextlib.contextmanager
def translated(folder: Path) -> Iterator[None]:
    """DiskFull and StoreReadOnly instead of the OSErrors that mean them; others pass."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL or getattr(error, "winerror", None) in _WINDOWS_FULL:
            raise DiskFull(folder, str(error.strerror)) from error
        if error.errno in _READ_ONLY:
            raise StoreReadOnly(folder, str(error.strerror)) from error
        raise


def write_durably(path: Path, data: bytes, *, by_way_of: Path | None = None) -> None:
    """Write beside it, fsync, rename over it, fsync the folder: afterwards the file is whole or as it was before.

    ``by_way_of``: another folder of the same disk for the unfinished file.
    """
    temporary = (by_way_of or path.parent) / f"{path.name}.{os.getpid()}-{threading.get_ident()}{PART}"
    try:
        with temporary.open("wb", buffering=0) as out:
            view = memoryview(data)
            while view:
                view = view[out.write(view) :]
            os.fsync(out.fileno())
        replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """Rename over the target; where a virus scanner still holds one of them, try again for a short while."""
    for pause_s in _PATIENCE:
        try:
            source.replace(target)
        except PermissionError:
            threading.Event().wait(pause_s)
        else:
            return
    source.replace(target)


def sync_folder(folder: Path) -> None:
    """Make names in this folder durable; Windows does that by itself and has no call for it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make it and its parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
