"""The record of who did what: append-only, each line sealed together with the one before it.

The seal is a BLAKE2b digest under a key derived from the data key, over the previous seal and the line. Changing, inserting or
removing a line breaks the chain; removing the last ones disagrees with SQLite's own counter of the table.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, text

from desk_app.domain.audit import AuditEntry
from desk_app.domain.events import Author
from desk_app.store import tables as t
from desk_app.store.moments import decode_moment, encode_moment
from desk_app.store.prepared import Prepared
from desk_app.store.tables import AnyRow

_INSERT = Prepared(insert(t.audit))
_LAST = Prepared(select(t.audit.c.seq, t.audit.c.seal).order_by(t.audit.c.seq.desc()).limit(1))
_COUNTER = text("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SEALED = ("seq", "at", "act", "account_id", "account_name", "account_role", "dossier_id", "detail")


class Audit:
    """The record of one data folder."""

    def __init__(self, connection: Connection, seal_key: bytes) -> None:
        self._connection = connection
        self._seal_key = seal_key

    def record(
        self,
        act: str,
        *,
        who: Author | None,
        at: dt.datetime,
        dossier_id: str | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> AuditEntry:
        """Add a line. ``detail`` holds JSON values; ``who`` is None when the program itself acts."""
        seq, seal = _LAST.row(self._connection, {}) or (0, "")
        values: dict[str, Any] = {
            "seq": seq + 1,
            "at": encode_moment(at),
            "act": act,
            "account_id": who and who.account_id,
            "account_name": who and who.name,
            "account_role": who and who.role,
            "dossier_id": dossier_id,
            "detail": _JSON.encode(dict(detail or {})),
        }
        values["seal"] = self._seal(seal, values)
        _INSERT.run(self._connection, values)
        return AuditEntry(seq=values["seq"], at=at, act=act, who=who, dossier_id=dossier_id, detail=dict(detail or {}))

    def of(self, dossier_id: str) -> tuple[AuditEntry, ...]:
        """What happened with a dossier, oldest first."""
        rows = select(t.audit).where(t.audit.c.dossier_id == dossier_id).order_by(t.audit.c.seq)
        return tuple(_entry(row) for row in self._connection.execute(rows))

    def recent(self, limit: int, before: int | None = None) -> tuple[AuditEntry, ...]:
        """The newest lines, newest first; ``before`` is the ``seq`` where the last page ended."""
        rows = select(t.audit).order_by(t.audit.c.seq.desc()).limit(limit)
        if before is not None:
            rows = rows.where(t.audit.c.seq < before)
        return tuple(_entry(row) for row in self._connection.execute(rows))

    def verify(self) -> int | None:
        """None while the record is whole, else the ``seq`` of the first line that is not what was written."""
        seal, expected = "", 1
        for row in self._connection.execute(select(t.audit).order_by(t.audit.c.seq)):
            values = row._asdict()
            seal = self._seal(seal, values)
            if row.seq != expected or not hmac.compare_digest(seal, row.seal):
                return expected
            expected += 1
        counted = self._connection.scalar(_COUNTER) or 0
        return None if counted == expected - 1 else expected

    def _seal(self, previous: str, values: Mapping[str, Any]) -> str:
        line = _JSON.encode([previous, *(values[name] for name in _SEALED)])
        return hashlib.blake2b(line.encode(), key=self._seal_key, digest_size=32).hexdigest()


def _entry(row: AnyRow) -> AuditEntry:
    who = None
    if row.account_id is not None:
        who = Author(account_id=row.account_id, name=row.account_name, role=row.account_role)
    return AuditEntry(
        seq=row.seq,
        at=decode_moment(row.at),
        act=row.act,
        who=who,
        dossier_id=row.dossier_id,
        detail=json.loads(row.detail),
    )
