"""What the lanes of the sync loop have in common: what a step did, and how long a fault is borne."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable
from typing import NamedTuple

from desk_app.store.engine import Store
from desk_app.sync.retry import FAULTS, Backoff

PATIENCE = dt.timedelta(hours=4)
"""How long faults inside the centre are tried again before a person is asked."""

CENTRE_FAILING = "centre_failing"
DEFERRED = "deferred"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step of a lane did.

    Attributes:
        moved: how many things came nearer to the centre or from it.
        changed: ids of the dossiers that look different now.
        more: there is something to do at once.
    """

    moved: int = 0
    changed: frozenset[str] = frozenset()
    more: bool = False

    def __add__(self, other: Step) -> Step:
        return Step(moved=self.moved + other.moved, changed=self.changed | other.changed, more=self.more or other.more)


@dataclasses.dataclass(frozen=True, slots=True)
class Bench:
    """What every lane works with."""

    store: Store
    clock: Callable[[], dt.datetime]
    rng: random.Random

    def later(self, attempts: int, backoff: Backoff, *, retry_after_s: float | None = None) -> dt.datetime:
        """The moment of the next try."""
        pause_s = backoff.delay_s(attempts, self.rng, retry_after_s=retry_after_s)
        return self.clock() + dt.timedelta(seconds=pause_s)


class PutOff(NamedTuple):
    """A fault to be borne a while longer: when to try again, and since when it lasts (kept as ``detail``)."""

    next_at: dt.datetime
    since: str


def put_off(bench: Bench, *, attempts: int, reason: str, known_reason: str, known_detail: str) -> PutOff | None:
    """Bear a fault that may last; None once it has lasted longer than PATIENCE."""
    now = bench.clock()
    since = now
    if known_reason == reason:
        try:
            since = min(now, dt.datetime.fromisoformat(known_detail))
        except ValueError:
            since = now
    if now - since >= PATIENCE:
        return None
    return PutOff(bench.later(attempts + 1, FAULTS), since.isoformat())
