"""What one session has taken: photos that arrive piece by piece, those that wait for the desk, those it has put away.

A photo is known by the SHA-256 of its bytes, which the phone works out first: sent twice, from two phones, or again after a lost
connection, it is one photo. It counts as kept only when the desk says so. Called from any thread.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import hashlib
import threading
from collections.abc import Callable

from desk_app import clock
from desk_app.capture.sources.phone.limits import PhoneLimits

_FORGOTTEN_AFTER_S = 60.0


class PhotoState(enum.StrEnum):
    """How far a photo is."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    """Whole; the desk has not put it away yet."""
    KEPT = "kept"
    """On the desk's disk, in the dossier."""
    REFUSED = "refused"


class Refusal(enum.StrEnum):
    """Why a photo is not taken. The phone has a sentence for each."""

    NONE = ""
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    FULL = "full"
    """The session has taken as many bytes as it may."""
    NOT_A_PHOTO = "not_a_photo"
    DAMAGED = "damaged"
    NOT_KEPT = "not_kept"
    """The desk could not put it away; it may be sent again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """What the phone is told about a photo.

    Attributes:
        have: bytes that need not be sent again.
        busy: nothing can be taken just now; ask again in a moment.
    """

    state: PhotoState
    have: int = 0
    why: Refusal = Refusal.NONE
    busy: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Photo:
    """A whole photo for the desk.

    Attributes:
        digest: SHA-256 of ``data``, hexadecimal; what ``keep`` and ``refuse`` are told.
    """

    digest: str
    data: bytes = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a session stands.

    Attributes:
        phones: different addresses that opened the page.
        bytes_due, bytes_here: of the photos that are arriving.
        left_s: seconds until it is over, unless another photo comes.
    """

    phones: int
    kept: int
    waiting: int
    arriving: int
    refused: int
    bytes_due: int
    bytes_here: int
    left_s: float
    over: bool


@dataclasses.dataclass(slots=True)
class _Entry:
    size: int
    data: bytearray
    touched_s: float
    state: PhotoState = PhotoState.ARRIVING
    why: Refusal = Refusal.NONE
    fetched: bool = False

    @property
    def is_held(self) -> bool:
        """Whether its bytes are, or will be, in memory: a photo under way counts whole, so that it can always be finished."""
        return self.state is PhotoState.ARRIVING or (self.state is PhotoState.WAITING and not self.fetched)


