"""The data folder of one desk: encrypted database, encrypted files, one process at a time.

::

    folder/
    ├── desk.db            SQLCipher, raw 256-bit key, WAL
    ├── blobs/ab/abcd…     AES-256-GCM (see ``blobs``)
    ├── key.check          tells a wrong key from a damaged file
    ├── desk.lock          held while a process works here; the system lets go of it when the process ends, however it ends
    └── backups/           the database as it was before each migration
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout
from sqlalchemy import Connection

from desk_app import clock as wall_clock
from desk_app.domain.procedure import Procedure
from desk_app.store import checks, copies, schema
from desk_app.store.blobs import Blobs
from desk_app.store.connections import reading_engine, writing_engine
from desk_app.store.disk import make_folder, replace, sync_folder, translated
from desk_app.store.errors import StoreDamaged, StoreExists, StoreLocked, StoreMissing, StoreNewer
from desk_app.store.faults import translated_database
from desk_app.store.folder import DATABASE
from desk_app.store.keys import derived, key_fits, write_key_check
from desk_app.store.moments import Clock
from desk_app.store.unit_of_work import UnitOfWork

BLOBS = "blobs"
_LOCK = "desk.lock"
_BACKUPS = "backups"
_NEW = "desk.db.new"


class Store:
    """An open data folder. Made by ``create`` or ``open``; any thread may use it; ``close`` it or use it in a ``with``."""

    def __init__(self, folder: Path, lock: FileLock, *, key: bytes, clock: Clock) -> None:
        self.folder = folder
        self.blobs = Blobs(folder / BLOBS, key)
        self._lock = lock
        self._key = key
        self._seal_key = derived(key, "audit seal")
        self._clock = clock
        self._writer = writing_engine(folder / DATABASE, key)
        self._readers = reading_engine(folder / DATABASE, key)
        self._known_procedures: dict[str, Procedure] = {}
        self._writing = threading.Lock()
        self._writing_thread: int | None = None

    @classmethod
    def create(cls, folder: Path, *, key: bytes, clock: Clock = wall_clock.now) -> Self:
        """Set up a new data folder and open it.

        The database appears under its name only when it is complete: after a crash in between the folder can be set up again.

        Raises:
            StoreExists: there is one already.
            StoreLocked, StoreReadOnly, DiskFull: see there.
        """
        with translated(folder):
            make_folder(folder)
        if (folder / DATABASE).exists():
            raise StoreExists(folder)
        lock = _locked(folder)
        try:
            with translated(folder), translated_database(folder):
                make_folder(folder / BLOBS)
                write_key_check(folder, key)
                _build(folder, key)
        except BaseException:
            lock.release()
            raise
        return cls(folder, lock, key=key, clock=clock)

    @classmethod
    def open(cls, folder: Path, *, key: bytes, clock: Clock = wall_clock.now) -> Self:
        """Open a data folder, after a backup and a migration if an older version of the program wrote it.

        Raises:
            StoreMissing: nothing was set up there.
            StoreLocked: another process works there.
            WrongKey, StoreNewer, StoreDamaged, StoreReadOnly, DiskFull: see there.
        """
        if not (folder / DATABASE).is_file():
            raise StoreMissing(folder)
        lock = _locked(folder)
        store = cls(folder, lock, key=key, clock=clock)
        try:
            key_fits(folder, key)
            with translated_database(folder):
                store._bring_up_to_date()
            with translated(folder):
                store.blobs.sweep()
        except BaseException:
            store._let_go()
            raise
        return store

    @contextlib.contextmanager
    def transaction(self) -> Iterator[UnitOfWork]:
        """Write: everything done in the ``with`` block is on disk when it ends, or, after any error, nothing is.

        Threads take turns. Not to be nested.

        Raises:
            DiskFull, StoreReadOnly, StoreBusy, StoreDamaged: nothing was written.
        """
        if self._writing_thread == threading.get_ident():
            msg = "a transaction inside a transaction"
            raise RuntimeError(msg)
        with self._writing, translated_database(self.folder):
            self._writing_thread = threading.get_ident()
            try:
                with self._writer.begin() as connection:
                    yield self._unit(connection)
            finally:
                self._writing_thread = None

    @contextlib.contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Read one snapshot, in any thread, beside a writer. Writing to it fails."""
        with translated_database(self.folder), self._readers.begin() as connection:
            yield self._unit(connection)

    def backup(self, to: Path) -> None:
        """Make a consistent, encrypted copy of database and files in the folder ``to``, which must not exist.

        It appears under its name only when it is complete. Work may go on meanwhile.

        Raises:
            StoreExists: ``to`` is there.
            DiskFull, StoreReadOnly: no copy was made.
        """
        copies.back_up(self.folder, self.blobs, to, key=self._key)

    @staticmethod
    def restore(backup: Path, folder: Path, *, key: bytes) -> None:
        """Make a data folder from a backup, examine it, and only then give it its name.

        Raises:
            StoreExists: ``folder`` has a database or files already.
            StoreMissing: ``backup`` is none.
            WrongKey: it belongs to another key.
            StoreDamaged: the backup is not whole.
        """
        with copies.unpacked(backup, folder, key=key) as waiting:
            with Store.open(waiting, key=key) as store:
                problems = store.check()
            if problems:
                raise StoreDamaged("; ".join(problems))

    def check(self) -> list[str]:
        """What is wrong with this folder, as short technical lines; empty when all is well. Reads everything: slow."""
        with translated_database(self.folder), self._readers.begin() as connection:
            return checks.problems(connection, self._unit(connection).audit, self.blobs)

    def close(self) -> None:
        """Let go of the folder, after the transaction that is being written; the log is folded into the database file."""
        with self._writing:
            self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _let_go(self) -> None:
        self._writer.dispose()
        self._readers.dispose()
        self._lock.release()

    def _unit(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(
            connection, clock=self._clock, seal_key=self._seal_key, known_procedures=self._known_procedures
        )

    def _bring_up_to_date(self) -> None:
        with self._readers.begin() as connection:
            version = schema.version_of(connection)
        if version is None:
            raise StoreDamaged("no schema version")
        if version not in schema.REVISIONS:
            raise StoreNewer(version, schema.HEAD)
        if version == schema.HEAD:
            return
        backup = self.folder / _BACKUPS / f"desk-{version}-{self._clock():%Y%m%d-%H%M%S}.db"
        copies.copy_database(self.folder / DATABASE, backup, key=self._key)
        with self._writer.begin() as connection:
            schema.upgrade(connection)


def _locked(folder: Path) -> FileLock:
    # thread_local: the store may be closed by another thread than the one that opened it.
    lock = FileLock(folder / _LOCK, thread_local=False)
    with translated(folder):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreLocked(folder) from None
    return lock


def _build(folder: Path, key: bytes) -> None:
    """Make the database beside its place and move it there."""
    new = folder / _NEW
    for leftover in folder.glob(f"{_NEW}*"):
        leftover.unlink()
    engine = writing_engine(new, key)
    try:
        with engine.begin() as connection:
            schema.upgrade(connection)
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is not None:
                # Remembered by the file; closing the last connection folds the log back into it.
                driver.execute("PRAGMA journal_mode = WAL")
    finally:
        engine.dispose()
    replace(new, folder / DATABASE)
    sync_folder(folder)
