"""Errors of the store, each named for what a person can do about it.

::

    StoreError
    ├── StoreUnavailable      the data folder cannot be used now (folder)
    │   ├── StoreMissing      nothing has been set up in this folder
    │   ├── StoreExists       something is there already
    │   ├── StoreLocked       another process works in this folder
    │   ├── StoreReadOnly     the folder or file may not be written
    │   ├── StoreBusy         somebody else held the file for too long
    │   └── DiskFull          no room left
    ├── StoreNewer            written by a newer version of the program (found, known)
    ├── StoreDamaged          the database file is not sound (detail)
    ├── WrongKey              the key does not open this folder
    ├── InvalidRecoveryKey    the typed recovery key is not one (reason)
    ├── BlobMissing           a file that a row names is not there (sha256)
    ├── BlobDamaged           a file was changed after it was written (sha256)
    ├── NotFound              (what, key)
    │   ├── DossierNotFound
    │   ├── DraftNotFound
    │   ├── ProcedureNotFound
    │   ├── AccountNotFound
    │   ├── EventNotFound
    │   ├── PrintTaskNotFound
    │   └── LeaseNotFound
    ├── CodeTaken             another dossier has this code (code)
    ├── NameTaken             another account has this name (name)
    ├── StaleRevision         somebody changed the dossier meanwhile (dossier_id, stored, given)
    ├── NotWaiting            the event does not wait for a person, so it cannot be edited or queued again (event_id, state)
    └── LeaseOverlaps         a range of codes was granted twice (unit, day, first, last)
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path


class StoreError(Exception):
    """Base of all errors of the store."""


class StoreUnavailable(StoreError):
    """The data folder cannot be used now."""

    def __init__(self, folder: Path, detail: str = "") -> None:
        super().__init__(f"{folder}" + (f": {detail}" if detail else ""))
        self.folder = folder
        self.detail = detail


class StoreMissing(StoreUnavailable):
    """Nothing has been set up in this folder."""


class StoreExists(StoreUnavailable):
    """Something is in this folder already."""


class StoreLocked(StoreUnavailable):
    """Another process works in this folder."""


class StoreReadOnly(StoreUnavailable):
    """The folder or file may not be written."""


class StoreBusy(StoreUnavailable):
    """Somebody else held the file for too long."""


class DiskFull(StoreUnavailable):
    """No room is left where the folder lies; nothing was written."""


class StoreNewer(StoreError):
    """The folder was written by a newer version of the program.

    Attributes:
        found: schema version found; known: the newest this program knows.
    """

    def __init__(self, found: str, known: str) -> None:
        super().__init__(f"schema {found}, known up to {known}")
        self.found = found
        self.known = known


class StoreDamaged(StoreError):
    """The database file is not sound; a backup should be restored."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class WrongKey(StoreError):
    """The key does not open this folder."""


class InvalidRecoveryKey(StoreError):
    """The typed recovery key is not one.

    Attributes:
        reason: ``length``, ``character`` or ``check``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BlobMissing(StoreError):
    """A file that a row names is not there."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


class BlobDamaged(StoreError):
    """A file was changed after it was written."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


class NotFound(StoreError):
    """Nothing has this key."""

    what = "row"

    def __init__(self, key: str) -> None:
        super().__init__(f"no {self.what} {key}")
        self.key = key


class DossierNotFound(NotFound):
    """No dossier has this id."""

    what = "dossier"


class DraftNotFound(NotFound):
    """No draft has this id."""

    what = "draft"


class ProcedureNotFound(NotFound):
    """No procedure has this version."""

    what = "procedure version"


class AccountNotFound(NotFound):
    """No account has this id."""

    what = "account"


class EventNotFound(NotFound):
    """No event has this id."""

    what = "event"


class PrintTaskNotFound(NotFound):
    """No print task has this id."""

    what = "print task"


class LeaseNotFound(NotFound):
    """No lease has this id."""

    what = "lease"


class CodeTaken(StoreError):
    """Another dossier has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NameTaken(StoreError):
    """Another account has this name."""

    def __init__(self, name: str) -> None:
        super().__init__("another account has this name")
        self.name = name


class StaleRevision(StoreError):
    """Somebody changed the dossier meanwhile."""

    def __init__(self, dossier_id: str, *, stored: int, given: int) -> None:
        super().__init__(f"{dossier_id}: revision {stored} is stored, {given} was given")
        self.dossier_id = dossier_id
        self.stored = stored
        self.given = given


class NotWaiting(StoreError):
    """The event does not wait for a person, so it can be neither edited nor queued again."""

    def __init__(self, event_id: str, state: str) -> None:
        super().__init__(f"{event_id} is {state}")
        self.event_id = event_id
        self.state = state


class LeaseOverlaps(StoreError):
    """A range of codes was granted twice."""

    def __init__(self, unit: str, day: dt.date, *, first: int, last: int) -> None:
        super().__init__(f"{unit} {day} {first}-{last}")
        self.unit = unit
        self.day = day
        self.first = first
        self.last = last
