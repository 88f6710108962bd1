"""What arrived from the central system, each change once, and how far the feed was read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from desk_app.store import tables as t
from desk_app.store.moments import Clock, encode_moment
from desk_app.store.settings import Settings

_CURSOR = "inbox.cursor"


class Inbox:
    """The change feed's cursor and what it brought."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._settings = Settings(connection)

    def cursor(self) -> str:
        """Where to go on reading; empty at the very beginning."""
        return self._settings.get(_CURSOR) or ""

    def set_cursor(self, cursor: str) -> None:
        """Everything up to here has been applied; set it in the transaction that applied it."""
        self._settings.put(_CURSOR, cursor)

    def record(
        self, change_id: str, kind: str, *, dossier_id: str | None, at: dt.datetime, body: Mapping[str, object]
    ) -> bool:
        """Note a change in the transaction that applies it; False if it is already here and must not be applied again."""
        statement = insert(t.inbox).values(
            id=change_id,
            kind=kind,
            dossier_id=dossier_id,
            at=encode_moment(at),
            arrived_at=encode_moment(self._clock()),
            body=json.dumps(dict(body), ensure_ascii=False, separators=(",", ":")),
        )
        return self._connection.execute(statement.on_conflict_do_nothing(index_elements=["id"])).rowcount == 1