class Reception:
    """One session with one or more phones.

    Args:
        limits: what it takes.
        now_s: a clock that never goes back.
    """

    def __init__(self, limits: PhoneLimits | None = None, *, now_s: Callable[[], float] = clock.monotonic_s) -> None:
        self.limits = limits or PhoneLimits()
        self._now_s = now_s
        self._changed = threading.Condition()
        self._entries: dict[str, _Entry] = {}
        self._ready: collections.deque[str] = collections.deque()
        self._phones: set[str] = set()
        self._over = False
        self._began_s = now_s()
        self._until_s = self._began_s + self.limits.life_s

    # the phone's side

    def seen(self, phone: str) -> None:
        """A phone at this address opened the page or sent something."""
        with self._changed:
            if len(self._phones) < self.limits.photos:
                self._phones.add(phone)

    def is_over(self) -> bool:
        """Whether nothing is taken any more."""
        return self._over or self._now_s() >= self._until_s

    def progress(self, digest: str) -> Progress:
        """How far this photo is; one that never came is arriving with nothing."""
        with self._changed:
            return self._told(self._entries.get(digest))

    def all_progress(self) -> dict[str, Progress]:
        """How far each photo is."""
        with self._changed:
            return {digest: self._told(entry) for digest, entry in self._entries.items()}

    def admit(self, digest: str, size: int, at: int) -> Progress:
        """Ask before bytes are sent: whether a piece at this offset would be taken, told by ``have`` being ``at``."""
        with self._changed:
            entry = self._entries.get(digest)
            if entry is not None and entry.state is PhotoState.REFUSED and at == 0 and not self.is_over():
                del self._entries[digest]  # somebody asks for it to be tried again
                entry = None
            if entry is None:
                refusal = self._refusal(size)
                if refusal is not Refusal.NONE:
                    return Progress(PhotoState.REFUSED, 0, refusal)
                if not self._has_room(size):
                    return Progress(PhotoState.ARRIVING, 0, busy=True)
                entry = self._entries[digest] = _Entry(size, bytearray(), self._now_s())
            return self._told(entry)

    def append(self, digest: str, size: int, at: int, piece: bytes) -> Progress:
        """Take a piece that was admitted; one that does not continue where the photo stands changes nothing."""
        with self._changed:
            entry = self._entries.get(digest)
            if entry is None or self.is_over():
                return Progress(PhotoState.ARRIVING)
            fits = entry.size == size and len(entry.data) == at and at + len(piece) <= size
            if entry.state is PhotoState.ARRIVING and fits:
                entry.data += piece
                entry.touched_s = self._now_s()
                if len(entry.data) == size:
                    self._complete(digest, entry)
                self._changed.notify_all()
            return self._told(entry)

    # the desk's side

    def next_photo(self, timeout_s: float) -> Photo | None:
        """The next whole photo, oldest first; None when none came within this time or the session is over."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._ready) or self._over, timeout_s)
            if not self._ready:
                return None
            digest = self._ready.popleft()
            entry = self._entries[digest]
            data, entry.data, entry.fetched = bytes(entry.data), bytearray(), True
            return Photo(digest, data)

    def give_back(self, photo: Photo) -> None:
        """The desk did nothing with this photo: it is the next one again."""
        with self._changed:
            entry = self._entries.get(photo.digest)
            if entry is not None and entry.state is PhotoState.WAITING and entry.fetched:
                entry.data, entry.fetched = bytearray(photo.data), False
                self._ready.appendleft(photo.digest)
                self._changed.notify_all()

    def keep(self, digest: str) -> None:
        """The desk has put this photo on disk: only now the phone says so."""
        self._settle(digest, PhotoState.KEPT, Refusal.NONE)
        with self._changed:
            if not self.is_over():
                longest_s = self._began_s + self.limits.longest_s
                self._until_s = max(self._until_s, min(self._now_s() + self.limits.life_s, longest_s))

    def refuse(self, digest: str, why: Refusal) -> None:
        """The desk does not take this photo."""
        self._settle(digest, PhotoState.REFUSED, why)

    def close(self) -> None:
        """Nothing is taken any more; whoever waits for photos is woken."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def tally(self) -> Tally:
        """How it stands now."""
        with self._changed:
            states = collections.Counter(entry.state for entry in self._entries.values())
            arriving = [e for e in self._entries.values() if e.state is PhotoState.ARRIVING]
            return Tally(
                phones=len(self._phones),
                kept=states[PhotoState.KEPT],
                waiting=states[PhotoState.WAITING],
                arriving=states[PhotoState.ARRIVING],
                refused=states[PhotoState.REFUSED],
                bytes_due=sum(e.size for e in arriving),
                bytes_here=sum(len(e.data) for e in arriving),
                left_s=0.0 if self._over else max(0.0, self._until_s - self._now_s()),
                over=self.is_over(),
            )

    def _has_room(self, size: int) -> bool:
        """Whether memory holds one more; photos that a phone left half sent give way."""
        if self._held() + size > self.limits.waiting_bytes:
            forgotten_s = self._now_s() - _FORGOTTEN_AFTER_S
            for digest, entry in tuple(self._entries.items()):
                if entry.state is PhotoState.ARRIVING and entry.touched_s < forgotten_s:
                    del self._entries[digest]
        held = self._held()
        return held + size <= self.limits.waiting_bytes or not held

    def _held(self) -> int:
        return sum(entry.size for entry in self._entries.values() if entry.is_held)

    def _refusal(self, size: int) -> Refusal:
        if not 0 < size <= self.limits.photo_bytes:
            return Refusal.TOO_BIG
        if len(self._entries) >= self.limits.photos:
            return Refusal.TOO_MANY
        taken = sum(e.size for e in self._entries.values() if e.state is not PhotoState.REFUSED)
        return Refusal.FULL if taken + size > self.limits.session_bytes else Refusal.NONE

    def _complete(self, digest: str, entry: _Entry) -> None:
        if hashlib.sha256(entry.data).hexdigest() != digest:
            entry.data = bytearray()  # damaged on the way: from the beginning
            return
        entry.state = PhotoState.WAITING
        self._ready.append(digest)

    def _settle(self, digest: str, state: PhotoState, why: Refusal) -> None:
        with self._changed:
            entry = self._entries.get(digest)
            if entry is not None and entry.state is PhotoState.WAITING:
                entry.state, entry.why, entry.data = state, why, bytearray()
                self._changed.notify_all()

    def _told(self, entry: _Entry | None) -> Progress:
        if entry is None:
            return Progress(PhotoState.ARRIVING)
        have = len(entry.data) if entry.state is PhotoState.ARRIVING else entry.size
        return Progress(entry.state, have, entry.why)
