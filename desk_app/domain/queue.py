"""What waits to leave the desk: events, files, and what the central system has acknowledged."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desk_app.domain.events import Fact


class OutboxState(enum.StrEnum):
    """Where an event is on its way."""

    QUEUED = "queued"
    ATTEMPTING = "attempting"
    """Written before the request leaves; after a crash the server is asked, nobody guesses."""
    CONFIRMED = "confirmed"
    NEEDS_PERSON = "needs_person"


class FileRole(enum.StrEnum):
    """What a file is to its dossier."""

    COMPONENT = "component"
    RECEIPT = "receipt"


class FileState(enum.StrEnum):
    """Where a file is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    HELD = "held"
    """The central system holds the whole of it, digest compared."""
    NEEDS_PERSON = "needs_person"


class SyncState(enum.StrEnum):
    """Where a whole dossier is: confirmed only by an acknowledgement whose digests equal ours."""

    WAITING = "waiting"
    SENDING = "sending"
    NEEDS_PERSON = "needs_person"
    CONFIRMED = "confirmed"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """A fact with its place in the outbox.

    Attributes:
        seq: place in the outbox; the order within a dossier.
        attempts: how often it was tried since it was queued.
        next_at: not before this moment; None means at once.
        reason: typed key of why it was refused or put off; ``field`` the dotted name of the field it is about.
        server_text: the server's own words, as they came.
        settled_at: when it was confirmed or given to a person.
    """

    fact: Fact
    seq: int
    state: OutboxState
    attempts: int = 0
    next_at: dt.datetime | None = None
    reason: str = ""
    field: str = ""
    detail: str = ""
    server_text: str = ""
    queued_at: dt.datetime
    settled_at: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FileTransfer:
    """A file on its way to the central system.

    Attributes:
        sha256: digest (hex) of the content, also its key in ``Blobs``.
        upload_url: where the upload goes on, empty while none was opened.
        sent_bytes: how many bytes the other side was last known to hold.
    """

    dossier_id: str
    sha256: str
    bytes: int
    role: FileRole
    state: FileState = FileState.QUEUED
    attempts: int = 0
    next_at: dt.datetime | None = None
    upload_url: str = ""
    sent_bytes: int = 0
    reason: str = ""
    detail: str = ""
    queued_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFile:
    """A file that belongs to a dossier as it is now.

    Attributes:
        ref: id of the component, or ``form:reprint`` of a receipt.
    """

    sha256: str
    bytes: int
    role: FileRole
    ref: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What the central system says that it holds of a dossier.

    Attributes:
        receipt_id: the central system's own key of this acknowledgement.
        digests: SHA-256 (hex) of each file it holds.
        raw: the answer as it came, kept as evidence.
    """

    receipt_id: str
    digests: frozenset[str]
    at: dt.datetime
    raw: str = dataclasses.field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """The figures of the status line. ``waiting_dossiers`` and ``needs_person`` count different dossiers.

    Attributes:
        waiting_dossiers: dossiers not yet confirmed that need nobody.
        waiting_files: files not yet held; waiting_bytes: what of them is still to be sent.
        needs_person: dossiers with something refused.
        confirmed_today: dossiers acknowledged since midnight.
        oldest_at: since when the oldest event waits.
        next_try_at: the earliest moment at which something may be sent, None when nothing is put off or nothing waits.
    """

    waiting_dossiers: int = 0
    waiting_files: int = 0
    waiting_bytes: int = 0
    needs_person: int = 0
    confirmed_today: int = 0
    oldest_at: dt.datetime | None = None
    next_try_at: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One dossier of the queue, as the screen shows it.

    Attributes:
        reason / field / detail / server_text: of the first thing that is stuck or was put off, empty otherwise.
        since: when its oldest unconfirmed event was queued (for a confirmed dossier: when it was acknowledged).
        event_id: the stuck event, None when none is stuck; file_sha256 likewise for a stuck file.
    """

    dossier_id: str
    code: str
    procedure_name: str
    applicant_name: str
    state: SyncState
    events_waiting: int = 0
    files_waiting: int = 0
    files_total: int = 0
    bytes_waiting: int = 0
    bytes_total: int = 0
    attempts: int = 0
    next_at: dt.datetime | None = None
    reason: str = ""
    field: str = ""
    detail: str = ""
    server_text: str = ""
    since: dt.datetime | None = None
    event_id: str | None = None
    file_sha256: str | None = None
