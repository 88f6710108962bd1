"""The database: engine, transactions, migrations. SQLite out of the box, PostgreSQL by its URL; it is the only shared state.

On SQLite a write transaction takes the lock at once (``BEGIN IMMEDIATE``), so writers come one after another; what relies on
that has its PostgreSQL counterpart beside it (``FOR UPDATE``, an advisory lock, ``ON CONFLICT``).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import alembic.script
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from desk_app.central.errors import DatabaseNewer, Unavailable

_READ = "gateway_read"
_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0x71_6D_63_01  # any number, the same in every worker


class Database:
    """One engine with its two kinds of transaction; usable from any thread."""

    def __init__(self, url: str) -> None:
        """``url`` as SQLAlchemy wants it, or just the path of an SQLite file."""
        parsed = sa.make_url(url if "://" in url else f"sqlite:///{url}")
        options: dict[str, Any] = {"hide_parameters": True}  # parameters are people's data; they must not reach a log
        if parsed.get_backend_name() == "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                msg = "the gateway needs an SQLite file"
                raise ValueError(msg)
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            options |= {"pool_size": 8, "max_overflow": 40, "connect_args": {"timeout": 10, "check_same_thread": False}}
        self.engine = sa.create_engine(parsed, **options)
        self._reader = self.engine.execution_options(**{_READ: True})
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One write transaction: committed at the end, or nothing of it; Unavailable when the database cannot."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise Unavailable("database", type(error.orig).__name__) from error

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One snapshot to read from, beside a writer."""
        try:
            with self._reader.connect() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise Unavailable("database", type(error.orig).__name__) from error

    def migrate(self) -> None:
        """Bring the schema up to date; several workers may start at once. DatabaseNewer if it is ahead of this program."""
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config = migration_config()
            config.attributes["connection"] = connection
            known = {script.revision for script in alembic.script.ScriptDirectory.from_config(config).walk_revisions()}
            found = MigrationContext.configure(connection).get_current_revision()
            if found is not None and found not in known:
                raise DatabaseNewer(found)
            alembic.command.upgrade(config, "head")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def migration_config() -> alembic.config.Config:
    """Where the migrations are; the connection is handed over in ``attributes``."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def insert_new(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Insert unless a row with one of the unique keys is there; whether it was inserted. Waits for a rival transaction."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added: sa.Executable = insert(table).values(**values).on_conflict_do_nothing().returning(sa.literal_column("1"))
    return connection.execute(added).first() is not None  # the count of rows is not kept for every insert


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - the listener is registered for this driver only
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get(_READ)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
