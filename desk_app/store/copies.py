"""Backups: consistent encrypted copies of the database and the files, and the way back."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from desk_app.store.blobs import Blobs
from desk_app.store.connections import connect
from desk_app.store.disk import PART, make_folder, replace, sync_folder, translated
from desk_app.store.errors import StoreExists, StoreMissing
from desk_app.store.faults import translated_database
from desk_app.store.folder import DATABASE
from desk_app.store.keys import KEY_CHECK, key_fits

_BLOBS = "blobs"


def copy_database(source: Path, target: Path, *, key: bytes) -> None:
    """A consistent, compact copy under the same key, on disk when it returns; readers and writers go on meanwhile."""
    with translated(target.parent), translated_database(target.parent):
        make_folder(target.parent)
        part = target.with_name(target.name + PART)
        part.unlink(missing_ok=True)
        connection = connect(source, key)
        try:
            connection.execute("VACUUM INTO ?", (str(part),))
        finally:
            connection.close()
        _sync_file(part)
        replace(part, target)
        sync_folder(target.parent)


def back_up(folder: Path, blobs: Blobs, to: Path, *, key: bytes) -> None:
    """See ``Store.backup``. The database first: every file it names is there already and files never change."""
    if to.exists():
        raise StoreExists(to)
    part = to.with_name(to.name + PART)
    with translated(to):
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part / _BLOBS)
        copy_database(folder / DATABASE, part / DATABASE, key=key)
        _copy_file(folder / KEY_CHECK, part / KEY_CHECK)
        for path in blobs.files():
            # One that is removed just now is named by no row any more.
            with contextlib.suppress(FileNotFoundError):
                _copy_file(path, part / _BLOBS / path.parent.name / path.name)
        replace(part, to)
        sync_folder(to.parent)


@contextlib.contextmanager
def unpacked(backup: Path, folder: Path, *, key: bytes) -> Iterator[Path]:
    """A copy of the backup beside ``folder``, which gets that name if the ``with`` block is content with it."""
    if not (backup / DATABASE).is_file():
        raise StoreMissing(backup)
    if (folder / DATABASE).exists() or any((folder / _BLOBS).glob("*")):
        raise StoreExists(folder)
    key_fits(backup, key)
    waiting = folder.with_name(folder.name + PART)
    with translated(folder):
        shutil.rmtree(waiting, ignore_errors=True)
        make_folder(waiting / _BLOBS)
        try:
            for path in sorted(backup.rglob("*")):
                if path.is_file():
                    _copy_file(path, waiting / path.relative_to(backup))
            yield waiting
            make_folder(folder)
            with contextlib.suppress(FileNotFoundError):
                (folder / _BLOBS).rmdir()
            for name in (_BLOBS, KEY_CHECK, DATABASE):  # the database last: with it the folder is a data folder
                replace(waiting / name, folder / name)
            sync_folder(folder)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)


def _copy_file(source: Path, target: Path) -> None:
    make_folder(target.parent)
    shutil.copyfile(source, target)
    _sync_file(target)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
