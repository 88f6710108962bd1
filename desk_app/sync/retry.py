"""When to try again: exponential growth with full jitter, so that an office whose power returns does not stampede."""

from __future__ import annotations

import dataclasses
import random

MAX_RETRY_AFTER_S = 3_600.0


@dataclasses.dataclass(frozen=True, slots=True)
class Backoff:
    """A growing pause; never gives up."""

    cap_s: float
    base_s: float = 2.0
    factor: float = 2.0

    def ceiling_s(self, attempts: int) -> float:
        """The longest pause after this many failures in a row (1 for the first).

        >>> [Backoff(cap_s=300).ceiling_s(n) for n in (1, 2, 3, 20, 10**9)]
        [2.0, 4.0, 8.0, 300.0, 300.0]
        """
        exponent = min(max(attempts, 1) - 1, 64)
        return float(min(self.cap_s, self.base_s * self.factor**exponent))

    def delay_s(self, attempts: int, rng: random.Random, *, retry_after_s: float | None = None) -> float:
        """A pause drawn evenly between 0 and the ceiling, added to what the centre itself asked for."""
        asked_s = min(max(retry_after_s or 0.0, 0.0), MAX_RETRY_AFTER_S)
        return asked_s + rng.uniform(0.0, self.ceiling_s(attempts))


RECORDS = Backoff(cap_s=300.0)
FILES = Backoff(cap_s=900.0)
FAULTS = Backoff(cap_s=900.0, base_s=5.0)
"""After a fault inside the centre."""
