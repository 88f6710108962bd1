"""What the database complains about, in the words of the store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from desk_app.store.errors import DiskFull, StoreBusy, StoreDamaged, StoreError, StoreReadOnly, StoreUnavailable


@contextlib.contextmanager
def translated_database(folder: Path) -> Iterator[None]:
    """Errors of the store instead of SQLite's where they mean the surroundings and not a mistake of ours; others pass."""
    try:
        yield
    except DBAPIError as error:
        meant = _meant(folder, error.orig)
        if meant is None:
            raise
        raise meant from error
    except sqlcipher.Error as error:
        meant = _meant(folder, error)
        if meant is None:
            raise
        raise meant from error


def _meant(folder: Path, error: BaseException | None) -> StoreError | None:
    """What this error of the driver means; None for one that is a mistake in the program."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte: extended codes add detail above it
    detail = str(error)
    if code == sqlcipher.SQLITE_FULL:
        return DiskFull(folder, detail)
    if code in (sqlcipher.SQLITE_READONLY, sqlcipher.SQLITE_CANTOPEN, sqlcipher.SQLITE_PERM):
        return StoreReadOnly(folder, detail)
    if code in (sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED):
        return StoreBusy(folder, detail)
    if code in (sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB):
        return StoreDamaged(detail)
    if code == sqlcipher.SQLITE_IOERR:
        return StoreUnavailable(folder, detail)
    return None
