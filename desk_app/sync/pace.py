"""How fast the line is, and what follows from it: size of a chunk, patience of a request."""

from __future__ import annotations

FIRST_CHUNK_BYTES = 128 * 1024
LEAST_CHUNK_BYTES = 16 * 1024
MOST_CHUNK_BYTES = 4 * 1024 * 1024
AIM_S = 7.0

BASE_TIMEOUT_S = 20.0
MOST_TIMEOUT_S = 300.0
ASSUMED_RATE_BYTES_S = 8 * 1024.0  # a poor mobile line in the hills, until we know better
_TELLING_BYTES = 16 * 1024  # less than this measures the delay of the line and not its rate
_WEIGHT = 0.4


class Pace:
    """Measured rate of the line. Belongs to the sending thread."""

    def __init__(self) -> None:
        self._rate_bytes_s: float | None = None
        self._chunk_bytes = FIRST_CHUNK_BYTES

    @property
    def rate_bytes_s(self) -> float | None:
        """Bytes per second that got through lately, None before the first measurement."""
        return self._rate_bytes_s

    @property
    def chunk_bytes(self) -> int:
        """Size of the next chunk, so that one takes five to ten seconds."""
        return self._chunk_bytes

    def observe(self, size: int, elapsed_s: float) -> None:
        """A request body of this size was taken in this time."""
        if size < _TELLING_BYTES:
            return
        rate = size / max(elapsed_s, 0.001)
        known = self._rate_bytes_s
        self._rate_bytes_s = rate if known is None else known + _WEIGHT * (rate - known)
        wanted = int(self._rate_bytes_s * AIM_S)
        self._chunk_bytes = _within(min(wanted, self._chunk_bytes * 2))

    def stumble(self) -> None:
        """A chunk did not get through: the next one is half as long."""
        self._chunk_bytes = _within(self._chunk_bytes // 2)

    def timeout_s(self, size: int) -> float:
        """How long to wait for the answer to a body of this size: four times what it should take, within bounds."""
        rate = min(self._rate_bytes_s or ASSUMED_RATE_BYTES_S, 1024 * 1024)
        return min(MOST_TIMEOUT_S, BASE_TIMEOUT_S + 4 * size / max(rate, 1024.0))


def _within(size: int) -> int:
    return max(LEAST_CHUNK_BYTES, min(MOST_CHUNK_BYTES, size))
