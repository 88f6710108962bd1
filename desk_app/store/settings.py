"""Settings of this desk: small texts by name."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from desk_app.store import tables as t


class Settings:
    """Texts by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The text, None when it was never set."""
        return self._connection.scalar(select(t.settings.c.value).where(t.settings.c.key == key))

    def put(self, key: str, value: str) -> None:
        """Set it, instead of what was there."""
        statement = insert(t.settings).values(key=key, value=value)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    def remove(self, key: str) -> None:
        """Forget it."""
        self._connection.execute(delete(t.settings).where(t.settings.c.key == key))

    def all(self) -> Mapping[str, str]:
        """Every setting."""
        rows = self._connection.execute(select(t.settings.c.key, t.settings.c.value).order_by(t.settings.c.key))
        return {row.key: row.value for row in rows}
