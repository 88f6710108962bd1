"""The change feed: what happened at the centre, for the desks of one unit, with a cursor that never skips.

A cursor names the last change seen; what comes after it has a higher number. That is safe only if numbers become visible in
their order: SQLite's writers come one after another anyway; on PostgreSQL ``append`` takes an advisory lock that it keeps until
the transaction ends, so that a number given earlier is never committed later.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from desk_app.central import tables
from desk_app.central.errors import Unprocessable
from desk_app.central.messages import Change, ChangePage

CODE_ASSIGNED = "code_assigned"
STATUS_CHANGED = "status_changed"
_BEGINNING = "0"
_FEED_LOCK = 0x71_6D_63_02


def append(
    connection: sa.Connection,
    kind: str,
    *,
    unit: str,
    dossier_id: str | None,
    at: dt.datetime,
    body: Mapping[str, object],
) -> None:
    """Put a change on the feed of a unit, in the transaction that makes it true."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_FEED_LOCK)))
    text = json.dumps(body, ensure_ascii=False)
    connection.execute(tables.changes.insert().values(unit=unit, kind=kind, dossier_id=dossier_id, at=at, body=text))


def page(connection: sa.Connection, *, unit: str, since: str, limit: int) -> ChangePage:
    """The changes of a unit after the cursor ``since`` (empty: from the beginning), oldest first.

    Unprocessable if the cursor is none of ours, so that the desk begins again; what it has taken in it knows by id and moment.
    """
    table = tables.changes
    after = table.c.id > _number(connection, since)
    rows = connection.execute(
        sa.select(table).where(table.c.unit == unit, after).order_by(table.c.id).limit(limit + 1)
    ).all()
    shown = rows[:limit]
    changes = [
        Change(id=str(r.id), kind=r.kind, dossier_id=r.dossier_id, at=r.at, body=json.loads(r.body)) for r in shown
    ]
    return ChangePage(
        changes=changes, cursor=_cursor(shown[-1]) if shown else since or _BEGINNING, more=len(rows) > limit
    )


def _cursor(row: Any) -> str:
    """Number and moment of a change: a gateway restored from a backup gives the same number to another change later."""
    return f"{row.id}-{_fingerprint(row.at)}"


def _number(connection: sa.Connection, cursor: str) -> int:
    if cursor in ("", _BEGINNING):
        return 0
    found = re.fullmatch(r"([1-9][0-9]{0,17})-([0-9a-f]{8})", cursor, re.ASCII)
    number = int(found[1]) if found else 0
    table = tables.changes
    at = connection.execute(sa.select(table.c.at).where(table.c.id == number)).scalar()
    if not found or at is None or _fingerprint(at) != found[2]:
        raise Unprocessable("cursor_unknown")
    return number


def _fingerprint(moment: dt.datetime) -> str:
    text = moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


class Bell:
    """Wakes those who wait for changes in this process; other workers' changes are found by looking again."""

    def __init__(self) -> None:
        self.waiting = 0
        self.closing = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()

    def listen(self) -> asyncio.Event:
        """What will be set at the next ring; taken before looking, so that no ring between look and wait is missed."""
        self._loop = asyncio.get_running_loop()
        return self._rung

    def ring(self) -> None:
        """Something changed; from any thread."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """Nobody shall wait any longer: the gateway stops."""
        self.closing = True
        self.ring()

    def _wake(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()
