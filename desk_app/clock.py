"""The only place that asks the time. Vietnam has kept UTC+7 without summer time since 1975."""

from __future__ import annotations

import datetime as dt
import time

VIETNAM = dt.timezone(dt.timedelta(hours=7), "+07")


def now() -> dt.datetime:
    """The present moment, aware, in Vietnam time, to the microsecond."""
    return dt.datetime.now(tz=VIETNAM)


def monotonic_s() -> float:
    """Seconds on a clock that never goes back; only differences mean anything."""
    return time.monotonic()
