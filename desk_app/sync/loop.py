"""The sync loop: turns, the pauses between them, and the truth about both. Plain Python; the program gives it a thread."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import random
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from desk_app.clock import monotonic_s
from desk_app.ids import new_id
from desk_app.lanes import CancelToken
from desk_app.store.engine import Store
from desk_app.sync.central import CentralClient, CentralError, CentralUnreachable, NotAuthorised, NotTheCentre
from desk_app.sync.leases import LeasePolicy
from desk_app.sync.pace import Pace
from desk_app.sync.retry import FILES, RECORDS
from desk_app.sync.sender import SenderLock
from desk_app.sync.status import LinkState, StatusBoard, SyncStatus
from desk_app.sync.steps import Bench
from desk_app.sync.turn import Turn
from desk_app.sync.uploads import Budget

FORCED_HORIZON = dt.timedelta(days=1)
LEAST_PAUSE_S = 2.0
"""After a turn that achieved nothing."""
PROGRESS_EVERY_S = 0.5
"""The status is counted anew at most this often while a file travels."""

_log = logging.getLogger(__name__)

OnChange = Callable[[frozenset[str]], None]
"""Told, in the sending thread, which dossiers look different now."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How much a turn does and how long pauses are.

    Attributes:
        idle_s: between turns when nothing waits; the feed is asked this often.
        start_delay_s: at most this long before the first turn.
        chunks, seconds: what files may use of a turn.
        look_s: how soon a request to stop is noticed.
    """

    idle_s: float = 30.0
    start_delay_s: float = 20.0
    chunks: int = 64
    seconds: float = 10.0
    look_s: float = 0.25


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """What a turn did.

    Attributes:
        state, reason: as in ``SyncStatus``.
        moved: how many things came nearer to the centre or from it.
        changed: ids of the dossiers that look different now.
        next_in_s: when the next turn is worth while, if nothing else happens.
    """

    state: LinkState
    reason: str = ""
    moved: int = 0
    changed: frozenset[str] = frozenset()
    next_in_s: float = 0.0

    @property
    def reached(self) -> bool:
        """Whether the centre answered."""
        return self.state is LinkState.ONLINE


class SyncLoop:
    """Drains the outbox and brings back answers. ``run_…`` from one thread at a time, the rest from any.

    Args:
        store: where the outbox is.
        client: the centre; None while this desk is not enrolled.
        clock: the present moment.
        rng: for jitter.
        sender_lock: the right of this program to send.
        on_change: see ``OnChange``.
        status: where the status is published.
        pace: shared with the client, which measures.
        leases: how many dossier numbers to have in hand.
        rhythm: sizes and pauses.
    """

    def __init__(
        self,
        store: Store,
        client: CentralClient | None,
        *,
        clock: Callable[[], dt.datetime],
        rng: random.Random,
        sender_lock: SenderLock,
        on_change: OnChange,
        status: StatusBoard | None = None,
        pace: Pace | None = None,
        leases: LeasePolicy | None = None,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.status = status or StatusBoard()
        self._bench = Bench(store, clock, rng)
        self._client = client
        self._retired: list[CentralClient] = []
        self._swap = threading.Lock()
        self._has_run = False
        self._lock = sender_lock
        self._on_change = on_change
        self._pace = pace or Pace()
        self._rhythm = rhythm or Rhythm()
        self._turn = Turn(self._bench, self._pace, leases or LeasePolicy(), progress=self._progress)
        self._failures = 0
        self._progress_s = -PROGRESS_EVERY_S
        self._last_contact_at: dt.datetime | None = None
        self._noticed = threading.Event()
        self._forced = threading.Event()

    def use(self, client: CentralClient | None) -> None:
        """Speak to this centre from the next turn on: after enrolment, or after a new token."""
        with self._swap:
            if self._client is not None and self._client is not client:
                self._retired.append(self._client)
            self._client = client
        if self._has_run:  # else the random delay of the start still stands
            self.send_now()

    def close(self) -> None:
        """Let connections go, once nothing runs any more."""
        self.use(None)
        self._close_retired()

    def notice(self) -> None:
        """Something new waits in the outbox. Does not shorten a pause that a broken line has earned."""
        self._noticed.set()

    def send_now(self) -> None:
        """Somebody asks for it, or the network changed: forget all pauses."""
        self._forced.set()
        self._noticed.set()

    def run_once(self, cancel: CancelToken | None = None) -> SyncOutcome:
        """One turn; returns in any weather. Errors of the store, which nobody can wait out, go to the caller."""
        forced = self._forced.is_set() or self._failures > 0
        self._forced.clear()
        self._noticed.clear()
        self._has_run = True
        client = self._client
        if client is None:
            outcome = SyncOutcome(state=LinkState.NOT_ENROLLED, next_in_s=self._rhythm.idle_s)
        elif not self._lock.acquire():
            outcome = SyncOutcome(state=LinkState.PAUSED, reason="another_sender", next_in_s=self._rhythm.idle_s)
        else:
            try:
                self._close_retired()
                outcome = self._take_turn(client, cancel or CancelToken(), forced=forced)
            finally:
                self._lock.release()
        self._publish(outcome)
        if outcome.changed:
            self._on_change(outcome.changed)
        return outcome

    def run_until_idle(self, cancel: CancelToken | None = None) -> SyncOutcome:
        """Turns, one after the other, until one of them can do nothing more; all pauses are forgotten at the start."""
        self._forced.set()
        moved, changed = 0, frozenset[str]()
        while True:
            outcome = self.run_once(cancel)
            moved, changed = moved + outcome.moved, changed | outcome.changed
            if (cancel and cancel.is_cancelled) or not outcome.reached or not outcome.moved:
                return dataclasses.replace(outcome, moved=moved, changed=changed)

    def run_forever(self, cancel: CancelToken) -> None:
        """Turns until asked to stop, beginning after a random while."""
        pause_s, patient = self._bench.rng.uniform(0.0, self._rhythm.start_delay_s), True
        while self._pause(pause_s, cancel, patient=patient):
            try:
                outcome = self.run_once(cancel)
                pause_s, patient = outcome.next_in_s, not outcome.reached
            except Exception as error:  # noqa: BLE001 - one of the three edges: a fault must not end the sending for good
                if cancel.is_cancelled:  # the program ends, and the store may have ended first
                    return
                pause_s, patient = self._after_fault(error), True

    def _pause(self, seconds: float, cancel: CancelToken, *, patient: bool) -> bool:
        """Wait; False when asked to stop. A patient pause ends early only when somebody asks for it."""
        until_s = monotonic_s() + seconds
        bell = self._forced if patient else self._noticed
        while not cancel.is_cancelled:
            left_s = until_s - monotonic_s()
            if left_s <= 0 or bell.wait(min(left_s, self._rhythm.look_s)):
                return True
        return False

    def _take_turn(self, client: CentralClient, cancel: CancelToken, *, forced: bool) -> SyncOutcome:
        if self.status.latest.state is LinkState.ONLINE:
            self._progress()
        budget = Budget(chunks=self._rhythm.chunks, seconds=self._rhythm.seconds)
        horizon = self._bench.clock() + (FORCED_HORIZON if forced else dt.timedelta(0))
        try:
            self._turn.run(client, budget, horizon=horizon, cancel=cancel)
        except (CentralUnreachable, NotTheCentre, NotAuthorised) as error:
            return self._after(error)
        self._failures = 0
        self._last_contact_at = self._bench.clock()
        done = self._turn.done
        return SyncOutcome(
            state=LinkState.ONLINE, moved=done.moved, changed=done.changed, next_in_s=self._next_in_s(more=done.more)
        )

    def _after(self, error: CentralError) -> SyncOutcome:
        """The line is broken, or the centre does not want us: everything stays in the queue."""
        self._failures += 1
        state, reason, backoff, asked_s = LinkState.PAUSED, "enrol_again", FILES, None
        match error:
            case CentralUnreachable():
                state, reason, backoff, asked_s = LinkState.OFFLINE, error.why.value, RECORDS, error.retry_after_s
            case NotTheCentre():
                state, reason, backoff = LinkState.PORTAL, "unreachable", RECORDS
        pause_s = backoff.delay_s(self._failures, self._bench.rng, retry_after_s=asked_s)
        self._turn.put_back(self._bench.clock() + dt.timedelta(seconds=pause_s), reason=reason)
        _log.info("%s (%s), try %d in %.0f s", state.value, reason, self._failures + 1, pause_s)
        done = self._turn.done
        return SyncOutcome(state=state, reason=reason, moved=done.moved, changed=done.changed, next_in_s=pause_s)

    def _after_fault(self, error: Exception) -> float:
        """A fault of ours or of the disk: the status says so, the log says where, without the words of the error."""
        self._failures += 1
        pause_s = RECORDS.delay_s(self._failures, self._bench.rng)
        where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        _log.error("fault %s in the sync loop: %s at %s", new_id(), type(error).__name__, " ".join(where[-8:]))
        next_try_at = self._bench.clock() + dt.timedelta(seconds=pause_s)
        latest = self.status.latest
        self.status.publish(
            dataclasses.replace(latest, state=LinkState.OFFLINE, reason="fault", next_try_at=next_try_at)
        )
        return pause_s

    def _next_in_s(self, *, more: bool) -> float:
        if more:
            return 0.0
        next_at = self._turn.next_at()
        if next_at is None:
            return self._rhythm.idle_s
        return min(self._rhythm.idle_s, max(LEAST_PAUSE_S, (next_at - self._bench.clock()).total_seconds()))

    def _close_retired(self) -> None:
        with self._swap:
            retired, self._retired = self._retired, []
        for client in retired:
            client.close()

    def _progress(self) -> None:
        if monotonic_s() - self._progress_s < PROGRESS_EVERY_S:
            return
        self._progress_s = monotonic_s()
        self._last_contact_at = self._bench.clock()
        self._publish(SyncOutcome(state=LinkState.SENDING))

    def _publish(self, outcome: SyncOutcome) -> None:
        now = self._bench.clock()
        unit = self._turn.unit()
        with self._bench.store.read() as uow:
            counts = uow.outbox.counts()
            leases_left = uow.numbering.left(unit, now.date()) if unit else 0
        waits = bool(counts.waiting_dossiers or counts.waiting_files)
        sending = outcome.state is LinkState.SENDING
        if sending and not waits:
            return
        next_try_at = None if sending or not waits else now + dt.timedelta(seconds=outcome.next_in_s)
        rate = self._pace.rate_bytes_s
        reached = sending or outcome.reached
        left_s = counts.waiting_bytes / rate if rate and reached and counts.waiting_bytes else None
        self.status.publish(
            SyncStatus(
                state=LinkState.SENDING if reached and waits and not outcome.next_in_s else outcome.state,
                reason=outcome.reason,
                waiting_dossiers=counts.waiting_dossiers,
                waiting_files=counts.waiting_files,
                waiting_bytes=counts.waiting_bytes,
                needs_person=counts.needs_person,
                confirmed_today=counts.confirmed_today,
                last_contact_at=self._last_contact_at,
                next_try_at=next_try_at,
                rate_bytes_s=rate,
                done_by=now + dt.timedelta(seconds=left_s) if left_s is not None else None,
                oldest_at=counts.oldest_at,
                leases_left=leases_left,
            )
        )
