"""Every limit of the gateway as data: sizes, counts, rates, waits."""

from __future__ import annotations

import dataclasses
import datetime as dt

MIB = 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Rate:
    """A leaky bucket: ``burst`` at once, then ``per_s`` a second."""

    per_s: float
    burst: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request, one device or one unit may ask for.

    Attributes:
        body_bytes: of a JSON body, packed or unpacked.
        file_bytes: of one file.
        free_bytes: that must stay free on the disk.
        body_idle_s: without a byte of a body before the gateway gives up on it.
        lock_wait_s: for a connection that broke to let go of its upload when the desk comes back on a new one.
        unfinished_kept: how long the beginning of an upload waits for its end.
        code_day_past, code_day_future: how far the day of an official code may lie from the gateway's own day.
        requests: of one device. enrolments, strangers: of one address.
    """

    body_bytes: int = 4 * MIB
    batch_events: int = 100
    file_bytes: int = 100 * MIB
    free_bytes: int = 64 * MIB
    body_idle_s: float = 20.0
    lock_wait_s: float = 1.0
    unfinished_kept: dt.timedelta = dt.timedelta(days=30)
    manifest_files: int = 2_000
    changes_page: int = 500
    changes_wait_s: int = 55
    changes_waiters: int = 300
    changes_look_s: float = 1.0
    lease_count: int = 500
    numbers_a_day: int = 9_999
    lease_days_ahead: int = 31
    lease_days_back: int = 1
    code_day_past: dt.timedelta = dt.timedelta(days=60)
    code_day_future: dt.timedelta = dt.timedelta(days=1)
    requests: Rate = Rate(50, 1_000)
    enrolments: Rate = Rate(1, 200)
    strangers: Rate = Rate(1, 200)
