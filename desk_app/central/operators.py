"""Acts of the other side of the counter (handling unit, province): each checked by the domain, kept in the log, put on the feed."""

from __future__ import annotations

import datetime as dt
import json

import sqlalchemy as sa

from desk_app.central import feed, tables
from desk_app.central.dossiers import find
from desk_app.central.errors import Conflicting
from desk_app.central.messages import StatusAnswer
from desk_app.domain.dossier import MOVES, Status
from desk_app.domain.vietnamese import tidy


def set_status(
    connection: sa.Connection,
    reference: str,
    status: Status,
    *,
    note: str,
    actor: str,
    unit: str | None,
    now: dt.datetime,
) -> StatusAnswer:
    """Move a dossier, by id or code, to another status; the same status is no change. Conflicting if there is no such move."""
    row = find(connection, reference, unit=unit, lock=True)
    before = Status(row.status)
    if status is before:
        return StatusAnswer(dossier_id=row.id, code=row.code, status=status, changed=False)
    if status not in MOVES[before]:
        raise Conflicting("move_not_allowed", f"{before} -> {status}")
    table = tables.dossiers
    connection.execute(
        sa.update(table).where(table.c.id == row.id).values(status=status.value, revision=table.c.revision + 1)
    )
    body = {"status": status.value, "note": tidy(note), "actor": tidy(actor)}
    feed.append(connection, feed.STATUS_CHANGED, unit=row.unit, dossier_id=row.id, at=now, body=body)
    detail = json.dumps({"from": before.value, "to": status.value})
    connection.execute(
        tables.acts.insert().values(
            at=now, actor=tidy(actor), act="set_status", unit=row.unit, dossier_id=row.id, detail=detail
        )
    )
    return StatusAnswer(dossier_id=row.id, code=row.code, status=status, changed=True)
