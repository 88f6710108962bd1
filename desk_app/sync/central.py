"""The port to a central one-stop system, and its errors.

::

    CentralError
    ├── CentralUnreachable   no answer, or one that says "later" (why, retry_after_s): try again
    ├── NotTheCentre         something else answered, as the sign-in page of a captive portal (status): offline
    ├── CentralFailing       a fault inside the centre (status): try again ever more slowly
    ├── NotAuthorised        the device token is unknown or revoked: pause, keep the queue
    ├── Refused              the centre will not have it as it is (status, reason, field, detail): a person
    └── UploadOutOfStep      the two ends disagree about a transfer (why): ask for the offset again

What an error carries is free of personal data: ids, counts and typed reasons. The centre's own words (``detail``) are
kept for the person who repairs the queue and never logged.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Sequence
from typing import Protocol

from desk_app.domain.events import Fact
from desk_app.sync.messages import ChangePage, CodeLease, ListedFile, ManifestAnswer
from desk_app.sync.wire import EventAnswer


class CentralError(Exception):
    """Base of all errors of the way to the centre."""


class Why(enum.StrEnum):
    """Why there was no answer."""

    TRANSPORT = "transport"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    BUSY = "busy"


class CentralUnreachable(CentralError):
    """No answer, or one that only says "later"."""

    def __init__(self, why: Why, *, retry_after_s: float | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.retry_after_s = retry_after_s


class NotTheCentre(CentralError):
    """An answer that does not speak our protocol."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class CentralFailing(CentralError):
    """A fault inside the centre."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class NotAuthorised(CentralError):
    """The device token is unknown or was revoked."""


class Refused(CentralError):
    """The centre will not have it as it is."""

    def __init__(self, status: int, reason: str, *, field: str | None = None, detail: str | None = None) -> None:
        super().__init__(f"status {status}: {reason}")
        self.status = status
        self.reason = reason
        self.field = field
        self.detail = detail


class OutOfStep(enum.StrEnum):
    """How the two ends of a transfer disagree."""

    OFFSET = "offset"
    LOCKED = "locked"
    CHECKSUM = "checksum"
    GONE = "gone"


class UploadOutOfStep(CentralError):
    """The two ends disagree about a transfer."""

    def __init__(self, why: OutOfStep) -> None:
        super().__init__(why.value)
        self.why = why


@dataclasses.dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where a file is being put, and how many bytes of it are there already."""

    url: str
    offset: int


@dataclasses.dataclass(frozen=True, slots=True)
class Health:
    """The centre is there; ``time`` is its clock."""

    time: dt.datetime


class CentralClient(Protocol):
    """A central one-stop system as the sync loop sees it. One thread at a time; any method may raise CentralError.

    Attributes:
        resumable: False where a file has to be sent in one piece.
    """

    resumable: bool

    def send(self, facts: Sequence[Fact]) -> tuple[EventAnswer, ...]:
        """Deliver facts, at most ``wire.MAX_EVENTS``; answers in any order. Repeating a delivery changes nothing."""
        ...

    def answer_to(self, event_id: str) -> EventAnswer | None:
        """What became of an event; None if the centre never saw it."""
        ...

    def open_upload(self, dossier_id: str, sha256: str, size: int) -> UploadPlace:
        """A place for a file; the same place again for the same digest. ``offset == size`` means it is held already."""
        ...

    def upload_offset(self, url: str) -> int:
        """How many bytes the centre has of it; UploadOutOfStep(GONE) if it no longer knows the place."""
        ...

    def send_chunk(self, url: str, offset: int, chunk: bytes) -> int:
        """Append bytes at an offset; the new offset. UploadOutOfStep where the ends disagree."""
        ...

    def put_manifest(self, dossier_id: str, files: Sequence[ListedFile]) -> ManifestAnswer:
        """Tell which files belong to a dossier and ask for the certificate that they are held."""
        ...

    def changes(self, since: str, *, limit: int) -> ChangePage:
        """What happened at the centre after a cursor (empty: from the beginning)."""
        ...

    def lease(self, request_id: str, day: dt.date, count: int) -> CodeLease | None:
        """A range of dossier numbers, the same one for the same request; None where the centre grants none."""
        ...

    def return_lease(self, lease_id: str, unused_from: int) -> None:
        """Give back the numbers from this one on."""
        ...

    def health(self) -> Health:
        """Whether the centre answers at all."""
        ...

    def close(self) -> None:
        """Let connections go."""
        ...
