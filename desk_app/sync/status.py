"""What the status line says: the truth about what has arrived at the centre and what has not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import threading
from collections.abc import Callable


class LinkState(enum.StrEnum):
    """How it stands with the centre."""

    ONLINE = "online"
    OFFLINE = "offline"
    SENDING = "sending"
    PAUSED = "paused"
    """Nothing is sent until a person acts; ``reason`` says why (``enrol_again`` · ``another_sender``)."""
    PORTAL = "portal"
    """Something answers that is not the centre: a sign-in page, a proxy, a wrong address."""
    NOT_ENROLLED = "not_enrolled"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """The state of the way to the centre at one moment.

    Attributes:
        reason: key that says more about the state (``transport`` · ``timeout`` · ``certificate`` · ``busy`` · …).
        waiting_dossiers, waiting_files, waiting_bytes: not yet at the centre.
        needs_person: dossiers that somebody has to look at.
        confirmed_today: dossiers acknowledged with equal digests since midnight.
        last_contact_at: when the centre last answered, None if not since the program started.
        next_try_at: None when nothing waits or when sending goes on.
        rate_bytes_s: measured lately; done_by: when all files will be there at this rate. None when unknown.
        oldest_at: since when the oldest event waits.
        leases_left: official dossier numbers of today still in hand.
    """

    state: LinkState = LinkState.OFFLINE
    reason: str = ""
    waiting_dossiers: int = 0
    waiting_files: int = 0
    waiting_bytes: int = 0
    needs_person: int = 0
    confirmed_today: int = 0
    last_contact_at: dt.datetime | None = None
    next_try_at: dt.datetime | None = None
    rate_bytes_s: float | None = None
    done_by: dt.datetime | None = None
    oldest_at: dt.datetime | None = None
    leases_left: int = 0


Listener = Callable[[SyncStatus], None]


class StatusBoard:
    """Holds the latest status; may be read and listened to from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = SyncStatus()
        self._listeners: list[Listener] = []

    @property
    def latest(self) -> SyncStatus:
        """The status published last."""
        with self._lock:
            return self._latest

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call back, in the publishing thread, whenever the status changes; returns what ends it."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._forget(listener)

    def publish(self, status: SyncStatus) -> None:
        """Make it the latest; listeners hear of it only if it differs."""
        with self._lock:
            if status == self._latest:
                return
            self._latest = status
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(status)

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
