"""Files on disk: finished ones under their SHA-256, beginnings of uploads beside them. Knows nothing of units or dossiers.

A beginning is never trusted: its size is what was written, and only after its digest was checked does it become a file.
The folder may be shared by several workers of one machine; whoever writes to a beginning holds a lock of the operating system
on it, which falls with its holder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import filelock

from desk_app.central.errors import Locked, Unavailable

_PIECE = 1024 * 1024
_RENAME_TRIES = 10
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EROFS}


class Files:
    """The folder of the gateway; usable from any thread."""

    def __init__(self, folder: Path, *, free_bytes: int) -> None:
        self._folder = folder
        self._parts = folder / "parts"
        self._free_bytes = free_bytes
        self._parts.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Where a finished file is, or would be; ``sha256`` must have been checked to be one."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            msg = "not a SHA-256"
            raise ValueError(msg)
        return self._folder / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Whether the finished file is there in full length."""
        try:
            return self.path(sha256).stat().st_size == size
        except OSError:
            return False

    def check_room(self, size: int) -> None:
        """Unavailable when so many more bytes would fill the disk."""
        if shutil.disk_usage(self._folder).free < size + self._free_bytes:
            raise Unavailable("disk_full")

    @contextlib.contextmanager
    def locked(self, upload_id: str, *, wait_s: float = 0) -> Iterator[None]:
        """Be the only one, in this process or another, who writes to this beginning; Locked when somebody else does."""
        lock = filelock.FileLock(self._parts / f"{upload_id}.lock", timeout=wait_s, thread_local=False)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise Locked("upload_locked") from None
        try:
            yield
        finally:
            lock.release()

    def written(self, upload_id: str) -> int:
        """How many bytes of a beginning are safely on the disk."""
        try:
            with self._part(upload_id).open("r+b") as part:
                os.fsync(part.fileno())
                return part.seek(0, os.SEEK_END)
        except FileNotFoundError:
            return 0

    @contextlib.contextmanager
    def appending(self, upload_id: str) -> Iterator[BinaryIO]:
        """The beginning, opened at its end; on the disk when the block ends, however it ends."""
        with no_room_means_unavailable(), self._part(upload_id).open("ab", buffering=0) as part:
            try:
                yield part
            finally:
                os.fsync(part.fileno())

    def cut_back(self, upload_id: str, size: int) -> None:
        """Forget what was written beyond ``size``."""
        path = self._part(upload_id)
        if path.exists():
            os.truncate(path, size)

    def seal(self, upload_id: str, sha256: str) -> bool:
        """Make the beginning a finished file if its digest is right, else forget it; whether it was right."""
        path, target = self._part(upload_id), self.path(sha256)
        if digest_of(path) != sha256:
            path.unlink()
            return False
        with no_room_means_unavailable():
            target.parent.mkdir(exist_ok=True)
            _replace(path, target)
            _sync_folder(target.parent)
            _sync_folder(self._folder)
        return True

    def sweep(self, before: dt.datetime) -> int:
        """Remove beginnings and locks that nobody has touched since; how many bytes that freed."""
        freed = 0
        for path in self._parts.iterdir():
            with contextlib.suppress(OSError):  # in use (Windows), or another worker was faster
                state = path.stat()
                guards = path.suffix == ".lock" and path.with_suffix(".part").exists()
                if state.st_mtime < before.timestamp() and not guards:
                    path.unlink()
                    freed += state.st_size
        return freed

    def _part(self, upload_id: str) -> Path:
        return self._parts / f"{upload_id}.part"


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write every byte to an unbuffered file, whatever it takes at a time."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file's content, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


@contextlib.contextmanager
def no_room_means_unavailable() -> Iterator[None]:
    """Translate a full or read-only disk into an answer that asks the desk to come again."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise Unavailable("disk_full", wait_s=60) from error
        raise


def _replace(path: Path, target: Path) -> None:
    """Rename; on Windows a virus scanner may hold the file for a moment."""
    pause = threading.Event()
    for _ in range(_RENAME_TRIES - 1):
        try:
            path.replace(target)
        except PermissionError:
            pause.wait(0.1)
        else:
            return
    path.replace(target)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows neither needs nor allows it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
