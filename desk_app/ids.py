"""Identifiers made at the desk: UUID version 7 (RFC 9562), so that they sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import uuid

from desk_app import clock

_lock = threading.Lock()
_last_ms = 0
_sequence = 0


def new_id() -> str:
    """A new UUIDv7 as 36 characters; strictly increasing within this process, whatever the clock does."""
    global _last_ms, _sequence
    with _lock:
        ms = int(clock.now().timestamp() * 1000)
        if ms <= _last_ms:
            _sequence += 1
            if _sequence > 0xFFF:
                _last_ms += 1
                _sequence = 0
        else:
            _last_ms = ms
            _sequence = secrets.randbits(8)
        value = (_last_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | _sequence << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
