"""Connections to the encrypted database: one that writes, several that read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

_BUSY_MS = 10_000
_READERS = 4
_CACHE_KIB = 16_384
_STATEMENTS = 256
_LOG_BYTES = 16 * 1024 * 1024


def connect(path: Path, key: bytes) -> Any:
    """A driver connection that knows the key; it has not read anything yet, so a wrong key shows later.

    The key is given raw, as SQLCipher's documentation allows for 32 random bytes: a passphrase would cost 130 ms a connection.
    """
    connection = sqlcipher.connect(
        str(path), timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )
    # SQLCipher would otherwise write about every wrong key on stderr; the error says it as well.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # the citizen already holds the receipt
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def writing_engine(path: Path, key: bytes) -> Engine:
    """The one connection that writes; each of its transactions has the write lock from its first moment."""

    def writer() -> Any:
        connection = connect(path, key)
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        return connection

    return _engine(writer, "BEGIN IMMEDIATE", connections=1)


def reading_engine(path: Path, key: bytes) -> Engine:
    """Connections that only read, each transaction one snapshot, beside a writer."""

    def reader() -> Any:
        connection = connect(path, key)
        connection.execute("PRAGMA query_only = ON")
        return connection

    return _engine(reader, "BEGIN", connections=_READERS)


def _engine(creator: Callable[[], DBAPIConnection], begin: str, *, connections: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0 if connections == 1 else connections,
        pool_use_lifo=True,
        hide_parameters=True,  # they are names and card numbers, and errors go into the log
    )

    # The driver begins transactions late and only for writes. It was told to leave that alone (isolation_level=None), and
    # the transaction is opened here, as SQLAlchemy's documentation of this dialect asks for.
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.connection.driver_connection.execute(begin)

    return engine
