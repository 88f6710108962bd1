"""Statements of the path of an acceptance, compiled by SQLAlchemy once and handed to the driver directly.

Core's own handling of each call costs about 0.1 ms; over the twenty statements of an acceptance that is as much as the disk needs.
They run on the connection of the transaction like any other. Values are what the columns hold; errors are the driver's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared:
    """One statement; its SQL is made when it is first run."""

    def __init__(self, statement: ClauseElement, *names: str) -> None:
        """``names``: the columns of an INSERT for which values are given; for other statements its ``bindparam`` say it."""
        self._statement = statement
        self._names = names
        self._sql = ""
        self._constants: dict[str, Any] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run it once; the number of the row it inserted, if it inserted one."""
        return cast("int", self._execute(connection, values).lastrowid)

    def run_each(self, connection: Connection, values: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each."""
        self._compile()
        constants = self._constants
        _driver(connection).executemany(self._sql, [{**constants, **one} for one in values] if constants else values)

    def row(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row it gives."""
        return cast("tuple[Any, ...] | None", self._execute(connection, values).fetchone())

    def _execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        self._compile()
        return _driver(connection).execute(self._sql, {**self._constants, **values} if self._constants else values)

    def _compile(self) -> None:
        if self._sql:
            return
        dialect = sqlite.dialect(paramstyle="named")
        compiled = cast("SQLCompiler", self._statement.compile(dialect=dialect, column_keys=self._names or None))
        self._constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._sql = str(compiled)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
