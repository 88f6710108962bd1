"""Limits of rate, kept in memory: with several workers each allows its share, which is good enough against a runaway desk."""

from __future__ import annotations

import threading

from desk_app import clock
from desk_app.central.errors import TooMany
from desk_app.central.limits import Rate

_MOST_KEYS = 10_000


class Bucket:
    """Leaky buckets of one rate, one per key; usable from any thread."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._levels: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> None:
        """One more for this key; TooMany when its bucket is full."""
        now = clock.monotonic_s()
        with self._lock:
            level, since = self._levels.get(key, (0.0, now))
            level = max(0.0, level - (now - since) * self._rate.per_s)
            if level + 1 > self._rate.burst:
                self._levels[key] = (level, now)
                raise TooMany((level + 1 - self._rate.burst) / self._rate.per_s)
            if len(self._levels) >= _MOST_KEYS:
                self._forget_idle(now)
            self._levels[key] = (level + 1, now)

    def _forget_idle(self, now: float) -> None:
        per_s = self._rate.per_s
        self._levels = {k: (level, t) for k, (level, t) in self._levels.items() if level > (now - t) * per_s}
